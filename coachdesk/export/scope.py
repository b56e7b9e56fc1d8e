"""Which records of a file a selection shows, and why it withholds the others: what follows from each other.

A record belongs to an issue

- if it is the issue,
- if it is an entry that a standing link joins to the issue, or that the issue names (a step, an answer to it),
- if it is a coaching record that such an entry is linked to, or that names such an entry; other issues do not,
- if it is the plan or the case that one of those is part of, or a letter made from one of those.

A link goes in where both its ends always were shown: its note may say what stands there. Its period is that
of its ends.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec

from coachdesk.export.counted import Numbers
from coachdesk.export.evidence import Withheld
from coachdesk.export.selection import Selection
from coachdesk.export.spans import Span, span_of
from coachdesk.ledger.clock import day_of
from coachdesk.ledger.event import Event
from coachdesk.records.about import AboutLeaders
from coachdesk.records.case import Case
from coachdesk.records.consequence import Letter
from coachdesk.records.entry import Entry
from coachdesk.records.issue import Issue, Link
from coachdesk.records.plan import Plan

_PART_OF = ("plan_id", "case_id", "of_id")
"""Fields that name what a record is part of, the nearest first."""


class OnFile(msgspec.Struct, frozen=True):
    """All states of an entry or a coaching record, the oldest first; ``numbers`` are an entry's."""

    states: tuple[AboutLeaders, ...]
    events: tuple[Event, ...]
    numbers: Numbers

    @property
    def recorded(self) -> str:
        """The day on which it was first written."""
        return day_of(self.events[0])

    @property
    def now(self) -> AboutLeaders:
        """The record as it stands."""
        return self.states[-1]

    @property
    def is_withdrawn(self) -> bool:
        """Whether the author withdrew it."""
        return self.events[-1].action == "withdraw"


File = Mapping[str, OnFile]
"""Everything about the leaders of a report, by the id of the record."""


def withheld(file: File, selection: Selection) -> dict[str, Withheld]:
    """Why each record of the file is withheld; empty for those that are shown."""
    belonging = of_issues(file, selection.issue_ids) if selection.issue_ids else file.keys()
    why = {record_id: _why(file, one, selection, belonging) for record_id, one in file.items()}
    shown = {
        record_id for record_id, why in why.items() if not why and not isinstance(file[record_id].now, Link)
    }
    return {
        record_id: "linked" if not reason and not _ends(file[record_id].states) <= shown else reason
        for record_id, reason in why.items()
    }


def _why(file: File, one: OnFile, selection: Selection, belonging: Collection[str]) -> Withheld:
    record = one.now
    if isinstance(record, Entry):
        why = selection.withholds_entry([state for state in one.states if isinstance(state, Entry)])
    else:
        why = selection.withholds_coaching(one.states)
    if why or isinstance(record, Link):
        return why
    is_in = isinstance(record, Entry) or selection.is_in_period(*days_of(file, one))
    return "" if is_in and record.id in belonging else "outside_scope"


def _ends(states: Sequence[AboutLeaders]) -> set[str]:
    """The ends that a link ever had; none of any other record."""
    return {end for state in states if isinstance(state, Link) for end in (state.entry_id, state.target_id)}


def days_of(file: File, one: OnFile) -> Span:
    """The days that an entry or a coaching record speaks of."""
    if isinstance(one.now, Entry):
        return Span(one.now.occurred.day, one.now.occurred.day)
    if isinstance(one.now, Link):
        entry = file.get(one.now.entry_id)
        return days_of(file, entry) if entry else Span(one.recorded, one.recorded)
    whole = file.get(next(_names(one.now, _PART_OF), ""))
    part_of = days_of(file, whole) if whole and isinstance(whole.now, Plan | Case) else None
    return span_of(one.now, one.recorded, part_of)


def of_issues(file: File, issue_ids: Collection[str]) -> set[str]:
    """The ids of what belongs to these issues, links included."""
    links = [one.now for one in file.values() if isinstance(one.now, Link) and not one.is_withdrawn]
    entries = {link.entry_id for link in links if link.target_id in issue_ids}
    entries |= {named for one in issue_ids if one in file for named in _named(file[one].now)}
    entries = {one for one in entries if one in file and isinstance(file[one].now, Entry)}
    targets = {link.target_id for link in links if link.entry_id in entries}
    found = {
        record_id
        for record_id, one in file.items()
        if not isinstance(one.now, Entry | Issue | Link)
        and (record_id in targets or not entries.isdisjoint(_named(one.now)))
    }
    found |= {named for one in found for named in _names(file[one].now, _PART_OF)}
    found |= {
        record_id
        for record_id, one in file.items()
        if isinstance(one.now, Letter) and one.now.of_id in found | entries
    }
    return {*issue_ids, *entries, *found}


def _names(record: AboutLeaders, fields: Iterable[str]) -> Iterator[str]:
    return (named for field in fields if (named := getattr(record, field, None)))


def _named(record: AboutLeaders) -> set[str]:
    """Every id that a record names."""
    return set(_ids(msgspec.to_builtins(record)))


def _ids(value: Any) -> Iterator[str]:
    for name, item in value.items() if isinstance(value, dict) else ():
        if name.endswith("_id") and item:
            yield item
        elif name.endswith("_ids"):
            yield from item
        else:
            yield from _ids(item)
    for item in value if isinstance(value, list | tuple) else ():
        yield from _ids(item)
