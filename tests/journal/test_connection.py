"""The one recipe for connections: encrypted or not at all, durable, and errors that mean something."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from coachdesk.journal import connection, files
from coachdesk.journal.connection import Connection, NotEncrypted, connect, database_errors, dbapi2, raw_key
from coachdesk.journal.errors import (
    AlreadyOpen,
    DamagedDatabase,
    JournalError,
    NotWritable,
    StorageFailed,
    StorageFull,
)

KEY = bytearray(range(32))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "journal.db"
    files.create_private_file(path)
    return path


@pytest.fixture
def opened(path: Path) -> Iterator[Connection]:
    connection = connect(path, KEY)
    connection.execute("CREATE TABLE note (text TEXT NOT NULL)")
    connection.execute("PRAGMA busy_timeout = 0")
    yield connection
    connection.close()


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"), ("synchronous", 2), ("fullfsync", 1), ("checkpoint_fullfsync", 1),
        ("recursive_triggers", 1), ("foreign_keys", 1), ("secure_delete", 1), ("temp_store", 2),
        ("cell_size_check", 1), ("trusted_schema", 0),
        ("cipher_status", "1"), ("cipher_memory_security", "1"), ("cipher_page_size", "4096"),
    ],
)  # fmt: skip
def test_a_connection_is_set_up_as_promised(pragma: str, value: object, opened: Connection) -> None:
    assert opened.execute(f"PRAGMA {pragma}").fetchone() == (value,)


def test_nothing_is_mapped_into_memory(opened: Connection) -> None:
    assert opened.execute("PRAGMA mmap_size").fetchone() in (None, (0,))


def test_the_file_holds_no_plaintext(opened: Connection, path: Path) -> None:
    opened.execute("INSERT INTO note VALUES ('a canary in the mine')")
    opened.close()
    data = path.read_bytes()
    assert not data.startswith(b"SQLite format 3")
    assert b"canary" not in data
    assert b"CREATE TABLE" not in data


def test_the_key_is_given_in_raw_form_and_wiped(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    material = raw_key(KEY)
    assert material == b"x'" + connection.keys.subkey(KEY, "sqlcipher").hex().encode() + b"'"
    monkeypatch.setattr(connection, "raw_key", lambda _key, _salt: material)
    connect(path, KEY).close()
    assert material == bytes(67)
    assert bytearray(range(32)) == KEY


def test_another_key_does_not_open_the_file(opened: Connection, path: Path) -> None:
    opened.close()
    with pytest.raises(DamagedDatabase) as told:
        connect(path, bytearray(32))
    assert told.value.path == path


def test_a_library_that_would_write_plaintext_is_refused_before_it_does(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Python's own SQLite takes every cipher pragma without a word."""
    monkeypatch.setattr(dbapi2, "connect", sqlite3.connect)
    with pytest.raises(NotEncrypted):
        connect(path, KEY)
    assert path.read_bytes() == b""


def test_a_connection_that_took_no_key_is_refused_before_it_writes(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Keyless(dbapi2.Connection):
        def set_key(self, _material: bytearray) -> None:
            """Does nothing, as a build without the cipher does."""

    real = dbapi2.connect
    monkeypatch.setattr(dbapi2, "connect", lambda *args, **kwargs: real(*args, factory=Keyless, **kwargs))
    with pytest.raises(NotEncrypted):
        connect(path, KEY)
    assert path.read_bytes() == b""


def test_a_full_database_is_storage_full(opened: Connection, path: Path) -> None:
    opened.execute("PRAGMA max_page_count = 3")
    with pytest.raises(StorageFull), database_errors(path):
        opened.execute("INSERT INTO note VALUES (?)", ("x" * 100_000,))


def test_a_copy_for_which_there_is_no_room_is_storage_full(opened: Connection, path: Path) -> None:
    """SQLite's backup says it without a result code."""
    opened.execute("INSERT INTO note VALUES (?)", ("x" * 100_000,))
    files.create_private_file(path.with_name("copy.db"))
    copy = connect(path.with_name("copy.db"), KEY)
    copy.execute("PRAGMA max_page_count = 3")
    with pytest.raises(StorageFull, match="full") as told, database_errors(path):
        opened.backup(copy)
    assert not hasattr(told.value.__cause__, "sqlite_errorcode")
    copy.close()


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("disk I/O error", StorageFailed),
        ("attempt to write a readonly database", NotWritable),
        ("unable to open database file", NotWritable),
        ("database is locked", AlreadyOpen),
        ("database disk image is malformed", DamagedDatabase),
    ],
)
def test_an_error_without_a_code_is_known_by_its_words(
    words: str, expected: type[JournalError], path: Path
) -> None:
    with pytest.raises(expected), database_errors(path):
        raise dbapi2.OperationalError(words)


def test_memory_that_ran_out_is_a_failure_of_the_storage(path: Path) -> None:
    """SQLCipher says so where a page could not be read in the midst of a save."""
    with pytest.raises(StorageFailed, match="out of memory"), database_errors(path):
        raise MemoryError


def test_a_database_that_may_not_be_written_is_not_writable(opened: Connection, path: Path) -> None:
    opened.execute("PRAGMA query_only = ON")
    with pytest.raises(NotWritable), database_errors(path):
        opened.execute("INSERT INTO note VALUES ('x')")


def test_a_database_that_somebody_else_writes_is_already_open(opened: Connection, path: Path) -> None:
    other = connect(path, KEY)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(AlreadyOpen), database_errors(path):
        opened.execute("BEGIN IMMEDIATE")
    other.close()


def test_a_database_that_cannot_be_opened_is_not_writable(tmp_path: Path) -> None:
    with pytest.raises(NotWritable):
        connect(tmp_path / "nowhere" / "journal.db", KEY)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (sqlite3.SQLITE_IOERR, StorageFailed),
        (sqlite3.SQLITE_IOERR | 3 << 8, StorageFailed),
        (sqlite3.SQLITE_CORRUPT | 1 << 8, DamagedDatabase),
        (sqlite3.SQLITE_FULL, StorageFull),
        (sqlite3.SQLITE_LOCKED, AlreadyOpen),
        (sqlite3.SQLITE_PERM, NotWritable),
    ],
)
def test_an_extended_result_code_is_told_by_its_primary_one(
    code: int, expected: type[JournalError], path: Path
) -> None:
    error = dbapi2.OperationalError("as SQLite says it")
    error.sqlite_errorcode = code
    with pytest.raises(expected, match="as SQLite says it"), database_errors(path):
        raise error


def test_a_mistake_of_our_own_passes_through_as_it_is(opened: Connection, path: Path) -> None:
    with pytest.raises(dbapi2.OperationalError, match="no such table"), database_errors(path):
        opened.execute("SELECT * FROM nowhere")
    with pytest.raises(dbapi2.IntegrityError), database_errors(path):
        opened.execute("INSERT INTO note VALUES (NULL)")
    with pytest.raises(dbapi2.ProgrammingError), database_errors(path):
        opened.execute("SELECT ?", ())
    with pytest.raises(ZeroDivisionError), database_errors(path):
        _ = 1 / 0
