"""What was agreed and is carried to the next meeting until it is done (F10)."""

from collections.abc import Collection, Iterable

import msgspec
from msgspec.structs import replace

from coachdesk.coaching.on_file import in_order, those
from coachdesk.records.entry import ActionPoint, Entry


class Agreed(msgspec.Struct, frozen=True):
    """The ``number``-th action point (from 0) of an entry."""

    entry_id: str
    number: int
    point: ActionPoint


def carried(entries: Iterable[Entry], leader_id: str, day: str = "") -> tuple[Agreed, ...]:
    """What was agreed with a leader and is not done, the soonest due first, what has no day last.

    With a ``day`` (ISO 8601) what was done on it is among them. Only the ordinary lane: what stands in another is
    not for a talk with the leader.
    """
    found = [
        Agreed(entry.id, number, point)
        for entry in in_order(those(entries, Entry, leader_id))
        if entry.lane == "ordinary"
        for number, point in enumerate(entry.action_points)
        if point.done is None or point.done == day
    ]
    return tuple(sorted(found, key=lambda one: (one.point.due is None, one.point.due or "")))


def finished(entry: Entry, numbers: Collection[int], day: str) -> Entry:
    """The entry with these of its action points done on a day; what was done before keeps its day."""
    points = [
        replace(point, done=day) if number in numbers and point.done is None else point
        for number, point in enumerate(entry.action_points)
    ]
    return entry.changed(action_points=points)
