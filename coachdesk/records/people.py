"""The people: the leader the notes are about, and everybody else who appears in them."""

import datetime as dt
from typing import Literal

from coachdesk.records.base import InvalidRecord, Record, clean_line

Relation = Literal["peer", "report", "coach", "sponsor", "hr", "counsel", "customer", "other"]


class Leader(Record, frozen=True, kw_only=True):
    """Somebody who reports to the manager. ``started`` is the day they took the role (ISO 8601)."""

    name: str
    role: str = ""
    team: str = ""
    employee_id: str = ""
    started: str | None = None
    archived: bool = False

    def __post_init__(self) -> None:
        if not clean_line(self.name):
            raise InvalidRecord("name", "empty")
        if self.started is not None:
            check_day("started", self.started)


class Contact(Record, frozen=True, kw_only=True):
    """Anybody else: a peer, coach, sponsor, HR, counsel. They need not use CoachDesk."""

    name: str
    role: str = ""
    relation: Relation = "other"
    organisation: str = ""

    def __post_init__(self) -> None:
        if not clean_line(self.name):
            raise InvalidRecord("name", "empty")


def check_day(field: str, day: str) -> None:
    """Raises :class:`InvalidRecord` unless ``day`` is a date of the calendar, written ``2026-03-02``.

    ISO 8601 has other ways to write one (``20260302``, ``2026-W10-1``); days are compared as text.
    """
    try:
        written = dt.date.fromisoformat(day).isoformat()
    except ValueError:
        written = None
    if written != day:
        raise InvalidRecord(field, "no_such_date", day)
