"""A journal with every combination that a filter can ask for, and the filter in plain Python."""

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from hypothesis import strategies as st

from coachdesk.journal.filters import Filter
from coachdesk.journal.journal import Journal
from coachdesk.journal.opening import create_journal
from coachdesk.records.entry import Entry
from coachdesk.records.kinds import KINDS
from coachdesk.records.people import Leader
from tests.making import COST, PASSPHRASE, Clock, entry, leader

DAYS = ["2025-12-31", "2026-01-01", "2026-01-15", "2026-02-01"]
TIMES = [None, "00:00", "23:59"]
SOME_KINDS = ["observation", "praise", "feedback"]
LANES = ["ordinary", "reflection", "medical"]
THEMES = ["listening", "planning", "pace"]
WORDS = ["alpha", "beta", "gamma"]
TOLD = [
    None,
    {"state": "not_yet"},
    {"state": "told", "day": "2026-02-02"},
    {"state": "in_writing", "day": "2026-02-03"},
]


class Shelf(NamedTuple):
    """``entries`` in the order they were written; a few of them were withdrawn."""

    journal: Journal
    leaders: tuple[Leader, Leader]
    entries: list[Entry]
    withdrawn: set[str]

    def newest_first(self, wanted: Filter, *leader_ids: str) -> list[Entry]:
        """The entries about any of these leaders that pass, as a timeline has them."""
        passing = [
            one for one in self.entries if set(leader_ids) & set(one.leader_ids) and self.passes(one, wanted)
        ]

        def key(one: Entry) -> tuple[str, str, int]:
            return one.occurred.day, one.occurred.time or "", self.entries.index(one)

        return sorted(passing, key=key, reverse=True)

    def __repr__(self) -> str:
        """Short: Hypothesis prints it."""
        return "the shelf"

    def passes(self, one: Entry, wanted: Filter) -> bool:
        """The filter in plain Python."""
        return (
            (not wanted.from_day or one.occurred.day >= wanted.from_day)
            and (not wanted.to_day or one.occurred.day <= wanted.to_day)
            and (not wanted.kinds or one.kind in wanted.kinds)
            and (not wanted.lanes or one.lane in wanted.lanes)
            and (not wanted.themes or bool(set(one.themes) & set(wanted.themes)))
            and (not wanted.told or wanted.told == self.told(one))
            and has_words(one, wanted.words)
        )

    def told(self, one: Entry) -> str:
        """Whether the leader knows; nothing where there is nothing to tell."""
        if one.id in self.withdrawn:
            return ""
        if one.told is not None:
            return "no" if one.told.state == "not_yet" else "yes"
        return "no" if KINDS[one.kind].told else ""


def has_words(one: Entry, words: str) -> bool:
    *whole, last = words.lower().split() or [""]
    tokens = one.text.split() + list(one.themes)
    return all(word in tokens for word in whole) and any(token.startswith(last) for token in tokens)


def filled_shelf(folder: Path) -> Iterator[Shelf]:
    journal, _ = create_journal(folder / "Shelf.coachdesk", PASSPHRASE, COST, clock=Clock())
    ada, bo = leader("Ada"), leader("Bo")
    combinations = itertools.product(DAYS, TIMES, SOME_KINDS, LANES)
    entries = [
        entry(
            *[(ada,), (bo,), (ada, bo), (bo, ada)][number % 4],
            kind=kind,
            lane=lane,
            occurred={"day": day, "time": time, "precision": "exact" if time else "day"},
            themes=THEMES[: number % 3] if number % 5 else THEMES[1:],
            text=" ".join(WORDS[place] for place in range(3) if number >> place & 1) or "nothing",
            told=TOLD[number // 3 % 4],
        )
        for number, (day, time, kind, lane) in enumerate(combinations)
    ]
    with journal:
        journal.put(ada, bo)
        journal.put(*entries)
        withdrawn = {one.id for one in entries[::7]}
        for entry_id in sorted(withdrawn):
            journal.withdraw(entry_id, "why")
        yield Shelf(journal, (ada, bo), entries, withdrawn)


def some(values: list[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from([*values, "no such"]), max_size=2, unique=True).map(tuple)


filters = st.builds(
    Filter,
    from_day=st.sampled_from(["", "2025-06-01", "2026-01-02", *DAYS]),
    to_day=st.sampled_from(["", "2025-06-01", "2026-01-02", *DAYS]),
    kinds=some(SOME_KINDS),
    lanes=some(LANES),
    themes=some(THEMES),
    words=st.sampled_from(
        ["", "  ", "alpha", "Alpha BETA", "al", "gamma al", "plan", "nothing", "gam bet", "no such"]
    ),
    told=st.sampled_from(["", "no", "yes"]),
)
