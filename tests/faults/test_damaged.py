"""Damage is found, in a short form; the full one is ``python -m tests.faults.damage``."""

import pytest

from tests.faults import damage
from tests.faults.trying import try_all


def test_nothing_wrong_is_shown_as_right() -> None:
    tried = try_all(damage.case, 96, seed=11)
    assert tried.problems == []
    assert len(tried.distinct) == 96


@pytest.mark.parametrize("sabotage", damage.SABOTAGES)
def test_a_protection_left_out_is_noticed(sabotage: str) -> None:
    with damage.SABOTAGES[sabotage]():
        assert try_all(damage.case, 36, seed=11).found(damage.FINDINGS[sabotage])
