"""The sheet beside the timeline while one talks: large, calm, and only to be read."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from coachdesk.gui.coaching.prepare_sheet import Part
from coachdesk.gui.flow import FlowLayout
from coachdesk.gui.texts import _
from coachdesk.gui.theme import Look
from coachdesk.gui.tokens import XL, XS, L, M, S
from coachdesk.gui.widgets import button, column, label, line, row


class TalkPanel(QWidget):
    """``closed``: enough of it; ``held``: the talk was held and shall be written down."""

    closed = Signal()
    held = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setProperty("surface", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._title = label("", "strong", wraps=True)
        self._area = QScrollArea(widgetResizable=True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setAccessibleName(_("What is prepared for the talk"))
        self.away = button(_("Put it away"), self.closed.emit, role="quiet", icon=look.icon("x", "quiet"))
        self.done = button(_("The talk was held…"), self.held.emit, icon=look.icon("check"))
        above, below, doors = row(gap=S), FlowLayout(S), QWidget()
        above.setContentsMargins(XL, L, XL, S)
        above.addWidget(self._title, 1)
        below.setContentsMargins(L, S, L, S)
        for door in (self.done, self.away):
            below.addWidget(door)
        doors.setLayout(below)
        within = column(gap=0)
        within.addLayout(above)
        within.addWidget(self._area, 1)
        within.addWidget(line())
        within.addWidget(doors)
        self.setLayout(within)

    def show_sheet(self, title: str, parts: Sequence[Part]) -> None:
        """Shows what is prepared."""
        self._title.setText(title)
        said = column(gap=XS)
        said.setContentsMargins(XL, S, XL, XL)
        for part in parts:
            said.addSpacing(M)
            said.addWidget(label(part.title, "section"))
            for words in part.lines:
                said.addWidget(label(words, "talk", wraps=True))
                said.addSpacing(XS)
        said.addStretch(1)
        page = QWidget()
        page.setLayout(said)
        self._area.setWidget(page)

    def begin(self) -> None:
        """The keyboard goes to the sheet, where the arrow keys scroll it."""
        self._area.setFocus(Qt.FocusReason.OtherFocusReason)

    def clear(self) -> None:
        """Forgets everything."""
        self.show_sheet("", ())
