"""Text that leaves the journal by the clipboard, marked as a secret for whoever keeps a history of it."""

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

_HINTS = {
    "x-kde-passwordManagerHint": b"secret",
    "application/x-nspasteboard-concealed-type": b"",
    'application/x-qt-windows-mime;value="ExcludeClipboardContentFromMonitorProcessing"': b"\x00",
    'application/x-qt-windows-mime;value="CanIncludeInClipboardHistory"': bytes(4),
    'application/x-qt-windows-mime;value="CanUploadToCloudClipboard"': bytes(4),
}
"""What clipboard managers of Linux, macOS and Windows look for before they remember something."""


def copy_secret(text: str) -> None:
    """Puts ``text`` on the clipboard, asking that it be kept in no history."""
    data = QMimeData()
    data.setText(text)
    for name, value in _HINTS.items():
        data.setData(name, value)
    QGuiApplication.clipboard().setMimeData(data)
