"""One moment of a coaching record, and the revisions that such moments are read from."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import msgspec

from coachdesk.records.about import AboutLeaders


class Revision(msgspec.Struct, frozen=True):
    """A record as it stood from ``day`` on: the day (ISO 8601) on which that was written."""

    day: str
    record: AboutLeaders


History = Sequence[Revision]
"""The revisions of one record, the oldest first. The last says how it stands."""


class Milestone(msgspec.Struct, frozen=True, kw_only=True):
    """Something happened on ``day``, at ``time`` (``15:00`` in ``zone``) where that is known.

    ``facts`` are what the words of ``key`` need: short texts as the manager wrote them, or keys of fields.
    """

    day: str
    key: str
    record_type: str
    record_id: str
    leader_ids: tuple[str, ...]
    time: str = ""
    zone: str = ""
    facts: Mapping[str, str] = {}

    @property
    def sort_key(self) -> str:
        """Orders milestones among entries: as an entry's, by the calendar on the wall."""
        return f"{self.day}T{self.time}"


class Moment(NamedTuple):
    """A milestone before its record is named."""

    day: str
    key: str
    facts: Mapping[str, str] = {}
    time: str = ""
    zone: str = ""


def first_said(history: History, field: str) -> tuple[str, str]:
    """What a field says now, and the day since which it has said so without a break."""
    now = getattr(history[-1].record, field)
    day = history[-1].day
    for revision in reversed(history):
        if getattr(revision.record, field) != now:
            break
        day = revision.day
    return now, day
