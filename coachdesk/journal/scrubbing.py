"""Rewriting a database so that nothing deleted is left in any page of it (findings: "Erasure")."""

from pathlib import Path

import msgspec

from coachdesk.journal.connection import Connection
from coachdesk.journal.errors import AlreadyOpen

UNFINISHED = "erasure_unfinished"
"""A setting that is there until no page and no backup holds what was erased; it tells whether the pages are ``scrubbed``."""

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


def is_needed(connection: Connection) -> bool:
    """Whether pages may still hold what was erased: an erasure was cut short before they were written again."""
    row = connection.execute("SELECT value FROM setting WHERE name = ?", (UNFINISHED,)).fetchone()
    if row is None:
        return False
    try:
        return not msgspec.json.decode(row[0], type=_Unfinished).scrubbed
    except msgspec.ValidationError:  # earlier versions said no more than that there is something
        return True


class _Unfinished(msgspec.Struct, frozen=True):
    scrubbed: bool = False
