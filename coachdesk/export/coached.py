"""Each coaching record as its reader needs it: all its versions in order, or only that there is one."""

import msgspec

from coachdesk.export.evidence import Withheld
from coachdesk.export.fault import Known
from coachdesk.export.proof import Proved
from coachdesk.export.sessions import with_notes, without_moves
from coachdesk.ledger.event import Event
from coachdesk.records.about import AboutLeaders
from coachdesk.records.forms import read


class Version(msgspec.Struct, frozen=True):
    """A coaching record as it stood after one event, and the reason given for that."""

    event: Event
    reason: str
    record: AboutLeaders


class Coached(msgspec.Struct, frozen=True, kw_only=True):
    """A coaching record that is shown; ``versions`` are those that name the leader, the oldest first."""

    versions: tuple[Version, ...]

    @property
    def record_type(self) -> str:
        """The type it is stored under."""
        return self.versions[-1].event.record_type

    @property
    def current(self) -> AboutLeaders:
        """The record as it stands."""
        return self.versions[-1].record

    @property
    def withdrawn(self) -> bool:
        """Whether the manager withdrew it."""
        return self.versions[-1].event.action == "withdraw"


class Closed(msgspec.Struct, frozen=True, kw_only=True):
    """A coaching record of which only this is shown: that it is on file, of which type, and why no more."""

    events: tuple[Event, ...]
    why: Withheld

    @property
    def record_type(self) -> str:
        """The type it is stored under."""
        return self.events[-1].record_type


def coached_of(proved: Proved) -> tuple[Coached, ...]:
    """The coaching records that are shown, in the order in which they were first written."""
    return tuple(
        Coached(versions=_versions(known))
        for record_id, known in proved.coaching.items()
        if record_id not in proved.evidence.withheld
    )


def closed_of(proved: Proved) -> tuple[Closed, ...]:
    """The coaching records that are withheld, in the same order."""
    withheld = proved.evidence.withheld
    return tuple(
        Closed(events=tuple(one.event for one in known), why=withheld[record_id])
        for record_id, known in proved.coaching.items()
        if record_id in withheld
    )


def _versions(known: tuple[Known, ...]) -> tuple[Version, ...]:
    records = without_moves([_record(one) for one in known])
    return tuple(
        Version(one.event, str(one.values.get("reason", "")), record)
        for one, record in zip(known, records, strict=True)
    )


def _record(known: Known) -> AboutLeaders:
    record_type = known.event.record_type
    record = read(record_type, known.event.schema, with_notes(record_type, known.values["record"]))
    assert isinstance(record, AboutLeaders)
    return record
