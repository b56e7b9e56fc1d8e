"""Screen lock and sleep on Linux: logind on the system's bus, the screen saver on the session's.

    org.freedesktop.login1.Manager PrepareForSleep(true)    sleep; it waits for us ("delay" inhibitor)
    org.freedesktop.login1.Session Lock                     loginctl lock-session, most desktops
    org.freedesktop.ScreenSaver, org.gnome.ScreenSaver, …   ActiveChanged(true)

Without a bus there is nobody to listen to, and that is no error.
"""

import os
from pathlib import Path
from typing import Any

from PySide6.QtCore import SLOT, QObject, Slot
from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusPendingCallWatcher, QDBusUnixFileDescriptor

from coachdesk.gui.away import Away, Why

LOGIND, LOGIND_PATH = "org.freedesktop.login1", "/org/freedesktop/login1"
SCREEN_SAVERS = (
    "org.freedesktop.ScreenSaver",
    "org.gnome.ScreenSaver",
    "org.cinnamon.ScreenSaver",
    "org.mate.ScreenSaver",
    "org.xfce.ScreenSaver",
)
_PATIENCE_MS = 2000


def session_path(session_id: str) -> str:
    """Where logind has a session; empty, which is any of them, if the session is not known."""
    if not session_id:
        return ""
    plain = "".join(
        letter
        if letter.isascii() and (letter.isalpha() or (letter.isdigit() and place))
        else f"_{ord(letter):02x}"
        for place, letter in enumerate(session_id)
    )
    return f"{LOGIND_PATH}/session/{plain}"


def session_bus() -> QDBusConnection:
    """The bus of this session, if there is one: asked for where there is none, the library would start a daemon."""
    folder = os.environ.get("XDG_RUNTIME_DIR", "")
    if os.environ.get("DBUS_SESSION_BUS_ADDRESS") or (folder and Path(folder, "bus").exists()):
        return QDBusConnection.sessionBus()
    return QDBusConnection("none")


class LinuxAway(Away):
    """Listens on two buses, either of which may not be there."""

    def __init__(
        self,
        system: QDBusConnection,
        session: QDBusConnection,
        parent: QObject | None = None,
        session_id: str = "",
    ) -> None:
        super().__init__(parent)
        self._system = system
        self._delay: int | None = None
        self._asked: QDBusPendingCallWatcher | None = None
        self._is_listening = False
        if system.isConnected():
            manager = f"{LOGIND}.Manager", "PrepareForSleep"
            self._listen(system, LOGIND, LOGIND_PATH, *manager, "_on_sleep(bool)")
            self._listen(
                system, LOGIND, session_path(session_id), f"{LOGIND}.Session", "Lock", "_on_session_lock()"
            )
        if session.isConnected():
            for name in SCREEN_SAVERS:
                self._listen(session, "", "", name, "ActiveChanged", "_on_screen(bool)")

    def _listen(self, bus: QDBusConnection, *what: str) -> None:
        """``what``: service, path (an empty one is any), interface, name, slot."""
        connect: Any = bus.connect  # the stub wants bytes for the slot, PySide takes text
        connect(*what[:-1], self, SLOT(what[-1]))

    @classmethod
    def of_the_machine(cls, parent: QObject) -> "LinuxAway":
        """On the buses of this machine and this session."""
        return cls(
            QDBusConnection.systemBus(),
            session_bus(),
            parent,
            os.environ.get("XDG_SESSION_ID", ""),
        )

    def begin(self) -> None:
        self._is_listening = True
        self._hold()

    def end(self) -> None:
        self._is_listening = False
        self._let_go()

    @property
    def holds_sleep(self) -> bool:
        """Whether sleep waits for us."""
        return self._delay is not None

    def _hold(self) -> None:
        """Asks that sleep wait until the journal is closed (a few seconds at most, that is logind's rule)."""
        if not self._system.isConnected() or self._delay is not None or self._asked is not None:
            return
        question = QDBusMessage.createMethodCall(LOGIND, LOGIND_PATH, f"{LOGIND}.Manager", "Inhibit")
        question.setArguments(["sleep", "CoachDesk", "The journal is being locked", "delay"])
        self._asked = QDBusPendingCallWatcher(self._system.asyncCall(question, _PATIENCE_MS), self)
        self._asked.finished.connect(self._on_answer)

    def _on_answer(self, asked: QDBusPendingCallWatcher) -> None:
        said = asked.reply().arguments()
        self._asked = None
        if said and isinstance(said[0], QDBusUnixFileDescriptor) and said[0].isValid():
            self._delay = os.dup(said[0].fileDescriptor())
        del said
        asked.deleteLater()
        if not self._is_listening:
            self._let_go()

    def _let_go(self) -> None:
        if self._delay is not None:
            os.close(self._delay)
            self._delay = None

    def _leave(self, why: Why) -> None:
        if self._is_listening:
            self._is_listening = False
            self.left.emit(why)
        self._let_go()

    @Slot(bool)
    def _on_sleep(self, is_about_to: bool) -> None:  # noqa: FBT001  # so the signal has it
        if is_about_to:
            self._leave("sleep")

    @Slot()
    def _on_session_lock(self) -> None:
        self._leave("screen")

    @Slot(bool)
    def _on_screen(self, is_locked: bool) -> None:  # noqa: FBT001  # so the signal has it
        if is_locked:
            self._leave("screen")
