"""The hash tree, against published vectors, against the RFC's own recursion, and against forgers."""

from collections.abc import Sequence
from hashlib import sha256

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from coachdesk.ledger import tree
from coachdesk.ledger.tree import Frontier

# The public test vectors of the Certificate Transparency reference implementation.
LEAVES = [
    bytes.fromhex(leaf)
    for leaf in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]  # fmt: skip
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
INCLUSION = {
    (0, 1): [],
    (0, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (5, 8): [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 3): ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
    (1, 5): [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
CONSISTENCY = {
    (1, 1): [],
    (1, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (6, 8): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 5): [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}

MANY = [b"leaf %d" % number for number in range(34)]
some_leaves = st.lists(st.binary(max_size=4), min_size=1, max_size=40, unique=True)
"""No two alike, as no two events are: of two equal leaves each is at the other's place too."""


def hexed(hashes: Sequence[bytes]) -> list[str]:
    return [one.hex() for one in hashes]


def split(size: int) -> int:
    half = 1
    while half * 2 < size:
        half *= 2
    return half


def plain_root(leaves: Sequence[bytes]) -> bytes:
    """MTH as RFC 9162 writes it down, slow and obvious."""
    if not leaves:
        return sha256().digest()
    if len(leaves) == 1:
        return sha256(b"\x00" + leaves[0]).digest()
    k = split(len(leaves))
    return sha256(b"\x01" + plain_root(leaves[:k]) + plain_root(leaves[k:])).digest()


def plain_path(index: int, leaves: Sequence[bytes]) -> list[bytes]:
    """PATH as RFC 9162 writes it down."""
    if len(leaves) == 1:
        return []
    k = split(len(leaves))
    if index < k:
        return [*plain_path(index, leaves[:k]), plain_root(leaves[k:])]
    return [*plain_path(index - k, leaves[k:]), plain_root(leaves[:k])]


def plain_subproof(first: int, leaves: Sequence[bytes], *, whole: bool) -> list[bytes]:
    """SUBPROOF as RFC 9162 writes it down."""
    if first == len(leaves):
        return [] if whole else [plain_root(leaves)]
    k = split(len(leaves))
    if first <= k:
        return [*plain_subproof(first, leaves[:k], whole=whole), plain_root(leaves[k:])]
    return [*plain_subproof(first - k, leaves[k:], whole=False), plain_root(leaves[:k])]


def grown(leaves: Sequence[bytes]) -> tuple[Frontier, tree.Nodes]:
    """The frontier after ``leaves`` and all the complete nodes met on the way."""
    frontier, known = Frontier(), {}
    for leaf in leaves:
        frontier, nodes = frontier.append(tree.leaf_hash(leaf))
        for level, index, result in nodes:
            assert (level, index) not in known
            known[level, index] = result
    return frontier, lambda level, index: known[level, index]


def flipped(data: bytes, bit: int) -> bytes:
    place, within = divmod(bit % (8 * len(data)), 8)
    return data[:place] + bytes([data[place] ^ 1 << within]) + data[place + 1 :]


@pytest.mark.parametrize("size", range(9))
def test_the_roots_are_the_published_ones(size: int) -> None:
    assert tree.root(LEAVES[:size]).hex() == ROOTS[size]
    assert grown(LEAVES[:size])[0].root.hex() == ROOTS[size]


@pytest.mark.parametrize(("index", "size"), INCLUSION)
def test_the_inclusion_proofs_are_the_published_ones(index: int, size: int) -> None:
    proof = tree.inclusion_proof(LEAVES[:size], index)
    assert hexed(proof) == INCLUSION[index, size]
    assert tree.verify_inclusion(LEAVES[index], index, size, proof, bytes.fromhex(ROOTS[size]))


@pytest.mark.parametrize(("first", "size"), CONSISTENCY)
def test_the_consistency_proofs_are_the_published_ones(first: int, size: int) -> None:
    proof = tree.consistency_proof(LEAVES[:size], first)
    assert hexed(proof) == CONSISTENCY[first, size]
    roots = bytes.fromhex(ROOTS[first]), bytes.fromhex(ROOTS[size])
    assert tree.verify_consistency(first, roots[0], size, roots[1], proof)


@pytest.mark.parametrize("size", range(len(MANY) + 1))
def test_the_tree_is_the_one_that_the_rfc_defines(size: int) -> None:
    leaves = MANY[:size]
    assert tree.root(leaves) == plain_root(leaves)
    for index in range(size):
        assert tree.inclusion_proof(leaves, index) == plain_path(index, leaves)
        proof = plain_subproof(index + 1, leaves, whole=True)
        assert tree.consistency_proof(leaves, index + 1) == proof


def test_cached_nodes_of_a_large_tree_prove_every_smaller_one() -> None:
    _, node = grown(MANY)
    for size in range(1, len(MANY) + 1):
        leaves = MANY[:size]
        assert tree.subtree(node, 0, size) == tree.root(leaves)
        for index in range(size):
            assert tree.inclusion(node, index, size) == tree.inclusion_proof(leaves, index)
            assert tree.consistency(node, index + 1, size) == tree.consistency_proof(leaves, index + 1)
    assert tree.subtree(node, 0, 0) == tree.EMPTY_ROOT


@given(some_leaves)
def test_the_frontier_keeps_the_root_and_the_peaks_of_the_whole_tree(leaves: list[bytes]) -> None:
    frontier, node = grown(leaves)
    assert frontier.size == len(leaves)
    assert frontier.root == tree.root(leaves)
    assert frontier.peaks == tuple(node(level, index) for level, index in tree.peaks(len(leaves)))
    assert Frontier(frontier.size, frontier.peaks).append(b"x" * 32) == frontier.append(b"x" * 32)


@given(some_leaves, st.data())
def test_every_inclusion_proof_verifies_and_no_altered_one_does(
    leaves: list[bytes], data: st.DataObject
) -> None:
    size, root = len(leaves), tree.root(leaves)
    index = data.draw(st.integers(0, size - 1))
    leaf, proof = leaves[index], tree.inclusion_proof(leaves, index)
    assert tree.verify_inclusion(leaf, index, size, proof, root)

    bit = data.draw(st.integers(0, 10**6))
    assert not tree.verify_inclusion(leaf + b"\x00", index, size, proof, root)
    assert not tree.verify_inclusion(leaf, index, size, proof, flipped(root, bit))
    assert not tree.verify_inclusion(leaf, index, size, [*proof, root], root)
    assert not tree.verify_inclusion(leaf, index, size, [root, *proof], root)
    for wrong in {-1, size, *range(size)} - {index}:
        assert not tree.verify_inclusion(leaf, wrong, size, proof, root)
    for wrong_size in (0, -1, index, 2 * size, size // 2):
        assert not tree.verify_inclusion(leaf, index, wrong_size, proof, root)
    for place in range(len(proof)):
        altered = [*proof[:place], flipped(proof[place], bit), *proof[place + 1 :]]
        assert not tree.verify_inclusion(leaf, index, size, altered, root)
        assert not tree.verify_inclusion(leaf, index, size, proof[:place] + proof[place + 1 :], root)
        swapped = [proof[place], *proof[:place], *proof[place + 1 :]]
        assert swapped == proof or not tree.verify_inclusion(leaf, index, size, swapped, root)


@given(some_leaves, st.data())
def test_every_consistency_proof_verifies_and_no_altered_one_does(
    leaves: list[bytes], data: st.DataObject
) -> None:
    size, root = len(leaves), tree.root(leaves)
    first = data.draw(st.integers(1, size))
    before, proof = tree.root(leaves[:first]), tree.consistency_proof(leaves, first)
    assert tree.verify_consistency(first, before, size, root, proof)

    bit = data.draw(st.integers(0, 10**6))
    assert not tree.verify_consistency(first, flipped(before, bit), size, root, proof)
    assert not tree.verify_consistency(first, before, size, flipped(root, bit), proof)
    assert not tree.verify_consistency(first, before, size, root, [*proof, root])
    assert not tree.verify_consistency(first, before, size, root, [root, *proof])
    for wrong in {-1, 0, size + 1, *range(size)} - {first}:
        assert not tree.verify_consistency(wrong, before, size, root, proof)
    for wrong_size in (0, -1, first - 1, 2 * size):
        assert not tree.verify_consistency(first, before, wrong_size, root, proof)
    for place in range(len(proof)):
        altered = [*proof[:place], flipped(proof[place], bit), *proof[place + 1 :]]
        assert not tree.verify_consistency(first, before, size, root, altered)
        shorter = proof[:place] + proof[place + 1 :]
        assert not tree.verify_consistency(first, before, size, root, shorter)
        swapped = [proof[place], *proof[:place], *proof[place + 1 :]]
        assert swapped == proof or not tree.verify_consistency(first, before, size, root, swapped)


@given(some_leaves, st.data())
def test_a_proof_for_one_size_proves_nothing_against_the_root_of_another(
    leaves: list[bytes], data: st.DataObject
) -> None:
    size = len(leaves)
    other = data.draw(st.integers(1, size))
    index = data.draw(st.integers(0, other - 1))
    assume(other != size)
    proof, root = tree.inclusion_proof(leaves, index), tree.root(leaves[:other])
    assert not tree.verify_inclusion(leaves[index], index, size, proof, root)
    assert not tree.verify_inclusion(leaves[index], index, other, proof, root)
    proof = tree.consistency_proof(leaves, other)
    assert not tree.verify_consistency(other, tree.root(leaves), size, root, proof)


@given(some_leaves, st.data())
def test_a_rewritten_past_has_no_consistency_proof(leaves: list[bytes], data: st.DataObject) -> None:
    first = data.draw(st.integers(1, len(leaves)))
    place = data.draw(st.integers(0, first - 1))
    rewritten = [*leaves[:place], leaves[place] + b"!", *leaves[place + 1 :]]
    roots = tree.root(leaves[:first]), tree.root(rewritten)
    for proof in (tree.consistency_proof(rewritten, first), tree.consistency_proof(leaves, first)):
        assert not tree.verify_consistency(first, roots[0], len(leaves), roots[1], proof)


def test_a_node_cannot_be_passed_off_as_a_leaf() -> None:
    inner = tree.leaf_hash(b"a") + tree.leaf_hash(b"b")
    assert tree.verify_inclusion(b"a", 0, 2, [tree.leaf_hash(b"b")], tree.root([b"a", b"b"]))
    assert not tree.verify_inclusion(inner, 0, 1, [], tree.root([b"a", b"b"]))


@pytest.mark.parametrize(("index", "size"), [(-1, 3), (3, 3), (0, 0)])
def test_there_is_no_inclusion_proof_for_what_is_not_in_the_tree(index: int, size: int) -> None:
    with pytest.raises(IndexError):
        tree.inclusion_proof(MANY[:size], index)


@pytest.mark.parametrize(("first", "size"), [(-1, 3), (0, 3), (4, 3), (0, 0)])
def test_there_is_no_consistency_proof_with_nothing_or_with_more(first: int, size: int) -> None:
    with pytest.raises(IndexError):
        tree.consistency_proof(MANY[:size], first)
