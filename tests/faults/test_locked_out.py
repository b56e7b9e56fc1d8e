"""Never locked out, in a short form; the full one is ``python -m tests.faults.locked_out``."""

import pytest

from tests.faults.locked_out import SABOTAGES, run


def test_a_change_of_keys_that_is_cut_short_locks_nobody_out() -> None:
    tried = run(100, seed=11, names=("change the passphrase", "rotate the key"))
    assert tried.problems == []
    assert len(tried.distinct) == 100


@pytest.mark.parametrize("sabotage", SABOTAGES)
def test_a_protection_left_out_is_noticed(sabotage: str) -> None:
    assert run(50, seed=11, sabotage=sabotage, names=("change the recovery code",)).problems
