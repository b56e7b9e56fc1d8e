from coachdesk.bench import wording
from coachdesk.coaching.wording import Checker


def test_the_note_that_is_measured_is_long_enough_and_has_findings() -> None:
    text = wording.note()
    assert len(text.split()) == wording.WORDS
    assert {finding.rule for finding in Checker.load().check(text)} >= {"L1", "L2", "L4", "L5"}


def test_checking_is_shown_beside_the_least_there_is_to_it() -> None:
    (row,) = wording.rows()
    assert (row.size, row.limit) == (400, "splitting into words")
    assert row.required is not None
    assert row.ratio > 1
