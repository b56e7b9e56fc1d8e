"""Filling in the form that an action opens, and pressing what a page shows."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPushButton, QToolButton, QWidget

from coachdesk.gui.coaching.record_form import RecordForm
from coachdesk.gui.main_window import MainWindow
from coachdesk.gui.tools import Tools
from tests.gui.conftest import settle


def fill(act: Callable[[Any], object], kind: type[QDialog] = RecordForm, tries: int = 200) -> None:
    """Does ``act`` with the form (or another ``kind`` of dialog) that is about to open, as soon as it is there."""

    def found() -> None:
        form = QApplication.activeModalWidget()
        if not isinstance(form, kind):
            assert tries, "no form opened"
            fill(act, kind, tries - 1)
            return
        try:
            act(form)
        finally:
            if form.isVisible():
                QDialog.reject(form)  # the test goes on, whatever went wrong

    QTimer.singleShot(5, found)


def begin(window: MainWindow, command: str, act: Callable[[RecordForm], object]) -> None:
    """Fills in the form that a command opens."""
    fill(act)
    window.commands[command].trigger()
    settle()


def texts(page: QWidget) -> str:
    """Every text of a page."""
    return "\n".join(one.text() for kind in (QLabel, QPushButton) for one in page.findChildren(kind))


def named(page: QWidget, words: str) -> QPushButton | QToolButton:
    """The button that says or is called this; else the first in whose text it is."""
    buttons = [one for kind in (QPushButton, QToolButton) for one in page.findChildren(kind)]
    exact = [one for one in buttons if words in (one.text(), one.accessibleName())]
    found = exact or [one for one in buttons if words in one.text()]
    assert found, words
    return found[0]


def press(page: QWidget, words: str) -> None:
    """Presses the button that says or is called this."""
    named(page, words).click()
    settle()


def heard(form: RecordForm, key: str) -> str:
    """What is said beside a question."""
    return str(form.answers[key].accessibleDescription())


def answered(tools: Tools) -> None:
    """Waits for what was asked in the background, and for what follows it."""
    for _round in range(3):
        tools.session.background.wait()
        settle()
