"""Mending the one thing of a damaged database of which the header has a copy: the salt in its first sixteen bytes."""

import os
from pathlib import Path

from coachdesk.journal import files, reading
from coachdesk.journal.connection import connect
from coachdesk.journal.errors import DamagedDatabase
from coachdesk.journal.files import DATABASE
from coachdesk.journal.header import Header


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
