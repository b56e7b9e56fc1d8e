"""Job titles of other people: “[Sponsor A], Chief Operating Officer” would say again who that is."""

from collections.abc import Iterable

from coachdesk.export.known_names import known_names
from coachdesk.export.names import folded_words
from coachdesk.export.people import ROLE_SIGNS, Person

TITLE = "Job title"
"""What a title is called by: it stands beside an alias, for whoever has it."""

_SHORTEST_SIGN = 3
"""Letters: “CFO” is a title by itself, “HR” and “PM” are not."""


def is_title(said: str) -> bool:
    """Whether this is a title by which somebody is known: several words, or capitals that stand for them."""
    words = folded_words(said)
    if len(words) == 1:
        return said.strip().isupper() and len(words[0]) >= _SHORTEST_SIGN
    known = known_names()
    is_spelt_so = any(map(str.isupper, said)) or not known.titles.isdisjoint(words)
    return len(words) > 1 and is_spelt_so and not (ROLE_SIGNS | known.no_titles).issuperset(words)


class Titles:
    """The titles found, each once. ``kept`` are those of whom the report is about, and of its author."""

    def __init__(self, kept: Iterable[str]) -> None:
        self._kept = [folded_words(one) for one in kept]
        self._found: dict[tuple[str, ...], str] = {}

    def keep(self, said: str) -> None:
        """Somebody whom the report names in full has this one too."""
        self._kept.append(folded_words(said))

    def add(self, said: str) -> None:
        """Somebody else has this one."""
        if is_title(said):
            self._found.setdefault(tuple(folded_words(said)), " ".join(said.split()))

    def found(self) -> list[Person]:
        """Those of other people alone: one that stands in a kept one would go from there too."""
        return [
            Person([said], TITLE)
            for words, said in self._found.items()
            if not any(_stands_in(list(words), kept) for kept in self._kept)
        ]


def _stands_in(words: list[str], kept: list[str]) -> bool:
    return any(words == kept[start : start + len(words)] for start in range(len(kept)))
