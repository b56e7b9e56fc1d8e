"""Days as they are typed into a filter: a day, a month or a year stands for all of it."""

import datetime as dt
import re
from typing import NamedTuple

from PySide6.QtCore import QLocale

from coachdesk.gui.when import reading_names
from coachdesk.records.base import InvalidRecord
from coachdesk.records.spoken_days import ENGLISH, NotADay, day_as_said

_YEAR, _MONTH = re.compile(r"\d{4}"), re.compile(r"(\d{4})-(\d{1,2})")
_DECEMBER = 12


class Period(NamedTuple):
    """Days from the first to the last, both included, in ISO 8601; "" is open."""

    first: str
    last: str


def period_of(typed: str, today: dt.date) -> Period | None:
    """What ``2026``, ``2026-03``, ``2026-03-02``, ``yesterday`` or ``14 Sep`` stands for; None if nothing."""
    words = typed.strip()
    if _YEAR.fullmatch(words):
        return _whole(f"{words}-01-01", f"{words}-12-31")
    if found := _MONTH.fullmatch(words):
        return _month(int(found[1]), int(found[2]))
    day = _day(words, today)
    return Period(day, day) if day else None


def day_before(day: str) -> str:
    """The day before ``day``."""
    return (dt.date.fromisoformat(day) - dt.timedelta(days=1)).isoformat()


def _day(words: str, today: dt.date) -> str:
    """A day in the reader's own words, or else in English; "" if it is none."""
    for names in (reading_names(QLocale()), ENGLISH):
        try:
            return day_as_said(words, today, names)
        except (NotADay, InvalidRecord):
            continue
    return ""


def _month(year: int, month: int) -> Period | None:
    if not 1 <= month <= _DECEMBER:
        return None
    following = (year + 1, 1) if month == _DECEMBER else (year, month + 1)
    try:
        end = dt.date(*following, 1) - dt.timedelta(days=1)
        return Period(end.replace(day=1).isoformat(), end.isoformat())
    except ValueError:
        return None


def _whole(first: str, last: str) -> Period | None:
    try:
        return Period(dt.date.fromisoformat(first).isoformat(), dt.date.fromisoformat(last).isoformat())
    except ValueError:
        return None
