"""What the command line refuses on its own account, before or beside the core. The words are in ``sentences``."""

from typing import Literal

Problem = Literal[
    "action_empty",
    "answer_not_written",
    "ask_impossible",
    "attachment_not_a_file",
    "close_leader",
    "correction_empty",
    "earlier_wrong",
    "export_exists",
    "export_folder_missing",
    "file_missing",
    "file_not_text",
    "file_unreadable",
    "journal_not_named",
    "lane_never_released",
    "leader_ambiguous",
    "leader_known",
    "leader_not_named",
    "leader_unknown",
    "no_such_kind",
    "not_confirmed",
    "note_empty",
    "passphrase_differs",
    "passphrase_empty",
    "told_day_missing",
    "zone_unknown",
]


class Refused(Exception):
    """The command is refused; ``facts`` are what a sentence about it needs."""

    def __init__(self, problem: Problem, **facts: str) -> None:
        super().__init__(problem)
        self.problem, self.facts = problem, facts


class NotUnderstood(Refused):
    """As :class:`Refused`, where the command itself cannot be meant as it is typed: exit code 2."""
