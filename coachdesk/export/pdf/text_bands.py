"""Bands of running text and of rows of cells: what paragraphs, headings, facts and tables are made of."""

from collections.abc import Mapping, Sequence
from itertools import groupby

import msgspec

from coachdesk.export.blocks import Span, Text
from coachdesk.export.pdf.characters import one_line
from coachdesk.export.pdf.flow import Band, Box, Repeat
from coachdesk.export.pdf.fonts import Face
from coachdesk.export.pdf.lines import Line, Setting, break_lines
from coachdesk.export.pdf.page import Element, Link, Piece
from coachdesk.export.pdf.style import Ink, TypeStyle

_CAP_MIDDLE = 0.36
"""Half the height of a capital letter: it stands in the middle of its line."""
_SHORT_ROW = 6
_PAGE_NUMBER = "0000"
"""Stands in for a page number until all pages are filled."""
_DECORATION = {
    "struck": "/O/Layout/TextDecorationType/LineThrough",
    "added": "/O/Layout/TextDecorationType/Underline",
}


class Scene(msgspec.Struct, frozen=True):
    """What setting text needs to know of its document: the faces, and where anchors lead."""

    faces: Mapping[str, Face]
    anchors: Mapping[str, int]
    """The number of the heading of each anchor."""


class Place(msgspec.Struct, frozen=True):
    """Where a text is set: left edge, width, the element it belongs to, what its pages repeat."""

    x: float
    width: float
    element: Element
    inside: Repeat | None = None
    box: Box | None = None


class SetText(msgspec.Struct, frozen=True):
    """A text broken into lines; :meth:`on_line` gives what one line shows."""

    x: float
    style: TypeStyle
    lines: list[Line]
    inks: tuple[Ink, ...]
    elements: tuple[Element, ...]
    links: tuple[tuple[int, str] | None, ...]
    pages: tuple[int, ...]
    """For each span the heading whose page number it stands for, or -1."""
    faces: Mapping[str, Face]

    def on_line(self, number: int) -> tuple[tuple[Piece, ...], tuple[Link, ...]]:
        """The pieces and links of line ``number``, ``y`` counted from the line's upper edge."""
        if number >= len(self.lines):
            return (), ()
        line = self.lines[number]
        y = baseline(self.style)
        pieces = tuple(self._piece(f.x, y, f.text, f.source) for f in line)
        return pieces, tuple(self._link(f.x, f.text, f.source) for f in line if self.links[f.source])

    def _piece(self, x: float, y: float, text: str, source: int) -> Piece:
        ink, page_of = self.inks[source], self.pages[source]
        right = x + self.faces[ink.face].widths[text] * ink.size if page_of >= 0 else x
        return Piece(self.x + right, y, text, ink, self.elements[source], page_of=page_of)

    def _link(self, x: float, text: str, source: int) -> Link:
        target = self.links[source]
        assert target is not None
        ink = self.inks[source]
        left = self.x + x
        right = left + self.faces[ink.face].widths[text.rstrip(" ")] * ink.size
        return Link(left, -self.style.leading, right, 0, *target, self.elements[source])


def baseline(style: TypeStyle) -> float:
    """How far below its upper edge a line has its base line, as a negative number."""
    return -(style.leading / 2 + style.ink.size * _CAP_MIDDLE)


def set_text(text: Text, style: TypeStyle, scene: Scene, place: Place) -> SetText:
    """``text`` broken for ``place``; marked and linked spans become elements of their own."""
    if len(text) == 1 and not text[0].link and not text[0].page:
        return _set_span(text[0], style, scene, place)
    spans = tuple(_with_room_for_a_number(span) for span in text) or (Span(""),)
    links = tuple(
        (scene.anchors[span.link], "" if span.page else one_line(span.text))
        if span.link in scene.anchors
        else None
        for span in spans
    )
    inks = tuple(
        style.marked(span.mark, link=link is not None) for span, link in zip(spans, links, strict=True)
    )
    elements = tuple(
        _element(span, place.element, linked=link is not None)
        for span, link in zip(spans, links, strict=True)
    )
    setting = Setting(scene.faces, inks, place.width - style.indent)
    lines = break_lines(tuple(span.text for span in spans), setting)
    pages = tuple(scene.anchors.get(span.link, -1) if span.page else -1 for span in spans)
    return SetText(place.x + style.indent, style, lines, inks, elements, links, pages, scene.faces)


def _set_span(span: Span, style: TypeStyle, scene: Scene, place: Place) -> SetText:
    """The same for the usual text: one span that leads nowhere."""
    inks = (style.marked(span.mark) if span.mark else style.ink,)
    lines = break_lines((span.text,), Setting(scene.faces, inks, place.width - style.indent))
    elements = (_element(span, place.element, linked=False),)
    return SetText(place.x + style.indent, style, lines, inks, elements, (None,), (-1,), scene.faces)


def _with_room_for_a_number(span: Span) -> Span:
    return msgspec.structs.replace(span, text=_PAGE_NUMBER) if span.page else span


def _element(span: Span, parent: Element, *, linked: bool) -> Element:
    if linked:
        return Element("Link", parent)
    if span.mark in _DECORATION:
        return Element("Span", parent, attributes=_DECORATION[span.mark])
    return parent


def paragraph_bands(text: Text, style: TypeStyle, scene: Scene, place: Place) -> list[Band]:
    """A paragraph: no line of it stands alone at the foot or at the head of a page.

    An empty line is space above the next: at the top of a page it would be none.
    """
    shown = set_text(text, style, scene, place)
    before = style.before
    bands = []
    for filled, group in groupby(range(len(shown.lines)), lambda number: bool(shown.lines[number])):
        numbers = list(group)
        if not filled:
            before += len(numbers) * style.leading
            continue
        for number in numbers:
            at_end = number in {numbers[0], numbers[-1] - 1} and number < numbers[-1]
            pieces, links = shown.on_line(number)
            bands.append(
                Band(
                    height=style.leading,
                    pieces=pieces,
                    links=links,
                    before=before,
                    keep=style.keep or at_end,
                    box=place.box,
                    inside=place.inside,
                )
            )
            before = 0
    if before or not bands:
        bands.append(Band(0, before=before, keep=style.keep, box=place.box, inside=place.inside))
    return bands


def row_bands(cells: Sequence[SetText], *, before: float, inside: Repeat | None) -> list[Band]:
    """A row of cells line by line. A short one stays on one page; of a tall one, two lines at each end do."""
    height = max(len(cell.lines) for cell in cells)
    leading = max(cell.style.leading for cell in cells)
    bands = []
    for number in range(height):
        pieces: list[Piece] = []
        links: list[Link] = []
        for cell in cells:
            shown, linked = cell.on_line(number)
            pieces += shown
            links += linked
        inner = 0 < number < height - 2
        keep = number < height - 1 and (height <= _SHORT_ROW or not inner)
        bands.append(
            Band(
                leading,
                tuple(pieces),
                links=tuple(links),
                before=0 if number else before,
                keep=keep,
                inside=inside,
            )
        )
    return bands
