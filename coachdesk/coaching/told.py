"""What the leader was never told (F11), and how fresh an example is (seed 001 C4: recent ones are not dismissed)."""

import datetime as dt
from collections.abc import Iterable

import msgspec

from coachdesk.coaching.due import is_untold
from coachdesk.coaching.on_file import days_since, in_order
from coachdesk.records.entry import Entry

FRESH_DAYS = 30
"""An example older than this is told with a warning."""


class Age(msgspec.Struct, frozen=True):
    """How many ``days`` ago something happened (negative for what is dated ahead), and whether that is long."""

    days: int
    is_old: bool


class Untold(msgspec.Struct, frozen=True):
    """An example that waits to be told since ``day``."""

    entry_id: str
    leader_ids: tuple[str, ...]
    day: str
    age: Age


def age_of(entry: Entry, today: dt.date) -> Age:
    """How old an example is. ``today`` is the day where it is told; zones are not weighed against each other."""
    days = days_since(entry.occurred.day, today)
    return Age(days, days > FRESH_DAYS)


def waits(entry: Entry) -> bool:
    """Whether an entry waits to be told.

    What stands in a closed lane (a reflection, advice, a medical note, a confidence) is not there to be told.
    """
    return entry.lane == "ordinary" and is_untold(entry.kind, entry.told.state if entry.told else None)


def never_told(entries: Iterable[Entry], today: dt.date) -> tuple[Untold, ...]:
    """The examples that were never told, the oldest first."""
    return tuple(
        Untold(entry.id, entry.leader_ids, entry.occurred.day, age_of(entry, today))
        for entry in in_order(entries)
        if waits(entry)
    )
