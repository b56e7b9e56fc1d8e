"""One coaching record on a page: what it is, where it stands, what came last, what is next, what can be done."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from coachdesk.gui.flow import FlowLayout
from coachdesk.gui.texts import _
from coachdesk.gui.theme import Look
from coachdesk.gui.tokens import XL, XS, L, M, S
from coachdesk.gui.widgets import Empty, button, column, frame, label, row, tool_button

_WIDEST = 820


class Act(NamedTuple):
    """Something that can be done with a record; the words on its button. ``is_due``: a row of Today asks for it."""

    words: str
    do: Callable[[], object]
    icon: str = ""
    role: str = "quiet"
    is_due: bool = False


def _button(look: Look, act: Act) -> QPushButton:
    colour = "on_accent" if act.role == "primary" else "text"
    made = button(act.words, act.do, role=act.role, icon=look.icon(act.icon, colour) if act.icon else None)
    made.setProperty("due", act.is_due)
    return made


class Card(QFrame):
    """A record as a card. ``state`` is a word and its meaning: ``good``, ``warning``, ``danger``, ``note`` or ``quiet``."""

    def __init__(
        self, look: Look, title: str, state: tuple[str, str] = ("", "quiet"), *, above: str = ""
    ) -> None:
        super().__init__()
        self._look = look
        self.setProperty("surface", "card")
        self.setAccessibleName(title)
        self._within = column(margin=L, gap=XS)
        if above:
            self._within.addWidget(label(above, "section"))
        head = row(gap=M)
        head.addWidget(label(title, "strong", wraps=True), 1)
        words, meaning = state
        if words:
            head.addWidget(label(words, meaning))
        self._within.addLayout(head)
        self.setLayout(self._within)

    def say(self, words: str, voice: str = "body") -> QLabel:
        """Adds a line or a paragraph."""
        said = label(words, voice, wraps=True)
        self._within.addWidget(said)
        return said

    def head(self, words: str) -> None:
        """Adds the heading of a part."""
        self._within.addSpacing(S)
        self._within.addWidget(label(words, "section"))

    def table(self, lines: Sequence[tuple[str, str]]) -> None:
        """Adds lines of a name and what it says; empty ones are left out."""
        for name, words in lines:
            if words:
                line = row(gap=M)
                named = label(name, "quiet", wraps=True)
                named.setFixedWidth(_NAMES)
                line.addWidget(named, 0)
                line.addWidget(label(words, wraps=True), 1)
                self._within.addLayout(line)

    def open(self, words: str, on_open: Callable[[], object], *beside: Act) -> QPushButton:
        """Adds a line that leads somewhere, such as an entry; ``beside`` it stand icons."""
        made = button(words, on_open, role="link")
        line = row()
        line.addWidget(made)
        for act in beside:
            line.addWidget(tool_button(act.words, self._look.icon(act.icon, "quiet"), act.do))
        line.addStretch(1)
        self._within.addLayout(line)
        return made

    def put(self, widget: QWidget) -> None:
        """Adds a widget of the page's own."""
        self._within.addWidget(widget)

    def act(self, *acts: Act) -> None:
        """Adds the row of buttons."""
        if acts:
            self._within.addSpacing(S)
            held, flow = QWidget(), FlowLayout(XS)
            for one in acts:
                flow.addWidget(_button(self._look, one))
            held.setLayout(flow)
            self._within.addWidget(held)


_NAMES = 140


class CardPage(QScrollArea):
    """A page of cards, built anew each time. ``entry_wanted`` (id): an entry shall be read in its place.

    ``places`` is where on the page a record is shown, by its id.
    """

    entry_wanted = Signal(str)

    def __init__(self, look: Look, name: str) -> None:
        super().__init__(widgetResizable=True)
        self._look = look
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(name)
        self.setProperty("surface", "page")
        self.begin_page()

    def begin_page(self) -> None:
        """An empty page."""
        self.places: dict[str, QWidget] = {}
        self._column: QVBoxLayout = column(gap=M)
        middle = row(gap=0)
        middle.setContentsMargins(XL, L, XL, XL)
        held = QWidget()
        held.setLayout(self._column)
        held.setMaximumWidth(_WIDEST)
        middle.addWidget(held, 100)
        middle.addStretch(1)
        page = QWidget()
        page.setLayout(middle)
        before = self.takeWidget()
        if before is not None:  # the button that led here may still be at work
            before.hide()
            before.deleteLater()
        self.setWidget(page)

    def head(self, title: str, *acts: Act) -> None:
        """Adds a heading with what can be started beneath it."""
        line = row(gap=S)
        line.addWidget(label(title, "title", wraps=True), 1)
        for one in acts:
            line.addWidget(_button(self._look, one))
        self._column.addLayout(line)

    def part(self, title: str) -> None:
        """Adds the heading of a group of cards."""
        self._column.addSpacing(S)
        self._column.addWidget(label(title, "section"))

    def say(self, words: str, voice: str = "quiet") -> None:
        """Adds a paragraph."""
        self._column.addWidget(label(words, voice, wraps=True))

    def card(
        self, title: str, state: tuple[str, str] = ("", "quiet"), *, above: str = "", of: str = ""
    ) -> Card:
        """Adds a card, ``of`` the record with this id."""
        made = Card(self._look, title, state, above=above)
        self._column.addWidget(made)
        if of:
            self.places[of] = made
        return made

    def put(self, widget: QWidget) -> None:
        """Adds a widget of the page's own."""
        self._column.addWidget(widget)

    def acts(self, *acts: Act) -> None:
        """Adds a row of buttons."""
        held, flow = QWidget(), FlowLayout(XS)
        for one in acts:
            flow.addWidget(_button(self._look, one))
        held.setLayout(flow)
        self.put(held)

    def nothing(self, icon: str, title: str, sentence: str, act: Act) -> None:
        """The whole page says that there is nothing yet, what it is for, and how to begin."""
        self._column.addWidget(Empty(self._look, icon, title, sentence, act.words, act.do), 1)

    def end_page(self) -> None:
        """Nothing more comes: what is there moves up."""
        self._column.addStretch(1)

    def entry_link(self, card: Card, entry_id: str, words: str) -> None:
        """Adds a line to a card that opens an entry."""
        card.open(words or _("the entry"), lambda: self.entry_wanted.emit(entry_id))


def framed(widget: QWidget) -> QFrame:
    """A widget as a card of its own."""
    within = column(margin=L)
    within.addWidget(widget)
    return frame("card", within)
