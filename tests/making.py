"""What tests are made of: one passphrase, a cheap cost, a clock that moves when told, short ways to records."""

import datetime as dt
from typing import Any

import msgspec

from coachdesk.journal.keys import Cost
from coachdesk.ledger.clock import Reading
from coachdesk.records.entry import Entry
from coachdesk.records.people import Leader

PASSPHRASE = "correct horse battery staple"
COST = Cost(64 * 1024, 1, 4)
"""The least that a journal accepts: tests open hundreds of them."""

START = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)


class Clock:
    """A clock for a journal. Each look at it takes a second; everything else happens when a test says so."""

    def __init__(self) -> None:
        self.reading = Reading(at=START, offset=0, boot="first-boot", boottime=3_600_000)

    def __call__(self) -> Reading:
        self.pass_time(1)
        return self.reading

    def pass_time(self, seconds: float) -> None:
        """Time passes, the machine awake or asleep: the boot clock counts both."""
        self._change(
            at=self.reading.at + dt.timedelta(seconds=seconds),
            boottime=self.reading.boottime + round(seconds * 1000),
        )

    def set_by(self, seconds: float) -> None:
        """Somebody sets the wall clock; the boot clock cannot be set."""
        self._change(at=self.reading.at + dt.timedelta(seconds=seconds))

    def change_offset(self, minutes: int) -> None:
        """Summer time begins or ends, or the manager travels: UTC is not touched."""
        self._change(offset=minutes)

    def restart(self, boot: str = "second-boot") -> None:
        """The machine starts again."""
        self._change(boot=boot, boottime=20_000)

    def _change(self, **values: Any) -> None:
        self.reading = msgspec.structs.replace(self.reading, **values)


def leader(name: str = "Ada Marsh", **values: Any) -> Leader:
    return Leader.make(name=name, **values)


def entry(*leaders: Leader, **values: Any) -> Entry:
    """A plain observation about ``leaders``, with what a test cares about changed."""
    plain: dict[str, Any] = {
        "leader_ids": tuple(one.id for one in leaders),
        "kind": "observation",
        "occurred": {"day": "2026-03-02", "time": "09:30", "zone": "Europe/London"},
        "text": "Interrupted the planning meeting three times.",
    }
    return Entry.make(**plain | values)
