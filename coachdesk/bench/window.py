"""What the window costs: until it is seen, until it can be used, a key, a leader, a frame, a search, its memory.

It is measured in processes of its own, without a screen. Nothing here loads Qt: it may not be there.
"""

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import msgspec

from coachdesk.bench import children
from coachdesk.bench.journals import Made, make_journal
from coachdesk.bench.material import Writer, leaders
from coachdesk.bench.measuring import Required, Row, row, row_of_bytes

REQUIRED_AT = 100_000
NOT_MEASURED = (
    "The window is not measured: PySide6 is not installed, or a system library that it needs is not."
)

_VISIBLE, _USABLE, _PRESS = Required(seconds=0.6), Required(seconds=0.2), Required(seconds=0.016)
_LOCKED = Required(seconds=0.2)
_LEADER, _FRAME, _SEARCH = Required(seconds=0.1), Required(seconds=0.033), Required(seconds=0.06)
_MEMORY = Required(bytes=150_000_000)
_STALL = Required(seconds=0.05)
_QUERY, _TEXT, _LIST = "bare query", "QPlainTextEdit alone", "QListView alone"
_NOTHING = "window at rest"


class Times(NamedTuple):
    """How often each thing is done, and how many entries the leader has who is opened and scrolled,
    and the one who is exported.
    """

    starts: int = 10
    unlocks: int = 5
    presses: int = 200
    openings: int = 20
    frames: int = 300
    entries: int = 10_000
    exported: int = 1_000


TIMES = Times()


class Order(msgspec.Struct, frozen=True):
    """What a process with the window in it is given: a folder for what the window remembers, a journal, how often."""

    folder: str
    path: str
    code: str
    times: int


class Taken(msgspec.Struct, frozen=True):
    """What it answers: the seconds of every time, those of the limit, and its resident memory in bytes at the end."""

    own: list[float]
    limit: list[float]
    resident: int = 0


@cache
def can_be_shown() -> bool:
    """Whether Qt is there and loads."""
    try:
        children.run("visible", b"", "qt")
    except children.ChildFailed:
        return False
    return True


def rows(folder: Path) -> Iterator[Row]:
    """What does not depend on how many entries the whole journal has."""
    if not can_be_shown():
        return
    many, few = leaders()[:2]
    writer, count = Writer(), TIMES.entries
    entries = [*writer.entries(count, count, [many]), *Writer(2).entries(1, 1, [few])]
    made = make_journal(folder / "Window.coachdesk", [many, few], entries)
    with _without_a_screen(folder):
        yield row("window visible", 0, *_starts(made), _VISIBLE)
        pressed = _taken("typing", made, folder, TIMES.presses)
        yield row("key press, 5,000 words", 1, pressed.own, (_TEXT, pressed.limit), _PRESS)
        yield _worst("key press, worst", 1, pressed, _TEXT, _PRESS)
        opened = _taken("opening_a_leader", made, folder, TIMES.openings)
        yield row("leader opened", count, opened.own, (_QUERY, opened.limit), _LEADER)
        scrolled = _taken("scrolling", made, folder, TIMES.frames)
        yield row("scrolled by a frame", count, scrolled.own, (_LIST, scrolled.limit), _FRAME)
        yield _worst("scrolled, worst frame", count, scrolled, _LIST, _FRAME)
    exported = TIMES.exported
    made = make_journal(folder / "Export.coachdesk", [many], Writer(3).entries(exported, exported, [many]))
    with _without_a_screen(folder):
        stalled = _taken("exporting", made, folder, 1, "stalls")
        yield _worst("export window, worst stall", exported, stalled, _NOTHING, _STALL)


def rows_of_size(made: Made, folder: Path, size: int) -> Iterator[Row]:
    """Unlocking, locking, searching and memory with a journal of ``size`` entries."""
    if not can_be_shown():
        return
    with _without_a_screen(folder):
        unlocked = [_taken("unlocking", made, folder) for _ in range(TIMES.unlocks)]
        own, limit = [one.own[0] for one in unlocked], [one.limit[0] for one in unlocked]
        yield row("unlock to usable", size, own, ("painting it once more", limit), _USABLE)
        locked = _taken("locking", made, folder, TIMES.unlocks)
        yield row(
            "lock with a note begun", size, locked.own, ("painting it once more", locked.limit), _LOCKED
        )
        searched = _taken("searching", made, folder)
        is_required = size == REQUIRED_AT
        required = _SEARCH if is_required else None
        yield row("search box", size, searched.own, (_QUERY, searched.limit), required)
        yield _worst("search box, worst", size, searched, _QUERY, required)
        bare = int(children.run("visible", b"", "empty"))
        if searched.resident and bare:
            limits = ("empty window", bare), _MEMORY if is_required else None
            yield row_of_bytes("window, resident memory", size, searched.resident, *limits)


def _starts(made: Made) -> tuple[list[float], tuple[str, list[float]]]:
    """The seconds from the start of a process to what it says when it is done; the first time does not count."""
    own, limit = [], []
    for _ in range(TIMES.starts + 1):
        own.append(_start("window", str(made.path)))
        limit.append(_start("qt"))
    return own[1:], ("import PySide6.QtWidgets", limit[1:])


def _start(*arguments: str) -> float:
    started = time.perf_counter()
    command = [sys.executable, "-P", "-m", "coachdesk.bench.visible", *arguments]
    environment = children.environment()
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) as process:  # noqa: S603  # as in children
        assert process.stdout is not None
        process.stdout.read(1)
        return time.perf_counter() - started


def _taken(what: str, made: Made, folder: Path, times: int = 1, module: str = "desk") -> Taken:
    order = Order(str(folder), str(made.path), made.code, times)
    return msgspec.json.decode(children.run(module, msgspec.json.encode(order), what), type=Taken)


def _worst(name: str, size: int, taken: Taken, limit: str, required: Required | None) -> Row:
    """The slowest time beside the slowest of the limit."""
    return row(name, size, [max(taken.own)], (limit, [max(taken.limit)]), required)


@contextlib.contextmanager
def _without_a_screen(folder: Path) -> Iterator[None]:
    """Inside, processes that are started show their windows to nobody and keep what they remember in ``folder``."""
    before = dict(os.environ)
    os.environ |= {
        "QT_QPA_PLATFORM": "offscreen",
        "DISPLAY": "offscreen",  # the command line asks whether there is one
        "XDG_CONFIG_HOME": str(folder),
        "TMPDIR": str(folder),
    }
    try:
        yield
    finally:
        os.environ.clear()
        os.environ |= before
