"""Ctrl and a letter on a keyboard without Latin letters: the key counts where it is, as on a Latin one.

Qt does this itself where a Latin layout is installed beside the other. Where there is none, X11 and Wayland tell it
of Ctrl+Т, which is nobody's shortcut: then nothing is searched, copied or locked by keyboard.
"""

import sys

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QWindow
from PySide6.QtWidgets import QApplication

_CTRL, _ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
_FIRST_OTHER_SCRIPT, _NO_LETTER = 0x370, 0x0100_0000
_PLACES = {
    first + at: letter
    for first, letters in ((24, "QWERTYUIOP"), (38, "ASDFGHJKL"), (52, "ZXCVBNM"))
    for at, letter in enumerate(letters)
}
"""The keys of the three rows by their codes on X11 and Wayland."""


def latin_letter(event: QKeyEvent) -> str:
    """The Latin letter of the key that is pressed with Ctrl; "" if Qt knows it, or if it is no letter."""
    modifiers, code = event.modifiers(), event.nativeVirtualKey()
    if not modifiers & _CTRL or modifiers & _ALT or not _FIRST_OTHER_SCRIPT <= event.key() < _NO_LETTER:
        return ""
    if sys.platform == "win32":
        return chr(code) if ord("A") <= code <= ord("Z") else ""
    return "" if sys.platform == "darwin" else _PLACES.get(event.nativeScanCode(), "")


class LatinKeys(QObject):
    """Watches an application for such keys, and does what the Latin one does."""

    def __init__(self, app: QObject) -> None:
        super().__init__(app)
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A key comes to the window first, and then to the widget that has the focus."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(watched, QWindow):
            return False
        assert isinstance(event, QKeyEvent)
        letter = latin_letter(event)
        if not letter:
            return False
        pressed = QKeyEvent(event.type(), ord(letter), event.modifiers(), "", event.isAutoRepeat())
        action = _action_for(QKeySequence(pressed.keyCombination()))
        if action is not None:
            action.trigger()
        else:
            QApplication.sendEvent(
                QApplication.activePopupWidget() or QApplication.focusWidget() or watched, pressed
            )
        return True


def _action_for(keys: QKeySequence) -> QAction | None:
    """What the keys do in the window in front; while a menu is open, nothing."""
    window = QApplication.activeWindow()
    if window is None or QApplication.activePopupWidget() is not None:
        return None
    actions = (one for one in window.findChildren(QAction) if one.isEnabled() and one.isVisible())
    return next((one for one in actions if keys in one.shortcuts()), None)
