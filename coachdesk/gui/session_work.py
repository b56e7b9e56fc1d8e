"""What a session has done off the GUI thread: opening and making a journal, its copies, its passphrase."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from coachdesk.gui.background import Task

if TYPE_CHECKING:
    from coachdesk.journal.journal import Journal
    from coachdesk.journal.keys import Cost
    from coachdesk.ledger.event import Head

DEMO_PASSPHRASE = "demo"  # noqa: S105  # printed on the unlock screen: everybody in the demo is invented
DEMO_KEPT_IN = "passphrase.txt"  # beside a demo that the command made: it has a passphrase of its own


def back_up(journal: "Journal", folder: Path | None, task: Task) -> "Head":
    """A proved copy in ``folder``, or in the journal's own, where superfluous ones then go."""
    from coachdesk.journal import backup, keeping  # noqa: PLC0415  # as in open_journal

    head = journal.back_up(backup.place_for(journal.path, journal.now(), folder), task.report)
    if folder is None:
        keeping.thin_backups(journal)
    return head


def restore(journal: "Journal", place: Path, key_in_use: threading.Lock, task: Task) -> None:
    """Puts a backup in the journal's place. A lock that comes now waits until one of the two is whole there."""
    from coachdesk.journal import restoring  # noqa: PLC0415  # as in open_journal

    with key_in_use:
        restoring.restore(journal, place, task.report)


def open_at(
    path: Path, secret: str, by: Literal["passphrase", "recovery"], _task: Task
) -> tuple["Journal", str]:
    """Opens a journal."""
    from coachdesk.journal.opening import open_journal  # noqa: PLC0415  # the window is visible before this is loaded

    return open_journal(path, secret, by), ""


def create(
    path: Path, passphrase: str, cost: "Callable[[], Cost] | None", _task: Task
) -> tuple["Journal", str]:
    """Makes a journal; the answer has its recovery code."""
    from coachdesk.journal.keys import calibrated_cost  # noqa: PLC0415  # as in open_journal
    from coachdesk.journal.opening import create_journal  # noqa: PLC0415

    _make_room(path.parent)
    return create_journal(path, passphrase, (cost or calibrated_cost)())


def create_demo(folder: Path, task: Task) -> tuple["Journal", str]:
    """Makes the demo journal and opens it."""
    from coachdesk.demo import build_demo  # noqa: PLC0415  # as in open_journal
    from coachdesk.journal.keys import FLOOR  # noqa: PLC0415

    _make_room(folder)
    return open_at(
        build_demo(folder, DEMO_PASSPHRASE, FLOOR, task.report).journal_path,
        DEMO_PASSPHRASE,
        "passphrase",
        task,
    )


def _make_room(folder: Path) -> None:
    from coachdesk.journal import files  # noqa: PLC0415  # as in open_journal

    with files.storage_errors(folder):
        files.make_private_folder(folder)


def change_passphrase(
    journal: "Journal",
    passphrase: str,
    cost: "Callable[[], Cost] | None",
    key_in_use: threading.Lock,
    task: Task,
) -> None:
    """Wraps the journal's key anew. A lock that comes now waits: with the key wiped under its hands this would write a header for nobody."""
    from coachdesk.journal.keys import calibrated_cost  # noqa: PLC0415  # as in open_journal

    with key_in_use:
        task.check()
        journal.change_passphrase(passphrase, (cost or calibrated_cost)())
