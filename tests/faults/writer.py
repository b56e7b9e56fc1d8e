"""The program under test: it saves through the real journal and says so once each save has returned.

    python -m tests.faults.writer life PATH [--kind saves] [--sabotage NAME]
    python -m tests.faults.writer on PATH CODE FLAG [--sabotage NAME]

``life`` makes a journal and lives one of the lives of ``LIVES`` with it; together they use every way of writing. ``on``
opens one with its recovery code and saves for as long as it lives; the first byte of the file FLAG is 1 while a save is
under way.

It prints ``CODE`` with each recovery code, ``IN`` with what the journal will hold before a save, ``ACK`` with what it
holds after the save has returned, and ``SKIP`` and ``GO`` around what no CoachDesk does. ``--sabotage`` takes one
protection away: the harness must then find what it finds nothing of otherwise.
"""

import argparse
import contextlib
import datetime as dt
import hashlib
import io
import itertools
import mmap
import os
import random
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any
from unittest import mock

import msgspec

from coachdesk.journal import (
    attachments,
    backup,
    connection,
    erasable,
    erasing,
    files,
    keeping,
    restoring,
    rotation,
)
from coachdesk.journal.journal import Journal
from coachdesk.journal.keys import FLOOR
from coachdesk.journal.opening import create_journal, open_journal
from coachdesk.journal.view import View
from coachdesk.records.base import Record
from coachdesk.records.entry import Entry
from coachdesk.records.people import Contact, Leader
from tests.faults.sabotage import SABOTAGES
from tests.journal.spoiling import make_version_1

CANARY = "zyxwsecretly"
"""A word that is written to be erased."""

STICK = "stick"
"""The folder beside the journal's where its copies elsewhere go."""

PASSPHRASES = ("the first passphrase", "the second passphrase")
_SETTING = "a setting"
_DAY = {"day": "2025-09-14", "time": "14:30", "zone": "Europe/London"}


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """What a journal holds: its head, its content, its drafts, a setting, its own backups (the roots of their heads),
    its copies elsewhere, and the passphrase and code that open it.
    """

    size: int
    root: str
    content: str
    drafts: tuple[tuple[str, str], ...]
    setting: str
    backups: tuple[str, ...]
    elsewhere: tuple[str, ...]
    opened_by: tuple[str, str]


def held(journal: Journal, opened_by: tuple[str, str]) -> Held:
    """What ``journal`` holds; which passphrase and which recovery code open it is for the caller to know."""
    return Held(
        size=journal.head.size,
        root=journal.head.root,
        content=content_of(journal),
        drafts=drafts_of(journal),
        setting=(journal.view.setting(_SETTING) or b"").hex(),
        backups=heads_of_backups(journal),
        elsewhere=tuple(sorted(one.name for one in copies_elsewhere(journal.path))),
        opened_by=opened_by,
    )


def content_of(journal: Journal) -> str:
    """A digest of every state of every record, but of what says that something was erased or put back: that is
    written anew where it was cut short.
    """
    hashed = hashlib.blake2b(digest_size=16)
    for one in journal.view.every():
        if one.event.record_type not in ("erasure", "restore"):
            event = one.event
            hashed.update(f"{event.record_id} {event.revision} {event.action} {len(one.body)}\0".encode())
            hashed.update(one.body)
    return hashed.hexdigest()


def drafts_of(journal: Journal) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((draft.id, draft.values["text"]) for draft in journal.view.drafts()))


def heads_of_backups(journal: Journal) -> tuple[str, ...]:
    """Read without a trace: a backup is never written to."""
    roots = []
    for one in backup.own_backups(journal.path):
        copy = connection.connect(one.path / files.DATABASE, journal.store.key, reading="immutable=1")
        with contextlib.closing(copy):
            roots.append(View(copy).head().root)
    return tuple(sorted(roots))


def copies_elsewhere(path: Path) -> list[Path]:
    """On the stick; what was cut short has no name that counts."""
    return list((path.parent / STICK).glob("[!.]*"))


class Flag:
    """A byte shared with whoever kills this program: whether a save is under way."""

    def __init__(self, path: Path) -> None:
        with path.open("r+b") as file:
            self._shared = mmap.mmap(file.fileno(), 1)

    def set(self, is_inside: bool) -> None:
        self._shared[0] = is_inside


class Writer:
    """Saves, and tells what it does, unless it is ``silent``."""

    def __init__(
        self, journal: Journal, code: str, seed: int, flag: Flag | None = None, *, silent: bool = False
    ) -> None:
        self.journal, self.passphrase, self.code = journal, PASSPHRASES[0], code
        self._rng, self._flag, self._silent = random.Random(seed), flag, silent
        self.leader, self.other = Leader.make(name="Ada Lovelace"), Leader.make(name="Grace Hopper")
        self.tell("ACK")

    @property
    def stick(self) -> Path:
        """Where copies elsewhere go."""
        return self.journal.path.parent / STICK

    def tell(self, what: str, **changes: Any) -> None:
        """Prints what the journal holds, with ``changes``."""
        if not self._silent:
            now = msgspec.structs.replace(held(self.journal, (self.passphrase, self.code)), **changes)
            say(what, msgspec.json.encode(now).decode())

    def save(self, act: Callable[[], object], **changes: Any) -> None:
        """Does ``act``; ``changes`` is what will be held afterwards, as far as it is known."""
        self.tell("IN", root="", content="", **changes)
        if self._flag:
            self._flag.set(True)
        act()
        if self._flag:
            self._flag.set(False)
        self.tell("ACK")

    def put(self, *new: Record, **options: str) -> None:
        self.save(
            lambda: self.journal.put(*new, **options),
            size=self.journal.head.size + len(new),
            drafts=tuple(draft for draft in self.drafts if draft[0] != options.get("draft_id")),
        )

    @property
    def drafts(self) -> tuple[tuple[str, str], ...]:
        return drafts_of(self.journal)

    def entry(self, words: int = 0, **values: Any) -> Entry:
        count = words or self._rng.choice((10, 60, 500))
        text = " ".join(f"word{self._rng.randrange(400)}" for _ in range(count))
        about = {"leader_ids": (self.leader.id,), "kind": "conversation", "occurred": _DAY}
        return Entry.make(**{**about, "text": text, **values})

    def keep_draft(self, draft_id: str) -> None:
        text = self._rng.randbytes(30).hex()
        others = [draft for draft in self.drafts if draft[0] != draft_id]
        self.save(
            lambda: self.journal.keep_draft(draft_id, {"text": text}),
            drafts=tuple(sorted([*others, (draft_id, text)])),
        )

    def drop_draft(self, draft_id: str) -> None:
        left = tuple(draft for draft in self.drafts if draft[0] != draft_id)
        self.save(lambda: self.journal.drop_draft(draft_id), drafts=left)

    def revise(self, act: Callable[[], object]) -> None:
        """Does ``act``, which adds one event."""
        self.save(act, size=self.journal.head.size + 1)

    def add(self, entry_id: str) -> None:
        self.revise(lambda: self.journal.add(entry_id, "and one more thing", "remembered later"))

    def correct(self, entry_id: str) -> None:
        corrected = self.journal.view.get(entry_id).record.changed(text="what was really said")
        assert isinstance(corrected, Entry)
        self.revise(lambda: self.journal.correct(corrected, "a slip of the pen"))

    def attach(self) -> None:
        """Takes a file in, in several transactions, and seals it with the entry it belongs to."""
        content = io.BytesIO(self._rng.randbytes(self._rng.choice((3_000, 20_000))))

        def act() -> None:
            taken = self.journal.take_in("minutes.bin", content)
            self.journal.put(taken, self.entry(attachment_ids=(taken.id,)))

        self.save(act, size=self.journal.head.size + 2)

    def set(self, value: bytes) -> None:
        self.save(lambda: self.journal.change_setting(_SETTING, value), setting=value.hex())

    def change_passphrase(self, passphrase: str) -> None:
        def act() -> None:
            self.journal.change_passphrase(passphrase, FLOOR)
            self.passphrase = passphrase

        self.save(act, opened_by=(passphrase, self.code))

    def change_recovery_code(self) -> None:
        def act() -> None:
            self.new_code(self.journal.change_recovery_code())

        self.save(act)

    def rotate(self) -> None:
        """Another key: the passphrase stays, the code is another."""

        def act() -> None:
            self.new_code(rotation.rotate_key(self.journal, self.passphrase, FLOOR))

        self.save(act)

    def new_code(self, code: str) -> None:
        self.code = code
        if not self._silent:
            say("CODE", code)

    def back_up(self, place: Path | None = None) -> None:
        """A copy of the journal's own, or one elsewhere."""
        to = place or backup.place_for(self.journal.path, self.journal.now())
        self.save(lambda: self.journal.back_up(to))

    def fill_shelf(self, count: int) -> None:
        """So many backups of one day in the past: thinning leaves few of them."""
        day = dt.datetime(2025, 9, 14, 12, tzinfo=dt.UTC)
        for minute in range(count):
            self.back_up(backup.place_for(self.journal.path, day + dt.timedelta(minutes=minute)))

    def thin(self) -> None:
        self.save(lambda: keeping.thin_backups(self.journal))

    def erase(self, word: str = CANARY) -> None:
        """A word goes, wherever it stands."""

        def act() -> None:
            plan = erasable.plan_words(self.journal.view, [word])
            erasing.erase(self.journal, plan, "Robin Vale", "It had to go.")

        self.save(act, size=self.journal.head.size + 1)

    def restore(self, place: Path) -> None:
        self.save(lambda: restoring.restore(self.journal, place))


def live(path: Path, kind: str, seed: int) -> None:
    """Makes a journal and lives a life with it."""
    journal, code = create_journal(path, PASSPHRASES[0], FLOOR)
    say("CODE", code)
    LIVES[kind](Writer(journal, code, seed))


def _live_saving(writer: Writer) -> None:
    """Three sittings: what is done every day."""
    path = writer.journal.path
    with writer.journal:
        _first_sitting(writer)
    with open_journal(path, PASSPHRASES[0]) as writer.journal:
        _second_sitting(writer)
    with open_journal(path, PASSPHRASES[1]) as writer.journal:
        writer.change_recovery_code()
        writer.put(writer.entry())


def fill(writer: Writer) -> None:
    """What the acts of the vault need: something to be erased, a file, a draft, a backup, a copy that is older."""
    writer.put(writer.leader, writer.other, Contact.make(name="Charles"))
    writer.put(writer.entry(text=f"This was said {CANARY} and in a low voice."))
    writer.attach()
    writer.keep_draft("typing")
    writer.set(b"one")
    writer.back_up()
    writer.back_up(writer.stick / "copy.coachdesk")
    writer.put(writer.entry(), writer.entry(leader_ids=(writer.other.id,)))


def _live_in_the_vault(writer: Writer) -> None:
    """Copies, erasures, another key."""
    path = writer.journal.path
    with writer.journal:
        fill(writer)
        writer.erase()
        writer.put(writer.entry())
        writer.restore(writer.stick / "copy.coachdesk")
        writer.put(writer.entry())
    with open_journal(path, PASSPHRASES[0]) as writer.journal:
        writer.rotate()
        writer.put(writer.entry())


def _live_changing_keys(writer: Writer) -> None:
    """Everything that changes what opens the journal."""
    path = writer.journal.path
    with writer.journal:
        writer.put(writer.leader)
        writer.back_up()
        writer.change_passphrase(PASSPHRASES[1])
        writer.change_recovery_code()
        writer.rotate()
        writer.change_passphrase(PASSPHRASES[0])
    with open_journal(path, PASSPHRASES[0]) as writer.journal:
        writer.rotate()
        writer.change_recovery_code()


def _live_long(writer: Writer) -> None:
    """A journal that an older version made, and one backup too many."""
    path = writer.journal.path
    with writer.journal:
        writer.put(writer.leader)
        writer.put(writer.entry(), writer.entry())
    say("SKIP", "")
    make_version_1(path, passphrase=PASSPHRASES[0])
    say("GO", "")
    with open_journal(path, PASSPHRASES[0]) as writer.journal:
        writer.tell("ACK")
        writer.put(writer.entry())
        writer.fill_shelf(4)
        writer.thin()


LIVES: dict[str, Callable[[Writer], None]] = {
    "saves": _live_saving,
    "vault": _live_in_the_vault,
    "keys": _live_changing_keys,
    "long": _live_long,
}


def _first_sitting(writer: Writer) -> None:
    writer.put(writer.leader)
    writer.put(writer.other, Contact.make(name="Charles"))
    first = writer.entry()
    writer.put(first)
    writer.put(writer.entry(leader_ids=(writer.leader.id, writer.other.id)), writer.entry(words=1500))
    writer.keep_draft("typing")
    writer.keep_draft("typing")
    writer.put(writer.entry(), draft_id="typing")
    writer.add(first.id)
    # A check writes the log back into the database, so that the next save begins the log anew.
    writer.journal.check()
    writer.correct(first.id)
    writer.attach()


def _second_sitting(writer: Writer) -> None:
    second = writer.entry()
    writer.put(second)
    writer.set(b"one")
    writer.set(b"another")
    writer.revise(lambda: writer.journal.refile(second.id, (writer.other.id,), "the wrong leader"))
    writer.keep_draft("thrown away")
    writer.drop_draft("thrown away")
    writer.revise(lambda: writer.journal.withdraw(second.id, "never happened"))
    writer.change_passphrase(PASSPHRASES[1])
    writer.put(writer.entry())


def go_on(path: Path, code: str, flag: Flag) -> None:
    """Saves for ever."""
    with open_journal(path, code, "recovery") as journal:
        writer = Writer(journal, code, journal.head.size, flag)
        for draft_id, _ in writer.drafts:
            writer.drop_draft(draft_id)
        writer.put(writer.leader)
        for round_ in itertools.count():
            entry = writer.entry()
            writer.put(entry)
            writer.put(*(writer.entry() for _ in range(3)))
            writer.keep_draft("typing")
            writer.put(writer.entry(), draft_id="typing")
            writer.add(entry.id)
            writer.correct(entry.id)
            writer.attach()
            writer.set(str(round_).encode())


def small_chunks() -> contextlib.AbstractContextManager[object]:
    """Inside, even a small file is taken in over several transactions."""
    return mock.patch.multiple(attachments, CHUNK_BYTES=4096, _CHUNKS_A_TRANSACTION=2)


@contextlib.contextmanager
def swiftly() -> Iterator[None]:
    """Inside, the pages of the database's library are not locked in memory: it says nothing about the disk, and takes
    most of the time.
    """
    kept = tuple(pragma for pragma in connection._BEFORE_KEY if "memory_security" not in pragma)
    with mock.patch.object(connection, "_BEFORE_KEY", kept):
        yield


def say(what: str, value: str) -> None:
    """Prints a line at once."""
    os.write(sys.stdout.fileno(), f"{what} {value}\n".encode())


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--sabotage", choices=SABOTAGES)
    parser.add_argument("--seed", type=int, default=0)
    jobs = parser.add_subparsers(dest="job", required=True)
    life = jobs.add_parser("life")
    life.add_argument("path", type=Path)
    life.add_argument("--kind", choices=LIVES, default="saves")
    on = jobs.add_parser("on")
    for name, kind in (("path", Path), ("code", str), ("flag", Path)):
        on.add_argument(name, type=kind)
    given = parser.parse_args(arguments)
    if given.sabotage:
        SABOTAGES[given.sabotage]()
    with small_chunks(), swiftly():
        if given.job == "life":
            live(given.path, given.kind, given.seed)
        else:
            go_on(given.path, given.code, Flag(given.flag))


if __name__ == "__main__":
    main(sys.argv[1:])
