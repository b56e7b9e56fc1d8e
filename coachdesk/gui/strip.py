"""The strip: a column for each week, a mark for each entry in the colour of its kind.

A mark opens its entry; a span of weeks, brushed with the mouse or marked with Shift and the arrow keys,
filters by dates. What a filter hides stays there, pale, so that it is never mistaken for silence.
"""

import datetime as dt
from collections.abc import Callable, Collection, Sequence

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QFocusEvent,
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
from coachdesk.gui.strip_paint import StripPainter
from coachdesk.gui.strip_scale import AXIS, PLOT, TOP, Scale
from coachdesk.gui.texts import _
from coachdesk.gui.theme import Look
from coachdesk.gui.tips import plain_tip
from coachdesk.gui.weeks import NO_WEEKS, Weeks, monday_of, sunday_of, week_of, weeks_of
from coachdesk.journal.marks import Mark

_BRUSH = 4
"""So many pixels make a click a brush."""
_QUARTER = 13
_STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_PageUp: -_QUARTER,
    Qt.Key.Key_PageDown: _QUARTER,
}
Span = tuple[int, int]


class Strip(QAbstractScrollArea):
    """Weeks from left to right, the newest at the right. ``title_of`` says what an entry (its number) is called.

    ``brushed`` (first day, last day): only that span is wanted; both "": no span any more.
    ``opened`` (record number): a mark was chosen.
    """

    brushed = Signal(str, str)
    opened = Signal(int)
    accessible_role = QAccessible.Role.Chart

    def __init__(self, look: Look, title_of: Callable[[int], str]) -> None:
        super().__init__()
        self._look, self._title_of, self._weeks = look, title_of, NO_WEEKS
        self._cursor = self._anchor = 0
        self._wanted: Span | None = None
        self._chosen: int | None = None
        self._pressed: QPoint | None = None
        self._is_brushing = False
        self._opened = (0, 0)
        self._font = look.font("caption")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setMouseTracking(True)
        self.setAccessibleName(_("Weeks, by kind of entry"))
        self.horizontalScrollBar().valueChanged.connect(self.viewport().update)
        look.changed.connect(self.viewport().update)
        self._fit()

    # What is shown

    def show_marks(self, marks: Sequence[Mark], passing: Collection[int] | None, today: dt.date) -> None:
        """Shows these entries; ``passing`` are those a filter lets through, None is all."""
        before, self._weeks = self._weeks, weeks_of(marks, passing, today)
        self._fit()
        if (before.first, before.last) != (self._weeks.first, self._weeks.last):
            self._cursor = self._anchor = self._weeks.newest
            self._bring(self._weeks.last)
            self._bring(self._cursor)
        self.setAccessibleDescription(self._described())
        self.viewport().update()

    def show_days(self, from_day: str, to_day: str) -> None:
        """Marks the span that the filter wants; an open end is the strip's own."""
        self._wanted = None
        if (from_day or to_day) and self._weeks.columns:
            first = max(week_of(from_day), self._weeks.first) if from_day else self._weeks.first
            last = min(week_of(to_day), self._weeks.last) if to_day else self._weeks.last
            self._wanted = (first, last) if first <= last else None
        self._anchor = self._cursor
        self.viewport().update()

    def show_chosen(self, day: str) -> None:
        """Points at the week of the entry that is being read; "" is none."""
        self._chosen = week_of(day) if day else None
        if self._chosen is not None and not self.hasFocus():
            self._cursor = self._anchor = self._chosen
            self._bring(self._chosen)
        self.viewport().update()

    def clear(self) -> None:
        """Forgets everything."""
        QToolTip.hideText()
        self._weeks, self._wanted, self._chosen = NO_WEEKS, None, None
        self.setAccessibleDescription("")
        self._fit()
        self.viewport().update()

    @property
    def weeks(self) -> Weeks:
        """What is shown."""
        return self._weeks

    @property
    def scale(self) -> Scale:
        """Where everything is at this moment."""
        return Scale(self._weeks, self.viewport().width(), self.horizontalScrollBar().value())

    def accessible_value(self) -> str:
        """The week that the keys are at, for a screen reader."""
        return self.in_words(self._cursor) if self._weeks.columns else ""

    def _described(self) -> str:
        weeks = self._weeks
        if not weeks.columns:
            return ""
        return _(
            "From {first} to {last}. The arrow keys move by week, Shift extends, Enter filters, Space opens an entry."
        ).format(
            first=wording.short_day(monday_of(weeks.first).isoformat()),
            last=wording.short_day(sunday_of(weeks.last).isoformat()),
        )

    def _fit(self) -> None:
        """Scrolls where there are more weeks than room, and is as high as it then needs."""
        room, scale, bar = self.viewport().width(), self.scale, self.horizontalScrollBar()
        is_at_end = bar.value() == bar.maximum()
        bar.setPageStep(room)
        bar.setSingleStep(round(scale.pitch * 4))
        bar.setRange(0, max(scale.width - room, 0) if self._weeks.columns else 0)
        if is_at_end:
            bar.setValue(bar.maximum())
        self.setFixedHeight(TOP + PLOT + AXIS + (bar.sizeHint().height() if bar.maximum() else 0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _bring(self, week: int) -> None:
        self.horizontalScrollBar().setValue(self.scale.scrolled_to(week))

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._weeks.columns:
            return
        scale = self.scale
        with QPainter(self.viewport()) as painter:
            strip = StripPainter(painter, self._look, scale)
            if span := self._marked:
                strip.span(*span)
            strip.weeks(event.rect().left(), event.rect().right())
            strip.axis(self._font, self.viewport().width())
            if self._chosen is not None and self._weeks.first <= self._chosen <= self._weeks.last:
                strip.chosen(self._chosen)
            if self.hasFocus():
                strip.cursor(self._cursor)

    @property
    def _marked(self) -> Span | None:
        """The span to be seen: the one being marked, or the one that the filter wants."""
        if self._anchor != self._cursor or self._is_brushing:
            return min(self._anchor, self._cursor), max(self._anchor, self._cursor)
        return self._wanted

    # The mouse

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent) and self._weeks.columns:
            QToolTip.showText(event.globalPos(), plain_tip(self.said_at(event.pos())), self.viewport())
            return True
        return bool(super().viewportEvent(event))

    def said_at(self, at: QPoint) -> str:
        """What is under a point: the entry, or the week."""
        record = self.scale.record_at(at)
        return self._title_of(record) if record >= 0 else self.in_words(self.scale.week_at(at.x()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._weeks.columns:
            self._pressed = event.position().toPoint()
            self._anchor = self._cursor = self.scale.week_at(self._pressed.x())
            self.viewport().update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        if self._pressed is None:
            over = bool(self._weeks.columns) and self.scale.record_at(at) >= 0
            shape = Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor
            self.viewport().setCursor(shape)
        elif self._is_brushing or abs(at.x() - self._pressed.x()) >= _BRUSH:
            self._is_brushing = True
            self._cursor = self.scale.week_at(at.x())
            self._bring(self._cursor)
            self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None:
            return
        self._pressed, was_brushing, self._is_brushing = None, self._is_brushing, False
        if was_brushing:
            self._brush()
        elif (record := self.scale.record_at(event.position().toPoint())) >= 0:
            self.opened.emit(record)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """There is only one way to scroll; any wheel will do."""
        if self.horizontalScrollBar().maximum():
            QApplication.sendEvent(self.horizontalScrollBar(), event)
        else:
            event.ignore()

    # The keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if not self._weeks.columns:
            super().keyPressEvent(event)
        elif key in _STEPS:
            self._move(self._cursor + _STEPS[key], event)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._move(self._weeks.first if key == Qt.Key.Key_Home else self._weeks.last, event)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._brush()
        elif key == Qt.Key.Key_Space:
            self._open_next()
        elif key == Qt.Key.Key_Escape and self._marked is not None:
            self._anchor = self._cursor
            self.brushed.emit("", "")
        else:
            super().keyPressEvent(event)

    def _move(self, week: int, event: QKeyEvent) -> None:
        self._cursor = min(max(week, self._weeks.first), self._weeks.last)
        if not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._anchor = self._cursor
        self._bring(self._cursor)
        self.viewport().update()
        announce(self, self.in_words(self._cursor))

    def _brush(self) -> None:
        first, last = sorted((self._anchor, self._cursor))
        self.brushed.emit(monday_of(first).isoformat(), sunday_of(last).isoformat())

    def _open_next(self) -> None:
        """Opens an entry of the week; the next one each time."""
        week, turn = self._opened
        cells = self._weeks.at(self._cursor).cells
        if cells:
            turn = (turn + 1) % len(cells) if week == self._cursor else 0
            self._opened = (self._cursor, turn)
            self.opened.emit(cells[turn].record)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def in_words(self, week: int) -> str:
        """A week and how many entries of each kind are in it."""
        kinds: dict[str, int] = {}
        for run in self._weeks.at(week).runs:
            kinds[run.kind] = kinds.get(run.kind, 0) + run.size
        day = wording.short_day(monday_of(week).isoformat())
        if not kinds:
            return _("Week of {day}: nothing").format(day=day)
        said = [
            _("{kind}: {count}").format(kind=wording.kind(kind), count=wording.number(count))
            for kind, count in kinds.items()
        ]
        return _("Week of {day}: {kinds}").format(day=day, kinds=", ".join(said))
