"""The text of a page read straight from its content stream, in the order in which it is drawn.

pdfium, which takes out all other text, rearranges lines with Hebrew or Arabic in them and replaces
characters there; what a line really shows is read here. Only what this application draws is understood:
anything else on the page raises :class:`ForeignContent`.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pikepdf

_OPERATORS = " BT ET Tf Tm Tj TJ rg RG re f m l S w d J cm BDC EMC "
_CODE_MAP = re.compile(rb"beginbfchar\s(.*?)endbfchar", re.DOTALL)
_ENTRY = re.compile(rb"<([0-9A-Fa-f]{2})>\s*<((?:[0-9A-Fa-f]{4})+)>")


class ForeignContent(Exception):
    """The page has something on it that this application never draws; ``what`` names it."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


def glyph_text(page: pikepdf.Page) -> str:
    """What the glyphs of ``page`` stand for, one after the other. Raises ForeignContent."""
    try:
        return _text(page)
    except (pikepdf.PdfError, LookupError, AttributeError, TypeError, ValueError) as error:
        raise ForeignContent(type(error).__name__) from error


def _text(page: pikepdf.Page) -> str:
    fonts: dict[str, Callable[[Any], str]] = {}
    font = ""
    text: list[str] = []
    for instruction in pikepdf.parse_content_stream(page):
        operator = str(instruction.operator)
        if f" {operator} " not in _OPERATORS:
            raise ForeignContent(operator)
        if operator == "Tf":
            font = str(instruction.operands[0])
        elif operator in {"Tj", "TJ"}:
            if font not in fonts:
                fonts[font] = _decoder(page.Resources.Font[font])
            text += [fonts[font](string) for string in _strings(instruction.operands[0])]
    return "".join(text)


def _strings(shown: Any) -> Iterator[Any]:
    parts = shown if isinstance(shown, pikepdf.Array) else [shown]
    return (part for part in parts if isinstance(part, pikepdf.String))


def _decoder(font: Any) -> Callable[[Any], str]:
    """How strings in ``font`` are read, by its ToUnicode map (ISO 32000-1, 9.10.3)."""
    codes: dict[int, str] = {}
    for block in _CODE_MAP.findall(font.ToUnicode.read_bytes()):
        for code, char in _ENTRY.findall(block):
            codes[int(code, 16)] = bytes.fromhex(char.decode()).decode("utf-16-be", "replace")
    return lambda string: "".join(codes.get(code, "\ufffd") for code in bytes(string))
