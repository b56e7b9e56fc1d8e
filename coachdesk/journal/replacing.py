"""Putting a backup in the place of a database that cannot be read; what was damaged is kept beside, by rename."""

import contextlib
import datetime as dt
from pathlib import Path
from typing import Literal

import msgspec

from coachdesk.journal import backup, carrying, erasing, files, header, holding, keys, restoring
from coachdesk.journal.backup import Progress
from coachdesk.journal.carrying import Carried
from coachdesk.journal.clock import system_clock
from coachdesk.journal.connection import connect, database_errors, transaction
from coachdesk.journal.errors import BackupWrong, DamagedHeader, NotAJournal
from coachdesk.journal.files import DATABASE, LOCK
from coachdesk.journal.opening import open_journal
from coachdesk.journal.view import View
from coachdesk.ledger.event import Head
from coachdesk.records.hold import Hold
from coachdesk.records.restore import Restore

_STAMP = "%Y-%m-%dT%H%M%SZ"
_PROVING = 0.5
"""The share of the work that proving the backup is; reading what is left of the damaged one is the rest."""


class PutBack(msgspec.Struct, frozen=True, kw_only=True):
    """What took the place: the head of the backup, the holds that go on in it and it lacked, and whether others, or
    erasures, may have been overlooked, for not all that was written after the backup can be read.
    """

    head: Head
    holds: tuple[Hold, ...] = ()
    is_complete: bool = False


def replace_damaged(
    path: Path,
    place: Path,
    secret: str,
    by: Literal["passphrase", "recovery"] = "passphrase",
    progress: Progress = backup.ignore,
) -> tuple[Path, PutBack]:
    """Makes the journal at ``path``, whose database is damaged or missing, what its backup at ``place`` is.

    The backup is proved before anything is renamed. What was erased since is erased again, holds in force stay so, and
    drafts come along, as far as all this can still be read. Returns where the damaged database is kept, in the same
    folder, and what was put back; that it was put back is written down in the journal. Keys that are lost are taken
    from the backup. Raises BackupWrong, WrongPassphrase, what ``backup.prove`` raises, or a storage error.
    """
    files.check_own_folder(path)
    files.check_own_folder(place)
    head, _ = header.read_header(place)
    kept = _place_beside(path, system_clock().at)
    with files.storage_errors(path):
        lock = files.WriterLock(path / LOCK)
    try:
        key, is_whole = _key_of_both(path, place, head, secret, by)
        try:
            put_back = _prepared(path, place, key, head, kept, progress)
            new = path / f"{DATABASE}.new"
        finally:
            keys.wipe(key)
        with files.storage_errors(path):
            for suffix in ("", "-wal", "-shm"):
                with contextlib.suppress(FileNotFoundError):
                    (path / f"{DATABASE}{suffix}").rename(kept.with_name(kept.name + suffix))
            files.sync_folder(
                path
            )  # a log that is not its own beside the new database would be worked into it
            new.rename(path / DATABASE)
            files.sync_folder(path)
        if not is_whole:
            header.replace_header(path, head)
    finally:
        lock.release()
    open_journal(path, secret, by).close()
    return kept, put_back


def _place_beside(path: Path, at: dt.datetime) -> Path:
    """A name that nothing has: a rename would put it in the place of what was kept a moment ago."""
    kept = path / f"damaged-{at.astimezone(dt.UTC).strftime(_STAMP)}.db"
    taken = any(path.glob(f"{kept.name}*"))
    return _place_beside(path, at + dt.timedelta(seconds=1)) if taken else kept


def _key_of_both(
    path: Path, place: Path, head: header.Header, secret: str, by: Literal["passphrase", "recovery"]
) -> tuple[bytearray, bool]:
    """The key of the journal, which is the backup's too, and whether the journal has a header of its own."""
    try:
        own, _ = header.read_header(path)
    except (DamagedHeader, NotAJournal):
        return header.unlock(head, secret, by, place), False
    if own.journal_id != head.journal_id:
        raise BackupWrong(place, "another_journal")
    key = header.unlock(own, secret, by, path)
    if not head.is_untampered(key):
        keys.wipe(key)
        raise BackupWrong(place, "another_key")
    return key, True


def _prepared(
    path: Path, place: Path, key: bytearray, head: header.Header, kept: Path, progress: Progress
) -> PutBack:
    """Lays the new database ready beside the damaged one, with what goes on of that. Nothing is left if it is stopped."""
    new = backup.proved_copy(place, path, key, head, lambda share: progress(share * _PROVING))
    try:
        erasing.settle_copy(new, key)
        carried = carrying.found_in(
            path / DATABASE,
            key,
            head,
            _size_of(new, key),
            lambda share: progress(_PROVING + share * (1 - _PROVING)),
        )
        progress(1.0)  # the last that may cancel
        return _to_be_written_down(new, key, kept, carried)
    except BaseException:
        files.remove(new)
        raise


def _size_of(new: Path, key: bytearray) -> int:
    with database_errors(new):
        view = View(connect(new, key))
        try:
            return view.head().size
        finally:
            view.close()


def _to_be_written_down(new: Path, key: bytearray, kept: Path, carried: Carried) -> PutBack:
    """Leaves in the database ``new`` what the first opening writes: that it was put back, and what goes on.

    Of the head that was there before nothing is said but that it was replaced: it cannot be read.
    """
    with database_errors(new):
        connection = connect(new, key)
        try:
            view = View(connection)
            head, before = view.head(), restoring.left_of(view)
            record = Restore.make(
                size=head.size, root=head.root, replaced_size=0, replaced_root="", shared=head.size
            )
            known = {hold.id for hold in holding.in_force(view)}
            holds = tuple(hold for hold in carried.holds if hold.id not in known)
            held = {hold.id: hold for hold in (*(before.holds if before else ()), *holds)}
            left = restoring.Unfinished(
                restore=record,
                kept=kept.name,
                holds=tuple(held.values()),
                again=(*carried.again, *(before.again if before else ())),
            )
            value = msgspec.json.encode(left)
            with transaction(connection):
                if carried.again:
                    connection.execute("DELETE FROM draft")  # words that were erased may stand in them
                connection.executemany("INSERT OR REPLACE INTO draft VALUES (?, ?, ?)", carried.drafts)
                connection.execute(
                    "INSERT OR REPLACE INTO setting VALUES (?, ?)", (restoring.UNFINISHED, value)
                )
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        finally:
            connection.close()
    return PutBack(head=head, holds=holds, is_complete=carried.is_complete)
