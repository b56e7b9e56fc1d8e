"""The clocks of this machine, read for real."""

import datetime as dt
import time
from pathlib import Path

import pytest

from coachdesk.journal import clock
from coachdesk.journal.clock import system_clock


def test_the_clock_says_what_this_machine_says() -> None:
    before = dt.datetime.now(dt.UTC)
    reading = system_clock()
    assert before <= reading.at <= dt.datetime.now(dt.UTC)
    assert reading.at.tzinfo is dt.UTC


def test_the_boot_clock_runs_on_within_one_boot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "boot_id").write_text("5a1b2c3d\n")
    monkeypatch.setattr(clock, "_BOOT_ID", tmp_path / "boot_id")
    one, other = system_clock(), system_clock()
    assert one.boot == other.boot == "5a1b2c3d"
    assert 0 < one.boottime <= other.boottime
    now = time.clock_gettime_ns(time.CLOCK_BOOTTIME) // 1_000_000
    assert 0 <= now - other.boottime < 60_000


def test_a_system_that_does_not_name_its_boots_has_no_boot_clock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "_BOOT_ID", tmp_path / "nothing")
    reading = system_clock()
    assert (reading.boot, reading.boottime) == ("", 0)


@pytest.mark.parametrize(("zone", "offset"), [("UTC", 0), ("Asia/Kolkata", 330), ("Etc/GMT+8", -480)])
def test_the_offset_is_that_of_the_clock_on_the_wall(
    zone: str, offset: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        assert system_clock().offset == offset
    finally:
        monkeypatch.undo()
        time.tzset()
