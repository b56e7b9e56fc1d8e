"""Reading a journal: plain SQL over the index of current states, answers as frozen values."""

from collections.abc import Iterator, Sequence
from typing import Any, Literal

import msgspec

from coachdesk.journal import attachments, drafts, marks
from coachdesk.journal.append import EVENT_COLUMNS, event_of, stored_nodes
from coachdesk.journal.connection import Connection
from coachdesk.journal.drafts import Draft
from coachdesk.journal.errors import AmbiguousId, NoSuchRecord
from coachdesk.journal.marks import Mark
from coachdesk.journal.search import Hit, match_query, search
from coachdesk.ledger import tree
from coachdesk.ledger.event import Event, Payload, decode_payload, record_of
from coachdesk.ledger.verify import Line
from coachdesk.records.attachment import Attachment
from coachdesk.records.base import Record
from coachdesk.records.entry import Entry
from coachdesk.records.forms import SCHEMAS, read
from coachdesk.records.people import Leader


class Revision(msgspec.Struct, frozen=True, kw_only=True):
    """One event of a record: what was done, why, and the record as it then stood."""

    event: Event
    payload: Payload
    record: Record


class Stored(msgspec.Struct, frozen=True, kw_only=True):
    """An event with the very bytes of its payload and their salt, for proofs."""

    event: Event
    body: bytes
    salt: bytes


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """An entry as it now stands, with what a timeline shows beside it.

    ``number`` is the entry's number in this leader's file; ``recorded_at`` when it was first written.
    """

    number: int
    recorded_at: str
    revision: int
    withdrawn: bool
    entry: Entry


class Filter(msgspec.Struct, frozen=True, kw_only=True):
    """What a timeline is narrowed to; empty means no narrowing. Days are ISO 8601, both included.

    ``told`` is ``no`` for what the leader has not been told yet, ``yes`` for what they were.
    """

    from_day: str = ""
    to_day: str = ""
    kinds: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    lanes: tuple[str, ...] = ()
    words: str = ""
    told: Literal["", "no", "yes"] = ""


class Shown(msgspec.Struct, frozen=True):
    """The newest entries that pass a filter, and how many of the leader's entries it hides."""

    entries: tuple[Listed, ...]
    total: int
    hidden: int


class _StoredEntry(msgspec.Struct, frozen=True):
    record: Entry


_stored_entry = msgspec.json.Decoder(_StoredEntry)

EVERYTHING = Filter()
NEWEST = 200

TIMELINE = (
    "SELECT l.entry_number, r.recorded_at, r.revision, r.withdrawn, e.schema, p.body"
    " FROM record_leader l JOIN record r ON r.number = l.record"
    " JOIN event e ON e.seq = r.seq JOIN payload p ON p.seq = r.seq"
    " WHERE {where} ORDER BY l.occurred DESC, l.record DESC LIMIT ?"
)
PASSING = "SELECT l.record FROM record_leader l WHERE {where} ORDER BY l.occurred DESC, l.record DESC"
_AMONG = "l.record IN (SELECT value FROM json_each(?))"
# Asked as a value, before anything else is looked up; SQLite joins an EXISTS after the payload.
_ONE_OF_THEMES = "SELECT 1 FROM record_theme t WHERE t.record = l.record AND t.theme IN ({}) LIMIT 1"
# The plus keeps FTS5 from being asked for each of the leader's records on its own.
_WORDS_ABOUT_LEADER = (
    "SELECT s.rowid FROM search s WHERE search MATCH ?"
    " AND +s.rowid IN (SELECT record FROM record_leader WHERE leader_id = ?)"
)


class View:
    """What can be read of a journal, over one connection. A job that reads beside the desk has its own."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def close(self) -> None:
        """Closes the connection."""
        self._connection.close()

    def interrupt(self) -> None:
        """Ends a query that runs in another thread: lock wins over every job."""
        self._connection.interrupt()

    def find_id(self, beginning: str) -> str:
        """The id that begins with these letters. Raises NoSuchRecord or AmbiguousId."""
        if not (beginning.isascii() and beginning.isalnum()):
            raise NoSuchRecord(beginning)
        rows = self._connection.execute(
            "SELECT id FROM record WHERE id >= ? AND id < ? LIMIT 2", (beginning, beginning + "g")
        ).fetchall()
        if not rows:
            raise NoSuchRecord(beginning)
        if len(rows) > 1:
            raise AmbiguousId(beginning)
        return str(rows[0][0])

    def is_known(self, record_id: str) -> bool:
        """Whether a record with this id was ever written."""
        return (
            self._connection.execute("SELECT 1 FROM record WHERE id = ?", (record_id,)).fetchone() is not None
        )

    def get(self, record_id: str) -> Revision:
        """The last revision of a record. Raises NoSuchRecord."""
        return _revision(self.last_event_of(record_id))

    def history(self, record_id: str) -> tuple[Revision, ...]:
        """Every revision of a record, oldest first. Raises NoSuchRecord."""
        rows = self._connection.execute(
            f"SELECT {EVENT_COLUMNS}, body, salt FROM event JOIN payload USING (seq)"
            " WHERE record_id = ? ORDER BY revision",
            (record_id,),
        ).fetchall()
        if not rows:
            raise NoSuchRecord(record_id)
        return tuple(_revision(_stored(row)) for row in rows)

    def records(self, record_type: str) -> tuple[Record, ...]:
        """The current records of a type other than ``entry``, in the order they were first written."""
        rows = self._connection.execute(
            "SELECT e.schema, p.body FROM record r JOIN event e ON e.seq = r.seq JOIN payload p ON p.seq = r.seq"
            " WHERE r.type = ? AND r.type <> 'entry' ORDER BY r.number",
            (record_type,),
        )
        return tuple(read(record_type, schema, decode_payload(body).record) for schema, body in rows)

    def leaders(self) -> tuple[Leader, ...]:
        """All leaders by name."""
        found = [record for record in self.records("leader") if isinstance(record, Leader)]
        return tuple(sorted(found, key=lambda leader: leader.name.casefold()))

    def timeline(self, leader_id: str, wanted: Filter = EVERYTHING, limit: int = NEWEST) -> Shown:
        """The newest ``limit`` entries about a leader that pass the filter; all of them if it is below 0."""
        total = self._count(leader_id)
        if wanted == EVERYTHING:
            return Shown(self._listed(["l.leader_id = ?"], [leader_id], limit), total, 0)
        conditions, values = conditions_of(leader_id, wanted)
        # A filter by words is costly: it is asked once, for what is counted and what is shown alike.
        passing = self._connection.execute(PASSING.format(where=" AND ".join(conditions)), values).fetchall()
        newest = [number for (number,) in (passing if limit < 0 else passing[:limit])]
        entries = self._listed(
            [conditions[0], _AMONG], [leader_id, msgspec.json.encode(newest).decode()], limit
        )
        return Shown(entries, total, total - len(passing))

    def marks(self, leader_id: str, wanted: Filter = EVERYTHING) -> tuple[Mark, ...]:
        """All entries about a leader that pass the filter, in outline, the newest first."""
        return marks.marks(self._connection, *conditions_of(leader_id, wanted))

    def listed(self, leader_id: str, numbers: Sequence[int]) -> tuple[Listed, ...]:
        """The entries with these numbers (of :class:`Mark`) as they now stand, the newest first."""
        among = msgspec.json.encode(list(numbers)).decode()
        return self._listed(["l.leader_id = ?", _AMONG], [leader_id, among], -1)

    def number_of(self, record_id: str) -> int:
        """The number by which :class:`Mark` knows a record. Raises NoSuchRecord."""
        row = self._connection.execute("SELECT number FROM record WHERE id = ?", (record_id,)).fetchone()
        if row is None:
            raise NoSuchRecord(record_id)
        return int(row[0])

    def themes(self, leader_id: str) -> dict[str, int]:
        """The themes of a leader's entries with how many each has, the most frequent first."""
        return marks.themes_of(self._connection, leader_id)

    def find(self, wanted: Filter, leader_ids: Sequence[str] = (), limit: int = 50) -> tuple[Hit, ...]:
        """The newest entries that pass the filter, of these leaders only if any are named."""
        return marks.find(self._connection, wanted.words, _narrowing(wanted, leader_ids), limit)

    def _listed(self, conditions: list[str], values: list[Any], limit: int) -> tuple[Listed, ...]:
        rows = self._connection.execute(TIMELINE.format(where=" AND ".join(conditions)), (*values, limit))
        return tuple(_listed(row) for row in rows.fetchall())

    def _count(self, leader_id: str) -> int:
        sql = "SELECT count(*) FROM record_leader WHERE leader_id = ?"
        return int(self._connection.execute(sql, (leader_id,)).fetchone()[0])

    def search(self, words: str, limit: int = 50) -> tuple[Hit, ...]:
        """The best records for ``words``, the last of which may be the beginning of a word."""
        return search(self._connection, words, limit)

    def content(self, attachment: Attachment) -> Iterator[bytes]:
        """An attachment's content, chunk by chunk. Raises DamagedContent if it is not what was taken in."""
        return attachments.content(self._connection, attachment)

    def drafts(self) -> tuple[Draft, ...]:
        """All drafts, the newest first."""
        return drafts.drafts(self._connection)

    def setting(self, name: str) -> bytes | None:
        """A setting of this journal, if it was ever made."""
        row = self._connection.execute("SELECT value FROM setting WHERE name = ?", (name,)).fetchone()
        return bytes(row[0]) if row else None

    def file_of(self, leader_id: str) -> tuple[Stored, ...]:
        """Every event counted in a leader's file, refiled entries' too, in the order of the ledger."""
        rows = self._connection.execute(
            f"SELECT {EVENT_COLUMNS}, body, salt FROM event JOIN payload USING (seq) WHERE record_id IN ("
            " SELECT id FROM record WHERE number IN (SELECT record FROM record_leader WHERE leader_id = ?)"
            " UNION SELECT record_id FROM event WHERE action = 'refile') ORDER BY seq",
            (leader_id,),
        )
        found = (_stored(row) for row in rows)
        return tuple(stored for stored in found if leader_id in decode_payload(stored.body).leaders)

    def last_of(self, record_type: str) -> tuple[Stored, ...]:
        """The last event of every record of a type other than ``entry``, in the order of the ledger."""
        rows = self._connection.execute(
            f"SELECT {EVENT_COLUMNS}, body, salt FROM event JOIN payload USING (seq)"
            " WHERE seq IN (SELECT seq FROM record WHERE type = ? AND type <> 'entry') ORDER BY seq",
            (record_type,),
        )
        return tuple(_stored(row) for row in rows)

    def last_event_of(self, record_id: str) -> Stored:
        """The last event of a record. Raises NoSuchRecord."""
        row = self._connection.execute(
            f"SELECT {EVENT_COLUMNS}, body, salt FROM event JOIN payload USING (seq)"
            " WHERE seq = (SELECT seq FROM record WHERE id = ?)",
            (record_id,),
        ).fetchone()
        if row is None:
            raise NoSuchRecord(record_id)
        return _stored(row)

    def event(self, seq: int) -> Event:
        """The event at ``seq``. Raises NoSuchRecord."""
        row = self._connection.execute(f"SELECT {EVENT_COLUMNS} FROM event WHERE seq = ?", (seq,)).fetchone()
        if row is None:
            raise NoSuchRecord(str(seq))
        return event_of(row)

    def nodes(self) -> tree.Nodes:
        """The nodes of the hash tree, for proofs."""
        return stored_nodes(self._connection)

    def lines(self) -> Iterator[Line]:
        """Every event as it is stored, in order, for the verifier."""
        rows = self._connection.execute(
            f"SELECT {EVENT_COLUMNS}, leaf_hash, head, body, salt FROM event LEFT JOIN payload USING (seq) ORDER BY seq"
        )
        for *columns, leaf_hash, head, body, salt in rows:
            yield Line(event=event_of(columns), leaf_hash=leaf_hash, head=head, payload=body, salt=salt)


def conditions_of(leader_id: str, wanted: Filter) -> tuple[list[str], list[Any]]:
    """The filter as SQL conditions over ``record_leader l`` and their values: user text is only ever a value."""
    conditions, values = ["l.leader_id = ?"], [leader_id]

    def add(condition: str, *given: str) -> None:
        conditions.append(condition)
        values.extend(given)

    if wanted.from_day:
        add("l.occurred >= ?", wanted.from_day)
    if wanted.to_day:
        add("l.occurred < ?", wanted.to_day + "U")
    for column, chosen in (("kind", wanted.kinds), ("lane", wanted.lanes)):
        if chosen:
            add(f"l.{column} IN ({', '.join('?' * len(chosen))})", *chosen)
    if wanted.themes:
        places = ", ".join("?" * len(wanted.themes))
        add(f"({_ONE_OF_THEMES.format(places)})", *wanted.themes)
    if wanted.words.strip():
        add(f"l.record IN ({_WORDS_ABOUT_LEADER})", match_query(wanted.words), leader_id)
    if wanted.told:
        add(marks.TOLD[wanted.told])
    return conditions, values


def _narrowing(wanted: Filter, leader_ids: Sequence[str]) -> marks.Narrowing:
    cheap = msgspec.structs.replace(wanted, words="", told="")
    (_, *conditions), (_, *values) = conditions_of("", cheap)
    if leader_ids:
        conditions.append(f"l.leader_id IN ({', '.join('?' * len(leader_ids))})")
        values.extend(leader_ids)
    return marks.Narrowing(tuple(conditions), tuple(values), marks.TOLD.get(wanted.told, "true"))


def _revision(stored: Stored) -> Revision:
    payload = decode_payload(stored.body)
    return Revision(event=stored.event, payload=payload, record=record_of(stored.event, payload))


def _stored(row: tuple[Any, ...]) -> Stored:
    *columns, body, salt = row
    return Stored(event=event_of(columns), body=bytes(body), salt=bytes(salt))


def _listed(row: tuple[Any, ...]) -> Listed:
    number, recorded_at, revision, withdrawn, schema, body = row
    return Listed(
        number=number,
        recorded_at=recorded_at,
        revision=revision,
        withdrawn=bool(withdrawn),
        entry=entry_in(schema, body),
    )


def entry_in(schema: int, body: bytes) -> Entry:
    """The entry in stored bytes; the newest schema, nearly all there are, is read without a detour."""
    if schema == SCHEMAS["entry"]:
        return _stored_entry.decode(body).record
    record = read("entry", schema, decode_payload(body).record)
    assert isinstance(record, Entry)
    return record
