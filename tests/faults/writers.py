"""One writer: processes that race for a journal, locks that their holder left, and what synced folders make of both.

    python -m tests.faults.writers [--cases 1000] [--seed 7] [--sabotage NAME]

Processes open at the same instant, are killed or stopped while they hold it, have the lock file taken from under them,
the whole folder copied, or the database exchanged for another computer's. At no time do two write; whoever is refused is
told by a typed error; what was acknowledged is there once; copies are named; a history that differs is noticed.
"""

import atexit
import contextlib
import itertools
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from unittest import mock

from coachdesk.journal import copies, files, head_seen
from coachdesk.journal.check import IndexFault
from coachdesk.journal.errors import (
    AlreadyOpen,
    DamagedContent,
    DamagedDatabase,
    JournalMissing,
    ReadOnly,
    UnsafePath,
)
from coachdesk.journal.files import DATABASE, LOCK
from coachdesk.journal.journal import Journal
from coachdesk.journal.opening import create_journal, open_journal, open_reading
from coachdesk.ledger import tree
from coachdesk.ledger.verify import LedgerFault
from coachdesk.records.people import Leader
from tests.faults import trying
from tests.faults.children import Child, children
from tests.faults.trying import Wrong
from tests.making import COST, PASSPHRASE, Clock, entry

PATIENCE = 30.0
"""Seconds for what takes milliseconds, on a machine that is busy."""

_TEAM = "Team.coachdesk"
_ADA = Leader.make(name="Ada Marsh")


# A journal, and what is in it


@cache
def template() -> tuple[Path, str]:
    """A journal to copy, and its recovery code."""
    folder = Path(tempfile.mkdtemp(prefix="coachdesk-template-", dir=trying.fast_folder())) / _TEAM
    atexit.register(shutil.rmtree, folder.parent, ignore_errors=True)
    journal, code = create_journal(folder, PASSPHRASE, COST, clock=Clock())
    with journal:
        journal.put(_ADA)
    return folder, code


def new_copy(place: Path) -> Path:
    """The journal of the template, at ``place``."""
    shutil.copytree(template()[0], place)
    return place


def opened(path: Path) -> Journal:
    return open_journal(path, template()[1], "recovery")


def texts(journal: Journal) -> list[str]:
    """What was written in the journal, in order."""
    return [one.entry.text for one in reversed(journal.view.timeline(_ADA.id, limit=10_000).entries)]


def write(journal: Journal, text: str) -> None:
    journal.put(entry(_ADA, text=text))


def expect(path: Path, acknowledged: Sequence[str], more: Sequence[str] = ()) -> None:
    """The journal opens at once, checks out and has everything once: one of ``more`` may be there too."""
    with opened(path) as journal:
        checked = journal.check()
        found = texts(journal)
    left = sorted(found)
    for text in acknowledged:
        if text not in left:
            raise Wrong(f"lost: {text}")
        left.remove(text)
    if left and (len(left) > 1 or left[0] not in more):
        raise Wrong(f"not acknowledged: {left}")
    if checked.entries != len(found):
        raise Wrong("another number of entries")


# What a process does


def let_in(path: Path, patience: float) -> Journal | None:
    """The journal, if it is free within so many seconds."""
    until = time.monotonic() + patience
    while True:
        try:
            return opened(path)
        except AlreadyOpen:
            if time.monotonic() > until:
                return None
            time.sleep(0.001)


def writer(path: Path, name: str, count: int, delay: float, *, again: bool) -> Callable[[Child], None]:
    """Opens and writes; if it is refused it says so or, with ``again``, goes on asking."""

    def act(me: Child) -> None:
        time.sleep(delay)
        journal = let_in(path, PATIENCE if again else 0)
        if journal is None:
            me.say("refused")
            return
        entered = time.monotonic_ns()
        me.say("in", entered)
        for number in range(count):
            write(journal, f"{name} {number}")
            me.say("written", f"{name} {number}")
        if not again:
            me.wait()  # until all others have asked
        me.say("was in", [entered, time.monotonic_ns()])
        journal.close()

    return act


def reader(path: Path, delay: float) -> Callable[[Child], None]:
    """Opens for reading only: it sees a beginning of what is written, and can write nothing."""

    def act(me: Child) -> None:
        time.sleep(delay)
        with open_reading(path, template()[1], "recovery") as journal:
            me.say(
                "read", [journal.head.size, tree.subtree(journal.view.nodes(), 0, journal.head.size).hex()]
            )
            try:
                write(journal, "by a reader")
            except ReadOnly:
                return
            raise Wrong("a reader wrote")

    return act


# The cases


def race(chance: random.Random, folder: Path) -> str:
    """Processes that open at the same instant: one is in, the others are refused while it is."""
    path = new_copy(folder / _TEAM)
    count, writers = chance.randint(1, 4), chance.randint(2, 4)
    delays = [chance.choice((0, 0, chance.random() * 0.01)) for _ in range(writers)]
    with children(*(writer(path, f"w{at}", count, delays[at], again=False) for at in range(writers))) as all_:
        for one in all_:
            one.go()
        first = [one.heard() for one in all_]
        inside = [one for one, (what, _) in zip(all_, first, strict=True) if what == "in"]
        if len(inside) != 1:
            raise Wrong(f"{len(inside)} of {writers} were in")
        inside[0].go()
        said = list(inside[0].rest())
    expect(path, [value for what, value in said if what == "written"])
    return f"race {writers} {count} {delays}"


def turns(chance: random.Random, folder: Path) -> str:
    """Processes that ask until they are let in: one after the other, and everything of each is there."""
    path = new_copy(folder / _TEAM)
    count, writers = chance.randint(1, 3), chance.randint(2, 4)
    delays = [chance.random() * 0.01 for _ in range(writers)]
    with children(*(writer(path, f"w{at}", count, delays[at], again=True) for at in range(writers))) as all_:
        for one in all_:
            one.go()
        said = [heard for one in all_ for heard in one.rest()]
    spans = sorted(value for what, value in said if what == "was in")
    if len(spans) != writers:
        raise Wrong(f"{len(spans)} of {writers} ever got in")
    for (_, left), (came, _) in itertools.pairwise(spans):
        if came < left:
            raise Wrong("two were in at once")
    expect(path, [value for what, value in said if what == "written"])
    return f"turns {writers} {count} {delays}"


def readers(chance: random.Random, folder: Path) -> str:
    """A writer, and processes that read meanwhile: none keeps it from writing, each reads a beginning of it."""
    path = new_copy(folder / _TEAM)
    count, number = chance.randint(2, 5), chance.randint(1, 3)
    delays = [chance.random() * 0.02 for _ in range(number)]
    with children(
        writer(path, "w", count, 0, again=False), *(reader(path, delay) for delay in delays)
    ) as all_:
        all_[0].go()
        all_[0].heard()
        for one in all_[1:]:
            one.go()
        seen = [value for one in all_[1:] for what, value in one.rest() if what == "read"]
        all_[0].go()
        said = list(all_[0].rest())
    if len(seen) != number:
        raise Wrong("a reader was refused")
    expect(path, [value for what, value in said if what == "written"])
    with opened(path) as journal:
        for size, root in seen:
            if tree.subtree(journal.view.nodes(), 0, size).hex() != root:
                raise Wrong("a reader saw what never was")
    return f"readers {number} {count} {delays}"


def killed(chance: random.Random, folder: Path) -> str:
    """The holder is killed: the next opens at once, also while a program that it started lives on."""
    path, has_child = new_copy(folder / _TEAM), chance.random() < 0.3
    wait, count = chance.random() * 0.02, 10_000
    lives_on: list[int] = []

    def act(me: Child) -> None:
        journal = opened(path)
        if has_child:
            program = subprocess.Popen(
                [sys.executable, "-S", "-c", "import time; time.sleep(60)"], close_fds=False
            )
            me.say("started", program.pid)
        me.say("in")
        for number in range(count):
            write(journal, f"w {number}")
            me.say("written", f"w {number}")

    with children(act) as (holder,):
        holder.go()
        while (heard := holder.heard())[0] != "in":
            lives_on.append(heard[1])
        time.sleep(wait)
        holder.signal(signal.SIGKILL)
        written = [value for _, value in holder.rest()]
    try:
        expect(path, written, [f"w {len(written)}"])
    finally:
        for number in lives_on:
            os.kill(number, signal.SIGKILL)
    return f"killed {has_child} {wait}"


def killed_opening(chance: random.Random, folder: Path) -> str:
    """Killed while it opens."""
    path, wait = new_copy(folder / _TEAM), chance.random() * 0.02
    with children(writer(path, "w", 1, 0, again=False)) as (holder,):
        holder.go()
        time.sleep(wait)
        holder.signal(signal.SIGKILL)
        written = [value for what, value in holder.rest() if what == "written"]
    expect(path, written, ["w 0"])
    return f"killed opening {wait}"


def stopped(chance: random.Random, folder: Path) -> str:
    """The holder is stopped (a laptop that sleeps, a debugger): it is still the one writer, and goes on."""
    path, count = new_copy(folder / _TEAM), chance.randint(1, 3)
    with children(writer(path, "w", count, 0, again=False)) as (holder,):
        holder.go()
        holder.heard()
        wait = chance.random() * 0.005
        time.sleep(wait)
        holder.signal(signal.SIGSTOP)
        refused(path)
        holder.signal(signal.SIGCONT)
        holder.go()
        written = [value for what, value in holder.rest() if what == "written"]
    expect(path, written)
    return f"stopped {count} {wait}"


def refused(path: Path) -> None:
    """Nobody else opens the journal to write, in another process or in this one."""
    try:
        opened(path).close()
    except AlreadyOpen:
        return
    raise Wrong("a second writer was let in")


def left_behind(chance: random.Random, folder: Path) -> str:
    """A lock file that nobody holds, whatever is in it, is none; what is no file of one's own is refused as such."""
    path = new_copy(folder / _TEAM)
    kind = chance.choice(("content", "content", "content", "missing", "link", "folder"))
    content = chance.randbytes(chance.choice((0, 5, 4096))) if kind == "content" else b""
    lock = path / LOCK
    lock.unlink()
    if kind == "link":
        (folder / "elsewhere").touch()
        lock.symlink_to(folder / "elsewhere")
    elif kind == "folder":
        lock.mkdir()
    elif kind == "content":
        lock.write_bytes(content)
        os.utime(lock, (chance.randrange(2**31), chance.randrange(2**31)))
    try:
        with opened(path) as journal:
            write(journal, "in")
            refused(path)
    except UnsafePath:
        if kind not in ("link", "folder"):
            raise
        return f"left {kind}"
    if kind in ("link", "folder"):
        raise Wrong(f"a lock that is a {kind}")
    expect(path, ["in"])
    return f"left {kind} {content.hex()[:40]}"


def taken_away(chance: random.Random, folder: Path) -> str:
    """A program that copies folders about puts its own lock file in the place of the one that is held, or removes it."""
    path, how = new_copy(folder / _TEAM), chance.choice(("replaced", "removed", "moved", "rewritten"))
    content, count = chance.randbytes(chance.randint(0, 9)), chance.randint(1, 3)
    with opened(path) as journal:
        write(journal, "before")
        if how == "replaced":
            (path / ".LOCK.tmp").write_bytes(content)
            (path / ".LOCK.tmp").replace(path / LOCK)
        elif how == "removed":
            (path / LOCK).unlink()
        elif how == "moved":
            (path / LOCK).rename(path / f"LOCK (conflicted copy {content.hex()})")
            (path / LOCK).write_bytes(content)
        else:
            (path / LOCK).write_bytes(content)
        refused(path)
        with open_reading(path, template()[1], "recovery") as beside:
            for number in range(count):
                write(journal, f"after {number}")
            if beside.view.head() != journal.head:
                raise Wrong("a reader does not see what is written: it takes itself for alone")
    expect(path, ["before", *(f"after {number}" for number in range(count))])
    return f"taken away {how} {content.hex()} {count}"


def conflict_name(chance: random.Random, original: str) -> str:
    """What such programs call a copy of a file."""
    stem, suffix = Path(original).stem, Path(original).suffix
    who = chance.choice(("Robin", "Robin Vale", "DESKTOP-4F2A", "laptop"))
    day = f"20{chance.randint(10, 40)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
    return chance.choice(
        (
            f"{stem} ({who}'s conflicted copy {day}){suffix}",
            f"{stem} (conflicted copy {day} {chance.randrange(240000):06}){suffix}",
            f"{stem}-{who.replace(' ', '-')}-conflict{suffix}",
            f"{stem}.sync-conflict-{day.replace('-', '')}-{chance.randrange(240000):06}-ABCDEFG{suffix}",
            f"{stem} ({chance.randint(1, 99)}){suffix}",
            f"{stem} {chance.randint(2, 9)}{suffix}",
            f"{stem} - Copy{suffix}",
            f"{stem} - Kopie{suffix}",
            f"{stem}_conflict-{day}{suffix}",
        )
    )


def conflicts(chance: random.Random, folder: Path) -> str:
    """Copies of the database, of the keys, of the whole journal are named; what only resembles them is not."""
    path = new_copy(folder / _TEAM)
    inside = {
        conflict_name(chance, chance.choice((DATABASE, "keys.json"))) for _ in range(chance.randint(0, 3))
    }
    beside = {conflict_name(chance, _TEAM) for _ in range(chance.randint(0, 2))}
    for name in inside:
        shutil.copyfile(path / (DATABASE if name.startswith("journal") else "keys.json"), path / name)
    for name in beside:
        new_copy(folder / name)
    for name in chance.sample(("notes.txt", "journal notes.txt", "keys.json.old", ".DS_Store"), 2):
        (path / name).write_text("mine")
    other = folder / f"Team {chance.randint(10, 99)}x.coachdesk"
    other.mkdir()
    with opened(path) as journal:
        said = [one.detail for one in journal.notices if one.kind == "copies_beside"]
    expected = sorted(str(path / name) for name in inside) + sorted(str(folder / name) for name in beside)
    names = [", ".join(Path(one).name for one in sorted(Path(one) for one in expected))] if expected else []
    if said != names:
        raise Wrong(f"named: {said}, not {names}")
    return f"conflicts {sorted(inside)} {sorted(beside)}"


def diverged(chance: random.Random, folder: Path) -> str:
    """Two computers write in their copies, and one copy is put over the other: it is noticed, unless it only grew."""
    path, there = new_copy(folder / _TEAM), new_copy(folder / "there" / _TEAM)
    here_count, there_count = chance.randint(0, 9), chance.randint(0, 9)
    with opened(path) as journal:
        for number in range(here_count):
            write(journal, f"here {number}")
    elsewhere = {"XDG_STATE_HOME": str(folder / "state of the other computer")}
    with mock.patch.dict(os.environ, elsewhere), opened(there) as journal:
        for number in range(there_count):
            write(journal, f"there {number}")
    is_whole = chance.random() < 0.5
    if is_whole:
        shutil.rmtree(path)
        shutil.copytree(there, path)
    else:
        shutil.copyfile(there / DATABASE, path / DATABASE)
    with opened(path) as journal:
        said = {one.kind for one in journal.notices}
        journal.check()
    expected = "another_history" if there_count >= here_count else "older_copy"
    if said != ({expected} if here_count else set()):
        raise Wrong(f"noticed: {said}, {here_count} here and {there_count} there")
    return f"diverged {here_count} {there_count} {is_whole}"


def copied(chance: random.Random, folder: Path) -> str:
    """The whole folder is copied while somebody writes: the copy's lock is nobody's, and it is a journal of its own."""
    path, place = new_copy(folder / _TEAM), folder / "copied" / _TEAM
    before, after, there = chance.randint(0, 7), chance.randint(0, 6), chance.randint(1, 6)
    with opened(path) as journal:
        for number in range(before):
            write(journal, f"before {number}")
        shutil.copytree(path, place)
        with opened(place) as other:
            refused(path)
            refused(place)
            for number in range(max(after, there)):
                if number < after:
                    write(journal, f"here {number}")
                if number < there:
                    write(other, f"there {number}")
    common = [f"before {number}" for number in range(before)]
    expect(path, [*common, *(f"here {number}" for number in range(after))])
    expect(place, [*common, *(f"there {number}" for number in range(there))])
    return f"copied {before} {after} {there}"


def exchanged(chance: random.Random, folder: Path) -> str:
    """Another computer's database is put in the place of the one that is open: no save goes on into either.

    If the writer is then killed, its log lies beside a database that it does not belong to: what is opened is one of
    the two, or it is found damaged.
    """
    path, there = new_copy(folder / _TEAM), new_copy(folder / "there" / _TEAM)
    here_count, there_count = chance.randint(0, 6), chance.randint(1, 6)
    with opened(there) as other:
        for number in range(there_count):
            write(other, f"there {number}" * chance.choice((1, 300)))
        theirs = texts(other)
    is_killed = chance.random() < 0.6

    def act(me: Child) -> None:
        journal = opened(path)
        for number in range(here_count):
            write(journal, f"here {number}")
        shutil.copyfile(there / DATABASE, path / "theirs")
        (path / "theirs").replace(path / DATABASE)
        try:
            write(journal, "into nowhere")
        except JournalMissing:
            me.say("noticed")
        if not is_killed:
            journal.close()

    with children(act) as (holder,):
        holder.go()
        if [what for what, _ in holder.rest()] != ["noticed"]:
            raise Wrong("a save went into a file that has no name")
    ours = [f"here {number}" for number in range(here_count)]
    with (
        contextlib.suppress(DamagedDatabase, DamagedContent, IndexFault, LedgerFault),
        opened(path) as journal,
    ):
        journal.check()
        if (found := texts(journal)) not in (ours, theirs):
            raise Wrong(f"neither: {found}")
    return f"exchanged {here_count} {there_count} {is_killed} {theirs == ours}"


CASES = (
    *(race, race, turns, readers, killed, killed_opening, stopped, left_behind, taken_away, taken_away),
    *(conflicts, conflicts, diverged, copied, exchanged),
)


def case(number: int, chance: random.Random, folder: Path) -> str:
    """One of the kinds in turn; drawn from anew where it was."""
    return CASES[number % len(CASES)](chance, folder)


# Protections left out


class _StaysBehind:
    """A lock as many programs have it: a file that is there. Whoever is killed leaves it."""

    def __init__(self, path: Path) -> None:
        self._path = path.with_name("LOCK.held")
        try:
            files.create_private_file(self._path)
        except FileExistsError:
            raise AlreadyOpen(path.parent) from None

    def release(self) -> None:
        self._path.unlink(missing_ok=True)


SABOTAGES: trying.Sabotages = {
    "no_lock": lambda: mock.patch.object(files, "_lock"),
    "stays_behind": lambda: mock.patch.object(files, "WriterLock", _StaysBehind),
    "unnamed": lambda: mock.patch.object(copies, "_is_copied_part", return_value=False),
    "forgetful": lambda: mock.patch.object(head_seen, "difference", return_value=None),
}
FINDINGS = {
    "no_lock": "a second writer was let in",
    "stays_behind": "AlreadyOpen",
    "unnamed": "named: ",
    "forgetful": "noticed: set()",
}
"""What must be found without each of them."""


if __name__ == "__main__":
    trying.run("writers", case, 1000, SABOTAGES, FINDINGS)
