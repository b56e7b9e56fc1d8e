"""Screen lock and sleep on Windows: WM_WTSSESSION_CHANGE and WM_POWERBROADCAST, sent to a window of its own.

Written by Microsoft's documentation of both; never run, for want of a Windows to run it on.
"""

import ctypes
import ctypes.util
from ctypes import wintypes
from typing import Any

from PySide6.QtCore import QAbstractNativeEventFilter, QByteArray, QCoreApplication, QObject
from PySide6.QtGui import QWindow

from coachdesk.gui.away import Away

_SESSION_CHANGE, _POWER = 0x02B1, 0x0218
_SCREEN_LOCKED, _ABOUT_TO_SLEEP = 0x7, 0x4
_THIS_SESSION = 0


class _Filter(QAbstractNativeEventFilter):
    def __init__(self, away: "WindowsAway") -> None:
        super().__init__()
        self._away = away

    def nativeEventFilter(self, _kind: QByteArray | bytes | bytearray | memoryview, message: int) -> Any:
        said = wintypes.MSG.from_address(int(message))
        if said.message == _SESSION_CHANGE and said.wParam == _SCREEN_LOCKED:
            self._away.left.emit("screen")
        elif said.message == _POWER and said.wParam == _ABOUT_TO_SLEEP:
            self._away.left.emit("sleep")
        return False, 0


class WindowsAway(Away):
    """Has a hidden window registered for both."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._window, self._filter = QWindow(), _Filter(self)
        self._window.create()
        self._sessions = ctypes.CDLL("wtsapi32")
        self._is_listening = False
        app = QCoreApplication.instance()
        assert app is not None
        self._app = app

    def begin(self) -> None:
        if not self._is_listening:
            self._is_listening = True
            handle = wintypes.HWND(int(self._window.winId()))
            self._sessions.WTSRegisterSessionNotification(handle, _THIS_SESSION)
            self._app.installNativeEventFilter(self._filter)

    def end(self) -> None:
        if self._is_listening:
            self._is_listening = False
            self._app.removeNativeEventFilter(self._filter)
            self._sessions.WTSUnRegisterSessionNotification(wintypes.HWND(int(self._window.winId())))
