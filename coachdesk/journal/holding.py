"""Legal holds, asked at every door through which something could go (F48).

While any hold is in force

- nothing that it covers is erased, whoever asks and for whatever reason, a retention review too;
- no backup of the journal's own is thinned out, and what a cut-short intake left behind is not tidied away;
- an older copy that is put back, and does not know of the hold, comes under it.

An erasure of what no hold covers, and another key, replace the journal's own backups by a fresh one, in which all is
that is held.
Correcting and withdrawing go on: they take nothing away. Holds are placed and lifted in ``keeping``.
"""

from collections.abc import Collection

from coachdesk.journal.errors import HoldInForce
from coachdesk.journal.view import View
from coachdesk.records.hold import Hold


def holds(view: View) -> tuple[Hold, ...]:
    """Every hold, lifted ones too, in the order in which they were placed."""
    return tuple(record for record in view.records("hold") if isinstance(record, Hold))


def in_force(view: View, leader_ids: Collection[str] | None = None) -> tuple[Hold, ...]:
    """The holds that were not lifted; if leaders are named, those that cover one of them or the whole journal."""
    return tuple(
        one
        for one in holds(view)
        if one.in_force and (leader_ids is None or not one.leader_id or one.leader_id in leader_ids)
    )


def check(view: View, leader_ids: Collection[str] | None = None) -> None:
    """Raises HoldInForce for the first of :func:`in_force`."""
    for one in in_force(view, leader_ids):
        raise HoldInForce(one.id, one.since)
