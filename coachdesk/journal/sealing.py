"""What sealing records does: for each the event to come, its number in every leader's file, and whether it may."""

from collections.abc import Mapping, Sequence

from coachdesk.journal import attachments, coached
from coachdesk.journal.append import Change
from coachdesk.journal.connection import Connection
from coachdesk.journal.errors import NoSuchRecord
from coachdesk.journal.view import Revision, View
from coachdesk.ledger.counts import Counts
from coachdesk.ledger.event import Action
from coachdesk.records.about import AboutLeaders
from coachdesk.records.attachment import Attachment
from coachdesk.records.base import InvalidRecord, Record, clean
from coachdesk.records.entry import Entry
from coachdesk.records.forms import type_name
from coachdesk.records.people import Leader

_OWN_ACTIONS: dict[str, Action] = {"clock_change": "clock", "export": "export", "restore": "restore"}


def changes_for(
    view: View, connection: Connection, counts: Counts, records: Sequence[Record], reason: str
) -> list[Change]:
    """The events that seal ``records`` together. Raises InvalidRecord, NoSuchRecord, NothingChanged, AlreadyWithdrawn."""
    taken: dict[str, int] = {}
    together = {record.id: type_name(record) for record in records}

    def change(record: Record) -> Change:
        known = view.is_known(record.id)
        if known and type(view.get(record.id).record) is not type(record):
            raise InvalidRecord("id", "another_record_has_it", record.id)
        if isinstance(record, Entry):
            if known:
                raise InvalidRecord("id", "sealed_already", record.id)
            return _new_entry(view, counts, record, reason, taken, together)
        if isinstance(record, AboutLeaders):
            return coached.change_for(view, record, reason, together)
        if isinstance(record, Attachment):
            attachments.is_taken_in(connection, record)
        action = _OWN_ACTIONS.get(type_name(record), "update" if known else "create")
        return Change(action=action, record=record, reason=reason)

    return [change(record) for record in records]


def _new_entry(
    view: View, counts: Counts, entry: Entry, reason: str, taken: dict[str, int], together: Mapping[str, str]
) -> Change:
    coached.check_references(view, entry, together)
    numbers = new_numbers(view, counts, entry.leader_ids, taken)
    return Change(action="create", record=entry, leaders=entry.leader_ids, numbers=numbers, reason=reason)


def refiled(view: View, counts: Counts, entry: Entry, leader_ids: Sequence[str], reason: str) -> Change:
    """The event that moves an entry to other leaders; it names those it leaves as well. Raises NoSuchRecord."""
    had: dict[str, int] = {}
    for revision in view.history(entry.id):
        had.update(zip(revision.payload.leaders, revision.payload.numbers, strict=True))
    came = [leader_id for leader_id in leader_ids if leader_id not in had]
    had.update(zip(came, new_numbers(view, counts, came, {}), strict=True))
    concerned = (*leader_ids, *(leader_id for leader_id in entry.leader_ids if leader_id not in leader_ids))
    return Change(
        action="refile",
        record=entry.changed(leader_ids=tuple(leader_ids)),
        leaders=concerned,
        numbers=tuple(had[leader_id] for leader_id in concerned),
        reason=reason,
    )


def new_numbers(
    view: View, counts: Counts, leader_ids: Sequence[str], taken: dict[str, int]
) -> tuple[int, ...]:
    """The next number in each leader's file; ``taken`` are those given to what is sealed with it, and is added to."""
    numbers = []
    for leader_id in leader_ids:
        if not isinstance(view.get(leader_id).record, Leader):
            raise NoSuchRecord(leader_id)
        count = counts.of.get(leader_id)
        taken[leader_id] = taken.get(leader_id, count.entries if count else 0) + 1
        numbers.append(taken[leader_id])
    return tuple(numbers)


def revised(action: Action, record: AboutLeaders, now: Revision, reason: str) -> Change:
    """A change that leaves a record in the counts where it stands."""
    numbers = dict(zip(now.payload.leaders, now.payload.numbers, strict=True))
    return Change(
        action=action,
        record=record,
        leaders=record.leader_ids,
        numbers=tuple(numbers[leader_id] for leader_id in record.leader_ids),
        reason=clean(reason),
    )
