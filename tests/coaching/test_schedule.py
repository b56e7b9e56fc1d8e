"""The fortnight series: a session for each leader and a call for all, every round, on the clock of the wall."""

import datetime as dt
import zoneinfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachdesk.coaching.meetings import moved
from coachdesk.coaching.schedule import Series, round_days, rounds_of, series_of
from coachdesk.coaching.slots import begins, day_in, later, months_later, on_weekday, slot_on
from coachdesk.records.base import InvalidRecord
from coachdesk.records.case import Case
from coachdesk.records.meeting import Slot

MONDAY = dt.date(2026, 3, 2)
ZONES = ["Europe/London", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Kolkata", "UTC"]

dates = st.dates(dt.date(2011, 1, 1), dt.date(2031, 12, 31))
times = st.times().map(lambda time: time.strftime("%H:%M"))
serieses = st.builds(
    Series,
    starts=dates,
    every_weeks=st.integers(1, 5),
    weekday=st.none() | st.integers(0, 6),
    zone=st.sampled_from(ZONES),
    individual_time=times,
    three_way_time=times,
    days_off=st.frozensets(st.dates(dt.date(2026, 1, 1), dt.date(2026, 3, 31)), max_size=30),
)


def pair() -> Case:
    return Case.make(leader_ids=("ada", "bo"), title="Ada and Bo", opened_on="2026-02-01")


def test_three_months_are_a_session_for_each_and_a_call_for_both_every_fortnight_and_a_review() -> None:
    case = pair()
    made = series_of(case, Series(starts=MONDAY, zone="Europe/London"))
    rounds = rounds_of(made)
    assert [one.day for one in rounds] == [
        "2026-03-02",
        "2026-03-16",
        "2026-03-30",
        "2026-04-13",
        "2026-04-27",
        "2026-05-11",
        "2026-05-25",
    ]
    assert [one.number for one in rounds] == [1, 2, 3, 4, 5, 6, 7]
    by_id = {one.id: one for one in made}
    for one in rounds:
        planned = [by_id[each] for each in one.meeting_ids]
        assert [(each.kind, each.leader_ids, each.at.time) for each in planned] == [
            ("individual", ("ada",), "10:00"),
            ("individual", ("bo",), "11:00"),
            ("three_way", ("ada", "bo"), "15:00"),
        ]
    assert (made[-1].kind, made[-1].at.local, made[-1].leader_ids) == (
        "closing",
        "2026-06-08T15:00",
        ("ada", "bo"),
    )
    assert {one.of_id for one in made} == {case.id}
    assert {one.state for one in made} == {"planned"}


def test_everything_about_a_series_can_be_chosen() -> None:
    series = Series(
        starts=MONDAY,
        ends=dt.date(2026, 4, 1),
        every_weeks=1,
        weekday=3,
        zone="America/New_York",
        individual_time="08:15",
        individual_minutes=45,
        three_way_time="16:30",
        three_way_minutes=30,
    )
    made = series_of(pair(), series)
    assert [one.day for one in rounds_of(made)] == ["2026-03-05", "2026-03-12", "2026-03-19", "2026-03-26"]
    assert [(one.at.time, one.at.minutes) for one in made[:3]] == [
        ("08:15", 45),
        ("09:00", 45),
        ("16:30", 30),
    ]
    assert {one.at.zone for one in made} == {"America/New_York"}
    assert made[-1].at.local == "2026-04-02T16:30"


def test_the_clock_on_the_wall_shows_the_same_before_and_after_it_is_changed() -> None:
    made = series_of(pair(), Series(starts=MONDAY, zone="Europe/London"))
    calls = [one.at for one in made if one.kind == "three_way"]
    assert {slot.time for slot in calls} == {"15:00"}
    assert {begins(slot).hour for slot in calls} == {15, 14}


def test_a_time_that_the_clocks_skip_is_put_an_hour_later_that_day() -> None:
    series = Series(starts=dt.date(2026, 3, 15), zone="Europe/London", individual_time="01:30")
    sessions = [one.at for one in series_of(pair(), series) if one.leader_ids == ("ada",)]
    assert [slot.local for slot in sessions[:2]] == ["2026-03-15T01:30", "2026-03-29T02:30"]


def test_a_round_on_a_holiday_comes_on_the_next_day_of_work() -> None:
    easter = frozenset({dt.date(2026, 4, 3), dt.date(2026, 4, 6)})
    series = Series(starts=dt.date(2026, 3, 6), days_off=easter)
    assert [day.isoformat() for day in round_days(series)][:4] == [
        "2026-03-06",
        "2026-03-20",
        "2026-04-07",
        "2026-04-17",
    ]


def test_rounds_that_holidays_push_into_each_other_are_one() -> None:
    off = frozenset(MONDAY + dt.timedelta(days=day) for day in range(21))
    days = [day.isoformat() for day in round_days(Series(starts=MONDAY, days_off=off))]
    assert days[:2] == ["2026-03-23", "2026-03-30"]
    pushed_on = frozenset(MONDAY + dt.timedelta(days=day) for day in range(28))
    assert next(round_days(Series(starts=MONDAY, days_off=pushed_on))) == dt.date(2026, 3, 30)


def test_a_closing_review_comes_after_the_last_round_even_if_a_holiday_delayed_that() -> None:
    off = frozenset(dt.date(2026, 3, 16) + dt.timedelta(days=day) for day in range(8))
    made = series_of(pair(), Series(starts=MONDAY, ends=dt.date(2026, 3, 17), days_off=off))
    assert rounds_of(made)[-1].day == "2026-03-24"
    assert made[-1].at.day == "2026-03-25"


def test_a_series_that_ends_before_its_first_round_is_the_closing_review() -> None:
    (closing,) = series_of(pair(), Series(starts=MONDAY, ends=MONDAY))
    assert closing.kind == "closing"


@pytest.mark.parametrize(
    ("values", "field", "problem"),
    [
        ({"ends": dt.date(2026, 3, 1)}, "ends", "dates_run_backwards"),
        ({"every_weeks": 0}, "every_weeks", "wrong_value"),
        ({"three_way_minutes": 0}, "three_way_minutes", "wrong_value"),
        ({"individual_time": "25:00"}, "individual_time", "no_such_time"),
        ({"zone": "Europe/Atlantis"}, "individual_time", "no_such_zone"),
    ],
)
def test_a_series_that_cannot_be_says_why(values: dict[str, object], field: str, problem: str) -> None:
    with pytest.raises(InvalidRecord) as refused:
        Series(starts=MONDAY, **values)
    assert (refused.value.field, refused.value.problem) == (field, problem)


def test_a_meeting_that_moves_stays_in_its_round() -> None:
    made = series_of(pair(), Series(starts=MONDAY))
    elsewhere = moved(made[0], Slot(local="2026-03-18T09:00"), dt.date(2026, 3, 1))
    assert rounds_of((elsewhere, *made[1:])) == rounds_of(made)


@given(serieses)
def test_every_round_has_its_sessions_and_its_call_on_a_free_day_before_the_end(series: Series) -> None:
    made = series_of(pair(), series)
    days = list(round_days(series))
    assert days == sorted(set(days))
    assert not series.days_off.intersection(days)
    weekday = series.starts.weekday() if series.weekday is None else series.weekday
    for day in days:
        assert day.weekday() == weekday or any(
            off <= day < off + dt.timedelta(days=38) for off in series.days_off
        )
        assert day.weekday() < 5 or weekday > 4
    assert [one.kind for one in made].count("three_way") == len(days)
    for leader_id in ("ada", "bo"):
        assert [one.leader_ids for one in made if one.kind == "individual"].count((leader_id,)) == len(days)
    assert made[-1].kind == "closing"
    assert made[-1].at.day >= max(series.last.isoformat(), *(day.isoformat() for day in days), "")


@given(serieses)
def test_no_change_of_clocks_moves_a_call(series: Series) -> None:
    """It stands at its time on the wall, or is put later where that time never was."""
    zone = zoneinfo.ZoneInfo(series.zone)
    for one in series_of(pair(), series):
        if one.kind == "three_way" and one.at.time != series.three_way_time:
            wanted = dt.datetime.fromisoformat(f"{one.at.day}T{series.three_way_time}").replace(tzinfo=zone)
            assert wanted.astimezone(dt.UTC).astimezone(zone).replace(tzinfo=None) != wanted.replace(
                tzinfo=None
            )
        assert begins(one.at).astimezone(zone).strftime("%Y-%m-%dT%H:%M") == one.at.local


@given(dates, st.integers(0, 6))
def test_a_weekday_is_found_within_the_week(day: dt.date, weekday: int) -> None:
    found = on_weekday(day, weekday)
    assert found.weekday() == weekday
    assert 0 <= (found - day).days < 7


@given(dates, st.integers(0, 30))
def test_months_later_is_the_same_day_or_the_last_of_the_month(day: dt.date, months: int) -> None:
    found = months_later(day, months)
    assert (found.year - day.year) * 12 + found.month - day.month == months
    assert found.day == day.day or (found.day < day.day and (found + dt.timedelta(days=1)).day == 1)


def test_three_months_after_the_end_of_november_is_the_end_of_february() -> None:
    assert months_later(dt.date(2025, 11, 30), 3) == dt.date(2026, 2, 28)
    assert months_later(dt.date(2027, 11, 30), 3) == dt.date(2028, 2, 29)


def test_a_session_late_at_night_goes_on_into_the_next_day() -> None:
    assert later(slot_on(MONDAY, "23:30", "UTC", 60), 60).local == "2026-03-03T00:30"


def test_the_day_is_that_of_the_zone() -> None:
    midnight = dt.datetime(2026, 3, 2, 23, 30, tzinfo=dt.UTC)
    assert day_in("Asia/Tokyo", midnight) == dt.date(2026, 3, 3)
    assert day_in("America/New_York", midnight) == MONDAY
