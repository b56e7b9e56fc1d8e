"""Another key for a journal, and what was cut short of that: whichever of two headers fits the database is in force."""

import contextlib
from pathlib import Path
from typing import Literal

from coachdesk.journal import backup, files, header, holding, in_force, keys
from coachdesk.journal.backup import Backup, Progress, ignore
from coachdesk.journal.check import IndexFault
from coachdesk.journal.connection import connect
from coachdesk.journal.errors import DamagedDatabase, JournalError
from coachdesk.journal.header import Header
from coachdesk.journal.journal import Journal
from coachdesk.ledger.verify import LedgerFault


def rotate_key(
    journal: Journal,
    passphrase: str,
    cost: keys.Cost,
    progress: Progress = ignore,
    *,
    is_seen: bool = True,
) -> str:
    """Gives the journal another key, and its own backups with it; returns the new recovery code.

    Where ``is_seen`` is False, the caller calls :func:`in_force.note_seen` once somebody was shown the code.

    The passphrase stays. Copies elsewhere keep the old key. Where no new backup can be made now (a full disk), the
    code is returned all the same: the one before opens nothing any more. Raises as ``Store.rotate`` does.
    """
    before = journal.store.connection
    try:
        code = journal.store.rotate(passphrase, cost, progress)
    finally:
        if journal.store.connection is not before:
            journal.reopen()
    _renew_backups(journal)
    if is_seen:
        in_force.note_seen(journal.store)
    journal.notices = tuple(one for one in journal.notices if one.kind != "recovery_code_unseen")
    return code


def finish(journal: Journal) -> None:
    """Ends what was cut short once the database had its new key. What cannot be done now is no reason not to open."""
    if _of_old_key(journal):
        _renew_backups(journal)


def _of_old_key(journal: Journal) -> list[Backup]:
    own = backup.own_backups(journal.path)
    return [one for one in own if not header.is_of(one.path, journal.store.key)]


def _renew_backups(journal: Journal) -> None:
    """One backup with the new key, and then none of the old; while a hold is in force they stay, for what they show.

    Where none can be made now (a full disk), all stays as it is until a later opening.
    """
    with contextlib.suppress(JournalError, IndexFault, LedgerFault):
        old = _of_old_key(journal)
        if len(old) == len(backup.own_backups(journal.path)):
            journal.back_up(backup.place_for(journal.path, journal.now()))
        if not holding.in_force(journal.view):
            backup.drop(old)


def settle(
    path: Path, key: bytearray, head: Header, secret: str, by: Literal["passphrase", "recovery"]
) -> tuple[bytearray, Header]:
    """The key and the header that fit the database at ``path``; the other header goes.

    ``key`` is what ``secret`` opened ``head`` with; it is wiped if it is not the one. Raises WrongPassphrase or
    WrongRecoveryCode if ``secret`` opens only the header that no longer fits.
    """
    after = header.read_next(path)
    if after is None:
        return key, head
    if _fits(path, key):
        with contextlib.suppress(OSError):  # a full or read-only disk: the next opening does it
            header.drop_next(path)
        return key, head
    keys.wipe(key)
    key = header.unlock(after, secret, by, path)
    if not _fits(path, key):
        return key, after
    with files.storage_errors(path):
        header.adopt_next(path)
    return key, after


def _fits(path: Path, key: bytearray) -> bool:
    try:
        connect(path / files.DATABASE, key).close()
    except DamagedDatabase:
        return False
    return True
