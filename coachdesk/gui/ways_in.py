"""What can be done when a journal does not open: a quiet list under the unlock screen's button, only of what applies."""

import contextlib
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Literal, NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from coachdesk.gui.texts import N_, _
from coachdesk.gui.theme import Look
from coachdesk.gui.tokens import XS
from coachdesk.gui.widgets import button, column, label, line

Way = Literal["keys", "sheet", "read", "damage", "settle"]


class _Words(NamedTuple):
    icon: str
    words: str
    tip: str


WAYS: dict[Way, _Words] = {
    "keys": _Words(
        "key",
        N_("Take the keys from a backup"),
        N_("From the newest, with the passphrase as it was when that was made. The notes are not touched."),
    ),
    "sheet": _Words(
        "keyboard",
        N_("Type the recovery sheet…"),
        N_("The letters on the paper that was printed with the recovery code"),
    ),
    "read": _Words(
        "eye", N_("Open to read only"), N_("Nothing is written, neither in the journal nor beside it.")
    ),
    "damage": _Words(
        "lifebuoy",
        N_("Rescue what can be saved…"),
        N_("Looks what is whole, and what the newest good backup has. The damaged journal is kept as it is."),
    ),
    "settle": _Words(
        "house",
        N_("Make it my journal here"),
        N_("Copies it to this computer. The backup stays where it is, as it is."),
    ),
}


STAYING: tuple[Way, ...] = ("keys", "read")
"""Ways that go on with what is typed above: the next try goes this way, until it is taken back."""


def ways_for(error: Exception, path: Path) -> tuple[Way, ...]:
    """What can be done about ``error``, which opening the journal at ``path`` raised."""
    from coachdesk.journal import backup  # noqa: PLC0415  # the window is visible before this is loaded
    from coachdesk.journal.errors import JournalError  # noqa: PLC0415

    name, problem = type(error).__name__, getattr(error, "problem", "")
    if name == "DamagedHeader":
        with contextlib.suppress(JournalError):
            if backup.own_backups(path):
                return ("keys", "sheet")
        return ("sheet",)
    if name == "DamagedDatabase":
        return ("damage",) if problem == "missing" else ("read", "damage")
    if name in ("AlreadyOpen", "NotWritable", "StorageFull", "StorageFailed"):
        return ("read",)
    return ()


class WaysIn(QWidget):
    """The list. ``wanted`` (a :data:`Way`): one of them was chosen. Without any it takes no room."""

    wanted = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.buttons: dict[str, QPushButton] = {}
        self._within = column(gap=XS)
        self._within.addWidget(line())
        self._within.addWidget(label(_("What can be done"), "section"))
        for key, one in WAYS.items():
            made = button(_(one.words), partial(self._choose, key), role="row")
            made.setIcon(look.icon(one.icon, "quiet"))
            made.setToolTip(_(one.tip))
            made.setAccessibleDescription(_(one.tip))
            made.setCheckable(key in STAYING)
            self.buttons[key] = made
            self._within.addWidget(made)
        self.setLayout(self._within)
        self.show_ways(())

    @property
    def chosen(self) -> str:
        """The way that the next try goes: one of :data:`STAYING`, or ""."""
        return next((key for key in STAYING if self.buttons[key].isChecked()), "")

    def show_ways(self, ways: Sequence[Way]) -> None:
        """Offers these and no others; none is chosen."""
        for key, made in self.buttons.items():
            made.setChecked(False)
            made.setVisible(key in ways)
        self.setVisible(bool(ways))

    def _choose(self, way: Way) -> None:
        for key in STAYING:
            if key != way:
                self.buttons[key].setChecked(False)
        self.wanted.emit(way)
