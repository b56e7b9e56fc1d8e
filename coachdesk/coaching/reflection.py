"""What is the manager's own: reflections, and what they promised themselves. It never leaves their window (F21).

A report asks this before it shows anything; so do a letter, a list for other programs, and a notification.
"""

import datetime as dt
from collections.abc import Iterable, Sequence

import msgspec

from coachdesk.coaching.on_file import days_since, in_order
from coachdesk.records.base import Record
from coachdesk.records.case import Intake
from coachdesk.records.entry import Entry
from coachdesk.records.issue import Link
from coachdesk.records.talk import Preparation


class OwnCommitment(msgspec.Struct, frozen=True):
    """An action point of the manager's in a reflection: the ``point``-th of the entry (from 0), not done yet.

    ``overdue_days`` is 0 where no day was set, and negative for a day to come.
    """

    entry_id: str
    point: int
    day: str | None
    overdue_days: int


def may_leave(record: Record) -> bool:
    """Whether a record may ever be shown outside the manager's own window.

    Reflections and the planner's sheet never; an intake interview, told in confidence, once it was released.
    Lanes that can be released (counsel, medical, intake) are for the report to open or close.
    """
    if isinstance(record, Entry):
        return record.lane != "reflection"
    if isinstance(record, Intake):
        return record.released
    return not isinstance(record, Preparation)


def may_leave_ever(states: Sequence[Record]) -> bool:
    """The same, all states of a record being known: what once was a reflection stays one.

    An interview that was released may be closed again: its last state counts.
    """
    entries = [state for state in states if isinstance(state, Entry)]
    return all(may_leave(entry) for entry in entries) if entries else may_leave(states[-1])


def that_may_leave(records: Iterable[Record]) -> tuple[Record, ...]:
    """The records that may leave; a link from a reflection stays with it."""
    kept = tuple(records)
    own = {one.id for one in kept if not may_leave(one)}
    return tuple(
        one
        for one in kept
        if one.id not in own and not (isinstance(one, Link) and {one.entry_id, one.target_id} & own)
    )


def own_commitments(entries: Iterable[Entry], today: dt.date) -> tuple[OwnCommitment, ...]:
    """What the manager promised themselves and has not done, the most overdue first."""
    found = [
        OwnCommitment(entry.id, place, point.due, days_since(point.due, today) if point.due else 0)
        for entry in in_order(entries)
        if entry.lane == "reflection"
        for place, point in enumerate(entry.action_points)
        if point.owner == "me" and point.done is None
    ]
    return tuple(sorted(found, key=lambda one: -one.overdue_days))
