"""Coaching by keyboard alone: every page is reached, every form is filled in, left and saved, and nothing is lost."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from coachdesk.gui.coaching.commands import STARTS
from coachdesk.gui.coaching.pages import PAGES, PICTURE
from coachdesk.gui.coaching.record_form import RecordForm
from coachdesk.gui.main_window import MainWindow
from coachdesk.gui.tools import Tools
from coachdesk.records.issue import Issue
from coachdesk.records.people import Contact, Leader
from coachdesk.records.plan import Expectation
from tests.coached import one_of_each
from tests.gui.coaching.filling import fill
from tests.gui.conftest import settle
from tests.making import entry

FORMS = [command for command, page, what in STARTS if page != "prepare" and what != "protected"]


@pytest.fixture
def front(unlocked: MainWindow, qtbot: QtBot) -> MainWindow:
    """The window in front, as a person has it."""
    with qtbot.waitActive(unlocked):
        unlocked.activateWindow()
    return unlocked


def focused(window: QWidget) -> QWidget:
    """What has the keyboard in a window."""
    found = window.focusWidget()
    assert found is not None
    return found


def press(window: QWidget, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(focused(window), key, held)
    settle()


@pytest.mark.usefixtures("qtbot")
def test_every_page_is_reached_by_the_arrow_keys_and_tab_goes_into_it(
    front: MainWindow, tools: Tools, ada: Leader
) -> None:
    ben, contact = Leader.make(name="Ben Ode"), Contact.make(name="J. Fairclough")
    entries = entry(ada, title="Planning"), entry(ada, title="Review")
    tools.session.put(ben)
    records = one_of_each([ada, ben], entries, contact)
    tools.session.put(contact, *entries, *records.values())
    area = front.desk.area
    front.desk.show_leader(ada.id)
    settle()
    area.tabs.setFocus()
    seen = []
    for _tab in range(1, area.tabs.count()):
        area.tabs.setFocus()
        press(front, Qt.Key.Key_Right)
        seen.append(area.key)
        press(front, Qt.Key.Key_Tab)
        assert area.page(area.key).isAncestorOf(focused(front)) or focused(front) is area.page(area.key), (
            area.key
        )
    assert seen == [page.key for page in PAGES if PICTURE not in page.records]


@pytest.mark.parametrize("command", FORMS)
def test_a_form_is_filled_in_left_and_taken_up_again(front: MainWindow, tools: Tools, command: str) -> None:
    tools.session.put(Leader.make(name="Ben Ode"))
    typed: list[str] = []

    def half(form: RecordForm) -> None:
        stops = walk(form)
        assert [where(form, one) for one in stops] == sorted(where(form, one) for one in stops)
        assert stops[-1] is form.save_button
        text = next(one for one in stops if hasattr(one, "setPlaceholderText"))
        while focused(form) is not text:
            press(form, Qt.Key.Key_Tab)
        QTest.keyClicks(text, "Half a wor")
        press(form, Qt.Key.Key_Escape)
        assert not form.isVisible()

    def again(form: RecordForm) -> None:
        typed.append(str(form.typed()))
        press(form, Qt.Key.Key_Escape)

    fill(half)
    front.commands[command].trigger()
    fill(again)
    front.commands[command].trigger()
    settle()
    assert "Half a wor" in typed[0]


def walk(form: RecordForm) -> list[QWidget]:
    """Where Tab stops in a form, once around."""
    stops = [focused(form)]
    while True:
        press(form, Qt.Key.Key_Tab)
        if focused(form) in stops:
            return stops
        stops.append(focused(form))
        assert form.isAncestorOf(focused(form))


def where(form: RecordForm, widget: QWidget) -> tuple[int, int]:
    """Where a stop is seen: row by row, the buttons below all that scrolls."""
    page = form._area.widget()
    assert page is not None
    is_below = not page.isAncestorOf(widget)
    place = widget.mapTo(form if is_below else page, widget.rect().bottomLeft())
    return (place.y() + 10_000 * is_below) // 8, place.x()


def test_the_keyboard_stays_with_the_card_whose_form_was_saved(
    front: MainWindow, tools: Tools, ada: Leader
) -> None:
    for title in ("First", "Second"):
        tools.session.put(Issue.make(leader_ids=(ada.id,), title=title))
    front.desk.area.show_page(ada.id, "issues")
    settle()
    page = front.desk.area.page("issues")
    second = [one for one in page.findChildren(QAbstractButton) if one.text() == "Change…"][1]
    second.setFocus()

    def act(form: RecordForm) -> None:
        assert form.typed()["title"] == "Second"
        QTest.keyClicks(form.answers["title"], "Two")
        form.save()

    fill(act)
    press(front, Qt.Key.Key_Return)
    now = focused(front)
    assert isinstance(now, QAbstractButton)
    assert now.text() == "Change…", (now.text(), now.accessibleName())
    assert now is not second
    assert [one for one in page.findChildren(QAbstractButton) if one.text() == "Change…"].index(now) == 1
    assert sorted(one.title for one in tools.session.view.about(ada.id, "issue")) == ["First", "Two"]  # type: ignore[attr-defined]


def test_the_page_stays_where_it_was_scrolled_to(front: MainWindow, tools: Tools, ada: Leader) -> None:
    for number in range(12):
        tools.session.put(Expectation.make(leader_ids=(ada.id,), text=f"Expectation {number}"))
    front.desk.area.show_page(ada.id, "plan")
    settle()
    page = front.desk.area.page("plan")
    page.verticalScrollBar().setValue(200)
    assert page.verticalScrollBar().value() == 200
    tools.session.put(Expectation.make(leader_ids=(ada.id,), text="One more"))
    settle()
    assert page.verticalScrollBar().value() == 200


def test_prose_is_left_by_tab(front: MainWindow) -> None:
    """Tab goes on from a text of several lines, instead of writing a tab into it."""
    left: list[bool] = []

    def act(form: RecordForm) -> None:
        prose = next(one for one in form.fields_by_name().values() if isinstance(one, QPlainTextEdit))
        prose.setFocus()
        press(form, Qt.Key.Key_Tab)
        left.append(focused(form) is not prose and not prose.toPlainText())
        form.reject()

    fill(act)
    front.commands["start_plan"].trigger()
    settle()
    assert left == [True]
