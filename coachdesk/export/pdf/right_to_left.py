"""Hebrew and Arabic: the letters' contextual forms, and the order in which a line shows them.

The Unicode bidirectional algorithm (UAX 9) comes from python-bidi, the joining of Arabic letters from
arabic-reshaper; neither is imported before a text needs it.
"""

import re
import unicodedata
from collections.abc import Callable
from itertools import groupby
from operator import itemgetter
from typing import Any, Literal

from coachdesk.export.pdf.characters import base_letters

Direction = Literal["L", "R"]
_STRONG: dict[str, Direction] = {"L": "L", "R": "R", "AL": "R", "EN": "R", "AN": "R"}
Run = tuple[str, int]
"""Text and the span it belongs to."""

_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_JOINING = re.compile("[\u0600-\u08ff]")


def is_in(text: str) -> bool:
    """Whether any letter of ``text`` is written from right to left."""
    return not text.isascii() and _RIGHT_TO_LEFT.search(text) is not None


def direction(text: str) -> Direction:
    """The direction of a paragraph: that of its first letter (UAX 9, P2 and P3)."""
    for char in text:
        kind = unicodedata.bidirectional(char)
        if kind in {"R", "AL"}:
            return "R"
        if kind == "L":
            return "L"
    return "L"


def shaped(text: str, has: Callable[[str], bool]) -> str:
    """``text``, still in the order of speech, its Arabic letters in the forms their neighbours ask for."""
    if not _JOINING.search(text):
        return text
    from arabic_reshaper import ArabicReshaper  # noqa: PLC0415 (rarely needed)

    reshaper = ArabicReshaper({"delete_harakat": False, "ARABIC LIGATURE ALLAH": False})
    forms: str = reshaper.reshape(text)
    return "".join(form if form == "\n" or has(form) else base_letters(form) for form in forms)


def visual(runs: list[Run], base: Direction) -> list[Run]:
    """The runs of one line in the order in which they are shown, brackets mirrored."""
    from bidi import algorithm  # noqa: PLC0415 (rarely needed)

    storage = algorithm.get_empty_storage()
    storage["base_dir"] = base
    storage["base_level"] = int(base == "R")
    algorithm.get_embedding_levels("".join(text for text, _ in runs), storage)
    sources = [source for text, source in runs for _ in text]
    for char, source in zip(storage["chars"], sources, strict=True):
        char["source"] = source
    algorithm.explicit_embed_and_overrides(storage)
    algorithm.resolve_weak_types(storage)
    _resolve_brackets(storage["chars"], base)
    algorithm.resolve_neutral_types(storage, debug=False)
    algorithm.resolve_implicit_levels(storage, debug=False)
    algorithm.reorder_resolved_levels(storage, debug=False)
    algorithm.apply_mirroring(storage, debug=False)
    shown = [(char["ch"], char["source"]) for char in storage["chars"]]
    return [("".join(char for char, _ in run), source) for source, run in groupby(shown, itemgetter(1))]


def _resolve_brackets(chars: list[dict[str, Any]], base: Direction) -> None:
    """Rule N0 of UAX 9, which python-bidi leaves out: a pair of brackets has one direction.

    It is that of the line if anything between them has it, otherwise that of what is between them, if it
    goes on from what is before them.
    """
    strong = [_STRONG.get(char["type"]) for char in chars]
    for opening, closing in _bracket_pairs([char["ch"] for char in chars]):
        inside = {way for way in strong[opening + 1 : closing] if way}
        if not inside:
            continue
        before = next((way for way in reversed(strong[:opening]) if way), base)
        way = base if base in inside or before == base else before
        for place in (opening, closing):
            chars[place]["type"] = strong[place] = way


def _bracket_pairs(chars: list[str]) -> list[tuple[int, int]]:
    """Where brackets that belong together are, by the first."""
    from bidi.mirror import MIRRORED  # noqa: PLC0415 (rarely needed)

    pairs = []
    waiting: list[tuple[str, int]] = []
    for place, char in enumerate(chars):
        kind = unicodedata.category(char)
        if kind == "Ps" and char in MIRRORED:
            waiting.append((MIRRORED[char], place))
        elif kind == "Pe":
            matching = next((n for n in reversed(range(len(waiting))) if waiting[n][0] == char), None)
            if matching is not None:
                pairs.append((waiting[matching][1], place))
                del waiting[matching:]
    return sorted(pairs)
