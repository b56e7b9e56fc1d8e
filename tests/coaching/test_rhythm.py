"""A plan's cadence: the next check-in, whatever was moved, missed or left out before."""

import datetime as dt
import itertools
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from coachdesk.coaching.meetings import moved
from coachdesk.coaching.rhythm import coming, owed, regular
from coachdesk.records.meeting import Meeting, Slot
from coachdesk.records.plan import Plan

TODAY = dt.date(2026, 3, 10)


def plan(**values: Any) -> Plan:
    cadence = {"every_weeks": 2, "weekday": 1, "time": "14:00", "zone": "Europe/London", "minutes": 30}
    plain = {"leader_ids": ("ada",), "started": "2026-02-01", "cadence": cadence}
    return Plan.make(**plain | values)


def check_in(of: Plan, day: str, **values: Any) -> Meeting:
    at = {"local": f"{day}T14:00", "zone": "Europe/London"}
    return Meeting.make(**{"leader_ids": of.leader_ids, "of_id": of.id, "at": at} | values)


def test_the_first_check_in_is_on_the_first_such_weekday_of_the_plan() -> None:
    of = plan()
    assert owed(of, ()) == Slot(local="2026-02-03T14:00", zone="Europe/London", minutes=30)
    assert [slot.day for slot in coming(of, (), TODAY, 3)] == ["2026-03-17", "2026-03-31", "2026-04-14"]


def test_the_next_comes_so_many_weeks_after_the_last_in_whatever_state() -> None:
    of = plan()
    for state in ("planned", "held", "missed"):
        slot = owed(of, [check_in(of, "2026-02-03", state=state)])
        assert slot is not None
        assert slot.day == "2026-02-17"
    assert owed(of, [check_in(of, "2026-02-03", state="cancelled")]) == owed(of, ())


def test_a_move_does_not_drag_the_rhythm_along() -> None:
    of = plan()
    put_off = moved(
        check_in(of, "2026-03-03"), Slot(local="2026-03-12T09:00", zone="Europe/London"), dt.date(2026, 3, 2)
    )
    slot = owed(of, [put_off])
    assert slot is not None
    assert slot.day == "2026-03-17"


def test_another_cadence_goes_on_from_the_last_check_in() -> None:
    of = plan(cadence={"every_weeks": 1, "weekday": 4, "time": "09:00", "zone": "UTC"})
    slot = owed(of, [check_in(of, "2026-03-03")])
    assert slot is not None
    assert slot.local == "2026-03-13T09:00"


def test_meetings_of_other_things_are_no_check_ins_of_the_plan() -> None:
    of = plan()
    others = [check_in(plan(), "2026-03-03"), check_in(of, "2026-03-03", kind="alignment")]
    assert regular(of, others) == ()
    assert regular(of, [check_in(of, "2026-03-03", kind="pip")])


def test_nothing_is_owed_without_a_cadence_after_the_end_and_once_it_is_closed() -> None:
    for of in (plan(cadence=None), plan(ends="2026-02-02"), plan(status="closed")):
        assert owed(of, ()) is None
        assert coming(of, (), TODAY) == ()
    assert len(coming(plan(ends="2026-03-31"), (), TODAY, 9)) == 2


def test_the_rhythm_ends_with_the_days_that_a_record_may_have() -> None:
    for ends in (None, "2300-01-01"):
        days = [slot.day for slot in coming(plan(started="2199-12-01", ends=ends), (), TODAY, 9)]
        assert days == ["2199-12-03", "2199-12-17"]


@given(
    st.integers(1, 52),
    st.integers(0, 6),
    st.dates(dt.date(2020, 1, 1), dt.date(2030, 1, 1)),
    st.dates(dt.date(2020, 1, 1), dt.date(2030, 1, 1)),
    st.sampled_from(["Europe/London", "America/New_York", "UTC"]),
)
def test_check_ins_to_come_keep_their_weekday_distance_and_time(
    weeks: int, weekday: int, started: dt.date, today: dt.date, zone: str
) -> None:
    cadence = {"every_weeks": weeks, "weekday": weekday, "time": "14:00", "zone": zone}
    slots = coming(plan(started=started.isoformat(), cadence=cadence), (), today, 4)
    days = [dt.date.fromisoformat(slot.day) for slot in slots]
    assert {day.weekday() for day in days} == {weekday}
    assert {(after - before).days for before, after in itertools.pairwise(days)} == {weeks * 7}
    assert {slot.time for slot in slots} == {"14:00"}
    assert max(started, today) <= days[0] < max(started, today) + dt.timedelta(weeks=weeks)


@given(st.integers(1, 12), st.integers(1, 8))
def test_a_meeting_for_what_is_owed_settles_it(weeks: int, times: int) -> None:
    of = plan(cadence={"every_weeks": weeks, "weekday": 2, "time": "10:00", "zone": "UTC"})
    meetings: list[Meeting] = []
    days = []
    for _ in range(times):
        slot = owed(of, meetings)
        assert slot is not None
        days.append(slot.day)
        meetings.append(Meeting.make(leader_ids=of.leader_ids, of_id=of.id, at=slot))
    assert days == [slot.day for slot in coming(of, (), dt.date(2026, 2, 1), times)]
