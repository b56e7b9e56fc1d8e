from pathlib import Path

import pytest

from tests.faults.power_loss import recorded, scratch_folder, simulate
from tests.faults.sabotage import SABOTAGES

SEED = 3


def test_no_power_cut_breaks_a_journal_or_loses_an_acknowledged_save() -> None:
    with scratch_folder() as scratch:
        summary = simulate(recorded(Path(scratch), SEED), 300, SEED, Path(scratch))
    assert summary.problems == {}
    assert summary.states == 300


@pytest.mark.parametrize("sabotage", SABOTAGES)
def test_the_simulation_finds_what_is_lost_once_a_protection_is_taken_away(sabotage: str) -> None:
    with scratch_folder() as scratch:
        summary = simulate(recorded(Path(scratch), SEED, sabotage), 60, SEED, Path(scratch))
    assert summary.problems
