"""How a coaching record comes through the door: what it refers to must exist, and its leaders are counted."""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from coachdesk.journal.append import Change
from coachdesk.journal.errors import AlreadyWithdrawn, NoSuchRecord, NothingChanged
from coachdesk.journal.view import View
from coachdesk.ledger.event import NO_NUMBER
from coachdesk.records.about import AboutLeaders
from coachdesk.records.forms import RECORD_TYPES


def change_for(view: View, record: AboutLeaders, reason: str, together: Mapping[str, str]) -> Change:
    """What sealing ``record`` does. ``together`` are the types, by id, of what is sealed with it.

    A leader whom the record no longer names is named by the event once more. Raises NoSuchRecord,
    NothingChanged or AlreadyWithdrawn.
    """
    check_references(view, record, together)
    leaders = record.leader_ids
    known = view.is_known(record.id)
    if known:
        now = view.get(record.id)
        if now.event.action == "withdraw":
            raise AlreadyWithdrawn(record.id)
        if now.record == record:
            raise NothingChanged(record.id)
        assert isinstance(now.record, AboutLeaders)
        leaders = tuple(dict.fromkeys((*leaders, *now.record.leader_ids)))
    return Change(
        action="update" if known else "create",
        record=record,
        leaders=leaders,
        numbers=(NO_NUMBER,) * len(leaders),
        reason=reason,
    )


def check_references(view: View, record: AboutLeaders, together: Mapping[str, str]) -> None:
    """Raises NoSuchRecord unless all that ``record`` refers to is in the journal or among ``together``."""
    for record_type, record_id in references(record):
        found = together.get(record_id) or view.type_of(record_id)
        if found is None or record_type not in ("", found):
            raise NoSuchRecord(record_id)


def references(record: AboutLeaders) -> Iterator[tuple[str, str]]:
    """Every id that ``record`` names, with the type it must be of; empty where any will do.

    They stand in fields named ``..._id`` or ``..._ids``; the word before that is the type, if it is one.
    """
    yield from _references(msgspec.to_builtins(record))


def _references(value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, list | tuple):
        for item in value:
            yield from _references(item)
    if not isinstance(value, dict):
        return
    for name, item in value.items():
        if not name.endswith(("_id", "_ids")):
            yield from _references(item)
            continue
        word = name.rpartition("_")[0].rpartition("_")[2]
        for record_id in item if isinstance(item, list | tuple) else (item,):
            if record_id:
                yield word if word in RECORD_TYPES else "", record_id
