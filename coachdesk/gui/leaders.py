"""The leaders at the left: found by a letter or two, added, edited, archived, all by keyboard."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QAction, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QLineEdit,
    QListView,
    QMenu,
    QStackedWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from coachdesk.gui.leader_form import LeaderForm
from coachdesk.gui.texts import _
from coachdesk.gui.theme import Look
from coachdesk.gui.tips import plain_tip
from coachdesk.gui.tokens import XS, L, M, S
from coachdesk.gui.tools import Tools
from coachdesk.gui.widgets import Empty, column, label, row, tool_button
from coachdesk.records.people import Leader

ROW = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
_ROW_HEIGHT, _DISC = 52, 32
_FEW = 6
"""So many are found at a glance; a line to find them by would only be in the way."""


class Person(NamedTuple):
    """A leader and how many entries there are about them."""

    leader: Leader
    entries: int


class LeadersModel(QAbstractListModel):
    """Leaders by name, those that are archived last; the role ROW returns the :class:`Person`."""

    def __init__(self) -> None:
        super().__init__()
        self._all: list[Person] = []
        self._shown: list[Person] = []
        self._words, self._with_archived = "", False

    def set_rows(self, people: Sequence[Person]) -> None:
        """Shows these."""
        self._all = list(people)
        self._filter()

    @property
    def has_anybody(self) -> bool:
        """Whether there is any leader, shown or not."""
        return bool(self._all)

    def narrow(self, words: str, *, with_archived: bool) -> None:
        """Shows those whose name, role or team has every one of these words in it."""
        self._words, self._with_archived = words, with_archived
        self._filter()

    def _filter(self) -> None:
        words = self._words.casefold().split()
        self.beginResetModel()
        fitting = [person for person in self._all if all(word in _haystack(person.leader) for word in words)]
        shown = [person for person in fitting if self._with_archived or not person.leader.archived]
        self._shown = sorted(
            shown, key=lambda person: (person.leader.archived, person.leader.name.casefold())
        )
        self.endResetModel()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        person = self._shown[index.row()]
        if role == ROW:
            return person
        if role == Qt.ItemDataRole.DisplayRole:
            return person.leader.name
        if role == Qt.ItemDataRole.ToolTipRole:
            leader = person.leader
            return plain_tip(", ".join(part for part in (leader.name, leader.role, leader.team) if part))
        return None

    def row_of(self, leader_id: str) -> int:
        """Where a leader is; -1 if not shown."""
        return next((at for at, person in enumerate(self._shown) if person.leader.id == leader_id), -1)


def _haystack(leader: Leader) -> str:
    return f"{leader.name} {leader.role} {leader.team}".casefold()


def initials(name: str) -> str:
    """One or two letters that stand for a name."""
    plain = name.partition("(")[0]
    words = [word for word in plain.split() if word[0].isalnum()]
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


class LeadersPane(QWidget):
    """The list. ``picked`` (id): a leader was chosen, "" when nobody is."""

    picked = Signal(str)

    def __init__(self, tools: Tools) -> None:
        super().__init__()
        self._tools = tools
        self.setProperty("surface", "ground")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._model = LeadersModel()
        self.search = QLineEdit(placeholderText=_("Find a leader"), clearButtonEnabled=True)
        self.search.setProperty("role", "search")
        self.search.setAccessibleName(_("Find a leader"))
        self.list = QListView()
        self.list.setModel(self._model)
        self.list.setItemDelegate(LeadersDelegate(tools.look, self.list))
        self.list.setAccessibleName(_("Leaders"))
        self.list.setMouseTracking(True)
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._empty = Empty(
            tools.look,
            "users",
            _("Nobody of that name"),
            _("Those who are archived are shown only if you ask for them, in the menu View."),
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self.list)
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        head = row(gap=XS)
        head.setContentsMargins(L, L, M, S)
        head.addWidget(label(_("Leaders"), "title"), 1)
        head.addWidget(tool_button(_("Add a leader"), self._tools.look.icon("plus"), self.add))
        find = row()
        find.setContentsMargins(L, 0, L, S)
        find.addWidget(self.search)
        within = column(gap=0)
        within.addLayout(head)
        within.addLayout(find)
        within.addWidget(self._stack, 1)
        self.setLayout(within)

    def _connect(self) -> None:
        self.search.textEdited.connect(self._narrow)
        self.search.returnPressed.connect(self.list.setFocus)
        self.list.selectionModel().currentChanged.connect(lambda: self.picked.emit(self.current))
        self.list.activated.connect(lambda: self.edit())
        self.list.customContextMenuRequested.connect(self._show_menu)
        self._tools.settings.changed.connect(self._narrow)
        self._tools.look.changed.connect(self.list.viewport().update)

    @property
    def has_anybody(self) -> bool:
        """Whether there is any leader, shown or not."""
        return self._model.has_anybody

    @property
    def current(self) -> str:
        """The id of the chosen leader, or ""."""
        person = self.list.currentIndex().data(ROW)
        return person.leader.id if person else ""

    def pick(self, leader_id: str) -> None:
        """Chooses a leader, if shown."""
        at = self._model.row_of(leader_id)
        if at >= 0:
            index = self._model.index(at)
            self.list.selectionModel().setCurrentIndex(
                index, QItemSelectionModel.SelectionFlag.ClearAndSelect
            )
            self.list.scrollTo(index)

    def refresh(self) -> None:
        """Reads the leaders again; who was chosen stays chosen."""
        chosen = self.current
        session = self._tools.session
        counts = session.journal.counts.of
        leaders = session.view.leaders()
        self._model.set_rows(
            [Person(leader, counts[leader.id].entries if leader.id in counts else 0) for leader in leaders]
        )
        self.search.setVisible(len(leaders) > _FEW)
        self._choose_again(chosen)

    def _choose_again(self, chosen: str) -> None:
        self._stack.setCurrentWidget(self.list if self._model.rowCount() else self._empty)
        self.pick(chosen)
        if not self.current and self._model.rowCount():
            self.list.setCurrentIndex(self._model.index(0))
        if self.current != chosen:
            self.picked.emit(self.current)

    def clear(self) -> None:
        """Forgets everything."""
        self.search.setText("")
        self._model.narrow("", with_archived=False)
        self._model.set_rows(())
        self.search.hide()

    def _narrow(self) -> None:
        chosen = self.current
        self._model.narrow(self.search.text(), with_archived=self._tools.settings.current.show_archived)
        if self._tools.session.is_open:
            self._choose_again(chosen)

    def add(self) -> None:
        """Asks for a new leader and chooses them."""
        self._edit(None)

    def edit(self) -> None:
        """Changes what is known of the chosen leader."""
        person = self.list.currentIndex().data(ROW)
        if person:
            self._edit(person.leader)

    def _edit(self, leader: Leader | None) -> None:
        form = LeaderForm(self._tools, leader, self.window())
        try:
            if form.exec() and self._tools.session.is_open:
                self.pick(form.leader_id)
                self.list.setFocus()
        finally:
            form.deleteLater()

    def archive(self) -> None:
        """Puts the chosen leader among those archived, or back. Nothing about them is changed or lost."""
        person = self.list.currentIndex().data(ROW)
        if person:
            self._tools.session.put(person.leader.changed(archived=not person.leader.archived))

    def _show_menu(self, at: QPoint) -> None:
        person = self.list.indexAt(at).data(ROW)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if person:
            menu.addAction(self._tools.look.icon("pencil-simple"), _("Edit…"), self.edit)
            words = _("Bring back") if person.leader.archived else _("Archive")
            menu.addAction(self._tools.look.icon("archive"), words, self.archive)
            menu.addSeparator()
        menu.addAction(self._tools.look.icon("plus"), _("Add a leader…"), self.add)
        shown = QAction(_("Show archived"), menu, checkable=True)
        shown.setChecked(self._tools.settings.current.show_archived)
        shown.toggled.connect(lambda is_on: self._tools.settings.change(show_archived=is_on))
        menu.addAction(shown)
        menu.popup(self.list.viewport().mapToGlobal(at))


class LeadersDelegate(QStyledItemDelegate):
    """Draws a leader: initials in a disc, the name, the role, how many entries."""

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
        card = option.rect.adjusted(S, 1, -S, -1)
        if is_chosen or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("selected" if is_chosen else "hover"))
            painter.drawRoundedRect(card, 6, 6)
        if is_chosen and state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(look.colour("focus"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(card).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        self._paint_disc(
            painter, QRect(card.left() + S, card.center().y() - _DISC // 2 + 1, _DISC, _DISC), person
        )
        self._paint_words(painter, card.adjusted(S + _DISC + M, 0, -S, 0), person)
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
        top = area.center().y() - (body.height() + (caption.height() if second else 0)) // 2 + 1
        painter.setFont(self._caption)
        painter.setPen(look.colour("quiet"))
        count = str(person.entries) if person.entries else ""
        used = caption.horizontalAdvance(count) + (S if count else 0)
        painter.drawText(area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, count)
        width = area.width() - used
        painter.drawText(
            QRect(area.left(), top + body.height(), width, caption.height()),
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
            caption.elidedText(second, Qt.TextElideMode.ElideRight, width),
        )
        painter.setFont(self._body)
        painter.setPen(look.colour("quiet" if leader.archived else "text"))
        painter.drawText(
            QRect(area.left(), top, width, body.height()),
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
            body.elidedText(leader.name, Qt.TextElideMode.ElideRight, width),
        )
