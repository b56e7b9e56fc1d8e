"""The language checker in Prepare and in the forms: it marks, asks below the field, and never blocks."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QLabel

from coachdesk.gui.coaching.inputs import Input
from coachdesk.gui.coaching.prepare_form import PrepareForm
from coachdesk.gui.coaching.record_form import RecordForm
from coachdesk.gui.editor_text import GrowingText
from coachdesk.gui.main_window import MainWindow
from coachdesk.gui.tools import Tools
from coachdesk.gui.wording_marks import WordingMarks
from tests.gui.coaching.filling import answered
from tests.gui.conftest import settle

INPUTS = (
    Input("text", "The text", "prose"),
    Input("words", "In their own words", "prose"),
    Input("title", "The title"),
)


@pytest.fixture
def form(unlocked: MainWindow, tools: Tools) -> Iterator[RecordForm]:
    made = RecordForm(tools, "A form", INPUTS, lambda _answers: [], unlocked)
    made.show()
    yield made
    made.hide()
    made.deleteLater()


def look(marks: WordingMarks, tools: Tools) -> None:
    marks.look()
    answered(tools)


def marked(edit: GrowingText) -> list[str]:
    return [one.cursor.selectedText() for one in edit.extraSelections()]


def said(form: RecordForm | PrepareForm) -> list[str]:
    """The lines below the fields."""
    return [one.text() for one in form.findChildren(QLabel) if one.isVisibleTo(form) and "“" in one.text()]


def test_a_finding_is_marked_and_asked_about_below_its_field(form: RecordForm, tools: Tools) -> None:
    form.answers["text"].setPlainText("🙂 He is lazy. He is always late.")
    look(form.marks, tools)
    assert marked(form.answers["text"]) == ["lazy", "always"]
    (line,) = said(form)
    assert line.startswith("“lazy”: ")
    assert line.endswith("(1 more place is marked.)")
    form.answers["text"].setPlainText("He came at ten.")
    look(form.marks, tools)
    assert marked(form.answers["text"]) == []
    assert said(form) == []


def test_it_looks_by_itself_once_nobody_types(form: RecordForm, tools: Tools, qtbot: object) -> None:
    form.answers["text"].setPlainText("He is lazy.")
    assert marked(form.answers["text"]) == []
    qtbot.waitUntil(lambda: marked(form.answers["text"]) == ["lazy"])  # type: ignore[attr-defined]
    assert tools.session.is_open


def test_what_the_leader_said_is_left_to_them(form: RecordForm, tools: Tools) -> None:
    form.answers["words"].setPlainText("You are lazy, all of you.")
    look(form.marks, tools)
    assert marked(form.answers["words"]) == []
    assert said(form) == []


def test_it_never_blocks_and_can_be_switched_off(form: RecordForm, tools: Tools) -> None:
    form.answers["text"].setPlainText("He is lazy.")
    tools.settings.change(check_wording=False)
    look(form.marks, tools)
    assert marked(form.answers["text"]) == []
    tools.settings.change(check_wording=True)
    look(form.marks, tools)
    assert marked(form.answers["text"]) == ["lazy"]
    form.save()
    assert form.result() == RecordForm.DialogCode.Accepted


def test_prepare_is_looked_at_too(unlocked: MainWindow, tools: Tools) -> None:
    unlocked.commands["prepare"].trigger()
    settle()
    form = unlocked.desk.area.page("prepare").form
    form.answers["opening"].setPlainText("He is lazy.")
    look(form.marks, tools)
    assert marked(form.answers["opening"]) == ["lazy"]
    assert said(form)[0].startswith("“lazy”: ")
    tools.session.lock("hand")
    settle()
    assert unlocked.desk.area.page("prepare").form is None
