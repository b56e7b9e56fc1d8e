"""A process with the window in it, without a screen, that does one thing with it many times and says how long.

Beside each thing the least there is to it: the bare statement, a bare text or list of Qt's own.
"""

import sys
import time
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import accumulate, chain, cycle, islice
from pathlib import Path

import msgspec
from PySide6.QtCore import QEventLoop, QStringListModel
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QListView, QPlainTextEdit

from coachdesk.bench.journals import Made
from coachdesk.bench.material import COMMON, MIDDLING, RARE, Writer, leaders
from coachdesk.bench.reading import sent
from coachdesk.bench.resident import resident_bytes
from coachdesk.bench.window import Order, Taken
from coachdesk.gui.app import make_application, start
from coachdesk.gui.palette import PaletteDialog
from coachdesk.gui.palette_rows import LIMIT
from coachdesk.gui.settings import SettingsFile
from coachdesk.journal.view import View
from coachdesk.records.entry import NARRATIVE

SIZE = (1240, 800)
_DRAFT_PAUSE = 0.65
"""Seconds after which a draft is due: a little more than the editor's pause."""
_PRESSES_A_PAUSE = 10
_WORDS, _WORDS_A_PARAGRAPH = 5_000, 120
_TYPED = "she asked for help with it "
_SCREENFUL, _NOTCH = 560, 72
"""Pixels: what a page down moves, and what a notch of the wheel does."""


class Desk:
    """The window as it is after a start, the desk loaded as it is while a passphrase is typed."""

    def __init__(self, order: Order) -> None:
        self.app = make_application()
        running = start(self.app, SettingsFile(Path(order.folder) / "settings.json"))
        self.session, self.window, self.tools = running.tools.session, running.window, running.tools
        self.made = Made(Path(order.path), order.code, [])
        self.window.resize(*SIZE)
        self.window.show_unlock(self.made.path)
        self.window.show()
        self.pane = self.window.desk
        self.rest()

    def unlock(self) -> float:
        """Unlocks by the code, whose derivation costs nothing; the seconds until the desk is painted."""
        loop, refused = QEventLoop(), list[Exception]()
        self.session.opened.connect(loop.quit)

        def give_up(error: Exception) -> None:
            refused.append(error)
            loop.quit()

        started = time.perf_counter()
        self.session.open(self.window, self.made.path, self.made.code, "recovery", give_up)
        loop.exec()
        painted()
        taken = time.perf_counter() - started
        if refused:
            raise refused[0]
        focused = QApplication.focusWidget()
        assert focused is not None
        assert self.pane.isAncestorOf(focused)
        self.rest()
        return taken

    def palette(self) -> PaletteDialog:
        """The search box, open."""
        made = PaletteDialog(self.tools, self.window.commands, self.window)
        made.open()
        self.rest()
        return made

    def close(self) -> None:
        """Locks and waits for what runs."""
        self.session.lock("closing")
        self.session.background.wait()

    def rest(self) -> None:
        """Waits until nothing is left to be done."""
        while self.session.background.is_busy:
            painted()
        painted()


def unlocking(order: Order) -> Taken:
    """The first unlock after a start, beside painting the desk once more."""
    desk = Desk(order)
    own = desk.unlock()
    started = time.perf_counter()
    desk.window.repaint()
    taken = Taken([own], [time.perf_counter() - started])
    desk.close()
    return taken


def locking(order: Order) -> Taken:
    """The lock in the middle of a note, until it is kept, the keys are gone and nothing is shown any more."""
    desk, taken = Desk(order), Taken([], [])
    for _ in range(order.times):
        desk.unlock()
        desk.pane.new_note()
        editor = desk.pane.editor
        editor.text.setPlainText(_TYPED)
        desk.rest()
        started = time.perf_counter()
        desk.window.repaint()
        taken.limit.append(time.perf_counter() - started)
        started = time.perf_counter()
        desk.session.lock("hand")
        painted()
        taken.own.append(time.perf_counter() - started)
        assert not desk.pane.isVisible()
        desk.unlock()
        desk.session.drop_draft(desk.session.view.drafts()[0].id)
        desk.close()
    return taken


def typing(order: Order) -> Taken:
    """Presses in a note of 5,000 words, half of them at its end, half in its middle; beside Qt's own text.

    Every tenth comes just as the draft is kept.
    """
    desk, text = Desk(order), _long_text()
    desk.unlock()
    desk.pane.new_note()
    editor = desk.pane.editor
    bare = QPlainTextEdit()
    bare.resize(editor.text.width(), SIZE[1])
    bare.show()
    for edit in (editor.text, bare):
        edit.setPlainText(text)
    editor.keep()
    own: list[float] = []
    limit: list[float] = []
    for where in (len(text), len(text) // 2):
        for edit in (editor.text, bare):
            cursor = edit.textCursor()
            cursor.setPosition(where)
            edit.setTextCursor(cursor)
        letters = islice(cycle(_TYPED), order.times // 2)
        while some := [*islice(letters, _PRESSES_A_PAUSE)]:
            own += _pressed(editor.text, some)
            limit += _pressed(bare, some)
    assert len(editor.note.text) == len(text) + len(own)
    draft_id = editor.draft_id
    editor.clear()
    desk.session.drop_draft(draft_id)
    desk.close()
    return Taken(own, limit)


def _pressed(edit: QPlainTextEdit, letters: Sequence[str]) -> list[float]:
    """From each key press to its painted letter; the last is pressed when a draft is due, which is kept first."""
    edit.window().activateWindow()
    edit.setFocus()
    painted()
    taken = []
    for number, letter in enumerate(letters, start=1):
        if number == len(letters):
            time.sleep(_DRAFT_PAUSE)
        started = time.perf_counter()
        QApplication.processEvents()
        QTest.keyClicks(edit, letter)
        painted()
        taken.append(time.perf_counter() - started)
    return taken


def _long_text() -> str:
    notes = Writer().entries(_WORDS // 10, _WORDS // 10, leaders())
    texts = chain.from_iterable((getattr(note, field) for field in NARRATIVE) for note in notes)
    words = [*islice(chain.from_iterable(text.split() for text in texts), _WORDS)]
    return "\n\n".join(
        " ".join(words[at : at + _WORDS_A_PARAGRAPH]) for at in range(0, _WORDS, _WORDS_A_PARAGRAPH)
    )


def opening_a_leader(order: Order) -> Taken:
    """The leader with all the entries is chosen, again and again; beside the bare statement that lists them."""
    desk = Desk(order)
    desk.unlock()
    view = desk.session.view
    many, few = sorted((one.id for one in view.leaders()), key=lambda one: -len(view.marks(one)))[:2]
    connection = desk.made.connect()
    sql = sent(connection, lambda: View(connection).marks(many))[-1]
    taken = Taken([], [])
    desk.pane.show_leader(many)
    for _ in range(order.times):
        desk.pane.leaders.pick(few)
        desk.rest()
        started = time.perf_counter()
        desk.pane.leaders.pick(many)
        painted()
        taken.own.append(time.perf_counter() - started)
        assert desk.pane.timeline.list.isVisible()
        desk.rest()
        started = time.perf_counter()
        connection.execute(sql).fetchall()
        taken.limit.append(time.perf_counter() - started)
    connection.close()
    desk.close()
    return taken


def scrolling(order: Order) -> Taken:
    """A long timeline scrolled by the wheel, by pages and by dragging the bar; beside a bare list of Qt's."""
    desk = Desk(order)
    desk.unlock()
    view, timeline = desk.session.view, desk.pane.timeline.list
    desk.pane.show_leader(max((one.id for one in view.leaders()), key=lambda one: len(view.marks(one))))
    desk.rest()
    assert timeline.isVisible()
    bare = QListView()
    bare.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
    bare.setModel(QStringListModel([f"Entry {number}" for number in range(timeline.model().rowCount())]))
    bare.resize(timeline.size())
    bare.show()
    painted()
    taken = Taken([*_scrolled(timeline, order.times)], [*_scrolled(bare, order.times)])
    desk.close()
    return taken


def _scrolled(shown: QListView, frames: int) -> Iterator[float]:
    """The seconds of each frame."""
    bar = shown.verticalScrollBar()
    for step in (_NOTCH, _SCREENFUL, max(1, bar.maximum() // frames)):
        bar.setValue(0)
        painted()
        for _ in range(frames):
            started = time.perf_counter()
            bar.setValue(bar.value() + step)
            painted()
            yield time.perf_counter() - started


def searching(order: Order) -> Taken:
    """Three words typed into the search box, to the painted results of each letter; beside the bare statement.

    The memory is that of a window in which every leader was looked at before.
    """
    desk = Desk(order)
    desk.unlock()
    for leader in desk.session.view.leaders():
        desk.pane.show_leader(leader.id)
        painted()
    connection = desk.made.connect()
    taken = Taken([], [])
    for word in (COMMON, MIDDLING, RARE):
        palette = desk.palette()
        for letters in accumulate(word):
            started = time.perf_counter()
            QTest.keyClicks(palette.field, letters[-1])
            while palette.is_looking:
                QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
            painted()
            taken.own.append(time.perf_counter() - started)
            sql = sent(connection, partial(View(connection).search, letters, LIMIT))[-1]
            started = time.perf_counter()
            connection.execute(sql).fetchall()
            taken.limit.append(time.perf_counter() - started)
        palette.reject()
        palette.deleteLater()
        desk.rest()
    connection.close()
    taken = msgspec.structs.replace(taken, resident=resident_bytes() or 0)
    desk.close()
    return taken


def painted() -> None:
    """What waits to be painted is."""
    QApplication.processEvents()
    QApplication.processEvents()


if __name__ == "__main__":
    wanted = {
        work.__name__: work for work in (unlocking, locking, typing, opening_a_leader, scrolling, searching)
    }
    done = wanted[sys.argv[1]](msgspec.json.decode(sys.stdin.buffer.read(), type=Order))
    sys.stdout.buffer.write(msgspec.json.encode(done))
