"""Days and times to come, as the clock on the wall will show them."""

import datetime as dt
import zoneinfo

from coachdesk.records.meeting import Slot

WEEK = dt.timedelta(weeks=1)
_DAYS_A_WEEK = 7


def on_weekday(day: dt.date, weekday: int) -> dt.date:
    """The first ``weekday`` (0 is Monday) from ``day`` on."""
    return day + dt.timedelta(days=(weekday - day.weekday()) % _DAYS_A_WEEK)


def months_later(day: dt.date, months: int) -> dt.date:
    """The same day of the month so many months later, or the last day of a month that is too short."""
    years, month = divmod(day.month - 1 + months, 12)
    first = dt.date(day.year + years, month + 1, 1)
    next_first = (first + dt.timedelta(days=31)).replace(day=1)
    return min(first + dt.timedelta(days=day.day - 1), next_first - dt.timedelta(days=1))


def slot_on(day: dt.date, time: str, zone: str, minutes: int) -> Slot:
    """That time on that day. A time that the clocks skip on it is put as much later as they skip.

    Raises :class:`~coachdesk.records.base.InvalidRecord` for a day, a time or a zone that does not exist.
    """
    local = dt.datetime.combine(day, dt.time.fromisoformat(time))
    there = local.replace(tzinfo=zoneinfo.ZoneInfo(zone))
    shown = there.astimezone(dt.UTC).astimezone(there.tzinfo)
    return Slot(local=shown.replace(tzinfo=None).isoformat(timespec="minutes"), zone=zone, minutes=minutes)


def later(slot: Slot, minutes: int) -> Slot:
    """The same so many minutes later, by the clock on the wall."""
    local = dt.datetime.fromisoformat(slot.local) + dt.timedelta(minutes=minutes)
    return slot_on(local.date(), local.strftime("%H:%M"), slot.zone, slot.minutes)


def begins(slot: Slot) -> dt.datetime:
    """When it begins, as an aware UTC time. Of an hour that comes twice, the first is meant (PEP 495)."""
    local = dt.datetime.fromisoformat(slot.local)
    return local.replace(tzinfo=zoneinfo.ZoneInfo(slot.zone)).astimezone(dt.UTC)


def day_in(zone: str, now: dt.datetime) -> dt.date:
    """The calendar day in a zone at a moment (aware)."""
    return now.astimezone(zoneinfo.ZoneInfo(zone)).date()
