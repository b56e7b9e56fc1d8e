"""Finding people in text: whole words only, however they are cased, accented, joined, shortened or inflected.

``Tomáš`` is found in *Tomášovi*, *TOMAS* and *tomas.novak@example.org*, ``Ann`` is not found in *Annual*. Of
endings only those are taken for one that hardly make another name or another word; for what else is close to
a name the proposals ask.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

import msgspec

_MARKS = (
    "\u00ad\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f"
    "\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u0900-\u0963\u0966-\u0dff\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
    "\u1000-\u1049\u200b-\u200f\u2060-\u2064\ufe00-\ufe0f\ufeff"
)
LETTER = rf"(?:[^\W_]|[{_MARKS}])"
"""A letter or a digit, and what belongs to one: accents, vowel signs, invisible joiners."""

_PIECE = re.compile(rf"[^\W_]{LETTER}*")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufe00-\ufe0f\ufeff]")
_UNSPACED = re.compile("[\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
"""Scripts that put no spaces between words: a name in them is found wherever it stands."""

EMAIL = re.compile(r"[\w.+%'-]+@[\w-]+(?:\.[\w-]+)+")
PHONE = re.compile(r"(?<![\w/.-])(?:\+|00|\(?0)[\d (][\d ()./-]{6,20}\d(?![\w-])")
_PHONE_DIGITS = 8
_GAP = re.compile(r"[\s.,&_'’·\-‐‑–־]{0,3}")
"""What may stand between the parts of a name, or of a title (“Head of Income, North”)."""

_SHORTEST = 4
"""Letters: a shorter name is not taken to have endings."""

_PLAIN = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"}
)
_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa"})
_LONG_ENDINGS = [
    "ovi",
    "ovou",
    "ovym",
    "ovych",
    "ova",
    "ovo",
    "ovy",
    "ove",
    "uv",
    "owi",
    "owie",
    "owa",
    "owej",
    "owym",
    "em",
    "iem",
    "om",
    "s",
]
_SHORT_ENDINGS = ["a", "e", "i", "o", "u", "y", "n", "ou", "ie", "in", "ina", "inu", "iny", "ine", "ove"]
"""These make another name of many a name (Paul, Paula): only a name with an accent in it has them."""


class Alias(msgspec.Struct, frozen=True, kw_only=True):
    """A person by all ``names`` they have in the journal, and what stands in their place: ``Peer A``."""

    names: tuple[str, ...]
    shown: str


class Mention(msgspec.Struct, frozen=True):
    """A name in a text: from where to where, and what is shown for it."""

    start: int
    end: int
    shown: str


class _Piece(msgspec.Struct, frozen=True):
    start: int
    end: int
    folded: str
    is_capital: bool


class _Name(msgspec.Struct, frozen=True):
    """One name, by the forms that each of its parts may have."""

    forms: tuple[frozenset[str], ...]
    shown: str
    needs_capital: bool


@lru_cache(maxsize=1 << 16)
def fold(text: str) -> str:
    """A word as :func:`folded` gives it."""
    return folded(text)


def folded(text: str) -> str:
    """``text`` without case, accents and invisible characters: what is the same to a reader is equal."""
    small = text.casefold()
    return small if small.isascii() else _NOT_ASCII.sub(_without_accents, small)


def _without_accents(run: re.Match[str]) -> str:
    return _plain(run[0])


@lru_cache(maxsize=1 << 12)
def _plain(run: str) -> str:
    plain = unicodedata.normalize("NFKD", _INVISIBLE.sub("", run).translate(_PLAIN))
    return "".join(char for char in plain if not unicodedata.combining(char)).translate(_PLAIN)


def pieces(text: str) -> Iterator[tuple[int, int]]:
    """Where the parts of words stand: also ``Priya`` and ``Notes`` in *PriyaNotes2*."""
    for found in _PIECE.finditer(text):
        word, start = found[0], found.start()
        if word.isalpha() and (word.islower() or word.isupper() or word[1:].islower()):
            yield start, found.end()
            continue
        last = 0
        for place in range(1, len(word)):
            before, char = word[place - 1], word[place]
            if (before.islower() and char.isupper()) or (
                before.isdigit() != char.isdigit() and char.isalnum()
            ):
                yield start + last, start + place
                last = place
        yield start + last, found.end()


def folded_words(text: str) -> list[str]:
    """The parts of the words of ``text``, folded, in order."""
    return [fold(text[start:end]) for start, end in pieces(text)]


class Names:
    """The people to be found, and what is shown for each. Ordinary words (``Will``) need their capital."""

    def __init__(self, aliases: Iterable[Alias], ordinary: frozenset[str] = frozenset()) -> None:
        self._by_first: dict[str, list[_Name]] = {}
        self._emails: dict[str, str] = {}
        self._phones: dict[str, str] = {}
        self._anywhere: dict[str, str] = {}
        self._interesting: dict[str, bool] = {}
        every = [(name, alias.shown) for alias in aliases for name in alias.names if name.strip()]
        exact = {fold(name) for name, _ in every}
        for name, shown in every:
            self._add(name, shown, ordinary, exact)
        for names in self._by_first.values():
            names.sort(key=lambda one: -len(one.forms))

    @staticmethod
    def is_unspaced(name: str) -> bool:
        """Whether a name is of a script without spaces between words."""
        return bool(_UNSPACED.search(name))

    @property
    def is_empty(self) -> bool:
        """Whether there is nobody to be found."""
        return not (self._by_first or self._emails or self._phones or self._anywhere)

    def _add(self, name: str, shown: str, ordinary: frozenset[str], exact: set[str]) -> None:
        if EMAIL.fullmatch(name):
            self._emails.setdefault(name.casefold(), shown)
            return
        digits = _digits(name)
        if len(digits) >= _PHONE_DIGITS and not any(map(str.isalpha, name)):
            self._phones.setdefault(digits[-_PHONE_DIGITS:], shown)
            return
        if _UNSPACED.search(name):
            self._anywhere.setdefault(name, shown)
            return
        for spelling in dict.fromkeys([name, name.translate(_GERMAN)]):
            parts = [spelling[start:end] for start, end in pieces(spelling)]
            if parts:
                self._add_parts(parts, shown, ordinary, exact)

    def _add_parts(self, parts: list[str], shown: str, ordinary: frozenset[str], exact: set[str]) -> None:
        is_word = len(parts) == 1 and fold(parts[0]) in ordinary
        forms = [frozenset({fold(part)} if is_word else _forms(part, exact)) for part in parts]
        self._index(_Name(tuple(forms), shown, is_word))
        if len(parts) > 1:
            self._index(_Name((frozenset(_forms("".join(parts), exact)),), shown, needs_capital=False))
            self._index(_Name((frozenset({fold(parts[0])[:1]}), *forms[1:]), shown, needs_capital=True))

    def _index(self, name: _Name) -> None:
        for form in name.forms[0]:
            self._by_first.setdefault(form, []).append(name)

    def find(self, text: str) -> list[Mention]:
        """Where people are named in ``text``, in order; the longest name wins."""
        if not self._is_interesting(text):
            return []
        mentions = [*self._words(text), *self._addresses(text), *self._numbers(text), *self._unspaced(text)]
        mentions.sort(key=lambda mention: (mention.start, -mention.end))
        kept: list[Mention] = []
        for mention in mentions:
            if not kept or mention.start >= kept[-1].end:
                kept.append(mention)
        return kept

    def _is_interesting(self, text: str) -> bool:
        """Words are looked at once: a journal has few different ones."""
        if self._phones or self._anywhere:
            return True
        known = self._interesting
        for word in text.split():
            if word not in known:
                known[word] = ("@" in word and bool(self._emails)) or any(
                    part in self._by_first for part in folded_words(word)
                )
            if known[word]:
                return True
        return False

    def _words(self, text: str) -> Iterator[Mention]:
        found = [
            _Piece(start, end, fold(text[start:end]), text[start].isupper()) for start, end in pieces(text)
        ]
        addresses = [match.span() for match in EMAIL.finditer(text)] if "@" in text else []
        place = 0
        while place < len(found):
            mention, after = self._named_at(text, found, place)
            if mention is not None:
                yield _widened(mention, addresses)
            place = after

    def _named_at(self, text: str, found: list[_Piece], place: int) -> tuple[Mention | None, int]:
        """The longest name that begins with a piece, and the piece after it."""
        best: tuple[Mention | None, int] = (None, place + 1)
        for name in self._by_first.get(found[place].folded, ()):
            if name.needs_capital and not found[place].is_capital:
                continue
            end = _end_of(text, found, place, name)
            if end > best[1] or (end and best[0] is None):
                best = (Mention(found[place].start, found[end - 1].end, name.shown), end)
        return best

    def _addresses(self, text: str) -> Iterator[Mention]:
        for found in EMAIL.finditer(text) if self._emails else ():
            shown = self._emails.get(found[0].casefold())
            if shown:
                yield Mention(found.start(), found.end(), shown)

    def _numbers(self, text: str) -> Iterator[Mention]:
        for found in PHONE.finditer(text) if self._phones else ():
            shown = self._phones.get(_digits(found[0])[-_PHONE_DIGITS:])
            if shown:
                yield Mention(found.start(), found.end(), shown)

    def _unspaced(self, text: str) -> Iterator[Mention]:
        for name, shown in self._anywhere.items():
            for found in re.finditer(re.escape(name), text):
                yield Mention(found.start(), found.end(), shown)


def _end_of(text: str, found: list[_Piece], place: int, name: _Name) -> int:
    """The piece after a name that begins at ``place``, or 0 if it does not stand there. A middle initial may."""
    at = place + 1
    for forms in name.forms[1:]:
        if at < len(found) and len(found[at].folded) == 1 and found[at].folded not in forms:
            at += 1
        if at >= len(found) or found[at].folded not in forms:
            return 0
        if not _GAP.fullmatch(text, found[at - 1].end, found[at].start):
            return 0
        at += 1
    return at


def _forms(part: str, exact: set[str]) -> set[str]:
    """How a part of a name may be written: as it is, or with an ending that makes no other known name of it."""
    plain = fold(part)
    if len(plain) < _SHORTEST or not plain.isalpha():
        return {plain}
    has_accent = plain != part.lower()
    endings = [*_LONG_ENDINGS, *(_SHORT_ENDINGS if has_accent else ())]
    made = {plain + ending for ending in endings}
    if plain.endswith("a"):
        made |= {plain[:-1] + ending for ending in ("u", "ou", *(_SHORT_ENDINGS if has_accent else ()))}
    if has_accent and plain[-2:] in ("ek", "ec", "el"):
        made |= {plain[:-2] + plain[-1] + ending for ending in endings}
    return {plain} | (made - exact)


def _widened(mention: Mention, addresses: list[tuple[int, int]]) -> Mention:
    """A name inside an e-mail address stands for all of it."""
    for start, end in addresses:
        if start <= mention.start < end:
            return Mention(start, max(end, mention.end), mention.shown)
    return mention


def _digits(text: str) -> str:
    return "".join(char for char in text if char.isdigit())
