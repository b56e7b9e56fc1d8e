"""The journal: the one door. Everything that is written goes through here, one writer at a time."""

import contextlib
import hashlib
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO, Literal, Self

import msgspec

from coachdesk.journal import append, attachments, coached, drafts, files, head_seen, header, keys, schema
from coachdesk.journal.append import Change
from coachdesk.journal.check import JournalChecked, check_journal
from coachdesk.journal.connection import Connection, connect, database_errors, raw_key, transaction
from coachdesk.journal.drafts import Draft
from coachdesk.journal.errors import (
    AlreadyWithdrawn,
    DamagedDatabase,
    JournalMissing,
    NoSuchRecord,
    NothingChanged,
    ReasonMissing,
    StorageFailed,
    StorageFull,
)
from coachdesk.journal.header import Header
from coachdesk.journal.view import Revision, View
from coachdesk.ledger.clock import Reading
from coachdesk.ledger.counts import Counts
from coachdesk.ledger.event import Action, Event, Head
from coachdesk.records.about import AboutLeaders
from coachdesk.records.attachment import Attachment
from coachdesk.records.base import InvalidRecord, Record, clean
from coachdesk.records.entry import Addition, Entry
from coachdesk.records.forms import type_name
from coachdesk.records.people import Leader

DATABASE, LOCK = "journal.db", "LOCK"
_OWN_ACTIONS: dict[str, Action] = {"clock_change": "clock", "export": "export"}


class Notice(msgspec.Struct, frozen=True):
    """Something the manager should know of a journal that did open."""

    kind: Literal["header_from_copy", "older_header", "older_copy", "another_history"]
    detail: str = ""


class Journal:
    """An open journal, made by ``opening.create_journal`` and ``opening.open_journal``.

    It is a context manager that closes itself. What can be read is in :attr:`view`.
    """

    def __init__(
        self, path: Path, key: bytearray, head: Header, lock: files.WriterLock, clock: Callable[[], Reading]
    ) -> None:
        self.path, self.id = path, head.journal_id
        self.notices: tuple[Notice, ...] = ()
        self._key, self._header, self._lock, self._clock = key, head, lock, clock
        self._connection, self._turn = connect(path / DATABASE, key), threading.Lock()
        self._identity = files.identity(path / DATABASE)
        self._state_folder = head_seen.state_folder()
        self.view = View(self._connection)
        try:
            with database_errors(path / DATABASE):
                self._begin()
        except BaseException:
            self._connection.close()
            raise

    def _begin(self) -> None:
        schema.migrate(self._connection, self.path)
        self._tidy()
        counts_key, sequence = self.view.setting("counts_key"), self.view.setting("header_sequence")
        if counts_key is None or sequence is None:
            raise DamagedDatabase(self.path / DATABASE, "settings_missing")
        try:
            self._state = append.load_state(self._connection, counts_key)
            seen = head_seen.read_head(self._state_folder, self.id)
            if found := head_seen.difference(seen, self.head, self.view.nodes()):
                self.notices += (Notice(*found),)
        except KeyError:
            raise DamagedDatabase(self.path / DATABASE, "tree_node_missing") from None
        self._compare_header_sequence(int(sequence))

    def _compare_header_sequence(self, known: int) -> None:
        """An older header is noticed; a newer one means that a change was cut short before it was noted."""
        if self._header.sequence < known:
            self.notices += (Notice("older_header", f"{self._header.sequence} < {known}"),)
        if self._header.sequence > known:
            self._note_header_sequence()

    def _note_header_sequence(self) -> None:
        """The header is in force whether the database can note it now or at the next opening."""
        with contextlib.suppress(StorageFull, StorageFailed):
            self.change_setting("header_sequence", str(self._header.sequence).encode())

    def _tidy(self) -> None:
        """On a full disk a journal opens all the same, to be read, if its schema is the newest; the next opening
        tidies up.
        """
        with contextlib.suppress(StorageFull, StorageFailed), database_errors(self.path / DATABASE):
            attachments.drop_unreferenced(self._connection)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Locks the journal: the last head is remembered, the connection closed, the key wiped."""
        if not any(notice.kind in head_seen.DIFFERENCES for notice in self.notices):
            head_seen.write_head(self._state_folder, self.id, self.head)
        try:
            self._connection.close()
        finally:
            keys.wipe(self._key)
            self._lock.release()

    def accept_history(self) -> None:
        """This copy is the one to go on with, though another was last seen on this computer: no more notices of it."""
        self.notices = tuple(one for one in self.notices if one.kind not in head_seen.DIFFERENCES)
        head_seen.write_head(self._state_folder, self.id, self.head)

    @property
    def head(self) -> Head:
        """The size and root of the ledger."""
        return self._state.head

    @property
    def counts(self) -> Counts:
        """How many entries each leader has."""
        return self._state.counts

    def open_view(self) -> View:
        """A view over a connection of its own, for a job that reads while the manager types."""
        return View(self._connect())

    def check(self, progress: Callable[[int], None] = lambda _done: None) -> JournalChecked:
        """Recomputes everything, over a connection of its own. Raises as ``check.check_journal`` does."""
        with database_errors(self.path / DATABASE):
            connection = self._connect()
            try:
                return check_journal(View(connection), connection, progress)
            finally:
                connection.close()

    def raw_key(self) -> str:
        """The database key as other SQLCipher tools take it: ``x'<64 hex digits>'``."""
        return raw_key(self._key).decode("ascii")

    def put(self, *new: Record, reason: str = "", draft_id: str = "") -> Event:
        """Seals records, all or none: durable when the call returns. Returns the last event.

        A record that is known already (a leader, a goal) is updated; entries change only through
        :meth:`add`, :meth:`correct`, :meth:`withdraw` and :meth:`refile`. ``draft_id`` names the draft
        that this seals. Raises InvalidRecord, NoSuchRecord or a storage error; for a coaching record
        NothingChanged and AlreadyWithdrawn too.
        """
        if not new or len({record.id for record in new}) < len(new):
            raise InvalidRecord("id", "named_twice" if new else "empty")
        taken: dict[str, int] = {}
        together = {record.id: type_name(record) for record in new}
        changes = [self._change_for(record, clean(reason), taken, together) for record in new]
        return self._append(changes, draft_id)

    def _change_for(
        self, record: Record, reason: str, taken: dict[str, int], together: dict[str, str]
    ) -> Change:
        known = self.view.is_known(record.id)
        if known and type(self.view.get(record.id).record) is not type(record):
            raise InvalidRecord("id", "another_record_has_it", record.id)
        if isinstance(record, Entry):
            if known:
                raise InvalidRecord("id", "sealed_already", record.id)
            coached.check_references(self.view, record, together)
            numbers = self._new_numbers(record.leader_ids, taken)
            return Change(
                action="create", record=record, leaders=record.leader_ids, numbers=numbers, reason=reason
            )
        if isinstance(record, AboutLeaders):
            return coached.change_for(self.view, record, reason, together)
        if isinstance(record, Attachment):
            attachments.is_taken_in(self._connection, record)
        action = _OWN_ACTIONS.get(type_name(record), "update" if known else "create")
        return Change(action=action, record=record, reason=reason)

    def _new_numbers(self, leader_ids: Sequence[str], taken: dict[str, int]) -> tuple[int, ...]:
        numbers = []
        for leader_id in leader_ids:
            if not isinstance(self.view.get(leader_id).record, Leader):
                raise NoSuchRecord(leader_id)
            count = self._state.counts.of.get(leader_id)
            taken[leader_id] = taken.get(leader_id, count.entries if count else 0) + 1
            numbers.append(taken[leader_id])
        return tuple(numbers)

    def add(
        self,
        entry_id: str,
        text: str,
        reason: str,
        attachment_ids: Sequence[str] = (),
        taken_in: Sequence[Attachment] = (),
    ) -> Event:
        """Puts an addition under a sealed entry; what was just ``taken_in`` for it is sealed with it.

        Raises ReasonMissing, AlreadyWithdrawn, NoSuchRecord, and InvalidRecord if there is nothing in it.
        """
        entry, now = self._sealed(entry_id, reason)
        ids = (*attachment_ids, *(one.id for one in taken_in))
        if not (text.strip() or ids):
            raise InvalidRecord("text", "empty")
        addition = Addition(text=clean(text), attachment_ids=ids)
        changed = entry.changed(additions=(*entry.additions, addition))
        coached.check_references(self.view, changed, {one.id: type_name(one) for one in taken_in})
        described = [self._change_for(one, "", {}, {}) for one in taken_in]
        return self._append([*described, _revised("add", changed, now, reason)])

    def correct(self, entry: Entry, reason: str) -> Event:
        """Seals ``entry`` as the corrected state of itself; the state before stays in its history.

        Raises ReasonMissing, NothingChanged, AlreadyWithdrawn, NoSuchRecord.
        """
        before, now = self._sealed(entry.id, reason)
        if before == entry:
            raise NothingChanged(entry.id)
        if before.leader_ids != entry.leader_ids:
            raise InvalidRecord("leader_ids", "refile_instead")
        coached.check_references(self.view, entry, {})
        return self._append([_revised("correct", entry, now, reason)])

    def withdraw(self, record_id: str, reason: str) -> Event:
        """Marks an entry or a coaching record as withdrawn: visibly, with its text kept.

        Raises ReasonMissing, AlreadyWithdrawn, NoSuchRecord.
        """
        now = self._standing(record_id, reason)
        if not isinstance(now.record, AboutLeaders):
            raise NoSuchRecord(record_id)
        return self._append([_revised("withdraw", now.record, now, reason)])

    def refile(self, entry_id: str, leader_ids: Sequence[str], reason: str) -> Event:
        """Moves an entry to the right leaders. It keeps its number where it stays, leaves a numbered
        trace where it goes, and takes the next number where it comes for the first time. Raises as
        :meth:`correct` does.
        """
        entry, _ = self._sealed(entry_id, reason)
        if set(leader_ids) == set(entry.leader_ids):
            raise NothingChanged(entry_id)
        had: dict[str, int] = {}
        for revision in self.view.history(entry_id):
            had.update(zip(revision.payload.leaders, revision.payload.numbers, strict=True))
        came = [leader_id for leader_id in leader_ids if leader_id not in had]
        had.update(zip(came, self._new_numbers(came, {}), strict=True))
        concerned = (
            *leader_ids,
            *(leader_id for leader_id in entry.leader_ids if leader_id not in leader_ids),
        )
        change = Change(
            action="refile",
            record=entry.changed(leader_ids=tuple(leader_ids)),
            leaders=concerned,
            numbers=tuple(had[leader_id] for leader_id in concerned),
            reason=clean(reason),
        )
        return self._append([change])

    def take_in(
        self, name: str, stream: BinaryIO, progress: Callable[[int], None] = lambda _done: None
    ) -> Attachment:
        """Copies a file in; seal the description it returns together with the entry it belongs to."""
        with database_errors(self.path / DATABASE):
            return attachments.take_in(self._connection, name, stream, progress)

    def take_in_beside(
        self, name: str, stream: BinaryIO, progress: Callable[[int], None] = lambda _done: None
    ) -> Attachment:
        """As :meth:`take_in`, over a connection of its own: for another thread, while the desk goes on writing.

        The two take turns, a few chunks at a time, so that a save does not wait for the whole file.
        """
        with database_errors(self.path / DATABASE):
            connection = self._connect()
            try:
                return attachments.take_in(connection, name, stream, progress, self._turn)
            finally:
                connection.close()

    def keep_draft(self, draft_id: str, values: dict[str, Any]) -> None:
        """Writes what was typed so far; any JSON values."""
        with self._transaction():
            drafts.keep_draft(
                self._connection, Draft(id=draft_id, updated_at=self._clock().recorded_at, values=values)
            )

    def drop_draft(self, draft_id: str) -> None:
        """Throws a draft away."""
        with self._transaction():
            drafts.drop_draft(self._connection, draft_id)

    def change_passphrase(self, passphrase: str, cost: keys.Cost) -> None:
        """Wraps the journal key anew. The header is proved with the new passphrase before it is swapped in."""
        changed = self._header.with_slot(header.passphrase_slot(self._key, self.id, passphrase, cost))
        self._header = header.write_header(self.path, changed, self._key, ("passphrase", passphrase))
        self._note_header_sequence()

    def change_recovery_code(self) -> str:
        """A new recovery code, to be written on paper; the one before no longer opens the journal.

        The header is proved with it before it is swapped in, as with :meth:`change_passphrase`.
        """
        code = keys.new_recovery_code()
        changed = self._header.with_slot(header.recovery_slot(self._key, self.id, code))
        self._header = header.write_header(self.path, changed, self._key, ("recovery", code))
        self._note_header_sequence()
        return code

    def change_setting(self, name: str, value: bytes) -> None:
        """Keeps a setting of this journal (the signing key, for one), encrypted like all else."""
        with self._transaction():
            self._connection.execute("INSERT OR REPLACE INTO setting VALUES (?, ?)", (name, value))

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[None]:
        with database_errors(self.path / DATABASE), self._turn:
            self._check_in_place()
            with transaction(self._connection):
                yield

    def _connect(self) -> Connection:
        """Another connection. Raises JournalMissing: SQLite would make an empty database where none is."""
        self._check_in_place()
        return connect(self.path / DATABASE, self._key)

    def _check_in_place(self) -> None:
        """Raises JournalMissing if the database was moved or deleted under the open connection.

        SQLite would go on writing, into a file that is found nowhere and gone when it is closed.
        """
        if files.identity(self.path / DATABASE) != self._identity:
            raise JournalMissing(self.path)

    def _sealed(self, entry_id: str, reason: str) -> tuple[Entry, Revision]:
        """The entry as it stands, if it may be changed for ``reason``."""
        now = self._standing(entry_id, reason)
        if not isinstance(now.record, Entry):
            raise NoSuchRecord(entry_id)
        return now.record, now

    def _standing(self, record_id: str, reason: str) -> Revision:
        """A record as it stands. Raises ReasonMissing, NoSuchRecord, AlreadyWithdrawn."""
        if not reason.strip():
            raise ReasonMissing(record_id)
        now = self.view.get(record_id)
        if now.event.action == "withdraw":
            raise AlreadyWithdrawn(record_id)
        return now

    def _append(self, changes: Sequence[Change], draft_id: str = "") -> Event:
        """Seals ``changes`` in one transaction; the state is adopted once they are durable."""
        reading, state, event = self._reading(), self._state, None
        with self._transaction():
            for change in changes:
                before, state = state.last, append.append(self._connection, state, change, reading)
                event = state.last
                state = append.append_clock_change(self._connection, before, state, reading)
            if draft_id:
                drafts.drop_draft(self._connection, draft_id)
        self._state = state
        assert event is not None
        return event

    def _reading(self) -> Reading:
        """The clocks now. The boot id is hashed with the journal's, so that two journals share no mark."""
        reading = self._clock()
        if not reading.boot:
            return reading
        boot = hashlib.sha256(f"{self.id}:{reading.boot}".encode()).hexdigest()[:16]
        return msgspec.structs.replace(reading, boot=boot)


def _revised(action: Action, record: AboutLeaders, now: Revision, reason: str) -> Change:
    numbers = dict(zip(now.payload.leaders, now.payload.numbers, strict=True))
    return Change(
        action=action,
        record=record,
        leaders=record.leader_ids,
        numbers=tuple(numbers[leader_id] for leader_id in record.leader_ids),
        reason=clean(reason),
    )
