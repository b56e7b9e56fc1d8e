"""Attachments: content in chunks inside the database, hashed on intake, never in clear on disk."""

import contextlib
import hashlib
import mimetypes
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, BinaryIO

from coachdesk.journal.connection import Connection, transaction
from coachdesk.journal.errors import DamagedContent, NoSuchRecord
from coachdesk.records.attachment import Attachment
from coachdesk.records.base import clean_line, new_id

CHUNK_BYTES = 256 * 1024
_CHUNKS_A_TRANSACTION = 4
_BREATH_S = 0.001
"""Between two turns, or whoever waits for theirs would not get it: a lock is not handed over in order."""


class Abandoned(Exception):
    """Raised by an intake's ``progress`` to end it at once: what was copied is removed at the next opening."""


Turn = AbstractContextManager[Any]
"""Held through each transaction, where another thread writes over a connection of its own."""


def take_in(
    connection: Connection,
    name: str,
    stream: BinaryIO,
    progress: Callable[[int], None] = lambda _done: None,
    turn: Turn | None = None,
) -> Attachment:
    """Copies a file into the database, a few chunks a transaction, and returns its description.

    ``progress`` is told the bytes taken so far and may raise to cancel: then nothing stays behind. Until
    the description is put into the ledger nothing but a draft refers to the chunks;
    :func:`drop_unreferenced` removes them after a crash.
    """
    record_id, turn = new_id(), turn or contextlib.nullcontext()
    try:
        digest, size = _copy_in(connection, record_id, stream, progress, turn)
    except Abandoned:
        raise
    except BaseException:
        _drop(connection, record_id, turn)
        raise
    plain_name = clean_line(Path(name).name) or "attachment"
    media_type = mimetypes.guess_type(plain_name)[0] or "application/octet-stream"
    return Attachment.make(id=record_id, name=plain_name, media_type=media_type, size=size, digest=digest)


def _copy_in(
    connection: Connection, record_id: str, stream: BinaryIO, progress: Callable[[int], None], turn: Turn
) -> tuple[str, int]:
    digest, size, position = hashlib.sha256(), 0, 0
    while batch := [chunk for _ in range(_CHUNKS_A_TRANSACTION) if (chunk := stream.read(CHUNK_BYTES))]:
        with turn, transaction(connection):
            for chunk in batch:
                connection.execute("INSERT INTO attachment VALUES (?, ?, ?)", (record_id, position, chunk))
                digest.update(chunk)
                size, position = size + len(chunk), position + 1
            progress(size)
        time.sleep(_BREATH_S)
    return digest.hexdigest(), size


def _drop(connection: Connection, record_id: str, turn: Turn) -> None:
    """Removes the chunks of one file, a few at a time: erasing them costs as much as writing them did."""
    few = "SELECT position FROM attachment WHERE record_id = ?1 LIMIT ?2"
    sql = f"DELETE FROM attachment WHERE record_id = ?1 AND position IN ({few})"
    left = 1
    while left > 0:
        with turn:
            left = connection.execute(sql, (record_id, _CHUNKS_A_TRANSACTION)).rowcount
        time.sleep(_BREATH_S)


def content(connection: Connection, attachment: Attachment) -> Iterator[bytes]:
    """The content, chunk by chunk. Raises DamagedContent at the end if it is not what was taken in."""
    digest, size = hashlib.sha256(), 0
    rows = connection.execute(
        "SELECT content FROM attachment WHERE record_id = ? ORDER BY position", (attachment.id,)
    )
    for (chunk,) in rows:
        digest.update(chunk)
        size += len(chunk)
        yield bytes(chunk)
    if size != attachment.size or digest.hexdigest() != attachment.digest:
        raise DamagedContent(attachment.id)


def drop_unreferenced(connection: Connection) -> None:
    """Removes chunks whose intake never ended in a sealed record (a crash, a cancel) and that no draft names."""
    named = (
        "SELECT CASE named.type WHEN 'object' THEN named.value ->> 'id' END AS id"  # an editor keeps what it likes
        " FROM draft, json_each(CAST(draft.body AS TEXT), '$.attachments') named"
    )
    connection.execute(
        "DELETE FROM attachment WHERE record_id NOT IN (SELECT id FROM record)"
        f" AND record_id NOT IN (SELECT id FROM ({named}) WHERE id IS NOT NULL)"
    )


def is_taken_in(connection: Connection, attachment: Attachment) -> None:
    """Raises NoSuchRecord unless the content of ``attachment`` is in the database."""
    if attachment.size and not has_content(connection, attachment.id):
        raise NoSuchRecord(attachment.id)


def has_content(connection: Connection, record_id: str) -> bool:
    """Whether content is kept under this id."""
    row = connection.execute("SELECT 1 FROM attachment WHERE record_id = ? LIMIT 1", (record_id,)).fetchone()
    return row is not None
