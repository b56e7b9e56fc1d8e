"""Erasing for good in the window: what is shown before, what is asked, and that nothing of it is on any page after."""

import datetime as dt
import io
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from coachdesk.gui.keeping.erase import EraseDialog
from coachdesk.gui.keeping.holds import HoldsDialog
from coachdesk.gui.main_window import MainWindow
from coachdesk.gui.note import Note, to_draft
from coachdesk.gui.tools import Tools
from coachdesk.journal import backup, connection, erasing, keeping
from coachdesk.journal.errors import StorageFull
from coachdesk.journal.journal import Journal
from coachdesk.journal.opening import open_journal
from coachdesk.records.entry import Entry
from coachdesk.records.handover import Export
from tests.faults.lock_wins import shown_anywhere
from tests.faults.pages import everything_in, is_in
from tests.gui.conftest import PATIENCE_MS, settle
from tests.making import PASSPHRASE, entry, leader

LONG_AGO = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
CANARY = "Zyxwquillonbarre"


class File:
    """The window with two leaders; one entry about each, one about both; the canary in one of them, and in its file."""

    def __init__(self, window: MainWindow, tools: Tools, qtbot: QtBot) -> None:
        self.window, self.tools, self.session, self._qtbot = window, tools, tools.session, qtbot
        self.ada, self.bo = leader("Ada Marshquillon"), leader("Bo Will")
        self.session.put(self.ada, self.bo)
        journal = self.session.journal
        attached = journal.take_in("ada.txt", io.BytesIO(CANARY.encode()))
        self.alone = entry(self.ada, title="Review", text=f"A {CANARY} word.", attachment_ids=(attached.id,))
        self.shared = entry(self.ada, self.bo, text="Ada and Bo disagreed.")
        self.others = entry(self.bo, text="Bo said Marshquillon was late.")
        self.session.put(attached, self.alone)
        self.session.put(self.shared, self.others)
        self.session.correct(self.alone.changed(impact=f"Said {CANARY} again."), "More to say")
        journal.back_up(backup.place_for(journal.path, journal.now()))
        self.path = journal.path
        self.key = bytes.fromhex(connection.raw_key(journal.store.key)[2:-1].decode())
        window.desk.show_entry(self.ada.id, self.alone.id)
        settle()

    def open(self, command: str) -> EraseDialog:
        self.window.commands[command].trigger()
        settle()
        [dialog] = self.window.findChildren(EraseDialog)
        return dialog

    def done(self) -> None:
        """Waits until nothing runs in the background."""
        self._qtbot.waitUntil(lambda: not self.session.background.is_busy, timeout=PATIENCE_MS)
        settle()

    def look(self, dialog: EraseDialog) -> str:
        dialog.look()
        self.done()
        return dialog.seen.toPlainText()

    def fill(self, dialog: EraseDialog, typed: str) -> None:
        """Goes on to the last question and answers it."""
        dialog.go_on.click()
        dialog.reason.setPlainText("It had to go.")
        dialog.by.setText("Robin Vale")
        dialog.typed.setText(typed)

    def text_of(self, one: Entry) -> str:
        found = self.session.view.get(one.id).record
        assert isinstance(found, Entry)
        return found.text

    def has_canary(self) -> bool:
        return is_in(CANARY, everything_in(self.path, self.key))


@pytest.fixture
def file(unlocked: MainWindow, tools: Tools, qtbot: QtBot) -> File:
    return File(unlocked, tools, qtbot)


def words_anywhere() -> str:
    """Every word that a widget holds, seen or not."""
    return "\n".join(text for _name, text in shown_anywhere())


def test_an_entry_goes_from_every_page_and_every_widget(file: File, qtbot: QtBot) -> None:
    """All of it by keyboard."""
    assert file.has_canary()
    dialog = file.open("erase_entry")
    assert "Review" in dialog.what.shown.text()
    qtbot.keyClick(dialog.go_on, Qt.Key.Key_Return)
    file.done()
    seen = dialog.seen.toPlainText()
    assert "1 record goes" in seen
    assert "1 attached file goes" in seen
    assert "1 backup is replaced" in seen
    assert "Ada Marshquillon 1, 2 Mar 2026, Observation: Review" in seen
    qtbot.keyClick(dialog.go_on, Qt.Key.Key_Return)
    assert dialog.focusWidget() is dialog.reason
    qtbot.keyClicks(dialog.reason, "It had to go.")
    qtbot.keyClicks(dialog.by, "Robin Vale")
    assert not dialog.go_on.isEnabled()
    qtbot.keyClicks(dialog.typed, "1")
    qtbot.keyClick(dialog.typed, Qt.Key.Key_Return)
    file.done()
    assert "written down as event" in dialog.outcome.text()
    assert not file.has_canary()
    assert len(backup.own_backups(file.path)) == 1
    qtbot.keyClick(dialog.close_button, Qt.Key.Key_Return)
    settle()
    assert CANARY not in words_anywhere()
    assert file.window.desk.entry_id == file.alone.id, "what was in front is there again"
    page = file.window.desk.reading.text.toPlainText()
    assert "Erased" in page
    assert "by Robin Vale: It had to go." in page
    assert not file.window.desk.can_change
    assert not file.window.desk.reading.add.isVisible()
    row = file.window.desk.timeline.list.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole)
    assert row == "Erased, 2 Mar 2026"
    file.session.journal.check()


def test_a_word_is_found_with_how_often_and_where_and_goes_everywhere(file: File) -> None:
    dialog = file.open("erase")
    dialog.what.words.setPlainText(CANARY.lower())
    seen = file.look(dialog)
    assert "1 record loses words" in seen
    assert "Loses: Note, Impact" in seen
    assert f"The words that go\n{CANARY}\n" in seen
    assert "What attached files say" in seen
    file.fill(dialog, CANARY.upper())
    dialog.erase()
    file.done()
    assert "What attached files say" in dialog.outcome.text()
    assert CANARY.casefold() not in words_anywhere().casefold(), "the dialog is still there"
    assert file.text_of(file.alone) == "A [erased] word."
    dialog.reject()
    settle()
    assert "Something in it was erased" in file.window.desk.reading.text.toPlainText()
    assert file.window.desk.can_change


def test_longer_words_in_which_it_is_found_are_named_before_they_go(file: File) -> None:
    file.session.put(entry(file.bo, text="Hannah, anna (Annals) and Anna."))
    dialog = file.open("erase")
    dialog.what.words.setPlainText("Anna")
    assert "The words that go\nanna, Hannah, Annals\n" in file.look(dialog)


def test_what_differs_only_in_accents_is_offered_and_stays_until_it_is_typed_too(file: File) -> None:
    two = entry(file.bo, text="Zoë Müller and Zoe. ZOË’s answer; Chloë, Zola.")
    file.session.put(two)
    dialog = file.open("erase")
    dialog.what.words.setPlainText("zoe")
    assert "Written with other accents, and stays: type it too if it shall go\nZoë\n" in file.look(dialog)
    file.fill(dialog, "zoe")
    dialog.erase()
    file.done()
    assert file.text_of(two) == "Zoë Müller and [erased] ZOË’s answer; Chloë, Zola."
    dialog.reject()
    settle()
    dialog = file.open("erase")
    dialog.what.words.setPlainText("zoe muller")
    file.look(dialog)
    assert dialog.message.text.endswith("there is: Zoë Müller. Type that if it shall go.")
    assert dialog._step == "what"
    dialog.what.words.setPlainText("Zoë Müller")
    assert "other accents" not in file.look(dialog)


def test_of_a_leader_who_goes_the_name_without_its_accents_is_offered(file: File) -> None:
    """What goes with them anyway is not."""
    zoe = leader("Zoë Marsh")
    file.session.put(zoe)
    file.session.put(entry(zoe, text="Zöe, as she writes it."), entry(file.bo, text="Zoe was there."))
    dialog = file.open("erase")
    dialog.what.grain.chips["leader"].click()
    dialog.what.leader.addItem(zoe.name, zoe.id)
    dialog.what.leader.setCurrentIndex(dialog.what.leader.findData(zoe.id))
    assert "type it too if it shall go\nZoe\n" in file.look(dialog)


def test_a_report_that_may_hold_it_is_named(file: File) -> None:
    """Only one that was handed over, about the same leader."""
    size = file.session.journal.head.size
    of_ada = Export.make(
        number="CD-EXPORT-2026-007",
        state="released",
        leader_ids=(file.ada.id,),
        purpose="A review",
        recipient="Lou Pryce",
        digest="0" * 64,
        size=size,
        root="0" * 64,
        entries=1,
        withheld=0,
    )
    of_bo = msgspec.structs.replace(
        of_ada, id="b" * 24, number="CD-EXPORT-2026-008", leader_ids=(file.bo.id,)
    )
    file.session.put(of_ada)
    file.session.put(of_bo)
    seen = file.look(file.open("erase_entry"))
    assert "The report CD-EXPORT-2026-007 to Lou Pryce, handed over " in seen
    assert "CD-EXPORT-2026-008" not in seen


def test_a_part_of_an_entry_goes_and_the_rest_stays(file: File) -> None:
    dialog = file.open("erase_entry")
    dialog.what.grain.chips["field"].click()
    dialog.what.field.setCurrentIndex(dialog.what.field.findData("text"))
    assert "Loses: Note" in file.look(dialog)
    file.fill(dialog, "1")
    dialog.erase()
    file.done()
    now = file.session.view.get(file.alone.id).record
    assert isinstance(now, Entry)
    assert (now.text, now.title) == ("[erased]", "Review")


def test_a_leader_goes_and_what_is_shared_is_said_clearly(file: File) -> None:
    dialog = file.open("erase")
    dialog.what.grain.chips["leader"].click()
    dialog.what.leader.setCurrentIndex(dialog.what.leader.findData(file.ada.id))
    seen = file.look(dialog)
    assert "1 record is about others too: it stays, without this leader’s name." in seen
    file.fill(dialog, "Ada Marshquillo")
    assert not dialog.go_on.isEnabled()
    dialog.typed.setText(" ada  marshquillon ")
    assert dialog.go_on.isEnabled()
    dialog.erase()
    file.done()
    dialog.reject()
    settle()
    assert file.ada.id not in [one.id for one in file.session.view.leaders()]
    assert file.text_of(file.shared) == "[erased] and Bo disagreed."
    assert "Marshquillon" not in words_anywhere()
    assert not is_in("Marshquillon", everything_in(file.path, file.key))


def test_an_entry_about_two_says_that_it_goes_for_both(file: File) -> None:
    file.window.desk.show_entry(file.ada.id, file.shared.id)
    settle()
    dialog = file.open("erase_entry")
    assert "It is about Ada Marshquillon, Bo Will, and goes for all of them." in file.look(dialog)


def test_of_a_period_what_is_about_others_too_stays_and_that_is_said(file: File) -> None:
    dialog = file.open("erase")
    dialog.what.grain.chips["period"].click()
    dialog.what.from_day.show_kept("2026-03-01")
    dialog.what.to_day.show_kept("2026-03-03")
    dialog.what.whose.setCurrentIndex(dialog.what.whose.findData(file.ada.id))
    seen = file.look(dialog)
    assert "1 record of that time is about somebody else too, and stays as it is." in seen
    assert dialog._found is not None
    assert dialog._found.typed == "Ada Marshquillon"


@pytest.mark.parametrize(
    ("prepare", "said"),
    [
        (lambda what: what.words.clear(), "type the words"),
        (lambda what: what.words.setPlainText("nowhere-on-file"), "Nothing on file"),
        (lambda what: what.grain.chips["period"].click(), "from which day"),
        (
            lambda what: (what.grain.chips["period"].click(), what.from_day.show_kept("the day of doom")),
            "When was",
        ),
    ],
)
def test_what_cannot_be_meant_is_said_and_nothing_is_changed(
    file: File, prepare: Callable[[Any], object], said: str
) -> None:
    head = file.session.journal.head
    dialog = file.open("erase")
    prepare(dialog.what)
    file.look(dialog)
    assert said in dialog.message.text
    assert dialog._step == "what"
    assert file.session.journal.head == head


def test_a_record_without_which_something_would_be_no_record_is_named(file: File) -> None:
    """Words of it can go, or all of it; the window says which record it is."""
    dialog = file.open("erase_entry")
    dialog.what.grain.chips["field"].click()
    dialog.what.field.clear()
    dialog.what.field.addItem("Kind", "kind")
    file.look(dialog)
    assert dialog.message.text.startswith("Observation: Review\nThere is no such field")


def test_why_and_by_whom_is_asked_and_the_reason_may_not_keep_what_goes(file: File) -> None:
    dialog = file.open("erase")
    dialog.what.words.setPlainText(CANARY)
    file.look(dialog)
    file.fill(dialog, CANARY)
    head = file.session.journal.head
    for reason, by, said in (
        (" ", "Robin", "say why"),
        ("It had to.", "", "who decided"),
        (f"Because of {CANARY}.", "Robin", "without"),
        ("It had to.", f"{CANARY} Robin", "without"),
    ):
        dialog.reason.setPlainText(reason)
        dialog.by.setText(by)
        dialog.erase()
        assert said in dialog.message.text
    assert file.session.journal.head == head
    assert not dialog.was_begun


def test_a_hold_stops_it_says_who_and_why_and_leads_to_the_holds(
    file: File, monkeypatch: pytest.MonkeyPatch
) -> None:
    hold = keeping.place_hold(file.session.journal, file.ada.id, "L. Pryce", "A claim.", "2026-03-02")
    dialog = file.open("erase_entry")
    file.look(dialog)
    assert "2 Mar 2026, placed by L. Pryce: A claim." in dialog.message.text
    assert not dialog.go_on.isEnabled()

    def lift(shown: QDialog) -> int:
        assert isinstance(shown, HoldsDialog)
        assert shown.chosen is not None
        assert shown.chosen.id == hold.id
        keeping.lift_hold(file.session.journal, hold.id, "L. Pryce", "Settled.")
        return 0

    monkeypatch.setattr(HoldsDialog, "exec", lift)
    dialog.holds.click()
    file.done()
    assert dialog.message.text == ""
    assert dialog.go_on.isEnabled()


def test_a_hold_that_came_after_the_look_stops_it_all_the_same(file: File) -> None:
    dialog = file.open("erase_entry")
    file.look(dialog)
    file.fill(dialog, "1")
    keeping.place_hold(file.session.journal, "", "L. Pryce", "A claim.")
    dialog.erase()
    file.done()
    assert "Something was written in the meantime" in dialog.message.text
    assert file.has_canary()
    assert erasing.is_finished(file.session.journal)
    dialog.reject()
    settle()
    assert file.window.desk.reading.shown is not None, "the desk shows again what it showed"


def slow_backup(monkeypatch: pytest.MonkeyPatch, file: File) -> tuple[threading.Event, threading.Event]:
    """Has the first backup of an erasure wait; returns (it is reached, let it go on)."""
    reached, go_on = threading.Event(), threading.Event()
    back_up = file.session.journal.back_up

    def slowly(place: Path, progress: Callable[[float], None]) -> object:
        reached.set()
        go_on.wait(5)
        progress(0.1)
        return back_up(place, progress)

    monkeypatch.setattr(file.session.journal, "back_up", slowly)
    return reached, go_on


def test_cancel_before_the_point_of_no_return_changes_nothing(
    file: File, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = file.open("erase_entry")
    file.look(dialog)
    file.fill(dialog, "1")
    head, copies = file.session.journal.head, backup.own_backups(file.path)
    reached, go_on = slow_backup(monkeypatch, file)
    dialog.erase()
    assert reached.wait(5)
    assert "you can still cancel" in dialog.phase.text()
    dialog.close_button.click()
    assert dialog.isVisible()
    go_on.set()
    file.done()
    assert "Nothing was erased" in dialog.message.text
    assert (file.session.journal.head, backup.own_backups(file.path)) == (head, copies)
    dialog.reject()
    settle()
    assert "A Zyxw" in file.window.desk.reading.text.toPlainText()


def test_past_the_point_of_no_return_nobody_can_cancel(file: File, monkeypatch: pytest.MonkeyPatch) -> None:
    dialog = file.open("erase_entry")
    file.look(dialog)
    file.fill(dialog, "1")
    scrub, asked = file.session.journal.store.scrub, threading.Event()

    def slowly() -> None:
        asked.wait(5)
        scrub()

    monkeypatch.setattr(file.session.journal.store, "scrub", slowly)
    dialog.erase()
    file._qtbot.waitUntil(lambda: not dialog.close_button.isEnabled(), timeout=PATIENCE_MS)
    dialog.reject()
    assert dialog.isVisible()
    asked.set()
    file.done()
    assert "written down as event" in dialog.outcome.text()


def test_a_lock_closes_the_dialog_and_nothing_was_erased(file: File) -> None:
    dialog = file.open("erase_entry")
    file.look(dialog)
    file.fill(dialog, "1")
    file.session.lock("hand")
    settle()
    assert file.window.findChildren(EraseDialog) == []
    assert CANARY not in words_anywhere()
    with open_journal(file.path, PASSPHRASE) as journal:
        assert not journal.view.get(file.alone.id).erased
        assert journal.notices == ()


def test_a_lock_before_the_point_of_no_return_ends_the_job(
    file: File, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = file.open("erase_entry")
    file.look(dialog)
    file.fill(dialog, "1")
    reached, go_on = slow_backup(monkeypatch, file)
    dialog.erase()
    assert reached.wait(5)
    threading.Timer(0.2, go_on.set).start()
    file.session.lock("idle")
    file.done()
    assert file.window.findChildren(EraseDialog) == []
    with open_journal(file.path, PASSPHRASE) as journal:
        assert not journal.view.get(file.alone.id).erased
        assert journal.notices == ()


def test_a_lock_in_the_middle_of_the_job_is_finished_at_the_next_opening_and_said(
    file: File, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    dialog = file.open("erase_entry")
    file.look(dialog)
    file.fill(dialog, "1")
    scrub, reached, go_on = file.session.journal.store.scrub, threading.Event(), threading.Event()

    def slowly() -> None:
        reached.set()
        go_on.wait(5)
        scrub()

    monkeypatch.setattr(file.session.journal.store, "scrub", slowly)
    dialog.erase()
    assert reached.wait(5)
    threading.Timer(0.2, go_on.set).start()
    shown_again: list[str] = []
    with monkeypatch.context() as patch:
        patch.setattr(file.window.desk, "open_desk", lambda: shown_again.append("before the lock was over"))
        file.session.lock("sleep")
        file.done()
    assert shown_again == []
    assert not file.session.is_open
    with qtbot.waitSignal(file.session.opened, timeout=PATIENCE_MS):
        file.session.open(file.window, file.path, PASSPHRASE, "passphrase", _fail)
    settle()
    assert erasing.is_finished(file.session.journal)
    assert not file.has_canary()
    assert [one.kind for one in file.session.journal.notices] == ["erasure_finished"]
    assert "was finished as this journal opened" in words_anywhere()


def test_the_unlock_page_says_that_an_erasure_is_finished(
    file: File, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    file.session.journal.change_setting(
        erasing.UNFINISHED, msgspec.json.encode(erasing.Unfinished(at=LONG_AGO))
    )
    file.session.lock("hand")
    settle()
    unlock, go_on = file.window.unlock, threading.Event()
    finish = erasing.finish

    def slowly(journal: Journal) -> None:
        go_on.wait(5)
        finish(journal)

    monkeypatch.setattr(erasing, "finish", slowly)
    unlock.secret.setText(PASSPHRASE)
    unlock.unlock()
    qtbot.waitUntil(lambda: "Finishing an erasure" in unlock.message.text, timeout=PATIENCE_MS)
    assert unlock.is_busy
    with qtbot.waitSignal(file.session.opened, timeout=PATIENCE_MS):
        go_on.set()
    assert erasing.is_finished(file.session.journal)
    file.session.lock("hand")
    settle()
    unlock.secret.setText(PASSPHRASE)
    with qtbot.waitSignal(file.session.opened, timeout=PATIENCE_MS):
        unlock.unlock()
    assert unlock.message.text == "", "there was nothing to finish"


def _fail(error: Exception) -> None:
    raise error


def test_what_could_not_be_finished_is_said_and_can_be_tried_again(
    file: File, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = file.open("erase_entry")
    file.look(dialog)
    file.fill(dialog, "1")

    def full() -> None:
        raise StorageFull(file.path)

    with monkeypatch.context() as patch:
        patch.setattr(file.session.journal.store, "scrub", full)
        dialog.erase()
        file.done()
    assert "The next opening finishes this" in dialog.outcome.text()
    assert dialog._title.text() == "Erased, but not everywhere yet"
    assert dialog.focusWidget() is dialog.again
    dialog.again.click()
    assert "It is erased." in dialog.phase.text()
    assert not dialog.close_button.isEnabled()
    file.done()
    assert "Finished." in dialog.outcome.text()
    assert dialog._title.text() == "Erased"
    assert dialog.focusWidget() is dialog.close_button
    assert not file.has_canary()
    assert not dialog.again.isVisible()


def test_a_draft_that_is_being_written_does_not_bring_it_back(file: File) -> None:
    """The correction of the entry is open in the editor, with the canary in it, while the entry goes."""
    desk = file.window.desk
    desk.correct_entry()
    desk.editor.text.setPlainText(f"{CANARY} once more")
    desk.editor.keep()
    assert len(file.session.view.drafts()) == 1
    dialog = file.open("erase_entry")
    assert "1 draft goes too" in file.look(dialog)
    file.fill(dialog, "1")
    dialog.erase()
    file.done()
    dialog.reject()
    settle()
    assert file.session.view.drafts() == ()
    assert not desk.editor.is_writing
    file.session.keep_drafts()
    assert not file.has_canary()
    assert CANARY not in words_anywhere()


def test_a_draft_about_somebody_else_is_there_again_afterwards(file: File) -> None:
    desk = file.window.desk
    desk.leaders.pick(file.bo.id)
    desk.new_note()
    desk.editor.text.setPlainText("Half a sentence about")
    dialog = file.open("erase")
    dialog.what.words.setPlainText(CANARY)
    file.look(dialog)
    file.fill(dialog, CANARY)
    dialog.erase()
    file.done()
    dialog.reject()
    settle()
    assert desk.editor.is_writing
    assert desk.editor.text.toPlainText() == "Half a sentence about"


def test_a_draft_can_be_read_after_words_went_that_are_names_of_choices_too(file: File) -> None:
    """The kind and the lane of a note are words of CoachDesk’s, and its leader is an id: they stay."""
    desk = file.window.desk
    number = file.bo.id[4:9]
    file.session.put(entry(file.bo, text=f"The counsel of {number}."))
    file.session.keep_draft(
        "draft",
        to_draft(
            Note(kind="counsel_note", lane="counsel", leader_ids=(file.bo.id,), text=f"Of counsel {number}")
        ),
    )
    dialog = file.open("erase")
    dialog.what.words.setPlainText(f"counsel\n{number}")
    file.look(dialog)
    file.fill(dialog, "counsel")
    dialog.erase()
    file.done()
    dialog.reject()
    settle()
    assert desk.editor.is_writing
    assert desk.editor.text.toPlainText() == "Of [erased] [erased]"
    assert desk.editor.note.lane == "counsel"
    assert desk.editor.note.leader_ids == (file.bo.id,)


def test_words_can_be_asked_for_in_the_shown_entry_alone(file: File) -> None:
    file.session.put(entry(file.bo, text=f"{CANARY} here too."))
    dialog = file.open("erase_entry")
    dialog.what.grain.chips["words"].click()
    dialog.what.words.setPlainText(CANARY)
    assert "2 records lose" in file.look(dialog)
    dialog.back.click()
    dialog.what.only_here.setChecked(True)
    assert "1 record loses" in file.look(dialog)


def test_the_menu_of_a_leader_leads_there(file: File) -> None:
    file.window.desk.leaders.erase_wanted.emit(file.bo.id)
    settle()
    [dialog] = file.window.findChildren(EraseDialog)
    assert dialog.what.grain.current == "leader"
    assert dialog.what.leader.currentData() == file.bo.id


def test_it_waits_for_those_who_read_the_journal(file: File) -> None:
    """Whoever reads beside the desk would keep the log from being emptied: it is asked to stop first."""
    is_reading = threading.Event()

    def read(view: Any, task: Any) -> None:
        lines = view.lines()
        next(lines)
        is_reading.set()
        try:
            while True:
                task.check()
        finally:
            lines.close()

    file.session.ask(file.window, read, lambda _none: None)
    assert is_reading.wait(5)
    dialog = file.open("erase_entry")
    dialog.look()
    file._qtbot.waitUntil(lambda: dialog._step == "seen", timeout=PATIENCE_MS)
    file.fill(dialog, "1")
    dialog.erase()
    file.done()
    assert "No page of this journal" in dialog.outcome.text()
    assert not file.has_canary()
