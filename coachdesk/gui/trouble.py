"""When something breaks that should not: the text stays, and a sentence says what to do.

What is written to standard error says where it happened and nothing more: what an error says may quote a
note.
"""

import sys
import threading
import traceback
from collections.abc import Callable
from types import TracebackType

from PySide6.QtCore import QObject, Signal

from coachdesk.gui.errors import sentence


class Trouble(QObject):
    """Catches what nobody caught, in any thread.

    ``struck`` (name of the error, sentence) comes on the GUI thread. There is a sentence if the journal could not
    be reached, which is no mistake of ours; else it is "".
    """

    struck = Signal(str, str)

    def watch(self) -> Callable[[], None]:
        """Catches from now on; returns what ends it."""
        before, before_threads = sys.excepthook, threading.excepthook
        sys.excepthook = self._on_error
        threading.excepthook = lambda told: self._on_error(told.exc_type, told.exc_value, told.exc_traceback)

        def stop() -> None:
            sys.excepthook, threading.excepthook = before, before_threads

        return stop

    def _on_error(
        self, kind: type[BaseException], error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.exit(130)
        words = _of_storage(error)
        if not words and sys.stderr is not None:
            sys.stderr.write("".join(traceback.format_tb(trace)) + f"{kind.__name__}\n")
        self.struck.emit(kind.__name__, words)


def _of_storage(error: BaseException | None) -> str:
    from coachdesk.journal.errors import PathError  # noqa: PLC0415  # seldom needed

    return sentence(error) if isinstance(error, PathError) else ""
