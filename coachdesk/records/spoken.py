"""Moments as people say them: "yesterday 3pm", "about 10", "this morning", "2026-03-02 14:30".

A pure reading of words against a given now. What is said leaves things open (which Tuesday, which half of
the day), so whoever has a field for this shows the answer back in full.
"""

import datetime as dt
import re
import zoneinfo

import msgspec

from coachdesk.records.base import InvalidRecord
from coachdesk.records.occurred import Occurred, Precision, occurred_now
from coachdesk.records.spoken_days import ENGLISH, Around, Names, NotADay, day_of, plain

_NOON = 12
_LAST_AFTERNOON_HOUR = 6
"""Without am or pm, one to six is in the afternoon: few conversations are at three in the night."""

_PARTS = {"morning": 9, "lunch": 12, "lunchtime": 12, "afternoon": 15, "evening": 19, "night": 21}
"""The hour a part of the day is taken for; always "about"."""

_MINUTES = {"half": 30, "quarter": 15}

_ZONE = re.compile(r"\s+\(?([A-Z][\w/+-]+)\)?$", re.ASCII)
_ABOUT = re.compile(r"\b(?:about|around|roughly|circa|approx(?:imately)?|ca|c)\b\.?|~")
_AGO = re.compile(r"(half an|an|a|\d{1,3}) (min|minute|h|hr|hour)s? ago")
_PAST = re.compile(r"\b(half|quarter|\d{1,2}) (past|to) (\d{1,2})\b ?(am|pm)?")
_CLOCK = re.compile(r"(?:(?<=\d)t|(?<![.\d])\b)(\d{1,2})[:.h](\d\d)(?![\d.]) ?(am|pm)?\b")
_HALF_DAY = re.compile(r"\b(\d{1,2}) ?(am|pm)\b")
_NAMED_TIME = re.compile(r"\b(noon|midday|midnight)\b")
_PART = re.compile(rf"\b(?:in )?(?:this )?({'|'.join(sorted(_PARTS, key=len, reverse=True))})\b")
_BARE_HOURS = (re.compile(r"(?<!\S)(\d{1,2})$"), re.compile(r"^(\d{1,2})(?=\s)"))


def occurred_as_said(typed: str, now: dt.datetime, zone: str, names: Names = ENGLISH) -> Occurred:
    """The moment that ``typed`` means at ``now`` (aware), on the clocks of ``zone`` unless it names another.

    Raises :class:`NotADay` for words that mean no moment, InvalidRecord for a day or time that never was.
    """
    text = typed.strip()
    if (named := _ZONE.search(text)) and ("/" in named[1] or _is_zone(named[1])):
        text, zone = text[: named.start()], named[1]
    here = now.astimezone(_zone(zone))
    text = plain(text)
    if text in ("now", "just now"):
        return occurred_now(now, zone)
    if ago := _AGO.fullmatch(text):
        return msgspec.structs.replace(occurred_now(now - _span(ago), zone), precision="about")
    try:
        phrase = _Phrase(text, here, names)
    except NotADay as error:
        raise NotADay(typed, error.day) from None
    precision: Precision = "day" if phrase.time is None else "about" if phrase.is_about else "exact"
    return Occurred(day=phrase.day.isoformat(), time=phrase.time, zone=zone, precision=precision)


def said(when: Occurred, zone: str) -> str:
    """``when`` in few characters, which :func:`occurred_as_said` reads as the same again in ``zone``."""
    about = "about " if when.precision == "about" else ""
    time = f" {when.time}" if when.time else ""
    elsewhere = "" if when.zone == zone else f" {when.zone}"
    return f"{about}{when.day}{time}{elsewhere}"


def _is_zone(word: str) -> bool:
    """Whether a capitalised word at the end is a zone (GMT, Japan) rather than a weekday or a month."""
    try:
        return bool(_zone(word))
    except InvalidRecord:
        return False


def _zone(name: str) -> zoneinfo.ZoneInfo:
    """Raises InvalidRecord for an unknown zone, as a moment in it would."""
    return zoneinfo.ZoneInfo(Occurred(day="2000-01-01", zone=name, precision="day").zone)


def _span(ago: re.Match[str]) -> dt.timedelta:
    number = float({"half an": 0.5, "an": 1, "a": 1}.get(ago[1]) or int(ago[1]))
    return dt.timedelta(hours=number) if ago[2].startswith("h") else dt.timedelta(minutes=number)


class _Clock(msgspec.Struct, frozen=True):
    """A time as said; ``half`` is ``am``, ``pm``, ``24`` (an hour of the day as it stands) or open."""

    hour: int
    minute: int = 0
    half: str = ""

    def within(self, part: str) -> str:
        """The time in 24 hours, in a part of the day if one was named. Raises InvalidRecord."""
        hour, half = self.hour, self.half
        if part and hour <= _NOON and half != "24":
            half = "am" if part == "morning" else "pm"
        if half in ("am", "pm"):
            if not 1 <= hour <= _NOON:
                raise InvalidRecord("occurred.time", "no_such_time", f"{hour} {half}")
            hour = hour % _NOON + (_NOON if half == "pm" else 0)
        elif not half and 1 <= hour <= _LAST_AFTERNOON_HOUR:
            hour += _NOON
        return f"{hour:02}:{self.minute:02}"


class _Phrase:
    """What a phrase says, taken apart: ``day``, ``time`` (or None) and whether the time is approximate."""

    def __init__(self, text: str, here: dt.datetime, names: Names) -> None:
        self._here, self._around = here, Around(here.date(), names)
        self._rest = text.replace("last night", "yesterday night").replace("tonight", "today night")
        self.is_about = self._take(_ABOUT) is not None
        clock = self._clock()
        found = self._take(_PART)
        part = found[1] if found else ""
        self._rest = self._rest.strip()
        try:
            self.day = self._day()
        except NotADay as error:
            clock = self._bare_hour(clock, error)
            self.day = self._day()
        self.time = clock.within(part) if clock else self._time_of(part) if part else None
        is_empty = not (self._rest or self.time)
        if is_empty or (self.is_about and self.time is None):
            raise NotADay(text)

    def _take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        found = pattern.search(self._rest)
        if found:
            self._rest = " ".join(f"{self._rest[: found.start()]} {self._rest[found.end() :]}".split())
        return found

    def _day(self) -> dt.date:
        return day_of(self._rest, self._around) if self._rest else self._around.today

    def _clock(self) -> _Clock | None:
        if found := self._take(_NAMED_TIME):
            return _Clock(0 if found[1] == "midnight" else _NOON, half="24")
        if found := self._take(_PAST):
            minutes, hour = _MINUTES.get(found[1]) or int(found[1]), int(found[3])
            if found[2] == "to":
                hour, minutes = hour - 1 or _NOON, 60 - minutes
            return _Clock(hour, minutes, found[4] or "")
        if found := self._take(_CLOCK):
            as_it_stands = "24" if found[1].startswith("0") else ""
            return _Clock(int(found[1]), int(found[2]), found[3] or as_it_stands)
        if found := self._take(_HALF_DAY):
            return _Clock(int(found[1]), half=found[2])
        return None

    def _bare_hour(self, clock: _Clock | None, error: NotADay) -> _Clock:
        """A number that is no part of a day is an hour. Raises ``error`` if there is none."""
        for place in () if clock or error.day else _BARE_HOURS:
            if found := self._take(place):
                return _Clock(int(found[1]), half="24" if found[1].startswith("0") else "")
        raise error

    def _time_of(self, part: str) -> str:
        """A part of the day as a time; of today, never later than now."""
        self.is_about = True
        time, now = f"{_PARTS[part]:02}:00", f"{self._here:%H:%M}"
        return min(time, now) if self.day == self._here.date() else time
