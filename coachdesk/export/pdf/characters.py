"""What becomes of a character before it is printed: never a box, and nothing visible lost.

Line breaks are unified, text is composed (NFC), characters that are invisible by definition are
dropped, and what cannot be shown is printed as its code point, ``[U+1F600]``.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator

PLAIN = frozenset("\n" + "".join(map(chr, range(0x20, 0x7F))))
"""Printed as they are, whatever stands beside them."""
_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff]"
)
"""Default_Ignorable_Code_Point of Unicode: joiners, direction marks, soft hyphens, variation selectors."""
_FORMS = re.compile("[\ufb00-\ufdff\ufe70-\ufefc]")
"""Ligatures and contextual forms that Unicode keeps for old encodings only."""


def printable(text: str, font_of: Callable[[str], str | None]) -> str:
    """``text`` with nothing in it but line feeds and characters ``font_of`` has a font for, as for all of ASCII."""
    text = _BREAKS.sub("\n", text).replace("\t", "    ")
    text = unicodedata.normalize("NFC", base_letters(_INVISIBLE.sub("", text)))
    characters = set(text) - {"\n"}
    missing = {c for c in characters if font_of(c) is None or unicodedata.category(c) == "Cc"}
    if missing:
        text = text.translate({ord(c): _code_point(c) for c in missing})
    if any(map(is_mark, characters - missing)):
        text = "".join(_without_lost_marks(text, font_of))
    return text


def stands_alone(char: str) -> bool:
    """Whether ``char``, once printable, stays so beside any other: only marks and jamo join what is before them."""
    return not (unicodedata.category(char).startswith("M") or "\u1100" <= char <= "\u11ff")


def is_mark(char: str) -> bool:
    """Whether ``char`` is drawn over, under or around the one before it."""
    return unicodedata.category(char) in {"Mn", "Me"}


def _without_lost_marks(text: str, font_of: Callable[[str], str | None]) -> Iterator[str]:
    """A mark on no letter, on one of another font, or over one like it would not be seen for what it is."""
    font: str | None = None
    standing: set[str] = set()
    for char in text:
        if not is_mark(char):
            font = None if char.isspace() else font_of(char)
            standing.clear()
            yield char
        elif font is not None and font_of(char) == font and char not in standing:
            standing.add(char)
            yield char
        else:
            yield _code_point(char)


def _code_point(char: str) -> str:
    return f"[U+{ord(char):04X}]"


def base_letters(text: str) -> str:
    """``text`` with ligatures and the contextual forms of letters turned back into the letters."""
    return _FORMS.sub(lambda form: unicodedata.normalize("NFKC", form[0]), text)


def one_line(text: str) -> str:
    """``text`` as a title of a window, a bookmark or a description: one line, no control characters."""
    text = unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
    kept = (c if unicodedata.category(c) not in {"Cc", "Cs", "Cn", "Zl", "Zp"} else " " for c in text)
    return " ".join("".join(kept).split())
