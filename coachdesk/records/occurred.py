"""When something happened, as the manager says it: never moved by travel or by a change of clocks."""

import datetime as dt
import functools
import zoneinfo
from typing import Literal

from coachdesk.records.base import InvalidRecord, Part
from coachdesk.records.people import check_day

Precision = Literal["exact", "about", "day"]
"""``exact``: at that time; ``about``: around that time; ``day``: some time that day."""

_FIRST_DAY, _LAST_DAY = "1900-01-01", "2199-12-31"
"""A day further out is a slip of the pen: nobody reports to anybody that long."""

_NOT_A_PLACE = ("localtime",)
"""Debian's zone folder has a name for "wherever this machine is": it would move with the machine."""


class Occurred(Part, frozen=True, kw_only=True):
    """A local calendar day and time in a named zone (IANA).

    ``day`` is ISO 8601 (``2026-03-02``), ``time`` is ``14:30`` or None when only the day is known.
    Raises :class:`InvalidRecord` for a date or a time that never was, and for an unknown zone.
    """

    day: str
    time: str | None = None
    zone: str = "UTC"
    precision: Precision = "exact"

    def __post_init__(self) -> None:
        if (self.time is None) != (self.precision == "day"):
            raise InvalidRecord("occurred.precision", "time_and_precision_differ", self.precision)
        _check(self.day, self.time, self.zone)

    @property
    def at(self) -> dt.datetime:
        """The moment as an aware UTC time; noon for a day without a time (for sorting only)."""
        local = dt.datetime.fromisoformat(f"{self.day}T{self.time or '12:00'}")
        return local.replace(tzinfo=zoneinfo.ZoneInfo(self.zone)).astimezone(dt.UTC)

    @property
    def sort_key(self) -> str:
        """Orders entries by what the calendar on the wall said: day, then time (a day alone sorts first)."""
        return f"{self.day}T{self.time or ''}"

    def until(self, moment: dt.datetime) -> dt.timedelta:
        """How long after it ``moment`` (aware) is; negative if that is before.

        Where only the day is known, whole days of the calendar in its zone: more cannot be said.
        """
        if self.time is not None:
            return moment - self.at
        local = moment.astimezone(zoneinfo.ZoneInfo(self.zone)).date()
        return local - dt.date.fromisoformat(self.day)


def occurred_now(now: dt.datetime, zone: str) -> Occurred:
    """The moment ``now`` (aware) as the clock on the wall in ``zone`` shows it."""
    local = now.astimezone(zoneinfo.ZoneInfo(zone))
    return Occurred(day=local.date().isoformat(), time=local.strftime("%H:%M"), zone=zone)


def check_moment(field: str, day: str, time: str, zone: str) -> None:
    """Raises :class:`InvalidRecord` about ``field`` unless clocks in ``zone`` show ``time`` that day."""
    try:
        _check(day, time, zone)
    except InvalidRecord as error:
        raise InvalidRecord(field, error.problem, error.value) from None


@functools.lru_cache(maxsize=8192)
def _check(day: str, time: str | None, zone_name: str) -> None:
    """The same moments are read again and again as one looks through a timeline. Raises InvalidRecord."""
    check_day("occurred.day", day)
    if not _FIRST_DAY <= day <= _LAST_DAY:
        raise InvalidRecord("occurred.day", "no_such_date", day)
    if zone_name in _NOT_A_PLACE:
        raise InvalidRecord("occurred.zone", "no_such_zone", zone_name)
    try:
        zone = zoneinfo.ZoneInfo(zone_name)
    except (ValueError, OSError, zoneinfo.ZoneInfoNotFoundError):
        raise InvalidRecord("occurred.zone", "no_such_zone", zone_name) from None
    if time is not None:
        _check_time(day, time, zone)


def _check_time(day: str, time: str, zone: zoneinfo.ZoneInfo) -> None:
    try:
        local = dt.datetime.fromisoformat(f"{day}T{time}")
    except ValueError:
        raise InvalidRecord("occurred.time", "no_such_time", time) from None
    if local.tzinfo or local.isoformat(timespec="minutes") != f"{day}T{time}":
        raise InvalidRecord("occurred.time", "no_such_time", time)
    there_and_back = local.replace(tzinfo=zone).astimezone(dt.UTC).astimezone(zone)
    if there_and_back.replace(tzinfo=None) != local:
        raise InvalidRecord("occurred.time", "skipped_by_clock_change", f"{day} {time}")
