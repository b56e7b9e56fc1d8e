"""What a printed document is made of: plain values, free of fonts, pages and records.

A report (what is said) is turned into a :class:`Document`; ``export.pdf`` (how it is drawn) knows
only these. User text is data here: there is no markup, so nothing in it can be mistaken for any.
"""

from typing import Literal

import msgspec

Mark = Literal["", "bold", "struck", "added", "quiet"]
"""How a span is set: plain, strong, struck through (still legible), newly added (underlined), grey."""

ParagraphStyle = Literal["title", "subtitle", "body", "small", "note", "change", "label", "quote", "mono"]


class Span(msgspec.Struct, frozen=True, tag=True):
    """A run of text set in one way; ``link`` is the anchor it jumps to, if any.

    Where ``page`` is true the number of the page on which that anchor stands is printed for the text.
    """

    text: str
    mark: Mark = ""
    link: str = ""
    page: bool = False


Text = tuple[Span, ...]


def plain(text: str) -> Text:
    """Text set plainly."""
    return (Span(text),) if text else ()


class Heading(msgspec.Struct, frozen=True, tag=True):
    """A heading; it is also a bookmark, and a line of the contents where its level is at most 2."""

    text: str
    level: Literal[1, 2, 3]
    anchor: str
    new_page: bool = False


class Paragraph(msgspec.Struct, frozen=True, tag=True):
    """Text with its line breaks and indents kept as written."""

    text: Text
    style: ParagraphStyle = "body"


class Facts(msgspec.Struct, frozen=True, tag=True):
    """Label and value pairs, drawn as a quiet two-column table."""

    rows: tuple[tuple[str, Text], ...]


class Table(msgspec.Struct, frozen=True, tag=True):
    """A table that may run over pages; its header row is repeated. ``widths`` are shares of the text width.

    ``anchors``, one for each row or none at all, are what links to the rows name.
    """

    header: tuple[str, ...]
    widths: tuple[float, ...]
    rows: tuple[tuple[Text, ...], ...]
    anchors: tuple[str, ...] = ()


class Notice(msgspec.Struct, frozen=True, tag=True):
    """A short boxed text that must not be overlooked."""

    text: Text


class StripKind(msgspec.Struct, frozen=True):
    """One line of the strip: a kind's name, its colour (``#rrggbb``) and its entries per week."""

    name: str
    colour: str
    counts: tuple[int, ...]


class Strip(msgspec.Struct, frozen=True, tag=True):
    """The period at a glance: entries per week by kind, the first week starting on ``first_monday``."""

    first_monday: str
    kinds: tuple[StripKind, ...]
    description: str


class Contents(msgspec.Struct, frozen=True, tag=True):
    """The table of contents stands here: headings of level 1 and 2 with page numbers, each a link."""


class Group(msgspec.Struct, frozen=True, tag=True):
    """Blocks that belong together under one number in the left margin.

    Where a page breaks inside, the next page begins with ``continued`` ("Entry 14 continued").
    """

    number: str
    continued: str
    blocks: tuple["Block", ...]


class PageBreak(msgspec.Struct, frozen=True, tag=True):
    """What follows begins on a new page, lying on its side where ``landscape`` is true."""

    landscape: bool = False


class Plate(msgspec.Struct, frozen=True, tag=True):
    """A picture as large as the rest of its page allows. Its pixels are given to whoever draws, under ``key``.

    ``width`` and ``height`` are in pixels; ``alternative`` is what a screen reader says instead.
    """

    key: str
    width: int
    height: int
    alternative: str


Block = Heading | Paragraph | Facts | Table | Notice | Strip | Contents | Group | PageBreak | Plate


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that is printed. ``header`` and ``footer`` are (left, right) texts of every page.

    ``page_label`` has ``{page}`` and ``{pages}`` in it and is drawn in the middle of the footer;
    ``watermark`` runs up the outer margin, where it covers nothing.
    """

    title: str
    author: str
    language: str
    page_size: Literal["A4", "Letter"]
    created: str
    """When, as ISO 8601 with offset: PDF dates and XMP come from it, so equal documents give equal bytes."""
    header: tuple[tuple[str, str], ...]
    footer: tuple[tuple[str, str], ...]
    page_label: str
    blocks: tuple[Block, ...]
    watermark: str = ""
