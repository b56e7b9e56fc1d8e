"""What a question of the readiness check is asked of, and the line that answers it."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import Literal

import msgspec

from coachdesk.coaching.balance import tone
from coachdesk.coaching.slots import day_in
from coachdesk.records.base import Record
from coachdesk.records.entry import Entry

State = Literal["fine", "look", "missing"]


class Line(msgspec.Struct, frozen=True):
    """The answer to a question. ``record_ids`` are the records behind ``number``, ``facts`` its other numbers and days.

    ``fine``: nothing to ask about; ``look``: somebody will ask; ``missing``: what the question is about is not there.
    """

    key: str
    state: State
    number: int
    record_ids: tuple[str, ...] = ()
    facts: Mapping[str, int | str] = {}


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What the questions are asked of: the ``entries`` about a leader that a reader may see, in order of time.

    ``records`` are all records, of other leaders too; ``recorded`` says when an entry was first written (aware).
    ``findings`` (unresolved language findings by entry) is None where nobody looked.
    """

    leader_id: str
    today: dt.date
    entries: Sequence[Entry]
    records: Collection[Record]
    recorded: Mapping[str, dt.datetime]
    findings: Mapping[str, int] | None = None

    @property
    def corrective(self) -> tuple[Entry, ...]:
        """The entries that correct."""
        return tuple(entry for entry in self.entries if tone(entry) == "corrective")

    def recorded_day(self, entry: Entry) -> str:
        """The day an entry was written, by the calendar where it happened; when it happened if that is not known."""
        at = self.recorded.get(entry.id)
        return entry.occurred.day if at is None else day_in(entry.occurred.zone, at).isoformat()


def line(key: str, found: Sequence[str], state: State | None = None, **facts: int | str) -> Line:
    """A line about the records ``found``: to be looked at if there are any, unless another state is given."""
    return Line(key, state or ("look" if found else "fine"), len(found), tuple(found), facts)


def percent(part: int, whole: int) -> int:
    """A share in whole percent; 0 of nothing."""
    return round(100 * part / whole) if whole else 0
