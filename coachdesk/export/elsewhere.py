"""Entries filed under others that name those whom a report is about: they are not in it, and may be wanted too."""

from collections.abc import Iterator

import msgspec

from coachdesk.export.known_names import known_names
from coachdesk.export.names import Alias, Names, folded_words
from coachdesk.export.people import parts_of
from coachdesk.export.replacing import written
from coachdesk.export.selection import Selection
from coachdesk.journal.filters import EVERYTHING
from coachdesk.journal.view import View
from coachdesk.ledger import canonical
from coachdesk.records.people import Leader


class Elsewhere(msgspec.Struct, frozen=True, kw_only=True):
    """An entry that names somebody: its ``number`` is that in the file of ``leader``, under whom it is filed."""

    record_id: str
    leader: str
    number: int


def named_elsewhere(view: View, selection: Selection) -> tuple[Elsewhere, ...]:
    """The entries that are about none of the leaders of ``selection`` and hold a name of one of them, in any version.

    In the order of the leaders, then of their numbers. It reads every entry about every other leader.
    """
    leaders = view.leaders()
    about = [one for one in leaders if one.id in selection.leader_ids]
    found: dict[str, Elsewhere] = {}
    for leader in leaders:
        if leader in about:
            continue
        names = _names_of(about, leader)
        entries = view.timeline(leader.id, EVERYTHING, -1).entries
        for listed in sorted(entries, key=lambda one: one.number):
            record_id = listed.entry.id
            is_new = record_id not in found and not selection.is_about(listed.entry)
            if is_new and any(map(names.find, _texts(view, record_id))):
                found[record_id] = Elsewhere(record_id=record_id, leader=leader.name, number=listed.number)
    return tuple(found.values())


def _names_of(about: list[Leader], other: Leader) -> Names:
    """What those are called; a first name that is the other's too says nothing in the other's file."""
    shared = set(folded_words(other.name))
    found = (
        Alias(
            names=(one.name, *(part for part in parts_of(one.name) if shared.isdisjoint(folded_words(part)))),
            shown="-",
        )
        for one in about
    )
    return Names(found, known_names().words)


def _texts(view: View, record_id: str) -> Iterator[str]:
    """All that is written in an entry, as it stands and as it stood."""
    for stored in view.states(record_id):
        if not stored.is_tombstone:
            payload = canonical.decode(stored.body)
            yield payload["reason"]
            yield from written("entry", payload["record"])
