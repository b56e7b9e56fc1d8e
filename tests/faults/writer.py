"""The program under test: it saves through the real journal and says so once each save has returned.

    python -m tests.faults.writer life PATH [--sabotage NAME]
    python -m tests.faults.writer on PATH CODE FLAG [--sabotage NAME]

``life`` makes a journal and uses every way of writing once or twice. ``on`` opens one with its recovery
code and saves for as long as it lives; the first byte of the file FLAG is 1 while a save is under way.

It prints ``CODE`` with each recovery code, ``IN`` with what the journal will hold before a save, and
``ACK`` with what it holds after the save has returned. ``--sabotage`` takes one protection away: the
harness must then find what it finds nothing of otherwise.
"""

import argparse
import io
import itertools
import mmap
import os
import random
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from unittest import mock

import msgspec

from coachdesk.journal import attachments
from coachdesk.journal.journal import Journal
from coachdesk.journal.keys import FLOOR
from coachdesk.journal.opening import create_journal, open_journal
from coachdesk.records.base import Record
from coachdesk.records.entry import Entry
from coachdesk.records.people import Contact, Leader
from tests.faults.sabotage import SABOTAGES

PASSPHRASES = ("the first passphrase", "the second passphrase")
_SETTING = "a setting"
_DAY = {"day": "2025-09-14", "time": "14:30", "zone": "Europe/London"}


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """What a journal holds: its head, its drafts, a setting, and the passphrase and code that open it."""

    size: int
    root: str
    drafts: tuple[tuple[str, str], ...]
    setting: str
    opened_by: tuple[str, str]


def held(journal: Journal, opened_by: tuple[str, str]) -> Held:
    """What ``journal`` holds; which passphrase and which recovery code open it is for the caller to know."""
    return Held(
        size=journal.head.size,
        root=journal.head.root,
        drafts=tuple(sorted((draft.id, draft.values["text"]) for draft in journal.view.drafts())),
        setting=(journal.view.setting(_SETTING) or b"").hex(),
        opened_by=opened_by,
    )


class Flag:
    """A byte shared with whoever kills this program: whether a save is under way."""

    def __init__(self, path: Path) -> None:
        with path.open("r+b") as file:
            self._shared = mmap.mmap(file.fileno(), 1)

    def set(self, is_inside: bool) -> None:
        self._shared[0] = is_inside


class Writer:
    """Saves, and tells what it does."""

    def __init__(self, journal: Journal, code: str, seed: int, flag: Flag | None = None) -> None:
        self.journal, self.passphrase, self.code = journal, PASSPHRASES[0], code
        self._rng, self._flag = random.Random(seed), flag
        self.leader, self.other = Leader.make(name="Ada Lovelace"), Leader.make(name="Grace Hopper")
        self.tell("ACK")

    def tell(self, what: str, **changes: Any) -> None:
        """Prints what the journal holds, with ``changes``."""
        now = msgspec.structs.replace(held(self.journal, (self.passphrase, self.code)), **changes)
        say(what, msgspec.json.encode(now).decode())

    def save(self, act: Callable[[], object], **changes: Any) -> None:
        """Does ``act``; ``changes`` is what will be held afterwards."""
        self.tell("IN", root="", **changes)
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
        return held(self.journal, (self.passphrase, self.code)).drafts

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
            self.code = self.journal.change_recovery_code()
            say("CODE", self.code)

        self.save(act)


def live(path: Path, seed: int) -> None:
    """Makes a journal and uses every way of writing, over three sittings."""
    journal, code = create_journal(path, PASSPHRASES[0], FLOOR)
    say("CODE", code)
    writer = Writer(journal, code, seed)
    with journal:
        _first_sitting(writer)
    with open_journal(path, PASSPHRASES[0]) as writer.journal:
        _second_sitting(writer)
    with open_journal(path, PASSPHRASES[1]) as writer.journal:
        writer.change_recovery_code()
        writer.put(writer.entry())


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


def say(what: str, value: str) -> None:
    """Prints a line at once."""
    os.write(sys.stdout.fileno(), f"{what} {value}\n".encode())


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--sabotage", choices=SABOTAGES)
    parser.add_argument("--seed", type=int, default=0)
    jobs = parser.add_subparsers(dest="job", required=True)
    jobs.add_parser("life").add_argument("path", type=Path)
    on = jobs.add_parser("on")
    for name, kind in (("path", Path), ("code", str), ("flag", Path)):
        on.add_argument(name, type=kind)
    given = parser.parse_args(arguments)
    if given.sabotage:
        SABOTAGES[given.sabotage]()
    with mock.patch.multiple(attachments, CHUNK_BYTES=4096, _CHUNKS_A_TRANSACTION=2):
        if given.job == "life":
            live(given.path, given.seed)
        else:
            go_on(given.path, given.code, Flag(given.flag))


if __name__ == "__main__":
    main(sys.argv[1:])
