"""The days that each coaching record speaks of."""

from typing import Any

import pytest

from coachdesk.export.spans import ALWAYS, Span, span_of
from coachdesk.records.about import AboutLeaders
from coachdesk.records.case import Case, Commitment, FeedbackItem, Intake, MutualExpectation
from coachdesk.records.consequence import Consequence, Letter
from coachdesk.records.decision import Decision, FitReview
from coachdesk.records.feedback360 import Round
from coachdesk.records.forms import COACHING, RECORD_TYPES
from coachdesk.records.issue import Issue
from coachdesk.records.meeting import Meeting
from coachdesk.records.plan import Expectation, Goal, Plan
from coachdesk.records.protected import ProtectedEvent
from coachdesk.records.support import Support

ADA, RECORDED = "a" * 24, "2026-06-01"
OF = {"case_id": "c" * 24}


def spoken(kind: type[AboutLeaders], part_of: Span | None = None, /, **values: Any) -> Span:
    return span_of(kind.make(leader_ids=(ADA,), **values), RECORDED, part_of)


@pytest.mark.parametrize(
    ("kind", "values", "span"),
    [
        (Issue, {"title": "x", "noticed": "2026-01-05"}, ("2026-01-05", ALWAYS)),
        (Issue, {"title": "x", "noticed": "2026-01-05", "status": "resolved"}, ("2026-01-05", "2026-01-05")),
        (Issue, {"title": "x"}, (RECORDED, ALWAYS)),
        (
            Issue,
            {
                "title": "x",
                "noticed": "2026-01-05",
                "status": "resolved",
                "acknowledgements": [{"state": "denied", "day": "2026-02-01"}],
                "steps": [{"key": "wait", "state": "done", "day": "2026-03-01"}],
            },
            ("2026-01-05", "2026-03-01"),
        ),
        (Plan, {"started": "2026-01-05"}, ("2026-01-05", ALWAYS)),
        (Plan, {"started": "2026-01-05", "ends": "2026-02-05"}, ("2026-01-05", ALWAYS)),
        (
            Plan,
            {"started": "2026-01-05", "ends": "2026-02-05", "status": "closed"},
            ("2026-01-05", "2026-02-05"),
        ),
        (Expectation, {"text": "x", "told_on": "2026-01-05"}, ("2026-01-05", ALWAYS)),
        (Expectation, {"text": "x"}, (RECORDED, ALWAYS)),
        (Support, {"what": "x", "offered_on": "2026-01-05"}, ("2026-01-05", "2026-01-05")),
        (Meeting, {"at": {"local": "2026-01-05T10:00"}}, ("2026-01-05", "2026-01-05")),
        (
            Consequence,
            {"what": "x", "said_on": "2026-01-05", "by_day": "2026-04-01"},
            ("2026-01-05", "2026-04-01"),
        ),
        (Consequence, {"what": "x"}, (RECORDED, RECORDED)),
        (
            Letter,
            {"kind": "pip", "of_id": "p", "handed_on": "2026-01-05", "to": "x", "digest": "0" * 64},
            ("2026-01-05", "2026-01-05"),
        ),
        (Round, {"title": "x", "opened_on": "2026-01-05"}, ("2026-01-05", ALWAYS)),
        (
            Round,
            {"title": "x", "opened_on": "2026-01-05", "closed_on": "2026-01-20"},
            ("2026-01-05", "2026-01-20"),
        ),
        (Case, {"title": "x", "opened_on": "2026-01-05"}, ("2026-01-05", ALWAYS)),
        (Intake, {**OF, "interviewee": "x", "day": "2026-01-05"}, ("2026-01-05", "2026-01-05")),
        (
            FeedbackItem,
            {**OF, "text": "x", "answers": [{"leader_id": ADA, "state": "agreed", "day": "2026-01-05"}]},
            ("2026-01-05", "2026-01-05"),
        ),
        (
            MutualExpectation,
            {**OF, "text": "x", "sign_offs": [{"role": "coach", "name": "x", "day": "2026-01-05"}]},
            ("2026-01-05", ALWAYS),
        ),
        (
            Commitment,
            {**OF, "leader_id": ADA, "affected": "x", "told_on": "2026-01-05"},
            ("2026-01-05", "2026-01-05"),
        ),
        (Decision, {"title": "x", "decided_on": "2026-01-05"}, ("2026-01-05", "2026-01-05")),
        (FitReview, {"day": "2026-01-05"}, ("2026-01-05", "2026-01-05")),
        (ProtectedEvent, {"day": "2026-01-05", "type": "leave"}, ("2026-01-05", "2026-01-05")),
    ],
)
def test_a_record_speaks_of_its_own_days(
    kind: type[AboutLeaders], values: dict[str, Any], span: tuple[str, str]
) -> None:
    assert spoken(kind, None, **values) == Span(*span)
    if RECORDED not in span:
        assert spoken(kind, Span("2020-01-01", "2020-12-31"), **values) == Span(*span)


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        (Goal, {"plan_id": "p", "title": "x", "due": "2027-01-01"}),
        (FeedbackItem, {**OF, "text": "x"}),
        (MutualExpectation, {**OF, "text": "x"}),
        (Commitment, {**OF, "leader_id": ADA, "affected": "x"}),
    ],
)
def test_what_says_no_day_has_those_of_what_it_is_part_of(
    kind: type[AboutLeaders], values: dict[str, Any]
) -> None:
    whole = Span("2026-01-05", "2026-02-05")
    assert spoken(kind, whole, **values) == whole
    assert spoken(kind, None, **values) == Span(RECORDED, RECORDED)


def test_every_type_of_coaching_record_was_thought_of() -> None:
    """What is not here is never judged by its days: links by their ends, the planner's sheet is never shown."""
    known = {
        Issue, Plan, Goal, Expectation, Support, Meeting, Consequence, Letter, Round, Case, Intake, FeedbackItem,
        MutualExpectation, Commitment, Decision, FitReview, ProtectedEvent,
    }  # fmt: skip
    others = {name for name in COACHING if RECORD_TYPES[name] not in known}
    assert others == {"link", "preparation"}
