"""A plan's cadence: which check-in comes next (F26). Local wall time stays through changes of clocks."""

import datetime as dt
from collections.abc import Iterable, Iterator

from coachdesk.coaching.slots import WEEK, on_weekday, slot_on
from coachdesk.records.meeting import Meeting, Slot
from coachdesk.records.plan import Cadence, Plan

_REGULAR = ("check_in", "pip")
_LAST_DAY = "2199-12-30"
"""A rhythm without an end ends with the days that a record may have."""


def regular(plan: Plan, meetings: Iterable[Meeting]) -> tuple[Meeting, ...]:
    """The check-ins of a plan that were not cancelled, by where they stood first.

    A move does not drag the rhythm along: the one after it comes when it would have come.
    """
    own = [
        one for one in meetings if one.of_id == plan.id and one.kind in _REGULAR and one.state != "cancelled"
    ]
    return tuple(sorted(own, key=lambda one: (first_day(one), one.id)))


def first_day(meeting: Meeting) -> str:
    """The day on which a meeting stood first."""
    return (meeting.moves[0].at if meeting.moves else meeting.at).day


def owed(plan: Plan, meetings: Iterable[Meeting]) -> Slot | None:
    """The next check-in of the rhythm for which there is no meeting, past or to come.

    None for a plan without a cadence, a closed one, and when the plan ends before it.
    """
    return next(_slots(plan, meetings), None)


def coming(plan: Plan, meetings: Iterable[Meeting], today: dt.date, count: int = 1) -> tuple[Slot, ...]:
    """The next ``count`` check-ins of the rhythm without a meeting, from today on; fewer if the plan ends."""
    found: list[Slot] = []
    for slot in _slots(plan, meetings):
        if len(found) == count:
            break
        if slot.day >= today.isoformat():
            found.append(slot)
    return tuple(found)


def _slots(plan: Plan, meetings: Iterable[Meeting]) -> Iterator[Slot]:
    cadence = plan.cadence
    if cadence is None or plan.status == "closed":
        return
    day = _next_day(plan, cadence, regular(plan, meetings))
    while day.isoformat() <= min(plan.ends or _LAST_DAY, _LAST_DAY):
        yield slot_on(day, cadence.time, cadence.zone, cadence.minutes)
        day += cadence.every_weeks * WEEK


def _next_day(plan: Plan, cadence: Cadence, held: tuple[Meeting, ...]) -> dt.date:
    started = dt.date.fromisoformat(plan.started)
    if not held:
        return on_weekday(started, cadence.weekday)
    last = dt.date.fromisoformat(first_day(held[-1]))
    monday = last - dt.timedelta(days=last.weekday())
    return monday + cadence.every_weeks * WEEK + dt.timedelta(days=cadence.weekday)
