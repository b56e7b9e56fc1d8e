"""Writing: begun by one key, sealed by another, kept as a draft through whatever comes between."""

import datetime as dt
import shutil
import time
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, QMimeData, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from coachdesk.gui.editor import EditorPane
from coachdesk.gui.editor_fields import FIELDS, fields_of, first_prose
from coachdesk.gui.main_window import MainWindow
from coachdesk.gui.note import Note, Point
from coachdesk.gui.tools import Tools
from coachdesk.journal.opening import open_journal
from coachdesk.records.entry import ActionPoint, Counsel, Entry, Presence, Source, Told
from coachdesk.records.kinds import KINDS
from coachdesk.records.people import Contact, Leader
from tests.gui.conftest import open_in, settle
from tests.gui.scenes_writing import choose_kind
from tests.gui.test_main_window import CANARY, texts_of
from tests.making import PASSPHRASE, Clock, entry, leader

KEEPING_MS = 2_000
PROSE = ("text", "situation", "behaviour", "impact", "account", "intent", "late_reason")


@pytest.fixture
def unlocked(unlocked: MainWindow, qtbot: QtBot) -> MainWindow:
    """The window, in front, as a person has it."""
    with qtbot.waitActive(unlocked):
        unlocked.activateWindow()
    return unlocked


@pytest.fixture
def editor(unlocked: MainWindow) -> EditorPane:
    """The editor with an empty note in it, begun by the key."""
    QTest.keyClick(unlocked, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    settle()
    return unlocked.desk.editor


def prose(editor: EditorPane, key: str, text: str) -> None:
    editor.page.fields[key].edit.setPlainText(text)


def shown(editor: EditorPane) -> set[str]:
    return {key for key, field in editor.page.fields.items() if not field.isHidden()}


def newest(tools: Tools, of: Leader) -> Entry:
    return tools.session.view.timeline(of.id).entries[0].entry


def drafts(tools: Tools) -> list[dict[str, object]]:
    return [draft.values for draft in tools.session.view.drafts()]


def focused() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


# Beginning and sealing


def test_one_key_gives_an_empty_note_about_the_leader_of_now_with_the_cursor_in_its_text(
    editor: EditorPane, ada: Leader
) -> None:
    assert focused() is editor.text
    assert editor.note.leader_ids == (ada.id,)
    assert editor.note.kind == "conversation"
    assert editor.head.about.text() == f"About {ada.name}"
    assert editor.head.when.occurred is not None
    assert dt.datetime.now(dt.UTC) - editor.head.when.occurred.at < dt.timedelta(minutes=2)


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_one_key_seals_and_says_how_it_can_still_change(
    editor: EditorPane, unlocked: MainWindow, tools: Tools, ada: Leader, key: Qt.Key
) -> None:
    QTest.keyClicks(editor.text, "She asked for more time.")
    QTest.keyClick(editor.text, key, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert newest(tools, ada).text == "She asked for more time."
    reading = unlocked.desk.reading
    assert unlocked.desk.right.currentWidget() is reading
    assert reading.message.text.startswith("Sealed as entry 1.")
    assert "Add" in reading.message.text
    assert "She asked for more time." in reading.text.toPlainText()
    assert drafts(tools) == []
    assert not editor.is_writing


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_unfolds_the_fields_of_the_table_and_begins_in_its_first(
    editor: EditorPane, kind: str
) -> None:
    choose_kind(editor, kind)
    assert fields_of(kind) <= shown(editor)
    filled = {"lane", "told"}
    assert shown(editor) - fields_of(kind) <= filled
    editor.page.begin()
    assert focused() is editor.page.fields[first_prose(kind)].edit


def test_a_kind_is_chosen_by_keyboard_in_passing(
    editor: EditorPane, unlocked: MainWindow, qtbot: QtBot
) -> None:
    QTest.keyClick(
        editor.text, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
    QTest.keyClicks(editor.head.kind.view(), "obs")
    QTest.keyClick(editor.head.kind.view(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: focused() is editor.page.fields["situation"].edit)
    assert editor.note.kind == "observation"
    QTest.keyClicks(focused(), "In planning")
    editor.choose_kind()
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
    QTest.keyClick(editor.head.kind.view(), Qt.Key.Key_Down)
    QTest.keyClick(editor.head.kind.view(), Qt.Key.Key_Return)
    assert editor.note.kind == "praise"
    assert focused() is editor.page.fields["situation"].edit
    unlocked.commands["note_when"].trigger()
    assert focused() is editor.head.when.line


def test_nothing_that_was_typed_is_hidden_by_another_kind(editor: EditorPane) -> None:
    prose(editor, "text", "What happened.")
    choose_kind(editor, "praise")
    assert {"text", "situation", "behaviour", "impact"} <= shown(editor)


def test_further_fields_are_behind_one_button_and_take_the_cursor(editor: EditorPane) -> None:
    more = editor.page.more
    assert all(chip.isHidden() for chip in more.chips.values())
    more.button.click()
    offered = {key for key, chip in more.chips.items() if not chip.isHidden()}
    assert offered == {field.key for field in FIELDS} - fields_of("conversation") - {"late_reason"}
    more.chips["impact"].click()
    assert "impact" in shown(editor)
    assert focused() is editor.page.fields["impact"].edit
    assert more.chips["impact"].isHidden()


def fill_everything(editor: EditorPane) -> None:
    """Fills in every field as a person does."""
    fields = editor.page.fields
    editor.head.when.line.setText("2 March 2026 3pm")
    editor.title.setText("Planning")
    for key in PROSE:
        prose(editor, key, f"the {key}\n  kept as written")
    fields["source"]._choice.chips["reported"].click()
    fields["source"]._by.setText("Priya Rao")
    fields["told"]._choice.chips["told"].click()
    fields["told"]._how.setText("in our 1:1")
    fields["place"].line.setText("Room 4")
    fields["lane"]._choice.chips["counsel"].click()
    fields["lane"]._lawyer.setText("Ms Byrne")
    fields["lane"]._purpose.setText("notice")
    fields["formal"]._box.click()
    fields["present"].rows.rows[0].show_value(Presence(name="Priya Rao", role="HR"))
    fields["action_points"].rows.rows[0].show_value(Point("Send the minutes", "leader", "2026-03-10"))
    fields["action_points"].rows.rows[0]._done.click()
    QTest.keyClicks(fields["themes"]._line, "interrupting")
    QTest.keyClick(fields["themes"]._line, Qt.Key.Key_Return)
    QTest.keyClicks(fields["themes"]._line, "meetings")


def test_every_field_reaches_the_entry(editor: EditorPane, tools: Tools, ada: Leader) -> None:
    eve = leader("Eve & Co")
    tools.session.put(eve)
    choose_kind(editor, "observation")
    editor.head.about.choose((ada.id, eve.id))
    fill_everything(editor)
    editor.seal()
    made, today = newest(tools, ada), dt.date.today().isoformat()  # noqa: DTZ011  # the person's own day is meant
    assert set(made.leader_ids) == {ada.id, eve.id}
    assert (made.kind, made.title, made.place) == ("observation", "Planning", "Room 4")
    assert (made.occurred.day, made.occurred.time) == ("2026-03-02", "15:00")
    assert [getattr(made, key) for key in PROSE] == [f"the {key}\n  kept as written" for key in PROSE]
    assert made.source == Source(how="reported", by="Priya Rao")
    assert made.told == Told(state="told", day=today, how="in our 1:1")
    assert (made.lane, made.counsel) == ("counsel", Counsel(lawyer="Ms Byrne", purpose="notice"))
    assert made.formal
    assert made.present == (Presence(name="Priya Rao", role="HR"),)
    assert made.action_points == (
        ActionPoint(text="Send the minutes", owner="leader", due="2026-03-10", done=today),
    )
    assert made.themes == ("interrupting", "meetings")


def test_names_are_completed_from_leaders_and_contacts_and_bring_their_role(
    editor: EditorPane, tools: Tools, ada: Leader
) -> None:
    tools.session.put(Contact.make(name="Priya Rao", role="HR partner"))
    assert set(editor.page.people.names.stringList()) == {ada.name, "Priya Rao"}
    person = editor.page.fields["present"].rows.rows[0]
    person._name.completer().activated.emit("Priya Rao")
    assert person._role.text() == "HR partner"


def test_a_theme_that_comes_with_coachdesk_shows_how_to_note_it_once_it_is_chosen(editor: EditorPane) -> None:
    themes = editor.page.fields["themes"]
    for typed, said in (("answers a different  question", "How it may be noted: Steering"), ("mine", "")):
        themes._line.setText(typed)
        themes._line.ended.emit()
        assert themes.example.text().startswith(said)
        assert themes.example.isHidden() is not bool(said)
    assert themes.example.text() == ""


def test_themes_in_use_are_offered(editor: EditorPane, tools: Tools, ada: Leader, qtbot: QtBot) -> None:
    tools.session.put(entry(ada, themes=["delegation"]))
    qtbot.waitUntil(lambda: "delegation" in editor.page.themes.stringList())


def test_a_blank_row_follows_what_is_typed_and_a_row_can_be_taken_out(editor: EditorPane) -> None:
    rows = editor.page.fields["action_points"].rows
    rows.rows[0]._text.setText("One")
    rows.rows[1]._text.setText("Two")
    assert len(rows.rows) == 3
    rows.rows[0].removed.emit()
    assert [row.value.text for row in rows.filled] == ["Two"]
    assert focused() is rows.rows[0]._text
    rows.fill([Point("Three"), Point("Four")])
    assert [row.value.text for row in rows.rows] == ["Three", "Four", ""]


# Rules and hints


def test_missing_parts_are_a_quiet_hint_and_keep_nobody_from_saving(
    editor: EditorPane, tools: Tools, ada: Leader
) -> None:
    choose_kind(editor, "observation")
    assert editor._hint.text() == ""
    prose(editor, "behaviour", "Left the room.")
    both = QLocale().createSeparatedList(["Situation", "Impact"])
    assert editor._hint.text() == f"Not said yet: {both}"
    editor.seal()
    assert newest(tools, ada).behaviour == "Left the room."


def test_feedback_is_asked_for_its_next_step(editor: EditorPane) -> None:
    choose_kind(editor, "feedback")
    for key in ("situation", "behaviour", "impact"):
        prose(editor, key, "Left the room.")
    assert editor._hint.text().startswith("Not said yet: Action points. If no next step follows")


def test_an_example_is_not_told_yet_until_somebody_says_so(editor: EditorPane) -> None:
    assert editor.note.told == ""
    choose_kind(editor, "observation")
    assert editor.note.told == "not_yet"
    choose_kind(editor, "counsel_note")
    assert (editor.note.told, editor.note.lane) == ("", "counsel")


def test_why_only_now_is_asked_after_three_weeks_and_not_before(editor: EditorPane) -> None:
    editor.head.when.line.setText("20 days ago")
    assert "late_reason" not in shown(editor)
    editor.head.when.line.setText("30 days ago")
    assert "late_reason" in shown(editor)
    editor.head.when.line.setText("yesterday")
    assert "late_reason" not in shown(editor)


def test_legal_advice_without_a_lawyer_is_refused_in_a_sentence_with_the_text_kept(
    editor: EditorPane, tools: Tools
) -> None:
    choose_kind(editor, "counsel_note")
    prose(editor, "text", "Asked about notice.")
    editor.seal()
    assert "lawyer" in editor.message.text
    assert focused() is editor.page.fields["lane"]._lawyer
    assert editor.text.toPlainText() == "Asked about notice."
    assert tools.session.journal.counts.of == {}


def test_a_day_that_never_was_is_refused_in_a_sentence_with_the_text_kept(editor: EditorPane) -> None:
    prose(editor, "text", "Half a year.")
    editor.head.when.line.setText("31 June")
    editor.seal()
    assert editor.message.text == "There never was a day like that: 31 June."
    assert focused() is editor.head.when.line
    assert editor.is_writing


def test_a_due_day_that_means_nothing_is_refused_where_it_stands(editor: EditorPane) -> None:
    prose(editor, "text", "Agreed.")
    point = editor.page.fields["action_points"].rows.rows[0]
    point._text.setText("Send it")
    point._due.show_kept("whenever")
    editor.seal()
    assert "is understood" in editor.message.text
    assert editor.is_writing


def test_a_small_win_is_one_command_away(unlocked: MainWindow, tools: Tools, ada: Leader) -> None:
    unlocked.commands["small_win"].trigger()
    editor = unlocked.desk.editor
    editor.text.setPlainText("She asked first, and waited for the answer.")
    editor.seal()
    (listed,) = tools.session.view.timeline(ada.id).entries
    assert (listed.entry.kind, listed.entry.leader_ids) == ("praise", (ada.id,))
    assert listed.entry.told is not None
    assert listed.entry.told.state == "not_yet"


def test_a_note_about_nobody_is_refused(editor: EditorPane) -> None:
    prose(editor, "text", "About whom?")
    editor.head.about.choose(())
    editor.seal()
    assert "leader" in editor.message.text
    assert focused() is editor.head.about


def test_an_empty_note_is_not_sealed(editor: EditorPane, tools: Tools) -> None:
    choose_kind(editor, "praise")
    editor.seal()
    assert "nothing in it" in editor.message.text
    assert tools.session.journal.counts.of == {}


def test_about_whom_it_is_can_be_chosen_by_keyboard(
    editor: EditorPane, tools: Tools, ada: Leader, qtbot: QtBot
) -> None:
    eve = leader("Eve")
    tools.session.put(eve)
    QTest.keyClick(editor.head.about, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
    popup = QApplication.activePopupWidget()
    QTest.keyClick(popup, Qt.Key.Key_Down)
    QTest.keyClick(popup, Qt.Key.Key_Down)
    QTest.keyClick(popup, Qt.Key.Key_Return)
    assert editor.note.leader_ids == (ada.id, eve.id)


# Drafts


def test_what_is_typed_is_kept_after_a_pause(editor: EditorPane, tools: Tools, qtbot: QtBot) -> None:
    QTest.keyClicks(editor.text, "Half a sen")
    assert drafts(tools) == []
    qtbot.waitUntil(lambda: bool(drafts(tools)), timeout=KEEPING_MS)
    assert drafts(tools)[0]["text"] == "Half a sen"
    assert "kept" in editor._state.text()


def test_a_draft_that_is_emptied_again_is_dropped(editor: EditorPane, tools: Tools) -> None:
    prose(editor, "text", "No.")
    editor.keep()
    prose(editor, "text", "")
    editor.keep()
    assert drafts(tools) == []


@pytest.mark.parametrize("leaving", ["escape", "another entry", "another note", "lock", "throw away"])
def test_an_untouched_note_leaves_nothing_behind(
    editor: EditorPane, unlocked: MainWindow, tools: Tools, ada: Leader, leaving: str
) -> None:
    choose_kind(editor, "praise")
    if leaving == "escape":
        QTest.keyClick(focused(), Qt.Key.Key_Escape)
        assert unlocked.desk.right.currentWidget() is unlocked.desk.reading
    elif leaving == "another entry":
        note = entry(ada)
        tools.session.put(note)
        unlocked.desk.timeline.reveal(note.id)
        assert unlocked.desk.right.currentWidget() is unlocked.desk.reading
    elif leaving == "another note":
        unlocked.desk.new_note()
    elif leaving == "throw away":
        editor.throw_away.click()
    else:
        tools.session.lock("hand")
        return
    assert drafts(tools) == []
    assert unlocked.desk.drafts.isHidden()


def test_a_second_note_lets_the_first_wait_and_the_row_takes_it_up_again(
    editor: EditorPane, unlocked: MainWindow, tools: Tools
) -> None:
    prose(editor, "text", "The first & only")
    unlocked.desk.new_note()
    assert editor.note.text == ""
    row = unlocked.desk.drafts
    assert row.open_button.text() == "1 draft waits"
    row.open()
    (action,) = row._menu.actions()
    assert "The first && only" in action.text()
    row._menu.close()
    prose(editor, "text", "The second")
    action.trigger()
    assert editor.note.text == "The first & only"
    assert [draft.values["text"] for draft in row.waiting] == ["The second"]
    assert len(drafts(tools)) == 2


def test_a_note_put_away_with_escape_waits_and_is_not_forced_upon_anybody_after_a_lock(
    editor: EditorPane, unlocked: MainWindow, tools: Tools, journal_folder: Path, qtbot: QtBot
) -> None:
    prose(editor, "text", "For later")
    QTest.keyClick(editor.text, Qt.Key.Key_Escape)
    assert not editor.is_writing
    tools.session.lock("hand")
    open_in(unlocked, tools, journal_folder, qtbot)
    assert not editor.is_writing
    assert unlocked.desk.drafts.open_button.text() == "1 draft waits"


def test_everything_is_back_in_its_place_after_a_lock(
    editor: EditorPane, unlocked: MainWindow, tools: Tools, journal_folder: Path, qtbot: QtBot
) -> None:
    choose_kind(editor, "observation")
    editor.head.when.line.setText("yesterday 3pm")
    prose(editor, "behaviour", f"Left; {CANARY}")
    editor.page.fields["present"].rows.rows[0]._name.setText(f"{CANARY} Rao")
    editor.page.fields["action_points"].rows.rows[0]._text.setText(f"Send {CANARY}")
    editor.page.fields["themes"].show_note(Note(themes=(CANARY,)))
    editor.page.unfold("place")
    editor.page.fields["place"].line.setText(f"Room {CANARY}")
    before = editor.note
    tools.session.lock("hand")
    settle()
    assert not [text for text in texts_of(unlocked) if CANARY in text]
    open_in(unlocked, tools, journal_folder, qtbot)
    assert unlocked.desk.right.currentWidget() is editor
    assert editor.note == before
    assert "place" in shown(editor)


def test_what_was_kept_is_there_after_a_crash(
    editor: EditorPane, tools: Tools, journal_folder: Path, tmp_path: Path
) -> None:
    prose(editor, "text", "Half a sentence")
    editor.keep()
    shutil.copytree(journal_folder, tmp_path / "After.coachdesk")
    with open_journal(tmp_path / "After.coachdesk", PASSPHRASE) as after:
        assert [draft.values["text"] for draft in after.view.drafts()] == ["Half a sentence"]
    assert tools.session.is_open


def test_throwing_away_asks_first_and_leaves_nothing(editor: EditorPane, tools: Tools) -> None:
    prose(editor, "text", "Never mind.")
    editor.keep()
    tools.prompts.will(False, True)  # type: ignore[attr-defined]
    editor.discard()
    assert editor.text.toPlainText() == "Never mind."
    editor.discard()
    assert drafts(tools) == []
    assert not editor.is_writing


# What comes in


def test_rich_text_comes_in_plain(editor: EditorPane) -> None:
    rich = QMimeData()
    rich.setHtml("<h1>Big</h1><p>and <b>bold</b><img src='file:///etc/passwd'></p>")
    editor.text.insertFromMimeData(rich)
    assert editor.text.words.split() == ["Big", "and", "bold"]
    both = QMimeData()
    both.setHtml("<b>rich</b>")
    both.setText("<b>as typed</b>")
    editor.text.setPlainText("")
    editor.text.insertFromMimeData(both)
    assert editor.text.words == "<b>as typed</b>"


def test_a_pasted_megabyte_is_there_at_once_and_is_sealed_whole(
    editor: EditorPane, tools: Tools, ada: Leader
) -> None:
    megabyte = "\n".join(f"line {number} of a very long paste" for number in range(32_000))
    pasted = QMimeData()
    pasted.setText(megabyte)
    started = time.monotonic()
    editor.text.insertFromMimeData(pasted)
    settle()
    assert time.monotonic() - started < 2
    started = time.monotonic()
    QTest.keyClicks(editor.text, "!")
    settle()
    assert time.monotonic() - started < 0.5
    editor.seal()
    assert newest(tools, ada).text == megabyte + "!"


def test_spaces_tabs_and_other_scripts_are_kept_as_written(
    editor: EditorPane, tools: Tools, ada: Leader
) -> None:
    written = "\tindented\u00a0fixed  double \u05d0\u05d1 \U0001f642\n\nlast "
    prose(editor, "text", written)
    editor.seal()
    assert newest(tools, ada).text == written


# Trouble


def test_a_full_disk_is_said_and_the_text_stays_until_there_is_room(editor: EditorPane, tools: Tools) -> None:
    connection = tools.session.journal._connection
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count = {pages}")
    text = "A long thought. " * 2_000
    prose(editor, "text", text)
    editor.keep()
    assert "on this screen only" in editor.message.text
    assert "The disk is full" in editor.message.text
    editor.seal()
    assert "The disk is full" in editor.message.text
    assert editor.text.toPlainText() == text
    assert not editor.put_away()
    assert editor.is_writing
    connection.execute("PRAGMA max_page_count = 1000000")
    prose(editor, "text", text + "!")
    editor.keep()
    assert editor.message.text == ""
    assert drafts(tools)[0]["text"] == text + "!"


def test_a_journal_that_is_gone_is_said_and_the_text_stays(
    editor: EditorPane, tools: Tools, journal_folder: Path, tmp_path: Path, ada: Leader
) -> None:
    prose(editor, "text", "Written while the stick was out.")
    journal_folder.rename(tmp_path / "pulled out")
    editor.keep()
    assert "no journal at" in editor.message.text
    assert "plugged in" in editor.message.text
    editor.seal()
    assert "no journal at" in editor.message.text
    assert editor.is_writing
    (tmp_path / "pulled out").rename(journal_folder)
    editor.seal()
    assert newest(tools, ada).text == "Written while the stick was out."


def test_a_clock_that_was_set_back_is_remarked_once_the_note_is_safe(
    editor: EditorPane, unlocked: MainWindow, tools: Tools, ada: Leader
) -> None:
    clock = Clock()
    tools.session.journal._clock = clock
    tools.session.put(entry(ada))
    clock.set_by(-7200)
    prose(editor, "text", "After the change.")
    editor.seal()
    assert tools.session.journal.counts.of[ada.id].entries == 2
    assert "clock was changed" in unlocked.desk.message.text


def test_an_ordinary_seal_says_nothing_of_clocks(editor: EditorPane, unlocked: MainWindow) -> None:
    prose(editor, "text", "Plain.")
    editor.seal()
    assert unlocked.desk.message.text == ""


# Adding and correcting


@pytest.fixture
def sealed(unlocked: MainWindow, tools: Tools, ada: Leader) -> Entry:
    """An entry, sealed and being read."""
    note = entry(
        ada,
        kind="observation",
        behaviour="She was defensive.",
        text="",
        source={"how": "saw"},
        told={"state": "not_yet"},
        themes=["tone"],
        present=[{"name": "Eve", "role": "peer"}],
        action_points=[{"text": "Talk", "owner": "me", "due": "2026-03-10"}],
        occurred={"day": "2026-03-02", "time": "09:30", "zone": "Europe/Berlin", "precision": "about"},
    )
    tools.session.put(note)
    unlocked.desk.timeline.reveal(note.id)
    settle()
    return note


def test_correct_opens_the_entry_as_it_stands_and_seals_with_a_reason(
    unlocked: MainWindow, tools: Tools, sealed: Entry
) -> None:
    unlocked.commands["correct"].trigger()
    editor = unlocked.desk.editor
    assert unlocked.desk.right.currentWidget() is editor
    assert editor._what.text().startswith("Correction of entry 1")
    assert editor.page.fields["behaviour"].edit.words == "She was defensive."
    assert not editor.head.about.isEnabled()
    prose(editor, "behaviour", "She said no four times.")
    editor.seal()
    assert "why" in editor.message.text.lower()
    assert focused() is editor.page.fields["reason"].edit
    prose(editor, "reason", "A label, not what I saw.")
    editor.seal()
    history = tools.session.view.history(sealed.id)
    assert [one.event.action for one in history] == ["create", "correct"]
    assert history[-1].payload.reason == "A label, not what I saw."
    corrected = history[-1].record
    assert isinstance(corrected, Entry)
    assert corrected == sealed.changed(behaviour="She said no four times.")
    assert drafts(tools) == []


def test_a_correction_that_changes_nothing_is_refused(
    unlocked: MainWindow, tools: Tools, sealed: Entry
) -> None:
    unlocked.desk.correct_entry()
    editor = unlocked.desk.editor
    prose(editor, "reason", "No reason.")
    editor.seal()
    assert "reads like that already" in editor.message.text
    assert len(tools.session.view.history(sealed.id)) == 1


def test_a_correction_left_half_done_is_taken_up_again(
    unlocked: MainWindow, tools: Tools, sealed: Entry, journal_folder: Path, qtbot: QtBot
) -> None:
    unlocked.desk.correct_entry()
    editor = unlocked.desk.editor
    assert drafts(tools) == []
    prose(editor, "impact", "Half an im")
    editor.put_away()
    assert len(drafts(tools)) == 1
    unlocked.desk.correct_entry()
    assert editor.page.fields["impact"].edit.words == "Half an im"
    tools.session.lock("hand")
    open_in(unlocked, tools, journal_folder, qtbot)
    assert editor.page.fields["impact"].edit.words == "Half an im"
    assert editor.note.mode == "correction"
    prose(editor, "reason", "More.")
    editor.seal()
    assert len(tools.session.view.history(sealed.id)) == 2


def test_an_untouched_correction_leaves_nothing_behind(
    unlocked: MainWindow, tools: Tools, sealed: Entry
) -> None:
    unlocked.desk.correct_entry()
    unlocked.desk.editor.put_away()
    assert drafts(tools) == []
    assert tools.session.view.get(sealed.id).event.revision == 1


def test_add_puts_text_under_an_entry_with_a_reason(
    unlocked: MainWindow, tools: Tools, sealed: Entry
) -> None:
    unlocked.commands["add_to_entry"].trigger()
    editor = unlocked.desk.editor
    assert shown(editor) == {"text", "reason"}
    assert "She was defensive." in editor.page._original.text()
    editor.seal()
    assert "nothing in it" in editor.message.text
    prose(editor, "text", "She apologised the next day.")
    prose(editor, "reason", "Happened later.")
    editor.seal()
    after = tools.session.view.get(sealed.id).record
    assert isinstance(after, Entry)
    assert [one.text for one in after.additions] == ["She apologised the next day."]
    assert after.behaviour == sealed.behaviour
    assert "She apologised the next day." in unlocked.desk.reading.text.toPlainText()


def test_a_correction_of_an_entry_withdrawn_meanwhile_is_refused_with_the_text_kept(
    unlocked: MainWindow, tools: Tools, sealed: Entry
) -> None:
    unlocked.desk.correct_entry()
    editor = unlocked.desk.editor
    prose(editor, "impact", "Everything.")
    prose(editor, "reason", "More.")
    tools.session.withdraw(sealed.id, "Not mine to note.")
    editor.seal()
    assert "withdrawn" in editor.message.text
    assert editor.page.fields["impact"].edit.words == "Everything."


def test_the_commands_for_writing_are_there_when_there_is_something_to_write(
    unlocked: MainWindow, sealed: Entry, tools: Tools
) -> None:
    assert unlocked.commands["correct"].isEnabled()
    assert not unlocked.commands["save_note"].isEnabled()
    unlocked.desk.new_note()
    assert unlocked.commands["save_note"].isEnabled()
    assert not unlocked.commands["correct"].isEnabled()
    unlocked.desk.editor.put_away()
    tools.session.withdraw(sealed.id, "Wrong.")
    assert not unlocked.commands["correct"].isEnabled()


# By keyboard


def test_tab_goes_through_a_note_in_the_order_in_which_it_is_read(editor: EditorPane) -> None:
    seen: list[QWidget] = []
    editor.head.kind.setFocus()
    for _ in range(40):
        seen.append(focused())
        QTest.keyClick(focused(), Qt.Key.Key_Tab)
        if focused() is editor.save:
            break
    fields = editor.page.fields
    wanted = [
        editor.head.kind,
        editor.head.about,
        editor.head.when.line,
        editor.title,
        fields["text"].edit,
        fields["account"].edit,
        fields["present"].rows.rows[0]._name,
        fields["present"].rows.rows[0]._role,
        fields["action_points"].rows.rows[0]._text,
        fields["place"].line,
        editor.page.files._attach,
        editor.page.more.button,
        editor.throw_away,
        editor.later,
    ]
    assert seen == wanted


def test_arrows_go_from_chip_to_chip_and_space_chooses(editor: EditorPane) -> None:
    choose_kind(editor, "observation")
    source = editor.page.fields["source"]
    source.begin()
    QTest.keyClick(focused(), Qt.Key.Key_Right)
    QTest.keyClick(focused(), Qt.Key.Key_Space)
    assert source.values()["source"] == "heard"
    QTest.keyClick(focused(), Qt.Key.Key_Space)
    assert source.values()["source"] == ""


def test_the_cursor_stays_in_sight_while_a_text_grows(
    editor: EditorPane, unlocked: MainWindow, qtbot: QtBot
) -> None:
    unlocked.resize(900, 600)
    settle()
    for number in range(60):
        QTest.keyClicks(editor.text, f"line {number}")
        QTest.keyClick(editor.text, Qt.Key.Key_Return)

    def is_in_sight() -> bool:
        caret = editor.text.viewport().mapTo(editor.page.viewport(), editor.text.cursorRect().center())
        return editor.page.viewport().rect().contains(caret)

    qtbot.waitUntil(is_in_sight)
    assert editor.text.firstVisibleBlock().blockNumber() == 0


def test_the_page_is_never_wider_than_its_pane(editor: EditorPane, unlocked: MainWindow) -> None:
    unlocked.resize(900, 600)
    for field in FIELDS:
        editor.page.unfold(field.key)
    editor.page.more.button.click()
    settle()
    inner = editor.page.widget()
    assert inner is not None
    assert inner.width() <= editor.page.viewport().width()
