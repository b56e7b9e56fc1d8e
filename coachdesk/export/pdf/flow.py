"""Filling pages: bands one under the other, what belongs together on one page, the rest where it falls.

A band is a horizontal slice of the text column: a line of a paragraph, a line of a table row, a figure.
Everything printed but the furniture is cut into bands first, so that one rule breaks all pages.
"""

from collections.abc import Iterable, Iterator
from operator import is_

import msgspec
from msgspec.structs import replace

from coachdesk.export.pdf.page import Element, Heading, Link, Page, Picture, Piece, Shape
from coachdesk.export.pdf.style import Geometry, Ink

_REPEATED_AT_MOST = 0.4
"""The share of a page that repeated lines may take; longer ones are shown once only."""


class Box:
    """What lies behind bands, a shade or a bar; where they run over pages it is closed on each."""

    def __init__(self, *shapes: Shape) -> None:
        self.shapes = shapes
        """Their height and vertical place come from the bands."""


class Repeat:
    """What a page begins with if it breaks inside: a group's continuation line, a table's header."""

    def __init__(self, bands: tuple["Band", ...], outer: "Repeat | None") -> None:
        self.bands = bands
        self.outer = outer

    @property
    def chain(self) -> list["Repeat"]:
        """Those around it, from the outermost, and itself."""
        return [*(self.outer.chain if self.outer else []), self]


class Title(msgspec.Struct, frozen=True):
    """Marks the band at which a heading begins."""

    text: str
    level: int


class Fill(msgspec.Struct, frozen=True):
    """A picture that is as large as the rest of the page allows, but no more than ``largest`` wide or high."""

    key: str
    x: float
    width: float
    proportion: float
    """Its height for a width of one."""
    largest: float
    element: Element


class Band(msgspec.Struct, frozen=True, gc=False):
    """One slice. What is in it counts ``y`` from its upper edge, downwards being negative."""

    height: float
    pieces: tuple[Piece, ...] = ()
    shapes: tuple[Shape, ...] = ()
    links: tuple[Link, ...] = ()
    before: float = 0
    """The space above, left out at the top of a page."""
    keep: bool = False
    """Whether it stays on the page of the next band."""
    new_page: bool = False
    landscape: bool = False
    """How the new page lies."""
    box: Box | None = None
    inside: Repeat | None = None
    title: Title | None = None
    figure: Element | None = None
    """The element that is told its place (ISO 32000-1, 14.8.5.4.3: figures have a bounding box)."""
    fill: Fill | None = None


class Pages:
    """The pages as they are filled."""

    def __init__(self, geometry: Geometry, landscape: Geometry) -> None:
        self.pages = [Page(0)]
        self.headings: list[Heading] = []
        self._inks = dict[Ink, int]()
        self._geometry = geometry
        self._geometries = geometry, landscape
        self._y = geometry.top
        self._fresh = True
        """Whether there is nothing on the page yet but what is repeated."""
        self._inside: Repeat | None = None
        self._box: Box | None = None
        self._box_top = 0.0

    def fill(self, bands: Iterable[Band]) -> None:
        """Place all ``bands``."""
        chunk: list[Band] = []
        for band in bands:
            chunk.append(band)
            if not band.keep:
                self._place_together(chunk)
                chunk = []
        self._place_together(chunk)
        self._close_box()
        self.pages[-1].put_away(self._inks)

    def _place_together(self, chunk: list[Band]) -> None:
        height = sum(band.before + band.height for band in chunk)
        whole_page = self._geometry.top - self._geometry.bottom
        for number, band in enumerate(chunk):
            needed = height if number == 0 and height <= whole_page else band.before + band.height
            landscape = band.landscape if band.new_page else self.pages[-1].landscape
            is_full = band.new_page or self._y - needed < self._geometry.bottom
            if landscape != self.pages[-1].landscape or (is_full and not self._fresh):
                self._turn_page(band.inside, landscape=landscape)
            self._place(band)

    def _turn_page(self, inside: Repeat | None, *, landscape: bool) -> None:
        self._close_box()
        self.pages[-1].put_away(self._inks)
        self.pages.append(Page(len(self.pages), landscape=landscape))
        self._geometry = self._geometries[landscape]
        self._y = self._geometry.top
        self._fresh = True
        for repeat in _common(self._inside, inside):
            if sum(band.height for band in repeat.bands) < self._y * _REPEATED_AT_MOST:
                for band in repeat.bands:
                    self._put(band)

    def _place(self, band: Band) -> None:
        if band.box is not self._box:
            self._close_box()
        if not self._fresh:
            self._y -= band.before
        if band.box is not self._box:
            self._box, self._box_top = band.box, self._y
        if band.title is not None:
            title = band.title
            self.headings.append(Heading(title.text, title.level, len(self.pages) - 1, self._y))
        self._put(band)
        self._fresh = False
        self._inside = band.inside

    def _put(self, band: Band) -> None:
        page, y = self.pages[-1], self._y
        for shape in band.shapes:
            page.draw(replace(shape, y=y + shape.y))
        for piece in band.pieces:
            page.write(replace(piece, y=y + piece.y))
        for link in band.links:
            page.links.append(replace(link, bottom=y + link.bottom, top=y + link.top))
        if band.fill is not None:
            self._fill_page(band.fill, y)
        if band.figure is not None:
            left, right = self._geometry.left, self._geometry.right
            box = f"{left:.2f} {y - band.height:.2f} {right:.2f} {y:.2f}"
            band.figure.attributes = f"/O/Layout/Placement/Block/BBox[{box}]"
        self._y -= band.height

    def _fill_page(self, fill: Fill, top: float) -> None:
        """Nothing else goes on this page."""
        bottom = self._geometry.bottom
        width = min(
            fill.width, (top - bottom) / fill.proportion, fill.largest, fill.largest / fill.proportion
        )
        height = width * fill.proportion
        x, y = fill.x + (fill.width - width) / 2, top - height
        self.pages[-1].show(Picture(fill.key, x, y, width, height, fill.element))
        box = f"{x:.2f} {y:.2f} {x + width:.2f} {top:.2f}"
        fill.element.attributes = f"/O/Layout/Placement/Block/BBox[{box}]"

    def _close_box(self) -> None:
        if self._box is not None and self._y < self._box_top:
            height = self._box_top - self._y
            shapes = [replace(shape, y=self._y, height=height) for shape in self._box.shapes]
            self.pages[-1].underlay(shapes)
        self._box = None


def _common(one: Repeat | None, other: Repeat | None) -> Iterator[Repeat]:
    """What both are inside of."""
    if one is not None and other is not None:
        pairs = zip(one.chain, other.chain, strict=False)
        yield from (inner for inner, same in pairs if is_(inner, same))
