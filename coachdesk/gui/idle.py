"""Locking when nobody is there: every key and every move of the mouse puts it off, sleep does not."""

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QKeyCombination, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

LOCK = QKeyCombination(Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_L)
"""As in the table of commands."""

LAST_SECONDS = 60
"""So long before it locks, the seconds are counted aloud."""

_TICK_MS = 1000
_SIGNS_OF_LIFE = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TouchUpdate,
        QEvent.Type.TabletPress,
        QEvent.Type.InputMethod,
    }
)


def seconds_awake_or_asleep() -> float:
    """A clock that nobody can set and that goes on while the machine sleeps, where there is one."""
    boottime = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boottime is None else time.clock_gettime(boottime)


class IdleWatch(QObject):
    """Watches an application for signs of life. ``counted`` gives the last seconds (-1: no longer counting),
    ``expired`` comes once nobody touched anything for the time given to :meth:`start`.

    A dialog or a menu keeps the window's shortcuts from it; ``lock_pressed`` tells of the one that must work
    all the same. It looks at events between :meth:`start` and :meth:`stop` only: putting a window together
    is thousands of them.
    """

    counted = Signal(int)
    expired = Signal()
    lock_pressed = Signal()

    def __init__(
        self,
        app: QObject,
        clock: Callable[[], float] = seconds_awake_or_asleep,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._app = app
        self._clock, self._seconds, self._last, self._is_counting = clock, 0, 0.0, False
        self._timer = QTimer(self, interval=_TICK_MS)
        self._timer.timeout.connect(self.look)

    def start(self, minutes: int) -> None:
        """Watches from now on; 0 minutes is never."""
        self.stop()
        self._app.installEventFilter(self)
        self._seconds = minutes * 60
        if minutes:
            self._last = self._clock()
            self._timer.start()

    def stop(self) -> None:
        """Watches no longer."""
        self._app.removeEventFilter(self)
        self._timer.stop()
        self._end_count()

    @property
    def is_watching(self) -> bool:
        """Whether it will lock by itself."""
        return self._timer.isActive()

    def touch(self) -> None:
        """Somebody is there."""
        self._last = self._clock()
        self._end_count()

    def look(self) -> None:
        """Compares the clock, once a second."""
        left = self._seconds - (self._clock() - self._last)
        if left <= 0:
            self.stop()
            self.expired.emit()
        elif left <= LAST_SECONDS:
            self._is_counting = True
            self.counted.emit(round(left))

    def _end_count(self) -> None:
        if self._is_counting:
            self._is_counting = False
            self.counted.emit(-1)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() not in _SIGNS_OF_LIFE:
            return False
        if self._timer.isActive():
            self.touch()
        if isinstance(event, QKeyEvent) and event.keyCombination() == LOCK and _is_covered():
            self.lock_pressed.emit()
            return True
        return False


def _is_covered() -> bool:
    return (QApplication.activeModalWidget() or QApplication.activePopupWidget()) is not None
