"""The schema: SQL files in ``resources/sql``, applied in order, the version kept in ``user_version``."""

from pathlib import Path

from coachdesk import resources
from coachdesk.journal.connection import Connection
from coachdesk.journal.errors import NewerFormat


def migrations() -> list[str]:
    """The SQL that makes version 1, 2 ... of the schema from the one before."""
    return [file.read_text("utf-8") for file in sorted(resources.path("sql").glob("*.sql"))]


def migrate(connection: Connection, path: Path) -> int:
    """Brings the database to the newest version, each step in one transaction; returns the steps taken.

    Raises NewerFormat, before anything is written, for a database from a newer version.
    """
    steps = migrations()
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if version > len(steps):
        raise NewerFormat(path, version, len(steps))
    for number, sql in enumerate(steps[version:], start=version + 1):
        connection.executescript(f"BEGIN IMMEDIATE;\n{sql}\nPRAGMA user_version = {number};\nCOMMIT;")
    return len(steps) - version
