"""What every record about leaders has in common, and the checks that such records share."""

import itertools
from collections.abc import Sequence

from coachdesk.records.base import InvalidRecord, Record, clean_line
from coachdesk.records.people import check_day


class AboutLeaders(Record, frozen=True, kw_only=True):
    """Something about one or more leaders. An entry is one; all others are coaching records.

    The ledger counts each event of it for every leader it names, so that none can be left out unseen.
    """

    leader_ids: tuple[str, ...]

    def __post_init__(self) -> None:
        if not self.leader_ids:
            raise InvalidRecord("leader_ids", "empty")
        check_once("leader_ids", self.leader_ids)

    def check_among(self, field: str, leader_id: str) -> None:
        """Raises :class:`InvalidRecord` for a leader whom this is not about."""
        if leader_id not in self.leader_ids:
            raise InvalidRecord(field, "not_about_that_leader", leader_id)


def check_dates(part: str = "", **days: str | None) -> None:
    """Raises :class:`InvalidRecord` for a day that never was, and for one before a day named before it.

    None is a day that is not known or not yet come. ``part`` is the field that holds the days.
    """
    last = ""
    for name, day in days.items():
        field = f"{part}.{name}" if part else name
        if day is not None:
            check_day(field, day)
            check_in_order(field, (last, day))
            last = day


def check_in_order(field: str, days: Sequence[str]) -> None:
    """Raises :class:`InvalidRecord` for a day before the one that it follows."""
    for before, after in itertools.pairwise(days):
        if after < before:
            raise InvalidRecord(field, "dates_run_backwards", after)


def check_written(field: str, text: str) -> None:
    """Raises :class:`InvalidRecord` for a text in which nothing is written."""
    if not clean_line(text):
        raise InvalidRecord(field, "empty")


def check_once(field: str, values: tuple[object, ...]) -> None:
    """Raises :class:`InvalidRecord` if a value is there twice."""
    if len(set(values)) != len(values):
        raise InvalidRecord(field, "named_twice", values)
