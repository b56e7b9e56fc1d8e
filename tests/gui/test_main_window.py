"""The window as a whole: the lock wins over everything, drafts come back, nothing that names anybody is kept."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeySequence, QTextDocument
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from coachdesk.gui.actions import COMMANDS
from coachdesk.gui.change_passphrase import ChangePassphraseDialog
from coachdesk.gui.idle import LOCK
from coachdesk.gui.leader_form import LeaderForm
from coachdesk.gui.main_window import LEAST_SIZE, MainWindow
from coachdesk.gui.preferences import PreferencesDialog
from coachdesk.gui.prompts import Dialogs
from coachdesk.gui.question import Question
from coachdesk.gui.recovery import RecoveryDialog
from coachdesk.gui.tools import Tools
from coachdesk.gui.trouble import Trouble
from coachdesk.records.people import Leader
from tests.gui.conftest import Now, open_in, settle
from tests.making import entry

CANARY = "Xanthippe"


def texts_of(root: QObject) -> Iterator[str]:
    """Every text that a widget, a model or a document under ``root`` still holds."""
    for found in root.findChildren(QObject):
        if isinstance(found, QLabel | QLineEdit):
            yield found.text()
        if isinstance(found, QPlainTextEdit | QTextEdit | QTextDocument):
            yield found.toPlainText()
        if isinstance(found, QAbstractItemView) and found.model() is not None:
            for row in range(found.model().rowCount()):
                yield str(found.model().index(row, 0).data())
        if isinstance(found, QWidget):
            yield found.toolTip() + found.accessibleName() + found.windowTitle()


def write_about(window: MainWindow, tools: Tools, ada: Leader) -> None:
    tools.session.put(entry(ada, title=f"A title with {CANARY}", text=f"A text with {CANARY}"))
    window.desk.timeline.pick(tools.session.view.timeline(ada.id).entries[0].entry.id)
    settle()


def test_the_desk_shows_the_first_leader_and_their_entries(
    unlocked: MainWindow, tools: Tools, ada: Leader
) -> None:
    assert unlocked.desk.leader_id == ada.id
    write_about(unlocked, tools, ada)
    assert CANARY in unlocked.desk.reading.text.toPlainText()


def test_lock_clears_every_widget_model_and_document(unlocked: MainWindow, tools: Tools, ada: Leader) -> None:
    write_about(unlocked, tools, ada)
    unlocked.desk.new_note()
    unlocked.desk.editor.text.setPlainText(f"half a sentence about {CANARY}")
    assert any(CANARY in text for text in texts_of(unlocked))
    unlocked.commands["lock"].trigger()
    assert [text for text in texts_of(unlocked) if CANARY in text or ada.name in text] == []
    assert not unlocked.desk.editor.text.document().isUndoAvailable()
    assert unlocked.windowTitle() == "CoachDesk"


def test_what_was_being_written_comes_back_after_unlocking(
    unlocked: MainWindow, tools: Tools, journal_folder: Path, qtbot: QtBot
) -> None:
    unlocked.activateWindow()
    unlocked.desk.new_note()
    qtbot.keyClicks(unlocked.desk.editor.text, "Half a sen")
    tools.session.lock("hand")
    assert unlocked.desk.editor.text.toPlainText() == ""
    open_in(unlocked, tools, journal_folder, qtbot)
    assert unlocked.desk.editor.text.toPlainText() == "Half a sen"
    assert unlocked.desk.right.currentWidget() is unlocked.desk.editor
    assert QApplication.focusWidget() is unlocked.desk.editor.text


@pytest.mark.parametrize("dialog", ["leader", "preferences", "passphrase", "recovery"])
def test_lock_closes_a_dialog_that_waits_for_an_answer(
    unlocked: MainWindow, tools: Tools, dialog: str
) -> None:
    made: dict[str, Callable[[], QDialog]] = {
        "leader": lambda: LeaderForm(tools, None, unlocked),
        "preferences": lambda: PreferencesDialog(tools, unlocked),
        "passphrase": lambda: ChangePassphraseDialog(tools, unlocked),
        "recovery": lambda: RecoveryDialog(tools, unlocked),
    }
    seen: list[QWidget] = []

    def lock() -> None:
        seen.extend(w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible())
        tools.session.lock("idle")

    QTimer.singleShot(0, lock)
    assert unlocked.run_dialog(made[dialog]()) == QDialog.DialogCode.Rejected
    assert len(seen) == 1
    assert unlocked.stack.currentWidget() is unlocked.unlock
    settle()
    assert [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog)] == []


@pytest.mark.parametrize("command", ["preferences", "change_passphrase", "recovery"])
def test_a_dialog_does_not_hold_up_the_lock(unlocked: MainWindow, tools: Tools, command: str) -> None:
    unlocked.commands[command].trigger()
    settle()
    (dialog,) = [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, QDialog)]
    assert dialog.isVisible()
    tools.session.lock("idle")
    settle()
    assert [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, QDialog)] == []
    assert unlocked.stack.currentWidget() is unlocked.unlock


@pytest.mark.parametrize("ask", ["confirm", "ask", "tell", "choose_folder", "choose_target"])
def test_lock_closes_every_prompt(unlocked: MainWindow, tools: Tools, ask: str, tmp_path: Path) -> None:
    dialogs = Dialogs()
    prompts = {
        "confirm": lambda: dialogs.confirm(unlocked, "Withdraw?", "It stays visible.", "Withdraw"),
        "ask": lambda: dialogs.ask(unlocked, "Reason", "Why?"),
        "tell": lambda: dialogs.tell(unlocked, "Done", "It is done."),
        "choose_folder": lambda: dialogs.choose_folder(unlocked, "Where?", tmp_path),
        "choose_target": lambda: dialogs.choose_target(unlocked, "Where?", tmp_path / "a.pdf"),
    }
    seen: list[QWidget] = []

    def lock() -> None:
        seen.extend(w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible())
        tools.session.lock("idle")

    QTimer.singleShot(50, lock)
    assert not prompts[ask]()
    assert len(seen) == 1
    settle()
    assert [w for w in QApplication.topLevelWidgets() if isinstance(w, Question)] == []


@pytest.mark.parametrize("above", ["dialog", "menu"])
def test_the_key_that_locks_works_in_a_dialog_and_in_a_menu_too(
    unlocked: MainWindow, tools: Tools, above: str, qtbot: QtBot
) -> None:
    if above == "dialog":
        unlocked.commands["change_passphrase"].trigger()
    else:
        menu = unlocked.menuBar().actions()[0].menu()
        assert isinstance(menu, QMenu)
        menu.popup(unlocked.mapToGlobal(unlocked.rect().center()))
    settle()
    target = QApplication.activePopupWidget() or QApplication.activeModalWidget()
    assert target is not None
    qtbot.keyClick(target, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert not tools.session.is_open
    settle()


def test_the_key_that_locks_is_the_one_in_the_table() -> None:
    (lock,) = [command for command in COMMANDS if command.key == "lock"]
    assert QKeySequence(LOCK) == QKeySequence(lock.shortcut)


def test_lock_closes_a_menu(unlocked: MainWindow, tools: Tools) -> None:
    menu = unlocked.menuBar().actions()[0].menu()
    assert isinstance(menu, QMenu)
    menu.popup(unlocked.mapToGlobal(unlocked.rect().center()))
    assert QApplication.activePopupWidget() is menu
    tools.session.lock("hand")
    assert QApplication.activePopupWidget() is None


def test_nobody_there_for_the_chosen_time_locks_and_the_last_minute_is_counted(
    unlocked: MainWindow, tools: Tools, now: Now
) -> None:
    now.seconds += 9 * 60 + 18
    unlocked.idle.look()
    assert unlocked.lock_button.text() == "Locks in 0:42"
    now.seconds += 41
    unlocked.idle.look()
    assert unlocked.lock_button.text() == "Locks in 0:01"
    now.seconds += 1
    unlocked.idle.look()
    assert not tools.session.is_open
    assert "a while" in unlocked.unlock.message.text


def test_a_key_puts_the_lock_off_and_ends_the_count(
    unlocked: MainWindow, tools: Tools, now: Now, qtbot: QtBot
) -> None:
    now.seconds += 9 * 60 + 30
    unlocked.idle.look()
    qtbot.keyClick(unlocked, Qt.Key.Key_Shift)
    assert unlocked.lock_button.text() == "Locks after 10 min"
    now.seconds += 9 * 60
    unlocked.idle.look()
    assert tools.session.is_open


def test_minimising_locks_only_if_that_was_chosen(unlocked: MainWindow, tools: Tools) -> None:
    unlocked.showMinimized()
    settle()
    assert tools.session.is_open
    unlocked.showNormal()
    settle()
    tools.settings.change(lock_on_minimise=True)
    unlocked.showMinimized()
    settle()
    assert not tools.session.is_open


def test_when_it_locks_can_be_changed_while_it_is_open(unlocked: MainWindow, tools: Tools, now: Now) -> None:
    tools.settings.change(lock_minutes=1)
    assert unlocked.lock_button.text() == "Locks after 1 min"
    now.seconds += 61
    unlocked.idle.look()
    assert not tools.session.is_open


def test_never_means_never(unlocked: MainWindow, tools: Tools, now: Now) -> None:
    tools.settings.change(lock_minutes=0)
    assert unlocked.lock_button.text() == "Locks by hand only"
    now.seconds += 10**6
    assert not unlocked.idle.is_watching
    assert tools.session.is_open


def test_the_theme_changes_at_once(unlocked: MainWindow, tools: Tools) -> None:
    before = unlocked.grab().toImage().pixelColor(10, 300)
    tools.settings.change(theme="dark")
    assert unlocked.grab().toImage().pixelColor(10, 300).lightness() < before.lightness()


def test_a_command_is_there_once_it_makes_sense(
    window: MainWindow, tools: Tools, journal_folder: Path, qtbot: QtBot
) -> None:
    assert not window.commands["new_note"].isEnabled()
    assert window.commands["preferences"].isEnabled()
    open_in(window, tools, journal_folder, qtbot)
    assert window.commands["new_note"].isEnabled()
    assert window.commands["edit_leader"].isEnabled()
    tools.session.lock("hand")
    assert not window.commands["edit_leader"].isEnabled()


def test_no_two_commands_share_a_shortcut() -> None:
    shortcuts = [QKeySequence(command.shortcut).toString() for command in COMMANDS if command.shortcut]
    assert len(set(shortcuts)) == len(shortcuts)
    assert "" not in shortcuts


def test_the_keyboard_reaches_every_pane(unlocked: MainWindow, tools: Tools, ada: Leader) -> None:
    write_about(unlocked, tools, ada)
    unlocked.activateWindow()
    settle()
    for key, widget in (
        ("go_timeline", unlocked.desk.timeline.list),
        ("go_leaders", unlocked.desk.leaders.list),
        ("go_reading", unlocked.desk.reading.text),
    ):
        unlocked.commands[key].trigger()
        assert QApplication.focusWidget() is widget


def test_the_window_is_where_it_was_and_its_settings_name_nobody(
    unlocked: MainWindow, tools: Tools, ada: Leader, tmp_path: Path
) -> None:
    write_about(unlocked, tools, ada)
    unlocked.resize(1000, 700)
    unlocked.desk.splitter.setSizes([200, 300, 500])
    unlocked.desk.splitter.splitterMoved.emit(200, 1)
    unlocked.close()
    assert not tools.session.is_open
    kept = (tmp_path / "settings" / "settings.json").read_text()
    assert not re.search(f"{CANARY}|{ada.name}|Team|{tmp_path}", kept)
    again = MainWindow(tools, unlocked.idle)
    assert again.height() == 700
    assert tools.settings.current.splitter[0] == 200


def test_in_a_narrow_window_the_leaders_give_way_first(unlocked: MainWindow, tools: Tools) -> None:
    splitter = unlocked.desk.splitter
    for width, left in ((1400, 240), (900, 190), (1210, 210), (1400, 240)):
        unlocked.resize(width, 700)
        settle()
        assert splitter.sizes()[0] == left
    unlocked.resize(900, 600)
    settle()
    splitter.moveSplitter(230, 1)
    unlocked.resize(920, 600)
    settle()
    assert splitter.sizes()[0] == tools.settings.current.splitter[0] == 230


def test_the_window_is_never_smaller_than_everything_needs(window: MainWindow) -> None:
    window.resize(100, 100)
    assert (window.width(), window.height()) == LEAST_SIZE


def test_a_crash_in_a_slot_keeps_the_text_and_says_what_to_do(
    unlocked: MainWindow, tools: Tools, capfd: pytest.CaptureFixture[str], qtbot: QtBot
) -> None:
    unlocked.desk.new_note()
    qtbot.keyClicks(unlocked.desk.editor.text, "Half a sen")
    trouble = Trouble()
    trouble.struck.connect(unlocked.show_trouble)
    stop = trouble.watch()

    def break_down() -> None:
        raise ValueError(f"something about {CANARY}")

    try:
        QTimer.singleShot(0, break_down)
        qtbot.waitUntil(lambda: bool(unlocked.desk.message.text))
    finally:
        stop()
    assert "ValueError" in unlocked.desk.message.text
    assert "kept" in unlocked.desk.message.text
    assert unlocked.desk.editor.text.toPlainText() == "Half a sen"
    assert tools.session.view.drafts()[0].values["text"] == "Half a sen"
    told = capfd.readouterr().err
    assert "break_down" in told
    assert CANARY not in told


def test_a_crash_before_anything_is_open_is_said_on_the_screen_that_is_seen(
    window: MainWindow, journal_folder: Path
) -> None:
    window.show_trouble("ValueError")
    assert "ValueError" in window.first_run.welcome_message.text
    window.show_unlock(journal_folder)
    window.show_trouble("KeyError")
    assert "KeyError" in window.unlock.message.text


def test_notices_of_the_journal_are_shown_above_the_desk(
    window: MainWindow, tools: Tools, journal_folder: Path, qtbot: QtBot
) -> None:
    (journal_folder / "keys.json").write_text("{")
    open_in(window, tools, journal_folder, qtbot)
    assert list(window.desk.banners.notices) == ["header_from_copy"]
    assert window.desk.banners.notices["header_from_copy"].isVisible()


def test_another_journal_can_be_opened_from_the_unlock_screen(
    window: MainWindow, tools: Tools, journal_folder: Path, tmp_path: Path
) -> None:
    window.show_unlock(tmp_path / "Missing.coachdesk")
    tools.prompts.will(journal_folder)  # type: ignore[attr-defined]
    window.unlock.elsewhere.emit()
    assert window.unlock.path == journal_folder


def test_a_second_start_brings_a_minimised_window_back(window: MainWindow) -> None:
    window.showMinimized()
    window.come_to_front()
    assert not window.isMinimized()
    assert window.isVisible()


def test_no_command_without_somebody_to_do_it_is_shown(window: MainWindow) -> None:
    for command in COMMANDS:
        assert window.commands[command.key].isVisible() is window.does(command.key)


def test_nothing_handles_events_after_the_window_is_gone(window: MainWindow, qtbot: QtBot) -> None:
    watched = QWidget()
    qtbot.addWidget(watched)
    assert not window.idle.eventFilter(watched, QEvent(QEvent.Type.KeyPress))
