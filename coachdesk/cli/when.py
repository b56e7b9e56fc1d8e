"""Days and times as a person types them, in the zone of this machine unless another is named."""

import datetime as dt
import logging
import re
import time
import warnings
import zoneinfo

import msgspec
import tzlocal

from coachdesk.cli.refusals import Refused
from coachdesk.export import phrases
from coachdesk.records.base import InvalidRecord
from coachdesk.records.occurred import Occurred, occurred_now
from coachdesk.records.spoken import occurred_as_said
from coachdesk.records.spoken_days import NotADay, day_as_said, past

TODAY = "today"
_TYPED = re.compile(r"(?:(?P<day>\d{4}-\d\d-\d\d)(?:[ T]+|$))?(?P<time>\d{1,2}:\d\d)?")


def local_zone() -> str:
    """The IANA name of the zone this machine is in. Raises Refused where it does not say."""
    logging.getLogger("tzlocal").setLevel(logging.ERROR)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            name = tzlocal.get_localzone_name()
        except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
            name = None
    if name:
        return str(name)
    if set(time.tzname) == {"UTC"}:
        return "UTC"
    raise Refused("zone_unknown")


def day_of(typed: str, today: dt.date, *, ahead: bool = False) -> str:
    """A day as records keep it, from the way a person says it; ``ahead`` where "Friday" is the next one.

    Raises InvalidRecord and Refused.
    """
    try:
        return day_as_said(typed, today, ahead=ahead)
    except NotADay as error:
        raise _not_understood("day", error) from None


def past_day_of(typed: str, today: dt.date) -> str:
    """As :func:`day_of`, where something has happened on that day: one to come is refused."""
    return past(day_of(typed, today), today)


def period_of(from_day: str | None, to_day: str | None, today: dt.date) -> tuple[str, str]:
    """The first and the last day of a period, empty where it is open. Raises InvalidRecord and Refused."""
    first, last = (day_of(day, today) if day else "" for day in (from_day, to_day))
    if first and last and last < first:
        raise Refused("period_backwards", first=phrases.day(first), last=phrases.day(last))
    return first, last


def today_in(zone: str) -> dt.date:
    """The day on the calendar in ``zone``. Raises InvalidRecord for an unknown zone."""
    return dt.date.fromisoformat(now_in(zone).day)


def now_in(zone: str) -> Occurred:
    """This moment. Raises InvalidRecord for an unknown zone."""
    Occurred(day="2000-01-01", zone=zone, precision="day")
    return occurred_now(dt.datetime.now(dt.UTC), zone)


def occurred_of(typed: str, zone: str, today: dt.date, *, about: bool) -> Occurred:
    """``2026-03-02 14:30``, ``14:30`` of ``today``, or as a person says it now. Raises InvalidRecord and Refused."""
    found = _TYPED.fullmatch(typed.strip())
    if found is None or not typed.strip():
        return _as_said(typed, zone, about=about)
    day = found["day"] or today.isoformat()
    if found["time"] is None:
        if about:
            raise InvalidRecord("occurred.precision", "time_and_precision_differ")
        return Occurred(day=day, zone=zone, precision="day")
    return Occurred(day=day, time=found["time"].zfill(5), zone=zone, precision="about" if about else "exact")


def _as_said(typed: str, zone: str, *, about: bool) -> Occurred:
    try:
        found = occurred_as_said(typed, dt.datetime.now(dt.UTC), zone)
    except NotADay as error:
        raise _not_understood("occurred.day", error) from None
    if about and found.time is None:
        raise InvalidRecord("occurred.precision", "time_and_precision_differ")
    return msgspec.structs.replace(found, precision="about") if about else found


def _not_understood(field: str, error: NotADay) -> InvalidRecord | Refused:
    if error.day:
        return Refused("other_weekday", typed=error.typed, day=phrases.day(error.day))
    return InvalidRecord(field, "no_such_date", error.typed)
