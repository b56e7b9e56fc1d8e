"""The structure tree of a drawing (ISO 32000-1, 14.7), written as PDF syntax into the finished file.

A thousand entries have some 37,000 elements. Made one by one through pikepdf, or only read by it, they
take as long as all the drawing; as text, put in after everything else is done, next to nothing.
"""

import re
from io import BytesIO
from itertools import accumulate, pairwise

import pikepdf

from coachdesk.export.pdf.draw import Drawing
from coachdesk.export.pdf.page import Element

_TAIL = 64
"""At the end of a file, in bytes: there ``startxref`` is."""


def with_structure(data: bytes, drawing: Drawing, field_says: str) -> bytes:
    """``data``, as pikepdf wrote it, with the structure tree of ``drawing`` in place of an empty one.

    The annotations of its pages have their keys of the parent tree already. ``field_says`` is the description
    of the form field that is the last of them on the first page; empty where there is none.
    """
    with pikepdf.open(BytesIO(data)) as pdf:
        root = pdf.Root.StructTreeRoot.objgen[0]
        pages = [page.obj.objgen[0] for page in pdf.pages]
        annotations = [[found.objgen[0] for found in page.obj.get("/Annots", ())] for page in pdf.pages]
        first = int(pdf.trailer.Size)
    tree = _Tree(drawing, root, first, pages)
    tree.write(annotations, field_says)
    return _rewritten(data, {root: tree.root}, tree.objects)


class _Tree:
    """The objects of a structure tree: the root has a number already, the others are numbered from ``first``."""

    def __init__(self, drawing: Drawing, root: int, first: int, pages: list[int]) -> None:
        self.root = ""
        self.objects: list[str] = []
        self._drawing = drawing
        self._root_number = root
        self._first = first
        self._pages = pages
        self._numbers: dict[Element, int] = {}
        self._others: dict[Element, list[str]] = {}
        """What an element has besides what is on the pages: its links; the document has the field."""

    def write(self, annotations: list[list[int]], field_says: str) -> None:
        """Write all of it; ``annotations`` are the object numbers of each page's."""
        structure = self._drawing.structure
        for page, links in enumerate(self._drawing.links):
            for link, number in zip(links, annotations[page], strict=False):
                self._others.setdefault(link.element, []).append(self._reference(page, number))
        parents, field = self._add(""), 0
        if field_says:
            field = self._add("")
            self._others[structure] = [f"{field} 0 R"]
        document = self._write(structure, self._root_number)
        if field_says:
            self._set(
                field,
                f"<</S/Form/P {document} 0 R/Alt{_text(field_says)}/K {self._reference(0, annotations[0][-1])}>>",
            )
        entries = self._parents(field)
        self._set(
            parents, "<</Nums[" + "\n".join(f"{key} {entry}" for key, entry in enumerate(entries)) + "]>>"
        )
        self.root = (
            f"<</Type/StructTreeRoot/K {document} 0 R/ParentTree {parents} 0 R"
            f"/ParentTreeNextKey {len(entries)}>>"
        )

    def _add(self, text: str) -> int:
        self.objects.append(text)
        return self._first + len(self.objects) - 1

    def _set(self, number: int, text: str) -> None:
        self.objects[number - self._first] = text

    def _reference(self, page: int, annotation: int) -> str:
        """How an element names an annotation (14.7.4.3)."""
        return f"<</Type/OBJR/Pg {self._pages[page]} 0 R/Obj {annotation} 0 R>>"

    def _write(self, element: Element, parent: int) -> int:
        """Write ``element`` and all below it; its object number."""
        number = self._numbers[element] = self._add("")
        kids, page = [], None
        for kid in element.kids:
            if isinstance(kid, Element):
                kids.append(f"{self._write(kid, number)} 0 R")
                continue
            on, mark = kid
            page = on if page is None else page
            kids.append(str(mark) if on == page else f"<</Type/MCR/Pg {self._pages[on]} 0 R/MCID {mark}>>")
        kids += self._others.get(element, ())
        parts = [f"<</S/{element.tag}/P {parent} 0 R"]
        if page is not None:
            parts.append(f"/Pg {self._pages[page]} 0 R")
        parts.append(f"/K {kids[0]}" if len(kids) == 1 else f"/K[{' '.join(kids)}]")
        if element.alt:
            parts.append(f"/Alt{_text(element.alt)}")
        if element.attributes:
            parts.append(f"/A<<{element.attributes}>>")
        parts.append(">>")
        self._set(number, "".join(parts))
        return number

    def _parents(self, field: int) -> list[str]:
        """By its key: which elements the marked contents of a page, or an annotation, belong to (14.7.4.4)."""
        numbers, drawing = self._numbers, self._drawing
        entries = [f"[{' '.join([f'{numbers[one]} 0 R' for one in marks])}]" for marks in drawing.marks]
        entries += [f"{numbers[link.element]} 0 R" for links in drawing.links for link in links]
        return [*entries, f"{field} 0 R"] if field else entries


def _text(text: str) -> str:
    """A text string (7.9.2.2)."""
    return f"<FEFF{text.encode('utf-16-be').hex()}>"


def _rewritten(data: bytes, changed: dict[int, str], added: list[str]) -> bytes:
    """``data`` with some objects replaced and others added at its end (7.5.4).

    pikepdf writes objects in the order of their numbers and one cross-reference table behind them.
    """
    start = int(data[-_TAIL:].split(b"startxref")[1].split()[0])
    table, trailer = data[start:].split(b"trailer")
    offsets = [int(entry.split()[0]) for entry in table.splitlines()[3:]]
    objects = [data[at:end] for at, end in pairwise([*offsets, start])]
    for number, text in changed.items():
        objects[number - 1] = _object(number, text)
    objects += [_object(number, text) for number, text in enumerate(added, len(objects) + 1)]
    places = list(accumulate(map(len, objects), initial=offsets[0]))
    size = len(objects) + 1
    entries = "".join([f"{place:010d} 00000 n \n" for place in places[:-1]])
    section = f"xref\n0 {size}\n0000000000 65535 f \n{entries}trailer".encode()
    trailer = re.sub(rb"/Size \d+", b"/Size %d" % size, trailer.split(b"startxref")[0])
    return b"".join(
        [data[: offsets[0]], *objects, section, trailer, b"startxref\n%d\n%%%%EOF\n" % places[-1]]
    )


def _object(number: int, text: str) -> bytes:
    return f"{number} 0 obj\n{text}\nendobj\n".encode("ascii")
