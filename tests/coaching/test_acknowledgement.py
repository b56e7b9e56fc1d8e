"""Where the leader stands on an issue, and the nine steps for when they do not see it."""

import datetime as dt
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachdesk.coaching.acknowledgement import NEXT, State, acknowledged, contested_since, state_of
from coachdesk.coaching.playbook import load_steps, playbook
from coachdesk.records.base import InvalidRecord, Record
from coachdesk.records.case import Case
from coachdesk.records.consequence import Consequence
from coachdesk.records.decision import Decision, FitReview
from coachdesk.records.feedback360 import Round
from coachdesk.records.issue import Acknowledgement, Issue, Link
from coachdesk.records.plan import Expectation, Plan
from coachdesk.records.support import Support
from tests.coaching.notes import BO, TODAY, about, note

STEPS = load_steps()
DENIED = ({"state": "denied", "day": "2026-02-01"},)


def issue(*said: tuple[str, str], **values: Any) -> Issue:
    acknowledgements = [{"state": state, "day": day} for state, day in said]
    return about(
        Issue, **{"title": "Answers a different question", "acknowledgements": acknowledgements} | values
    )


def test_an_issue_that_nobody_spoke_of_is_not_raised() -> None:
    assert state_of(issue()) == "not_raised"
    assert contested_since(issue()) is None


def test_the_latest_transition_says_where_the_leader_stands_and_stood() -> None:
    one = issue(("raised", "2026-01-01"), ("denied", "2026-01-01"), ("partly", "2026-02-01"))
    assert state_of(one) == "partly"
    assert state_of(one, "2026-01-31") == "denied"
    assert state_of(one, "2026-02-01") == "partly"
    assert state_of(one, "2025-12-31") == "not_raised"


@pytest.mark.parametrize(
    ("said", "since"),
    [
        ((("denied", "2026-01-01"), ("disputed", "2026-02-01")), "2026-01-01"),
        ((("denied", "2026-01-01"), ("partly", "2026-02-01")), None),
        ((("denied", "2026-01-01"), ("partly", "2026-02-01"), ("denied", "2026-03-01")), "2026-03-01"),
        ((("raised", "2026-01-01"),), None),
    ],
)
def test_it_is_contested_since_it_was_without_a_break(said: Any, since: str | None) -> None:
    assert contested_since(issue(*said)) == since


def test_what_was_said_today_is_put_down_today() -> None:
    said = Acknowledgement(state="raised", day=TODAY.isoformat())
    assert state_of(acknowledged(issue(), said, TODAY)) == "raised"


def test_every_state_says_what_may_follow_it() -> None:
    assert set(NEXT) == set(get_args(State))
    assert NEXT["withdrawn"] == ("raised",)
    assert "withdrawn" not in NEXT["not_raised"]


@pytest.mark.parametrize(
    ("said", "state", "day", "problem"),
    [
        ((), "withdrawn", "2026-03-01", "cannot_follow"),
        ((("raised", "2026-01-01"), ("withdrawn", "2026-02-01")), "denied", "2026-03-01", "cannot_follow"),
        ((), "raised", "2026-03-11", "not_yet_past"),
        ((("raised", "2026-03-01"),), "denied", "2026-02-01", "dates_run_backwards"),
    ],
)
def test_what_cannot_have_been_said_says_why(said: Any, state: Any, day: str, problem: str) -> None:
    with pytest.raises(InvalidRecord) as refused:
        acknowledged(issue(*said), Acknowledgement(state=state, day=day), TODAY)
    assert refused.value.problem == problem


@given(st.data())
def test_whatever_follows_is_the_state_then_and_the_days_are_in_order(data: st.DataObject) -> None:
    one, day, followed = issue(), dt.date(2025, 1, 1), list[State]()
    for _ in range(data.draw(st.integers(1, 6))):
        day += dt.timedelta(days=data.draw(st.integers(0, 40)))
        state = data.draw(st.sampled_from(NEXT[state_of(one)]))
        one = acknowledged(one, Acknowledgement(state=state, day=day.isoformat()), TODAY)
        assert state_of(one) == state
        followed.append(state)
    assert [each.state for each in one.acknowledgements] == followed
    days = [each.day for each in one.acknowledgements]
    assert days == sorted(days)
    assert days[-1] == day.isoformat()


def test_the_list_has_the_nine_steps_of_the_seed_in_order() -> None:
    assert [one.key for one in STEPS] == [
        "clarity",
        "causes",
        "listening",
        "feedback360",
        "third_party",
        "consequences",
        "document",
        "fit",
        "decision",
    ]
    assert all(one.title and one.hint and one.does for one in STEPS)


@pytest.mark.parametrize("state", ["raised", "acknowledged", "partly", "withdrawn"])
def test_the_playbook_is_offered_only_when_the_leader_does_not_see_it(state: str) -> None:
    assert playbook(issue(("raised", "2026-01-01"), (state, "2026-02-01")), (), STEPS) is None
    assert playbook(issue(), (), STEPS) is None


def test_at_first_every_step_is_open_and_the_first_is_next() -> None:
    one = issue(("denied", "2026-02-01"))
    found = playbook(one, (), STEPS)
    assert found is not None
    assert (found.issue_id, found.since, found.next_step) == (one.id, "2026-02-01", "clarity")
    assert {step.state for step in found.steps} == {"open"}
    assert [step.key for step in found.steps] == [step.key for step in STEPS]


def test_a_step_is_as_the_manager_marked_it() -> None:
    steps = [
        {"key": "clarity", "state": "done", "day": "2026-02-02", "entry_id": "e1"},
        {"key": "causes", "state": "skipped", "day": "2026-02-03", "reason": "He asked me not to"},
    ]
    found = playbook(issue(acknowledgements=DENIED, steps=steps), (), STEPS)
    assert found is not None
    done, skipped, *_ = found.steps
    assert (done.state, done.day, done.record_id, done.is_marked) == ("done", "2026-02-02", "e1", True)
    assert (skipped.state, skipped.reason, skipped.is_marked) == ("skipped", "He asked me not to", True)
    assert found.next_step == "listening"


DONE = {
    "clarity": lambda day: about(Expectation, text="Name it", restated="I name it", restated_on=day),
    "causes": lambda day: note(day, intent="I wanted to be thorough"),
    "listening": lambda day: note(day, account="I did answer"),
    "feedback360": lambda day: about(Round, title="Spring", opened_on=day),
    "third_party": lambda day: about(
        Case, title="With a coach", opened_on=day, parties=({"role": "coach", "name": "Cy"},)
    ),
    "consequences": lambda day: about(Consequence, what="Another role", said_on=day),
    "fit": lambda day: about(FitReview, day=day),
    "decision": lambda day: about(Decision, title="PIP", decided_on=day),
}


@pytest.mark.parametrize("key", [one.key for one in STEPS if one.key != "document"])
def test_what_is_on_file_since_the_denial_shows_that_a_step_was_done(key: str) -> None:
    records = [DONE[key]("2026-02-20"), DONE[key]("2026-02-10"), DONE[key]("2026-01-10")]
    found = playbook(issue(acknowledgements=DENIED), records, STEPS)
    assert found is not None
    done = {step.key: step for step in found.steps if step.state == "done"}
    assert set(done) == {key}
    assert (done[key].day, done[key].record_id, done[key].is_marked) == ("2026-02-10", records[1].id, False)


@pytest.mark.parametrize("told_on", ["2026-01-20", "2026-02-20"])
def test_causes_that_were_told_are_the_step_done_whenever_it_was(told_on: str) -> None:
    one = issue(acknowledgements=DENIED, causes="Two projects ended in one week", causes_on=told_on)
    found = playbook(one, (), STEPS)
    assert found is not None
    assert [(step.key, step.day, step.record_id) for step in found.steps if step.state == "done"] == [
        ("causes", told_on, one.id)
    ]


@pytest.mark.parametrize(
    ("key", "record"),
    [
        ("third_party", about(Support, what="Coach", type="coach", offered_on="2026-02-10")),
        ("decision", about(Plan, kind="pip", started="2026-02-10")),
    ],
)
def test_a_coach_and_an_improvement_plan_are_steps_too(key: str, record: Record) -> None:
    found = playbook(issue(acknowledgements=DENIED), [record], STEPS)
    assert found is not None
    assert [step.key for step in found.steps if step.state == "done"] == [key]


def test_a_note_that_is_linked_to_the_issue_is_a_record_kept() -> None:
    one, kept = issue(acknowledgements=DENIED), note("2026-02-10")
    link = about(Link, entry_id=kept.id, target_id=one.id)
    found = playbook(one, [kept, note("2026-02-03"), link], STEPS)
    assert found is not None
    assert [(step.key, step.record_id) for step in found.steps if step.state == "done"] == [
        ("document", kept.id)
    ]


@pytest.mark.parametrize(
    "record",
    [
        note("2026-02-10", BO, account="I did answer"),
        note("2026-02-10", lane="reflection", account="I did answer", intent="To be heard"),
        about(Case, title="Without a third", opened_on="2026-02-10", parties=({"role": "hr", "name": "Di"},)),
        about(
            Support,
            what="Coach",
            type="coach",
            offered_on="2026-02-10",
            answer="declined",
            answered_on="2026-02-11",
        ),
        about(Consequence, what="Not said yet"),
        about(Plan, started="2026-02-10"),
        about(Expectation, text="Told only", told_on="2026-02-10"),
    ],
)
def test_what_is_of_others_or_only_half_done_shows_nothing(record: Record) -> None:
    found = playbook(issue(acknowledgements=DENIED), [record], STEPS)
    assert found is not None
    assert {step.state for step in found.steps} == {"open"}


def test_after_the_last_step_there_is_no_next() -> None:
    steps = [{"key": one.key, "state": "done", "day": "2026-02-02"} for one in STEPS]
    found = playbook(issue(acknowledgements=DENIED, steps=steps), (), STEPS)
    assert found is not None
    assert found.next_step is None


def test_a_step_that_was_added_to_the_list_is_done_by_saying_so() -> None:
    added = type(STEPS[0])(key="lunch", title="Have lunch", hint="", does="")
    found = playbook(issue(acknowledgements=DENIED), [note("2026-02-10")], [added])
    assert found is not None
    assert found.next_step == "lunch"
