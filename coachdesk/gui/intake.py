"""Files on their way into the journal: one after the other, off the GUI thread, with progress and cancel."""

import io
import stat
from collections import deque
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import BinaryIO, NamedTuple

from PySide6.QtCore import QBuffer, QIODevice, QObject, Signal
from PySide6.QtGui import QImage

from coachdesk.gui.background import Task
from coachdesk.gui.session import Session


class NotAFile(Exception):
    """What was to be attached is a folder, a device or a pipe, which may never end."""


class Source(NamedTuple):
    """What is to be taken in: ``open_it`` gives its content and the number of bytes, in the pool's thread."""

    name: str
    open_it: Callable[[], tuple[BinaryIO, int]]


def file_source(path: Path) -> Source:
    """A file. Opening it raises NotAFile or OSError."""
    return Source(path.name, partial(_open_file, path))


def picture_source(picture: QImage, name: str) -> Source:
    """A picture out of the clipboard, as PNG."""
    return Source(name, partial(_as_png, picture))


def _open_file(path: Path) -> tuple[BinaryIO, int]:
    found = path.stat()
    if not stat.S_ISREG(found.st_mode):
        raise NotAFile(path)
    return path.open("rb"), found.st_size


def _as_png(picture: QImage) -> tuple[BinaryIO, int]:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")  # type: ignore[call-overload]  # the stub wants bytes for the format, Qt takes text
    content = bytes(buffer.data().data())
    return io.BytesIO(content), len(content)


class Waiting(NamedTuple):
    """A file in the queue, by its ticket."""

    ticket: int
    source: Source


class Intake(QObject):
    """The queue. ``came`` (ticket, attachment), ``failed`` (ticket, error), ``progressed`` (ticket, share).

    A lock ends it; what was taken in by then is in the drafts that name it.
    """

    came = Signal(int, object)
    failed = Signal(int, object)
    progressed = Signal(int, float)

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._next_ticket = session, 1
        self._queue: deque[Waiting] = deque()
        self._running: tuple[int, Task] | None = None

    def add(self, source: Source) -> int:
        """Puts a file at the end of the queue and returns its ticket."""
        ticket, self._next_ticket = self._next_ticket, self._next_ticket + 1
        self._queue.append(Waiting(ticket, source))
        self._go_on()
        return ticket

    def cancel(self, ticket: int) -> None:
        """The file is not wanted any more; nothing of it stays."""
        self._queue = deque(waiting for waiting in self._queue if waiting.ticket != ticket)
        if self._running and self._running[0] == ticket:
            self._running[1].cancel()
            self._running = None
            self._go_on()

    def clear(self) -> None:
        """Nothing is wanted any more."""
        self._queue.clear()
        if self._running:
            self.cancel(self._running[0])

    def _go_on(self) -> None:
        if self._running or not self._queue:
            return
        ticket, source = self._queue.popleft()
        task = self._session.take_in(
            self,
            source.name,
            source.open_it,
            partial(self._on_came, ticket),
            failed=partial(self._on_failed, ticket),
            progressed=partial(self.progressed.emit, ticket),
        )
        self._running = (ticket, task)

    def _on_came(self, ticket: int, attachment: object) -> None:
        self._running = None
        self.came.emit(ticket, attachment)
        self._go_on()

    def _on_failed(self, ticket: int, error: Exception) -> None:
        self._running = None
        self.failed.emit(ticket, error)
        self._go_on()
