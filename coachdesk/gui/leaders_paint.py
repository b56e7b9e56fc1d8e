"""How a leader is drawn in the list, and where what is due beside them can be clicked."""

from PySide6.QtCore import QAbstractItemModel, QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from coachdesk.gui import wording
from coachdesk.gui.leaders_model import Person
from coachdesk.gui.list_model import ROW, Index
from coachdesk.gui.texts import _
from coachdesk.gui.theme import Look
from coachdesk.gui.tokens import XS, M, S

_ROW_HEIGHT, _DISC = 52, 32
_ROUND = 6


def initials(name: str) -> str:
    """One or two letters that stand for a name."""
    plain = name.partition("(")[0]
    words = [word for word in plain.split() if word[0].isalnum()]
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


class LeadersDelegate(QStyledItemDelegate):
    """Draws a leader: initials in a disc, the name, the role, how many entries, how much is due.

    ``due_pressed`` (leader's id): what is due was clicked.
    """

    due_pressed = Signal(str)

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._body, self._caption = look.font("body"), look.font("caption")

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(100, _ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        person: Person = index.data(ROW)
        look, state = self._look, option.state
        is_chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        card = _card(option.rect)
        if is_chosen or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("selected" if is_chosen else "hover"))
            painter.drawRoundedRect(card, _ROUND, _ROUND)
        if is_chosen and state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(look.colour("focus"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(card).adjusted(0.5, 0.5, -0.5, -0.5), _ROUND, _ROUND)
        self._paint_disc(
            painter, QRect(card.left() + S, card.center().y() - _DISC // 2 + 1, _DISC, _DISC), person
        )
        self._paint_words(painter, _words(option.rect), person)
        painter.restore()

    def _paint_disc(self, painter: QPainter, disc: QRect, person: Person) -> None:
        look = self._look
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("sunken" if person.leader.archived else "raised"))
        painter.drawEllipse(disc)
        painter.setPen(look.colour("hairline"))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(QRectF(disc).adjusted(0.5, 0.5, -0.5, -0.5))
        painter.setFont(self._caption)
        painter.setPen(look.colour("quiet" if person.leader.archived else "accent_text"))
        painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, initials(person.leader.name))

    def _paint_words(self, painter: QPainter, area: QRect, person: Person) -> None:
        look, leader = self._look, person.leader
        body, caption = QFontMetrics(self._body), QFontMetrics(self._caption)
        second = _("Archived") if leader.archived else leader.role
        count = wording.number(person.entries) if person.entries else ""
        pill = self._pill(area, person)
        above, below = area, area
        if second or not pill.isNull():
            above = QRect(
                area.left(),
                area.center().y() - (body.height() + caption.height()) // 2 + 1,
                area.width(),
                body.height(),
            )
            below = QRect(area.left(), above.bottom() + 1, area.width(), caption.height())
        painter.setFont(self._caption)
        painter.setPen(look.colour("quiet"))
        painter.drawText(below, _AT_END, count)
        used = caption.horizontalAdvance(count) + S if count else 0
        if second:
            room = below.width() - used
            painter.drawText(below, _AT_START, caption.elidedText(second, Qt.TextElideMode.ElideRight, room))
        painter.setFont(self._body)
        painter.setPen(look.colour("quiet" if leader.archived else "text"))
        room = area.width() - (pill.width() + S if not pill.isNull() else used if above == below else 0)
        painter.drawText(above, _AT_START, body.elidedText(leader.name, Qt.TextElideMode.ElideRight, room))
        if not pill.isNull():
            self._paint_pill(painter, pill, person)

    def _paint_pill(self, painter: QPainter, pill: QRect, person: Person) -> None:
        look, is_late = self._look, bool(person.due.overdue)
        painter.setPen(look.colour("warning" if is_late else "edge"))
        painter.setBrush(look.colour("warning_soft" if is_late else "surface"))
        painter.drawRoundedRect(
            QRectF(pill).adjusted(0.5, 0.5, -0.5, -0.5), pill.height() / 2, pill.height() / 2
        )
        painter.setPen(look.colour("warning" if is_late else "quiet"))
        painter.setFont(self._caption)
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, wording.number(person.due.total))

    def _pill(self, area: QRect, person: Person) -> QRect:
        """Where what is due is said, at the end of the name's line; null if nothing is."""
        if not person.due.total:
            return QRect()
        body, caption = QFontMetrics(self._body), QFontMetrics(self._caption)
        high = caption.height() + 2
        wide = max(caption.horizontalAdvance(wording.number(person.due.total)) + 2 * S - XS, high)
        top = area.center().y() - (body.height() + caption.height()) // 2 + 1
        return QRect(area.right() - wide + 1, top + (body.height() - high) // 2, wide, high)

    def pill_at(self, row: QRect, person: Person) -> QRect:
        """Where what is due can be clicked, in a row of the list; null if nothing is due."""
        return self._pill(_words(row), person)

    def editorEvent(
        self, event: QEvent, _model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        """A click on what is due is about that; anywhere else it is the list's."""
        if not isinstance(event, QMouseEvent) or event.button() != Qt.MouseButton.LeftButton:
            return False
        person: Person = index.data(ROW)
        at: QPoint = event.position().toPoint()
        is_due = self.pill_at(option.rect, person).contains(at)
        if is_due and event.type() == QEvent.Type.MouseButtonRelease:
            self.due_pressed.emit(person.leader.id)
        return is_due


_AT_START = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_AT_END = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def _card(row: QRect) -> QRect:
    return row.adjusted(S, 1, -S, -1)


def _words(row: QRect) -> QRect:
    """Beside the disc: the name and what else there is to say."""
    return _card(row).adjusted(S + _DISC + M, 0, -S, 0)
