"""Protected events: a day and which, in no tab, no timeline, no letter; the sixth question reads them."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QToolButton

from coachdesk.gui.coaching.protected import ProtectedDialog, protected_form
from coachdesk.gui.coaching.record_form import RecordForm
from coachdesk.gui.main_window import MainWindow
from coachdesk.gui.tools import Tools
from coachdesk.records.people import Leader
from coachdesk.records.protected import ProtectedEvent
from tests.gui.coaching.filling import answered, fill, heard, press, texts
from tests.gui.conftest import settle
from tests.making import entry


def events(tools: Tools, leader: Leader) -> list[ProtectedEvent]:
    found = tools.session.view.about(leader.id, "protected_event")
    return [one for one in found if isinstance(one, ProtectedEvent)]


def at_the_list(act: Callable[[ProtectedDialog], object]) -> None:
    """Does ``act`` with the list that is about to open."""

    def found() -> None:
        shown = QApplication.activeModalWidget()
        assert isinstance(shown, ProtectedDialog)
        try:
            act(shown)
        finally:
            shown.reject()

    QTimer.singleShot(0, found)


def test_one_is_noted_and_taken_back_and_begins_nothing(
    unlocked: MainWindow, tools: Tools, ada: Leader
) -> None:
    said: list[str] = []

    def answer(form: RecordForm) -> None:
        form.save()
        assert heard(form, "type") == "Please choose one."
        form.answers["type"].choose("leave")
        form.save()
        said.append(heard(form, "day"))
        form.answers["day"].show_value("2026-02-03")
        form.save()

    def note(shown: ProtectedDialog) -> None:
        said.append(texts(shown))
        fill(answer)
        shown.add.click()
        settle()
        said.append(texts(shown))

    at_the_list(note)
    unlocked.commands["protected_events"].trigger()
    settle()
    assert "None is noted." in said[0]
    assert said[1], "a day has to be given"
    assert "3 February 2026: A leave" in said[2]
    (event,) = events(tools, ada)
    assert (event.day, event.type) == ("2026-02-03", "leave")
    answered(tools)
    assert not unlocked.desk.area.tabs.isVisible(), "it starts no page"
    assert unlocked.desk.timeline.list.model().rowCount() == 0, "it stands on no timeline"
    tools.session.withdraw(event.id, "It was another’s.")
    at_the_list(lambda shown: said.append(texts(shown)))
    unlocked.commands["protected_events"].trigger()
    assert "None is noted." in said[3]


def test_there_is_no_room_for_a_text(unlocked: MainWindow, tools: Tools, ada: Leader) -> None:
    form = protected_form(tools, (ada.id,), unlocked)
    assert set(form.answers) == {"type", "day"}
    assert [type(one).__name__ for one in form.findChildren(QLineEdit)] == ["Day"]
    form.deleteLater()
    assert set(ProtectedEvent.__struct_fields__) == {"id", "leader_ids", "day", "type"}


def test_each_can_be_taken_back_by_keyboard(unlocked: MainWindow, tools: Tools, ada: Leader) -> None:
    tools.session.put(ProtectedEvent.make(leader_ids=(ada.id,), day="2026-02-03", type="complaint"))
    dialog = ProtectedDialog(tools, ada.id, unlocked)
    (withdraw,) = dialog.findChildren(QToolButton)
    assert withdraw.accessibleName().startswith("Withdraw: ")
    assert withdraw.accessibleName().endswith("A complaint")
    dialog.deleteLater()


def test_the_sixth_question_reads_them(unlocked: MainWindow, tools: Tools, ada: Leader) -> None:
    def sixth() -> str:
        page: Any = unlocked.desk.area.page("decision")
        page.ask()
        answered(tools)
        return "\n".join(one.text() for one in page.findChildren(QLabel) if "rotected event" in one.text())

    tools.session.put(entry(ada))
    unlocked.desk.show_page(ada.id, "decision")
    assert "No protected event is noted." in sixth()
    tools.session.put(ProtectedEvent.make(leader_ids=(ada.id,), day="2026-01-03", type="leave"))
    answered(tools)
    assert "1 of 1 protected events" in sixth()


def test_the_decision_page_leads_there(unlocked: MainWindow, ada: Leader) -> None:
    unlocked.desk.show_page(ada.id, "decision")
    seen: list[str] = []
    at_the_list(lambda shown: seen.append(shown.accessibleName()))
    press(unlocked.desk.area.page("decision"), "Protected events…")
    assert seen == ["Protected events"]


def test_the_form_over_the_small_list_shows_all_that_is_asked(unlocked: MainWindow, tools: Tools) -> None:
    seen: list[bool] = []

    def note(shown: ProtectedDialog) -> None:
        fill(lambda form: seen.append(form._area.verticalScrollBar().maximum() == 0))
        shown.add.click()
        settle()

    at_the_list(note)
    unlocked.commands["protected_events"].trigger()
    settle()
    answered(tools)
    assert seen == [True]
