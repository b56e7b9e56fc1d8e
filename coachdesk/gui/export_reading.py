"""What an export could hold, read off the GUI thread: once for the leaders, and again for each choice."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import partial

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal

from coachdesk.export import phrases
from coachdesk.export.elsewhere import Elsewhere, named_elsewhere
from coachdesk.export.reviewing import Reviewed, reviewed
from coachdesk.export.selection import Selection
from coachdesk.gui import wording
from coachdesk.gui.background import Task
from coachdesk.gui.calmly import calmly
from coachdesk.gui.export_entries import Candidate
from coachdesk.gui.session import Session
from coachdesk.gui.texts import _, ngettext
from coachdesk.journal.filters import EVERYTHING
from coachdesk.journal.view import View
from coachdesk.records.attachment import Attachment
from coachdesk.records.entry import NARRATIVE, Entry
from coachdesk.records.issue import Issue, Link

_PAUSE_MS = 250
_FIXED, _A_ROW, _AN_ENTRY, _A_RECORD, _A_FILE, _A_LETTER = 6.4, 0.16, 0.33, 0.31, 2.0, 0.00022
"""In pages: of every report, of all that is listed in it, and of what is shown besides."""


class Stock(msgspec.Struct, frozen=True, kw_only=True):
    """What there is about some leaders: entries by kind and by lane, letters and files of each entry by its id.

    ``issues`` are the titles of their issues, ``linked`` how many records are linked to each, by id. ``elsewhere`` are
    entries filed under others that name them.
    """

    leader_ids: tuple[str, ...] = ()
    kinds: Mapping[str, int] = {}
    lanes: Mapping[str, int] = {}
    issues: Mapping[str, str] = {}
    linked: Mapping[str, int] = {}
    letters: Mapping[str, int] = {}
    files: Mapping[str, tuple[Attachment, ...]] = {}
    elsewhere: tuple[Elsewhere, ...] = ()


class Read(msgspec.Struct, frozen=True):
    """What there is, and how a selection treats each record."""

    stock: Stock = Stock()
    rows: tuple[Reviewed, ...] = ()


class Reading(QObject):
    """Reads again whenever something else is chosen, one reading at a time.

    ``came`` (Read): it was read; ``failed`` (error): it was not.
    """

    came = Signal(object)
    failed = Signal(object)

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._stock = session, Stock()
        self._wanted: Selection | None = None
        self._asked: Selection | None = None
        self._task: Task | None = None
        self._pause = QTimer(self, interval=_PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self._ask)

    def want(self, selection: Selection) -> None:
        """What is chosen now. It is read once nobody has chosen anything else for a moment."""
        if selection == self._wanted:
            return
        self._wanted = selection
        if selection.leader_ids == self._stock.leader_ids:
            self._pause.start()
        else:
            self._ask()

    @property
    def is_current(self) -> bool:
        """Whether what was read last is what is wanted."""
        return self._task is None and self._asked == self._wanted

    def hurry(self) -> None:
        """Reads now what would be read in a moment."""
        if self._pause.isActive():
            self._pause.stop()
            self._ask()

    def stop(self) -> None:
        """Nobody waits for it any more."""
        self._pause.stop()
        if self._task is not None:
            self._task.cancel()
        self._task = self._wanted = self._asked = None

    def _ask(self) -> None:
        if self._task is None and self._wanted is not None and self._session.is_open:
            self._asked = self._wanted
            work = partial(_read, self._wanted, self._stock)
            self._task = self._session.ask(self, work, self._on_read, self._on_failed)

    def _on_read(self, read: Read) -> None:
        self._task, self._stock = None, read.stock
        if not self._pause.isActive() and self._asked != self._wanted:
            self._ask()
        else:
            self.came.emit(read)

    def _on_failed(self, error: Exception) -> None:
        self._task = None
        self.failed.emit(error)


def counted(rows: Sequence[Candidate], stock: Stock, drawn: int) -> str:
    """What goes in, and on how many pages: an estimate until they are ``drawn``."""
    if not rows:
        return ""
    pages = drawn or estimated_pages(rows, stock)
    if drawn:
        template = ngettext("{what} {count} page, as drawn.", "{what} {count} pages, as drawn.", pages)
    else:
        template = ngettext(
            "{what} About {count} page, an estimate.", "{what} About {count} pages, an estimate.", pages
        )
    return template.format(what=in_and_out(rows), count=wording.number(pages))


def in_and_out(rows: Sequence[Candidate]) -> str:
    """How much goes in, and how much is withheld."""
    shown = [one for one in rows if one.is_in]
    entries = sum(one.row.type == "entry" for one in shown)
    records, withheld = len(shown) - entries, len(rows) - len(shown)
    facts = {
        "count": wording.number(entries),
        "entries": wording.entries(entries),
        "records": ngettext("{count} record", "{count} records", records).format(
            count=wording.number(records)
        ),
        "withheld": wording.number(withheld),
    }
    if records:
        template = _("{entries} and {records} go in.")
        if withheld:
            template = _("{entries} and {records} go in; {withheld} withheld, as numbered gaps.")
    elif withheld:
        template = ngettext(
            "{count} entry goes in; {withheld} withheld, as numbered gaps.",
            "{count} entries go in; {withheld} withheld, as numbered gaps.",
            entries,
        )
    else:
        template = ngettext("{count} entry goes in.", "{count} entries go in.", entries)
    return template.format(**facts)


def said_elsewhere(found: Sequence[Elsewhere]) -> str:
    """Which entries filed under others name those the export is about; empty if none does."""
    numbers: dict[str, list[int]] = {}
    for one in found:
        numbers.setdefault(one.leader, []).append(one.number)
    listed = [
        ngettext("{leader}, entry {numbers}", "{leader}, entries {numbers}", len(among)).format(
            leader=leader, numbers=phrases.numbers(among)
        )
        for leader, among in numbers.items()
    ]
    template = ngettext(
        "{count} entry filed under others holds their name and is not in this file: {entries}. Look at it, too.",
        "{count} entries filed under others hold their name and are not in this file: {entries}. Look at them, too.",
        len(found),
    )
    return template.format(count=wording.number(len(found)), entries="; ".join(listed)) if found else ""


def estimated_pages(rows: Sequence[Candidate], stock: Stock) -> int:
    """About how many pages it will be: measured over the demo and over generated journals, off by a tenth there."""
    shown = [one for one in rows if one.is_in]
    entries = sum(one.row.type == "entry" for one in shown)
    letters = sum(stock.letters.get(one.key, 0) for one in shown)
    files = {file.id for one in shown for file in stock.files.get(one.key, ())}
    of_shown = entries * _AN_ENTRY + (len(shown) - entries) * _A_RECORD + letters * _A_LETTER
    return round(_FIXED + len(rows) * _A_ROW + of_shown + len(files) * _A_FILE)


def _read(wanted: Selection, stock: Stock, view: View, task: Task) -> Read:
    with calmly():
        if stock.leader_ids != wanted.leader_ids:
            stock = _stock(wanted.leader_ids, view, task)
        task.check()
        return Read(stock, reviewed(view, wanted))


def _stock(leader_ids: Sequence[str], view: View, task: Task) -> Stock:
    entries: dict[str, Entry] = {}
    for leader_id in leader_ids:
        task.check()
        entries |= {one.entry.id: one.entry for one in view.timeline(leader_id, EVERYTHING, -1).entries}
    file_of = _files(view)
    about = [
        record
        for leader_id in leader_ids
        for name in ("issue", "link")
        for record in view.about(leader_id, name)
    ]
    return Stock(
        leader_ids=tuple(leader_ids),
        kinds=Counter(entry.kind for entry in entries.values()),
        lanes=Counter(entry.lane for entry in entries.values()),
        issues={one.id: one.title for one in about if isinstance(one, Issue)},
        linked=Counter(one.target_id for one in about if isinstance(one, Link)),
        letters={key: _letters(entry) for key, entry in entries.items()},
        files={key: found for key, entry in entries.items() if (found := file_of(entry))},
        elsewhere=named_elsewhere(view, Selection(leader_ids=tuple(leader_ids))),
    )


def _files(view: View) -> Callable[[Entry], tuple[Attachment, ...]]:
    known: dict[str, Attachment] = {
        one.id: one for one in view.records("attachment") if isinstance(one, Attachment)
    }

    def files_of(entry: Entry) -> tuple[Attachment, ...]:
        ids = [*entry.attachment_ids, *(one for added in entry.additions for one in added.attachment_ids)]
        return tuple(known[one] for one in dict.fromkeys(ids) if one in known)

    return files_of


def _letters(entry: Entry) -> int:
    """How much there is to read in an entry."""
    own = sum(len(str(getattr(entry, field))) for field in NARRATIVE)
    return own + len(entry.title) + sum(len(addition.text) for addition in entry.additions)
