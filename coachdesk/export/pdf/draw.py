"""Drawing a document as PDF, and saying what is printed on each page without drawing it."""

from collections.abc import Callable
from io import BytesIO
from itertools import groupby

import msgspec
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from coachdesk.export.blocks import Document
from coachdesk.export.pdf.characters import one_line
from coachdesk.export.pdf.layout import Layout, lay_out
from coachdesk.export.pdf.operators import Typesetter, page_operators
from coachdesk.export.pdf.page import Element, Heading, Link, Page
from coachdesk.export.pdf.style import PAGE_SIZES

_LAYOUT_SHARE = 0.6
_REPORTS = 50
_BOOKMARK_LEVELS = 2
ABOVE_HEADING = 8.0
"""How much a jump shows above the heading it leads to."""


class Drawing(msgspec.Struct, frozen=True):
    """A drawn document: an ordinary PDF, and what ``archive`` needs to make more of it."""

    data: bytes
    pages: tuple[tuple[str, ...], ...]
    """What is printed on each page, as :func:`printed_pages` says."""
    title: str
    author: str
    language: str
    created: str
    structure: Element
    marks: tuple[tuple[Element, ...], ...]
    """Of each page: the element of each marked content id."""
    links: tuple[tuple[Link, ...], ...]
    """Of each page. ``data`` is without them: each belongs to an element of the structure."""
    headings: tuple[Heading, ...]
    """What links lead to."""


def draw(document: Document, progress: Callable[[float], None] = lambda _: None) -> Drawing:
    """Lay out and draw ``document``. ``progress`` is told the share that is done, from 0 to 1.

    Equal documents give equal bytes.
    """
    layout = lay_out(document, lambda share: progress(share * _LAYOUT_SHARE))
    data = _pdf(document, layout, lambda share: progress(_LAYOUT_SHARE + share * (1 - _LAYOUT_SHARE)))
    progress(1)
    return Drawing(
        data=data,
        pages=_printed(layout.pages),
        title=document.title,
        author=document.author,
        language=document.language,
        created=document.created,
        structure=layout.structure,
        marks=tuple(tuple(page.marks) for page in layout.pages),
        links=tuple(tuple(page.links) for page in layout.pages),
        headings=tuple(layout.headings),
    )


def printed_pages(document: Document) -> tuple[tuple[str, ...], ...]:
    """For each page the lines shown, in the order of drawing, header and footer included.

    A line is as it looks: ``[U+1F600]`` for a character no font has, right-to-left text in visual order.
    """
    return _printed(lay_out(document, lambda _: None).pages)


def _printed(pages: list[Page]) -> tuple[tuple[str, ...], ...]:
    return tuple(page.printed() for page in pages)


def _pdf(document: Document, layout: Layout, progress: Callable[[float], None]) -> bytes:
    output = BytesIO()
    sans = layout.fonts.font("sans")
    pdfmetrics.registerFont(sans)
    canvas = Canvas(
        output,
        pagesize=PAGE_SIZES[document.page_size],
        pageCompression=1,
        invariant=1,
        pdfVersion=(1, 7),
        initialFontName=sans.fontName,
        lang=document.language,
    )
    canvas.setTitle(one_line(document.title))
    canvas.setAuthor(one_line(document.author))
    canvas.setViewerPreference("DisplayDocTitle", "true")
    typesetter = Typesetter(layout.fonts, layout.faces, canvas._doc)  # noqa: SLF001 (font subsets ask for it)
    outline = _Outline(canvas)
    on_page = {index: list(found) for index, found in groupby(enumerate(layout.headings), _page_of)}
    every = max(len(layout.pages) // _REPORTS, 1)
    for page in layout.pages:
        canvas.addLiteral(page_operators(page, typesetter))
        for number, heading in on_page.get(page.index, ()):
            outline.add(f"heading{number}", heading)
        canvas.showPage()
        if page.index % every == 0:
            progress(page.index / len(layout.pages))
    canvas.save()
    return output.getvalue()


def _page_of(numbered: tuple[int, Heading]) -> int:
    return numbered[1].page


class _Outline:
    """The bookmarks: headings of level 1 and 2, the page number part of the text, as in the contents."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self._deepest = 0

    def add(self, key: str, heading: Heading) -> None:
        """Add a bookmark for ``heading``, unless it is too deep."""
        if heading.level > _BOOKMARK_LEVELS:
            return
        depth = min(heading.level - 1, self._deepest)
        self._deepest = depth + 1
        title = f"{heading.title} · {heading.page + 1}".lstrip()
        self._canvas.bookmarkPage(key, fit="XYZ", left=0, top=heading.y + ABOVE_HEADING, zoom=0)
        self._canvas.addOutlineEntry(title, key, depth, closed=depth == 0)
        self._canvas.showOutline()
