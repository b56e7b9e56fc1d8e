"""An intervention step by step (F33 to F41, seed 002): what of each stage is done, what is next, what came last."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal

import msgspec

from coachdesk.coaching.milestone import Milestone, Revision
from coachdesk.coaching.milestones import milestones
from coachdesk.coaching.on_file import those
from coachdesk.records.about import AboutLeaders
from coachdesk.records.base import Record
from coachdesk.records.case import Case, Commitment, FeedbackItem, Intake, MutualExpectation
from coachdesk.records.consequence import Consequence
from coachdesk.records.forms import type_name
from coachdesk.records.meeting import Meeting

Stage = Literal["briefing", "intake", "feedback", "alignment", "support", "review"]

STAGES: tuple[Stage, ...] = ("briefing", "intake", "feedback", "alignment", "support", "review")

_COACHES = ("coach", "mediator")
_IMPACTS = ("work_performance", "leadership_effectiveness", "organisation")


class CaseFile(msgspec.Struct, frozen=True, kw_only=True):
    """A case and all that is on file of it; meetings in order of time. ``consequences`` are those that were
    said to one of its leaders.
    """

    case: Case
    intakes: tuple[Intake, ...] = ()
    items: tuple[FeedbackItem, ...] = ()
    expectations: tuple[MutualExpectation, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    consequences: tuple[Consequence, ...] = ()

    def meetings_of(self, *kinds: str) -> tuple[Meeting, ...]:
        """Its meetings of these kinds, in order of time."""
        return tuple(one for one in self.meetings if one.kind in kinds)

    @property
    def series(self) -> tuple[Meeting, ...]:
        """The individual sessions and the three-way calls."""
        return self.meetings_of("individual", "three_way")


def case_file(case: Case, records: Iterable[Record]) -> CaseFile:
    """What of these records belongs to a case."""
    found = tuple(records)
    meetings = [one for one in those(found, Meeting) if one.of_id == case.id]
    said = [one for one in those(found, Consequence) if one.said_on is not None]
    return CaseFile(
        case=case,
        intakes=tuple(
            sorted((one for one in those(found, Intake) if one.case_id == case.id), key=lambda one: one.day)
        ),
        items=tuple(one for one in those(found, FeedbackItem) if one.case_id == case.id),
        expectations=tuple(one for one in those(found, MutualExpectation) if one.case_id == case.id),
        commitments=tuple(one for one in those(found, Commitment) if one.case_id == case.id),
        meetings=tuple(sorted(meetings, key=lambda one: (one.at.local, one.kind, one.id))),
        consequences=tuple(one for one in said if not set(one.leader_ids).isdisjoint(case.leader_ids)),
    )


class Step(msgspec.Struct, frozen=True):
    """One thing that a stage asks for. ``missing`` says for whom or what it is open: fields, roles, names
    of people, or ids; it is done when nothing is missing.
    """

    key: str
    stage: Stage
    missing: tuple[str, ...]

    @property
    def is_done(self) -> bool:
        """Whether nothing of it is missing."""
        return not self.missing


def steps(file: CaseFile, names: Mapping[str, str]) -> tuple[Step, ...]:
    """All steps in their order; ``names`` are those of the leaders by id."""
    return tuple(
        Step(key, stage, tuple(missing)) for stage in STAGES for key, missing in _STEPS[stage](file, names)
    )


def next_step(file: CaseFile, names: Mapping[str, str]) -> Step | None:
    """The first step of the present stage that is open; None if all are done, and for a case that is closed."""
    return next((one for one in steps(file, names) if one.stage == file.case.stage and not one.is_done), None)


def stage_after(case: Case) -> Stage | None:
    """The stage that follows; None after the review, and for a case that is closed."""
    if case.stage == "closed" or case.stage == STAGES[-1]:
        return None
    return STAGES[STAGES.index(case.stage) + 1]


def came_last(file: CaseFile, today: dt.date) -> Milestone | None:
    """What happened last: as its milestone, intake interviews among them whether released or not."""
    records: tuple[AboutLeaders, ...] = (
        file.case,
        *file.items,
        *file.expectations,
        *file.commitments,
        *file.meetings,
        *(one for one in file.consequences if one.said_on and one.said_on >= file.case.opened_on),
    )
    happened = list(milestones(([Revision("", one)] for one in records), today))
    happened += [_held(one) for one in file.intakes if one.day <= today.isoformat()]
    # A case is closed after all else of that day, though its closing has no time and a meeting has.
    return max(happened, key=lambda one: (one.day, one.key == "case_closed", one.sort_key), default=None)


def _held(intake: Intake) -> Milestone:
    return Milestone(
        day=intake.day,
        key="intake_held",
        record_type=type_name(intake),
        record_id=intake.id,
        leader_ids=intake.leader_ids,
        facts={"interviewee": intake.interviewee},
    )


# Who is asked

Signer = tuple[str, str]
"""As what somebody signs off, and their name; "" while nobody is named for it."""


def signers(case: Case, names: Mapping[str, str]) -> tuple[Signer, ...]:
    """Who signs off what was agreed: the leaders, the sponsor, and the coach or mediator."""
    by_role = {
        role: [one.name for one in case.parties if one.role == role] for role in ("sponsor", *_COACHES)
    }
    sponsors = by_role["sponsor"] or [""]
    coaches = [(role, name) for role in _COACHES for name in by_role[role]] or [("coach", "")]
    leaders = [("leader", names.get(one, "")) for one in case.leader_ids]
    return (*leaders, *(("sponsor", name) for name in sponsors), *coaches)


def unsigned(one: MutualExpectation, case: Case, names: Mapping[str, str]) -> tuple[Signer, ...]:
    """Who has not signed off an expectation yet."""
    signed = {(sign_off.role, sign_off.name) for sign_off in one.sign_offs}
    return tuple(signer for signer in signers(case, names) if signer not in signed)


def to_interview(file: CaseFile, names: Mapping[str, str]) -> tuple[str, ...]:
    """The leaders and those affected who were not interviewed yet, by name."""
    done = {one.interviewee for one in file.intakes}
    return tuple(name for name in _to_ask(file, names) if name not in done)


def _to_ask(file: CaseFile, names: Mapping[str, str]) -> tuple[str, ...]:
    asked = [names.get(one, "") for one in file.case.leader_ids]
    asked += [one.name for one in file.case.parties if one.role in ("affected", "interviewee")]
    return tuple(dict.fromkeys(filter(None, asked)))


def unanswered(item: FeedbackItem) -> tuple[str, ...]:
    """The leaders, by id, who have not answered a piece of feedback."""
    answered = {answer.leader_id for answer in item.answers}
    return tuple(one for one in item.leader_ids if one not in answered)


# The steps of each stage: a key, and what is missing

_Steps = Iterator[tuple[str, Iterable[str]]]


def _briefing(file: CaseFile, names: Mapping[str, str]) -> _Steps:
    case = file.case
    roles = {party.role for party in case.parties}
    yield "impact", [field for field in _IMPACTS if not getattr(case.impact, field).strip()]
    no_coach = not roles.intersection(_COACHES)
    yield "parties", [*(() if "sponsor" in roles else ("sponsor",)), *(("coach",) if no_coach else ())]
    is_agreed = case.agreement is not None and case.agreement.agreed_on is not None
    yield "agreement", () if is_agreed else ("agreement",)
    briefed = {one.to for one in case.briefings}
    leaders = [names.get(one, "") for one in case.leader_ids]
    yield "brief", [name for name in leaders if name not in briefed]
    warned = {leader_id for one in file.consequences for leader_id in one.leader_ids}
    yield "consequence", [one for one in case.leader_ids if one not in warned]


def _intake(file: CaseFile, names: Mapping[str, str]) -> _Steps:
    waiting = to_interview(file, names)
    for name in _to_ask(file, names):
        yield "interview", (name,) if name in waiting else ()


def _feedback(file: CaseFile, _names: Mapping[str, str]) -> _Steps:
    case = file.case
    yield "plan_feedback", _unless(any(_stands(file, "feedback_session")), "feedback_session")
    yield "items", _unless(bool(file.items), "items")
    yield "hold_feedback", _not_held(file, "feedback_session")
    yield "answers", _of_each([one.id for one in file.items if unanswered(one)], file.items, "items")
    yield "common_goal", _unless(bool(case.common_goal.strip()), "common_goal")
    yield "skills", _unless(any(one.taught_on for one in case.skills), "skills")


def _alignment(file: CaseFile, names: Mapping[str, str]) -> _Steps:
    case = file.case
    yield "plan_alignment", _unless(any(_stands(file, "alignment")), "alignment")
    expected = {one.of_id for one in file.expectations}
    yield "expect", [one for one in case.leader_ids if one not in expected]
    yield "hold_alignment", _not_held(file, "alignment")
    open_ones = [one.id for one in file.expectations if unsigned(one, case, names)]
    yield "sign", _of_each(open_ones, file.expectations, "expectations")
    committed = {one.leader_id for one in file.commitments}
    yield "commit", [one for one in case.leader_ids if one not in committed]
    untold = [one.id for one in file.commitments if one.told_on is None]
    yield "tell", _of_each(untold, file.commitments, "commitments")


def _support(file: CaseFile, _names: Mapping[str, str]) -> _Steps:
    series = file.series
    yield "series", _unless(bool(series), "series")
    planned = [one.id for one in series if one.state == "planned"]
    yield "hold_session", _of_each(planned, series, "series")


def _review(file: CaseFile, _names: Mapping[str, str]) -> _Steps:
    yield "plan_closing", _unless(any(_stands(file, "closing")), "closing")
    yield "hold_closing", _not_held(file, "closing")
    yield "close", _unless(file.case.stage == "closed", "close")


_STEPS = {
    "briefing": _briefing,
    "intake": _intake,
    "feedback": _feedback,
    "alignment": _alignment,
    "support": _support,
    "review": _review,
}


def _unless(is_done: bool, what: str) -> tuple[str, ...]:  # noqa: FBT001  # read as it is said
    return () if is_done else (what,)


def _of_each(missing: Sequence[str], of: Sequence[object], what: str) -> Sequence[str]:
    """What is missing of some records; the records themselves while there are none."""
    return missing if of else (what,)


def _stands(file: CaseFile, kind: str) -> Iterator[Meeting]:
    """The meetings of a kind that are planned or were held."""
    return (one for one in file.meetings_of(kind) if one.state in ("planned", "held"))


def _not_held(file: CaseFile, kind: str) -> tuple[str, ...]:
    """The planned meeting of a kind while none was held."""
    own = list(_stands(file, kind))
    if any(one.state == "held" for one in own):
        return ()
    return tuple(one.id for one in own) or (kind,)
