"""The schema: migrations step by step, and tables that let nothing written be changed."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from coachdesk.journal import files, schema
from coachdesk.journal.connection import Connection, connect, dbapi2
from coachdesk.journal.errors import DamagedDatabase, NewerFormat, StorageFull

KEY = bytearray(range(32))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "journal.db"
    files.create_private_file(path)
    return path


@pytest.fixture
def fresh(path: Path) -> Iterator[Connection]:
    connection = connect(path, KEY)
    yield connection
    connection.close()


@pytest.fixture
def made(fresh: Connection, path: Path) -> Connection:
    """The schema with two events in it."""
    schema.migrate(fresh, path)
    for seq in (1, 2):
        fresh.execute(*event(seq))
        fresh.execute("INSERT INTO payload VALUES (?, x'00', x'7b7d', NULL)", (seq,))
    return fresh


def event(
    seq: int, record_id: str = "", revision: int = 1, verb: str = "INSERT"
) -> tuple[str, tuple[object, ...]]:
    row = (
        seq,
        record_id or f"record{seq}",
        "entry",
        1,
        revision,
        "create",
        "now",
        0,
        "",
        0,
        b"",
        b"",
        b"",
        b"",
    )
    return f"{verb} INTO event VALUES ({', '.join('?' * len(row))})", row


def version(connection: Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def tables(connection: Connection) -> set[str]:
    return {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


def everything(connection: Connection) -> list[tuple[object, ...]]:
    return [
        *connection.execute("SELECT * FROM event ORDER BY seq"),
        *connection.execute("SELECT * FROM payload"),
    ]


def test_a_fresh_database_is_brought_to_the_newest_version_and_stays_there(
    fresh: Connection, path: Path
) -> None:
    steps = len(schema.migrations())
    assert schema.migrate(fresh, path) == steps
    assert version(fresh) == steps
    assert schema.migrate(fresh, path) == 0


def test_each_migration_builds_on_the_one_before(
    fresh: Connection, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = [
        "CREATE TABLE a (x TEXT) STRICT;",
        "CREATE TABLE b (x TEXT) STRICT;",
        "INSERT INTO b VALUES ('kept');",
    ]
    for count in (1, 3):
        monkeypatch.setattr(schema, "migrations", lambda count=count: steps[:count])
        schema.migrate(fresh, path)
        assert version(fresh) == count
    assert fresh.execute("SELECT x FROM b").fetchall() == [("kept",)]


def test_a_migration_that_fails_leaves_the_version_before(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = [
        "CREATE TABLE a (x TEXT) STRICT;",
        "CREATE TABLE b (x TEXT) STRICT; INSERT INTO nowhere VALUES (1);",
    ]
    monkeypatch.setattr(schema, "migrations", lambda: steps)
    connection = connect(path, KEY)
    with pytest.raises(DamagedDatabase, match="nowhere") as told:
        schema.migrate(connection, path.parent)
    assert told.value.path == path
    connection.close()
    reopened = connect(path, KEY)
    assert (version(reopened), tables(reopened)) == (1, {"a"})
    reopened.close()


def test_a_migration_that_finds_no_room_is_taken_once_there_is(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = [
        "CREATE TABLE a (x BLOB) STRICT;",
        "CREATE TABLE b (x BLOB) STRICT; INSERT INTO b VALUES (zeroblob(100000));",
    ]
    monkeypatch.setattr(schema, "migrations", lambda: steps)
    connection = connect(path, KEY)
    connection.execute("PRAGMA max_page_count = 10")
    with pytest.raises(StorageFull) as told:
        schema.migrate(connection, path.parent)
    assert told.value.path == path
    connection.close()
    reopened = connect(path, KEY)
    assert (version(reopened), tables(reopened)) == (1, {"a"})
    assert schema.migrate(reopened, path.parent) == 1
    reopened.close()


def test_a_version_from_the_future_is_refused_and_left_alone(fresh: Connection, path: Path) -> None:
    fresh.execute("PRAGMA user_version = 7")
    with pytest.raises(NewerFormat) as told:
        schema.migrate(fresh, path)
    assert (told.value.found, told.value.known) == (7, len(schema.migrations()))
    assert tables(fresh) == set()


def test_every_table_of_ours_is_strict(made: Connection) -> None:
    rows = made.execute("SELECT name, type, strict FROM pragma_table_list WHERE schema = 'main'")
    loose = {name for name, kind, strict in rows if kind == "table" and not strict}
    assert loose == {"sqlite_schema"}


def test_a_wrong_type_is_refused(made: Connection) -> None:
    statement, row = event(3)
    with pytest.raises(dbapi2.IntegrityError):
        made.execute(statement, ("three", *row[1:]))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE event SET action = 'withdraw'",
        "UPDATE event SET recorded_at = 'now' WHERE seq = 1",
        "UPDATE event SET seq = 3 WHERE seq = 2",
        "UPDATE OR REPLACE event SET seq = 1 WHERE seq = 2",
        "DELETE FROM event",
        "DELETE FROM event WHERE seq = 2",
        "UPDATE payload SET body = x'00'",
        "UPDATE payload SET salt = x'01' WHERE seq = 1",
        "UPDATE OR REPLACE payload SET seq = 1 WHERE seq = 2",
        "DELETE FROM payload",
        "INSERT OR REPLACE INTO payload VALUES (1, x'01', x'00', NULL)",
        "REPLACE INTO payload VALUES (2, x'01', x'00', NULL)",
        "INSERT INTO payload VALUES (1, x'01', x'00', NULL) ON CONFLICT (seq) DO UPDATE SET body = excluded.body",
    ],
)
def test_nothing_written_is_changed_or_removed(statement: str, made: Connection) -> None:
    before = everything(made)
    with pytest.raises(dbapi2.DatabaseError, match="append-only"):
        made.execute(statement)
    assert everything(made) == before


@pytest.mark.parametrize("verb", ["INSERT", "INSERT OR REPLACE", "REPLACE"])
@pytest.mark.parametrize(
    ("seq", "record_id", "revision"),
    [(1, "other", 1), (2, "other", 1), (4, "other", 1), (0, "other", 1), (-1, "other", 1), (3, "record1", 1)],
    ids=["first", "last", "gap", "nought", "negative", "revision_twice"],
)
def test_an_event_comes_only_after_the_last_and_over_no_other(
    verb: str, seq: int, record_id: str, revision: int, made: Connection
) -> None:
    before = everything(made)
    with pytest.raises(dbapi2.DatabaseError, match="append-only"):
        made.execute(*event(seq, record_id, revision, verb))
    assert everything(made) == before
    made.execute(*event(3))


def test_a_payload_belongs_to_an_event(made: Connection) -> None:
    with pytest.raises(dbapi2.IntegrityError):
        made.execute("INSERT INTO payload VALUES (3, x'00', x'00', NULL)")
