"""What appears on the timeline: each moment once, on its day, and nothing that stays with the manager."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachdesk.coaching.milestone import Milestone, Revision
from coachdesk.coaching.milestone_rules import RULES
from coachdesk.coaching.milestones import milestones
from coachdesk.records.about import AboutLeaders
from coachdesk.records.case import Case, Commitment, FeedbackItem, Intake, MutualExpectation
from coachdesk.records.consequence import Consequence, Letter
from coachdesk.records.decision import Decision, FitReview
from coachdesk.records.feedback360 import Round
from coachdesk.records.forms import COACHING, RECORD_TYPES, type_name
from coachdesk.records.issue import Issue, Link
from coachdesk.records.meeting import Meeting
from coachdesk.records.plan import Expectation, Goal, Plan
from coachdesk.records.protected import ProtectedEvent
from coachdesk.records.support import Support
from coachdesk.records.talk import Preparation
from tests.coaching.notes import ADA, BO, about

TODAY = dt.date(2026, 12, 31)


def found(*states: AboutLeaders, days: tuple[str, ...] = ("2026-01-01",)) -> list[Milestone]:
    history = [Revision(day, state) for day, state in zip(days, states, strict=True)]
    return list(milestones([history], TODAY))


def keys(*states: AboutLeaders, days: tuple[str, ...] = ("2026-01-01",)) -> list[tuple[str, str]]:
    return [(one.day, one.key) for one in found(*states, days=days)]


SIGNED = {"role": "sponsor", "name": "Cy", "day": "2026-02-05"}
ANSWERS = (
    {"leader_id": ADA, "state": "agreed", "words": "Yes", "day": "2026-02-03"},
    {"leader_id": BO, "state": "disputed", "day": "2026-02-04"},
)
HAPPENED: list[tuple[AboutLeaders, list[tuple[str, str]]]] = [
    (
        about(
            Issue,
            title="a",
            acknowledgements=(
                {"state": "raised", "day": "2026-02-01"},
                {"state": "denied", "day": "2026-02-02"},
                {"state": "acknowledged", "day": "2026-03-02"},
            ),
        ),
        [
            ("2026-02-01", "issue_raised"),
            ("2026-02-02", "issue_denied"),
            ("2026-03-02", "issue_acknowledged"),
        ],
    ),
    (about(Plan, started="2026-02-01"), [("2026-02-01", "plan_started")]),
    (about(Goal, plan_id="p", title="a"), [("2026-01-01", "goal_set")]),
    (
        about(Expectation, text="a", told_on="2026-02-01", restated="b", restated_on="2026-02-02"),
        [("2026-02-01", "expectation_told"), ("2026-02-02", "expectation_restated")],
    ),
    (about(Expectation, text="a"), []),
    (
        about(
            Support,
            what="Coach",
            offered_on="2026-02-01",
            answer="accepted",
            answered_on="2026-02-02",
            delivered_on="2026-02-03",
        ),
        [
            ("2026-02-01", "support_offered"),
            ("2026-02-02", "support_accepted"),
            ("2026-02-03", "support_delivered"),
        ],
    ),
    (about(Support, what="Coach", offered_on="2026-02-01"), [("2026-02-01", "support_offered")]),
    (about(Meeting, at={"local": "2026-02-01T15:00"}), []),
    (about(Meeting, at={"local": "2026-02-01T15:00"}, state="cancelled"), []),
    (about(Meeting, at={"local": "2026-02-01T15:00"}, state="missed"), [("2026-02-01", "meeting_missed")]),
    (about(Consequence, what="a", said_on="2026-02-01"), [("2026-02-01", "consequence_said")]),
    (about(Consequence, what="a"), []),
    (
        about(Letter, kind="pip", of_id="p", handed_on="2026-02-01", to="Ada", digest="0" * 64),
        [("2026-02-01", "letter_handed_over")],
    ),
    (
        about(Round, title="a", opened_on="2026-02-01", closed_on="2026-03-01"),
        [("2026-03-01", "round_closed")],
    ),
    (about(Round, title="a", opened_on="2026-02-01"), []),
    (
        about(
            Case,
            title="a",
            opened_on="2026-02-01",
            briefings=({"day": "2026-02-02", "to": "Ada"},),
            stage="closed",
            closed_on="2026-06-01",
        ),
        [("2026-02-01", "case_opened"), ("2026-02-02", "briefing"), ("2026-06-01", "case_closed")],
    ),
    (about(Case, title="a", opened_on="2026-02-01"), [("2026-02-01", "case_opened")]),
    (about(Intake, case_id="c", interviewee="Cy", day="2026-02-01"), []),
    (
        about(Intake, case_id="c", interviewee="Cy", day="2026-02-01", released=True),
        [("2026-02-01", "intake_held")],
    ),
    (
        about(FeedbackItem, leader_ids=(ADA, BO), case_id="c", text="a", answers=ANSWERS),
        [("2026-02-03", "feedback_agreed"), ("2026-02-04", "feedback_disputed")],
    ),
    (
        about(MutualExpectation, case_id="c", text="a", sign_offs=(SIGNED,)),
        [("2026-02-05", "alignment_signed_off")],
    ),
    (
        about(Commitment, case_id="c", leader_id=ADA, affected="Cy", told_on="2026-02-01"),
        [("2026-02-01", "commitment_told")],
    ),
    (about(Commitment, case_id="c", leader_id=ADA, affected="Cy"), []),
    (about(Decision, title="a", decided_on="2026-02-01"), [("2026-02-01", "decision_made")]),
    (about(FitReview, day="2026-02-01"), [("2026-02-01", "fit_reviewed")]),
    (about(Preparation, next_on="2026-02-01"), []),
    (about(Link, entry_id="e", target_id="t"), []),
    (about(ProtectedEvent, day="2026-02-01", type="leave"), []),
]


@pytest.mark.parametrize(("record", "happened"), HAPPENED)
def test_each_record_appears_where_a_reader_expects_it(
    record: AboutLeaders, happened: list[tuple[str, str]]
) -> None:
    assert keys(record) == happened
    for one in found(record):
        assert (one.record_id, one.record_type) == (record.id, type_name(record))
        assert one.leader_ids == record.leader_ids


def test_every_type_of_coaching_record_was_thought_of() -> None:
    without = {Link, Preparation, ProtectedEvent}
    assert set(RULES) | without == {RECORD_TYPES[name] for name in COACHING}
    assert {type(record) for record, _ in HAPPENED} == set(RULES) | without


def test_what_no_record_dates_is_dated_by_the_revision_that_said_so() -> None:
    goal = about(Goal, plan_id="p", title="a")
    met = goal.changed(status="met")
    days = ("2026-01-01", "2026-02-01", "2026-03-01", "2026-04-01", "2026-05-01")
    history = (goal, met, goal, met, met.changed(measure="Counted"))
    assert keys(*history, days=days) == [("2026-01-01", "goal_set"), ("2026-04-01", "goal_met")]
    plan = about(Plan, started="2026-01-05", kind="pip")
    closed = (plan, plan.changed(status="closed"))
    assert keys(*closed, days=days[:2]) == [("2026-01-05", "plan_started"), ("2026-02-01", "plan_closed")]
    issue = about(Issue, title="a")
    assert keys(issue, issue.changed(status="resolved"), days=days[:2]) == [("2026-02-01", "issue_resolved")]


def test_a_meeting_appears_at_its_time_and_each_move_on_the_day_it_was_moved() -> None:
    at = {"local": "2026-02-01T15:00", "zone": "Europe/London"}
    to = {"local": "2026-02-03T09:30", "zone": "Europe/London"}
    moves = ({"at": at, "to": to, "moved_on": "2026-01-30", "reason": "Board meeting"},)
    meeting = about(Meeting, kind="three_way", at=to, moves=moves, state="held")
    move, held = found(meeting)
    assert (move.day, move.key, move.time) == ("2026-01-30", "meeting_moved", "")
    assert move.facts == {
        "kind": "three_way",
        "from": "2026-02-01T15:00",
        "to": "2026-02-03T09:30",
        "reason": "Board meeting",
    }
    assert (held.day, held.time, held.zone, held.sort_key) == (
        "2026-02-03",
        "09:30",
        "Europe/London",
        "2026-02-03T09:30",
    )


def test_a_decision_says_what_was_chosen_and_an_answer_whose_it_is() -> None:
    options = ({"kind": "continue"}, {"kind": "role_change", "chosen": True})
    (made,) = found(about(Decision, title="a", decided_on="2026-02-01", options=options))
    assert made.facts == {"title": "a", "chosen": "role_change"}
    (said,) = found(about(Consequence, what="a", said_on="2026-02-01", by_day="2026-03-01"))
    assert said.facts == {"what": "a", "by_day": "2026-03-01"}
    agreed, _ = found(about(FeedbackItem, leader_ids=(ADA, BO), case_id="c", text="t", answers=ANSWERS))
    assert agreed.facts == {"text": "t", "leader_id": ADA, "words": "Yes"}


def test_whoever_signs_off_on_one_day_does_so_at_one_moment() -> None:
    others = [SIGNED | {"name": "Di"}, SIGNED | {"name": "Ed", "day": "2026-02-09"}]
    first, second = found(about(MutualExpectation, case_id="c", text="a", sign_offs=(SIGNED, *others)))
    assert (first.day, first.facts["name"]) == ("2026-02-05", "Cy, Di")
    assert (second.day, second.facts["name"]) == ("2026-02-09", "Ed")


def test_what_is_to_come_is_no_milestone() -> None:
    history = [Revision("2026-01-01", about(Plan, started="2026-02-01"))]
    assert milestones([history], dt.date(2026, 1, 31)) == ()
    assert len(milestones([history], dt.date(2026, 2, 1))) == 1


@given(
    st.permutations([record for record, _ in HAPPENED]), st.dates(dt.date(2026, 1, 1), dt.date(2026, 6, 1))
)
def test_milestones_are_in_order_whatever_order_the_records_come_in(
    records: list[Any], today: dt.date
) -> None:
    histories = [[Revision("2026-01-01", record)] for record in records]
    all_of_them = milestones(histories, today)
    assert [one.sort_key for one in all_of_them] == sorted(one.sort_key for one in all_of_them)
    assert all(one.day <= today.isoformat() for one in all_of_them)
    expected = [(day, key) for _, happened in HAPPENED for day, key in happened if day <= today.isoformat()]
    assert sorted((one.day, one.key) for one in all_of_them) == sorted(expected)


def test_of_one_day_what_was_raised_stands_before_its_answer_and_the_older_record_first() -> None:
    said = ({"state": "raised", "day": "2026-02-01"}, {"state": "denied", "day": "2026-02-01"})
    older, newer = (about(Issue, title=title, acknowledgements=said) for title in "ba")
    found = milestones([[Revision("2026-01-01", one)] for one in (older, newer)], TODAY)
    assert [(one.facts["title"], one.key) for one in found] == [
        ("b", "issue_raised"),
        ("b", "issue_denied"),
        ("a", "issue_raised"),
        ("a", "issue_denied"),
    ]
