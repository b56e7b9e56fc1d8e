"""The harness of erasure in its short form; the full one is ``python -m tests.faults.erasure``."""

import pytest

from tests.faults import erasure


def test_what_is_erased_is_in_no_page_of_journal_or_backups() -> None:
    summary = erasure.run(len(erasure.GRAINS), seed=11)
    assert summary.problems == []
    assert set(summary) == set(erasure.GRAINS)


@pytest.mark.parametrize("name", erasure.SABOTAGES)
def test_a_protection_left_out_is_noticed(name: str) -> None:
    """The fourth case erases a whole record, which has something of everything."""
    found = []
    for number in (3, 11, 19, 27):
        with erasure.sabotaged(name), erasure.tempfile.TemporaryDirectory() as folder:
            try:
                erasure.case(number, 7, erasure.Path(folder))
            except Exception as error:  # noqa: BLE001  # a trigger or a check may notice it first
                found.append(error)
                break
    assert found
