"""Mending what can be mended when a journal is opened.

Of a damaged database the header has a copy of one thing: the salt in its first sixteen bytes. What was cut short leaves
things behind that nothing refers to.
"""

import contextlib
import os
from pathlib import Path

from coachdesk.journal import attachments, backup, files, holding, reading
from coachdesk.journal.connection import Connection, connect, database_errors
from coachdesk.journal.errors import DamagedDatabase, JournalError, StorageFailed, StorageFull
from coachdesk.journal.files import DATABASE
from coachdesk.journal.header import Header
from coachdesk.journal.pages import Pages
from coachdesk.journal.view import View

_PAGE_COUNT = slice(28, 32)
"""Where the first page says of how many pages the database is."""


def mend_salt(path: Path, key: bytearray, head: Header) -> bool:
    """Writes the salt back if it is destroyed and its copy is shown to fit; whether it was.

    Only under the writer's lock: no connection to the database is open then. Raises a storage error.
    """
    database = path / DATABASE
    if not reading.salt_differs(database, head):
        return False
    try:
        connect(database, key, head.database_salt, "immutable=1").close()
    except DamagedDatabase:
        return False  # another database, or more of it is damaged: opening it will tell
    with files.storage_errors(database), database.open("r+b") as file:
        file.write(bytes.fromhex(head.database_salt))
        file.flush()
        os.fsync(file.fileno())
    return True


def told_apart(damage: DamagedDatabase, path: Path, key: bytearray, head: Header) -> DamagedDatabase:
    """Which damage it is that kept the journal at ``path`` from opening, where that can be seen without reading it all.

    Only where no connection to the database is open. Raises nothing: what cannot be told stays as it was said.
    """
    if damage.problem in ("missing", "truncated", "settings_missing", "tree_node_missing"):
        return damage
    database, problem = path / DATABASE, "pages"
    try:
        pages = Pages(database, key, head)
        try:
            first = pages.read(1)
            if database.stat().st_size % pages.size:
                problem = "truncated"
            elif first is None:
                problem = "first_page"
            elif int.from_bytes(first[_PAGE_COUNT], "big") > pages.count:
                problem = "truncated"
        finally:
            pages.close()
    except (JournalError, OSError):
        return damage
    return DamagedDatabase(database, problem)


def tidy(connection: Connection, view: View, path: Path) -> None:
    """Removes what was cut short, of a journal whose schema is the newest.

    On a full disk it opens all the same, to be read; the next opening tidies up.
    """
    with contextlib.suppress(StorageFull, StorageFailed), database_errors(path / DATABASE):
        if not holding.in_force(view):
            attachments.drop_unreferenced(connection)
        backup.tidy(path)
