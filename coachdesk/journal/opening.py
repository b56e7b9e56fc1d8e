"""Making a journal and opening one: folders, locks, headers and keys, each failure with its own error."""

import contextlib
import secrets
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import msgspec

from coachdesk.journal import (
    copies,
    erasing,
    files,
    header,
    in_force,
    keys,
    mending,
    places,
    reading,
    restoring,
    rotation,
    schema,
    sheet,
)
from coachdesk.journal.clock import system_clock
from coachdesk.journal.connection import connect, database_errors
from coachdesk.journal.errors import (
    AlreadyExists,
    DamagedDatabase,
    DamagedHeader,
    JournalError,
    NotAJournal,
    SheetRevoked,
)
from coachdesk.journal.files import DATABASE, LOCK
from coachdesk.journal.journal import Journal, Notice
from coachdesk.journal.view import View
from coachdesk.ledger.clock import Reading
from coachdesk.records.base import new_id

_COUNTS_KEY_BYTES = 32
_SYNCED = "synced_folder"
"""The setting that holds for which place it was said that it is copied about."""


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
    finishing: Callable[[], object] = lambda: None,
) -> Journal:
    """The journal at ``path``, opened with its passphrase or its recovery code.

    ``finishing`` is called before an erasure that was cut short is finished, which takes a while; it must not raise.
    Raises the errors of ``journal.errors``, each for its own cause.
    """
    files.check_own_folder(path)
    head, from_copy = header.read_header(path)
    _check_database(path, head)
    with files.storage_errors(path):
        lock = files.WriterLock(path / LOCK)
    try:
        files.make_private(path)
        key = header.unlock(head, secret, by, path)
        is_mended = mending.mend_salt(path, key, head)
        key, head = rotation.settle(path, key, head, secret, by)
        journal = _unlocked(path, key, head, lock, clock)
    except BaseException:
        lock.release()
        raise
    if from_copy:
        journal.notices += (Notice("header_from_copy"),)
    if is_mended:
        journal.notices += (Notice("salt_from_header"),)
    header.settle_header(path, head)
    rotation.finish(journal)
    restoring.finish_if_needed(journal)
    erasing.finish_if_needed(journal, finishing)
    return _with_place_named(journal)


def open_with_sheet(
    path: Path, lines: str, code: str, *, clock: Callable[[], Reading] = system_clock
) -> Journal:
    """The journal at ``path``, opened with the lines of its recovery sheet and its recovery code: ``keys.json`` may be
    missing or damaged, and is then written anew, without a passphrase, once the journal is open.

    Raises MistypedSheet, MistypedRecoveryCode, WrongRecoveryCode, SheetRevoked, and as :func:`open_journal` does.
    """
    files.check_own_folder(path)
    head = sheet.header_from(lines)
    _check_database(path, head)
    with files.storage_errors(path):
        lock = files.WriterLock(path / LOCK)
    try:
        key = header.unlock_slot(head, code)
        is_mended = mending.mend_salt(path, key, head)
        head, is_whole = _head_for(path, key, head)
        journal = _unlocked(path, key, head, lock, clock)
    except BaseException:
        lock.release()
        raise
    if not is_whole:
        try:
            header.replace_header(path, head)
            header.drop_next(path)
        except BaseException:
            journal.close()
            raise
        journal.notices += (Notice("header_from_sheet"),)
    if is_mended:
        journal.notices += (Notice("salt_from_header"),)
    return _with_place_named(journal)


def open_with_keys_of(
    path: Path,
    place: Path,
    secret: str,
    by: Literal["passphrase", "recovery"] = "passphrase",
    *,
    clock: Callable[[], Reading] = system_clock,
) -> Journal:
    """The journal at ``path``, whose ``keys.json`` is missing or damaged, opened with the keys of its copy at
    ``place``; they become its own once they are shown to fit.

    Raises DamagedDatabase if they do not fit its database, and as :func:`open_journal` does.
    """
    files.check_own_folder(path)
    head, _ = header.read_header(place)
    _check_database(path, head)
    with files.storage_errors(path):
        lock = files.WriterLock(path / LOCK)
    try:
        key = header.unlock(head, secret, by, place)
        is_mended = mending.mend_salt(path, key, head)
        try:
            head = _brought_up_to_date(path, key, head)
            header.replace_header(path, head)
            header.drop_next(path)
        except BaseException:
            keys.wipe(key)
            raise
        journal = _unlocked(path, key, head, lock, clock)
    except BaseException:
        lock.release()
        raise
    journal.notices += (Notice("header_from_backup"),)
    if is_mended:
        journal.notices += (Notice("salt_from_header"),)
    return _with_place_named(journal)


def _brought_up_to_date(path: Path, key: bytearray, head: header.Header) -> header.Header:
    """``head``, which fits the database, with a sequence number that none before it had. Raises DamagedDatabase."""
    view = View(connect(path / DATABASE, key))
    try:
        known = int(view.setting(in_force.SEQUENCE) or b"0")
    finally:
        view.close()
    return head if head.sequence >= known else msgspec.structs.replace(head, sequence=known + 1).sealed(key)


def open_reading(
    path: Path,
    secret: str,
    by: Literal["passphrase", "recovery"] = "passphrase",
    *,
    clock: Callable[[], Reading] = system_clock,
) -> Journal:
    """The journal at ``path``, opened for reading only: also from a read-only medium, on a full disk, while another
    program writes in it, and where parts of it are damaged. Nothing is written in its folder.

    Raises the errors of ``journal.errors``.
    """
    files.check_own_folder(path)
    head, from_copy = header.read_header(path)
    _check_database(path, head)
    lock = files.ReaderLock(path / LOCK)
    try:
        key = header.unlock(head, secret, by, path)
        place, key, head = _place(path, key, head, secret, by, is_alone=lock.is_alone)
        journal = _unlocked(path, key, head, lock, clock, place)
    except BaseException:
        lock.release()
        raise
    if from_copy:
        journal.notices += (Notice("header_from_copy"),)
    return _with_place_named(journal)


def _place(
    path: Path,
    key: bytearray,
    head: header.Header,
    secret: str,
    by: Literal["passphrase", "recovery"],
    *,
    is_alone: bool,
) -> tuple[reading.Place, bytearray, header.Header]:
    """Where the database is read, with the key and the header that fit it: a rotation may have been cut short."""
    try:
        try:
            return reading.place_of(path, key, head, is_alone=is_alone), key, head
        except DamagedDatabase as damage:
            if (after := header.read_next(path)) is None:
                raise mending.told_apart(damage, path, key, head) from damage
        keys.wipe(key)
        key = header.unlock(after, secret, by, path)
        return reading.place_of(path, key, after, is_alone=is_alone), key, after
    except BaseException:
        keys.wipe(key)
        raise


def _head_for(path: Path, key: bytearray, head: header.Header) -> tuple[header.Header, bool]:
    """The header in force and True; where there is none that can be read, ``head`` sealed and False.

    Raises SheetRevoked if the database remembers a newer recovery slot than ``head`` has, DamagedDatabase if the key
    does not fit it.
    """
    try:
        view = View(connect(path / DATABASE, key))
    except DamagedDatabase:
        if reading.salt_differs(path / DATABASE, head):
            raise DamagedDatabase(path / DATABASE, "another_key") from None
        raise
    try:
        if in_force.is_revoked(view, head):
            raise SheetRevoked
        known = int(view.setting(in_force.SEQUENCE) or b"0")
    finally:
        view.close()
    try:
        found, _ = header.read_header(path)
    except (DamagedHeader, NotAJournal):
        found = None
    if found is not None and found.is_untampered(key):
        return found, True
    return msgspec.structs.replace(head, sequence=known + 1).sealed(key), False


def _check_database(path: Path, head: header.Header) -> None:
    if not files.check_own_file(path / DATABASE):
        raise DamagedDatabase(path / DATABASE, "missing")
    if (path / DATABASE).stat().st_size < head.cipher.page_size:
        raise DamagedDatabase(path / DATABASE, "truncated")  # SQLite might make a new one there


def _with_place_named(journal: Journal) -> Journal:
    """The journal, with a notice if copies of it that another program made lie beside it, and, once for each place, if
    such a program may look after the place.
    """
    if names := [one.name for one in copies.copies_beside(journal.path, journal.id)]:
        journal.notices += (Notice("copies_beside", ", ".join(names)),)
    place = str(journal.path.resolve()).encode()
    if places.is_synced(journal.path) and journal.view.setting(_SYNCED) != place:
        journal.notices += (Notice("synced_folder"),)
        if not journal.store.is_read_only:
            with contextlib.suppress(JournalError):  # a full disk: it is said again
                journal.change_setting(_SYNCED, place)
    return journal


def _unlocked(
    path: Path,
    key: bytearray,
    head: header.Header,
    lock: files.Lock,
    clock: Callable[[], Reading],
    place: reading.Place | None = None,
) -> Journal:
    try:
        try:
            return Journal(path, key, head, lock, clock, place)
        except DamagedDatabase as damage:
            raise mending.told_apart(damage, path, key, head) from damage
    except BaseException:
        keys.wipe(key)
        if place is not None:
            place.leave()
        raise
