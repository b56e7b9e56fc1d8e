"""When nobody is before the screen any more: the system locks it or goes to sleep, and the journal locks too.

What each system has for that stands behind one seam, :class:`Away`. The one of Linux is tried by real signals
on a real bus; those of Windows and of macOS were written by their documentation and have not been run.
"""

import sys
from typing import Literal

from PySide6.QtCore import QObject, QTimer, Signal

from coachdesk.gui.session import Session

Why = Literal["screen", "sleep"]


class Away(QObject):
    """Tells by ``left`` that the screen was locked or the machine goes to sleep, from :meth:`begin` to :meth:`end`.

    Whoever hears ``left`` has locked the journal when it returns: a machine that can wait, waits for that.
    """

    left = Signal(str)

    def begin(self) -> None:
        """Listens from now on. What the system does not have is not listened to."""

    def end(self) -> None:
        """Listens no longer, and holds nothing up any more."""


def of_this_system(parent: QObject) -> Away:
    """What this system has. It is loaded here: the window is visible before."""
    if sys.platform == "win32":
        from coachdesk.gui.away_windows import WindowsAway  # noqa: PLC0415

        return WindowsAway(parent)
    if sys.platform == "darwin":
        from coachdesk.gui.away_mac import MacAway  # noqa: PLC0415

        return MacAway(parent)
    from coachdesk.gui.away_linux import LinuxAway  # noqa: PLC0415

    return LinuxAway.of_the_machine(parent)


class AwayWatch(QObject):
    """Listens while a journal is open and locks it when its manager is away."""

    def __init__(self, session: Session, parent: QObject, away: Away | None = None) -> None:
        super().__init__(parent)
        self._session, self._away = session, away
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._follow)
        session.opened.connect(self._soon.start)
        session.locked.connect(self._on_locked)
        if away is not None:
            away.left.connect(session.lock)

    def _on_locked(self, _why: str) -> None:
        self._soon.start()

    def _follow(self) -> None:
        """Once the desk is seen, and once the journal is closed, not while: sleep waits for that."""
        if self._away is None:
            self._away = of_this_system(self)
            self._away.left.connect(self._session.lock)
        if self._session.is_open:
            self._away.begin()
        else:
            self._away.end()
