"""A note cut up for the language checker: its words, its sentences, and what in it is quoted speech.

Every place is an index into the text as given: what is replaced here is replaced one for one.
"""

import re
from bisect import bisect_right
from typing import NamedTuple

import msgspec

_SAME = str.maketrans({"’": "'", "ʼ": "'", "′": "'", "\u00a0": " ", "\u202f": " ", "‑": "-"})
"""One kind of apostrophe, space and hyphen, so that lists need only that one."""

_WORD = re.compile(r"\w+(?:'\w+)*")
_END = re.compile(r"[.!?…]+(?=[\s\"'”’»)\]]|$)|\n+|•")
_ABBREVIATION = re.compile(r"(?:\b(?:e\.g|i\.e|etc|vs|cf|approx|mr|mrs|ms|dr|st|a\.m|p\.m))$", re.IGNORECASE)

_NEW_BEGINNING = re.compile(r"\s+[A-Z\d“\"]|\s*$")

_PAIRS = {
    "“": "”",
    "«": "»",
    "»": "«",
    "‹": "›",
    "›": "‹",
    "„": "“”",
    "‚": "‘’",
    '"': '"',
    "‘": "’",
    "'": "'",
    "`": "`",
}
"""What closes each opening mark. In German „ is closed by what opens in English, » may open too."""

_LONGEST_SENTENCE = 120
"""Words; a text without full stops is cut there, since what is looked at around a hit is its sentence."""

_LONGEST_IN_SINGLE_MARKS = 300
"""Characters that may stand between single quotation marks, which are apostrophes more often."""

_CLAUSE_MARKS = ",;:()–—"
_MAY_BE_APOSTROPHE = "'’"
_OPENERS = re.compile(r"(?<!\w)[“«»‹›„‚\"‘'`](?=\S)")
_QUOTED_LINE = re.compile(r"^[ \t]*>.*$", re.MULTILINE)


class Word(NamedTuple):
    """One word: where it stands, itself in small letters, and whether it has a capital."""

    start: int
    end: int
    text: str
    is_capital: bool


class Sentence(NamedTuple):
    """The words from ``first`` up to ``last`` (not with it), and where the sentence stands in the text."""

    first: int
    last: int
    start: int
    end: int


class Passage(msgspec.Struct, frozen=True):
    """A text with its words, sentences and quotations, each in the order of the text."""

    text: str
    words: tuple[Word, ...]
    sentences: tuple[Sentence, ...]
    quotes: tuple[tuple[int, int], ...]

    def is_quoted(self, place: int) -> bool:
        """Whether the character at ``place`` is somebody's words and not the author's."""
        after = bisect_right(self.quotes, (place, len(self.text)))
        return after > 0 and place < self.quotes[after - 1][1]

    def is_parted(self, left: int, right: int) -> bool:
        """Whether a comma or the like stands between two words."""
        between = self.text[self.words[left].end : self.words[right].start]
        return between == " - " or any(mark in between for mark in _CLAUSE_MARKS)

    def is_adjoining(self, place: int) -> bool:
        """Whether the word at ``place`` and the next have only space or one hyphen between them."""
        if place + 1 >= len(self.words):
            return False
        between = self.text[self.words[place].end : self.words[place + 1].start]
        return between == "-" or between.isspace()

    def has_quote(self, sentence: Sentence) -> bool:
        """Whether words of somebody are quoted in the sentence."""
        return any(start < sentence.end and sentence.start < end for start, end in self.quotes)


def passage(text: str) -> Passage:
    """``text`` cut up."""
    plain = text.translate(_SAME)
    words = tuple(
        Word(found.start(), found.end(), (word := found[0]).lower(), word[0].isupper())
        for found in _WORD.finditer(plain)
    )
    quotes = quotations(text)
    return Passage(plain, words, _sentences(plain, words, quotes), quotes)


def quotations(text: str) -> tuple[tuple[int, int], ...]:
    """Where somebody is quoted: between quotation marks of any sort, and in lines that begin with ``>``.

    A mark that is never closed holds to the end of its line: the author is still typing it. An apostrophe
    opens nothing: a single mark opens only before a word, and is only believed if another closes it.
    """
    found = [line.span() for line in _QUOTED_LINE.finditer(text)]
    place = 0
    while opening := _OPENERS.search(text, place):
        start = opening.start()
        line_end = text.find("\n", start)
        line_end = len(text) if line_end < 0 else line_end
        is_single = opening[0] in "'‘"
        end = _closed(text, start, min(line_end, start + _LONGEST_IN_SINGLE_MARKS) if is_single else line_end)
        if end is None and not is_single:
            end = line_end
        if end is not None:
            found.append((start, end))
        place = end or start + 1
    return _merged(found)


def _merged(spans: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The spans in their order, those that overlap as one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def _closed(text: str, start: int, line_end: int) -> int | None:
    """Just after the mark that closes the one at ``start``; None if none does on this line."""
    closing = _PAIRS[text[start]]
    for place in range(start + 2, line_end):
        if text[place] in closing and not (
            text[place] in _MAY_BE_APOSTROPHE
            and (text[place - 1].isspace() or text[place + 1 : place + 2].isalnum())
        ):
            return place + 1
    return None


def _sentences(
    text: str, words: tuple[Word, ...], quotes: tuple[tuple[int, int], ...]
) -> tuple[Sentence, ...]:
    """Cut at full stops, new lines and bullets, but never inside a quotation."""
    made, first, start = [], 0, 0
    for end in [*_ends(text, quotes), len(text)]:
        last = first
        while last < len(words) and words[last].start < end:
            last += 1
        while last - first > _LONGEST_SENTENCE:
            middle = words[first + _LONGEST_SENTENCE].start
            made.append(Sentence(first, first + _LONGEST_SENTENCE, start, middle))
            first, start = first + _LONGEST_SENTENCE, middle
        if last > first:
            made.append(Sentence(first, last, start, end))
        first, start = last, end
    return tuple(made)


def _ends(text: str, quotes: tuple[tuple[int, int], ...]) -> list[int]:
    """Where sentences end. A quotation that ends with one ends the author's too if a capital follows."""
    ends = []
    for found in _END.finditer(text):
        if _ABBREVIATION.search(text, max(0, found.start() - 8), found.start()):
            continue
        around = next((quote for quote in quotes if quote[0] < found.start() < quote[1] - 1), None)
        if around is None:
            ends.append(found.end())
        elif found.end() >= around[1] - 1 and _NEW_BEGINNING.match(text, around[1]):
            ends.append(around[1])
    return ends
