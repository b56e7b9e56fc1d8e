"""Writers are killed, in a short form; the full one is ``python -m tests.faults.kills``."""

from pathlib import Path

from tests.faults.kills import kill_writers, try_acts

SEED = 3


def test_a_killed_writer_leaves_every_save_that_it_acknowledged(tmp_path: Path) -> None:
    summary = kill_writers(5, SEED, tmp_path)
    assert summary.problems == {}
    assert len(summary.inside) == 5
    assert summary.acknowledged > summary.kills


def test_whatever_is_killed_wherever_is_as_before_or_as_meant() -> None:
    acts = ("attach", "back up", "thin backups", "restore what was erased since")
    tried = try_acts(8, 32, SEED, names=acts)
    assert tried.problems == []
    assert len(tried.distinct) == 40


def test_the_kills_find_half_a_save_once_saves_are_no_transactions() -> None:
    assert try_acts(0, 60, SEED, "no_transaction", ("save several",)).problems
