"""While another database takes the place of the journal's, nobody may have the old one open."""

import threading
from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from coachdesk.gui.background import Background, Task


class Rest(QObject):
    """``begun``: close what reads. ``over``: it can be read again, whatever came of it."""

    begun = Signal()
    over = Signal()

    def __init__(self, background: Background, parent: QObject) -> None:
        super().__init__(parent)
        self._background = background
        self._task: Task | None = None
        self._is_over = threading.Event()

    @property
    def is_on(self) -> bool:
        """Whether what reads has to wait."""
        return self._task is not None and not (self._is_over.is_set() or self._task.is_cancelled)

    def run(
        self, context: QObject, work: Callable[[Task], Any], done: Callable[[Any], None], **others: Any
    ) -> Task:
        """As ``Background.run``, at rest."""
        self.begun.emit()
        self._is_over = is_over = threading.Event()
        self._task = self._background.run(context, partial(self._do, work, is_over), done, **others)
        return self._task

    def _do(self, work: Callable[[Task], Any], is_over: threading.Event, task: Task) -> Any:
        """In the pool's thread."""
        try:
            return work(task)
        finally:
            is_over.set()
            self.over.emit()
