"""The rows of the search box, as Qt's model, and how they are painted."""

import math
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QStaticText, QTextOption
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from coachdesk.gui import wording
from coachdesk.gui.emphasis import paint_passage, passage_of
from coachdesk.gui.list_model import NOWHERE, ROW, Index
from coachdesk.gui.palette_rows import (
    CommandRow,
    Completion,
    EntryRow,
    Heading,
    LeaderRow,
    Row,
    Sentence,
    is_choice,
    spoken,
)
from coachdesk.gui.texts import _
from coachdesk.gui.theme import Look
from coachdesk.gui.tokens import RADIUS, XL, XS, L, M, S

_BAR = 3


class PaletteModel(QAbstractListModel):
    """Rows of :mod:`palette_rows`, which the role ROW returns."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: Sequence[Row] = ()

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Shows these."""
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
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return spoken(row)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or not is_choice(self._rows[index.row()]):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def choice_after(self, row: int, step: int) -> int:
        """The next row that can be chosen from ``row`` on in steps of ``step``; ``row`` itself if there is none."""
        at = row + step
        while 0 <= at < len(self._rows):
            if is_choice(self._rows[at]):
                return at
            at += step
        return row

    def row_like(self, row: Row | None) -> int:
        """Where the same row is; -1 if it is gone."""
        return next((at for at, other in enumerate(self._rows) if other == row), -1)


def palette_list(look: Look, model: PaletteModel) -> QListView:
    """The list under the search box."""
    made = QListView()
    made.setModel(model)
    made.setItemDelegate(PaletteDelegate(look, made))
    made.setAccessibleName(_("Found"))
    made.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    made.setMouseTracking(True)
    return made


class PaletteDelegate(QStyledItemDelegate):
    """Draws a row: on one line what is done or who it is, on two what was written."""

    def __init__(self, look: Look, parent: QListView) -> None:
        super().__init__(parent)
        self._look, self._list = look, parent
        self._strong, self._body, self._caption = look.font("strong"), look.font("body"), look.font("caption")
        self._small_strong = QFont(self._caption)
        self._small_strong.setBold(True)

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        row: Row = index.data(ROW)
        body, caption = QFontMetrics(self._strong).height(), QFontMetrics(self._caption).height()
        match row:
            case Heading():
                return QSize(100, M + caption + XS)
            case EntryRow():
                return QSize(100, S + body + XS // 2 + caption + S)
            case Sentence():
                room = self._list.viewport().width() - 2 * (S + M)
                return QSize(100, XL + math.ceil(self._wrapped(row, room).size().height()) + XL)
        return QSize(100, S + body + S)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: Row = index.data(ROW)
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        card = option.rect.adjusted(S, 0, -S, 0)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if is_chosen or (is_choice(row) and option.state & QStyle.StateFlag.State_MouseOver):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._look.colour("selected" if is_chosen else "hover"))
            painter.drawRoundedRect(card, RADIUS, RADIUS)
        self._paint_row(painter, card.adjusted(M, 0, -M, 0), row, "selected" if is_chosen else "raised")
        painter.restore()

    def _paint_row(self, painter: QPainter, area: QRect, row: Row, ground: str) -> None:
        text, quiet = self._look.colour("text"), self._look.colour("quiet")
        match row:
            case EntryRow():
                self._paint_entry(painter, area, row, ground)
            case CommandRow():
                self._pair(painter, area, row.words, row.shortcut)
            case LeaderRow():
                self._pair(painter, area, row.name, row.role)
            case Completion():
                self._write(painter, area, self._body, row.line, text)
            case Heading():
                self._write(painter, area.adjusted(0, S, 0, 0), self._small_strong, row.words, quiet)
            case Sentence():
                painter.setFont(self._body)
                painter.setPen(quiet)
                top = area.adjusted(0, XL, 0, 0).topLeft()
                painter.drawStaticText(top, self._wrapped(row, area.width()))

    def _wrapped(self, row: Sentence, width: int) -> QStaticText:
        """A sentence, whole: it may be what went wrong, and what to do."""
        made, option = QStaticText(row.words), QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        made.setTextFormat(Qt.TextFormat.PlainText)
        made.setTextOption(option)
        made.setTextWidth(width)
        made.prepare(font=self._body)
        return made

    def _pair(self, painter: QPainter, area: QRect, left: str, right: str) -> None:
        quiet = self._look.colour("quiet")
        used = self._write(painter, area, self._caption, right, quiet, right=True)
        self._write(painter, area.adjusted(0, 0, -used - L, 0), self._body, left, self._look.colour("text"))

    def _paint_entry(self, painter: QPainter, area: QRect, row: EntryRow, ground: str) -> None:
        look = self._look
        body, caption = QFontMetrics(self._strong).height(), QFontMetrics(self._caption).height()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.kind_colour(row.kind, ground))
        painter.drawRoundedRect(area.left() - S, area.top() + S, _BAR, area.height() - 2 * S, 1.5, 1.5)
        top = QRect(area.left(), area.top() + S, area.width(), body)
        place = _("{who}, {day}").format(who=row.who, day=wording.short_day(row.day))
        right = top.adjusted(area.width() // 3, 0, 0, 0)
        used = self._write(painter, right, self._caption, place, look.colour("quiet"), right=True)
        title, ink = row.title, look.colour("text")
        if not title:
            title, ink = wording.kind(row.kind), look.kind_ink(row.kind, ground)
        self._write(painter, top.adjusted(0, 0, -used - L, 0), self._strong, title, ink)
        bottom = QRect(area.left(), top.bottom() + 1 + XS // 2, area.width(), caption)
        if row.title:
            ink = look.kind_ink(row.kind, ground)
            used = self._write(painter, bottom, self._small_strong, wording.kind(row.kind), ink)
            bottom.setLeft(bottom.left() + used + S)
        colours = look.colour("quiet"), look.colour("text")
        paint_passage(painter, bottom, passage_of(row.passage), self._caption, colours)

    def _write(
        self, painter: QPainter, rect: QRect, font: QFont, text: str, colour: QColor, *, right: bool = False
    ) -> int:
        """Writes what there is room for; returns how wide that is."""
        metrics = QFontMetrics(font)
        painter.setFont(font)
        painter.setPen(colour)
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        elided = metrics.elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, elided)
        return metrics.horizontalAdvance(elided)
