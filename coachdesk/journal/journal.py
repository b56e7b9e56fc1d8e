"""The journal: the one door. Everything that is written goes through here, one writer at a time."""

import contextlib
import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, BinaryIO, Self

import msgspec

from coachdesk.journal import (
    append,
    attachments,
    backup,
    clock,
    coached,
    drafts,
    files,
    head_seen,
    header,
    in_force,
    keys,
    mending,
    schema,
    sealing,
    sheet,
)
from coachdesk.journal.append import Change
from coachdesk.journal.check import JournalChecked, check_journal
from coachdesk.journal.connection import Connection, database_errors
from coachdesk.journal.drafts import Draft
from coachdesk.journal.errors import (
    AlreadyOpen,
    AlreadyWithdrawn,
    DamagedDatabase,
    Erased,
    NoSuchRecord,
    NothingChanged,
    ReasonMissing,
)
from coachdesk.journal.files import DATABASE
from coachdesk.journal.header import Header
from coachdesk.journal.notices import Kind
from coachdesk.journal.reading import Place
from coachdesk.journal.store import UNSEEN, Progress, Store
from coachdesk.journal.view import Revision, View
from coachdesk.ledger.clock import Reading
from coachdesk.ledger.counts import Counts
from coachdesk.ledger.event import Event, Head
from coachdesk.ledger.tree import Frontier
from coachdesk.records.about import AboutLeaders
from coachdesk.records.attachment import Attachment
from coachdesk.records.base import InvalidRecord, Record, clean
from coachdesk.records.entry import Addition, Entry
from coachdesk.records.erasure import Erasure
from coachdesk.records.forms import type_name


class Notice(msgspec.Struct, frozen=True):
    """Something the manager should know of a journal that did open."""

    kind: Kind
    detail: str = ""


class Journal:
    """An open journal, made by ``opening.create_journal`` and ``opening.open_journal``.

    A context manager that closes itself. What can be read is in :attr:`view`; :attr:`store` is its folder.
    """

    def __init__(
        self,
        path: Path,
        key: bytearray,
        head: Header,
        lock: files.Lock,
        clock: Callable[[], Reading],
        place: Place | None = None,
    ) -> None:
        self.path, self.id = path, head.journal_id
        self.notices: tuple[Notice, ...] = ()
        self.store, self._clock = Store(path, key, head, lock, place), clock
        self._state_folder = head_seen.state_folder()
        try:
            self.reopen()
        except BaseException:
            self._connection.close()
            raise

    @property
    def _connection(self) -> Connection:
        return self.store.connection

    def reopen(self) -> None:
        """Reads the state of its database, at first and after another took its place. :attr:`view` is another then."""
        self.view = View(self._connection)
        with database_errors(self.path / DATABASE):
            self._begin()

    def _begin(self) -> None:
        if self.store.is_read_only:
            self.notices += (Notice("read_only"),)
        else:
            self._bring_up_to_date()
        try:
            self._read_state()
        except DamagedDatabase as damage:
            if not self.store.is_read_only:
                raise
            self._state = append.State(Frontier(), Counts(b""), None)
            self.notices += (Notice("read_only_damaged", damage.problem),)

    def _bring_up_to_date(self) -> None:
        if schema.is_older(self._connection):
            self.back_up(backup.place_for(self.path, self.now()))
        schema.migrate(self._connection, self.path)
        mending.tidy(self._connection, self.view, self.path)

    def _read_state(self) -> None:
        counts_key = self.view.setting("counts_key")
        if counts_key is None or self.view.setting(in_force.SEQUENCE) is None:
            raise DamagedDatabase(self.path / DATABASE, "settings_missing")
        try:
            self._state = append.load_state(self._connection, counts_key)
            seen = head_seen.read_head(self._state_folder, self.id)
            if found := head_seen.difference(seen, self.head, self.view.nodes()):
                self.notices += (Notice(*found),)
        except KeyError:
            raise DamagedDatabase(self.path / DATABASE, "tree_node_missing") from None
        if older := in_force.compare(self.store, self.view):
            self.notices += (Notice("older_header", older),)
        if self.view.setting(UNSEEN) is not None:
            self.notices += (Notice("recovery_code_unseen"),)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Locks the journal: the last head is remembered, the connection closed, the key wiped."""
        if self._is_to_go_on and not self.store.is_read_only:
            head_seen.write_head(self._state_folder, self.id, self.head)
        self.store.close()

    @property
    def _is_to_go_on(self) -> bool:
        """Whether no other head was seen on this computer, or somebody has said to go on with this one."""
        return not any(notice.kind in head_seen.DIFFERENCES for notice in self.notices)

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
        return View(self.store.connect())

    def check(self, progress: Callable[[int], None] = lambda _done: None) -> JournalChecked:
        """Recomputes everything, over a connection of its own. Raises as ``check.check_journal`` does."""
        with database_errors(self.path / DATABASE):
            connection = self.store.connect()
            try:
                return check_journal(View(connection), connection, progress)
            finally:
                connection.close()

    def back_up(self, place: Path, progress: Progress = lambda _share: None) -> Head:
        """Makes ``place`` a complete copy of this journal, as it stands now, and proves it.

        ``progress`` is told the share done and may raise to cancel. Raises as ``backup.write_copy`` does.
        """
        return self.store.back_up(place, progress)

    def view_of_copy(self, place: Path) -> View:
        """A view of another copy of this journal, as backups are. Raises DamagedDatabase or a storage error."""
        return self.store.view_of_copy(place)

    def raw_key(self) -> str:
        """The database key as other SQLCipher tools take it: ``x'<64 hex digits>'``."""
        return self.store.raw_key()

    def put(self, *new: Record, reason: str = "", draft_id: str = "") -> Event:
        """Seals records, all or none: durable when the call returns. Returns the last event.

        A record that is known already (a leader, a goal) is updated; entries change only through
        :meth:`add`, :meth:`correct`, :meth:`withdraw` and :meth:`refile`. ``draft_id`` names the draft
        that this seals. Raises InvalidRecord, NoSuchRecord or a storage error; for a coaching record
        NothingChanged and AlreadyWithdrawn too.
        """
        if not new or len({record.id for record in new}) < len(new):
            raise InvalidRecord("id", "named_twice" if new else "empty")
        return self._append(self._changes_for(new, clean(reason)), draft_id)

    def _changes_for(self, records: Sequence[Record], reason: str) -> list[Change]:
        return sealing.changes_for(self.view, self._connection, self.counts, records, reason)

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
        described = self._changes_for(taken_in, "")
        return self._append([*described, sealing.revised("add", changed, now, reason)])

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
        return self._append([sealing.revised("correct", entry, now, reason)])

    def withdraw(self, record_id: str, reason: str) -> Event:
        """Marks an entry or a coaching record as withdrawn: visibly, with its text kept.

        Raises ReasonMissing, AlreadyWithdrawn, NoSuchRecord.
        """
        now = self._standing(record_id, reason)
        if not isinstance(now.record, AboutLeaders):
            raise NoSuchRecord(record_id)
        return self._append([sealing.revised("withdraw", now.record, now, reason)])

    def refile(self, entry_id: str, leader_ids: Sequence[str], reason: str) -> Event:
        """Moves an entry to the right leaders. It keeps its number where it stays, leaves a numbered
        trace where it goes, and takes the next number where it comes for the first time. Raises as
        :meth:`correct` does.
        """
        entry, _ = self._sealed(entry_id, reason)
        if set(leader_ids) == set(entry.leader_ids):
            raise NothingChanged(entry_id)
        return self._append([sealing.refiled(self.view, self.counts, entry, leader_ids, clean(reason))])

    def take_in(
        self, name: str, stream: BinaryIO, progress: Callable[[int], None] = lambda _done: None
    ) -> Attachment:
        """Copies a file in; seal the description it returns together with the entry it belongs to."""
        self.store.check_writable()
        with database_errors(self.path / DATABASE):
            return attachments.take_in(self._connection, name, stream, progress)

    def take_in_beside(
        self, name: str, stream: BinaryIO, progress: Callable[[int], None] = lambda _done: None
    ) -> Attachment:
        """As :meth:`take_in`, over a connection of its own: for another thread, while the desk goes on writing.

        The two take turns, a few chunks at a time, so that a save does not wait for the whole file.
        """
        self.store.check_writable()
        with database_errors(self.path / DATABASE):
            connection = self.store.connect()
            try:
                return attachments.take_in(connection, name, stream, progress, self.store.turn)
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
        slot = header.passphrase_slot(self.store.key, self.id, passphrase, cost)
        self.store.change_slot(slot, passphrase)
        in_force.note(self.store)

    def change_recovery_code(self) -> str:
        """A new recovery code, to be written on paper; the one before no longer opens the journal.

        The header is proved with it before it is swapped in, as with :meth:`change_passphrase`.
        """
        code = keys.new_recovery_code()
        self.store.change_slot(header.recovery_slot(self.store.key, self.id, code), code)
        in_force.note(self.store)
        in_force.note_seen(self.store)
        return code

    def recovery_sheet(self) -> tuple[str, ...]:
        """The lines that stand on paper beside the recovery code. Raises NoRecoverySlot."""
        return sheet.sheet_of(self.store.header)

    def now(self) -> dt.datetime:
        """The time by the journal's clock."""
        return self._clock().at

    def change_setting(self, name: str, value: bytes) -> None:
        """Keeps a setting of this journal (the signing key, for one), encrypted like all else."""
        with self._transaction():
            self._connection.execute("INSERT OR REPLACE INTO setting VALUES (?, ?)", (name, value))

    def drop_setting(self, name: str) -> None:
        """Forgets a setting."""
        with self._transaction():
            self._connection.execute("DELETE FROM setting WHERE name = ?", (name,))

    def _transaction(self) -> contextlib.AbstractContextManager[None]:
        return self.store.transaction()

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
        if now.erased:
            raise Erased(record_id)
        if now.event.action == "withdraw":
            raise AlreadyWithdrawn(record_id)
        return now

    def seal_erasure(self, erasure: Erasure, reason: str, destroy: Callable[[Connection], None]) -> Event:
        """Seals an erasure and has ``destroy`` do, in the same transaction, what it says: see ``erasing.erase``.

        Raises ReasonMissing.
        """
        if not reason.strip():
            raise ReasonMissing(erasure.id)
        return self._append([Change(action="erase", record=erasure, reason=clean(reason))], destroy=destroy)

    def _append(
        self,
        changes: Sequence[Change],
        draft_id: str = "",
        destroy: Callable[[Connection], None] = lambda _connection: None,
    ) -> Event:
        """Seals ``changes`` in one transaction; the state is adopted once they are durable."""
        reading, view, head, event = clock.of_journal(self._clock(), self.id), self.view, self.head, None
        with self.store.turn:
            with self._transaction():
                state = self._state
                self._check_current(state, is_same=self.view is view or state.head == head)
                for change in changes:
                    before, state = state.last, append.append(self._connection, state, change, reading)
                    event = state.last
                    state = append.append_clock_change(self._connection, before, state, reading)
                if draft_id:
                    drafts.drop_draft(self._connection, draft_id)
                destroy(self._connection)
            self._state = state
        if self._is_to_go_on:
            head_seen.note_head(self._state_folder, self.id, self.head)
        assert event is not None
        return event

    def _check_current(self, state: append.State, *, is_same: bool) -> None:
        """Raises AlreadyOpen where another copy took the journal's place, or somebody else wrote: nothing is sealed."""
        (last,) = self._connection.execute("SELECT max(seq) FROM event").fetchone()
        if not is_same or (last or 0) != state.head.size:
            raise AlreadyOpen(self.path)
