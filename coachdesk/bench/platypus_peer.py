"""The same report in the usual way: Platypus paragraphs and tables, built until the contents are right.

It has the words, tables, contents, links, bookmarks and page numbers of ours; not the strip of weeks, the
tags, the archive format or the attached evidence.
"""

from collections.abc import Iterator
from functools import cache
from io import BytesIO
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    LongTable,
    PageBreak,
    PageTemplate,
)
from reportlab.platypus import Paragraph as Printed
from reportlab.platypus import Table as PrintedTable
from reportlab.platypus.tableofcontents import TableOfContents

from coachdesk.bench.canvas_peer import register_fonts
from coachdesk.export.blocks import (
    Block,
    Contents,
    Document,
    Facts,
    Group,
    Heading,
    Notice,
    Paragraph,
    Span,
    Strip,
    Table,
    Text,
)
from coachdesk.export.pdf import style as look

_MARGIN, _LABELS = 56.0, 130.0
_MARKS = {
    "": "{}",
    "bold": "<b>{}</b>",
    "struck": "<strike>{}</strike>",
    "added": "<u>{}</u>",
    "quiet": f'<font color="{look.GREY}">{{}}</font>',
}
_TOP = [("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0)]
_LINES = [("LINEBELOW", (0, 0), (-1, -1), look.HAIR, HexColor(look.HAIRLINE))]
_BOX = [("BOX", (0, 0), (-1, -1), 1, HexColor(look.ACCENT))]


def draw(document: Document) -> bytes:
    """``document`` as PDF."""
    register_fonts()
    pdfmetrics.registerFontFamily("sans", normal="sans", bold="bold", italic="sans", boldItalic="bold")
    output = BytesIO()
    template = _Template(output, document)
    story = list(_flowables(document.blocks, template.width, template.pages))
    template.multiBuild(story, canvasmaker=_NumberedCanvas)
    return output.getvalue()


class _NumberedCanvas(Canvas):  # type: ignore[misc]  # ReportLab has no types
    """Keeps finished pages back until their number is known: the usual recipe for "page x of y"."""

    def __init__(self, *arguments: object, **named: object) -> None:
        super().__init__(*arguments, **named)
        self._kept: list[dict[str, object]] = []

    def showPage(self) -> None:  # noqa: N802  # ReportLab calls it so
        """Keeps a page."""
        self._kept.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        """Writes the kept pages, each with its number."""
        for page in self._kept:
            self.__dict__.update(page)
            self.setFont("sans", 7.5)
            text = f"Page {self._pageNumber} of {len(self._kept)}"
            self.drawCentredString(self._pagesize[0] / 2, 30, text)
            super().showPage()
        super().save()


class _PageOf(Flowable):  # type: ignore[misc]  # as above
    """The number of the page on which an anchor stood when the report was built before."""

    def __init__(self, pages: dict[str, int], anchor: str) -> None:
        super().__init__()
        self._pages, self._anchor = pages, anchor

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """One line."""
        return width, look.CELL.leading

    def draw(self) -> None:
        """The number, if it is known yet."""
        self.canv.setFont(look.CELL.ink.face, look.CELL.ink.size)
        self.canv.drawString(0, 0, str(self._pages.get(self._anchor, "")))


class _Template(BaseDocTemplate):  # type: ignore[misc]  # as above
    """Pages with header and footer; every heading becomes a bookmark and a line of the contents."""

    def __init__(self, output: BytesIO, document: Document) -> None:
        super().__init__(
            output,
            pagesize=look.PAGE_SIZES[document.page_size],
            leftMargin=_MARGIN,
            rightMargin=_MARGIN,
            topMargin=_MARGIN,
            bottomMargin=_MARGIN,
            title=document.title,
            author=document.author,
        )
        frame = Frame(_MARGIN, _MARGIN, self.width, self.height, 0, 0, 0, 0)
        self.addPageTemplates(PageTemplate(frames=[frame], onPage=self._decorate))
        self._document = document
        self.pages: dict[str, int] = {}

    def _decorate(self, canvas: Canvas, _template: BaseDocTemplate) -> None:
        width, height = self.pagesize
        canvas.setFont("sans", 7.5)
        texts = (*self._document.header, *self._document.footer)
        for (left, right), y in zip(texts, (height - 30, height - 40, 40, 30), strict=False):
            canvas.drawString(_MARGIN, y, left)
            canvas.drawRightString(width - _MARGIN, y, right)

    def afterFlowable(self, flowable: Flowable) -> None:  # noqa: N802  # ReportLab calls it so
        """Notes a heading that was just placed."""
        heading = getattr(flowable, "heading", None)
        if heading is None:
            return
        self.pages[heading.anchor] = self.page
        if heading.level > 2:  # noqa: PLR2004  # as in the report
            return
        self.notify("TOCEntry", (heading.level - 1, escape(heading.text), self.page, heading.anchor))
        self.canv.addOutlineEntry(heading.text, heading.anchor, heading.level - 1)


def _flowables(blocks: tuple[Block, ...], width: float, pages: dict[str, int]) -> Iterator[Flowable]:
    for block in blocks:
        if isinstance(block, Group):
            yield Printed(escape(block.number), _style(look.NUMBER))
            yield from _flowables(block.blocks, width, pages)
        elif isinstance(block, Heading):
            yield from _heading(block)
        elif isinstance(block, Paragraph):
            yield Printed(_markup(block.text), _style(look.PARAGRAPHS[block.style]))
        elif isinstance(block, Facts):
            yield _facts(block, width)
        elif isinstance(block, Table):
            yield _table(block, width, pages)
        elif isinstance(block, Notice):
            yield PrintedTable([[Printed(_markup(block.text), _style(look.NOTICE))]], [width], style=_BOX)
        elif isinstance(block, Strip):
            yield Printed(escape(block.description), _style(look.PARAGRAPHS["small"]))
        elif isinstance(block, Contents):
            yield TableOfContents(levelStyles=[_style(style) for style in look.CONTENTS.values()])
        else:
            yield PageBreak()


def _heading(heading: Heading) -> Iterator[Flowable]:
    if heading.new_page:
        yield PageBreak()
    text = f'<a name="{heading.anchor}"/>{escape(heading.text)}'
    printed = Printed(text, _style(look.HEADINGS[heading.level]))
    printed.heading = heading
    yield printed


def _facts(facts: Facts, width: float) -> Flowable:
    if not facts.rows:
        return Printed("", _style(look.CELL))
    rows = [
        [Printed(escape(label), _style(look.FACT_LABEL)), Printed(_markup(value), _style(look.FACT_VALUE))]
        for label, value in facts.rows
    ]
    return PrintedTable(rows, [_LABELS, width - _LABELS], style=_TOP)


def _table(table: Table, width: float, pages: dict[str, int]) -> Flowable:
    header = [Printed(escape(title), _style(look.HEADER_CELL)) for title in table.header]
    rows = [[_cell(text, pages) for text in row] for row in table.rows]
    widths = [share * width for share in table.widths]
    return LongTable([header, *rows], widths, style=_TOP + _LINES, repeatRows=1)


def _cell(text: Text, pages: dict[str, int]) -> Flowable:
    if text and text[0].page:
        return _PageOf(pages, text[0].link)
    return Printed(_markup(text), _style(look.CELL))


@cache
def _style(style: look.TypeStyle) -> ParagraphStyle:
    ink = style.ink
    return ParagraphStyle(
        f"{ink.face} {ink.size}",
        fontName=ink.face,
        fontSize=ink.size,
        leading=style.leading,
        spaceBefore=style.before,
        leftIndent=style.indent,
        textColor=HexColor(ink.colour),
        keepWithNext=style.keep,
    )


def _markup(text: Text) -> str:
    return "".join(map(_span, text)).replace("\n", "<br/>")


def _span(span: Span) -> str:
    marked = _MARKS[span.mark].format(escape(span.text))
    return f'<a href="#{span.link}">{marked}</a>' if span.link and span.text else marked
