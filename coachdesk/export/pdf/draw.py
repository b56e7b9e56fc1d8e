"""Drawing a document as PDF, and saying what is printed on each page without drawing it."""

from collections.abc import Callable
from io import BytesIO
from itertools import groupby

import msgspec
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from coachdesk.export.blocks import Document
from coachdesk.export.pdf.characters import one_line
from coachdesk.export.pdf.fonts import Fonts
from coachdesk.export.pdf.layout import Layout, lay_out
from coachdesk.export.pdf.operators import Typesetter, page_operators
from coachdesk.export.pdf.page import Heading, Link, Page
from coachdesk.export.pdf.structure import Packer, Structure, numbers_of
from coachdesk.export.pdf.style import PAGE_SIZES

_LAYOUT_SHARE = 0.6
_REPORTS = 50
_BOOKMARK_LEVELS = 2
ABOVE_HEADING = 8.0
"""How much a jump shows above the heading it leads to."""


class Placed(msgspec.Struct, frozen=True):
    """Where on the pages what is, and what it means."""

    structure: Structure
    marks: tuple[tuple[int, ...], ...]
    """Of each page: the number of the element of each marked content id."""
    links: tuple[tuple[Link, ...], ...]
    """Of each page. The drawing is without them: each belongs to an element of the structure."""
    linked: tuple[tuple[int, ...], ...]
    """Of each page: the numbers of the elements of its links."""
    headings: tuple[Heading, ...]
    """What links lead to."""
    pictures: tuple[tuple[str, ...], ...]
    """Of each page: the keys of the pictures on it. The drawing is without them: ``archive`` puts them in."""


class _Headings(msgspec.Struct):
    """The part of :class:`Placed` that drawing needs."""

    headings: list[Heading]


class Drawing(msgspec.Struct, frozen=True):
    """A drawn document: an ordinary PDF, and what ``archive`` needs to make more of it."""

    data: bytes
    printed: tuple[str, ...]
    """What is printed on each page, line by line."""
    title: str
    author: str
    language: str
    created: str
    packed: bytes
    """What :attr:`placed` says: many small things, that would hold the memory of all that lay between them."""

    @property
    def pages(self) -> tuple[tuple[str, ...], ...]:
        """What is printed on each page, as :func:`printed_pages` says."""
        return tuple(tuple(page.split("\n")) for page in self.printed)

    @property
    def placed(self) -> Placed:
        """Where what is."""
        return msgspec.msgpack.decode(self.packed, type=Placed)

    @property
    def pictured(self) -> frozenset[int]:
        """The indexes of the pages with a picture."""
        return frozenset(index for index, keys in enumerate(self.placed.pictures) if keys)


def draw(
    document: Document, progress: Callable[[float], None] = lambda _: None, fonts: Fonts | None = None
) -> Drawing:
    """Lay out and draw ``document``. ``progress`` is told the share that is done, from 0 to 1.

    Equal documents give equal bytes. ``fonts`` are new ones that were read before.
    """
    layout = lay_out(document, lambda share: progress(share * _LAYOUT_SHARE), fonts)
    document = msgspec.structs.replace(document, blocks=())  # laid out, it may go
    packed = msgspec.msgpack.encode(_placed(layout))
    layout.headings[:] = msgspec.msgpack.decode(packed, type=_Headings).headings
    for face in layout.faces.values():
        face.widths.clear()
    printed: list[str] = []

    def drawn(page: Page) -> None:
        """What is drawn is not kept: thousands of pages of it are most of the memory that an export takes."""
        printed.append("\n".join(page.printed()))
        page.clear()
        if page.index % every == 0:
            progress(_LAYOUT_SHARE + page.index / count * (1 - _LAYOUT_SHARE))

    count = len(layout.pages)
    every = max(count // _REPORTS, 1)
    data = _pdf(document, layout, drawn)
    del layout
    progress(1)
    return Drawing(
        data=data,
        printed=tuple(printed),
        title=document.title,
        author=document.author,
        language=document.language,
        created=document.created,
        packed=packed,
    )


def _placed(layout: Layout) -> Placed:
    """It takes the structure apart."""
    structure, pages = Packer().structure(layout.structure), layout.pages
    return Placed(
        structure=structure,
        marks=tuple(numbers_of(page.marks) for page in pages),
        links=tuple(
            tuple(msgspec.structs.replace(link, element=None) for link in page.links) for page in pages
        ),
        linked=tuple(numbers_of(link.element for link in page.links if link.element) for page in pages),
        headings=tuple(layout.headings),
        pictures=tuple(tuple(picture.key for picture, _ in page.pictures) for page in pages),
    )


def printed_pages(document: Document) -> tuple[tuple[str, ...], ...]:
    """For each page the lines shown, in the order of drawing, header and footer included.

    A line is as it looks: ``[U+1F600]`` for a character no font has, right-to-left text in visual order.
    """
    return tuple(page.printed() for page in lay_out(document, lambda _: None).pages)


def _pdf(document: Document, layout: Layout, drawn: Callable[[Page], None]) -> bytes:
    """The pages as PDF; ``drawn`` is told each."""
    sans = layout.fonts.font("sans")
    pdfmetrics.registerFont(sans)
    canvas = Canvas(
        BytesIO(),  # stays empty
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
    for page in layout.pages:
        width, height = PAGE_SIZES[document.page_size]
        canvas.setPageSize((height, width) if page.landscape else (width, height))
        canvas.addLiteral(page_operators(page, typesetter))
        for number, heading in on_page.get(page.index, ()):
            outline.add(f"heading{number}", heading)
        canvas.showPage()
        drawn(page)
    data: bytes = canvas.getpdfdata()
    return data


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
