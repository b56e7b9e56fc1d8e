"""Keeping the windows out of screenshots and recordings, where the system can: Windows and macOS. Linux cannot.

Neither could be run here: both are written by their makers' documentation.
"""

import ctypes
import ctypes.util
import sys

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

from coachdesk.gui.settings import SettingsFile

CAN_EXCLUDE = sys.platform in ("win32", "darwin")

_NOT_CAPTURED, _CAPTURED = 0x11, 0x0
_NOT_SHARED, _SHARED_TO_READ = 0, 1


class CaptureGuard(QObject):
    """Excludes every window of the application as it is shown, unless the manager has allowed pictures of them."""

    def __init__(self, app: QApplication, settings: SettingsFile) -> None:
        super().__init__(app)
        self._settings = settings
        app.installEventFilter(self)
        settings.changed.connect(self._all)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self._one(watched)
        return False

    def _all(self) -> None:
        for widget in QApplication.topLevelWidgets():
            if widget.isVisible():
                self._one(widget)

    def _one(self, widget: QWidget) -> None:
        exclude(int(widget.winId()), is_excluded=not self._settings.current.allow_screen_capture)


def exclude(window: int, *, is_excluded: bool) -> None:
    """Keeps a window, by its native handle, out of pictures of the screen, or lets it into them again."""
    if sys.platform == "win32":
        ctypes.windll.user32.SetWindowDisplayAffinity(
            ctypes.c_void_p(window), _NOT_CAPTURED if is_excluded else _CAPTURED
        )
    elif sys.platform == "darwin":
        from coachdesk.gui.objective_c import Runtime  # noqa: PLC0415  # only there

        objects = Runtime()
        wanted = _NOT_SHARED if is_excluded else _SHARED_TO_READ
        objects.send(objects.send(window, "window"), "setSharingType:", wanted)


def guard(app: QApplication, settings: SettingsFile) -> CaptureGuard | None:
    """Guards all windows from now on, where the system can."""
    return CaptureGuard(app, settings) if CAN_EXCLUDE else None
