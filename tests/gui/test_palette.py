"""Search and commands: found as one types, opened in its place, and kept nowhere."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from coachdesk.gui import palette as palette_module
from coachdesk.gui.list_model import ROW
from coachdesk.gui.main_window import MainWindow
from coachdesk.gui.palette import PaletteDialog
from coachdesk.gui.palette_list import PaletteModel
from coachdesk.gui.palette_rows import (
    CommandRow,
    Completion,
    EntryRow,
    Found,
    Heading,
    LeaderRow,
    Row,
    Sentence,
    spoken,
)
from coachdesk.gui.query import Query
from coachdesk.gui.theme import Look
from coachdesk.journal.search import CLOSE, OPEN
from coachdesk.records.entry import Entry
from coachdesk.records.people import Leader
from tests.gui.conftest import settle
from tests.gui.finding import note, wait_for, write_notes

Open = Callable[[str], PaletteDialog]


@pytest.fixture
def notes(unlocked: MainWindow, ada: Leader) -> list[Entry]:
    return write_notes(unlocked, ada)


@pytest.fixture
def opened(unlocked: MainWindow, notes: list[Entry], qtbot: QtBot) -> Iterator[Open]:
    """Opens the search box with something typed into it, and waits for what is found."""
    assert notes
    made: list[PaletteDialog] = []

    def open_with(typed: str) -> PaletteDialog:
        palette = PaletteDialog(unlocked._tools, unlocked.commands, unlocked)
        made.append(palette)
        palette.open()
        palette.field.setText(typed)
        wait_for(qtbot, lambda: not palette._is_looking)
        return palette

    yield open_with
    for palette in made:
        palette.reject()
        palette.deleteLater()


def rows(palette: PaletteDialog) -> list[Row]:
    model = palette.list.model()
    return [model.index(row, 0).data(ROW) for row in range(model.rowCount())]


def found(palette: PaletteDialog) -> list[str]:
    return [row.entry_id for row in rows(palette) if isinstance(row, EntryRow)]


def current(palette: PaletteDialog) -> Row | None:
    row: Row | None = palette.list.currentIndex().data(ROW)
    return row


# Finding


def test_entries_are_found_as_one_types(opened: Open, notes: list[Entry], qtbot: QtBot) -> None:
    palette = opened("")
    for letters, expected in (("ques", {4, 3, 2}), ("t", {4, 3, 2}), ("x", set())):
        qtbot.keyClicks(palette.field, letters)
        wait_for(qtbot, lambda expected=expected: set(found(palette)) == {notes[n].id for n in expected})


def test_found_words_are_marked_in_the_passage(opened: Open, notes: list[Entry]) -> None:
    (row,) = [row for row in rows(opened("finance")) if isinstance(row, EntryRow)]
    assert row.entry_id == notes[1].id
    assert row.passage == f"Thanked {OPEN}Finance{CLOSE} by name."
    assert "Finance by name" in spoken(row)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("kind:praise", [1]),
        ("told:no", [3, 2]),
        ("told:no question", [3, 2]),
        ("after:2026-02 question", [4]),
        ("before:2025-12", [1, 0]),
        ("lane:counsel", [6]),
        ("leader:ada kind:check", [4]),
    ],
)
def test_filters_narrow_the_newest_first(
    opened: Open, notes: list[Entry], typed: str, expected: list[int]
) -> None:
    assert found(opened(typed)) == [notes[number].id for number in expected]


def test_only_the_leader_named_is_searched(unlocked: MainWindow, opened: Open, ada: Leader) -> None:
    bram = Leader.make(name="Bram Visser")
    both = note(bram, ada, kind="other", day="2026-02-25", text="Question for both.")
    unlocked._tools.session.put(bram)
    unlocked._tools.session.put(both)
    palette = opened("leader:bram question")
    (row,) = [row for row in rows(palette) if isinstance(row, EntryRow)]
    assert (row.entry_id, row.leader_id, row.who) == (both.id, bram.id, "Bram Visser, Ada Marsh")


def test_leaders_and_commands_are_found_by_their_beginnings(opened: Open, ada: Leader) -> None:
    assert LeaderRow(ada.id, ada.name, ada.role) in rows(opened("mars"))
    assert CommandRow("new_note", "New note", "Ctrl+N") in rows(opened("new"))
    kinds = [type(row) for row in rows(opened(""))]
    assert set(kinds) == {Heading, CommandRow}


def test_only_what_can_be_done_now_is_offered(unlocked: MainWindow, opened: Open) -> None:
    unlocked.commands["export"].setEnabled(False)
    offered = {row.key for row in rows(opened("")) if isinstance(row, CommandRow)}
    assert "new_note" in offered
    assert not offered & {"export", "search"}


def test_nothing_found_and_a_filter_without_sense_are_said(opened: Open) -> None:
    assert [type(row) for row in rows(opened("xylophone"))] == [Sentence]
    assert rows(opened("kind:xyz")) == [Sentence("There is no kind of entry called “xyz”.")]


def test_what_is_wrong_is_said_whole_however_long_it_is(opened: Open) -> None:
    palette = opened('leader:"' + "Nobody of this name " * 14 + '"')
    index = palette.list.model().index(0, 0)
    said, metrics = index.data(), QFontMetrics(palette.list.itemDelegate()._body)
    assert said.count("Nobody of this name") == 14
    for width in (palette.width(), 300):
        palette.resize(width, palette.height())
        settle()
        seen = palette.list.visualRect(index)
        needed = metrics.boundingRect(seen, Qt.TextFlag.TextWordWrap, said).height()
        assert palette.list.viewport().height() >= seen.height() >= needed > 3 * metrics.height()


def test_what_a_filter_may_become_is_taken_with_enter(opened: Open, qtbot: QtBot, notes: list[Entry]) -> None:
    palette = opened("kind:obs")
    assert current(palette) == Completion("kind:Observation ")
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert palette.field.text() == "kind:Observation "
    wait_for(qtbot, lambda: found(palette) == [notes[3].id, notes[2].id])


def test_markup_in_a_note_is_painted_as_it_was_written(
    unlocked: MainWindow, ada: Leader, opened: Open, look: Look
) -> None:
    write_notes(
        unlocked,
        ada,
        ({"kind": "praise", "day": "2026-03-01", "title": "<h1>x</h1>", "text": "<img src=y> zebra"},),
    )
    palette = opened("zebra")
    (row,) = [row for row in rows(palette) if isinstance(row, EntryRow)]
    assert (row.title, row.passage) == ("<h1>x</h1>", f"<img src=y> {OPEN}zebra{CLOSE}")
    picture = palette.list.viewport().grab().toImage()
    area = palette.list.visualRect(palette.list.currentIndex())
    inks = {
        picture.pixelColor(x, y).name()
        for x in range(area.left(), area.right())
        for y in range(area.top(), area.bottom())
    }
    assert look.colour("text").name() in inks


# Stale answers


def test_only_the_answer_to_the_last_letter_is_shown(
    opened: Open, notes: list[Entry], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    palette = opened("")
    real, heard = palette_module.entries_for, []

    def slow(query: Query, view: object, task: object) -> object:
        heard.append(query.words)
        if query.words == "f":
            import time

            time.sleep(0.2)
        return real(query, view, task)  # type: ignore[arg-type]

    monkeypatch.setattr(palette_module, "entries_for", slow)
    palette.field.setText("f")
    wait_for(qtbot, lambda: heard == ["f"])
    shown: list[list[str]] = []
    palette.list.model().modelReset.connect(lambda: shown.append(found(palette)))
    palette.field.setText("finance")
    wait_for(qtbot, lambda: not palette._is_looking)
    assert found(palette) == [notes[1].id]
    assert all(one in ([], [notes[1].id]) for one in shown)


def test_enter_pressed_too_soon_waits_for_what_is_found(
    opened: Open, notes: list[Entry], qtbot: QtBot
) -> None:
    palette = opened("")
    palette.field.setText("finance")
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    wait_for(qtbot, lambda: palette.answer is not None)
    assert palette.answer == Found(leader_id=notes[1].leader_ids[0], entry_id=notes[1].id, words="finance")


# Choosing


def test_the_arrow_keys_pass_over_headings_and_stop_at_the_ends(opened: Open, qtbot: QtBot) -> None:
    palette = opened("")
    first = current(palette)
    assert isinstance(first, CommandRow)
    qtbot.keyClick(palette.field, Qt.Key.Key_Up)
    assert current(palette) == first
    qtbot.keyClick(palette.field, Qt.Key.Key_Down)
    assert current(palette) != first
    for _press in range(10):
        qtbot.keyClick(palette.field, Qt.Key.Key_PageDown)
    assert current(palette) == rows(palette)[-1]


def test_a_row_moved_to_stays_chosen_when_more_is_found(
    opened: Open, qtbot: QtBot, notes: list[Entry]
) -> None:
    palette = opened("question")
    qtbot.keyClick(palette.field, Qt.Key.Key_Down)
    chosen = current(palette)
    palette._on_found([row for row in rows(palette) if isinstance(row, EntryRow)][1:])
    assert current(palette) == chosen
    assert isinstance(chosen, EntryRow)
    assert chosen.entry_id in {one.id for one in notes}


def test_a_click_opens(opened: Open, qtbot: QtBot, notes: list[Entry]) -> None:
    palette = opened("finance")
    where = palette.list.visualRect(palette.list.currentIndex()).center()
    qtbot.mouseClick(palette.list.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert palette.answer is not None
    assert palette.answer.entry_id == notes[1].id


# From the window


def drive(window: MainWindow, steps: Callable[[PaletteDialog], None]) -> None:
    """Presses Ctrl+K and does ``steps`` while the search box is open."""
    done: list[bool] = []

    def act() -> None:
        (palette,) = window.findChildren(PaletteDialog)
        steps(palette)
        done.append(True)

    QTimer.singleShot(0, act)
    window.commands["search"].trigger()
    settle()
    assert done == [True]
    assert window.findChildren(PaletteDialog) == []


def test_opening_what_was_found_shows_it_in_its_place(
    unlocked: MainWindow, notes: list[Entry], ada: Leader, qtbot: QtBot
) -> None:
    bram = Leader.make(name="Bram Visser", archived=True)
    about_bram = note(bram, kind="other", day="2026-02-25", text="Zebra crossing.")
    unlocked._tools.session.put(bram)
    unlocked._tools.session.put(about_bram)
    timeline = unlocked.desk.timeline
    timeline.filters.kinds.choose(("praise",))

    def steps(palette: PaletteDialog) -> None:
        palette.field.setText("zebra")
        wait_for(qtbot, lambda: found(palette) == [about_bram.id])
        qtbot.keyClick(palette.field, Qt.Key.Key_Return)

    drive(unlocked, steps)
    assert (unlocked.desk.leader_id, timeline.current) == (bram.id, about_bram.id)
    assert unlocked.desk.reading.isVisible()
    assert unlocked._tools.settings.current.show_archived

    def back(palette: PaletteDialog) -> None:
        palette.field.setText("finance")
        wait_for(qtbot, lambda: found(palette) == [notes[1].id])
        qtbot.keyClick(palette.field, Qt.Key.Key_Return)

    drive(unlocked, back)
    assert (unlocked.desk.leader_id, timeline.current) == (ada.id, notes[1].id)


@pytest.mark.usefixtures("notes")
def test_escape_goes_back_to_where_one_was(unlocked: MainWindow, qtbot: QtBot) -> None:
    unlocked.activateWindow()
    words = unlocked.desk.timeline.filters.words
    words.setFocus()
    chosen = unlocked.desk.entry_id
    drive(unlocked, lambda palette: qtbot.keyClick(palette.field, Qt.Key.Key_Escape))
    assert unlocked.focusWidget() is words
    assert unlocked.desk.entry_id == chosen


@pytest.mark.usefixtures("notes")
def test_a_command_is_given_from_the_search_box(unlocked: MainWindow, qtbot: QtBot) -> None:
    def steps(palette: PaletteDialog) -> None:
        palette.field.setText("find in")
        qtbot.keyClick(palette.field, Qt.Key.Key_Return)

    unlocked.activateWindow()
    drive(unlocked, steps)
    assert unlocked.focusWidget() is unlocked.desk.timeline.filters.words


@pytest.mark.usefixtures("notes")
def test_the_lock_closes_the_search_box_and_its_connection(unlocked: MainWindow) -> None:
    def steps(palette: PaletteDialog) -> None:
        palette.field.setText("question")
        unlocked._tools.session.lock("hand")
        assert palette._asking._view is None

    drive(unlocked, steps)
    assert not unlocked._tools.session.background.is_busy


@pytest.mark.usefixtures("notes")
def test_what_was_looked_for_is_kept_nowhere(
    unlocked: MainWindow, opened: Open, journal_folder: Path, home: Path, tmp_path: Path
) -> None:
    palette = opened("Canary-Zebra-7391")
    palette.reject()
    unlocked._tools.session.lock("hand")
    canary = b"Canary-Zebra-7391"
    for folder in (journal_folder, home, tmp_path):
        for path in folder.rglob("*"):
            assert not path.is_file() or canary not in path.read_bytes()


def test_the_model_keeps_qts_contract() -> None:
    model = PaletteModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.set_rows([Heading("Commands"), CommandRow("a", "A", ""), Sentence("Nothing")])
    model.set_rows([])
    assert tester.model() is model
