"""Checking a whole journal: pages, schema, the ledger line by line, the index and attachments against it."""

import functools
import sqlite3
from collections.abc import Callable, Sequence

import msgspec
from sqlcipher3 import dbapi2

from coachdesk.journal import attachments, outline, schema
from coachdesk.journal.append import WHOLE, extent_of, search_text
from coachdesk.journal.connection import Connection
from coachdesk.journal.view import View
from coachdesk.ledger import tree
from coachdesk.ledger.clock import Anomaly, anomaly
from coachdesk.ledger.event import Event, Head, record_of
from coachdesk.ledger.verify import Checked, check
from coachdesk.records.attachment import Attachment
from coachdesk.records.base import InvalidRecord, Record
from coachdesk.records.entry import Entry

_EVERY = 200
_PRIMARY_CODE = 0xFF


class IndexFault(Exception):
    """What the journal shows as current differs from the ledger, at this record, in this ``table``."""

    def __init__(self, table: str, record_id: str = "") -> None:
        super().__init__(f"{table} {record_id}".strip())
        self.table, self.record_id = table, record_id


class JournalChecked(msgspec.Struct, frozen=True, kw_only=True):
    """A journal that was found right: its head, what it holds, and what the clock did."""

    head: Head
    events: int
    records: int
    entries: int
    attachments: int
    anomalies: tuple[Anomaly, ...]


def check_journal(
    view: View, connection: Connection, progress: Callable[[int], None] = lambda _done: None
) -> JournalChecked:
    """Reads and recomputes everything. ``progress`` is told the events done and may raise to cancel.

    Raises IndexFault, LedgerFault (the first wrong event), DamagedContent or a database error.
    """
    check_pages(connection)
    _check_schema(connection)
    _check_search_index(connection)
    _check_ways_into_search_index(connection)
    connection.execute("BEGIN")  # one state of the journal throughout, whatever is saved meanwhile
    try:
        return _check_content(view, connection, progress)
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def _check_content(view: View, connection: Connection, progress: Callable[[int], None]) -> JournalChecked:
    found: list[Anomaly] = []
    tally = {"records": 0, "entries": 0, "attachments": 0}
    before: Event | None = None
    last: Checked | None = None
    for last in check(view.lines(), view.setting("counts_key") or b""):
        if before and (moved := anomaly(before, last.event)):
            found.append(moved)
        before = last.event
        _check_nodes(view.nodes(), last)
        _check_current(connection, view, last, tally)
        if last.event.seq % _EVERY == 0:
            progress(last.event.seq)
    _check_totals(connection, last, tally)
    head = last.head if last else Head(0, tree.EMPTY_ROOT.hex())
    return JournalChecked(head=head, events=head.size, anomalies=tuple(found), **tally)


def check_pages(connection: Connection) -> None:
    """Reads every page. Raises IndexFault or a database error."""
    connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
    if connection.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
        raise IndexFault("pages")
    if connection.execute("PRAGMA cipher_integrity_check").fetchall():
        raise IndexFault("pages")


def _check_schema(connection: Connection) -> None:
    """A trigger taken away, or a table changed, is damage that no page check finds."""
    if _expected_schema(tuple(schema.migrations())) != _schema_of(connection):
        raise IndexFault("schema")


@functools.cache
def _expected_schema(steps: tuple[str, ...]) -> list[tuple[str, str, str]]:
    expected = dbapi2.connect(":memory:", isolation_level=None)
    try:
        for sql in steps:
            expected.executescript(sql)
        return _schema_of(expected)
    finally:
        expected.close()


def _check_search_index(connection: Connection) -> None:
    """The words that are indexed are those of the texts (https://sqlite.org/fts5.html, 'integrity-check')."""
    try:
        connection.execute("INSERT INTO search (search, rank) VALUES ('integrity-check', 1)")
    except dbapi2.DatabaseError as error:
        code = error.sqlite_errorcode & _PRIMARY_CODE
        if code == sqlite3.SQLITE_READONLY:
            return  # opened for reading only: what the pages' own check sees of the index must do
        if code != sqlite3.SQLITE_CORRUPT:
            raise  # that somebody is writing, say, is no damage
        raise IndexFault("search") from None


def _check_ways_into_search_index(connection: Connection) -> None:
    """To each page of the index on which a word begins there is a way: without it a search passes the page over.

    FTS5 checks the ways that are there, and misses none that is not. The layout is that of SQLite's fts5_index.c: of a
    row's id the page is in the lowest 31 bits, the segment from bit 37 on, and 0 between them on the pages with words;
    bytes 2 and 3 of a page say where its words end, and what stands behind that is where they begin.
    """
    ways = set(connection.execute("SELECT segid, pgno >> 1 FROM search_idx"))
    rows = connection.execute(
        "SELECT id >> 37, id & 0x7fffffff, substr(block, 3, 2), length(block) FROM search_data"
        " WHERE id >> 37 > 0 AND (id >> 31) & 0x3f = 0"
    )
    for segment, page, end, size in rows:
        if int.from_bytes(end, "big") < size and (segment, page) not in ways:
            raise IndexFault("search")


def _schema_of(connection: Connection) -> list[tuple[str, str, str]]:
    """All but statistics, which any tool may gather; an erasure forgets them."""
    sql = "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_stat_' ORDER BY type, name"
    return list(connection.execute(sql))


def _check_nodes(node: tree.Nodes, checked: Checked) -> None:
    """The cached nodes completed by this event are those that the tree has."""
    for level, position, result in checked.nodes:
        try:
            stored = node(level, position)
        except KeyError:
            raise IndexFault("tree_node", checked.event.record_id) from None
        if stored != result:
            raise IndexFault("tree_node", checked.event.record_id)


def _check_current(connection: Connection, view: View, checked: Checked, tally: dict[str, int]) -> None:
    """Where this event is its record's last, the index shows exactly what it left behind."""
    event = checked.event
    row = connection.execute(
        "SELECT number, type, seq, revision, zone, precision, headline, withdrawn, erased, recorded_at,"
        " (SELECT recorded_at FROM event WHERE record_id = record.id AND revision = 1)"
        " FROM record WHERE id = ?",
        (event.record_id,),
    ).fetchone()
    if row is None:
        raise IndexFault("record", event.record_id)
    number, record_type, seq, revision, *shown, withdrawn, is_erased, recorded_at, first_recorded_at = row
    if seq != event.seq:
        if seq < event.seq:
            raise IndexFault("record", event.record_id)
        return
    standing = (int(_is_gone(checked)), extent_of(checked.left))
    expected = (event.record_type, event.revision, *standing, first_recorded_at)
    if (record_type, revision, withdrawn, is_erased, recorded_at) != expected:
        raise IndexFault("record", event.record_id)
    record = _readable(checked)
    if tuple(shown) != outline.of_record(record):
        raise IndexFault("record", event.record_id)
    tally["records"] += 1
    _compare(
        connection,
        "search",
        event,
        "SELECT title, body FROM search WHERE rowid = ?",
        number,
        [search_text(record) if record else None],
    )
    _check_lists(connection, checked, record, number)
    tally["entries"] += isinstance(record, Entry)
    if isinstance(record, Attachment):
        tally["attachments"] += 1
        for _ in view.content(record):
            pass
    elif attachments.has_content(connection, event.record_id):
        raise IndexFault("record", event.record_id)


def _is_gone(checked: Checked) -> bool:
    """Whether a record no longer stands: it was withdrawn, or all of it erased."""
    return checked.event.action == "withdraw" or extent_of(checked.left) == WHOLE


def _readable(checked: Checked) -> Record | None:
    """The record; None for a tombstone that is no entry's."""
    if extent_of(checked.left) == WHOLE and checked.event.record_type != "entry":
        return None
    try:
        return record_of(checked.event, checked.payload)
    except InvalidRecord:
        raise IndexFault("record", checked.event.record_id) from None


def _check_lists(connection: Connection, checked: Checked, record: Record | None, number: int) -> None:
    """Whose timelines a record is in, and under which themes: only an entry is in any."""
    event, payload = checked.event, checked.payload
    rows: list[tuple[str | int | None, ...]] = []
    themes: list[tuple[str]] = []
    if isinstance(record, Entry):
        numbers = dict(zip(payload.leaders, payload.numbers, strict=True))
        of = (record.kind, record.lane, *outline.of_leader(record, withdrawn=_is_gone(checked)))
        rows = [
            (leader_id, record.occurred.sort_key, numbers.get(leader_id), *of)
            for leader_id in sorted(record.leader_ids)
        ]
        themes = [(theme,) for theme in sorted(set(record.themes))]
    _compare(
        connection,
        "record_leader",
        event,
        "SELECT leader_id, occurred, entry_number, kind, lane, told, themes FROM record_leader"
        " WHERE record = ? ORDER BY leader_id",
        number,
        rows,
    )
    _compare(
        connection,
        "record_theme",
        event,
        "SELECT theme FROM record_theme WHERE record = ? ORDER BY theme",
        number,
        themes,
    )


def _compare(
    connection: Connection, table: str, event: Event, sql: str, number: int, expected: Sequence[object]
) -> None:
    if list(connection.execute(sql, (number,))) != [row for row in expected if row is not None]:
        raise IndexFault(table, event.record_id)


def _check_totals(connection: Connection, last: Checked | None, tally: dict[str, int]) -> None:
    """Nothing is in the index that no event put there."""
    if connection.execute("SELECT count(*) FROM record").fetchone()[0] != tally["records"]:
        raise IndexFault("record")
    size = last.event.seq if last else 0
    if connection.execute("SELECT count(*) FROM payload").fetchone()[0] != size:
        raise IndexFault("payload")
    # A tree of n leaves has n less one complete node above them for each complete subtree that is left.
    if connection.execute("SELECT count(*) FROM tree_node").fetchone()[0] != size - size.bit_count():
        raise IndexFault("tree_node")
    for table, column in (("record_leader", "record"), ("record_theme", "record"), ("search", "rowid")):
        sql = f"SELECT {column} FROM {table} WHERE {column} NOT IN (SELECT number FROM record) LIMIT 1"
        if connection.execute(sql).fetchone():
            raise IndexFault(table)
    kept = "SELECT position, leader_id, entries, events FROM leader_count ORDER BY position"
    counted = enumerate(last.counts.of.items()) if last else ()
    if list(connection.execute(kept)) != [
        (at, of, count.entries, count.events) for at, (of, count) in counted
    ]:
        raise IndexFault("leader_count")
    # Records are numbered in the order in which they first appeared: it settles what comes first in a list.
    appeared = connection.execute("SELECT record_id FROM event WHERE revision = 1 ORDER BY seq")
    numbered = [(number, record_id) for number, (record_id,) in enumerate(appeared, start=1)]
    if list(connection.execute("SELECT number, id FROM record ORDER BY number")) != numbered:
        raise IndexFault("record")
