"""When something happened: what the calendar on the wall said, and nothing moves it."""

import datetime as dt
import time
import zoneinfo

import msgspec
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from coachdesk.records.base import InvalidRecord
from coachdesk.records.occurred import Occurred, occurred_now

LONDON = "Europe/London"
MOMENT = dt.datetime(2026, 3, 4, 12, 0, tzinfo=dt.UTC)
zones = st.sampled_from(sorted(zoneinfo.available_timezones() - {"localtime"}))
days = st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31))
times = st.times().map(lambda at: at.replace(second=0, microsecond=0))


def problem_of(**values: object) -> tuple[str, str]:
    with pytest.raises(InvalidRecord) as refused:
        Occurred(**{"day": "2026-03-02", "time": "14:30", "zone": LONDON} | values)  # type: ignore[arg-type]
    return refused.value.field, refused.value.problem


@pytest.mark.parametrize(
    "day",
    ["2026-02-29", "2026-13-01", "2026-00-10", "2026-04-31", "26-04-01", "2026-4-1", "", "today",
     "20260302", "2026-W10-1", "2026-061", "0000-01-01", "0202-03-02", "1899-12-31", "2200-01-01", "2026-03-02T00:00"],
)  # fmt: skip
def test_a_date_that_never_was_or_is_not_written_as_dates_are_is_refused(day: str) -> None:
    assert problem_of(day=day) == ("occurred.day", "no_such_date")


@pytest.mark.parametrize(
    "time_of_day", ["24:00", "25:00", "12:60", "12", "1230", "12:30:15", "12:30Z", "12:30+02:00", "noon", ""]
)
def test_a_time_that_is_on_no_clock_is_refused(time_of_day: str) -> None:
    assert problem_of(time=time_of_day) == ("occurred.time", "no_such_time")


@pytest.mark.parametrize(
    "zone",
    ["Europe/Atlantis", "", "Europe", "localtime", "/etc/localtime", "../Europe/London", "a\x00b", "x" * 5000,
     "zone.tab"],
)  # fmt: skip
def test_a_zone_nobody_knows_or_that_moves_with_the_machine_is_refused(zone: str) -> None:
    assert problem_of(zone=zone) == ("occurred.zone", "no_such_zone")


@pytest.mark.parametrize(
    ("day", "time_of_day", "zone"),
    [
        ("2026-03-29", "01:30", LONDON),
        ("2026-03-08", "02:00", "America/New_York"),
        ("2026-10-04", "02:15", "Australia/Lord_Howe"),
        ("2011-12-30", "12:00", "Pacific/Apia"),
    ],
)
def test_a_time_skipped_by_the_change_to_summer_time_never_was(day: str, time_of_day: str, zone: str) -> None:
    problem = problem_of(day=day, time=time_of_day, zone=zone)
    assert problem == ("occurred.time", "skipped_by_clock_change")


def test_a_time_that_came_twice_is_taken_as_the_first() -> None:
    twice = Occurred(day="2026-10-25", time="01:30", zone=LONDON)
    assert twice.at == dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC)


@pytest.mark.parametrize(("time_of_day", "precision"), [(None, "exact"), (None, "about"), ("14:30", "day")])
def test_time_and_precision_have_to_say_the_same(time_of_day: str | None, precision: str) -> None:
    problem = problem_of(time=time_of_day, precision=precision)
    assert problem == ("occurred.precision", "time_and_precision_differ")


@given(days, times, zones)
def test_whatever_can_be_read_off_a_clock_on_a_wall_is_kept_as_it_was(
    day: dt.date, time_of_day: dt.time, zone: str
) -> None:
    written = time_of_day.isoformat(timespec="minutes")
    try:
        occurred = Occurred(day=day.isoformat(), time=written, zone=zone)
    except InvalidRecord as refused:
        assume(refused.problem != "skipped_by_clock_change")
        raise
    assert msgspec.json.decode(msgspec.json.encode(occurred), type=Occurred) == occurred
    on_the_wall = occurred.at.astimezone(zoneinfo.ZoneInfo(zone))
    assert on_the_wall.replace(tzinfo=None) == dt.datetime.combine(day, time_of_day)
    assert occurred.until(occurred.at) == dt.timedelta()


@pytest.mark.parametrize("day", ["1900-01-01", "2199-12-31"])
@pytest.mark.parametrize("zone", ["Etc/GMT+12", "Pacific/Kiritimati", "UTC"])
def test_the_first_and_the_last_day_have_a_moment_in_every_zone(day: str, zone: str) -> None:
    occurred = Occurred(day=day, precision="day", zone=zone)
    assert occurred.until(occurred.at) == dt.timedelta()
    Occurred(day=day, time="00:00", zone=zone)
    Occurred(day=day, time="23:59", zone=zone)


@pytest.mark.parametrize("away", ["Asia/Tokyo", "America/Los_Angeles", "Pacific/Kiritimati", "UTC"])
def test_travel_does_not_move_what_happened(away: str, monkeypatch: pytest.MonkeyPatch) -> None:
    at_home = Occurred(day="2026-03-02", time="23:45", zone=LONDON)
    before = (at_home.day, at_home.time, at_home.sort_key, at_home.at, at_home.until(MOMENT))
    stored = msgspec.json.encode(at_home)
    monkeypatch.setenv("TZ", away)
    time.tzset()
    try:
        read = msgspec.json.decode(stored, type=Occurred)
        assert (read.day, read.time, read.sort_key, read.at, read.until(MOMENT)) == before
    finally:
        monkeypatch.undo()
        time.tzset()


def test_the_days_around_a_change_of_clocks_keep_their_date_and_their_order() -> None:
    written = [
        ("2026-03-28", "23:59"), ("2026-03-29", None), ("2026-03-29", "00:59"), ("2026-03-29", "02:00"),
        ("2026-10-25", "00:30"), ("2026-10-25", "01:30"), ("2026-10-25", "02:00"),
    ]  # fmt: skip
    occurred = [
        Occurred(day=day, time=at, zone=LONDON, precision="exact" if at else "day") for day, at in written
    ]
    assert [(one.day, one.time) for one in occurred] == written
    assert sorted(occurred, key=lambda one: one.sort_key) == occurred


def test_after_a_day_alone_whole_days_are_counted_where_it_was() -> None:
    whole_day = Occurred(day="2026-07-01", precision="day", zone="America/New_York")
    for moment, days in (((1, 3, 59), -1), ((1, 4, 0), 0), ((2, 3, 59), 0), ((2, 4, 0), 1), ((4, 3, 59), 2)):
        day, hour, minute = moment
        assert whole_day.until(dt.datetime(2026, 7, day, hour, minute, tzinfo=dt.UTC)).days == days
    assert whole_day.at == dt.datetime(2026, 7, 1, 16, 0, tzinfo=dt.UTC)


@given(st.integers(0, 2**32), zones)
def test_now_is_written_as_the_wall_clock_shows_it(seconds: int, zone: str) -> None:
    now = dt.datetime.fromtimestamp(seconds, dt.UTC)
    occurred = occurred_now(now, zone)
    shown = now.astimezone(zoneinfo.ZoneInfo(zone))
    assert (occurred.day, occurred.time) == (shown.date().isoformat(), f"{shown:%H:%M}")
    assert (occurred.zone, occurred.precision) == (zone, "exact")
