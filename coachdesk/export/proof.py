"""Checking evidence: every hash is recomputed; the first thing that does not fit is named.

What a fit proves: the shown words are what the commitment held when the event entered the ledger; the
ledger under the head is one tree in which these events stand in this order; the number of entries and
events about this leader is exactly this. It does not prove who wrote, or when: the clock was theirs.
"""

import re
from typing import Any, Literal

import msgspec

from coachdesk.export.evidence import Evidence, Partial, ProvedEvent, Whole
from coachdesk.export.sessions import closes_only_notes
from coachdesk.ledger import counts, tree
from coachdesk.ledger.commitment import (
    EVENT_SALT_BYTES,
    LEAF_SALT_BYTES,
    ClosedLeaf,
    OpenLeaf,
    commit,
    commitment_of,
    leaves,
)
from coachdesk.ledger.event import NO_NUMBER, Event
from coachdesk.records.forms import COACHING

Problem = Literal[
    "not_in_ledger",
    "content_altered",
    "content_missing",
    "head_altered",
    "counts_altered",
    "entries_missing",
    "numbers_altered",
    "revision_missing",
    "out_of_order",
    "not_about_leader",
    "exhibit_unknown",
    "exhibit_missing",
    "content_withheld",
    "withheld_altered",
    "earlier_head_altered",
    "hash_not_hex",
]


_HASH_BYTES = 32
_PATH = re.compile(r"(leaders|numbers|reason|record)(/[a-z0-9_]+)*")
_OTHERS = ("leaders/", "numbers/", "record/leader_ids/")
_LANES = ("reflection", "counsel", "medical", "intake")
_ONLY_FOR = {"intake": "intake", "preparation": "preparation", "linked": "link", "threshold": "round"}
"""The type of coaching record that a category is for."""


class EvidenceFault(Exception):
    """The evidence is wrong: ``problem`` says how, ``seq`` or ``number`` where."""

    def __init__(self, problem: Problem, where: str = "") -> None:
        super().__init__(f"{problem} {where}".strip())
        self.problem, self.where = problem, where


class Known(msgspec.Struct, frozen=True):
    """A proved event and the values of its payload as far as they are shown."""

    event: Event
    values: dict[str, Any]


class Proved(msgspec.Struct, frozen=True, kw_only=True):
    """Evidence that fits, read: the leader, each entry's events by its number, each coaching record's by
    its id, and the other records.
    """

    evidence: Evidence
    leader: Known
    entries: dict[int, tuple[Known, ...]]
    coaching: dict[str, tuple[Known, ...]]
    others: dict[str, Known]


def prove(evidence: Evidence) -> Proved:
    """Recomputes everything. Raises :class:`EvidenceFault`."""
    try:
        return _prove(evidence)
    except ValueError:
        raise EvidenceFault("hash_not_hex") from None
    except (IndexError, KeyError, TypeError, AttributeError):
        raise EvidenceFault("content_altered") from None


def _prove(evidence: Evidence) -> Proved:
    root = _bytes(evidence.head.root)
    if evidence.last.event.seq != evidence.head.size:
        raise EvidenceFault("head_altered")
    _check_included(evidence.last, evidence.head.size, root)
    for proved in (evidence.leader, *evidence.others):
        if not isinstance(proved.content, Whole):
            raise EvidenceFault("content_withheld", str(proved.event.seq))
    leader = _known(evidence.leader, evidence.head.size, root)
    file = [_known(proved, evidence.head.size, root) for proved in evidence.entries]
    entries = [known for known in file if known.event.record_type == "entry"]
    coached = [known for known in file if known.event.record_type != "entry"]
    others = [_known(proved, evidence.head.size, root) for proved in evidence.others]
    _check_whole(evidence)
    _check_counts(evidence, leader.event.record_id, file)
    by_number = _by_number(leader.event.record_id, entries)
    coaching = _by_record(leader.event.record_id, coached)
    _check_withheld(evidence, by_number, coaching)
    _check_earlier(evidence, root)
    found = {known.event.record_id: known for known in others}
    _check_attached(evidence, by_number, found)
    return Proved(evidence=evidence, leader=leader, entries=by_number, coaching=coaching, others=found)


def _known(proved: ProvedEvent, size: int, root: bytes) -> Known:
    _check_included(proved, size, root)
    content, event = proved.content, proved.event
    if content is None:
        raise EvidenceFault("content_missing", str(event.seq))
    if isinstance(content, Whole):
        commitment = commit(content.payload, _bytes(content.salt, EVENT_SALT_BYTES))
    else:
        commitment = _commitment_of(content)
    if commitment.hex() != event.commitment:
        raise EvidenceFault("content_altered", str(event.seq))
    return Known(event, content.payload if isinstance(content, Whole) else shown_values(content))


def _commitment_of(content: Partial) -> bytes:
    for leaf in content.leaves:
        if isinstance(leaf, ClosedLeaf):
            _bytes(leaf.hash, _HASH_BYTES)
            continue
        # A salt of another length would let letters pass between it and the path.
        _bytes(leaf.salt, LEAF_SALT_BYTES)
        if not _PATH.fullmatch(leaf.path):
            raise EvidenceFault("content_altered")
    shown = [leaf.path.split("/") for leaf in content.leaves if isinstance(leaf, OpenLeaf)]
    places = [{path[1] for path in shown if path[0] == field} for field in ("leaders", "numbers")]
    if places[0] != places[1]:
        raise EvidenceFault("numbers_altered")
    return commitment_of(content.leaves)


def _check_included(proved: ProvedEvent, size: int, root: bytes) -> None:
    path = [_bytes(step) for step in proved.path]
    if not tree.verify_inclusion(proved.event.leaf, proved.event.seq - 1, size, path, root):
        raise EvidenceFault("not_in_ledger", str(proved.event.seq))


def _check_counts(evidence: Evidence, leader_id: str, file: list[Known]) -> None:
    """All that the ledger counts about this leader is here, shown or withheld."""
    proof = evidence.counts
    if proof is None:
        if file:
            raise EvidenceFault("counts_altered")
        return
    for text in (proof.salt, *proof.path):
        _bytes(text)
    if proof.leader_id != leader_id or not counts.proves(proof, _bytes(evidence.last.event.counts)):
        raise EvidenceFault("counts_altered")
    if proof.events != len(file):
        raise EvidenceFault("entries_missing", f"{len(file)} of {proof.events}")
    order = [known.event.seq for known in file]
    if order != sorted(set(order)):
        raise EvidenceFault("out_of_order")
    if proof.entries != len({_number(known, leader_id) for known in file} - {NO_NUMBER}):
        raise EvidenceFault("numbers_altered")


def _by_number(leader_id: str, entries: list[Known]) -> dict[int, tuple[Known, ...]]:
    """The events of each entry. Numbers run from 1 in the order of the ledger; revisions have no gap."""
    found: dict[int, list[Known]] = {}
    for known in entries:
        number = _number(known, leader_id)
        if not NO_NUMBER < number <= len(found) + 1:
            raise EvidenceFault("numbers_altered", str(number))
        events = found.setdefault(number, [])
        if not _follows(events[-1].event if events else None, known.event):
            raise EvidenceFault("revision_missing", str(number))
        events.append(known)
    return {number: tuple(events) for number, events in found.items()}


def _by_record(leader_id: str, coached: list[Known]) -> dict[str, tuple[Known, ...]]:
    """The events of each coaching record. Revisions that do not name this leader are in other files."""
    found: dict[str, list[Known]] = {}
    for known in coached:
        if known.event.record_type not in COACHING or _number(known, leader_id) != NO_NUMBER:
            raise EvidenceFault("numbers_altered", str(known.event.seq))
        found.setdefault(known.event.record_id, []).append(known)
    return {record_id: tuple(events) for record_id, events in found.items()}


def _follows(before: Event | None, event: Event) -> bool:
    """Revisions have no gap but while the entry was in another leader's file: refiled away, and back."""
    if before is None:
        return event.revision == 1 or event.action == "refile"
    if event.record_id != before.record_id:
        return False
    both_refiled = before.action == event.action == "refile"
    return event.revision == before.revision + 1 or (both_refiled and event.revision > before.revision)


def _number(known: Known, leader_id: str) -> int:
    """The number of an event's entry in this leader's file."""
    leaders, numbers = known.values.get("leaders", []), known.values.get("numbers", [])
    for place, found in enumerate(leaders):
        if found == leader_id and place < len(numbers) and isinstance(numbers[place], int):
            return int(numbers[place])
    raise EvidenceFault("not_about_leader", str(known.event.seq))


def _check_whole(evidence: Evidence) -> None:
    """Of an entry that is shown nothing is closed but the other leaders it is about; of a coaching record nothing
    but what was said in a session with a third party.

    The leaves stand in the order of their paths, so a closed one can only belong where its neighbours leave room.
    """
    for proved in evidence.entries:
        if proved.event.record_id in evidence.withheld or not isinstance(proved.content, Partial):
            continue
        if proved.event.record_type != "entry":
            values = shown_values(proved.content)
            if proved.event.record_type != "meeting" or not closes_only_notes(proved.content.leaves, values):
                raise EvidenceFault("content_withheld", str(proved.event.seq))
            continue
        leaves_of = proved.content.leaves
        shown = [
            leaf for leaf in leaves_of if isinstance(leaf, OpenLeaf) and not leaf.path.startswith(_OTHERS)
        ]
        values = shown_values(Partial(leaves=tuple(shown)))
        if "reason" not in values or [(leaf.path, leaf.value) for leaf in shown] != leaves(values):
            raise EvidenceFault("content_withheld", str(proved.event.seq))
        room = True
        for leaf in leaves_of:
            if isinstance(leaf, OpenLeaf):
                room = leaf.path.startswith((*_OTHERS, "record/late_reason/"))
            elif not room:
                raise EvidenceFault("content_withheld", str(proved.event.seq))


def _check_attached(
    evidence: Evidence, entries: dict[int, tuple[Known, ...]], others: dict[str, Known]
) -> None:
    """Every file that a shown entry names is an exhibit."""
    exhibits = {exhibit.attachment_id for exhibit in evidence.exhibits}
    for exhibit in evidence.exhibits:
        if exhibit.attachment_id not in others:
            raise EvidenceFault("exhibit_unknown", exhibit.number)
    for known in (one for events in entries.values() for one in events):
        if known.event.record_id in evidence.withheld:
            continue
        record = known.values.get("record", {})
        named = [*record.get("attachment_ids", ())]
        named += [
            name for addition in record.get("additions", ()) for name in addition.get("attachment_ids", ())
        ]
        if not set(named) <= exhibits:
            raise EvidenceFault("exhibit_missing", str(known.event.seq))


def _check_withheld(
    evidence: Evidence, entries: dict[int, tuple[Known, ...]], coaching: dict[str, tuple[Known, ...]]
) -> None:
    """The category of a gap is what its last event proves: its lane, its type, or that it was refiled."""
    lanes = {
        known[-1].event.record_id: {one.values.get("record", {}).get("lane") for one in known}
        for known in entries.values()
    }
    last = {known[-1].event.record_id: known[-1] for known in entries.values()}
    alone = {known[-1].event.record_id for known in entries.values() if len(known) == 1}
    for record_id, why in evidence.withheld.items():
        if record_id in coaching:
            record_type = coaching[record_id][-1].event.record_type
            if why != "outside_scope" and _ONLY_FOR.get(why) != record_type:
                raise EvidenceFault("withheld_altered", record_id)
            continue
        known = last.get(record_id)
        if known is None:
            raise EvidenceFault("withheld_altered", record_id)
        if why in ("preparation", "linked", "threshold"):
            raise EvidenceFault("withheld_altered", record_id)
        if (why in _LANES and why not in lanes[record_id]) or (
            why == "refiled" and (known.event.action != "refile" or record_id in alone)
        ):
            raise EvidenceFault("withheld_altered", record_id)


def _check_earlier(evidence: Evidence, root: bytes) -> None:
    for earlier in evidence.earlier:
        proof = [_bytes(step) for step in earlier.proof]
        first, size = _bytes(earlier.root), evidence.head.size
        if not tree.verify_consistency(earlier.size, first, size, root, proof):
            raise EvidenceFault("earlier_head_altered", earlier.number)


def shown_values(content: Partial) -> dict[str, Any]:
    """The payload as far as its leaves are open: closed words, fields and list elements are left out."""
    words: dict[str, list[str]] = {}
    plain: dict[str, Any] = {}
    for leaf in content.leaves:
        if isinstance(leaf, OpenLeaf) and isinstance(leaf.value, str):
            words.setdefault(leaf.path.rpartition("/")[0], []).append(leaf.value)
        elif isinstance(leaf, OpenLeaf):
            plain[leaf.path] = leaf.value
    root: dict[str, Any] = {}
    for path, value in [*plain.items(), *((path, "".join(found)) for path, found in words.items())]:
        place = root
        *above, name = path.split("/")
        for step in above:
            place = place.setdefault(step, {})
        place[name] = value
    return {name: _with_lists(value) for name, value in root.items()}


def _with_lists(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    if all(name.isdecimal() for name in value):
        return [_with_lists(value[name]) for name in sorted(value, key=int)]
    return {name: _with_lists(item) for name, item in value.items()}


def _bytes(text: str, length: int | None = None) -> bytes:
    """Strict hex: lower case only, so that a hash has one spelling. Raises ValueError."""
    data = bytes.fromhex(text)
    if data.hex() != text or length not in (None, len(data)):
        raise ValueError(text)
    return data
