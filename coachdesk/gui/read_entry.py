"""One sealed entry read out of the journal with all that its page shows: its story, names, numbers, files."""

import msgspec

from coachdesk.export.story import Reported, State, entry_story
from coachdesk.journal.errors import NoSuchRecord
from coachdesk.journal.view import Revision, View
from coachdesk.ledger.event import decode_payload, record_of
from coachdesk.records.attachment import Attachment
from coachdesk.records.entry import Entry
from coachdesk.records.erasure import Erasure


class Gone(msgspec.Struct, frozen=True, kw_only=True):
    """An erasure that touched an entry: when (as events say it), by whom, and why."""

    at: str
    by: str
    why: str


class ReadEntry(msgspec.Struct, frozen=True, kw_only=True):
    """``story`` is the entry from its first state to now; ``numbers`` are those of entries it refers to,
    ``names`` those of its leaders, ``files`` its attachments, each by id. ``gone`` are the erasures that touched it;
    ``is_erased``: nothing of what it said is left.
    """

    story: Reported
    numbers: dict[str, str]
    names: dict[str, str]
    files: dict[str, Attachment]
    gone: tuple[Gone, ...] = ()
    is_erased: bool = False

    @property
    def is_final(self) -> bool:
        """Whether it takes no more changes."""
        return self.is_erased or self.story.withdrawn

    @property
    def entry(self) -> Entry:
        """The entry as it stands."""
        return self.story.current


def read_entry(view: View, entry_id: str) -> ReadEntry | None:
    """The entry with this id, or None if there is none."""
    try:
        history = view.history(entry_id)
    except NoSuchRecord:
        return None
    if not all(isinstance(revision.record, Entry) for revision in history):
        return None
    states = [_state(revision) for revision in history]
    story = entry_story((history[-1].payload.numbers[0],), states)
    entries = [state.entry for state in states]
    wanted = {one for entry in entries for one in entry.attachment_ids}
    wanted |= {one for entry in entries for addition in entry.additions for one in addition.attachment_ids}
    told_in = {entry.told.entry_id for entry in entries if entry.told and entry.told.entry_id}
    return ReadEntry(
        story=story,
        numbers={one: str(view.get(one).payload.numbers[0]) for one in told_in if view.is_known(one)},
        names={leader.id: leader.name for leader in view.leaders()},
        files={one: found for one in wanted if isinstance(found := view.get(one).record, Attachment)},
        gone=_gone(view, {revision.event.seq for revision in history}),
        is_erased=history[-1].erased,
    )


def _gone(view: View, seqs: set[int]) -> tuple[Gone, ...]:
    """The erasures that touched one of these events."""
    found = []
    for stored in view.last_of("erasure"):
        payload = decode_payload(stored.body)
        record = record_of(stored.event, payload)
        if isinstance(record, Erasure) and not seqs.isdisjoint(one.seq for one in record.erased):
            found.append(Gone(at=stored.event.recorded_at, by=record.by, why=payload.reason))
    return tuple(found)


def _state(revision: Revision) -> State:
    assert isinstance(revision.record, Entry)
    return State(revision.event, revision.payload.reason, revision.record)


def files_of(read: ReadEntry) -> tuple[Attachment, ...]:
    """The files that belong to the entry now: its own, then those of its additions."""
    entry = read.entry
    ids = [*entry.attachment_ids, *(one for addition in entry.additions for one in addition.attachment_ids)]
    return tuple(read.files[one] for one in ids if one in read.files)
