"""What waits to be told (F11), and how fresh an example is (seed 001 C4: recent ones are not dismissed)."""

import datetime as dt

import msgspec

from coachdesk.coaching.due import is_untold
from coachdesk.coaching.on_file import days_since
from coachdesk.records.entry import Entry

FRESH_DAYS = 30
"""An example older than this is told with a warning."""


class Age(msgspec.Struct, frozen=True):
    """How many ``days`` ago something happened (negative for what is dated ahead), and whether that is long."""

    days: int
    is_old: bool


def age_of(entry: Entry, today: dt.date) -> Age:
    """How old an example is. ``today`` is the day where it is told; zones are not weighed against each other."""
    days = days_since(entry.occurred.day, today)
    return Age(days, days > FRESH_DAYS)


def waits(entry: Entry) -> bool:
    """Whether an entry waits to be told.

    What stands in a closed lane (a reflection, advice, a medical note, a confidence) is not there to be told.
    """
    return entry.lane == "ordinary" and is_untold(entry.kind, entry.told.state if entry.told else None)
