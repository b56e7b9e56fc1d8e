"""Backups in the window: made by themselves, by hand and to a stick; compared and put back, then unlocked anew."""

import datetime as dt
import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from coachdesk.gui.backup_watch import BackupWatch
from coachdesk.gui.backups import BackupsDialog
from coachdesk.gui.tools import Tools
from coachdesk.journal import backup, keeping
from coachdesk.journal.backup import own_backups
from coachdesk.journal.opening import open_journal
from tests.gui.answers import Answers
from tests.gui.conftest import PATIENCE_MS
from tests.making import PASSPHRASE, entry, leader


@pytest.fixture
def parent(tools: Tools, journal_folder: Path, qtbot: QtBot) -> QWidget:
    tools.session.adopt(open_journal(journal_folder, PASSPHRASE))
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def dialog(tools: Tools, parent: QWidget) -> BackupsDialog:
    made = BackupsDialog(tools, parent)
    made.open()
    return made


@pytest.fixture
def done(tools: Tools, qtbot: QtBot) -> Callable[[], None]:
    """Waits until nothing runs in the background."""
    return lambda: qtbot.waitUntil(lambda: not tools.session.background.is_busy, timeout=PATIENCE_MS)


def test_where_there_is_no_backup_the_dialog_says_how_to_make_one(
    dialog: BackupsDialog,
) -> None:
    assert "makes the first" in dialog.list.item(0).text()
    assert not dialog.compare.isEnabled()


def test_a_backup_made_by_hand_is_proved_listed_and_chosen(
    dialog: BackupsDialog, tools: Tools, done: Callable[[], None], qtbot: QtBot
) -> None:
    qtbot.keyClick(dialog.make, Qt.Key.Key_Return)
    assert dialog.progress.isVisible()
    done()
    [copy] = own_backups(tools.session.journal.path)
    assert copy.made_at - dt.datetime.now(dt.UTC) < dt.timedelta(minutes=1)
    assert dialog.compare.isEnabled()
    assert "made and proved" in dialog.message.text
    assert not dialog.progress.isVisible()


def test_a_backup_to_a_stick_is_a_journal_there(
    dialog: BackupsDialog, answers: Answers, tmp_path: Path, done: Callable[[], None]
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    answers.will(stick)
    dialog.back_up_elsewhere()
    done()
    [place] = stick.iterdir()
    open_journal(place, PASSPHRASE).close()


def test_a_folder_that_is_gone_is_said(
    dialog: BackupsDialog, answers: Answers, tmp_path: Path, done: Callable[[], None]
) -> None:
    (tmp_path / "file").write_text("no folder")
    answers.will(tmp_path / "file")
    dialog.back_up_elsewhere()
    done()
    assert dialog.message.isVisible()
    assert dialog.steps.isEnabled()


def test_what_differs_is_shown_and_a_restore_locks_the_journal_which_then_is_the_backup(
    dialog: BackupsDialog, tools: Tools, answers: Answers, done: Callable[[], None], qtbot: QtBot
) -> None:
    ada = leader("Ada Marsh")
    tools.session.put(ada)
    dialog.back_up()
    done()
    tools.session.put(entry(ada, title="Written after the backup"))
    path, head = tools.session.journal.path, tools.session.journal.head
    qtbot.keyClick(dialog.compare, Qt.Key.Key_Return)
    assert dialog.lost.count() == 1
    assert "Written after the backup" in dialog.lost.item(0).text()
    assert dialog.back.isHidden()
    answers.will(True)
    with qtbot.waitSignal(tools.session.locked, timeout=PATIENCE_MS) as locked:
        dialog.restore()
    assert locked.args == ["restored"]
    with open_journal(path, PASSPHRASE) as again:
        assert [one.replaced_size for one in again.view.records("restore")] == [head.size]  # type: ignore[attr-defined]
        assert again.notices == ()


@pytest.mark.parametrize("is_told", [True, False])
def test_a_close_while_a_backup_takes_the_journals_place_changes_nothing(
    dialog: BackupsDialog,
    tools: Tools,
    answers: Answers,
    done: Callable[[], None],
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    is_told: bool,
) -> None:
    """Whether the dialog was told in time that nothing can be stopped any more, or was closed just before."""
    dialog.back_up()
    done()
    tools.session.put(leader("Ada Marsh"))
    dialog.look()
    answers.will(True)
    reached, go_on = threading.Event(), threading.Event()
    exchange = tools.session.journal.store.exchange

    def slowly(new: Path) -> None:
        reached.set()
        go_on.wait(5)
        exchange(new)

    monkeypatch.setattr(tools.session.journal.store, "exchange", slowly)
    dialog.restore()
    assert reached.wait(5)
    if is_told:
        qtbot.waitUntil(lambda: dialog.progress.value() == 100, timeout=PATIENCE_MS)
    dialog.reject()
    assert dialog.isVisible() == is_told
    with qtbot.waitSignal(tools.session.locked, timeout=PATIENCE_MS) as locked:
        go_on.set()
    assert locked.args == ["restored"]
    assert not tools.session.is_open


def test_nothing_is_put_back_unless_it_is_meant(
    dialog: BackupsDialog, tools: Tools, answers: Answers, done: Callable[[], None]
) -> None:
    dialog.back_up()
    done()
    tools.session.put(leader("Bo"))
    head = tools.session.journal.head
    dialog.look()
    answers.will(False)
    dialog.restore()
    done()
    assert tools.session.journal.head == head


def test_a_folder_that_is_no_backup_is_refused_in_words(
    dialog: BackupsDialog, answers: Answers, tmp_path: Path
) -> None:
    answers.will(tmp_path)
    dialog.look_elsewhere()
    assert dialog.message.isVisible()
    assert dialog.steps.currentIndex() == 0


def test_a_lock_ends_a_backup_that_is_being_made(dialog: BackupsDialog, tools: Tools) -> None:
    path = tools.session.journal.path
    dialog.back_up()
    tools.session.lock("hand")
    assert not list((path / "backups").glob(".*")) or own_backups(path) == []
    open_journal(path, PASSPHRASE).close()
    assert not list((path / "backups").glob(".*"))


def test_a_backup_a_day_is_made_without_a_word(
    tools: Tools, parent: QWidget, done: Callable[[], None]
) -> None:
    watch = BackupWatch(tools.session, parent)
    for _time in range(2):
        watch.look()
        done()
    assert len(own_backups(tools.session.journal.path)) == 1


def test_none_begins_by_itself_while_something_is_erased(tools: Tools, parent: QWidget) -> None:
    """It would read the journal, and keep the pages that are to be written anew from being let go."""
    watch = BackupWatch(tools.session, parent)
    watch._timer.start(1)
    tools.session.set_aside.emit()
    assert watch._timer.isActive()
    assert watch._timer.interval() >= 60_000


def test_a_backup_that_cannot_be_made_is_said(tools: Tools, parent: QWidget, qtbot: QtBot) -> None:
    watch = BackupWatch(tools.session, parent)
    (tools.session.journal.path / "backups").write_text("a file where the folder should be")
    with qtbot.waitSignal(watch.failed, timeout=PATIENCE_MS):
        watch.look()
    assert backup.own_backups(tools.session.journal.path) == []


def test_a_backup_is_dropped_once_another_was_proved_to_open(
    dialog: BackupsDialog, tools: Tools, answers: Answers, done: Callable[[], None], qtbot: QtBot
) -> None:
    path = tools.session.journal.path
    for hours in (0, 1):
        tools.session.journal.back_up(backup.place_for(path, backup_time(hours)))
    dialog._fill()
    newest, oldest = own_backups(path)
    dialog.list.setCurrentRow(1)
    answers.will(False)
    qtbot.keyClick(dialog.drop_button, Qt.Key.Key_Return)
    done()
    assert own_backups(path) == [newest, oldest]
    answers.will(True)
    qtbot.keyClick(dialog.drop_button, Qt.Key.Key_Return)
    done()
    assert own_backups(path) == [newest]
    assert "The backup is gone" in dialog.message.text
    assert dialog.list.count() == 1


def test_a_backup_that_is_gone_by_the_time_of_the_answer_is_no_longer_listed(
    dialog: BackupsDialog, tools: Tools, answers: Answers
) -> None:
    path = tools.session.journal.path
    for hours in (0, 1):
        tools.session.journal.back_up(backup.place_for(path, backup_time(hours)))
    dialog._fill()
    shutil.rmtree(own_backups(path)[1].path)
    dialog.list.setCurrentRow(1)
    answers.will(True)
    dialog.drop()
    assert dialog.list.count() == 1


@pytest.mark.parametrize("why", ["last", "held"])
def test_the_last_backup_and_one_under_a_hold_stay(
    dialog: BackupsDialog, tools: Tools, answers: Answers, done: Callable[[], None], why: str
) -> None:
    path = tools.session.journal.path
    for hours in range(1 if why == "last" else 2):
        tools.session.journal.back_up(backup.place_for(path, backup_time(hours)))
    if why == "held":
        keeping.place_hold(tools.session.journal, "", "L. Pryce", "A claim.", "2026-03-02")
    dialog._fill()
    before = own_backups(path)
    answers.will(True)
    dialog.drop()
    done()
    assert own_backups(path) == before
    said = {"last": "None of the other backups", "held": "A legal hold covers this"}
    assert said[why] in dialog.message.text
    assert "coachdesk " not in dialog.message.text


def backup_time(hours: int) -> dt.datetime:
    return dt.datetime(2026, 10, 9, 8, tzinfo=dt.UTC) - dt.timedelta(hours=hours)
