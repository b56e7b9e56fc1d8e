"""The disk gives an error: at every call of every way of writing, once or from then on.

    python -m tests.faults.errors [--cases 3000] [--seed 7] [--sabotage NAME]

EIO, ENOSPC, EROFS and EMFILE at every k-th call (:mod:`tests.faults.injection`). What was acknowledged is there; what
was not has an error with a name, and is there whole or not at all; the journal opens, checks and can be written to
afterwards. The seed chooses among the cases; only those count in which strace says that it gave the error. The program succeeds if nothing is wrong or, with ``--sabotage``, if
something is.
"""

import argparse
import itertools
import random
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.faults.acts import ACTS
from tests.faults.injection import CALLS, Bench, Point
from tests.faults.power_loss import scratch_folder
from tests.faults.trying import Tried, told

SABOTAGES = ("no_types", "no_transaction")
FINDINGS = {"no_types": "Error"}
"""An error of the library's or of Python's own; what half a save is called depends on which half."""


def points(bench: Bench, names: Sequence[str]) -> list[Point]:
    """Every error at every call of these acts."""
    return [
        Point(name, call, number, error, lasting)
        for name in names
        for call, number in bench.points(name)
        for error in CALLS[call]
        for lasting in (False, True)
    ]


def in_turns(wanted: Sequence[Point], rng: random.Random) -> list[Point]:
    """All of them, by turns of each kind of call in each act: the many writes do not crowd out the few renames."""
    kinds: dict[tuple[str, str], list[Point]] = {}
    for point in rng.sample(wanted, len(wanted)):
        kinds.setdefault((point.act, point.call), []).append(point)
    turns = [points for _, points in sorted(kinds.items())]
    rng.shuffle(turns)
    return [point for turn in itertools.zip_longest(*turns) for point in turn if point]


def try_points(bench: Bench, wanted: Sequence[Point], cases: int, tried: Tried) -> None:
    """Tries so many more of these, or all: a point counts where its fault really came."""
    asked = len(tried.distinct) + cases
    for point in wanted:
        if len(tried.distinct) >= asked:
            return
        outcome = bench.try_point(point)
        if outcome.where:
            tried.distinct.add(outcome.where)
        if outcome.wrong:
            tried.problems.append(f"{point}: {outcome.wrong}")
    tried.exhausted = len(tried.distinct) < asked


def run(cases: int, seed: int, sabotage: str = "", names: Sequence[str] = tuple(ACTS)) -> Tried:
    """Tries so many errors, chosen by the seed."""
    tried = Tried()
    with scratch_folder() as scratch:
        bench = Bench(Path(scratch), names, sabotage)
        try_points(bench, in_turns(points(bench, names), random.Random(seed)), cases, tried)
    return tried


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--act", choices=ACTS, default="")
    parser.add_argument("--sabotage", choices=SABOTAGES, default="")
    given = parser.parse_args(arguments)
    names = [given.act] if given.act else list(ACTS)
    tried = run(given.cases, given.seed, given.sabotage, names)
    return told(
        "errors",
        tried,
        given.seed,
        given.sabotage,
        asked=given.cases,
        finding=FINDINGS.get(given.sabotage, ""),
    )


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
