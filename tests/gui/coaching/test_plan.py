"""The plan: started with one form, goals and check-ins kept as versions, expectations told and said back."""

import datetime as dt

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from coachdesk.gui import wording
from coachdesk.gui.change_dialogs import WithdrawDialog
from coachdesk.gui.coaching.record_form import RecordForm
from coachdesk.gui.main_window import MainWindow
from coachdesk.gui.tools import Tools
from coachdesk.journal.view import NEWEST
from coachdesk.records.entry import ActionPoint, Entry
from coachdesk.records.meeting import Meeting, Rating, Slot
from coachdesk.records.people import Leader
from coachdesk.records.plan import Cadence, Expectation, Goal, Plan
from coachdesk.records.support import Support
from tests.gui.answers import Answers
from tests.gui.coaching.filling import fill, heard, press, texts
from tests.gui.conftest import settle
from tests.making import entry

TODAY = dt.date.today()  # noqa: DTZ011


def only(tools: Tools, ada: Leader, name: str) -> object:
    (found,) = tools.session.view.about(ada.id, name)
    return found


def plan_page(window: MainWindow) -> QWidget:
    found: QWidget = window.desk.area.page("plan")
    return found


def running(tools: Tools, ada: Leader, **values: object) -> Plan:
    made = Plan.make(leader_ids=(ada.id,), purpose="Be heard again", started=TODAY.isoformat(), **values)
    tools.session.put(made)
    return made


def test_a_plan_is_started_and_its_first_check_in_sets_the_rhythm(
    unlocked: MainWindow, tools: Tools, ada: Leader
) -> None:
    first = TODAY + dt.timedelta(days=3)

    def answer(form: RecordForm) -> None:
        form.answers["purpose"].setPlainText("Be heard again")
        form.answers["first"].day.show_kept(first.isoformat())
        form.answers["first"].time.setText("9:30")
        form.answers["every_weeks"].setValue(3)
        form.save()

    fill(answer)
    unlocked.commands["start_plan"].trigger()
    plan = only(tools, ada, "plan")
    assert isinstance(plan, Plan)
    assert plan.cadence is not None
    assert (plan.cadence.weekday, plan.cadence.time, plan.cadence.every_weeks) == (
        first.weekday(),
        "09:30",
        3,
    )
    assert unlocked.desk.area.key == "plan"
    assert "not planned yet" in texts(plan_page(unlocked))


def test_adjusting_a_plan_keeps_its_rhythm_and_makes_a_version(
    unlocked: MainWindow, tools: Tools, ada: Leader
) -> None:
    plan = running(tools, ada, cadence=Cadence(weekday=3, time="15:00", zone="Europe/London"))
    unlocked.desk.area.show_page(ada.id, "plan")

    def answer(form: RecordForm) -> None:
        form.answers["purpose"].setPlainText("Be heard again, by Product too")
        form.reason.setText("They asked for it")
        form.save()

    fill(answer)
    press(plan_page(unlocked), "Adjust the plan…")
    versions = tools.session.view.history(plan.id)
    assert [one.payload.reason for one in versions] == ["", "They asked for it"]
    after = only(tools, ada, "plan")
    assert isinstance(after, Plan)
    assert after.cadence == plan.cadence


def test_a_goal_without_a_measure_is_kept_and_the_page_asks_for_one(
    unlocked: MainWindow, tools: Tools, ada: Leader
) -> None:
    running(tools, ada)
    unlocked.desk.area.show_page(ada.id, "plan")

    def answer(form: RecordForm) -> None:
        form.answers["title"].setText("Answers first")
        form.save()

    fill(answer)
    press(plan_page(unlocked), "Add a goal…")
    assert isinstance(only(tools, ada, "goal"), Goal)
    assert "Without a measure" in texts(plan_page(unlocked))


def test_a_check_in_is_planned_moved_held_and_rated(unlocked: MainWindow, tools: Tools, ada: Leader) -> None:
    plan = running(tools, ada)
    goal = Goal.make(plan_id=plan.id, leader_ids=(ada.id,), title="Answers first")
    at = Slot(local=f"{TODAY + dt.timedelta(days=2)}T10:00", zone="Europe/London")
    tools.session.put(goal)
    tools.session.put(Meeting.make(leader_ids=(ada.id,), of_id=plan.id, at=at))
    unlocked.desk.area.show_page(ada.id, "plan")
    later = TODAY + dt.timedelta(days=9)

    def move(form: RecordForm) -> None:
        form.answers["at"].day.show_kept(later.isoformat())
        form.answers["reason"].setText("She was away")
        form.save()

    fill(move)
    press(plan_page(unlocked), "Move…")
    meeting = only(tools, ada, "meeting")
    assert isinstance(meeting, Meeting)
    assert (meeting.at.day, len(meeting.moves), meeting.at.zone) == (later.isoformat(), 1, "Europe/London")

    def hold(form: RecordForm) -> None:
        form.answers[goal.id].choose("1")
        form.answers["progress"].setPlainText("Two of three questions")
        form.save()

    fill(hold)
    press(plan_page(unlocked), "It was held…")
    meeting = only(tools, ada, "meeting")
    assert isinstance(meeting, Meeting)
    assert (meeting.state, meeting.ratings[0].rating) == ("held", 1)
    assert "Better" in texts(plan_page(unlocked))


def test_what_was_agreed_before_is_ticked_in_the_next_check_in(
    unlocked: MainWindow, tools: Tools, ada: Leader
) -> None:
    plan = running(tools, ada)
    agreed = entry(ada, action_points=(ActionPoint(text="Send the notes"), ActionPoint(text="Ask Bo")))
    hidden = entry(ada, lane="reflection", action_points=(ActionPoint(text="CANARY"),))
    meeting = Meeting.make(leader_ids=(ada.id,), of_id=plan.id, at=Slot(local=f"{TODAY}T10:00"))
    tools.session.put(agreed)
    tools.session.put(hidden)
    tools.session.put(meeting)
    unlocked.desk.area.show_page(ada.id, "plan")
    offered: list[str] = []

    def hold(form: RecordForm) -> None:
        ticks = form.answers["agreed_done"]
        offered.extend(ticks.item(at).text() for at in range(ticks.count()))
        ticks.show_value((f"{agreed.id}:1",))
        form.save()

    fill(hold)
    press(plan_page(unlocked), "It was held…")
    assert offered == ["Send the notes – Me", "Ask Bo – Me"]
    now = tools.session.view.get(agreed.id).record
    assert isinstance(now, Entry)
    assert [point.done for point in now.action_points] == [None, TODAY.isoformat()]
    held = only(tools, ada, "meeting")
    assert isinstance(held, Meeting)
    assert held.state == "held"


def test_a_meeting_is_not_moved_into_the_past(unlocked: MainWindow, tools: Tools, ada: Leader) -> None:
    plan = running(tools, ada)
    at = Slot(local=f"{TODAY + dt.timedelta(days=2)}T10:00")
    tools.session.put(Meeting.make(leader_ids=(ada.id,), of_id=plan.id, at=at))
    unlocked.desk.area.show_page(ada.id, "plan")
    heard: list[str] = []

    def move(form: RecordForm) -> None:
        form.answers["at"].day.show_kept((TODAY - dt.timedelta(days=3)).isoformat())
        form.save()
        heard.append(form.answers["at"].accessibleDescription())

    fill(move)
    press(plan_page(unlocked), "Move…")
    assert heard[0]
    meeting = only(tools, ada, "meeting")
    assert isinstance(meeting, Meeting)
    assert meeting.moves == ()


def test_what_is_expected_is_told_and_said_back(unlocked: MainWindow, tools: Tools, ada: Leader) -> None:
    def answer(form: RecordForm) -> None:
        form.answers["text"].setPlainText("Names the cost to the customer")
        form.answers["aspect"].choose("business")
        form.save()

    fill(answer)
    unlocked.commands["add_expectation"].trigger()
    assert "Not told yet" in texts(plan_page(unlocked))

    def told(form: RecordForm) -> None:
        form.answers["told_on"].show_kept(TODAY.isoformat())
        form.answers["restated"].setPlainText("I say what it costs")
        form.save()
        form.answers["restated_on"].show_kept((TODAY + dt.timedelta(days=1)).isoformat())
        form.save()
        assert "is still to come" in heard(form, "restated_on")
        form.answers["restated_on"].show_kept(TODAY.isoformat())
        form.save()

    fill(told)
    press(plan_page(unlocked), "Told, or said back…")
    one = only(tools, ada, "expectation")
    assert isinstance(one, Expectation)
    assert (one.told_on, one.restated) == (TODAY.isoformat(), "I say what it costs")


def test_support_is_offered_and_its_answer_kept(unlocked: MainWindow, tools: Tools, ada: Leader) -> None:
    def offer(form: RecordForm) -> None:
        form.answers["type"].choose("mentor")
        form.answers["cause"].choose("skill")
        form.answers["what"].setText("Coffee with Noa every month")
        form.save()

    fill(offer)
    unlocked.commands["offer_support"].trigger()
    assert "A skill to learn" in texts(plan_page(unlocked))

    def answer(form: RecordForm) -> None:
        form.answers["answer"].choose("declined")
        form.answers["answered_on"].show_kept(TODAY.isoformat())
        form.answers["answer_words"].setText("I have no time for coffee")
        form.save()

    fill(answer)
    press(plan_page(unlocked), "What came of it?")
    one = only(tools, ada, "support")
    assert isinstance(one, Support)
    assert (one.cause, one.answer, one.answer_words) == ("skill", "declined", "I have no time for coffee")
    assert "Declined" in texts(plan_page(unlocked))


def test_closing_a_plan_asks_first(unlocked: MainWindow, tools: Tools, ada: Leader, answers: Answers) -> None:
    running(tools, ada)
    unlocked.desk.area.show_page(ada.id, "plan")
    answers.will(False, True)
    press(plan_page(unlocked), "Close")
    plan = only(tools, ada, "plan")
    assert isinstance(plan, Plan)
    assert plan.status == "open"
    press(plan_page(unlocked), "Close")
    plan = only(tools, ada, "plan")
    assert isinstance(plan, Plan)
    assert plan.status == "closed"
    assert "Open again" in texts(plan_page(unlocked))


def test_praise_is_linked_to_a_goal_and_opens(unlocked: MainWindow, tools: Tools, ada: Leader) -> None:
    plan = running(tools, ada)
    praise = entry(ada, kind="praise", title="The May forecast", behaviour="She named the cost first.")
    tools.session.put(praise)
    tools.session.put(
        Goal.make(plan_id=plan.id, leader_ids=(ada.id,), title="Answers first", measure="count")
    )
    unlocked.desk.area.show_page(ada.id, "plan")
    fill(lambda form: form.save())
    press(plan_page(unlocked), "Link an entry…")
    page = unlocked.desk.area.page("plan")
    next(one for one in page.findChildren(QPushButton) if "The May forecast" in one.text()).click()
    settle()
    assert unlocked.desk.entry_id == praise.id


def test_changing_the_notes_keeps_the_ratings_of_closed_goals_and_the_linked_entry_however_old(
    unlocked: MainWindow, tools: Tools, ada: Leader
) -> None:
    plan = running(tools, ada)
    goals = [Goal.make(plan_id=plan.id, leader_ids=(ada.id,), title=title) for title in ("Open", "Met")]
    noted = entry(ada, title="Long ago", occurred={"day": "2020-01-06", "time": "09:30", "zone": "UTC"})
    meeting = Meeting.make(
        leader_ids=(ada.id,),
        of_id=plan.id,
        at=Slot(local=f"{TODAY}T10:00", zone="Europe/London"),
        state="held",
        ratings=tuple(Rating(goal_id=goal.id, rating=1) for goal in goals),
        entry_id=noted.id,
    )
    tools.session.put(noted, *goals)
    tools.session.put(meeting, goals[1].changed(status="met"))
    tools.session.put(*(entry(ada) for _each in range(NEWEST)))
    unlocked.desk.area.show_page(ada.id, "plan")

    def change(form: RecordForm) -> None:
        form.answers[goals[0].id].choose("2")
        form.answers["progress"].setPlainText("Two of three questions")
        form.save()

    fill(change)
    press(plan_page(unlocked), "Change the notes…")
    after = only(tools, ada, "meeting")
    assert isinstance(after, Meeting)
    assert after.notes is not None
    assert after.entry_id == noted.id
    assert {one.goal_id: one.rating for one in after.ratings} == {goals[0].id: 2, goals[1].id: 1}


def check_in(plan: Plan, days: int, **values: object) -> Meeting:
    at = Slot(local=f"{TODAY + dt.timedelta(days=days)}T10:00", zone="Europe/London")
    return Meeting.make(leader_ids=plan.leader_ids, of_id=plan.id, at=at, **values)


def test_a_check_in_is_missed_only_if_that_was_meant_and_can_then_be_moved_or_withdrawn(
    unlocked: MainWindow, tools: Tools, ada: Leader, answers: Answers
) -> None:
    meeting = check_in(running(tools, ada), -2)
    tools.session.put(meeting)
    unlocked.desk.area.show_page(ada.id, "plan")
    answers.will(False, True)
    press(plan_page(unlocked), "It was missed…")
    assert only(tools, ada, "meeting") == meeting
    press(plan_page(unlocked), "It was missed…")
    assert only(tools, ada, "meeting") == meeting.changed(state="missed")
    later = TODAY + dt.timedelta(days=9)

    def move(form: RecordForm) -> None:
        form.answers["at"].day.show_kept(later.isoformat())
        form.answers["reason"].setText("She was away")
        form.save()

    fill(move)
    press(plan_page(unlocked), "Move…")
    found = only(tools, ada, "meeting")
    assert isinstance(found, Meeting)
    assert (found.state, found.at.day) == ("planned", later.isoformat())

    def withdraw() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, WithdrawDialog)
        dialog.reason.setPlainText("Planned twice")
        dialog.act()

    QTimer.singleShot(0, withdraw)
    page = unlocked.desk.area.page("plan")
    [one for one in page.findChildren(QPushButton) if one.text() == "Withdraw…"][-1].click()
    settle()
    assert tools.session.view.about(ada.id, "meeting") == ()


def test_what_cannot_be_sealed_is_said(
    unlocked: MainWindow, tools: Tools, ada: Leader, answers: Answers
) -> None:
    meeting = check_in(running(tools, ada), -2)
    tools.session.put(meeting)
    unlocked.desk.area.show_page(ada.id, "plan")
    missed = next(
        one
        for one in unlocked.desk.area.page("plan").findChildren(QPushButton)
        if one.text() == "It was missed…"
    )
    tools.session.journal.withdraw(meeting.id, "By a command meanwhile")
    answers.will(True)
    missed.click()
    settle()
    assert "was withdrawn" in answers.asked[-1]


def test_a_planned_check_in_is_shown_however_old_and_of_the_others_six_and_then_all(
    unlocked: MainWindow, tools: Tools, ada: Leader
) -> None:
    plan = running(tools, ada)
    held = [check_in(plan, -days, state="held") for days in range(1, 10)]
    tools.session.put(check_in(plan, -30), *held)
    unlocked.desk.area.show_page(ada.id, "plan")
    settle()
    shown = texts(plan_page(unlocked)).splitlines()
    assert (shown.count("It was held…"), shown.count("Change the notes…")) == (1, 6)
    press(plan_page(unlocked), "3 more")
    shown = texts(plan_page(unlocked)).splitlines()
    assert (shown.count("It was held…"), shown.count("Change the notes…")) == (1, 9)
    assert not any("more" in one for one in shown)


def test_a_check_in_of_which_nobody_said_whether_it_was_held_is_not_the_next_one(
    unlocked: MainWindow, tools: Tools, ada: Leader
) -> None:
    plan = running(tools, ada)
    late, ahead = check_in(plan, -30), check_in(plan, 3)
    tools.session.put(late, ahead)
    unlocked.desk.area.show_page(ada.id, "plan")
    settle()
    shown = texts(plan_page(unlocked)).splitlines()
    (asked,) = (line for line in shown if line.endswith("was it held?"))
    (coming,) = (line for line in shown if line.startswith("Next: "))
    assert wording.day(late.at.day) in asked
    assert wording.day(ahead.at.day) in coming
