import contextlib
import datetime as dt
import zoneinfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachdesk.records.base import InvalidRecord
from coachdesk.records.occurred import Occurred, Precision
from coachdesk.records.spoken import occurred_as_said, said
from coachdesk.records.spoken_days import ENGLISH, Names, NotADay, day_as_said, past

LONDON = "Europe/London"
NOW = dt.datetime(2026, 3, 4, 16, 20, tzinfo=dt.UTC)
"""A Wednesday."""


def heard(typed: str, names: Names = ENGLISH) -> str:
    return said(occurred_as_said(typed, NOW, LONDON, names), LONDON)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("now", "2026-03-04 16:20"),
        ("yesterday 3pm", "2026-03-03 15:00"),
        ("3pm yesterday", "2026-03-03 15:00"),
        ("Yesterday, at 3 o’clock", "2026-03-03 15:00"),
        ("tomorrow 9am", "2026-03-05 09:00"),
        ("the day before yesterday", "2026-03-02"),
        ("two days ago at about ten", "about 2026-03-02 10:00"),
        ("last Tuesday", "2026-03-03"),
        ("Tuesday", "2026-03-03"),
        ("Wednesday", "2026-03-04"),
        ("last Wednesday", "2026-02-25"),
        ("this Friday", "2026-03-06"),
        ("next Tuesday", "2026-03-10"),
        ("Tuesday last week", "2026-02-24"),
        ("last week Tuesday", "2026-02-24"),
        ("Tuesday 3", "2026-03-03 15:00"),
        ("14 Sep", "2025-09-14"),
        ("Sept 14th, 2025", "2025-09-14"),
        ("14th of September 2:30pm", "2025-09-14 14:30"),
        ("14 sep '24", "2024-09-14"),
        ("14 sep 10", "2025-09-14 10:00"),
        ("Tuesday 3 March 2026 15:00", "2026-03-03 15:00"),
        ("the 14th", "2026-02-14"),
        ("the 2nd, c. 10:30", "about 2026-03-02 10:30"),
        ("2026-03-02 14:30", "2026-03-02 14:30"),
        ("2026-03-02T14:30", "2026-03-02 14:30"),
        ("2026-3-2", "2026-03-02"),
        ("3/4/2025", "2025-04-03"),
        ("14.9.", "2025-09-14"),
        ("14.09.25", "2025-09-14"),
        ("a week ago", "2026-02-25"),
        ("3 days ago", "2026-03-01"),
        ("10 minutes ago", "about 2026-03-04 16:10"),
        ("half an hour ago", "about 2026-03-04 15:50"),
    ],
)
def test_a_day_or_a_moment_is_understood_as_people_say_it(typed: str, meant: str) -> None:
    assert heard(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("about 10", "about 2026-03-04 10:00"),
        ("about 3", "about 2026-03-04 15:00"),
        ("3:15", "2026-03-04 15:15"),
        ("03:15", "2026-03-04 03:15"),
        ("14.30", "2026-03-04 14:30"),
        ("12am", "2026-03-04 00:00"),
        ("12:30 pm", "2026-03-04 12:30"),
        ("noon", "2026-03-04 12:00"),
        ("midnight", "2026-03-04 00:00"),
        ("half past three", "2026-03-04 15:30"),
        ("quarter to 9 yesterday", "2026-03-03 08:45"),
        ("quarter to 1", "2026-03-04 12:45"),
        ("ten past 4 am", "2026-03-04 04:10"),
        ("8 in the evening yesterday", "2026-03-03 20:00"),
        ("3 in the morning", "2026-03-04 03:00"),
        ("yesterday afternoon at 14:10", "2026-03-03 14:10"),
    ],
)
def test_an_hour_without_am_or_pm_is_taken_for_one_of_the_working_day(typed: str, meant: str) -> None:
    assert heard(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("this morning", "about 2026-03-04 09:00"),
        ("yesterday evening", "about 2026-03-03 19:00"),
        ("last night", "about 2026-03-03 21:00"),
        ("lunchtime on Monday", "about 2026-03-02 12:00"),
        ("tonight", "about 2026-03-04 16:20"),
    ],
)
def test_a_part_of_the_day_is_about_an_hour_and_never_later_than_now(typed: str, meant: str) -> None:
    assert heard(typed) == meant


def test_a_day_alone_claims_no_time() -> None:
    assert occurred_as_said("yesterday", NOW, LONDON) == Occurred(
        day="2026-03-03", time=None, zone=LONDON, precision="day"
    )


def test_today_is_the_day_on_the_calendar_where_the_person_is() -> None:
    late = dt.datetime(2026, 3, 4, 23, 30, tzinfo=dt.UTC)
    assert occurred_as_said("today", late, "Asia/Tokyo").day == "2026-03-05"
    assert occurred_as_said("now", late, "Asia/Tokyo").time == "08:30"


def test_another_zone_can_be_named() -> None:
    assert occurred_as_said("yesterday 3pm Europe/Berlin", NOW, LONDON) == Occurred(
        day="2026-03-03", time="15:00", zone="Europe/Berlin"
    )
    assert occurred_as_said("2026-03-02 14:30 (UTC)", NOW, LONDON).zone == "UTC"
    assert occurred_as_said("2026-03-02 14:30 Japan", NOW, LONDON).zone == "Japan"
    assert occurred_as_said("last Tuesday", NOW, LONDON).zone == LONDON


@pytest.mark.parametrize(
    "typed", ["31 Feb", "30 February 2026", "29 Feb", "2026-13-01", "31.4.", "the 32nd", "0/5", "00.00."]
)
def test_a_day_that_never_was_says_so(typed: str) -> None:
    with pytest.raises(InvalidRecord) as told:
        occurred_as_said(typed, NOW, LONDON)
    assert told.value.problem == "no_such_date"


@pytest.mark.parametrize("typed", ["25:00", "15pm", "10:75", "0am", "yesterday 24:30"])
def test_a_time_that_no_clock_shows_says_so(typed: str) -> None:
    with pytest.raises(InvalidRecord) as told:
        occurred_as_said(typed, NOW, LONDON)
    assert told.value.problem == "no_such_time"


def test_an_hour_skipped_by_the_change_of_clocks_and_an_unknown_zone_say_so() -> None:
    with pytest.raises(InvalidRecord, match="skipped_by_clock_change"):
        occurred_as_said("2026-03-29 01:30", NOW, LONDON)
    with pytest.raises(InvalidRecord, match="no_such_zone"):
        occurred_as_said("yesterday Europe/Nowhere", NOW, LONDON)


@pytest.mark.parametrize(
    "typed",
    ["", "  ", "gibberish", "about", "about yesterday", "march 2026", "last", "10 10", "3pm 4pm", "soon"],
)
def test_words_that_mean_no_moment_say_so(typed: str) -> None:
    with pytest.raises(NotADay) as told:
        occurred_as_said(typed, NOW, LONDON)
    assert (told.value.typed, told.value.day) == (typed, "")


def test_a_weekday_that_the_date_did_not_have_is_told_with_the_date() -> None:
    with pytest.raises(NotADay) as told:
        occurred_as_said("Monday 3 March 2026", NOW, LONDON)
    assert told.value.day == "2026-03-03"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Friday", "2026-03-06"),
        ("Wednesday", "2026-03-11"),
        ("next Tue", "2026-03-10"),
        ("in 2 weeks", "2026-03-18"),
        ("in a week", "2026-03-11"),
        ("end of the week", "2026-03-06"),
        ("end of next week", "2026-03-13"),
        ("end of the month", "2026-03-31"),
        ("end of next month", "2026-04-30"),
        ("14 Feb", "2027-02-14"),
        ("the 2nd", "2026-04-02"),
        ("31st", "2026-03-31"),
        ("tomorrow", "2026-03-05"),
        ("2026-03-02", "2026-03-02"),
    ],
)
def test_a_day_by_which_something_is_due_lies_ahead(typed: str, meant: str) -> None:
    assert day_as_said(typed, NOW.date(), ahead=True) == meant


def test_what_has_happened_is_of_no_day_to_come() -> None:
    assert past("2026-03-04", dt.date(2026, 3, 4)) == "2026-03-04"
    with pytest.raises(InvalidRecord) as refused:
        past("2026-03-05", dt.date(2026, 3, 4), "told_on")
    assert (refused.value.field, refused.value.problem) == ("told_on", "not_yet_past")


def test_december_is_followed_by_january() -> None:
    today = dt.date(2025, 12, 31)
    assert day_as_said("end of next month", today, ahead=True) == "2026-01-31"
    assert day_as_said("end of the month", today, ahead=True) == "2025-12-31"
    assert day_as_said("1st", today, ahead=True) == "2026-01-01"


def test_months_and_weekdays_are_known_by_the_readers_own_names() -> None:
    german = Names(
        months=(
            *("Januar", "Februar", "März", "April", "Mai", "Juni"),
            *("Juli", "August", "September", "Oktober", "November", "Dezember"),
        ),
        weekdays=("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
    )
    assert heard("2. März", german) == "2026-03-02"
    assert heard("Dienstag, 3. März 2026 15.00", german) == "2026-03-03 15:00"


def test_where_the_month_comes_first_3_4_is_in_march() -> None:
    american = Names(ENGLISH.months, ENGLISH.weekdays, month_first=True)
    assert heard("3/4/2025", american) == "2025-03-04"
    assert heard("14.9.2025", american) == "2025-09-14"


@given(
    seconds=st.integers(0, 2_000_000_000),
    zone=st.sampled_from([LONDON, "Asia/Kolkata", "America/Port-au-Prince", "Etc/GMT+5", "UTC", "Japan"]),
    precision=st.sampled_from(["exact", "about", "day"]),
)
def test_what_is_shown_back_is_read_as_the_same_moment(seconds: int, zone: str, precision: Precision) -> None:
    at = dt.datetime.fromtimestamp(seconds, zoneinfo.ZoneInfo(zone))
    time = None if precision == "day" else f"{at:%H:%M}"
    when = Occurred(day=f"{at:%Y-%m-%d}", time=time, zone=zone, precision=precision)
    assert occurred_as_said(said(when, LONDON), NOW, LONDON) == when


@given(st.text(max_size=40))
def test_nothing_that_is_typed_ends_in_anything_but_a_moment_or_a_refusal(typed: str) -> None:
    with contextlib.suppress(NotADay, InvalidRecord):
        occurred_as_said(typed, NOW, LONDON)
