"""Making a journal and opening one: folders, locks, headers and keys, each failure with its own error."""

import secrets
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Literal

from coachdesk.journal import files, header, keys, schema
from coachdesk.journal.clock import system_clock
from coachdesk.journal.connection import connect, database_errors
from coachdesk.journal.errors import AlreadyExists, DamagedDatabase
from coachdesk.journal.journal import DATABASE, LOCK, Journal, Notice
from coachdesk.ledger.clock import Reading
from coachdesk.records.base import new_id

_COUNTS_KEY_BYTES = 32


def create_journal(
    path: Path, passphrase: str, cost: keys.Cost, *, clock: Callable[[], Reading] = system_clock
) -> tuple[Journal, str]:
    """A new journal at ``path``, open, and the recovery code to be written on paper.

    It is made beside and renamed into place, so there is never half a journal, nor one whose recovery
    code nobody was told. Raises AlreadyExists or a storage error.
    """
    place = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    code = keys.new_recovery_code()
    with files.storage_errors(path):
        if path.exists() or path.is_symlink():
            raise AlreadyExists(path)
        try:
            files.make_private_folder(place)
            _fill(place, passphrase, code, cost)
            place = place.rename(path)
            files.sync_folder(path.parent)
            return open_journal(path, passphrase, clock=clock), code
        except BaseException:
            shutil.rmtree(place, ignore_errors=True)
            raise


def _fill(folder: Path, passphrase: str, code: str, cost: keys.Cost) -> None:
    journal_id, key = new_id(), keys.new_key()
    files.create_private_file(folder / LOCK)
    files.create_private_file(folder / DATABASE)
    with database_errors(folder / DATABASE):
        connection = connect(folder / DATABASE, key)
        try:
            schema.migrate(connection, folder)
            settings = {"counts_key": secrets.token_bytes(_COUNTS_KEY_BYTES), "header_sequence": b"1"}
            connection.executemany("INSERT INTO setting VALUES (?, ?)", settings.items())
            salt = connection.execute("PRAGMA cipher_salt").fetchone()[0]
        finally:
            connection.close()
    slots = (
        header.passphrase_slot(key, journal_id, passphrase, cost),
        header.recovery_slot(key, journal_id, code),
    )
    first = header.Header(journal_id=journal_id, sequence=1, database_salt=salt, slots=slots)
    header.create_header(folder, first, key)
    files.sync_folder(folder)
    keys.wipe(key)


def open_journal(
    path: Path,
    secret: str,
    by: Literal["passphrase", "recovery"] = "passphrase",
    *,
    clock: Callable[[], Reading] = system_clock,
) -> Journal:
    """The journal at ``path``, opened with its passphrase or its recovery code.

    Raises the errors of ``journal.errors``, each for its own cause.
    """
    files.check_own_folder(path)
    head, from_copy = header.read_header(path)
    if not files.check_own_file(path / DATABASE):
        raise DamagedDatabase(path / DATABASE, "missing")
    if (path / DATABASE).stat().st_size < head.cipher.page_size:
        raise DamagedDatabase(path / DATABASE, "truncated")  # SQLite might make a new one there
    with files.storage_errors(path):
        lock = files.WriterLock(path / LOCK)
    try:
        journal = _unlocked(path, header.unlock(head, secret, by, path), head, lock, clock)
    except BaseException:
        lock.release()
        raise
    if from_copy:
        journal.notices += (Notice("header_from_copy"),)
    header.settle_header(path, head)
    return journal


def _unlocked(
    path: Path, key: bytearray, head: header.Header, lock: files.WriterLock, clock: Callable[[], Reading]
) -> Journal:
    try:
        return Journal(path, key, head, lock, clock)
    except BaseException:
        keys.wipe(key)
        raise
