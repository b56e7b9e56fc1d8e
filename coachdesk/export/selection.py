"""What an author chooses for a report, and why an entry or a coaching record that is not shown is withheld.

Here each record is judged by itself; what follows from the others (issues, links, the case it is part of)
is in ``scope``.
"""

from collections.abc import Sequence
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from coachdesk.export.evidence import Withheld
from coachdesk.records.about import AboutLeaders
from coachdesk.records.case import Intake
from coachdesk.records.entry import Entry
from coachdesk.records.feedback360 import Round
from coachdesk.records.forms import type_name
from coachdesk.records.issue import Link
from coachdesk.records.protected import ProtectedEvent
from coachdesk.records.talk import Preparation

Releasable = Literal["counsel", "medical", "intake"]

_LANES: dict[str, Withheld] = {
    "ordinary": "",
    "reflection": "reflection",
    "counsel": "counsel",
    "medical": "medical",
    "intake": "intake",
}


class Selection(msgspec.Struct, frozen=True, kw_only=True):
    """What goes into a report about one leader, or about the two of a relationship.

    Days are ISO 8601, both included; empty means no limit. ``kinds`` are kinds of entry and types of coaching
    record: where any is named, nothing else goes in. ``issue_ids`` are issues: where any is named, only what
    belongs to one of them goes in. ``lanes`` are the lanes released besides the ordinary one.

    ``excluded`` are entries and coaching records left out by hand, ``others_data`` those left out because they
    are other people's data. ``under_review`` says of the author's own reflections that it is being looked
    into whether they are to be disclosed (an access request); they are never shown either way.
    """

    leader_ids: Annotated[tuple[str, ...], Meta(min_length=1, max_length=2)]
    from_day: str = ""
    to_day: str = ""
    kinds: tuple[str, ...] = ()
    issue_ids: tuple[str, ...] = ()
    lanes: tuple[Releasable, ...] = ()
    excluded: tuple[str, ...] = ()
    others_data: tuple[str, ...] = ()
    under_review: bool = False

    def withholds_entry(self, states: Sequence[Entry]) -> Withheld:
        """Why an entry with these states is only a gap in this report; empty if it is shown.

        The manager's own reflections are never shown, whatever is chosen, and what once stood in a closed lane
        stays closed.
        """
        entry = states[-1]
        if not self.is_about(entry):
            return "refiled"
        for state in states:
            if state.lane == "reflection" and self.under_review:
                return "under_review"
            if state.lane not in self.lanes and _LANES[state.lane]:
                return _LANES[state.lane]
        if not (self.is_in_period(entry.occurred.day, entry.occurred.day) and self.is_of_kind(entry.kind)):
            return "outside_scope"
        return self.by_hand(entry)

    def withholds_coaching(self, states: Sequence[AboutLeaders]) -> Withheld:
        """The same for all states of a coaching record, its day apart. A link is of the kinds of its ends.

        An intake interview is shown once it is released, the planner's sheet never. A protected event is in the
        medical lane.
        """
        record = states[-1]
        if isinstance(record, Preparation):
            return "preparation"
        if isinstance(record, Intake) and not record.released:
            return "intake"
        if isinstance(record, ProtectedEvent) and "medical" not in self.lanes:
            return "medical"
        if isinstance(record, Round) and any(_shows_too_much(state, record) for state in states):
            return "threshold"
        is_of_kind = isinstance(record, Link) or self.is_of_kind(type_name(record))
        if not (is_of_kind and self.is_about(record)):
            return "outside_scope"
        return self.by_hand(record)

    def is_about(self, record: AboutLeaders) -> bool:
        """Whether the record is about somebody this report is about."""
        return not set(self.leader_ids).isdisjoint(record.leader_ids)

    def is_in_period(self, first: str, last: str) -> bool:
        """Whether any day from ``first`` to ``last`` is in the period."""
        return (not self.to_day or first <= self.to_day) and last >= self.from_day

    @property
    def has_period(self) -> bool:
        """Whether not every day is in the period."""
        return bool(self.from_day or self.to_day)

    def is_of_kind(self, kind: str) -> bool:
        """Whether this kind of entry or type of coaching record goes in."""
        return not self.kinds or kind in self.kinds

    def by_hand(self, record: AboutLeaders) -> Withheld:
        """Why the author left a record out; empty if not."""
        if record.id in self.others_data:
            return "others_data"
        return "outside_scope" if record.id in self.excluded else ""


def _shows_too_much(state: AboutLeaders, now: Round) -> bool:
    """Whether a 360 round once showed a group that is under the threshold as it stands now."""
    if not isinstance(state, Round):
        return False
    seen = {group.relation for group in now.groups if group.may_be_seen(now.threshold)}
    return any((group.scores or group.themes) and group.relation not in seen for group in state.groups)
