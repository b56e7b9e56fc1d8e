"""The user's own rules of wording: a file they wrote, kept whole in the journal, beside those of CoachDesk."""

from functools import lru_cache

from coachdesk.coaching.wording import Checker

SETTING = "wording_rules"
"""The journal's setting that holds the content of the file; empty or missing means none."""

WHOLE_FILE = ("not_utf8", "too_large")
"""Reasons for which nothing of a file can be used."""


@lru_cache(maxsize=1)
def checker_with(rules: bytes | None) -> Checker:
    """The checker with the user's ``rules`` in it. The last one is kept: it takes a moment to make."""
    return Checker.load(rules or None)


def forget() -> None:
    """Nothing of the user's rules stays in memory."""
    checker_with.cache_clear()
