import datetime as dt
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from coachdesk.export import phrases
from coachdesk.export.differences import changed_facts, differences, replaced
from coachdesk.export.evidence import Withheld
from coachdesk.export.story import Label
from coachdesk.records.entry import ActionPoint, Entry, Lane, Owner, Source, Told
from coachdesk.records.occurred import Occurred

TEXT = st.text(st.characters(codec="utf-8"), max_size=200)


@given(TEXT, TEXT)
def test_struck_and_plain_give_the_old_text_added_and_plain_the_new(before: str, after: str) -> None:
    spans = differences(before, after)
    old = "".join(span.text for span in spans if span.mark != "added")
    new = "".join(span.text for span in spans if span.mark != "struck")
    assert old.split() == before.split()
    assert new.split() == after.split()


def test_of_a_list_that_changed_only_what_changed_is_marked() -> None:
    points = [ActionPoint(text="Send the plan"), ActionPoint(text="Ask Bo")]
    day = Occurred(day="2026-03-02", precision="day")
    before = Entry.make(leader_ids=("a" * 24,), kind="praise", occurred=day, action_points=points)
    done = [replace(points[0], done="2026-03-02"), points[1]]
    ((name, spans),) = changed_facts(before, before.changed(action_points=done), {})
    assert name == "Action points"
    assert next(span.mark for span in spans if "Send the" in span.text) == ""
    assert "done 2 Mar 2026" in next(span.text for span in spans if span.mark == "added")
    assert "Ask Bo" not in "".join(span.text for span in spans if span.mark)


def test_texts_too_long_to_compare_word_by_word_are_shown_whole() -> None:
    before, after = "old " * 5000, "new " * 5000
    spans = differences(before, after)
    assert [span.text for span in spans if span.mark == "struck"] == [before]
    assert [span.text for span in spans if span.mark == "added"] == [after]


def test_a_value_taken_away_or_put_in_is_said() -> None:
    assert [span.text for span in replaced("Room 3", "")] == ["Room 3", "  ", "(removed)"]
    assert [span.text for span in replaced("", "Room 3")] == ["Room 3"]


@pytest.mark.parametrize(
    ("delay", "said"),
    [
        (dt.timedelta(minutes=-5), "at once"),
        (dt.timedelta(seconds=20), "at once"),
        (dt.timedelta(minutes=1), "1 minute after"),
        (dt.timedelta(minutes=95), "95 minutes after"),
        (dt.timedelta(hours=5), "5 hours after"),
        (dt.timedelta(hours=49), "late entry, 2 days after"),
        (dt.timedelta(days=22), "late entry – 22 days after"),
    ],
)
def test_lateness_is_said_in_words(delay: dt.timedelta, said: str) -> None:
    when = Occurred(day="2026-03-02", time="09:30", zone="Europe/London")
    assert phrases.lag(when, when.at + delay) == said


@pytest.mark.parametrize(
    ("recorded", "said"),
    [
        ("2026-03-01T12:00", "before that day"),
        ("2026-03-02T05:00", "the same day"),
        ("2026-03-03T04:59", "the same day"),
        ("2026-03-03T05:00", "the day after"),
        ("2026-03-05T04:59:59", "2 days after"),
        ("2026-03-05T05:00", "late entry, 3 days after"),
        ("2026-03-24T03:59", "late entry, 21 days after"),
        ("2026-03-24T04:00", "late entry – 22 days after"),
    ],
)
def test_after_a_day_without_a_time_days_of_its_calendar_are_counted(recorded: str, said: str) -> None:
    """New York is five hours behind UTC, from 8 March on four."""
    when = Occurred(day="2026-03-02", precision="day", zone="America/New_York")
    moment = dt.datetime.fromisoformat(recorded).replace(tzinfo=dt.UTC)
    assert phrases.lag(when, moment) == said


def test_every_category_label_lane_and_owner_has_words() -> None:
    assert set(phrases.REASONS_WITHHELD) == {why for why in get_args(Withheld) if why}
    assert set(phrases.LABELS) == set(get_args(Label))
    assert set(phrases.LANES) == set(get_args(Lane))
    assert set(phrases.OWNERS) == set(get_args(Owner))


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"time": "14:30"}, "Mon 2 March 2026, 14:30 (Europe/London)"),
        ({"time": "14:30", "precision": "about"}, "Mon 2 March 2026, about 14:30 (Europe/London)"),
        ({"precision": "day"}, "Mon 2 March 2026, time not noted (Europe/London)"),
    ],
)
def test_when_it_happened_is_said_as_far_as_it_is_known(values: dict[str, str], said: str) -> None:
    assert phrases.occurred(Occurred(day="2026-03-02", zone="Europe/London", **values)) == said


def test_a_moment_is_said_on_the_clock_of_the_wall() -> None:
    at = dt.datetime(2026, 3, 2, 23, 30, tzinfo=dt.UTC)
    assert phrases.moment(at, 60) == "Tue 3 March 2026, 00:30:00 (UTC+01:00)"
    assert phrases.moment(at, -210) == "Mon 2 March 2026, 20:00:00 (UTC−03:30)"


def test_numbers_are_cited_in_runs() -> None:
    assert phrases.numbers([9, 4, 7, 8, 12]) == "4, 7–9, 12"
    assert phrases.numbers([]) == ""


def test_plurals_are_english() -> None:
    assert [phrases.count(number, "entry") for number in (1, 2)] == ["1 entry", "2 entries"]
    assert [phrases.count(number, "day") for number in (1, 2)] == ["1 day", "2 days"]


def test_sizes_are_said_as_people_say_them() -> None:
    assert [phrases.size(number) for number in (1, 700, 20_480, 3_670_016)] == [
        "1 byte",
        "700 bytes",
        "20 KB",
        "3.5 MB",
    ]


def test_hearsay_is_called_hearsay() -> None:
    assert phrases.source(Source(how="reported", by="Zoë")) == "Reported by Zoë (hearsay)"
    assert phrases.source(Source(how="reported")) == "Reported by somebody not named (hearsay)"
    assert phrases.source(Source(how="saw")) == "Seen by the author"
    assert phrases.source(None) == "Not stated"


def test_telling_is_said_with_its_day_and_entry() -> None:
    told = Told(state="told", day="2026-03-04", how="in the 1:1")
    assert phrases.told(told, "entry 9") == "Told on Wed 4 March 2026, in the 1:1, entry 9"
    assert phrases.told(Told(state="not_yet"), "") == "Not yet"
    assert phrases.told(None, "") == "Does not apply"
