"""Opening a journal for reading only, wherever it lies: on a read-only medium, on a full disk, beside a writer.

Nothing is written in the journal's folder. Where its database cannot be read as it lies (a log that was left beside
it, a schema of an older version) an encrypted copy is read instead, in a private folder that goes when it is closed.
"""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import msgspec

from coachdesk.journal import backup, files, schema
from coachdesk.journal.connection import Connection, Reading, connect, database_errors
from coachdesk.journal.errors import NotWritable, PathError, StorageFailed, StorageFull
from coachdesk.journal.files import DATABASE
from coachdesk.journal.header import Header


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where a database is read, and how; ``copied`` is the folder made for it, if any."""

    database: Path
    mode: Reading
    salt: str = ""
    copied: Path | None = None

    def connect(self, key: bytearray) -> Connection:
        """A connection that cannot write. Raises DamagedDatabase or a storage error."""
        return connect(self.database, key, self.salt, self.mode)

    def leave(self) -> None:
        """Removes the copy, if there is one."""
        if self.copied is not None:
            shutil.rmtree(self.copied, ignore_errors=True)


def place_of(path: Path, key: bytearray, head: Header, *, is_alone: bool) -> Place:
    """How the database of the journal at ``path`` is read; ``is_alone`` where nobody writes in it.

    Raises DamagedDatabase, NewerFormat or a storage error.
    """
    salt = head.database_salt if salt_differs(path / DATABASE, head) else ""
    if not is_alone:
        place = Place(database=path / DATABASE, mode="mode=ro")
    elif _has_log(path):
        folder = _first_with_room(lambda folder: _copied(path, folder, key, salt))
        place = Place(database=folder / DATABASE, mode="immutable=1", copied=folder)
    else:
        place = Place(database=path / DATABASE, mode="immutable=1", salt=salt)
    try:
        return _brought_up_to_date(place, key, head)
    except BaseException:
        place.leave()
        raise


def _brought_up_to_date(place: Place, key: bytearray, head: Header) -> Place:
    """``place``, or a copy of it where its schema is older than the newest."""
    connection = place.connect(key)
    try:
        with database_errors(place.database):
            schema.check_known(connection, place.database.parent)
            if not schema.is_older(connection):
                return place
        folder = _first_with_room(lambda folder: _migrated(connection, folder, key, head))
    finally:
        connection.close()
    place.leave()
    return Place(database=folder / DATABASE, mode="immutable=1", copied=folder)


def salt_differs(database: Path, head: Header) -> bool:
    """Whether the database does not begin with its salt. Only where no connection to it is open in this process."""
    with files.storage_errors(database), database.open("rb") as file:
        return file.read(len(head.database_salt) // 2).hex() != head.database_salt


def _migrated(connection: Connection, folder: Path, key: bytearray, head: Header) -> None:
    backup.copy_database(connection, folder, key, head, backup.ignore)
    copy = connect(folder / DATABASE, key)
    try:
        schema.migrate(copy, folder)
    finally:
        copy.close()


def _has_log(path: Path) -> bool:
    with contextlib.suppress(OSError):
        return (path / f"{DATABASE}-wal").stat().st_size > 0
    return False


def _copied(path: Path, folder: Path, key: bytearray, salt: str) -> None:
    """A copy of the database and of its log, both encrypted as they are; the log is then worked in."""
    for name in (DATABASE, f"{DATABASE}-wal"):
        shutil.copyfile(path / name, folder / name)
    connect(folder / DATABASE, key, salt).close()


def _first_with_room(fill: Callable[[Path], None]) -> Path:
    """A private folder that was filled: in memory if possible, for the disk may be full. Raises StorageFull."""
    refused: Exception = StorageFull(tempfile.gettempdir())
    for above in filter(None, (os.environ.get("XDG_RUNTIME_DIR"), "/dev/shm", tempfile.gettempdir())):  # noqa: S108
        try:
            with files.storage_errors(Path(above)):
                folder = Path(tempfile.mkdtemp(prefix="coachdesk-", dir=above))
        except PathError as error:
            refused = error
            continue
        try:
            with files.storage_errors(folder):
                fill(folder)
        except (NotWritable, StorageFull, StorageFailed) as error:
            shutil.rmtree(folder, ignore_errors=True)
            refused = error
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        else:
            return folder
    raise refused
