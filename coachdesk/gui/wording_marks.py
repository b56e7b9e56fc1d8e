"""The language checker beside the fields of a form: quiet marks in the text, and one line below it that asks.

It never blocks, and what is the leader's own words is left to them.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QBoxLayout, QLabel, QWidget

from coachdesk.coaching import own_rules
from coachdesk.coaching.wording import Facts, Finding
from coachdesk.gui import wording
from coachdesk.gui.editor_text import GrowingText
from coachdesk.gui.texts import _, ngettext
from coachdesk.gui.tools import Tools
from coachdesk.gui.widgets import label
from coachdesk.gui.wording_check import Watch, words_for
from coachdesk.gui.wording_underline import underline

_PAUSE_MS, _LETTERS = 700, 60

_OF_OTHERS = ("words", "restated", "response", "background", "history", "untenable")
"""Fields that hold what somebody else said."""


class WordingMarks(QObject):
    """Looks at the texts of a form once nobody types. It lives as long as the form."""

    def __init__(self, tools: Tools, form: QWidget, fields: Mapping[str, Any]) -> None:
        """Of ``fields``, by key, those are looked at that are prose of the manager's own."""
        super().__init__(form)
        self._tools = tools
        self._edits = {
            key: edit
            for key, edit in fields.items()
            if isinstance(edit, GrowingText) and key not in _OF_OTHERS
        }
        self.findings: tuple[Finding, ...] = ()
        self._lines = {key: _line_below(edit) for key, edit in self._edits.items()}
        self._watch = Watch(tools.session.background, self)
        self._pause = QTimer(self, interval=_PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self.look)
        for edit in self._edits.values():
            edit.textChanged.connect(self._look_soon)
        tools.settings.changed.connect(self._look_soon)
        tools.look.changed.connect(self._mark)
        self._look_soon()

    def _look_soon(self) -> None:
        self._watch.drop()
        self._pause.start()

    def look(self) -> None:
        """Has the texts looked at now."""
        self._pause.stop()
        session = self._tools.session
        if not session.is_open:
            return
        if not self._tools.settings.current.check_wording:
            self._show(())
            return
        texts = {key: edit.words for key, edit in self._edits.items() if edit.words.strip()}
        facts = Facts(names=tuple(leader.name for leader in session.view.leaders()))
        self._watch.look(texts, facts, self._show, session.view.setting(own_rules.SETTING))

    def _show(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        self._mark()
        for key, line in self._lines.items():
            said = _said([one for one in findings if one.field == key])
            line.setText(said)
            line.setVisible(bool(said))

    def _mark(self) -> None:
        for key, edit in self._edits.items():
            underline(self._tools.look, edit, [one for one in self.findings if one.field == key])


def _line_below(edit: GrowingText) -> QLabel:
    """Room for one line directly below a text."""
    made, parent = label("", "caption", wraps=True), edit.parentWidget()
    within = parent.layout() if parent is not None else None
    assert isinstance(within, QBoxLayout)
    within.insertWidget(within.indexOf(edit) + 1, made)
    made.hide()
    return made


def _said(findings: Sequence[Finding]) -> str:
    """The question of the first finding, and how many there are besides."""
    if not findings:
        return ""
    first, others = findings[0], len(findings) - 1
    found = " ".join(first.found.split())
    short = found if len(found) <= _LETTERS else found[:_LETTERS].rstrip() + "…"
    question = _(words_for(first, "question"))
    if not others:
        return _("“{found}”: {question}").format(found=short, question=question)
    template = ngettext(
        "“{found}”: {question} ({count} more place is marked.)",
        "“{found}”: {question} ({count} more places are marked.)",
        others,
    )
    return template.format(found=short, question=question, count=wording.number(others))
