"""The readiness check as a card: fourteen questions with their answers, each opening what is behind it."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from coachdesk.coaching.readiness_line import Line
from coachdesk.gui.coaching.readiness_words import QUESTIONS, said
from coachdesk.gui.coaching.record_list import RecordList, empty
from coachdesk.gui.coaching.words import READY
from coachdesk.gui.texts import _
from coachdesk.gui.tokens import XS, L, M
from coachdesk.gui.tools import Tools
from coachdesk.gui.widgets import button, column, label, row


class ReadinessView(QWidget):
    """``entry_wanted`` (id), ``page_wanted`` (key): what is behind a line shall be shown in its place."""

    entry_wanted = Signal(str)
    page_wanted = Signal(str)

    def __init__(self, tools: Tools, leader_id: str, unfolded: set[str]) -> None:
        """``unfolded`` are the keys of the lines whose records are shown, kept up to date."""
        super().__init__()
        self._tools, self._leader_id, self._unfolded = tools, leader_id, unfolded
        self._shown: dict[str, Line] = {}
        self._places: dict[str, QVBoxLayout] = {}
        self._within = column(gap=L)
        self.setLayout(self._within)

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Shows the lines. One that stands as it did is left alone, with the keyboard wherever it is."""
        for number, line in enumerate(lines, 1):
            if line.key not in self._places:
                self._places[line.key] = column(gap=0)
                self._within.addLayout(self._places[line.key])
            if self._shown.get(line.key) != line:
                self._shown[line.key] = line
                empty(self._places[line.key])
                self._places[line.key].addWidget(self._line(number, line))

    def _line(self, number: int, line: Line) -> QWidget:
        words, voice = READY[line.state]
        held, head, lines = QWidget(), QHBoxLayout(), column(gap=XS)
        held.setLayout(lines)
        head.setSpacing(M)
        asked = _("{number}. {question}").format(number=number, question=_(QUESTIONS[line.key]))
        head.addWidget(label(asked, "strong", wraps=True), 1)
        head.addWidget(label(_(words), voice))
        lines.addLayout(head)
        lines.addWidget(label(said(line), wraps=True))
        if line.record_ids:
            self._add_opener(lines, line, asked)
        return held

    def _add_opener(self, lines: QVBoxLayout, line: Line, asked: str) -> None:
        opener, side, place = button("", lambda: None, role="link"), row(), column(gap=0)
        opener.setAccessibleDescription(asked)
        side.addWidget(opener)
        side.addStretch(1)
        lines.addLayout(side)
        lines.addLayout(place)
        turn = partial(self._turn, line, opener, place)
        opener.clicked.connect(lambda: turn(toggles=True))
        turn(toggles=False)

    def _turn(self, line: Line, opener: QPushButton, place: QVBoxLayout, *, toggles: bool) -> None:
        """Shows or hides what is behind a line, where it stands."""
        is_open = (line.key in self._unfolded) != toggles
        (self._unfolded.add if is_open else self._unfolded.discard)(line.key)
        empty(place)
        opener.setText(_("Hide what is behind it") if is_open else _("Show what is behind it"))
        if is_open:
            found = RecordList(self._tools, self._leader_id, line.record_ids)
            found.entry_wanted.connect(self.entry_wanted)
            found.page_wanted.connect(self.page_wanted)
            place.addWidget(found)
            if toggles:
                found.begin()
