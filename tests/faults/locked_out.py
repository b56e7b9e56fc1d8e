"""Never locked out: a journal opens by its passphrase whatever cut a change of its keys short.

    python -m tests.faults.locked_out [--cases 20000] [--seed 7] [--sabotage NAME]

Passphrases and recovery codes changed, keys rotated, a journal made: the power fails at every point of it, nine cases
in ten (:mod:`tests.faults.power_loss`), and the process is killed before each of its system calls, the others. The
passphrase opens both copies of the header, the one before or the one after and never both; so does a recovery code,
unless it is one that nobody was told, and then the journal says so; what is inside is there. The program succeeds if
nothing is wrong or, with ``--sabotage``, if something is.
"""

import argparse
import sys
from collections.abc import Sequence

from tests.faults.acts import OF_KEYS
from tests.faults.kills import try_acts
from tests.faults.power_loss import simulate_lives
from tests.faults.trying import Tried, told

SABOTAGES = ("in_place", "no_second_header")
_KILLED = 0.1
ENOUGH = 0.98
"""The share of the power cuts asked for that there must be, as in :mod:`tests.faults.power_loss`."""


def run(cases: int, seed: int, sabotage: str = "", names: Sequence[str] = OF_KEYS) -> Tried:
    """So many cases, or as many as there are: where there are no more places to be killed at, more power cuts."""
    killed = round(cases * _KILLED)
    tried = try_acts(killed // 4, killed - killed // 4, seed, sabotage, names)
    summary = simulate_lives({"keys": 1.0}, cases - len(tried.distinct), seed, sabotage)
    tried.exhausted = False
    tried.distinct |= {f"state {number}" for number in range(summary.states)}
    tried.problems += [problem for problem, count in summary.problems.items() for _ in range(count)]
    return tried


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--sabotage", choices=SABOTAGES, default="")
    given = parser.parse_args(arguments)
    tried = run(given.cases, given.seed, given.sabotage)
    return told("locked out", tried, given.seed, given.sabotage, asked=round(given.cases * ENOUGH))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
