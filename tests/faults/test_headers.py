from pathlib import Path

import pytest

from tests.faults.headers import FINDINGS, SABOTAGES, tamper

STEP = 23


def test_no_header_that_was_tampered_with_is_accepted_unnoticed(tmp_path: Path) -> None:
    summary = tamper(tmp_path, STEP)
    assert summary.problems == {}
    assert summary.cases > 2000


@pytest.mark.parametrize("sabotage", SABOTAGES)
def test_each_check_taken_away_lets_something_through(sabotage: str, tmp_path: Path) -> None:
    assert tamper(tmp_path, STEP * 5, sabotage).problems[FINDINGS[sabotage]]
