"""What stands above the desk until it is done or seen: the code that is not on paper, the demo, what only is read, notices."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from coachdesk.gui.announcing import announce
from coachdesk.gui.errors import notice
from coachdesk.gui.session import Session
from coachdesk.gui.texts import N_, _
from coachdesk.gui.theme import Look
from coachdesk.gui.tokens import L, M, S
from coachdesk.gui.widgets import Sign, button, column, label, row, tool_button

_ICON = 20

ACTS = {
    "older_copy": N_("Go on with this one…"),
    "another_history": N_("Go on with this one…"),
    "copies_beside": N_("What differs?…"),
    "recovery_code_unseen": N_("Make a new code…"),
    "header_from_sheet": N_("Choose a passphrase…"),
}
"""Notices about which something is to be done, and the words on the button; of others one only takes note."""

_SEEN = N_("I have seen it")
_SAID_BY_THE_MARK = ("read_only",)


class Banner(QFrame):
    """A line above the work that stays until what it asks for is done. ``acted``: its button was pressed;
    ``closed``: it shall not be seen for now.
    """

    acted = Signal()
    closed = Signal()

    def __init__(
        self,
        look: Look,
        icon: str,
        sentence: str,
        action: str,
        kind: str = "warning",
        *,
        can_close: bool = False,
    ) -> None:
        super().__init__()
        self.setProperty("surface", f"{kind}_banner")
        within = row(gap=M)
        within.setContentsMargins(L, S, L, S)
        within.addWidget(Sign(look, icon, _ICON, "accent_text" if kind == "note" else kind))
        within.addWidget(label(sentence, wraps=True), 1)
        within.addWidget(button(action, self.acted.emit))
        if can_close:
            within.addWidget(tool_button(_("Not now"), look.icon("x"), self.closed.emit))
        self.setLayout(within)


class Banners(QWidget):
    """The banners of a desk. ``recovery_wanted``: the code shall be put on paper; ``own_wanted``: enough of the demo;
    ``writing_wanted``: what is read shall be written in. ``notice_acted`` (its kind): what it asks for shall be done.
    """

    recovery_wanted = Signal()
    own_wanted = Signal()
    writing_wanted = Signal()
    notice_acted = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.recovery = Banner(
            look,
            "shield-warning",
            _("Your recovery code is not on paper yet. Without it, a forgotten passphrase cannot be helped."),
            _("Show the code…"),
        )
        self.demo = Banner(
            look,
            "info",
            _("This is the demo: everybody in it is invented. Change what you like."),
            _("Begin my own journal…"),
            "note",
        )
        self.read_only = Banner(
            look,
            "eye",
            _("Open to read only. Nothing is written: you can search, read, and make a backup elsewhere."),
            _("Unlock it to write…"),
            "note",
        )
        self.recovery.acted.connect(self.recovery_wanted)
        self.demo.acted.connect(self.own_wanted)
        self.read_only.acted.connect(self.writing_wanted)
        self.notices: dict[str, Banner] = {}
        self._is_wanted: dict[Banner, bool] = {}
        self._within = column(gap=0)
        for one in (self.read_only, self.recovery, self.demo):
            one.hide()
            self._within.addWidget(one)
        self.setLayout(self._within)

    def refresh(self, session: Session) -> None:
        """Shows those that there is a reason for."""
        self._is_wanted = {
            self.recovery: not (session.is_recovery_proved or session.is_read_only),
            self.demo: session.is_demo,
        }
        self.read_only.setVisible(session.is_read_only)
        self._show_first()

    def add_notice(self, kind: str, detail: str) -> None:
        """Says what should be known of the journal that was opened. One notice is seen at a time, the next after it."""
        if kind in _SAID_BY_THE_MARK:
            return
        self.drop_notice(kind)
        made = Banner(
            self._look, "warning", notice(kind, detail), _(ACTS.get(kind, _SEEN)), can_close=kind in ACTS
        )
        made.acted.connect(lambda: self.notice_acted.emit(kind) if kind in ACTS else self.drop_notice(kind))
        made.closed.connect(lambda: self.drop_notice(kind))
        made.hide()
        announce(self, notice(kind, detail))
        self.notices[kind] = made
        self._within.insertWidget(0, made)
        self._show_first()

    def drop_notice(self, kind: str) -> None:
        """What a notice asked for is done, or was seen; the next opening says again what is still so."""
        made = self.notices.pop(kind, None)
        if made is not None:
            made.hide()
            made.deleteLater()
            self._show_first()

    def _show_first(self) -> None:
        """More than one at a time would take the room from the work."""
        in_turn = [*self.notices.values(), *(one for one, is_wanted in self._is_wanted.items() if is_wanted)]
        for one in (*self.notices.values(), *self._is_wanted):
            one.setVisible(one is next(iter(in_turn), None))

    def clear(self) -> None:
        """Forgets every notice."""
        for kind in tuple(self.notices):
            self.drop_notice(kind)
