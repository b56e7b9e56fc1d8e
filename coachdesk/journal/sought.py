"""Words that are to be erased, and where they stand in a text."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec

from coachdesk.ledger.erased import MARK
from coachdesk.records.base import clean
from coachdesk.records.written import choices

_WORD = re.compile(r"[^ \t\n]+[ \t\n]*|[ \t\n]+")
_PART = re.compile(r"[^\W_]+")
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
_POSSESSIVE = re.compile(r"['’ʼ][sS]?$")
_ACCENTS = re.compile("[\u0300-\u036f\u0591-\u05bd\u064b-\u0652]")
"""Of Latin, Greek and Cyrillic letters, and the points of Hebrew and Arabic."""
_BLANK = " \t\n"
_NO_TEXT = re.compile(r"(.+_)?ids?|mode|form|page|digest|media_type|third_parties|page_size")
"""Fields of drafts and settings in which nobody writes, and that hold other words than those of a record's choices."""
_ID = re.compile(r"[0-9a-f]{24}")
_ANYWHERE = 4
"""Letters: so long a word is found inside of others too."""


class Sought(msgspec.Struct, frozen=True):
    """``phrases`` are words, each alone or several in a row, in any case; ``names`` are parts of names.

    A name is found as it is written (*Will* is not *will*) or in capitals, in *Will-led*, in *will@example.com*.
    """

    phrases: tuple[tuple[str, ...], ...] = ()
    names: frozenset[str] = frozenset()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is sought."""
        return not (self.phrases or self.names)

    def may_be_in(self, body: bytes) -> bool:
        """Whether it is worth looking into a stored payload: canonical JSON has one way to write a word."""
        asked = {phrase[0] for phrase in self.phrases} | {name.casefold() for name in self.names}
        text = body.decode().casefold()
        return any(msgspec.json.encode(word).decode()[1:-1] in text for word in asked)

    def unaccented(self) -> "Sought":
        """The same without accents, to be looked for in words without accents."""
        phrases = tuple(tuple(map(unaccented, phrase)) for phrase in self.phrases)
        return Sought(phrases, frozenset(map(unaccented, self.names)))

    def places(self, words: Sequence[str]) -> set[int]:
        """Which of the words of a text are meant."""
        return {place for row in self.rows(words) for place in row}

    def rows(self, words: Sequence[str]) -> Iterator[range]:
        """The same, with the words of a phrase together."""
        yield from (range(place, place + 1) for place, word in enumerate(words) if self._is_named(word))
        for phrase in self.phrases:
            for place in range(len(words) - len(phrase) + 1):
                here = words[place : place + len(phrase)]
                if all(
                    _is(asked, word, alone=len(phrase) == 1) for asked, word in zip(phrase, here, strict=True)
                ):
                    yield range(place, place + len(phrase))

    def _is_named(self, word: str) -> bool:
        if not self.names:
            return False
        folds = "@" in word or "/" in word
        return any(
            part in self.names
            or (part.isupper() and part.capitalize() in self.names)
            or (folds and part.casefold() in {name.casefold() for name in self.names})
            for part in _PART.findall(word)
        )

    def replaced(self, text: str) -> str:
        """``text`` with a mark for every word that is meant."""
        words = _WORD.findall(text)
        found = self.places(words)
        return "".join(
            MARK + word[len(word.rstrip(_BLANK)) :] if place in found else word
            for place, word in enumerate(words)
        )

    def replaced_in(self, value: Any) -> Any:
        """JSON values with every text in them replaced; names of fields stay, ids, and what was chosen: without them
        nobody could read the draft or the setting any more.
        """
        if isinstance(value, str):
            return value if value in choices() or _ID.fullmatch(value) else self.replaced(value)
        if isinstance(value, list):
            return [self.replaced_in(item) for item in value]
        if isinstance(value, dict):
            return {
                name: item if _NO_TEXT.fullmatch(name) else self.replaced_in(item)
                for name, item in value.items()
            }
        return value


NOTHING = Sought()


def words_sought(asked: Iterable[str]) -> Sought:
    """Those words, or several in a row as they stand in one text."""
    phrases = (tuple(core for word in clean(one).split() if (core := core_of(word))) for one in asked)
    return Sought(phrases=tuple(phrase for phrase in phrases if phrase))


def names_sought(names: Iterable[str], also: Iterable[str] = ()) -> Sought:
    """The parts of names of somebody, and words that stand for them ``also``. A single letter is nobody's name."""
    parts = frozenset(part for name in names for part in _PART.findall(clean(name)) if len(part) > 1)
    return Sought(phrases=words_sought(also).phrases, names=parts)


def unaccented(text: str) -> str:
    """``text`` without the accents of its letters; it may be looked through, but not kept."""
    return unicodedata.normalize("NFC", _ACCENTS.sub("", unicodedata.normalize("NFD", text)))


def core_of(word: str) -> str:
    """A word without the punctuation around it and without a possessive, in small letters."""
    stripped = bare(word)
    return (_POSSESSIVE.sub("", stripped) or stripped or word.strip(_BLANK)).casefold()


def bare(word: str) -> str:
    """A word without the punctuation around it."""
    return _EDGES.sub("", word)


def _is(asked: str, word: str, *, alone: bool) -> bool:
    core = core_of(word)
    if asked == core:
        return True
    if not alone:
        return False
    return asked in map(str.casefold, _PART.findall(word)) or (
        len(asked) >= _ANYWHERE and asked in word.casefold()
    )
