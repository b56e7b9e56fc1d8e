"""Days and times as a person types them, in the zone of this machine unless another is named."""

import datetime as dt
import logging
import re
import time
import warnings
import zoneinfo

import tzlocal

from coachdesk.cli.refusals import Refused
from coachdesk.records.base import InvalidRecord
from coachdesk.records.occurred import Occurred, occurred_now
from coachdesk.records.people import check_day

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


def day_of(typed: str, today: dt.date) -> str:
    """A day as records keep it. Raises InvalidRecord."""
    if typed.strip().casefold() == TODAY:
        return today.isoformat()
    check_day("day", typed.strip())
    return typed.strip()


def today_in(zone: str) -> dt.date:
    """The day on the calendar in ``zone``. Raises InvalidRecord for an unknown zone."""
    return dt.date.fromisoformat(now_in(zone).day)


def now_in(zone: str) -> Occurred:
    """This moment. Raises InvalidRecord for an unknown zone."""
    Occurred(day="2000-01-01", zone=zone, precision="day")
    return occurred_now(dt.datetime.now(dt.UTC), zone)


def occurred_of(typed: str, zone: str, today: dt.date, *, about: bool) -> Occurred:
    """``2026-03-02``, ``2026-03-02 14:30`` or, of ``today``, ``14:30``. Raises InvalidRecord."""
    found = _TYPED.fullmatch(typed.strip())
    if found is None or not typed.strip():
        raise InvalidRecord("occurred.day", "no_such_date", typed)
    day = found["day"] or today.isoformat()
    if found["time"] is None:
        if about:
            raise InvalidRecord("occurred.precision", "time_and_precision_differ")
        return Occurred(day=day, zone=zone, precision="day")
    return Occurred(day=day, time=found["time"].zfill(5), zone=zone, precision="about" if about else "exact")
