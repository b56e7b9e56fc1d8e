"""Taking a coaching record back: every card offers it, asks why, and shows the record no more."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QPushButton, QToolButton, QWidget

from coachdesk.gui.change_dialogs import WithdrawDialog
from coachdesk.gui.main_window import MainWindow
from coachdesk.gui.tools import Tools
from coachdesk.records.about import AboutLeaders
from coachdesk.records.people import Contact, Leader
from tests.coached import one_of_each
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

    def found() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, WithdrawDialog)
        try:
            act(dialog)
        finally:
            dialog.reject()

    QTimer.singleShot(0, found)


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
