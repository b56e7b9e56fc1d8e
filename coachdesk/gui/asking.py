"""Questions to the journal while somebody types: only the answer to the last one is wanted.

A question that is typed over is interrupted, not waited for. They share one connection, whose cache is warm
from the second letter on; it is closed when nobody asks any more, and before a lock closes the journal.
"""

import threading
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from coachdesk.gui.background import Task, raise_again
from coachdesk.gui.session import Session

if TYPE_CHECKING:
    from coachdesk.journal.journal import Journal
    from coachdesk.journal.view import View


class Asking(QObject):
    """Asks one question after the other, off the GUI thread. It lives as long as its parent, who wants to know."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._task = session, Task(lambda _share: None)
        self._view: View | None = None
        self._later: Callable[[], None] | None = None
        self._one_at_a_time = threading.Lock()
        session.locking.connect(self.close)
        session.rest.begun.connect(self.close)
        session.rest.over.connect(self._ask_now)

    def ask(
        self,
        question: Callable[["View", Task], Any],
        done: Callable[[Any], None],
        failed: Callable[[Exception], None] = raise_again,
    ) -> None:
        """Answers ``question`` in place of the one before, whose answer is never delivered."""
        self.drop()
        if self._session.rest.is_on:
            self._later = partial(self.ask, question, done, failed)
            return
        work = partial(self._answer, self._session.journal, question)
        self._task = self._session.background.run(self, work, done, failed=failed)

    def drop(self) -> None:
        """Nobody wants to know any more."""
        self._later = None
        self._task.cancel()
        view = self._view
        if view is not None:
            view.interrupt()

    def _ask_now(self) -> None:
        """What was asked meanwhile."""
        if self._later is not None and self._session.is_open:
            self._later()

    def close(self) -> None:
        """As :meth:`drop`; the connection is closed too. The next question opens another."""
        self.drop()
        with self._one_at_a_time:
            view, self._view = self._view, None
            if view is not None:
                view.close()

    def _answer(self, journal: "Journal", question: Callable[["View", Task], Any], task: Task) -> Any:
        with self._one_at_a_time:
            task.check()
            if self._view is None:
                self._view = journal.open_view()
                task.check()
            return question(self._view, task)
