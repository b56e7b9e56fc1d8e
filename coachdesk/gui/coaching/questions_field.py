"""Questions to ask, one on each line: out of the bank or one's own, of which those that do not ask openly are told."""

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QMenu, QWidget

from coachdesk.coaching import questions
from coachdesk.coaching.questions import Verdict, Why
from coachdesk.gui.background import Background, Task
from coachdesk.gui.coaching.inputs import Input, Lines
from coachdesk.gui.texts import N_, _
from coachdesk.gui.tokens import XS, S
from coachdesk.gui.widgets import button, column, label, row

PURPOSES: Mapping[str, str] = {
    "understand": N_("To understand"),
    "reflect": N_("To have them look at themselves"),
    "impact": N_("About the impact"),
    "causes": N_("About what is behind it"),
    "business": N_("About the business"),
    "support": N_("About support"),
    "expectation": N_("About what is expected"),
    "account": N_("About their side of it"),
    "agree": N_("To agree on what is next"),
    "progress": N_("About progress"),
}

WHY: Mapping[Why, str] = {
    "yes_or_no": N_("“{question}” can be answered with yes or no. Begin with what or how."),
    "one_fact": N_("“{question}” asks for one fact. Ask what was behind it."),
    "expects_an_answer": N_("“{question}” leads: it says which answer you expect (“{found}”)."),
    "presumes": N_("“{question}” leads: it takes “{found}” for granted."),
    "asks_nothing": N_("“{question}” is no question."),
}
"""What is wrong with a question that is not open, as it is said below it."""

_PAUSE_MS, _LETTERS = 400, 60


def judged(lines: Sequence[str], _task: Task) -> list[tuple[str, Verdict]]:
    """The questions that are not open, and why."""
    found = [(line, questions.kind_of(line)) for line in lines]
    return [(line, verdict) for line, verdict in found if verdict.kind != "open"]


class QuestionsField(QWidget):
    """An answer of a form, as the others in ``inputs``. ``changed``: something was typed or taken from the bank."""

    changed = Signal()

    def __init__(self, asked: Input, background: Background) -> None:
        super().__init__()
        self._background = background
        self.edit = Lines(asked)
        self.edit.textChanged.connect(self._on_changed)
        self._menu = QMenu(self)
        for purpose in questions.purposes():
            shown = self._menu.addMenu(_(PURPOSES[purpose]))
            for one in questions.bank(purpose):
                if not one.needs_label:
                    text = _(one.text)
                    shown.addAction(text.replace("&", "&&")).triggered.connect(partial(self.take, text))
        self.bank = button(_("From the question bank…"), self._open, role="link")
        self._verdicts = column(gap=XS)
        self._pause = QTimer(self, interval=_PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self.judge)
        below, within = row(gap=S), column(gap=XS)
        below.addWidget(self.bank)
        below.addStretch(1)
        within.addWidget(self.edit)
        within.addLayout(self._verdicts)
        within.addLayout(below)
        self.setLayout(within)

    def _open(self) -> None:
        self._menu.setActiveAction(self._menu.actions()[0])
        self._menu.popup(self.bank.mapToGlobal(self.bank.rect().bottomLeft()))

    def take(self, text: str, _checked: object = None) -> None:
        """Puts a question below those that are there."""
        self.edit.setPlainText("\n".join((*self.value(), text)))
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_changed(self) -> None:
        self._pause.start()
        self.changed.emit()

    def judge(self) -> None:
        """Says which questions do not ask openly."""
        self._pause.stop()
        self._background.run(self, partial(judged, self.value()), self._say)

    def _say(self, found: Sequence[tuple[str, Verdict]]) -> None:
        while (item := self._verdicts.takeAt(0)) is not None:
            if (said := item.widget()) is not None:
                said.deleteLater()
        for line, verdict in found:
            short = line if len(line) <= _LETTERS else line[:_LETTERS].rstrip() + "…"
            words = _(WHY[verdict.why]).format(question=short, found=verdict.found)
            self._verdicts.addWidget(label(words, "warning", wraps=True))

    # As every answer of a form

    def value(self) -> tuple[str, ...]:
        """The questions."""
        return self.edit.value()

    def show_value(self, value: Sequence[str] | None) -> None:
        """Shows questions that were chosen before."""
        self.edit.show_value(value)
        self.judge()

    def begin(self) -> None:
        """Takes the keyboard."""
        self.edit.begin()
