"""The schema: SQL files in ``resources/sql``, applied in order, the version kept in ``user_version``."""

from pathlib import Path

from sqlcipher3 import dbapi2

from coachdesk import resources
from coachdesk.journal import files
from coachdesk.journal.connection import Connection, database_errors, path_of
from coachdesk.journal.errors import DamagedDatabase, NewerFormat


def migrations() -> list[str]:
    """The SQL that makes version 1, 2 ... of the schema from the one before. Raises a storage error."""
    folder = resources.path("sql")
    with files.storage_errors(folder):
        return [file.read_text("utf-8") for file in sorted(folder.glob("*.sql"))]


def version_of(connection: Connection) -> int:
    """The version of the database's schema; 0 for an empty one."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def is_newest(connection: Connection) -> bool:
    """Whether no step is left to take."""
    return version_of(connection) == len(migrations())


def is_older(connection: Connection) -> bool:
    """Whether this is a journal that an older version made."""
    return 0 < version_of(connection) < len(migrations())


def check_known(connection: Connection, path: Path) -> None:
    """Raises NewerFormat for a database from a newer version."""
    if (version := version_of(connection)) > len(migrations()):
        raise NewerFormat(path, version, len(migrations()))


def migrate(connection: Connection, path: Path) -> int:
    """Brings the database to the newest version, each step in one transaction; returns the steps taken.

    Raises NewerFormat, before anything is written, for a database from a newer version; StorageFull where there
    is no room for a step, and DamagedDatabase where what is in the database does not let it be taken.
    """
    steps = migrations()
    version = version_of(connection)
    check_known(connection, path)
    for number, sql in enumerate(steps[version:], start=version + 1):
        _take(connection, f"BEGIN IMMEDIATE;\n{sql}\nPRAGMA user_version = {number};\nCOMMIT;")
    return len(steps) - version


def _take(connection: Connection, step: str) -> None:
    path = path_of(connection)
    try:
        with database_errors(path):
            connection.executescript(step)
    except dbapi2.DatabaseError as error:
        raise DamagedDatabase(path, str(error)) from error
