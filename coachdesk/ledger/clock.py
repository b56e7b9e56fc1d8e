"""The ledger's clock, and where it was set back or drifted.

The clock belongs to the manager, so it proves nothing alone; but a change of it leaves a trace: time
that runs backwards, or that parts from the time since the machine was started (CLOCK_BOOTTIME, which
counts sleep and cannot be set).
"""

import datetime as dt
from typing import Literal

import msgspec

from coachdesk.ledger.event import Event

DRIFT_SECONDS = 60
"""A wall clock may part from the boot clock by this much (time service, rounding) unremarked."""


BACK_SECONDS = 1
"""The time service sets a clock right by milliseconds, back as well as forth: no such step is remarked."""


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """One look at the clocks: aware UTC time, local offset in minutes, boot id, milliseconds since boot.

    ``boot`` is empty where the system tells no such thing.
    """

    at: dt.datetime
    offset: int
    boot: str
    boottime: int

    @property
    def recorded_at(self) -> str:
        """The time as an event keeps it."""
        return self.at.astimezone(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Anomaly(msgspec.Struct, frozen=True):
    """Between events ``seq`` - 1 and ``seq`` the clock moved by ``seconds`` more than time passed."""

    seq: int
    kind: Literal["back", "drift"]
    seconds: int


def anomaly(before: Event, after: Event) -> Anomaly | None:
    """What is wrong with the clock between two events that follow each other."""
    wall = (parse(after.recorded_at) - parse(before.recorded_at)).total_seconds()
    if before.boot and before.boot == after.boot:
        moved = wall - (after.boottime - before.boottime) / 1000
        if abs(moved) > DRIFT_SECONDS:
            return Anomaly(after.seq, "back" if wall < 0 else "drift", round(moved))
    if wall <= -BACK_SECONDS:
        return Anomaly(after.seq, "back", round(wall))
    return None


def parse(recorded_at: str) -> dt.datetime:
    """A recorded time as an aware UTC datetime."""
    return dt.datetime.fromisoformat(recorded_at)


def day_of(event: Event) -> str:
    """The day (ISO 8601) on which an event was recorded, as the calendar on the wall showed it."""
    zone = dt.timezone(dt.timedelta(minutes=event.offset))
    return parse(event.recorded_at).astimezone(zone).date().isoformat()
