"""Each entry as its reader needs it: the original, then every change with its usual label.

Nothing is stored for this: labels and lags follow from when things happened and when they were written.
"""

import datetime as dt
import itertools
from collections.abc import Sequence
from typing import Any, Literal

import msgspec

from coachdesk.export.coached import Closed, Coached, closed_of, coached_of
from coachdesk.export.counted import Numbers, said
from coachdesk.export.evidence import Withheld
from coachdesk.export.fault import Known
from coachdesk.export.proof import Proved
from coachdesk.ledger.clock import parse
from coachdesk.ledger.event import Event
from coachdesk.records.entry import Counsel, Entry
from coachdesk.records.forms import read
from coachdesk.records.occurred import Occurred

LATE = dt.timedelta(hours=48)
"""Recorded later than this after it happened, an entry is a late entry (a common clinical-record rule)."""

VERY_LATE = dt.timedelta(days=21)
"""Later than this, the delay is said in days."""

ONE_SITTING = dt.timedelta(minutes=15)
"""Corrections that follow each other this closely are read as one; the ledger keeps them apart."""

Label = Literal["addendum", "correction", "amendment", "withdrawal", "refiling"]


class State(msgspec.Struct, frozen=True):
    """An entry as it stood after one event, and the reason given for it."""

    event: Event
    reason: str
    entry: Entry


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One change after the original; ``events`` are several where corrections of one sitting are folded."""

    label: Label
    events: tuple[Event, ...]
    reason: str
    before: Entry
    after: Entry


class Reported(msgspec.Struct, frozen=True, kw_only=True):
    """An entry that is shown: as first recorded, as it stands, and the changes between.

    ``lag`` is how long after it happened it was recorded: whole days where only the day is known, negative if before.
    """

    numbers: Numbers
    events: tuple[Event, ...]
    original: Entry
    current: Entry
    reason: str
    lag: dt.timedelta
    changes: tuple[Change, ...]

    @property
    def number(self) -> str:
        """Its number as a reader cites it."""
        return said(self.numbers)

    @property
    def withdrawn(self) -> bool:
        """Whether the manager withdrew it."""
        return self.events[-1].action == "withdraw"

    @property
    def occurred(self) -> Occurred:
        """When it happened, as far as is known now."""
        return self.current.occurred


class Gap(msgspec.Struct, frozen=True, kw_only=True):
    """An entry that is not shown: its number, its day and why."""

    numbers: Numbers
    events: tuple[Event, ...]
    occurred: Occurred
    why: Withheld
    counsel: Counsel | None = None
    """Who was asked and for what, where the author lists that."""

    @property
    def number(self) -> str:
        """Its number as a reader cites it."""
        return said(self.numbers)


class Story(msgspec.Struct, frozen=True, kw_only=True):
    """Everything about the leaders of a report: shown entries in the order they happened, and the gaps;
    the coaching records, and those of which only is said that they are on file.
    """

    entries: tuple[Reported, ...]
    gaps: tuple[Gap, ...]
    coaching: tuple[Coached, ...]
    closed: tuple[Closed, ...]


def story_of(proved: Proved) -> Story:
    """The story that proved evidence tells."""
    reported: list[Reported] = []
    gaps: list[Gap] = []
    for record_id, known in proved.entries.items():
        numbers, why = proved.numbers[record_id], proved.evidence.withheld.get(record_id, "")
        if why:
            gaps.append(_gap(numbers, known, why))
        else:
            reported.append(entry_story(numbers, [_state(one) for one in known]))
    reported.sort(key=lambda entry: (entry.occurred.sort_key, entry.events[0].seq))
    return Story(
        entries=tuple(reported), gaps=tuple(gaps), coaching=coached_of(proved), closed=closed_of(proved)
    )


def _gap(numbers: Numbers, known: tuple[Known, ...], why: Withheld) -> Gap:
    record = known[-1].values["record"]
    occurred = msgspec.convert(record["occurred"], Occurred)
    counsel = msgspec.convert(record.get("counsel"), Counsel | None)
    return Gap(
        numbers=numbers, events=tuple(one.event for one in known), occurred=occurred, why=why, counsel=counsel
    )


def entry_story(numbers: Numbers, states: Sequence[State]) -> Reported:
    """One entry as its reader needs it, from its states, the oldest first."""
    first = states[0]
    recorded = parse(first.event.recorded_at)
    return Reported(
        numbers=numbers,
        events=tuple(state.event for state in states),
        original=first.entry,
        current=states[-1].entry,
        reason=first.reason,
        lag=first.entry.occurred.until(recorded),
        changes=_changes(states),
    )


def _state(known: Known) -> State:
    values: dict[str, Any] = known.values["record"]
    entry = read(known.event.record_type, known.event.schema, values)
    assert isinstance(entry, Entry)
    return State(known.event, str(known.values.get("reason", "")), entry)


def _changes(states: Sequence[State]) -> tuple[Change, ...]:
    found: list[Change] = []
    for before, after in itertools.pairwise(states):
        change = Change(
            label=_label(states[0].event, after.event),
            events=(after.event,),
            reason=after.reason,
            before=before.entry,
            after=after.entry,
        )
        if found and _is_one_sitting(found[-1], change):
            found[-1] = _folded(found[-1], change)
        else:
            found.append(change)
    return tuple(found)


def _label(first: Event, event: Event) -> Label:
    """An amendment is a correction made when the original could already have been relied on."""
    if event.action == "add":
        return "addendum"
    if event.action == "withdraw":
        return "withdrawal"
    if event.action == "refile":
        return "refiling"
    since = parse(event.recorded_at) - parse(first.recorded_at)
    return "correction" if since <= LATE else "amendment"


def _is_one_sitting(earlier: Change, later: Change) -> bool:
    if not all(event.action == "correct" for event in (*earlier.events, *later.events)):
        return False
    since = parse(later.events[0].recorded_at) - parse(earlier.events[-1].recorded_at)
    return dt.timedelta() <= since <= ONE_SITTING


def _folded(earlier: Change, later: Change) -> Change:
    reasons = list(dict.fromkeys([earlier.reason, later.reason]))
    return Change(
        label=later.label,
        events=(*earlier.events, *later.events),
        reason="; ".join(reasons),
        before=earlier.before,
        after=later.after,
    )
