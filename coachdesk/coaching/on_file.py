"""Choosing among the records on file. A rule is given records as they stand now, without the withdrawn ones."""

import datetime as dt
from collections.abc import Iterable
from typing import TypeVar

from coachdesk.records.about import AboutLeaders
from coachdesk.records.base import Record
from coachdesk.records.entry import Entry

About = TypeVar("About", bound=AboutLeaders)


def those(records: Iterable[Record], kind: type[About], leader_id: str = "") -> tuple[About, ...]:
    """The records of one kind, about one leader if one is named."""
    return tuple(
        one for one in records if isinstance(one, kind) and (not leader_id or leader_id in one.leader_ids)
    )


def is_shared(one: AboutLeaders, other: AboutLeaders) -> bool:
    """Whether both are about the same leader."""
    return not set(one.leader_ids).isdisjoint(other.leader_ids)


def in_order(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Entries as a calendar has them, the oldest first."""
    return tuple(sorted(entries, key=lambda entry: (entry.occurred.sort_key, entry.id)))


def days_since(day: str, today: dt.date) -> int:
    """How many days ago a day (ISO 8601) was; negative for one to come."""
    return (today - dt.date.fromisoformat(day)).days
