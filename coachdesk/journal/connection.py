"""One recipe for every connection to a journal's database (design: "Connection").

Each line is there for a measured reason: sqlcipher3 without a key writes plaintext without a word;
a key given as SQL leaves copies in memory; any synchronous setting below FULL loses acknowledged saves.
"""

import contextlib
import functools
import inspect
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from sqlcipher3 import dbapi2

from coachdesk.journal import keys
from coachdesk.journal.errors import (
    AlreadyOpen,
    DamagedDatabase,
    NotWritable,
    PathError,
    StorageFailed,
    StorageFull,
)

if TYPE_CHECKING:
    from sqlite3 import Connection as Connection  # noqa: PLC0414  # sqlcipher3 is untyped and has the same interface
else:
    Connection = dbapi2.Connection

_HEX = [f"{byte:02x}".encode() for byte in range(256)]
_BEFORE_KEY = ("cipher_log_level = NONE", "cipher_memory_security = ON")
_AFTER_KEY = (
    "journal_mode = WAL",
    "synchronous = FULL",
    "fullfsync = ON",
    "checkpoint_fullfsync = ON",
    "recursive_triggers = ON",
    "foreign_keys = ON",
    "secure_delete = ON",
    "temp_store = MEMORY",
    "mmap_size = 0",
    "cell_size_check = ON",
    "trusted_schema = OFF",
    "cache_size = -2000",  # KiB, for each connection; with eight times as much nothing is quicker
)
_PRIMARY_CODE = 0xFF


class NotEncrypted(Exception):
    """The database library would write plaintext. Nothing was written."""


def connect(path: Path, journal_key: bytearray) -> Connection:
    """An open connection to the database at ``path``. Raises DamagedDatabase or a storage error."""
    with database_errors(path):
        connection: Connection = dbapi2.connect(
            str(path), isolation_level=None, timeout=5.0, check_same_thread=False
        )
        try:
            _prepare(connection, journal_key)
        except BaseException:
            connection.close()
            raise
    return connection


def _prepare(connection: Connection, journal_key: bytearray) -> None:
    for pragma in _BEFORE_KEY:
        connection.execute(f"PRAGMA {pragma}")
    if not connection.execute("PRAGMA cipher_version").fetchone():
        raise NotEncrypted
    material = raw_key(journal_key)
    try:
        connection.set_key(material)  # type: ignore[attr-defined]
    finally:
        keys.wipe(material)
    connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if connection.execute("PRAGMA cipher_status").fetchone() != ("1",):
        raise NotEncrypted
    for pragma in _AFTER_KEY:
        connection.execute(f"PRAGMA {pragma}").fetchall()


def raw_key(journal_key: bytearray) -> bytearray:
    """SQLCipher's raw form ``x'<64 hex digits>'`` of the database key, in a buffer that can be wiped."""
    key = keys.subkey(journal_key, "sqlcipher")
    material = bytearray(2 * len(key) + 3)
    material[0:2], material[-1:] = b"x'", b"'"
    for place, byte in enumerate(key):
        material[2 + 2 * place : 4 + 2 * place] = _HEX[byte]
    keys.wipe(key)
    return material


@contextlib.contextmanager
def database_errors(path: Path) -> Iterator[None]:
    """Inside, an error of the disk or of a damaged file becomes a typed one about ``path``.

    The result codes are SQLite's (https://sqlite.org/rescode.html). Anything else is a mistake in
    CoachDesk and passes through as it is.
    """
    try:
        yield
    except dbapi2.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", None)
        typed = _TYPED.get(code & _PRIMARY_CODE) if code is not None else None
        if typed is None:
            raise
        raise typed(path, str(error)) from error


Reader = TypeVar("Reader")


def with_typed_errors(kind: type[Reader]) -> type[Reader]:
    """The class with every public method inside :func:`database_errors`, of the file that its ``path`` is."""
    for name, method in list(vars(kind).items()):
        if inspect.isfunction(method) and not name.startswith("_"):
            setattr(kind, name, _typed(method))
    return kind


def _typed(method: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(method)
    def answer(self: Any, *args: Any, **kwargs: Any) -> Any:
        with database_errors(self.path):
            return method(self, *args, **kwargs)

    @functools.wraps(method)
    def answers(self: Any, *args: Any, **kwargs: Any) -> Iterator[Any]:
        with database_errors(self.path):
            yield from method(self, *args, **kwargs)

    return answers if inspect.isgeneratorfunction(method) else answer


def path_of(connection: Connection) -> Path:
    """The file that a connection reads, damaged or gone as it may be."""
    return Path(connection.execute("PRAGMA database_list").fetchone()[2])


@contextlib.contextmanager
def transaction(connection: Connection) -> Iterator[None]:
    """Everything inside is written at once, or nothing of it."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # a full disk has ended it already
            connection.execute("ROLLBACK")
        raise


_TYPED: dict[int, type[PathError]] = {
    sqlite3.SQLITE_FULL: StorageFull,
    sqlite3.SQLITE_READONLY: NotWritable,
    sqlite3.SQLITE_PERM: NotWritable,
    sqlite3.SQLITE_CANTOPEN: NotWritable,
    sqlite3.SQLITE_BUSY: AlreadyOpen,
    sqlite3.SQLITE_LOCKED: AlreadyOpen,
    sqlite3.SQLITE_IOERR: StorageFailed,
    sqlite3.SQLITE_CORRUPT: DamagedDatabase,
    sqlite3.SQLITE_NOTADB: DamagedDatabase,
}
