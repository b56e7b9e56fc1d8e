"""The disk gives an error: at every call of every way of writing, once or from then on.

    python -m tests.faults.errors [--cases 3000] [--seed 7] [--sabotage NAME]

EIO, ENOSPC, EROFS and EMFILE at every k-th call (:mod:`tests.faults.injection`). What was acknowledged is there; what
was not has an error with a name, and is there whole or not at all; the journal opens, checks and can be written to
afterwards. The seed chooses among the cases. The program succeeds if nothing is wrong or, with ``--sabotage``, if
something is.
"""

import argparse
import random
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.faults.acts import ACTS
from tests.faults.injection import CALLS, Bench, Point
from tests.faults.power_loss import scratch_folder
from tests.faults.trying import Tried, told

SABOTAGES = ("no_types", "no_transaction")


def points(bench: Bench, names: Sequence[str]) -> list[Point]:
    """Every error at every call of these acts."""
    return [
        Point(name, call, number, error, lasting)
        for name in names
        for call, number in bench.points(name)
        for error in CALLS[call]
        for lasting in (False, True)
    ]


def sample(wanted: Sequence[Point], cases: int, rng: random.Random) -> list[Point]:
    """So many of them, by turns of each kind of call in each act: the many writes do not crowd out the few renames."""
    kinds: dict[tuple[str, str], list[Point]] = {}
    for point in rng.sample(wanted, len(wanted)):
        kinds.setdefault((point.act, point.call), []).append(point)
    turns = [points for _, points in sorted(kinds.items())]
    rng.shuffle(turns)
    chosen: list[Point] = []
    while len(chosen) < min(cases, len(wanted)):
        chosen += [points.pop() for points in turns if points]
    return chosen[:cases]


def run(cases: int, seed: int, sabotage: str = "", names: Sequence[str] = tuple(ACTS)) -> Tried:
    """Tries so many errors, chosen by the seed."""
    tried = Tried()
    with scratch_folder() as scratch:
        bench = Bench(Path(scratch), names, sabotage)
        for point in sample(points(bench, names), cases, random.Random(seed)):
            tried.distinct.add(str(point))
            if wrong := bench.try_point(point):
                tried.problems.append(f"{point}: {wrong}")
    return tried


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--act", choices=ACTS, default="")
    parser.add_argument("--sabotage", choices=SABOTAGES, default="")
    given = parser.parse_args(arguments)
    names = [given.act] if given.act else list(ACTS)
    return told("errors", run(given.cases, given.seed, given.sabotage, names), given.seed, given.sabotage)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
