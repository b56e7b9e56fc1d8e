"""Drafts that wait: a quiet row below the leaders that opens the list of them. Without any it is not there."""

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from coachdesk.gui import wording
from coachdesk.gui.draft_words import draft_line
from coachdesk.gui.texts import ngettext
from coachdesk.gui.tokens import S
from coachdesk.gui.tools import Tools
from coachdesk.gui.widgets import button, column
from coachdesk.journal.drafts import Draft


class DraftsRow(QWidget):
    """The row. ``picked`` (id): a draft shall be taken up again."""

    picked = Signal(str)

    def __init__(self, tools: Tools) -> None:
        super().__init__()
        self._tools, self._being_written = tools, ""
        self._drafts: tuple[Draft, ...] = ()
        self._menu = QMenu(self)
        self.open_button = button("", self.open, role="row", icon=tools.look.icon("tray", "quiet"))
        self.open_button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        within = column()
        within.setContentsMargins(S, S, S, S)
        within.addWidget(self.open_button)
        self.setLayout(within)
        tools.session.drafted.connect(lambda _draft_id: self.refresh())
        self.hide()

    def leave_out(self, draft_id: str) -> None:
        """The draft that is being written does not wait."""
        self._being_written = draft_id
        self._show()

    def refresh(self) -> None:
        """Reads again which drafts there are."""
        session = self._tools.session
        self._drafts = () if session.is_read_only else session.view.drafts()  # going on would write
        self._show()

    @property
    def waiting(self) -> tuple[Draft, ...]:
        """The drafts that wait, the newest first."""
        return tuple(draft for draft in self._drafts if draft.id != self._being_written)

    def _show(self) -> None:
        count = len(self.waiting)
        words = ngettext("{count} draft waits", "{count} drafts wait", count).format(
            count=wording.number(count)
        )
        self.open_button.setText(words)
        self.setVisible(bool(count))

    def open(self) -> None:
        """Opens the list."""
        if not self.waiting:
            return
        self._menu.clear()
        names = {leader.id: leader.name for leader in self._tools.session.view.leaders()}
        for draft in self.waiting:
            action = QAction(draft_line(draft, names).replace("&", "&&"), self._menu)
            action.triggered.connect(lambda _checked, draft_id=draft.id: self.picked.emit(draft_id))
            self._menu.addAction(action)
        self._menu.setActiveAction(self._menu.actions()[0])
        self._menu.popup(self.mapToGlobal(QPoint(S, -self._menu.sizeHint().height())))

    def clear(self) -> None:
        """Forgets everything."""
        self._menu.clear()
        self._drafts, self._being_written = (), ""
        self._show()
