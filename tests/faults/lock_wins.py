"""The lock wins: every screen, dialog, menu and running job, and each thing that locks, fired while it is there.

    python -m tests.faults.lock_wins [--cases 0] [--seed 7] [--sabotage NAME]

All combinations with ``--cases 0``, else so many of them, drawn by the seed; only those count where a journal was open
when it locked. The screens are those of ``tests/gui/scenes.py``; screen lock and sleep are real signals over a private
D-Bus. After each lock: no dialog or menu is left, no word of the journal is in any widget, the clipboard is empty, no
job runs, the key is zeroes and no file of the journal is open. The program succeeds if nothing is wrong or, with
``--sabotage``, if that protection is what is missed.
"""

import argparse
import contextlib
import io
import itertools
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from unittest import mock

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from coachdesk.gui.away import AwayWatch
from coachdesk.gui.background import Task
from coachdesk.gui.clipboard import ClipboardWatch
from coachdesk.gui.main_window import MainWindow
from coachdesk.gui.prompts import Dialogs
from coachdesk.gui.theme import Look
from coachdesk.journal import backup, keys
from coachdesk.journal.view import View
from tests.faults import trying
from tests.faults.trying import Wrong
from tests.gui import bus as buses
from tests.gui.bus import Bus, private_bus, until
from tests.gui.scenes import PASSPHRASE, SCENES, Journals, Stage, make_journals, staged
from tests.gui.scenes_erasing import erase_begun

SIZE = (900, 600)
TRIGGERS = ("hand", "idle", "minimised", *buses.TRIGGERS)
FINDINGS = {
    "keep_key": "the key is not wiped",
    "keep_dialogs": "above the lock",
    "keep_clipboard": "the clipboard is not empty",
    "deaf": "it did not lock",
}
"""Each protection that can be left out, and what must be found without it."""

SABOTAGES = tuple(FINDINGS)
_LONG_AFTER = 10.0**9
_TELLING = 8
"""So many letters make a text the journal's; a title may be “1:1”, which a list of choices has too."""


# What is there when it locks, beside the scenes


def menu(stage: Stage, number: int) -> QWidget:
    """A menu of the window, pulled down."""
    window = stage.open_demo()
    opened = [action.menu() for action in window.menuBar().actions() if action.menu()][number]
    opened.popup(window.pos())
    return window


def menus_of_a_text(stage: Stage) -> QWidget:
    """The menu of the right button, over what is written."""
    window = stage.open_demo()
    window.desk.new_note()
    field = window.desk.editor.findChild(QPlainTextEdit) or window.desk.editor.findChild(QTextEdit)
    opened = field.createStandardContextMenu()
    opened.popup(window.pos())
    return window


def endless_job(stage: Stage) -> QWidget:
    """A job that reads for as long as it is let, over a connection of its own."""

    def read(view: View, task: Task) -> None:
        while True:
            task.check()
            view.leaders()

    window = stage.open_demo()
    stage.session.ask(window, read, lambda _none: None)
    return window


def long_query(stage: Stage) -> QWidget:
    """A job inside one statement that would take minutes."""
    counting = (
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1e12) SELECT max(i) FROM n"
    )
    window = stage.open_demo()
    stage.session.ask(
        window, lambda view, _task: view._connection.execute(counting).fetchall(), lambda _none: None
    )
    return window


def backup_under_way(stage: Stage) -> QWidget:
    window = stage.open_demo()
    stage.session.back_up(window, None, lambda _head: None, lambda _error: None)
    return window


def passphrase_under_way(stage: Stage) -> QWidget:
    window = stage.open_demo()
    stage.session.change_passphrase(window, "another open secret", lambda: None, lambda _error: None)
    return window


def key_under_way(stage: Stage) -> QWidget:
    window = stage.open_demo()
    stage.session.rotate_key(window, PASSPHRASE, lambda: None, lambda _error: None)
    return window


def restore_under_way(stage: Stage) -> QWidget:
    """A backup is about to take the journal's place."""
    window, journal = stage.open_demo(), stage.session.journal
    place = backup.place_for(journal.path, journal.now())
    journal.back_up(place)
    stage.session.restore(window, place, lambda _error: None)
    return window


class Endless(io.RawIOBase):
    """A file that goes on for as long as it is read, no faster than a slow stick."""

    def read(self, size: int = -1) -> bytes:
        time.sleep(0.02)
        return bytes(max(size, 1))


def file_under_way(stage: Stage) -> QWidget:
    """A file that is being taken in."""
    window = stage.open_demo()
    stage.session.take_in(
        window,
        "minutes.bin",
        lambda: (Endless(), 10**12),  # type: ignore[arg-type,return-value]  # what is asked of it, it has
        lambda _file: None,
        failed=lambda _error: None,
    )
    return window


JOBS: dict[str, Callable[[Stage], QWidget]] = {
    **{f"menu {number}": lambda stage, number=number: menu(stage, number) for number in range(6)},
    "menu of a text": menus_of_a_text,
    "job: endless": endless_job,
    "job: inside a query": long_query,
    "job: a backup": backup_under_way,
    "job: a new passphrase": passphrase_under_way,
    "job: an erasure": erase_begun,
    "job: another key": key_under_way,
    "job: a restore": restore_under_way,
    "job: a file taken in": file_under_way,
}
THINGS = {**SCENES, **JOBS}

ASKING: dict[str, Callable[[Stage], object]] = {
    "asks: which file": lambda stage: Dialogs().choose_file(stage.window, "Which?", stage.folder),
    "asks: which files": lambda stage: Dialogs().choose_files(stage.window, "Which?", stage.folder),
    "asks: which folder": lambda stage: Dialogs().choose_folder(stage.window, "Which?", stage.folder),
    "asks: under which name": lambda stage: Dialogs().choose_target(
        stage.window, "Where?", stage.folder / "x"
    ),
    "asks: a line": lambda stage: Dialogs().ask(stage.window, "Which?", "What is it called?"),
    "waits: the help": lambda stage: stage.window.commands["help"].trigger(),
}
"""What comes back only once it was answered: Qt's own file dialogs, and dialogs of ours."""

NAMES = (*THINGS, *ASKING)


def fire(stage: Stage, trigger: str, bus: Bus) -> None:
    """What locks, as it comes from outside."""
    if trigger == "hand":
        stage.session.lock("hand")
    elif trigger == "idle":
        stage.window.idle._clock = lambda: _LONG_AFTER
        stage.window.idle.look()
    elif trigger == "minimised":
        stage.tools.settings.change(lock_on_minimise=True)
        stage.window.showMinimized()
    else:
        bus.send(trigger)
    try:
        until(lambda: not (stage.session.is_open or stage.session.is_locking))
    except AssertionError:
        raise Wrong("it did not lock") from None


# Looking


def words_of(stage: Stage) -> set[str]:
    """What nobody may read after the lock: names and texts of the journal that is open."""
    view, found = stage.session.view, set[str]()
    for one in view.leaders():
        found |= {one.name}
        for listed in view.timeline(one.id).entries:
            found |= {listed.entry.title, listed.entry.text, listed.entry.behaviour}
    return {words for words in found if len(words) >= _TELLING}


def shown_anywhere() -> Iterator[tuple[str, str]]:
    """Every text that a widget holds, seen or not, with the kind of the widget."""
    for widget in QApplication.allWidgets():
        if shiboken6.isValid(widget):
            name = widget.objectName() or widget.accessibleName() or type(widget.parentWidget()).__name__
            yield from ((f"{type(widget).__name__} {name}", text) for text in held_by(widget))


def held_by(widget: QWidget) -> Iterator[str]:
    """What one widget holds."""
    if isinstance(widget, QLabel | QLineEdit | QAbstractButton):
        yield widget.text()
    elif isinstance(widget, QPlainTextEdit | QTextEdit):
        yield widget.toPlainText()
    elif isinstance(widget, QAbstractItemView) and widget.model() is not None:
        model = widget.model()
        yield from (str(model.index(row, 0).data() or "") for row in range(model.rowCount()))
    yield widget.windowTitle()
    yield widget.toolTip()


def dialogs() -> list[QDialog]:
    """The dialogs that are seen."""
    return [one for one in QApplication.topLevelWidgets() if isinstance(one, QDialog) and one.isVisible()]


def deliver() -> None:
    """Lets everything happen that was to happen, deletions too."""
    for _twice in range(2):
        QApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def look(stage: Stage, folder: Path, key: bytearray, words: set[str]) -> None:
    """Raises Wrong unless the lock has won."""
    deliver()
    above = [type(one).__name__ for one in dialogs()]
    if above or QApplication.activePopupWidget() is not None:
        raise Wrong(f"above the lock: {above or 'a menu'}")
    if stage.background.is_busy:
        raise Wrong("a job still runs")
    if any(key):
        raise Wrong("the key is not wiped")
    held = [path for path in open_files() if path.is_relative_to(folder)]
    if held:
        raise Wrong(f"still open: {', '.join(sorted({path.name for path in held}))}")
    left = {name for name, text in shown_anywhere() if any(one in text for one in words)}
    if left:
        raise Wrong(f"words of the journal are still in {', '.join(sorted(left))}")
    if QGuiApplication.clipboard().text():
        raise Wrong("the clipboard is not empty")
    if stage.window.stack.currentWidget() is not stage.window.unlock:
        raise Wrong("the unlock screen is not there")


def open_files() -> Iterator[Path]:
    """The files that this process holds open (Linux)."""
    for handle in Path("/proc/self/fd").iterdir():
        with contextlib.suppress(OSError):
            yield handle.readlink()


# Trying


def _shown(stage: Stage, dialog: QDialog) -> QDialog:
    """A scene's dialog is opened by the window, as the program does it: a scene keeps it, to look at it."""
    stage.window.show_dialog(dialog)
    return dialog


@contextlib.contextmanager
def broken(sabotage: str) -> Iterator[None]:
    """Without one of the protections."""
    missing = {
        "keep_key": (keys, "wipe"),
        "keep_dialogs": (MainWindow, "_close_all_above"),
        "keep_clipboard": (ClipboardWatch, "clear"),
        "deaf": (AwayWatch, "_follow"),
    }
    with contextlib.ExitStack() as stack:
        stack.enter_context(mock.patch.object(Stage, "dialog", _shown))
        if sabotage:
            stack.enter_context(mock.patch.object(*missing[sabotage], return_value=None))
        yield


@contextlib.contextmanager
def watched(stage: Stage, bus: Bus) -> Iterator[None]:
    """Somebody listens whether the manager is away, and looks after the clipboard."""
    away = bus.away()
    watch = AwayWatch(stage.session, stage.window, away)
    board = ClipboardWatch(stage.session, stage.window)
    try:
        yield
    finally:
        for one in (watch, board, away):
            shiboken6.delete(one)
        QGuiApplication.clipboard().clear()
        bus.logind.forget()


def try_one(stage: Stage, thing: str, trigger: str, bus: Bus) -> bool:
    """Locks while ``thing`` is there. Whether a journal was open at all. Raises Wrong."""
    with watched(stage, bus):
        if thing in ASKING:
            stage.open_demo()
        else:
            THINGS[thing](stage)
        if thing in SCENES:
            stage.settle()
        QApplication.processEvents()
        if not stage.session.is_open:
            return False
        folder, key, words = stage.session.journal.path, stage.session.journal.store.key, words_of(stage)
        QGuiApplication.clipboard().setText(next(iter(words), "a word of the journal"))
        if thing in ASKING:
            while_it_waits(lambda: ASKING[thing](stage), lambda: fire(stage, trigger, bus))
        else:
            fire(stage, trigger, bus)
        stage.background.wait()
        look(stage, folder, key, words)
        return True


def while_it_waits(ask: Callable[[], object], act: Callable[[], None]) -> None:
    """Acts once a dialog is seen that ``ask`` waits for; takes it away if it is still there. Raises Wrong."""
    wrong: list[Wrong] = []

    def once_it_is_seen() -> None:
        if not dialogs():
            QTimer.singleShot(10, once_it_is_seen)
            return
        try:
            act()
        except Wrong as one:
            wrong.append(one)
        for left in dialogs():
            wrong.append(Wrong(f"above the lock: {type(left).__name__}"))
            left.reject()

    QTimer.singleShot(0, once_it_is_seen)
    ask()
    if wrong:
        raise wrong[0]


def combinations(seed: int) -> list[tuple[str, str]]:
    """Each thing with each trigger, in the order of the seed."""
    whole = list(itertools.product(NAMES, TRIGGERS))
    random.Random(seed).shuffle(whole)
    return whole


def try_all(
    look_of: Look,
    journals: Journals,
    bus: Bus,
    wanted: Sequence[tuple[str, str]],
    sabotage: str = "",
    cases: int = 0,
) -> trying.Tried:
    """What came of these, or of so many of them: only those with a journal open are cases."""
    tried, closed = trying.Tried(), set[str]()
    for thing, trigger in wanted:
        if cases and len(tried.distinct) == cases:
            return tried
        if thing in closed:
            continue
        with staged(look_of, journals, SIZE) as stage, broken(sabotage):
            try:
                if not try_one(stage, thing, trigger, bus):
                    closed.add(thing)
                    continue
            except Wrong as wrong:
                tried.problems.append(f"{wrong} ({thing}, {trigger})")
        tried.distinct.add(f"{thing}, {trigger}")
    tried.exhausted = True
    return tried


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, default=0)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--sabotage", choices=SABOTAGES, default="")
    given = parser.parse_args(arguments)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from coachdesk.gui.app import make_application

    with (
        tempfile.TemporaryDirectory(prefix="coachdesk-lock-") as folder,
        private_bus_after(make_application) as bus,
    ):
        look_of, journals = (
            Look(QApplication.instance(), "light", own_fonts=True),
            make_journals(Path(folder)),
        )
        wanted = combinations(given.seed)
        tried = try_all(look_of, journals, bus, wanted, given.sabotage, given.cases)
    finding = FINDINGS.get(given.sabotage, "")
    return trying.told("lock wins", tried, given.seed, given.sabotage, asked=given.cases, finding=finding)


@contextlib.contextmanager
def private_bus_after(make_application: Callable[[], QApplication]) -> Iterator[Bus]:
    """A bus, once there is an application for it."""
    app = make_application()
    with private_bus() as bus:
        yield bus
    del app


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
