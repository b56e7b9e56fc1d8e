"""Filling in the form that an action opens, and pressing what a page shows."""

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPushButton, QWidget

from coachdesk.gui.coaching.record_form import RecordForm
from coachdesk.gui.main_window import MainWindow
from coachdesk.gui.tools import Tools
from tests.gui.conftest import settle


def fill(act: Callable[[RecordForm], object]) -> None:
    """Does ``act`` with the form that is about to open."""

    def found() -> None:
        form = QApplication.activeModalWidget()
        assert isinstance(form, RecordForm)
        try:
            act(form)
        finally:
            if form.isVisible():
                QDialog.reject(form)  # the test goes on, whatever went wrong

    QTimer.singleShot(0, found)


def begin(window: MainWindow, command: str, act: Callable[[RecordForm], object]) -> None:
    """Fills in the form that a command opens."""
    fill(act)
    window.commands[command].trigger()
    settle()


def texts(page: QWidget) -> str:
    """Every text of a page."""
    return "\n".join(one.text() for kind in (QLabel, QPushButton) for one in page.findChildren(kind))


def press(page: QWidget, words: str) -> None:
    """Presses the button on which ``words`` stand."""
    next(one for one in page.findChildren(QPushButton) if words in one.text()).click()
    settle()


def heard(form: RecordForm, key: str) -> str:
    """What is said beside a question."""
    return str(form.answers[key].accessibleDescription())


def answered(tools: Tools) -> None:
    """Waits for what was asked in the background, and for what follows it."""
    for _round in range(3):
        tools.session.background.wait()
        settle()
