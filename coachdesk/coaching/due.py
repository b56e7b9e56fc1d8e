"""What is due: action points whose day has come, and examples that the leader does not know of yet."""

import datetime as dt
from collections.abc import Iterable
from typing import Self

import msgspec

from coachdesk.records.kinds import KINDS


class Due(msgspec.Struct, frozen=True):
    """How much is due.

    ``overdue`` are action points whose day is past, ``open`` those that are due today or have no day at
    all, ``untold`` examples that the leader has not been told yet. What is due later is not due.
    """

    overdue: int = 0
    open: int = 0
    untold: int = 0

    @property
    def total(self) -> int:
        """All of it."""
        return self.overdue + self.open + self.untold

    def __add__(self, other: Self) -> "Due":
        return Due(self.overdue + other.overdue, self.open + other.open, self.untold + other.untold)

    def __mul__(self, times: int) -> "Due":
        return Due(self.overdue * times, self.open * times, self.untold * times)


NOTHING = Due()


def is_untold(kind: str, told: str | None) -> bool:
    """Whether an example waits to be told. ``told`` is its state; None, nothing was said, asks the kind."""
    return KINDS[kind].told if told is None else told == "not_yet"


def due_of(days: Iterable[str | None], today: dt.date, *, untold: bool) -> Due:
    """What is due of one live entry; ``days`` are those of its action points that are not done (ISO 8601)."""
    on = today.isoformat()
    overdue = still_open = 0
    for day in days:
        overdue += day is not None and day < on
        still_open += day is None or day == on
    return Due(overdue, still_open, int(untold))
