"""Which link joins an entry and what it speaks to: there is one for the two, which is changed, not made again."""

from collections.abc import Iterable

from coachdesk.coaching.on_file import those
from coachdesk.records.base import Record
from coachdesk.records.issue import Link


def linked(records: Iterable[Record], entry_id: str, target_id: str) -> Link | None:
    """The link that joins the two already."""
    links = those(records, Link)
    return next((one for one in links if (one.entry_id, one.target_id) == (entry_id, target_id)), None)
