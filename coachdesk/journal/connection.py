"""One recipe for every connection to a journal's database (design: "Connection").

Each line is there for a measured reason: sqlcipher3 without a key writes plaintext without a word;
a key given as SQL leaves copies in memory; any synchronous setting below FULL loses acknowledged saves.
"""

import contextlib
import functools
import inspect
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar
from urllib.parse import quote

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
_TO_WRITE = ("journal_mode = WAL",)
_AFTER_KEY = (
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
_ROOM_FOR_AN_INDEX = 64 * 1024
"""Bytes: the index of a log begins with 32 KiB."""

Reading = Literal["mode=ro", "immutable=1"]
"""How a connection that only reads is opened (https://sqlite.org/uri.html)."""


class NotEncrypted(Exception):
    """The database library would write plaintext. Nothing was written."""


def connect(path: Path, journal_key: bytearray, salt: str = "", reading: Reading | None = None) -> Connection:
    """An open connection to the database at ``path``. Raises DamagedDatabase or a storage error.

    ``salt`` (32 hex digits) is what a new database begins with; given for one that is there, it stands for its own.
    ``reading`` lets nothing be written: ``mode=ro`` beside a writer, ``immutable=1`` where there is none.
    """
    place = f"file:{quote(str(path.absolute()))}?{reading}" if reading else str(path)
    with database_errors(path):
        connection: Connection = dbapi2.connect(
            place, isolation_level=None, timeout=5.0, check_same_thread=False, uri=reading is not None
        )
        try:
            _prepare(connection, journal_key, salt, _AFTER_KEY if reading else (*_TO_WRITE, *_AFTER_KEY))
        except BaseException:
            connection.close()
            raise
    return connection


def _prepare(connection: Connection, journal_key: bytearray, salt: str, pragmas: Sequence[str]) -> None:
    for pragma in _BEFORE_KEY:
        connection.execute(f"PRAGMA {pragma}")
    if not connection.execute("PRAGMA cipher_version").fetchone():
        raise NotEncrypted
    material = raw_key(journal_key, salt)
    try:
        connection.set_key(material)  # type: ignore[attr-defined]
    finally:
        keys.wipe(material)
    connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if connection.execute("PRAGMA cipher_status").fetchone() != ("1",):
        raise NotEncrypted
    for pragma in pragmas:
        connection.execute(f"PRAGMA {pragma}").fetchall()


def raw_key(journal_key: bytearray, salt: str = "") -> bytearray:
    """SQLCipher's raw form ``x'<64 hex digits>'`` of the database key, in a buffer that can be wiped.

    The salt of a new database may follow the key (32 hex digits more).
    """
    key = keys.subkey(journal_key, "sqlcipher")
    material = bytearray(2 * len(key) + len(salt) + 3)
    material[0:2], material[-1:] = b"x'", b"'"
    for place, byte in enumerate(key):
        material[2 + 2 * place : 4 + 2 * place] = _HEX[byte]
    material[2 + 2 * len(key) : -1] = salt.encode("ascii")
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
        typed = _TYPED.get(code & _PRIMARY_CODE) if code is not None else _TYPED_BY_WORDS.get(str(error))
        if typed is None:
            raise
        if typed is StorageFailed and _has_no_room(path):
            typed = StorageFull
        raise typed(path, str(error)) from error
    except MemoryError as error:  # SQLCipher says so of a page that it could not read as well
        raise StorageFailed(path, "out of memory") from error


def _has_no_room(path: Path) -> bool:
    """Whether the disk is as good as full: SQLite calls it an error where there is no room for the index of a log."""
    with contextlib.suppress(OSError):
        return shutil.disk_usage(path.parent).free < _ROOM_FOR_AN_INDEX
    return False


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

_TYPED_BY_WORDS: dict[str, type[PathError]] = {
    "database or disk is full": StorageFull,
    "disk I/O error": StorageFailed,
    "attempt to write a readonly database": NotWritable,
    "unable to open database file": NotWritable,
    "database is locked": AlreadyOpen,
    "database table is locked": AlreadyOpen,
    "database disk image is malformed": DamagedDatabase,
    "file is not a database": DamagedDatabase,
}
"""The same by SQLite's own words for them: a backup that fails is told without a result code."""
