"""What is looked through before a report is made: every entry and coaching record, shown or withheld, and why."""

import msgspec

from coachdesk.export.counted import Numbers, said
from coachdesk.export.evidence import Withheld
from coachdesk.export.gathering import events_about, file_of
from coachdesk.export.scope import File, OnFile, days_of, withheld
from coachdesk.export.selection import Selection
from coachdesk.export.story import LATE
from coachdesk.journal.outline import headline_of, of_leader
from coachdesk.journal.view import View
from coachdesk.ledger.clock import parse
from coachdesk.records.about import AboutLeaders
from coachdesk.records.entry import Entry
from coachdesk.records.forms import type_name
from coachdesk.records.issue import Link

_TITLES = ("title", "what", "text", "purpose", "interviewee", "affected", "note", "conclusion")
"""The fields that say what a coaching record is about, the first that has anything in it."""


class Reviewed(msgspec.Struct, frozen=True, kw_only=True):
    """An entry or a coaching record on one line.

    ``type`` is ``entry`` or the type of coaching record; ``number`` is the one it has in the report: an entry's
    (``4``, of two leaders ``4 / 7``, which are its ``numbers``), a coaching record's among those of its type.
    ``day`` is the first day it speaks of. ``withheld`` is empty if it is shown; ``by_hand`` is whether a tick
    decides that. ``sort`` is the kind of meeting, plan or letter, ``joins`` are the two ends of a link. ``late`` and ``told`` (``no``, ``yes``, empty where it does not apply) are said of entries.
    """

    record_id: str
    type: str
    numbers: Numbers
    number: str
    day: str
    kind: str
    headline: str
    withheld: Withheld
    by_hand: bool
    late: bool
    told: str
    withdrawn: bool
    sort: str = ""
    joins: tuple[str, ...] = ()


def reviewed(view: View, selection: Selection) -> tuple[Reviewed, ...]:
    """All that is on file about the leaders of ``selection``, in order of time. It reads everything about them."""
    file = file_of(events_about(view, selection.leader_ids), selection.leader_ids)
    kept_in = msgspec.structs.replace(selection, excluded=(), others_data=())
    why, of_itself = withheld(file, selection), withheld(file, kept_in)
    counts: dict[str, int] = {}
    found = []
    for record_id, one in file.items():
        record_type = type_name(one.now)
        counts[record_type] = counts.get(record_type, 0) + 1
        number = said(one.numbers) if isinstance(one.now, Entry) else str(counts[record_type])
        is_free = not of_itself[record_id] and why[record_id] != "linked"
        line = _line(file, one, number, why[record_id], by_hand=is_free)
        found.append((_sorted_by(file, one), line))
    found.sort(key=lambda pair: pair[0])
    return tuple(line for _, line in found)


def shows_anything(view: View, selection: Selection) -> bool:
    """Whether a report of ``selection`` has any entry or coaching record in it. It reads everything about them."""
    why = withheld(file_of(events_about(view, selection.leader_ids), selection.leader_ids), selection)
    return not all(why.values())


def _sorted_by(file: File, one: OnFile) -> tuple[str, int]:
    if isinstance(one.now, Entry):
        return one.now.occurred.sort_key, one.events[0].seq
    return days_of(file, one).first, one.events[0].seq


def _line(file: File, one: OnFile, number: str, why: Withheld, *, by_hand: bool) -> Reviewed:
    record, entry = one.now, one.now if isinstance(one.now, Entry) else None
    return Reviewed(
        record_id=record.id,
        type=type_name(record),
        numbers=one.numbers if entry else (),
        number=number,
        day=days_of(file, one).first,
        kind=entry.kind if entry else "",
        headline=headline_of(entry) if entry else _title(record),
        withheld=why,
        by_hand=by_hand,
        late=_is_late(one),
        told=of_leader(entry, withdrawn=one.is_withdrawn)[0] if entry else "",
        withdrawn=one.is_withdrawn,
        sort="" if entry else getattr(record, "kind", ""),
        joins=(record.entry_id, record.target_id) if isinstance(record, Link) else (),
    )


def _title(record: AboutLeaders) -> str:
    texts = (getattr(record, field, "") for field in _TITLES)
    return next((text for text in texts if text), "")


def _is_late(one: OnFile) -> bool:
    first = one.states[0]
    if not isinstance(first, Entry):
        return False
    return first.occurred.until(parse(one.events[0].recorded_at)) > LATE
