"""Every way in which CoachDesk writes, each as an act on a journal that was prepared for it.

What an act writes is the same each time it is done in copies of one prepared journal, ids and all, so that what is
found after it was cut short can be compared with what it was to write. (Keys, salts and times differ.)
"""

import contextlib
import io
import itertools
import random
import shutil
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from unittest import mock

import msgspec

from coachdesk.journal.keys import FLOOR
from coachdesk.journal.opening import create_journal, open_journal
from coachdesk.records import base
from coachdesk.records.entry import Entry
from coachdesk.records.people import Leader
from tests.faults.looking import JOURNAL
from tests.faults.writer import CANARY, PASSPHRASES, Writer, fill, small_chunks, swiftly
from tests.journal.spoiling import make_version_1

NEW = "notes/New.coachdesk"
"""Where the act that makes a journal makes it."""

SHELF = 4


class Act(msgspec.Struct, frozen=True):
    """``do`` is done by a writer with the journal of a tree open; ``opens``: opening it is part of the act."""

    do: Callable[[Writer], object]
    tree: str = "full"
    opens: bool = False


def same_ids(name: str) -> contextlib.AbstractContextManager[object]:
    """Inside, new records get the same ids each time it is entered by the same name."""
    numbers = (f"{random.Random(f'{name}:{at}').getrandbits(96):024x}" for at in itertools.count())
    known = SimpleNamespace(token_hex=lambda _size: next(numbers))
    return mock.patch.object(base, "secrets", known)


class Prepared:
    """Folders with a journal each, to be copied: the trees of the acts, and the recovery code that opens them."""

    def __init__(self, scratch: Path) -> None:
        self._scratch = scratch
        with swiftly():
            self._prepare()

    def _prepare(self) -> None:
        full = self._scratch / "full" / JOURNAL
        journal, self.code = create_journal(full, PASSPHRASES[0], FLOOR)
        with journal, small_chunks():
            fill(Writer(journal, self.code, 1, silent=True))
        self._derive("old", lambda path: make_version_1(path, passphrase=PASSPHRASES[0]))
        self._derive("erased", self._erase)
        self._derive("shelved", self._fill_shelf)

    def _derive(self, name: str, change: Callable[[Path], object]) -> None:
        shutil.copytree(self._scratch / "full", self._scratch / name)
        change(self._scratch / name / JOURNAL)

    def _erase(self, path: Path) -> None:
        with self.writer(path).journal as journal:
            Writer(journal, self.code, 1, silent=True).erase()

    def _fill_shelf(self, path: Path) -> None:
        with self.writer(path).journal as journal:
            Writer(journal, self.code, 1, silent=True).fill_shelf(SHELF)

    def copy(self, tree: str, to: Path) -> Path:
        """Puts a copy of a tree at ``to``; returns its journal's folder."""
        shutil.copytree(self._scratch / tree, to)
        return to / JOURNAL

    def writer(self, path: Path) -> Writer:
        """Somebody who knows the journal at ``path``, opened."""
        writer = Writer(open_journal(path, self.code, "recovery"), self.code, 1, silent=True)
        writer.leader, writer.other = sorted(writer.journal.view.leaders(), key=lambda one: one.name)
        return writer


def note(writer: Writer) -> Entry:
    """The newest entry about the leader."""
    return writer.journal.view.timeline(writer.leader.id).entries[0].entry


def _attach_beside(writer: Writer) -> None:
    taken = writer.journal.take_in_beside("minutes.bin", io.BytesIO(random.Random(5).randbytes(9_000)))
    writer.journal.put(taken, writer.entry(attachment_ids=(taken.id,)))


def _create(writer: Writer) -> None:
    journal, _code = create_journal(writer.journal.path.with_name(Path(NEW).name), PASSPHRASES[0], FLOOR)
    journal.close()


MAKES = "make a journal"

ACTS: dict[str, Act] = {
    "save": Act(lambda by: by.put(by.entry())),
    "save several": Act(lambda by: by.put(Leader.make(name="Third"), by.entry(words=900), by.entry())),
    "seal a draft": Act(lambda by: by.put(by.entry(), draft_id="typing")),
    "keep a draft": Act(lambda by: by.keep_draft("typing")),
    "drop a draft": Act(lambda by: by.drop_draft("typing")),
    "add": Act(lambda by: by.add(note(by).id)),
    "correct": Act(lambda by: by.correct(note(by).id)),
    "refile": Act(lambda by: by.journal.refile(note(by).id, (by.other.id,), "the wrong leader")),
    "withdraw": Act(lambda by: by.journal.withdraw(note(by).id, "never happened")),
    "attach": Act(lambda by: by.attach()),
    "attach beside": Act(_attach_beside),
    "change a setting": Act(lambda by: by.set(b"another")),
    "change the passphrase": Act(lambda by: by.change_passphrase(PASSPHRASES[1])),
    "change the recovery code": Act(lambda by: by.change_recovery_code()),
    "rotate the key": Act(lambda by: by.rotate()),
    "back up": Act(lambda by: by.back_up()),
    "back up elsewhere": Act(lambda by: by.back_up(by.stick / "second.coachdesk")),
    "thin backups": Act(lambda by: by.thin(), "shelved"),
    "erase": Act(lambda by: by.erase(CANARY)),
    "restore": Act(lambda by: by.restore(by.stick / "copy.coachdesk")),
    "restore what was erased since": Act(lambda by: by.restore(by.stick / "copy.coachdesk"), "erased"),
    "open": Act(lambda by: by, opens=True),
    "migrate": Act(lambda by: by, "old", opens=True),
    MAKES: Act(_create),
}

OF_KEYS = ("change the passphrase", "change the recovery code", "rotate the key", MAKES)
"""Acts after which something else opens the journal."""
