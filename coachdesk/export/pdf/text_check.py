"""Does a PDF show what it should? Its text is taken out with another library than drew it, and compared.

Only what can be seen counts: white space does not, every other character does, in its order. What
could deceive the eye while the text stays the same is found too: pictures, shapes over text, text that
is invisible or off the page, annotations that are more than links and the signature.

Where glyphs stand on the page, and whether they look like the characters they stand for, is not looked at.
"""

from collections.abc import Collection, Iterator, Sequence
from contextlib import closing
from ctypes import c_float, c_uint
from io import BytesIO
from typing import Any

import msgspec
import pypdfium2
import pypdfium2.raw as pdfium

from coachdesk.export.pdf import right_to_left

_BRAILLE_BLANK = "\u2800"
_HYPHEN_AT_LINE_END = "\ufffe"
"""How pdfium writes a hyphen that ends a line."""
_CONTEXT = 30
_DARK = 160
"""Text is drawn in no colour lighter than this, of 255; the page is white."""
_SMALLEST = 5.0
_OBJECTS = {
    pdfium.FPDF_PAGEOBJ_IMAGE: "image",
    pdfium.FPDF_PAGEOBJ_SHADING: "shading",
    pdfium.FPDF_PAGEOBJ_FORM: "form",
}
_ANNOTATIONS = {pdfium.FPDF_ANNOT_LINK, pdfium.FPDF_ANNOT_WIDGET}


class Mismatch(msgspec.Struct, frozen=True):
    """One difference. ``page`` counts from 1, or is 0 for the whole file."""

    page: int
    expected: str
    """The text that should be there, from the first different character on, or nothing."""
    found: str
    """The text that is there; or one of: image, shading, form, shape, hidden, outside, annotation, no picture, pages."""


def compare_all(
    pdf: bytes, pages: Sequence[Sequence[str]], password: str = "", *, pictures: Collection[int] = ()
) -> list[Mismatch]:
    """What ``pdf`` shows otherwise than ``pages`` says (see ``draw.printed_pages``); empty if nothing.

    On the pages whose indexes are ``pictures`` there is one picture, behind all text; what it shows is not
    looked at. Raises pypdfium2.PdfiumError if ``pdf`` cannot be read.
    """
    return compare(pdf, pages, slice(None), password, pictures=pictures)


def compare(
    pdf: bytes,
    pages: Sequence[Sequence[str]],
    part: slice = slice(None),
    password: str = "",
    *,
    pictures: Collection[int] = (),
) -> list[Mismatch]:
    """As :func:`compare_all`, of ``part`` of the pages."""
    with closing(pypdfium2.PdfDocument(pdf, password=password or None)) as document:
        mismatches = []
        if len(document) != len(pages):
            mismatches.append(Mismatch(0, str(len(pages)), f"pages {len(document)}"))
        reordered = []
        for index in range(min(len(document), len(pages)))[part]:
            expected = _visible("".join(pages[index]))
            with closing(document[index]) as page:
                found = _text(page)
                if found != expected and right_to_left.is_in(expected):
                    reordered.append(index)
                else:
                    mismatches += _difference(index, expected, found)
                count = 1 if index in pictures else 0
                mismatches += [Mismatch(index + 1, "", what) for what in _deceptions(page, count)]
    return mismatches + _in_drawing_order(pdf, pages, reordered, password)


def _visible(text: str) -> str:
    return "".join(text.split()).replace(_BRAILLE_BLANK, "")


def _text(page: Any) -> str:
    with closing(page.get_textpage()) as text:
        return _visible(text.get_text_range().replace(_HYPHEN_AT_LINE_END, "-"))


def _difference(index: int, expected: str, found: str) -> list[Mismatch]:
    """From the first character that differs: what should be there, what is."""
    if found == expected:
        return []
    pairs = zip(expected, found, strict=False)
    shorter = min(len(expected), len(found))
    same = next((place for place, (one, other) in enumerate(pairs) if one != other), shorter)
    return [Mismatch(index + 1, expected[same:][:_CONTEXT], found[same:][:_CONTEXT])]


def _in_drawing_order(
    pdf: bytes, pages: Sequence[Sequence[str]], indexes: list[int], password: str
) -> list[Mismatch]:
    """The pages with right-to-left text, read without pdfium."""
    if not indexes:
        return []
    import pikepdf  # noqa: PLC0415 (rarely needed)

    from coachdesk.export.pdf.glyph_text import ForeignContent, glyph_text  # noqa: PLC0415 (rarely needed)

    mismatches = []
    with pikepdf.Pdf.open(BytesIO(pdf), password=password) as document:
        for index in indexes:
            expected = _visible("".join(pages[index]))
            try:
                found = _visible(glyph_text(document.pages[index]))
            except ForeignContent as foreign:
                mismatches.append(Mismatch(index + 1, "", f"operator {foreign.what}"))
            else:
                mismatches += _difference(index, expected, found)
    return mismatches


def _deceptions(page: Any, pictures: int) -> Iterator[str]:
    yield from _odd_objects(page, pictures)
    for place in range(pdfium.FPDFPage_GetAnnotCount(page)):
        annotation = pdfium.FPDFPage_GetAnnot(page, place)
        if pdfium.FPDFAnnot_GetSubtype(annotation) not in _ANNOTATIONS:
            yield "annotation"
        pdfium.FPDFPage_CloseAnnot(annotation)


def _odd_objects(page: Any, pictures: int) -> Iterator[str]:
    """What is on a page besides text that can be seen, with shapes and so many pictures behind it."""
    width, height = page.get_size()
    text_seen = False
    is_visible, is_inside = _Look().is_visible, _Look().is_inside
    for place in range(pdfium.FPDFPage_CountObjects(page)):
        thing = pdfium.FPDFPage_GetObject(page, place)
        kind = pdfium.FPDFPageObj_GetType(thing)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            text_seen = True
            if not is_visible(thing):
                yield "hidden"
            if not is_inside(thing, width, height):
                yield "outside"
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE and pictures and not text_seen:
            pictures -= 1
        elif kind != pdfium.FPDF_PAGEOBJ_PATH:
            yield _OBJECTS.get(kind, "object")
        elif text_seen:
            yield "shape"
    if pictures:
        yield "no picture"


class _Look:
    """Asks pdfium into the same few variables again and again: making them costs more than asking."""

    def __init__(self) -> None:
        self._colour = tuple(c_uint() for _ in range(4))
        self._size = c_float()
        self._edges = tuple(c_float() for _ in range(4))

    def is_visible(self, text: Any) -> bool:
        red, green, blue, opacity = self._colour
        pdfium.FPDFPageObj_GetFillColor(text, red, green, blue, opacity)
        pdfium.FPDFTextObj_GetFontSize(text, self._size)
        return (
            pdfium.FPDFTextObj_GetTextRenderMode(text) == pdfium.FPDF_TEXTRENDERMODE_FILL
            and red.value <= _DARK
            and green.value <= _DARK
            and blue.value <= _DARK
            and opacity.value == 255  # noqa: PLR2004 (fully opaque)
            and self._size.value >= _SMALLEST
        )

    def is_inside(self, text: Any, width: float, height: float) -> bool:
        left, bottom, right, top = self._edges
        pdfium.FPDFPageObj_GetBounds(text, left, bottom, right, top)
        return left.value >= 0 and bottom.value >= 0 and right.value <= width and top.value <= height
