"""How long the language checker takes for a note, beside splitting the same note into words."""

import re
from collections.abc import Iterator

from coachdesk.bench.measuring import Required, Row, in_turn, row
from coachdesk.coaching.wording import Checker

WORDS = 400
_RUNS = 50
_SENTENCES = (
    "He was defensive again in the steering meeting and people say it happens every time.",
    "I asked Ana what the churn numbers meant; she said “I do not know yet”, and wrote to Finance the same day.",
    "The team agreed on three actions, each with a date, and on who tells the customer.",
    "The cache of the billing service failed on Tuesday, so the dashboard showed yesterday’s figures until noon.",
    "He deliberately left Ben off the invitation, it seems, and never said why.",
)


def note(words: int = WORDS) -> str:
    """A note of so many words, of the sort that has findings in every second sentence."""
    text = " ".join(_SENTENCES).split()
    return " ".join((text * (words // len(text) + 1))[:words])


def rows() -> Iterator[Row]:
    """One row: the checker must not be felt while one types."""
    checker, text = Checker.load(), note()
    own, least = in_turn(_RUNS, lambda _: checker.check(text), lambda _: re.findall(r"\w+", text))
    limit = ("splitting into words", least)
    yield row("check a note’s wording", WORDS, own, limit, Required(seconds=0.005))
