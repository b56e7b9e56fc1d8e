"""The decision page: consequences said in time, role against evidence, one option chosen, fourteen questions."""

import datetime as dt

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton

from coachdesk.gui.coaching.readiness_view import ReadinessView
from coachdesk.gui.coaching.readiness_words import QUESTIONS
from coachdesk.gui.coaching.record_form import RecordForm
from coachdesk.gui.main_window import MainWindow
from coachdesk.gui.tools import Tools
from coachdesk.records.consequence import Consequence
from coachdesk.records.decision import Decision, FitReview, Option, Requirement
from coachdesk.records.people import Leader
from coachdesk.records.plan import Expectation, Goal, Plan
from tests.gui.coaching.filling import answered, begin, fill, heard, named, press, texts
from tests.gui.conftest import settle
from tests.making import entry

TODAY = dt.date.today().isoformat()  # noqa: DTZ011


def only(tools: Tools, ada: Leader, name: str) -> object:
    (found,) = tools.session.view.about(ada.id, name)
    return found


def test_a_consequence_is_said_with_day_and_measure(unlocked: MainWindow, tools: Tools, ada: Leader) -> None:
    def answer(form: RecordForm) -> None:
        form.answers["what"].setPlainText("The customers go to operations.")
        form.answers["measured"].setText("the ten reports")
        form.answers["areas"].show_value(("team",))
        form.answers["said_on"].show_kept(TODAY)
        form.answers["by_day"].show_kept("2099-01-01")
        form.answers["said_to"].setPlainText("Ada Marsh")
        form.save()

    begin(unlocked, "state_consequence", answer)
    found = only(tools, ada, "consequence")
    assert isinstance(found, Consequence)
    assert (found.areas, found.said_on, found.said_to) == (("team",), TODAY, ("Ada Marsh",))
    assert unlocked.desk.area.key == "decision"
    assert "Said on" in texts(unlocked.desk.area.page("decision"))


def test_a_threat_is_named_while_it_is_typed_and_can_still_be_saved(
    unlocked: MainWindow, tools: Tools, ada: Leader
) -> None:
    said: list[list[str]] = []

    def shown(form: RecordForm) -> list[str]:
        return [one.text() for one in form.findChildren(QLabel) if "threat. Say" in one.text()]

    def answer(form: RecordForm) -> None:
        form.answers["what"].setPlainText("The customers go to operations.")
        said.append(shown(form))
        form.answers["what"].setPlainText("If this happens again you are out.")
        said.append(shown(form))
        form.save()

    begin(unlocked, "state_consequence", answer)
    assert [len(one) for one in said] == [0, 1]
    assert only(tools, ada, "consequence")
    assert "threat. Say" in texts(unlocked.desk.area.page("decision"))


def test_days_that_run_backwards_are_said_beside_the_day(
    unlocked: MainWindow, tools: Tools, ada: Leader
) -> None:
    said: list[str] = []

    def answer(form: RecordForm) -> None:
        form.answers["what"].setPlainText("The role becomes a technical one.")
        form.answers["said_on"].show_kept("2026-03-02")
        form.answers["by_day"].show_kept("2026-02-02")
        form.save()
        said.append(heard(form, "by_day"))

    begin(unlocked, "state_consequence", answer)
    assert "Dates cannot run backwards" in said[0]
    assert tools.session.view.about(ada.id, "consequence") == ()


def test_a_review_of_fit_begins_with_what_is_expected(
    unlocked: MainWindow, tools: Tools, ada: Leader
) -> None:
    tools.session.put(Expectation.make(leader_ids=(ada.id,), text="Names the cost."))

    def answer(form: RecordForm) -> None:
        assert form.answers["requirements"].value() == ("Names the cost.",)
        form.answers["team_wellbeing"].setPlainText("Two have asked to move.")
        form.save()

    begin(unlocked, "review_fit", answer)
    found = only(tools, ada, "fit_review")
    assert isinstance(found, FitReview)
    assert [one.text for one in found.requirements] == ["Names the cost."]
    shown = texts(unlocked.desk.area.page("decision"))
    assert "The team, apart from the person" in shown
    assert "Not clear yet" in shown


def test_a_requirement_is_weighed_with_its_entries(unlocked: MainWindow, tools: Tools, ada: Leader) -> None:
    seen = entry(ada, title="The slip")
    review = FitReview.make(
        leader_ids=(ada.id,), day=TODAY, requirements=(Requirement(text="A"), Requirement(text="B"))
    )
    tools.session.put(seen)
    tools.session.put(review)
    unlocked.desk.area.show_page(ada.id, "decision")

    def answer(form: RecordForm) -> None:
        form.answers["met"].choose("no")
        form.answers["entry_ids"].show_value((seen.id,))
        form.save()

    fill(answer)
    page = unlocked.desk.area.page("decision")
    press(page, "Weigh it…")
    found = only(tools, ada, "fit_review")
    assert isinstance(found, FitReview)
    assert found.requirements == (
        Requirement(text="A", met="no", entry_ids=(seen.id,)),
        Requirement(text="B"),
    )
    press(page, "The slip")
    assert unlocked.desk.entry_id == seen.id


def test_of_the_options_exactly_one_is_chosen(unlocked: MainWindow, tools: Tools, ada: Leader) -> None:
    seen = entry(ada, title="The slip")
    tools.session.put(seen)
    said: list[str] = []

    def answer(form: RecordForm) -> None:
        form.answers["title"].setText("On with it")
        form.answers["considered_extend"].setPlainText("It would help.")
        form.save()
        said.append(heard(form, "chosen"))
        form.answers["chosen"].choose("continue")
        form.answers["entry_ids"].show_value((seen.id,))
        form.answers["consulted"].setPlainText("R. Adair, HR\nM. Osei")
        form.save()

    begin(unlocked, "record_decision", answer)
    assert "exactly one is chosen" in said[0]
    found = only(tools, ada, "decision")
    assert isinstance(found, Decision)
    assert found.options == (
        Option(kind="continue", chosen=True),
        Option(kind="extend", considered="It would help."),
    )
    assert [(one.name, one.role) for one in found.consulted] == [("R. Adair", "HR"), ("M. Osei", "")]
    assert (found.entry_ids, found.decided_on) == ((seen.id,), TODAY)


def decided(ada: Leader, **more: object) -> Decision:
    option = Option(kind="continue", chosen=True)
    return Decision.make(leader_ids=(ada.id,), title="On", decided_on="2026-03-02", options=(option,), **more)


def test_when_a_decision_was_recorded_is_the_ledgers_word(
    unlocked: MainWindow, tools: Tools, ada: Leader
) -> None:
    made = decided(ada)
    tools.session.put(made)
    unlocked.desk.area.show_page(ada.id, "decision")
    page = unlocked.desk.area.page("decision")
    assert "Decided on 2 Mar 2026, recorded on" in texts(page)
    assert "last changed" not in texts(page)
    tools.session.put(made.changed(reason="It works."), reason="review")
    settle()
    assert "last changed on" in texts(page)


def test_a_change_keeps_the_entries_it_relies_on_even_those_that_are_no_longer_offered(
    unlocked: MainWindow, tools: Tools, ada: Leader
) -> None:
    withdrawn = entry(ada, title="Gone")
    tools.session.put(withdrawn)
    tools.session.put(decided(ada, entry_ids=(withdrawn.id,)))
    tools.session.withdraw(withdrawn.id, "a mistake")
    unlocked.desk.area.show_page(ada.id, "decision")

    def answer(form: RecordForm) -> None:
        form.answers["reason"].setPlainText("Because.")
        form.save()

    fill(answer)
    press(unlocked.desk.area.page("decision"), "Look at it again…")
    found = only(tools, ada, "decision")
    assert isinstance(found, Decision)
    assert (found.reason, found.entry_ids) == ("Because.", (withdrawn.id,))


# The readiness check


def asked(unlocked: MainWindow, tools: Tools, ada: Leader) -> ReadinessView:
    unlocked.desk.area.show_page(ada.id, "decision")
    page = unlocked.desk.area.page("decision")
    press(page, "Ask the fourteen questions")
    answered(tools)
    return page.findChild(ReadinessView)


def test_fourteen_questions_are_answered_and_said_to_be_the_managers_own(
    unlocked: MainWindow, tools: Tools, ada: Leader
) -> None:
    tools.session.put(entry(ada, text="He is always lazy."))
    view = asked(unlocked, tools, ada)
    shown = texts(view)
    assert all(f"{number}. {words}" in shown for number, words in enumerate(QUESTIONS.values(), 1))
    assert "Entries with wording to look at: 1," in shown
    assert "never printed" in texts(unlocked.desk.area.page("decision"))


def test_the_answers_come_into_sight(unlocked: MainWindow, tools: Tools, ada: Leader) -> None:
    for day in range(1, 9):
        tools.session.put(decided(ada, review_on=f"2026-04-0{day}"))
    view = asked(unlocked, tools, ada)
    top = view.mapTo(unlocked.desk.area.page("decision"), QPoint(0, 0)).y()
    assert 0 < top < unlocked.height() / 2


def test_a_line_opens_the_entries_behind_it_by_keyboard(
    unlocked: MainWindow, tools: Tools, ada: Leader
) -> None:
    seen = entry(ada, title="The slip", kind="observation")
    tools.session.put(seen)
    view = asked(unlocked, tools, ada)
    unlocked.activateWindow()
    settle()
    opener = next(
        one for one in view.findChildren(QPushButton) if "never told" in one.accessibleDescription()
    )
    opener.setFocus()
    QTest.keyClick(opener, Qt.Key.Key_Return)
    settle()
    assert "Hide" in opener.text()
    found = unlocked.focusWidget()
    assert isinstance(found, QPushButton)
    assert "The slip" in found.text()
    QTest.keyClick(found, Qt.Key.Key_Return)
    settle()
    assert unlocked.desk.entry_id == seen.id
    assert unlocked.desk.area.key == "timeline"


def test_a_line_about_goals_leads_to_the_plan(unlocked: MainWindow, tools: Tools, ada: Leader) -> None:
    plan = Plan.make(leader_ids=(ada.id,), started="2026-03-02")
    tools.session.put(Goal.make(leader_ids=(ada.id,), plan_id=plan.id, title="Vague"), plan)
    view = asked(unlocked, tools, ada)
    opener = next(one for one in view.findChildren(QPushButton) if "goal" in one.accessibleDescription())
    opener.click()
    settle()
    press(view, "Vague")
    assert unlocked.desk.area.key == "plan"


def test_a_reflection_is_not_among_what_is_asked_about(
    unlocked: MainWindow, tools: Tools, ada: Leader
) -> None:
    tools.session.put(entry(ada, lane="reflection", title="CANARY", text="He is always lazy."))
    view = asked(unlocked, tools, ada)
    for opener in view.findChildren(QPushButton):
        opener.click()
    settle()
    assert "CANARY" not in texts(view)


def test_the_answers_follow_what_is_written_and_go_with_the_leader(
    unlocked: MainWindow, tools: Tools, ada: Leader
) -> None:
    view = asked(unlocked, tools, ada)
    assert "No goal is on file." in texts(view)
    plan = Plan.make(leader_ids=(ada.id,), started="2026-03-02")
    tools.session.put(Goal.make(leader_ids=(ada.id,), plan_id=plan.id, title="Vague"), plan)
    answered(tools)
    page = unlocked.desk.area.page("decision")
    assert "No goal is on file." not in texts(page)
    other = Leader.make(name="Ben Okafor")
    tools.session.put(other)
    unlocked.desk.area.show_page(other.id, "decision")
    settle()
    assert page.findChild(ReadinessView) is None


def test_the_keyboard_stays_on_a_button_of_a_page_that_is_built_anew(
    unlocked: MainWindow, ada: Leader
) -> None:
    unlocked.desk.area.show_page(ada.id, "decision")
    settle()
    page = unlocked.desk.area.page("decision")
    named(page, "Record a decision…").setFocus()
    page.refresh()
    focused = unlocked.focusWidget()
    assert focused is named(page, "Record a decision…")
    assert focused.isVisible()
