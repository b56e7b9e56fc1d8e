"""One window per journal: a second start finds the first one and has it come to the front.

The name they meet under is an HMAC of the journal's path under a key of this user's settings: it says
nothing about the user or the journal.
"""

import hmac
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_PATIENCE_MS = 500


class Instance(QObject):
    """This process's claim to a journal. ``called``: a second start wants this window in front."""

    called = Signal()

    def __init__(self, key: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._key = key
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_called)

    def claim(self, path: Path) -> bool:
        """Whether the journal is this process's now; if not, the window that has it was called to the front."""
        name = self._name(path)
        if self._server.isListening() and self._server.serverName() == name:
            return True
        if _call(name):
            return False
        self._server.close()
        QLocalServer.removeServer(name)
        self._server.listen(name)
        return True

    @property
    def address(self) -> str:
        """Where others meet this process."""
        return self._server.fullServerName()

    def close(self) -> None:
        """Gives the claim up."""
        self._server.close()

    def _name(self, path: Path) -> str:
        digest = hmac.digest(self._key.encode(), str(path.expanduser().absolute()).encode(), "sha256")
        return f"coachdesk-{digest.hex()[:20]}"

    def _on_called(self) -> None:
        while self._server.hasPendingConnections():
            self._server.nextPendingConnection().deleteLater()
        self.called.emit()


def _call(name: str) -> bool:
    socket = QLocalSocket()
    socket.connectToServer(name)
    is_there = socket.waitForConnected(_PATIENCE_MS)
    socket.abort()
    return is_there
