"""Pages as PDF content streams (ISO 32000-1, 8 and 9), written directly: fast, and every part tagged.

On each page all shapes and pictures come before all text, so nothing can lie over a text; the check of a
finished file relies on it.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import Any

from coachdesk.export.pdf.characters import is_mark
from coachdesk.export.pdf.fonts import Face, Fonts
from coachdesk.export.pdf.page import ARTIFACT, Element, Page, Picture, Piece, Shape
from coachdesk.export.pdf.style import Ink

_STRIKE_HEIGHT = 0.27
_UNDERLINE_DEPTH = -0.14
_LINE_WIDTH = 0.06
_DOTS_APART = 2.6
_LITERAL = {code: f"\\{code:03o}" for code in (*range(32), *range(127, 256), *b"()\\")}
"""Content streams stay ASCII: ReportLab would write anything else as UTF-8."""
_ASCII_AND_OTHER = re.compile("[\x00-\x7f]+|[^\x00-\x7f]+")

Code = tuple[str, str, float]
"""A character, or several: the resource name of the font subset, the codes there as part of a literal
string, and, for a mark, how wide a space of that font is (thousandths), otherwise 0."""


class Typesetter:
    """Turns text into strings of one PDF document; the subsets of its fonts grow with what is set."""

    def __init__(self, fonts: Fonts, faces: Mapping[str, Face], pdf: Any) -> None:
        self._fonts = fonts
        self._faces = faces
        self._pdf = pdf
        self._codes: dict[str, dict[str, Code]] = {name: {} for name in faces}

    def shown(self, text: str, face: str) -> list[tuple[str, str]]:
        """Font resources, each with the operator that shows its part of ``text``.

        ASCII has the same codes in the first subset of every font.
        """
        first = self._code(" ", face)[0]
        if text.isascii():
            return [(first, f"({text.translate(_LITERAL)}) Tj")]
        coded: list[Code] = []
        for part in _ASCII_AND_OTHER.findall(text):
            if part.isascii():
                coded.append((first, part.translate(_LITERAL), 0))
            else:
                coded += [self._code(char, face) for char in part]
        return [(font, _show(list(run))) for font, run in groupby(coded, itemgetter(0))]

    def width(self, text: str, ink: Ink) -> float:
        """How wide ``text`` is, in points."""
        return self._faces[ink.face].widths[text] * ink.size

    def _code(self, char: str, face: str) -> Code:
        codes = self._codes[face]
        if char not in codes:
            name = self._faces[face].font_of(char)
            assert name is not None
            font = self._fonts.font(name)
            ((subset, code),) = font.splitString(char, self._pdf)
            resource = font.getSubsetInternalName(subset, self._pdf)
            space = font.face.getCharWidth(ord(" ")) if is_mark(char) else 0
            codes[char] = resource, code.decode("latin-1").translate(_LITERAL), space
        return codes[char]


def _show(run: list[Code]) -> str:
    """A run of marks alone has no width, and pdfium leaves it out of the text: a space is shown and taken back."""
    text = "".join(code for _, code, _ in run)
    if all(space for _, _, space in run):
        return f"[({text} ) {run[0][2]:g}] TJ"
    return f"({text}) Tj"


def page_operators(page: Page, typesetter: Typesetter) -> str:
    """The content stream of a page."""
    lines = [line for piece, _ in page.pieces if piece.ink.line and (line := _line(piece, typesetter))]
    shapes = [*page.shapes, *((line, ARTIFACT) for line in lines)]
    parts = []
    for mark, group in groupby(shapes, itemgetter(1)):
        parts.append(_marked(mark, page.marks, "Layout", (_shape(shape) for shape, _ in group)))
    parts += [_marked(mark, page.marks, "Layout", (_picture(one),)) for one, mark in page.pictures]
    writer = _Writer(typesetter)
    for mark, texts in groupby(page.pieces, itemgetter(1)):
        operators = ("BT", *(writer.write(piece) for piece, _ in texts), "ET")
        parts.append(_marked(mark, page.marks, "Pagination", operators))
    return "\n".join(parts)


def _marked(
    mark: int, marks: list[Element], artifact: str, operators: Iterator[str] | tuple[str, ...]
) -> str:
    if mark == ARTIFACT:
        return "\n".join((f"/Artifact <</Type/{artifact}>> BDC", *operators, "EMC"))
    return "\n".join((f"/{marks[mark].tag} <</MCID {mark}>> BDC", *operators, "EMC"))


class _Writer:
    """Writes the pieces of one page, naming font and colour only where they change."""

    def __init__(self, typesetter: Typesetter) -> None:
        self._typesetter = typesetter
        self._font: tuple[str, float] | None = None
        self._colour = ""

    def write(self, piece: Piece) -> str:
        """The operators that show a piece."""
        ink = piece.ink
        parts = []
        if ink.colour != self._colour:
            self._colour = ink.colour
            parts.append(f"{_rgb(ink.colour)} rg")
        turn = "0 1 -1 0" if piece.upwards else "1 0 0 1"
        parts.append(f"{turn} {piece.x:.2f} {piece.y:.2f} Tm")
        for font, show in self._typesetter.shown(piece.text, ink.face):
            if (font, ink.size) != self._font:
                self._font = font, ink.size
                parts.append(f"{font} {ink.size:g} Tf")
            parts.append(show)
        return " ".join(parts)


def _line(piece: Piece, typesetter: Typesetter) -> Shape | None:
    """The line through or under a piece of text."""
    ink = piece.ink
    width = typesetter.width(piece.text.rstrip(" "), ink)
    height = _STRIKE_HEIGHT if ink.line == "struck" else _UNDERLINE_DEPTH
    return Shape(piece.x, piece.y + height * ink.size, width, 0, ink.colour, line=_LINE_WIDTH * ink.size)


def _shape(shape: Shape) -> str:
    x, y, colour = shape.x, shape.y, _rgb(shape.colour)
    if not shape.line:
        return f"{colour} rg {x:.2f} {y:.2f} {shape.width:.2f} {shape.height:.2f} re f"
    path = f"{colour} RG {shape.line:g} w {x:.2f} {y:.2f} m {x + shape.width:.2f} {y + shape.height:.2f} l S"
    return f"[0 {_DOTS_APART:g}] 0 d 1 J {path} [] 0 d 0 J" if shape.dots else path


def _picture(one: Picture) -> str:
    return f"q {one.width:.2f} 0 0 {one.height:.2f} {one.x:.2f} {one.y:.2f} cm /{one.key} Do Q"


@cache
def _rgb(colour: str) -> str:
    """``#rrggbb`` as three numbers between 0 and 1."""
    return " ".join(f"{int(colour[place : place + 2], 16) / 255:.3g}" for place in (1, 3, 5))
