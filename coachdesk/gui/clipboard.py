"""Text that leaves the journal by the clipboard: marked as a secret for whoever keeps a history, and soon gone."""

import hashlib
import hmac
import secrets

from PySide6.QtCore import QMimeData, QObject, QTimer
from PySide6.QtGui import QClipboard, QGuiApplication

from coachdesk.gui.session import Session

STAYS_MINUTES = 2
"""So long a copied text can be pasted."""

_HINTS = {
    "x-kde-passwordManagerHint": b"secret",
    "application/x-nspasteboard-concealed-type": b"",
    'application/x-qt-windows-mime;value="ExcludeClipboardContentFromMonitorProcessing"': b"\x00",
    'application/x-qt-windows-mime;value="CanIncludeInClipboardHistory"': bytes(4),
    'application/x-qt-windows-mime;value="CanUploadToCloudClipboard"': bytes(4),
}
"""What clipboard managers of Linux, macOS and Windows look for before they remember something."""

_MAY_STAY = "application/x-coachdesk-may-stay"
_WITHOUT_OTHERS = frozenset({"offscreen", "minimal"})
"""Platforms whose clipboard no other program sees: all that is on it is ours."""


def copy_secret(text: str) -> None:
    """Puts ``text`` on the clipboard, asking that it be kept in no history."""
    data = QMimeData()
    data.setText(text)
    QGuiApplication.clipboard().setMimeData(_marked(data))


def copy_open(text: str) -> None:
    """Puts ``text`` on the clipboard that is no secret and may stay there: a receipt."""
    data = QMimeData()
    data.setText(text)
    data.setData(_MAY_STAY, b"1")
    QGuiApplication.clipboard().setMimeData(data)


def _marked(data: QMimeData) -> QMimeData:
    """The same with the marks of a secret. A copy: what is on the clipboard may not be changed there."""
    marked = QMimeData()
    for name in data.formats():
        marked.setData(name, data.data(name))
    if data.hasImage():
        marked.setImageData(data.imageData())
    for name, value in _HINTS.items():
        marked.setData(name, value)
    return marked


class ClipboardWatch(QObject):
    """Marks whatever this program copies, by any key or menu, and takes it off the clipboard again: after
    STAYS_MINUTES, at the lock, and before something is erased. What another program has put there meanwhile is left alone.
    """

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._clipboard = QGuiApplication.clipboard()
        self._salt, self._digest = secrets.token_bytes(16), b""
        self.timer = QTimer(self, singleShot=True, interval=STAYS_MINUTES * 60_000)
        self.timer.timeout.connect(self.clear)
        self._clipboard.dataChanged.connect(self._on_changed)
        session.locked.connect(self._on_locked)
        session.set_aside.connect(self.clear)

    def _on_locked(self, _why: str) -> None:
        self.clear()

    def _on_changed(self) -> None:
        if not self._is_owned:
            return  # a clipboard manager may have taken over what is still our text
        data: QMimeData | None = self._clipboard.mimeData()
        if data is None or not data.formats() or data.hasFormat(_MAY_STAY):
            self._forget()
        elif not data.hasFormat(next(iter(_HINTS))):
            self._clipboard.setMimeData(_marked(data))  # before anybody could read the other; comes back here
        else:
            self._digest = self._digest_of(data.text())
            self.timer.start()

    @property
    def _is_owned(self) -> bool:
        return self._clipboard.ownsClipboard() or QGuiApplication.platformName() in _WITHOUT_OTHERS

    def _digest_of(self, text: str) -> bytes:
        """The text itself is not kept a second time."""
        return hashlib.sha256(self._salt + text.encode("utf-8", "surrogatepass")).digest()

    def clear(self) -> None:
        """Takes our text off the clipboard if it is still there."""
        if self._digest and (
            self._is_owned or hmac.compare_digest(self._digest_of(self._clipboard.text()), self._digest)
        ):
            self._clipboard.clear()
        if self._clipboard.supportsSelection() and self._clipboard.ownsSelection():
            self._clipboard.clear(QClipboard.Mode.Selection)
        self._forget()

    def _forget(self) -> None:
        self._digest = b""
        self.timer.stop()
