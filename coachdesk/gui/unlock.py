"""The way in: the passphrase, or the recovery code; each thing that can be wrong in its own sentence."""

from pathlib import Path
from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QProgressBar, QSizePolicy, QWidget

from coachdesk.gui.passphrase import secret_line
from coachdesk.gui.session import DEMO_NAME
from coachdesk.gui.session_work import DEMO_KEPT_IN, DEMO_PASSPHRASE
from coachdesk.gui.texts import N_, _
from coachdesk.gui.tokens import XL, XS, L, M, S
from coachdesk.gui.tools import Tools
from coachdesk.gui.widgets import MessageBar, Sign, button, centred, column, label, row

_CARD_WIDTH = 440
_MARK = 44

WHY_LOCKED = {
    "hand": N_("Locked. What you were writing is kept and comes back when you unlock."),
    "idle": N_("Locked because nobody touched anything for a while. What you were writing is kept."),
    "unkept": N_(
        "Locked. The journal could not be written: what you typed last could not be kept. All that was saved is safe."
    ),
    "restored": N_(
        "The backup is in place, and the journal as it was before is kept among the backups. Unlock to go on."
    ),
    "minimised": N_("Locked because the window was minimised. What you were writing is kept."),
    "screen": N_("Locked together with the screen. What you were writing is kept."),
    "sleep": N_("Locked before the computer went to sleep. What you were writing is kept."),
}


class UnlockScreen(QWidget):
    """Asks for what opens the journal at :attr:`path`. ``elsewhere``: another journal is wanted;
    ``afresh``: a new one.
    """

    elsewhere = Signal()
    afresh = Signal()

    def __init__(self, tools: Tools) -> None:
        super().__init__()
        self._tools, self.path = tools, Path()
        self._by_code = False
        self.setProperty("surface", "ground")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._name, self._place = label("", "title"), label("", "caption", wraps=True)
        self.secret = secret_line(tools.look, _("Passphrase"))
        self.code = QLineEdit(placeholderText="XXXX-XXXX-XXXX-…")
        self.code.setAccessibleName(_("Recovery code"))
        self._label = label("", "strong")
        self.message = MessageBar(tools.look)
        self._progress = QProgressBar(minimum=0, maximum=0, textVisible=False)
        self._progress.setAccessibleName(_("Opening the journal"))
        self.go = button(_("Unlock"), self.unlock, role="primary")
        self.other_way = button("", self._change_way, role="link")
        self._others = (
            button(_("Open another journal…"), self.elsewhere.emit, role="link"),
            button(_("Make a new journal…"), self.afresh.emit, role="link"),
        )
        for field in (self.secret, self.code):
            field.returnPressed.connect(self.unlock)
        self._arrange()
        self._show_way()

    def _arrange(self) -> None:
        card = column(margin=XL, gap=S)
        card.addWidget(Sign(self._tools.look, "notebook", _MARK, "accent_text"))
        card.addSpacing(S)
        card.addWidget(self._name)
        card.addWidget(self._place)
        card.addSpacing(M)
        card.addWidget(self.message)
        card.addWidget(self._label)
        card.addWidget(self.secret)
        card.addWidget(self.code)
        card.addWidget(_kept_open(self._progress))
        card.addWidget(self.go)
        card.addWidget(self.other_way, 0, Qt.AlignmentFlag.AlignHCenter)
        others = row(gap=L)
        others.addStretch(1)
        for other in self._others:
            others.addWidget(other)
        others.addStretch(1)
        within = column()
        within.addWidget(centred(card, _CARD_WIDTH, others))
        self.setLayout(within)

    def show_for(self, path: Path, why: str = "") -> None:
        """Asks for what opens ``path``; says why it was locked."""
        self.path = path
        self._name.setText(path.name.removesuffix(".coachdesk"))
        self._place.setText(str(path.parent))
        self._by_code = False
        self._show_way()
        self.clear()
        if path.name == DEMO_NAME:
            self.message.show_sentence(_passphrase_of_demo(path), "note")
        elif why in WHY_LOCKED:
            self.message.show_sentence(_(WHY_LOCKED[why]), "danger" if why == "unkept" else "note")
        self.secret.setFocus()

    def clear(self) -> None:
        """Forgets what was typed."""
        self.secret.setText("")
        self.code.setText("")
        self.message.clear()
        self._set_busy(busy=False)

    def unlock(self) -> None:
        """Tries what was typed."""
        field = self.code if self._by_code else self.secret
        if not field.text():
            field.setFocus()
            return
        self.message.clear()
        self.show_busy()
        by: Literal["recovery", "passphrase"] = "recovery" if self._by_code else "passphrase"
        self._tools.session.open(self, self.path, field.text(), by, self._on_refused)

    @property
    def is_by_code(self) -> bool:
        """Whether the recovery code is asked for."""
        return self._by_code

    @property
    def is_busy(self) -> bool:
        """Whether a key is being derived."""
        return self._progress.isVisible()

    def show_busy(self) -> None:
        """The key is being derived: this takes about a second, on purpose."""
        self._set_busy(busy=True)

    def _on_refused(self, error: Exception) -> None:
        self._set_busy(busy=False)
        self.message.show_error(error)
        field = self.code if self._by_code else self.secret
        field.setFocus()
        field.selectAll()

    def _set_busy(self, *, busy: bool) -> None:
        for widget in (self.secret, self.code, self.go, self.other_way, *self._others):
            widget.setEnabled(not busy)
        self._progress.setVisible(busy)
        self.go.setText(_("Unlocking…") if busy else _("Unlock"))

    def _change_way(self) -> None:
        self._by_code = not self._by_code
        self.message.clear()
        self._show_way()
        (self.code if self._by_code else self.secret).setFocus()

    def _show_way(self) -> None:
        self.secret.setVisible(not self._by_code)
        self.code.setVisible(self._by_code)
        self._label.setText(_("Recovery code") if self._by_code else _("Passphrase"))
        self.other_way.setText(
            _("Use the passphrase") if self._by_code else _("Use the recovery code instead")
        )


def _kept_open(widget: QWidget) -> QWidget:
    """A place for ``widget`` that stays when it is hidden, so that nothing jumps."""
    policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    policy.setRetainSizeWhenHidden(True)
    widget.setSizePolicy(policy)
    holder = QWidget()
    within = column(gap=0)
    within.setContentsMargins(0, XS, 0, XS)
    within.addWidget(widget)
    holder.setLayout(within)
    return holder


def _passphrase_of_demo(path: Path) -> str:
    """What opens a demo: one that the command made has a passphrase of its own, in a file beside it."""
    kept = path.with_name(DEMO_KEPT_IN)
    if kept.is_file():
        return _("The passphrase of this demo is in {path}.").format(path=kept)
    return _("The passphrase of the demo is “{passphrase}”.").format(passphrase=DEMO_PASSPHRASE)
