"""The structure tree of a drawing (ISO 32000-1, 14.7), written as PDF syntax and appended to the file.

A thousand entries have some 25,000 elements. Made one by one through pikepdf they take as long as all
the drawing; as text behind the file, with a cross-reference section of their own, next to nothing. The
archive form is written anew afterwards, so that no second revision remains.
"""

from io import BytesIO
from itertools import accumulate, count

import msgspec
import pikepdf

from coachdesk.export.pdf.draw import Drawing
from coachdesk.export.pdf.page import Element

_TAIL = 64
"""At the end of a file, in bytes: there ``startxref`` is."""


class Tagged(msgspec.Struct, frozen=True):
    """A PDF with a structure tree in it that its catalog does not name yet."""

    data: bytes
    root: int
    """The object number of the tree, the first of its objects."""
    end: int
    """The first object number after it."""
    links: tuple[tuple[tuple[int, int], ...], ...]
    """Of each page, for each link: the object number of its element, its key in the parent tree."""
    next_key: int
    """The first free key of the parent tree."""


def with_structure(drawing: Drawing) -> Tagged:
    """``drawing`` with its structure tree. What pages and links have to know of it is left to the caller."""
    with pikepdf.open(BytesIO(drawing.data)) as pdf:
        first = int(pdf.trailer.Size)
        pages = [page.obj.objgen[0] for page in pdf.pages]
        trailer = f"/Root {pdf.Root.objgen[0]} 0 R/Info {pdf.docinfo.objgen[0]} 0 R"
    tree = _Tree(drawing, first, pages)
    data = _appended(drawing.data, first, tree.objects, trailer)
    return Tagged(data, first, first + len(tree.objects), tree.links, tree.next_key)


class _Tree:
    """The objects of a structure tree, numbered from ``first``: its root, its parent tree, its elements."""

    def __init__(self, drawing: Drawing, first: int, pages: list[int]) -> None:
        self.objects = ["", ""]
        self._first = first
        self._pages = pages
        self._numbers: dict[Element, int] = {}
        self._linked = {element for links in drawing.links for element in links}
        document = self._write(drawing.structure, first)
        keys = count(len(pages))
        self.links = tuple(
            tuple((self._numbers[element], next(keys)) for element in links) for links in drawing.links
        )
        self.next_key = next(keys)
        self.objects[0] = (
            f"<</Type/StructTreeRoot/K {document} 0 R/ParentTree {first + 1} 0 R"
            f"/ParentTreeNextKey {self.next_key}>>"
        )
        self.objects[1] = f"<</Nums[{self._parents(drawing)}]>>"

    def _write(self, element: Element, parent: int) -> int:
        """Write ``element`` and all below it; its object number."""
        place = len(self.objects)
        number = self._numbers[element] = self._first + place
        self.objects.append("")
        page = next((kid[0] for kid in element.kids if isinstance(kid, tuple)), None)
        kids = [self._kid(kid, number, page) for kid in element.kids]
        parts = [f"<</S/{element.tag}/P {parent} 0 R"]
        if page is not None:
            parts.append(f"/Pg {self._pages[page]} 0 R")
        if len(kids) == 1 and element.parent and element not in self._linked:
            parts.append(f"/K {kids[0]}")
        else:  # an array, empty or to be added to
            parts.append(f"/K[{' '.join(kids)}]")
        if element.alt:
            parts.append(f"/Alt<FEFF{element.alt.encode('utf-16-be').hex()}>")
        if element.attributes:
            parts.append(f"/A<<{element.attributes}>>")
        parts.append(">>")
        self.objects[place] = "".join(parts)
        return number

    def _kid(self, kid: Element | tuple[int, int], parent: int, page: int | None) -> str:
        if isinstance(kid, Element):
            return f"{self._write(kid, parent)} 0 R"
        if kid[0] == page:
            return str(kid[1])
        return f"<</Type/MCR/Pg {self._pages[kid[0]]} 0 R/MCID {kid[1]}>>"

    def _parents(self, drawing: Drawing) -> str:
        """Which element each marked content and each annotation belongs to (14.7.4.4)."""
        entries = []
        for page, marks in enumerate(drawing.marks):
            elements = " ".join(f"{self._numbers[element]} 0 R" for element in marks)
            entries.append(f"{page}[{elements}]")
        entries += [f"{key} {number} 0 R" for links in self.links for number, key in links]
        return "\n".join(entries)


def _appended(data: bytes, first: int, objects: list[str], trailer: str) -> bytes:
    """``data`` with objects and their cross-reference section behind it (7.5.6)."""
    previous = int(data[-_TAIL:].split(b"startxref")[1].split()[0])
    bodies = [f"{first + place} 0 obj{body}endobj\n".encode("ascii") for place, body in enumerate(objects)]
    offsets = list(accumulate(map(len, bodies), initial=len(data)))
    entries = "".join(f"{offset:010d} 00000 n \n" for offset in offsets[:-1])
    section = (
        f"xref\n{first} {len(objects)}\n{entries}"
        f"trailer<</Size {first + len(objects)}{trailer}/Prev {previous}>>\nstartxref\n{offsets[-1]}\n%%EOF\n"
    )
    return b"".join([data, *bodies, section.encode("ascii")])
