"""Checking evidence: every hash is recomputed; the first thing that does not fit is named.

What a fit proves: the shown words are what the commitment held when the event entered the ledger; the
ledger under the head is one tree in which these events stand in this order; the number of entries and
events about this leader is exactly this. It does not prove who wrote, or when: the clock was theirs.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from coachdesk.export.concerned import names_all
from coachdesk.export.counted import Numbers, check_counts, check_file, check_numbers, number_of
from coachdesk.export.erasures import Named, check_erased, is_erased_whole, named_in
from coachdesk.export.evidence import Evidence, Partial, ProvedEvent, Whole
from coachdesk.export.fault import EvidenceFault, Known, hash_bytes
from coachdesk.export.holds import shows_terms
from coachdesk.export.replacing import is_honest, stood_in
from coachdesk.export.sessions import closes_only_notes
from coachdesk.ledger import tree
from coachdesk.ledger.commitment import (
    EVENT_SALT_BYTES,
    LEAF_SALT_BYTES,
    ClosedLeaf,
    Disclosure,
    ErasedLeaf,
    OpenLeaf,
    ReplacedLeaf,
    commit,
    commitment_of,
    leaves,
)
from coachdesk.ledger.disclosed import values_of

_HASH_BYTES = 32
_PATH = re.compile(r"(leaders|numbers|reason|record)(/[a-z0-9_]+)*")
_PAYLOAD = {"leaders", "numbers", "reason", "record"}
_OTHERS = ("leaders/", "numbers/", "record/leader_ids/")
_LANES = {
    "reflection": "reflection",
    "under_review": "reflection",
    "counsel": "counsel",
    "medical": "medical",
    "intake": "intake",
}
"""The lane of entries that a category is for."""

_AUTHORS = ("outside_scope", "others_data")
"""Categories that are the author's word."""

_ONLY_FOR = {
    "intake": "intake",
    "medical": "protected_event",
    "preparation": "preparation",
    "linked": "link",
    "threshold": "round",
}
"""The type of coaching record that a category is for."""


class Proved(msgspec.Struct, frozen=True, kw_only=True):
    """Evidence that fits, read: whom it is about, the events of each entry and of each coaching record by the
    id of the record, the number of each entry in the file of each leader, and the other records.
    """

    evidence: Evidence
    leaders: tuple[Known, ...]
    entries: dict[str, tuple[Known, ...]]
    numbers: dict[str, Numbers]
    coaching: dict[str, tuple[Known, ...]]
    others: dict[str, Known]

    @property
    def events(self) -> list[Known]:
        """All of them."""
        of_records = (*self.entries.values(), *self.coaching.values())
        return [*self.leaders, *(one for events in of_records for one in events), *self.others.values()]


def prove(evidence: Evidence) -> Proved:
    """Recomputes everything. Raises :class:`EvidenceFault`."""
    try:
        return _prove(evidence)
    except ValueError:
        raise EvidenceFault("hash_not_hex") from None
    except (IndexError, KeyError, TypeError, AttributeError):
        raise EvidenceFault("content_altered") from None


def _prove(evidence: Evidence) -> Proved:
    root = hash_bytes(evidence.head.root)
    if evidence.last.event.seq != evidence.head.size:
        raise EvidenceFault("head_altered")
    _check_included(evidence.last, evidence.head.size, root)
    dropped = {one.attachment_id for one in evidence.dropped}
    for proved in (*(subject.leader for subject in evidence.subjects), *evidence.others):
        if not (
            _shows_nothing(proved)
            if proved.event.record_id in dropped
            else _shows_all(proved) or shows_terms(proved)
        ):
            raise EvidenceFault("content_withheld", str(proved.event.seq))
    leaders = tuple(_known(subject.leader, evidence.head.size, root) for subject in evidence.subjects)
    file = [_known(proved, evidence.head.size, root) for proved in evidence.entries]
    others = [_known(proved, evidence.head.size, root) for proved in evidence.others]
    _check_whole(evidence)
    numbers = _check_files(evidence, [known.event.record_id for known in leaders], file)
    entries = _by_record(known for known in file if known.event.record_type == "entry")
    coaching = _by_record(known for known in file if known.event.record_type != "entry")
    named = named_in(others)
    check_erased(
        (*(subject.leader for subject in evidence.subjects), *evidence.entries, *evidence.others), named
    )
    _check_withheld(evidence, entries, coaching, named)
    _check_earlier(evidence, root)
    found = {known.event.record_id: known for known in others}
    _check_attached(evidence, entries, found)
    return Proved(
        evidence=evidence, leaders=leaders, entries=entries, numbers=numbers, coaching=coaching, others=found
    )


def _check_files(evidence: Evidence, leader_ids: list[str], file: list[Known]) -> dict[str, Numbers]:
    """That all is there that is counted about each leader; the numbers of the entries."""
    check_file(leader_ids, file)
    root, found = hash_bytes(evidence.last.event.counts), []
    for subject, leader_id in zip(evidence.subjects, leader_ids, strict=True):
        own = [known for known in file if number_of(known, leader_id) is not None]
        check_counts(subject.counts, leader_id, root, own)
        found.append(check_numbers(leader_id, own))
    ids = [known.event.record_id for known in file if known.event.record_type == "entry"]
    return {record_id: tuple(numbers.get(record_id) for numbers in found) for record_id in ids}


def _by_record(file: Iterable[Known]) -> dict[str, tuple[Known, ...]]:
    """The events of each record. Revisions of coaching records that name none of the leaders are in other files."""
    found: dict[str, list[Known]] = {}
    for known in file:
        found.setdefault(known.event.record_id, []).append(known)
    return {record_id: tuple(events) for record_id, events in found.items()}


def _known(proved: ProvedEvent, size: int, root: bytes) -> Known:
    _check_included(proved, size, root)
    content, event = proved.content, proved.event
    if content is None:
        raise EvidenceFault("content_missing", str(event.seq))
    if isinstance(content, Whole):
        commitment = commit(content.payload, hash_bytes(content.salt, EVENT_SALT_BYTES))
    else:
        commitment = _commitment_of(event.record_type, content)
    if commitment.hex() != event.commitment:
        raise EvidenceFault("content_altered", str(event.seq))
    return Known(event, content.payload if isinstance(content, Whole) else shown_values(content))


def _commitment_of(record_type: str, content: Partial) -> bytes:
    for leaf in content.leaves:
        if isinstance(leaf, OpenLeaf):
            # A salt of another length would let letters pass between it and the path.
            hash_bytes(leaf.salt, LEAF_SALT_BYTES)
        else:
            hash_bytes(leaf.hash, _HASH_BYTES)
        if not isinstance(leaf, ClosedLeaf) and not _PATH.fullmatch(leaf.path):
            raise EvidenceFault("content_altered")
    if not is_honest(record_type, content.leaves):
        raise EvidenceFault("replaced_oddly")
    shown = [leaf.path.split("/") for leaf in content.leaves if isinstance(leaf, OpenLeaf)]
    places = [
        {path[1] for path in shown if path[0] == field and path[1:]} for field in ("leaders", "numbers")
    ]
    if places[0] != places[1]:
        raise EvidenceFault("numbers_altered")
    return commitment_of(content.leaves)


def _check_included(proved: ProvedEvent, size: int, root: bytes) -> None:
    path = [hash_bytes(step) for step in proved.path]
    if not tree.verify_inclusion(proved.event.leaf, proved.event.seq - 1, size, path, root):
        raise EvidenceFault("not_in_ledger", str(proved.event.seq))


def _shows_all(proved: ProvedEvent) -> bool:
    """Whether nothing is closed but words in whose place something else is shown."""
    if not isinstance(proved.content, Partial):
        return proved.content is not None
    disclosure = stood_in(proved.content.leaves)
    is_whole = not any(isinstance(leaf, ReplacedLeaf | ErasedLeaf) for leaf in proved.content.leaves)
    if is_whole or any(isinstance(leaf, ClosedLeaf) for leaf in disclosure):
        return False
    values = shown_values(Partial(leaves=disclosure))
    return values.keys() == _PAYLOAD and _is_without_gap(disclosure, values)


def _shows_nothing(proved: ProvedEvent) -> bool:
    """Whether everything is closed."""
    return isinstance(proved.content, Partial) and all(
        isinstance(leaf, ClosedLeaf) for leaf in proved.content.leaves
    )


def _is_without_gap(disclosure: Disclosure, values: dict[str, Any]) -> bool:
    return [(leaf.path, leaf.value) for leaf in disclosure if isinstance(leaf, OpenLeaf)] == leaves(values)


def _check_whole(evidence: Evidence) -> None:
    """Of an entry that is shown nothing is closed but the other leaders it is about; of a coaching record nothing
    but what was said in a session with a third party. Of both, words in whose place something else is shown.

    The leaves stand in the order of their paths, so a closed one can only belong where its neighbours leave room.
    """
    leader_ids = {subject.leader.event.record_id for subject in evidence.subjects}
    for proved in evidence.entries:
        if proved.event.record_id in evidence.withheld or not isinstance(proved.content, Partial):
            continue
        disclosure = stood_in(proved.content.leaves)
        if proved.event.record_type != "entry":
            values = shown_values(Partial(leaves=disclosure))
            if not _shows_all(proved) and not (
                proved.event.record_type == "meeting" and closes_only_notes(disclosure, values)
            ):
                raise EvidenceFault("content_withheld", str(proved.event.seq))
            continue
        shown = [
            leaf for leaf in disclosure if isinstance(leaf, OpenLeaf) and not leaf.path.startswith(_OTHERS)
        ]
        values = shown_values(Partial(leaves=tuple(shown)))
        if "reason" not in values or not _is_without_gap(tuple(shown), values):
            raise EvidenceFault("content_withheld", str(proved.event.seq))
        if not names_all(disclosure, leader_ids, proved.event.action):
            raise EvidenceFault("not_about_leader", str(proved.event.seq))
        room = True
        for leaf in disclosure:
            if isinstance(leaf, OpenLeaf):
                room = leaf.path.startswith((*_OTHERS, "record/late_reason/"))
            elif not room:
                raise EvidenceFault("content_withheld", str(proved.event.seq))


def _check_attached(
    evidence: Evidence, entries: dict[str, tuple[Known, ...]], others: dict[str, Known]
) -> None:
    """Every file that a shown entry names is an exhibit, or a numbered gap among the exhibits."""
    exhibits = {exhibit.attachment_id: exhibit.number for exhibit in evidence.exhibits}
    exhibits |= {gap.attachment_id: gap.number for gap in evidence.dropped}
    for attachment_id, number in exhibits.items():
        if attachment_id not in others:
            raise EvidenceFault("exhibit_unknown", number)
    numbers = {f"E{number}" for number in range(1, len(exhibits) + 1)}
    if evidence.dropped and set(exhibits.values()) != numbers:
        raise EvidenceFault("exhibit_missing")
    for known in (one for events in entries.values() for one in events):
        if known.event.record_id in evidence.withheld:
            continue
        record = known.values.get("record", {})
        named = [*record.get("attachment_ids", ())]
        named += [
            name for addition in record.get("additions", ()) for name in addition.get("attachment_ids", ())
        ]
        if not set(named) <= exhibits.keys():
            raise EvidenceFault("exhibit_missing", str(known.event.seq))


def _check_withheld(
    evidence: Evidence,
    entries: dict[str, tuple[Known, ...]],
    coaching: dict[str, tuple[Known, ...]],
    named: Mapping[int, Named],
) -> None:
    """The category of a gap is what its events prove: its lane, its type, that it was refiled, or erased.

    That something is left out as outside the scope, or as other people's data, is the author's word.
    """
    on_file = coaching.keys() | entries.keys()
    for record_id, why in evidence.withheld.items():
        if why == "erased":
            events = (*coaching.get(record_id, ()), *entries.get(record_id, ()))
            is_so = bool(events) and is_erased_whole(events, named)
        elif record_id in coaching:
            is_so = _ONLY_FOR.get(why) == coaching[record_id][-1].event.record_type
        elif why == "refiled":
            known = entries.get(record_id, ())
            is_so = len(known) > 1 and known[-1].event.action == "refile"
        else:
            lanes = {one.values.get("record", {}).get("lane") for one in entries.get(record_id, ())}
            is_so = why in _LANES and _LANES[why] in lanes
        if not is_so and (why not in _AUTHORS or record_id not in on_file):
            raise EvidenceFault("withheld_altered", record_id)


def _check_earlier(evidence: Evidence, root: bytes) -> None:
    for earlier in evidence.earlier:
        proof = [hash_bytes(step) for step in earlier.proof]
        first, size = hash_bytes(earlier.root), evidence.head.size
        if not tree.verify_consistency(earlier.size, first, size, root, proof):
            raise EvidenceFault("earlier_head_altered", earlier.number)


def shown_values(content: Partial) -> dict[str, Any]:
    """The payload as far as its leaves are open or replaced: closed words, fields and elements are left out."""
    return values_of(content.leaves)


def known_in(evidence: Evidence) -> Iterator[Known]:
    """All events of evidence as far as they are shown, whether they are proved or not."""
    for proved in (*(subject.leader for subject in evidence.subjects), *evidence.entries, *evidence.others):
        if isinstance(proved.content, Partial):
            yield Known(proved.event, shown_values(proved.content))
        elif proved.content is not None:
            yield Known(proved.event, proved.content.payload)
