"""The leaders at the left: found by a letter or two, added, edited, archived, all by keyboard."""

from functools import partial

from PySide6.QtCore import QItemSelectionModel, QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit, QListView, QMenu, QStackedWidget, QWidget

from coachdesk.gui.due_watch import DueWatch
from coachdesk.gui.leader_form import leader_form
from coachdesk.gui.leaders_model import LeadersModel, Person
from coachdesk.gui.leaders_paint import LeadersDelegate
from coachdesk.gui.list_model import ROW
from coachdesk.gui.texts import _
from coachdesk.gui.tokens import XS, L, M, S
from coachdesk.gui.tools import Tools
from coachdesk.gui.widgets import Empty, column, label, row, tool_button
from coachdesk.records.people import Leader

_FEW = 6
"""So many are found at a glance; a line to find them by would only be in the way."""


class LeadersPane(QWidget):
    """The list. ``picked`` (id): a leader was chosen, "" when nobody is. ``due_wanted``: what is due of the chosen
    leader shall be seen. ``review_wanted`` and ``erase_wanted`` (id): what is kept about a leader be looked at, or go.
    """

    picked = Signal(str)
    due_wanted = Signal()
    review_wanted = Signal(str)
    erase_wanted = Signal(str)

    def __init__(self, tools: Tools) -> None:
        super().__init__()
        self._tools = tools
        self.setProperty("surface", "ground")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._model = LeadersModel()
        self._due = DueWatch(tools.session, self)
        self.search = QLineEdit(placeholderText=_("Find a leader"), clearButtonEnabled=True)
        self.search.setProperty("role", "search")
        self.search.setAccessibleName(_("Find a leader"))
        self.list = QListView()
        self.list.setModel(self._model)
        self.delegate = LeadersDelegate(tools.look, self.list)
        self.list.setItemDelegate(self.delegate)
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
        self.add_button = tool_button(_("Add a leader"), self._tools.look.icon("plus"), self.add)
        head.addWidget(self.add_button)
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
        self.delegate.due_pressed.connect(self._show_due)
        self._due.counted.connect(lambda: self._model.show_due(self._due.of))
        self._tools.settings.changed.connect(self._narrow)
        self._tools.look.changed.connect(self.list.viewport().update)

    @property
    def has_anybody(self) -> bool:
        """Whether there is any leader, shown or not."""
        return self._model.has_anybody

    @property
    def is_counting(self) -> bool:
        """Whether what is due is not known yet."""
        return self._due.is_counting

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
            [
                Person(
                    leader, counts[leader.id].entries if leader.id in counts else 0, self._due.of(leader.id)
                )
                for leader in leaders
            ]
        )
        self._due.refresh()
        self.search.setVisible(len(leaders) > _FEW)
        self._choose_again(chosen)

    def _choose_again(self, chosen: str) -> None:
        self._stack.setCurrentWidget(self.list if self._model.rowCount() else self._empty)
        self.pick(chosen)
        if not self.current and self._model.rowCount():
            self.list.setCurrentIndex(self._model.index(0))
        if chosen and not self.current:  # the list tells of everybody else itself
            self.picked.emit("")

    def clear(self) -> None:
        """Forgets everything."""
        self._due.clear()
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
        form = leader_form(self._tools, leader, self.window())
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

    def _show_due(self, leader_id: str) -> None:
        self.pick(leader_id)
        self.due_wanted.emit()

    def _show_menu(self, at: QPoint) -> None:
        person = self.list.indexAt(at).data(ROW)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        is_read_only = self._tools.session.is_read_only
        if person and person.due.total:
            menu.addAction(self._tools.look.icon("bell"), _("Show what is due"), self.due_wanted.emit)
        if person and not is_read_only:
            menu.addAction(self._tools.look.icon("pencil-simple"), _("Edit…"), self.edit)
            words = _("Bring back") if person.leader.archived else _("Archive")
            menu.addAction(self._tools.look.icon("archive"), words, self.archive)
            menu.addSeparator()
            self._offer_keeping(menu, person.leader.id)
            menu.addSeparator()
        if not is_read_only:
            menu.addAction(self._tools.look.icon("plus"), _("Add a leader…"), self.add)
        shown = QAction(_("Show archived"), menu, checkable=True)
        shown.setChecked(self._tools.settings.current.show_archived)
        shown.toggled.connect(lambda is_on: self._tools.settings.change(show_archived=is_on))
        menu.addAction(shown)
        menu.popup(self.list.viewport().mapToGlobal(at))

    def _offer_keeping(self, menu: QMenu, leader_id: str) -> None:
        look = self._tools.look
        for icon, words, wanted in (
            ("calendar-check", _("Review of what is kept…"), self.review_wanted),
            ("eraser", _("Erase for good…"), self.erase_wanted),
        ):
            menu.addAction(look.icon(icon), words, partial(wanted.emit, leader_id))
