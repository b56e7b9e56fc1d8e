"""Painting the strip: the span, the weeks, the months under them, and where one is."""

from PySide6.QtCore import QLocale
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter

from coachdesk.gui import tokens
from coachdesk.gui.strip_scale import PLOT, TOP, Scale
from coachdesk.gui.theme import Look
from coachdesk.gui.tokens import S

_PALE = 0.16


def pale(look: Look) -> QColor:
    """The colour of what a filter hides: there, and no more than that, in every theme."""
    return QColor(tokens.mixed(look.colours.text, look.colours.surface, _PALE))


class StripPainter:
    """One painting of the strip."""

    def __init__(self, painter: QPainter, look: Look, scale: Scale) -> None:
        self._painter, self._look, self._scale = painter, look, scale
        self._colours: dict[str, QColor] = {}

    def span(self, first: int, last: int) -> None:
        """The span that is wanted, behind the weeks."""
        area = self._scale.span(first, last)
        self._painter.fillRect(area, self._look.colour("selected"))
        self._painter.setPen(self._look.colour("accent_text"))
        for x in (area.left(), area.right()):
            self._painter.drawLine(x, area.top(), x, area.bottom())

    def weeks(self, left: int, right: int) -> None:
        """The columns between two places."""
        scale = self._scale
        for number in range(scale.week_at(left), scale.week_at(right) + 1):
            for run in scale.weeks.at(number).runs:
                colour = self._colour("" if run.hidden else run.kind)
                pieces = range(run.lowest, run.lowest + run.size) if scale.is_apart else (run.lowest,)
                tall = 1 if scale.is_apart else run.size
                for piece in pieces:
                    self._painter.fillRect(scale.cell(number, piece, tall), colour)

    def _colour(self, kind: str) -> QColor:
        if kind not in self._colours:
            self._colours[kind] = self._look.kind_colour(kind) if kind else pale(self._look)
        return self._colours[kind]

    def axis(self, font: QFont, right: int) -> None:
        """The months under the weeks; a year where it begins."""
        painter, line, free = self._painter, TOP + PLOT, 0
        painter.setPen(self._look.colour("hairline"))
        painter.drawLine(max(self._scale.left, 0), line, right, line)
        painter.setFont(font)
        painter.setPen(self._look.colour("quiet"))
        metrics = QFontMetrics(font)
        for x, first in self._scale.months():
            named = QLocale().standaloneMonthName(first.month, QLocale.FormatType.ShortFormat)
            words = str(first.year) if first.month == 1 else named
            width = metrics.horizontalAdvance(words)
            if x >= free and x + width <= right:
                painter.drawText(x, line + 3 + metrics.ascent(), words)
                free = x + width + S

    def chosen(self, week: int) -> None:
        """Where the entry is that is being read."""
        rect = self._scale.rect(week)
        self._painter.fillRect(rect.left(), TOP + PLOT, rect.width() - 1, 3, self._look.colour("accent_text"))

    def cursor(self, week: int) -> None:
        """Where the keyboard is."""
        self._painter.setPen(self._look.colour("focus"))
        self._painter.drawRect(self._scale.rect(week).adjusted(-2, 1 - TOP, 0, 0))
