"""Lists with a tick before each row: what goes in, whose name is replaced, which file is attached."""

from collections.abc import Sequence
from typing import Any, Protocol

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractListModel,
    QEvent,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from coachdesk.gui.list_model import NOWHERE, ROW, Index
from coachdesk.gui.theme import Look
from coachdesk.gui.tokens import RADIUS, XS, S
from coachdesk.gui.widgets import is_enter

_TICK = 16


class Ticked(Protocol):
    """A row: its ``key``, whether it is ticked, whether the manager may turn the tick round, what is read out."""

    @property
    def key(self) -> str: ...
    @property
    def is_in(self) -> bool: ...
    @property
    def is_free(self) -> bool: ...
    @property
    def spoken(self) -> str: ...


class TickModel(QAbstractListModel):
    """Rows are :class:`Ticked`; ``ticked`` (key, is in): the manager decided."""

    ticked = Signal(str, bool)

    def __init__(self) -> None:
        super().__init__()
        self._rows: Sequence[Any] = ()

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Shows these. While they have the same keys, what was chosen in the list stays chosen."""
        if [row.key for row in rows] == [row.key for row in self._rows]:
            self._rows = rows
            if rows:
                self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
            return
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    @property
    def rows(self) -> Sequence[Any]:
        """What is shown."""
        return self._rows

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == ROW:
            return row
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if row.is_in else Qt.CheckState.Unchecked
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return row.spoken
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole:
            return False
        self.ticked.emit(self._rows[index.row()].key, Qt.CheckState(value) == Qt.CheckState.Checked)
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        return flags | Qt.ItemFlag.ItemIsUserCheckable if self._rows[index.row()].is_free else flags


class TickList(QListView):
    """The list. ``opened`` (row): Enter or a double click on it."""

    opened = Signal(object)

    def __init__(self, name: str, model: QAbstractItemModel, delegate: QStyledItemDelegate) -> None:
        super().__init__()
        self.setModel(model)
        self.setItemDelegate(delegate)
        delegate.setParent(self)
        self.setUniformItemSizes(True)
        self.setAccessibleName(name)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.doubleClicked.connect(lambda index: self.opened.emit(index.data(ROW)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the row; left to itself it would press the window's button too."""
        if is_enter(event) and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex().data(ROW))
        else:
            super().keyPressEvent(event)

    def begin(self) -> None:
        """The keyboard comes here, to the first row if there was none."""
        if not self.currentIndex().isValid() and self.model().rowCount():
            self.setCurrentIndex(self.model().index(0, 0))
        self.setFocus(Qt.FocusReason.OtherFocusReason)


class TickDelegate(QStyledItemDelegate):
    """Draws the ground, the tick, and what :meth:`paint_words` draws behind it."""

    lines = 1

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.body, self.caption = look.font("body"), look.font("caption")

    def paint_words(self, painter: QPainter, area: QRect, row: Any) -> None:
        """What the row says."""
        raise NotImplementedError

    def place_of(self, rect: QRect, _row: Any) -> QRect:
        """Where in its part of the list the row is drawn: all of it, unless something stands above."""
        return rect

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        more = (self.lines - 1) * QFontMetrics(self.caption).height()
        return QSize(100, QFontMetrics(self.body).height() + more + 2 * S)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(ROW)
        place = self.place_of(option.rect, row)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.look.colour("selected" if is_chosen else "hover"))
            painter.drawRoundedRect(place, RADIUS, RADIUS)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(self.look.colour("focus"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(place.adjusted(0, 0, -1, -1), RADIUS, RADIUS)
        if row.is_free:
            self._paint_tick(painter, _tick(place), is_in=row.is_in)
        self.paint_words(painter, words_of(place), row)
        painter.restore()

    def _paint_tick(self, painter: QPainter, box: QRect, *, is_in: bool) -> None:
        painter.setPen(self.look.colour("accent" if is_in else "edge"))
        painter.setBrush(self.look.colour("accent" if is_in else "surface"))
        painter.drawRoundedRect(box, 4, 4)
        if is_in:
            self.look.icon("check", "on_accent").paint(painter, box.adjusted(2, 2, -1, -1))

    def editorEvent(
        self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        """A click on the tick, or Space, turns it round."""
        row = index.data(ROW)
        box = _tick(self.place_of(option.rect, row))
        is_click = (
            isinstance(event, QMouseEvent)
            and event.type() == QEvent.Type.MouseButtonRelease
            and box.adjusted(-S, -S, S, S).contains(event.position().toPoint())
        )
        is_key = (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Space
        )
        if not row.is_free or not (is_click or is_key):
            return False
        turned = Qt.CheckState.Unchecked if row.is_in else Qt.CheckState.Checked
        return model.setData(index, turned, Qt.ItemDataRole.CheckStateRole)

    def write(
        self,
        painter: QPainter,
        rect: QRect,
        text: str,
        colour: QColor,
        *,
        font: QFont | None = None,
        right: bool = False,
    ) -> int:
        """Writes one line, elided where it is too long; how wide it became."""
        metrics = QFontMetrics(font or self.caption)
        painter.setFont(font or self.caption)
        painter.setPen(colour)
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        elided = metrics.elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, elided)
        return metrics.horizontalAdvance(elided) + (XS if right else 0)


def words_of(row: QRect) -> QRect:
    """Where in a row the words are."""
    return row.adjusted(S + _TICK + S, 0, -S, 0)


def _tick(row: QRect) -> QRect:
    return QRect(row.left() + S, row.center().y() - _TICK // 2 + 1, _TICK, _TICK)
