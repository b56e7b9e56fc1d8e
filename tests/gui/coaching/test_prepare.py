"""Prepare: a talk is planned on a page, kept while one types, printed, beside one while one talks, and written down."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from coachdesk.gui.background import Task
from coachdesk.gui.coaching.questions_field import WHY, judged
from coachdesk.gui.main_window import MainWindow
from coachdesk.gui.tools import Tools
from coachdesk.records.entry import Entry
from coachdesk.records.meeting import Meeting
from coachdesk.records.people import Leader
from coachdesk.records.plan import Plan
from coachdesk.records.support import Support
from tests.gui.coaching.preparing import begin, on, page_of, prepared, said
from tests.gui.conftest import open_in, settle
from tests.making import entry


def test_it_is_started_with_one_key_and_its_tab_appears(
    unlocked: MainWindow, tools: Tools, ada: Leader
) -> None:
    assert not unlocked.desk.area.tabs.isVisible()
    begin(unlocked)
    assert unlocked.desk.area.key == "prepare"
    assert unlocked.desk.area.tabs.isVisible()
    assert tools.session.view.about(ada.id, "preparation") == ()


def test_what_was_only_begun_leaves_nothing(unlocked: MainWindow, tools: Tools) -> None:
    begin(unlocked)
    unlocked.desk.area.show_key("timeline")
    unlocked.desk.area.refresh()
    assert tools.session.view.drafts() == ()
    assert not unlocked.desk.area.tabs.isVisible()


def test_the_newest_success_is_there_already(unlocked: MainWindow, praise: Entry) -> None:
    form = begin(unlocked)
    assert form.answers["success_entry_id"].value() == praise.id
    assert "20 days ago: The migration" in form.answers["success_entry_id"].currentText()
    assert "No past success" not in said(page_of(unlocked))


@pytest.mark.usefixtures("slip")
def test_that_no_success_is_on_file_is_said(unlocked: MainWindow) -> None:
    begin(unlocked)
    assert "No past success" in said(page_of(unlocked))


def test_an_old_example_is_warned_of(unlocked: MainWindow, slip: Entry) -> None:
    form = begin(unlocked)
    assert "older than 30 days" not in said(page_of(unlocked))
    form.answers["example_ids"].show_value((slip.id,))
    page_of(unlocked).keep()
    assert "older than 30 days" in said(page_of(unlocked))


def test_all_of_it_comes_on_file(
    unlocked: MainWindow, tools: Tools, ada: Leader, praise: Entry, slip: Entry
) -> None:
    form = begin(unlocked)
    form.answers["place"].setText("Room 4")
    form.answers["is_private"].setChecked(True)
    form.answers["is_neutral"].setChecked(True)
    form.answers["present"].setPlainText("Grace Poole, HR\n\nA friend")
    form.answers["opening"].setPlainText("The migration was yours.")
    form.answers["example_ids"].show_value((slip.id,))
    form.answers["questions"].edit.setPlainText("What was your view?\n\nWhat would help?")
    form.answers["next_on"].show_value("2031-06-18")
    QTest.keyClick(form.answers["opening"], Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    made = prepared(tools, ada)
    assert (made.place, made.is_private, made.success_entry_id) == ("Room 4", True, praise.id)
    assert made.is_neutral
    assert [(one.name, one.role) for one in made.present] == [("Grace Poole", "HR"), ("A friend", "")]
    assert form.answers["present"].value() == ("Grace Poole, HR", "A friend")
    assert made.example_ids == (slip.id,)
    assert made.questions == ("What was your view?", "What would help?")
    assert made.next_on == "2031-06-18"
    assert tools.session.view.drafts() == ()
    assert "On file" in said(page_of(unlocked))


def test_a_day_that_is_none_is_said_beside_it_and_nothing_is_lost(
    unlocked: MainWindow, tools: Tools, ada: Leader
) -> None:
    form = begin(unlocked)
    form.answers["next_on"].show_value("the 45th of May")
    form.answers["impact"].setPlainText("It cost a week.")
    assert not page_of(unlocked).save()
    assert "45th of May" in said(page_of(unlocked)) or "is understood" in said(page_of(unlocked))
    assert form.answers["impact"].value() == "It cost a week."
    assert tools.session.view.about(ada.id, "preparation") == ()


def test_a_lock_keeps_what_was_typed_and_it_is_there_again(
    unlocked: MainWindow, tools: Tools, journal_folder: Path, qtbot: QtBot
) -> None:
    form = begin(unlocked)
    form.answers["opening"].setPlainText("Half a sent")
    form.answers["next_on"].textEdited.emit("fri")
    form.answers["next_on"].setText("fri")
    form.answers["next_on"].textEdited.emit("fri")
    tools.session.lock("hand")
    assert page_of(unlocked).form is None
    open_in(unlocked, tools, journal_folder, qtbot)
    assert unlocked.desk.area.key == "prepare"
    again = page_of(unlocked).form
    assert again is not None
    assert again.answers["opening"].value() == "Half a sent"


def test_a_draft_of_it_waits_in_the_list_of_drafts(unlocked: MainWindow, tools: Tools) -> None:
    form = begin(unlocked)
    form.answers["opening"].setPlainText("Begin well.")
    unlocked.desk.area.show_key("timeline")
    settle()
    (draft,) = tools.session.view.drafts()
    assert draft.values["on_screen"] is False
    unlocked.desk.drafts.open()
    menu = unlocked.desk.drafts._menu
    assert [action.text() for action in menu.actions()] == ["Preparation of a talk with Ada Marsh"]
    menu.actions()[0].trigger()
    assert unlocked.desk.area.key == "prepare"


def test_other_changes_do_not_disturb_what_is_typed(unlocked: MainWindow, tools: Tools, ada: Leader) -> None:
    form = begin(unlocked)
    form.answers["impact"].setPlainText("It cost a week.")
    tools.session.put(entry(ada, kind="praise", title="New", occurred=on(1)))
    again = page_of(unlocked).form
    assert again is not None
    assert again.answers["impact"].value() == "It cost a week."
    assert any("New" in words for words in again.known.successes.values())


def test_support_on_file_is_one_press_away(unlocked: MainWindow, tools: Tools, ada: Leader) -> None:
    offered = Support.make(
        leader_ids=(ada.id,), type="coach", what="A coach & a mentor", offered_on="2026-03-05"
    )
    tools.session.put(offered)
    form = begin(unlocked)
    next(one for one in form.findChildren(QPushButton) if one.text().startswith("On file")).click()
    assert form.answers["support_offer"].value() == "A coach & a mentor"


# Questions


def test_a_leading_and_a_closed_question_are_told_and_an_open_one_is_not(
    unlocked: MainWindow, qtbot: QtBot
) -> None:
    form = begin(unlocked)
    questions = form.answers["questions"]
    questions.edit.setPlainText("Don’t you agree?\nDid you see it?\nWhat was your view?")
    questions.judge()
    qtbot.waitUntil(lambda: "leads" in said(page_of(unlocked)))
    assert "“Did you see it?” can be answered with yes or no" in said(page_of(unlocked))
    assert "“What was your view?”" not in said(page_of(unlocked))


def test_a_question_is_taken_from_the_bank(unlocked: MainWindow) -> None:
    questions = begin(unlocked).answers["questions"]
    of_causes = next(
        one for one in questions._menu.actions() if one.text() == "About what is behind it"
    ).menu()
    of_causes.actions()[0].trigger()
    of_causes.actions()[0].trigger()
    assert len(questions.value()) == 2
    assert questions.value()[0].startswith("I noticed that in recent meetings")


def test_every_reason_has_a_sentence() -> None:
    lines = ["Did you?", "Who was it?", "Surely you agree?", "Why are you lazy?", "So what"]
    verdicts = judged(lines, Task(lambda _share: None))
    assert {verdict.why for _line, verdict in verdicts} <= set(WHY)
    assert len(verdicts) == len(lines)


def test_a_day_that_is_saved_as_it_was_said_leaves_no_draft(unlocked: MainWindow, tools: Tools) -> None:
    form = begin(unlocked)
    form.answers["next_on"].setFocus()
    QTest.keyClicks(form.answers["next_on"], "in two weeks")
    assert page_of(unlocked).save()
    form.answers["opening"].setFocus()
    unlocked.desk.area.show_key("timeline")
    settle()
    assert not tools.session.view.drafts()


def test_the_meeting_that_is_planned_next_is_there_already(
    unlocked: MainWindow, tools: Tools, ada: Leader
) -> None:
    plan = Plan.make(leader_ids=(ada.id,), purpose="Be heard again", started=on(40)["day"])
    days = {days: on(-days)["day"] for days in (-3, 2, 9)}
    slots = [{"local": f"{day}T14:30", "zone": "UTC", "minutes": 30} for day in days.values()]
    tools.session.put(plan)
    tools.session.put(
        *(Meeting.make(leader_ids=(ada.id,), of_id=plan.id, kind="check_in", at=one) for one in slots)
    )
    form = begin(unlocked)
    assert form.answers["at"].value() == slots[1]
    unlocked.desk.area.show_key("timeline")
    settle()
    assert not tools.session.view.drafts(), "what was only offered is not what somebody typed"
