"""Days and times as they are typed."""

import datetime as dt
import subprocess
import sys
import time
import zoneinfo

import pytest

from coachdesk.cli import when
from coachdesk.cli.refusals import Refused
from coachdesk.records.base import InvalidRecord
from coachdesk.records.occurred import Occurred
from tests.cli.driving import environment

TODAY = dt.date(2026, 3, 2)
LONDON = "Europe/London"


@pytest.mark.parametrize(
    ("typed", "day", "clock", "precision"),
    [
        ("2026-03-01", "2026-03-01", None, "day"),
        ("2026-03-01 14:30", "2026-03-01", "14:30", "exact"),
        ("2026-03-01T14:30", "2026-03-01", "14:30", "exact"),
        ("2026-03-01  9:05 ", "2026-03-01", "09:05", "exact"),
        ("9:05", "2026-03-02", "09:05", "exact"),
        ("23:59", "2026-03-02", "23:59", "exact"),
    ],
)
def test_a_day_a_moment_or_a_time_of_today(typed: str, day: str, clock: str | None, precision: str) -> None:
    found = when.occurred_of(typed, LONDON, TODAY, about=False)
    assert (found.day, found.time, found.zone, found.precision) == (day, clock, LONDON, precision)


def test_about_makes_a_time_approximate() -> None:
    assert when.occurred_of("14:30", LONDON, TODAY, about=True).precision == "about"


@pytest.mark.parametrize(
    ("typed", "about", "problem"),
    [
        ("", False, "no_such_date"),
        ("once upon a time", False, "no_such_date"),
        ("2026-02-30", False, "no_such_date"),
        ("2026-03-0114:30", False, "no_such_date"),
        ("2026-03-01 14:30:05", False, "no_such_date"),
        ("2026-03-01 24:01", False, "no_such_time"),
        ("25:00", False, "no_such_time"),
        ("2026-03-29 01:30", False, "skipped_by_clock_change"),
        ("2026-03-01", True, "time_and_precision_differ"),
    ],
)
def test_what_never_was_is_refused(typed: str, about: bool, problem: str) -> None:
    with pytest.raises(InvalidRecord) as refused:
        when.occurred_of(typed, LONDON, TODAY, about=about)
    assert refused.value.problem == problem


def test_an_unknown_zone_is_refused_before_anything_is_computed_in_it() -> None:
    for zone in ("Mars/Olympus", "../etc/passwd", "", "\x00"):
        with pytest.raises(InvalidRecord) as refused:
            when.now_in(zone)
        assert refused.value.problem == "no_such_zone"


def test_now_is_what_the_clock_on_the_wall_shows() -> None:
    before = dt.datetime.now(dt.UTC)
    now = when.now_in("Asia/Tokyo")
    assert isinstance(now, Occurred)
    assert dt.timedelta() <= before - now.at < dt.timedelta(minutes=2)
    assert when.today_in("Asia/Tokyo").isoformat() == now.day


@pytest.mark.parametrize("zone", ["Europe/London", "Asia/Kolkata", ":America/New_York"])
def test_the_zone_of_this_machine_is_the_one_it_names(zone: str) -> None:
    program = [sys.executable, "-c", "from coachdesk.cli import when; print(when.local_zone())"]
    said = subprocess.run(program, env=environment(TZ=zone), capture_output=True, check=True, text=True)
    assert said.stdout.strip() == zone.removeprefix(":")
    assert said.stderr == ""


def test_a_machine_that_names_no_zone_is_asked_for_one_unless_it_is_on_utc(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(when.tzlocal, "get_localzone_name", lambda: None)
    monkeypatch.setattr(time, "tzname", ("UTC", "UTC"))
    assert when.local_zone() == "UTC"
    monkeypatch.setattr(time, "tzname", ("GMT", "BST"))
    with pytest.raises(Refused):
        when.local_zone()


def test_today_is_a_day_too() -> None:
    assert when.day_of("today", TODAY) == when.day_of(" 2026-03-02 ", TODAY) == "2026-03-02"
    with pytest.raises(InvalidRecord):
        when.day_of("never", TODAY)


@pytest.mark.parametrize(
    ("typed", "day"), [("yesterday", "2026-03-01"), ("last Tuesday", "2026-02-24"), ("2 March", "2026-03-02")]
)
def test_a_day_is_understood_as_it_is_said(typed: str, day: str) -> None:
    assert when.day_of(typed, TODAY) == day


def test_a_moment_is_understood_as_it_is_said() -> None:
    yesterday = (dt.datetime.now(zoneinfo.ZoneInfo("Asia/Tokyo")) - dt.timedelta(days=1)).date().isoformat()
    found = when.occurred_of("yesterday 3pm", "Asia/Tokyo", TODAY, about=False)
    assert (found.day, found.time, found.zone, found.precision) == (yesterday, "15:00", "Asia/Tokyo", "exact")
    assert when.occurred_of("2 March 2026 14.30", LONDON, TODAY, about=True).precision == "about"
    assert when.occurred_of("2.3.2026", LONDON, TODAY, about=False).day == "2026-03-02"
    with pytest.raises(InvalidRecord) as refused:
        when.occurred_of("2 March 2026", LONDON, TODAY, about=True)
    assert refused.value.problem == "time_and_precision_differ"


def test_a_weekday_that_is_not_that_date_s_is_refused_with_the_right_one() -> None:
    with pytest.raises(Refused) as refused:
        when.occurred_of("Monday 3 March 2026", LONDON, TODAY, about=False)
    assert (refused.value.problem, refused.value.facts["day"]) == ("other_weekday", "Tue 3 March 2026")


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    assert when.period_of("yesterday", "today", TODAY) == ("2026-03-01", "2026-03-02")
    assert when.period_of(None, "today", TODAY) == ("", "2026-03-02")
    with pytest.raises(Refused) as refused:
        when.period_of("today", "yesterday", TODAY)
    assert refused.value.problem == "period_backwards"
