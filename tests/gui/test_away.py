"""The journal locks with the screen and before sleep: real signals, over a real bus of the test's own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtDBus import QDBusConnection
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from coachdesk.gui.away import AwayWatch
from coachdesk.gui.away_linux import LinuxAway, session_bus, session_path
from coachdesk.gui.main_window import MainWindow
from coachdesk.gui.tools import Tools
from coachdesk.gui.unlock import WHY_LOCKED
from tests.gui.bus import ANOTHER, TRIGGERS, Bus, private_bus, until
from tests.gui.conftest import open_in, settle


@pytest.fixture(scope="module")
def daemon(qapp: QApplication) -> Iterator[Bus]:
    assert qapp
    with private_bus() as made:
        yield made


@pytest.fixture
def bus(daemon: Bus) -> Iterator[Bus]:
    yield daemon
    daemon.logind.forget()


@pytest.fixture
def away(bus: Bus, tools: Tools, qapp: QApplication) -> Iterator[LinuxAway]:
    made = bus.away()
    watch = AwayWatch(tools.session, qapp, made)
    yield made
    tools.session.lock("closing")
    settle()
    assert not made.holds_sleep
    shiboken6.delete(watch)
    shiboken6.delete(made)


@pytest.fixture
def watched(
    away: LinuxAway, window: MainWindow, tools: Tools, journal_folder: Path, qtbot: QtBot
) -> MainWindow:
    """The window with a journal open, and sleep waiting for it."""
    open_in(window, tools, journal_folder, qtbot)
    until(lambda: away.holds_sleep)
    return window


@pytest.mark.parametrize("trigger", TRIGGERS)
def test_each_signal_locks_and_says_why(watched: MainWindow, tools: Tools, bus: Bus, trigger: str) -> None:
    bus.send(trigger)
    until(lambda: not tools.session.is_open)
    assert watched.stack.currentWidget() is watched.unlock
    assert watched.unlock.message.text == WHY_LOCKED["sleep" if trigger == "sleep" else "screen"]


@pytest.mark.usefixtures("watched")
@pytest.mark.parametrize("trigger", TRIGGERS)
def test_what_ends_and_what_happens_in_another_session_locks_nothing(
    tools: Tools, bus: Bus, trigger: str
) -> None:
    others, heard = bus.away(ANOTHER), list[str]()
    others.left.connect(heard.append)
    others.begin()
    until(lambda: others.holds_sleep)
    bus.send(trigger, is_on=False)
    bus.send("another session")
    until(lambda: heard)
    assert tools.session.is_open
    shiboken6.delete(others)


@pytest.mark.usefixtures("watched")
def test_sleep_waits_until_the_journal_is_closed_and_no_longer(tools: Tools, bus: Bus) -> None:
    assert bus.logind.asked == [["sleep", "CoachDesk", "The journal is being locked", "delay"]]
    assert bus.logind.is_held_up
    held_up: list[bool] = []
    tools.session.locked.connect(lambda _why: held_up.append(bus.logind.is_held_up))
    bus.send("sleep")
    until(lambda: not tools.session.is_open and not tools.session.is_locking)
    assert held_up == [True]
    until(lambda: not bus.logind.is_held_up)


@pytest.mark.usefixtures("watched")
def test_a_locked_journal_holds_nothing_up_and_is_guarded_again_when_it_is_unlocked(
    away: LinuxAway, window: MainWindow, tools: Tools, bus: Bus, journal_folder: Path, qtbot: QtBot
) -> None:
    tools.session.lock("hand")
    until(lambda: not bus.logind.is_held_up)
    bus.send("sleep")
    bus.send("sleep", is_on=False)
    open_in(window, tools, journal_folder, qtbot)
    until(lambda: away.holds_sleep)
    assert len(bus.logind.asked) == 2
    bus.send("sleep")
    until(lambda: not tools.session.is_open)


@pytest.mark.usefixtures("qapp")
def test_without_a_bus_nothing_is_listened_to() -> None:
    nowhere = QDBusConnection.connectToBus("unix:path=/nonexistent/bus", "coachdesk-nowhere")
    made = LinuxAway(nowhere, nowhere)
    made.begin()
    assert not made.holds_sleep
    made.end()
    QDBusConnection.disconnectFromBus("coachdesk-nowhere")


@pytest.mark.usefixtures("qapp")
def test_no_daemon_is_started_where_there_is_no_session_bus(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path))
    (tmp_path / "dbus-launch").write_text("#!/bin/sh\necho started > " + str(tmp_path / "started"))
    (tmp_path / "dbus-launch").chmod(0o700)
    assert not session_bus().isConnected()
    assert not (tmp_path / "started").exists()


def test_a_sessions_path_is_written_as_logind_writes_it() -> None:
    assert session_path("2") == "/org/freedesktop/login1/session/_32"
    assert session_path("c12") == "/org/freedesktop/login1/session/c12"
    assert session_path("a-b") == "/org/freedesktop/login1/session/a_2db"
    assert session_path("") == ""
