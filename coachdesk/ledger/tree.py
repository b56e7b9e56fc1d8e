"""The hash tree of RFC 9162 (Certificate Transparency 2.0), section 2.1, with SHA-256.

Two ways in: plain functions over a list of leaves (``bytes``), and the same algorithms over cached
*complete* nodes, so that appending and proving cost the logarithm of the size. ``node(level, index)``
is the hash over the leaves ``index * 2**level`` up to the next such boundary; level 0 is leaf hashes.
"""

from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256

import msgspec

EMPTY_ROOT = sha256().digest()

Nodes = Callable[[int, int], bytes]


def leaf_hash(leaf: bytes) -> bytes:
    """RFC 9162, 2.1.1: leaves and nodes are hashed apart, or one could be passed off as the other."""
    return sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """RFC 9162, 2.1.1: the hash over two subtrees."""
    return sha256(b"\x01" + left + right).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """The root hash over ``leaves``."""
    return root_of_hashes([leaf_hash(leaf) for leaf in leaves])


def root_of_hashes(hashes: Sequence[bytes]) -> bytes:
    """The root hash over leaves whose hashes these are."""
    level = list(hashes)
    if not level:
        return EMPTY_ROOT
    while len(level) > 1:
        odd = level[-1:] if len(level) % 2 else []
        pairs = zip(level[::2], level[1::2], strict=False)
        level = [sha256(b"\x01" + left + right).digest() for left, right in pairs] + odd
    return level[0]


def inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """The path from leaf ``index`` to the root (RFC 9162, 2.1.3.1). Raises IndexError."""
    return inclusion_of_hashes([leaf_hash(leaf) for leaf in leaves], index)


def inclusion_of_hashes(hashes: Sequence[bytes], index: int) -> list[bytes]:
    """:func:`inclusion_proof` over leaves whose hashes these are."""
    return inclusion(_nodes(hashes), index, len(hashes))


def consistency_proof(leaves: Sequence[bytes], first_size: int) -> list[bytes]:
    """That the tree over all ``leaves`` grew from that over the first (RFC 9162, 2.1.4.1). Raises IndexError."""
    return consistency(_nodes([leaf_hash(leaf) for leaf in leaves]), first_size, len(leaves))


def inclusion(node: Nodes, index: int, size: int) -> list[bytes]:
    """The inclusion proof of leaf ``index`` in the tree of ``size`` leaves. Raises IndexError."""
    if not 0 <= index < size:
        raise IndexError(index)
    start, end, proof = 0, size, []
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            proof.append(subtree(node, middle, end))
            end = middle
        else:
            proof.append(subtree(node, start, middle))
            start = middle
    return proof[::-1]


def consistency(node: Nodes, first_size: int, size: int) -> list[bytes]:
    """The consistency proof between the first ``first_size`` leaves and all ``size``. Raises IndexError."""
    if not 0 < first_size <= size:
        raise IndexError(first_size)
    start, end, proof = 0, size, []
    while first_size != end:
        middle = start + _split(end - start)
        if first_size <= middle:
            proof.append(subtree(node, middle, end))
            end = middle
        else:
            proof.append(subtree(node, start, middle))
            start = middle
    if start:
        proof.append(subtree(node, start, end))
    return proof[::-1]


def subtree(node: Nodes, start: int, end: int) -> bytes:
    """The hash over leaves ``start`` up to ``end``, from complete nodes; ``start`` must be aligned."""
    width = end - start
    if width == 0:
        return EMPTY_ROOT
    if width & (width - 1) == 0:
        level = width.bit_length() - 1
        return node(level, start >> level)
    middle = start + _split(width)
    return node_hash(subtree(node, start, middle), subtree(node, middle, end))


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether ``leaf`` is leaf ``index`` of the tree of ``size`` leaves with ``root`` (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    position, last, result = index, size - 1, leaf_hash(leaf)
    for sibling in proof:
        if last == 0:
            return False
        if position & 1 or position == last:
            result = node_hash(sibling, result)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            result = node_hash(result, sibling)
        position, last = position >> 1, last >> 1
    return last == 0 and result == root


def verify_consistency(
    first_size: int, first_root: bytes, second_size: int, second_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Whether the second tree only appended to the first (RFC 9162, 2.1.4.2)."""
    if not 0 < first_size <= second_size:
        return False
    if first_size == second_size:
        return not proof and first_root == second_root
    path = list(proof)
    if first_size & (first_size - 1) == 0:
        path.insert(0, first_root)
    if not path:
        return False
    first, last = first_size - 1, second_size - 1
    while first & 1:
        first, last = first >> 1, last >> 1
    first_result = second_result = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if first & 1 or first == last:
            first_result = node_hash(sibling, first_result)
            second_result = node_hash(sibling, second_result)
            while not first & 1 and first:
                first, last = first >> 1, last >> 1
        else:
            second_result = node_hash(second_result, sibling)
        first, last = first >> 1, last >> 1
    return last == 0 and first_result == first_root and second_result == second_root


class Frontier(msgspec.Struct, frozen=True):
    """All that is needed to append: the size and the roots of the complete subtrees, largest first."""

    size: int = 0
    peaks: tuple[bytes, ...] = ()

    def append(self, leaf_hash: bytes) -> tuple["Frontier", list[tuple[int, int, bytes]]]:
        """The frontier after one more leaf, and the nodes (level, index, hash) it completed."""
        peaks, level, index, result = list(self.peaks), 0, self.size, leaf_hash
        nodes = [(level, index, result)]
        while index & 1:
            result, level, index = node_hash(peaks.pop(), result), level + 1, index >> 1
            nodes.append((level, index, result))
        return Frontier(self.size + 1, (*peaks, result)), nodes

    @property
    def root(self) -> bytes:
        """The root hash at this size."""
        if not self.peaks:
            return EMPTY_ROOT
        result = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            result = node_hash(peak, result)
        return result


def peaks(size: int) -> Iterator[tuple[int, int]]:
    """The (level, index) of each complete subtree of a tree of ``size`` leaves, largest first."""
    start = 0
    for level in range(size.bit_length() - 1, -1, -1):
        if size >> level & 1:
            yield level, start >> level
            start += 1 << level


def _split(width: int) -> int:
    """The largest power of two smaller than ``width``."""
    return 1 << ((width - 1).bit_length() - 1)


def _nodes(hashes: Sequence[bytes]) -> Nodes:
    known: dict[tuple[int, int], bytes] = {}
    frontier = Frontier()
    for leaf in hashes:
        frontier, nodes = frontier.append(leaf)
        known.update({(level, index): result for level, index, result in nodes})
    return lambda level, index: known[level, index]
