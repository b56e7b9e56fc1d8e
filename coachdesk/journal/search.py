"""Full-text search with ranked snippets. What the user types never reaches the search syntax."""

import msgspec

from coachdesk.journal.connection import Connection
from coachdesk.records.base import clean

OPEN, CLOSE = "\ue000", "\ue001"
"""Private-use characters around a found word in a snippet; a shell turns them into its own emphasis."""

_SHORT = 3
_RANKED_AT_MOST = 2000
_INDEXED = 3
"""Beginnings of up to so many letters are in the index (``prefix`` in the schema)."""

_NEWEST = (
    "SELECT r.id, r.type, r.recorded_at, snippet(search, -1, ?, ?, '…', 14)"
    " FROM search s JOIN record r ON r.number = s.rowid WHERE search MATCH ? ORDER BY s.rowid DESC LIMIT ?"
)
# The same rows. FTS5 collects the matches of a longer beginning in memory and, to go through them backwards,
# notes the place of each in an array that grows by eight: 60,000 matches take it a second and more.
_LAST = (
    "SELECT r.id, r.type, r.recorded_at, s.passage FROM"
    " (SELECT rowid, snippet(search, -1, ?1, ?2, '…', 14) AS passage FROM search WHERE search MATCH ?3"
    " ORDER BY rowid LIMIT ?4 OFFSET max(0, (SELECT count(*) FROM search WHERE search MATCH ?3) - ?4)) s"
    " JOIN record r ON r.number = s.rowid ORDER BY s.rowid DESC"
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
    rows = connection.execute(_statement(connection, words, query), (OPEN, CLOSE, query, limit))
    return tuple(
        Hit(record_id=record_id, record_type=record_type, recorded_at=recorded_at, snippet=snippet)
        for record_id, record_type, recorded_at, snippet in rows
    )


def _statement(connection: Connection, words: str, query: str) -> str:
    if len(words.strip()) >= _SHORT and not _is_common(connection, query):
        return _RANKED
    return _NEWEST if len(words.rsplit(maxsplit=1)[-1]) <= _INDEXED else _LAST


def _is_common(connection: Connection, query: str) -> bool:
    row = connection.execute(
        "SELECT rowid FROM search WHERE search MATCH ? ORDER BY rowid LIMIT 1 OFFSET ?",
        (query, _RANKED_AT_MOST),
    ).fetchone()
    return row is not None
