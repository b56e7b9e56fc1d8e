"""The fields of a prepared conversation: what is asked, what may be chosen from the journal, what is typed so far."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from coachdesk.coaching.conversation import Candidate, Lack, offer
from coachdesk.gui import wording
from coachdesk.gui.coaching.inputs import Input, NotUnderstood, made
from coachdesk.gui.coaching.prepare_sheet import LACKS, days_ago, people
from coachdesk.gui.coaching.questions_field import QuestionsField
from coachdesk.gui.errors import sentence
from coachdesk.gui.texts import N_, _
from coachdesk.gui.tokens import XS, M
from coachdesk.gui.tools import Tools
from coachdesk.gui.typed import show_typed, typed_in
from coachdesk.gui.when import DayField
from coachdesk.gui.widgets import button, column, label, section
from coachdesk.gui.wording_marks import WordingMarks
from coachdesk.journal.view import View
from coachdesk.records.base import InvalidRecord, Record
from coachdesk.records.entry import Entry, Presence
from coachdesk.records.meeting import Meeting, Slot
from coachdesk.records.plan import Expectation, Goal
from coachdesk.records.support import Support
from coachdesk.records.talk import Preparation

_NEWEST, _LETTERS, _LINE, _FEW = 400, 40, 80, 3

_INPUTS = (
    Input("at", N_("&When"), "slot"),
    Input("place", N_("W&here"), "line", N_("A neutral room, a walk, a call …")),
    Input("is_private", N_("In private: nobody else can hear"), "yes"),
    Input("is_neutral", N_("On neutral ground: neither your room nor theirs"), "yes"),
    Input("present", N_("Who is there besides the two of you"), "lines", N_("One on each line: name, as what")),
    Input("success_entry_id", N_("A past success to begin with"), "one_of"),
    Input("opening", N_("What I will say first"), "prose", N_("What they did well, and what this talk is for.")),
    Input("example_ids", N_("Observations to speak about"), "many_of"),
    Input("impact", N_("The impact"), "prose", N_("What it did to the work, to others, to you.")),
    Input("questions", N_("Questions to ask, one on each line"), "lines", N_("What was your view of it?")),
    Input("goal_ids", N_("Growth: which goal does it help with?"), "many_of"),
    Input("support_offer", N_("Support to offer"), "prose", N_("Training, a mentor, relief, your time …")),
    Input("expectation", N_("What is expected"), "prose", N_("What shall be different, and how both will see it.")),
    Input("next_on", N_("The next conversation"), "day_ahead"),
)  # fmt: skip


_GROWTH = N_(
    "Say that you believe in them and want to see them succeed, and ask how you can work on it together."
)

_WARNED: Mapping[str, Lack] = {"success_entry_id": "no_success", "example_ids": "old_example"}
"""What is said at once beside the field that it is about."""


class OnFile(NamedTuple):
    """What the journal has for a conversation: the entries by id, and what may be chosen."""

    entries: Mapping[str, Entry]
    successes: Mapping[str, str]
    examples: Mapping[str, str]
    goals: Mapping[str, str]
    supports: tuple[str, ...]
    expectations: tuple[str, ...]


def on_file(view: View, leader_id: str, today: dt.date) -> OnFile:
    """What may go into a conversation with a leader."""
    listed = [one for one in view.timeline(leader_id, limit=_NEWEST).entries if not one.withdrawn]
    entries = {one.entry.id: one.entry for one in listed}
    coached = [
        one for name in ("support", "expectation", "plan", "goal") for one in view.about(leader_id, name)
    ]
    found = offer([*entries.values(), *coached], leader_id, today)
    by_id: dict[str, Record] = {one.id: one for one in coached}
    supports = [by_id[one] for one in found.support_ids]
    expectations = [by_id[one] for one in found.expectation_ids]
    goals = [by_id[one] for one in found.goal_ids]
    return OnFile(
        entries,
        {one.entry_id: _option(entries[one.entry_id], one) for one in found.successes},
        {one.entry_id: _option(entries[one.entry_id], one) for one in found.examples},
        {one.id: one.title for one in goals if isinstance(one, Goal)},
        tuple(one.what for one in supports if isinstance(one, Support)),
        tuple(one.text for one in expectations if isinstance(one, Expectation)),
    )


def next_slot(view: View, leader_id: str, today: dt.date) -> Slot | None:
    """When this leader alone is to be met next, as far as it is planned."""
    found = [one for one in view.about(leader_id, "meeting") if isinstance(one, Meeting)]
    planned = [one.at for one in found if one.state == "planned" and len(one.leader_ids) == 1]
    ahead = [at for at in planned if at.day >= today.isoformat()]
    return min(ahead, key=lambda at: at.local, default=None)


def _option(entry: Entry, candidate: Candidate) -> str:
    words = " ".join((entry.title or entry.behaviour or entry.text).split())
    words = words if len(words) <= _LETTERS else words[:_LETTERS].rstrip() + "…"
    template = _("{ago}: {words} (not told yet)") if candidate.is_untold else _("{ago}: {words}")
    return template.format(ago=days_ago(candidate.age), words=words or wording.kind(entry.kind))


class PrepareForm(QWidget):
    """All that is asked. ``changed``: something was typed or chosen."""

    changed = Signal()

    def __init__(self, tools: Tools, known: OnFile) -> None:
        super().__init__()
        self.known = known
        self.answers: dict[str, Any] = {}
        self._problems: dict[str, QLabel] = {}
        self._warnings: dict[str, QLabel] = {}
        within = column(gap=XS)
        options = {
            "success_entry_id": known.successes,
            "example_ids": known.examples,
            "goal_ids": known.goals,
        }
        for asked in _INPUTS:
            widget = self._asked(tools, asked._replace(options=options.get(asked.key, {})))
            self.answers[asked.key] = widget
            if asked.kind != "yes":
                is_growth_alone = asked.key == "goal_ids" and not known.goals
                name = section(_("Growth") if is_growth_alone else _(asked.name))
                name.setBuddy(widget)
                within.addWidget(name)
            if asked.key == "goal_ids":
                within.addWidget(label(_(_GROWTH), "quiet", wraps=True))
                if not known.goals:  # what has no place yet would be seen for a moment if it were shown
                    widget.hide()
            within.addWidget(widget)
            self._suggest(within, asked.key)
            problem = label("", "danger", wraps=True)
            problem.hide()
            self._problems[asked.key] = problem
            within.addWidget(problem)
            if asked.key in _WARNED:
                self._warnings[asked.key] = label("", "warning", wraps=True)
                within.addWidget(self._warnings[asked.key])
            within.addSpacing(M)
        self.setLayout(within)
        self.marks = WordingMarks(tools, self, self.answers)
        for widget in self.answers.values():
            _watch(widget, self.changed.emit)

    def _asked(self, tools: Tools, asked: Input) -> Any:
        if asked.key == "questions":
            return QuestionsField(asked, tools.session.background)
        widget = made(asked)
        if not asked.options and asked.key in ("success_entry_id", "example_ids"):
            widget.setEnabled(False)
        return widget

    def _suggest(self, within: QVBoxLayout, key: str) -> None:
        """What is on file for a field, one press away."""
        found = {"support_offer": self.known.supports, "expectation": self.known.expectations}.get(key, ())
        for words in found[:_FEW]:
            short = words if len(words) <= _LINE else words[:_LINE].rstrip() + "…"
            said = _("On file: {words}").format(words=short).replace("&", "&&")
            within.addWidget(button(said, partial(self.add_to, key, words), role="link"))

    def add_to(self, key: str, words: str) -> None:
        """Puts words below what a field of prose has already."""
        edit = self.answers[key]
        before = edit.value()
        if words not in before:
            edit.setPlainText("\n".join(part for part in (before, words) if part))
        edit.begin()

    def warn(self, lacks: Collection[Lack]) -> None:
        """Says beside success and examples what they lack."""
        for key, about in _WARNED.items():
            self._warnings[key].setText(_(LACKS[about]) if about in lacks else "")
            self._warnings[key].setVisible(about in lacks)

    # What is typed, understood or not

    def settle(self) -> None:
        """Days stand as they were understood, as when the keyboard leaves them."""
        for field in self.findChildren(DayField):
            field.show_kept(field.kept)

    def typed(self) -> dict[str, Any]:
        """Everything as it stands, for a draft."""
        found = {key: typed_in(answer) for key, answer in self.answers.items()}
        return {key: list(one) if isinstance(one, tuple) else one for key, one in found.items()}

    def show_typed(self, typed: Mapping[str, Any]) -> None:
        """Shows what a draft has kept."""
        for key, answer in self.answers.items():
            if key in typed:
                show_typed(answer, typed[key])

    def show_preparation(self, preparation: Preparation) -> None:
        """Shows what is on file."""
        for key, answer in self.answers.items():
            answer.show_value(people(preparation) if key == "present" else getattr(preparation, key))

    def made_of(self, preparation: Preparation, *, quietly: bool = False) -> Preparation | None:
        """The preparation with what is typed here; None if something cannot be understood, which is said beside it."""
        for problem in self._problems.values():
            problem.hide()
        values: dict[str, Any] = {}
        refuse = _ignore if quietly else self._refuse
        for key, answer in self.answers.items():
            try:
                values[key] = answer.value()
            except NotUnderstood as error:
                return refuse(key, error.sentence)
        values["example_ids"] = self._in_their_order(values["example_ids"])
        values["present"] = tuple(one for one in map(Presence.of_words, values["present"]) if one.name)
        try:
            return preparation.changed(**values)
        except InvalidRecord as error:
            return refuse(error.field.partition(".")[0], sentence(error))

    def _in_their_order(self, ids: Sequence[str]) -> tuple[str, ...]:
        """The oldest example first, as one tells it."""
        return tuple(sorted(ids, key=lambda one: self.known.entries[one].occurred.sort_key))

    def _refuse(self, key: str, words: str) -> None:
        """Says beside a field why it makes no answer."""
        key = key if key in self.answers else "at"
        self._problems[key].setText(words)
        self._problems[key].show()
        self.answers[key].begin()

    def begin(self) -> None:
        """The keyboard goes to the first field."""
        self.answers["at"].begin()


def _ignore(_key: str, _words: str) -> None:
    """Says nothing: it is still being typed."""


_TELLS = (
    (QLineEdit, "textChanged"),
    (QPlainTextEdit, "textChanged"),
    (QCheckBox, "toggled"),
    (QComboBox, "currentIndexChanged"),
    (QSpinBox, "valueChanged"),
    (QListWidget, "itemChanged"),
)


def _watch(widget: QWidget, slot: Any) -> None:
    """Has ``slot`` called whenever something changes in an answer."""
    for kind, signal in _TELLS:
        for part in (widget, *widget.findChildren(kind)):
            if isinstance(part, kind):
                getattr(part, signal).connect(lambda *_said: slot())
