"""Making the file of an export in the background. Nothing of it touches the disk before it is released."""

import threading
from typing import TYPE_CHECKING, NamedTuple

from coachdesk.export.releasing import Begun, Prepared, gathered
from coachdesk.export.rendering import Rendering, Said, started
from coachdesk.gui.background import Cancelled, Task
from coachdesk.gui.calmly import calmly
from coachdesk.gui.pdf_pages import PageSize, page_sizes

if TYPE_CHECKING:
    from coachdesk.journal.journal import Journal
    from coachdesk.journal.view import View

_GATHERED = 0.1


class Made(NamedTuple):
    """A finished file, in memory, and all that is needed to release it."""

    prepared: Prepared
    said: Said
    data: bytes
    sizes: list[PageSize]


class Making:
    """One file being made: a job for the pool. :meth:`stop` ends it from another thread, whatever it does."""

    def __init__(self, journal: "Journal", begun: Begun) -> None:
        self._journal, self._begun = journal, begun
        self._view: View | None = None
        self._rendering: Rendering | None = None
        self._is_stopped = False
        self._closing = threading.Lock()

    def __call__(self, task: Task) -> Made:
        """The file. Raises what gathering and rendering raise, and Cancelled.

        The renderer gets ready while the evidence is gathered.
        """
        with started() as renderer:
            prepared = self._gathered()
            task.report(_GATHERED)
            self._rendering = Rendering(prepared.job, renderer)
            self._check()
            said = self._rendering.run(lambda share: task.report(_GATHERED + share * (1 - _GATHERED)))
        data = self._rendering.data
        return Made(prepared, said, data, page_sizes(data, prepared.job.password))

    def _gathered(self) -> Prepared:
        self._view = self._journal.open_view()
        try:
            self._check()
            with calmly():
                return gathered(self._view, self._begun)
        finally:
            with self._closing:
                self._view.close()
                self._view = None

    def stop(self) -> None:
        """Nobody wants it any more."""
        self._is_stopped = True
        rendering = self._rendering
        with self._closing:
            if self._view is not None:
                self._view.interrupt()
        if rendering is not None:
            rendering.cancel()

    def _check(self) -> None:
        if self._is_stopped:
            raise Cancelled
