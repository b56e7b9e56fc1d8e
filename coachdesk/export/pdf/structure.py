"""The structure tree of a drawing in a form that takes little memory: its elements by numbers, packed.

Five thousand entries have 180,000 elements. As objects they lie among all else that laying out pages makes, and
keep the system from getting back any of that.
"""

from collections.abc import Iterable, Iterator

import msgspec

from coachdesk.export.pdf.page import Element

_AT_ONCE = 1000
ROOT = 0


class Node(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """An element. ``kids`` are the numbers of elements, and (page index, marked content id) of what is on the pages."""

    number: int
    parent: int
    tag: str
    kids: list[int | tuple[int, int]]
    alt: str
    attributes: str


class Structure(msgspec.Struct, frozen=True):
    """All elements: numbered from :data:`ROOT` in the order of reading, each packed after those below it."""

    size: int
    packed: tuple[bytes, ...]

    def nodes(self) -> Iterator[Node]:
        """Each element."""
        for some in self.packed:
            yield from msgspec.msgpack.decode(some, type=list[Node])


class Packer:
    """Takes a tree apart: what was packed has a number and nothing else any more."""

    def __init__(self) -> None:
        self._nodes: list[Node] = []
        self._packed: list[bytes] = []
        self._size = 0

    def structure(self, root: Element) -> Structure:
        """The tree below ``root``."""
        self._pack(root, ROOT)
        self._put_away()
        return Structure(self._size, tuple(self._packed))

    def _pack(self, element: Element, parent: int) -> int:
        number = element.number = self._size
        self._size += 1
        kids = [self._pack(kid, number) if isinstance(kid, Element) else kid for kid in element.kids]
        self._nodes.append(Node(number, parent, element.tag, kids, element.alt, element.attributes))
        if len(self._nodes) == _AT_ONCE:
            self._put_away()
        element.kids, element.parent = [], None  # or the two would keep each other
        return number

    def _put_away(self) -> None:
        self._packed.append(msgspec.msgpack.encode(self._nodes))
        self._nodes = []


def numbers_of(elements: Iterable[Element]) -> tuple[int, ...]:
    """The numbers of elements that were packed."""
    return tuple(element.number for element in elements)
