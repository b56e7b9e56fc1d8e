"""The structure tree of a drawing (ISO 32000-1, 14.7), written as PDF syntax and appended to the file.

A thousand entries have some 25,000 elements. Made one by one through pikepdf they would take longer than
everything else together; as text behind the file, with a cross-reference section of their own, next to
nothing. The archive form is saved anew afterwards, so no second revision remains.
"""

from collections.abc import Iterator
from io import BytesIO

import msgspec
import pikepdf

from coachdesk.export.pdf.draw import Drawing
from coachdesk.export.pdf.page import Element


class Tagged(msgspec.Struct, frozen=True):
    """A PDF with the structure tree in it, its object not yet named in the catalog."""

    data: bytes
    root: int
    """The object number of the structure tree."""
    next_key: int
    """The first free key of its parent tree."""


def with_structure(drawing: Drawing) -> Tagged:
    """``drawing`` with its structure tree, the pages and link annotations told where they belong in it."""
    with pikepdf.Pdf.open(BytesIO(drawing.data)) as pdf:
        tree = _Tree(drawing, pdf)
        return tree.appended()


class _Tree:
    """Numbers the elements and writes them."""

    def __init__(self, drawing: Drawing, pdf: pikepdf.Pdf) -> None:
        self._drawing = drawing
        self._size = int(pdf.trailer.Size)
        self._catalog = pdf.Root.objgen[0]
        self._info = pdf.trailer.Info.objgen[0]
        self._pages = [page.obj.objgen[0] for page in pdf.pages]
        self._numbers: dict[Element, int] = {}
        self._annotations: dict[Element, list[tuple[int, int]]] = {}
        ...


