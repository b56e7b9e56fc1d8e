from pathlib import Path

from tests.faults.kills import kill_writers

SEED = 3


def test_a_killed_writer_leaves_every_save_that_it_acknowledged(tmp_path: Path) -> None:
    summary = kill_writers(20, SEED, tmp_path)
    assert summary.problems == {}
    assert summary.inside == 20
    assert summary.acknowledged > summary.kills


def test_the_kills_find_half_a_save_once_saves_are_no_transactions(tmp_path: Path) -> None:
    assert kill_writers(12, SEED, tmp_path, "no_transaction").problems
