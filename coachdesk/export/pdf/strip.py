"""The period at a glance: a bar for each week and kind of entry, above a scale of months."""

from collections.abc import Iterator
from datetime import date, timedelta

from coachdesk.export.blocks import Strip, StripKind
from coachdesk.export.pdf.characters import one_line
from coachdesk.export.pdf.flow import Band
from coachdesk.export.pdf.lines import Setting, break_lines
from coachdesk.export.pdf.page import Element, Piece, Shape
from coachdesk.export.pdf.style import FIGURE, FIGURE_QUIET, GREY, HAIR, HAIRLINE, TypeStyle
from coachdesk.export.pdf.text_bands import Place, Scene, baseline

_ROW = 17.0
_ROWS_AT_MOST = 400.0
_TALLEST_BAR = 0.76
"""Of a row's height."""
_LOWEST_BAR = 1.5
_SWATCH = 6.0
_NAMES = 104.0
_TOTALS = 30.0
_AXIS = 18.0
_TICK = 3.0
_BAR_SHARE = 0.8
_THINNEST_BAR = 0.6
_LABEL_DISTANCE = 38.0
_MONTHS_APART = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200)
_DAYS_OF_A_MONTH = 30.44
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def strip_band(strip: Strip, scene: Scene, place: Place) -> Band:
    """The figure. Its alternative text is what it shows, in words."""
    figure = Element("Figure", place.element, alt=one_line(strip.description) or "-")
    plot = _Plot(strip, scene, place, figure)
    return Band(
        plot.row * len(strip.kinds) + _AXIS,
        pieces=tuple(plot.texts()),
        shapes=tuple(plot.shapes()),
        before=10,
        inside=place.inside,
        figure=figure,
    )


class _Plot:
    """Where the weeks and rows are; ``y`` counts from the upper edge of the figure."""

    def __init__(self, strip: Strip, scene: Scene, place: Place, figure: Element) -> None:
        self._strip = strip
        self._face = scene.faces[FIGURE.ink.face]
        self._place = place
        self._figure = figure
        self._names = [self._broken(kind.name, scene) for kind in strip.kinds]
        tallest = max((len(lines) for lines in self._names), default=1)
        self.row = min(max(_ROW, (tallest + 0.5) * FIGURE.leading), _ROWS_AT_MOST / max(len(strip.kinds), 1))
        self._left = place.x + _NAMES
        self._right = place.x + place.width - _TOTALS
        self._weeks = max((len(kind.counts) for kind in strip.kinds), default=0) or 1
        self._week = (self._right - self._left) / self._weeks
        self._most = max((count for kind in strip.kinds for count in kind.counts), default=0) or 1
        self._foot = -self.row * len(strip.kinds)

    def shapes(self) -> Iterator[Shape]:
        """Lines first, bars over them."""
        for x, label in self._months():
            if label:
                yield self._shape(x, self._foot - _TICK, 0, -self._foot + _TICK, HAIRLINE, HAIR)
            else:
                yield self._shape(x, self._foot - _TICK, 0, _TICK, HAIRLINE, HAIR)
        for number, kind in enumerate(self._strip.kinds):
            y = -self.row * (number + 1)
            colour = HAIRLINE if number < len(self._strip.kinds) - 1 else GREY
            yield self._shape(self._left, y, self._right - self._left, 0, colour, HAIR)
            yield self._shape(self._place.x, y + (self.row - _SWATCH) / 2, _SWATCH, _SWATCH, kind.colour)
            yield from self._bars(kind, y)

    def texts(self) -> Iterator[Piece]:
        """Each kind's name and total, row by row, then the months."""
        for number, (kind, name) in enumerate(zip(self._strip.kinds, self._names, strict=True)):
            y = -self.row * number - (self.row - len(name) * FIGURE.leading) / 2 + baseline(FIGURE)
            total = str(sum(kind.counts))
            right = self._place.x + self._place.width
            for line, text in enumerate(name):
                yield self._text(self._place.x + _SWATCH + 5, y - line * FIGURE.leading, text, FIGURE)
                if line == 0:
                    yield self._text(right - self._width(total, FIGURE), y, total, FIGURE)
        y = self._foot - _TICK + baseline(FIGURE_QUIET)
        for x, label in self._months():
            if label:
                yield self._text(x - self._width(label, FIGURE_QUIET) / 2, y, label, FIGURE_QUIET)

    def _bars(self, kind: StripKind, y: float) -> Iterator[Shape]:
        width = max(self._week * _BAR_SHARE, _THINNEST_BAR)
        for week, count in enumerate(kind.counts):
            if count > 0:
                height = max(self.row * _TALLEST_BAR * count / self._most, _LOWEST_BAR)
                x = self._left + (week + (1 - _BAR_SHARE) / 2) * self._week
                yield self._shape(x, y, width, height, kind.colour)

    def _months(self) -> Iterator[tuple[float, str]]:
        """Where each month begins, and its name where there is room for one."""
        first = date.fromisoformat(self._strip.first_monday)
        last = first + timedelta(weeks=self._weeks)
        month_width = self._week / 7 * _DAYS_OF_A_MONTH
        apart = next((n for n in _MONTHS_APART if n * month_width >= _LABEL_DISTANCE), _MONTHS_APART[-1])
        month = _month_after(first) if first.day > 1 else first
        while month < last:
            number = month.year * 12 + month.month - 1
            yield (
                self._left + (month - first).days / 7 * self._week,
                f"{_MONTHS[month.month - 1]} {month.year}" if number % apart == 0 else "",
            )
            month = _month_after(month)

    def _broken(self, name: str, scene: Scene) -> list[str]:
        lines = break_lines((name,), Setting(scene.faces, (FIGURE.ink,), _NAMES - _SWATCH - 11))
        return ["".join(fragment.text for fragment in line) for line in lines]

    def _width(self, text: str, style: TypeStyle) -> float:
        return self._face.widths[text] * style.ink.size

    def _text(self, x: float, y: float, text: str, style: TypeStyle) -> Piece:
        return Piece(x, y, text, style.ink, self._figure)

    def _shape(self, x: float, y: float, width: float, height: float, colour: str, line: float = 0) -> Shape:
        return Shape(x, y, width, height, colour, line=line, element=self._figure)


def _month_after(day: date) -> date:
    """The first day of the next month."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)
