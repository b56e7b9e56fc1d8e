"""A timeline in outline: which entries there are, of what kind and when, without their text.

The strip of weeks and the list both begin from it; texts are read as they come into sight. Finding
across leaders within a filter is here too: both are questions to ``record_leader``.
"""

import contextlib
from collections.abc import Sequence
from typing import Any

import msgspec

from coachdesk.journal.connection import Connection
from coachdesk.journal.search import CLOSE, OPEN, Hit, match_query

_DAY_LETTERS = 10
_MARKS = (
    "SELECT l.record, l.occurred, l.kind, l.lane FROM record_leader l WHERE {where}"
    " ORDER BY l.occurred DESC, l.record DESC"
)
_THEMES = (
    "SELECT t.theme, count(*) FROM record_leader l JOIN record_theme t ON t.record = l.record"
    " WHERE l.leader_id = ? GROUP BY t.theme ORDER BY count(*) DESC, t.theme"
)
# The inner limit keeps SQLite from asking the costly condition before it sorts, and a small one from sorting more
# than is shown.
_NEWEST = (
    "SELECT l.record FROM (SELECT l.record, l.occurred, l.kind, l.lane, l.told FROM record_leader l WHERE {where}"
    " ORDER BY l.occurred DESC, l.record DESC LIMIT ?) l WHERE {costly}"
)
_PASSAGES = (
    "SELECT s.rowid, snippet(search, -1, ?, ?, '…', 14) FROM search s"
    " WHERE search MATCH ? AND +s.rowid IN (SELECT value FROM json_each(?))"
)
_RECORDS = (
    "SELECT r.number, r.id, r.type, r.recorded_at FROM record r"
    " WHERE r.number IN (SELECT value FROM json_each(?))"
)
# The plus keeps SQLite from looking up each match on its own.
_WORDS = "+l.record IN (SELECT s.rowid FROM search s WHERE search MATCH ?)"
_WINDOWS = (1000, -1)
"""Among so many of the newest entries it is looked first; -1 is all of them."""


class Mark(msgspec.Struct, frozen=True, gc=False):
    """One entry in outline. ``record`` is its number in this journal; ``day`` is ISO 8601."""

    record: int
    day: str
    kind: str
    lane: str


def marks(connection: Connection, conditions: Sequence[str], values: Sequence[Any]) -> tuple[Mark, ...]:
    """Every entry that meets the conditions, the newest first."""
    rows = connection.execute(_MARKS.format(where=" AND ".join(conditions)), values).fetchall()
    return tuple([Mark(record, occurred[:_DAY_LETTERS], kind, lane) for record, occurred, kind, lane in rows])


def themes_of(connection: Connection, leader_id: str) -> dict[str, int]:
    """The themes of a leader's entries, and how many entries each has, the most frequent first."""
    return dict(connection.execute(_THEMES, (leader_id,)).fetchall())


class Narrowing(msgspec.Struct, frozen=True):
    """Conditions over ``record_leader l`` that are cheap to ask, their values, and one that is costly, with its own."""

    conditions: tuple[str, ...]
    values: tuple[Any, ...]
    costly: str = "true"
    costly_values: tuple[Any, ...] = ()


def find(connection: Connection, words: str, narrowing: Narrowing, limit: int) -> tuple[Hit, ...]:
    """The newest ``limit`` entries with these words (none is all) that pass; ``snippet`` is "" without words."""
    conditions, values = list(narrowing.conditions) or ["true"], list(narrowing.values)
    if words.strip():
        conditions.append(_WORDS)
        values.append(match_query(words))
    sql = _NEWEST.format(where=" AND ".join(conditions), costly=narrowing.costly)
    numbers = _newest(connection, sql, (values, narrowing.costly_values), limit)
    listed = msgspec.json.encode(numbers).decode()
    passages = _passages(connection, words, listed)
    found = {row[0]: row[1:] for row in connection.execute(_RECORDS, (listed,))}
    return tuple(
        Hit(
            record_id=found[number][0],
            record_type=found[number][1],
            recorded_at=found[number][2],
            snippet=passages.get(number, ""),
        )
        for number in numbers
    )


def _newest(
    connection: Connection, sql: str, values: tuple[Sequence[Any], Sequence[Any]], limit: int
) -> list[int]:
    """The numbers of the newest entries; one about several leaders is met more than once and counts once."""
    cheap, costly = values
    found: dict[int, None] = {}
    for window in _WINDOWS:
        found.clear()
        with contextlib.closing(connection.execute(sql, (*cheap, window, *costly))) as rows:
            for (number,) in rows:
                found[number] = None
                if len(found) == limit:
                    return list(found)
    return list(found)


def _passages(connection: Connection, words: str, listed: str) -> dict[int, str]:
    if not words.strip():
        return {}
    return dict(connection.execute(_PASSAGES, (OPEN, CLOSE, match_query(words), listed)).fetchall())
