"""Weeks as columns of marks: the strip's pure part, from a timeline's outline."""

import datetime as dt
from collections.abc import Collection, Sequence
from itertools import groupby
from typing import NamedTuple

from coachdesk.journal.marks import Mark
from coachdesk.records.kinds import KINDS

DAYS = 7
_FEWEST = 26
"""So many weeks are shown at least: three weeks over the whole width would look like years."""
_RECENT = 26
"""A gap up to today is shown, as long as it is no longer than this; a file closed years ago ends with its end."""
_ORDER = {kind: place for place, kind in enumerate(KINDS)}


class Cell(NamedTuple):
    """One entry in a column. ``hidden``: the filter leaves it out."""

    kind: str
    record: int
    hidden: bool


class Run(NamedTuple):
    """Cells of a kind, one above the other: from the ``lowest`` (0 is the bottom), ``size`` of them."""

    kind: str
    hidden: bool
    lowest: int
    size: int


class Week(NamedTuple):
    """The entries of a week, from the bottom of its column: those that pass before the others, kind by kind."""

    cells: tuple[Cell, ...]
    runs: tuple[Run, ...]


NO_ENTRIES = Week((), ())


class Weeks(NamedTuple):
    """A span of weeks without gaps; ``first`` is the number of the first (see :func:`week_of`)."""

    first: int
    columns: tuple[Week, ...]
    tallest: int

    def at(self, week: int) -> Week:
        """The week with this number; an empty one beyond the ends."""
        place = week - self.first
        return self.columns[place] if 0 <= place < len(self.columns) else NO_ENTRIES

    @property
    def last(self) -> int:
        """The number of the last week."""
        return self.first + len(self.columns) - 1

    @property
    def newest(self) -> int:
        """The last week with an entry in it."""
        return next((week for week in range(self.last, self.first, -1) if self.at(week).cells), self.first)


NO_WEEKS = Weeks(0, (), 0)


def week_of(day: str) -> int:
    """The number of the week a day is in: Mondays since the calendar began (ISO 8601 weeks)."""
    return (dt.date.fromisoformat(day).toordinal() - 1) // DAYS


def monday_of(week: int) -> dt.date:
    """The first day of a week."""
    return dt.date.fromordinal(week * DAYS + 1)


def sunday_of(week: int) -> dt.date:
    """The last day of a week."""
    return dt.date.fromordinal(week * DAYS + DAYS)


def weeks_of(marks: Sequence[Mark], passing: Collection[int] | None, today: dt.date) -> Weeks:
    """The weeks of ``marks`` (any order); ``passing`` are the records a filter lets through, None is all."""
    if not marks:
        return NO_WEEKS
    by_day: dict[str, int] = {}
    columns: dict[int, list[Cell]] = {}
    for mark in marks:
        week = by_day.get(mark.day)
        if week is None:
            week = by_day[mark.day] = week_of(mark.day)
        hidden = passing is not None and mark.record not in passing
        columns.setdefault(week, []).append(Cell(mark.kind, mark.record, hidden))
    first, last = _ends(columns, week_of(today.isoformat()))
    made = tuple(_week(columns[week]) if week in columns else NO_ENTRIES for week in range(first, last + 1))
    return Weeks(first, made, max(len(cells) for cells in columns.values()))


def _ends(columns: Collection[int], now: int) -> tuple[int, int]:
    newest = max(columns)
    last = now if newest <= now <= newest + _RECENT else newest
    return min(*columns, last - _FEWEST + 1), last


def _week(cells: list[Cell]) -> Week:
    ordered = sorted(cells, key=lambda cell: (cell.hidden, _ORDER[cell.kind], -cell.record))
    runs, at = [], 0
    for (hidden, kind), group in groupby(ordered, key=lambda cell: (cell.hidden, cell.kind)):
        count = len(list(group))
        runs.append(Run(kind, hidden, at, count))
        at += count
    return Week(tuple(ordered), tuple(runs))
