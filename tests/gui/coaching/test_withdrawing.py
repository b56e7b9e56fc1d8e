"""Taking a coaching record back: every card offers it, asks why, and shows the record no more."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from coachdesk.gui.change_dialogs import WithdrawDialog
from coachdesk.gui.coaching import withdrawing
from coachdesk.gui.coaching.case_meetings import MeetingRow
from coachdesk.gui.keeping.erase import EraseDialog
from coachdesk.gui.main_window import MainWindow
from coachdesk.gui.tools import Tools
from coachdesk.journal.errors import NoSuchRecord
from coachdesk.records.about import AboutLeaders
from coachdesk.records.issue import Link
from coachdesk.records.meeting import Meeting
from coachdesk.records.people import Contact, Leader
from tests.coached import one_of_each
from tests.gui.coaching.filling import fill, texts
from tests.gui.conftest import settle
from tests.making import entry


@pytest.fixture
def made(unlocked: MainWindow, tools: Tools, ada: Leader) -> dict[str, AboutLeaders]:  # noqa: ARG001  # the journal is open then
    """A journal with one record of each type."""
    ben, contact = Leader.make(name="Ben Ode"), Contact.make(name="J. Fairclough")
    entries = entry(ada, title="Planning"), entry(ada, title="Review")
    tools.session.put(ben)
    records = one_of_each([ada, ben], entries, contact)
    tools.session.put(contact, *entries, *records.values())
    settle()
    return records


def answer(act: Callable[[WithdrawDialog], object]) -> None:
    """Does ``act`` with the dialog that is about to open."""
    fill(act, WithdrawDialog)


def say_why(dialog: WithdrawDialog) -> None:
    dialog.reason.setPlainText("Written for somebody else")
    dialog.act()


def offers(page: QWidget) -> list[QPushButton | QToolButton]:
    """What takes something back, in the order of the page."""
    buttons = [*page.findChildren(QPushButton), *page.findChildren(QToolButton)]
    return [
        one for one in buttons if (one.text() or one.accessibleName()).startswith(("Withdraw…", "Withdraw: "))
    ]


def withdraw_all(page: QWidget, but: int = 0) -> None:
    """Takes back what stands last, until no more than ``but`` are left."""
    while len(found := offers(page)) > but:
        answer(say_why)
        found[-1].click()
        settle()
        assert len(offers(page)) < len(found)


@pytest.mark.parametrize(
    ("name", "types"),
    [
        ("issues", ["issue"]),
        ("plan", ["plan", "goal", "expectation", "support"]),
        ("rounds", ["round"]),
        ("decision", ["consequence", "fit_review", "decision"]),
    ],
)
def test_every_record_of_a_page_can_be_taken_back_with_a_reason(
    unlocked: MainWindow,
    tools: Tools,
    ada: Leader,
    made: dict[str, AboutLeaders],
    name: str,
    types: list[str],
) -> None:
    unlocked.desk.area.show_page(ada.id, name)
    settle()
    withdraw_all(unlocked.desk.area.page(name))
    for record_type in types:
        last = tools.session.view.get(made[record_type].id)
        assert (last.event.action, last.payload.reason) == ("withdraw", "Written for somebody else")


def test_a_case_and_all_that_was_said_in_it_can_be_taken_back(
    unlocked: MainWindow, tools: Tools, ada: Leader, made: dict[str, AboutLeaders]
) -> None:
    unlocked.desk.area.show_page(ada.id, "case")
    page = unlocked.desk.area.page("case")
    for stage in ("intake", "feedback", "alignment"):
        page.show_stage(made["case"].id, stage)
        settle()
        withdraw_all(page, but=1)
    withdraw_all(page)
    for record_type in ("intake", "feedback_item", "mutual_expectation", "commitment", "case"):
        assert tools.session.view.get(made[record_type].id).event.action == "withdraw"


def test_a_meeting_of_a_case_is_taken_back_in_its_menu(
    unlocked: MainWindow, tools: Tools, ada: Leader, made: dict[str, AboutLeaders], qtbot: QtBot
) -> None:
    case = made["case"]
    meeting = Meeting.make(
        leader_ids=case.leader_ids,
        of_id=case.id,
        kind="alignment",
        at={"local": "2030-05-06T10:00", "zone": "UTC"},
    )
    tools.session.put(meeting)
    unlocked.desk.area.show_page(ada.id, "case")
    page = unlocked.desk.area.page("case")
    page.show_stage(case.id, "alignment")
    settle()
    (row,) = (one for one in page.findChildren(MeetingRow) if one.isVisible())
    menu = row.open_menu()
    act = menu.actions()[-1]
    assert act.text() == "Withdraw…"
    answer(say_why)
    act.trigger()
    qtbot.waitUntil(lambda: tools.session.view.get(meeting.id).event.action == "withdraw")
    settle()
    last = tools.session.view.get(meeting.id)
    assert (last.event.action, last.payload.reason) == ("withdraw", "Written for somebody else")
    assert not [one for one in page.findChildren(MeetingRow) if one.isVisible()]


@pytest.mark.parametrize(("name", "target"), [("issues", "issue"), ("plan", "goal"), ("plan", "expectation")])
def test_a_link_is_taken_back_beside_its_line(
    unlocked: MainWindow,
    tools: Tools,
    ada: Leader,
    made: dict[str, AboutLeaders],
    name: str,
    target: str,
) -> None:
    example = entry(ada, title="The slip")
    link = Link.make(leader_ids=(ada.id,), entry_id=example.id, target_id=made[target].id, stance="supports")
    tools.session.put(example)
    tools.session.put(link)
    unlocked.desk.area.show_page(ada.id, name)
    settle()
    page = unlocked.desk.area.page(name)
    assert "The slip" in texts(page)
    (act,) = (one for one in page.findChildren(QToolButton) if "The slip" in one.accessibleName())
    assert act.accessibleName().startswith("Withdraw: ")
    answer(say_why)
    act.click()
    settle()
    assert tools.session.view.get(link.id).event.action == "withdraw"
    assert "The slip" not in texts(page)
    assert tools.session.view.get(made[target].id).event.action == "create"


def test_nothing_is_taken_back_without_a_reason(
    unlocked: MainWindow, tools: Tools, ada: Leader, made: dict[str, AboutLeaders]
) -> None:
    unlocked.desk.area.show_page(ada.id, "issues")
    settle()
    said: list[str] = []

    def say_nothing(dialog: WithdrawDialog) -> None:
        dialog.act()
        said.append(dialog.message.text)

    answer(say_nothing)
    offers(unlocked.desk.area.page("issues"))[0].click()
    settle()
    assert said[0]
    assert tools.session.view.get(made["issue"].id).event.action == "create"


def test_it_is_said_what_is_taken_back(
    unlocked: MainWindow, tools: Tools, ada: Leader, made: dict[str, AboutLeaders]
) -> None:
    unlocked.desk.area.show_page(ada.id, "plan")
    settle()
    dialog = withdrawing.withdraw_record(tools, made["goal"], unlocked.desk.area.page("plan"))
    said = texts(dialog)
    dialog.deleteLater()
    assert f"Goal: {made['goal'].title}" in said


def test_what_shall_not_even_be_readable_is_erased_for_good_instead(
    unlocked: MainWindow, tools: Tools, ada: Leader, made: dict[str, AboutLeaders]
) -> None:
    unlocked.desk.area.show_page(ada.id, "issues")
    settle()

    def erase_instead(dialog: WithdrawDialog) -> None:
        next(one for one in dialog.findChildren(QPushButton) if "for good" in one.text()).click()

    answer(erase_instead)
    offers(unlocked.desk.area.page("issues"))[0].click()
    settle()
    [dialog] = unlocked.findChildren(EraseDialog)
    assert "Issue" in dialog.what.shown.text()
    dialog.look()
    tools.session.background.wait()
    settle()
    dialog.go_on.click()
    dialog.reason.setPlainText("Written in error.")
    dialog.by.setText("Robin Vale")
    dialog.typed.setText(ada.name)
    dialog.erase()
    tools.session.background.wait()
    settle()
    dialog.reject()
    settle()
    with pytest.raises(NoSuchRecord):
        tools.session.view.get(made["issue"].id)
    assert not offers(unlocked.desk.area.page("issues"))
