"""The power fails at every point of a journal's life: what was acknowledged is there, and nothing is broken.

    python -m tests.faults.power_loss [--states 10000] [--seed 3] [--sabotage NAME]

One run of :mod:`tests.faults.writer` is recorded with strace. From the record come disks as they may be
found after a cut (:mod:`tests.faults.disk`); each different one is opened by CoachDesk, checked, written
to, and opened and checked again. The seed decides the cuts; keys and salts are random in every run. The
program succeeds if nothing is wrong or, with ``--sabotage``, if something is.
"""

import argparse
import contextlib
import os
import random
import shutil
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal
from unittest import mock

import msgspec

from coachdesk.journal import header
from coachdesk.journal.errors import JournalMissing, WrongPassphrase, WrongRecoveryCode
from coachdesk.journal.files import DATABASE, LOCK
from coachdesk.journal.journal import Journal
from coachdesk.journal.opening import open_journal
from coachdesk.records.people import Leader
from tests.faults.disk import Disk, Operation, Tree, digest
from tests.faults.sabotage import SABOTAGES
from tests.faults.trace import Said, record
from tests.faults.writer import PASSPHRASES, Held, held

JOURNAL, STATE = "notes/Ada.coachdesk", "state"
_OWN_NAMES = {DATABASE, LOCK, header.NAME, header.BACKUP_NAME}
_REPOSITORY = Path(__file__).parents[2]
_PASSES, _SHOWN = 8, 12
LOST, UNKNOWN = "an acknowledged save is lost", "holds what was never saved"


class Broken(Exception):
    """A journal that opens and is not as it should be."""


class Recording(msgspec.Struct, frozen=True):
    """A whole run: what was done, the recovery codes, and what was held after each save."""

    operations: list[Operation | Said]
    codes: list[str]
    acknowledged: list[Held]


class Cut(msgspec.Struct, frozen=True):
    """A disk after a power cut, when so many saves had been acknowledged."""

    tree: Tree
    acknowledged: int


class Found(msgspec.Struct, frozen=True):
    """What was found of a journal; ``held`` is None if there was none, ``problem`` if it is broken."""

    held: Held | None
    problem: str = ""


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """What came of the simulation. ``states`` counts different ones, by their content."""

    states: int
    drawn: int
    operations: int
    saves: int
    problems: dict[str, int]

    @property
    def lost(self) -> int:
        """States in which an acknowledged save is missing."""
        return self.problems.get(LOST, 0)

    @property
    def corrupt(self) -> int:
        """States that do not open, do not check, or hold what was never saved."""
        return sum(self.problems.values()) - self.lost

    def __str__(self) -> str:
        return (
            f"power loss: {self.states} distinct states of {self.drawn} drawn"
            f" ({self.operations} operations, {self.saves} acknowledged saves):"
            f" {self.corrupt} corrupt, {self.lost} with an acknowledged save lost"
        )


def scratch_folder() -> "tempfile.TemporaryDirectory[str]":
    """A folder in memory where there is one: ten thousand journals are made and thrown away."""
    memory = Path("/dev/shm")
    return tempfile.TemporaryDirectory(prefix="coachdesk-faults-", dir=memory if memory.is_dir() else None)


def environment(state: Path) -> dict[str, str]:
    """What a writer needs, and nothing that would make it measure or remember elsewhere."""
    return {"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(_REPOSITORY), "XDG_STATE_HOME": str(state)}


def recorded(scratch: Path, seed: int, sabotage: str = "") -> Recording:
    """One life of a journal. Raises AssertionError if the record does not tell the whole of it."""
    top = scratch / "recorded"
    top.mkdir()
    options = ["--seed", str(seed), *(["--sabotage", sabotage] if sabotage else [])]
    command = [sys.executable, "-m", "tests.faults.writer", *options, "life", str(top / JOURNAL)]
    operations = record(command, top, environment(top / STATE), scratch)
    disk = Disk()
    for operation in operations:
        if not isinstance(operation, Said):
            disk.run(operation)
    assert disk.as_written() == read_tree(top), "something was written that strace did not show"
    said = [line.split(" ", 1) for line in operations if isinstance(line, Said)]
    codes = [value.strip() for what, value in said if what == "CODE"]
    held_after = [msgspec.json.decode(value, type=Held) for what, value in said if what == "ACK"]
    return Recording(operations, codes, held_after)


def read_tree(top: Path) -> Tree:
    return {
        str(path.relative_to(top)): path.read_bytes() if path.is_file() else None for path in top.rglob("*")
    }


def cuts(recording: Recording, rng: random.Random, share: float) -> Iterator[Cut]:
    """Cuts in one life; at each point where something changed there is one with probability ``share``."""
    disk, acknowledged = Disk(), 0
    for operation in recording.operations:
        if isinstance(operation, Said):
            acknowledged += operation.startswith("ACK")
            changed = operation.startswith("ACK")
        else:
            changed = disk.run(operation)
        if changed and rng.random() < share:
            yield Cut(disk.after_cut(rng), acknowledged)


class Looker:
    """Opens journals as they are after a cut."""

    def __init__(self, codes: Sequence[str], scratch: Path) -> None:
        self._codes, self._top = codes, scratch / "after the cut"
        self._opened_by: dict[tuple[bytes, bytes], tuple[str, str]] = {}

    def look(self, tree: Tree) -> Found:
        """What CoachDesk makes of ``tree``."""
        self._top.mkdir()
        try:
            for path, content in tree.items():
                if content is None:
                    (self._top / path).mkdir()
                else:
                    (self._top / path).write_bytes(content)
            with mock.patch.dict(os.environ, XDG_STATE_HOME=str(self._top / STATE)):
                return Found(self._held(self._top / JOURNAL))
        except Exception as error:  # noqa: BLE001  # whatever it is, it is what the simulation is looking for
            return Found(None, in_short(error))
        finally:
            shutil.rmtree(self._top)

    def _held(self, path: Path) -> Held | None:
        try:
            journal, code = self._open(path)
        except JournalMissing:
            return None
        with journal:
            check(journal)
            found = held(journal, (PASSPHRASES[0], code))
            journal.put(Leader.make(name="written after the cut"))
        with open_journal(path, code, "recovery") as journal:
            check(journal)
            if journal.head.size != found.size + 1:
                raise Broken("not writable")
        if {file.name for file in path.iterdir()} != _OWN_NAMES:
            raise Broken("files missing or left behind")
        return msgspec.structs.replace(found, opened_by=self._which_open(path))

    def _open(self, path: Path) -> tuple[Journal, str]:
        """The journal, opened without the cost of a passphrase, and the code that did it."""
        for code in self._codes:
            with contextlib.suppress(WrongRecoveryCode):
                return open_journal(path, code, "recovery"), code
        raise Broken("no recovery code opens it")

    def _which_open(self, path: Path) -> tuple[str, str]:
        """The passphrase and the code that open the header; the same ones have to open its second copy."""
        first, second = path / header.NAME, path / header.BACKUP_NAME
        content = first.read_bytes(), second.read_bytes()
        if content not in self._opened_by:
            opened_by = self._which_opens(path, "passphrase"), self._which_opens(path, "recovery")
            first.unlink()
            if opened_by != (self._which_opens(path, "passphrase"), self._which_opens(path, "recovery")):
                raise Broken("two copies of the header that differ")
            self._opened_by[content] = opened_by
        return self._opened_by[content]

    def _which_opens(self, path: Path, kind: Literal["passphrase", "recovery"]) -> str:
        read, _ = header.read_header(path)
        found = []
        for secret in PASSPHRASES if kind == "passphrase" else self._codes:
            with contextlib.suppress(WrongPassphrase, WrongRecoveryCode):
                header.unlock(read, secret, kind, path)
                found.append(secret)
        if len(found) != 1:
            raise Broken(f"a header that opens in {len(found)} ways by {kind}")
        return found[0]


def in_short(error: Exception) -> str:
    """The error without what differs from state to state."""
    if isinstance(error, Broken):
        return str(error)
    details = [getattr(error, name) for name in ("problem", "table") if hasattr(error, name)]
    return " ".join([type(error).__name__, *details])


def check(journal: Journal) -> None:
    """Raises Broken, or whatever the journal's own check finds."""
    if journal.notices:
        raise Broken(f"notice {journal.notices[0].kind}")
    journal.check()


def misfit(acknowledged: Sequence[Held], count: int, found: Held | None) -> str:
    """What is wrong with finding this when ``count`` saves were acknowledged; empty if nothing is.

    It has to be what the last of them left behind, or what the one under way would have.
    """
    history = [None, *acknowledged]
    if found in history[count : count + 2]:
        return ""
    return LOST if found in history[:count] else UNKNOWN


def simulate(recording: Recording, states: int, seed: int, scratch: Path) -> Summary:
    """Looks into ``states`` different disks, or as many as there are to be found."""
    rng, looker, drawn, fruitless = random.Random(seed), Looker(recording.codes, scratch), 0, 0
    seen: dict[bytes, Found] = {}
    problems: dict[str, set[bytes]] = defaultdict(set)
    share = min(1.0, states / (_PASSES * len(recording.operations)))
    while len(seen) < states and fruitless < _PASSES:
        before = len(seen)
        for cut in cuts(recording, rng, share):
            drawn, key = drawn + 1, digest(cut.tree)
            if key not in seen:
                seen[key] = looker.look(cut.tree)
            found = seen[key]
            problem = found.problem or misfit(recording.acknowledged, cut.acknowledged, found.held)
            if problem:
                problems[problem].add(key)
            if len(seen) == states:
                break
        fruitless = fruitless + 1 if len(seen) == before else 0
    return Summary(
        states=len(seen),
        drawn=drawn,
        operations=len(recording.operations),
        saves=len(recording.acknowledged),
        problems={problem: len(keys) for problem, keys in problems.items()},
    )


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--states", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=3)
    parser.add_argument("--sabotage", choices=SABOTAGES, default="")
    given = parser.parse_args(arguments)
    with scratch_folder() as scratch:
        recording = recorded(Path(scratch), given.seed, given.sabotage)
        summary = simulate(recording, given.states, given.seed, Path(scratch))
    print(f"{summary}, seed {given.seed}{given.sabotage and ', sabotage ' + given.sabotage}")
    for problem, count in sorted(summary.problems.items(), key=lambda item: -item[1])[:_SHOWN]:
        print(f"  {count:6} {problem}")
    return int(bool(summary.problems) != bool(given.sabotage) or summary.states < given.states)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
