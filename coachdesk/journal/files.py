"""Files and folders as a journal wants them: private, never through a symbolic link, durable."""

import contextlib
import errno
import os
import secrets
import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, Protocol

from coachdesk.journal.errors import (
    AlreadyOpen,
    JournalMissing,
    NotAJournal,
    NotWritable,
    StorageFailed,
    StorageFull,
    UnsafePath,
)

PRIVATE_FILE, PRIVATE_FOLDER = 0o600, 0o700
DATABASE, LOCK, BACKUPS = "journal.db", "LOCK", "backups"
"""What lies in a journal's folder beside its keys."""

_OTHERS = 0o077
_READ_ONLY = {errno.EROFS, errno.EACCES, errno.EPERM}
_FULL = {errno.ENOSPC, errno.EDQUOT}


@contextlib.contextmanager
def storage_errors(path: Path) -> Iterator[None]:
    """Inside, an ``OSError`` becomes NotWritable, StorageFull or StorageFailed about ``path``."""
    try:
        yield
    except OSError as error:
        if error.errno in _READ_ONLY:
            raise NotWritable(path) from error
        if error.errno in _FULL:
            raise StorageFull(path) from error
        raise StorageFailed(path, os.strerror(error.errno or 0)) from error


def check_own_folder(path: Path) -> None:
    """Raises JournalMissing, NotAJournal or UnsafePath unless ``path`` is a folder of one's own."""
    try:
        found = path.lstat()
    except FileNotFoundError:
        raise JournalMissing(path) from None
    except PermissionError:
        raise UnsafePath(path, "other_owner") from None
    except (OSError, ValueError):  # a file among the folders, a name too long or not a name
        raise NotAJournal(path) from None
    if stat.S_ISLNK(found.st_mode):
        raise UnsafePath(path, "symlink")
    if not stat.S_ISDIR(found.st_mode):
        raise NotAJournal(path)
    check_owner(path, found)


def check_own_file(path: Path) -> bool:
    """Whether the file is there. Raises UnsafePath for a symbolic link, a device, or somebody else's."""
    try:
        found = path.lstat()
    except FileNotFoundError:
        return False
    if stat.S_ISLNK(found.st_mode):
        raise UnsafePath(path, "symlink")
    if not stat.S_ISREG(found.st_mode):
        raise UnsafePath(path, "not_a_file")
    check_owner(path, found)
    return True


def identity(path: Path) -> tuple[int, int] | None:
    """What tells a file from any other, whatever it is called; None if nothing is at ``path``."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def check_owner(path: Path, found: os.stat_result) -> None:
    """Raises UnsafePath if what was found belongs to another user (where the system knows owners)."""
    if hasattr(os, "getuid") and found.st_uid != os.getuid():
        raise UnsafePath(path, "other_owner")


def make_private(folder: Path) -> None:
    """Takes back what others may do with a journal's files, if somebody or some program let them, as far as it can."""
    if not hasattr(os, "getuid"):
        return
    for place in (folder, *folder.rglob("*")):
        with contextlib.suppress(OSError):  # a disk that knows no modes; a file that goes meanwhile
            mode = place.lstat().st_mode
            if mode & _OTHERS and not stat.S_ISLNK(mode):
                place.chmod(PRIVATE_FOLDER if stat.S_ISDIR(mode) else PRIVATE_FILE)


def make_private_folder(path: Path) -> None:
    """Makes ``path`` and what is missing above it, for the owner alone whatever the umask; durable on return."""
    if path.is_dir():
        return
    if not path.parent.exists():
        make_private_folder(path.parent)
    path.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
    sync_folder(path.parent)


def create_private_file(path: Path) -> None:
    """Makes an empty file for the owner alone. Raises FileExistsError."""
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE))


def remove(path: Path) -> None:
    """Removes a file if it is there. Raises a storage error."""
    with storage_errors(path):
        path.unlink(missing_ok=True)


def new_private(path: Path) -> BinaryIO:
    """A new private file, to be written. Raises FileExistsError, for a symbolic link too."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), PRIVATE_FILE)
    return os.fdopen(handle, "wb")


def write_private(path: Path, data: bytes) -> None:
    """Writes a new private file, durable on return. Raises FileExistsError."""
    with new_private(path) as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def replace_private(path: Path, data: bytes) -> None:
    """Puts ``data`` at ``path`` at once or not at all; durable on return."""
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        write_private(temporary, data)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def overwrite(path: Path, data: bytes) -> None:
    """Writes over what is at ``path``, without waiting for the disk: a power cut may leave either, or neither whole.

    Raises FileNotFoundError if nothing is there.
    """
    handle = os.open(path, os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0))
    try:
        os.write(handle, data)
        os.ftruncate(handle, len(data))
    finally:
        os.close(handle)


def sync_folder(path: Path) -> None:
    """Makes names made or changed in a folder durable (POSIX; elsewhere the system does it)."""
    if os.name != "posix":
        return
    handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class Lock(Protocol):
    """A hold on a journal, until it is let go."""

    def release(self) -> None:
        """Lets it go. Once is enough."""


class WriterLock:
    """The one writer of a journal: an advisory lock on its ``LOCK`` file and on its folder, held until :meth:`release`.

    The system drops both when the process ends, however it ends. That on the folder stands where a program that
    copies folders about puts another ``LOCK`` in the place of the one that is held. Raises AlreadyOpen.
    """

    def __init__(self, path: Path) -> None:
        check_own_file(path)
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
        self._handles = [os.open(path, flags, PRIVATE_FILE), *_opened_folder(path.parent)]
        try:
            _lock_all(self._handles, _lock)
        except OSError:
            self.release()
            raise AlreadyOpen(path.parent) from None

    def release(self) -> None:
        """Lets another writer in. Once is enough: the number of a closed file is soon another file's."""
        while self._handles:
            os.close(self._handles.pop())


class ReaderLock:
    """Keeps writers out while a journal is only read, until :meth:`release`; many may hold it at once.

    ``is_alone`` says whether it does: somebody may be writing already, or the medium takes no locks.
    """

    def __init__(self, path: Path) -> None:
        self._handles: list[int] = []
        self.is_alone = True
        if not check_own_file(path):
            return
        with contextlib.suppress(OSError):
            self._handles.append(os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0)))
            self._handles += _opened_folder(path.parent)
        try:
            _lock_all(self._handles, _lock_shared)
        except OSError:
            self.release()
            self.is_alone = False

    def release(self) -> None:
        """Lets writers in again."""
        while self._handles:
            os.close(self._handles.pop())


def _opened_folder(path: Path) -> list[int]:
    """The folder, to be locked, where folders are opened (POSIX); elsewhere a file that is held is not replaced."""
    if os.name != "posix":
        return []
    with contextlib.suppress(OSError):
        return [os.open(path, os.O_RDONLY | os.O_DIRECTORY)]
    return []


def _lock_all(handles: list[int], lock: Callable[[int], None]) -> None:
    """Locks the file and then the folder, if its file system locks folders at all. Raises OSError."""
    for place, handle in enumerate(handles):
        try:
            lock(handle)
        except BlockingIOError:
            raise
        except OSError:
            if place == 0:
                raise


if sys.platform == "win32":  # pragma: no cover
    import msvcrt

    def _lock_shared(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

    def _lock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock_shared(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
