"""Journals to measure, filled with invented notes, and bare databases that hold the same words."""

import contextlib
import datetime as dt
import os
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

import msgspec

from coachdesk.bench.material import Writer, leaders
from coachdesk.journal import header, keys
from coachdesk.journal.append import search_text
from coachdesk.journal.connection import Connection, connect
from coachdesk.journal.files import DATABASE
from coachdesk.journal.journal import Journal
from coachdesk.journal.opening import create_journal, open_journal
from coachdesk.ledger.clock import Reading
from coachdesk.ledger.event import encode_payload
from coachdesk.records.entry import Entry
from coachdesk.records.people import Leader

AT_ONCE = 500
"""Entries in one transaction while a journal is filled; a person saves them one by one."""

_PASSPHRASE = "a passphrase for a journal of nobody"  # noqa: S105  # thrown away with the journal


class Pace:
    """A clock that shows the hour after the last note: entries are written when they happened."""

    def __init__(self) -> None:
        self._at = dt.datetime(2022, 12, 1, tzinfo=dt.UTC)

    def follow(self, entry: Entry) -> None:
        """Time passes until the hour after ``entry``."""
        self._at = max(self._at, entry.occurred.at + dt.timedelta(hours=1))

    def __call__(self) -> Reading:
        """The time now; no boot clock, or the two would seem to drift apart."""
        return Reading(at=self._at, offset=0, boot="", boottime=0)


class Made(msgspec.Struct, frozen=True):
    """A filled journal, closed, and the recovery code that opens it without the cost of a passphrase."""

    path: Path
    code: str
    people: list[Leader]

    def open(self) -> Journal:
        """The journal, open."""
        return open_journal(self.path, self.code, "recovery")

    def connect(self) -> Connection:
        """A connection of one's own, made by the same recipe as the journal's."""
        head, _ = header.read_header(self.path)
        return connect(self.path / DATABASE, header.unlock(head, self.code, "recovery", self.path))


def make_journal(path: Path, people: list[Leader], entries: Iterable[Entry], at_once: int = AT_ONCE) -> Made:
    """A new journal about ``people`` with ``entries`` in it, in the order given."""
    pace, waiting = Pace(), iter(entries)
    journal, code = create_journal(path, _PASSPHRASE, keys.FLOOR, clock=pace)
    with journal:
        journal.put(*people)
        while batch := list(islice(waiting, at_once)):
            pace.follow(batch[-1])
            journal.put(*batch)
    return Made(path, code, people)


def filled_journal(path: Path, size: int) -> Made:
    """A new journal with ``size`` entries about twenty leaders."""
    people = leaders()
    return make_journal(path, people, Writer().entries(size, size, people))


class Bare:
    """The same words in a plain table of an encrypted database, and in its search if ``search`` says how."""

    def __init__(self, path: Path, search: str = "") -> None:
        self._connection, self._search = connect(path, keys.new_key()), bool(search)
        self._connection.execute("CREATE TABLE note (seq INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT")
        if search:
            self._connection.execute(search)

    def save(self, *entries: tuple[bytes, str, str]) -> None:
        """Writes entries as :func:`stored` gives them; durable when the call returns."""
        self._connection.execute("BEGIN IMMEDIATE")
        for body, title, text in entries:
            self._connection.execute("INSERT INTO note (body) VALUES (?)", (body,))
            if self._search:
                self._connection.execute("INSERT INTO search (title, body) VALUES (?, ?)", (title, text))
        self._connection.execute("COMMIT")

    def fill(self, size: int) -> None:
        """Writes what :func:`filled_journal` writes, as many at once."""
        waiting = Writer().entries(size, size, leaders())
        while batch := [stored(entry) for entry in islice(waiting, AT_ONCE)]:
            self.save(*batch)

    def close(self) -> None:
        """Closes the database."""
        self._connection.close()


def stored(entry: Entry) -> tuple[bytes, str, str]:
    """An entry's payload, and the title and text it is found by: what a save writes, whoever does it."""
    title, text = search_text(entry) or ("", "")
    return encode_payload(entry, entry.leader_ids, (1,), ""), title, text


def search_table(connection: Connection) -> str:
    """The statement that made the search table of a journal."""
    row = connection.execute("SELECT sql FROM sqlite_master WHERE name = 'search'").fetchone()
    return str(row[0])


@contextlib.contextmanager
def state_kept_in(folder: Path) -> Iterator[None]:
    """Inside, what CoachDesk remembers outside journals is kept in ``folder``, not in the user's own."""
    name = "XDG_STATE_HOME"
    before = os.environ.get(name)
    os.environ[name] = str(folder)
    try:
        yield
    finally:
        os.environ.pop(name)
        if before is not None:
            os.environ[name] = before
