"""One dialog for every coaching record: a table of questions, and what is made of the answers.

Nothing is sealed before *Save*. What makes no record is said beside the question it is about.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from coachdesk.gui.announcing import announce
from coachdesk.gui.coaching.inputs import Input, NotUnderstood, made
from coachdesk.gui.errors import sentence
from coachdesk.gui.tab_order import put_after
from coachdesk.gui.texts import N_, _
from coachdesk.gui.tokens import XL, XS, L, M, S
from coachdesk.gui.tools import Tools
from coachdesk.gui.unfinished import Form
from coachdesk.gui.widgets import button, column, label, line, row, section
from coachdesk.gui.wording_marks import WordingMarks
from coachdesk.journal.errors import JournalError
from coachdesk.records.base import InvalidRecord, Record

_WIDTH, _MOST_OF_THE_PARENT = 560, 0.92

Make = Callable[[dict[str, Any]], Sequence[Record]]
"""Records made of the answers, the one that matters last. Raises InvalidRecord."""


class RecordForm(Form):
    """Asks, makes the records, seals them. :attr:`saved` are what was sealed.

    The function that makes one is marked with ``unfinished.reopens``: then what is typed is kept until it is sealed.

    ``values`` are answers given before, by key; with ``why`` a reason for the change may be given.
    ``before_it`` does with the answers what is done to other records, just before those made are sealed.
    What is asked with the key ``why`` is the reason too: it is kept beside the change, and not made a record of;
    what is asked with the key ``because`` is both.
    """

    def __init__(  # noqa: PLR0913  # what is asked, and how it is put
        self,
        tools: Tools,
        title: str,
        inputs: Sequence[Input],
        make: Make,
        parent: QWidget,
        *,
        explanation: str = "",
        values: Mapping[str, Any] | None = None,
        why: bool = False,
        action: str = "",
        before_it: Callable[[Mapping[str, Any]], object] = lambda _values: None,
    ) -> None:
        super().__init__(tools, parent)
        self._tools, self._inputs, self._make = tools, tuple(inputs), make
        self._before_it = before_it
        self.saved: tuple[Record, ...] = ()
        self._room = max(one.height() for one in _windows(parent))
        self.setWindowTitle(
            "CoachDesk"
        )  # a title may name somebody, and other programs read those of windows
        self.setAccessibleName(title)
        self.answers = {asked.key: made(asked) for asked in self._inputs}
        self.reason = made(_WHY) if why else None
        self._problems: dict[str, QLabel] = {}
        self._arrange(title, explanation, action or _("Save"))
        self.marks = WordingMarks(tools, self, self.answers)
        for key, value in (values or {}).items():
            if key in self.answers:
                self.answers[key].show_value(value)
        self.answers[self._inputs[0].key].begin()

    def _arrange(self, title: str, explanation: str, action: str) -> None:
        asked = column(margin=0, gap=XS)
        asked.setContentsMargins(XL, S, XL, L)
        for one in self._inputs:
            self._ask(asked, one, self.answers[one.key])
        if self.reason is not None:
            self._ask(asked, _WHY, self.reason)
        asked.addStretch(1)
        page = QWidget()
        page.setLayout(asked)
        self._area = QScrollArea(widgetResizable=True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidget(page)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        head = column(gap=XS)
        head.setContentsMargins(XL, XL, XL, S)
        head.addWidget(label(title, "title", wraps=True))
        if explanation:
            head.addWidget(label(explanation, "quiet", wraps=True))
        head.addWidget(self.message)
        self.save_button = button(action, self.save, role="primary")
        self.save_button.setDefault(True)
        buttons = row(gap=S)
        buttons.setContentsMargins(XL, M, XL, L)
        buttons.addWidget(self.keeping, 1)
        buttons.addWidget(button(_("Close"), self.reject))
        buttons.addWidget(self.save_button)
        within = column(gap=0)
        within.addLayout(head)
        within.addWidget(self._area, 1)
        within.addWidget(line())
        within.addLayout(buttons)
        self.setLayout(within)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self.save)
        self.setMinimumWidth(_WIDTH)

    def _ask(self, where: Any, asked: Input, widget: QWidget) -> None:
        if asked.kind != "yes":
            name = section(asked.said.replace("&", "&&"))
            name.setBuddy(widget)
            where.addWidget(name)
        where.addWidget(widget)
        problem = label("", "danger", wraps=True)
        problem.hide()
        self._problems[asked.key] = problem
        where.addWidget(problem)
        where.addSpacing(M)

    def advise(self, key: str, judge: Callable[[str], str]) -> None:
        """Has what is typed in a text judged while it is typed: what ``judge`` says stands under it. It never blocks."""
        advice, answer = label("", "warning", wraps=True), self.answers[key]
        self.put_under(key, advice)

        def say() -> None:
            said = judge(answer.value())
            if said != advice.text():
                advice.setText(said)
                advice.setVisible(bool(said))
                self._fit()
                announce(answer, said)

        advice.hide()
        answer.textChanged.connect(say)
        say()

    def put_under(self, key: str, widget: QWidget) -> None:
        """Adds a widget below an answer, above what is said of it."""
        within = cast("QVBoxLayout", cast("QWidget", self._area.widget()).layout())
        within.insertWidget(within.indexOf(self._problems[key]), widget)
        put_after(self.answers[key], widget.findChildren(QAbstractButton))

    def showEvent(self, event: QShowEvent) -> None:
        """As high as what is asked, as far as the window beneath is. What is in it has its size only now."""
        super().showEvent(event)
        if not event.spontaneous():
            for _without_bar in range(2):
                self._fit()

    def _fit(self) -> None:
        if not self.isVisible():
            return
        page, within = self._area.widget(), self.layout()
        assert page is not None
        assert within is not None
        # A bar that is there makes the page narrower and higher, and would stay though all fits without it.
        self._area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        within.activate()
        wanted = (
            page.heightForWidth(self._area.width()) if page.hasHeightForWidth() else page.sizeHint().height()
        )
        missing = wanted - self._area.height()
        self.resize(_WIDTH, min(self.height() + missing, round(self._room * _MOST_OF_THE_PARENT)))
        self._area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)

    def fields_by_name(self) -> Mapping[str, Any]:
        """The answers, and the reason for the change."""
        return self.answers if self.reason is None else {**self.answers, _WHY.key: self.reason}

    def save(self) -> None:
        """Seals what was answered, or says why not."""
        self.message.clear()
        for problem in self._problems.values():
            problem.hide()
        values: dict[str, Any] = {}
        for key, answer in self.answers.items():
            try:
                values[key] = answer.value()
            except NotUnderstood as error:
                self._refuse(key, error.sentence)
                return
        reason = values.pop("why", values.get("because", "")) if self.reason is None else self.reason.value()
        try:
            records = tuple(self._make(dict(values)))
            self._before_it(values)
            if records:
                self._tools.session.put(*records, reason=reason, draft_id=self.keeping.draft_id)
        except InvalidRecord as error:
            self._refuse(error.field, sentence(error))
            return
        except JournalError as error:
            self.message.show_error(error)
            return
        self.saved = records
        if not records:
            self.keeping.done()
        self.accept()

    def _refuse(self, field: str, words: str) -> None:
        """Says it beside the question, or above all of them if it is about none."""
        names = (field, field.rpartition(".")[2], field.partition(".")[0])
        key = next((name for name in names if name in self.answers), "")
        if not key:
            self.message.show_sentence(words)
            return
        self._problems[key].setText(words)
        self._problems[key].show()
        self._fit()
        self.answers[key].setAccessibleDescription(words)
        self.answers[key].begin()
        self._area.ensureWidgetVisible(self._problems[key])


def _windows(widget: QWidget | None) -> Iterator[QWidget]:
    """The window that a widget is in, and those it is over: a small one leaves a form no less room."""
    while widget is not None:
        yield (window := widget.window())
        widget = window.parentWidget()


_WHY = Input(
    "why", N_("Why is it changed? (if you like)"), "line", N_("The reason is kept beside the change.")
)


def record_form(  # noqa: PLR0913  # what is asked, and how it is put
    tools: Tools,
    parent: QWidget,
    title: str,
    inputs: Sequence[Input],
    *,
    kind: type[Record] | None = None,
    record: Record | None = None,
    values: Mapping[str, Any] | None = None,
    explanation: str = "",
    **fixed: Any,
) -> RecordForm:
    """The form of a plain record, whose fields are what is asked: a new one of ``kind``, or ``record`` changed.

    ``fixed`` are fields that are not asked; ``values`` what stands in the fields of a new one to begin with.
    """
    before = {one.key: getattr(record, one.key) for one in inputs} if record is not None else values

    def make_one(answers: dict[str, Any]) -> Sequence[Record]:
        if record is not None:
            changed = record.changed(**answers, **fixed)
            return [changed] if changed != record else []
        assert kind is not None
        return [kind.make(**answers, **fixed)]

    return RecordForm(
        tools, title, inputs, make_one, parent, values=before, why=record is not None, explanation=explanation
    )


def run(form: RecordForm) -> bool:
    """Shows a form and waits; nothing of it lives on. Whether anything was sealed."""
    try:
        form.exec()
        return bool(form.saved)
    finally:
        form.deleteLater()
