"""Praise against correction, month by month (F27): each number is a list of the entries behind it."""

import datetime as dt
from collections.abc import Iterable

import msgspec

from coachdesk.coaching.on_file import in_order
from coachdesk.records.entry import Entry
from coachdesk.records.kinds import KINDS

_MONTHS = 12


class Balance(msgspec.Struct, frozen=True):
    """The entries of a month (``2026-03``; empty for all time) by the tone of their kind."""

    month: str
    praise: tuple[str, ...] = ()
    corrective: tuple[str, ...] = ()

    @property
    def share(self) -> float | None:
        """How much of it is praise, from 0 to 1; None if there is neither praise nor correction."""
        both = len(self.praise) + len(self.corrective)
        return len(self.praise) / both if both else None


def tone(entry: Entry) -> str:
    """What an entry counts as: positive, corrective, neutral. A reflection is about oneself and counts as neither."""
    return "neutral" if entry.lane == "reflection" else KINDS[entry.kind].tone


def balance(entries: Iterable[Entry]) -> Balance:
    """All entries together."""
    return _weighed("", in_order(entries))


def balance_by_month(entries: Iterable[Entry]) -> tuple[Balance, ...]:
    """Every month from the first to the last that has praise or correction, empty ones between included."""
    by_month: dict[str, list[Entry]] = {}
    for entry in in_order(entries):
        if tone(entry) != "neutral":
            by_month.setdefault(entry.occurred.day[:7], []).append(entry)
    return tuple(_weighed(month, by_month.get(month, ())) for month in months_between(by_month))


def months_between(months: Iterable[str]) -> tuple[str, ...]:
    """Every month (``2026-03``) from the earliest of some to the latest, in order."""
    known = sorted(months)
    if not known:
        return ()
    first, last = (_number(month) for month in (known[0], known[-1]))
    return tuple(
        dt.date(number // _MONTHS, number % _MONTHS + 1, 1).isoformat()[:7]
        for number in range(first, last + 1)
    )


def _number(month: str) -> int:
    year, _, of_year = month.partition("-")
    return int(year) * _MONTHS + int(of_year) - 1


def _weighed(month: str, entries: Iterable[Entry]) -> Balance:
    toned = [(tone(entry), entry.id) for entry in entries]
    praise = tuple(entry_id for each, entry_id in toned if each == "positive")
    return Balance(month, praise, tuple(entry_id for each, entry_id in toned if each == "corrective"))
