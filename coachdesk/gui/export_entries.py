"""The entries of an export, each with its tick, or with the reason why it is withheld."""

from collections.abc import Collection, Sequence
from typing import Any

import msgspec
from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from coachdesk.export.gathering import Selection
from coachdesk.gui import wording
from coachdesk.gui.texts import N_, _
from coachdesk.gui.theme import Look
from coachdesk.gui.timeline_model import headline
from coachdesk.gui.tokens import RADIUS, XS, M, S
from coachdesk.journal.view import Listed
from coachdesk.records.kinds import KINDS

ROW = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()

_LANES = {
    "reflection": N_("Your own reflection"),
    "counsel": N_("Legal advice"),
    "medical": N_("Medical"),
    "intake": N_("Said in confidence"),
}
_TICK = 16
_BY_HAND = N_("Left out by hand")


class Candidate(msgspec.Struct, frozen=True):
    """An entry, and why it is not in the export; "" if it is. ``is_free``: a tick decides."""

    listed: Listed
    why: str
    is_free: bool


def candidates(entries: Sequence[Listed], selection: Selection, excluded: Collection[str]) -> list[Candidate]:
    """The entries in their order of time, as ``selection`` treats them; ``excluded`` were left out by hand."""
    return [_candidate(listed, selection, excluded) for listed in reversed(entries)]


def _candidate(listed: Listed, selection: Selection, excluded: Collection[str]) -> Candidate:
    entry = listed.entry
    why = selection.withholds(entry)
    if not why:
        out = entry.id in excluded
        return Candidate(listed, _(_BY_HAND) if out else "", is_free=True)
    if why in _LANES:
        return Candidate(listed, _(_LANES[why]), is_free=False)
    of_kind = not selection.kinds or entry.kind in selection.kinds
    return Candidate(listed, _("Outside the dates") if of_kind else _("Of another kind"), is_free=False)


class EntriesModel(QAbstractListModel):
    """Rows are :class:`Candidate`; ``ticked`` (id, is in): the manager decided."""

    ticked = Signal(str, bool)

    def __init__(self) -> None:
        super().__init__()
        self._rows: Sequence[Candidate] = ()

    def set_rows(self, rows: Sequence[Candidate]) -> None:
        """Shows these. While they are the same entries, what was chosen in the list stays chosen."""
        if [row.listed for row in rows] == [row.listed for row in self._rows]:
            self._rows = rows
            if rows:
                self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
            return
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == ROW:
            return row
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Unchecked if row.why else Qt.CheckState.Checked
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return spoken(row)
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole:
            return False
        row = self._rows[index.row()]
        self.ticked.emit(row.listed.entry.id, Qt.CheckState(value) == Qt.CheckState.Checked)
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        return flags | Qt.ItemFlag.ItemIsUserCheckable if self._rows[index.row()].is_free else flags


def spoken(row: Candidate) -> str:
    """A row as a screen reader says it."""
    entry = row.listed.entry
    parts = [wording.short_day(entry.occurred.day), wording.kind(entry.kind), headline(row.listed), row.why]
    return ", ".join(part for part in parts if part)


def entries_list(look: Look, model: EntriesModel) -> QListView:
    """The tick list."""
    made = QListView()
    made.setModel(model)
    made.setItemDelegate(EntriesDelegate(look, made))
    made.setUniformItemSizes(True)
    made.setAccessibleName(_("Entries to export"))
    made.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    made.setMouseTracking(True)
    return made


class EntriesDelegate(QStyledItemDelegate):
    """Draws a row: the tick, the number and the day, the kind and the title, why it is withheld."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._body, self._caption = look.font("body"), look.font("caption")
        numbers = QFontMetrics(self._caption)
        self._number = numbers.horizontalAdvance("0000")
        self._day = numbers.horizontalAdvance(wording.short_day("2028-09-28")) + M
        self._kind = max(numbers.horizontalAdvance(wording.kind(kind)) for kind in KINDS) + XS

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(100, QFontMetrics(self._body).height() + 2 * S)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: Candidate = index.data(ROW)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._look.colour("selected" if is_chosen else "hover"))
            painter.drawRoundedRect(option.rect, RADIUS, RADIUS)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(self._look.colour("focus"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(option.rect.adjusted(0, 0, -1, -1), RADIUS, RADIUS)
        if row.is_free:
            self._paint_tick(painter, self._tick(option.rect), is_in=not row.why)
        self._paint_words(painter, option.rect.adjusted(S + _TICK + S, 0, -S, 0), row)
        painter.restore()

    @staticmethod
    def _tick(row: QRect) -> QRect:
        return QRect(row.left() + S, row.center().y() - _TICK // 2 + 1, _TICK, _TICK)

    def _paint_tick(self, painter: QPainter, box: QRect, *, is_in: bool) -> None:
        look = self._look
        painter.setPen(look.colour("accent" if is_in else "edge"))
        painter.setBrush(look.colour("accent" if is_in else "surface"))
        painter.drawRoundedRect(box, 4, 4)
        if is_in:
            look.icon("check", "on_accent").paint(painter, box.adjusted(2, 2, -1, -1))

    def editorEvent(
        self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        """A click on the tick, or Space, turns it round."""
        row: Candidate = index.data(ROW)
        is_click = (
            isinstance(event, QMouseEvent)
            and event.type() == QEvent.Type.MouseButtonRelease
            and self._tick(option.rect).adjusted(-S, -S, S, S).contains(event.position().toPoint())
        )
        is_key = (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Space
        )
        if not row.is_free or not (is_click or is_key):
            return False
        turned = Qt.CheckState.Checked if row.why else Qt.CheckState.Unchecked
        return model.setData(index, turned, Qt.ItemDataRole.CheckStateRole)

    def _paint_words(self, painter: QPainter, area: QRect, row: Candidate) -> None:
        look, entry = self._look, row.listed.entry
        quiet = look.colour("quiet")
        number = QRect(area.left(), area.top(), self._number, area.height())
        self._write(painter, number, str(row.listed.number), quiet, right=True)
        day = QRect(number.right() + M, area.top(), self._day, area.height())
        self._write(painter, day, wording.short_day(entry.occurred.day), quiet)
        kind = QRect(day.right(), area.top(), self._kind, area.height())
        ink = quiet if row.why else look.kind_ink(entry.kind)
        self._write(painter, kind, wording.kind(entry.kind), ink)
        rest = area.adjusted(kind.right() + S - area.left(), 0, 0, 0)
        if row.why:
            used = self._write(painter, rest, row.why, look.colour("warning"), right=True)
            rest = rest.adjusted(0, 0, -used - M, 0)
        painter.setFont(self._body)
        painter.setPen(look.colour("quiet" if row.why else "text"))
        elided = QFontMetrics(self._body).elidedText(
            headline(row.listed), Qt.TextElideMode.ElideRight, rest.width()
        )
        painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, elided)

    def _write(
        self, painter: QPainter, rect: QRect, text: str, colour: QColor, *, right: bool = False
    ) -> int:
        metrics = QFontMetrics(self._caption)
        painter.setFont(self._caption)
        painter.setPen(colour)
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        elided = metrics.elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, elided)
        return metrics.horizontalAdvance(elided) + (XS if right else 0)
