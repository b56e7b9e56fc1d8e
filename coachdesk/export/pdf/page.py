"""What layout makes: pages of positioned text, shapes and links, and the tree of what they mean.

Coordinates are PDF's: points, the origin at the lower left.
"""

from collections.abc import Callable, Mapping, Sequence

import msgspec

from coachdesk.export.pdf.characters import base_letters
from coachdesk.export.pdf.fonts import Face
from coachdesk.export.pdf.style import Ink

ARTIFACT = -1
"""Stands for a marked content id: what has no meaning of its own (ISO 32000-1, 14.8.2.2)."""


class Element:
    """A node of the structure tree (ISO 32000-1, 14.7): what a part of the pages means.

    It joins its parent when something of it is first placed, so that the order of the tree is the order
    of reading and nothing empty is in it. A ``fixed`` one joins at once: an empty cell of a table counts.
    """

    __slots__ = ("alt", "attributes", "fixed", "kids", "number", "parent", "placed", "tag")

    def __init__(
        self, tag: str, parent: "Element | None", *, alt: str = "", attributes: str = "", fixed: bool = False
    ) -> None:
        self.tag = tag
        self.parent = parent
        self.alt = alt
        self.attributes = attributes
        """The entries of its attribute object, in PDF syntax."""
        self.kids: list[Element | tuple[int, int]] = []
        """Elements, and (page index, marked content id) of what is on the pages."""
        self.number = -1
        """Its place in the order of reading, once that is known."""
        self.placed = False
        self.fixed = fixed
        if fixed:
            assert parent is not None
            parent.kids.append(self)

    def place(self) -> None:
        """Join the parent, unless that has happened, and let it join its own."""
        if not self.placed:
            self.placed = True
            if self.parent is not None:
                self.parent.place()
                if not self.fixed:
                    self.parent.kids.append(self)


class Piece(msgspec.Struct, frozen=True, gc=False):
    """Text set in one ink at one place; ``x`` and ``y`` are the start of its base line."""

    x: float
    y: float
    text: str
    ink: Ink
    element: Element | None = None
    page_of: int = -1
    """The heading whose page number belongs here, ending at ``x``."""
    upwards: bool = False
    """Whether it is turned to run up the page."""


class Shape(msgspec.Struct, frozen=True, gc=False):
    """A filled rectangle, or a horizontal or vertical line (``line`` is its width; dotted if ``dots``)."""

    x: float
    y: float
    width: float
    height: float
    colour: str
    line: float = 0
    dots: bool = False
    element: Element | None = None


class Picture(msgspec.Struct, frozen=True, gc=False):
    """A picture on a page; its pixels are known by ``key``."""

    key: str
    x: float
    y: float
    width: float
    height: float
    element: Element


class Link(msgspec.Struct, frozen=True):
    """An area of a page that jumps to a heading.

    ``description`` is what a screen reader says; where it is empty, the number of that heading's page.
    """

    left: float
    bottom: float
    right: float
    top: float
    heading: int
    description: str
    element: Element | None


class Heading(msgspec.Struct, frozen=True):
    """Where a heading is: what bookmarks, contents and links lead to."""

    title: str
    level: int
    page: int
    """The index of its page."""
    y: float


class PackedPage(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """The text and the shapes of a page; the ink of a text by its number."""

    pieces: list[tuple[float, float, str, int, int, bool, int]]
    shapes: list[tuple[float, float, float, float, str, float, bool, int]]


class Page:
    """What is on one page, in the order in which it is drawn."""

    def __init__(self, index: int, *, landscape: bool = False) -> None:
        self.index = index
        self.landscape = landscape
        self.pictures: list[tuple[Picture, int]] = []
        self.links: list[Link] = []
        self.marks: list[Element] = []
        """The element of each marked content id of the page."""
        self.finish: Callable[[Page], None] = lambda _page: None
        """What is done to the page once all pages are filled, when it is looked at first."""
        self._shapes: list[tuple[Shape, int]] = []
        self._pieces: list[tuple[Piece, int]] = []
        self._packed, self._inks = b"", dict[Ink, int]()
        self._open: tuple[Element, str] | None = None

    @property
    def pieces(self) -> list[tuple[Piece, int]]:
        """Its text, each piece with the id of its marked content."""
        self._take_out()
        return self._pieces

    @property
    def shapes(self) -> list[tuple[Shape, int]]:
        """What lies behind its text, as :attr:`pieces`."""
        self._take_out()
        return self._shapes

    def put_away(self, inks: dict[Ink, int]) -> None:
        """Packs what is on the page, which is full. ``inks`` are the numbers of inks, the same for all pages.

        As objects, the text of thousands of pages is most of the memory that an export takes.
        """
        pieces = [
            (one.x, one.y, one.text, inks.setdefault(one.ink, len(inks)), one.page_of, one.upwards, mark)
            for one, mark in self._pieces
        ]
        shapes = [
            (one.x, one.y, one.width, one.height, one.colour, one.line, one.dots, mark)
            for one, mark in self._shapes
        ]
        self._packed, self._inks = msgspec.msgpack.encode(PackedPage(pieces, shapes)), inks
        self._pieces, self._shapes = [], []

    def _take_out(self) -> None:
        if self._packed:
            packed, inks = msgspec.msgpack.decode(self._packed, type=PackedPage), list(self._inks)
            self._packed = b""
            self._pieces = [
                (Piece(x, y, text, inks[ink], page_of=page_of, upwards=upwards), mark)
                for x, y, text, ink, page_of, upwards, mark in packed.pieces
            ]
            self._shapes = [
                (Shape(x, y, width, height, colour, line, dots), mark)
                for x, y, width, height, colour, line, dots, mark in packed.shapes
            ]
            self.finish(self)

    def clear(self) -> None:
        """Forgets all of it."""
        self._packed, self._pieces, self._shapes, self.marks, self.links = b"", [], [], [], []

    def draw(self, shape: Shape) -> None:
        """Put a shape behind the text of the page."""
        self._shapes.append((shape, self._mark(shape.element, "shapes")))

    def show(self, picture: Picture) -> None:
        """Put a picture behind the text of the page."""
        self.pictures.append((picture, self._mark(picture.element, "pictures")))

    def underlay(self, shapes: list[Shape]) -> None:
        """Put shapes without meaning behind everything that is on the page."""
        self._shapes[:0] = [(shape, ARTIFACT) for shape in shapes]

    def write(self, piece: Piece) -> None:
        """Put text on the page."""
        self._pieces.append((piece, self._mark(piece.element, "text")))

    def number_headings(self, headings: Sequence[Heading], faces: Mapping[str, Face]) -> None:
        """Write the page numbers that were left open until all pages were filled."""
        for place, (piece, mark) in enumerate(self._pieces):
            if piece.page_of >= 0:
                text = str(headings[piece.page_of].page + 1)
                x = piece.x - faces[piece.ink.face].widths[text] * piece.ink.size
                self._pieces[place] = msgspec.structs.replace(piece, text=text, x=x, page_of=-1), mark

    def frame(self, above: list[Piece], below: list[Piece]) -> None:
        """Put text without meaning before and after that of the page."""
        self._pieces = [
            *((piece, ARTIFACT) for piece in above),
            *self._pieces,
            *((piece, ARTIFACT) for piece in below),
        ]

    def printed(self) -> tuple[str, ...]:
        """The lines shown, in the order of drawing; pieces on one base line are one string."""
        lines: list[str] = []
        last = None
        for piece, _ in self.pieces:
            if piece.y == last:
                lines[-1] = lines[-1].rstrip(" ") + " " + piece.text
            else:
                lines.append(piece.text)
            last = piece.y
        return tuple((line if line.isascii() else base_letters(line)).rstrip(" ") for line in lines)

    def _mark(self, element: Element | None, layer: str) -> int:
        """The id of the marked content that continues or begins here."""
        if element is None:
            self._open = None
            return ARTIFACT
        if self._open != (element, layer):
            self._open = (element, layer)
            element.place()
            element.kids.append((self.index, len(self.marks)))
            self.marks.append(element)
        return len(self.marks) - 1
