"""The first minute: what the app is, one form, and the journal is there."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from coachdesk.gui.first_run import FirstRunScreen, default_path
from coachdesk.gui.main_window import MainWindow
from coachdesk.gui.passphrase import LEVELS
from coachdesk.gui.tools import Tools
from coachdesk.journal.opening import open_journal
from coachdesk.journal.places import is_synced
from tests.gui.answers import Answers
from tests.gui.conftest import settle

STRONG = "fern ladder onion quartz"


@pytest.fixture
def screen(window: MainWindow) -> FirstRunScreen:
    window.begin(None)
    window.activateWindow()
    settle()
    return window.first_run


def press(qtbot: QtBot, key: Qt.Key) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    qtbot.keyClick(focus, key)


def fill(screen: FirstRunScreen, first: str = STRONG, second: str = STRONG) -> None:
    screen.show_form()
    screen.new.first.setText(first)
    screen.new.second.setText(second)


def test_where_there_is_no_journal_the_first_screen_says_what_this_is(
    screen: FirstRunScreen, window: MainWindow
) -> None:
    assert window.stack.currentWidget() is screen
    assert not window.menuBar().isVisible()
    assert QApplication.focusWidget() is screen.begin_button


def test_from_the_first_screen_to_the_desk_by_keyboard_alone(
    screen: FirstRunScreen, window: MainWindow, tools: Tools, qtbot: QtBot
) -> None:
    press(qtbot, Qt.Key.Key_Space)
    qtbot.keyClicks(QApplication.focusWidget(), STRONG)
    press(qtbot, Qt.Key.Key_Tab)
    qtbot.keyClicks(QApplication.focusWidget(), STRONG)
    with qtbot.waitSignal(tools.session.opened, timeout=60_000):
        press(qtbot, Qt.Key.Key_Return)
    assert window.stack.currentWidget() is window.desk
    assert window.desk.banners.recovery.isVisible()
    assert screen.new.text == ""
    tools.session.lock("hand")
    open_journal(default_path(), STRONG).close()


def test_the_default_place_is_not_written_down_and_another_only_if_wanted(
    screen: FirstRunScreen, tools: Tools, tmp_path: Path, qtbot: QtBot
) -> None:
    for place, wanted, kept in (("One", False, ""), ("Two", True, str(tmp_path / "Two.coachdesk"))):
        fill(screen)
        screen.place.setText(str(tmp_path / place))
        screen.remember.setChecked(wanted)
        with qtbot.waitSignal(tools.session.opened, timeout=60_000):
            screen.create_journal()
        assert tools.settings.current.journal == kept
        tools.session.lock("hand")


def test_passphrases_that_differ_are_refused_before_anything_is_made(
    screen: FirstRunScreen, tools: Tools
) -> None:
    fill(screen, STRONG, STRONG + "!")
    screen.create_journal()
    assert "not the same" in screen.message.text
    fill(screen, "  ", "  ")
    screen.create_journal()
    assert "choose a passphrase" in screen.message.text
    assert not tools.session.background.is_busy
    assert not default_path().exists()


def test_a_place_that_is_taken_is_said_on_the_form_and_nothing_typed_is_lost(
    screen: FirstRunScreen, journal_folder: Path, qtbot: QtBot
) -> None:
    fill(screen)
    screen.place.setText(str(journal_folder))
    screen.create_journal()
    qtbot.waitUntil(lambda: bool(screen.message.text), timeout=60_000)
    assert str(journal_folder) in screen.message.text
    assert screen.new.text == STRONG
    assert screen.new.isEnabled()


@pytest.mark.parametrize(
    ("passphrase", "level"), [("12345", 0), ("monkey99", 1), (STRONG, 4), ("x" * 100_000, None)]
)
def test_the_meter_says_how_hard_a_passphrase_is_to_guess(
    screen: FirstRunScreen, passphrase: str, level: int | None, qtbot: QtBot
) -> None:
    screen.show_form()
    screen.new.first.setText(passphrase)
    screen.new.judge()
    qtbot.waitUntil(lambda: screen.new.verdict != LEVELS_UNSAID, timeout=10_000)
    if level is not None:
        assert screen.new.verdict == LEVELS[level].sentence


LEVELS_UNSAID = "Four or more unrelated words are strong, and easy to remember."


def test_the_meter_judges_after_a_pause_in_typing(screen: FirstRunScreen, qtbot: QtBot) -> None:
    screen.show_form()
    qtbot.keyClicks(screen.new.first, STRONG)
    qtbot.waitUntil(lambda: screen.new.verdict == LEVELS[4].sentence, timeout=10_000)
    screen.new.first.selectAll()
    qtbot.keyClick(screen.new.first, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: screen.new.verdict == LEVELS_UNSAID, timeout=10_000)


@pytest.mark.parametrize(
    ("path", "cloud"),
    [
        ("/home/m/Dropbox/Notes.coachdesk", True),
        ("/Users/m/Library/Mobile Documents/com~apple~CloudDocs/N.coachdesk", True),
        ("/home/m/OneDrive - Contoso/Notes.coachdesk", True),
        ("/home/m/CoachDesk/Notes.coachdesk", False),
    ],
)
def test_a_folder_that_is_copied_to_a_server_is_known(path: str, cloud: bool) -> None:
    assert is_synced(Path(path)) is cloud


def test_a_cloud_folder_is_warned_of_while_it_is_typed(screen: FirstRunScreen) -> None:
    screen.show_form()
    assert not screen.cloud_warning.isVisible()
    screen.place.setText("/home/m/Dropbox/Notes")
    assert screen.cloud_warning.isVisible()


def test_a_folder_can_be_chosen_and_the_journal_gets_its_ending(
    screen: FirstRunScreen, answers: Answers, tmp_path: Path
) -> None:
    screen.show_form()
    answers.will(tmp_path)
    screen.choose_place()
    assert screen.path == tmp_path / "Notes.coachdesk"
    screen.place.setText("~/Team")
    assert screen.path == Path.home() / "Team.coachdesk"
    answers.will(None)
    screen.choose_place()
    assert screen.path == Path.home() / "Team.coachdesk"


def test_when_to_lock_is_chosen_before_the_first_note(
    screen: FirstRunScreen, tools: Tools, qtbot: QtBot, tmp_path: Path
) -> None:
    fill(screen)
    screen.place.setText(str(tmp_path / "N"))
    screen.minutes.setCurrentIndex(screen.minutes.findData(3))
    screen.minimise.setChecked(True)
    with qtbot.waitSignal(tools.session.opened, timeout=60_000):
        screen.create_journal()
    assert tools.settings.current.lock_minutes == 3
    assert tools.settings.current.lock_on_minimise


def test_the_demo_is_made_to_look_around_in_and_left_for_ones_own(
    screen: FirstRunScreen, window: MainWindow, tools: Tools, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(tools.session.opened, timeout=60_000):
        screen.demo.click()
        assert not screen.demo.isEnabled()
    assert window.desk.banners.demo.isVisible()
    assert not window.desk.banners.recovery.isVisible()
    window.desk.banners.demo.acted.emit()
    assert not tools.session.is_open
    assert window.stack.currentWidget() is screen
    assert screen.new.first.isVisible()
    screen.show_welcome()
    screen.demo.click()
    assert window.stack.currentWidget() is window.unlock
    assert "demo" in window.unlock.message.text


def test_a_demo_that_cannot_be_made_says_why_on_the_first_screen(
    screen: FirstRunScreen, qtbot: QtBot
) -> None:
    (Path.home() / "CoachDesk").write_text("a file in the way")
    screen.demo.click()
    qtbot.waitUntil(lambda: bool(screen.welcome_message.text), timeout=60_000)
    assert screen.demo.isEnabled()
