"""What may not be found in a report, in the form in which ``leaks`` looks for it."""

import re
from collections.abc import Iterable, Sequence

import msgspec

from coachdesk.export.names import folded

RUN = 4
"""Words in a row by which a text is known."""

_WORD = re.compile(r"[^\W_]+")


class Forbidden(msgspec.Struct, frozen=True, kw_only=True):
    """What may stand nowhere: ``names`` and ``runs`` as folded words, ``digests`` of files (SHA-256, hex).

    ``anywhere`` are names of scripts without spaces between words.
    """

    names: frozenset[tuple[str, ...]] = frozenset()
    runs: frozenset[tuple[str, ...]] = frozenset()
    digests: frozenset[str] = frozenset()
    anywhere: frozenset[str] = frozenset()

    def without(self, words: Sequence[str]) -> "Forbidden":
        """The same but for what stands among ``words``."""
        names, runs = set(self.names), set(self.runs)
        for length in {len(one) for one in (*names, *runs)}:
            said = set(rows(words, length))
            names -= said
            runs -= said
        return msgspec.structs.replace(self, names=frozenset(names), runs=frozenset(runs))

    def only_names(self) -> "Forbidden":
        """What is looked for in a file that is attached by choice."""
        return msgspec.structs.replace(self, runs=frozenset())

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to look for."""
        return not (self.names or self.runs or self.digests or self.anywhere)


def words_of(text: str) -> list[str]:
    """The words of a text as they are compared: without case, accents and punctuation."""
    return _WORD.findall(folded(text))


def rows(words: Sequence[str], length: int) -> Iterable[tuple[str, ...]]:
    """So many words in a row, from each word on."""
    return zip(*(words[start:] for start in range(length)), strict=False)
