"""Where the words that were looked for stand in a text: for marking them where it is read."""

import unicodedata
from collections.abc import Iterator
from itertools import islice

_MOST = 500
"""So many are marked at most: a word on every line of a pasted book helps nobody."""


def found_in(text: str, words: str) -> list[tuple[int, int]]:
    """From where to where, in Qt's units (UTF-16); as the journal's search finds: accents and capitals do not
    matter, and the last word may be the beginning of one.
    """
    wanted = [_plain(word) for word, _start, _end in _words(words)]
    if not wanted:
        return []
    *whole, beginning = wanted
    found = (
        (start, end)
        for word, start, end in _words(text)
        if (plain := _plain(word)) in whole or plain.startswith(beginning)
    )
    return list(islice(found, _MOST))


def _words(text: str) -> Iterator[tuple[str, int, int]]:
    begun, start, wide = -1, 0, 0
    for at, letter in enumerate(text + " "):
        if letter.isalnum() or unicodedata.category(letter).startswith("M"):
            if begun < 0:
                begun, start = at, at + wide
        elif begun >= 0:
            yield text[begun:at], start, at + wide
            begun = -1
        wide += letter > "\uffff"


def _plain(word: str) -> str:
    letters = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
