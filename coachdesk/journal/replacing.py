"""Putting a backup in the place of a database that cannot be read; what was damaged is kept beside, by rename."""

import contextlib
import datetime as dt
from pathlib import Path
from typing import Literal

import msgspec

from coachdesk.journal import backup, erasing, files, header, keys, restoring
from coachdesk.journal.backup import Progress
from coachdesk.journal.clock import system_clock
from coachdesk.journal.connection import connect, database_errors
from coachdesk.journal.errors import BackupWrong, DamagedHeader, NotAJournal
from coachdesk.journal.files import DATABASE, LOCK
from coachdesk.journal.opening import open_journal
from coachdesk.journal.view import View
from coachdesk.ledger.event import Head
from coachdesk.records.restore import Restore

_STAMP = "%Y-%m-%dT%H%M%SZ"


def replace_damaged(
    path: Path,
    place: Path,
    secret: str,
    by: Literal["passphrase", "recovery"] = "passphrase",
    progress: Progress = backup.ignore,
) -> tuple[Path, Head]:
    """Makes the journal at ``path``, whose database is damaged or missing, what its backup at ``place`` is.

    The backup is proved before anything is renamed. Returns where the damaged database is kept, in the same folder,
    and the head that was put back; that it was put back is written down in the journal. Keys that are lost are taken
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
            new = backup.proved_copy(place, path, key, head, progress)
            erasing.settle_copy(new, key)
            put_back = _to_be_written_down(new, key, kept)
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


def _to_be_written_down(new: Path, key: bytearray, kept: Path) -> Head:
    """Leaves in the database ``new`` what the first opening writes: that it was put back. Returns its head.

    What was there before cannot be read, so nothing is said of it but that it was replaced.
    """
    with database_errors(new):
        connection = connect(new, key)
        try:
            view = View(connection)
            head, before = view.head(), restoring.left_of(view)
            record = Restore.make(
                size=head.size, root=head.root, replaced_size=0, replaced_root="", shared=head.size
            )
            left = restoring.Unfinished(
                restore=record,
                kept=kept.name,
                holds=before.holds if before else (),
                again=before.again if before else (),
            )
            value = msgspec.json.encode(left)
            connection.execute("INSERT OR REPLACE INTO setting VALUES (?, ?)", (restoring.UNFINISHED, value))
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        finally:
            connection.close()
    return head
