"""Full-text search with ranked snippets. What the user types never reaches the search syntax."""

import msgspec

from coachdesk.journal.connection import Connection
from coachdesk.records.base import clean

OPEN, CLOSE = "\ue000", "\ue001"
"""Private-use characters around a found word in a snippet; a shell turns them into its own emphasis."""

_SHORT = 3
_RANKED_AT_MOST = 2000

_NEWEST = (
    "SELECT r.id, r.type, r.recorded_at, snippet(search, -1, ?, ?, '…', 14)"
    " FROM search s JOIN record r ON r.number = s.rowid WHERE search MATCH ? ORDER BY s.rowid DESC LIMIT ?"
)
_RANKED = (
    "SELECT r.id, r.type, r.recorded_at, snippet(search, -1, ?, ?, '…', 14)"
    " FROM search s JOIN record r ON r.number = s.rowid WHERE search MATCH ? AND rank MATCH 'bm25(4.0, 1.0)'"
    " ORDER BY rank LIMIT ?"
)


class Hit(msgspec.Struct, frozen=True, kw_only=True):
    """One record found, with the passage that fits best; found words stand between OPEN and CLOSE."""

    record_id: str
    record_type: str
    recorded_at: str
    snippet: str


def match_query(words: str) -> str:
    """``words`` as an FTS5 query: each a quoted string, the last one the beginning of a word.

    Quoting is FTS5's own (https://sqlite.org/fts5.html, "FTS5 Strings"). The words are cleaned as
    records are, or a NUL would end the query and a lone surrogate could not be asked for.
    """
    terms = clean(words).split()
    quoted = ['"' + term.replace('"', '""') + '"' for term in terms]
    return " ".join(quoted) + "*" if quoted else '""'


def search(connection: Connection, words: str, limit: int) -> tuple[Hit, ...]:
    """The best ``limit`` records for ``words``; the newest first where they are too common to rank.

    Ranking reads every match. A letter or two, or a word in nearly every entry, would make each key
    press cost the whole journal, and there is no best match to be had.
    """
    if not words.strip():
        return ()
    query = match_query(words)
    common = len(words.strip()) < _SHORT or _is_common(connection, query)
    rows = connection.execute(_NEWEST if common else _RANKED, (OPEN, CLOSE, query, limit))
    return tuple(
        Hit(record_id=record_id, record_type=record_type, recorded_at=recorded_at, snippet=snippet)
        for record_id, record_type, recorded_at, snippet in rows
    )


def _is_common(connection: Connection, query: str) -> bool:
    row = connection.execute(
        "SELECT rowid FROM search WHERE search MATCH ? ORDER BY rowid LIMIT 1 OFFSET ?",
        (query, _RANKED_AT_MOST),
    ).fetchone()
    return row is not None
