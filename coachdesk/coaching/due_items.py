"""Everything that is due, line by line: for a leader's page and for Today. ``due`` counts what is due of entries.

The manager's own reflections are left out: what the manager promised themselves is in ``reflection``, and in the window's Today alone.
"""

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Literal

import msgspec

from coachdesk.coaching.on_file import days_since, is_shared, those
from coachdesk.coaching.rhythm import owed
from coachdesk.coaching.told import waits
from coachdesk.records.base import Record
from coachdesk.records.case import Case, Commitment
from coachdesk.records.consequence import Consequence, Letter
from coachdesk.records.decision import Decision
from coachdesk.records.entry import Entry
from coachdesk.records.hold import Hold
from coachdesk.records.issue import Issue
from coachdesk.records.meeting import Meeting
from coachdesk.records.people import Leader
from coachdesk.records.plan import Expectation, Goal, Plan
from coachdesk.records.retention import Retention
from coachdesk.records.support import Support

NO_NOTE_DAYS = 21
"""A leader about whom nothing was noted for so long appears on Today."""

Kind = Literal[
    "meeting",
    "check_in",
    "action_point",
    "goal",
    "support",
    "self_reflection",
    "example",
    "expectation",
    "commitment",
    "letter",
    "decision_review",
    "retention",
    "no_note",
]


class DueItem(msgspec.Struct, frozen=True):
    """One thing that is due since ``day`` (ISO 8601), None where no day was agreed.

    ``overdue_days`` counts the days after that day: 0 on it and without one, negative for what is to come.
    ``record_id`` names the plan for a check-in that has no meeting yet, what a letter is made from, and the
    leader about whom nothing was noted; else the thing itself. ``point`` is the number of the action point
    within its entry, from 0.
    """

    kind: Kind
    record_id: str
    leader_ids: tuple[str, ...]
    day: str | None
    overdue_days: int
    point: int | None = None


_Found = Iterator[tuple[Kind, str, tuple[str, ...], str | None, int | None]]


def due_items(
    records: Collection[Record],
    today: dt.date,
    leader_id: str = "",
    ahead_days: int = 0,
    no_note_days: int = NO_NOTE_DAYS,
) -> tuple[DueItem, ...]:
    """What is due by ``today`` plus ``ahead_days``, for one leader or for all, the longest overdue first.

    What belongs to a plan or a case that was withdrawn is not due any more; ``records`` hold both. What is only about leaders who are archived is not due any more.
    """
    archived = {one.id for one in records if isinstance(one, Leader) and one.archived}
    items = [
        DueItem(kind, record_id, leader_ids, day, days_since(day, today) if day else 0, point)
        for rule in _RULES
        for kind, record_id, leader_ids, day, point in rule(records)
        if kind == "retention" or not archived.issuperset(leader_ids)
    ]
    here = [one for one in records if isinstance(one, Leader) and not one.archived]
    items += no_notes(here, last_days(those(records, Entry), today), today, no_note_days)
    due = [
        one
        for one in items
        if one.overdue_days >= -ahead_days and (not leader_id or leader_id in one.leader_ids)
    ]
    return tuple(sorted(due, key=lambda one: (-one.overdue_days, one.kind, one.record_id)))


def last_days(entries: Iterable[Entry], today: dt.date) -> dict[str, str]:
    """The day of the last note about each leader. A reflection is about oneself; what is dated ahead is no note yet."""
    last: dict[str, str] = {}
    for entry in entries:
        if entry.lane != "reflection" and entry.occurred.day <= today.isoformat():
            for leader_id in entry.leader_ids:
                last[leader_id] = max(last.get(leader_id, ""), entry.occurred.day)
    return last


def no_notes(
    leaders: Iterable[Leader], last: Mapping[str, str], today: dt.date, no_note_days: int = NO_NOTE_DAYS
) -> Iterator[DueItem]:
    """The leaders about whom nothing was noted for so many days; see :func:`last_days`.

    It is due from the day on which they are over, and without a day where nothing was ever noted.
    """
    for leader in leaders:
        if leader.id not in last:
            yield DueItem("no_note", leader.id, (leader.id,), None, 0)
        else:
            over = days_since(last[leader.id], today) - no_note_days
            day = (today - dt.timedelta(days=over)).isoformat()
            yield DueItem("no_note", leader.id, (leader.id,), day, over)


def _meetings(records: Collection[Record]) -> _Found:
    known = {one.id for one in records}
    for one in those(records, Meeting):
        if one.state == "planned" and (not one.of_id or one.of_id in known):
            yield "meeting", one.id, one.leader_ids, one.at.day, None


def _check_ins(records: Collection[Record]) -> _Found:
    meetings = those(records, Meeting)
    for plan in those(records, Plan):
        if (slot := owed(plan, meetings)) is not None:
            yield "check_in", plan.id, plan.leader_ids, slot.day, None


def _of_entries(records: Collection[Record]) -> _Found:
    for one in those(records, Entry):
        if one.lane == "reflection":
            continue
        for number, point in enumerate(one.action_points):
            if point.done is None:
                yield "action_point", one.id, one.leader_ids, point.due, number
        if waits(one):
            yield "example", one.id, one.leader_ids, one.occurred.day, None


def _goals(records: Collection[Record]) -> _Found:
    open_plans = {plan.id for plan in those(records, Plan) if plan.status == "open"}
    for one in those(records, Goal):
        if one.status == "open" and one.due is not None and one.plan_id in open_plans:
            yield "goal", one.id, one.leader_ids, one.due, None


def _supports(records: Collection[Record]) -> _Found:
    """What was accepted is owed from the day on which it was."""
    for one in those(records, Support):
        if one.answer == "accepted" and one.delivered_on is None:
            yield "support", one.id, one.leader_ids, one.answered_on, None


def _self_reflections(records: Collection[Record]) -> _Found:
    for one in those(records, Issue):
        for request in one.self_reflections:
            if request.came_on is None and one.status != "resolved":
                yield "self_reflection", one.id, one.leader_ids, request.by_day, None


def _untold(records: Collection[Record]) -> _Found:
    for expectation in those(records, Expectation):
        if expectation.told_on is None:
            yield "expectation", expectation.id, expectation.leader_ids, None, None
    cases = {case.id for case in those(records, Case)}
    for one in those(records, Commitment):
        if one.told_on is None and one.case_id in cases:
            yield "commitment", one.id, one.leader_ids, None, None


def _letters(records: Collection[Record]) -> _Found:
    """A formal consequence that was said, and an open PIP, are handed over in writing."""
    handed = {(letter.kind, letter.of_id) for letter in those(records, Letter)}
    for one in those(records, Consequence):
        if one.formal and one.said_on is not None and ("consequence", one.id) not in handed:
            yield "letter", one.id, one.leader_ids, one.said_on, None
    for plan in those(records, Plan):
        if plan.kind == "pip" and plan.status == "open" and ("pip", plan.id) not in handed:
            yield "letter", plan.id, plan.leader_ids, plan.started, None


def _reviews(records: Collection[Record]) -> _Found:
    """A decision is looked at again on its day, unless another was made about the leader by then or since."""
    decisions = those(records, Decision)
    for one in decisions:
        if one.review_on is None:
            continue
        is_replaced = any(other.decided_on > one.decided_on and is_shared(one, other) for other in decisions)
        if not is_replaced:
            yield "decision_review", one.id, one.leader_ids, one.review_on, None


def _retentions(records: Collection[Record]) -> _Found:
    """It is asked whether what is kept about a leader, archived or not, is still needed; not while it is held."""
    known = {one.id for one in records if isinstance(one, Leader)}
    held = {one.leader_id for one in records if isinstance(one, Hold) and one.in_force}
    for one in records:
        if not isinstance(one, Retention) or one.review_on is None or one.leader_id not in known:
            continue
        if held.isdisjoint(("", one.leader_id)):
            yield "retention", one.leader_id, (one.leader_id,), one.review_on, None


_RULES: tuple[Callable[[Collection[Record]], _Found], ...] = (
    _meetings,
    _check_ins,
    _of_entries,
    _goals,
    _supports,
    _self_reflections,
    _untold,
    _letters,
    _reviews,
    _retentions,
)
