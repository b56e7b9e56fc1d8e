"""For each type of coaching record, the moments of it that are milestones."""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from coachdesk.coaching.milestone import History, Moment, first_said
from coachdesk.records.about import AboutLeaders
from coachdesk.records.case import Case, Commitment, FeedbackItem, Intake, MutualExpectation
from coachdesk.records.consequence import Consequence, Letter
from coachdesk.records.decision import Decision, FitReview
from coachdesk.records.feedback360 import Round
from coachdesk.records.issue import Issue
from coachdesk.records.meeting import Meeting
from coachdesk.records.plan import Expectation, Goal, Plan
from coachdesk.records.support import Support


def _issue(issue: Issue, history: History) -> Iterator[Moment]:
    for said in issue.acknowledgements:
        yield Moment(said.day, f"issue_{said.state}", {"title": issue.title, "words": said.words})
    status, day = first_said(history, "status")
    if status != "open":
        yield Moment(day, f"issue_{status}", {"title": issue.title})


def _plan(plan: Plan, history: History) -> Iterator[Moment]:
    facts = {"kind": plan.kind, "purpose": plan.purpose}
    yield Moment(plan.started, "plan_started", facts)
    status, day = first_said(history, "status")
    if status == "closed":
        yield Moment(day, "plan_closed", facts)


def _goal(goal: Goal, history: History) -> Iterator[Moment]:
    facts = {"title": goal.title}
    yield Moment(history[0].day, "goal_set", facts)
    status, day = first_said(history, "status")
    if status != "open":
        yield Moment(day, f"goal_{status}", facts)


def _expectation(one: Expectation, _history: History) -> Iterator[Moment]:
    if one.told_on is not None:
        yield Moment(one.told_on, "expectation_told", {"text": one.text, "how": one.told_how})
    if one.restated_on is not None:
        yield Moment(one.restated_on, "expectation_restated", {"text": one.text, "words": one.restated})


def _support(one: Support, _history: History) -> Iterator[Moment]:
    facts = {"type": one.type, "what": one.what}
    yield Moment(one.offered_on, "support_offered", facts)
    if one.answered_on is not None:
        yield Moment(one.answered_on, f"support_{one.answer}", {**facts, "words": one.answer_words})
    if one.delivered_on is not None:
        yield Moment(one.delivered_on, "support_delivered", facts)


def _meeting(one: Meeting, _history: History) -> Iterator[Moment]:
    for move in one.moves:
        facts = {"kind": one.kind, "from": move.at.local, "to": move.to.local, "reason": move.reason}
        yield Moment(move.moved_on, "meeting_moved", facts)
    if one.state in ("held", "missed"):
        yield Moment(one.at.day, f"meeting_{one.state}", {"kind": one.kind}, one.at.time, one.at.zone)


def _consequence(one: Consequence, _history: History) -> Iterator[Moment]:
    if one.said_on is not None:
        yield Moment(one.said_on, "consequence_said", {"what": one.what, "by_day": one.by_day or ""})


def _letter(one: Letter, _history: History) -> Iterator[Moment]:
    facts = {"kind": one.kind, "to": one.to, "signature": one.signature}
    yield Moment(one.handed_on, "letter_handed_over", facts)


def _round(one: Round, _history: History) -> Iterator[Moment]:
    """A round that is still open has told nobody anything yet."""
    if one.closed_on is not None:
        yield Moment(one.closed_on, "round_closed", {"title": one.title})


def _case(case: Case, _history: History) -> Iterator[Moment]:
    yield Moment(case.opened_on, "case_opened", {"title": case.title})
    for briefing in case.briefings:
        yield Moment(briefing.day, "briefing", {"to": briefing.to, "by": briefing.by})
    if case.closed_on is not None:
        yield Moment(case.closed_on, "case_closed", {"title": case.title})


def _intake(one: Intake, _history: History) -> Iterator[Moment]:
    if one.released:
        yield Moment(one.day, "intake_held", {"interviewee": one.interviewee})


def _feedback(one: FeedbackItem, _history: History) -> Iterator[Moment]:
    for answer in one.answers:
        facts = {"text": one.text, "leader_id": answer.leader_id, "words": answer.words}
        yield Moment(answer.day, f"feedback_{answer.state}", facts)


def _alignment(one: MutualExpectation, _history: History) -> Iterator[Moment]:
    """Whoever signs off on the same day does so at one moment."""
    for day in dict.fromkeys(sign_off.day for sign_off in one.sign_offs):
        names = [sign_off.name for sign_off in one.sign_offs if sign_off.day == day]
        yield Moment(day, "alignment_signed_off", {"text": one.text, "name": ", ".join(names)})


def _commitment(one: Commitment, _history: History) -> Iterator[Moment]:
    if one.told_on is not None:
        yield Moment(one.told_on, "commitment_told", {"leader_id": one.leader_id, "affected": one.affected})


def _decision(one: Decision, _history: History) -> Iterator[Moment]:
    chosen = next((option.kind for option in one.options if option.chosen), "")
    yield Moment(one.decided_on, "decision_made", {"title": one.title, "chosen": chosen})


def _fit(one: FitReview, _history: History) -> Iterator[Moment]:
    yield Moment(one.day, "fit_reviewed")


RULES: Mapping[type[AboutLeaders], Callable[[Any, History], Iterator[Moment]]] = MappingProxyType(
    {
        Issue: _issue,
        Plan: _plan,
        Goal: _goal,
        Expectation: _expectation,
        Support: _support,
        Meeting: _meeting,
        Consequence: _consequence,
        Letter: _letter,
        Round: _round,
        Case: _case,
        Intake: _intake,
        FeedbackItem: _feedback,
        MutualExpectation: _alignment,
        Commitment: _commitment,
        Decision: _decision,
        FitReview: _fit,
    }
)
