"""Attachments: content in chunks inside the database, hashed on intake, never in clear on disk."""

import hashlib
import mimetypes
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from coachdesk.journal.connection import Connection
from coachdesk.journal.errors import DamagedContent, NoSuchRecord
from coachdesk.records.attachment import Attachment
from coachdesk.records.base import clean_line, new_id

CHUNK_BYTES = 256 * 1024
_CHUNKS_A_TRANSACTION = 16


def take_in(
    connection: Connection, name: str, stream: BinaryIO, progress: Callable[[int], None] = lambda _done: None
) -> Attachment:
    """Copies a file into the database, a few chunks a transaction, and returns its description.

    ``progress`` is told the bytes taken so far and may raise to cancel: then nothing stays behind. Until
    the description is put into the ledger nothing refers to the chunks; :func:`drop_unreferenced` removes
    them after a crash.
    """
    record_id = new_id()
    try:
        digest, size = _copy_in(connection, record_id, stream, progress)
    except BaseException:
        connection.execute("DELETE FROM attachment WHERE record_id = ?", (record_id,))
        raise
    plain_name = clean_line(Path(name).name) or "attachment"
    media_type = mimetypes.guess_type(plain_name)[0] or "application/octet-stream"
    return Attachment.make(id=record_id, name=plain_name, media_type=media_type, size=size, digest=digest)


def _copy_in(
    connection: Connection, record_id: str, stream: BinaryIO, progress: Callable[[int], None]
) -> tuple[str, int]:
    digest, size, position = hashlib.sha256(), 0, 0
    while batch := [chunk for _ in range(_CHUNKS_A_TRANSACTION) if (chunk := stream.read(CHUNK_BYTES))]:
        connection.execute("BEGIN IMMEDIATE")
        try:
            for chunk in batch:
                connection.execute("INSERT INTO attachment VALUES (?, ?, ?)", (record_id, position, chunk))
                digest.update(chunk)
                size, position = size + len(chunk), position + 1
            progress(size)
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:  # a full disk has ended it already
                connection.execute("ROLLBACK")
            raise
    return digest.hexdigest(), size


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
    """Removes chunks whose intake never ended in a sealed record (a crash, a cancel)."""
    connection.execute("DELETE FROM attachment WHERE record_id NOT IN (SELECT id FROM record)")


def is_taken_in(connection: Connection, attachment: Attachment) -> None:
    """Raises NoSuchRecord unless the content of ``attachment`` is in the database."""
    if (
        attachment.size
        and not connection.execute(
            "SELECT 1 FROM attachment WHERE record_id = ? LIMIT 1", (attachment.id,)
        ).fetchone()
    ):
        raise NoSuchRecord(attachment.id)
