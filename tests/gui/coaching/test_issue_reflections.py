"""A reflection that the leader is asked for: by a day, waited for on its issue, and named by the note that holds it."""

import datetime as dt
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget

from coachdesk.gui.coaching.record_form import RecordForm
from coachdesk.gui.main_window import MainWindow
from coachdesk.gui.tools import Tools
from coachdesk.records.issue import Issue, SelfReflection
from coachdesk.records.people import Leader
from tests.gui.coaching.filling import fill, heard, press, texts
from tests.gui.conftest import settle
from tests.making import entry

TODAY = dt.date.today()  # noqa: DTZ011  # the day on the wall, as the page has it
QUESTION = "What did the others see?"


def day(ahead: int) -> str:
    return (TODAY + dt.timedelta(days=ahead)).isoformat()


def only(tools: Tools, ada: Leader) -> Issue:
    (found,) = tools.session.view.about(ada.id, "issue")
    assert isinstance(found, Issue)
    return found


@pytest.fixture
def page(unlocked: MainWindow) -> QWidget:
    found: QWidget = unlocked.desk.area.page("issues")
    return found


def put(tools: Tools, window: MainWindow, ada: Leader, **asked: Any) -> None:
    """An issue on which the leader was asked to reflect, if it is said when, and its page."""
    requests = (SelfReflection(**asked),) if asked else ()
    tools.session.put(Issue.make(leader_ids=(ada.id,), title="Interrupts", self_reflections=requests))
    window.desk.area.show_page(ada.id, "issues")


def test_it_is_asked_for_by_a_day_with_questions_of_the_bank(
    unlocked: MainWindow, tools: Tools, ada: Leader, page: QWidget
) -> None:
    put(tools, unlocked, ada)

    def ask(form: RecordForm) -> None:
        assert len(form.answers["questions"].value()) == 3
        form.answers["questions"].setPlainText(f"{QUESTION}\n\nWhat would you do again?")
        form.answers["by_day"].show_kept("")
        form.save()
        assert form.isVisible()
        form.answers["by_day"].show_kept(day(9))
        form.save()

    fill(ask)
    press(page, "Ask for a reflection…")
    (request,) = only(tools, ada).self_reflections
    assert (request.asked_on, request.by_day, request.came_on) == (day(0), day(9), None)
    assert request.questions == (QUESTION, "What would you do again?")
    assert QUESTION in texts(page)
    assert "Ask for a reflection…" not in texts(page)


def test_the_note_that_holds_it_names_it_and_it_is_waited_for_no_more(
    unlocked: MainWindow, tools: Tools, ada: Leader, page: QWidget
) -> None:
    put(tools, unlocked, ada, asked_on=day(-9), by_day=day(-2), questions=(QUESTION,))
    press(page, "Write their reflection down…")
    editor = unlocked.desk.editor
    first = editor.draft_id
    assert (editor.note.kind, editor.note.title) == ("response", "Reflection: Interrupts")
    assert QUESTION in editor.note.text
    editor.page.fields["account"].edit.setPlainText("They waited until I had finished.")
    unlocked.desk.area.show_page(ada.id, "issues")
    press(page, "Write their reflection down…")
    assert editor.draft_id == first  # it is begun only once
    editor.seal()
    settle()
    (request,) = only(tools, ada).self_reflections
    assert (request.came_on, request.entry_id) == (day(0), unlocked.desk.entry_id)
    assert request.questions == (QUESTION,)
    unlocked.desk.area.show_page(ada.id, "issues")
    assert "Ask for a reflection…" in texts(page)
    press(page, "came on")
    assert unlocked.desk.area.key == "timeline"


def test_a_note_of_another_kind_leaves_it_waiting(
    unlocked: MainWindow, tools: Tools, ada: Leader, page: QWidget
) -> None:
    put(tools, unlocked, ada, asked_on=day(-9), by_day=day(-2))
    press(page, "Write their reflection down…")
    kinds = unlocked.desk.editor.head.kind
    kinds.setCurrentIndex(kinds.findData("conversation"))
    kinds.activated.emit(kinds.currentIndex())
    unlocked.desk.editor.page.fields["account"].edit.setPlainText("They waited until I had finished.")
    unlocked.desk.editor.seal()
    settle()
    assert only(tools, ada).self_reflections[0].came_on is None


def test_a_note_in_which_only_the_questions_stand_leaves_it_waiting(
    unlocked: MainWindow, tools: Tools, ada: Leader, page: QWidget
) -> None:
    put(tools, unlocked, ada, asked_on=day(-9), by_day=day(-2), questions=(QUESTION,))
    press(page, "Write their reflection down…")
    unlocked.desk.editor.seal()
    settle()
    noted = tools.session.view.get(unlocked.desk.entry_id).record
    assert QUESTION in getattr(noted, "text", "")
    assert only(tools, ada).self_reflections[0].came_on is None


def test_a_note_of_a_day_before_it_was_asked_for_is_not_sealed_and_says_why(
    unlocked: MainWindow, tools: Tools, ada: Leader, page: QWidget
) -> None:
    put(tools, unlocked, ada, asked_on=day(0), by_day=day(7))
    press(page, "Write their reflection down…")
    editor = unlocked.desk.editor
    editor.page.fields["account"].edit.setPlainText("They waited until I had finished.")
    editor.head.when.line.setText(day(-3))
    editor.head.when.line.textEdited.emit(day(-3))
    before = tools.session.journal.head.size
    editor.seal()
    settle()
    assert unlocked.desk.is_writing
    assert "Dates cannot run backwards" in editor.message.text
    assert tools.session.journal.head.size == before


def test_what_is_waited_for_can_be_put_off_and_given_up(
    unlocked: MainWindow, tools: Tools, ada: Leader, page: QWidget
) -> None:
    put(tools, unlocked, ada, asked_on=day(-9), by_day=day(-2), questions=(QUESTION,))

    def put_off(form: RecordForm) -> None:
        assert form.answers["questions"].value() == (QUESTION,)
        form.answers["by_day"].show_kept(day(5))
        form.save()

    fill(put_off)
    press(page, "Change what is asked…")
    (request,) = only(tools, ada).self_reflections
    assert (request.asked_on, request.by_day, request.questions) == (day(-9), day(5), (QUESTION,))

    def give_up(form: RecordForm) -> None:
        form.answers["by_day"].show_kept("")
        form.save()

    fill(give_up)
    press(page, "Change what is asked…")
    assert only(tools, ada).self_reflections == ()
    assert "Ask for a reflection…" in texts(page)


def test_what_was_asked_and_what_came_is_of_no_day_to_come(
    unlocked: MainWindow, tools: Tools, ada: Leader, page: QWidget
) -> None:
    put(tools, unlocked, ada)

    def ask(form: RecordForm) -> None:
        form.answers["asked_on"].show_value(day(1))
        form.save()
        assert "is still to come" in heard(form, "asked_on")
        form.answers["asked_on"].show_value(day(-3))
        form.save()

    fill(ask)
    press(page, "Ask for a reflection…")

    def come(form: RecordForm) -> None:
        form.answers["day"].show_value("tomorrow")
        form.save()
        assert "is still to come" in heard(form, "day")
        assert only(tools, ada).self_reflections[0].came_on is None
        form.answers["day"].show_value("today")
        form.save()

    fill(come)
    press(page, "Their reflection is noted…")
    assert only(tools, ada).self_reflections[0].came_on == day(0)


def test_nothing_is_asked_about_what_is_resolved(
    unlocked: MainWindow, tools: Tools, ada: Leader, page: QWidget
) -> None:
    tools.session.put(Issue.make(leader_ids=(ada.id,), title="Interrupts", status="resolved"))
    unlocked.desk.area.show_page(ada.id, "issues")
    assert "Interrupts" in texts(page)
    assert "Ask for a reflection…" not in texts(page)


def test_one_that_is_on_file_already_is_named(
    unlocked: MainWindow, tools: Tools, ada: Leader, page: QWidget
) -> None:
    response = entry(ada, kind="response", account="They waited.")
    tools.session.put(response)
    put(tools, unlocked, ada, asked_on=day(-9), by_day=day(-2))

    def name(form: RecordForm) -> None:
        form.answers["entry_id"].show_value(response.id)
        form.save()

    fill(name)
    press(page, "Their reflection is noted…")
    (request,) = only(tools, ada).self_reflections
    assert (request.came_on, request.entry_id) == (day(0), response.id)


def test_one_that_came_and_is_noted_nowhere_is_said_to_have_come(
    unlocked: MainWindow, tools: Tools, ada: Leader, page: QWidget
) -> None:
    put(tools, unlocked, ada, asked_on=day(-9), by_day=day(-2))
    fill(lambda form: form.save())
    press(page, "Their reflection is noted…")
    assert only(tools, ada).self_reflections[0].entry_id is None
    assert "came on" in texts(page)
