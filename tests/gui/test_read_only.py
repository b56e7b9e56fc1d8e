"""Open to read only: all of it is read, nothing writes, and what would says why."""

from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QLineEdit, QPlainTextEdit, QTextEdit
from pytestqt.qtbot import QtBot

from coachdesk.demo import DemoBuilt, build_demo
from coachdesk.gui.actions import COMMANDS
from coachdesk.gui.backup_watch import BackupWatch
from coachdesk.gui.backups import BackupsDialog
from coachdesk.gui.coaching.pages import PAGES
from coachdesk.gui.main_window import MainWindow
from coachdesk.gui.read_only import READING, WHY
from coachdesk.gui.tools import Tools
from coachdesk.gui.trouble import Trouble
from coachdesk.journal.opening import open_journal, open_reading
from tests.gui.answers import Answers
from tests.gui.conftest import PATIENCE_MS, settle, state_of
from tests.journal.spoiling import overwrite_page
from tests.making import COST, PASSPHRASE, entry


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> DemoBuilt:
    return build_demo(tmp_path_factory.mktemp("demo"), PASSPHRASE, COST)


@pytest.fixture
def reading(window: MainWindow, tools: Tools, demo: DemoBuilt) -> MainWindow:
    """The window with the demo, open to read only, its main leader chosen."""
    tools.session.adopt(open_reading(demo.journal_path, demo.recovery_code, "recovery"))
    window.desk.show_leader(demo.leader_id)
    settle()
    return window


def test_every_command_that_writes_is_off_and_says_why_and_the_others_are_on(reading: MainWindow) -> None:
    for command in COMMANDS:
        action = reading.commands[command.key]
        if command.key in READING:
            assert action.isEnabled() or command.needs in ("entry", "change", "note"), command.key
        else:
            assert not action.isEnabled(), command.key
            assert action.toolTip() == WHY
            assert action.statusTip() == WHY


def test_the_window_shows_that_it_only_reads(reading: MainWindow) -> None:
    assert reading.windowTitle() == "Open to read only"
    assert "open to read only" in reading._journal_label.text()
    assert reading.desk.banners.read_only.isVisible()
    assert not reading.desk.banners.recovery.isVisible()


def test_nothing_that_can_be_pressed_on_any_page_writes(
    reading: MainWindow, tools: Tools, demo: DemoBuilt, qtbot: QtBot
) -> None:
    """Every button that is left on is pressed, on Today and on every page of two leaders."""
    before = state_of(demo.journal_path)
    desk, pressed = reading.desk, 0
    leaders = [
        demo.leader_id,
        next(one.id for one in tools.session.view.leaders() if one.id != demo.leader_id),
    ]
    for leader_id in leaders:
        for key in ("", *(page.key for page in PAGES)):
            turn = partial(desk.show_page, leader_id, key) if key else desk.show_today
            turn()
            settle()
            for at in range(len(buttons(reading))):
                turn()
                settle()
                left = buttons(reading)
                if at < len(left):
                    assert left[at].text() or left[at].accessibleName()
                    left[at].click()
                    pressed += 1
                    settle()
                    close_dialogs()
            assert fields(reading) == []
    qtbot.waitUntil(lambda: not tools.session.background.is_busy, timeout=PATIENCE_MS)
    assert pressed > 10
    assert state_of(demo.journal_path) == before
    assert not desk.message.isVisible()


def buttons(window: MainWindow) -> list[QAbstractButton]:
    """What can be pressed on the page in front."""
    page = window.desk.area.stack.currentWidget()
    return [one for one in page.findChildren(QAbstractButton) if one.isVisible() and one.isEnabled()][:40]


def fields(window: MainWindow) -> list[object]:
    """What could be typed into on the page in front."""
    page = window.desk.area.stack.currentWidget()
    if window.desk.area.key == "timeline":
        return []
    found = page.findChildren(QLineEdit) + page.findChildren(QTextEdit) + page.findChildren(QPlainTextEdit)
    return [one for one in found if one.isVisible() and one.isEnabled() and not one.isReadOnly()]


def close_dialogs() -> None:
    for one in QApplication.topLevelWidgets():
        if isinstance(one, QDialog) and one.isVisible():
            one.reject()
    settle()


def test_it_is_searched_and_read_and_filtered(reading: MainWindow, demo: DemoBuilt, tools: Tools) -> None:
    entry_id = tools.session.view.timeline(demo.leader_id).entries[4].entry.id
    reading.desk.show_entry(demo.leader_id, entry_id)
    assert reading.desk.reading.text.toPlainText()
    assert not reading.desk.reading.add.isEnabled()
    assert reading.desk.reading.add.toolTip() == WHY
    assert reading.desk.timeline.filters.words.isEnabled()
    assert reading.desk.leaders.search.isEnabled()
    assert not reading.desk.timeline.new_note.isEnabled()
    assert reading.desk.reading.history.isEnabled()


def test_after_it_was_unlocked_to_write_all_is_on_again(
    window: MainWindow, tools: Tools, journal_folder: Path
) -> None:
    tools.session.adopt(open_reading(journal_folder, PASSPHRASE))
    settle()
    assert not window.desk.leaders.add_button.isEnabled()
    window.desk.banners.writing_wanted.emit()
    assert not tools.session.is_open
    tools.session.adopt(open_journal(journal_folder, PASSPHRASE))
    settle()
    assert window.windowTitle() == "CoachDesk"
    assert not window.desk.banners.read_only.isVisible()
    assert window.desk.leaders.add_button.isEnabled()
    assert window.desk.leaders.add_button.toolTip() == "Add a leader"
    assert window.commands["add_leader"].isEnabled()


def test_a_draft_waits_for_when_the_journal_is_written_in(
    window: MainWindow, tools: Tools, journal_folder: Path
) -> None:
    with open_journal(journal_folder, PASSPHRASE) as journal:
        [ada] = journal.view.leaders()
        journal.keep_draft("d", {"leader_ids": [ada.id], "text": "begun", "on_screen": True})
    tools.session.adopt(open_reading(journal_folder, PASSPHRASE))
    settle()
    assert not window.desk.editor.is_writing
    assert not window.desk.drafts.isVisible()
    assert not window.desk.message.isVisible()


def test_backups_are_made_elsewhere_only_and_never_by_themselves(
    reading: MainWindow, tools: Tools, demo: DemoBuilt, answers: Answers, tmp_path: Path, qtbot: QtBot
) -> None:
    before = state_of(demo.journal_path)
    watch = BackupWatch(tools.session, reading)
    watch.look()
    dialog = BackupsDialog(tools, reading)
    dialog.open()
    assert not dialog.make.isEnabled()
    answers.will(tmp_path)
    qtbot.mouseClick(dialog.elsewhere, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not tools.session.background.is_busy, timeout=PATIENCE_MS)
    settle()
    assert [one for one in tmp_path.iterdir() if one.suffix == ".coachdesk"]
    assert state_of(demo.journal_path) == before
    dialog.reject()


def test_of_a_damaged_journal_what_can_be_read_is_shown_and_the_rest_is_said(
    window: MainWindow, tools: Tools, journal_folder: Path, qtbot: QtBot, qapp: QApplication
) -> None:
    with open_journal(journal_folder, PASSPHRASE) as journal:
        [ada] = journal.view.leaders()
        for number in range(60):
            journal.put(entry(ada, title=f"Note {number}", text=f"{number} " + "words " * 400))
    size = (journal_folder / "journal.db").stat().st_size // 4096
    for number in range(size // 2, size // 2 + 3):
        overwrite_page(journal_folder / "journal.db", number)
    trouble = Trouble(qapp)
    trouble.struck.connect(window.show_trouble)
    stop = trouble.watch()
    try:
        tools.session.adopt(open_reading(journal_folder, PASSPHRASE))
        settle()
        window.desk.show_leader(ada.id)
        settle()
        qtbot.waitUntil(lambda: not tools.session.background.is_busy, timeout=PATIENCE_MS)
        settle()
    finally:
        stop()
    assert window.desk.leaders.has_anybody
    assert window.desk.leaders.isVisible()
    assert "read_only_damaged" in window.desk.banners.notices
    assert not window.desk.message.isVisible()
