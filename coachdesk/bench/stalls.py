"""How long the window does not answer while it exports: every step of the export window, up to the verified file.

Between two turns of the event loop nothing is painted and no key is taken. What is measured is the time of each
turn, waiting for the processor apart, which on a busy machine says more about the others.
"""

import dataclasses
import sys
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from coachdesk.bench.desk import Desk
from coachdesk.bench.window import Order, Taken
from coachdesk.gui.export_door import open_export
from coachdesk.gui.prompts import Dialogs

_IDLE = 0.5
_PATIENCE = 600.0
"""Seconds."""
_OUT = False


class _Target(Dialogs):
    """Hands over to one place without asking."""

    def __init__(self, target: Path) -> None:
        self._target = target

    def choose_target(self, _parent: QWidget, _title: str, _suggestion: Path, _pattern: str = "") -> Path:
        return self._target


def exporting(order: Order) -> Taken:
    """The turns of an export of everything, each beside those of a window that does nothing."""
    desk = Desk(order)
    desk.unlock()
    view = desk.session.view
    leader_id = max((one.id for one in view.leaders()), key=lambda one: len(view.marks(one)))
    ends = time.perf_counter() + _IDLE
    limit = list(_turns(_nothing, lambda: time.perf_counter() > ends))
    tools = dataclasses.replace(desk.tools, prompts=_Target(Path(order.folder) / "stalls.pdf"))
    own = list(_turns(lambda: open_export(desk.window, tools, leader_id), lambda: _shown(desk) is not None))
    own += _walked(desk, _shown(desk))
    desk.close()
    return Taken(own, limit)


def _walked(desk: Desk, export: Any) -> Iterator[float]:
    """The turns of all steps, up to the verified file. Each step is made only when it is come to."""
    steps = export.steps

    def rested() -> bool:
        return bool(steps.review.rows) and not desk.session.background.is_busy and export.reading.is_current

    yield from _turns(_nothing, rested)
    yield from _turns(export.go_on, rested)
    yield from _turns(partial(steps.review.model.ticked.emit, steps.review.rows[0].key, _OUT), rested)
    yield from _turns(export.go_on, lambda: steps.redact.is_ready and rested())
    yield from _turns(steps.redact.replace.click, rested)
    yield from _turns(steps.redact.keep.click, rested)
    yield from _turns(export.go_on, lambda: export.drawing.made is not None)
    yield from _turns(export.go_on, lambda: bool(steps.handed.path.text()))
    yield from _turns(steps.handed.check, lambda: bool(steps.handed.message.text))
    export.reject()


def _nothing() -> None:
    """It is only looked on."""


def _shown(desk: Desk) -> QWidget | None:
    found = [one for one in desk.window.findChildren(QDialog) if hasattr(one, "steps")]
    return found[0] if found else None


def _turns(act: Callable[[], object], done: Callable[[], bool]) -> Iterator[float]:
    """The seconds of each turn of the event loop from ``act`` on until it is ``done``."""
    began = time.perf_counter()
    is_first = True
    while is_first or not done():
        started, waited = time.perf_counter(), _waited()
        if is_first:
            act()
            is_first = False
        QApplication.processEvents()
        yield max(time.perf_counter() - started - (_waited() - waited), 0.0)
        if time.perf_counter() - began > _PATIENCE:
            raise TimeoutError
        time.sleep(0.001)


def _waited() -> float:
    """Seconds that this thread was ready to run and nothing ran it, as far as the system tells."""
    try:
        told = Path(f"/proc/self/task/{threading.get_native_id()}/schedstat").read_text()
    except OSError:
        return 0.0
    return int(told.split()[1]) / 1e9


if __name__ == "__main__":
    done = exporting(msgspec.json.decode(sys.stdin.buffer.read(), type=Order))
    sys.stdout.buffer.write(msgspec.json.encode(done))
