"""The way in: the passphrase, or the recovery code; each thing that can be wrong in its own sentence."""

import re
from functools import partial
from pathlib import Path
from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QProgressBar, QSizePolicy, QWidget

from coachdesk.gui import session_work
from coachdesk.gui.background import Task, ignore
from coachdesk.gui.first_run import SUFFIX, default_path
from coachdesk.gui.passphrase import secret_line
from coachdesk.gui.session import DEMO_NAME
from coachdesk.gui.session_work import DEMO_KEPT_IN, DEMO_PASSPHRASE
from coachdesk.gui.texts import N_, _
from coachdesk.gui.tokens import XL, XS, L, M, S
from coachdesk.gui.tools import Tools
from coachdesk.gui.ways_in import WaysIn, ways_for
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
    "settled": N_(
        "The backup was copied here, and this is your journal from now on. The backup itself stays as it is. Unlock to go on."
    ),
    "minimised": N_("Locked because the window was minimised. What you were writing is kept."),
    "screen": N_("Locked together with the screen. What you were writing is kept."),
    "sleep": N_("Locked before the computer went to sleep. What you were writing is kept."),
}


_WAYS = {
    "": session_work.open_at,
    "read": session_work.open_to_read,
    "keys": session_work.open_with_newest_keys,
}
_IS_BACKUP = N_(
    "This is a backup. It opens where it is, with the passphrase and the code of that time; or make it your journal on this computer."
)
_SAYS_FIRST = {
    "keys": N_("Type the passphrase as it was when the newest backup was made, then press Enter."),
    "read": N_("Type the passphrase, then press Enter. Nothing will be written."),
}
_STAMPED = re.compile(r"\d{4}-\d\d-\d\dT\d{6}Z$")
_MISTYPED = ("WrongPassphrase", "WrongRecoveryCode", "MistypedRecoveryCode")
"""Errors about what was typed: they change nothing of what can be done with the journal."""


class UnlockScreen(QWidget):
    """Asks for what opens the journal at :attr:`path`. ``elsewhere``: another journal is wanted;
    ``afresh``: a new one; ``settled`` (path): a backup became the journal there.
    """

    elsewhere = Signal()
    settled = Signal(Path)
    afresh = Signal()

    def __init__(self, tools: Tools) -> None:
        super().__init__()
        self._tools, self.path = tools, Path()
        self._by_code = self._by_sheet = False
        self._looking = Task(ignore)
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
        self.ways = WaysIn(tools.look)
        self.ways.wanted.connect(self._take)
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
        card.addWidget(self.ways)
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
        self._by_code = self._by_sheet = False
        self._show_way()
        self.clear()
        self.ways.show_ways(("settle",) if backup_name(path) is not None else ())
        if path.name == DEMO_NAME:
            self.message.show_sentence(_passphrase_of_demo(path), "note")
        elif why in WHY_LOCKED:
            self.message.show_sentence(_(WHY_LOCKED[why]), "danger" if why == "unkept" else "note")
        elif backup_name(path) is not None:
            self.message.show_sentence(_(_IS_BACKUP), "note")
        self._looking.cancel()
        self._looking = self._tools.session.background.run(
            self, partial(session_work.look_at, path), ignore, failed=self._on_seen
        )
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
        self._by_sheet = False
        way = partial(_WAYS[self.ways.chosen], self.path, field.text(), self._by)
        self._tools.session.open_by(self, way, self._on_refused, self._on_finishing)

    @property
    def is_by_code(self) -> bool:
        """Whether whoever comes in does not know the passphrase, or there is none."""
        return self._by_code or self._by_sheet

    @property
    def is_busy(self) -> bool:
        """Whether a key is being derived."""
        return self._progress.isVisible()

    def show_busy(self) -> None:
        """The key is being derived: this takes about a second, on purpose."""
        self._set_busy(busy=True)

    def _on_finishing(self, _share: float) -> None:
        """The key fits; before the journal opens, an erasure that was cut short is finished."""
        self.message.show_sentence(_("Finishing an erasure that was interrupted…"), "note")

    def _on_refused(self, error: Exception) -> None:
        self._set_busy(busy=False)
        self._say(error)
        field = self.code if self._by_code else self.secret
        field.setFocus()
        field.selectAll()

    def _on_seen(self, error: Exception) -> None:
        """Something is wrong that needs no key to be seen: whoever is there need not type in vain."""
        if not self.is_busy:
            self._say(error)

    def _say(self, error: Exception) -> None:
        self.message.show_error(error)
        if type(error).__name__ not in _MISTYPED:
            self.ways.show_ways(ways_for(error, self.path))
            self._show_way()

    def _take(self, way: str) -> None:
        """Goes one of the ways that are offered."""
        if way == "sheet":
            self._type_sheet()
        elif way == "damage":
            self._rescue()
        elif way == "settle":
            self._settle()
        else:
            self._go_on(way)

    def _go_on(self, way: str) -> None:
        """The next try goes this way: at once, if it is known what opens the journal."""
        self._show_way()
        if self.ways.chosen != way:
            return
        field = self.code if self._by_code else self.secret
        if not field.text():
            self.message.show_sentence(_(_SAYS_FIRST[way]), "note")
        self.unlock()

    def _type_sheet(self) -> None:
        from coachdesk.gui.sheet_entry import SheetDialog  # noqa: PLC0415  # seldom

        dialog = SheetDialog(self._tools, self.path, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.opening.connect(self._come_by_sheet)
        dialog.open()

    def _rescue(self) -> None:
        from coachdesk.gui.damage import DamageDialog  # noqa: PLC0415  # seldom
        from coachdesk.gui.damage_work import Damaged  # noqa: PLC0415

        field = self.code if self._by_code else self.secret
        if not field.text():
            self.message.show_sentence(
                _("Please type the passphrase first: what is left can be read only with it."), "note"
            )
            field.setFocus()
            return
        dialog = DamageDialog(self._tools, Damaged(self.path, field.text(), self._by), self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.rescued.connect(self._forget_how)
        dialog.open()

    def _settle(self) -> None:
        """The backup at :attr:`path` becomes the journal of this computer, where one usually is, or in a chosen folder."""
        name = backup_name(self.path) or default_path().stem
        target = default_path().with_name(name + SUFFIX)
        if target.exists():
            said = _("Where shall the journal be kept?")
            folder = self._tools.prompts.choose_folder(self, said, Path.home())
            if folder is None:
                return
            target = folder / target.name
        self.message.clear()
        self.show_busy()
        self.go.setText(_("Copying…"))
        self._tools.session.background.run(
            self,
            partial(session_work.settle, self.path, target),
            self._on_settled,
            failed=self._on_not_settled,
        )

    def _on_settled(self, target: Path) -> None:
        self._set_busy(busy=False)
        self._tools.settings.change(journal="" if target == default_path() else str(target))
        self.settled.emit(target)

    def _on_not_settled(self, error: Exception) -> None:
        self._set_busy(busy=False)
        self.message.show_error(error)

    def _forget_how(self) -> None:
        """The journal that is opened now has the passphrase that was just chosen for it."""
        self._by_code = self._by_sheet = False

    @property
    def _by(self) -> Literal["recovery", "passphrase"]:
        return "recovery" if self._by_code else "passphrase"

    def _come_by_sheet(self) -> None:
        self._by_sheet = True

    def _set_busy(self, *, busy: bool) -> None:
        for widget in (self.secret, self.code, self.go, self.other_way, self.ways, *self._others):
            widget.setEnabled(not busy)
        self._progress.setVisible(busy)
        self.go.setText(_("Unlocking…") if busy else self._go_words)

    @property
    def _go_words(self) -> str:
        return _("Open to read only") if self.ways.chosen == "read" else _("Unlock")

    def _change_way(self) -> None:
        self._by_code = not self._by_code
        self.message.clear()
        self._show_way()
        (self.code if self._by_code else self.secret).setFocus()

    def _show_way(self) -> None:
        self.secret.setVisible(not self._by_code)
        self.code.setVisible(self._by_code)
        self.go.setText(self._go_words)
        self._label.setText(_("Recovery code") if self._by_code else _("Passphrase"))
        self.other_way.setText(
            _("Use the passphrase") if self._by_code else _("Use the recovery code instead")
        )


def backup_name(path: Path) -> str | None:
    """What the journal is called of which ``path`` is a backup; None if it has no such name."""
    from coachdesk.journal import backup  # noqa: PLC0415  # the window is visible before this is loaded

    return backup.name_of(path) if _STAMPED.search(path.stem) else None


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
