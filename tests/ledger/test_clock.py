"""What the ledger notices about the clock, and what it lets pass."""

import datetime as dt
from collections.abc import Callable
from itertools import pairwise

import pytest

from coachdesk.ledger.clock import DRIFT_SECONDS, Anomaly, Reading, anomaly, parse
from coachdesk.ledger.event import Event
from tests.making import Clock


def event(seq: int, reading: Reading) -> Event:
    return Event(
        seq=seq,
        record_id="r",
        record_type="entry",
        schema=1,
        revision=seq,
        action="create",
        recorded_at=reading.recorded_at,
        offset=reading.offset,
        boot=reading.boot,
        boottime=reading.boottime,
        commitment="",
        counts="",
    )


def found(*between: Callable[[Clock], None]) -> Anomaly | None:
    """What is noticed between two events when this happens to the clock, plus the second a look takes."""
    clock = Clock()
    before = event(1, clock())
    for happening in between:
        happening(clock)
    return anomaly(before, event(2, clock()))


def test_time_that_passes_is_no_anomaly() -> None:
    assert found() is None
    assert found(lambda clock: clock.pass_time(90 * 24 * 3600)) is None


def test_sleep_is_no_anomaly_because_the_boot_clock_counts_it() -> None:
    assert found(lambda clock: clock.pass_time(8 * 3600)) is None


@pytest.mark.parametrize("minutes", [60, -60, 540, -480])
def test_summer_time_and_travel_are_no_anomaly(minutes: int) -> None:
    assert found(lambda clock: clock.change_offset(minutes)) is None


def test_a_restart_is_no_anomaly() -> None:
    assert found(lambda clock: clock.pass_time(60), Clock.restart) is None


def test_a_clock_set_back_is_noticed() -> None:
    assert found(lambda clock: clock.set_by(-3600)) == Anomaly(2, "back", -3600)


def test_a_clock_set_back_across_a_restart_is_noticed_by_the_time_alone() -> None:
    assert found(lambda clock: clock.set_by(-3600), Clock.restart) == Anomaly(2, "back", -3599)


def test_a_clock_set_back_by_less_than_has_passed_is_a_drift() -> None:
    happenings = [lambda clock: clock.pass_time(7200), lambda clock: clock.set_by(-3600)]
    assert found(*happenings) == Anomaly(2, "drift", -3600)


def test_a_clock_set_forward_is_noticed_within_one_run_of_the_machine() -> None:
    assert found(lambda clock: clock.set_by(3600)) == Anomaly(2, "drift", 3600)


def test_a_clock_set_forward_across_a_restart_cannot_be_told_from_time_passing() -> None:
    assert found(lambda clock: clock.set_by(3600), Clock.restart) is None


def test_a_clock_set_back_to_the_very_same_moment_has_not_run_backwards() -> None:
    waited = [lambda clock: clock.pass_time(3599), lambda clock: clock.set_by(-3600)]
    assert found(*waited) == Anomaly(2, "drift", -3600)
    assert found(*waited, Clock.restart) is None
    assert found(*waited, lambda clock: clock.set_by(0.001)) == Anomaly(2, "drift", -3600)


def test_a_step_back_of_less_than_a_second_is_the_time_service_at_work() -> None:
    waited = [lambda clock: clock.pass_time(3599), lambda clock: clock.set_by(-3600)]
    assert found(*waited, lambda clock: clock.set_by(-0.999), Clock.restart) is None
    assert found(*waited, lambda clock: clock.set_by(-1), Clock.restart) == Anomaly(2, "back", -1)
    assert found(lambda clock: clock.set_by(-1.5)) is None


def test_what_is_let_pass_is_a_minute() -> None:
    assert DRIFT_SECONDS == 60


@pytest.mark.parametrize("sign", [1, -1])
def test_a_small_drift_is_let_pass_and_a_larger_one_is_not(sign: int) -> None:
    waited = [lambda clock: clock.pass_time(1000)]
    assert found(*waited, lambda clock: clock.set_by(sign * DRIFT_SECONDS)) is None
    noticed = found(*waited, lambda clock: clock.set_by(sign * (DRIFT_SECONDS + 1)))
    assert noticed == Anomaly(2, "drift", sign * (DRIFT_SECONDS + 1))


def test_where_the_system_tells_no_boot_only_going_back_is_noticed() -> None:
    def unknown_boot(clock: Clock) -> None:
        clock.restart(boot="")

    clock = Clock()
    clock.restart(boot="")
    readings = [clock()]
    clock.set_by(7200)
    readings.append(clock())
    clock.set_by(-3600)
    unknown_boot(clock)
    readings.append(clock())
    events = [event(seq, reading) for seq, reading in enumerate(readings, start=1)]
    assert [anomaly(*both) for both in pairwise(events)] == [None, Anomaly(3, "back", -3599)]


def test_each_anomaly_of_a_ledger_is_found_where_it_is_and_nowhere_else() -> None:
    clock, readings = Clock(), []
    for moved in (0, 0, -600, 0, 600, 0):
        clock.set_by(moved)
        readings.append(clock())
    events = [event(seq, reading) for seq, reading in enumerate(readings, start=1)]
    found = [anomaly(*both) for both in pairwise(events)]
    assert found == [None, Anomaly(3, "back", -600), None, Anomaly(5, "drift", 600), None]


def test_a_time_is_recorded_in_utc_with_milliseconds_and_read_back() -> None:
    at = dt.datetime(2026, 7, 1, 12, 0, 0, 123_456, tzinfo=dt.timezone(dt.timedelta(hours=2)))
    reading = Reading(at=at, offset=120, boot="", boottime=0)
    assert reading.recorded_at == "2026-07-01T10:00:00.123Z"
    assert parse(reading.recorded_at) == at.replace(microsecond=123_000)
