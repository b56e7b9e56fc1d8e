"""The frame of every page: header above, footer below, the page's number in the middle of the footer."""

from collections.abc import Mapping, Sequence
from itertools import takewhile, zip_longest

from msgspec.structs import replace

from coachdesk.export.blocks import Document
from coachdesk.export.pdf.fonts import Face
from coachdesk.export.pdf.lines import Line, Setting, break_lines
from coachdesk.export.pdf.page import Page, Piece, Shape
from coachdesk.export.pdf.style import (
    FURNITURE,
    HAIR,
    HAIRLINE,
    NUMBER_COLUMN,
    PAGE_SIZES,
    PROMINENT,
    WATERMARK,
    Geometry,
    Ink,
)
from coachdesk.export.pdf.text_bands import baseline

_MARGIN = 56.0
_TOP = 34.0
_FOOT = 30.0
_RULE = 6.0
_AIR = 26.0
"""Between a rule of the frame and the body."""
_GAP = 18.0
_MANY_PAGES = 99999
_SMALLEST = 5.5
_WATERMARK_AT = 36.0
"""Its base line, from the left edge."""

Row = list[Piece]
"""One line of the frame; ``y`` counts from its upper edge."""


class Frame:
    """What all pages have in common; made first, because it says how much room is left for the body."""

    def __init__(self, document: Document, faces: Mapping[str, Face], *, landscape: bool = False) -> None:
        self._faces = faces
        self._label = document.page_label
        self._width, self._height = PAGE_SIZES[document.page_size][:: -1 if landscape else 1]
        self._left, self._right = _MARGIN, self._width - _MARGIN
        self._header = self._rows(document.header, prominent=True)
        self._footer = self._rows(document.footer)
        widest = self._page_label(_MANY_PAGES, _MANY_PAGES)
        self._label_row = 0 if self._fits_beside(widest) else len(self._footer)
        self._footer += [[] for _ in range(self._label_row + len(widest) - len(self._footer))]
        self._header_foot = self._height - _TOP - len(self._header) * FURNITURE.leading
        self._footer_top = _FOOT + len(self._footer) * FURNITURE.leading
        self._watermark = self._upwards(document.watermark)
        self._above = self._placed(self._header, self._height - _TOP)
        self._rules = [self._rule(self._footer_top + _RULE)]
        if self._above:
            self._rules.append(self._rule(self._header_foot - _RULE))

    @property
    def geometry(self) -> Geometry:
        """Where the body goes."""
        return Geometry(
            width=self._width,
            height=self._height,
            margin=self._left,
            left=self._left + NUMBER_COLUMN,
            right=self._right,
            top=self._header_foot - _RULE - _AIR,
            bottom=self._footer_top + _RULE + _AIR,
        )

    def put_around(self, page: Page, count: int) -> None:
        """Write header and footer on ``page``, of ``count`` in all, and rule them off."""
        rows = list(self._footer)
        for number, line in enumerate(self._page_label(page.index + 1, count), self._label_row):
            rows[number] = sorted([*rows[number], *line], key=lambda piece: piece.x)
        page.underlay(self._rules)
        page.frame(self._above, [*self._placed(rows, self._footer_top), *self._watermark])

    def _rows(self, lines: Sequence[tuple[str, str]], *, prominent: bool = False) -> list[Row]:
        rows: list[Row] = []
        for left, right in lines:
            rows += self._row(left, right, prominent=prominent and not rows)
        return rows

    def _row(self, left: str, right: str, *, prominent: bool) -> list[Row]:
        """The lines of one (left, right) pair; words in capitals that begin the first one stand out."""
        inks = (PROMINENT, FURNITURE.ink)
        capitals = " ".join(takewhile(str.isupper, left.split(" "))) if prominent else ""
        room = self._right - self._left
        at_right = break_lines(("", right), Setting(self._faces, inks, room / 2))
        room -= max(self._end(line, inks) for line in at_right) + _GAP
        at_left = break_lines((capitals, left[len(capitals) :]), Setting(self._faces, inks, room))
        rows = []
        for one, other in zip_longest(at_left, at_right, fillvalue=()):
            start = self._right - self._end(other, inks)
            rows.append([*_pieces(one, self._left, inks), *_pieces(other, start, inks)])
        return rows

    def _end(self, line: Line, inks: tuple[Ink, ...]) -> float:
        return line[-1].x + self._text_width(line[-1].text, inks[line[-1].source]) if line else 0

    def _text_width(self, text: str, ink: Ink) -> float:
        return self._faces[ink.face].widths[text.rstrip(" ")] * ink.size

    def _page_label(self, page: int, pages: int) -> list[Row]:
        """The lines of a page's number, in the middle."""
        inks = (FURNITURE.ink,)
        text = self._label.replace("{page}", str(page)).replace("{pages}", str(pages))
        lines = break_lines((text,), Setting(self._faces, inks, self._right - self._left))
        return [_pieces(line, (self._width - self._end(line, inks)) / 2, inks) for line in lines]

    def _fits_beside(self, label: Sequence[Row]) -> bool:
        """Whether the page's number has room in the first line of the footer."""
        if not self._footer or not self._footer[0] or len(label) != 1:
            return False
        return all(
            self._right_of(piece) + _GAP < own.x or piece.x > self._right_of(own) + _GAP
            for own in label[0]
            for piece in self._footer[0]
        )

    def _right_of(self, piece: Piece) -> float:
        return piece.x + self._text_width(piece.text, piece.ink)

    def _upwards(self, text: str) -> list[Piece]:
        """The watermark in the margin, read from below; a long one is smaller."""
        room = self._header_foot - self._footer_top - 2 * _AIR
        line = " ".join(text.split())
        width = self._text_width(self._faces[WATERMARK.face].printable(line), WATERMARK)
        size = WATERMARK.size * min(1, room / max(width, 1))
        inks = (replace(WATERMARK, size=max(size, _SMALLEST)),)
        first = break_lines((line,), Setting(self._faces, inks, room + 1))[0]
        y = self._footer_top + _AIR + (room - self._end(first, inks)) / 2
        return [Piece(_WATERMARK_AT, y + part.x, part.text, inks[0], upwards=True) for part in first]

    def _placed(self, rows: Sequence[Row], top: float) -> list[Piece]:
        return [
            replace(piece, y=top - number * FURNITURE.leading + piece.y)
            for number, row in enumerate(rows)
            for piece in row
        ]

    def _rule(self, y: float) -> Shape:
        return Shape(self._left, y, self._right - self._left, 0, HAIRLINE, line=HAIR)


def _pieces(line: Line, x: float, inks: tuple[Ink, ...]) -> list[Piece]:
    return [Piece(x + part.x, baseline(FURNITURE), part.text, inks[part.source]) for part in line]
