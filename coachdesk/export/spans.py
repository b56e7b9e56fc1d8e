"""The days that a coaching record speaks of, so that a period can be chosen.

A record goes into a period if it was in force on one of its days: an issue that was still open, a plan that
ran, an expectation that had been told. What happens on one day (a meeting, a decision, a letter) is in the
period of that day. What says no day of its own has those of what it is part of: a goal its plan's, the parts
of a case the case's. If there is none either, it is the day on which it was first recorded.
"""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from coachdesk.records.about import AboutLeaders
from coachdesk.records.case import Case, Commitment, FeedbackItem, Intake, MutualExpectation
from coachdesk.records.consequence import Consequence, Letter
from coachdesk.records.decision import Decision, FitReview
from coachdesk.records.feedback360 import Round
from coachdesk.records.issue import Issue
from coachdesk.records.meeting import Meeting
from coachdesk.records.plan import Expectation, Plan
from coachdesk.records.protected import ProtectedEvent
from coachdesk.records.support import Support

ALWAYS = "9999-12-31"
"""The end of what is still in force."""

Days = tuple[Iterable[str | None], bool]
"""The days a record names, and whether it is in force from the first of them on until something ends it."""


class Span(NamedTuple):
    """The first and the last day (ISO 8601), both included."""

    first: str
    last: str


def span_of(record: AboutLeaders, recorded: str, part_of: Span | None) -> Span:
    """The days ``record`` speaks of; ``recorded`` is when it was first written, ``part_of`` the days of its plan
    or case.
    """
    named, is_lasting = _RULES.get(type(record), _nothing)(record)
    days = sorted(day for day in named if day)
    if not days and part_of is not None:
        return part_of
    first, last = (days[0], days[-1]) if days else (recorded, recorded)
    return Span(first, ALWAYS if is_lasting else last)


def _nothing(_record: AboutLeaders) -> Days:
    return (), False


def _issue(one: Issue) -> Days:
    said, steps = ([part.day for part in parts] for parts in (one.acknowledgements, one.steps))
    asked = [day for part in one.self_reflections for day in (part.asked_on, part.came_on)]
    days = [one.noticed, one.causes_on, *said, *steps, *asked]
    return days, one.status != "resolved"


def _plan(one: Plan) -> Days:
    return (one.started, one.ends), one.status == "open"


def _expectation(one: Expectation) -> Days:
    return (one.told_on, one.restated_on), True


def _support(one: Support) -> Days:
    return (one.offered_on, one.answered_on, one.delivered_on, one.outcome_on), False


def _consequence(one: Consequence) -> Days:
    return (one.said_on, one.by_day), False


def _case(one: Case) -> Days:
    return (one.opened_on, one.closed_on), one.closed_on is None


def _round(one: Round) -> Days:
    return (one.opened_on, one.closed_on), one.closed_on is None


_RULES: Mapping[type[AboutLeaders], Callable[[Any], Days]] = MappingProxyType(
    {
        Issue: _issue,
        Plan: _plan,
        Expectation: _expectation,
        Support: _support,
        Meeting: lambda one: ([one.at.day], False),
        Consequence: _consequence,
        Letter: lambda one: ([one.handed_on], False),
        Round: _round,
        Case: _case,
        Intake: lambda one: ([one.day], False),
        FeedbackItem: lambda one: ([answer.day for answer in one.answers], False),
        MutualExpectation: lambda one: ([sign_off.day for sign_off in one.sign_offs], bool(one.sign_offs)),
        Commitment: lambda one: ([one.told_on], False),
        Decision: lambda one: ([one.decided_on], False),
        FitReview: lambda one: ([one.day], False),
        ProtectedEvent: lambda one: ([one.day], False),
    }
)
