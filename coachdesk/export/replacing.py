"""Names replaced in the data, never drawn over: which words of a payload are closed, and what stands there instead.

A word that names somebody is closed as a whole and ``[Peer A]`` is shown for it, with the punctuation around it
and a possessive; of other letters in the same word (*Priya-led*) no more than ``…``. A name of several words has
its mark at the first of them. Nothing but these words is closed, so every other word is still proved.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import zip_longest
from typing import Any

import msgspec

from coachdesk.export.evidence import Cover
from coachdesk.export.names import LETTER, Alias, Names
from coachdesk.ledger import canonical
from coachdesk.ledger.commitment import (
    AnyLeaf,
    ClosedLeaf,
    Disclosure,
    ErasedLeaf,
    Leaf,
    OpenLeaf,
    ReplacedLeaf,
    leaves,
)
from coachdesk.records import written as written_text
from coachdesk.records.base import InvalidRecord, clean_line
from coachdesk.records.written import NO_TEXT, place_of, places

_OWN = {("leader", "name")}
"""Whom a report is about is said in full."""

DIGEST = "record/digest/0"
"""The digest of a letter: whoever has the letter but for a name could try names until it fits."""

_LABEL = re.compile(r"[^\W_][\w .'’-]{0,39}")
_MARK = re.compile(r"\[([^\W_][\w .'’-]{0,39})\](?:['’]s?(?![^\W_]))?")
_POSSESSIVE = re.compile(r"['’\u02bc][sS]?(?![^\W_])")
_LETTERS = re.compile(rf"{LETTER}(?:\S*{LETTER})?")


class Redaction(msgspec.Struct, frozen=True, kw_only=True):
    """What an author leaves out inside of what is shown: people, by what is shown for them, and attached files."""

    aliases: tuple[Alias, ...] = ()
    dropped_attachments: tuple[str, ...] = ()


NOTHING = Redaction()
"""Nothing is left out inside of what is shown."""


def check_label(shown: str) -> str:
    """What is to be shown for a person. Raises InvalidRecord for what could not stand in brackets on a line."""
    label = clean_line(shown)
    if not _LABEL.fullmatch(label):
        raise InvalidRecord("alias", "no_label", shown)
    return label


def is_written(record_type: str, path: str) -> bool:
    """Whether somebody writes text at this place of a payload, of others than those whom a report is about."""
    if not written_text.is_written(record_type, path):
        return False
    return (record_type, *place_of(path.rpartition("/")[0])) not in _OWN


@cache
def _written(record_type: str) -> frozenset[tuple[str, ...]]:
    return frozenset(path for path in places(record_type) if (record_type, *path) not in _OWN)


def written(record_type: str, value: Any, path: tuple[str, ...] = ()) -> Iterator[str]:
    """The texts that somebody wrote in a record as it is stored, as far as it is open."""
    if isinstance(value, str):
        if path in _written(record_type):
            yield value
    elif isinstance(value, dict):
        for name, item in value.items():
            if item.__class__ is not bool and item is not None and not NO_TEXT.fullmatch(name):
                yield from written(record_type, item, (*path, name))
    elif isinstance(value, list):
        for item in value:
            yield from written(record_type, item, (*path, "*"))


def texts(record_type: str, found: Iterable[Leaf]) -> Iterator[tuple[str, list[str]]]:
    """The words of each written text among the leaves of a payload, by the path of the text."""
    at, words = "", list[str]()
    for path, value in found:
        if not isinstance(value, str):
            continue
        place = path.rpartition("/")[0]
        if place != at:
            if words:
                yield at, words
            at, words = place, []
        if words or is_written(record_type, path):
            words.append(value)
    if words:
        yield at, words


def replacements(record_type: str, body: bytes, names: Names) -> dict[str, str]:
    """What is shown for which leaf of a payload, as it is stored, in which somebody is named."""
    if names.is_empty:
        return {}
    payload = canonical.decode(body)
    shown = {
        f"{path}/{index}": text
        for path, words in texts(record_type, leaves(payload))
        for index, text in replaced_words(words, names).items()
    }
    if record_type == "letter" and payload["record"].get("digest"):
        shown[DIGEST] = ""
    return shown


def replaced_cover(cover: Cover, names: Names) -> Cover:
    """The cover with nobody named whom the report does not name; its author stays."""
    return (
        cover
        if names.is_empty
        else msgspec.structs.replace(
            cover,
            purpose=replaced_text(cover.purpose, names),
            recipient=replaced_text(cover.recipient, names),
            case_reference=replaced_text(cover.case_reference, names),
            distribution=tuple(replaced_text(one, names) for one in cover.distribution),
            watermark=replaced_text(cover.watermark, names),
        )
    )


def replaced_text(text: str, names: Names) -> str:
    """``text`` as it is shown."""
    words = [str(value) for _, value in leaves(text)]
    shown = replaced_words(words, names)
    return "".join(shown.get(index, word) for index, word in enumerate(words))


def replaced_words(words: list[str], names: Names) -> dict[int, str]:
    """What is shown for which of the words of a text."""
    text = "".join(words)
    found = names.find(text)
    if not found:
        return {}
    ends, at = [], 0
    for word in words:
        at += len(word)
        ends.append(at)
    shown: dict[int, str] = {}
    place = first = last = 0
    said = ""
    for mention in found:
        while ends[place] <= mention.start:
            place += 1
        if not said or place > last:
            if said:
                shown[first] = said + _rest(text, at, ends[last])
            first, said = place, _around(text[ends[place] - len(words[place]) : mention.start])
        else:
            said += _around(text[at : mention.start])
        while ends[place] < mention.end:
            place += 1
        last, at = place, mention.end
        shown |= dict.fromkeys(range(first, last + 1), "")
        said += f"[{mention.shown}]"
    shown[first] = said + _rest(text, at, ends[last])
    return shown


def _rest(text: str, start: int, end: int) -> str:
    """What follows the last name in a word, and the white space behind it."""
    return _around(text[start:end])


def _around(text: str) -> str:
    """Punctuation beside a name as it is; a possessive; of other letters only that there are some."""
    kept = _POSSESSIVE.match(text)
    begins = kept[0] if kept else ""
    return begins + _LETTERS.sub("…", text[len(begins) :])


def stood_in(disclosure: Disclosure) -> Disclosure:
    """``disclosure`` as if replaced and erased words were open and had been any words: for checks of its shape."""
    made: list[AnyLeaf] = []
    end = ""
    for leaf, following in zip_longest(disclosure, disclosure[1:]):
        if isinstance(leaf, ErasedLeaf):
            made.append(_was(leaf, following))
            continue
        if not isinstance(leaf, ReplacedLeaf):
            made.append(leaf)
            continue
        if leaf.shown:
            end = leaf.shown[len(leaf.shown.rstrip()) :]
        goes_on = isinstance(following, ReplacedLeaf) and not following.shown
        made.append(OpenLeaf(leaf.path, "x " if goes_on else f"x{end}", ""))
    return tuple(made)


def _was(leaf: ErasedLeaf, following: AnyLeaf | None) -> OpenLeaf:
    """An erased leaf as if it were open and had been any word, or where no word was, nothing."""
    text, _, place = leaf.path.rpartition("/")
    if not place.isdecimal():
        return OpenLeaf(leaf.path, None, "")
    is_last = (
        following is None or isinstance(following, ClosedLeaf) or following.path.rpartition("/")[0] != text
    )
    return OpenLeaf(leaf.path, "x" if is_last else "x ", "")


def is_honest(record_type: str, disclosure: Disclosure) -> bool:
    """Whether every replaced word stands in a written text and is shown as such.

    Nothing is shown for a word but marks, punctuation and ``…``, and only a word that follows another replaced
    one has no mark.
    """
    before: AnyLeaf | None = None
    for leaf in disclosure:
        if isinstance(leaf, ReplacedLeaf) and not _is_replacement(record_type, leaf, before):
            return False
        before = leaf
    return True


def _is_replacement(record_type: str, leaf: ReplacedLeaf, before: AnyLeaf | None) -> bool:
    if record_type == "letter" and leaf.path == DIGEST:
        return not leaf.shown
    if not is_written(record_type, leaf.path):
        return False
    if not leaf.shown:
        return isinstance(before, ReplacedLeaf) and _follows(before.path, leaf.path)
    rest, marks = _MARK.subn("", leaf.shown)
    return marks > 0 and not re.search(LETTER, rest)


def _follows(before: str, path: str) -> bool:
    (text, _, index), (same, _, following) = before.rpartition("/"), path.rpartition("/")
    return text == same and index.isdecimal() and following == str(int(index) + 1)


def marks(disclosure: Disclosure) -> Iterator[tuple[str, int]]:
    """What is shown for people, each time with the number of words it stands for."""
    label, words = "", 0
    for leaf in disclosure:
        if not isinstance(leaf, ReplacedLeaf) or leaf.path == DIGEST:
            continue
        if leaf.shown:
            if label:
                yield label, words
            found = [found[1] for found in _MARK.finditer(leaf.shown)]
            for other in found[:-1]:
                yield other, 1
            label, words = found[-1], 0
        words += 1
    if label:
        yield label, words
