"""Checking a whole ledger: everything is recomputed, and the first event that is wrong is named."""

import copy
from collections.abc import Iterable, Iterator
from typing import Any, Literal

import msgspec

from coachdesk.ledger import canonical, erased
from coachdesk.ledger.commitment import Disclosure, commit, commitment_of
from coachdesk.ledger.counts import Counts
from coachdesk.ledger.erasures import Erasures
from coachdesk.ledger.event import NO_NUMBER, Event, Head, Payload, record_of
from coachdesk.ledger.tree import Frontier
from coachdesk.records.erasure import Erasure
from coachdesk.records.forms import NewerRecord

Problem = Literal[
    "out_of_order",
    "payload_missing",
    "payload_altered",
    "leaf_altered",
    "head_altered",
    "counts_altered",
    "revision_altered",
    "numbers_altered",
    "erased_unnamed",
    "erasure_undone",
]


class LedgerFault(Exception):
    """The ledger is wrong; ``seq`` is the first event at which it shows, ``problem`` says how."""

    def __init__(self, seq: int, problem: Problem) -> None:
        super().__init__(f"event {seq}: {problem}")
        self.seq, self.problem = seq, problem


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One event as it is stored: metadata, the hashes kept beside it, and its payload with its salt.

    ``leaves`` is what is left of a payload that was erased, whole or in part.
    """

    event: Event
    leaf_hash: bytes
    head: bytes
    payload: bytes | None
    salt: bytes | None
    leaves: bytes | None = None


class Checked(msgspec.Struct, frozen=True):
    """The state of a ledger after an event that was found right, and the tree nodes it completed."""

    event: Event
    payload: Payload
    frontier: Frontier
    counts: Counts
    nodes: tuple[tuple[int, int, bytes], ...]
    left: Disclosure | None = None
    """What is left of a payload of which something was erased."""

    @property
    def head(self) -> Head:
        """The head at this event."""
        return Head(self.frontier.size, self.frontier.root.hex())


def check(lines: Iterable[Line], counts_key: bytes) -> Iterator[Checked]:
    """Each line in turn, with the state after it. Raises :class:`LedgerFault` at the first wrong one."""
    checker = Checker(counts_key)
    for line in lines:
        yield checker.after(line)
    checker.end()


class Checker:
    """The state of a check between two lines. A copy of it goes on from the same place."""

    def __init__(self, counts_key: bytes) -> None:
        self._frontier, self._counts = Frontier(), Counts(counts_key)
        self._revisions: dict[str, int] = {}
        self._numbers: dict[tuple[str, str], int] = {}
        self._erasures = Erasures()

    def __copy__(self) -> "Checker":
        other = Checker(self._counts.key)
        other._frontier, other._counts = self._frontier, self._counts
        other._revisions, other._numbers = dict(self._revisions), dict(self._numbers)
        other._erasures = copy.copy(self._erasures)
        return other

    def after(self, line: Line) -> Checked:
        """The state after the next line. Raises :class:`LedgerFault`, and NewerRecord for an erasure that a newer version
        sealed; this is of no more use then.
        """
        event, expected = line.event, self._frontier.size + 1
        if event.seq != expected:
            raise LedgerFault(expected, "out_of_order")
        left = _left(line)
        payload = _payload(line, left)
        try:
            _check_erasures(event, payload, left, self._erasures)
        except NewerRecord:
            if _is_leaf(line):
                raise
            raise LedgerFault(expected, "leaf_altered") from None
        _check_numbers(event, payload, self._counts, self._numbers)
        if payload.leaders:
            self._counts = self._counts.after(payload.leaders, payload.numbers)
        if self._counts.root.hex() != event.counts:
            raise LedgerFault(expected, "counts_altered")
        if event.revision != self._revisions.get(event.record_id, 0) + 1:
            raise LedgerFault(expected, "revision_altered")
        self._revisions[event.record_id] = event.revision
        if not _is_leaf(line):
            raise LedgerFault(expected, "leaf_altered")
        if not _is_numbered(event) and set(payload.numbers) - {NO_NUMBER}:
            raise LedgerFault(expected, "numbers_altered")
        self._frontier, nodes = self._frontier.append(line.leaf_hash)
        if self._frontier.root != line.head:
            raise LedgerFault(expected, "head_altered")
        return Checked(event, payload, self._frontier, self._counts, tuple(nodes), left)

    def end(self) -> None:
        """Nothing comes after this. Raises :class:`LedgerFault` for what is missing and was erased by nobody."""
        if (seq := self._erasures.unaccounted()) is not None:
            raise LedgerFault(seq, "erased_unnamed")


def _left(line: Line) -> Disclosure | None:
    if line.leaves is None:
        return None
    try:
        return erased.decode(line.leaves)
    except erased.WrongLeaves:
        raise LedgerFault(line.event.seq, "payload_altered") from None


def _check_erasures(event: Event, payload: Payload, left: Disclosure | None, erasures: Erasures) -> None:
    if left is not None:
        erasures.met(event.seq, left)
    if event.action != "erase":
        return
    try:
        record = record_of(event, payload)
    except ValueError:
        raise LedgerFault(event.seq, "payload_altered") from None
    if isinstance(record, Erasure) and (seq := erasures.named_by(record, event.seq)) is not None:
        raise LedgerFault(seq, "erasure_undone")


def _is_numbered(event: Event) -> bool:
    """Whatever else is counted for a leader has no number."""
    return event.record_type == "entry"


def _is_leaf(line: Line) -> bool:
    try:
        return line.event.leaf_hash == line.leaf_hash
    except ValueError:  # a number too large for canonical JSON
        return False


def _payload(line: Line, left: Disclosure | None) -> Payload:
    seq = line.event.seq
    if line.payload is None or line.salt is None:
        raise LedgerFault(seq, "payload_missing")
    try:
        values = canonical.decode(line.payload)
        payload = msgspec.convert(values, Payload)
        is_canonical = canonical.encode(values) == line.payload
    except (ValueError, RecursionError):
        raise LedgerFault(seq, "payload_altered") from None
    # The commitment is to values: the same ones written otherwise (a name twice, say) would pass it.
    if not is_canonical or not _is_committed(line, values, left):
        raise LedgerFault(seq, "payload_altered")
    return payload


def _is_committed(line: Line, values: Any, left: Disclosure | None) -> bool:
    if left is None:
        return commit(values, line.salt or erased.NO_SALT).hex() == line.event.commitment
    try:
        is_so = commitment_of(left).hex() == line.event.commitment
        return (
            is_so
            and line.salt == erased.NO_SALT
            and erased.body_of(line.event.record_type, left) == line.payload
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        return False


def _check_numbers(event: Event, payload: Payload, counts: Counts, given: dict[tuple[str, str], int]) -> None:
    """In each leader's file entries are numbered 1, 2, 3 ..., and an entry keeps its number for good."""
    if len(payload.leaders) != len(payload.numbers) or len(set(payload.leaders)) < len(payload.leaders):
        raise LedgerFault(event.seq, "numbers_altered")
    for leader_id, number in zip(payload.leaders, payload.numbers, strict=True):
        known = counts.of[leader_id].entries if leader_id in counts.of else 0
        if _is_numbered(event) and number != given.setdefault((event.record_id, leader_id), known + 1):
            raise LedgerFault(event.seq, "numbers_altered")
