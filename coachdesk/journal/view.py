"""Reading a journal: plain SQL over the index of current states, answers as frozen values."""

import contextlib
from collections.abc import Collection, Iterator, Sequence
from itertools import groupby
from typing import Any

import msgspec
from sqlcipher3 import dbapi2

from coachdesk.journal import attachments, drafts, filters, marks, outline, outstanding
from coachdesk.journal.append import EVENT_COLUMNS, event_of, stored_nodes
from coachdesk.journal.connection import Connection, database_errors, path_of, with_typed_errors
from coachdesk.journal.drafts import Draft
from coachdesk.journal.errors import AmbiguousId, Erased, NoSuchRecord
from coachdesk.journal.filters import EVERYTHING, Filter, conditions_of
from coachdesk.journal.marks import Mark
from coachdesk.journal.outline import Outline
from coachdesk.journal.outstanding import Outstanding
from coachdesk.journal.search import Hit, search
from coachdesk.journal.stored import STORED, Stored, stored_in, written_after
from coachdesk.ledger import tree
from coachdesk.ledger.event import Event, Head, Payload, decode_payload, record_of
from coachdesk.ledger.verify import Line
from coachdesk.records.about import AboutLeaders
from coachdesk.records.attachment import Attachment
from coachdesk.records.base import Record
from coachdesk.records.entry import Entry
from coachdesk.records.forms import COACHING, SCHEMAS, read
from coachdesk.records.people import Leader


class Revision(msgspec.Struct, frozen=True, kw_only=True):
    """One event of a record: what was done, why, and the record as it then stood.

    ``erased`` is whether all of its content was destroyed: of an entry its leaders, numbers and days are left.
    """

    event: Event
    payload: Payload
    record: Record
    erased: bool = False


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """An entry as it now stands, with what a timeline shows beside it.

    ``number`` is the entry's number in this leader's file; ``recorded_at`` when it was first written.
    """

    number: int
    recorded_at: str
    revision: int
    withdrawn: bool
    entry: Entry
    erased: int = 0
    """1 where something of it was erased, 2 where a tombstone is all that is left."""


class Outlined(msgspec.Struct, frozen=True):
    """As :class:`Shown`, the entries in outline."""

    entries: tuple[Outline, ...]
    total: int
    hidden: int


class Shown(msgspec.Struct, frozen=True):
    """The newest entries that pass a filter, and how many of the leader's entries it hides."""

    entries: tuple[Listed, ...]
    total: int
    hidden: int


class _StoredEntry(msgspec.Struct, frozen=True):
    record: Entry


_stored_entry = msgspec.json.Decoder(_StoredEntry)

NEWEST = 200

TIMELINE = (
    "SELECT l.entry_number, r.recorded_at, r.revision, r.withdrawn, r.erased, e.schema, p.body"
    " FROM record_leader l JOIN record r ON r.number = l.record"
    " JOIN event e ON e.seq = r.seq JOIN payload p ON p.seq = r.seq"
    " WHERE {where} ORDER BY l.occurred DESC, l.record DESC LIMIT ?"
)
PASSING = "SELECT l.record FROM record_leader l WHERE {where} ORDER BY l.occurred DESC, l.record DESC"
_AMONG = "l.record IN (SELECT value FROM json_each(?))"
_COACHING = ", ".join(f"'{record_type}'" for record_type in COACHING)


@with_typed_errors
class View:
    """What can be read of a journal, over one connection. A job that reads beside the desk has its own.

    Whatever is asked raises DamagedDatabase or a storage error where the database cannot be read.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection, self.path = connection, path_of(connection)

    def close(self) -> None:
        """Closes the connection."""
        self._connection.close()

    def interrupt(self) -> None:
        """Ends a query that runs in another thread, if it is not over already: lock wins over every job."""
        with contextlib.suppress(dbapi2.ProgrammingError):  # its job has just closed it
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

    def type_of(self, record_id: str) -> str | None:
        """The type of a record; None for an id that was never written."""
        row = self._connection.execute("SELECT type FROM record WHERE id = ?", (record_id,)).fetchone()
        return str(row[0]) if row else None

    def get(self, record_id: str) -> Revision:
        """The last revision of a record. Raises NoSuchRecord."""
        return _revision(self.last_event_of(record_id))

    def history(self, record_id: str) -> tuple[Revision, ...]:
        """Every revision of a record, oldest first. Raises NoSuchRecord."""
        states = self.states(record_id)
        if not states:
            raise NoSuchRecord(record_id)
        return tuple(_revision(one) for one in states)

    def histories(self, leader_id: str, record_types: Collection[str]) -> tuple[tuple[Revision, ...], ...]:
        """Every revision of each coaching record of these types that names this leader, both the oldest first.

        What was withdrawn is not among them.
        """
        rows = self._connection.execute(
            f"{STORED} WHERE record_id IN ("
            " SELECT r.id FROM record r JOIN payload p ON p.seq = r.seq WHERE r.type <> 'entry'"
            " AND r.type IN (SELECT value FROM json_each(?)) AND NOT r.withdrawn AND instr(p.body, ?))"
            " ORDER BY record_id, revision",
            (msgspec.json.encode(list(record_types)).decode(), leader_id.encode()),
        )
        found = groupby((_revision(stored_in(row)) for row in rows), lambda one: one.event.record_id)
        histories = (tuple(revisions) for _record_id, revisions in found)
        named = (one for one in histories if leader_id in getattr(one[-1].record, "leader_ids", ()))
        return tuple(sorted(named, key=lambda one: one[0].event.seq))

    def records(self, record_type: str) -> tuple[Record, ...]:
        """The current records of a type other than ``entry``, in the order they were first written.

        What was withdrawn is not among them.
        """
        return self._current(record_type, "")

    def about(self, leader_id: str, record_type: str) -> tuple[Record, ...]:
        """The current coaching records of a type that name this leader, as :meth:`records` gives them."""
        found = self._current(record_type, leader_id)
        return tuple(
            record for record in found if isinstance(record, AboutLeaders) and leader_id in record.leader_ids
        )

    def _current(self, record_type: str, naming: str) -> tuple[Record, ...]:
        """The current records of a type in whose content ``naming`` stands anywhere."""
        rows = self._connection.execute(
            "SELECT e.schema, p.body FROM record r JOIN event e ON e.seq = r.seq JOIN payload p ON p.seq = r.seq"
            " WHERE r.type = ? AND r.type <> 'entry' AND NOT r.withdrawn AND instr(p.body, ?) ORDER BY r.number",
            (record_type, naming.encode()),
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
        conditions, values, passing = self._newest(leader_id, wanted, limit)
        return Shown(self._listed(conditions, values, limit), total, total - passing)

    def outlines(self, leader_id: str, wanted: Filter = EVERYTHING, limit: int = NEWEST) -> Outlined:
        """As :meth:`timeline`, in outline: what a list needs, and half the cost."""
        total = passing = self._count(leader_id)
        if wanted.words.strip():
            conditions, values, passing = self._newest(leader_id, wanted, limit)
        else:
            conditions, values = conditions_of(leader_id, wanted)
            if wanted != EVERYTHING:
                passing = outline.count(self._connection, conditions, values)
        return Outlined(outline.outlines(self._connection, conditions, values, limit), total, total - passing)

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

    def outstanding(self, leader_ids: Sequence[str]) -> tuple[Outstanding, ...]:
        """What live entries about these leaders leave open. It reads each of them: not for the GUI thread."""
        return outstanding.outstanding(self._connection, leader_ids)

    def find(self, wanted: Filter, leader_ids: Sequence[str] = (), limit: int = 50) -> tuple[Hit, ...]:
        """The newest entries that pass the filter, of these leaders only if any are named."""
        return marks.find(self._connection, wanted.words, filters.narrowing(wanted, leader_ids), limit)

    def _newest(self, leader_id: str, wanted: Filter, limit: int) -> tuple[list[str], list[Any], int]:
        """The conditions for the newest entries that pass, their values, and how many pass.

        A filter by words is costly: it is asked once, for what is counted and what is shown alike.
        """
        conditions, values = conditions_of(leader_id, wanted)
        passing = self._connection.execute(PASSING.format(where=" AND ".join(conditions)), values).fetchall()
        newest = [number for (number,) in (passing if limit < 0 else passing[:limit])]
        return [conditions[0], _AMONG], [leader_id, msgspec.json.encode(newest).decode()], len(passing)

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
        yield from attachments.content(self._connection, attachment)

    def drafts(self) -> tuple[Draft, ...]:
        """All drafts, the newest first."""
        return drafts.drafts(self._connection)

    def settings(self) -> dict[str, bytes]:
        """All settings of this journal."""
        return dict(self._connection.execute("SELECT name, value FROM setting"))

    def setting(self, name: str) -> bytes | None:
        """A setting of this journal, if it was ever made."""
        row = self._connection.execute("SELECT value FROM setting WHERE name = ?", (name,)).fetchone()
        return bytes(row[0]) if row else None

    def file_of(self, leader_id: str) -> tuple[Stored, ...]:
        """Every event counted in a leader's file, in the order of the ledger: on entries, refiled ones too,
        and on coaching records.
        """
        rows = self._connection.execute(
            f"{STORED} WHERE record_id IN ("
            " SELECT id FROM record WHERE number IN (SELECT record FROM record_leader WHERE leader_id = ?)"
            " UNION SELECT record_id FROM event WHERE action = 'refile'"
            f" UNION SELECT id FROM record WHERE type <> 'entry' AND type IN ({_COACHING})) ORDER BY seq",
            (leader_id,),
        )
        found = (stored_in(row) for row in rows)
        return tuple(stored for stored in found if leader_id in decode_payload(stored.body).leaders)

    def last_of(self, record_type: str) -> tuple[Stored, ...]:
        """The last event of every record of a type other than ``entry``, in the order of the ledger."""
        rows = self._connection.execute(
            f"{STORED} WHERE seq IN (SELECT seq FROM record WHERE type = ? AND type <> 'entry') ORDER BY seq",
            (record_type,),
        )
        return tuple(stored_in(row) for row in rows)

    def last_event_of(self, record_id: str) -> Stored:
        """The last event of a record. Raises NoSuchRecord."""
        row = self._connection.execute(
            f"{STORED} WHERE seq = (SELECT seq FROM record WHERE id = ?)",
            (record_id,),
        ).fetchone()
        if row is None:
            raise NoSuchRecord(record_id)
        return stored_in(row)

    def head(self) -> Head:
        """The size and root of the ledger as this view sees it."""
        row = self._connection.execute("SELECT seq, head FROM event ORDER BY seq DESC LIMIT 1").fetchone()
        return Head(row[0], bytes(row[1]).hex()) if row else Head(0, tree.EMPTY_ROOT.hex())

    def written_after(self, seq: int, limit: int) -> tuple[Revision, ...]:
        """What was written after event ``seq``, the newest first, but for tombstones. An older schema will do."""
        return tuple(_revision(one) for one in written_after(self._connection, seq, limit))

    def states(self, record_id: str) -> tuple[Stored, ...]:
        """Every event of a record as it is stored, the oldest first; none for an id that was never written."""
        rows = self._connection.execute(f"{STORED} WHERE record_id = ? ORDER BY revision", (record_id,))
        return tuple(stored_in(row) for row in rows)

    def every(self) -> Iterator[Stored]:
        """Every event as it is stored, in the order of the ledger."""
        for row in self._connection.execute(f"{STORED} ORDER BY seq"):
            yield stored_in(row)

    def event(self, seq: int) -> Event:
        """The event at ``seq``. Raises NoSuchRecord."""
        row = self._connection.execute(f"SELECT {EVENT_COLUMNS} FROM event WHERE seq = ?", (seq,)).fetchone()
        if row is None:
            raise NoSuchRecord(str(seq))
        return event_of(row)

    def nodes(self) -> tree.Nodes:
        """The nodes of the hash tree, for proofs."""
        return database_errors(self.path)(stored_nodes(self._connection))

    def lines(self) -> Iterator[Line]:
        """Every event as it is stored, in order, for the verifier."""
        rows = self._connection.execute(
            f"SELECT {EVENT_COLUMNS}, leaf_hash, head, body, salt, leaves FROM event LEFT JOIN payload USING (seq) ORDER BY seq"
        )
        for *columns, leaf_hash, head, body, salt, leaves in rows:
            yield Line(
                event=event_of(columns),
                leaf_hash=leaf_hash,
                head=head,
                payload=body,
                salt=salt,
                leaves=leaves,
            )


def _revision(stored: Stored) -> Revision:
    if stored.is_tombstone and stored.event.record_type != "entry":
        raise Erased(stored.event.record_id)
    payload = decode_payload(stored.body)
    record = record_of(stored.event, payload)
    return Revision(event=stored.event, payload=payload, record=record, erased=stored.is_tombstone)


def _listed(row: tuple[Any, ...]) -> Listed:
    number, recorded_at, revision, withdrawn, is_erased, schema, body = row
    return Listed(
        number=number,
        recorded_at=recorded_at,
        revision=revision,
        withdrawn=bool(withdrawn),
        entry=entry_in(schema, body),
        erased=is_erased,
    )


def entry_in(schema: int, body: bytes) -> Entry:
    """The entry in stored bytes; the newest schema, nearly all there are, is read without a detour."""
    if schema == SCHEMAS["entry"]:
        return _stored_entry.decode(body).record
    record = read("entry", schema, decode_payload(body).record)
    assert isinstance(record, Entry)
    return record
