"""An event: one appended line of the ledger. Its canonical metadata is the leaf that the tree hashes.

The content stays outside as a *payload*; the metadata holds only a commitment to it. So an event can
be shown, proved and kept while its content is withheld or erased.
"""

from typing import Any, Literal

import msgspec

from coachdesk.ledger import canonical, tree
from coachdesk.records.base import Record
from coachdesk.records.forms import read

NO_NUMBER = 0
"""Stands where an entry has its number: a coaching record is counted for its leaders, and has none."""

Action = Literal[
    "create", "add", "correct", "withdraw", "refile", "update", "clock", "export", "restore", "erase"
]
"""What was done: entries are created, added to, corrected, withdrawn or refiled; other records updated
(a coaching record may be withdrawn as well). ``erase`` destroys content of earlier events, which it names."""


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """The metadata of one event. Times are UTC, ISO 8601 with milliseconds; ``offset`` is what the
    clock on the wall was ahead of UTC, in minutes; ``boot`` names one run of the machine (salted) and
    ``boottime`` is the milliseconds since its start, sleep included (CLOCK_BOOTTIME).
    """

    seq: int
    record_id: str
    record_type: str
    schema: int
    revision: int
    action: Action
    recorded_at: str
    offset: int
    boot: str
    boottime: int
    commitment: str
    counts: str

    @property
    def leaf(self) -> bytes:
        """The bytes the tree hashes: this metadata in canonical JSON."""
        return canonical.encode(self)

    @property
    def leaf_hash(self) -> bytes:
        """RFC 9162 leaf hash of :attr:`leaf`."""
        return tree.leaf_hash(self.leaf)


class Payload(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an event is about: the record as it now stands, the reason given, and whose count it is in.

    ``leaders`` and ``numbers`` run beside each other: for each leader concerned, the entry's number in
    their file, :data:`NO_NUMBER` for a coaching record. A refiled entry names the leader it left as well,
    under its old number; so does a coaching record that is no longer about somebody.
    """

    leaders: tuple[str, ...] = ()
    numbers: tuple[int, ...] = ()
    reason: str = ""
    record: dict[str, Any]


class Head(msgspec.Struct, frozen=True):
    """The size of a ledger and its root hash (hex) at that size."""

    size: int
    root: str


def encode_payload(record: Record, leaders: tuple[str, ...], numbers: tuple[int, ...], reason: str) -> bytes:
    """The bytes that are stored and committed to; they are never re-encoded."""
    return canonical.encode({"leaders": leaders, "numbers": numbers, "reason": reason, "record": record})


def decode_payload(data: bytes) -> Payload:
    """The payload in stored bytes. Raises ``msgspec.DecodeError`` or ``msgspec.ValidationError``."""
    return msgspec.json.decode(data, type=Payload)


def record_of(event: Event, payload: Payload) -> Record:
    """The record an event left behind, read through the upcasts of its type."""
    return read(event.record_type, event.schema, payload.record)
