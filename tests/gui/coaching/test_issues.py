"""Issues: raised, answered in the leader's own words, shown by examples, and worked on when they are denied."""

import datetime as dt
from collections.abc import Iterable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from coachdesk.coaching.acknowledgement import state_of
from coachdesk.gui.change_dialogs import CONVERSATIONS
from coachdesk.gui.choice import Choice
from coachdesk.gui.coaching.issue_forms import MEETING_KINDS, issue_form, said_form
from coachdesk.gui.coaching.record_form import RecordForm
from coachdesk.gui.main_window import MainWindow
from coachdesk.gui.note import LANE_OF_KIND
from coachdesk.gui.tools import Tools
from coachdesk.records.issue import Acknowledgement, Issue, Link
from coachdesk.records.kinds import KINDS
from coachdesk.records.people import Leader
from tests.gui.coaching.filling import answered, fill, heard, named, press, texts
from tests.gui.conftest import settle
from tests.making import entry

TODAY = dt.date.today().isoformat()  # noqa: DTZ011


def the_issue(tools: Tools, ada: Leader) -> Issue:
    (found,) = tools.session.view.about(ada.id, "issue")
    assert isinstance(found, Issue)
    return found


def raise_one(unlocked: MainWindow, title: str = "Late figures") -> None:
    def answer(form: RecordForm) -> None:
        form.answers["title"].setText(title)
        form.answers["segment"].choose("process")
        form.save()

    fill(answer)
    unlocked.commands["raise_issue"].trigger()
    settle()


def issues_page(window: MainWindow) -> QWidget:
    found: QWidget = window.desk.area.page("issues")
    return found


def test_an_issue_is_raised_with_one_action_and_its_page_appears(
    unlocked: MainWindow, tools: Tools, ada: Leader
) -> None:
    raise_one(unlocked)
    assert the_issue(tools, ada).title == "Late figures"
    assert unlocked.desk.area.key == "issues"
    assert unlocked.desk.area.tabs.isVisible()
    assert "Late figures" in texts(issues_page(unlocked))


def test_a_form_that_is_left_makes_nothing(unlocked: MainWindow, tools: Tools, ada: Leader) -> None:
    fill(lambda form: form.reject())
    unlocked.commands["raise_issue"].trigger()
    assert tools.session.view.about(ada.id, "issue") == ()
    assert not unlocked.desk.area.tabs.isVisible()


def test_what_is_wrong_is_said_beside_the_question(unlocked: MainWindow, tools: Tools, ada: Leader) -> None:
    heard: list[str] = []

    def answer(form: RecordForm) -> None:
        form.save()
        heard.append(form.answers["title"].accessibleDescription())
        form.answers["title"].setText("Late figures")
        form.answers["noticed"].setText("the 45th of May")
        form.answers["noticed"].textEdited.emit("the 45th of May")
        form.save()
        heard.append(form.answers["noticed"].accessibleDescription())
        form.answers["noticed"].show_kept("")
        form.save()

    fill(answer)
    unlocked.commands["raise_issue"].trigger()
    assert all(heard)
    assert the_issue(tools, ada).noticed is None


def test_the_lock_closes_a_form_without_a_question(unlocked: MainWindow, tools: Tools) -> None:
    def answer(form: RecordForm) -> None:
        form.answers["title"].setText("Half typed")
        tools.session.lock("hand")

    fill(answer)
    unlocked.commands["raise_issue"].trigger()
    settle()
    assert not tools.session.is_open
    assert not any(isinstance(one, RecordForm) for one in QApplication.topLevelWidgets())


def test_what_they_said_is_kept_in_their_words_and_denial_offers_nine_steps(
    unlocked: MainWindow, tools: Tools, ada: Leader
) -> None:
    raise_one(unlocked)

    def answer(form: RecordForm) -> None:
        form.answers["state"].choose("denied")
        form.answers["words"].setPlainText("That is not how it was.")
        form.answers["present"].setPlainText("Grace Poole, HR\n\nA friend\n")
        form.save()

    fill(answer)
    press(issues_page(unlocked), "What did they say?")
    issue = the_issue(tools, ada)
    assert [(one.name, one.role) for one in issue.acknowledgements[0].present] == [
        ("Grace Poole", "HR"),
        ("A friend", ""),
    ]
    assert state_of(issue) == "denied"
    assert issue.acknowledgements[0].day == TODAY
    assert "“That is not how it was.”" in texts(issues_page(unlocked))
    assert "nine steps" in texts(issues_page(unlocked))


def test_what_nobody_chose_is_not_recorded_and_the_present_state_is_said(
    unlocked: MainWindow, tools: Tools, ada: Leader
) -> None:
    denied = Acknowledgement(state="denied", day="2026-03-02")
    before = Issue.make(leader_ids=(ada.id,), title="Late figures", acknowledgements=(denied,))
    tools.session.put(before)
    unlocked.desk.area.show_page(ada.id, "issues")
    heard_then: list[str] = []

    def hurry(form: RecordForm) -> None:
        assert form.answers["state"].current == ""
        assert "Late figures\nNow: Denied, 2 Mar 2026." in texts(form)
        form.save()
        heard_then.append(heard(form, "state"))
        assert form.isVisible()

    fill(hurry)
    press(issues_page(unlocked), "What did they say?")
    assert heard_then == ["Please choose one."]
    assert the_issue(tools, ada) == before


def test_what_may_lie_behind_it_is_told_at_its_step_and_can_be_changed(
    unlocked: MainWindow, tools: Tools, ada: Leader
) -> None:
    denied = Acknowledgement(state="denied", day="2026-03-02")
    steps = ({"key": "clarity", "state": "done", "day": "2026-03-02"},)
    tools.session.put(
        Issue.make(leader_ids=(ada.id,), title="Late figures", acknowledgements=(denied,), steps=steps)
    )
    unlocked.desk.area.show_page(ada.id, "issues")

    def explore(form: RecordForm) -> None:
        form.answers["causes"].setPlainText("Two projects ended in one week.")
        form.save()

    fill(explore)
    press(issues_page(unlocked), "Done…")
    issue = the_issue(tools, ada)
    assert (issue.causes, issue.causes_on) == ("Two projects ended in one week.", TODAY)
    assert [(one.key, one.state) for one in issue.steps] == [("clarity", "done"), ("causes", "done")]
    assert "“Two projects ended in one week.”" in texts(issues_page(unlocked))

    def change(causes: str, told_on: str) -> None:
        def answer(form: RecordForm) -> None:
            form.answers["causes"].setPlainText(causes)
            form.answers["causes_on"].show_kept(told_on)
            form.save()

        fill(answer)
        press(issues_page(unlocked), "Change…")

    change("Nobody gave her the figures.", "2026-03-05")
    assert (the_issue(tools, ada).causes, the_issue(tools, ada).causes_on) == (
        "Nobody gave her the figures.",
        "2026-03-05",
    )
    change("", "2026-03-05")
    assert (the_issue(tools, ada).causes, the_issue(tools, ada).causes_on) == ("", None)
    assert "What may lie behind it" not in texts(issues_page(unlocked))


def test_what_is_medical_or_protected_in_the_causes_is_asked_about(
    unlocked: MainWindow, tools: Tools, ada: Leader
) -> None:
    issue = Issue.make(leader_ids=(ada.id,), title="Late figures")
    tools.session.put(issue)
    form = issue_form(tools, (ada.id,), issue, "", unlocked)
    form.answers["causes"].setPlainText("You always blame me. I am on medication.")
    form.marks.look()
    answered(tools)
    assert [(one.rule, one.field) for one in form.marks.findings] == [("L8", "causes")]
    form.deleteLater()


def test_a_step_is_skipped_only_with_its_reason(unlocked: MainWindow, tools: Tools, ada: Leader) -> None:
    denied = Acknowledgement(state="denied", day=TODAY)
    tools.session.put(Issue.make(leader_ids=(ada.id,), title="Late figures", acknowledgements=(denied,)))
    unlocked.desk.area.show_page(ada.id, "issues")

    def answer(form: RecordForm) -> None:
        form.save()
        assert form.answers["reason"].accessibleDescription()
        form.answers["reason"].setPlainText("They said it back to me already.")
        form.save()

    fill(answer)
    press(issues_page(unlocked), "Skip…")
    (step,) = the_issue(tools, ada).steps
    assert (step.state, step.reason) == ("skipped", "They said it back to me already.")
    assert "They said it back to me already." in texts(issues_page(unlocked))


def test_an_example_is_linked_and_opens_in_its_place(unlocked: MainWindow, tools: Tools, ada: Leader) -> None:
    shown = entry(ada, kind="observation", title="The slip", behaviour="He said no.")
    tools.session.put(shown)
    raise_one(unlocked)

    def answer(form: RecordForm) -> None:
        form.answers["stance"].choose("supports")
        form.save()

    fill(answer)
    press(issues_page(unlocked), "Link an entry…")
    (link,) = tools.session.view.about(ada.id, "link")
    assert isinstance(link, Link)
    assert (link.entry_id, link.stance) == (shown.id, "supports")
    page = unlocked.desk.area.page("issues")
    next(one for one in page.findChildren(QPushButton) if "The slip" in one.text()).click()
    settle()
    assert unlocked.desk.entry_id == shown.id
    assert unlocked.desk.area.key == "timeline"


def test_issues_of_one_kind_are_shown_alone_and_the_hidden_ones_are_counted(
    unlocked: MainWindow, tools: Tools, ada: Leader
) -> None:
    def raised(title: str, segment: str) -> Issue:
        return Issue.make(leader_ids=(ada.id,), title=title, segment=segment)

    tools.session.put(raised("Late figures", "process"))
    unlocked.desk.area.show_page(ada.id, "issues")
    page = issues_page(unlocked)
    assert page.findChild(Choice) is None  # there is but one kind
    tools.session.put(raised("Interrupts", "personal"), raised("Talks over others", "personal"))
    settle()
    unlocked.activateWindow()
    process = named(page, "Which issues are shown: Process")
    process.setFocus()
    QTest.keyClick(process, Qt.Key.Key_Space)
    settle()
    assert "Late figures" in texts(page)
    assert "Interrupts" not in texts(page)
    assert "2 issues of other kinds are hidden." in texts(page)
    assert unlocked.focusWidget() is named(page, "Which issues are shown: Process")
    press(page, "Which issues are shown: All")
    assert "Interrupts" in texts(page)
    assert "hidden" not in texts(page)


def test_a_row_leads_to_an_issue_though_another_kind_is_shown_alone(
    unlocked: MainWindow, tools: Tools, ada: Leader
) -> None:
    late = Issue.make(leader_ids=(ada.id,), title="Late figures", segment="process")
    loud = Issue.make(leader_ids=(ada.id,), title="Interrupts", segment="personal")
    tools.session.put(late, loud)
    unlocked.desk.area.show_page(ada.id, "issues")
    press(issues_page(unlocked), "Which issues are shown: Personal")
    unlocked.desk.show_page(ada.id, "issues", loud.id)
    settle()
    assert "Late figures" not in texts(issues_page(unlocked))  # it need not be turned for what is there
    unlocked.desk.show_page(ada.id, "issues", late.id)
    settle()
    place = issues_page(unlocked).places[late.id]  # type: ignore[attr-defined]
    assert unlocked.focusWidget() in place.findChildren(QPushButton)


def test_an_issue_that_was_raised_is_shown_whatever_kind_was_alone(
    unlocked: MainWindow, tools: Tools, ada: Leader
) -> None:
    for segment in ("operational", "personal"):
        tools.session.put(Issue.make(leader_ids=(ada.id,), title=f"One that is {segment}", segment=segment))
    unlocked.desk.area.show_page(ada.id, "issues")
    press(issues_page(unlocked), "Which issues are shown: Personal")
    raise_one(unlocked)
    assert "Late figures" in texts(issues_page(unlocked))
    press(issues_page(unlocked), "Which issues are shown: Process")
    (late,) = (
        one for one in tools.session.view.about(ada.id, "issue") if "Late" in getattr(one, "title", "")
    )
    tools.session.withdraw(late.id, "a mistake")
    settle()
    assert "One that is personal" in texts(issues_page(unlocked))  # none is left of the kind that was alone


def test_what_they_said_may_be_noted_in_a_response_of_theirs(
    unlocked: MainWindow, tools: Tools, ada: Leader, qtbot: QtBot
) -> None:
    answered = entry(ada, kind="response", account="That is not how it was.")
    issue = Issue.make(leader_ids=(ada.id,), title="Late figures")
    tools.session.put(answered, issue)
    form = said_form(tools, issue, unlocked)
    qtbot.addWidget(form)
    assert form.answers["entry_id"].findData(answered.id) > 0


@pytest.mark.parametrize("named", [MEETING_KINDS, CONVERSATIONS, LANE_OF_KIND])
def test_every_kind_that_is_named_is_one(named: Iterable[str]) -> None:
    assert set(named) <= set(KINDS)


@pytest.mark.parametrize("lane", ["reflection", "counsel"])
def test_what_is_in_a_closed_lane_is_not_offered_as_an_example(
    unlocked: MainWindow, tools: Tools, ada: Leader, lane: str, qtbot: QtBot
) -> None:
    counsel = {"lawyer": "L. Pryce", "purpose": "advice"} if lane == "counsel" else None
    tools.session.put(entry(ada, lane=lane, counsel=counsel, title="CANARY"))
    issue = Issue.make(leader_ids=(ada.id,), title="Late figures")
    tools.session.put(issue)
    form = said_form(tools, issue, unlocked)
    qtbot.addWidget(form)
    offered = form.answers["entry_id"]
    assert not any("CANARY" in offered.itemText(at) for at in range(offered.count()))
