"""The ledger catches edits, in a short form; the full one is ``python -m tests.faults.ledger_edits``."""

import pytest

from tests.faults.ledger_edits import FINDINGS, SABOTAGES, run


def test_every_edit_of_an_event_is_found() -> None:
    summary = run(events=60, step=12, in_database=10)
    assert summary.problems == {}
    assert summary.cases > 600


@pytest.mark.parametrize("sabotage", SABOTAGES)
def test_a_part_of_the_check_left_out_is_noticed(sabotage: str) -> None:
    assert run(events=40, step=13, in_database=0, sabotage=sabotage).problems[FINDINGS[sabotage]]
