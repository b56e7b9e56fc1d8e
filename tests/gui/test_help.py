"""The guide and the sheet of keys."""

import ast
import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from coachdesk.gui.actions import COMMANDS
from coachdesk.gui.guide import Block, Span, blocks_of, guide_text
from coachdesk.gui.help_window import HelpWindow, sheet_of_keys
from coachdesk.gui.main_window import MainWindow
from tests.gui.conftest import settle

README = Path(__file__).parents[2] / "README.md"


def test_the_guide_is_the_readmes_user_part_word_for_word() -> None:
    assert guide_text() in README.read_text("utf-8")


def test_the_guide_says_how_to_write_tell_correct_export_and_recover() -> None:
    headings = [block.words for block in blocks_of(guide_text()) if block.form == "heading"]
    assert {"Write", "Tell", "Find", "Correct", "Export", "Erase, hold, review", "Recover"} <= set(headings)


def test_the_forms_of_the_guide_are_read() -> None:
    text = "## Title\n\n### Head\n\nOne **two**\nthree `four` *five*.\n\n- first\n- second\n"
    assert blocks_of(text) == [
        Block("title", (Span("plain", "Title"),)),
        Block("heading", (Span("plain", "Head"),)),
        Block(
            "paragraph",
            (
                Span("plain", "One "),
                Span("strong", "two"),
                Span("plain", " three "),
                Span("typed", "four"),
                Span("plain", " "),
                Span("stressed", "five"),
                Span("plain", "."),
            ),
        ),
        Block("item", (Span("plain", "first"),)),
        Block("item", (Span("plain", "second"),)),
    ]


def test_no_mark_of_the_guide_is_left_unread() -> None:
    left = [
        block.words
        for block in blocks_of(guide_text())
        if any(mark in block.words for mark in ("**", "`", "##"))
    ]
    assert left == []


def test_every_shortcut_is_on_the_sheet() -> None:
    keys = {key for _place, known in sheet_of_keys() for key, _words in known}
    assert {one.shortcut.replace("Return", "Enter") for one in COMMANDS if one.shortcut} <= keys
    assert all(
        words.strip() and "&" not in words for _place, known in sheet_of_keys() for _key, words in known
    )


def test_every_command_named_in_the_guide_is_a_key_of_the_sheet() -> None:
    keys = {key for _place, known in sheet_of_keys() for key, _words in known}
    named = {
        span.words for block in blocks_of(guide_text()) for span in block.spans if span.voice == "strong"
    }
    assert {words for words in named if words.startswith("Ctrl+") or words == "F1"} <= keys


def test_f1_shows_the_guide_even_before_a_journal_is_open(window: MainWindow, qtbot: QtBot) -> None:
    shown: list[HelpWindow] = []

    def look() -> None:
        shown.extend(widget for widget in window.findChildren(HelpWindow) if widget.isVisible())
        for one in shown:
            assert one.guide.toPlainText().startswith("Using it")
            qtbot.keyClick(one, Qt.Key.Key_Escape)

    from PySide6.QtCore import QTimer

    QTimer.singleShot(0, look)
    window.commands["help"].trigger()
    settle()
    assert len(shown) == 1
    assert window.findChildren(HelpWindow) == []


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
def test_the_guide_takes_the_colour_of_the_theme(window: MainWindow, theme: str) -> None:
    look = window._tools.look
    made = HelpWindow(look, window)
    look.choose(theme)  # type: ignore[arg-type]
    assert made.guide.textCursor().charFormat().foreground().color() == look.colour("text")
    made.deleteLater()


def test_what_to_do_when_something_goes_wrong_is_said_as_the_window_says_it() -> None:
    """Every word in bold is on a button, in a menu or in a sentence of the window."""
    part = guide_text().partition("### When something goes wrong")[2].partition("###")[0]
    bold = {" ".join(words.split()) for words in re.findall(r"\*\*(.+?)\*\*", part, re.DOTALL)}
    assert len(bold) > 12
    said = {
        node.value.replace("&", "")
        for module in (Path(__file__).parents[2] / "coachdesk/gui").rglob("*.py")
        for node in ast.walk(ast.parse(module.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert bold - said == set()
