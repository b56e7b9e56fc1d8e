"""A meeting moves with a trace, and stands where it was said to stand, by the calendar of its own zone."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachdesk.coaching.meetings import kept, moved, standing
from coachdesk.records.base import InvalidRecord
from coachdesk.records.meeting import Meeting, Slot

NOON = dt.datetime(2026, 3, 10, 12, tzinfo=dt.UTC)


def meeting(day: str = "2026-03-10", **values: Any) -> Meeting:
    at = {"local": f"{day}T15:00", "zone": "Europe/London"}
    return Meeting.make(**{"leader_ids": ("ada",), "at": at} | values)


@pytest.mark.parametrize(
    ("state", "day", "stands"),
    [
        ("planned", "2026-03-11", "planned"),
        ("planned", "2026-03-10", "due"),
        ("planned", "2026-03-01", "due"),
        ("held", "2026-03-01", "kept"),
        ("missed", "2026-03-01", "missed"),
        ("cancelled", "2026-03-20", "cancelled"),
    ],
)
def test_where_a_meeting_stands(state: str, day: str, stands: str) -> None:
    one = meeting(day, state=state)
    found = standing(one, NOON)
    assert (found.meeting_id, found.state, found.moved) == (one.id, stands, 0)


def test_the_day_is_that_of_the_meetings_own_zone() -> None:
    far = meeting(at={"local": "2026-03-11T09:00", "zone": "Pacific/Auckland"})
    assert standing(far, NOON).state == "due"
    assert standing(far, NOON - dt.timedelta(hours=12)).state == "planned"
    assert standing(far, NOON).begins == dt.datetime(2026, 3, 10, 20, tzinfo=dt.UTC)


def test_each_move_is_one_more_line() -> None:
    one = meeting()
    once = moved(one, Slot(local="2026-03-12T09:00"), dt.date(2026, 3, 9), "Board meeting")
    twice = moved(once, Slot(local="2026-03-13T09:00"), dt.date(2026, 3, 12))
    assert [(move.at, move.to, move.moved_on, move.reason) for move in twice.moves] == [
        (one.at, once.at, "2026-03-09", "Board meeting"),
        (once.at, twice.at, "2026-03-12", ""),
    ]
    assert standing(twice, NOON).moved == 2
    assert twice.id == one.id


def test_a_meeting_that_was_missed_can_be_held_later_if_one_says_why() -> None:
    again = moved(
        meeting("2026-03-01", state="missed"), Slot(local="2026-03-12T09:00"), dt.date(2026, 3, 10), "Ill"
    )
    assert again.state == "planned"


@pytest.mark.parametrize(
    ("state", "to", "on", "problem"),
    [
        ("held", "2026-03-12T09:00", "2026-03-10", "cannot_be_moved_any_more"),
        ("cancelled", "2026-03-12T09:00", "2026-03-10", "cannot_be_moved_any_more"),
        ("planned", "2026-03-09T09:00", "2026-03-10", "moved_into_the_past"),
        ("planned", "2026-03-10T15:00", "2026-03-10", "stands_there_already"),
        ("planned", "2026-03-20T15:00", "2026-03-11", "moved_late_needs_its_reason"),
    ],
)
def test_a_meeting_that_cannot_be_moved_there_says_why(state: str, to: str, on: str, problem: str) -> None:
    with pytest.raises(InvalidRecord) as refused:
        moved(meeting(state=state), Slot(local=to, zone="Europe/London"), dt.date.fromisoformat(on))
    assert refused.value.problem == problem


meetings = st.lists(
    st.builds(
        meeting,
        st.dates(dt.date(2026, 1, 1), dt.date(2026, 6, 1)).map(dt.date.isoformat),
        state=st.sampled_from(["planned", "held", "missed", "cancelled"]),
    )
)


@given(meetings)
def test_every_meeting_stands_in_one_place(all_of_them: list[Meeting]) -> None:
    found = kept(all_of_them, NOON)
    places = [*found.kept, *found.missed, *found.due, *found.planned, *found.cancelled]
    assert sorted(places) == sorted(one.id for one in all_of_them)
    assert found.moved == ()
    days = {one.id: one.at.day for one in all_of_them}
    assert [days[one] for one in found.kept] == sorted(days[one] for one in found.kept)


def test_what_was_moved_is_counted_besides() -> None:
    one = moved(meeting(), Slot(local="2026-03-12T09:00"), dt.date(2026, 3, 9))
    held = one.changed(state="held")
    found = kept([held, meeting()], NOON)
    assert (found.kept, found.moved, len(found.due)) == ((held.id,), (held.id,), 1)
