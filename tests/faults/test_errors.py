"""The disk gives errors, in a short form; the full one is ``python -m tests.faults.errors``."""

import pytest

from tests.faults.errors import FINDINGS, run

ACTS = ("save", "change the passphrase", "erase", "migrate")


def test_what_was_acknowledged_is_there_whatever_the_disk_said_to_what_came_after() -> None:
    tried = run(40, seed=11, names=ACTS)
    assert tried.problems == []
    assert len(tried.distinct) == 40


@pytest.mark.parametrize(("sabotage", "cases"), [("no_types", 40), ("no_transaction", 60)])
def test_a_protection_left_out_is_noticed(sabotage: str, cases: int) -> None:
    tried = run(cases, seed=11, sabotage=sabotage, names=("save several",))
    assert tried.found(FINDINGS.get(sabotage, ""))
