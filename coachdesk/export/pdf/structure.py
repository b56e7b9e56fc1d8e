"""The structure tree (ISO 32000-1, 14.7): what each part of the pages means, for readers that do not see."""

from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from coachdesk.export.pdf.draw import Drawing
from coachdesk.export.pdf.page import Element


def tag(pdf: Pdf, drawing: Drawing) -> None:
    """Writes the tree of ``drawing`` into its PDF, with the way back from each page and link."""
    tagger = _Tagger(pdf, drawing)
    root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    root.K = tagger.element(drawing.structure, root)
    numbers = tagger.parents()
    root.ParentTree = pdf.make_indirect(Dictionary(Nums=Array(numbers)))
    root.ParentTreeNextKey = len(numbers) // 2
    pdf.Root.StructTreeRoot = root
    pdf.Root.MarkInfo = Dictionary(Marked=True)


class _Tagger:
    def __init__(self, pdf: Pdf, drawing: Drawing) -> None:
        self._pdf, self._drawing = pdf, drawing
        self._pages = [page.obj for page in pdf.pages]
        self._made: dict[int, Object] = {}
        self._linked: list[Object] = []
        self._links = {
            id(element): (page, place)
            for page, elements in enumerate(drawing.links)
            for place, element in enumerate(elements)
        }

    def element(self, element: Element, parent: Object) -> Object:
        """The structure element and all below it."""
        made = self._pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name("/" + element.tag), P=parent))
        self._made[id(element)] = made
        if element.alt:
            made.Alt = String(element.alt)
        if element.attributes:
            made.A = Object.parse(f"<<{element.attributes}>>".encode())
        first = next((kid[0] for kid in element.kids if isinstance(kid, tuple)), None)
        if first is not None:
            made.Pg = self._pages[first]
        kids: list[Object | int] = []
        for kid in element.kids:
            if isinstance(kid, Element):
                kids.append(self.element(kid, made))
            elif kid[0] == first:
                kids.append(kid[1])
            else:
                kids.append(Dictionary(Type=Name.MCR, Pg=self._pages[kid[0]], MCID=kid[1]))
        if id(element) in self._links:
            kids.append(self._link(element, made))
        if kids:
            made.K = kids[0] if len(kids) == 1 else Array(kids)
        return made

    def _link(self, element: Element, made: Object) -> Object:
        page, place = self._links[id(element)]
        annotations = self._pages[page].Annots
        annotation = annotations[place]
        if not annotation.is_indirect:
            annotation = annotations[place] = self._pdf.make_indirect(annotation)
        annotation.StructParent = len(self._pages) + len(self._linked)
        self._linked.append(made)
        return Dictionary(Type=Name.OBJR, Pg=self._pages[page], Obj=annotation)

    def parents(self) -> list[Object | int]:
        """The parent tree: for each page the element of each marked content, for each link its own."""
        numbers: list[Object | int] = []
        for index, (page, marks) in enumerate(zip(self._pages, self._drawing.marks, strict=True)):
            page.StructParents = index
            numbers += [index, self._pdf.make_indirect(Array([self._made[id(mark)] for mark in marks]))]
            if self._drawing.links[index]:
                page.Tabs = Name.S
        for place, made in enumerate(self._linked, start=len(self._pages)):
            numbers += [place, made]
        return numbers
