"""The power fails at every point of a journal's life: what was acknowledged is there, and nothing is broken.

    python -m tests.faults.power_loss [--states 100000] [--seed 7] [--life NAME] [--sabotage NAME]

Each life of :mod:`tests.faults.writer` is recorded with strace. From the record come disks as they may be
found after a cut (:mod:`tests.faults.disk`); each different one is opened by CoachDesk, checked, written
to, and opened and checked again (:mod:`tests.faults.looking`). The seed decides the cuts; keys and salts are random in
every run. The program succeeds if nothing is wrong or, with ``--sabotage``, if something is.
"""

import argparse
import os
import random
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from tests.faults.disk import Disk, Operation, Tree, digest
from tests.faults.looking import JOURNAL, LOST, STATE, Found, Looker, misfit
from tests.faults.sabotage import SABOTAGES
from tests.faults.trace import Said, record
from tests.faults.writer import LIVES, Held

_REPOSITORY = Path(__file__).parents[2]
_PASSES, _SHOWN = 8, 12
SHARES = {"saves": 0.4, "vault": 0.3, "keys": 0.15, "long": 0.15}
"""How many of the states are from which life."""


class Recording(msgspec.Struct, frozen=True):
    """A whole run: what was done, the recovery codes, and what was held after each save."""

    operations: list[Operation | Said]
    codes: list[str]
    acknowledged: list[Held]


class Cut(msgspec.Struct, frozen=True):
    """A disk after a power cut, when so many saves had been acknowledged."""

    tree: Tree
    acknowledged: int


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
            f"power loss: {self.states} distinct cases, {self.lost + self.corrupt} failures"
            f" ({self.corrupt} corrupt, {self.lost} with an acknowledged save lost; {self.drawn} drawn,"
            f" {self.operations} operations, {self.saves} acknowledged saves)"
        )

    def __add__(self, other: "Summary") -> "Summary":
        names = self.problems.keys() | other.problems.keys()
        return Summary(
            states=self.states + other.states,
            drawn=self.drawn + other.drawn,
            operations=self.operations + other.operations,
            saves=self.saves + other.saves,
            problems={name: self.problems.get(name, 0) + other.problems.get(name, 0) for name in names},
        )


def scratch_folder() -> "tempfile.TemporaryDirectory[str]":
    """A folder in memory where there is one: ten thousand journals are made and thrown away."""
    memory = Path("/dev/shm")
    return tempfile.TemporaryDirectory(prefix="coachdesk-faults-", dir=memory if memory.is_dir() else None)


def environment(state: Path) -> dict[str, str]:
    """What a writer needs, and nothing that would make it measure or remember elsewhere."""
    return {"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(_REPOSITORY), "XDG_STATE_HOME": str(state)}


def recorded(scratch: Path, seed: int, sabotage: str = "", life: str = "saves") -> Recording:
    """One life of a journal. Raises AssertionError if the record does not tell the whole of it."""
    top = scratch / f"recorded {life}"
    top.mkdir()
    options = ["--seed", str(seed), *(["--sabotage", sabotage] if sabotage else [])]
    command = [sys.executable, "-m", "tests.faults.writer", *options, "life", "--kind", life]
    command.append(str(top / JOURNAL))
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
    disk, acknowledged, is_ours = Disk(), 0, True
    for operation in recording.operations:
        if isinstance(operation, Said):
            acknowledged += operation.startswith("ACK")
            changed = operation.startswith(("ACK", "GO"))
            is_ours = operation.startswith("GO") or (is_ours and not operation.startswith("SKIP"))
        else:
            changed = disk.run(operation)
        if changed and is_ours and rng.random() < share:
            yield Cut(disk.after_cut(rng), acknowledged)


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
            problem = found.problem or misfit([None, *recording.acknowledged], cut.acknowledged, found.held)
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


def simulate_lives(shares: dict[str, float], states: int, seed: int, sabotage: str = "") -> Summary:
    """So many different disks, of each life its share."""
    whole = Summary(states=0, drawn=0, operations=0, saves=0, problems={})
    for life, share in shares.items():
        with scratch_folder() as scratch:
            recording = recorded(Path(scratch), seed, sabotage, life)
            whole += simulate(recording, max(1, round(states * share)), seed, Path(scratch))
    return whole


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--states", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--life", choices=LIVES, default="")
    parser.add_argument("--sabotage", choices=SABOTAGES, default="")
    given = parser.parse_args(arguments)
    shares = {given.life: 1.0} if given.life else SHARES
    return told(
        simulate_lives(shares, given.states, given.seed, given.sabotage),
        given.states,
        given.seed,
        given.sabotage,
    )


def told(summary: Summary, states: int, seed: int, sabotage: str) -> int:
    """Prints the one line and what was wrong; returns 0 if nothing was or, with a sabotage, if something was."""
    print(f"{summary}, seed {seed}{sabotage and ', sabotage ' + sabotage}")
    for problem, count in sorted(summary.problems.items(), key=lambda item: -item[1])[:_SHOWN]:
        print(f"  {count:6} {problem}")
    return int(bool(summary.problems) != bool(sabotage) or summary.states < states * 0.98)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
