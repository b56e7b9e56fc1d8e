"""The encrypted folder of an open journal: its keys, its connection, its header, its one writer. It knows no records."""

import contextlib
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from coachdesk.journal import backup, files, header, keys, scrubbing
from coachdesk.journal.check import IndexFault
from coachdesk.journal.connection import Connection, connect, database_errors, raw_key, transaction
from coachdesk.journal.errors import AlreadyOpen, JournalError, JournalMissing, ReadOnly
from coachdesk.journal.files import DATABASE
from coachdesk.journal.header import Header
from coachdesk.journal.keys import Cost, Slot
from coachdesk.journal.reading import Place
from coachdesk.journal.view import View
from coachdesk.ledger.event import Head
from coachdesk.ledger.verify import LedgerFault

UNSEEN = "recovery_unseen"
"""A setting that is there from a rotation on until somebody was shown the recovery code that it made."""

Progress = Callable[[float], None]


class Store:
    """Holds ``key`` and ``lock`` until it is closed; ``connection`` is the writer's.

    With a ``place`` to read it at, nothing is ever written: whatever would raises ReadOnly.
    """

    def __init__(
        self, path: Path, key: bytearray, head: Header, lock: files.Lock, place: Place | None = None
    ) -> None:
        self.path, self.key, self.header, self._lock, self._place = path, key, head, lock, place
        self.turn = threading.RLock()
        self.open()

    @property
    def database(self) -> Path:
        """The database's file."""
        return self._place.database if self._place else self.path / DATABASE

    @property
    def is_read_only(self) -> bool:
        """Whether it was opened for reading only."""
        return self._place is not None

    def check_writable(self) -> None:
        """Raises ReadOnly if it was opened for reading only."""
        if self.is_read_only:
            raise ReadOnly(self.path)

    def open(self) -> None:
        """Opens the database, at first and after another took its place."""
        self.connection = self._connected()
        self._identity = files.identity(self.database)

    def close(self) -> None:
        """Closes the connection, wipes the key, lets another writer in."""
        try:
            self.connection.close()
        finally:
            keys.wipe(self.key)
            self._lock.release()
            if self._place:
                self._place.leave()

    def connect(self) -> Connection:
        """Another connection. Raises JournalMissing: SQLite would make an empty database where none is."""
        self._check_in_place()
        return self._connected()

    def _connected(self) -> Connection:
        return self._place.connect(self.key) if self._place else connect(self.database, self.key)

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """Everything inside is written at once, or nothing of it."""
        self.check_writable()
        with database_errors(self.database), self.turn:
            self._check_in_place()
            with transaction(self.connection):
                yield

    def _check_in_place(self) -> None:
        """Raises JournalMissing if the database was moved or deleted under the open connection.

        SQLite would go on writing, into a file that is found nowhere and gone when it is closed.
        """
        if files.identity(self.database) != self._identity:
            raise JournalMissing(self.path)

    def raw_key(self) -> str:
        """The database key as other SQLCipher tools take it: ``x'<64 hex digits>'``."""
        return raw_key(self.key).decode("ascii")

    def change_slot(self, slot: Slot, secret: str) -> None:
        """Puts ``slot`` into the header, which is proved with the new ``secret`` before it is swapped in.

        The copies that the journal keeps take it over, so that what was withdrawn opens none of them.
        """
        self.check_writable()
        changed = self.header.with_slot(slot)
        self.header = header.write_header(self.path, changed, self.key, (slot.type, secret))
        for copy in backup.own_backups(self.path):
            if header.is_of(copy.path, self.key):
                header.settle_header(copy.path, self.header)

    def scrub(self) -> None:
        """As :func:`scrubbing.scrub`, while nobody writes."""
        self.check_writable()
        with database_errors(self.database), self.turn:
            self._check_in_place()
            scrubbing.scrub(self.connection, self.database)

    def back_up(self, place: Path, progress: Progress) -> Head:
        """As :func:`backup.write_copy`, over connections of its own. Raises ReadOnly for a place in its own folder."""
        if self.path.absolute() in place.absolute().parents:
            self.check_writable()
        with database_errors(self.database):
            connection = self.connect()
            try:
                return backup.write_copy(connection, self.key, self.header, place, progress)
            finally:
                connection.close()

    def view_of_copy(self, place: Path) -> View:
        """A view of another copy of this journal. Raises DamagedDatabase or a storage error."""
        return View(connect(place / DATABASE, self.key))

    def is_good_copy(self, place: Path, progress: Progress) -> bool:
        """Whether the copy at ``place`` is of this journal, opens with its key, and is whole to the last row."""
        try:
            if not (header.read_header(place)[0].is_untampered(self.key) and (place / DATABASE).is_file()):
                return False
            backup.prove(place / DATABASE, self.key, progress)
        except (JournalError, IndexFault, LedgerFault):
            return False
        return True

    def proved_copy(self, place: Path, progress: Progress) -> Path:
        """The database of another copy, proved, ready to be exchanged with this one. Raises as ``backup.prove`` does."""
        self.check_writable()
        return backup.proved_copy(place, self.path, self.key, self.header, progress)

    @contextlib.contextmanager
    def still(self, prepare: Callable[[Connection], None]) -> Iterator[None]:
        """Has ``prepare`` work over a connection of its own, again if anything was written meanwhile; inside nobody writes."""
        while True:
            connection = self.connect()
            try:
                before = _data_version(connection)
                prepare(connection)
                with self.turn:
                    if _data_version(connection) == before:
                        connection.close()
                        yield
                        return
            finally:
                connection.close()

    def exchange(self, new: Path, key: bytearray | None = None) -> None:
        """Puts the database ``new`` in the place of this one, at once or not at all. Inside :meth:`still`.

        Raises AlreadyOpen while somebody else reads this one.
        """
        self.connection.close()
        try:
            if self.database.with_name(f"{DATABASE}-wal").exists():
                raise AlreadyOpen(self.path)
            new.replace(self.database)
            if key is not None:
                keys.wipe(self.key)
                self.key = key
            files.sync_folder(self.path)
        finally:
            try:
                self.open()
            finally:
                files.remove(new)

    def rotate(self, passphrase: str, cost: Cost, progress: Progress) -> str:
        """Gives the journal another key; returns the new recovery code. Raises WrongPassphrase or a storage error.

        The database is written anew under the new key and proved before anything is put in its place. Until both the
        header and the database are there, the header of either key opens what it fits (:func:`rotation.settle`).
        """
        self.check_writable()
        keys.wipe(header.unlock(self.header, passphrase, "passphrase", self.path))
        key, code = keys.new_key(), keys.new_recovery_code()
        slots = (
            header.passphrase_slot(key, self.header.journal_id, passphrase, cost),
            header.recovery_slot(key, self.header.journal_id, code),
        )
        after = msgspec.structs.replace(
            self.header, slots=slots, sequence=self.header.sequence + 1, database_salt=keys.new_salt()
        )
        new = self.path / f"{DATABASE}.new"

        def write_anew(connection: Connection) -> None:
            new.unlink(missing_ok=True)
            backup.copy_database(
                connection, self.path, key, after, lambda share: progress(share / 2), new.name
            )
            _set(new, key, UNSEEN, b"1")
            backup.prove(new, key, lambda share: progress((1 + share) / 2))

        with files.storage_errors(self.path):
            header.write_next(self.path, after, key)
            before = files.identity(self.database)
            try:
                with self.still(write_anew):
                    self.exchange(new, key)
            except BaseException:
                # Whatever was interrupted where: the next header goes only while the database is the old one.
                if files.identity(self.database) == before:
                    keys.wipe(key)
                    new.unlink(missing_ok=True)
                    header.drop_next(self.path)
                raise
            self.header = after.sealed(key)
            header.adopt_next(self.path)
        return code


def _set(database: Path, key: bytearray, name: str, value: bytes) -> None:
    connection = connect(database, key)
    try:
        with database_errors(database):
            connection.execute("INSERT OR REPLACE INTO setting VALUES (?, ?)", (name, value))
    finally:
        connection.close()


def _data_version(connection: Connection) -> int:
    """A number that changes when another connection writes (https://sqlite.org/pragma.html#pragma_data_version)."""
    return int(connection.execute("PRAGMA data_version").fetchone()[0])
