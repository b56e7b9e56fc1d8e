"""What the windows of this folder have done off the GUI thread. A lock waits for all of it."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from coachdesk.gui.background import Task
from coachdesk.journal import erasing, keeping

if TYPE_CHECKING:
    from coachdesk.journal.backup import Backup
    from coachdesk.journal.erasable import Plan
    from coachdesk.journal.journal import Journal


class Stopped(Exception):
    """Whoever asked for an erasure went back in time: nothing was erased."""


def erase(
    plan: "Plan", by: str, reason: str, stop: threading.Event, journal: "Journal", task: Task
) -> tuple[int, tuple[Path, ...]]:
    """Erases; answers with the number of the event that says so, and what lies beside the journal still.

    Raises Stopped while ``stop`` is heard: until the first backup is made. A lock ends it later too, and what is left
    to do then is done at the next opening.
    """

    def progress(share: float) -> None:
        if stop.is_set() and share <= erasing.BACKED_UP:
            raise Stopped
        task.report(share)

    event = erasing.erase(journal, plan, by, reason, progress)
    return event.seq, erasing.not_reached(journal.path)


def finish(journal: "Journal", task: Task) -> tuple[Path, ...]:
    """Finishes an erasure that was cut short; answers with what lies beside the journal still."""
    erasing.finish(journal, task.report)
    return erasing.not_reached(journal.path)


def dropping(one: "Backup") -> Callable[["Journal", Task], None]:
    """What drops a backup of the journal's own. Raises as ``keeping.drop_backups`` does."""

    def drop(journal: "Journal", task: Task) -> None:
        keeping.drop_backups(journal, [one], task.report)

    return drop
