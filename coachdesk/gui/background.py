"""Work off the GUI thread: plain values go in, one long-lived object brings the answers back.

A job gets a :class:`Task` and whatever plain values its function was made with, never a widget. Its answer
is delivered on the GUI thread, and dropped if the widget it was for (the *context*) is gone or the job was
cancelled.
"""

import itertools
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import shiboken6
from PySide6.QtCore import QObject, QThreadPool, Signal

_STEP = 0.005
"""The least progress (share of the whole) worth telling."""


class Cancelled(Exception):
    """The job was cancelled: nobody waits for its answer."""


class Task:
    """What a job sees of its surroundings, in its own thread."""

    def __init__(self, tell: Callable[[float], None]) -> None:
        self._tell, self._told = tell, 0.0
        self._cancelled = threading.Event()

    def report(self, share: float) -> None:
        """Tells how much is done, 0 to 1. Raises Cancelled."""
        self.check()
        if share - self._told >= _STEP or share >= 1:
            self._told = share
            self._tell(share)

    def check(self) -> None:
        """Raises Cancelled if nobody waits any more."""
        if self._cancelled.is_set():
            raise Cancelled

    def cancel(self) -> None:
        """Asks the job to stop at its next :meth:`check` or :meth:`report`."""
        self._cancelled.set()

    @property
    def is_cancelled(self) -> bool:
        """Whether nobody waits any more."""
        return self._cancelled.is_set()


@dataclass
class _Job:
    task: Task
    context: QObject
    done: Callable[[Any], None]
    failed: Callable[[Exception], None]
    progressed: Callable[[float], None]
    dropped: Callable[[Any], None]


def ignore(_value: object) -> None:
    """For answers that nobody asked for."""


def raise_again(error: Exception) -> None:
    """An error that nobody handles goes the way of all mistakes: to the hook for crashes."""
    raise error


Kind = Literal["done", "failed", "progressed"]


class Background(QObject):
    """The pool. It lives as long as the application; every answer arrives through it."""

    _came = Signal(int, str, object)

    def __init__(self, parent: QObject | None = None, threads: int = 4) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(threads)
        self._jobs: dict[int, _Job] = {}
        self._numbers = itertools.count(1)
        self._came.connect(self._deliver)

    def run(
        self,
        context: QObject,
        work: Callable[[Task], Any],
        done: Callable[[Any], None],
        *,
        failed: Callable[[Exception], None] = raise_again,
        progressed: Callable[[float], None] = ignore,
        dropped: Callable[[Any], None] = ignore,
    ) -> Task:
        """Starts ``work`` and calls ``done`` with its answer, or ``failed`` with its error.

        Neither is called once ``context`` is gone or the task is cancelled; then ``dropped`` gets an
        answer that has to be put away (an open journal, say). Returns the task, to cancel it by.
        """
        number = next(self._numbers)
        task = Task(lambda share: self._came.emit(number, "progressed", share))
        self._jobs[number] = _Job(task, context, done, failed, progressed, dropped)
        self._pool.start(lambda: self._work(number, task, work))
        return task

    def _work(self, number: int, task: Task, work: Callable[[Task], Any]) -> None:
        """In the pool's thread. Whatever goes wrong is an answer too."""
        try:
            task.check()
            answer = work(task)
        except Exception as error:  # noqa: BLE001  # it is handed on, to be handled or raised on the GUI thread
            self._came.emit(number, "failed", error)
        else:
            self._came.emit(number, "done", answer)

    def _deliver(self, number: int, kind: Kind, value: Any) -> None:
        job = self._jobs[number] if kind == "progressed" else self._jobs.pop(number)
        wanted = shiboken6.isValid(job.context) and not job.task.is_cancelled
        if kind == "progressed" and wanted:
            job.progressed(value)
        elif kind == "done":
            (job.done if wanted else job.dropped)(value)
        elif kind == "failed" and wanted and not isinstance(value, Cancelled):
            job.failed(value)

    @property
    def is_busy(self) -> bool:
        """Whether anything runs or waits to be delivered."""
        return bool(self._jobs)

    def cancel_all(self) -> None:
        """Cancels every job: none of their answers will be delivered."""
        for job in self._jobs.values():
            job.task.cancel()

    def wait(self, seconds: float = -1) -> bool:
        """Waits until no job runs, at most so long; whether that is so. Answers are still to be delivered."""
        return self._pool.waitForDone(-1 if seconds < 0 else round(seconds * 1000))
