"""Payloads of which something was destroyed: what stays of them, and that it still belongs to its commitment.

The event's salt goes with the content, or it would give the salt of every leaf again. Of a payload erased *in part*
each leaf that stays keeps its own salt, and each that went leaves its hash and its place. Of one erased *whole* only
a tombstone stays: whose count it is in, under which number, and when it happened; all else is hashes without a place.
"""

from collections.abc import Collection, Sequence

import msgspec

from coachdesk.ledger import canonical
from coachdesk.ledger.commitment import (
    AnyLeaf,
    ClosedLeaf,
    Disclosure,
    ErasedLeaf,
    OpenLeaf,
    ReplacedLeaf,
    hash_in,
    is_below,
    narrowed,
)
from coachdesk.ledger.disclosed import values_of
from coachdesk.records.base import ERASED

MARK = ERASED
"""Stands in a text in the place of a word that was destroyed; once, in the place of a whole text."""

TOMBSTONE = ("leaders", "numbers", "record/id", "record/leader_ids", "record/occurred")
"""All that stays of a payload erased whole."""

NO_SALT = b""
"""Stands where the salt of an event stood."""

BLANK = " \t\n"
"""What parts words."""

_KIND = "other"
_disclosure = msgspec.json.Decoder(Disclosure)


class WrongLeaves(ValueError):
    """These bytes are not what is left of a payload."""


def encode(disclosure: Disclosure) -> bytes:
    """The bytes in which a disclosure is stored."""
    return canonical.encode(disclosure)


def decode(data: bytes) -> Disclosure:
    """The disclosure in stored bytes. Raises WrongLeaves."""
    try:
        found = _disclosure.decode(data)
    except (msgspec.MsgspecError, RecursionError):
        raise WrongLeaves from None
    if encode(found) != data or any(isinstance(leaf, ReplacedLeaf) for leaf in found):
        raise WrongLeaves
    return found


def is_whole(disclosure: Disclosure) -> bool:
    """Whether a stored payload was erased whole; in part, nothing of it is closed."""
    return any(isinstance(leaf, ClosedLeaf) for leaf in disclosure)


def erased(disclosure: Disclosure, paths: Sequence[str]) -> Disclosure:
    """``disclosure`` with the leaves at or below these paths destroyed; all but the tombstone if there are none.

    A path is that of a word, of a text or of a field.
    """
    if not paths:
        return narrowed(disclosure, TOMBSTONE)
    named = frozenset(paths)
    return tuple(_erased(leaf, named) for leaf in disclosure)


def _erased(leaf: AnyLeaf, named: Collection[str]) -> AnyLeaf:
    if isinstance(leaf, ClosedLeaf) or not is_below(leaf.path, named):
        return leaf
    text, _, place = leaf.path.rpartition("/")
    shown = ""
    if is_id(leaf.path):
        pass
    elif is_below(text, named):
        shown = MARK if text in named and place == "0" and is_word(leaf) else ""
    elif isinstance(leaf, ErasedLeaf):
        shown = leaf.shown
    elif isinstance(leaf, OpenLeaf) and isinstance(leaf.value, str):
        shown = MARK + leaf.value[len(leaf.value.rstrip(BLANK)) :]
    return ErasedLeaf(leaf.path, hash_in(leaf).hex(), shown)


def is_word(leaf: AnyLeaf) -> bool:
    """Whether a leaf is, or was, a word of a text."""
    if isinstance(leaf, OpenLeaf):
        return isinstance(leaf.value, str)
    return not isinstance(leaf, ClosedLeaf) and bool(leaf.shown)


def is_id(path: str) -> bool:
    """Whether ids stand at this place: nothing is shown for one that was erased."""
    return any(step.endswith(("_id", "_ids")) for step in path.split("/"))


def body_of(record_type: str, disclosure: Disclosure) -> bytes:
    """The payload as it now reads: what is stored in the place of the one that was committed to."""
    values = {"leaders": [], "numbers": [], "reason": "", "record": {}} | values_of(disclosure)
    if record_type == "entry":
        values["record"].setdefault("kind", _KIND)  # without one it could not be listed
    return canonical.encode(values)


def is_named(disclosure: Disclosure, named: Collection[str], *, whole: bool) -> bool:
    """Whether an erasure accounts for all that is missing, and nothing that it names is left.

    ``named`` are the paths that erasures name for this event, ``whole`` is whether one names all of its content.
    """
    if whole or is_whole(disclosure):
        return whole and encode(narrowed(disclosure, TOMBSTONE)) == encode(disclosure)
    return all(
        isinstance(leaf, ErasedLeaf) == is_below(leaf.path, named)
        for leaf in disclosure
        if not isinstance(leaf, ClosedLeaf)
    )
