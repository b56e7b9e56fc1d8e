"""What CoachDesk makes of a journal that somebody stopped writing to, and whether that is as it should be.

A journal is found as it was before what was under way, or as it was to be after it: never in between, never less than
was acknowledged. Everything that was cut short is finished by opening it.
"""

import contextlib
import hashlib
import os
import shutil
from collections.abc import Sequence
from copy import copy
from pathlib import Path
from typing import Literal
from unittest import mock

import msgspec

from coachdesk.journal import backup, connection, erasing, header, restoring
from coachdesk.journal.check import IndexFault
from coachdesk.journal.errors import JournalError, JournalMissing, WrongPassphrase, WrongRecoveryCode
from coachdesk.journal.files import BACKUPS, DATABASE, LOCK
from coachdesk.journal.journal import Journal
from coachdesk.journal.opening import open_journal
from coachdesk.ledger.verify import LedgerFault
from coachdesk.records.people import Leader
from tests.faults.disk import Tree
from tests.faults.pages import everything_in, is_in
from tests.faults.writer import CANARY, PASSPHRASES, Held, copies_elsewhere, held, swiftly

JOURNAL, STATE = "notes/Ada.coachdesk", "state"
LOST, UNKNOWN = "an acknowledged save is lost", "holds what was never saved"
NO_BACKUP = "a backup is gone"
TYPED = (JournalError, IndexFault, LedgerFault)
"""Errors that have a name and a sentence."""

_OWN_NAMES = {DATABASE, LOCK, header.NAME, header.BACKUP_NAME}
_MEANT = {"recovery_code_unseen", "erasure_finished"}
"""Notices that say what was finished by opening it."""


class Broken(Exception):
    """A journal that opens and is not as it should be."""


class Found(msgspec.Struct, frozen=True):
    """What was found of a journal; ``held`` is None if there was none, ``problem`` if it is broken."""

    held: Held | None
    problem: str = ""


class Looker:
    """Opens journals as they were left."""

    def __init__(self, codes: Sequence[str], scratch: Path) -> None:
        self._codes, self._top = codes, scratch / "after the cut"
        self._opened_by: dict[bytes, tuple[str, str]] = {}
        self._proved: set[bytes] = set()

    def knowing(self, code: str) -> "Looker":
        """This one, with another code to try."""
        other = copy(self)
        other._codes = [*self._codes, *([code] if code else [])]
        return other

    def look(self, tree: Tree) -> Found:
        """What CoachDesk makes of ``tree``."""
        self._top.mkdir()
        try:
            for path, content in tree.items():
                if content is None:
                    (self._top / path).mkdir()
                else:
                    (self._top / path).write_bytes(content)
            return self.look_at(self._top)
        finally:
            shutil.rmtree(self._top)

    def look_at(self, top: Path) -> Found:
        """What CoachDesk makes of what is below ``top``; it is written to."""
        try:
            with swiftly(), mock.patch.dict(os.environ, XDG_STATE_HOME=str(top / STATE)):
                return Found(self._held(top / JOURNAL))
        except Exception as error:  # noqa: BLE001  # whatever it is, it is what the harness is looking for
            return Found(None, in_short(error))

    def _held(self, path: Path) -> Held | None:
        try:
            journal, secret, by = self._open(path)
        except JournalMissing:
            return None
        with journal:
            check(journal)
            _check_finished(journal)
            self._prove_backups(journal)
            found = held(journal, ("", ""))
            journal.put(Leader.make(name="written after the cut"))
        with open_journal(path, secret, by) as journal:
            check(journal)
            if journal.head.size != found.size + 1:
                raise Broken("not writable")
        if {file.name for file in path.iterdir()} - {BACKUPS} != _OWN_NAMES:
            raise Broken("files missing or left behind")
        return msgspec.structs.replace(found, opened_by=self._which_open(path))

    def _open(self, path: Path) -> tuple[Journal, str, Literal["passphrase", "recovery"]]:
        """The journal, opened without the cost of a passphrase if it may be, and what did it."""
        for code in self._codes:
            with contextlib.suppress(WrongRecoveryCode):
                return open_journal(path, code, "recovery"), code, "recovery"
        for passphrase in PASSPHRASES:
            with contextlib.suppress(WrongPassphrase):
                return open_journal(path, passphrase), passphrase, "passphrase"
        raise Broken("nothing opens it")

    def _prove_backups(self, journal: Journal) -> None:
        """Each opens by the journal's own header and key, and is whole. Of copies elsewhere, those that have its key."""
        own = [one.path for one in backup.own_backups(journal.path)]
        for place in [*own, *copies_elsewhere(journal.path)]:
            database = place / DATABASE
            if not header.read_header(place)[0].is_untampered(journal.store.key):
                if place in own:
                    raise Broken("a backup of another key")
                continue
            content = hashlib.blake2b(database.read_bytes(), key=journal.store.key).digest()
            if content not in self._proved:
                backup.prove(database, journal.store.key)
                self._proved.add(content)

    def _which_open(self, path: Path) -> tuple[str, str]:
        """The passphrase and the code that open the header, of which there are two copies."""
        content = (path / header.NAME).read_bytes()
        if (path / header.BACKUP_NAME).read_bytes() != content:
            raise Broken("two copies of the header that differ")
        if content not in self._opened_by:
            self._opened_by[content] = (
                self._which_opens(path, "passphrase"),
                self._which_opens(path, "recovery"),
            )
        return self._opened_by[content]

    def _which_opens(self, path: Path, kind: Literal["passphrase", "recovery"]) -> str:
        read, _ = header.read_header(path)
        found = []
        for secret in PASSPHRASES if kind == "passphrase" else self._codes:
            with contextlib.suppress(WrongPassphrase, WrongRecoveryCode):
                header.unlock(read, secret, kind, path)
                found.append(secret)
        if len(found) > 1 or (kind == "passphrase" and not found):
            raise Broken(f"a header that opens in {len(found)} ways by {kind}")
        return found[0] if found else ""


def _check_finished(journal: Journal) -> None:
    """Nothing that was cut short is left undone, and what was erased is in no page."""
    if not erasing.is_finished(journal) or restoring.left_of(journal.view) is not None:
        raise Broken("cut short, and not finished by opening it")
    is_erased = bool(journal.view.last_of("erasure"))
    if is_erased and is_in(CANARY, everything_in(journal.path, _raw_key(journal))):
        raise Broken("what was erased is there")


def _raw_key(journal: Journal) -> bytes:
    return bytes.fromhex(connection.raw_key(journal.store.key)[2:-1].decode())


def check(journal: Journal) -> None:
    """Raises Broken, or whatever the journal's own check finds."""
    for notice in journal.notices:
        if notice.kind not in _MEANT:
            raise Broken(f"notice {notice.kind}")
    journal.check()


def in_short(error: Exception) -> str:
    """The error without what differs from state to state."""
    if isinstance(error, Broken):
        return str(error)
    details = [getattr(error, name) for name in ("problem", "table") if hasattr(error, name)]
    return " ".join([type(error).__name__, *details])


def misfit(history: Sequence[Held | None], count: int, found: Held | None) -> str:
    """What is wrong with finding this once ``history[count]`` was acknowledged; empty if nothing is.

    It has to be exactly that, or what the save under way was to leave behind. What was cut short and then finished by
    opening the journal has other times in it, and so another root. A backup that both have is there whatever happened.
    """
    before, after = history[count], history[count + 1] if count + 1 < len(history) else None
    if _same(found, before):
        kept = set(before.backups) & set((after or before).backups) if before else set[str]()
        return "" if found is None or kept <= set(found.backups) else NO_BACKUP
    if after and found and _same(msgspec.structs.replace(found, root=after.root), after):
        # What is finished later makes its fresh backup of the root that it has then.
        return "" if set(after.backups) - {after.root} <= set(found.backups) else NO_BACKUP
    return LOST if any(_same(found, one) for one in history[:count]) else UNKNOWN


def _same(found: Held | None, expected: Held | None) -> bool:
    if found is None or expected is None:
        return found is expected
    return msgspec.structs.replace(found, backups=()) == msgspec.structs.replace(expected, backups=())
