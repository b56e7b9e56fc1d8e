"""The talk that was prepared: its sheet beside the timeline, and the note that it becomes."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from coachdesk.coaching.told import Age
from coachdesk.gui.coaching.prepare_sheet import days_ago, sheet
from coachdesk.gui.main_window import MainWindow
from coachdesk.gui.tools import Tools
from coachdesk.journal import append
from coachdesk.journal.append import Change
from coachdesk.journal.errors import StorageFull
from coachdesk.records.entry import ActionPoint, Entry
from coachdesk.records.issue import Link
from coachdesk.records.people import Leader
from coachdesk.records.plan import Goal, Plan
from coachdesk.records.talk import Preparation
from tests.gui.answers import Answers
from tests.gui.coaching.filling import press, texts
from tests.gui.coaching.preparing import TODAY, begin, page_of, prepared, said
from tests.gui.conftest import open_in, settle
from tests.making import entry

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


def test_what_was_agreed_before_stands_on_the_page_on_the_sheet_and_in_the_note(
    unlocked: MainWindow, tools: Tools, ada: Leader
) -> None:
    agreed = entry(ada, action_points=(ActionPoint(text="Send the notes"), ActionPoint(text="Ask Bo")))
    tools.session.put(agreed)
    form = begin(unlocked)
    form.answers["opening"].setPlainText("The migration was yours.")
    assert "Ask Bo – Me" in said(page_of(unlocked))
    press(page_of(unlocked), "Mark as done: Ask Bo")
    assert "Ask Bo – Me" not in said(page_of(unlocked))
    assert page_of(unlocked).form is not None
    assert page_of(unlocked).form.answers["opening"].words == "The migration was yours."
    sheet_now = {part.title: part.lines for part in page_of(unlocked).parts() or ()}
    assert sheet_now["Agreed before, and still open"] == ("Send the notes – Me",)
    hold(unlocked)
    words = unlocked.desk.editor.text.words
    assert "Agreed before, still open: Send the notes" in words
    assert "Agreed before, done: Ask Bo" in words
    assert unlocked.desk.editor.note.action_points == ()


def test_the_setting_stands_on_the_sheet_and_in_the_note(unlocked: MainWindow) -> None:
    form = begin(unlocked)
    form.answers["place"].setText("Room 4")
    for setting in ("is_private", "is_neutral"):
        form.answers[setting].setChecked(True)
    form.answers["present"].setPlainText("Grace Poole, HR\nA friend")
    parts = {part.title: part.lines for part in page_of(unlocked).parts() or ()}
    where = "Room 4 · in private · on neutral ground"
    assert parts["Setting"] == (where, "Also there: Grace Poole, HR", "Also there: A friend")
    hold(unlocked)
    note = unlocked.desk.editor.note
    assert note.place == where
    assert [(one.name, one.role) for one in note.present] == [("Grace Poole", "HR"), ("A friend", "")]


def test_the_note_is_linked_to_the_goal_that_the_talk_served(
    unlocked: MainWindow, tools: Tools, ada: Leader
) -> None:
    form = begin(unlocked)
    assert not form.answers["goal_ids"].isVisibleTo(form)
    assert "which goal" not in texts(form)  # nothing is asked where there is nothing to choose
    plan = Plan.make(leader_ids=(ada.id,), started="2026-01-05")
    goal = Goal.make(leader_ids=(ada.id,), plan_id=plan.id, title="Answers the question first")
    form.answers["opening"].setPlainText("The migration was yours.")
    tools.session.put(plan, goal)
    settle()
    again = page_of(unlocked).form
    assert again is not None
    assert again.answers["goal_ids"].isVisibleTo(again)
    assert "which goal" in texts(again)
    again.answers["goal_ids"].show_value((goal.id,))
    parts = {part.title: part.lines for part in page_of(unlocked).parts() or ()}
    assert parts["Growth"] == ("Answers the question first",)
    hold(unlocked)
    unlocked.desk.editor.seal()
    settle()
    (link,) = tools.session.view.about(ada.id, "link")
    assert isinstance(link, Link)
    assert (link.entry_id, link.target_id) == (unlocked.desk.entry_id, goal.id)


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
