"""What a harness of random cases has in common: cases by number and seed, each in a home of its own, told in one line.

A case is drawn by its number and the seed, so that one that fails is found again with ``--first NUMBER --cases 1``. It
returns what it did, in a few words: cases are counted once for each thing that was done, however often it was drawn.
"""

import argparse
import contextlib
import os
import random
import sys
import tempfile
import traceback
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from unittest import mock

import msgspec

Sabotages = Mapping[str, Callable[[], contextlib.AbstractContextManager[object]]]
"""Each protection that can be left out, by the name under which it is asked for."""

Findings = Mapping[str, str]
"""By the name of a protection: words that must stand in what is wrong without it, or it was something else."""

_SHOWN = 12


class Wrong(Exception):
    """What was promised is not so."""


class Tried(msgspec.Struct):
    """Which distinct cases were tried, and what was wrong with which; whether there are no more is ``exhausted``."""

    distinct: set[str] = msgspec.field(default_factory=set)
    problems: list[str] = msgspec.field(default_factory=list)
    exhausted: bool = False

    def found(self, words: str = "") -> list[str]:
        """What was wrong and has these words in it."""
        return [problem for problem in self.problems if words in problem]


Case = Callable[[int, random.Random, Path], str]
"""Does the case of a number in an empty folder, drawn from a source of chance; raises Wrong, or anything else."""


def fast_folder() -> str | None:
    """A folder in memory, where there is one: what is tried here asks nothing of the disk."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


def try_all(case: Case, cases: int, seed: int, first: int = 0) -> Tried:
    """Tries so many distinct cases, by their numbers from ``first`` on; no more than twice as many in all."""
    tried, number = Tried(), first
    while len(tried.distinct) < cases and number < first + 2 * cases:
        try_one(case, number, seed, tried)
        number += 1
    return tried


def try_one(case: Case, number: int, seed: int, tried: Tried) -> None:
    """Tries one case in a home of its own."""
    with tempfile.TemporaryDirectory(prefix="coachdesk-faults-", dir=fast_folder()) as folder:
        home = dict.fromkeys(("HOME", "XDG_STATE_HOME"), f"{folder}/home")
        with mock.patch.dict(os.environ, home):
            try:
                tried.distinct.add(case(number, random.Random(f"{seed}:{number}"), Path(folder)))
            except Exception as error:  # noqa: BLE001  # whatever is wrong is counted
                place = traceback.extract_tb(error.__traceback__)[-1]
                where = "" if isinstance(error, Wrong) else f" ({place.name}, line {place.lineno})"
                tried.problems.append(f"case {number}: {type(error).__name__} {error}{where}")
                tried.distinct.add(f"case {number}")


def told(name: str, tried: Tried, seed: int, sabotage: str = "", *, asked: int = 0, finding: str = "") -> int:
    """Prints the one line, and what was wrong; returns 0 if nothing was and as many cases were tried as were ``asked``
    for, or, with a sabotage, if something was wrong that has the words of ``finding`` in it.
    """
    said = sabotage and f", sabotage {sabotage}"
    print(f"{name}: {len(tried.distinct)} distinct cases, {len(tried.problems)} failures, seed {seed}{said}")
    for problem in tried.problems[:_SHOWN]:
        print(f"  {problem}")
    if sabotage:
        return int(not tried.found(finding))
    is_short = len(tried.distinct) < asked
    if is_short:
        print(f"  {asked} were asked for: {'there are no more' if tried.exhausted else 'too few'}")
    return int(bool(tried.problems) or (is_short and not tried.exhausted))


def parser(cases: int, sabotages: Sabotages) -> argparse.ArgumentParser:
    """What stands on the command line of such a program; ``cases`` is its full size."""
    known = argparse.ArgumentParser()
    known.add_argument("--cases", type=int, default=cases)
    known.add_argument("--first", type=int, default=0)
    known.add_argument("--seed", type=int, default=7)
    known.add_argument("--sabotage", choices=sorted(sabotages), default="")
    return known


def main(
    name: str, case: Case, cases: int, sabotages: Sabotages, arguments: Sequence[str], findings: Findings
) -> int:
    """The whole of such a program."""
    given = parser(cases, sabotages).parse_args(arguments)
    with sabotages[given.sabotage]() if given.sabotage else contextlib.nullcontext():
        tried = try_all(case, given.cases, given.seed, given.first)
    finding = findings.get(given.sabotage, "")
    return told(name, tried, given.seed, given.sabotage, asked=given.cases, finding=finding)


def run(name: str, case: Case, cases: int, sabotages: Sabotages, findings: Findings | None = None) -> None:
    """:func:`main` with what stands on the command line; ends the program."""
    raise SystemExit(main(name, case, cases, sabotages, sys.argv[1:], findings or {}))
