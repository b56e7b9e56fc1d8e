"""Putting a backup back: first what differs, then the present journal kept, then one name changed."""

import contextlib
from collections.abc import Callable
from pathlib import Path

import msgspec

from coachdesk.journal import backup, erasing, files, header, holding
from coachdesk.journal.check import IndexFault
from coachdesk.journal.connection import Connection, connect, database_errors, transaction
from coachdesk.journal.drafts import keep_draft
from coachdesk.journal.errors import BackupWrong, DamagedDatabase, ErasureUnfinished, JournalError
from coachdesk.journal.journal import Journal
from coachdesk.journal.store import UNSEEN
from coachdesk.journal.view import Revision, View
from coachdesk.ledger import tree
from coachdesk.ledger.event import Head
from coachdesk.ledger.verify import LedgerFault
from coachdesk.records.hold import Hold
from coachdesk.records.restore import Restore

Progress = Callable[[float], None]
_LOOKED_THROUGH = 200
UNFINISHED = "restore_unfinished"
"""A setting that is there from the exchange on until all is written that belongs to it: an :class:`Unfinished`."""

_OF_THE_COPY = ("counts_key", "header_sequence", "recovery_slot", UNFINISHED, erasing.UNFINISHED)
"""Settings that no other copy's take the place of."""


class Unfinished(msgspec.Struct, frozen=True, kw_only=True):
    """What is left to write once a copy is the journal: that it is, holds that it lacks, what is erased again."""

    restore: Restore
    kept: str
    holds: tuple[Hold, ...] = ()
    again: tuple[erasing.Again, ...] = ()


class Differences(msgspec.Struct, frozen=True, kw_only=True):
    """How a copy differs from the journal: the ``shared`` events from the first on, and what only one of them has,
    the newest first and no more than can be looked through.
    """

    present: Head
    copy: Head
    shared: int
    only_present: tuple[Revision, ...]
    only_copy: tuple[Revision, ...]

    @property
    def lost(self) -> int:
        """How many events putting the copy back takes away."""
        return self.present.size - self.shared

    @property
    def back(self) -> int:
        """How many events it brings back."""
        return self.copy.size - self.shared


def compare(journal: Journal, place: Path) -> Differences:
    """What putting the copy at ``place`` back would change. Raises BackupWrong or a storage error."""
    check_belongs(journal, place)
    here, there = journal.open_view(), _view_of(journal, place)
    try:
        present, copy = here.head(), there.head()
        shared = _shared(here.nodes(), there.nodes(), min(present.size, copy.size))
        return Differences(
            present=present,
            copy=copy,
            shared=shared,
            only_present=here.written_after(shared, _LOOKED_THROUGH),
            only_copy=there.written_after(shared, _LOOKED_THROUGH),
        )
    finally:
        here.close()
        there.close()


def check_belongs(journal: Journal, place: Path) -> None:
    """Raises BackupWrong unless the copy at ``place`` is one of this journal."""
    files.check_own_folder(place)
    head, _ = header.read_header(place)
    if head.journal_id != journal.id:
        raise BackupWrong(place, "another_journal")
    if not files.check_own_file(place / files.DATABASE):
        raise DamagedDatabase(place / files.DATABASE, "missing")


def _view_of(journal: Journal, place: Path) -> View:
    try:
        return journal.view_of_copy(place)
    except DamagedDatabase:
        raise BackupWrong(place, "another_key") from None


def _shared(here: tree.Nodes, there: tree.Nodes, most: int) -> int:
    """The longest beginning that both ledgers have: their trees over it have one root."""
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        if tree.subtree(here, 0, middle) == tree.subtree(there, 0, middle):
            low = middle
        else:
            high = middle - 1
    return low


def restore(journal: Journal, place: Path, progress: Progress = lambda _share: None) -> Path:
    """Makes the journal what its copy at ``place`` is, and writes down that it did; returns where the journal as it
    was is kept.

    Nothing is changed until both copies are proved; then one file takes the other's name, at once or not at all.
    What was erased since is erased again, and holds in force stay so: neither ends with an older copy.
    The journal stays open. Raises BackupWrong, AlreadyOpen while others read it, what ``backup.prove`` raises, or a
    storage error.
    """
    kept = _take_over(journal, place, compare(journal, place), progress)
    _finish(journal)
    return kept


def finish_if_needed(journal: Journal) -> None:
    """Finishes what was cut short, if it can be done now: at an opening, which damage found by it does not prevent."""
    with contextlib.suppress(JournalError, IndexFault, LedgerFault):
        _finish(journal)


def _finish(journal: Journal) -> None:
    left = left_of(journal.view)
    if left is None:
        return
    if not journal.view.is_known(left.restore.id):
        journal.accept_history()
        journal.put(left.restore)
    known = {hold.id for hold in holding.in_force(journal.view)}
    for hold in left.holds:
        if hold.id not in known:
            journal.put(hold)
    journal.change_setting(UNFINISHED, msgspec.json.encode(msgspec.structs.replace(left, holds=())))
    try:
        erasing.repeat(journal, left.again, [journal.path / files.BACKUPS / left.kept])
    except ErasureUnfinished:
        journal.drop_setting(UNFINISHED)  # erased it is; the rest is the erasures' own
        raise
    journal.drop_setting(UNFINISHED)


def left_of(view: View) -> Unfinished | None:
    """What is left to write in a journal since a copy took its place, if anything."""
    value = view.setting(UNFINISHED)
    return None if value is None else msgspec.json.decode(value, type=Unfinished)


def _take_over(journal: Journal, place: Path, differences: Differences, progress: Progress) -> Path:
    """What is being written, and settings that the copy lacks, come along: all is there before the exchange."""
    store, before = journal.store, journal.store.connection
    kept = backup.place_for(journal.path, journal.now())
    new = store.proved_copy(place, lambda share: progress(share / 2))

    def keep(connection: Connection) -> None:
        backup.drop(one for one in backup.own_backups(journal.path) if one.path == kept)
        backup.write_copy(connection, store.key, store.header, kept, lambda share: progress((1 + share) / 2))

    try:
        erasing.settle_copy(new, store.key)
        with files.storage_errors(journal.path), store.still(keep):
            _bring_along(journal, new, differences, kept)
            progress(1.0)  # the last that may cancel
            try:
                store.exchange(new)
            finally:
                if store.connection is not before:
                    journal.reopen()
    finally:
        files.remove(new)
    return kept


def _bring_along(journal: Journal, new: Path, differences: Differences, kept: Path) -> None:
    """Writes into the database ``new`` what the present journal has and the copy is to have."""
    present, last = journal.view, differences.shared
    settings = {name: value for name, value in present.settings().items() if name not in _OF_THE_COPY}
    with database_errors(new):
        connection = connect(new, journal.store.key)
        try:
            copy = View(connection)
            before, after = left_of(present), left_of(copy)
            done = [
                erasing.Again(erasure=erasure, reason=reason, last=last)
                for erasure, reason in erasing.done_after(present, last)
            ]
            done += [
                msgspec.structs.replace(one, last=min(one.last, last))
                for one in (before.again if before else ())
            ]
            held = (
                holding.in_force(present) + (before.holds if before else ()) + (after.holds if after else ())
            )
            left = Unfinished(
                restore=Restore.make(
                    size=differences.copy.size,
                    root=differences.copy.root,
                    replaced_size=journal.head.size,
                    replaced_root=journal.head.root,
                    shared=last,
                ),
                kept=kept.name,
                holds=tuple({hold.id: hold for hold in held}.values()),
                again=(*done, *(after.again if after else ())),
            )
            with transaction(connection):
                if done:
                    connection.execute("DELETE FROM draft")
                    others = [(name,) for name in copy.settings() if name not in _OF_THE_COPY]
                    connection.executemany("DELETE FROM setting WHERE name = ?", others)
                for draft in present.drafts():
                    keep_draft(connection, draft)
                # Whether anybody was shown the recovery code is not the copy's to say: the code is the present one.
                connection.execute("DELETE FROM setting WHERE name = ?", (UNSEEN,))
                connection.executemany("INSERT OR IGNORE INTO setting VALUES (?, ?)", settings.items())
                flags = [(UNFINISHED, msgspec.json.encode(left))]
                if carried := erasing.carried(journal, kept):
                    flags.append((erasing.UNFINISHED, carried))
                connection.executemany("INSERT OR REPLACE INTO setting VALUES (?, ?)", flags)
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        finally:
            connection.close()
