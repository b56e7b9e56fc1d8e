"""Days as people say them: "last Tuesday", "14 Sep", "3/4/2026", "two weeks ago", "end of next month".

Pure: the same words on the same day mean the same. What was meant has to be shown back in full.
"""

import datetime as dt
import re
from collections.abc import Callable
from typing import NamedTuple

import msgspec

from coachdesk.records.base import InvalidRecord


class NotADay(ValueError):
    """Nobody can tell which day or time these words mean; ``typed`` are the words.

    ``day`` is set (ISO 8601) where only the weekday is wrong: "Monday 3 March 2026" was a Tuesday.
    """

    def __init__(self, typed: str, day: str = "") -> None:
        super().__init__(typed)
        self.typed, self.day = typed, day


class Names(msgspec.Struct, frozen=True):
    """What months and weekdays are called (January and Monday first), and whether 3/4 is in March."""

    months: tuple[str, ...]
    weekdays: tuple[str, ...]
    month_first: bool = False


ENGLISH = Names(
    months=(
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
    weekdays=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
)

_SHORTEST_NAME = 3
_WEEK = 7
_FRIDAY = 4
_CENTURY = 2000
_NUMBERS = {
    word: str(number)
    for number, word in enumerate(
        (
            *("one", "two", "three", "four", "five", "six"),
            *("seven", "eight", "nine", "ten", "eleven", "twelve"),
        ),
        start=1,
    )
}
_FILLERS = re.compile(r"\b(?:at|on|the|of|o'clock)\b|,")


def day_as_said(typed: str, today: dt.date, names: Names = ENGLISH, *, ahead: bool = False) -> str:
    """The day that ``typed`` means on ``today``, in ISO 8601; ``ahead`` where "Friday" is the next one.

    Raises :class:`NotADay` for words that mean no day, InvalidRecord for a day that never was.
    """
    return day_of(plain(typed), Around(today, names, ahead)).isoformat()


def past(day: str, today: dt.date, field: str = "day") -> str:
    """``day`` (ISO 8601) itself, if something can have happened on it. Raises InvalidRecord for one to come."""
    if day > today.isoformat():
        raise InvalidRecord(field, "not_yet_past", day)
    return day


def plain(typed: str) -> str:
    """What was typed in small letters and single spaces, digits for number words, without small words."""
    words = re.sub("[’`]", "'", typed).casefold().split()
    digits = " ".join(_NUMBERS.get(word, word) for word in words)
    return " ".join(_FILLERS.sub(" ", digits).split())


class Around(NamedTuple):
    """What a phrase is heard against: the day it is said on, the names in use, and which way it looks."""

    today: dt.date
    names: Names
    ahead: bool = False


def day_of(text: str, around: Around) -> dt.date:
    """The day that ``text`` (made plain) means. A weekday before a date must be that date's.

    Raises as :func:`day_as_said` does.
    """
    for rule, read in _RULES:
        found = rule.fullmatch(text)
        day = read(found, around) if found else None
        if day is not None:
            return day
    first, _, rest = text.partition(" ")
    weekday = _named(first.rstrip("."), around.names.weekdays)
    if weekday is None or not rest:
        raise NotADay(text)
    day = day_of(rest, around)
    if day.weekday() != weekday:
        raise NotADay(text, day.isoformat())
    return day


def _named(word: str, names: tuple[str, ...]) -> int | None:
    """Which of ``names`` a word is or begins (three letters at least), counted from 0."""
    for place, name in enumerate(name.casefold().rstrip(".") for name in names):
        if word == name or (len(word) >= _SHORTEST_NAME and name.startswith(word)):
            return place
    return None


_PLAINLY = {
    "day before yesterday": -2,
    "yesterday": -1,
    "today": 0,
    "tomorrow": 1,
    "day after tomorrow": 2,
}


def _plainly(found: re.Match[str], around: Around) -> dt.date:
    return around.today + dt.timedelta(days=_PLAINLY[found[0]])


def _counted(found: re.Match[str], around: Around) -> dt.date:
    number = int(found["number"]) if found["number"].isdecimal() else 1
    days = number * (_WEEK if found["what"] == "week" else 1)
    return around.today + dt.timedelta(days=days)


def _counted_back(found: re.Match[str], around: Around) -> dt.date:
    return around.today - (_counted(found, around) - around.today)


def _weekday(found: re.Match[str], around: Around) -> dt.date | None:
    """Alone it is the last such day, today included (the next one, if looking ahead)."""
    weekday, which = _named(found["weekday"], around.names.weekdays), found["which"]
    if weekday is None:
        return None
    days = weekday - around.today.weekday()
    if found["before"] or found["after"]:
        days -= _WEEK
    elif which == "next" or (around.ahead and not which):
        days = days % _WEEK or _WEEK
    elif which == "last":
        days = days % _WEEK - _WEEK
    elif which is None:
        days = -(-days % _WEEK)
    return around.today + dt.timedelta(days=days)


def _end(found: re.Match[str], around: Around) -> dt.date:
    """The last day of a month, or the Friday of a week."""
    today, later = around.today, 1 if found["next"] else 0
    if found["what"] == "week":
        return today + dt.timedelta(days=_FRIDAY - today.weekday() + later * _WEEK)
    months = today.month + later
    return dt.date(today.year + months // 12, months % 12 + 1, 1) - dt.timedelta(days=1)


def _dated(found: re.Match[str], around: Around) -> dt.date | None:
    month = _named(found["month"], around.names.months)
    return None if month is None else _in_year(found, month + 1, int(found["day"]), around)


def _numbered(found: re.Match[str], around: Around) -> dt.date:
    day, month = int(found["first"]), int(found["second"])
    if around.names.month_first and found["mark"] == "/":
        day, month = month, day
    return _in_year(found, month, day, around)


def _iso(found: re.Match[str], around: Around) -> dt.date:
    return _in_year(found, int(found["month"]), int(found["day"]), around)


def _in_year(found: re.Match[str], month: int, day: int, around: Around) -> dt.date:
    """Without a year, the last such day up to today, or the first from today on if looking ahead."""
    said, today = found["year"], around.today
    years = (today.year, today.year + (1 if around.ahead else -1))
    if said:
        years = (int(said) + (_CENTURY if len(said) == 2 else 0),) * 2  # noqa: PLR2004  # '26
    for year in years:
        candidate = _calendar_day(year, month, day)
        if candidate and (said or _is_on_side(candidate, around)):
            return candidate
    raise InvalidRecord("day", "no_such_date", found[0])


def _day_of_month(found: re.Match[str], around: Around) -> dt.date:
    """In the nearest month, this one first, that has such a day behind it (or ahead)."""
    first = around.today.replace(day=1)
    for _month in range(3):
        candidate = _calendar_day(first.year, first.month, int(found["day"]))
        if candidate and _is_on_side(candidate, around):
            return candidate
        first = (first + dt.timedelta(days=32 if around.ahead else -1)).replace(day=1)
    raise InvalidRecord("day", "no_such_date", found[0])


def _is_on_side(day: dt.date, around: Around) -> bool:
    return day >= around.today if around.ahead else day <= around.today


def _calendar_day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


_YEAR = r"(?: '?(?P<year>\d{4}|(?<=')\d\d))?"
_COUNT = r"\d{1,3}|an?"
_WORD = r"[^\W\d_]+"
_RULES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], Around], dt.date | None]], ...] = (
    (re.compile("|".join(_PLAINLY)), _plainly),
    (re.compile(r"(?P<year>\d{4})-(?P<month>\d\d?)-(?P<day>\d\d?)"), _iso),
    (re.compile(rf"(?P<number>{_COUNT}) (?P<what>day|week)s? ago"), _counted_back),
    (re.compile(rf"in (?P<number>{_COUNT}) (?P<what>day|week)s?"), _counted),
    (
        re.compile(
            rf"(?P<before>last week )?(?:(?P<which>last|this|next) )?(?P<weekday>{_WORD})\.?(?P<after> last week)?"
        ),
        _weekday,
    ),
    (re.compile(r"end (?:this )?(?P<next>next )?(?P<what>week|month)"), _end),
    (re.compile(rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th|\.)? (?P<month>{_WORD})\.?{_YEAR}"), _dated),
    (re.compile(rf"(?P<month>{_WORD})\.? (?P<day>\d{{1,2}})(?:st|nd|rd|th)?{_YEAR}"), _dated),
    (
        re.compile(r"(?P<first>\d{1,2})(?P<mark>[./])(?P<second>\d{1,2})(?:(?P=mark)(?P<year>\d{4}|\d\d)?)?"),
        _numbered,
    ),
    (re.compile(r"(?P<day>\d{1,2})(?:st|nd|rd|th)"), _day_of_month),
)
"""How a day may be said and how each way is read; the first that reads it does."""
