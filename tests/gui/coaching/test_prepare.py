"""Prepare: a talk is planned on a page, kept while one types, printed, beside one while one talks, and written down."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from coachdesk.coaching.told import Age
from coachdesk.gui.background import Task
from coachdesk.gui.coaching.prepare import PreparePage
from coachdesk.gui.coaching.prepare_form import PrepareForm
from coachdesk.gui.coaching.prepare_sheet import days_ago, sheet
from coachdesk.gui.coaching.questions_field import WHY, judged
from coachdesk.gui.main_window import MainWindow
from coachdesk.gui.tools import Tools
from coachdesk.journal import append
from coachdesk.journal.append import Change
from coachdesk.journal.errors import StorageFull
from coachdesk.records.entry import Entry
from coachdesk.records.people import Leader
from coachdesk.records.support import Support
from coachdesk.records.talk import Preparation
from tests.gui.answers import Answers
from tests.gui.conftest import open_in, settle
from tests.making import entry

TODAY = dt.date.today()  # noqa: DTZ011


def on(days_ago: int) -> dict[str, str]:
    day = (TODAY - dt.timedelta(days=days_ago)).isoformat()
    return {"day": day, "time": "09:30", "zone": "UTC"}


@pytest.fixture
def praise(unlocked: MainWindow, ada: Leader) -> Entry:
    made = entry(ada, kind="praise", title="The migration", behaviour="Planned it alone.", occurred=on(20))
    unlocked.desk._tools.session.put(made)
    return made


@pytest.fixture
def slip(unlocked: MainWindow, ada: Leader) -> Entry:
    made = entry(ada, title="The slip", behaviour="Answered another question.", occurred=on(50))
    unlocked.desk._tools.session.put(made)
    return made


def page_of(unlocked: MainWindow) -> PreparePage:
    found = unlocked.desk.area.page("prepare")
    assert isinstance(found, PreparePage)
    return found


def begin(unlocked: MainWindow) -> PrepareForm:
    unlocked.commands["prepare"].trigger()
    settle()
    form = page_of(unlocked).form
    assert form is not None
    return form


def said(page: PreparePage) -> str:
    """Everything that is seen on the page."""
    found = [one for kind in (QLabel, QPushButton) for one in page.findChildren(kind)]
    return "\n".join(one.text() for one in found if one.isVisibleTo(page))


def prepared(tools: Tools, ada: Leader) -> Preparation:
    (found,) = tools.session.view.about(ada.id, "preparation")
    assert isinstance(found, Preparation)
    return found


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
    form.answers["opening"].setPlainText("The migration was yours.")
    form.answers["example_ids"].show_value((slip.id,))
    form.answers["questions"].edit.setPlainText("What was your view?\n\nWhat would help?")
    form.answers["next_on"].show_value("2031-06-18")
    QTest.keyClick(form.answers["opening"], Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    made = prepared(tools, ada)
    assert (made.place, made.is_private, made.success_entry_id) == ("Room 4", True, praise.id)
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


# The sheet


def test_the_sheet_says_how_old_an_example_is(praise: Entry, slip: Entry, ada: Leader) -> None:
    made = Preparation.make(leader_ids=(ada.id,), success_entry_id=praise.id, example_ids=(slip.id,))
    parts = {part.title: part.lines for part in sheet(made, (praise, slip), TODAY)}
    assert list(parts) == ["Begin with", "What happened"]
    assert "50 days ago: Answered another question." in parts["What happened"][0]
    assert days_ago(Age(0, is_old=False)) == "today"


def test_it_stands_beside_the_timeline_and_goes_away_again(
    unlocked: MainWindow, tools: Tools, ada: Leader
) -> None:
    tools.session.put(Preparation.make(leader_ids=(ada.id,), opening="The migration was yours."))
    unlocked.commands["talk_panel"].trigger()
    desk = unlocked.desk
    assert desk.area.key == "timeline"
    assert desk.right.currentWidget() is desk.talk
    shown = [one.text() for one in desk.talk.findChildren(QLabel)]
    assert "The migration was yours." in shown
    unlocked.commands["talk_panel"].trigger()
    assert desk.right.currentWidget() is desk.reading


def test_without_a_preparation_the_page_says_so(unlocked: MainWindow) -> None:
    unlocked.commands["talk_panel"].trigger()
    assert unlocked.desk.area.key == "prepare"
    assert "Nothing is prepared" in said(page_of(unlocked))


def test_nothing_of_it_is_left_in_the_panel_after_a_lock(
    unlocked: MainWindow, tools: Tools, ada: Leader
) -> None:
    tools.session.put(Preparation.make(leader_ids=(ada.id,), opening="CANARY"))
    unlocked.commands["talk_panel"].trigger()
    tools.session.lock("hand")
    settle()
    assert not any("CANARY" in one.text() for one in unlocked.findChildren(QLabel))


# Afterwards


def hold(unlocked: MainWindow) -> None:
    page_of(unlocked).held.click()
    settle()


def test_the_talk_becomes_a_note_with_its_told_links(
    unlocked: MainWindow, tools: Tools, ada: Leader, praise: Entry, slip: Entry
) -> None:
    form = begin(unlocked)
    form.answers["opening"].setPlainText("The migration was yours.")
    form.answers["example_ids"].show_value((slip.id,))
    form.answers["support_offer"].setPlainText("A coach")
    hold(unlocked)
    desk = unlocked.desk
    assert desk.is_writing
    assert desk.editor.note.kind == "conversation"
    assert "The migration was yours." in desk.editor.text.words
    assert [point.text for point in desk.editor.note.action_points] == ["A coach"]
    desk.editor.text.appendPlainText("She saw it too.")
    desk.editor.seal()
    settle()
    made = prepared(tools, ada)
    assert made.talked_entry_id == desk.entry_id
    for one in (praise, slip):
        now = tools.session.view.get(one.id).record
        assert isinstance(now, Entry)
        assert now.told is not None
        assert (now.told.state, now.told.entry_id) == ("told", made.talked_entry_id)
    assert tools.session.view.drafts() == ()


def test_the_note_about_it_is_begun_only_once_and_survives_a_lock(
    unlocked: MainWindow, tools: Tools, ada: Leader, slip: Entry, journal_folder: Path, qtbot: QtBot
) -> None:
    form = begin(unlocked)
    form.answers["example_ids"].show_value((slip.id,))
    form.answers["opening"].setPlainText("Begin well.")
    hold(unlocked)
    tools.session.lock("hand")
    open_in(unlocked, tools, journal_folder, qtbot)
    desk = unlocked.desk
    first = desk.editor.draft_id
    desk.area.show_page(ada.id, "prepare")
    hold(unlocked)
    assert desk.editor.draft_id == first
    desk.editor.seal()
    assert prepared(tools, ada).talked_entry_id == desk.entry_id


def test_one_that_was_written_down_makes_room_for_the_next(unlocked: MainWindow, ada: Leader) -> None:
    begin(unlocked).answers["opening"].setPlainText("Begin well.")
    hold(unlocked)
    unlocked.desk.editor.seal()
    settle()
    unlocked.desk.area.show_page(ada.id, "prepare")
    page = page_of(unlocked)
    assert page.form is None
    assert "Talks that were prepared and held" in said(page)
    assert begin(unlocked).answers["opening"].value() == ""


def test_a_note_in_the_back_is_not_sealed_from_the_page(unlocked: MainWindow) -> None:
    unlocked.desk.new_note()
    unlocked.desk.editor.text.setPlainText("Not yet finished")
    begin(unlocked)
    settle()
    assert not unlocked.commands["save_note"].isEnabled()


def test_it_is_thrown_away_after_a_question(
    unlocked: MainWindow, tools: Tools, ada: Leader, answers: Answers
) -> None:
    begin(unlocked).answers["opening"].setPlainText("Begin well.")
    assert page_of(unlocked).save()
    answers.will(False, True)
    page_of(unlocked).discard()
    assert prepared(tools, ada)
    page_of(unlocked).discard()
    assert tools.session.view.about(ada.id, "preparation") == ()
    assert page_of(unlocked).form is None


# A full disk


def fill_disk(patch: pytest.MonkeyPatch, tools: Tools, *actions: str) -> None:
    """From now on nothing that does one of these things finds room on the disk."""
    real = append.append

    def full(connection: Any, state: Any, change: Change, reading: Any) -> Any:
        if change.action in actions:
            raise StorageFull(tools.session.journal.path)
        return real(connection, state, change, reading)

    patch.setattr(append, "append", full)


def test_what_a_full_disk_did_not_take_is_put_on_file_by_the_next_save(
    unlocked: MainWindow, tools: Tools, ada: Leader, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin(unlocked).answers["opening"].setPlainText("Begin well.")
    page = page_of(unlocked)
    with monkeypatch.context() as patch:
        fill_disk(patch, tools, "create")
        assert not page.save()
    assert "The disk is full" in page.message.text
    assert "On file" not in said(page)
    assert tools.session.view.about(ada.id, "preparation") == ()
    assert page.save()
    assert prepared(tools, ada).opening == "Begin well."


def test_a_talk_is_sealed_once_though_its_examples_cannot_be_marked_as_told(
    unlocked: MainWindow,
    tools: Tools,
    ada: Leader,
    praise: Entry,
    slip: Entry,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begin(unlocked).answers["example_ids"].show_value((slip.id,))
    page_of(unlocked).form.answers["opening"].setPlainText("The migration was yours.")  # type: ignore[union-attr]
    hold(unlocked)
    with monkeypatch.context() as patch:
        fill_disk(patch, tools, "correct")
        unlocked.desk.editor.seal()
    assert not unlocked.desk.editor.is_writing
    assert "could be marked as told" in unlocked.desk.message.text
    unlocked.desk.editor.seal()
    entries = [listed.entry for listed in tools.session.view.timeline(ada.id).entries]
    (talk,) = (one for one in entries if one.kind == "conversation")
    assert {one.id for one in entries} == {talk.id, praise.id, slip.id}
    assert prepared(tools, ada).talked_entry_id == talk.id
