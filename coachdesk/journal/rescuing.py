"""Saving what is whole of a damaged journal into a new one. The damaged one is read and left as it is.

The events go in anew, each with the time at which it was recorded; numbers close up where something is lost. Content
whose event is lost goes in behind them, as recorded now and with that for its reason. It is another ledger than before, so an earlier export does not vouch for it; its last event says where it comes from.
"""

import contextlib
import hashlib
import secrets
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Literal

import msgspec

from coachdesk.journal import append, backup, files, header, keys, salvage
from coachdesk.journal.append import Change, State
from coachdesk.journal.backup import Backup, Progress
from coachdesk.journal.check import IndexFault
from coachdesk.journal.clock import system_clock
from coachdesk.journal.connection import Connection
from coachdesk.journal.errors import (
    AlreadyExists,
    AlreadyOpen,
    DamagedDatabase,
    DamagedHeader,
    JournalError,
    NotAJournal,
)
from coachdesk.journal.files import DATABASE, LOCK
from coachdesk.journal.journal import Journal
from coachdesk.journal.opening import create_journal
from coachdesk.journal.pages import Pages
from coachdesk.journal.salvage import Alone, Lost, Scanned, Sound
from coachdesk.ledger import clock
from coachdesk.ledger.clock import Reading
from coachdesk.ledger.event import NO_NUMBER, Action, Head, Payload, record_of
from coachdesk.ledger.verify import LedgerFault
from coachdesk.records.about import AboutLeaders
from coachdesk.records.attachment import Attachment
from coachdesk.records.base import InvalidRecord, Record
from coachdesk.records.entry import Entry
from coachdesk.records.forms import NewerRecord
from coachdesk.records.people import Leader
from coachdesk.records.restore import Restore

_OF_THE_OLD = (
    "counts_key",
    "header_sequence",
    "recovery_slot",
    "recovery_unseen",
    "erasure_unfinished",
    "restore_unfinished",
)
"""Settings that belong to the journal as it was, and to no other."""

_SCANNING, _LOOKED_THROUGH = 0.5, 200
"""The share of a rescue that reading is; and how many of the newest a survey names."""


class Words(msgspec.Struct, frozen=True):
    """What is written into the new journal: in place of a leader's lost name and a lost attachment's title, why, and
    why a record is in it whose event is lost, or of which only the words are left.
    """

    name_lost: str
    content_lost: str
    why: str
    event_lost: str
    words_only: str


class New(msgspec.Struct, frozen=True):
    """The journal to be made: where, opened by what, at which cost of a try."""

    path: Path
    passphrase: str
    cost: keys.Cost


class Rescued(msgspec.Struct, frozen=True, kw_only=True):
    """What came of it. ``erased`` counts tombstones and erasures, which stay behind: their content was gone before.

    ``alone`` counts the records that were saved without their event: when they were written is lost; ``indexed`` those
    of which only the words of the index were left, which count as lost too. ``newest`` is the newest backup of the damaged journal's own that was proved, with its head, and ``after_it`` how
    many of the events that were saved, and of the contents without one, are newer than that.
    """

    events: int
    alone: int
    indexed: int
    erased: int
    lost: tuple[Lost, ...]
    attachments_lost: tuple[str, ...]
    damaged_pages: tuple[int, ...]
    newest: tuple[Backup, Head] | None
    after_it: int
    code: str


class Newer(msgspec.Struct, frozen=True):
    """Something whole that a backup lacks: when it was recorded ("" if that is lost), and what."""

    recorded_at: str
    record: Record


class Survey(msgspec.Struct, frozen=True, kw_only=True):
    """What is still there of a damaged journal: how many ``whole`` events, how many contents ``alone``, whose event is not,
    of how many records the words are ``indexed`` and nothing else is there, which are ``lost``, the ``newest`` good backup of its own with its head, how much of what is whole is ``after_it``,
    and the newest of that.
    """

    whole: int
    alone: int
    indexed: int
    lost: tuple[Lost, ...]
    newest: tuple[Backup, Head] | None
    after_it: int
    newer: tuple[Newer, ...]


def survey(
    source: Path, secret: str, by: Literal["passphrase", "recovery"], progress: Progress = backup.ignore
) -> Survey:
    """Looks what :func:`rescue` would save, and what putting the newest good backup back would lose. Nothing is written.

    Raises AlreadyOpen, a header's errors, or a storage error.
    """
    if not files.check_own_file(source / DATABASE):
        head, place = header_of(source)
        key = header.unlock(head, secret, by, place)
        try:
            newest = newest_good(source, key, progress)
        finally:
            keys.wipe(key)
        return Survey(whole=0, alone=0, indexed=0, lost=(), newest=newest, after_it=0, newer=())
    with _scanned(source, secret, by, lambda share: progress(share / 2)) as (key, _pages, found):
        newest = newest_good(source, key, lambda share: progress((1 + share) / 2))
    last = newest[1].size if newest else 0
    after = [one for one in found.sound if one.event.seq > last]
    alone = [Newer("", one.record) for one in found.alone if one.seq > last]
    return Survey(
        whole=len(found.sound),
        alone=len(found.alone),
        indexed=len(found.indexed),
        lost=_in_order(found.lost),
        newest=newest,
        after_it=len(after) + len(alone),
        newer=(*alone[: -_LOOKED_THROUGH - 1 : -1], *_newer(after)),
    )


def _newer(sound: Sequence[Sound]) -> Iterator[Newer]:
    for one in sound[: -_LOOKED_THROUGH - 1 : -1]:
        if not (one.is_tombstone or one.event.action == "erase"):
            with contextlib.suppress(InvalidRecord, NewerRecord):
                yield Newer(one.event.recorded_at, record_of(one.event, one.payload))


def rescue(
    source: Path,
    secret: str,
    by: Literal["passphrase", "recovery"],
    new: New,
    words: Words,
    now: Callable[[], Reading] = system_clock,
    progress: Progress = backup.ignore,
) -> Rescued:
    """Makes ``new`` of all that is whole in ``source``, which ``secret`` opens.

    ``progress`` is told the share done and may raise to cancel: then nothing was made. Raises AlreadyExists,
    AlreadyOpen, DamagedDatabase if nothing in it is whole, a header's errors, or a storage error.
    """
    if new.path.exists() or new.path.is_symlink():
        raise AlreadyExists(new.path)
    if not files.check_own_file(source / DATABASE):
        raise DamagedDatabase(source / DATABASE, "missing")
    with _scanned(source, secret, by, lambda share: progress(share * _SCANNING)) as (key, pages, found):
        if not (found.sound or found.alone or found.indexed):
            raise DamagedDatabase(source / DATABASE, "nothing_whole")
        newest = newest_good(source, key, lambda _share: progress(_SCANNING))
        writer, code = _written(
            new, pages, found, words, now, lambda share: progress(_SCANNING + share * (1 - _SCANNING))
        )
    last = newest[1].size if newest else 0
    return Rescued(
        events=writer.events,
        alone=len(found.alone),
        indexed=len(found.indexed),
        erased=writer.erased,
        lost=_in_order(found.lost),
        attachments_lost=tuple(writer.attachments_lost),
        damaged_pages=tuple(found.damaged_pages),
        newest=newest,
        after_it=sum(seq > last for seq in found.seqs()),
        code=code,
    )


@contextlib.contextmanager
def _scanned(
    source: Path, secret: str, by: Literal["passphrase", "recovery"], progress: Progress
) -> Iterator[tuple[bytearray, Pages, Scanned]]:
    """The key of a damaged journal, its pages, and what is whole on them; inside, nobody writes in it."""
    files.check_own_folder(source)
    head, place = header_of(source)
    lock = files.ReaderLock(source / LOCK)
    try:
        if not lock.is_alone:
            raise AlreadyOpen(source)
        key = header.unlock(head, secret, by, place)
        try:
            pages = Pages(source / DATABASE, key, head)
            try:
                yield key, pages, salvage.scan(pages, progress)
            finally:
                pages.close()
        finally:
            keys.wipe(key)
    finally:
        lock.release()


def header_of(source: Path) -> tuple[header.Header, Path]:
    """The header of a damaged journal and where it is: a backup's, if the keys are lost too. Raises a header's errors."""
    try:
        return header.read_header(source)[0], source
    except (DamagedHeader, NotAJournal):
        for one in backup.own_backups(source):
            with contextlib.suppress(JournalError):
                return header.read_header(one.path)[0], one.path
        raise


def _in_order(lost: Sequence[Lost]) -> tuple[Lost, ...]:
    return tuple(sorted(lost, key=lambda one: one.seq))


def newest_good(path: Path, key: bytearray, progress: Progress = backup.ignore) -> tuple[Backup, Head] | None:
    """The newest backup of the journal's own that is proved whole, and its head."""
    for one in backup.own_backups(path):
        with contextlib.suppress(JournalError, IndexFault, LedgerFault):
            return one, backup.prove(one.path / DATABASE, key, progress)
    return None


def _written(
    new: New, pages: Pages, found: Scanned, words: Words, now: Callable[[], Reading], progress: Progress
) -> tuple["_Writer", str]:
    """Makes the journal beside its place, checks it, and gives it its name; returns its recovery code too."""
    part = new.path.with_name(f".{new.path.name}.{secrets.token_hex(4)}")
    try:
        journal, code = create_journal(part, new.passphrase, new.cost)
        with journal:
            writer = _Writer(journal, pages, found, words)
            writer.write(now(), progress)
            journal.reopen()
            journal.check()
        with files.storage_errors(new.path):
            part.rename(new.path)
            files.sync_folder(new.path.parent)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    return writer, code


class _Writer:
    """Appends what was found to a new journal, all in one transaction."""

    def __init__(self, journal: Journal, pages: Pages, found: Scanned, words: Words) -> None:
        self._journal, self._pages, self._found, self._words = journal, pages, found, words
        self._numbers: dict[tuple[str, str], int] = {}
        self._before: dict[str, Record | None] = dict.fromkeys(one.record.id for one in found.alone)
        self._made_alone: set[str] = set()
        self.events = self.erased = 0
        self.attachments_lost: list[str] = []

    def write(self, reading: Reading, progress: Progress) -> None:
        """Everything, and then where it comes from."""
        others = [(one, self._words.event_lost) for one in self._found.alone]
        others += [(one, self._words.words_only) for one in self._found.indexed]
        whole = len(self._found.sound) + len(others)
        store = self._journal.store
        with store.transaction():
            connection = store.connection
            state = append.load_state(connection, self._journal.counts.key)
            for done, sound in enumerate(self._found.sound):
                progress(done / whole)
                state = self._append(connection, state, sound)
            for done, (alone, why) in enumerate(others, len(self._found.sound)):
                progress(done / whole)
                state = self._append_alone(connection, state, alone, why, reading)
            for leader_id in self._nameless(state):
                leader = Leader.make(id=leader_id, name=self._words.name_lost)
                state = append.append(connection, state, Change(action="create", record=leader), reading)
            state = append.append(connection, state, self._origin(state), reading)
            settings = [one for one in self._found.settings.items() if one[0] not in _OF_THE_OLD]
            connection.executemany("INSERT OR IGNORE INTO setting VALUES (?, ?)", settings)
            connection.executemany("INSERT OR REPLACE INTO draft VALUES (?, ?, ?)", self._found.drafts)

    def _append(self, connection: Connection, state: State, sound: Sound) -> State:
        event, payload = sound.event, sound.payload
        if sound.is_tombstone or event.action == "erase":
            self.erased += 1
            return state
        try:
            record = record_of(event, payload)
        except (InvalidRecord, NewerRecord):
            self._found.lost.append(Lost(event.seq, event.recorded_at[:10]))
            return state
        change = self._change(connection, state, event.action, record, payload, payload.reason)
        at = clock.parse(event.recorded_at)
        reading = Reading(at=at, offset=event.offset, boot=event.boot, boottime=event.boottime)
        self.events += 1
        return append.append(connection, state, change, reading)

    def _append_alone(
        self, connection: Connection, state: State, alone: Alone, why: str, reading: Reading
    ) -> State:
        """What was done is lost as well: what changed nothing and has a reason can only have been a withdrawal.

        An entry of which no event is left stands as recorded now, and so as late: it says why where that is read.
        """
        record, payload = alone.record, alone.payload
        before = self._before.get(record.id)
        action: Action = "correct" if isinstance(record, Entry) else "update"
        if before is None:
            action = "create"
            self._made_alone.add(record.id)
        elif before == record and payload.reason and isinstance(record, AboutLeaders):
            action = "withdraw"
        reason = " ".join(filter(None, (why, payload.reason)))
        change = self._change(connection, state, action, record, payload, reason)
        if isinstance(record, Entry) and record.id in self._made_alone:
            late = " ".join(filter(None, (why, record.late_reason)))
            change = msgspec.structs.replace(change, record=record.changed(late_reason=late))
        return append.append(connection, state, change, reading)

    def _change(
        self,
        connection: Connection,
        state: State,
        action: Action,
        record: Record,
        payload: Payload,
        reason: str,
    ) -> Change:
        if record.id in self._before:
            self._before[record.id] = record
        if isinstance(record, Attachment):
            record = self._attached(connection, record)
        return Change(
            action=action,
            record=record,
            leaders=payload.leaders,
            numbers=tuple(self._number(state, record, leader_id) for leader_id in payload.leaders),
            reason=reason,
        )

    def _number(self, state: State, record: Record, leader_id: str) -> int:
        """An entry's number among those of a leader that were saved."""
        if not isinstance(record, Entry):
            return NO_NUMBER
        count = state.counts.of.get(leader_id)
        following = (count.entries if count else 0) + 1
        return self._numbers.setdefault((record.id, leader_id), following)

    def _attached(self, connection: Connection, attachment: Attachment) -> Attachment:
        """An attachment with its content; without any, and saying so, if that is lost."""
        pieces = salvage.content_of(self._pages, self._found, attachment)
        if pieces is None:
            if attachment.name not in self.attachments_lost:
                self.attachments_lost.append(attachment.name)
            digest = hashlib.sha256(b"").hexdigest()
            return attachment.changed(title=self._words.content_lost, size=0, digest=digest)
        rows = [(attachment.id, at, piece) for at, piece in enumerate(pieces)]
        connection.executemany("INSERT OR IGNORE INTO attachment VALUES (?, ?, ?)", rows)
        return attachment

    def _nameless(self, state: State) -> list[str]:
        """Leaders of whom there are events and no name."""
        known = {one.event.record_id for one in self._found.sound if one.event.record_type == "leader"}
        others = (*self._found.alone, *self._found.indexed)
        known |= {one.record.id for one in others if isinstance(one.record, Leader)}
        return [leader_id for leader_id in state.counts.of if leader_id not in known]

    def _origin(self, state: State) -> Change:
        record: Record = Restore.make(
            size=state.head.size,
            root=state.head.root,
            replaced_size=max(self._found.seqs(), default=0),
            replaced_root="",
            shared=0,
        )
        return Change(action="restore", record=record, reason=self._words.why)
