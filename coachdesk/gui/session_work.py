"""What a session has done off the GUI thread: opening and making a journal, its copies, its passphrase."""

import contextlib
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Literal

from coachdesk.gui.background import Cancelled, Task

if TYPE_CHECKING:
    from coachdesk.journal.journal import Journal
    from coachdesk.journal.keys import Cost
    from coachdesk.ledger.event import Head
    from coachdesk.records.attachment import Attachment

DEMO_PASSPHRASE = "demo"  # noqa: S105  # printed on the unlock screen: everybody in the demo is invented
_BEGUN = 0.01
"""The least share of a work that is told: it has begun."""
DEMO_KEPT_IN = "passphrase.txt"  # beside a demo that the command made: it has a passphrase of its own


def back_up(journal: "Journal", folder: Path | None, task: Task) -> "Head":
    """A proved copy in ``folder``, or in the journal's own, where superfluous ones then go."""
    from coachdesk.journal import backup, keeping  # noqa: PLC0415  # as in open_journal

    place = backup.place_for(journal.path, journal.now(), folder)
    head = journal.back_up(place, task.report)
    if folder is None:
        keeping.thin_backups(journal, place)
    return head


def whole(
    journal: "Journal", work: "Callable[[Journal, Task], Any]", key_in_use: threading.Lock, task: Task
) -> Any:
    """Does ``work``; a lock that comes now waits for it."""
    with key_in_use:
        task.check()
        return work(journal, task)


def take_in(
    journal: "Journal",
    name: str,
    open_it: Callable[[], tuple[BinaryIO, int]],
    is_over: Callable[[], bool],
    task: Task,
) -> "Attachment":
    """Copies a file in, over a connection of its own; abandons it at once where the journal ``is_over``."""
    from coachdesk.journal.attachments import Abandoned  # noqa: PLC0415  # as in open_journal

    def progress(taken: int) -> None:
        if task.is_cancelled and is_over():
            raise Abandoned
        task.report(min(taken / max(size, 1), 1.0))

    stream, size = open_it()
    with stream:
        return journal.take_in_beside(name, stream, progress)


def restore(journal: "Journal", place: Path, key_in_use: threading.Lock, task: Task) -> None:
    """Puts a backup in the journal's place. A lock that comes now waits until one of the two is whole there."""
    from coachdesk.journal import restoring  # noqa: PLC0415  # as in open_journal

    with key_in_use:
        restoring.restore(journal, place, task.report)


def open_at(
    path: Path, secret: str, by: Literal["passphrase", "recovery"], task: Task
) -> tuple["Journal", str]:
    """Opens a journal; the one progress that is told is that an erasure is finished first."""
    from coachdesk.journal.opening import open_journal  # noqa: PLC0415  # the window is visible before this is loaded

    def finishing() -> None:
        with contextlib.suppress(Cancelled):  # it is finished all the same, whoever waits
            task.report(_BEGUN)

    return open_journal(path, secret, by, finishing=finishing), ""


def open_to_read(
    path: Path, secret: str, by: Literal["passphrase", "recovery"], _task: Task
) -> tuple["Journal", str]:
    """Opens a journal in which nothing is written."""
    from coachdesk.journal.opening import open_reading  # noqa: PLC0415  # as in open_at

    return open_reading(path, secret, by), ""


def open_with_sheet(path: Path, lines: str, code: str, _task: Task) -> tuple["Journal", str]:
    """Opens a journal whose keys are lost with its recovery sheet and the code."""
    from coachdesk.journal import opening  # noqa: PLC0415  # as in open_at

    return opening.open_with_sheet(path, lines, code), ""


def open_with_newest_keys(
    path: Path, secret: str, by: Literal["passphrase", "recovery"], _task: Task
) -> tuple["Journal", str]:
    """Opens a journal whose keys are lost with those of its newest backup that has any."""
    from coachdesk.journal import backup, header, opening  # noqa: PLC0415  # as in open_at
    from coachdesk.journal.errors import DamagedHeader, JournalError  # noqa: PLC0415

    for one in backup.own_backups(path):
        with contextlib.suppress(JournalError):
            header.read_header(one.path)
            break
    else:
        raise DamagedHeader(path / header.NAME, "missing")
    return opening.open_with_keys_of(path, one.path, secret, by), ""


def settle(place: Path, target: Path, task: Task) -> Path:
    """A backup becomes the journal at ``target``."""
    from coachdesk.journal import files, settling  # noqa: PLC0415  # as in open_at

    with files.storage_errors(target.parent):
        files.make_private_folder(target.parent)
    settling.settle(place, target, task.report)
    return target


def look_at(path: Path, _task: Task) -> None:
    """Raises what is wrong with a journal, as far as that is seen without its key."""
    from coachdesk.journal import files, header  # noqa: PLC0415  # as in open_at
    from coachdesk.journal.errors import DamagedDatabase  # noqa: PLC0415

    files.check_own_folder(path)
    header.read_header(path)
    if not files.check_own_file(path / files.DATABASE):
        raise DamagedDatabase(path / files.DATABASE, "missing")


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


def rotate_key(
    journal: "Journal",
    passphrase: str,
    cost: "Callable[[], Cost] | None",
    key_in_use: threading.Lock,
    task: Task,
) -> str:
    """Gives the journal another key; returns the new recovery code. A lock that comes now waits, as above."""
    from coachdesk.journal.keys import calibrated_cost  # noqa: PLC0415  # as in open_journal
    from coachdesk.journal.rotation import rotate_key as rotate  # noqa: PLC0415

    with key_in_use:
        task.check()
        return rotate(journal, passphrase, (cost or calibrated_cost)(), task.report, is_seen=False)
