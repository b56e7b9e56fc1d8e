"""Appending to the ledger: one event with its payload, its tree nodes and its line in the index.

Everything here happens inside a transaction of the caller's. The state after it is a new value, which
the caller adopts only once the transaction is durable.
"""

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from coachdesk.journal import outline
from coachdesk.journal.connection import Connection
from coachdesk.ledger import canonical, tree
from coachdesk.ledger.clock import Reading, anomaly
from coachdesk.ledger.commitment import EVENT_SALT_BYTES, Disclosure, commit
from coachdesk.ledger.counts import Count, Counts
from coachdesk.ledger.erased import is_whole
from coachdesk.ledger.event import Action, Event, Head, encode_payload
from coachdesk.ledger.tree import Frontier
from coachdesk.records.base import Record
from coachdesk.records.clock_change import ClockChange
from coachdesk.records.entry import NARRATIVE, Entry
from coachdesk.records.forms import SCHEMAS, type_name
from coachdesk.records.people import Contact, Leader

EVENT_COLUMNS = "seq, record_id, record_type, schema, revision, action, recorded_at, offset, boot, boottime, commitment, counts"

WHOLE = 2
"""Stands in the index for a record of which only a tombstone is left."""


class State(msgspec.Struct, frozen=True):
    """What appending needs to know of the ledger so far."""

    frontier: Frontier
    counts: Counts
    last: Event | None

    @property
    def head(self) -> Head:
        """The size and root of the ledger."""
        return Head(self.frontier.size, self.frontier.root.hex())


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One event to come: what is done to which record, in whose count, and why."""

    action: Action
    record: Record
    leaders: tuple[str, ...] = ()
    numbers: tuple[int, ...] = ()
    reason: str = ""


def event_of(row: Sequence[Any]) -> Event:
    """The event in a row of :data:`EVENT_COLUMNS`."""
    *plain, commitment, counts = row
    return Event(**dict(zip(Event.__struct_fields__, (*plain, commitment.hex(), counts.hex()), strict=True)))


def load_state(connection: Connection, counts_key: bytes) -> State:
    """The state as the database has it; costs the logarithm of its size."""
    row = connection.execute(f"SELECT {EVENT_COLUMNS} FROM event ORDER BY seq DESC LIMIT 1").fetchone()
    last = event_of(row) if row else None
    size = last.seq if last else 0
    node = stored_nodes(connection)
    frontier = Frontier(size, tuple(node(level, position) for level, position in tree.peaks(size)))
    rows = connection.execute("SELECT leader_id, entries, events FROM leader_count ORDER BY position")
    return State(frontier, Counts.restored(counts_key, {leader: Count(*of) for leader, *of in rows}), last)


def stored_nodes(connection: Connection) -> tree.Nodes:
    """The complete nodes of the tree, read as they are asked for. Raises KeyError for a missing one."""

    def node(level: int, position: int) -> bytes:
        if level == 0:
            row = connection.execute("SELECT leaf_hash FROM event WHERE seq = ?", (position + 1,)).fetchone()
        else:
            row = connection.execute(
                "SELECT hash FROM tree_node WHERE level = ? AND position = ?", (level, position)
            ).fetchone()
        if row is None:
            raise KeyError((level, position))
        return bytes(row[0])

    return node


def append(connection: Connection, state: State, change: Change, reading: Reading) -> State:
    """Writes one event and everything that follows from it; returns the state after."""
    body = encode_payload(change.record, change.leaders, change.numbers, change.reason)
    salt = secrets.token_bytes(EVENT_SALT_BYTES)
    counts = state.counts.after(change.leaders, change.numbers) if change.leaders else state.counts
    record_type = type_name(change.record)
    event = Event(
        seq=state.frontier.size + 1,
        record_id=change.record.id,
        record_type=record_type,
        schema=SCHEMAS[record_type],
        revision=_last_revision(connection, change.record.id) + 1,
        action=change.action,
        recorded_at=reading.recorded_at,
        offset=reading.offset,
        boot=reading.boot,
        boottime=reading.boottime,
        commitment=commit(canonical.decode(body), salt).hex(),
        counts=counts.root.hex(),
    )
    leaf = event.leaf_hash
    frontier, nodes = state.frontier.append(leaf)
    hashes = (bytes.fromhex(event.commitment), bytes.fromhex(event.counts), leaf, frontier.root)
    plain = msgspec.structs.astuple(event)[:-2]
    connection.execute(
        f"INSERT INTO event ({EVENT_COLUMNS}, leaf_hash, head) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (*plain, *hashes),
    )
    connection.execute("INSERT INTO payload (seq, salt, body) VALUES (?, ?, ?)", (event.seq, salt, body))
    connection.executemany("INSERT INTO tree_node (level, position, hash) VALUES (?, ?, ?)", nodes[1:])
    _write_counts(connection, counts, change.leaders)
    index_record(connection, event, change)
    return State(frontier, counts, event)


def append_clock_change(
    connection: Connection, before: Event | None, state: State, reading: Reading
) -> State:
    """The state after a line about the clock, if it was changed between ``before`` and the last event."""
    if before is None or state.last is None or not (found := anomaly(before, state.last)):
        return state
    record = ClockChange.make(
        kind=found.kind, before=before.recorded_at, after=state.last.recorded_at, seconds=found.seconds
    )
    return append(connection, state, Change(action="clock", record=record), reading)


def _last_revision(connection: Connection, record_id: str) -> int:
    row = connection.execute("SELECT revision FROM record WHERE id = ?", (record_id,)).fetchone()
    return int(row[0]) if row else 0


def _write_counts(connection: Connection, counts: Counts, leaders: tuple[str, ...]) -> None:
    if not leaders:
        return
    positions = {leader_id: position for position, leader_id in enumerate(counts.of)}
    connection.executemany(
        "INSERT INTO leader_count (position, leader_id, entries, events) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (position) DO UPDATE SET entries = excluded.entries, events = excluded.events",
        [
            (positions[leader], leader, counts.of[leader].entries, counts.of[leader].events)
            for leader in leaders
        ],
    )


def extent_of(left: Disclosure | None) -> int:
    """How much of a payload was erased: 0 for nothing, 1 for a part, :data:`WHOLE` where a tombstone is left."""
    return 0 if left is None else WHOLE if is_whole(left) else 1


def index_record(connection: Connection, event: Event, change: Change) -> None:
    """Brings the index of current states up to ``event``."""
    is_withdrawn = event.action == "withdraw"
    row = connection.execute(
        "INSERT INTO record (id, type, seq, revision, recorded_at, withdrawn, zone, precision, headline)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (id) DO UPDATE SET seq = excluded.seq, revision = excluded.revision,"
        " withdrawn = excluded.withdrawn, zone = excluded.zone, precision = excluded.precision,"
        " headline = excluded.headline, erased = 0 RETURNING number",
        (
            event.record_id,
            event.record_type,
            event.seq,
            event.revision,
            event.recorded_at,
            is_withdrawn,
            *outline.of_record(change.record),
        ),
    ).fetchone()
    number = row[0]
    if event.revision > 1:
        drop_from_index(connection, number)
    index_content(
        connection,
        number,
        change.record,
        dict(zip(change.leaders, change.numbers, strict=True)),
        withdrawn=is_withdrawn,
    )


def drop_from_index(connection: Connection, number: int) -> None:
    """Takes a record out of search, timelines and themes."""
    for table, column in (("search", "rowid"), ("record_leader", "record"), ("record_theme", "record")):
        connection.execute(f"DELETE FROM {table} WHERE {column} = ?", (number,))


def index_content(
    connection: Connection, number: int, record: Record, numbers: Mapping[str, int], *, withdrawn: bool
) -> None:
    """Puts a record into search, timelines and themes; ``numbers`` are an entry's in the file of each leader."""
    text = search_text(record)
    if text:
        connection.execute("INSERT INTO search (rowid, title, body) VALUES (?, ?, ?)", (number, *text))
    if not isinstance(record, Entry):
        return
    told, themes = outline.of_leader(record, withdrawn=withdrawn)
    connection.executemany(
        "INSERT INTO record_leader (leader_id, occurred, record, entry_number, kind, lane, told, themes)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                leader_id,
                record.occurred.sort_key,
                number,
                numbers[leader_id],
                record.kind,
                record.lane,
                told,
                themes,
            )
            for leader_id in record.leader_ids
        ],
    )
    connection.executemany(
        "INSERT INTO record_theme (theme, record) VALUES (?, ?)",
        [(theme, number) for theme in dict.fromkeys(record.themes)],
    )


def search_text(record: Record) -> tuple[str, str] | None:
    """The title and the text under which a record is found; None for what is not searched."""
    if isinstance(record, Entry):
        parts = [getattr(record, field) for field in NARRATIVE]
        parts += [addition.text for addition in record.additions]
        parts += [point.text for point in record.action_points]
        parts += [f"{person.name} {person.role}" for person in record.present]
        parts += [record.place, *record.themes, record.source.by if record.source else ""]
        return record.title, "\n".join(part for part in parts if part)
    if isinstance(record, Leader | Contact):
        return record.name, record.role
    return None
