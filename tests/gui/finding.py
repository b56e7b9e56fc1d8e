"""What the tests of the timeline, the search box and the export are made of: a desk with notes on it."""

from typing import Any

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from coachdesk.gui.main_window import MainWindow
from coachdesk.records.entry import Entry
from coachdesk.records.people import Leader
from tests.gui.conftest import PATIENCE_MS, settle
from tests.making import entry

NOTES: tuple[dict[str, Any], ...] = (
    {"kind": "conversation", "day": "2025-11-03", "title": "First talk", "text": "Where the team should be by summer."},
    {"kind": "praise", "day": "2025-11-05", "behaviour": "Thanked Finance by name.", "told": {"state": "told", "day": "2025-11-06"}},
    {"kind": "observation", "day": "2026-01-13", "behaviour": "Answered another question.", "themes": ["listening"]},
    {"kind": "observation", "day": "2026-01-14", "behaviour": "Answered the question.", "told": {"state": "not_yet"}},
    {"kind": "check_in", "day": "2026-02-02", "text": "Short. The question came up.", "themes": ["listening", "pace"]},
    {"kind": "other", "day": "2026-02-20", "text": "Am I fair?", "lane": "reflection"},
    {"kind": "counsel_note", "day": "2026-02-21", "text": "Advice.", "lane": "counsel", "counsel": {"lawyer": "L. Pryce", "purpose": "advice"}},
)  # fmt: skip


def note(*leaders: Leader, day: str, **values: Any) -> Entry:
    """A note of a day, without the words that every note of the tests has."""
    occurred = {"day": day, "precision": "day", "zone": "Europe/London"}
    return entry(*leaders, **{"text": ""} | values, occurred=occurred)


def write_notes(window: MainWindow, ada: Leader, notes: tuple[dict[str, Any], ...] = NOTES) -> list[Entry]:
    """Writes them, and shows the desk with Ada chosen."""
    made = [note(ada, **values) for values in notes]
    window._tools.session.journal.put(*made)
    window.desk.refresh()
    window.desk.leaders.pick(ada.id)
    settle()
    return made


def shown_titles(window: MainWindow) -> list[str]:
    """The rows of the timeline, as they are read out."""
    model = window.desk.timeline.list.model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def wait_for(qtbot: QtBot, done: Any) -> None:
    """Waits until something is so."""
    qtbot.waitUntil(done, timeout=PATIENCE_MS)


def walk_by_tab(qtbot: QtBot, first: QWidget, steps: int) -> list[QWidget]:
    """Where the keyboard gets to by Tab."""
    from PySide6.QtCore import Qt
    from PySide6.QtWidgets import QApplication

    first.setFocus()
    seen = []
    for _step in range(steps):
        focus = QApplication.focusWidget()
        if focus is None:
            break
        seen.append(focus)
        qtbot.keyClick(focus, Qt.Key.Key_Tab)
    return seen
