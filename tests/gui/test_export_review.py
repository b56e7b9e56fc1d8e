"""The second step of an export: what goes in, tick by tick, and what will be asked."""

from collections.abc import Iterator
from functools import partial

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from coachdesk.export.reviewing import reviewed
from coachdesk.gui.export_peek import EntryPeek
from coachdesk.gui.export_review import ASKED
from coachdesk.gui.export_ticks import TickModel
from coachdesk.gui.export_window import REVIEW, ExportWindow
from coachdesk.gui.export_wish import selection_of
from coachdesk.gui.main_window import MainWindow
from coachdesk.journal import erasable, erasing
from coachdesk.records.entry import Entry
from coachdesk.records.issue import Issue, Link
from coachdesk.records.meeting import Meeting
from coachdesk.records.people import Leader
from coachdesk.records.plan import Goal, Plan
from tests.gui.conftest import settle
from tests.gui.exporting import ENTER, SPACE, come_back, go_to, opened, press, reasons, rest, rows
from tests.gui.finding import note, wait_for, write_notes

LEFT = Qt.MouseButton.LeftButton
LANES = ["Your own reflection", "Legal advice"]


@pytest.fixture
def notes(unlocked: MainWindow, ada: Leader) -> list[Entry]:
    return write_notes(unlocked, ada)


@pytest.fixture
def export(unlocked: MainWindow, notes: list[Entry], ada: Leader, qtbot: QtBot) -> Iterator[ExportWindow]:
    made = opened(unlocked, ada.id, qtbot, len(notes))
    go_to(made, REVIEW, qtbot)
    rest(made, qtbot)
    yield made
    made.reject()
    made.deleteLater()


def test_every_entry_is_listed_in_its_order_with_why_it_is_withheld(
    export: ExportWindow, notes: list[Entry]
) -> None:
    assert [row.key for row in rows(export)] == [one.id for one in notes]
    assert reasons(export) == ["", "", "", "", "", *LANES]
    said = [row.spoken for row in rows(export)]
    assert said[0] == "3 Nov 2025, 1:1, First talk, Late"
    assert said[3].endswith("Late, Not told yet")
    assert said[6].endswith("Legal advice")


def test_of_a_period_it_is_said_that_it_is_shown_as_it_stands_today(export: ExportWindow) -> None:
    step = export.steps.review
    assert step.period.isHidden()
    step.show_wish(replace(export.wish, to_day="2026-01-31"))
    assert not step.period.isHidden()
    assert "as it stands today" in step.period.text()
    step.show_wish(export.wish)
    assert step.period.isHidden()


def test_entries_under_others_that_name_the_leader_are_said(
    unlocked: MainWindow, notes: list[Entry], ada: Leader, qtbot: QtBot
) -> None:
    bram = Leader.make(name="Bram Visser")
    journal = unlocked._tools.session.journal
    journal.put(bram)
    for text in ("Nobody is named.", f"{ada.name} had known."):
        journal.put(note(bram, kind="observation", day="2026-01-10", text=text))
    export = opened(unlocked, ada.id, qtbot, len(notes))
    go_to(export, REVIEW, qtbot)
    rest(export, qtbot)
    said = export.steps.review.elsewhere
    assert said.isVisible()
    assert "holds their name and is not in this file: Bram Visser, entry 2." in said.text()
    export.reject()
    export.deleteLater()


def test_where_nobody_else_names_the_leader_nothing_is_said(export: ExportWindow) -> None:
    assert not export.steps.review.elsewhere.isVisible()


def test_a_tick_leaves_an_entry_out_by_mouse_and_by_space(
    export: ExportWindow, notes: list[Entry], qtbot: QtBot
) -> None:
    list_ = export.steps.review.list
    row = list_.visualRect(list_.model().index(1, 0))
    qtbot.mouseClick(list_.viewport(), LEFT, pos=row.center())
    assert reasons(export)[1] == ""
    qtbot.mouseClick(list_.viewport(), LEFT, pos=row.topLeft() + QPoint(16, row.height() // 2))
    assert reasons(export)[1] == "Left out by hand"
    list_.setCurrentIndex(list_.model().index(0, 0))
    list_.setFocus()
    press(qtbot, SPACE)
    assert reasons(export)[0] == "Left out by hand"
    assert set(export.wish.excluded) == {notes[0].id, notes[1].id}
    assert export.count.text().startswith("3 entries go in; 4 withheld")
    press(qtbot, SPACE)
    assert export.wish.excluded == (notes[1].id,)


def test_what_is_withheld_anyway_has_no_tick(export: ExportWindow, qtbot: QtBot) -> None:
    list_ = export.steps.review.list
    list_.setCurrentIndex(list_.model().index(5, 0))
    list_.setFocus()
    press(qtbot, SPACE)
    assert reasons(export)[5] == LANES[0]
    assert not list_.model().index(5, 0).flags() & Qt.ItemFlag.ItemIsUserCheckable
    assert not export.steps.review.others.isEnabled()


def test_somebody_elses_data_is_left_out_under_its_own_name(
    export: ExportWindow, notes: list[Entry], unlocked: MainWindow, qtbot: QtBot
) -> None:
    review = export.steps.review
    review.list.setCurrentIndex(review.list.model().index(2, 0))
    review.others.click()
    assert reasons(export)[2] == "Somebody else’s data"
    assert (export.wish.others_data, export.wish.excluded) == ((notes[2].id,), ())
    rest(export, qtbot)
    found = reviewed(unlocked._tools.session.view, selection_of(export.wish))
    assert found[2].withheld == "others_data"
    assert review.others.text() == "It is not somebody else’s data"
    review.none.click()
    assert (export.wish.others_data, notes[2].id in export.wish.excluded) == ((notes[2].id,), False)
    review.others.click()
    assert reasons(export)[2] == ""
    review.all.click()
    assert reasons(export) == ["", "", "", "", "", *LANES]


def test_the_tick_list_and_the_core_withhold_alike(
    export: ExportWindow, unlocked: MainWindow, notes: list[Entry], qtbot: QtBot
) -> None:
    export.steps.review.model.ticked.emit(notes[1].id, False)
    local = [row.is_in for row in rows(export)]
    rest(export, qtbot)
    core = reviewed(unlocked._tools.session.view, selection_of(export.wish))
    assert local == [row.is_in for row in rows(export)] == [not one.withheld for one in core]


def test_enter_opens_the_entry_and_leads_to_the_timeline(
    export: ExportWindow, notes: list[Entry], qtbot: QtBot
) -> None:
    review, read, wanted = export.steps.review, list[str](), list[tuple[str, str]]()
    export.entry_wanted.connect(lambda *ids: wanted.append(ids))
    review.list.setCurrentIndex(review.list.model().index(0, 0))
    review.list.setFocus()

    def look(answer: str) -> None:
        (peek,) = export.findChildren(EntryPeek)
        read.append(peek.text.toPlainText())
        next(one for one in peek.findChildren(QPushButton) if one.text() == answer).click()

    QTimer.singleShot(0, lambda: look("Close"))
    press(qtbot, ENTER)
    assert "Where the team should be by summer." in read[0]
    assert (export.isVisible(), wanted, export.at) == (True, [], REVIEW)
    come_back(export)
    review.list.setFocus()
    QTimer.singleShot(0, lambda: look("Show on the timeline"))
    press(qtbot, ENTER)
    assert wanted == [(notes[0].leader_ids[0], notes[0].id)]
    assert not export.isVisible()


def test_enter_opens_a_coaching_record_field_by_field_and_leads_to_its_page(
    unlocked: MainWindow, notes: list[Entry], ada: Leader, qtbot: QtBot
) -> None:
    issue = Issue.make(leader_ids=(ada.id,), title="Late figures", segment="process", noticed="2026-02-02")
    link = Link.make(leader_ids=(ada.id,), entry_id=notes[0].id, target_id=issue.id, note="Twice")
    unlocked._tools.session.put(issue, link)
    export = opened(unlocked, ada.id, qtbot, len(notes) + 2)
    go_to(export, REVIEW, qtbot)
    at = {row.row.type: place for place, row in enumerate(rows(export))}
    review, read, wanted = export.steps.review, dict[str, str](), list[tuple[str, str]]()
    export.page_wanted.connect(lambda *where: wanted.append(where))

    def look(record: str, answer: str) -> None:
        (peek,) = export.findChildren(EntryPeek)
        read[record] = peek.text.toPlainText()
        answers = {one.text(): one for one in peek.findChildren(QPushButton)}
        assert ("Show on its page" in answers) is (record == "issue")
        answers[answer].click()

    for record, answer in (("link", "Close"), ("issue", "Show on its page")):
        come_back(export)
        review.list.setCurrentIndex(review.list.model().index(at[record], 0))
        review.list.setFocus()
        QTimer.singleShot(0, partial(look, record, answer))
        press(qtbot, ENTER)
    for words in ("Issue", ada.name, "Late figures", "Process", "Monday", "2 February 2026"):
        assert words in read["issue"]
    assert "First talk" in read["link"]
    assert "Issue: Late figures" in read["link"]
    assert wanted == [(ada.id, "issues")]
    assert not export.isVisible()
    export.deleteLater()


def test_a_record_whose_plan_was_erased_is_read_all_the_same(
    unlocked: MainWindow, ada: Leader, export: ExportWindow
) -> None:
    tools, about = unlocked._tools, {"leader_ids": (ada.id,)}
    plan = Plan.make(**about, started="2026-03-02")
    goal = Goal.make(**about, plan_id=plan.id, title="Answers first")
    meeting = Meeting.make(**about, of_id=plan.id, at={"local": "2026-03-09T15:00"})
    tools.session.put(plan, goal, meeting)
    erasing.erase(
        tools.session.journal, erasable.plan_record(tools.session.view, plan.id), "Robin", "It had to go."
    )
    for record, words in ((goal, "Answers first"), (meeting, "9 March 2026, 15:00")):
        peek = EntryPeek(tools, record.id, export)
        assert words in peek.text.toPlainText()
        assert "Erased" in peek.text.toPlainText()
        peek.deleteLater()


def test_the_readiness_check_opens_the_entries_behind_each_line(
    export: ExportWindow, notes: list[Entry], qtbot: QtBot
) -> None:
    review = export.steps.review
    wait_for(qtbot, lambda: review._task is None)
    assert review.tabs.tabText(ASKED).startswith("What will be asked (")
    review.tabs.setCurrentIndex(ASKED)
    settle()
    openers = [one for one in review.findChildren(QPushButton) if one.text() == "Show what is behind it"]
    assert openers
    untold = next(one for one in openers if "never told" in one.accessibleDescription())
    untold.click()
    settle()
    seen: list[str] = []

    def look() -> None:
        (peek,) = export.findChildren(EntryPeek)
        seen.append(peek.text.toPlainText())
        peek.reject()

    lines = [one for one in review.findChildren(QPushButton) if "14" in one.text() and one is not untold]
    print([one.text() for one in review.findChildren(QPushButton)])
    QTimer.singleShot(0, look)
    lines[0].click()
    assert notes[3].behaviour in seen[0]


def test_the_model_keeps_qts_contract(export: ExportWindow) -> None:
    model = TickModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.set_rows(rows(export))
    model.set_rows(())
    assert tester.model() is model
