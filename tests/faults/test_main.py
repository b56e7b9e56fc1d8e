"""What ``make faults`` runs: its table names programs and protections that there are, and its report says what came."""

import importlib
from pathlib import Path

import pytest

from tests.faults import __main__ as faults
from tests.faults.__main__ import ROWS, Row

SAYS = """
import sys

print("x: 12 distinct cases, 3 failures, seed 7")
print("  more of it")
raise SystemExit({sabotaged} if "--sabotage" in sys.argv else {code})
"""


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_every_row_names_a_program_and_its_protections(row: Row) -> None:
    module = importlib.import_module(row.module)
    assert set(row.sabotages) <= set(getattr(module, "SABOTAGES", ()))


@pytest.mark.parametrize(
    ("code", "sabotaged", "is_right", "controls"),
    [(0, 0, True, "noticed, 2 of 2"), (1, 0, False, "noticed, 2 of 2"), (0, 1, False, "noticed, 0 of 2")],
)
def test_a_row_fails_by_itself_or_by_a_protection_that_is_not_missed(
    code: int,
    sabotaged: int,
    is_right: bool,
    controls: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "says.py").write_text(SAYS.format(code=code, sabotaged=sabotaged))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.syspath_prepend(tmp_path)
    row = Row(promise="it says so", module="says", sabotages=("one", "two"), seeded=False)
    monkeypatch.setattr(faults, "ROWS", (row,))
    result = faults.run(row, "tenth", 7)
    assert (result.cases, result.failed, result.is_right, result.controls) == ("12", "3", is_right, controls)
    monkeypatch.setattr(faults, "REPORT", tmp_path / "build" / "report.md")
    monkeypatch.setattr(faults, "RESULTS", tmp_path / "build" / "results.json")
    faults.keep([result])
    assert "| it says so | `says` | 12 | 3 |" in faults.REPORT.read_text()
    assert faults.found_before([row]) == [result]
    assert faults.found_before([]) == []


def test_a_program_that_is_not_there_is_a_failure() -> None:
    result = faults.run(Row(promise="nothing", module="tests.faults.no_such_thing"), "tenth", 7)
    assert (result.cases, result.failed, result.is_right) == ("", "ended with 1", False)
    assert "no_such_thing" in result.said[0]
