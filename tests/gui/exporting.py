"""What the tests of an export share: the window over a desk with notes, and ways through its steps."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from coachdesk.gui.export_entries import Candidate
from coachdesk.gui.export_window import PROTECT, ExportWindow
from coachdesk.gui.main_window import MainWindow
from tests.gui.conftest import settle
from tests.gui.finding import wait_for

ENTER, SPACE, DOWN, TAB = Qt.Key.Key_Return, Qt.Key.Key_Space, Qt.Key.Key_Down, Qt.Key.Key_Tab


def opened(window: MainWindow, leader_id: str, qtbot: QtBot, count: int) -> ExportWindow:
    """The window, once ``count`` entries and records are read."""
    made = ExportWindow(window._tools, leader_id, window)
    made.open()
    made.activateWindow()
    wait_for(qtbot, lambda: len(made.steps.review.rows) == count)
    return made


def again(window: MainWindow, qtbot: QtBot) -> ExportWindow:
    """The window that came by itself after unlocking."""
    wait_for(qtbot, lambda: bool(window.findChildren(ExportWindow)))
    (made,) = window.findChildren(ExportWindow)
    wait_for(qtbot, made.isVisible)
    return made


def rows(export: ExportWindow) -> Sequence[Candidate]:
    return export.steps.review.rows


def reasons(export: ExportWindow) -> list[str]:
    return [row.why for row in rows(export)]


def rest(export: ExportWindow, qtbot: QtBot) -> None:
    """Waits until all that is chosen is read and placed."""
    export.reading.hurry()
    export.steps.redact.hurry()
    wait_for(qtbot, lambda: export.reading.is_current and not export._tools.session.background.is_busy)
    settle()


def go_to(export: ExportWindow, step: int, qtbot: QtBot) -> None:
    """On and on to a step."""
    while export.at < step:
        before = export.at
        rest(export, qtbot)
        wait_for(qtbot, export.onward.isEnabled)
        export.go_on()
        assert export.at == before + 1


def draw(export: ExportWindow, qtbot: QtBot) -> None:
    """To the pages, and until they are there."""
    go_to(export, PROTECT, qtbot)
    wait_for(qtbot, lambda: export.drawing.made is not None or bool(export.message.text))
    assert not export.message.text, export.message.text


def press(qtbot: QtBot, *keys: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Presses keys wherever the keyboard is."""
    for key in keys:
        focus = QApplication.focusWidget()
        assert focus is not None
        qtbot.keyClick(focus, key, held)
        settle()


def come_back(export: ExportWindow) -> None:
    """After a dialog without a screen nobody gives the window the keyboard again."""
    export.activateWindow()
    settle()


def type_words(qtbot: QtBot, words: str) -> None:
    """Types wherever the keyboard is."""
    focus = QApplication.focusWidget()
    assert focus is not None
    qtbot.keyClicks(focus, words)


def tab_to(qtbot: QtBot, wanted: object) -> None:
    """Presses Tab until the keyboard is there."""
    for _step in range(60):
        if QApplication.focusWidget() is wanted:
            return
        press(qtbot, TAB)
    raise AssertionError(f"Tab never comes to {wanted}")
