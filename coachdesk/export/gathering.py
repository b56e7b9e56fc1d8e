"""From the journal to the evidence: what a report shows, what it withholds, and the proofs of both."""

import re
from collections.abc import Collection, Sequence
from functools import cache
from typing import Literal

import msgspec

from coachdesk.export.evidence import (
    Cover,
    EarlierHead,
    Evidence,
    Exhibit,
    Partial,
    ProvedEvent,
    Whole,
    Withheld,
)
from coachdesk.export.sessions import is_session, open_paths
from coachdesk.journal.view import Stored, View
from coachdesk.ledger import canonical, tree
from coachdesk.ledger.commitment import disclose, leaves
from coachdesk.ledger.counts import CountProof
from coachdesk.ledger.event import Head, decode_payload, record_of
from coachdesk.records.about import AboutLeaders
from coachdesk.records.attachment import Attachment
from coachdesk.records.case import Intake
from coachdesk.records.entry import Entry
from coachdesk.records.feedback360 import Round
from coachdesk.records.handover import Export
from coachdesk.records.issue import Link
from coachdesk.records.talk import Preparation

_NOT_IN_A_FILE_NAME = re.compile(r'[\\/:*?"<>|\x00-\x1f]')

_LANES: dict[str, Withheld] = {
    "ordinary": "",
    "reflection": "reflection",
    "counsel": "counsel",
    "medical": "medical",
    "intake": "intake",
}


class Selection(msgspec.Struct, frozen=True, kw_only=True):
    """What goes into a report. Days are ISO 8601, both included; empty means no limit.

    ``lanes`` are the lanes released besides the ordinary one; ``excluded`` are entries left out by hand.
    """

    leader_id: str
    from_day: str = ""
    to_day: str = ""
    kinds: tuple[str, ...] = ()
    lanes: tuple[Literal["counsel", "medical", "intake"], ...] = ()
    excluded: tuple[str, ...] = ()

    def withholds(self, entry: Entry) -> Withheld:
        """Why ``entry`` is only a gap in this report; empty if it is shown.

        The manager's own reflections are never shown, whatever is chosen.
        """
        return self.withholds_states([entry])

    def withholds_states(self, states: Sequence[Entry]) -> Withheld:
        """The same, all states of the entry being known: what once stood in a closed lane stays closed."""
        entry = states[-1]
        if self.leader_id not in entry.leader_ids:
            return "refiled"
        for state in states:
            if state.lane not in self.lanes and _LANES[state.lane]:
                return _LANES[state.lane]
        return self._out_of_scope(entry)

    def withholds_coaching(self, states: Sequence[AboutLeaders]) -> Withheld:
        """The same for all states of a coaching record but a link.

        An intake interview is shown once it is released, the planner's sheet never.
        """
        record = states[-1]
        if isinstance(record, Preparation):
            return "preparation"
        if isinstance(record, Intake) and not record.released:
            return "intake"
        if isinstance(record, Round) and any(_shows_too_much(state, record) for state in states):
            return "threshold"
        left_out = self.leader_id not in record.leader_ids or record.id in self.excluded
        return "outside_scope" if left_out else ""

    def _out_of_scope(self, entry: Entry) -> Withheld:
        day = entry.occurred.day
        outside = (self.from_day and day < self.from_day) or (self.to_day and day > self.to_day)
        if outside or (self.kinds and entry.kind not in self.kinds) or entry.id in self.excluded:
            return "outside_scope"
        return ""


def _withheld(file: Sequence[Stored], selection: Selection) -> dict[str, Withheld]:
    """Why each record of the file is withheld; empty for those that are shown."""
    states: dict[str, list[AboutLeaders]] = {}
    for stored in file:
        states.setdefault(stored.event.record_id, []).append(_about_leaders(stored))
    why = {record_id: _why(of_record, selection) for record_id, of_record in states.items()}
    shown = {
        record_id for record_id, why in why.items() if not why and not isinstance(states[record_id][-1], Link)
    }
    closed = {record_id for record_id in states if _says_too_much(states[record_id], shown)}
    return why | {record_id: "linked" for record_id in closed if not why[record_id]}


def _why(states: list[AboutLeaders], selection: Selection) -> Withheld:
    entries = [state for state in states if isinstance(state, Entry)]
    return selection.withholds_states(entries) if entries else selection.withholds_coaching(states)


def _says_too_much(states: Sequence[AboutLeaders], shown: Collection[str]) -> bool:
    """Whether a link ever had an end that is not shown: its note may say what stands there."""
    ends = [end for state in states if isinstance(state, Link) for end in (state.entry_id, state.target_id)]
    return not set(ends) <= set(shown)


def _shows_too_much(state: AboutLeaders, now: Round) -> bool:
    """Whether a 360 round once showed a group that is under the threshold as it stands now."""
    if not isinstance(state, Round):
        return False
    seen = {group.relation for group in now.groups if group.may_be_seen(now.threshold)}
    return any((group.scores or group.themes) and group.relation not in seen for group in state.groups)


def gather(view: View, head: Head, counts: CountProof | None, selection: Selection, cover: Cover) -> Evidence:
    """The evidence for ``selection`` at ``head``. Raises NoSuchRecord for an unknown leader."""
    prover = _Prover(view, head.size)
    file = view.file_of(selection.leader_id)
    withheld = _withheld(file, selection)
    entries = tuple(
        prover.prove(stored, _content(stored, selection.leader_id, withheld[stored.event.record_id]))
        for stored in file
    )
    records = [_about_leaders(stored) for stored in file if not withheld[stored.event.record_id]]
    shown = [record for record in records if isinstance(record, Entry)]
    attached = [view.last_event_of(attachment_id) for attachment_id in attachment_ids(shown)]
    return Evidence(
        cover=cover,
        head=head,
        last=ProvedEvent(event=view.event(head.size), path=prover.path(head.size)),
        counts=counts,
        leader=prover.whole(view.last_event_of(selection.leader_id)),
        entries=entries,
        withheld={record_id: why for record_id, why in sorted(withheld.items()) if why},
        others=tuple(prover.whole(stored) for stored in (*attached, *view.last_of("clock_change"))),
        exhibits=tuple(_exhibit(number, stored) for number, stored in enumerate(attached, start=1)),
        earlier=tuple(prover.earlier(export, at) for export, at in _released(view)),
    )


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
    """Inclusion and consistency proofs against one head; nodes shared by many proofs are read once."""

    def __init__(self, view: View, size: int) -> None:
        self._node, self._size = cache(view.nodes()), size

    def path(self, seq: int) -> tuple[str, ...]:
        return tuple(step.hex() for step in tree.inclusion(self._node, seq - 1, self._size))

    def prove(self, stored: Stored, content: Whole | Partial) -> ProvedEvent:
        return ProvedEvent(event=stored.event, path=self.path(stored.event.seq), content=content)

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


def _about_leaders(stored: Stored) -> AboutLeaders:
    record = record_of(stored.event, decode_payload(stored.body))
    assert isinstance(record, AboutLeaders)
    return record


def _whole(stored: Stored) -> Whole:
    return Whole(salt=stored.salt.hex(), payload=canonical.decode(stored.body))


def _content(stored: Stored, leader_id: str, why: Withheld) -> Whole | Partial:
    """A withheld entry opens its number, day and lane; one about several leaders, nothing of the others.

    A withheld coaching record opens nothing; one that is shown is whole: who said what to whom is the point of it.
    Only a session with a third party keeps its notes, all but the outcomes.
    """
    payload = canonical.decode(stored.body)
    place = payload["leaders"].index(leader_id)
    number = [f"leaders/{place}", f"numbers/{place}"]
    if stored.event.record_type != "entry" and why:
        return Partial(leaves=disclose(payload, stored.salt, number))
    if is_session(stored.event.record_type, payload["record"]):
        return Partial(leaves=disclose(payload, stored.salt, open_paths(payload)))
    if stored.event.record_type != "entry":
        return _whole(stored)
    if why:
        return Partial(leaves=disclose(payload, stored.salt, [*number, "record/occurred", "record/lane"]))
    if payload["leaders"] == [leader_id]:
        return _whole(stored)
    own = [
        f"record/leader_ids/{index}"
        for index, found in enumerate(payload["record"]["leader_ids"])
        if found == leader_id
    ]
    closed = ("leaders/", "numbers/", "record/leader_ids/")
    rest = [path for path, _ in leaves(payload) if not path.startswith(closed)]
    return Partial(leaves=disclose(payload, stored.salt, [*number, *own, *rest]))


def _exhibit(number: int, stored: Stored) -> Exhibit:
    record = record_of(stored.event, decode_payload(stored.body))
    assert isinstance(record, Attachment)
    name = _NOT_IN_A_FILE_NAME.sub("_", record.name)
    return Exhibit(number=f"E{number}", attachment_id=record.id, file_name=f"E{number} {name}")


def _released(view: View) -> list[tuple[Export, str]]:
    found = []
    for stored in view.last_of("export"):
        record = record_of(stored.event, decode_payload(stored.body))
        if isinstance(record, Export) and record.state == "released":
            found.append((record, stored.event.recorded_at))
    return found
