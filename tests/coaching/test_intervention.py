"""An intervention by its steps: each asks for what the method asks for, in its order, and is done when it is there."""

import datetime as dt
from typing import Any

from coachdesk.coaching.intervention import (
    STAGES,
    CaseFile,
    came_last,
    case_file,
    next_step,
    signers,
    stage_after,
    steps,
    to_interview,
    unsigned,
)
from coachdesk.records.case import Case, Commitment, FeedbackItem, Intake, MutualExpectation
from coachdesk.records.consequence import Consequence
from coachdesk.records.meeting import Meeting

TODAY = dt.date(2026, 3, 31)
NAMES = {"a": "Ada Marsh", "b": "Ben Ode"}
BOTH = ("a", "b")


def case(**values: Any) -> Case:
    return Case.make(**{"leader_ids": BOTH, "title": "Releases", "opened_on": "2026-03-02"} | values)


def meeting(of: Case, day: str, **values: Any) -> Meeting:
    return Meeting.make(
        **{"leader_ids": of.leader_ids, "of_id": of.id, "at": {"local": f"{day}T10:00"}} | values
    )


def missing(file: CaseFile, key: str) -> tuple[str, ...]:
    (found,) = (one for one in steps(file, NAMES) if one.key == key)
    return found.missing


def briefed() -> Case:
    """A case of which everything in the briefing is there but the consequence."""
    return case(
        impact={
            "work_performance": "Late.",
            "leadership_effectiveness": "Split.",
            "organisation": "Two leave.",
        },
        parties=[{"role": "sponsor", "name": "Iris Vale"}, {"role": "coach", "name": "Omar Reyes"}],
        agreement={"sponsor_may_hear": "Attendance", "agreed_on": "2026-03-03"},
        briefings=[{"day": "2026-03-04", "to": name} for name in NAMES.values()],
    )


def test_a_case_that_begins_asks_for_the_three_impacts_first() -> None:
    file = case_file(case(), ())
    step = next_step(file, NAMES)
    assert step is not None
    assert (step.key, step.missing) == (
        "impact",
        ("work_performance", "leadership_effectiveness", "organisation"),
    )
    assert missing(file, "parties") == ("sponsor", "coach")
    assert missing(file, "brief") == ("Ada Marsh", "Ben Ode")
    assert [one.stage for one in steps(file, NAMES)] == sorted(
        (one.stage for one in steps(file, NAMES)), key=STAGES.index
    )


def test_every_leader_needs_a_consequence_that_was_said() -> None:
    of = briefed()
    said = Consequence.make(leader_ids=("a",), what="The career derails", said_on="2026-03-05")
    unsaid = Consequence.make(leader_ids=("b",), what="The career derails")
    file = case_file(of, (said, unsaid))
    assert next_step(file, NAMES) is not None
    assert missing(file, "consequence") == ("b",)
    done = case_file(of, (said, unsaid.changed(said_on="2026-03-05")))
    assert next_step(done, NAMES) is None


def test_a_mediator_does_for_a_coach() -> None:
    of = case(parties=[{"role": "sponsor", "name": "Iris"}, {"role": "mediator", "name": "Max"}])
    assert missing(case_file(of, ()), "parties") == ()
    assert ("mediator", "Max") in signers(of, NAMES)


def test_the_leaders_and_those_affected_are_interviewed() -> None:
    of = case(parties=[{"role": "affected", "name": "Pia"}, {"role": "hr", "name": "Ulla"}])
    held = Intake.make(leader_ids=BOTH, case_id=of.id, interviewee="Ada Marsh", day="2026-03-09")
    other = Intake.make(leader_ids=BOTH, case_id="another", interviewee="Pia", day="2026-03-09")
    assert to_interview(case_file(of, (held, other)), NAMES) == ("Ben Ode", "Pia")


def test_feedback_wants_the_answer_of_each_leader_and_is_held_once() -> None:
    of = case(stage="feedback")
    session = meeting(of, "2026-03-16", kind="feedback_session")
    item = FeedbackItem.make(leader_ids=BOTH, case_id=of.id, text="Talks over the other")
    file = case_file(of, ())
    assert missing(file, "plan_feedback")
    assert missing(file, "hold_feedback") == ("feedback_session",)
    file = case_file(of, (session, item))
    assert missing(file, "plan_feedback") == ()
    assert missing(file, "hold_feedback") == (session.id,)
    assert missing(file, "answers") == (item.id,)
    answers = [{"leader_id": one, "state": "agreed", "day": "2026-03-16"} for one in BOTH]
    file = case_file(of, (session.changed(state="held"), item.changed(answers=answers)))
    assert missing(file, "hold_feedback") == missing(file, "answers") == ()


def test_a_session_that_was_missed_is_planned_again() -> None:
    of = case(stage="feedback")
    missed = meeting(of, "2026-03-16", kind="feedback_session", state="missed")
    step = next_step(case_file(of, (missed,)), NAMES)
    assert step is not None
    assert step.key == "plan_feedback"


def test_four_parties_sign_off_and_each_leader_commits() -> None:
    of = briefed().changed(stage="alignment")
    expected = MutualExpectation.make(
        leader_ids=BOTH, case_id=of.id, by_id="a", of_id="b", text="Says it first"
    )
    assert unsigned(expected, of, NAMES) == (
        ("leader", "Ada Marsh"),
        ("leader", "Ben Ode"),
        ("sponsor", "Iris Vale"),
        ("coach", "Omar Reyes"),
    )
    file = case_file(of, (expected,))
    assert missing(file, "expect") == ("a",)
    assert missing(file, "sign") == (expected.id,)
    signed = [{"role": role, "name": name, "day": "2026-03-20"} for role, name in signers(of, NAMES)]
    told = Commitment.make(leader_ids=BOTH, case_id=of.id, leader_id="a", affected="Pia")
    file = case_file(of, (expected.changed(sign_offs=signed), told))
    assert missing(file, "sign") == ()
    assert missing(file, "commit") == ("b",)
    assert missing(file, "tell") == (told.id,)


def test_somebody_who_is_not_named_yet_has_not_signed() -> None:
    of = case()
    expected = MutualExpectation.make(leader_ids=BOTH, case_id=of.id, text="Says it first")
    assert ("sponsor", "") in unsigned(expected, of, NAMES)
    assert ("coach", "") in unsigned(expected, of, NAMES)


def test_support_goes_on_until_no_session_is_planned_any_more() -> None:
    of = case(stage="support")
    assert missing(case_file(of, ()), "series")
    first, second = (meeting(of, day, kind="individual") for day in ("2026-03-16", "2026-03-30"))
    other = meeting(case(), "2026-03-02", kind="individual")
    file = case_file(of, (second, first, other))
    assert file.series == (first, second)
    step = next_step(file, NAMES)
    assert step is not None
    assert step.missing == (first.id, second.id)
    kept = [first.changed(state="held"), second.changed(state="cancelled")]
    assert next_step(case_file(of, kept), NAMES) is None


def test_the_review_ends_with_the_case() -> None:
    of = case(stage="review")
    closing = meeting(of, "2026-03-30", kind="closing", state="held")
    step = next_step(case_file(of, (closing,)), NAMES)
    assert step is not None
    assert step.key == "close"
    closed = of.changed(stage="closed", closed_on="2026-03-30")
    assert next_step(case_file(closed, (closing,)), NAMES) is None
    assert [stage_after(of.changed(stage=stage)) for stage in STAGES] == [*STAGES[1:], None]
    assert stage_after(closed) is None


def test_what_came_last_is_told_by_its_day_and_never_from_ahead() -> None:
    of = briefed()
    file = case_file(of, ())
    found = came_last(file, TODAY)
    assert found is not None
    assert (found.key, found.day) == ("briefing", "2026-03-04")
    held = Intake.make(leader_ids=BOTH, case_id=of.id, interviewee="Pia", day="2026-03-09")
    ahead = Intake.make(leader_ids=BOTH, case_id=of.id, interviewee="Ben", day="2026-04-09")
    found = came_last(case_file(of, (held, ahead)), TODAY)
    assert found is not None
    assert (found.key, found.facts["interviewee"]) == ("intake_held", "Pia")
    assert came_last(case_file(of, ()), dt.date(2026, 3, 1)) is None


def test_the_closing_comes_after_the_meeting_of_that_day() -> None:
    of = case(stage="closed", closed_on="2026-03-30")
    found = came_last(case_file(of, (meeting(of, "2026-03-30", kind="closing", state="held"),)), TODAY)
    assert found is not None
    assert found.key == "case_closed"


def test_what_was_said_before_the_case_began_is_not_the_last_of_it() -> None:
    of = case()
    before = Consequence.make(leader_ids=("a",), what="Derails", said_on="2026-02-01")
    found = came_last(case_file(of, (before,)), TODAY)
    assert found is not None
    assert found.key == "case_opened"


def test_a_leader_who_is_no_longer_on_file_asks_for_no_interview() -> None:
    assert to_interview(case_file(case(), ()), {"a": "Ada Marsh"}) == ("Ada Marsh",)
