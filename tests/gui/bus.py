"""A D-Bus of a test's own: its daemon, and a stand-in for logind and the screen savers that sends real signals."""

import contextlib
import os
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusUnixFileDescriptor, QDBusVirtualObject

from coachdesk.gui.away_linux import LOGIND, LOGIND_PATH, SCREEN_SAVERS, LinuxAway, session_path

_CONFIGURATION = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-BUS Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><listen>unix:path={path}</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/>
</policy></busconfig>"""
_PATIENCE = 20.0
SESSION = "c3"
"""The session that the window believes to be in."""

ANOTHER = "99"

TRIGGERS = ("sleep", "session", *SCREEN_SAVERS)
"""Every signal that is heard: logind's two, and each screen saver's."""


def until(is_so: Callable[[], object]) -> None:
    """Goes round the event loop until something is so."""
    end = time.monotonic() + _PATIENCE
    while not is_so():
        assert time.monotonic() < end, "waited in vain"
        QCoreApplication.processEvents()
        time.sleep(0.001)


class Logind(QDBusVirtualObject):
    """Answers Inhibit with one end of a pipe; who holds the other sees when it was let go."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[list[object]] = []
        self.ends: list[int] = []

    def forget(self) -> None:
        """As if nobody had asked yet."""
        for end in self.ends:
            os.close(end)
        self.asked, self.ends = [], []

    def introspect(self, _path: str) -> str:
        return ""

    def handleMessage(self, message: QDBusMessage, connection: QDBusConnection) -> bool:  # noqa: N802  # the name is Qt’s
        if message.member() != "Inhibit":
            return False
        read, write = os.pipe()
        os.set_blocking(read, False)
        self.asked.append(message.arguments())
        self.ends.append(read)
        reply = message.createReply()
        reply.setArguments([QDBusUnixFileDescriptor(write)])
        connection.send(reply)
        os.close(write)
        return True

    @property
    def is_held_up(self) -> bool:
        """Whether sleep would have to wait: the last pipe is still open at the other end."""
        try:
            return bool(self.ends) and os.read(self.ends[-1], 1) != b""
        except BlockingIOError:
            return True


class Bus:
    """The buses of a machine, which are one here, and who speaks on them."""

    def __init__(self, address: str) -> None:
        self.mine = QDBusConnection.connectToBus(address, "coachdesk-mine")
        self.theirs = QDBusConnection.connectToBus(address, "coachdesk-theirs")
        self.logind = Logind()
        assert self.mine.isConnected()
        assert self.theirs.isConnected()
        whole = QDBusConnection.VirtualObjectRegisterOption.SubPath
        assert self.theirs.registerVirtualObject(LOGIND_PATH, self.logind, whole)
        assert self.theirs.registerService(LOGIND)

    def away(self, session_id: str = SESSION) -> LinuxAway:
        """What the window has, on these buses."""
        return LinuxAway(self.mine, self.mine, session_id=session_id)

    def send(self, trigger: str, *, is_on: bool = True) -> None:
        """Sends a signal as the system does."""
        if trigger == "sleep":
            signal = QDBusMessage.createSignal(LOGIND_PATH, f"{LOGIND}.Manager", "PrepareForSleep")
        elif trigger in ("session", "another session"):
            path = session_path(SESSION if trigger == "session" else ANOTHER)
            signal = QDBusMessage.createSignal(path, f"{LOGIND}.Session", "Lock" if is_on else "Unlock")
        else:
            path = "/" + trigger.replace(".", "/")
            signal = QDBusMessage.createSignal(path, trigger, "ActiveChanged")
        if trigger not in ("session", "another session"):
            signal.setArguments([is_on])
        assert self.theirs.send(signal)


@contextlib.contextmanager
def private_bus() -> Iterator[Bus]:
    """A daemon of its own, for as long as it is needed."""
    with tempfile.TemporaryDirectory() as folder:
        configuration = Path(folder, "bus.conf")
        configuration.write_text(_CONFIGURATION.format(path=Path(folder, "bus")))
        command = [
            "dbus-daemon",
            "--nofork",
            "--nopidfile",
            "--print-address",
            f"--config-file={configuration}",
        ]
        daemon = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        assert daemon.stdout is not None
        try:
            yield Bus(daemon.stdout.readline().strip())  # written once it listens
        finally:
            for name in ("coachdesk-mine", "coachdesk-theirs"):
                QDBusConnection.disconnectFromBus(name)
            daemon.terminate()
            daemon.wait()
            daemon.stdout.close()
