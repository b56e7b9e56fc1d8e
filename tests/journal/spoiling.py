"""Ways to spoil a journal from outside."""

import os
from pathlib import Path

from coachdesk.journal import connection, header
from tests.making import PASSPHRASE

PAGE = 4096


def raw(folder: Path) -> connection.Connection:
    """The database without the journal around it."""
    key = header.unlock(header.read_header(folder)[0], PASSPHRASE, "passphrase", folder)
    return connection.connect(folder / "journal.db", key)


def run_sql(folder: Path, *statements: str) -> None:
    open_connection = raw(folder)
    for statement in statements:
        open_connection.execute(statement)
    open_connection.close()


def cut(path: Path, size: int) -> None:
    os.truncate(path, size)


def overwrite_page(path: Path, number: int) -> None:
    with path.open("r+b") as file:
        file.seek(number * PAGE)
        file.write(bytes(range(256)) * (PAGE // 256))
