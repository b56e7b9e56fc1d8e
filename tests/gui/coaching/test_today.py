"""Today: what is due is there on opening, in its group, and one key away from being done."""

import datetime as dt
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from coachdesk.gui import wording
from coachdesk.gui.coaching import today_rows
from coachdesk.gui.coaching.area import TIMELINE
from coachdesk.gui.coaching.record_card import Card, CardPage
from coachdesk.gui.coaching.today import TodayRow
from coachdesk.gui.main_window import MainWindow
from coachdesk.gui.tools import Tools
from coachdesk.gui.when import home_zone
from coachdesk.gui.widgets import ToolButton
from coachdesk.records.case import Case
from coachdesk.records.entry import ActionPoint, Entry
from coachdesk.records.issue import Issue
from coachdesk.records.meeting import Meeting
from coachdesk.records.people import Leader
from coachdesk.records.plan import Expectation, Goal, Plan
from tests.gui.coaching.filling import press
from tests.gui.conftest import settle
from tests.making import entry

TODAY = dt.date.today()  # noqa: DTZ011  # the day on the wall, as the page has it


def day(ahead: int) -> str:
    return (TODAY + dt.timedelta(days=ahead)).isoformat()


def home(window: MainWindow, qtbot: QtBot) -> None:
    window.activateWindow()
    window.commands["go_today"].trigger()
    qtbot.waitUntil(lambda: not window.desk.area.today.is_asking)
    settle()


def groups(window: MainWindow) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in window.desk.area.today.rows:
        found.setdefault(row.group, []).append(row.title)
    return found


def test_what_is_due_stands_in_its_group(
    unlocked: MainWindow, tools: Tools, ada: Leader, qtbot: QtBot
) -> None:
    points = (
        ActionPoint(text="Send the figures", due=day(-3)),
        ActionPoint(text="Call Noa", due=day(0)),
        ActionPoint(text="Book the room", due=day(5)),
        ActionPoint(text="Far away", due=day(30)),
        ActionPoint(text="Some day"),
        ActionPoint(text="Done long ago", due=day(-9), done=day(-8)),
    )
    plan = Plan.make(leader_ids=(ada.id,), purpose="Be heard again", started=day(-40))
    goal = Goal.make(plan_id=plan.id, leader_ids=(ada.id,), title="Answers first", due=day(2))
    talk = entry(ada, kind="conversation", text="We talked.", action_points=points)
    example = entry(ada, kind="observation", title="The slip", behaviour="She said no.")
    tools.session.put(talk)
    tools.session.put(example)
    tools.session.put(plan, goal)
    home(unlocked, qtbot)
    found = groups(unlocked)
    assert found["overdue"] == ["Send the figures"]
    assert found["today"] == ["Call Noa"]
    assert sorted(found["soon"]) == ["Book the room", "Goal: Answers first"]
    assert found["tell"] == ["Tell them: The slip"]
    assert found["open"] == ["Some day"]


def test_what_the_manager_promised_themselves_is_a_group_of_its_own(
    unlocked: MainWindow, tools: Tools, ada: Leader, qtbot: QtBot
) -> None:
    points = (
        ActionPoint(text="Some day"),
        ActionPoint(text="Ask before I answer", due=day(-3)),
        ActionPoint(text="Far away", due=day(30)),
        ActionPoint(text="Theirs", owner="leader"),
    )
    kept = entry(ada, lane="reflection", text="I was short with her.", action_points=points)
    tools.session.put(kept)
    home(unlocked, qtbot)
    found = groups(unlocked)
    assert found["own"] == ["Ask before I answer", "Some day"]
    assert set(found) == {"own", "quiet"}
    press(unlocked.desk.area.today, "Mark as done")
    after = tools.session.view.get(kept.id).record
    assert isinstance(after, Entry)
    assert [point.done for point in after.action_points] == [None, TODAY.isoformat(), None, None]
    qtbot.waitUntil(lambda: not unlocked.desk.area.today.is_asking)
    assert groups(unlocked)["own"] == ["Some day"]


def test_a_reflection_that_was_asked_for_is_waited_for_on_its_issue(
    unlocked: MainWindow, tools: Tools, ada: Leader, qtbot: QtBot
) -> None:
    request = {"asked_on": day(-9), "by_day": day(-2)}
    tools.session.put(Issue.make(leader_ids=(ada.id,), title="Interrupts", self_reflections=(request,)))
    home(unlocked, qtbot)
    assert groups(unlocked)["overdue"] == ["Their reflection: Interrupts"]
    row = next(one for one in unlocked.desk.area.today.rows if one.group == "overdue")
    assert (row.page, row.leader_id) == ("issues", ada.id)


def test_enter_on_a_row_does_it(unlocked: MainWindow, tools: Tools, ada: Leader, qtbot: QtBot) -> None:
    late = entry(ada, kind="conversation", action_points=(ActionPoint(text="Send it", due=day(-3)),))
    tools.session.put(late)
    tools.session.put(entry(ada, kind="praise", text="Well done.", told={"state": "told", "day": day(0)}))
    home(unlocked, qtbot)
    assert isinstance(QApplication.focusWidget(), TodayRow)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    settle()
    assert unlocked.desk.area.key == TIMELINE
    assert unlocked.desk.entry_id == late.id


def test_a_leader_without_a_note_gets_one_from_there(unlocked: MainWindow, ada: Leader, qtbot: QtBot) -> None:
    home(unlocked, qtbot)
    (row,) = unlocked.desk.area.today.findChildren(TodayRow)
    assert ada.name in row.accessibleName()
    QTest.keyClick(row, Qt.Key.Key_Enter)
    settle()
    assert unlocked.desk.is_writing
    assert unlocked.desk.editor.note.leader_ids == (ada.id,)


def test_a_long_group_is_folded(unlocked: MainWindow, tools: Tools, ada: Leader, qtbot: QtBot) -> None:
    points = tuple(ActionPoint(text=f"Thing {number}", due=day(-number)) for number in range(1, 12))
    tools.session.put(entry(ada, kind="conversation", action_points=points))
    home(unlocked, qtbot)
    today = unlocked.desk.area.today
    assert len(today.findChildren(TodayRow)) < len(today.rows)
    more = next(button for button in today.findChildren(type(unlocked.desk.home)) if "more" in button.text())
    more.click()
    settle()
    assert len(today.findChildren(TodayRow)) == len(today.rows)


def test_nothing_due_is_left_out_however_many_there_are(
    unlocked: MainWindow, tools: Tools, ada: Leader, qtbot: QtBot
) -> None:
    oldest = {"day": day(-300), "precision": "day"}
    late = ActionPoint(text="Longest overdue", due=day(-200))
    tools.session.put(entry(ada, kind="conversation", occurred=oldest, action_points=(late,)))
    many = [
        entry(
            ada,
            kind="conversation",
            occurred={"day": day(-1), "precision": "day"},
            action_points=(ActionPoint(text=f"Thing {number}", due=day(-1)),),
        )
        for number in range(120)
    ]
    tools.session.put(*many)
    home(unlocked, qtbot)
    overdue = groups(unlocked)["overdue"]
    assert overdue[0] == "Longest overdue"
    assert len(overdue) == 1 + len(many)
    today = unlocked.desk.area.today
    for shown in (106, 121):
        more = next(one for one in today.findChildren(QPushButton) if "more" in one.text())
        more.click()
        settle()
        assert len(today.findChildren(TodayRow)) == shown


def test_of_more_than_anybody_can_do_the_rest_is_said(
    unlocked: MainWindow, tools: Tools, ada: Leader, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(today_rows, "_MOST_DUE", 3)
    monkeypatch.setattr(today_rows, "_AT_ONCE", 2)
    for number in range(5):
        at = {"day": day(number - 9), "precision": "day"}
        point = ActionPoint(text=f"Thing {number}", due=day(-1))
        tools.session.put(entry(ada, kind="conversation", occurred=at, action_points=(point,)))
    home(unlocked, qtbot)
    found = groups(unlocked)
    assert sorted(found["overdue"]) == ["Thing 0", "Thing 1", "Thing 2", "Thing 4"]
    assert found["open"] == ["2 more notes with something open"]
    rest = next(
        row for row in unlocked.desk.area.today.findChildren(TodayRow) if "2 more" in row.accessibleName()
    )
    rest.click()
    settle()
    assert unlocked.desk.area.key == TIMELINE
    assert unlocked.desk.leader_id == ada.id


@pytest.mark.parametrize(
    "newer",
    [
        {"lane": "reflection"},
        {"occurred": {"day": day(20), "precision": "day"}},
    ],
    ids=["reflections", "ahead"],
)
def test_a_note_counts_whatever_was_written_after_it(
    unlocked: MainWindow, tools: Tools, ada: Leader, qtbot: QtBot, newer: dict[str, Any]
) -> None:
    plain = {"kind": "conversation", "occurred": {"day": day(0), "precision": "day"}}
    tools.session.put(entry(ada, **plain | {"occurred": {"day": day(-2), "precision": "day"}}))
    tools.session.put(*(entry(ada, **plain | newer) for _ in range(8)))
    home(unlocked, qtbot)
    assert "quiet" not in groups(unlocked)


def test_a_note_that_was_withdrawn_does_not_count(
    unlocked: MainWindow, tools: Tools, ada: Leader, qtbot: QtBot
) -> None:
    wrong = entry(ada, kind="conversation", occurred={"day": day(-2), "precision": "day"})
    tools.session.put(wrong)
    tools.session.withdraw(wrong.id, "Another leader")
    home(unlocked, qtbot)
    assert list(groups(unlocked)) == ["quiet"]


def test_nobody_without_anything_started_sees_a_tab(
    unlocked: MainWindow, tools: Tools, ada: Leader, qtbot: QtBot
) -> None:
    assert not unlocked.desk.area.tabs.isVisible()
    tools.session.put(Issue.make(leader_ids=(ada.id,), title="Late figures"))
    settle()
    assert unlocked.desk.area.tabs.isVisible()
    assert [unlocked.desk.area.tabs.tabData(at) for at in range(2)] == [TIMELINE, "issues"]
    home(unlocked, qtbot)
    assert not unlocked.desk.area.tabs.isVisible()


@pytest.mark.parametrize("why", ["hand", "idle"])
def test_the_lock_forgets_what_was_due(
    unlocked: MainWindow, tools: Tools, ada: Leader, qtbot: QtBot, why: str
) -> None:
    tools.session.put(
        entry(ada, kind="conversation", action_points=(ActionPoint(text="CANARY", due=day(-1)),))
    )
    home(unlocked, qtbot)
    tools.session.lock(why)  # type: ignore[arg-type]
    settle()
    assert unlocked.desk.area.today.rows == ()
    assert not unlocked.desk.area.today.findChildren(TodayRow)


def test_an_action_point_is_done_with_one_press(
    unlocked: MainWindow, tools: Tools, ada: Leader, qtbot: QtBot
) -> None:
    points = (ActionPoint(text="Keep", due=day(-1)), ActionPoint(text="Send it", due=day(-3)))
    talk = entry(ada, kind="conversation", action_points=points)
    tools.session.put(talk)
    home(unlocked, qtbot)
    done = unlocked.desk.area.today.findChildren(ToolButton)[0]
    assert done.accessibleName() == "Mark as done"
    done.click()
    home(unlocked, qtbot)
    after = tools.session.view.get(talk.id)
    assert isinstance(after.record, Entry)
    assert [point.done for point in after.record.action_points] == [None, TODAY.isoformat()]
    assert after.payload.reason == "Done: Send it"
    assert groups(unlocked)["overdue"] == ["Keep"]
    assert unlocked.desk.area.is_today


def test_the_meetings_of_a_day_stand_in_its_order_with_their_times(
    unlocked: MainWindow, tools: Tools, ada: Leader, qtbot: QtBot
) -> None:
    plan = Plan.make(leader_ids=(ada.id,), purpose="Be heard again", started=day(-40))
    tools.session.put(plan)
    for time in ("15:00", "09:00", "11:00", "10:00"):
        at = {"local": f"{day(1)}T{time}", "zone": home_zone(), "minutes": 30}
        tools.session.put(Meeting.make(leader_ids=(ada.id,), of_id=plan.id, kind="check_in", at=at))
    home(unlocked, qtbot)
    said = [row.when for row in unlocked.desk.area.today.rows if row.title == "Check-in"]
    assert [words.rpartition(", ")[2] for words in said] == [
        wording.time(time) for time in ("09:00", "10:00", "11:00", "15:00")
    ]


def chosen(page: QWidget) -> list[str]:
    """The titles of the cards that are marked."""
    return [one.accessibleName() for one in page.findChildren(Card) if one.property("chosen")]


def is_seen(page: CardPage, widget: QWidget) -> bool:
    """Whether a widget is in the part of a page that is seen, its top at least."""
    return 0 <= widget.mapTo(page.viewport(), QPoint(0, 0)).y() < page.viewport().height()


def test_a_row_leads_to_the_meeting_itself_and_not_only_to_its_page(
    unlocked: MainWindow, tools: Tools, ada: Leader, qtbot: QtBot
) -> None:
    plan = Plan.make(leader_ids=(ada.id,), purpose="Be heard again", started=day(-40))
    goals = [Goal.make(plan_id=plan.id, leader_ids=(ada.id,), title=f"Goal {at}") for at in range(9)]
    at = {"local": f"{day(-1)}T10:00", "zone": home_zone(), "minutes": 30}
    meeting = Meeting.make(leader_ids=(ada.id,), of_id=plan.id, kind="check_in", at=at)
    tools.session.put(plan, *goals, meeting)
    home(unlocked, qtbot)
    unlocked.desk.area.today.findChild(TodayRow).click()
    settle()
    page = unlocked.desk.area.page("plan")
    place = page.places[meeting.id]
    assert chosen(page) == [place.accessibleName()]
    assert is_seen(page, place)
    focused = unlocked.focusWidget()
    assert isinstance(focused, QPushButton)
    assert focused.text() == "It was held…"
    assert focused in place.findChildren(QPushButton)
    unlocked.desk.show_page(ada.id, "plan")
    settle()
    assert page.verticalScrollBar().value() == 0
    assert chosen(page) == []


def test_a_session_of_an_intervention_is_unfolded_with_its_round(
    unlocked: MainWindow, tools: Tools, ada: Leader, qtbot: QtBot
) -> None:
    case = Case.make(leader_ids=(ada.id,), title="Releases", opened_on=day(-90), stage="briefing")
    series = [
        Meeting.make(
            leader_ids=(ada.id,),
            of_id=case.id,
            kind="individual",
            at={"local": f"{day(days)}T10:00", "zone": home_zone(), "minutes": 30},
        )
        for days in (-20, -6, 6)
    ]
    tools.session.put(case, *series)
    home(unlocked, qtbot)
    (soon,) = (one for one in unlocked.desk.area.today.rows if one.record_id == series[2].id)
    rows = unlocked.desk.area.today.findChildren(TodayRow)
    next(one for one in rows if soon.when in one.accessibleName()).click()
    settle()
    page = unlocked.desk.area.page("case")
    assert unlocked.focusWidget() is page.places[series[2].id]
    assert is_seen(page, page.places[series[2].id])


def test_enter_and_once_more_does_what_a_row_asks_for(
    unlocked: MainWindow, tools: Tools, ada: Leader, qtbot: QtBot
) -> None:
    cadence = {"every_weeks": 2, "weekday": 0, "time": "10:00", "zone": home_zone()}
    plan = Plan.make(leader_ids=(ada.id,), started=day(-40), cadence=cadence)
    request = {"asked_on": day(-9), "by_day": day(-2)}
    tools.session.put(
        plan,
        Goal.make(plan_id=plan.id, leader_ids=(ada.id,), title="Finishes", due=day(-1)),
        Expectation.make(leader_ids=(ada.id,), text="Name the cost"),
        Issue.make(leader_ids=(ada.id,), title="Interrupts", self_reflections=(request,)),
    )
    found: dict[str, str] = {}
    for what in ("Plan the next check-in", "Goal", "Say what is expected", "Their reflection"):
        home(unlocked, qtbot)
        rows = unlocked.desk.area.today.findChildren(TodayRow)
        next(one for one in rows if one.accessibleName().startswith(what)).click()
        settle()
        focused = unlocked.focusWidget()
        assert isinstance(focused, QPushButton)
        found[what] = focused.text()
    assert found == {
        "Plan the next check-in": "Plan a check-in…",
        "Goal": "Change…",
        "Say what is expected": "Told, or said back…",
        "Their reflection": "Write their reflection down…",
    }


def test_a_row_about_what_is_no_longer_shown_leads_to_what_is_next_on_its_page(
    unlocked: MainWindow, tools: Tools, ada: Leader
) -> None:
    plan = Plan.make(leader_ids=(ada.id,), purpose="Be heard again", started=day(-40))
    tools.session.put(plan)
    unlocked.desk.show_page(ada.id, "plan", "f" * 24)
    settle()
    assert unlocked.focusWidget() in unlocked.desk.area.page("plan").findChildren(QPushButton)
