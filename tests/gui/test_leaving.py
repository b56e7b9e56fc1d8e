"""Leaving the desk while the journal cannot be written: nothing that was typed is lost without a word."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from coachdesk.gui.editor import EditorPane
from coachdesk.gui.export_window import ExportWindow
from coachdesk.gui.list_model import ROW
from coachdesk.gui.main_window import MainWindow
from coachdesk.gui.palette import PaletteDialog
from coachdesk.gui.palette_rows import spoken
from coachdesk.gui.prompts import Dialogs
from coachdesk.gui.tools import Tools
from coachdesk.gui.widgets import Button
from tests.gui.answers import Answers
from tests.gui.conftest import settle


@pytest.fixture
def unkept(unlocked: MainWindow, tools: Tools, tmp_path: Path) -> EditorPane:
    """A note typed after the journal's folder was gone."""
    unlocked.desk.new_note()
    editor = unlocked.desk.editor
    QTest.keyClicks(editor.text, "Kept. ")
    editor.keep()
    shutil.move(tools.session.journal.path, tmp_path / "away")
    QTest.keyClicks(editor.text, "Not kept.")
    return editor


def test_lock_by_hand_asks_first_and_stays(
    unkept: EditorPane, unlocked: MainWindow, tools: Tools, answers: Answers
) -> None:
    answers.will(False)
    unlocked.commands["lock"].trigger()
    assert answers.asked == ["What you typed last cannot be kept"]
    assert tools.session.is_open
    assert unkept.text.words == "Kept. Not kept."
    answers.will(True)
    unlocked.lock_button.click()
    assert not tools.session.is_open
    assert "could not be kept" in unlocked.unlock.message.text


def test_closing_asks_first_and_stays(
    unkept: EditorPane, unlocked: MainWindow, tools: Tools, answers: Answers
) -> None:
    answers.will(False)
    assert not unlocked.close()
    assert tools.session.is_open
    assert unkept.text.words == "Kept. Not kept."
    answers.will(True)
    assert unlocked.close()
    assert not tools.session.is_open


def test_nobody_there_the_lock_wins_and_says_what_was_lost(
    unkept: EditorPane, unlocked: MainWindow, tools: Tools, answers: Answers
) -> None:
    tools.session.lock("idle")
    assert not tools.session.is_open
    assert unkept.text.words == ""
    assert answers.asked == []
    assert "could not be kept" in unlocked.unlock.message.text


def test_what_was_kept_is_locked_without_a_question(
    unlocked: MainWindow, tools: Tools, answers: Answers
) -> None:
    unlocked.desk.new_note()
    QTest.keyClicks(unlocked.desk.editor.text, "Kept.")
    unlocked.commands["lock"].trigger()
    assert not tools.session.is_open
    assert answers.asked == []
    assert "is kept" in unlocked.unlock.message.text


def test_a_question_about_losing_something_has_cancel_in_front(unlocked: MainWindow) -> None:
    unlocked.activateWindow()
    settle()

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QDialog)
        pressed = dialog.focusWidget()
        assert isinstance(pressed, Button)
        assert pressed.text() == "Cancel"
        QTest.keyClick(pressed, Qt.Key.Key_Return)

    QTimer.singleShot(0, answer)
    assert not Dialogs().confirm(unlocked, "Throw this away?", "Nothing is left.", "Throw away")


def test_a_mistake_does_not_say_that_what_could_not_be_kept_is_kept(
    unkept: EditorPane, unlocked: MainWindow, tools: Tools
) -> None:
    unlocked.show_trouble("ValueError")
    assert "on this screen only" in unlocked.desk.message.text
    assert unkept.text.words == "Kept. Not kept."
    tools.session.lock("idle")


def test_search_says_why_it_finds_nothing(
    unkept: EditorPane, unlocked: MainWindow, tools: Tools, qtbot: QtBot
) -> None:
    assert unkept.is_writing
    palette = PaletteDialog(tools, unlocked.commands, unlocked)
    palette.open()
    QTest.keyClicks(palette.field, "churn")
    qtbot.waitUntil(lambda: not palette.is_looking)
    assert "There is no journal at" in spoken(palette.list.model().index(0, 0).data(ROW))
    tools.session.lock("idle")


def test_export_says_why_there_is_nothing_to_export(
    unkept: EditorPane, unlocked: MainWindow, tools: Tools, qtbot: QtBot
) -> None:
    window = ExportWindow(tools, unlocked.desk.leader_id, unlocked)
    window.open()
    qtbot.waitUntil(lambda: bool(window.message.text))
    assert "There is no journal at" in window.message.text
    assert unkept.is_writing
    tools.session.lock("idle")
