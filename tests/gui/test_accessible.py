"""What we paint ourselves is something to a screen reader: a role, a name, and what it shows now."""

import datetime as dt
import gc

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from coachdesk.gui import accessible, announcing
from coachdesk.gui.background import Background
from coachdesk.gui.page_view import PageView
from coachdesk.gui.pdf_pages import PageSize
from coachdesk.gui.strip import Strip
from coachdesk.gui.theme import Look
from coachdesk.journal.marks import Mark
from tests.gui.conftest import settle

MARKS = (Mark(2, "2026-02-10", "praise", "ordinary"), Mark(1, "2026-01-05", "observation", "ordinary"))


@pytest.fixture(scope="module", autouse=True)
def _installed(qapp: QApplication) -> None:
    assert qapp
    accessible.install()


@pytest.fixture
def strip(look: Look, qtbot: QtBot) -> Strip:
    made = Strip(look, str)
    qtbot.addWidget(made)
    made.show_marks(MARKS, None, dt.date(2026, 2, 20))
    made.resize(300, 80)
    made.show()
    return made


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a screen reader is told of by itself."""
    heard: list[str] = []

    class Reader(QAccessible):
        @staticmethod
        def isActive() -> bool:  # noqa: N802  # the name is Qt’s
            return True

        @staticmethod
        def updateAccessibility(event: QAccessibleEvent) -> None:  # noqa: N802  # as above
            assert isinstance(event, QAccessibleAnnouncementEvent)
            heard.append(event.message())

    monkeypatch.setattr(announcing, "QAccessible", Reader)
    return heard


def read(widget: Strip | PageView) -> tuple[QAccessible.Role, str, str]:
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.role(), interface.text(QAccessible.Text.Name), interface.text(QAccessible.Text.Value)


def test_the_strip_is_a_chart_that_says_where_the_keys_are(
    strip: Strip, said: list[str], qtbot: QtBot
) -> None:
    role, name, value = read(strip)
    assert (role, name) == (QAccessible.Role.Chart, "Weeks, by kind of entry")
    assert value == strip.in_words(strip._cursor)
    assert "Praise: 1" in value
    qtbot.keyClick(strip, Qt.Key.Key_Home)
    assert read(strip)[2] == "Week of 25 Aug 2025: nothing"
    assert said == [read(strip)[2]]
    strip.clear()
    assert read(strip)[2] == ""


def test_the_pages_are_a_document_that_says_which_is_seen(
    look: Look, background: Background, said: list[str], qtbot: QtBot
) -> None:
    view = PageView(look, background)
    qtbot.addWidget(view)
    view.resize(300, 300)
    assert read(view) == (QAccessible.Role.Document, "The pages", "")
    view.show_pages(b"", [PageSize(300, 400)] * 3)
    assert read(view)[2] == "Page 1 of 3"
    qtbot.keyClick(view, Qt.Key.Key_End)
    assert read(view)[2] == "Page 3 of 3"
    assert said == ["Page 3 of 3"]


def test_what_is_between_goes_with_its_widget(look: Look) -> None:
    """Qt deletes it; Python must neither do so again nor call what is gone."""
    for _ in range(50):
        made = Strip(look, str)
        interface = QAccessible.queryAccessibleInterface(made)
        gc.collect()
        assert interface.role() == QAccessible.Role.Chart
        shiboken6.delete(made)
        assert not shiboken6.isValid(interface)
    settle()
