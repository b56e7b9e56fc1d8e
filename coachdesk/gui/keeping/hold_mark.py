"""The quiet mark of a legal hold beside a leader's name: since when, and the way to the holds."""

from collections.abc import Iterable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QSizePolicy

from coachdesk.gui import wording
from coachdesk.gui.keeping import words
from coachdesk.gui.texts import _
from coachdesk.gui.theme import Look
from coachdesk.gui.tips import plain_tip
from coachdesk.gui.widgets import Button
from coachdesk.journal import holding
from coachdesk.journal.view import View


class HoldMark(Button):
    """Says that a hold covers a leader; it takes no room while none does. ``wanted``: the holds shall be seen."""

    wanted = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setProperty("role", "held")
        self.setIcon(look.icon("scales", "quiet"))
        self.setIconSize(QSize(14, 14))
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(lambda: self.wanted.emit())
        self.hide()

    def show_for(self, view: View, leader_id: str) -> None:
        """Shows whether one is in force that covers this leader."""
        found = holding.in_force(view, [leader_id]) if leader_id else ()
        since = min((one.since for one in found), default="")
        self.setText(_("On legal hold since {day}").format(day=wording.short_day(since)) if found else "")
        self.setToolTip(plain_tip(_lines(words.hold(one) for one in found)))
        self.setVisible(bool(found))

    def clear(self) -> None:
        """Forgets everything."""
        self.setText("")
        self.setToolTip("")
        self.hide()


def _lines(said: Iterable[str]) -> str:
    return "\n".join(said)
