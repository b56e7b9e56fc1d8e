"""The workshop for a blunt sentence: what was noticed, when, its effect, an open question, and two ways to say it."""

import datetime as dt
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from coachdesk.coaching import phrasing
from coachdesk.coaching.phrasing import PartKey, Piece, VariantKey
from coachdesk.gui import wording
from coachdesk.gui.coaching.inputs import Input, made
from coachdesk.gui.coaching.prepare_form import OnFile, on_file
from coachdesk.gui.editor_text import GrowingText
from coachdesk.gui.note import WrongField, entry_of
from coachdesk.gui.texts import N_, _
from coachdesk.gui.tokens import XL, XS, L, M, S
from coachdesk.gui.tools import Tools
from coachdesk.gui.unfinished import Form, reopens
from coachdesk.gui.when import listener
from coachdesk.gui.widgets import button, column, label, line, row, section
from coachdesk.records.entry import Entry

if TYPE_CHECKING:
    from coachdesk.gui.desk_pane import DeskPane

_WIDTH, _LEAST_WIDTH, _MOST_OF_THE_PARENT = 920, 640, 0.94
_HERE = "here"

VARIANTS: dict[VariantKey, str] = {"direct": N_("Direct"), "soft": N_("Softer")}


class Workshop(Form):
    """:attr:`chosen` is the variant that was taken; ``here`` the example that is being written, if there is one."""

    def __init__(
        self,
        tools: Tools,
        parent: QWidget,
        known: OnFile,
        *,
        blunt: str = "",
        here: Entry | None = None,
        action: str = "",
    ) -> None:
        super().__init__(tools, parent)
        self._known, self._here, self._action = known, here, action or _("Use this")
        self.chosen = ""
        self._own: set[str] = set()
        self._is_filling = False
        self.setWindowTitle(_("Say it with “I”"))
        self.setAccessibleName(self.windowTitle())
        self.blunt = GrowingText(
            _("The blunt sentence"), _("As you would say it to a friend."), least_lines=1
        )
        options = {_HERE: _("The one I am writing")} if here is not None else {}
        options |= dict(known.examples)
        self.example: Any = made(
            Input("example", N_("The observation it is about"), "one_of", options=options)
        )
        self.parts = {
            key: GrowingText(_(phrasing.part_name(key)), least_lines=1)
            for key in ("noticed", "when", "effect", "question")
        }
        self.variants = {key: GrowingText(_(name), least_lines=2) for key, name in VARIANTS.items()}
        self._cautions = column(gap=XS)
        self._arrange(parent)
        self.blunt.setPlainText(blunt)
        if options:
            self.example.show_value(next(iter(options)))
        self.blunt.textChanged.connect(self._work)
        self.example.currentIndexChanged.connect(self._on_example)
        for key, part in self.parts.items():
            part.textChanged.connect(lambda key=key: self._on_part(key))
        self._work()

    def _arrange(self, parent: QWidget) -> None:
        sides, above, below, within = row(gap=0), column(gap=XS), row(gap=S), column(gap=0)
        for side in (self._asked(), self._answered()):
            page, area = QWidget(), QScrollArea(widgetResizable=True)
            page.setLayout(side)
            area.setFrameShape(QFrame.Shape.NoFrame)
            area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            area.setWidget(page)
            sides.addWidget(area, 1)
        above.setContentsMargins(XL, XL, XL, S)
        above.addWidget(label(_("Say it with “I”"), "title"))
        words = _(
            "What you noticed, when, what it did, and a question: that can be heard. Fill in what is empty."
        )
        above.addWidget(label(words, "quiet", wraps=True))
        above.addWidget(self.message)
        below.setContentsMargins(XL, M, XL, L)
        below.addWidget(self.keeping, 1)
        below.addWidget(button(_("Close"), self.reject))
        within.addLayout(above)
        within.addLayout(sides, 1)
        within.addWidget(line())
        within.addLayout(below)
        self.setLayout(within)
        room = parent.window().size()
        self.setMinimumWidth(_LEAST_WIDTH)
        self.resize(min(_WIDTH, room.width() - XL), round(room.height() * _MOST_OF_THE_PARENT))

    def _asked(self) -> QVBoxLayout:
        """The sentence, the example, and the parts that are made of them."""
        asked = column(gap=XS)
        asked.setContentsMargins(XL, S, M, L)
        fields: list[tuple[str, QWidget]] = [
            (_("The blunt sentence"), self.blunt),
            (_("The observation it is about"), self.example),
            *((_(phrasing.part_name(key)), part) for key, part in self._typed_parts()),
        ]
        for name, widget in fields:
            if isinstance(widget, GrowingText):
                widget.setProperty("role", "")
            heading = section(name)
            heading.setBuddy(widget)
            asked.addWidget(heading)
            asked.addWidget(widget)
            asked.addSpacing(S)
        asked.addStretch(1)
        return asked

    def _answered(self) -> QVBoxLayout:
        """The ways to say it, and what to beware of."""
        answered = column(gap=XS)
        answered.setContentsMargins(M, S, XL, L)
        answered.addLayout(self._cautions)
        for key, said in self.variants.items():
            said.setReadOnly(True)
            answered.addWidget(section(_(VARIANTS[key])))
            answered.addWidget(said)
            use = button(self._action, partial(self.use, key))
            use.setAccessibleName(
                _("{action}: {variant}").format(action=self._action, variant=_(VARIANTS[key]))
            )
            beside = row()
            beside.addStretch(1)
            beside.addWidget(use)
            answered.addLayout(beside)
            answered.addSpacing(S)
        answered.addStretch(1)
        return answered

    def _typed_parts(self) -> list[tuple[PartKey, GrowingText]]:
        return list(self.parts.items())  # type: ignore[arg-type]  # made of the keys of parts

    # What it makes

    @property
    def _example(self) -> Entry | None:
        chosen = self.example.value()
        return self._here if chosen == _HERE else self._known.entries.get(chosen or "")

    def _on_example(self) -> None:
        self._own -= {"noticed", "when", "effect"}
        self._work()

    def _work(self) -> None:
        """Takes the sentence apart anew; what the manager wrote into a part stays."""
        today = dt.date.today()  # noqa: DTZ011  # the day on the manager's wall
        made_of = phrasing.workshop(self.blunt.words, self._example, today=today, say=_, say_day=wording.day)
        self._is_filling = True
        for piece in made_of.pieces:
            if piece.key not in self._own and self.parts[piece.key].words != piece.text:
                self.parts[piece.key].setPlainText(piece.text)
        self._is_filling = False
        while (item := self._cautions.takeAt(0)) is not None:
            if (gone := item.widget()) is not None:
                gone.deleteLater()
        for warning in made_of.warnings:
            self._cautions.addWidget(label(_(phrasing.warning_text(warning)), "warning", wraps=True))
        self._say()

    def _on_part(self, key: str) -> None:
        if not self._is_filling:
            self._own.add(key)
            self._say()

    def _say(self) -> None:
        pieces = tuple(Piece(key, part.words) for key, part in self._typed_parts())
        for variant in phrasing.variants(pieces, _):
            self.variants[variant.key].setPlainText("\n".join(variant.lines))

    def use(self, key: VariantKey) -> None:
        """This one it shall be."""
        self.chosen = self.variants[key].words
        self.keeping.done()
        self.accept()

    # As a draft: the sentence, the example, and of the parts what the manager wrote

    def fields_by_name(self) -> Mapping[str, Any]:
        """The sentence and the example come first: the parts are made of them."""
        return {"blunt": self.blunt, "example": self.example, **self.parts}

    def typed(self) -> dict[str, Any]:
        """What was only made of the sentence is made again."""
        return {
            key: value if key not in self.parts or key in self._own else ""
            for key, value in super().typed().items()
        }


def open_workshop(desk: "DeskPane", tools: Tools, blunt: str, put: Callable[[str], object] | None) -> None:
    """Opens the workshop over the desk; what is chosen goes where ``put`` says, into the note, or the preparation."""
    if not desk.leader_id:
        return
    dialog = workshop(tools, desk.leader_id, blunt, desk, put)
    try:
        dialog.exec()
    finally:
        dialog.deleteLater()


@reopens
def workshop(
    tools: Tools, leader_id: str, blunt: str, parent: "DeskPane", put: Callable[[str], object] | None = None
) -> Workshop:
    """The workshop over the desk, ``parent``, for a sentence about a leader."""
    today = dt.date.today()  # noqa: DTZ011  # the day on the manager's wall
    is_for_note = put is not None or parent.is_writing
    dialog = Workshop(
        tools,
        parent,
        on_file(tools.session.view, leader_id, today),
        blunt=blunt,
        here=_being_written(parent),
        action=_("Put it into the note") if is_for_note else _("Put it into the preparation"),
    )
    dialog.accepted.connect(lambda: _hand_on(parent, dialog.chosen, put))
    return dialog


def _hand_on(desk: "DeskPane", chosen: str, put: Callable[[str], object] | None) -> None:
    """Puts what was chosen where it belongs now."""
    if put is not None:
        put(chosen)
    elif desk.is_writing:
        desk.editor.text.appendPlainText(chosen)
    else:
        desk.area.begin("prepare", "")
        desk.area.page("prepare").add_words(chosen)


def _being_written(desk: "DeskPane") -> Entry | None:
    """The note being written as an example, if it says anything of one."""
    if not desk.is_writing:
        return None
    note = desk.editor.note
    if note.mode == "addition" or not (note.behaviour.strip() or note.situation.strip()):
        return None
    plain = msgspec.structs.replace(note, lane="ordinary", told="", action_points=())
    try:
        return entry_of(plain, listener())
    except WrongField:
        return None
