"""Where everything on the strip is: a pure value, made anew whenever the weeks, the width or the scrolling change."""

import datetime as dt
import math
from collections.abc import Iterator
from functools import cached_property

from PySide6.QtCore import QPoint, QRect

from coachdesk.gui.weeks import Weeks, monday_of, sunday_of, week_of

PLOT, AXIS, TOP = 40, 22, 4
NARROWEST, WIDEST = 4, 13
LOWEST_CELL, TALLEST_CELL = 3.0, 10.0
"""Below the lowest, entries of a kind melt into one bar."""
_WEEKS_OF_A_MONTH = 4.35
_LABELS_APART = 34
_MONTH_STEPS = (1, 2, 3, 6, 12, 24, 60, 120)
_MONTHS = 12
_HALF = 0.5
"""Columns begin at whole pixels, so that one may begin half a pixel early."""


class Scale:
    """The places of weeks and marks in a viewport ``room`` pixels wide, ``scrolled`` so far to the right."""

    def __init__(self, weeks: Weeks, room: int, scrolled: int) -> None:
        self.weeks, self._room, self._scrolled = weeks, room, scrolled
        count = max(len(weeks.columns), 1)
        self.pitch = min(max(room / count, NARROWEST), WIDEST)
        self.unit = min(TALLEST_CELL, PLOT / max(weeks.tallest, 1))
        self.width = math.ceil(count * self.pitch)

    @cached_property
    def left(self) -> int:
        """Where the first week begins. The newest touches the right edge where there is room to spare."""
        return max(self._room - self.width, 0) - self._scrolled

    @property
    def is_apart(self) -> bool:
        """Whether each entry is a mark of its own."""
        return self.unit >= LOWEST_CELL

    def rect(self, week: int) -> QRect:
        """A week's column."""
        place = week - self.weeks.first
        left = self.left + round(place * self.pitch)
        return QRect(left, TOP, self.left + round((place + 1) * self.pitch) - left, PLOT)

    def span(self, first: int, last: int) -> QRect:
        """The columns from one week to another."""
        return self.rect(first).united(self.rect(last)).adjusted(-1, -TOP, 0, 0)

    def week_at(self, x: int) -> int:
        """The week under ``x``, or the nearest."""
        week = self.weeks.first + math.floor((x - self.left + _HALF) / self.pitch)
        return min(max(week, self.weeks.first), self.weeks.last)

    def record_at(self, at: QPoint) -> int:
        """The entry whose mark is under a point; -1 for none."""
        if at.x() < self.left or not TOP <= at.y() < TOP + PLOT:
            return -1
        cells = self.weeks.at(self.week_at(at.x())).cells
        place = int((TOP + PLOT - at.y()) / self.unit)
        return cells[place].record if place < len(cells) else -1

    def cell(self, week: int, first: int, count: int = 1) -> QRect:
        """``count`` marks of a week's column from the ``first`` (the lowest is 0), with air around them."""
        column, bottom = self.rect(week), TOP + PLOT
        top = bottom - round((first + count) * self.unit)
        height = bottom - round(first * self.unit) - top
        air = 1 if self.pitch < WIDEST / 2 else 2
        return QRect(column.left(), top, column.width() - air, max(height - int(self.is_apart), 1))

    def scrolled_to(self, week: int) -> int:
        """How far to scroll so that a week is seen."""
        rect = self.rect(week)
        if rect.left() < 0:
            return self._scrolled + rect.left() - rect.width()
        return self._scrolled + max(rect.right() + rect.width() - self._room, 0)

    def months(self) -> Iterator[tuple[int, dt.date]]:
        """The firsts of months that have room for a name under them, and where."""
        apart = _LABELS_APART / (self.pitch * _WEEKS_OF_A_MONTH)
        step = next((step for step in _MONTH_STEPS if step >= apart), _MONTH_STEPS[-1])
        begin, end = monday_of(self.weeks.first), sunday_of(self.weeks.last)
        for month in range(begin.year * _MONTHS + begin.month, end.year * _MONTHS + end.month):
            first = dt.date(month // _MONTHS, month % _MONTHS + 1, 1)
            if month % step == 0:
                yield self.rect(week_of(first.isoformat())).left(), first
