"""The harness of erasure in its short form; the full one is ``python -m tests.faults.erasure``."""

import pytest

from tests.faults import erasure
from tests.faults.pages import encodings
from tests.faults.trying import Tried, try_all, try_one


def test_what_is_erased_is_in_no_page_and_all_else_is_in_journal_and_backup() -> None:
    tried = try_all(erasure.case, len(erasure.GRAINS), seed=11)
    assert tried.problems == []
    assert {what.partition(":")[0] for what in tried.distinct} == set(erasure.GRAINS)


def test_a_canary_is_spelled_in_eight_ways_that_differ() -> None:
    forms = encodings('Zyxwéß"𐐨')
    assert len(forms) == 8
    assert len({form for many in forms.values() for form in many}) == sum(map(len, forms.values()))


@pytest.mark.parametrize("name", erasure.SABOTAGES)
def test_a_protection_left_out_is_noticed_for_what_it_is(name: str) -> None:
    """The fourth case erases a whole record, which has something of everything; the first a word of one."""
    tried = Tried()
    for number in (0, 8, 16) if name == "too_much" else (3, 11, 19, 27):
        with erasure.SABOTAGES[name]():
            try_one(erasure.case, number, 7, tried)
        if tried.found(erasure.FINDINGS[name]):
            return
    pytest.fail(f"{erasure.FINDINGS[name]!r} is not among {tried.problems}")
