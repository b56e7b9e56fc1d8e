"""A writer is killed: every save that it said had returned is there, and the journal checks.

    python -m tests.faults.kills [--cases 2000] [--seed 7] [--sabotage NAME]

A third of the kills come at random into a writer (:mod:`tests.faults.writer`) that saves for as long as it lives; each
goes on with the journal that the one before it left. A byte of shared memory, read once the writer is dead, says
whether the signal came inside a save; only such kills are counted, one for each save. A third come at random into every
other way of writing (:mod:`tests.faults.acts`): an act killed after so many system calls is a case once, and none if it
had ended. The others come at named points: before each system call by which one of them reads, writes, syncs, renames or
removes. The program succeeds if nothing is wrong or, with ``--sabotage``, if something is.
"""

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from unittest import mock

import msgspec

from coachdesk.journal.journal import Journal
from coachdesk.journal.keys import FLOOR
from coachdesk.journal.opening import create_journal, open_journal
from coachdesk.ledger import tree
from tests.faults.acts import ACTS
from tests.faults.errors import in_turns, try_points
from tests.faults.injection import Bench, Point
from tests.faults.looking import LOST, STATE, UNKNOWN, Broken, check, in_short
from tests.faults.power_loss import environment, scratch_folder
from tests.faults.sabotage import SABOTAGES
from tests.faults.trying import Tried, told
from tests.faults.writer import PASSPHRASES, Held, held

_LONGEST_LIFE = 0.06
"""Seconds from a writer's first save to its end, at most: some dozens of saves."""

_KILLS_A_JOURNAL = 25


class Remains(msgspec.Struct, frozen=True):
    """What a killed writer had said: what was held after each save, and would have been after the last."""

    acknowledged: list[Held]
    under_way: Held
    was_inside: bool


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """What came of the kills: ``inside`` which saves. ``completed``: inside one, and yet all of it was there afterwards."""

    kills: int
    inside: set[str]
    completed: int
    acknowledged: int
    problems: dict[str, int]

    @property
    def failures(self) -> int:
        return sum(self.problems.values())

    def __str__(self) -> str:
        return (
            f"{len(self.inside)} inside a save of their own, {self.kills - len(self.inside)} elsewhere;"
            f" {self.acknowledged} acknowledged saves: {self.failures} failures"
            f" (of the saves cut short {self.completed} were there, the others not at all)"
        )


def kill_writers(inside: int, seed: int, scratch: Path, sabotage: str = "") -> Summary:
    """Kills until kills came inside so many saves; looks at the journal after each one."""
    rng, tally, problems = random.Random(seed), Counter[str](), Counter[str]()
    path, code, killed = Path(), "", set[str]()
    with mock.patch.dict(os.environ, XDG_STATE_HOME=str(scratch / STATE)):
        while len(killed) < inside:
            if tally["kills"] % _KILLS_A_JOURNAL == 0 or problems:
                path, code = _new_journal(scratch / f"journal {tally['kills']}")
            remains = _life_and_death(path, code, scratch, rng.uniform(0, _LONGEST_LIFE), sabotage)
            tally["kills"] += 1
            if remains.was_inside:
                killed.add(f"{path.parent.name}: inside the save to {remains.under_way.size} events")
            tally["acknowledged"] += len(remains.acknowledged) - 1
            try:
                tally["completed"] += _look(path, code, remains) and remains.was_inside
            except Exception as error:  # noqa: BLE001  # whatever it is, it is what the kills are looking for
                problems[in_short(error)] += 1
    return Summary(
        kills=tally["kills"],
        inside=killed,
        completed=tally["completed"],
        acknowledged=tally["acknowledged"],
        problems=dict(problems),
    )


def _new_journal(folder: Path) -> tuple[Path, str]:
    journal, code = create_journal(folder / "Ada.coachdesk", PASSPHRASES[0], FLOOR)
    journal.close()
    return journal.path, code


def _life_and_death(path: Path, code: str, scratch: Path, seconds: float, sabotage: str) -> Remains:
    """Starts a writer, lets it save for so many seconds, kills it."""
    flag = scratch / "inside"
    flag.write_bytes(b"\0")
    options = ["--sabotage", sabotage] if sabotage else []
    writer = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.writer", *options, "on", str(path), code, str(flag)],
        stdout=subprocess.PIPE,
        env=environment(scratch / STATE),
    )
    assert writer.stdout is not None
    with writer, writer.stdout as said:
        first = said.readline()
        assert first, "the writer ended before it began"
        time.sleep(seconds)
        writer.kill()
        lines = (first + said.read()).decode().splitlines(keepends=True)
    whole = [line.split(" ", 1) for line in lines if line.endswith("\n")]
    acknowledged = [msgspec.json.decode(value, type=Held) for what, value in whole if what == "ACK"]
    under_way = [msgspec.json.decode(value, type=Held) for what, value in whole if what == "IN"]
    return Remains(acknowledged, (under_way or acknowledged)[-1], flag.read_bytes() != b"\0")


def _look(path: Path, code: str, remains: Remains) -> bool:
    """Whether the save under way is there. Raises Broken or another error if anything is wrong."""
    with open_journal(path, code, "recovery") as journal:
        check(journal)
        found = held(journal, (PASSPHRASES[0], code))
        roots = {one.size: _root_at(journal, one.size) for one in remains.acknowledged}
    if any(roots[one.size] != one.root for one in remains.acknowledged):
        raise Broken("another history")
    before = remains.acknowledged[-1]
    if found != before and msgspec.structs.replace(found, root="", content="") != remains.under_way:
        raise Broken(LOST if found in remains.acknowledged else UNKNOWN)
    return found != before


def _root_at(journal: Journal, size: int) -> str:
    """The root of the ledger when it had ``size`` lines; nothing if it has fewer."""
    return tree.subtree(journal.view.nodes(), 0, size).hex() if size <= journal.head.size else ""


def try_acts(
    kills: int, points: int, seed: int, sabotage: str = "", names: Sequence[str] = tuple(ACTS)
) -> Tried:
    """So many kills at random times into these acts, each in its turn, and so many at named points of them.

    Where chance kills twice at one place, a named point takes its place.
    """
    tried, rng = Tried(), random.Random(seed)
    with scratch_folder() as scratch:
        bench = Bench(Path(scratch), names, sabotage)
        for number in range(kills):
            name = names[number % len(names)]
            outcome = bench.try_kill(name, rng.uniform(0, bench.seconds(name)))
            if outcome.where:
                tried.distinct.add(outcome.where)
            if outcome.wrong:
                tried.problems.append(f"{name}, killed at random: {outcome.wrong}")
        everywhere = [Point(name, *point) for name in names for point in bench.points(name)]
        try_points(bench, in_turns(everywhere, rng), kills + points - len(tried.distinct), tried)
    return tried


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--sabotage", choices=SABOTAGES, default="")
    given = parser.parse_args(arguments)
    share = given.cases // 3
    with tempfile.TemporaryDirectory(prefix="coachdesk-kills-") as scratch:
        saving = kill_writers(share, given.seed, Path(scratch), given.sabotage)
    tried = try_acts(share, given.cases - 2 * share, given.seed, given.sabotage)
    tried.distinct |= saving.inside
    tried.problems += [problem for problem, count in saving.problems.items() for _ in range(count)]
    code = told("kills", tried, given.seed, given.sabotage, asked=given.cases)
    print(f"  of these {saving}")
    return code


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
