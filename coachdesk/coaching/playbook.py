"""The denial playbook (F29): the nine steps of seed 001, second list, and how far an issue has come with them."""

import tomllib
from collections.abc import Callable, Collection, Iterable, Mapping
from types import MappingProxyType
from typing import Literal

import msgspec

from coachdesk import resources
from coachdesk.coaching.acknowledgement import contested_since
from coachdesk.coaching.on_file import in_order, is_shared, those
from coachdesk.records.base import Record
from coachdesk.records.case import Case
from coachdesk.records.consequence import Consequence
from coachdesk.records.decision import Decision, FitReview
from coachdesk.records.entry import Entry
from coachdesk.records.feedback360 import Round
from coachdesk.records.issue import Issue, Link
from coachdesk.records.plan import Expectation, Plan
from coachdesk.records.support import Support


class PlaybookStep(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One step: what it is called, what it is about, and ``does``, what of CoachDesk does it."""

    key: str
    title: str
    hint: str
    does: str


class StepState(msgspec.Struct, frozen=True):
    """How far a step has come. ``record_id`` is what shows that it was done.

    ``is_marked`` is whether the manager said so; else it was found on file, and may be a coincidence.
    """

    key: str
    state: Literal["done", "skipped", "open"]
    day: str | None = None
    reason: str = ""
    record_id: str | None = None
    is_marked: bool = False


class Playbook(msgspec.Struct, frozen=True):
    """The steps of an issue in order since the day it has been disputed or denied; ``next_step`` is None at the end."""

    issue_id: str
    since: str
    steps: tuple[StepState, ...]
    next_step: str | None


def load_steps() -> tuple[PlaybookStep, ...]:
    """The nine steps, in order."""
    raw = tomllib.loads(resources.path("coaching", "playbook.toml").read_text("utf-8"))
    return msgspec.convert(raw["step"], tuple[PlaybookStep, ...])


def playbook(issue: Issue, records: Collection[Record], steps: Iterable[PlaybookStep]) -> Playbook | None:
    """How far an issue has come; None while the leader does not dispute or deny it."""
    since = contested_since(issue)
    if since is None:
        return None
    marked = {
        step.key: StepState(step.key, step.state, step.day, step.reason, step.entry_id, is_marked=True)
        for step in issue.steps
    }
    states = tuple(marked.get(step.key) or _on_file(step.key, issue, since, records) for step in steps)
    return Playbook(issue.id, since, states, next((one.key for one in states if one.state == "open"), None))


_Shown = tuple[str, str]
"""The day on which something was done, and the record that shows it."""


def _on_file(key: str, issue: Issue, since: str, records: Collection[Record]) -> StepState:
    """The first thing on file by which the step was done: from ``since`` on, or of any day in the issue itself."""
    found = _EVIDENCE[key](issue, records) if key in _EVIDENCE else ()
    done = min((one for one in found if one[0] >= since or one[1] == issue.id), default=None)
    return StepState(key, "done", done[0], record_id=done[1]) if done else StepState(key, "open")


def _clarity(issue: Issue, records: Collection[Record]) -> Iterable[_Shown]:
    return [
        (one.restated_on, one.id)
        for one in those(records, Expectation)
        if one.restated_on is not None and is_shared(one, issue)
    ]


def _causes(issue: Issue, records: Collection[Record]) -> Iterable[_Shown]:
    asked = [(one.occurred.day, one.id) for one in _entries(issue, records) if one.intent]
    return [*asked, (issue.causes_on, issue.id)] if issue.causes_on else asked


def _listening(issue: Issue, records: Collection[Record]) -> Iterable[_Shown]:
    return [(one.occurred.day, one.id) for one in _entries(issue, records) if one.account]


def _feedback360(issue: Issue, records: Collection[Record]) -> Iterable[_Shown]:
    return [(one.opened_on, one.id) for one in those(records, Round) if is_shared(one, issue)]


def _third_party(issue: Issue, records: Collection[Record]) -> Iterable[_Shown]:
    cases = [
        (one.opened_on, one.id)
        for one in those(records, Case)
        if is_shared(one, issue) and any(party.role in ("coach", "mediator") for party in one.parties)
    ]
    coaches = [
        (one.offered_on, one.id)
        for one in those(records, Support)
        if is_shared(one, issue) and one.type == "coach" and one.answer != "declined"
    ]
    return [*cases, *coaches]


def _consequences(issue: Issue, records: Collection[Record]) -> Iterable[_Shown]:
    return [
        (one.said_on, one.id)
        for one in those(records, Consequence)
        if one.said_on is not None and is_shared(one, issue)
    ]


def _document(issue: Issue, records: Collection[Record]) -> Iterable[_Shown]:
    linked = {link.entry_id for link in those(records, Link) if link.target_id == issue.id}
    return [(one.occurred.day, one.id) for one in _entries(issue, records) if one.id in linked]


def _fit(issue: Issue, records: Collection[Record]) -> Iterable[_Shown]:
    return [(one.day, one.id) for one in those(records, FitReview) if is_shared(one, issue)]


def _decision(issue: Issue, records: Collection[Record]) -> Iterable[_Shown]:
    decided = [(one.decided_on, one.id) for one in those(records, Decision) if is_shared(one, issue)]
    pips = [
        (one.started, one.id) for one in those(records, Plan) if one.kind == "pip" and is_shared(one, issue)
    ]
    return [*decided, *pips]


def _entries(issue: Issue, records: Collection[Record]) -> tuple[Entry, ...]:
    return in_order(
        one for one in those(records, Entry) if is_shared(one, issue) and one.lane != "reflection"
    )


_EVIDENCE: Mapping[str, Callable[[Issue, Collection[Record]], Iterable[_Shown]]] = MappingProxyType(
    {
        "clarity": _clarity,
        "causes": _causes,
        "listening": _listening,
        "feedback360": _feedback360,
        "third_party": _third_party,
        "consequences": _consequences,
        "document": _document,
        "fit": _fit,
        "decision": _decision,
    }
)
"""What on file shows that a step was done. A step that is added to the list is done by saying so."""
