"""Reading an entry: a calm page, its story, and the doors by which it changes."""

import datetime as dt
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from coachdesk.export.blocks import Span
from coachdesk.gui.change_dialogs import RefileDialog, ToldDialog, WithdrawDialog
from coachdesk.gui.main_window import MainWindow
from coachdesk.gui.reading import ReadingPane
from coachdesk.gui.reading_page import marked
from coachdesk.gui.tools import Tools
from coachdesk.records.entry import Entry
from coachdesk.records.people import Leader
from tests.gui.conftest import settle
from tests.making import Clock, entry, leader


@pytest.fixture
def clock(tools: Tools, unlocked: MainWindow) -> Clock:
    """The open journal's clock, which moves when told; it begins at START."""
    del unlocked
    clock = Clock()
    tools.session.journal._clock = clock
    return clock


@pytest.fixture
def reading(unlocked: MainWindow) -> ReadingPane:
    return unlocked.desk.reading


def read(unlocked: MainWindow, tools: Tools, note: Entry) -> str:
    """Seals an entry and shows it; returns the page."""
    tools.session.put(note)
    unlocked.desk.timeline.reveal(note.id)
    settle()
    return unlocked.desk.reading.text.toPlainText()


def told(state: str, **more: object) -> dict[str, object]:
    return {"state": state, **more}


def test_the_page_says_what_the_entry_says(
    unlocked: MainWindow, tools: Tools, ada: Leader, clock: Clock
) -> None:
    clock.pass_time(3 * 3600)
    talk = entry(ada, kind="conversation")
    tools.session.put(talk)
    page = read(
        unlocked,
        tools,
        entry(
            ada,
            title="Planning",
            text="",
            behaviour="Interrupted.\n\tthree times",
            account="I was late.",
            intent="To be quick.",
            place="Room 4",
            source={"how": "reported", "by": "Priya"},
            present=[{"name": "Eve", "role": "peer"}],
            themes=["tone", "meetings"],
            told=told("told", day="2026-03-03", how="in our 1:1", entry_id=talk.id),
            formal=True,
            action_points=[{"text": "Talk", "owner": "hr", "due": "2026-03-10", "done": "2026-03-11"}],
        ),
    )
    for words in (
        "Observation",
        "Entry 2",
        "Formal record",
        "Planning",
        "2026",
        "Interrupted.\n\tthree times",
        "I was late.",
        "To be quick.",
        "Room 4",
        "Reported by Priya (hearsay)",
        "Eve (peer)",
        "tone",
        "in our 1:1 (entry 1)",
        "Talk – HR",
        "done",
        "2 hours after",
    ):
        assert words in page


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (-1, "before that day"),
        (0, "the same day"),
        (1, "the day after"),
        (2, "2 days after"),
        (3, "3 days after"),
    ],
)
def test_of_a_day_without_a_time_no_hours_are_told(
    unlocked: MainWindow, tools: Tools, ada: Leader, clock: Clock, days: int, said: str
) -> None:
    day = (clock.reading.at - dt.timedelta(days=days)).date().isoformat()
    page = read(unlocked, tools, entry(ada, occurred={"day": day, "zone": "UTC", "precision": "day"}))
    assert f", {said}" in page
    assert "hour" not in page


@pytest.mark.parametrize(("days", "label"), [(1, ""), (3, "Late entry\n"), (30, "Late entry, 30 days after")])
def test_a_late_entry_is_called_late(
    unlocked: MainWindow, tools: Tools, ada: Leader, clock: Clock, days: int, label: str
) -> None:
    clock.pass_time(days * 86400 + 3600)
    page = read(unlocked, tools, entry(ada))
    assert ("Late entry" in page) is bool(label)
    assert label in page


def test_an_entry_of_another_lane_says_so(unlocked: MainWindow, tools: Tools, ada: Leader) -> None:
    page = read(
        unlocked, tools, entry(ada, lane="counsel", counsel={"lawyer": "Ms Byrne", "purpose": "notice"})
    )
    assert "Counsel" in page
    assert "Ms Byrne (notice)" in page


def test_nothing_in_an_entry_is_taken_for_markup(unlocked: MainWindow, tools: Tools, ada: Leader) -> None:
    page = read(unlocked, tools, entry(ada, title="<h1>a</h1>", text="<img src='x'> &amp; <b>"))
    assert "<h1>a</h1>" in page
    assert "<img src='x'> &amp; <b>" in page


# The story


def looks(reading: ReadingPane, words: str) -> QTextCharFormat:
    """How some words on the page are set."""
    found = reading.text.document().find(words)
    assert not found.isNull(), words
    cursor = QTextCursor(found)
    cursor.setPosition(found.selectionStart() + 1)
    return cursor.charFormat()


@pytest.fixture
def changed(unlocked: MainWindow, tools: Tools, ada: Leader, clock: Clock) -> Entry:
    """An entry with a story: corrected at once, added to, amended after three days."""
    note = entry(
        ada, text="She was late and rude in the meeting on Monday with everybody there.", place="Room 3"
    )
    read(unlocked, tools, note)
    clock.pass_time(3600)
    tools.session.correct(_changed(tools, note, place="Room 4"), "Wrong room.")
    tools.session.add(note.id, "She apologised.", "Happened later.")
    clock.pass_time(3 * 86400)
    better = "She was late and loud in the meeting on Monday with everybody there."
    tools.session.correct(_changed(tools, note, text=better), "A label.")
    settle()
    return note


def _changed(tools: Tools, note: Entry, **values: object) -> Entry:
    now = tools.session.view.get(note.id).record
    assert isinstance(now, Entry)
    return now.changed(**values)


def test_the_story_is_told_with_labels_reasons_and_the_words_that_changed(
    reading: ReadingPane, changed: Entry
) -> None:
    assert "How it came to stand so" not in reading.text.toPlainText()
    assert changed.text not in reading.text.toPlainText()
    reading.history.click()
    page = reading.text.toPlainText()
    story = page[page.index("How it came to stand so") :]
    order = [story.index(words) for words in ("First recorded", "Corrected", "Added", "Amended")]
    assert order == sorted(order)
    for reason in ("Why: Wrong room.", "Why: Happened later.", "Why: A label."):
        assert reason in story
    assert looks(reading, "rude").fontStrikeOut()
    assert looks(reading, "loud").fontUnderline() is False
    assert looks(reading, "Room 3").fontStrikeOut()
    reading.show_history()
    assert "How it came to stand so" not in reading.text.toPlainText()


def test_new_words_are_underlined_in_the_story(reading: ReadingPane, changed: Entry) -> None:
    assert changed.place == "Room 3"
    reading.history.click()
    cursor = QTextCursor(reading.text.document())
    underlined = ""
    while not cursor.atEnd():
        cursor.movePosition(QTextCursor.MoveOperation.NextCharacter, QTextCursor.MoveMode.KeepAnchor)
        if cursor.charFormat().fontUnderline():
            underlined += cursor.selectedText()
        cursor.setPosition(cursor.position())
    assert underlined.split("\u2029") == ["Room 4", "She apologised.loud"]


def test_an_addition_stands_under_the_entry_with_its_day_and_reason(
    reading: ReadingPane, changed: Entry
) -> None:
    assert changed.additions == ()
    page = reading.text.toPlainText()
    assert page.index("Room 4") < page.index("Added") < page.index("She apologised.")
    assert "Why: Happened later." in page


def test_the_history_of_another_entry_is_not_unfolded(
    unlocked: MainWindow, tools: Tools, reading: ReadingPane, changed: Entry, ada: Leader
) -> None:
    reading.history.click()
    assert changed.id == reading.entry_id
    read(unlocked, tools, entry(ada))
    assert not reading.history.isChecked()
    assert reading.history.isHidden()


@pytest.mark.parametrize(
    ("before", "after", "spans"),
    [
        (
            "He said no to me.",
            "He said yes to me.",
            [("He said ", ""), ("no", "struck"), (" ", ""), ("yes", "added"), (" to me.", "")],
        ),
        ("same\nold line here\n", "same\n", [("same\n", ""), ("old line here\n", "struck")]),
        ("", "all new", [("all new", "added")]),
        (
            "He was rude.",
            "He closed the laptop and left.",
            [("He was rude.", "struck"), ("\n", ""), ("He closed the laptop and left.", "added")],
        ),
    ],
)
def test_differences_are_marked_and_the_original_stays_legible(
    before: str, after: str, spans: list[tuple[str, str]]
) -> None:
    assert [(span.text, span.mark) for span in marked(before, after)] == spans


def test_a_long_rewrite_is_marked_without_anybody_having_to_wait() -> None:
    before = " ".join(f"word{number}" for number in range(3000))
    after = " ".join(f"other{number}" for number in range(3000))
    assert marked(before, after) == (Span(before, "struck"), Span("\n"), Span(after, "added"))


# Doors


def answer(kind: type[QDialog], act: Callable[[QDialog], object]) -> None:
    """Does something to the next dialog of a kind, from within its own loop."""

    def attempt() -> None:
        dialog = QApplication.activeModalWidget()
        try:
            assert isinstance(dialog, kind)
            dialog.activateWindow()
            settle()
            assert dialog.isActiveWindow()
            act(dialog)
        finally:
            if isinstance(dialog, QDialog):
                dialog.reject()

    QTimer.singleShot(0, attempt)


def test_an_entry_is_marked_as_told_by_one_key_more(
    unlocked: MainWindow, tools: Tools, ada: Leader, reading: ReadingPane
) -> None:
    note = entry(ada, told=told("not_yet"))
    read(unlocked, tools, note)
    assert not reading.told.isHidden()
    answer(ToldDialog, lambda dialog: QTest.keyClick(dialog, Qt.Key.Key_Return))
    unlocked.commands["mark_told"].trigger()
    after = tools.session.view.get(note.id)
    assert isinstance(after.record, Entry)
    assert after.record.told is not None
    assert after.record.told.state == "told"
    assert after.payload.reason
    assert reading.told.isHidden()
    assert "Told on" in reading.text.toPlainText()


def test_that_it_was_sealed_is_said_until_something_else_is_done(
    unlocked: MainWindow, tools: Tools, ada: Leader, reading: ReadingPane
) -> None:
    read(unlocked, tools, entry(ada))
    reading.say_sealed()
    assert reading.message.isVisible()
    QTimer.singleShot(0, lambda: QApplication.activeModalWidget().reject())
    reading.mark_as_told()
    assert not reading.message.isVisible()
    for act in (reading.add, reading.correct):
        reading.say_sealed()
        act.click()
        settle()
        assert reading.message.text == ""
        unlocked.desk.read()


def test_that_it_was_sealed_goes_away_by_itself_and_what_went_wrong_does_not(
    unlocked: MainWindow, tools: Tools, ada: Leader, reading: ReadingPane
) -> None:
    read(unlocked, tools, entry(ada))
    reading.say_sealed()
    timer = reading.message._passing
    assert timer.isActive()
    unlocked.activateWindow()
    reading.message._close.setFocus()
    timer.timeout.emit()
    assert reading.message.isVisible()  # somebody is at its button
    reading.text.setFocus()
    timer.timeout.emit()
    assert not reading.message.isVisible()
    reading.say_sealed()
    reading.message.show_sentence("The disk is full.")
    assert not timer.isActive()


def test_how_and_in_which_conversation_it_was_told_can_be_said(
    unlocked: MainWindow, tools: Tools, ada: Leader, reading: ReadingPane
) -> None:
    talk, note = entry(ada, kind="feedback", title="Talk & tea"), entry(ada, told=told("not_yet"))
    tools.session.put(talk)
    read(unlocked, tools, note)

    def fill(dialog: QDialog) -> None:
        assert isinstance(dialog, ToldDialog)
        dialog.day.show_kept("some day")
        dialog.act()
        assert "is understood" in dialog.message.text
        dialog.day.show_kept("tomorrow")
        dialog.act()
        assert "is still to come" in dialog.message.text
        dialog.day.show_kept("2026-03-03")
        dialog.state.chips["in_writing"].click()
        dialog.how.setText("by letter")
        dialog.talk.setCurrentIndex(dialog.talk.findData(talk.id))
        dialog.act()

    answer(ToldDialog, fill)
    reading.mark_as_told()
    after = tools.session.view.get(note.id).record
    assert isinstance(after, Entry)
    assert after.told is not None
    assert (after.told.state, after.told.day, after.told.how, after.told.entry_id) == (
        "in_writing",
        "2026-03-03",
        "by letter",
        talk.id,
    )


def test_an_entry_is_withdrawn_only_with_a_reason_and_stays_legible(
    unlocked: MainWindow, tools: Tools, ada: Leader, reading: ReadingPane
) -> None:
    note = entry(ada)
    read(unlocked, tools, note)

    def act(dialog: QDialog) -> None:
        assert isinstance(dialog, WithdrawDialog)
        dialog.act()
        assert "why" in dialog.message.text
        dialog.reason.setPlainText("Hearsay.")
        QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    answer(WithdrawDialog, act)
    unlocked.commands["withdraw"].trigger()
    page = reading.text.toPlainText()
    assert "Withdrawn" in page
    assert "Hearsay." in page
    assert note.text in page
    assert not reading.can_change
    assert all(door.isHidden() for door in (reading.add, reading.correct, reading.more, reading.told))
    assert not unlocked.commands["correct"].isEnabled()


def test_an_entry_is_refiled_to_the_right_leader_with_a_reason(
    unlocked: MainWindow, tools: Tools, ada: Leader, reading: ReadingPane
) -> None:
    eve, note = leader("Eve & Co"), entry(ada)
    tools.session.put(eve)
    read(unlocked, tools, note)

    def act(dialog: QDialog) -> None:
        assert isinstance(dialog, RefileDialog)
        dialog.boxes[ada.id].click()
        dialog.boxes[eve.id].click()
        dialog.act()
        assert "why" in dialog.message.text
        dialog.reason.setPlainText("Wrong person.")
        dialog.act()

    answer(RefileDialog, act)
    reading.refile()
    after = tools.session.view.get(note.id).record
    assert isinstance(after, Entry)
    assert after.leader_ids == (eve.id,)


def test_the_lock_closes_a_dialog_over_an_entry_and_forgets_the_page(
    unlocked: MainWindow, tools: Tools, ada: Leader, reading: ReadingPane
) -> None:
    read(unlocked, tools, entry(ada))
    answer(WithdrawDialog, lambda _dialog: tools.session.lock("hand"))
    reading.withdraw()
    assert not tools.session.is_open
    assert reading.text.toPlainText() == ""
    assert reading.shown is None


def test_the_page_follows_the_theme_and_stays_where_it_was(
    unlocked: MainWindow, tools: Tools, ada: Leader, reading: ReadingPane, qtbot: QtBot
) -> None:
    read(unlocked, tools, entry(ada, text="line\n" * 200))
    qtbot.waitUntil(lambda: reading.text.verticalScrollBar().maximum() > 0)
    reading.text.verticalScrollBar().setValue(300)
    tools.look.choose("dark")
    settle()
    assert reading.text.verticalScrollBar().value() == 300
    assert looks(reading, "line").foreground().color() == tools.look.colour("text")
