"""The structure tree of a drawing (ISO 32000-1, 14.7), written as PDF syntax into the finished file.

A thousand entries have some 37,000 elements. Made one by one through pikepdf, or only read by it, they
take as long as all the drawing; as text, put in after everything else is done, next to nothing.
"""

import re
from array import array
from io import BytesIO
from typing import NamedTuple

import pikepdf

from coachdesk.export import memory
from coachdesk.export.pdf import protection
from coachdesk.export.pdf.draw import Drawing
from coachdesk.export.pdf.structure import ROOT, Node

_TAIL = 64
"""At the end of a file, in bytes: there ``startxref`` is."""


class _Written(NamedTuple):
    """What is in a file already: numbers of objects, the annotations of each page; the key of a protected file."""

    root: int
    pages: list[int]
    annotations: list[list[int]]
    key: bytes


def with_structure(data: bytes, drawing: Drawing, field_says: str, password: str = "") -> bytes:
    """``data``, as pikepdf wrote it, with the structure tree of ``drawing`` in place of an empty one.

    The annotations of its pages have their keys of the parent tree already. ``field_says`` is the description
    of the form field that is the last of them on the first page; empty where there is none.
    """
    written = _written(data, password)
    memory.give_back()
    file = _Rewritten(data, written.root)
    _Tree(drawing, file, written).write(field_says)
    return file.finished()


def _written(data: bytes, password: str) -> _Written:
    """Read with pikepdf, which takes much memory for it: all of it is free again when this returns."""
    with pikepdf.open(BytesIO(data), password=password) as pdf:
        return _Written(
            root=pdf.Root.StructTreeRoot.objgen[0],
            pages=[page.obj.objgen[0] for page in pdf.pages],
            annotations=[[found.objgen[0] for found in page.obj.get("/Annots", ())] for page in pdf.pages],
            key=pdf.encryption.encryption_key if password else b"",
        )


class _Tree:
    """The objects of a structure tree: the root has a number already, the others are new in their file."""

    def __init__(self, drawing: Drawing, file: "_Rewritten", written: _Written) -> None:
        self._file = file
        self._placed = drawing.placed
        self._written = written
        self._pages = written.pages
        self._others: dict[int, list[str]] = {}
        """What an element has besides what is on the pages, by its number: its links; the document has the field."""
        self._first = 0

    def write(self, field_says: str) -> None:
        """Write all of it."""
        placed, annotations, root = self._placed, self._written.annotations, self._written.root
        for page, linked in enumerate(placed.linked):
            for element, number in zip(linked, annotations[page], strict=False):
                self._others.setdefault(element, []).append(self._reference(page, number))
        parents, field = self._file.add(), 0
        if field_says:
            field = self._file.add()
            self._others[ROOT] = [f"{field} 0 R"]
        document = self._first = self._file.add(placed.structure.size)
        for node in placed.structure.nodes():
            self._put(node)
        if field_says:
            self._file.put(
                field,
                f"<</S/Form/P {document} 0 R/Alt{self._text(field_says)}/K {self._reference(0, annotations[0][-1])}>>",
            )
        entries = self._parents(field)
        self._file.put(
            parents, "<</Nums[" + "\n".join(f"{key} {entry}" for key, entry in enumerate(entries)) + "]>>"
        )
        self._file.put(
            root,
            f"<</Type/StructTreeRoot/K {document} 0 R/ParentTree {parents} 0 R"
            f"/ParentTreeNextKey {len(entries)}>>",
        )

    def _reference(self, page: int, annotation: int) -> str:
        """How an element names an annotation (14.7.4.3)."""
        return f"<</Type/OBJR/Pg {self._pages[page]} 0 R/Obj {annotation} 0 R>>"

    def _put(self, node: Node) -> None:
        """Write an element."""
        first, kids, page = self._first, [], None
        for kid in node.kids:
            if isinstance(kid, int):
                kids.append(f"{first + kid} 0 R")
                continue
            on, mark = kid
            page = on if page is None else page
            kids.append(str(mark) if on == page else f"<</Type/MCR/Pg {self._pages[on]} 0 R/MCID {mark}>>")
        kids += self._others.get(node.number, ())
        parent = self._written.root if node.number == ROOT else first + node.parent
        parts = [f"<</S/{node.tag}/P {parent} 0 R"]
        if page is not None:
            parts.append(f"/Pg {self._pages[page]} 0 R")
        parts.append(f"/K {kids[0]}" if len(kids) == 1 else f"/K[{' '.join(kids)}]")
        if node.alt:
            parts.append(f"/Alt{self._text(node.alt)}")
        if node.attributes:
            parts.append(f"/A<<{node.attributes}>>")
        parts.append(">>")
        self._file.put(first + node.number, "".join(parts))

    def _parents(self, field: int) -> list[str]:
        """By its key: which elements the marked contents of a page, or an annotation, belong to (14.7.4.4)."""
        first, placed = self._first, self._placed
        entries = [f"[{' '.join([f'{first + one} 0 R' for one in marks])}]" for marks in placed.marks]
        entries += [f"{first + one} 0 R" for linked in placed.linked for one in linked]
        return [*entries, f"{field} 0 R"] if field else entries

    def _text(self, text: str) -> str:
        """A text string (7.9.2.2)."""
        plain = b"\xfe\xff" + text.encode("utf-16-be")
        key = self._written.key
        return f"<{(protection.encrypted(plain, key) if key else plain).hex()}>"


class _Rewritten:
    """A file, as pikepdf wrote it, with one object to be replaced and others to be added at its end (7.5.4).

    What is put is written at once: kept as they are, the objects would be most of the memory that an export takes.
    pikepdf writes objects in the order of their numbers and one cross-reference table behind them.
    """

    def __init__(self, data: bytes, replaced: int) -> None:
        start = int(data[-_TAIL:].split(b"startxref")[1].split()[0])
        table, self._trailer = data[start:].split(b"startxref")[0].split(b"trailer")
        offsets = array("Q", (int(entry.split()[0]) for entry in table.splitlines()[3:]))
        begin, end = offsets[replaced - 1], offsets[replaced] if replaced < len(offsets) else start
        whole = memoryview(data)
        self._output = BytesIO()
        self._output.write(whole[:begin])
        self._output.write(whole[end:start])
        self._places = offsets[:replaced]
        self._places.extend(offset - (end - begin) for offset in offsets[replaced:])

    def add(self, count: int = 1) -> int:
        """The number of a new object, to be put; of the first of several."""
        self._places.extend([0] * count)
        return len(self._places) - count + 1

    def put(self, number: int, text: str) -> None:
        """Write an object."""
        self._places[number - 1] = self._output.tell()
        self._output.write(f"{number} 0 obj\n{text}\nendobj\n".encode("ascii"))

    def finished(self) -> bytes:
        """The whole file."""
        output, start, size = self._output, self._output.tell(), len(self._places) + 1
        output.write(f"xref\n0 {size}\n0000000000 65535 f \n".encode())
        for place in self._places:
            output.write(b"%010d 00000 n \n" % place)
        output.write(b"trailer" + re.sub(rb"/Size \d+", b"/Size %d" % size, self._trailer))
        output.write(b"startxref\n%d\n%%%%EOF\n" % start)
        return output.getvalue()
