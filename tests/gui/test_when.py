"""Days and moments typed in words: what is understood is shown in full, what is not says why."""

import datetime as dt
import re

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from coachdesk.gui import wording
from coachdesk.gui.when import DayField, Heard, WhenField, listener, reading_names


@pytest.fixture
def when(qtbot: QtBot) -> WhenField:
    made = WhenField()
    qtbot.addWidget(made)
    qtbot.addWidget(made.line)
    made.begin_now()
    return made


def shown(when: WhenField) -> str:
    return when.line.accessibleDescription()


def test_a_new_note_happened_now(when: WhenField) -> None:
    assert when.line.text() == "now"
    assert when.occurred is not None
    assert abs(when.occurred.at - dt.datetime.now(dt.UTC)) < dt.timedelta(minutes=2)


def test_what_is_typed_is_shown_back_in_full_with_its_zone(when: WhenField) -> None:
    when.line.setText("2 March 2026 3pm")
    assert shown(when) == f"{wording.day('2026-03-02')}, {wording.time('15:00')}, {wording.own_zone()}"
    assert re.search(r"Monday.*2026", shown(when))
    when.line.setText("about 10 on 2026-03-02 Europe/Berlin")
    assert "about" in shown(when)
    assert shown(when).endswith("Europe/Berlin")


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("30 February 2026", "There never was a day like that: 30 February 2026."),
        ("25:00", "No clock shows a time like that: 25:00."),
        ("sometime", "is understood"),
        ("Monday 3 March 2026", "it was Tuesday"),
        ("2026-03-29 01:30 Europe/London", "never was"),
        ("yesterday Europe/Nowhere", "no time zone"),
    ],
)
def test_what_never_was_or_means_nothing_says_so(when: WhenField, typed: str, says: str) -> None:
    when.line.setText(typed)
    assert when.occurred is None
    assert says in shown(when)
    assert when.line.property("invalid") == "true"
    when.line.setText("yesterday")
    assert when.line.property("invalid") == "false"


def test_a_draft_means_the_same_day_in_a_later_sitting(when: WhenField, qtbot: QtBot) -> None:
    when.line.setText("yesterday 3pm")
    kept, occurred = when.kept, when.occurred
    later = WhenField()
    qtbot.addWidget(later)
    qtbot.addWidget(later.line)
    later.show_kept(kept)
    assert later.occurred == occurred
    assert "yesterday" not in later.line.text()


def test_a_day_of_another_zone_is_seen_whole(when: WhenField) -> None:
    when.show_kept("2025-11-07 16:48 Europe/London")
    words = when.line.text()
    assert "Europe/London" in words
    assert when.line.fontMetrics().horizontalAdvance(words) + 20 < when.line.width()


def test_what_is_not_understood_yet_is_kept_as_typed(when: WhenField) -> None:
    when.line.setText("14 Sept emb")
    assert when.kept == "14 Sept emb"


def test_how_late_it_is_is_said_before_it_is_sealed(when: WhenField) -> None:
    when.line.setText("3 days ago")
    assert "late entry" in when._late.text()
    when.line.setText("40 days ago")
    assert "40 days after" in when._late.text()
    when.line.setText("tomorrow")
    assert "still to come" in when._late.text()
    when.line.setText("yesterday")
    assert when._late.text() == ""


def test_the_readers_own_names_of_months_are_understood() -> None:
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.German, QLocale.Country.Germany))
    try:
        assert listener().moment("2. März 2026").day == "2026-03-02"
        assert listener().moment("yesterday").precision == "day"
        assert not reading_names(QLocale()).month_first
    finally:
        QLocale.setDefault(before)


def test_a_computer_in_an_unheard_of_zone_writes_in_utc(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wording, "own_zone", lambda: "Moon/Tranquillity")
    assert listener().moment("yesterday 3pm").zone == "UTC"


def test_a_day_is_understood_when_its_field_is_left(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    day, other = DayField("By when", "day_ahead"), QLineEdit()
    within = QVBoxLayout(window)
    within.addWidget(day)
    within.addWidget(other)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    day.setFocus()
    QTest.keyClicks(day, "in 2 weeks")
    assert day.kept == "in 2 weeks"
    other.setFocus()
    expected = (dt.date.today() + dt.timedelta(days=14)).isoformat()  # noqa: DTZ011  # the person's own day is meant
    assert day.kept == expected
    assert day.text() == wording.short_day(expected)
    assert day.toolTip() == wording.day(expected)


@pytest.mark.parametrize(("heard", "refused"), [("day_past", True), ("day", False), ("day_ahead", False)])
def test_a_day_to_come_is_refused_where_something_has_happened(
    qtbot: QtBot, heard: Heard, refused: bool
) -> None:
    day = DayField("On", heard)
    qtbot.addWidget(day)
    day.show_kept("tomorrow")
    assert (day.property("invalid") == "true") is refused
    assert ("still to come" in day.toolTip()) is refused
    assert (day.kept == "tomorrow") is refused
    day.show_kept("today")
    assert day.property("invalid") == "false"


def test_a_day_that_never_was_is_marked_and_left_as_typed(qtbot: QtBot) -> None:
    day = DayField("On", "day_past")
    qtbot.addWidget(day)
    day.show_kept("31 April 2026")
    assert (day.text(), day.kept, day.property("invalid")) == ("31 April 2026", "31 April 2026", "true")
    assert "never was" in day.toolTip()
    day.show_kept("")
    assert (day.text(), day.property("invalid")) == ("", "false")
