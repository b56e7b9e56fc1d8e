"""What was found is marked where it is read: the words that the search meant, and no others."""

import pytest
from PySide6.QtGui import QTextCursor
from pytestqt.qtbot import QtBot

from coachdesk.gui.found_words import found_in
from coachdesk.gui.main_window import MainWindow
from coachdesk.gui.palette_rows import Found
from coachdesk.records.entry import Entry
from coachdesk.records.people import Leader
from tests.gui.conftest import settle
from tests.gui.finding import wait_for, write_notes


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("Thanked Finance by name.", "finance", ["Finance"]),
        ("Thanked Finance, and financed it.", "fin", ["Finance", "financed"]),
        ("Thanks for thanking.", "thanks for", ["Thanks", "for"]),
        ("Ana Kovač and KOVAC", "kovac", ["Kovač", "KOVAC"]),
        ("well-known, well_known", "well-known", ["well", "known", "well", "known"]),
        ("🙂🙂 there 🙂 there", "there", ["there", "there"]),
        ("उन्होंने हिन्दी में कहा", "हिन्दी", ["हिन्दी"]),
        ("Nothing of it", "finance", []),
        ("Anything", "", []),
        ("Anything (at all)", '" * (', []),
    ],
)
def test_the_words_that_were_looked_for_are_found(text: str, words: str, found: list[str]) -> None:
    units = text.encode("utf-16-le")
    assert [units[2 * start : 2 * end].decode("utf-16-le") for start, end in found_in(text, words)] == found


def test_a_word_on_every_line_of_a_book_is_marked_so_often_and_no_more() -> None:
    assert len(found_in("the " * 100_000, "the")) == 500


@pytest.fixture
def notes(unlocked: MainWindow, ada: Leader) -> list[Entry]:
    return write_notes(unlocked, ada)


def marked(window: MainWindow) -> list[str]:
    return [one.cursor.selectedText() for one in window.desk.reading.text.extraSelections()]


def test_what_the_search_found_is_marked_until_another_entry_is_shown(
    unlocked: MainWindow, notes: list[Entry], ada: Leader, qtbot: QtBot
) -> None:
    reading = unlocked.desk.reading
    unlocked._go(Found(leader_id=ada.id, entry_id=notes[3].id, words="quest"))
    wait_for(qtbot, lambda: reading.entry_id == notes[3].id)
    assert marked(unlocked) == ["question"]
    (selection,) = reading.text.extraSelections()
    assert selection.format.background().color() == unlocked._tools.look.colour("found")
    unlocked.desk.refresh()
    unlocked._tools.look.choose("dark")
    try:
        assert marked(unlocked) == ["question"]
        (selection,) = reading.text.extraSelections()
        assert selection.format.background().color() == unlocked._tools.look.colour("found")
    finally:
        unlocked._tools.look.choose("light")
    assert not QTextCursor(reading.text.textCursor()).hasSelection()
    unlocked.desk.timeline.pick(notes[2].id)
    settle()
    assert reading.entry_id == notes[2].id
    assert marked(unlocked) == []
    unlocked.desk.timeline.pick(notes[3].id)
    assert marked(unlocked) == []


def test_the_lock_forgets_what_was_looked_for(unlocked: MainWindow, notes: list[Entry], ada: Leader) -> None:
    unlocked._go(Found(leader_id=ada.id, entry_id=notes[3].id, words="quest"))
    unlocked._tools.session.lock("hand")
    assert unlocked.desk.reading._words == ""
    assert marked(unlocked) == []
