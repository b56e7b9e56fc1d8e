"""A picture of months: a row for each thing counted, a mark for each month in which there is any, as large as it is many.

A mark is chosen with the mouse, or with the arrow keys and Enter; what it stands for is said in words.
"""

import math
from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QLocale, QPoint, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QFocusEvent,
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QFrame, QToolTip

from coachdesk.gui import wording
from coachdesk.gui.announcing import announce
from coachdesk.gui.texts import _
from coachdesk.gui.theme import Look
from coachdesk.gui.tips import plain_tip
from coachdesk.gui.tokens import XS, M
from coachdesk.gui.widgets import is_enter

_NAMES, _PITCH, _ROW, _AXIS, _APART = 210, 30, 32, 26, 2
_SMALLEST, _LARGEST, _NUMBERED = 4.0, 13.0, 2
_STEPS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}


class Cell(NamedTuple):
    """A mark: how many, the colour's meaning, and what it stands for in words."""

    many: int
    colour: str
    words: str


class Line(NamedTuple):
    """A row: its name, and its marks by month (``2026-03``)."""

    name: str
    cells: dict[str, Cell]


class MonthPicture(QAbstractScrollArea):
    """``chosen`` (row, month): a mark was chosen."""

    chosen = Signal(int, str)
    accessible_role = QAccessible.Role.Chart

    def __init__(self, look: Look, name: str, months: Sequence[str], lines: Sequence[Line]) -> None:
        super().__init__()
        self._look, self._months, self._lines = look, tuple(months), tuple(lines)
        self._row, self._month = 0, self._newest()
        self._picked: tuple[int, str] | None = None
        self._most = max((cell.many for line in lines for cell in line.cells.values()), default=1)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.viewport().setMouseTracking(True)
        self.setAccessibleName(name)
        self.setAccessibleDescription(
            _("The arrow keys go from mark to mark, Enter shows the entries behind one.")
        )
        self.horizontalScrollBar().valueChanged.connect(self.viewport().update)
        look.changed.connect(self.viewport().update)
        self._fit()
        self.horizontalScrollBar().setValue(self.horizontalScrollBar().maximum())

    def _newest(self) -> int:
        """The newest month of the first row that has a mark."""
        marked = [at for at, month in enumerate(self._months) if month in self._lines[0].cells]
        return marked[-1] if marked else len(self._months) - 1

    def accessible_value(self) -> str:
        """The mark that the keys are at, for a screen reader."""
        return self.in_words(self._row, self._month)

    def in_words(self, row: int, month: int) -> str:
        """What is in a row and a month."""
        line, iso = self._lines[row], self._months[month]
        cell = line.cells.get(iso)
        if cell is None:
            return _("{name}, {month}: nothing").format(name=line.name, month=wording.month(iso))
        return _("{name}, {month}: {count}").format(
            name=line.name, month=wording.month(iso), count=cell.words
        )

    # Where everything is

    def _fit(self) -> None:
        bar, room = self.horizontalScrollBar(), self.viewport().width() - _NAMES
        is_at_end = bar.value() == bar.maximum()
        bar.setPageStep(max(room, 1))
        bar.setSingleStep(_PITCH)
        bar.setRange(0, max(len(self._months) * _PITCH - room, 0))
        if is_at_end:
            bar.setValue(bar.maximum())
        below = bar.sizeHint().height() if bar.maximum() else 0
        self.setFixedHeight(len(self._lines) * _ROW + _AXIS + below)

    def sizeHint(self) -> QSize:
        return QSize(_NAMES + len(self._months) * _PITCH, self.height())

    def _rect(self, row: int, month: int) -> QRect:
        left = _NAMES + month * _PITCH - self.horizontalScrollBar().value()
        return QRect(left, row * _ROW, _PITCH, _ROW)

    def cell_at(self, at: QPoint) -> tuple[int, int] | None:
        """The row and month of the mark under a point."""
        month = (at.x() - _NAMES + self.horizontalScrollBar().value()) // _PITCH
        row = at.y() // _ROW
        is_inside = at.x() >= _NAMES and 0 <= row < len(self._lines) and 0 <= month < len(self._months)
        if not is_inside or self._months[month] not in self._lines[row].cells:
            return None
        return row, month

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    # Painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self.viewport()) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_axis(painter)
            painter.save()
            painter.setClipRect(_NAMES, 0, self.viewport().width() - _NAMES, len(self._lines) * _ROW)
            for row, line in enumerate(self._lines):
                for month, iso in enumerate(self._months):
                    if iso in line.cells:
                        self._paint_mark(painter, self._rect(row, month), line.cells[iso])
            self._paint_places(painter)
            painter.restore()
            self._paint_names(painter)

    def _paint_names(self, painter: QPainter) -> None:
        font = self._look.font("body")
        metrics = QFontMetrics(font)
        painter.setFont(font)
        for row, line in enumerate(self._lines):
            area = QRect(0, row * _ROW, _NAMES - M, _ROW)
            words = metrics.elidedText(line.name, Qt.TextElideMode.ElideRight, area.width())
            painter.setPen(self._look.colour("text"))
            side = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextSingleLine
            painter.drawText(area, side, words)
            painter.setPen(self._look.colour("hairline"))
            painter.drawLine(0, (row + 1) * _ROW - 1, self.viewport().width(), (row + 1) * _ROW - 1)

    def _paint_mark(self, painter: QPainter, area: QRect, cell: Cell) -> None:
        share = math.sqrt(cell.many / self._most)
        radius = _SMALLEST + (_LARGEST - _SMALLEST) * share
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._look.colour(cell.colour))
        painter.drawEllipse(QPointF(area.center()) + QPointF(0.5, 0.5), radius, radius)
        if cell.many >= _NUMBERED and radius > _LARGEST / 2:
            painter.setFont(self._look.font("caption"))
            painter.setPen(self._look.colour("surface"))
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, wording.number(cell.many))

    def _paint_places(self, painter: QPainter) -> None:
        """Which mark is shown below, and where the keys are."""
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self._picked is not None and self._picked[1] in self._months:
            painter.setPen(self._look.colour("accent_text"))
            row, month = self._picked
            area = self._rect(row, self._months.index(month)).adjusted(1, 1, -2, -3)
            painter.drawRoundedRect(area, XS, XS)
        if self.hasFocus():
            pen = painter.pen()
            pen.setColor(self._look.colour("focus"))
            pen.setWidth(2)
            painter.setPen(pen)
            painter.drawRoundedRect(self._rect(self._row, self._month).adjusted(2, 2, -3, -4), XS, XS)

    def _paint_axis(self, painter: QPainter) -> None:
        font, top = self._look.font("caption"), len(self._lines) * _ROW
        metrics, free = QFontMetrics(font), _NAMES
        painter.setFont(font)
        painter.setPen(self._look.colour("quiet"))
        for month, iso in enumerate(self._months):
            area = self._rect(0, month)
            named = QLocale().standaloneMonthName(int(iso[5:]), QLocale.FormatType.ShortFormat)
            words = iso[:4] if iso[5:] == "01" else named
            width = metrics.horizontalAdvance(words)
            left = area.center().x() - width // 2
            if left >= free and left + width <= self.viewport().width():
                painter.drawText(left, top + XS + metrics.ascent(), words)
                free = left + width + _APART

    # The mouse and the keyboard

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            found = self.cell_at(event.pos())
            row = event.pos().y() // _ROW
            if found is not None:
                QToolTip.showText(event.globalPos(), plain_tip(self.in_words(*found)), self.viewport())
            elif event.pos().x() < _NAMES and 0 <= row < len(self._lines):
                QToolTip.showText(event.globalPos(), plain_tip(self._lines[row].name), self.viewport())
            else:
                QToolTip.hideText()
            return True
        return bool(super().viewportEvent(event))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self.cell_at(event.position().toPoint()) is not None
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        found = self.cell_at(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and found is not None:
            self._row, self._month = found
            self.choose()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Sideways only: the page is what is scrolled up and down."""
        if event.angleDelta().x() and self.horizontalScrollBar().maximum():
            QApplication.sendEvent(self.horizontalScrollBar(), event)
        else:
            event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _STEPS:
            down, right = _STEPS[key]
            self._go_to(self._row + down, self._month + right)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._go_to(self._row, 0 if key == Qt.Key.Key_Home else len(self._months) - 1)
        elif is_enter(event) or key == Qt.Key.Key_Space:
            self.choose()
        else:
            super().keyPressEvent(event)

    def _go_to(self, row: int, month: int) -> None:
        self._row = min(max(row, 0), len(self._lines) - 1)
        self._month = min(max(month, 0), len(self._months) - 1)
        area, bar = self._rect(self._row, self._month), self.horizontalScrollBar()
        if area.left() < _NAMES:
            bar.setValue(bar.value() - (_NAMES - area.left()))
        elif area.right() > self.viewport().width():
            bar.setValue(bar.value() + area.right() - self.viewport().width() + 1)
        self.viewport().update()
        announce(self, self.accessible_value())

    def choose(self) -> None:
        """Chooses the mark that the keys are at, if there is one."""
        month = self._months[self._month]
        if month in self._lines[self._row].cells:
            self._picked = (self._row, month)
            self.viewport().update()
            self.chosen.emit(self._row, month)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()
