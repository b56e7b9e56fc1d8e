"""From a document to pages: blocks become bands, bands fill pages, the pages get their frame.

The same document gives the same pages on every machine: the fonts are the application's own, and
nothing here asks for the date, the locale or the screen.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import assert_never

import msgspec
from msgspec.structs import replace

from coachdesk.export.blocks import (
    Block,
    Contents,
    Document,
    Facts,
    Group,
    Heading,
    Notice,
    PageBreak,
    Paragraph,
    Plate,
    Span,
    Strip,
    Table,
)
from coachdesk.export.pdf import page, style
from coachdesk.export.pdf.characters import one_line
from coachdesk.export.pdf.flow import Band, Box, Fill, Pages, Repeat, Title
from coachdesk.export.pdf.fonts import Face, Fonts
from coachdesk.export.pdf.furniture import Frame
from coachdesk.export.pdf.lines import Setting, break_lines
from coachdesk.export.pdf.page import Element, Link, Page, Piece, Shape
from coachdesk.export.pdf.strip import strip_band
from coachdesk.export.pdf.tables import ROW_LEVEL, facts_bands, table_bands
from coachdesk.export.pdf.text_bands import Place, Scene, baseline, paragraph_bands

_CONTENTS_NUMBER = 30.0
"""The column of page numbers, leaders ending before it."""
_GROUP_BEFORE = 14.0
_GROUP_RULE = 12.0
_NUMBER_WIDTH = style.NUMBER_COLUMN - 8
_CONTINUED_AFTER = 8.0
_LABEL_AFTER = 2.0
_NOTICE_INSET = 16.0
_NOTICE_PADDING = 7.0
_NOTICE_BEFORE = 10.0
_NOTICE_AFTER = 5.0
_NOTICE_BAR = 2.5
_QUOTE_BAR = 1.5
_TITLE_DROP = 4.0
"""Little, so that a cover with much to say stays one page on US Letter too."""
_TITLE_BAR = 3.0
_TITLE_BAR_LENGTH = 42.0
_TITLE_BAR_AFTER = 8.0
_PLATE_BEFORE = 10.0
_PLATE_AT_LEAST = 0.75
"""Of a page's height: with less room left, it goes on the next."""
_PIXELS_TO_AN_INCH = 96
"""A picture is not shown coarser than this, so that small ones stay small."""
_REPORTS = 50


class Layout(msgspec.Struct, frozen=True):
    """A document laid out."""

    pages: list[Page]
    headings: list[page.Heading]
    structure: Element
    fonts: Fonts
    faces: Mapping[str, Face]


def lay_out(document: Document, progress: Callable[[float], None], fonts: Fonts | None = None) -> Layout:
    """The pages of ``document``; ``progress`` is told the share that is done."""
    fonts = fonts or Fonts()
    faces = fonts.faces()
    frame, lying = (Frame(document, faces, landscape=landscape) for landscape in (False, True))
    bands = _Bands(document, faces, frame.geometry, lying.geometry)
    pages = Pages(frame.geometry, lying.geometry)
    pages.fill(bands.of_document(progress))
    count = len(pages.pages)

    def finish(full: Page) -> None:
        full.number_headings(pages.headings, faces)
        (lying if full.landscape else frame).put_around(full, count)

    for filled in pages.pages:
        filled.finish = finish
    return Layout(pages.pages, pages.headings, bands.structure, fonts, faces)


def _headings(blocks: Sequence[Block]) -> Iterator[Heading]:
    """All that links may lead to, in order: headings, and rows of tables, which are headings without words."""
    for block in blocks:
        if isinstance(block, Heading):
            yield block
        elif isinstance(block, Table):
            yield from (Heading("", ROW_LEVEL, anchor) for anchor in block.anchors)
        elif isinstance(block, Group):
            yield from _headings(block.blocks)


class _Bands:
    """Turns blocks into bands, in order."""

    def __init__(
        self,
        document: Document,
        faces: Mapping[str, Face],
        geometry: style.Geometry,
        landscape: style.Geometry,
    ) -> None:
        self.structure = Element("Document", None)
        self._document = document
        self._headings = list(_headings(document.blocks))
        anchors: dict[str, int] = {}
        for number, heading in enumerate(self._headings):
            if heading.anchor:
                anchors.setdefault(heading.anchor, number)
        self._scene = Scene(faces, anchors)
        self._geometry = geometry
        self._geometries = geometry, landscape
        self._new_page = False
        self._labelled = False
        self._level = 0
        self._headings_seen = 0

    def of_document(self, progress: Callable[[float], None]) -> Iterator[Band]:
        """All of it."""
        blocks = self._document.blocks
        place = Place(self._geometry.left, self._geometry.text_width, Element("Sect", self.structure))
        every = max(len(blocks) // _REPORTS, 1)
        for number, block in enumerate(blocks):
            if isinstance(block, Heading) and block.level == 1:
                place = replace(place, element=Element("Sect", self.structure))
            if isinstance(block, PageBreak) or (isinstance(block, Heading) and block.new_page):
                landscape = isinstance(block, PageBreak) and block.landscape
                self._geometry = self._geometries[landscape]
                place = replace(place, x=self._geometry.left, width=self._geometry.text_width)
            bands = self._bands(block, place)
            if isinstance(block, Paragraph) and bands and _is_table(blocks[number + 1 : number + 2]):
                # What leads to a table does not stand alone at the foot of a page.
                bands[-1] = replace(bands[-1], keep=True)
            yield from bands
            if number % every == 0:
                progress(number / len(blocks))

    def _bands(self, block: Block, place: Place) -> list[Band]:
        """The bands of one block; its first is told what comes before: a page break, a label close by."""
        if isinstance(block, PageBreak):
            self._new_page = True
            return []
        breaks, self._new_page = self._new_page, False
        labelled, self._labelled = self._labelled, isinstance(block, Paragraph) and block.style == "label"
        bands = self._of(block, place)
        if bands and (breaks or labelled or bands[0].new_page):
            first = bands[0]
            before = min(first.before, _LABEL_AFTER) if labelled else first.before
            bands[0] = replace(
                first,
                new_page=first.new_page or breaks,
                landscape=self._geometry is self._geometries[True],
                before=before,
            )
        return bands

    def _of(self, block: Block, place: Place) -> list[Band]:  # noqa: C901, PLR0911, PLR0912 (one line for each kind of block)
        match block:
            case Heading():
                return self._heading(block, place)
            case Paragraph():
                return self._paragraph(block, place)
            case Facts():
                return facts_bands(block, self._scene, place)
            case Table():
                self._headings_seen += len(block.anchors)
                return table_bands(block, self._scene, place)
            case Notice():
                return self._notice(block, place)
            case Strip():
                return [strip_band(block, self._scene, place)]
            case Contents():
                return self._contents(place)
            case Group():
                return self._group(block, place)
            case Plate():
                return [self._plate(block, place)]
            case PageBreak():
                return []
            case _:
                assert_never(block)

    def _heading(self, heading: Heading, place: Place) -> list[Band]:
        # PDF/UA-1, 7.4.2: a level is not skipped on the way down, whatever the document does.
        self._level = min(heading.level, self._level + 1)
        self._headings_seen += 1
        inner = replace(place, element=Element(f"H{self._level}", place.element))
        bands = paragraph_bands((Span(heading.text),), style.HEADINGS[heading.level], self._scene, inner)
        title = Title(one_line(heading.text), heading.level)
        bands[0] = replace(bands[0], title=title, new_page=heading.new_page)
        return bands

    def _paragraph(self, paragraph: Paragraph, place: Place) -> list[Band]:
        kind = style.PARAGRAPHS[paragraph.style]
        inner = replace(place, element=Element("P", place.element))
        if paragraph.style == "title":
            bar = Shape(place.x, -_TITLE_BAR, _TITLE_BAR_LENGTH, _TITLE_BAR, style.ACCENT)
            above = Band(_TITLE_DROP, keep=True, inside=place.inside)
            ruled = Band(_TITLE_BAR + _TITLE_BAR_AFTER, shapes=(bar,), keep=True, inside=place.inside)
            return [above, ruled, *paragraph_bands(paragraph.text, kind, self._scene, inner)]
        if paragraph.style == "quote":
            bar = Shape(place.x, 0, _QUOTE_BAR, 0, style.HAIRLINE)
            inner = replace(inner, element=Element("P", Element("BlockQuote", place.element)), box=Box(bar))
        return paragraph_bands(paragraph.text, kind, self._scene, inner)

    def _notice(self, notice: Notice, place: Place) -> list[Band]:
        shade = Shape(place.x, 0, place.width, 0, style.SHADE)
        box = Box(shade, Shape(place.x, 0, _NOTICE_BAR, 0, style.ACCENT))
        inner = replace(
            place,
            x=place.x + _NOTICE_INSET,
            width=place.width - 2 * _NOTICE_INSET,
            element=Element("P", place.element),
            box=box,
        )
        bands = paragraph_bands(notice.text, style.NOTICE, self._scene, inner)
        bands[-1] = replace(bands[-1], keep=True)
        padding = Band(_NOTICE_PADDING, box=box, inside=place.inside)
        after = Band(0, before=_NOTICE_AFTER, inside=place.inside)
        return [replace(padding, before=_NOTICE_BEFORE, keep=True), *bands, padding, after]

    def _plate(self, plate: Plate, place: Place) -> Band:
        """The picture, from the margin to the right edge."""
        geometry = self._geometry
        fill = Fill(
            plate.key,
            geometry.margin,
            geometry.right - geometry.margin,
            plate.height / plate.width,
            max(plate.width, plate.height) / _PIXELS_TO_AN_INCH * 72,
            Element("Figure", place.element, alt=one_line(plate.alternative) or "-"),
        )
        height = (geometry.top - geometry.bottom) * _PLATE_AT_LEAST
        return Band(height, before=_PLATE_BEFORE, inside=place.inside, fill=fill)

    def _group(self, group: Group, place: Place) -> list[Band]:
        section = Element("Sect", place.element)
        inside = Repeat(self._continued(group, place), place.inside)
        inner = replace(place, element=section, inside=inside)
        bands = [band for block in group.blocks for band in self._bands(block, inner)] or [
            Band(0, inside=inside)
        ]
        margin, right = self._geometry.margin, self._geometry.right
        rule = Shape(margin, 0, right - margin, 0, style.HAIRLINE, line=style.HAIR)
        opening = Band(
            _GROUP_RULE,
            shapes=(rule,),
            before=_GROUP_BEFORE,
            keep=True,
            new_page=bands[0].new_page,
            landscape=bands[0].landscape,
            inside=inside,
        )
        bands[0] = self._numbered(bands[0], group, section)
        bands[-2:-1] = [replace(band, keep=True) for band in bands[-2:-1]]
        bands[-1] = replace(bands[-1], keep=False)
        return [opening, *bands]

    def _numbered(self, band: Band, group: Group, section: Element) -> Band:
        """The first band of a group, with its number in the margin."""
        setting = Setting(self._scene.faces, (style.NUMBER.ink,), _NUMBER_WIDTH)
        lines = break_lines((group.number,), setting)
        element = Element("P", section)
        y = band.pieces[0].y if band.pieces else baseline(style.NUMBER)
        numbers = [
            Piece(
                self._geometry.margin, y - number * style.NUMBER.leading, part.text, style.NUMBER.ink, element
            )
            for number, line in enumerate(lines)
            for part in line
        ]
        height = max(band.height, len(lines) * style.NUMBER.leading if numbers and not band.pieces else 0)
        pieces = (*numbers[:1], *band.pieces, *numbers[1:])
        return replace(band, pieces=pieces, before=0, new_page=False, height=height)

    def _continued(self, group: Group, place: Place) -> tuple[Band, ...]:
        if not group.continued:
            return ()
        bands = paragraph_bands((Span(group.continued),), style.CONTINUED, self._scene, place)
        plain = (replace(band, pieces=tuple(replace(p, element=None) for p in band.pieces)) for band in bands)
        return (*plain, Band(_CONTINUED_AFTER))

    def _contents(self, place: Place) -> list[Band]:
        """All headings of the first two levels but the one that stands above the contents themselves."""
        shown = [
            (number, heading)
            for number, heading in enumerate(self._headings)
            if heading.level in style.CONTENTS and number != self._headings_seen - 1
        ]
        contents = Element("TOC", place.element)
        bands: list[Band] = []
        for position, (number, heading) in enumerate(shown):
            lines = self._contents_lines(number, heading, replace(place, element=contents))
            leads = heading.level == 1 and position + 1 < len(shown) and shown[position + 1][1].level > 1
            bands += [replace(line, keep=leads or line is not lines[-1]) for line in lines]
        return bands

    def _contents_lines(self, number: int, heading: Heading, place: Place) -> list[Band]:
        """One heading: its title, dots, its page number, and a link over all of it."""
        link = Element("Link", Element("Reference", Element("TOCI", place.element)))
        kind = style.CONTENTS[heading.level]
        inner = replace(place, element=link, width=place.width - _CONTENTS_NUMBER)
        title = Span(" ".join(heading.text.split()))
        *lines, last = paragraph_bands((title,), kind, self._scene, inner)
        right = place.x + place.width
        area = Link(
            place.x, -kind.leading, right, kind.leading * len(lines), number, one_line(heading.text), link
        )
        page_number = Piece(right, baseline(kind), "", kind.ink, link, page_of=number)
        last = replace(
            last,
            height=kind.leading,
            pieces=(*map(_ending_a_word, last.pieces), page_number),
            shapes=self._dots(last, right, kind),
            links=(area,),
        )
        return [*lines, last]

    def _dots(self, line: Band, right: float, kind: style.TypeStyle) -> tuple[Shape, ...]:
        """From the end of a title to the column of page numbers."""
        if not line.pieces:
            return ()
        title = line.pieces[-1]
        width = self._scene.faces[kind.ink.face].widths[title.text] * kind.ink.size
        start = title.x + width + 5
        length = right - _CONTENTS_NUMBER - start
        return (Shape(start, title.y, length, 0, style.GREY, line=0.7, dots=True),) if length > 0 else ()


def _is_table(following: Sequence[Block]) -> bool:
    return any(isinstance(block, Table) for block in following)


def _ending_a_word(piece: Piece) -> Piece:
    return replace(piece, text=piece.text + " ")
