"""A commitment: one hash that fixes every field and every word of a payload, and gives none away.

A payload (JSON) is taken apart into *leaves* in the order of its sorted keys: one leaf for each null,
boolean and number, for each empty list, and for each word of each string (a word is everything up to
and with the spaces, tabs and new lines behind it). The path names the place: ``record/behaviour/3`` is
the fourth word of the behaviour. The commitment is the RFC 9162 root over the leaves' hashes.

Each leaf is salted on its own. The leaf salts are consecutive 16-byte pieces of SHAKE-256 (FIPS 202)
over the event's salt, so whoever is given the event salt can check the whole payload, and whoever is
given some leaf salts can check exactly those leaves: a redacted entry still proves every word it shows.
"""

import re
from collections.abc import Iterable, Mapping
from hashlib import sha256, shake_256
from typing import Any

import msgspec

from coachdesk.ledger import tree

EVENT_SALT_BYTES = 32
LEAF_SALT_BYTES = 16

_WORD = re.compile(r"[^ \t\n]+[ \t\n]*|[ \t\n]+")
_FIELD = b"\x00coachdesk:field\x00"
_SALTS = b"coachdesk:leaf-salts\x00"

Leaf = tuple[str, str | int | float | bool | list[Any] | None]
"""A path and the value (a word, a number ...) that stands there."""


class OpenLeaf(msgspec.Struct, frozen=True, tag="open"):
    """A leaf that is shown: its path, its value and its salt (hex)."""

    path: str
    value: str | int | float | bool | list[Any] | None
    salt: str


class ClosedLeaf(msgspec.Struct, frozen=True, tag="closed"):
    """A leaf that is withheld: its hash (hex) and nothing else."""

    hash: str


class ReplacedLeaf(msgspec.Struct, frozen=True, tag="replaced"):
    """A word that is withheld and in whose place something else is ``shown``: where it stands, and its hash (hex).

    That it stood there, and nothing more, is proved; what is shown for it is not.
    """

    path: str
    hash: str
    shown: str


class ErasedLeaf(msgspec.Struct, frozen=True, tag="erased"):
    """A leaf that was destroyed: where it stood, its hash (hex), and the mark ``shown`` for it, if any.

    Its salt is gone, so nobody can find the value by trying.
    """

    path: str
    hash: str
    shown: str


AnyLeaf = OpenLeaf | ClosedLeaf | ReplacedLeaf | ErasedLeaf

Disclosure = tuple[AnyLeaf, ...]
"""All leaves of a payload in order, each open, closed, replaced or erased."""


def leaves(payload: Any) -> list[Leaf]:
    """The leaves of ``payload`` in their fixed order."""
    found: list[Leaf] = []
    _walk(payload, "", found)
    return found


def _walk(value: Any, path: str, found: list[Leaf]) -> None:
    if isinstance(value, str):
        words = _WORD.findall(value) or [""]
        found.extend([(f"{path}/{index}", word) for index, word in enumerate(words)])
    elif isinstance(value, dict) and value:
        for key in sorted(value):
            _walk(value[key], f"{path}/{key}" if path else key, found)
    elif isinstance(value, list) and value:
        for index, item in enumerate(value):
            _walk(item, f"{path}/{index}", found)
    else:
        found.append((path, value))


def leaf_salts(event_salt: bytes, count: int) -> list[bytes]:
    """The salts of the first ``count`` leaves."""
    stream = shake_256(_SALTS + event_salt).digest(LEAF_SALT_BYTES * count)
    return [stream[at : at + LEAF_SALT_BYTES] for at in range(0, len(stream), LEAF_SALT_BYTES)]


def hash_of_leaf(path: str, value: Any, salt: bytes) -> bytes:
    """The hash of one leaf: a string's value is a quotation mark and its UTF-8, any other is its JSON."""
    if isinstance(value, str):
        return sha256(_FIELD + salt + f'{path}\x00"{value}'.encode()).digest()
    return sha256(_FIELD + salt + path.encode() + b"\x00" + msgspec.json.encode(value)).digest()


def commit(payload: Any, event_salt: bytes) -> bytes:
    """The commitment to ``payload`` (plain JSON values) under ``event_salt``."""
    found = leaves(payload)
    salts = leaf_salts(event_salt, len(found))
    return tree.root_of_hashes([hash_of_leaf(*leaf, salt) for leaf, salt in zip(found, salts, strict=True)])


def disclose(payload: Any, event_salt: bytes, shown: Iterable[str]) -> Disclosure:
    """``payload`` with only the leaves at or below the paths in ``shown`` open."""
    found, wanted = leaves(payload), tuple(shown)
    salts = leaf_salts(event_salt, len(found))

    return tuple(
        OpenLeaf(path, value, salt.hex())
        if is_below(path, wanted)
        else ClosedLeaf(hash_of_leaf(path, value, salt).hex())
        for (path, value), salt in zip(found, salts, strict=True)
    )


def commitment_of(disclosure: Disclosure) -> bytes:
    """The commitment that ``disclosure`` belongs to. Raises ValueError where a salt or hash is not hex."""
    return tree.root_of_hashes([hash_in(leaf) for leaf in disclosure])


def replace(disclosure: Disclosure, shown: Mapping[str, str]) -> Disclosure:
    """``disclosure`` with the open leaves at the paths of ``shown`` closed, and that shown for them."""
    return tuple(
        ReplacedLeaf(leaf.path, hash_in(leaf).hex(), shown[leaf.path])
        if isinstance(leaf, OpenLeaf) and leaf.path in shown
        else leaf
        for leaf in disclosure
    )


def narrowed(disclosure: Disclosure, shown: Iterable[str]) -> Disclosure:
    """``disclosure`` with only the leaves at or below the paths in ``shown`` left as they are, and the others closed."""
    wanted = tuple(shown)
    return tuple(
        leaf
        if not isinstance(leaf, ClosedLeaf) and is_below(leaf.path, wanted)
        else ClosedLeaf(hash_in(leaf).hex())
        for leaf in disclosure
    )


def is_below(path: str, prefixes: Iterable[str]) -> bool:
    """Whether ``path`` is at or below one of these."""
    return any(path == prefix or path.startswith(prefix + "/") for prefix in prefixes)


def hash_in(leaf: AnyLeaf) -> bytes:
    """The hash of a leaf. Raises ValueError where a salt or hash is not hex."""
    if isinstance(leaf, OpenLeaf):
        return hash_of_leaf(leaf.path, leaf.value, bytes.fromhex(leaf.salt))
    return bytes.fromhex(leaf.hash)
