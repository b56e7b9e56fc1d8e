"""Facts and tables as bands."""

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Final

from msgspec.structs import replace

from coachdesk.export.blocks import Facts, Span, Table, Text
from coachdesk.export.pdf.flow import Band, Repeat, Title
from coachdesk.export.pdf.page import Element, Shape
from coachdesk.export.pdf.style import (
    ACCENT,
    CELL,
    FACT_LABEL,
    FACT_VALUE,
    HAIR,
    HAIRLINE,
    HEADER_CELL,
)
from coachdesk.export.pdf.text_bands import Place, Scene, row_bands, set_text

ROW_LEVEL: Final = 3
"""Of a row that links lead to, as of a heading: too deep for bookmarks and contents."""

_GAP = 12.0
"""Between two columns."""
_PADDING = 3.5
"""Above and below the text of a row."""
_BEFORE = 8.0
_FACTS_BEFORE = 12.0
_FACTS_APART = 2.0
_FACTS_AFTER = 4.0
_LABELS_AT_MOST = 0.27
_FEW_LINES = 14
"""Facts of at most so many lines stay on one page."""
_SHORT_ROW = 8
"""A row of at most so many lines stays on one page."""
_NARROWEST = 18.0


def facts_bands(facts: Facts, scene: Scene, place: Place) -> list[Band]:
    """Labels and values in two columns, without lines."""
    table = Element("Table", place.element)
    wide = [_natural_width(label, scene) for label, _ in facts.rows]
    label_width = min(max(wide, default=0) + 1, place.width * _LABELS_AT_MOST)
    bands: list[Band] = []
    for label, value in facts.rows:
        row = Element("TR", table)
        head = replace(place, width=label_width, element=_cell("TH", row, "Row"))
        left = place.x + label_width + _GAP
        body = Place(left, place.x + place.width - left, _cell("TD", row))
        cells = [set_text((Span(label),), FACT_LABEL, scene, head), set_text(value, FACT_VALUE, scene, body)]
        bands += row_bands(cells, before=_FACTS_APART if bands else _FACTS_BEFORE, inside=place.inside)
    together = len(bands) <= _FEW_LINES
    shown = [replace(band, keep=band.keep or together, box=place.box) for band in bands]
    return [*shown, Band(0, before=_FACTS_AFTER, box=place.box, inside=place.inside)]


def table_bands(table: Table, scene: Scene, place: Place) -> list[Band]:
    """A table: its header, repeated on every page it runs to, and its rows between hairlines."""
    element = Element("Table", place.element)
    columns = list(_columns(table, place))
    header: list[Band] = []
    inside = place.inside
    if any(table.header):
        texts: list[Text] = [(Span(title),) for title in table.header]
        header = _header_bands(texts, columns, scene, replace(place, element=element))
        repeated = (*map(_without_meaning, header), Band(_PADDING))
        inside = Repeat(repeated, place.inside)
    bands = [replace(band, before=_BEFORE if band is header[0] else 0) for band in header]
    rows = [
        _ruled_row(row, columns, scene, replace(place, element=element, inside=inside)) for row in table.rows
    ]
    for row, _anchor in zip(rows, table.anchors, strict=bool(table.anchors)):
        row[0] = replace(row[0], title=Title("", ROW_LEVEL))
    # No single row at either end of a table stands on a page of its own.
    for row in rows[:-1][:1] + rows[-2:-1]:
        row[-1:] = [replace(band, keep=True) for band in row[-1:]]
    return [*bands, *chain.from_iterable(rows)]


def _header_bands(
    texts: list[Text], columns: list[tuple[float, float]], scene: Scene, place: Place
) -> list[Band]:
    row = Element("TR", place.element)
    cells = [
        set_text(text, HEADER_CELL, scene, Place(x, width, _cell("TH", row, "Column")))
        for text, (x, width) in zip(texts, columns, strict=False)
    ]
    bands = [replace(band, keep=True) for band in row_bands(cells, before=0, inside=place.inside)]
    rule = Shape(place.x, -_PADDING, place.width, 0, ACCENT, line=2 * HAIR)
    return [*bands, Band(_PADDING, shapes=(rule,), keep=True, inside=place.inside)]


def _ruled_row(
    cells: Sequence[Text], columns: list[tuple[float, float]], scene: Scene, place: Place
) -> list[Band]:
    row = Element("TR", place.element)
    shown = [
        set_text(text, CELL, scene, Place(x, width, _cell("TD", row)))
        for text, (x, width) in zip(cells, columns, strict=False)
    ]
    if not shown:
        return []
    bands = row_bands(shown, before=_PADDING, inside=place.inside)
    together = len(bands) if len(bands) <= _SHORT_ROW else 1
    bands[-together:] = [replace(band, keep=True) for band in bands[-together:]]
    rule = Shape(place.x, -_PADDING, place.width, 0, HAIRLINE, line=HAIR)
    return [*bands, Band(_PADDING, shapes=(rule,), inside=place.inside)]


def _columns(table: Table, place: Place) -> Iterator[tuple[float, float]]:
    """Left edge and width of each column; a row longer than the widths gets columns of average width."""
    count = max(len(table.widths), len(table.header), max(map(len, table.rows), default=0))
    shares = [max(share, 0) for share in table.widths]
    average = sum(shares) / len(shares) if sum(shares) else 1
    shares = [share or average for share in shares] + [average] * (count - len(shares))
    room = place.width - _GAP * (count - 1)
    x = place.x
    for share in shares:
        width = room * share / sum(shares)
        yield x, max(width, _NARROWEST)
        x += width + _GAP


def _natural_width(text: str, scene: Scene) -> float:
    face = scene.faces[FACT_LABEL.ink.face]
    return max(face.widths[line] for line in face.printable(text).split("\n")) * FACT_LABEL.ink.size


def _cell(tag: str, row: Element, scope: str = "") -> Element:
    return Element(tag, row, attributes=f"/O/Table/Scope/{scope}" if scope else "", fixed=True)


def _without_meaning(band: Band) -> Band:
    return replace(
        band, pieces=tuple(replace(piece, element=None) for piece in band.pieces), links=(), keep=False
    )
