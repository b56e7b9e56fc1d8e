"""Backups by themselves: a copy a day, once the desk is quiet, and no word about it while all goes well."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from coachdesk.gui.session import Session

if TYPE_CHECKING:
    from coachdesk.ledger.event import Head

_SETTLED_MS, _AGAIN_MS = 20_000, 3_600_000


class BackupWatch(QObject):
    """Makes a copy when one is due. ``failed``: none could be made; nothing of the journal is lost by that."""

    failed = Signal(Exception)

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        session.opened.connect(lambda: self._timer.start(_SETTLED_MS))
        session.locking.connect(self._timer.stop)
        session.set_aside.connect(self._wait)

    def _wait(self) -> None:
        """An erasure makes a copy of its own, and another that reads the journal meanwhile would hold it up."""
        self._timer.start(_AGAIN_MS)

    def look(self) -> None:
        """Makes a copy if one is due; looks again after an hour."""
        from coachdesk.journal import backup  # noqa: PLC0415  # the window is visible before this is loaded

        self._timer.start(_AGAIN_MS)
        journal = self._session.journal
        if self._session.is_demo or self._session.is_read_only:
            return
        if backup.is_due(backup.own_backups(journal.path), journal.now()):
            self._session.back_up(self, None, self._on_made, self.failed.emit)

    def _on_made(self, _head: "Head") -> None:
        """All is well: nobody needs to hear of it."""
