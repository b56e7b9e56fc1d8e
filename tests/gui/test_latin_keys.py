"""Ctrl and a letter on a keyboard that has no Latin letters, as X11 tells of it."""

import sys
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from coachdesk.gui.idle import LOCK
from coachdesk.gui.latin_keys import LatinKeys, latin_letter
from coachdesk.gui.main_window import MainWindow
from tests.gui.conftest import settle

CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
NOTHING = Qt.KeyboardModifier.NoModifier
PLACES = {"N": 57, "L": 46, "A": 38, "C": 54, "V": 55, "D": 40}
CYRILLIC = {"N": "Т", "L": "Д", "A": "Ф", "C": "С", "V": "М", "D": "В"}

pytestmark = pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="keys have other codes there")


def key(letter: str, modifiers: Qt.KeyboardModifier = CTRL) -> QKeyEvent:
    """As X11 tells of the key of a Latin letter where the layout is Cyrillic."""
    other = CYRILLIC[letter]
    return QKeyEvent(QEvent.Type.KeyPress, ord(other), modifiers, PLACES[letter], 0x6D4, 4, other.lower())


def press(window: MainWindow, letter: str, modifiers: Qt.KeyboardModifier = CTRL) -> None:
    QApplication.sendEvent(window.windowHandle(), key(letter, modifiers))
    settle()


@pytest.fixture
def keyboard(unlocked: MainWindow, qapp: QApplication) -> Iterator[MainWindow]:
    keys = LatinKeys(qapp)
    unlocked.activateWindow()
    settle()
    yield unlocked
    keys.setParent(None)
    qapp.removeEventFilter(keys)


@pytest.mark.parametrize(
    ("event", "letter"),
    [
        (key("N"), "N"),
        (key("L", CTRL | SHIFT), "L"),
        (key("N", NOTHING), ""),
        (key("N", CTRL | ALT), ""),
        (QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_N, CTRL, 57, 0x6E, 4, ""), ""),
        (QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Odiaeresis, CTRL, 47, 0xF6, 4, ""), ""),
        (QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, CTRL, 36, 0xFF0D, 4, ""), ""),
        (QKeyEvent(QEvent.Type.KeyPress, 0x0416, CTRL, 47, 0x6D6, 4, ""), ""),
    ],
)
def test_only_letters_that_qt_does_not_know_are_taken_by_their_place(event: QKeyEvent, letter: str) -> None:
    assert latin_letter(event) == letter


def test_a_command_is_given_by_the_place_of_its_key(keyboard: MainWindow) -> None:
    press(keyboard, "N")
    assert keyboard.desk.is_writing
    press(keyboard, "D", CTRL | SHIFT)
    assert keyboard.desk.timeline.filters.due.isChecked()
    press(keyboard, "L")
    assert not keyboard._tools.session.is_open


def test_text_is_chosen_and_copied_by_the_place_of_the_key(keyboard: MainWindow, qtbot: QtBot) -> None:
    keyboard.desk.new_note()
    text = keyboard.desk.editor.text
    qtbot.keyClicks(text, "She was late.")
    try:
        for letter in "ACV":
            press(keyboard, letter)
        press(keyboard, "V")
        assert text.words == 2 * "She was late."
        press(keyboard, "N", NOTHING)
        assert text.words == 2 * "She was late." + "т"
    finally:
        QGuiApplication.clipboard().clear()


def test_a_command_that_is_off_is_not_given_and_the_lock_works_in_a_menu(keyboard: MainWindow) -> None:
    keyboard.commands["new_note"].setEnabled(False)
    press(keyboard, "N")
    assert not keyboard.desk.is_writing
    locked: list[int] = []
    keyboard.idle.lock_pressed.connect(lambda: locked.append(LOCK.toCombined()))
    menu = keyboard.desk.reading._menu
    menu.popup(keyboard.pos())
    settle()
    press(keyboard, "L")
    assert locked
