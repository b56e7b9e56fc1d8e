from pathlib import Path

import pytest

from tests.faults.power_loss import SHARES, recorded, scratch_folder, simulate, simulate_lives

SEED = 3
MISSED_IN = {
    "synchronous_off": "saves",
    "synchronous_normal": "saves",
    "no_transaction": "saves",
    "files_without_sync": "keys",
    "folders_without_sync": "vault",
}


def test_no_power_cut_breaks_a_journal_or_loses_an_acknowledged_save() -> None:
    summary = simulate_lives(SHARES, 120, SEED)
    assert summary.problems == {}
    assert summary.states == 120


@pytest.mark.parametrize("sabotage", MISSED_IN)
def test_the_simulation_finds_what_is_lost_once_a_protection_is_taken_away(sabotage: str) -> None:
    with scratch_folder() as scratch:
        recording = recorded(Path(scratch), SEED, sabotage, MISSED_IN[sabotage])
        summary = simulate(recording, 40, SEED, Path(scratch))
    assert summary.problems
