"""The fortnight series of an intervention (F41, seed 002).

Each fortnight every leader has an individual session and all have a three-way call; after three months there
is a closing review. All of it can be changed before and after it is made.
"""

import datetime as dt
from collections.abc import Iterable, Iterator

import msgspec

from coachdesk.coaching.rhythm import first_day
from coachdesk.coaching.slots import WEEK, later, months_later, on_weekday, slot_on
from coachdesk.records.base import InvalidRecord
from coachdesk.records.case import Case
from coachdesk.records.meeting import Meeting, Slot
from coachdesk.records.occurred import check_moment

MONTHS = 3
"""How long coaching support lasts unless an end is given (seed 002)."""

_FRIDAY = 4
_ANY_DAY = "2000-01-01"
"""A day on which no clocks were changed anywhere."""


class Series(msgspec.Struct, frozen=True, kw_only=True):
    """What a series is made from. ``starts`` is the first day it may begin; rounds are before ``ends``.

    ``weekday`` is 0 for Monday, None for that of ``starts``. The sessions of the leaders follow each other from
    ``individual_time`` on. On a day in ``days_off`` (holidays) a round comes on the next day that is free.
    Raises :class:`InvalidRecord` for an end before the start, rounds less than a week apart, and for a time or
    a zone that does not exist.
    """

    starts: dt.date
    ends: dt.date | None = None
    every_weeks: int = 2
    weekday: int | None = None
    zone: str = "UTC"
    individual_time: str = "10:00"
    individual_minutes: int = 60
    three_way_time: str = "15:00"
    three_way_minutes: int = 60
    days_off: frozenset[dt.date] = frozenset()

    def __post_init__(self) -> None:
        if self.last < self.starts:
            raise InvalidRecord("ends", "dates_run_backwards", self.last.isoformat())
        for field in ("every_weeks", "individual_minutes", "three_way_minutes"):
            if (value := getattr(self, field)) < 1:
                raise InvalidRecord(field, "wrong_value", value)
        for field in ("individual_time", "three_way_time"):
            check_moment(field, _ANY_DAY, getattr(self, field), self.zone)

    @property
    def last(self) -> dt.date:
        """The day before which its rounds lie, and from which on the closing review is."""
        return self.ends or months_later(self.starts, MONTHS)


def series_of(case: Case, series: Series) -> tuple[Meeting, ...]:
    """Planned meetings, in order, none of them on file yet: the rounds, then the closing review."""
    rounds = list(round_days(series))
    made = [one for day in rounds for one in _round(case, series, day)]
    closing = _free(on_weekday(series.last, _weekday(series)), series)
    if rounds:
        closing = max(closing, _free(rounds[-1] + dt.timedelta(days=1), series))
    at = slot_on(closing, series.three_way_time, series.zone, series.three_way_minutes)
    return (*made, _meeting(case, "closing", at, case.leader_ids))


def round_days(series: Series) -> Iterator[dt.date]:
    """The days of the rounds. A round that days off push into the next one falls together with it."""
    nominal = on_weekday(series.starts, _weekday(series))
    last = dt.date.min
    while nominal < series.last:
        if (day := _free(nominal, series)) > last:
            yield day
            last = day
        nominal += series.every_weeks * WEEK


class SeriesRound(msgspec.Struct, frozen=True):
    """The meetings of one round of a series, ``number`` counted from 1, by the day on which they stood first."""

    number: int
    day: str
    meeting_ids: tuple[str, ...]


def rounds_of(meetings: Iterable[Meeting]) -> tuple[SeriesRound, ...]:
    """The individual sessions and three-way calls by round. A move leaves a meeting in its round."""
    by_day: dict[str, list[Meeting]] = {}
    for meeting in meetings:
        if meeting.kind in ("individual", "three_way"):
            by_day.setdefault(first_day(meeting), []).append(meeting)
    return tuple(
        SeriesRound(number, day, tuple(one.id for one in sorted(by_day[day], key=_first_at)))
        for number, day in enumerate(sorted(by_day), start=1)
    )


def _first_at(meeting: Meeting) -> tuple[str, str]:
    return (meeting.moves[0].at if meeting.moves else meeting.at).local, meeting.id


def _weekday(series: Series) -> int:
    return series.starts.weekday() if series.weekday is None else series.weekday


def _free(day: dt.date, series: Series) -> dt.date:
    """The first day from ``day`` on that is not off; on a week-end only if the series is held there."""
    may_be_weekend = _weekday(series) > _FRIDAY
    while day in series.days_off or (day.weekday() > _FRIDAY and not may_be_weekend):
        day += dt.timedelta(days=1)
    return day


def _round(case: Case, series: Series, day: dt.date) -> Iterator[Meeting]:
    at = slot_on(day, series.individual_time, series.zone, series.individual_minutes)
    for place, leader_id in enumerate(case.leader_ids):
        yield _meeting(case, "individual", later(at, place * series.individual_minutes), (leader_id,))
    call = slot_on(day, series.three_way_time, series.zone, series.three_way_minutes)
    yield _meeting(case, "three_way", call, case.leader_ids)


def _meeting(case: Case, kind: str, at: Slot, leader_ids: tuple[str, ...]) -> Meeting:
    return Meeting.make(leader_ids=leader_ids, of_id=case.id, kind=kind, at=at)
