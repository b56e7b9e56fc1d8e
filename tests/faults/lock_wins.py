"""The lock wins: every screen, dialog, menu and running job, and each thing that locks, fired while it is there.

    python -m tests.faults.lock_wins [--cases 0] [--seed 7] [--sabotage NAME]

All combinations with ``--cases 0``, else so many of them, drawn by the seed. The screens are those of
``tests/gui/scenes.py``; screen lock and sleep are real signals over a private D-Bus. After each lock: no dialog or
menu is left, no word of the journal is in any widget, the clipboard is empty, no job runs, the key is zeroes and no
file of the journal is open. The program succeeds if nothing is wrong or, with ``--sabotage``, if something is.
"""

import argparse
import contextlib
import itertools
import os
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from unittest import mock

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, Qt
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
from coachdesk.gui.theme import Look
from coachdesk.journal import keys
from coachdesk.journal.view import View
from tests.gui.bus import Bus, private_bus, until
from tests.gui.scenes import PASSPHRASE, SCENES, Journals, Stage, make_journals, staged
from tests.gui.scenes_erasing import erase_begun

SIZE = (900, 600)
TRIGGERS = (
    "hand",
    "idle",
    "minimised",
    "sleep",
    "session",
    "org.freedesktop.ScreenSaver",
    "org.gnome.ScreenSaver",
)
SABOTAGES = ("keep_key", "keep_dialogs", "keep_clipboard", "deaf")
_LONG_AFTER = 10.0**9
_TELLING = 8
"""So many letters make a text the journal's; a title may be “1:1”, which a list of choices has too."""


class Wrong(Exception):
    """The lock did not win."""


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


JOBS: dict[str, Callable[[Stage], QWidget]] = {
    **{f"menu {number}": lambda stage, number=number: menu(stage, number) for number in range(6)},
    "menu of a text": menus_of_a_text,
    "job: endless": endless_job,
    "job: inside a query": long_query,
    "job: a backup": backup_under_way,
    "job: a new passphrase": passphrase_under_way,
    "job: an erasure": erase_begun,
    "job: another key": key_under_way,
}
THINGS = {**SCENES, **JOBS}


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


@contextlib.contextmanager
def broken(sabotage: str) -> Iterator[None]:
    """Without one of the protections."""
    with contextlib.ExitStack() as stack:
        if sabotage == "keep_key":
            stack.enter_context(mock.patch.object(keys, "wipe", return_value=None))
        elif sabotage == "keep_dialogs":
            from coachdesk.gui.main_window import MainWindow

            stack.enter_context(mock.patch.object(MainWindow, "_close_all_above", return_value=None))
        elif sabotage == "keep_clipboard":
            stack.enter_context(mock.patch.object(ClipboardWatch, "clear", return_value=None))
        elif sabotage == "deaf":
            stack.enter_context(mock.patch.object(AwayWatch, "_follow", return_value=None))
        yield


def try_one(stage: Stage, thing: str, trigger: str, bus: Bus) -> bool:
    """Locks while ``thing`` is there. Whether a journal was open at all. Raises Wrong."""
    away = bus.away()
    watch = AwayWatch(stage.session, stage.window, away)
    board = ClipboardWatch(stage.session, stage.window)
    try:
        THINGS[thing](stage)
        if thing in SCENES:
            stage.settle()
        QApplication.processEvents()
        if not stage.session.is_open:
            return False
        for dialog in dialogs():  # as show_dialog and run_dialog have it; a scene keeps its dialog to look at
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        folder, key, words = stage.session.journal.path, stage.session.journal.store.key, words_of(stage)
        QGuiApplication.clipboard().setText(next(iter(words), "a word of the journal"))
        fire(stage, trigger, bus)
        stage.background.wait()
        look(stage, folder, key, words)
        return True
    finally:
        for one in (watch, board, away):
            shiboken6.delete(one)
        QGuiApplication.clipboard().clear()
        bus.logind.forget()


def combinations(cases: int, seed: int) -> list[tuple[str, str]]:
    """All of them, or so many by the seed, every thing and every trigger among them as evenly as can be."""
    whole = list(itertools.product(THINGS, TRIGGERS))
    random.Random(seed).shuffle(whole)
    return whole[:cases] if cases else whole


def try_all(
    look_of: Look, journals: Journals, bus: Bus, cases: Sequence[tuple[str, str]], sabotage: str = ""
) -> tuple[int, Counter[str]]:
    """How many were tried with a journal open, and what went wrong."""
    tried, problems = 0, Counter[str]()
    for thing, trigger in cases:
        with staged(look_of, journals, SIZE) as stage, broken(sabotage):
            try:
                tried += try_one(stage, thing, trigger, bus)
            except Wrong as wrong:
                tried += 1
                problems[f"{wrong} ({thing}, {trigger})"] += 1
    return tried, problems


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, default=0)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--sabotage", choices=SABOTAGES, default="")
    given = parser.parse_args(arguments)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from coachdesk.gui.app import make_application

    cases = combinations(given.cases, given.seed)
    with (
        tempfile.TemporaryDirectory(prefix="coachdesk-lock-") as folder,
        private_bus_after(make_application) as bus,
    ):
        look_of = Look(QApplication.instance(), "light", own_fonts=True)
        tried, problems = try_all(look_of, make_journals(Path(folder)), bus, cases, given.sabotage)
    said = given.sabotage and f", sabotage {given.sabotage}"
    print(
        f"lock wins: {len(cases)} distinct cases, {sum(problems.values())} failures, {tried} with a journal open,"
        f" seed {given.seed}{said}"
    )
    for problem, count in problems.items():
        print(f"  {count:6} {problem}")
    return int(bool(problems) != bool(given.sabotage))


@contextlib.contextmanager
def private_bus_after(make_application: Callable[[], QApplication]) -> Iterator[Bus]:
    """A bus, once there is an application for it."""
    app = make_application()
    with private_bus() as bus:
        yield bus
    del app


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
