"""What the command line refuses on its own account, before or beside the core. The words are in ``sentences``."""

from typing import Literal

Problem = Literal[
    "accept_no_journal",
    "action_empty",
    "alias_not_understood",
    "answer_not_written",
    "ask_impossible",
    "attachment_ambiguous",
    "attachment_not_a_file",
    "attachment_not_shown",
    "backup_folder_missing",
    "close_leader",
    "correction_empty",
    "day_missing",
    "earlier_wrong",
    "entry_about_others",
    "entry_number_ambiguous",
    "erase_unclear",
    "entry_withdrawn",
    "export_exists",
    "export_folder_missing",
    "export_none",
    "export_unknown",
    "file_missing",
    "file_not_text",
    "file_unreadable",
    "issue_ambiguous",
    "issue_unknown",
    "journal_not_installed",
    "journal_not_named",
    "lane_never_released",
    "leader_ambiguous",
    "leader_known",
    "leader_not_named",
    "leader_unknown",
    "leader_unknown_but_close",
    "letter_from_nothing",
    "letter_not_handed_over",
    "link_shares_nobody",
    "link_to_nothing",
    "no_such_kind",
    "not_confirmed",
    "not_erased",
    "note_empty",
    "other_weekday",
    "own_window_only",
    "pair_of_one",
    "passphrase_differs",
    "passphrase_empty",
    "names_only_found",
    "period_backwards",
    "preset_unknown",
    "reflection_day_missing",
    "reflection_not_waited_for",
    "report_empty",
    "report_no_page",
    "target_missing",
    "takeout_lanes_unsaid",
    "takeout_no_lane",
    "takeout_not_confirmed",
    "text_exists",
    "text_not_written",
    "told_day_missing",
    "verify_no_file",
    "who_missing",
    "why_missing",
    "zone_unknown",
]


class Refused(Exception):
    """The command is refused; ``facts`` are what a sentence about it needs."""

    def __init__(self, problem: Problem, **facts: str) -> None:
        super().__init__(problem)
        self.problem, self.facts = problem, facts


class NotUnderstood(Refused):
    """As :class:`Refused`, where the command itself cannot be meant as it is typed: exit code 2."""
