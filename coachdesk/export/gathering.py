"""From the journal to the evidence: what a report shows, what it withholds, and the proofs of both."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache

from coachdesk.export.counted import Numbers
from coachdesk.export.evidence import (
    Cover,
    Dropped,
    EarlierHead,
    Evidence,
    Exhibit,
    Partial,
    ProvedEvent,
    Subject,
    Whole,
    Withheld,
)
from coachdesk.export.holds import TERMS
from coachdesk.export.known_names import known_names
from coachdesk.export.names import Names
from coachdesk.export.replacing import NOTHING, Redaction, replaced_cover, replaced_text, replacements
from coachdesk.export.scope import File, OnFile, withheld
from coachdesk.export.selection import Selection
from coachdesk.export.sessions import is_session, open_paths
from coachdesk.journal.errors import Erased
from coachdesk.journal.stored import Stored
from coachdesk.journal.view import View
from coachdesk.ledger import canonical, tree
from coachdesk.ledger.commitment import ErasedLeaf, OpenLeaf, disclose, leaves, narrowed, replace
from coachdesk.ledger.counts import CountProof
from coachdesk.ledger.event import Event, Head, Payload, decode_payload, record_of
from coachdesk.records.about import AboutLeaders
from coachdesk.records.attachment import Attachment
from coachdesk.records.entry import Entry
from coachdesk.records.erasure import Erasure
from coachdesk.records.handover import Export
from coachdesk.records.hold import Hold

_NOT_IN_A_FILE_NAME = re.compile(r'[\\/:*?"<>|\x00-\x1f]')
_FILE_KIND = re.compile(r"\.[A-Za-z0-9]{1,5}$")


def gather(
    view: View,
    head: Head,
    counts: Sequence[CountProof | None],
    selection: Selection,
    cover: Cover,
    redaction: Redaction = NOTHING,
) -> Evidence:
    """The evidence for ``selection`` at ``head``; ``counts`` are those of its leaders, in their order.

    Raises NoSuchRecord for an unknown leader, Erased for one of whom only a tombstone is left.
    """
    names = Names(redaction.aliases, known_names().words)
    prover = _Prover(view, head.size, names)
    stored = events_about(view, selection.leader_ids)
    file = file_of(stored, selection.leader_ids)
    why = withheld(file, selection) | erased_whole(stored)
    entries = tuple(
        prover.prove(one, _content(one, selection.leader_ids, why[one.event.record_id], cover))
        for one in stored
    )
    shown = [
        state
        for record_id, one in file.items()
        if not why[record_id]
        for state in one.states
        if isinstance(state, Entry)
    ]
    attached = [view.last_event_of(attachment_id) for attachment_id in attachment_ids(shown)]
    subjects = [_leader(view, leader_id) for leader_id in selection.leader_ids]
    kept = tuple(kept_about(view, [*stored, *attached, *subjects], selection.leader_ids))
    dropped = set(redaction.dropped_attachments)
    return Evidence(
        version=4 if kept else 3,
        cover=replaced_cover(cover, names),
        head=head,
        last=ProvedEvent(event=view.event(head.size), path=prover.path(head.size)),
        subjects=tuple(
            Subject(leader=prover.whole(leader), counts=proof)
            for leader, proof in zip(subjects, counts, strict=True)
        ),
        entries=entries,
        withheld={record_id: reason for record_id, reason in sorted(why.items()) if reason},
        others=tuple(
            prover.closed(one)
            if one.event.record_id in dropped
            else prover.terms(one)
            if is_terms_only(one, selection)
            else prover.whole(one)
            for one in (*attached, *view.last_of("clock_change"), *kept)
        ),
        exhibits=tuple(
            _exhibit(number, one, names)
            for number, one in enumerate(attached, start=1)
            if one.event.record_id not in dropped
        ),
        earlier=tuple(prover.earlier(export, at) for export, at in _earlier(view)),
        dropped=tuple(
            Dropped(number=f"E{number}", attachment_id=one.event.record_id)
            for number, one in enumerate(attached, start=1)
            if one.event.record_id in dropped
        ),
    )


def events_about(view: View, leader_ids: Sequence[str]) -> list[Stored]:
    """Every event counted in the file of one of these leaders, once, in the order of the ledger."""
    found = {one.event.seq: one for leader_id in leader_ids for one in view.file_of(leader_id)}
    return [found[seq] for seq in sorted(found)]


def file_of(stored: Sequence[Stored], leader_ids: Sequence[str]) -> File:
    """Those events by the entry or coaching record they are on, in the order in which those were first written.

    Of what was erased whole there is nothing to go by: see :func:`erased_whole`.
    """
    found: dict[str, list[tuple[Event, Payload]]] = {}
    for one in stored:
        if one.is_tombstone:
            continue
        found.setdefault(one.event.record_id, []).append((one.event, decode_payload(one.body)))
    return {
        record_id: OnFile(
            tuple(_about_leaders(*one) for one in events),
            tuple(event for event, _ in events),
            _numbers([payload for _, payload in events], leader_ids),
        )
        for record_id, events in found.items()
    }


def erased_whole(stored: Iterable[Stored]) -> dict[str, Withheld]:
    """The entries and coaching records that were erased whole, as gaps."""
    return {one.event.record_id: "erased" for one in stored if one.is_tombstone}


def _leader(view: View, leader_id: str) -> Stored:
    found = view.last_event_of(leader_id)
    if found.is_tombstone:
        raise Erased(leader_id)
    return found


def kept_about(view: View, stored: Iterable[Stored], leader_ids: Collection[str]) -> Iterator[Stored]:
    """How these events, or all that is about these leaders, were kept: erasures that name them, and holds."""
    seqs = {one.event.seq for one in stored}
    for one in (*view.last_of("erasure"), *view.last_of("hold")):
        record = record_of(one.event, decode_payload(one.body))
        if (isinstance(record, Erasure) and any(erased.seq in seqs for erased in record.erased)) or (
            isinstance(record, Hold) and record.leader_id in ("", *leader_ids)
        ):
            yield one


def is_terms_only(stored: Stored, selection: Selection) -> bool:
    """Whether only the terms of this are shown: why there is a legal hold, and by whom, is counsel's."""
    return stored.event.record_type == "hold" and "counsel" not in selection.lanes


def _numbers(payloads: Sequence[Payload], leader_ids: Sequence[str]) -> Numbers:
    known = {
        leader_id: number
        for payload in payloads
        for leader_id, number in zip(payload.leaders, payload.numbers, strict=True)
    }
    return tuple(known.get(leader_id) for leader_id in leader_ids)


def attachment_ids(entries: Collection[Entry]) -> list[str]:
    """The attachments that entries name, each once, in the order in which they are first named."""
    named = [
        attachment_id
        for entry in entries
        for ids in (entry.attachment_ids, *(addition.attachment_ids for addition in entry.additions))
        for attachment_id in ids
    ]
    return list(dict.fromkeys(named))


class _Prover:
    """Inclusion and consistency proofs against one head; nodes shared by many proofs are read once.

    ``names`` are those that are replaced in what is shown.
    """

    def __init__(self, view: View, size: int, names: Names) -> None:
        self._node, self._size, self._names = cache(view.nodes()), size, names

    def path(self, seq: int) -> tuple[str, ...]:
        return tuple(step.hex() for step in tree.inclusion(self._node, seq - 1, self._size))

    def prove(self, stored: Stored, content: Whole | Partial) -> ProvedEvent:
        shown = replacements(stored.event.record_type, stored.body, self._names)
        if shown:
            payload = canonical.decode(stored.body)
            every = (
                disclose(payload, stored.salt, list(payload))
                if isinstance(content, Whole)
                else content.leaves
            )
            content = Partial(leaves=replace(every, shown))
        return ProvedEvent(event=stored.event, path=self.path(stored.event.seq), content=content)

    def closed(self, stored: Stored) -> ProvedEvent:
        return self.prove(stored, _narrowed(stored, ()))

    def terms(self, stored: Stored) -> ProvedEvent:
        return ProvedEvent(
            event=stored.event, path=self.path(stored.event.seq), content=_narrowed(stored, TERMS)
        )

    def whole(self, stored: Stored) -> ProvedEvent:
        return self.prove(stored, _whole(stored))

    def earlier(self, export: Export, released_at: str) -> EarlierHead:
        proof = tree.consistency(self._node, export.size, self._size)
        return EarlierHead(
            number=export.number,
            released_at=released_at,
            size=export.size,
            root=export.root,
            proof=tuple(step.hex() for step in proof),
        )


def _about_leaders(event: Event, payload: Payload) -> AboutLeaders:
    record = record_of(event, payload)
    assert isinstance(record, AboutLeaders)
    return record


def _whole(stored: Stored) -> Whole | Partial:
    if stored.left is not None:
        return Partial(leaves=stored.left)
    return Whole(salt=stored.salt.hex(), payload=canonical.decode(stored.body))


def _narrowed(stored: Stored, shown: Iterable[str]) -> Partial:
    """A payload with only the leaves at or below these paths open, as far as they were not erased."""
    if stored.left is not None:
        return Partial(leaves=narrowed(stored.left, shown))
    return Partial(leaves=disclose(canonical.decode(stored.body), stored.salt, shown))


def _content(stored: Stored, leader_ids: Collection[str], why: Withheld, cover: Cover) -> Whole | Partial:
    """A withheld entry opens its number, day and lane; one about others too, nothing of those. Of legal advice the
    lawyer and the purpose are open too where there is a privilege log.

    A withheld coaching record opens nothing; one that is shown is whole: who said what to whom is the point of it.
    Only a session with a third party keeps its notes, all but the outcomes.
    """
    payload = canonical.decode(stored.body)
    places = [place for place, found in enumerate(payload["leaders"]) if found in leader_ids]
    numbers = [path for place in places for path in (f"leaders/{place}", f"numbers/{place}")]
    if stored.event.record_type != "entry" and why:
        return _narrowed(stored, numbers)
    if is_session(stored.event.record_type, payload["record"]):
        return _narrowed(stored, [*open_paths(payload), *_gone(stored, ("record/notes/",))])
    if stored.event.record_type != "entry":
        return _whole(stored)
    if why:
        logged = ["record/counsel"] if why == "counsel" and cover.privilege_log else []
        shown = [*numbers, "record/occurred", "record/lane", *logged]
        return _narrowed(stored, shown)
    if len(places) == len(payload["leaders"]):
        return _whole(stored)
    own = [
        leaf.path
        for leaf in stored.left or disclose(payload, stored.salt, ["record/leader_ids"])
        if isinstance(leaf, OpenLeaf)
        and leaf.path.startswith("record/leader_ids/")
        and leaf.value in leader_ids
    ]
    closed = ("leaders/", "numbers/", "record/leader_ids/")
    rest = [path for path, _ in leaves(payload) if not path.startswith(closed)]
    return _narrowed(stored, [*numbers, *own, *rest, *_gone(stored, closed)])


def _gone(stored: Stored, closed: tuple[str, ...]) -> list[str]:
    """The places where something was erased, but for those that are closed."""
    leaves_left = stored.left or ()
    return [
        leaf.path for leaf in leaves_left if isinstance(leaf, ErasedLeaf) and not leaf.path.startswith(closed)
    ]


def _exhibit(number: int, stored: Stored, names: Names) -> Exhibit:
    record = record_of(stored.event, decode_payload(stored.body))
    assert isinstance(record, Attachment)
    name = _NOT_IN_A_FILE_NAME.sub("_", replaced_text(record.name, names))
    kind = _FILE_KIND.search(record.name)
    if kind and name != record.name and not name.endswith(kind[0]):
        name += kind[0]
    return Exhibit(number=f"E{number}", attachment_id=record.id, file_name=f"E{number} {name}")


def _earlier(view: View) -> list[tuple[Export, str]]:
    """Every export before this one, and when that was.

    One that was never recorded as released is among them: its file may have got its name before the power went.
    """
    found = []
    for stored in view.last_of("export"):
        record = record_of(stored.event, decode_payload(stored.body))
        if isinstance(record, Export):
            found.append((record, stored.event.recorded_at))
    return found
