"""The timeline: the newest first under their months, narrowed and never silently, read as it comes into sight."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from coachdesk.gui.coaching.area import TIMELINE
from coachdesk.gui.days_dialog import DaysDialog
from coachdesk.gui.list_model import ROW
from coachdesk.gui.main_window import MainWindow
from coachdesk.gui.timeline import TimelinePane
from coachdesk.gui.timeline_model import PAGE, Month, TimelineModel
from coachdesk.gui.weeks import week_of
from coachdesk.journal.filters import EVERYTHING, Filter
from coachdesk.journal.marks import Mark
from coachdesk.journal.view import Listed
from coachdesk.records.entry import Entry
from coachdesk.records.people import Leader
from tests.gui.conftest import settle
from tests.gui.finding import note, shown_titles, wait_for, walk_by_tab, write_notes

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def notes(unlocked: MainWindow, ada: Leader) -> list[Entry]:
    return write_notes(unlocked, ada)


@pytest.fixture
def pane(unlocked: MainWindow, notes: list[Entry]) -> TimelinePane:
    assert notes
    return unlocked.desk.timeline


def entries_of(pane: TimelinePane) -> list[Entry]:
    model = pane.list.model()
    rows = [model.index(row, 0).data(ROW) for row in range(model.rowCount())]
    return [row.entry for row in rows if isinstance(row, Listed)]


# The list


def test_the_first_note_is_not_asked_for_while_it_is_written(unlocked: MainWindow, qtbot: QtBot) -> None:
    first = unlocked.desk.timeline.first_note
    unlocked.desk.area.show_key(TIMELINE)
    assert first.action.isVisible()
    first.action.click()
    assert unlocked.desk.is_writing
    assert first.isVisible()
    assert not first.action.isVisible()
    qtbot.keyClick(unlocked.desk.editor.text, Qt.Key.Key_Escape)
    assert first.action.isVisible()


@pytest.mark.usefixtures("notes")
def test_the_newest_comes_first_under_its_month(unlocked: MainWindow) -> None:
    assert shown_titles(unlocked) == [
        "February 2026",
        "Counsel note, 21 Feb 2026, Advice.",
        "Other, 20 Feb 2026, Am I fair?",
        "Check-in, 2 Feb 2026, Short. The question came up.",
        "January 2026",
        "Observation, 14 Jan 2026, Answered the question., Not told yet",
        "Observation, 13 Jan 2026, Answered another question., Not told yet",
        "November 2025",
        "Praise, 5 Nov 2025, Thanked Finance by name., Told on 6 Nov 2025",
        "1:1, 3 Nov 2025, First talk",
    ]


def test_a_month_says_how_many_it_has_and_cannot_be_chosen(pane: TimelinePane) -> None:
    first = pane.list.model().index(0, 0)
    assert first.data(ROW) == Month("2026-02", 3)
    assert first.flags() == Qt.ItemFlag.NoItemFlags


def test_the_model_keeps_qts_contract() -> None:
    def load(numbers: Sequence[int]) -> Sequence[Listed]:
        day = {"day": "2026-01-01", "precision": "day"}
        made = Entry.make(leader_ids=("x",), kind="praise", occurred=day, text="t")
        return [Listed(number=n, recorded_at="", revision=1, withdrawn=False, entry=made) for n in numbers]

    model = TimelineModel(load)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.set_marks(
        [Mark(number, f"2026-{12 - number // 20:02}-01", "praise", "ordinary") for number in range(90)]
    )
    model.set_marks(())
    assert tester.model() is model


def test_texts_are_read_by_the_page_and_only_as_they_come_into_sight() -> None:
    asked: list[Sequence[int]] = []

    def load(numbers: Sequence[int]) -> Sequence[Any]:
        asked.append(numbers)
        return [f"entry {number}" for number in numbers]

    model = TimelineModel(load)
    model.set_marks([Mark(number, "2026-01-01", "praise", "ordinary") for number in range(10 * PAGE)])
    assert (model.rowCount(), asked) == (10 * PAGE + 1, [])
    assert model.index(3 * PAGE + 1).data(ROW) == f"entry {3 * PAGE}"
    assert model.index(3 * PAGE + 2).data(ROW) == f"entry {3 * PAGE + 1}"
    assert [len(numbers) for numbers in asked] == [PAGE]


def test_letters_typed_into_the_list_do_not_read_every_entry(
    pane: TimelinePane, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[object] = []
    monkeypatch.setattr(pane._model, "_load", read.append)
    qtbot.keyClicks(pane.list, "zz")
    assert read == []


def test_the_arrow_keys_choose_entries_and_pass_over_months(
    pane: TimelinePane, notes: list[Entry], qtbot: QtBot
) -> None:
    pane.pick(notes[4].id)
    pane.list.setFocus()
    qtbot.keyClick(pane.list, Qt.Key.Key_Down)
    assert pane.current == notes[3].id


# Empty states


def test_nobody_nothing_and_hidden_are_three_different_things(
    unlocked: MainWindow, pane: TimelinePane, qtbot: QtBot
) -> None:
    assert pane.list.isVisible()
    pane.filters.words.setText("xylophone")
    wait_for(qtbot, pane.all_hidden.isVisible)
    assert pane.count.text() == "0 of 7 entries, 7 hidden by filters"
    assert "7 entries are hidden by filters." in said_in(pane.all_hidden)
    pane.all_hidden.action.click()
    assert pane.list.isVisible()
    assert pane.filters.words.text() == ""
    unlocked._tools.session.put(other := Leader.make(name="Bram Visser"))
    unlocked.desk.leaders.pick(other.id)
    assert not pane.list.isVisible()
    assert not pane.filters.isVisible()
    assert "Nothing written yet" in said_in(pane)
    assert pane.first_note.action.isVisible()
    pane.show_leader("")
    assert "Nobody chosen" in said_in(pane)


def said_in(widget: Any) -> str:
    from PySide6.QtWidgets import QLabel

    return " ".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


# Filters


@pytest.mark.parametrize(
    ("narrow", "expected"),
    [
        (lambda bar: bar.kinds.choose(("praise", "check_in")), [4, 1]),
        (lambda bar: bar.themes.choose(("listening",)), [4, 2]),
        (lambda bar: bar.lanes.choose(("counsel",)), [6]),
        (lambda bar: bar.days.set_days("2026-01-14", "2026-02-02"), [4, 3]),
        (lambda bar: bar.words.setText("quest"), [4, 3, 2]),
        (lambda bar: bar.untold.setChecked(True), [3, 2]),
        (lambda bar: bar.due.setChecked(True), [3, 2]),
    ],
    ids=["kinds", "themes", "lanes", "dates", "words", "told", "due"],
)
def test_each_filter_shows_what_it_says_and_counts_what_it_hides(
    pane: TimelinePane, notes: list[Entry], narrow: Callable[[Any], None], expected: list[int], qtbot: QtBot
) -> None:
    narrow(pane.filters)
    pane.filters.changed.emit()
    wait_for(qtbot, lambda: len(entries_of(pane)) == len(expected))
    assert entries_of(pane) == [notes[number] for number in expected]
    hidden = 7 - len(expected)
    assert pane.count.text() == f"{len(expected)} of 7 entries, {hidden} hidden by filters"
    assert pane.show_all.isVisible()
    pane.show_all.click()
    assert len(entries_of(pane)) == 7
    assert pane.count.text() == "7 entries"
    assert not pane.show_all.isVisible()
    assert pane.filters.wanted == EVERYTHING


def test_filters_narrow_together(pane: TimelinePane, notes: list[Entry], qtbot: QtBot) -> None:
    pane.filters.kinds.choose(("observation", "check_in"))
    pane.filters.themes.choose(("listening",))
    pane.filters.words.setText("came")
    wait_for(qtbot, lambda: entries_of(pane) == [notes[4]])
    assert pane.filters.wanted == Filter(
        kinds=("observation", "check_in"), themes=("listening",), words="came"
    )


def test_typing_waits_for_a_pause_and_only_the_last_words_count(
    pane: TimelinePane, notes: list[Entry], qtbot: QtBot
) -> None:
    pane.filters.words.setFocus()
    qtbot.keyClicks(pane.filters.words, "finance")
    assert len(entries_of(pane)) == 7
    wait_for(qtbot, lambda: entries_of(pane) == [notes[1]])


def test_a_chip_says_what_it_narrows_to_and_is_lit(pane: TimelinePane) -> None:
    bar = pane.filters
    assert (bar.kinds.text(), bool(bar.kinds.property("lit"))) == ("Kinds", False)
    bar.kinds.choose(("praise",))
    assert (bar.kinds.text(), bar.kinds.property("lit")) == ("Praise", True)
    bar.kinds.choose(("praise", "observation"))
    assert (bar.kinds.text(), bar.kinds.accessibleName()) == ("2 kinds", "Kinds: Praise, Observation")
    bar.days.set_days("2026-01-05", "")
    assert bar.days.text() == "From 5 Jan 2026"
    bar.days.set_days("", "2026-01-05")
    assert bar.days.text() == "Until 5 Jan 2026"
    bar.days.set_days("2026-01-05", "2026-01-11")
    assert bar.days.text() == "5 Jan 2026 to 11 Jan 2026"


def test_the_menu_of_kinds_has_only_kinds_there_are_and_stays_open(
    pane: TimelinePane, notes: list[Entry], qtbot: QtBot
) -> None:
    pane.filters.kinds.open()
    menu = pane.filters.kinds.menu_shown
    lines = [action.text() for action in menu.actions()]
    assert lines == ["1:1\t1", "Observation\t2", "Praise\t1", "Check-in\t1", "Counsel note\t1", "Other\t1"]
    qtbot.keyClick(menu, Qt.Key.Key_Space)
    qtbot.keyClick(menu, Qt.Key.Key_Down)
    qtbot.mouseClick(menu, LEFT, pos=menu.actionGeometry(menu.actions()[2]).center())
    assert menu.isVisible()
    assert entries_of(pane) == [notes[1], notes[0]]
    qtbot.keyClick(menu, Qt.Key.Key_Escape)
    assert not menu.isVisible()


def test_a_theme_with_an_ampersand_is_shown_as_written(unlocked: MainWindow, ada: Leader) -> None:
    write_notes(unlocked, ada, ({"kind": "praise", "day": "2026-01-01", "text": "t", "themes": ["R&D"]},))
    themes = unlocked.desk.timeline.filters.themes
    themes.open()
    (action,) = themes.menu_shown.actions()
    action.trigger()
    assert themes.chosen == ("R&D",)
    themes.menu_shown.close()


def test_the_usual_periods_are_one_press_away(pane: TimelinePane) -> None:
    pane.filters.days.click()
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    menu.actions()[2].trigger()
    menu.close()
    from_day, to_day = pane.filters.days.days
    assert (from_day[4:], to_day[4:]) == ("-01-01", "-12-31")


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        ("2026", "", ("2026-01-01", "")),
        ("2026-02", "2026-02", ("2026-02-01", "2026-02-28")),
        ("", "14 Jan 2026", ("", "2026-01-14")),
        ("", "", ("", "")),
    ],
)
def test_dates_are_understood_as_days_months_and_years(
    pane: TimelinePane, first: str, last: str, days: tuple[str, str], qtbot: QtBot
) -> None:
    dialog = DaysDialog(pane._tools.look, ("", ""), pane)
    qtbot.addWidget(dialog)
    dialog.first.setText(first)
    dialog.last.setText(last)
    dialog.answer()
    assert dialog.result() == DaysDialog.DialogCode.Accepted
    assert dialog.days == days


@pytest.mark.parametrize(
    ("first", "last"), [("2026-02-30", ""), ("", "soon"), ("2026-03", "2026-02"), ("0000", "")]
)
def test_dates_that_never_were_are_said_and_keep_the_dialog_open(
    pane: TimelinePane, first: str, last: str, qtbot: QtBot
) -> None:
    dialog = DaysDialog(pane._tools.look, ("2026-01-01", ""), pane)
    qtbot.addWidget(dialog)
    dialog.first.setText(first)
    dialog.last.setText(last)
    dialog.answer()
    assert dialog.result() != DaysDialog.DialogCode.Accepted
    assert dialog.message.text
    assert dialog.days == ("2026-01-01", "")


# The strip and the list together


def test_a_mark_opens_its_entry_and_points_at_its_week(
    unlocked: MainWindow, pane: TimelinePane, notes: list[Entry], qtbot: QtBot
) -> None:
    strip = pane.strip
    where = strip.scale.cell(week_of("2026-02-02"), 0).center()
    qtbot.mouseClick(strip.viewport(), LEFT, pos=where)
    assert pane.current == notes[4].id
    assert unlocked.desk.entry_id == notes[4].id


def test_a_hidden_mark_takes_the_filter_away(pane: TimelinePane, notes: list[Entry], qtbot: QtBot) -> None:
    pane.filters.kinds.choose(("praise",))
    pane.filters.changed.emit()
    where = pane.strip.scale.cell(week_of("2026-02-02"), 0).center()
    qtbot.mouseClick(pane.strip.viewport(), LEFT, pos=where)
    assert pane.current == notes[4].id
    assert pane.filters.wanted == EVERYTHING


def test_brushing_weeks_narrows_the_list_to_them(
    pane: TimelinePane, notes: list[Entry], qtbot: QtBot
) -> None:
    pane.strip.brushed.emit("2026-01-12", "2026-01-18")
    assert entries_of(pane) == [notes[3], notes[2]]
    pane.strip.setFocus()
    qtbot.keyClick(pane.strip, Qt.Key.Key_Escape)
    assert len(entries_of(pane)) == 7


def test_a_mark_says_its_entry_word_for_word(unlocked: MainWindow, ada: Leader) -> None:
    (made,) = write_notes(
        unlocked, ada, ({"kind": "praise", "day": "2026-01-01", "title": "<img src=x> & co"},)
    )
    pane = unlocked.desk.timeline
    where = pane.strip.scale.cell(week_of("2026-01-01"), 0).center()
    assert pane.strip.said_at(where) == "Praise, 1 Jan 2026: <img src=x> & co"
    assert made.title == "<img src=x> & co"


# What stays


def test_what_was_chosen_stays_chosen_while_it_is_shown(
    pane: TimelinePane, notes: list[Entry], told: Callable[[object], list[tuple[object, ...]]]
) -> None:
    pane.pick(notes[1].id)
    picked = told(pane.picked)
    pane.filters.kinds.choose(("praise",))
    pane.filters.changed.emit()
    assert (pane.current, picked) == (notes[1].id, [])
    pane.filters.kinds.choose(("check_in",))
    pane.filters.changed.emit()
    assert (pane.current, picked) == ("", [("",)])


def test_an_entry_sealed_while_a_filter_hides_it_is_shown(
    unlocked: MainWindow, pane: TimelinePane, ada: Leader
) -> None:
    pane.filters.kinds.choose(("praise",))
    pane.filters.changed.emit()
    made = note(ada, kind="decision", day="2026-02-22", text="Go on.")
    unlocked._tools.session.put(made)
    assert pane.count.text() == "1 of 8 entries, 7 hidden by filters"
    unlocked.desk.editor.sealed.emit(made.id)
    assert pane.current == made.id
    assert pane.filters.wanted == EVERYTHING


def test_an_entry_is_revealed_in_its_place(pane: TimelinePane, notes: list[Entry]) -> None:
    pane.filters.kinds.choose(("praise",))
    pane.filters.changed.emit()
    pane.reveal(notes[5].id)
    assert pane.current == notes[5].id
    assert pane.filters.wanted == EVERYTHING
    pane.reveal("0" * 24)
    assert pane.current == notes[5].id


def test_another_leader_is_not_narrowed_by_the_filters_of_the_one_before(
    unlocked: MainWindow, pane: TimelinePane
) -> None:
    pane.filters.untold.setChecked(True)
    unlocked._tools.session.put(other := Leader.make(name="Bram Visser"))
    unlocked.desk.leaders.pick(other.id)
    assert pane.filters.wanted == EVERYTHING


def test_what_is_due_is_shown_for_the_leader_beside_whom_it_stands(
    unlocked: MainWindow, pane: TimelinePane, notes: list[Entry], qtbot: QtBot
) -> None:
    pane.filters.words.setText("quest")
    unlocked.desk.leaders.due_wanted.emit()
    wait_for(qtbot, lambda: entries_of(pane) == [notes[3], notes[2]])
    assert pane.filters.due.isChecked()
    assert pane.filters.words.text() == ""
    unlocked.commands["show_all"].trigger()
    assert not pane.filters.due.isChecked()
    unlocked.commands["show_due"].trigger()
    wait_for(qtbot, lambda: entries_of(pane) == [notes[3], notes[2]])


def test_tab_goes_through_the_pane_from_top_to_bottom(
    pane: TimelinePane, notes: list[Entry], qtbot: QtBot
) -> None:
    pane.filters.kinds.choose(("praise",))
    pane.filters.changed.emit()
    pane.pick(notes[1].id)
    pane.window().activateWindow()
    bar = pane.filters
    expected = [
        pane.new_note,
        pane.strip,
        bar.words,
        bar.untold,
        bar.kinds,
        bar.themes,
        bar.lanes,
        bar.days,
        bar.due,
        pane.show_all,
        pane.list,
    ]
    assert walk_by_tab(qtbot, pane.new_note, len(expected)) == expected


def test_the_lock_leaves_nothing_of_anybody(
    unlocked: MainWindow, pane: TimelinePane, notes: list[Entry]
) -> None:
    pane.pick(notes[1].id)
    pane.filters.words.setText("finance")
    pane.filters.themes.open()
    pane.filters.themes.menu_shown.actions()[0].trigger()
    unlocked._tools.session.lock("hand")
    assert pane.list.model().rowCount() == 0
    assert (pane.filters.words.text(), pane.filters.words.isUndoAvailable()) == ("", False)
    assert pane.filters.themes.text() == "Themes"
    assert pane.filters.themes.menu_shown.actions() == []
    assert not pane.filters.themes.menu_shown.isVisible()
    assert not pane.strip.weeks.columns
    assert "Finance" not in said_in(pane)


def test_a_lock_while_it_looks_stops_the_looking(unlocked: MainWindow, pane: TimelinePane) -> None:
    pane.filters.untold.setChecked(True)
    unlocked._tools.session.lock("hand")
    settle()
    assert not unlocked._tools.session.background.is_busy
    assert pane.list.model().rowCount() == 0


def test_a_hundred_thousand_pixels_of_list_are_painted_without_a_widget_to_a_row(
    unlocked: MainWindow, ada: Leader
) -> None:
    write_notes(
        unlocked, ada, tuple({"kind": "praise", "day": "2026-01-01", "text": f"No. {n}"} for n in range(300))
    )
    pane = unlocked.desk.timeline
    widgets = len(pane.list.findChildren(object))
    bar = pane.list.verticalScrollBar()
    assert bar.maximum() > 300 * 40
    bar.setValue(bar.maximum())
    settle()
    assert len(pane.list.findChildren(object)) == widgets
