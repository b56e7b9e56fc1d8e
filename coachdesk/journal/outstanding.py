"""What live entries leave open: action points that are not done, and whether the leader was told.

What of it is due, and when, is said by ``coaching.due``; only a filter has to say it in SQL as well. So are the
lanes: ``coaching.due_items`` leaves out what the manager promised themselves, and ``coaching.told`` what is not
there to be told.
"""

import contextlib
from collections.abc import Sequence

import msgspec

from coachdesk.journal.connection import Connection

_BODY = "CAST(p.body AS TEXT)"
_POINTS = (
    f"json_each({_BODY}, '$.record.action_points') point WHERE json_extract(point.value, '$.done') IS NULL"
)
_DUE = "json_extract(point.value, '$.due')"
# Canonical JSON has one way to write this, and no text can hold it: quotes are escaped there. Looking for it is much
# quicker than reading every payload as JSON.
_HAS_POINTS = "instr(p.body, CAST('\"action_points\":[{' AS BLOB))"
_UNTOLD = "(l.told = 'no' AND l.lane = 'ordinary')"
_MAY_HAVE = f"(l.lane <> 'reflection' AND {_HAS_POINTS})"
_DAYS = f"CASE WHEN {_MAY_HAVE} THEN (SELECT json_group_array({_DUE}) FROM {_POINTS}) ELSE '[]' END"

# Each is read once.
_OUTSTANDING = (
    "WITH live AS MATERIALIZED ("
    f" SELECT l.leader_id, {_UNTOLD} AS untold, {_DAYS} AS days"
    " FROM record_leader l JOIN record r ON r.number = l.record JOIN payload p ON p.seq = r.seq"
    " WHERE l.leader_id IN (SELECT value FROM json_each(?)) AND NOT r.withdrawn)"
    " SELECT leader_id, untold, days, count(*) FROM live WHERE untold OR days <> '[]'"
    " GROUP BY leader_id, untold, days"
)
DUE = (
    f"({_UNTOLD} OR (SELECT {_MAY_HAVE} AND EXISTS (SELECT 1 FROM {_POINTS}"
    f" AND ifnull({_DUE}, '') <= ?) FROM record r JOIN payload p ON p.seq = r.seq"
    " WHERE r.number = l.record AND NOT r.withdrawn))"
)
"""Whether anything of an entry is due on a day (ISO 8601), over ``record_leader l``."""


class Outstanding(msgspec.Struct, frozen=True):
    """So many ``entries`` about a leader that leave the same open.

    ``untold``: the leader is still to be told. ``days`` are those of their action points that are not done, None
    where no day was agreed.
    """

    leader_id: str
    untold: bool
    days: tuple[str | None, ...]
    entries: int


_days = msgspec.json.Decoder(tuple[str | None, ...])


def outstanding(connection: Connection, leader_ids: Sequence[str]) -> tuple[Outstanding, ...]:
    """What live entries about these leaders leave open, those of a leader that are alike counted together."""
    of_these = msgspec.json.encode(list(leader_ids)).decode()
    with contextlib.closing(connection.execute(_OUTSTANDING, (of_these,))) as rows:
        return tuple(
            Outstanding(leader_id, bool(untold), _days.decode(days), count)
            for leader_id, untold, days, count in rows
        )
