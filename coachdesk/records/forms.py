"""Record types by name, their schema numbers, and how older stored forms are read.

Stored bytes are what was hashed and are never re-encoded. A record written under an older schema is
read through the upcasts below, one step at a time; they are kept for ever.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from coachdesk.records.about import AboutLeaders
from coachdesk.records.attachment import Attachment
from coachdesk.records.base import InvalidRecord, Record, build
from coachdesk.records.case import Case, Commitment, FeedbackItem, Intake, MutualExpectation
from coachdesk.records.clock_change import ClockChange
from coachdesk.records.consequence import Consequence, Letter
from coachdesk.records.decision import Decision, FitReview
from coachdesk.records.entry import Entry
from coachdesk.records.erasure import Erasure
from coachdesk.records.feedback360 import Round
from coachdesk.records.handover import Export
from coachdesk.records.hold import Hold
from coachdesk.records.issue import Issue, Link
from coachdesk.records.meeting import Meeting
from coachdesk.records.people import Contact, Leader
from coachdesk.records.plan import Expectation, Goal, Plan
from coachdesk.records.protected import ProtectedEvent
from coachdesk.records.restore import Restore
from coachdesk.records.retention import Retention
from coachdesk.records.support import Support
from coachdesk.records.talk import Preparation

RECORD_TYPES: Mapping[str, type[Record]] = MappingProxyType(
    {
        "leader": Leader,
        "contact": Contact,
        "entry": Entry,
        "attachment": Attachment,
        "export": Export,
        "clock_change": ClockChange,
        "restore": Restore,
        "erasure": Erasure,
        "hold": Hold,
        "retention": Retention,
        "issue": Issue,
        "link": Link,
        "plan": Plan,
        "goal": Goal,
        "expectation": Expectation,
        "support": Support,
        "meeting": Meeting,
        "consequence": Consequence,
        "letter": Letter,
        "round": Round,
        "case": Case,
        "intake": Intake,
        "feedback_item": FeedbackItem,
        "mutual_expectation": MutualExpectation,
        "commitment": Commitment,
        "decision": Decision,
        "fit_review": FitReview,
        "preparation": Preparation,
        "protected_event": ProtectedEvent,
    }
)

COACHING = tuple(
    name for name, kind in RECORD_TYPES.items() if issubclass(kind, AboutLeaders) and kind is not Entry
)
"""The types of coaching records: about leaders like an entry, and revised as things go on."""

SCHEMAS: Mapping[str, int] = MappingProxyType(
    dict.fromkeys(RECORD_TYPES, 1) | {"export": 2, "issue": 2, "support": 2, "preparation": 2}
)
"""The schema number each type is written under today."""

Upcast = Callable[[dict[str, Any]], dict[str, Any]]

UPCASTS: Mapping[tuple[str, int], Upcast] = MappingProxyType(
    {("export", 1): dict, ("issue", 1): dict, ("support", 1): dict, ("preparation", 1): dict}
)
"""``(type, n)`` turns the stored form of schema *n* into that of *n* + 1.

An export of schema 1 says nothing of its certificate, an issue nothing of causes and of reflections asked for, an
offer of support nothing of its cause, a preparation nothing of who is there, the ground and the goals: as the newer
form may.
"""


class NewerRecord(Exception):
    """A record was written by a newer version of CoachDesk than this one."""

    def __init__(self, record_type: str, schema: int) -> None:
        super().__init__(f"{record_type} {schema}")
        self.record_type, self.schema = record_type, schema


def type_name(record: Record) -> str:
    """The name under which a record's type is stored."""
    return next(name for name, kind in RECORD_TYPES.items() if kind is type(record))


def read(
    record_type: str,
    schema: int,
    values: dict[str, Any],
    schemas: Mapping[str, int] = SCHEMAS,
    upcasts: Mapping[tuple[str, int], Upcast] = UPCASTS,
) -> Record:
    """The record stored as ``values`` under ``schema``.

    Raises :class:`NewerRecord` for a type or schema from the future, :class:`InvalidRecord` for values
    that make no such record.
    """
    if schema > schemas.get(record_type, 0):
        raise NewerRecord(record_type, schema)
    if schema < 1:
        raise InvalidRecord("schema", "no_such_schema", schema)
    for step in range(schema, schemas[record_type]):
        values = upcasts[record_type, step](values)
    return build(RECORD_TYPES[record_type], values)
