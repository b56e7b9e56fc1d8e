"""Ways to spoil a journal from outside."""

import os
from pathlib import Path

from coachdesk.journal import connection, header, schema
from tests.making import PASSPHRASE

PAGE = 4096

ADDED = {
    "record": ("zone", "precision", "headline", "erased"),
    "record_leader": ("told", "themes"),
    "payload": ("leaves",),
}
"""What versions 2 and 3 of the schema added."""

KEEPS_UPDATES = (
    "CREATE TRIGGER payload_keeps_updates BEFORE UPDATE ON payload\n"
    "BEGIN SELECT RAISE(ABORT, 'payload is append-only'); END"
)
"""As version 1 had it: version 3 lets erasures through."""


def raw(folder: Path, passphrase: str = PASSPHRASE) -> connection.Connection:
    """The database without the journal around it."""
    key = header.unlock(header.read_header(folder)[0], passphrase, "passphrase", folder)
    return connection.connect(folder / "journal.db", key)


def run_sql(folder: Path, *statements: str, passphrase: str = PASSPHRASE) -> None:
    open_connection = raw(folder, passphrase)
    for statement in statements:
        open_connection.execute(statement)
    open_connection.close()


def cut(path: Path, size: int) -> None:
    os.truncate(path, size)


def overwrite_page(path: Path, number: int) -> None:
    with path.open("r+b") as file:
        file.seek(number * PAGE)
        file.write(bytes(range(256)) * (PAGE // 256))


def make_version_1(folder: Path, *statements: str, passphrase: str = PASSPHRASE) -> None:
    """Makes the journal what version 1 would have made of it."""
    columns = [(table, column) for table, columns in ADDED.items() for column in columns]
    assert KEEPS_UPDATES in schema.migrations()[0]
    triggers = ("payload_keeps_updates", "payload_keeps_what_is_held")
    dropped = [f"DROP TRIGGER {trigger}" for trigger in triggers]
    dropped += [f"ALTER TABLE {table} DROP COLUMN {column}" for table, column in columns]
    statements = (*dropped, *statements, KEEPS_UPDATES, "PRAGMA user_version = 1")
    run_sql(folder, *statements, passphrase=passphrase)
