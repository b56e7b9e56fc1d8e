"""Rewriting a database so that nothing deleted is left in any page of it (findings: "Erasure")."""

from pathlib import Path

from coachdesk.journal.connection import Connection
from coachdesk.journal.errors import AlreadyOpen

STATISTICS = ("sqlite_stat1", "sqlite_stat3", "sqlite_stat4")
"""Samples of indexed values, if the database was ever analysed."""


def scrub(connection: Connection, path: Path) -> None:
    """Builds the search index anew, forgets statistics, writes every page again and empties the log.

    Raises AlreadyOpen while somebody else reads: the log may not be emptied then.
    """
    connection.execute("INSERT INTO search (search, rank) VALUES ('secure-delete', 1)")
    connection.execute("INSERT INTO search (search) VALUES ('rebuild')")
    known = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    for name in STATISTICS:
        if name in known:
            connection.execute(f"DROP TABLE {name}")
    connection.execute("VACUUM")
    busy, _pages, _moved = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if busy:
        raise AlreadyOpen(path)
