"""A backup becomes the journal on another computer: copied whole, encrypted as it is, and compared before it has its name."""

import hashlib
import os
import secrets
import shutil
from collections.abc import Callable
from pathlib import Path

from coachdesk.journal import files, header
from coachdesk.journal.errors import AlreadyExists, AlreadyOpen, StorageFailed
from coachdesk.journal.files import DATABASE, LOCK

Progress = Callable[[float], None]
_PIECE = 1024 * 1024
_PARTS = (header.NAME, header.BACKUP_NAME, DATABASE, f"{DATABASE}-wal")


def settle(place: Path, target: Path, progress: Progress = lambda _share: None) -> None:
    """Makes ``target`` a journal like the closed one at ``place``, which stays as it is.

    ``progress`` is told the share done and may raise to cancel: then nothing was made. Raises AlreadyExists,
    AlreadyOpen, a header's errors, or a storage error.
    """
    if target.exists() or target.is_symlink():
        raise AlreadyExists(target)
    files.check_own_folder(place)
    header.read_header(place)
    lock = files.ReaderLock(place / LOCK)
    part = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        if not lock.is_alone:
            raise AlreadyOpen(place)
        with files.storage_errors(target):
            files.make_private_folder(part)
            files.create_private_file(part / LOCK)
            _copy_parts(
                [place / name for name in _PARTS if files.check_own_file(place / name)], part, progress
            )
            files.sync_folder(part)
            part.rename(target)
            files.sync_folder(target.parent)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    finally:
        lock.release()


def _copy_parts(parts: list[Path], folder: Path, progress: Progress) -> None:
    whole, done = sum(one.stat().st_size for one in parts), 0
    for one in parts:
        read = hashlib.sha256()
        with one.open("rb") as source, files.new_private(folder / one.name) as copy:
            while piece := source.read(_PIECE):
                copy.write(piece)
                read.update(piece)
                done += len(piece)
                progress(done / max(whole, 1))
            copy.flush()
            os.fsync(copy.fileno())
        with (folder / one.name).open("rb") as copy:
            if hashlib.file_digest(copy, "sha256").digest() != read.digest():
                raise StorageFailed(folder / one.name, "copy_differs")
