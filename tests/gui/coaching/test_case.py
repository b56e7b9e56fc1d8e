"""An intervention, done in the window from its start to its closing review; every stage of seed 002."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QPushButton, QWidget

from coachdesk.gui.coaching.case_series import SeriesForm
from coachdesk.gui.coaching.inputs import entry_options
from coachdesk.gui.coaching.record_form import RecordForm
from coachdesk.gui.main_window import MainWindow
from coachdesk.gui.tools import Tools
from coachdesk.records.case import Case, Commitment, FeedbackItem, Intake, MutualExpectation
from coachdesk.records.consequence import Consequence
from coachdesk.records.issue import Link
from coachdesk.records.meeting import Meeting
from coachdesk.records.people import Leader
from tests.gui.coaching.filling import fill, heard, named, press, texts
from tests.gui.conftest import settle
from tests.making import entry

TODAY = dt.date.today()  # noqa: DTZ011
ZONE = "Europe/London"


@pytest.fixture
def ben(unlocked: MainWindow, tools: Tools) -> Leader:  # noqa: ARG001  # the journal is open then
    """The other leader."""
    made = Leader.make(name="Ben Ode")
    tools.session.put(made)
    settle()
    return made


@pytest.fixture
def case(unlocked: MainWindow, tools: Tools, ada: Leader, ben: Leader) -> Case:
    """A case of both that has just begun, its page in front."""
    made = Case.make(leader_ids=(ada.id, ben.id), title="Releases", opened_on=TODAY.isoformat())
    tools.session.put(made)
    unlocked.desk.area.show_page(ada.id, "case")
    settle()
    return made


def answer(**values: Any) -> Callable[[Any], object]:
    """Fills in a form and saves it."""

    def act(form: Any) -> None:
        for key, value in values.items():
            form.answers[key].show_value(value)
        form.save()
        assert not form.isVisible(), [
            said.text() for said in form.findChildren(QLabel) if said.property("voice") == "danger"
        ]

    return act


def page(window: MainWindow) -> QWidget:
    found: QWidget = window.desk.area.page("case")
    return found


def do(window: MainWindow, pressed: str, /, **values: Any) -> None:
    """Presses a button and answers its form."""
    fill(answer(**values))
    press(page(window), pressed)


def turn_to(window: MainWindow, case: Case, stage: str) -> None:
    window.desk.area.page("case").show_stage(case.id, stage)
    settle()


def now(tools: Tools, case: Case) -> Case:
    found = tools.session.view.get(case.id).record
    assert isinstance(found, Case)
    return found


def those(tools: Tools, kind: str) -> list[Any]:
    return list(tools.session.view.records(kind))


def primary(window: MainWindow) -> list[str]:
    """The buttons that stand out on the page."""
    return [one.text() for one in page(window).findChildren(QPushButton) if one.property("role") == "primary"]


def next_words(window: MainWindow) -> str:
    return next(line for line in texts(page(window)).splitlines() if line.startswith("Next: "))


# Starting


def test_an_intervention_is_started_from_the_menu_and_is_on_the_pages_of_both(
    unlocked: MainWindow, tools: Tools, ada: Leader, ben: Leader
) -> None:
    fill(answer(title="Releases", other=ben.id, sponsor="Iris Vale", coach="Omar Reyes"))
    unlocked.commands["start_case"].trigger()
    settle()
    (case,) = those(tools, "case")
    assert case.leader_ids == (ada.id, ben.id)
    assert [(party.role, party.name) for party in case.parties] == [
        ("sponsor", "Iris Vale"),
        ("coach", "Omar Reyes"),
    ]
    assert unlocked.desk.area.key == "case"
    unlocked.desk.area.show_page(ben.id, "case")
    settle()
    assert "Releases" in texts(page(unlocked))
    assert "Ada Marsh, Ben Ode" in texts(page(unlocked))


def test_a_leader_alone_can_have_one(unlocked: MainWindow, tools: Tools, ada: Leader) -> None:
    fill(answer(title="Answers"))
    unlocked.commands["start_case"].trigger()
    settle()
    (case,) = those(tools, "case")
    assert case.leader_ids == (ada.id,)


def test_without_a_title_nothing_begins_and_it_is_said_beside_the_question(
    unlocked: MainWindow, tools: Tools
) -> None:
    heard: list[str] = []

    def act(form: Any) -> None:
        form.save()
        heard.append(form.answers["title"].accessibleDescription())

    fill(act)
    unlocked.commands["start_case"].trigger()
    settle()
    assert heard != [""]
    assert those(tools, "case") == []


def test_an_empty_page_says_what_it_is_for_and_begins_one(unlocked: MainWindow, tools: Tools) -> None:
    unlocked.desk.area.show_key("case")
    settle()
    assert "six stages" in texts(page(unlocked))
    assert primary(unlocked) == ["Start an intervention…"]
    do(unlocked, "Start an intervention…", title="Releases")
    assert len(those(tools, "case")) == 1


# Briefing


def test_the_briefing_is_led_through_step_by_step(
    unlocked: MainWindow, tools: Tools, case: Case, ada: Leader, ben: Leader
) -> None:
    assert primary(unlocked) == ["Write it down…"]
    do(
        unlocked,
        "Write it down…",
        work_performance="Late",
        leadership_effectiveness="Split",
        organisation="Two go",
    )
    assert next_words(unlocked) == "Next: Name the Sponsor, Coach"
    do(unlocked, "Add somebody…", name="Iris Vale")
    do(unlocked, "Add somebody…", name="Omar Reyes")
    assert [party.role for party in now(tools, case).parties] == ["sponsor", "coach"]
    do(unlocked, "Agree it…", sponsor_may_hear="Attendance", not_shared="The talk", agreed_on="today")
    assert next_words(unlocked) == "Next: Have the process explained to Ada Marsh, Ben Ode"
    do(unlocked, "It was explained…", how="in person")
    assert [(one.to, one.by) for one in now(tools, case).briefings] == [
        ("Ada Marsh", "Iris Vale"),
        ("Ben Ode", "Iris Vale"),
    ]
    do(unlocked, "It was said…", what="Their careers derail.")
    (said,) = those(tools, "consequence")
    assert isinstance(said, Consequence)
    assert (said.leader_ids, said.said_to, said.areas) == (
        (ada.id, ben.id),
        ("Ada Marsh", "Ben Ode"),
        ("career",),
    )
    assert primary(unlocked) == ["Go on to Intake"]
    press(page(unlocked), "Go on to Intake")
    assert now(tools, case).stage == "intake"
    assert "Told in confidence" in texts(page(unlocked))


def test_what_stands_in_a_list_is_changed_and_taken_off(
    unlocked: MainWindow, tools: Tools, case: Case
) -> None:
    tools.session.put(case.changed(parties=[{"role": "sponsor", "name": "Iris Vale"}]))
    settle()
    do(unlocked, "Change: Iris Vale", name="Iris Vale-Holt")
    assert [party.name for party in now(tools, case).parties] == ["Iris Vale-Holt"]
    do(unlocked, "Change: Iris Vale-Holt", gone=True)
    assert now(tools, case).parties == ()


def test_nobody_chosen_is_said_beside_the_question(unlocked: MainWindow, tools: Tools, case: Case) -> None:
    heard: list[str] = []

    def act(form: Any) -> None:
        form.answers["who"].show_value(())
        form.save()
        heard.append(form.answers["who"].accessibleDescription())

    fill(act)
    press(page(unlocked), "It was explained…")
    assert heard == ["Please choose somebody."]
    assert now(tools, case).briefings == ()


# Intake


def test_interviews_are_asked_for_by_name_and_stay_in_confidence(
    unlocked: MainWindow, tools: Tools, case: Case
) -> None:
    tools.session.put(case.changed(stage="intake", parties=[{"role": "affected", "name": "Pia"}]))
    settle()
    assert next_words(unlocked) == "Next: Interview Ada Marsh"
    do(unlocked, "Interview…", background="CANARY-IN-CONFIDENCE", untenable="Two plans for all")
    (held,) = those(tools, "intake")
    assert isinstance(held, Intake)
    assert (held.interviewee, held.promised, held.released) == ("Ada Marsh", True, False)
    assert "CANARY-IN-CONFIDENCE" in texts(page(unlocked))
    assert "In confidence" in texts(page(unlocked))
    assert next_words(unlocked) == "Next: Interview Ben Ode"
    turn_to(unlocked, case, "briefing")
    assert "CANARY-IN-CONFIDENCE" not in texts(page(unlocked))


# Feedback


def test_each_leader_answers_each_piece_of_feedback_in_their_words(
    unlocked: MainWindow, tools: Tools, case: Case, ada: Leader, ben: Leader
) -> None:
    tools.session.put(case.changed(stage="feedback"))
    settle()
    do(unlocked, "Add feedback…", text="Talks over the other", segment="operational")
    (item,) = those(tools, "feedback_item")
    assert isinstance(item, FeedbackItem)
    assert item.segment == "operational"
    do(unlocked, "What did they say?", state="disputed", words="I asked a question.")
    do(unlocked, "What did they say?", state="amended", words="Sometimes.")
    (item,) = those(tools, "feedback_item")
    assert [(one.leader_id, one.state, one.words) for one in item.answers] == [
        (ada.id, "disputed", "I asked a question."),
        (ben.id, "amended", "Sometimes."),
    ]
    assert "“I asked a question.”" in texts(page(unlocked))
    assert "Operational" in texts(page(unlocked))


def test_an_answer_to_feedback_that_nobody_chose_is_not_recorded(
    unlocked: MainWindow, tools: Tools, ada: Leader, ben: Leader, case: Case
) -> None:
    agreed = {"leader_id": ada.id, "state": "agreed", "day": TODAY.isoformat()}
    item = FeedbackItem.make(
        leader_ids=(ada.id, ben.id), case_id=case.id, text="Answers for the other.", answers=(agreed,)
    )
    tools.session.put(item)
    turn_to(unlocked, case, "feedback")

    def hurry(form: RecordForm) -> None:
        assert f"Answers for the other.\n{ada.name}: Agreed\nBen Ode: No answer yet" in texts(form)
        form.save()
        assert heard(form, "state") == "Please choose one."

    fill(hurry)
    press(page(unlocked), "What did they say?")
    assert tools.session.view.get(item.id).record == item


@pytest.mark.parametrize("whose", ["ada", "ben"])
def test_a_piece_of_feedback_is_linked_to_the_entries_it_rests_on(
    unlocked: MainWindow, tools: Tools, ada: Leader, ben: Leader, case: Case, whose: str
) -> None:
    shown = entry(ada if whose == "ada" else ben, title="The slip", behaviour="Said no.")
    item = FeedbackItem.make(leader_ids=(ada.id, ben.id), case_id=case.id, text="Answers for the other.")
    tools.session.put(shown, item)
    turn_to(unlocked, case, "feedback")
    do(unlocked, "Link an entry…", stance="supports", note="Twice.")
    (link,) = tools.session.view.records("link")
    assert isinstance(link, Link)
    assert (link.entry_id, link.target_id, link.stance) == (shown.id, item.id, "supports")
    assert link.leader_ids == shown.leader_ids  # no report about the other tells of it
    press(page(unlocked), "The slip (Supports it)")
    assert unlocked.desk.entry_id == shown.id


def test_where_two_leaders_have_entries_to_link_each_says_whose_it_is(
    unlocked: MainWindow, tools: Tools, ada: Leader, ben: Leader, case: Case
) -> None:
    item = FeedbackItem.make(leader_ids=(ada.id, ben.id), case_id=case.id, text="Answers for the other.")
    both = entry(ada, title="The row").changed(leader_ids=(ada.id, ben.id))
    tools.session.put(entry(ada, title="The slip"), entry(ben, title="The plan"), both, item)
    turn_to(unlocked, case, "feedback")
    rows: list[str] = []

    def read(form: RecordForm) -> None:
        offered = form.answers["entry_id"]
        rows.extend(offered.itemText(at) for at in range(offered.count()))

    fill(read)
    press(page(unlocked), "Link an entry…")
    assert sorted(row.partition(":")[0] for row in rows) == [
        f"1 ({ada.name})",
        "1 (Ben Ode)",
        f"2 ({QLocale().createSeparatedList([ada.name, 'Ben Ode'])})",
    ]
    assert all("Observation" in row for row in rows)
    alone = entry_options(tools.session.view, (ada.id,))
    assert all("(" not in words for words in alone.values())


def test_goal_skills_and_barriers_are_kept_with_the_case(
    unlocked: MainWindow, tools: Tools, case: Case
) -> None:
    tools.session.put(case.changed(stage="feedback"))
    settle()
    do(unlocked, "Set the goal…", common_goal="One calendar")
    do(unlocked, "Add a skill…", what="Giving feedback", taught_on="today")
    do(unlocked, "Add a barrier…", what="Two systems")
    do(unlocked, "Change: Two systems", removed_on="today")
    found = now(tools, case)
    assert found.common_goal == "One calendar"
    assert [(one.what, one.taught_on) for one in found.skills] == [("Giving feedback", TODAY.isoformat())]
    assert [one.removed_on for one in found.barriers] == [TODAY.isoformat()]


def test_practised_before_it_was_taught_is_refused_where_it_was_typed(
    unlocked: MainWindow, tools: Tools, case: Case
) -> None:
    tools.session.put(case.changed(stage="feedback"))
    settle()
    heard: list[str] = []

    def act(form: Any) -> None:
        form.answers["what"].show_value("Giving feedback")
        form.answers["taught_on"].show_value("2026-03-09")
        form.answers["practised_on"].show_value("2026-03-02")
        form.save()
        heard.append(form.answers["practised_on"].accessibleDescription())

    fill(act)
    press(page(unlocked), "Add a skill…")
    assert "backwards" in heard[0]
    assert now(tools, case).skills == ()


# Alignment


def test_expectations_go_each_way_and_four_parties_sign_off(
    unlocked: MainWindow, tools: Tools, case: Case, ada: Leader, ben: Leader
) -> None:
    parties = [{"role": "sponsor", "name": "Iris Vale"}, {"role": "coach", "name": "Omar Reyes"}]
    tools.session.put(case.changed(stage="alignment", parties=parties))
    settle()
    do(unlocked, "Add an expectation…", by_id=ada.id, of_id=ben.id, text="Says it first")
    do(unlocked, "Add an expectation…", by_id=ben.id, of_id=ada.id, text="Asks me")
    do(unlocked, "Sign off all…", who=("0", "1", "2", "3"))
    signed = those(tools, "mutual_expectation")
    for one in signed:
        assert isinstance(one, MutualExpectation)
        assert [(sign_off.role, sign_off.name) for sign_off in one.sign_offs] == [
            ("leader", "Ada Marsh"),
            ("leader", "Ben Ode"),
            ("sponsor", "Iris Vale"),
            ("coach", "Omar Reyes"),
        ]
    assert "Ada Marsh expects of Ben Ode" in texts(page(unlocked))
    assert "To be signed off" not in texts(page(unlocked))


def test_other_words_have_to_be_signed_off_anew(
    unlocked: MainWindow, tools: Tools, case: Case, ada: Leader
) -> None:
    signed = MutualExpectation.make(
        leader_ids=case.leader_ids,
        case_id=case.id,
        of_id=ada.id,
        text="Says it first",
        sign_offs=[{"role": "leader", "name": "Ada Marsh", "day": "2026-03-02"}],
    )
    tools.session.put(signed, case.changed(stage="alignment"))
    settle()
    for changed, count in (({}, 1), ({"text": "Says it the same day"}, 0)):
        fill(answer(**changed))
        [one for one in page(unlocked).findChildren(QPushButton) if one.text() == "Change…"][-1].click()
        settle()
        (found,) = those(tools, "mutual_expectation")
        assert len(found.sign_offs) == count


def test_nobody_signs_for_a_sponsor_who_is_not_named(unlocked: MainWindow, tools: Tools, case: Case) -> None:
    expected = MutualExpectation.make(leader_ids=case.leader_ids, case_id=case.id, text="Says it first")
    tools.session.put(expected, case.changed(stage="alignment"))
    settle()
    offered: list[str] = []

    def act(form: Any) -> None:
        asked = form.answers["who"]
        offered.extend(asked.item(at).text() for at in range(asked.count()))

    fill(act)
    press(page(unlocked), "Sign off…")
    assert offered == ["Ada Marsh (Leader)", "Ben Ode (Leader)"]
    assert "nobody named yet (Sponsor)" in texts(page(unlocked))


def test_the_ledger_says_who_was_told_and_what_they_answered(
    unlocked: MainWindow, tools: Tools, case: Case, ben: Leader
) -> None:
    tools.session.put(case.changed(stage="alignment"))
    settle()
    do(unlocked, "Add somebody…", leader_id=ben.id, affected="Pia")
    assert "0 of 1 told" in texts(page(unlocked))
    do(unlocked, "Told…", how="in person", response="I will see.")
    (told,) = those(tools, "commitment")
    assert isinstance(told, Commitment)
    assert (told.leader_id, told.told_on, told.response) == (ben.id, TODAY.isoformat(), "I will see.")
    assert "1 of 1 told" in texts(page(unlocked))
    assert "“I will see.”" in texts(page(unlocked))


# Support


def plan_series(window: MainWindow, **values: Any) -> str:
    """Plans the three months by the form, and returns what it said it would plan."""
    seen: list[str] = []

    def act(form: Any) -> None:
        assert isinstance(form, SeriesForm)
        for key, value in values.items():
            form.answers[key].show_value(value)
        seen.append(form.preview.text())
        form.save()

    fill(act)
    press(page(window), "Plan the sessions…")
    return seen[0]


def test_three_months_are_planned_in_one_step_as_the_preview_said(
    unlocked: MainWindow, tools: Tools, case: Case, ada: Leader
) -> None:
    tools.session.put(case.changed(stage="support"))
    settle()
    said = plan_series(
        unlocked, starts="2026-03-02", zone=ZONE, individual_time="10:00", three_way_time="15:00"
    )
    meetings = those(tools, "meeting")
    assert said.splitlines()[0] == "22 meetings: 7 rounds and the closing review."
    assert len(meetings) == 22
    assert "1. " in said
    assert len([line for line in said.splitlines() if line[0].isdigit() and "2026" in line]) >= 7
    days = sorted({one.at.day for one in meetings if one.kind == "three_way"})
    assert days[:3] == ["2026-03-02", "2026-03-16", "2026-03-30"]
    # The clocks went forward on 29 March: the wall shows the same time before and after.
    own = sorted((one for one in meetings if one.leader_ids == (ada.id,)), key=lambda one: one.at.local)
    assert {one.at.time for one in own} == {"10:00"}
    assert {one.at.zone for one in own} == {ZONE}
    assert sum(one.kind == "closing" for one in meetings) == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"individual_time": "25:00"}, "individual_time"),
        ({"ends": "2026-02-01"}, "ends"),
        ({"ends": "2190-02-01"}, "ends"),
        ({"starts": ""}, "starts"),
        ({"days_off": ("not a day",)}, "days_off"),
    ],
)
def test_a_series_that_cannot_be_is_said_in_the_preview_and_beside_the_question(
    unlocked: MainWindow, tools: Tools, case: Case, wrong: dict[str, Any], field: str
) -> None:
    tools.session.put(case.changed(stage="support"))
    settle()
    heard: list[str] = []

    def act(form: Any) -> None:
        for key, value in ({"starts": "2026-03-02", "zone": ZONE} | wrong).items():
            form.answers[key].show_value(value)
        form.save()
        heard.extend((form.preview.text(), form.answers[field].accessibleDescription()))

    fill(act)
    press(page(unlocked), "Plan the sessions…")
    assert heard[0]
    assert heard[0] == heard[1]
    assert those(tools, "meeting") == []


def test_a_day_off_moves_its_round(unlocked: MainWindow, tools: Tools, case: Case) -> None:
    tools.session.put(case.changed(stage="support"))
    settle()
    plan_series(unlocked, starts="2026-03-02", zone=ZONE, days_off=("2026-03-16",))
    days = sorted({one.at.day for one in those(tools, "meeting") if one.kind == "three_way"})
    assert days[1] == "2026-03-17"


@pytest.fixture
def session_of(tools: Tools, case: Case, ada: Leader) -> Meeting:
    """A session with Ada that was to be yesterday, and the case in support."""
    made = Meeting.make(
        leader_ids=(ada.id,),
        of_id=case.id,
        kind="individual",
        at={"local": f"{(TODAY - dt.timedelta(days=1)).isoformat()}T10:00", "zone": ZONE},
    )
    tools.session.put(made, case.changed(stage="support"))
    settle()
    return made


def choose(window: MainWindow, row: str, words: str) -> None:
    """Opens the menu of a meeting's row by keyboard and chooses from it."""
    button = next(
        one for one in page(window).findChildren(QPushButton) if one.accessibleName().startswith(row)
    )
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Return)
    menu = next(one for one in button.findChildren(QMenu) if one.isVisible())
    action = next(one for one in menu.actions() if one.text() == words)
    menu.setActiveAction(action)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    settle()


@pytest.mark.usefixtures("session_of")
def test_a_session_whose_day_is_past_asks_whether_it_was_held(
    unlocked: MainWindow, tools: Tools, ada: Leader
) -> None:
    noted = entry(ada, kind="coaching_session", title="First session")
    tools.session.put(noted)
    settle()
    assert next_words(unlocked).endswith("was it held?")
    do(unlocked, "It was held…", progress="Two habits", raised="Who calls a freeze", entry_id=noted.id)
    (held,) = those(tools, "meeting")
    assert held.state == "held"
    assert held.notes is not None
    assert (held.notes.progress, held.notes.raised) == ("Two habits", "Who calls a freeze")
    press(page(unlocked), "1 kept")
    assert "Progress: Two habits" in texts(page(unlocked))
    choose(unlocked, "Individual coaching session", "Read the entry")
    assert unlocked.desk.entry_id == noted.id
    assert unlocked.desk.area.key == "timeline"


def test_changing_the_notes_keeps_the_entry_that_was_withdrawn_since(
    unlocked: MainWindow, tools: Tools, session_of: Meeting, ada: Leader
) -> None:
    noted = entry(ada, kind="coaching_session", title="First session")
    tools.session.put(noted, session_of.changed(state="held", entry_id=noted.id))
    tools.session.withdraw(noted.id, "Mistaken")
    settle()
    press(page(unlocked), "1 kept")
    fill(answer(progress="Two habits"))
    choose(unlocked, "Individual coaching session", "Change the notes…")
    (held,) = those(tools, "meeting")
    assert (held.notes.progress, held.entry_id) == ("Two habits", noted.id)


def test_an_entry_about_the_other_leader_alone_opens_on_their_timeline(
    unlocked: MainWindow, tools: Tools, session_of: Meeting, ben: Leader
) -> None:
    noted = entry(ben, kind="coaching_session", title="With Ben")
    held = session_of.changed(leader_ids=(ben.id,), state="held", entry_id=noted.id)
    tools.session.put(noted, held)
    settle()
    press(page(unlocked), "1 kept")
    choose(unlocked, "Individual coaching session", "Read the entry")
    assert (unlocked.desk.leader_id, unlocked.desk.entry_id) == (ben.id, noted.id)


@pytest.mark.usefixtures("session_of")
def test_a_session_is_missed_with_its_reason(unlocked: MainWindow, tools: Tools) -> None:
    fill(answer(state="missed", why="Was ill."))
    choose(unlocked, "Individual coaching session", "It was missed, or called off…")
    (missed,) = those(tools, "meeting")
    assert missed.state == "missed"
    assert tools.session.view.get(missed.id).payload.reason == "Was ill."
    press(page(unlocked), "1 missed")
    assert "Missed, because: Was ill." in texts(page(unlocked))


@pytest.mark.usefixtures("session_of")
def test_a_session_moves_and_says_from_where_and_why(unlocked: MainWindow, tools: Tools) -> None:
    to = TODAY + dt.timedelta(days=3)

    def act(form: Any) -> None:
        form.answers["at"].day.show_kept(to.isoformat())
        form.save()
        assert form.answers["reason"].accessibleDescription()  # its day was past
        form.answers["reason"].show_value("Was ill.")
        form.save()

    fill(act)
    choose(unlocked, "Individual coaching session", "Move…")
    (moved,) = those(tools, "meeting")
    assert (moved.at.day, moved.at.time) == (to.isoformat(), "10:00")
    assert [move.reason for move in moved.moves] == ["Was ill."]
    assert "1 moved" in texts(page(unlocked))
    assert "Was ill." in texts(page(unlocked))
    assert primary(unlocked) == []


@pytest.mark.usefixtures("session_of")
def test_the_past_cannot_be_rescheduled_into_the_past(unlocked: MainWindow, tools: Tools) -> None:
    heard: list[str] = []

    def act(form: Any) -> None:
        form.answers["at"].day.show_kept((TODAY - dt.timedelta(days=9)).isoformat())
        form.answers["reason"].show_value("Was ill.")
        form.save()
        heard.append(form.answers["at"].accessibleDescription())

    fill(act)
    choose(unlocked, "Individual coaching session", "Move…")
    assert "is past" in heard[0]
    (unmoved,) = those(tools, "meeting")
    assert unmoved.moves == ()


def test_a_count_shows_the_meetings_behind_it(
    unlocked: MainWindow, tools: Tools, session_of: Meeting, case: Case
) -> None:
    kept = session_of.changed(state="held")
    ahead = Meeting.make(
        leader_ids=case.leader_ids,
        of_id=case.id,
        kind="three_way",
        at={"local": f"{(TODAY + dt.timedelta(days=9)).isoformat()}T15:00", "zone": ZONE},
    )
    tools.session.put(kept, ahead)
    settle()
    press(page(unlocked), "1 kept")
    assert "Three-way call" not in [
        one.accessibleName().partition(",")[0] for one in page(unlocked).findChildren(QPushButton)
    ]
    assert named(page(unlocked), "1 kept").isChecked()
    press(page(unlocked), "1 kept")
    assert "Round 1" in "".join(one.accessibleName() for one in page(unlocked).findChildren(QPushButton))


@pytest.mark.usefixtures("session_of")
def test_today_leads_to_the_page_of_the_case(unlocked: MainWindow, tools: Tools) -> None:
    unlocked.desk.show_today()
    tools.session.background.wait()
    settle()
    row = next(one for one in unlocked.desk.area.today.rows if one.page)
    assert row.page == "case"


# Review


def test_the_review_closes_the_case_and_it_can_be_opened_again(
    unlocked: MainWindow, tools: Tools, case: Case
) -> None:
    closing = Meeting.make(
        leader_ids=case.leader_ids,
        of_id=case.id,
        kind="closing",
        state="held",
        at={"local": f"{TODAY.isoformat()}T15:00", "zone": ZONE},
    )
    left = Meeting.make(
        leader_ids=case.leader_ids, of_id=case.id, kind="three_way", at={"local": "2199-01-07T10:00"}
    )
    tools.session.put(closing, left, case.changed(stage="review"))
    settle()
    assert primary(unlocked) == ["Close it…"]
    do(unlocked, "Close it…", review="They plan together.")
    found = now(tools, case)
    assert (found.stage, found.review, found.closed_on) == (
        "closed",
        "They plan together.",
        TODAY.isoformat(),
    )
    assert primary(unlocked) == []
    turn_to(unlocked, case, "review")
    assert "They plan together." in texts(page(unlocked))
    assert those(tools, "meeting")[-1].state == "cancelled"
    do(unlocked, "Open again…")
    assert (now(tools, case).stage, now(tools, case).closed_on) == ("review", None)


# The page as such


def test_a_leader_who_has_left_does_not_stop_the_page(
    unlocked: MainWindow, tools: Tools, case: Case, ben: Leader
) -> None:
    tools.session.put(ben.changed(archived=True))
    settle()
    for stage in ("intake", "feedback", "alignment", "support", "review"):
        turn_to(unlocked, case, stage)
    assert "Releases" in texts(page(unlocked))


def test_the_keyboard_stays_where_it_was_when_the_page_changes(
    unlocked: MainWindow, tools: Tools, case: Case
) -> None:
    unlocked.activateWindow()
    settle()
    named(page(unlocked), "Add somebody…").setFocus()
    fill(answer(name="Iris Vale"))
    QTest.keyClick(named(page(unlocked), "Add somebody…"), Qt.Key.Key_Return)
    settle()
    focused = unlocked.focusWidget()
    assert isinstance(focused, QPushButton)
    assert focused.text() == "Add somebody…"
    assert now(tools, case).parties[0].name == "Iris Vale"


@pytest.mark.usefixtures("case")
def test_the_lock_closes_a_form_and_forgets_the_page(unlocked: MainWindow, tools: Tools) -> None:
    def act(form: Any) -> None:
        form.answers["work_performance"].setPlainText("Half typed")
        tools.session.lock("hand")

    fill(act)
    press(page(unlocked), "Write it down…")
    assert not tools.session.is_open
    assert "Releases" not in texts(page(unlocked))
    assert not any(isinstance(one, RecordForm) for one in QApplication.topLevelWidgets())


def test_a_stage_says_how_much_of_it_is_done(unlocked: MainWindow, tools: Tools, case: Case) -> None:
    names = [one.accessibleName() for one in page(unlocked).findChildren(QPushButton)]
    assert "Briefing: 0 of 5 done" in names
    tools.session.put(
        case.changed(parties=[{"role": "sponsor", "name": "I"}, {"role": "mediator", "name": "O"}])
    )
    settle()
    names = [one.accessibleName() for one in page(unlocked).findChildren(QPushButton)]
    assert "Briefing: 1 of 5 done" in names
    press(page(unlocked), "Support: 0 of 2 done")
    assert "Plan the sessions…" in texts(page(unlocked))
