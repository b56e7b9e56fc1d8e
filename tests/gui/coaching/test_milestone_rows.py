"""Milestones on the timeline: in their order among the entries, one chip for them alone, Enter opens the record."""

from collections.abc import Sequence
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from coachdesk.coaching.milestone import Revision
from coachdesk.coaching.milestones import milestones_of
from coachdesk.export.phrases_coaching import MILESTONES
from coachdesk.gui import milestone_rows
from coachdesk.gui.list_model import ROW
from coachdesk.gui.main_window import MainWindow
from coachdesk.gui.milestone_rows import MilestoneRow
from coachdesk.gui.timeline_model import Month, TimelineModel
from coachdesk.gui.tools import Tools
from coachdesk.journal.marks import Mark
from coachdesk.records.consequence import Letter
from coachdesk.records.decision import Decision, Option
from coachdesk.records.entry import ActionPoint, Entry
from coachdesk.records.issue import Acknowledgement, Issue
from coachdesk.records.meeting import Meeting, Slot
from coachdesk.records.people import Leader
from coachdesk.records.plan import Plan
from tests.coaching.notes import ADA, BO
from tests.coaching.test_milestones import HAPPENED
from tests.gui.conftest import settle
from tests.making import entry


def rows_of(window: MainWindow) -> list[str]:
    model = window.desk.timeline.list.model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def read(tools: Tools) -> None:
    tools.session.background.wait()
    settle()


@pytest.fixture
def records(unlocked: MainWindow, tools: Tools, ada: Leader) -> dict[str, Any]:
    about: dict[str, Any] = {"leader_ids": (ada.id,)}
    talk = entry(
        ada, kind="conversation", title="The talk", action_points=(ActionPoint(text="Write it down"),)
    )
    issue = Issue.make(
        **about,
        title="Answers another question",
        acknowledgements=(
            Acknowledgement(state="raised", day="2026-03-02"),
            Acknowledgement(state="denied", day="2026-04-07", words="I answered."),
        ),
    )
    plan = Plan.make(**about, started="2026-04-08")
    meeting = Meeting.make(
        **about, of_id=plan.id, kind="check_in", at=Slot(local="2026-04-10T15:00"), state="held"
    )
    letter = Letter.make(
        **about, kind="follow_up", of_id=talk.id, handed_on="2026-03-03", to="Ada", digest="0" * 64
    )
    tools.session.put(talk)
    tools.session.put(issue, plan, meeting, letter)
    read(tools)
    assert unlocked.isVisible()
    return {"talk": talk, "issue": issue, "plan": plan, "meeting": meeting, "letter": letter}


@pytest.mark.usefixtures("records")
def test_they_stand_among_the_entries_in_order_of_time(unlocked: MainWindow) -> None:
    assert rows_of(unlocked) == [
        "April 2026",
        "Milestone, 10 Apr 2026, Kept: Check-in",
        "Milestone, 8 Apr 2026, Begun: Development plan",
        "Milestone, 7 Apr 2026, Denied: Answers another question",
        "March 2026",
        "Milestone, 3 Mar 2026, Handed to Ada: What we agreed (Not asked to sign)",
        "Milestone, 2 Mar 2026, Issue raised: Answers another question",
        "1:1, 2 Mar 2026, The talk",
    ]
    assert unlocked.desk.timeline.count.text() == "1 entry"
    april, march = (unlocked.desk.timeline.list.model().index(row, 0).data(ROW) for row in (0, 4))
    assert (april, march) == (Month("2026-04", 0), Month("2026-03", 1))


def test_who_only_jots_never_meets_them(unlocked: MainWindow, tools: Tools, ada: Leader) -> None:
    tools.session.put(entry(ada, title="One"))
    read(tools)
    assert rows_of(unlocked) == ["March 2026", "Observation, 2 Mar 2026, One, Not told yet"]
    assert not unlocked.desk.timeline.filters.milestones.isVisibleTo(unlocked)


@pytest.mark.usefixtures("records")
def test_a_chip_shows_them_alone_and_other_filters_leave_them_out(unlocked: MainWindow, tools: Tools) -> None:
    pane = unlocked.desk.timeline
    assert pane.filters.milestones.isVisibleTo(unlocked)
    pane.filters.milestones.click()
    assert len([row for row in rows_of(unlocked) if row.startswith("Milestone")]) == 5
    assert "1:1, 2 Mar 2026, The talk" not in rows_of(unlocked)
    assert pane.count.text() == "5 milestones"
    assert pane.show_all.isVisible()
    pane.filters.days.set_days("2026-04-08", "2026-04-30")
    pane.filters.days.changed.emit()
    assert [row for row in rows_of(unlocked) if row.startswith("Milestone")] == [
        "Milestone, 10 Apr 2026, Kept: Check-in",
        "Milestone, 8 Apr 2026, Begun: Development plan",
    ]
    pane.clear_filters()
    assert "1:1, 2 Mar 2026, The talk" in rows_of(unlocked)
    pane.filters.kinds.choose(["conversation"])
    pane.filters.changed.emit()
    read(tools)
    assert rows_of(unlocked) == ["March 2026", "1:1, 2 Mar 2026, The talk"]


@pytest.mark.parametrize(
    ("row", "page"), [(1, "plan"), (2, "plan"), (3, "issues"), (5, "timeline"), (6, "issues")]
)
def test_enter_opens_where_the_record_is_shown(
    unlocked: MainWindow, records: dict[str, Any], qtbot: QtBot, row: int, page: str
) -> None:
    shown = unlocked.desk.timeline.list
    shown.setCurrentIndex(shown.model().index(row, 0))
    assert unlocked.desk.entry_id == ""
    qtbot.keyClick(shown, Qt.Key.Key_Return)
    assert unlocked.desk.area.key == page
    if page == "timeline":
        assert unlocked.desk.entry_id == records["talk"].id


def test_the_arrows_walk_over_them_and_what_is_chosen_stays_chosen(
    unlocked: MainWindow, records: dict[str, Any], tools: Tools, qtbot: QtBot
) -> None:
    shown = unlocked.desk.timeline.list
    shown.setCurrentIndex(shown.model().index(6, 0))
    qtbot.keyClick(shown, Qt.Key.Key_Up)
    assert shown.currentIndex().row() == 5
    before = shown.currentIndex().data()
    tools.session.put(records["issue"].changed(status="resolved"))
    read(tools)
    assert shown.currentIndex().data() == before
    assert any("Resolved: Answers another question" in row for row in rows_of(unlocked))
    tools.session.withdraw(records["letter"].id, "Never handed over.")
    read(tools)
    assert not any("Handed to" in row for row in rows_of(unlocked))


def test_a_leader_with_milestones_and_no_note_has_a_timeline(
    unlocked: MainWindow, tools: Tools, ada: Leader
) -> None:
    tools.session.put(Plan.make(leader_ids=(ada.id,), started="2026-04-08"))
    read(tools)
    assert rows_of(unlocked) == ["April 2026", "Milestone, 8 Apr 2026, Begun: Development plan"]
    assert unlocked.desk.timeline.list.isVisible()
    tools.session.lock("hand")
    settle()
    assert rows_of(unlocked) == []


def test_every_moment_has_its_words() -> None:
    """All that the rules can say, said: none lacks a fact that its sentence names."""
    assert set(milestone_rows.WORDS) == set(MILESTONES), "the report says the same moments"
    for record, moments in HAPPENED:
        for one in milestones_of([Revision("2026-01-01", record)]):
            words = milestone_rows.said(one, {ADA: "Ada", BO: "Bo"})
            assert words
            assert not words.startswith((" ", ":"))
            assert one.key in {key for _day, key in moments}


def test_a_decision_says_what_was_chosen(ada: Leader) -> None:
    still_open = Decision.make(leader_ids=(ada.id,), title="What next?", decided_on="2026-03-01")
    made = still_open.changed(options=(Option(kind="extend", chosen=True),))
    for record, words in (
        (still_open, "Decided: What next?"),
        (made, "Decided: What next? (Give more time)"),
    ):
        (one,) = milestones_of([Revision("2026-03-01", record)])
        assert milestone_rows.said(one, {}) == words


def test_the_model_keeps_qts_contract_with_milestones_in_it() -> None:
    def load(numbers: Sequence[int]) -> Sequence[Any]:
        made = Entry.make(
            leader_ids=("x",), kind="praise", occurred={"day": "2026-01-01", "precision": "day"}, text="t"
        )
        return [made for _number in numbers]

    model = TimelineModel(load)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    marks = [Mark(number, f"2026-01-{31 - number:02}", "praise", "ordinary") for number in range(30)]
    found = [MilestoneRow(day, day, "x") for day in ("2026-02-01", "2026-01-31", "2026-01-15", "2025-12-24")]
    model.set_marks(marks, found)
    days = [found[0].day, "2026-01-31", "2026-01-15", "2025-12-24"]
    at = [model.row_of_milestone(one) for one in found]
    assert at == [1, 3, 20, 36]
    assert [model.index(row).data(ROW).day for row in at] == days
    assert model.row_of(0) == 4
    assert model.record_at(at[2]) == -1
    assert tester.model() is model
