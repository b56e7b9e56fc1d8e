"""What every test of the window gets: no screen, no Qt warning overlooked, no widget left for the next test."""

import hashlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, QSettings, Qt
from PySide6.QtWidgets import QApplication, QListView, QWidget
from pytestqt.qtbot import QtBot

from coachdesk.gui.background import Background
from coachdesk.gui.idle import IdleWatch
from coachdesk.gui.main_window import MainWindow
from coachdesk.gui.session import Session
from coachdesk.gui.settings import SettingsFile
from coachdesk.gui.theme import Look
from coachdesk.gui.tools import Tools
from tests.gui.answers import Answers
from tests.gui.bare import undressed
from tests.making import COST, PASSPHRASE

if TYPE_CHECKING:
    from tests.gui.scenes import Journals

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

PATIENCE_MS = 10_000


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A warning of Qt's fails the test that caused it."""
    for item in items:
        if "/gui/" in item.path.as_posix():
            item.add_marker(pytest.mark.qt_log_level_fail("WARNING"))
            item.add_marker(
                pytest.mark.qt_log_ignore(
                    "This plugin does not support (propagateSizeHints|raise|grabbing the keyboard)"
                )
            )


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    return ["coachdesk"]


@pytest.fixture(scope="session")
def journals(tmp_path_factory: pytest.TempPathFactory) -> "Journals":
    """What the scenes open; making the demo takes seconds."""
    from tests.gui.scenes import make_journals

    return make_journals(tmp_path_factory.mktemp("scenes"))


@pytest.fixture(scope="session")
def look(qapp: QApplication) -> Look:
    """The light theme with our own fonts, as the screens have it."""
    QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, os.devnull)
    return Look(qapp, "light", own_fonts=True)


@pytest.fixture(autouse=True)
def _nothing_left(qapp: QApplication) -> Iterator[None]:
    """Deletes what a test leaves: every top-level widget, and whatever was to be deleted later."""
    yield
    for widget in qapp.topLevelWidgets():
        if shiboken6.isValid(widget) and not _is_offers(widget):
            widget.close()
            widget.deleteLater()
    settle()
    assert QApplication.topLevelWidgets() == []


def _is_offers(widget: QWidget) -> bool:
    """Whether it is the list under a line that offers words: its completer deletes it, and twice is a crash."""
    return isinstance(widget, QListView) and widget.windowType() == Qt.WindowType.Popup


def settle() -> None:
    """Delivers what is waiting: answers, repaints, deletions."""
    QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents)


def state_of(folder: Path) -> dict[str, str]:
    """Every file below a folder by its name, as a digest: whether anything was written there."""
    return {
        str(one.relative_to(folder)): hashlib.sha256(one.read_bytes()).hexdigest()
        for one in sorted(folder.rglob("*"))
        if one.is_file()
    }


class Now:
    """A clock that moves when told."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def now() -> Now:
    return Now()


@pytest.fixture
def background(qapp: QApplication) -> Iterator[Background]:
    made = Background(qapp)
    yield made
    made.cancel_all()
    made.wait()
    settle()
    shiboken6.delete(made)


@pytest.fixture
def session(background: Background) -> Iterator[Session]:
    made = Session(background, cost=lambda: COST)
    yield made
    made.lock("closing")
    settle()


@pytest.fixture
def settings(tmp_path: Path) -> SettingsFile:
    return SettingsFile(tmp_path / "settings" / "settings.json")


@pytest.fixture
def answers() -> Answers:
    return Answers()


@pytest.fixture
def tools(session: Session, look: Look, settings: SettingsFile, answers: Answers) -> Iterator[Tools]:
    look.choose("light")
    yield Tools(session=session, look=look, settings=settings, prompts=answers)
    look.choose("light")


@pytest.fixture
def window(tools: Tools, qapp: QApplication, now: Now, qtbot: QtBot) -> Iterator[MainWindow]:
    """The window, shown, with no journal open."""
    idle = IdleWatch(qapp, now)
    with undressed(qapp):
        made = MainWindow(tools, idle)
        assert made.desk is not None
    qtbot.addWidget(made)
    made.show()
    yield made
    tools.session.lock("closing")
    qapp.removeEventFilter(idle)


@pytest.fixture
def unlocked(window: MainWindow, tools: Tools, journal_folder: Path, qtbot: QtBot) -> MainWindow:
    """The window with the template's journal open in it, and its one leader, who has no entries, in front."""
    open_in(window, tools, journal_folder, qtbot)
    window.desk.show_leader(window.desk.leader_id)
    settle()
    return window


def open_in(window: MainWindow, tools: Tools, folder: Path, qtbot: QtBot) -> None:
    """Opens a journal through the session, as the unlock screen does."""
    with qtbot.waitSignal(tools.session.opened, timeout=PATIENCE_MS):
        tools.session.open(window, folder, PASSPHRASE, "passphrase", raise_again)
    settle()


def raise_again(error: Exception) -> None:
    raise error


@pytest.fixture
def told() -> Callable[[object], list[tuple[object, ...]]]:
    """Collects what a signal says, each time it says it."""

    def listen(signal: object) -> list[tuple[object, ...]]:
        heard: list[tuple[object, ...]] = []
        signal.connect(lambda *said: heard.append(said))  # type: ignore[attr-defined]
        return heard

    return listen


@pytest.fixture
def context(qapp: QApplication) -> Iterator[QObject]:
    """Somebody who waits for answers."""
    made = QObject(qapp)
    yield made
    shiboken6.delete(made)
