"""What happened with a leader besides notes, as lines of the timeline. Asked off the GUI thread; no widget in here."""

import datetime as dt
from collections.abc import Mapping
from typing import NamedTuple

from coachdesk.coaching.milestone import Milestone, Revision
from coachdesk.coaching.milestone_rules import RULES
from coachdesk.coaching.milestones import milestones
from coachdesk.gui import wording
from coachdesk.gui.background import Task
from coachdesk.gui.coaching.pages import page_of
from coachdesk.gui.coaching.words import LETTERS, MEETINGS, OPTIONS, PLAN_KINDS, SIGNED
from coachdesk.gui.texts import N_, _
from coachdesk.journal.view import View
from coachdesk.ledger.clock import day_of
from coachdesk.records.about import AboutLeaders
from coachdesk.records.consequence import Letter
from coachdesk.records.forms import RECORD_TYPES, type_name
from coachdesk.records.meeting import Meeting

_TYPES = tuple(name for name, kind in RECORD_TYPES.items() if kind in RULES)
_LETTERS = 160

WORDS: Mapping[str, str] = {
    "issue_raised": N_("Issue raised: {title}"),
    "issue_acknowledged": N_("Acknowledged: {title}"),
    "issue_partly": N_("Partly acknowledged: {title}"),
    "issue_disputed": N_("Disputed: {title}"),
    "issue_denied": N_("Denied: {title}"),
    "issue_withdrawn": N_("No issue any more: {title}"),
    "issue_improving": N_("Improving: {title}"),
    "issue_resolved": N_("Resolved: {title}"),
    "plan_started": N_("Begun: {plan}"),
    "plan_closed": N_("Closed: {plan}"),
    "goal_set": N_("Goal set: {title}"),
    "goal_met": N_("Goal met: {title}"),
    "goal_partly": N_("Goal partly met: {title}"),
    "goal_not_met": N_("Goal not met: {title}"),
    "goal_dropped": N_("Goal dropped: {title}"),
    "expectation_told": N_("Expectation told: {text}"),
    "expectation_restated": N_("Expectation said back: {words}"),
    "support_offered": N_("Support offered: {what}"),
    "support_accepted": N_("Support accepted: {what}"),
    "support_declined": N_("Support declined: {what}"),
    "support_delivered": N_("Support delivered: {what}"),
    "meeting_held": N_("Kept: {meeting}"),
    "meeting_missed": N_("Missed: {meeting}"),
    "meeting_moved": N_("Moved from {from} to {to}: {meeting}"),
    "consequence_said": N_("Consequence said: {what}"),
    "letter_handed_over": N_("Handed to {to}: {letter} ({signed})"),
    "round_closed": N_("360 round closed: {title}"),
    "case_opened": N_("Intervention begun: {title}"),
    "case_closed": N_("Intervention closed: {title}"),
    "briefing": N_("Briefed on the intervention: {to}"),
    "intake_held": N_("Intake interview: {interviewee}"),
    "feedback_agreed": N_("{leader} agreed: {text}"),
    "feedback_amended": N_("{leader} agreed with a change: {text}"),
    "feedback_disputed": N_("{leader} disputed: {text}"),
    "alignment_signed_off": N_("Signed off by {name}: {text}"),
    "commitment_told": N_("{leader} told {affected} of the commitment to change"),
    "decision_made": N_("Decided: {title} ({chosen})"),
    "fit_reviewed": N_("Role and evidence compared"),
}
"""A moment of a coaching record, by its key in ``coaching.milestone_rules``."""

_NOTHING_CHOSEN = N_("Decided: {title}")


class MilestoneRow(NamedTuple):
    """A line of the timeline: the day (ISO 8601), what happened, and the record that says so."""

    day: str
    words: str
    record_id: str


def ask(leader_id: str, today: dt.date, view: View, task: Task) -> tuple[MilestoneRow, ...]:
    """The milestones of a leader up to ``today``, the newest first."""
    histories = []
    for revisions in view.histories(leader_id, _TYPES):
        task.check()
        histories.append(
            [
                Revision(day_of(one.event), one.record)
                for one in revisions
                if isinstance(one.record, AboutLeaders)
            ]
        )
    names = {leader.id: leader.name for leader in view.leaders()}
    found = [MilestoneRow(one.day, said(one, names), one.record_id) for one in milestones(histories, today)]
    return tuple(reversed(found))


def said(milestone: Milestone, names: Mapping[str, str]) -> str:
    """A moment in one line. ``names`` are those of leaders, by id."""
    facts = dict(milestone.facts)
    kind = facts.get("kind", "")
    facts["leader"] = names.get(facts.get("leader_id", ""), "")
    facts["plan"] = _(PLAN_KINDS.get(kind, ""))
    facts["meeting"] = _(MEETINGS.get(kind, ""))
    facts["letter"] = _(LETTERS.get(kind, ""))
    facts["signed"] = _(SIGNED.get(facts.get("signature", ""), ""))
    facts["chosen"] = _(OPTIONS.get(facts.get("chosen", ""), ""))
    for name in ("from", "to"):
        if milestone.key == "meeting_moved":
            facts[name] = wording.short_day(facts[name][:10])
    is_open = milestone.key == "decision_made" and not facts["chosen"]
    template = _(_NOTHING_CHOSEN if is_open else WORDS[milestone.key])
    words = " ".join(template.format_map(facts).split())
    return words if len(words) <= _LETTERS else words[:_LETTERS].rstrip() + "…"


def page_for(view: View, record_id: str) -> tuple[str, str]:
    """Where a record is shown: the key of a page, or "" and the id of an entry.

    A meeting is on the page of its plan or case, a letter where that is which it was made from.
    """
    record = view.get(record_id).record
    if isinstance(record, Meeting | Letter) and record.of_id:
        record = view.get(record.of_id).record
    name = type_name(record)
    return ("", record.id) if name == "entry" else (page_of(name), "")
