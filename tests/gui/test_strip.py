"""The strip of weeks: what is where, what opens, what filters, by mouse and by keyboard."""

import datetime as dt
import itertools
from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from coachdesk.gui.strip import Strip
from coachdesk.gui.strip_paint import pale
from coachdesk.gui.strip_scale import NARROWEST, PLOT, TOP, WIDEST, Scale
from coachdesk.gui.theme import Look
from coachdesk.gui.weeks import NO_WEEKS, monday_of, sunday_of, week_of, weeks_of
from coachdesk.journal.marks import Mark
from tests.gui.conftest import settle

TODAY = dt.date(2026, 3, 4)
MARKS = [
    Mark(5, "2026-03-02", "praise", "ordinary"),
    Mark(4, "2026-03-01", "observation", "ordinary"),
    Mark(3, "2026-02-24", "praise", "ordinary"),
    Mark(2, "2026-02-23", "observation", "ordinary"),
    Mark(1, "2025-11-10", "check_in", "ordinary"),
]
LEFT = Qt.MouseButton.LeftButton
Told = Callable[[object], list[tuple[object, ...]]]


@pytest.fixture
def strip(look: Look, qtbot: QtBot) -> Strip:
    made = Strip(look, lambda record: f"<b>entry</b> {record}")
    qtbot.addWidget(made)
    made.resize(400, 80)
    made.show()
    made.show_marks(MARKS, None, TODAY)
    made.activateWindow()
    settle()
    return made


def at_week(strip: Strip, day: str, high: int = 2) -> QPoint:
    rect = strip.scale.rect(week_of(day))
    return QPoint(rect.center().x(), TOP + PLOT - high)


# Weeks


def test_a_week_begins_on_monday() -> None:
    assert week_of("2026-03-01") + 1 == week_of("2026-03-02") == week_of("2026-03-08")
    assert monday_of(week_of("2026-03-04")).isoformat() == "2026-03-02"
    assert sunday_of(week_of("2026-03-04")).isoformat() == "2026-03-08"


def test_every_week_between_has_a_place_and_gaps_are_empty() -> None:
    weeks = weeks_of(MARKS, None, TODAY)
    assert (weeks.last, len(weeks.columns)) == (week_of("2026-03-04"), 26)
    filled = {
        week: len(weeks.at(week).cells) for week in range(weeks.first, weeks.last + 1) if weeks.at(week).cells
    }
    assert filled == {week_of("2025-11-10"): 1, week_of("2026-02-23"): 3, week_of("2026-03-02"): 1}
    assert weeks.tallest == 3


def test_a_week_is_stacked_by_kind_and_what_is_hidden_comes_on_top() -> None:
    week = weeks_of(MARKS, {4, 3}, TODAY).at(week_of("2026-02-23"))
    assert [(run.kind, run.hidden, run.lowest, run.size) for run in week.runs] == [
        ("observation", False, 0, 1),
        ("praise", False, 1, 1),
        ("observation", True, 2, 1),
    ]
    assert [cell.record for cell in week.cells] == [4, 3, 2]


def test_a_short_history_does_not_fill_years() -> None:
    assert len(weeks_of(MARKS[:1], None, TODAY).columns) == 26


def test_a_gap_up_to_today_is_seen_but_a_file_closed_long_ago_ends_with_its_end() -> None:
    assert weeks_of(MARKS, None, dt.date(2026, 6, 1)).last == week_of("2026-06-01")
    assert weeks_of(MARKS, None, dt.date(2028, 6, 1)).last == week_of("2026-03-02")
    assert weeks_of(MARKS, None, dt.date(2025, 6, 1)).last == week_of("2026-03-02")


def test_no_entries_are_no_weeks() -> None:
    assert weeks_of([], None, TODAY) == NO_WEEKS
    assert NO_WEEKS.at(7).cells == ()


# Places


@pytest.mark.parametrize("room", [120, 333, 400, 1000])
@pytest.mark.parametrize("scrolled", [0, 37])
def test_every_week_is_found_again_where_it_is(room: int, scrolled: int) -> None:
    scale = Scale(weeks_of(MARKS, None, TODAY), room, scrolled)
    weeks = scale.weeks
    right = None
    for week in range(weeks.first, weeks.last + 1):
        rect = scale.rect(week)
        assert NARROWEST - 1 <= rect.width() <= WIDEST + 1
        assert right is None or rect.left() == right + 1
        assert {scale.week_at(rect.left()), scale.week_at(rect.right())} == {week}
        right = rect.right()


def test_a_mark_is_found_under_its_own_pixels_and_nowhere_else() -> None:
    scale = Scale(weeks_of(MARKS, None, TODAY), 400, 0)
    week = week_of("2026-02-23")
    for place, cell in enumerate(scale.weeks.at(week).cells):
        assert scale.record_at(scale.cell(week, place).center()) == cell.record
    assert scale.record_at(QPoint(scale.rect(week).center().x(), TOP + 1)) == -1
    assert scale.record_at(QPoint(scale.rect(week).center().x(), TOP + PLOT + 1)) == -1
    assert scale.record_at(scale.rect(week_of("2025-12-08")).center()) == -1


def test_many_entries_of_a_week_melt_into_bars_that_stay_inside() -> None:
    crowd = [Mark(number, "2026-03-02", "praise", "ordinary") for number in range(200)]
    scale = Scale(weeks_of(crowd, None, TODAY), 400, 0)
    assert not scale.is_apart
    bar = scale.cell(week_of("2026-03-02"), 0, 200)
    assert (bar.top(), bar.bottom()) == (TOP, TOP + PLOT - 1)


def test_month_names_never_run_into_each_other() -> None:
    long_ago = [*MARKS, Mark(9, "2016-01-04", "praise", "ordinary")]
    for marks in (MARKS, long_ago):
        places = [x for x, _first in Scale(weeks_of(marks, None, TODAY), 330, 0).months()]
        assert all(after - before >= 30 for before, after in itertools.pairwise(places))


# The widget


def picture(strip: Strip) -> QImage:
    return strip.viewport().grab().toImage()


def test_marks_have_the_colour_of_their_kind_and_hidden_ones_are_pale(strip: Strip, look: Look) -> None:
    week = week_of("2026-02-23")
    middle = strip.scale.cell(week, 0).center()
    assert picture(strip).pixelColor(middle) == look.kind_colour("observation")
    strip.show_marks(MARKS, set(), TODAY)
    assert picture(strip).pixelColor(middle) == pale(look)


def test_a_click_on_a_mark_opens_its_entry(strip: Strip, qtbot: QtBot, told: Told) -> None:
    opened, brushed = told(strip.opened), told(strip.brushed)
    week = week_of("2026-02-23")
    qtbot.mouseClick(strip.viewport(), LEFT, pos=strip.scale.cell(week, 2).center())
    qtbot.mouseClick(strip.viewport(), LEFT, pos=strip.scale.rect(week_of("2025-12-08")).center())
    assert (opened, brushed) == ([(strip.weeks.at(week).cells[2].record,)], [])


def test_brushing_a_span_asks_for_its_days(strip: Strip, qtbot: QtBot, told: Told) -> None:
    brushed = told(strip.brushed)
    qtbot.mousePress(strip.viewport(), LEFT, pos=at_week(strip, "2026-02-25"))
    qtbot.mouseMove(strip.viewport(), at_week(strip, "2026-02-11"))
    qtbot.mouseMove(strip.viewport(), at_week(strip, "2026-02-04"))
    qtbot.mouseRelease(strip.viewport(), LEFT, pos=at_week(strip, "2026-02-04"))
    assert brushed == [("2026-02-02", "2026-03-01")]


def test_the_span_wanted_is_marked_and_gives_way_again(strip: Strip, look: Look) -> None:
    empty = at_week(strip, "2025-12-10", high=PLOT - 2)
    strip.show_days("2025-12-01", "")
    assert picture(strip).pixelColor(empty) == look.colour("selected")
    strip.show_days("", "")
    assert picture(strip).pixelColor(empty) != look.colour("selected")


def test_days_outside_the_strip_mark_nothing(strip: Strip) -> None:
    before = picture(strip)
    strip.show_days("2031-01-01", "2031-12-31")
    assert picture(strip) == before


def test_the_arrow_keys_move_shift_extends_and_enter_filters(strip: Strip, qtbot: QtBot, told: Told) -> None:
    brushed = told(strip.brushed)
    strip.setFocus()
    shift = Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(strip, Qt.Key.Key_Left)
    qtbot.keyClick(strip, Qt.Key.Key_Left, shift)
    qtbot.keyClick(strip, Qt.Key.Key_Left, shift)
    qtbot.keyClick(strip, Qt.Key.Key_Return)
    assert brushed == [("2026-02-09", "2026-03-01")]
    qtbot.keyClick(strip, Qt.Key.Key_End)
    qtbot.keyClick(strip, Qt.Key.Key_Enter)
    assert brushed[-1] == ("2026-03-02", "2026-03-08")
    qtbot.keyClick(strip, Qt.Key.Key_Home)
    qtbot.keyClick(strip, Qt.Key.Key_PageDown)
    qtbot.keyClick(strip, Qt.Key.Key_Return)
    first = monday_of(strip.weeks.first + 13).isoformat()
    assert brushed[-1][0] == first


def test_the_keyboard_never_leaves_the_weeks_there_are(strip: Strip, qtbot: QtBot, told: Told) -> None:
    brushed = told(strip.brushed)
    for _press in range(3):
        qtbot.keyClick(strip, Qt.Key.Key_Right)
    qtbot.keyClick(strip, Qt.Key.Key_Return)
    assert brushed == [("2026-03-02", "2026-03-08")]


def test_escape_lets_the_span_go(strip: Strip, qtbot: QtBot, told: Told) -> None:
    brushed = told(strip.brushed)
    strip.show_days("2026-02-02", "2026-02-20")
    qtbot.keyClick(strip, Qt.Key.Key_Escape)
    assert brushed == [("", "")]


def test_space_opens_the_entries_of_a_week_in_turn(strip: Strip, qtbot: QtBot, told: Told) -> None:
    opened = told(strip.opened)
    qtbot.keyClick(strip, Qt.Key.Key_Left)
    for _press in range(4):
        qtbot.keyClick(strip, Qt.Key.Key_Space)
    cells = [cell.record for cell in strip.weeks.at(week_of("2026-02-23")).cells]
    assert [record for (record,) in opened] == [*cells, cells[0]]


def test_the_focus_is_seen(strip: Strip, look: Look) -> None:
    strip.setFocus()
    settle()
    corner = strip.scale.rect(week_of("2026-03-02")).adjusted(-2, 1 - TOP, 0, 0).topLeft()
    assert picture(strip).pixelColor(corner) == look.colour("focus")


def test_a_week_is_said_in_words(strip: Strip) -> None:
    assert strip.in_words(week_of("2026-02-23")).endswith("Observation: 2, Praise: 1")
    assert strip.in_words(week_of("2025-12-08")).endswith("nothing")
    assert strip.said_at(strip.scale.cell(week_of("2026-03-02"), 0).center()) == "<b>entry</b> 5"
    assert "Shift extends" in strip.accessibleDescription()


def test_more_weeks_than_room_are_scrolled_to(qtbot: QtBot, strip: Strip) -> None:
    strip.show_marks([*MARKS, Mark(9, "2016-01-04", "praise", "ordinary")], None, TODAY)
    bar = strip.horizontalScrollBar()
    assert bar.maximum() > 0
    assert bar.value() == bar.maximum()
    qtbot.keyClick(strip, Qt.Key.Key_Home)
    assert bar.value() == 0
    strip.show_chosen("2026-02-24")
    strip.clearFocus()
    strip.show_chosen("2026-02-24")
    assert strip.viewport().rect().contains(strip.scale.rect(week_of("2026-02-24")))


def test_a_wheel_scrolls_the_weeks(strip: Strip) -> None:
    strip.show_marks([*MARKS, Mark(9, "2016-01-04", "praise", "ordinary")], None, TODAY)
    bar = strip.horizontalScrollBar()
    at, where = bar.value(), QPointF(100, 20)
    wheel = QWheelEvent(
        where,
        QPointF(strip.mapToGlobal(where.toPoint())),
        QPoint(),
        QPoint(0, 240),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(strip.viewport(), wheel)
    assert bar.value() < at


def test_nothing_is_left_of_a_leader_who_is_cleared(strip: Strip) -> None:
    strip.clear()
    assert strip.weeks == NO_WEEKS
    assert strip.accessibleDescription() == ""
    blank = picture(strip)
    assert {blank.pixelColor(x, 40).name() for x in range(0, 400, 3)} == {blank.pixelColor(0, 0).name()}


def test_the_names_of_the_months_have_room_below_the_line(strip: Strip, look: Look) -> None:
    """A "p" or a "y" is not cut off at the lower edge."""
    may = Mark(1, "2026-05-11", "praise", "ordinary")
    strip.show_marks((may,), None, dt.date(2026, 5, 20))
    shown = strip.grab().toImage()
    last = [shown.pixelColor(x, shown.height() - 1) for x in range(shown.width())]
    assert {colour.name() for colour in last} == {look.colour("surface").name()}
