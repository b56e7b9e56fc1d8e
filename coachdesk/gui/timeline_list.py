"""The list of a timeline: months and entries, painted; there is no widget to a row."""

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from coachdesk.gui import wording
from coachdesk.gui.list_model import ROW, Index
from coachdesk.gui.milestone_rows import MilestoneRow
from coachdesk.gui.texts import _
from coachdesk.gui.theme import Look
from coachdesk.gui.timeline_model import Month, TimelineModel, headline, is_untold, kind_word
from coachdesk.gui.tokens import XL, XS, L, M, S
from coachdesk.journal.append import WHOLE
from coachdesk.journal.view import Listed

_BAR = 3
_ROUND = 6
_RING, _RING_PEN = 6, 1.5


class TimelineList(QListView):
    """The entries of one leader, month by month."""

    def __init__(self, look: Look, model: TimelineModel) -> None:
        super().__init__()
        self.setModel(model)
        self.setItemDelegate(TimelineDelegate(look, model, self))
        self.setProperty("surface", "page")
        self.setAccessibleName(_("Timeline"))
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.verticalScrollBar().setSingleStep(24)
        look.changed.connect(self.viewport().update)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The chosen entry stays in sight when a sentence above takes room from the list."""
        was_seen = self.visualRect(self.currentIndex()).intersects(QRect(QPoint(0, 0), event.oldSize()))
        super().resizeEvent(event)
        if was_seen:
            self.scrollTo(self.currentIndex())

    def keyboardSearch(self, _letters: str) -> None:
        """Nothing: Qt would read every entry to find one that begins so. There is a field for words."""


class TimelineDelegate(QStyledItemDelegate):
    """Draws months, milestones and entries: a mark in the kind's colour, kind and day, a headline, its beginning."""

    def __init__(self, look: Look, model: TimelineModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._look, self._model = look, model
        self._strong, self._body, self._caption = look.font("strong"), look.font("body"), look.font("caption")
        self._small_strong = QFont(self._caption)
        self._small_strong.setBold(True)
        self._metrics = {
            id(font): QFontMetrics(font)
            for font in (self._strong, self._body, self._caption, self._small_strong)
        }
        strong, caption = self._metrics[id(self._strong)].height(), self._metrics[id(self._caption)].height()
        self._month = QSize(100, XL + caption + XS)
        self._entry = QSize(100, S + caption + XS // 2 + strong + XS // 2 + caption + S + 2)
        self._milestone = QSize(100, S + caption + S)

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        if self._model.is_month(index.row()):
            return self._month
        return self._milestone if self._model.is_milestone(index.row()) else self._entry

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        found = index.data(ROW)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(found, Month):
            self._paint_month(painter, option.rect, found)
        elif isinstance(found, MilestoneRow):
            self._paint_milestone(painter, option, found)
        else:
            self._paint_entry(painter, option, found)
        painter.restore()

    def _paint_month(self, painter: QPainter, rect: QRect, month: Month) -> None:
        area, quiet = rect.adjusted(L, 0, -L, -XS), self._look.colour("quiet")
        painter.setFont(self._small_strong)
        painter.setPen(quiet)
        painter.drawText(area, Qt.AlignmentFlag.AlignBottom, wording.month(month.iso))
        painter.setFont(self._caption)
        painter.drawText(
            area,
            Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignRight,
            wording.number(month.entries) if month.entries else "",
        )

    def _paint_milestone(self, painter: QPainter, option: QStyleOptionViewItem, found: MilestoneRow) -> None:
        """One quiet line, with a small open ring where an entry has its bar."""
        card, quiet = self._paint_card(painter, option), self._look.colour("quiet")
        painter.setPen(QPen(self._look.colour("edge"), _RING_PEN))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(QRectF(card.left() + XS - 1, card.center().y() - _RING / 2, _RING, _RING))
        area = card.adjusted(M + XS, 0, -S, 0)
        used = self._write(painter, area, self._caption, wording.day_of_month(found.day), quiet, right=True)
        area.setWidth(area.width() - used - S)
        self._write(painter, area, self._caption, found.words, quiet)

    def _paint_card(self, painter: QPainter, option: QStyleOptionViewItem) -> QRect:
        """What shows that a row is chosen, pointed at, or has the keyboard; the room there is for its words."""
        look, state = self._look, option.state
        is_chosen = bool(state & QStyle.StateFlag.State_Selected)
        card = option.rect.adjusted(S, 1, -S, -1)
        if is_chosen or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("selected" if is_chosen else "hover"))
            painter.drawRoundedRect(card, _ROUND, _ROUND)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(look.colour("focus"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(card).adjusted(0.5, 0.5, -0.5, -0.5), _ROUND, _ROUND)
        return card

    def _paint_entry(self, painter: QPainter, option: QStyleOptionViewItem, listed: Listed) -> None:
        look, entry, card = self._look, listed.entry, self._paint_card(painter, option)
        ground = "selected" if option.state & QStyle.StateFlag.State_Selected else "surface"
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.kind_colour(entry.kind, ground))
        bar = QRectF(card.left() + XS, card.top() + S, _BAR, card.height() - 2 * S)
        painter.drawRoundedRect(bar, 1.5, 1.5)
        self._paint_words(painter, card.adjusted(M + XS, S - 1, -S, -S + 1), listed, ground)

    def _paint_words(self, painter: QPainter, area: QRect, listed: Listed, ground: str) -> None:
        look, entry = self._look, listed.entry
        quiet = look.colour("quiet")
        caption, strong = self._height(self._caption), self._height(self._strong)
        top = QRect(area.left(), area.top(), area.width(), caption)
        used = self._write(
            painter, top, self._caption, wording.day_of_month(entry.occurred.day), quiet, right=True
        )
        top.setWidth(top.width() - used - S)
        used = self._write(
            painter, top, self._small_strong, kind_word(listed), look.kind_ink(entry.kind, ground)
        )
        if state := _state(listed):
            top.setLeft(top.left() + used + S)
            colour = look.colour("quiet" if listed.withdrawn else "warning")
            self._write(painter, top, self._caption, state, colour)
        middle = QRect(area.left(), area.top() + caption + XS // 2, area.width(), strong)
        head = headline(listed)
        font = self._strong if entry.title else self._body
        self._write(painter, middle, font, head, look.colour("quiet" if listed.withdrawn else "text"))
        bottom = QRect(area.left(), middle.bottom() + 1 + XS // 2, area.width(), caption)
        self._write(painter, bottom, self._caption, _subline(listed, head), quiet)

    def _height(self, font: QFont) -> int:
        return self._metrics[id(font)].height()

    def _write(
        self,
        painter: QPainter,
        rect: QRect,
        font: QFont,
        text: str,
        colour: QColor,
        *,
        right: bool = False,
    ) -> int:
        """Writes what there is room for; returns how wide that is."""
        metrics = self._metrics[id(font)]
        painter.setFont(font)
        painter.setPen(colour)
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        elided = metrics.elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, elided)
        return metrics.horizontalAdvance(elided)


def _state(listed: Listed) -> str:
    """What is to be known of an entry before it is read."""
    if listed.withdrawn:
        return "" if listed.erased == WHOLE else _("Withdrawn")
    return _("Not told yet") if is_untold(listed) else ""


def _subline(listed: Listed, head: str) -> str:
    """What stands under the headline: how the text begins."""
    entry = listed.entry
    texts = (entry.behaviour, entry.text, entry.account, entry.situation)
    found = (" ".join(text[:200].split()) for text in texts if text.strip())
    return next((text for text in found if text != head), "")
