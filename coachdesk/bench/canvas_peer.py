"""The least there is to drawing a report: its words on a bare ReportLab canvas, line under line.

No contents, no links, no tags, no archive format, no signature: a limit, not a report.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from io import BytesIO

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from coachdesk import resources
from coachdesk.export.blocks import (
    Block,
    Document,
    Facts,
    Group,
    Heading,
    Notice,
    Paragraph,
    Strip,
    Table,
    Text,
)
from coachdesk.export.pdf.style import CELL, FACT_LABEL, HEADINGS, PAGE_SIZES, PARAGRAPHS, TypeStyle

_FONTS = {
    "sans": "NotoSans-Regular.ttf",
    "bold": "NotoSans-Bold.ttf",
    "mono": "NotoSansMono-Regular.ttf",
}
_MARGIN, _LABELS = 56.0, 130.0


def register_fonts() -> None:
    """The report's own fonts, under the names its styles have for them."""
    for name, file in _FONTS.items():
        pdfmetrics.registerFont(TTFont(name, str(resources.path("fonts", file))))


def draw(document: Document) -> bytes:
    """The words of ``document`` as PDF."""
    register_fonts()
    pen = _Pen(document)
    for block in document.blocks:
        pen.put(block)
    return pen.finished()


class _Pen:
    """Lines from the top of a page to its bottom, then on the next page."""

    def __init__(self, document: Document) -> None:
        self._output = BytesIO()
        self._width, self._height = PAGE_SIZES[document.page_size]
        self._canvas = Canvas(self._output, pagesize=(self._width, self._height), initialFontName="sans")
        self._document = document
        self._begin_page()

    def put(self, block: Block) -> None:
        """Draws the words of a block; what has none is left out."""
        if isinstance(block, Group):
            self._write([(block.number, _MARGIN)], CELL)
            for inner in block.blocks:
                self.put(inner)
        elif isinstance(block, Heading):
            self._write([(block.text, _MARGIN)], HEADINGS[block.level])
        elif isinstance(block, Paragraph):
            self._write([(_words(block.text), _MARGIN)], PARAGRAPHS[block.style])
        elif isinstance(block, Facts):
            for label, value in block.rows:
                self._write([(label, _MARGIN), (_words(value), _MARGIN + _LABELS)], FACT_LABEL)
        elif isinstance(block, Table):
            self._table(block)
        elif isinstance(block, Notice):
            self._write([(_words(block.text), _MARGIN)], PARAGRAPHS["body"])
        elif isinstance(block, Strip):
            self._write([(block.description, _MARGIN)], PARAGRAPHS["small"])

    def finished(self) -> bytes:
        """The file."""
        self._end_page()
        self._canvas.save()
        return self._output.getvalue()

    def _table(self, table: Table) -> None:
        lefts = [_MARGIN]
        for share in table.widths[:-1]:
            lefts.append(lefts[-1] + share * (self._width - 2 * _MARGIN))
        for row in (table.header, *(map(_words, cells) for cells in table.rows)):
            self._write(list(zip(row, lefts, strict=False)), CELL)

    def _write(self, cells: Sequence[tuple[str, float]], style: TypeStyle) -> None:
        """Cells side by side, each with its left edge; the next begins where the one before must end."""
        ink, lowest = style.ink, 0
        edges = [*(left for _, left in cells[1:]), self._width - _MARGIN]
        columns = [
            (left, list(_lines(text, ink.face, ink.size, edge - left)))
            for (text, left), edge in zip(cells, edges, strict=True)
        ]
        self._y -= style.before
        for lowest in range(max(len(lines) for _, lines in columns)):
            if self._y < _MARGIN:
                self._end_page()
                self._begin_page()
            self._canvas.setFont(ink.face, ink.size)
            for left, lines in columns:
                if lowest < len(lines):
                    self._canvas.drawString(left, self._y, lines[lowest])
            self._y -= style.leading

    def _begin_page(self) -> None:
        self._y = self._height - _MARGIN

    def _end_page(self) -> None:
        canvas = self._canvas
        canvas.setFont("sans", 7.5)
        for (left, right), y in zip(
            (*self._document.header, *self._document.footer),
            (self._height - 30, self._height - 40, 40, 30),
            strict=False,
        ):
            canvas.drawString(_MARGIN, y, left)
            canvas.drawRightString(self._width - _MARGIN, y, right)
        canvas.drawCentredString(self._width / 2, 30, str(canvas.getPageNumber()))
        canvas.showPage()


def _words(text: Text) -> str:
    return "".join(span.text for span in text)


def _lines(text: str, font: str, size: float, width: float) -> Iterator[str]:
    """As many words to a line as fit it."""
    for paragraph in text.split("\n"):
        line: list[str] = []
        room = width
        for word in paragraph.split(" "):
            needed = _width(word + " ", font, size)
            if line and needed > room:
                yield " ".join(line)
                line, room = [], width
            line.append(word)
            room -= needed
        yield " ".join(line)


@cache
def _width(text: str, font: str, size: float) -> float:
    return float(pdfmetrics.stringWidth(text, font, size))
