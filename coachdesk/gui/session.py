"""The journal while it is open: every change goes through here, is told once, and lock ends it all.

It holds no widget. Panes hear of what happens by its signals and read through :attr:`Session.view`.
"""

import threading
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Literal

from PySide6.QtCore import QObject, Signal

from coachdesk.gui import session_work
from coachdesk.gui.background import Background, Task, ignore, raise_again
from coachdesk.gui.rest import Rest

if TYPE_CHECKING:
    from coachdesk.export.releasing import Prepared, Released
    from coachdesk.export.rendering import Said
    from coachdesk.journal.journal import Journal
    from coachdesk.journal.keys import Cost
    from coachdesk.journal.view import View
    from coachdesk.ledger.event import Event, Head
    from coachdesk.records.attachment import Attachment
    from coachdesk.records.base import Record
    from coachdesk.records.entry import Entry

Reason = Literal["hand", "idle", "minimised", "screen", "sleep", "closing", "restored"]
"""Why the journal was locked; each has its own sentence on the unlock screen."""

RECOVERY_PROVED = "recovery_proved"
DEMO_NAME = "Demo.coachdesk"
_PATIENCE = 3.0
"""So many seconds a job has to notice that it was cancelled; then the journal is closed all the same. Before a sleep
logind waits five at most.
"""
_YES, _NO = b"1", b"0"


class Locked(Exception):
    """The journal is not open: whoever asks has outlived it."""


class Session(QObject):
    """One journal, open or locked.

    ``opened``: it can be read. ``keeping``: keep what is being typed now, whatever comes next.
    ``locking``: it is about to be closed, end what stands above the desk. ``locked`` (why): forget everything. ``changed`` (id): a record was written, once per change.
    ``drafted`` (id): a draft was kept or dropped. ``noticed`` (sentence's key, detail): the manager should
    know. ``set_aside``: forget what is shown, it may be erased now; the journal stays open.

    ``cost``, if given, is what a new passphrase costs to try; else about a second on this machine.
    """

    opened = Signal()
    keeping = Signal()
    locking = Signal()
    locked = Signal(str)
    changed = Signal(str)
    drafted = Signal(str)
    noticed = Signal(str, str)
    set_aside = Signal()

    def __init__(
        self,
        background: Background,
        parent: QObject | None = None,
        *,
        cost: "Callable[[], Cost] | None" = None,
    ) -> None:
        super().__init__(parent)
        self.background, self.cost = background, cost
        self.recovery_code, self.is_locking = "", False
        self.is_kept = True
        self._journal: Journal | None = None
        self._opening: Task | None = None
        self.rest = Rest(background, self)
        self._reading: set[View] = set()
        self._key_in_use = threading.Lock()

    @property
    def is_open(self) -> bool:
        """Whether there is a journal to read and write."""
        return self._journal is not None

    @property
    def journal(self) -> "Journal":
        """The open journal, for what only the core does (an export). Raises Locked."""
        if self._journal is None:
            raise Locked
        return self._journal

    @property
    def view(self) -> "View":
        """What can be read. Raises Locked."""
        return self.journal.view

    @property
    def is_read_only(self) -> bool:
        """Whether the journal is open, and nothing is written in it."""
        return self._journal is not None and self._journal.store.is_read_only

    @property
    def is_demo(self) -> bool:
        """Whether this is the journal of invented people."""
        return self.journal.path.name == DEMO_NAME

    # Opening and locking

    def open(
        self,
        context: QObject,
        path: Path,
        secret: str,
        by: Literal["passphrase", "recovery"],
        failed: Callable[[Exception], None],
    ) -> None:
        """Opens a journal off the GUI thread: ``opened`` follows, or ``failed`` with a JournalError."""
        self._begin(context, partial(session_work.open_at, path, secret, by), failed)

    def open_by(
        self,
        context: QObject,
        way: Callable[[Task], tuple["Journal", str]],
        failed: Callable[[Exception], None],
        progressed: Callable[[float], None] = ignore,
    ) -> None:
        """Opens a journal off the GUI thread by another of the ways of ``session_work``; else as :meth:`open`."""
        self._begin(context, way, failed, progressed)

    def create(
        self, context: QObject, path: Path, passphrase: str, failed: Callable[[Exception], None]
    ) -> None:
        """Makes a journal and opens it; :attr:`recovery_code` is known until it is proved or the lock."""
        self._begin(context, partial(session_work.create, path, passphrase, self.cost), failed)

    def create_demo(
        self,
        context: QObject,
        folder: Path,
        failed: Callable[[Exception], None],
        progressed: Callable[[float], None],
    ) -> None:
        """Makes the demo journal in ``folder`` and opens it; its passphrase is DEMO_PASSPHRASE."""
        self._begin(context, partial(session_work.create_demo, folder), failed, progressed)

    def _begin(
        self,
        context: QObject,
        work: Callable[[Task], tuple["Journal", str]],
        failed: Callable[[Exception], None],
        progressed: Callable[[float], None] = ignore,
    ) -> None:
        self.stop_opening()
        self._opening = self.background.run(
            context,
            work,
            self._on_opened,
            failed=failed,
            progressed=progressed,
            dropped=lambda made: made[0].close(),
        )

    def stop_opening(self) -> None:
        """Nobody waits any more for what is being opened: it will be closed again unseen."""
        if self._opening is not None:
            self._opening.cancel()
            self._opening = None

    def _on_opened(self, opened: tuple["Journal", str]) -> None:
        self._opening = None
        self.adopt(*opened)

    def adopt(self, journal: "Journal", recovery_code: str = "") -> None:
        """Goes on with a journal that is open; ``recovery_code`` is that of one just made."""
        self._journal, self.recovery_code = journal, recovery_code
        if self.recovery_code:
            self.journal.change_setting(RECOVERY_PROVED, _NO)
        self.opened.emit()
        for notice in self.journal.notices:
            self.noticed.emit(notice.kind, notice.detail)

    def lock(self, why: Reason) -> None:
        """Keeps drafts, forgets everything, closes the journal. Jobs are stopped and waited for first."""
        self.stop_opening()
        if self._journal is None:
            return
        self.keep_drafts()
        self.is_locking = True  # nobody may ask anything now: the lock wins
        self.locking.emit()
        journal, self._journal, self.recovery_code = self._journal, None, ""
        self.background.cancel_all()
        for view in tuple(self._reading):
            view.interrupt()
        self.locked.emit(why)
        self.background.wait(_PATIENCE)
        with self._key_in_use:
            journal.close()
        self.is_locking = False

    # Reading in the background

    def ask(
        self,
        context: QObject,
        question: Callable[["View", Task], Any],
        done: Callable[[Any], None],
        failed: Callable[[Exception], None] = raise_again,
        progressed: Callable[[float], None] = ignore,
    ) -> Task:
        """Answers ``question`` off the GUI thread, over a connection of its own, which a lock interrupts."""
        work = partial(self._answer, self.journal, question)
        return self.background.run(context, work, done, failed=failed, progressed=progressed)

    def _answer(self, journal: "Journal", question: Callable[["View", Task], Any], task: Task) -> Any:
        view = journal.open_view()
        self._reading.add(view)
        try:
            task.check()
            return question(view, task)
        finally:
            self._reading.discard(view)
            view.close()

    # Writing: each change is told once

    def put(self, *records: "Record", reason: str = "", draft_id: str = "") -> "Event":
        """Seals records, all or none; the last one is what is told of. Raises as ``Journal.put`` does."""
        event = self.journal.put(*records, reason=reason, draft_id=draft_id)
        if draft_id:
            self.drafted.emit(draft_id)
        return self._told(records[-1].id, event)

    def add(self, entry_id: str, text: str, reason: str, taken_in: Sequence["Attachment"] = ()) -> "Event":
        """Puts an addition under a sealed entry, with the files ``taken_in`` for it. Raises as ``Journal.add`` does."""
        return self._told(entry_id, self.journal.add(entry_id, text, reason, taken_in=taken_in))

    def correct(self, entry: "Entry", reason: str) -> "Event":
        """Seals the corrected state of an entry. Raises as ``Journal.correct`` does."""
        return self._told(entry.id, self.journal.correct(entry, reason))

    def withdraw(self, entry_id: str, reason: str) -> "Event":
        """Marks an entry as withdrawn. Raises as ``Journal.withdraw`` does."""
        return self._told(entry_id, self.journal.withdraw(entry_id, reason))

    def refile(self, entry_id: str, leader_ids: Sequence[str], reason: str) -> "Event":
        """Moves an entry to the right leaders. Raises as ``Journal.refile`` does."""
        return self._told(entry_id, self.journal.refile(entry_id, leader_ids, reason))

    def release(self, prepared: "Prepared", said: "Said") -> "Released":
        """Hands a report over. Raises as ``releasing.release`` does."""
        from coachdesk.export import releasing  # noqa: PLC0415  # seldom, and it loads a lot

        released = releasing.release(self.journal, prepared, said)
        self.changed.emit(released.record_id)
        return released

    def take_in(
        self,
        context: QObject,
        name: str,
        open_it: Callable[[], tuple[BinaryIO, int]],
        done: Callable[["Attachment"], None],
        *,
        failed: Callable[[Exception], None] = raise_again,
        progressed: Callable[[float], None] = lambda _share: None,
    ) -> Task:
        """Copies a file in, off the GUI thread; seal the description that ``done`` gets with its entry.

        ``open_it`` gives the content and its size in bytes, in the pool's thread. A lock ends it at once.
        """
        work = partial(session_work.take_in, self.journal, name, open_it, lambda: not self.is_open)
        return self.background.run(context, work, done, failed=failed, progressed=progressed)

    def _told(self, record_id: str, event: "Event") -> "Event":
        self.changed.emit(record_id)
        return event

    # Drafts, settings, credentials

    def keep_drafts(self) -> bool:
        """Has everything that is being typed kept: before a lock, and after a mistake of ours. Whether it is."""
        self.is_kept = True
        self.keeping.emit()
        return self.is_kept

    def keep_draft(self, draft_id: str, values: dict[str, Any]) -> None:
        """Keeps what was typed so far, encrypted. Raises a storage error."""
        self.is_kept = False
        self.journal.keep_draft(draft_id, values)
        self.is_kept = True
        self.drafted.emit(draft_id)

    def drop_draft(self, draft_id: str) -> None:
        """Throws a draft away. Raises a storage error."""
        self.journal.drop_draft(draft_id)
        self.drafted.emit(draft_id)

    def change_setting(self, name: str, value: bytes) -> None:
        """Keeps a setting of this journal. Raises a storage error."""
        self.journal.change_setting(name, value)

    @property
    def is_recovery_proved(self) -> bool:
        """Whether the manager showed that the recovery code is on paper (or was given it on a terminal)."""
        return self.view.setting(RECOVERY_PROVED) != _NO

    def prove_recovery(self) -> None:
        """The code is on paper: forget it. Raises a storage error."""
        self.change_setting(RECOVERY_PROVED, _YES)
        self.recovery_code = ""

    def renew_recovery_code(self) -> str:
        """A new recovery code in place of the old; unproved until :meth:`prove_recovery`. Raises a storage error."""
        self.recovery_code = self.journal.change_recovery_code()
        self.change_setting(RECOVERY_PROVED, _NO)
        return self.recovery_code

    def back_up(
        self,
        context: QObject,
        folder: Path | None,
        done: Callable[["Head"], None],
        failed: Callable[[Exception], None],
        progressed: Callable[[float], None] = ignore,
    ) -> Task:
        """Makes a proved copy off the GUI thread, in ``folder`` or the journal's own, where superfluous ones then go."""
        work = partial(session_work.back_up, self.journal, folder)
        return self.background.run(context, work, done, failed=failed, progressed=progressed)

    def run_whole(
        self,
        context: QObject,
        work: "Callable[[Journal, Task], Any]",
        done: Callable[[Any], None],
        failed: Callable[[Exception], None],
        progressed: Callable[[float], None] = ignore,
    ) -> Task:
        """Has ``work`` done off the GUI thread that a lock waits for; it reports often, so that a lock ends it soon."""
        whole = partial(session_work.whole, self.journal, work, self._key_in_use)
        return self.background.run(context, whole, done, failed=failed, progressed=progressed)

    def restore(
        self,
        context: QObject,
        place: Path,
        failed: Callable[[Exception], None],
        progressed: Callable[[float], None] = ignore,
    ) -> Task:
        """Puts a backup in the journal's place, off the GUI thread; then locks, so that all is read anew."""
        journal = self.journal

        def lock(_none: object) -> None:
            if self._journal is journal:  # another lock may have come first
                self.lock("restored")

        work = partial(session_work.restore, journal, place, self._key_in_use)
        return self.rest.run(context, work, lock, failed=failed, progressed=progressed, dropped=lock)

    def change_passphrase(
        self,
        context: QObject,
        passphrase: str,
        done: Callable[[], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Wraps the journal's key anew, off the GUI thread (two derivations)."""
        work = partial(session_work.change_passphrase, self.journal, passphrase, self.cost, self._key_in_use)
        self.background.run(context, work, lambda _none: done(), failed=failed)

    def rotate_key(
        self,
        context: QObject,
        passphrase: str,
        done: Callable[[], None],
        failed: Callable[[Exception], None],
        progressed: Callable[[float], None] = ignore,
    ) -> Task:
        """Gives the journal another key, off the GUI thread; :attr:`recovery_code` is then the new one, unproved."""
        journal = self.journal

        def keep(code: str) -> None:
            # else a lock came first, and the next opening says that nobody saw the code
            if self._journal is journal:
                self.recovery_code = code
                self.change_setting(RECOVERY_PROVED, _NO)

        def tell(code: str) -> None:
            from coachdesk.journal import in_force  # noqa: PLC0415  # as in release

            keep(code)
            done()
            in_force.note_seen(journal.store)

        work = partial(session_work.rotate_key, journal, passphrase, self.cost, self._key_in_use)
        return self.rest.run(context, work, tell, failed=failed, progressed=progressed, dropped=keep)
