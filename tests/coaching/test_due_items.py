"""What is due, line by line: each thing on its day, the longest overdue first, and nothing of a reflection."""

import datetime as dt
from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachdesk.coaching.due import NOTHING, due_of, is_untold
from coachdesk.coaching.due_items import DueItem, due_items
from coachdesk.records.base import Record
from coachdesk.records.case import Case, Commitment
from coachdesk.records.consequence import Consequence, Letter
from coachdesk.records.decision import Decision
from coachdesk.records.entry import Entry
from coachdesk.records.issue import Issue
from coachdesk.records.meeting import Meeting
from coachdesk.records.people import Leader
from coachdesk.records.plan import Expectation, Goal, Plan
from coachdesk.records.support import Support
from tests.coaching.notes import ADA, BO, TODAY, about, note, notes

YESTERDAY, TOMORROW = "2026-03-09", "2026-03-11"
TOLD = {"state": "told", "day": "2026-03-03"}
CADENCE = {"every_weeks": 2, "weekday": 0, "time": "10:00", "zone": "UTC", "minutes": 30}


def due(*records: Record, **values: Any) -> list[tuple[str, str, str | None, int]]:
    items = due_items(records, TODAY, **values)
    return [(item.kind, item.record_id, item.day, item.overdue_days) for item in items]


def meeting(day: str, **values: Any) -> Meeting:
    return about(Meeting, at={"local": f"{day}T15:00"}, **values)


def test_a_meeting_is_due_on_its_day_and_until_somebody_says_how_it_went() -> None:
    today, late, later = meeting("2026-03-10"), meeting("2026-03-01"), meeting(TOMORROW)
    said = [meeting("2026-03-01", state=state) for state in ("held", "missed", "cancelled")]
    assert due(today, late, later, *said) == [
        ("meeting", late.id, "2026-03-01", 9),
        ("meeting", today.id, "2026-03-10", 0),
    ]
    assert due(later, ahead_days=7) == [("meeting", later.id, TOMORROW, -1)]


def test_a_check_in_of_the_rhythm_without_a_meeting_is_due() -> None:
    plan = about(Plan, started="2026-03-01", cadence=CADENCE)
    assert due(plan) == [("check_in", plan.id, "2026-03-02", 8)]
    assert due(plan, meeting("2026-03-02", of_id=plan.id, state="held")) == []


def test_action_points_and_examples_of_an_entry_are_lines_of_their_own() -> None:
    points = [
        {"text": "a", "due": TOMORROW},
        {"text": "b", "due": YESTERDAY},
        {"text": "c"},
        {"text": "d", "due": YESTERDAY, "done": YESTERDAY},
    ]
    one = note("2026-03-02", action_points=points)
    items = due_items([one], TODAY)
    assert [(item.kind, item.point, item.day, item.overdue_days) for item in items] == [
        ("example", None, "2026-03-02", 8),
        ("action_point", 1, YESTERDAY, 1),
        ("action_point", 2, None, 0),
    ]


def test_what_the_manager_promised_themselves_is_not_in_this_list() -> None:
    own = note("2026-03-02", lane="reflection", action_points=[{"text": "Listen", "due": YESTERDAY}])
    assert due(own) == []


def test_a_goal_is_due_on_its_day_while_it_and_its_plan_are_open() -> None:
    plan = about(Plan, started="2026-01-01")
    closed = about(Plan, started="2026-01-01", status="closed")
    goal = about(Goal, plan_id=plan.id, title="Answer first", due="2026-03-01")
    others = [
        about(Goal, plan_id=plan.id, title="No day"),
        about(Goal, plan_id=plan.id, title="Met", due="2026-03-01", status="met"),
        about(Goal, plan_id=plan.id, title="Later", due=TOMORROW),
        about(Goal, plan_id=closed.id, title="Of old", due="2026-03-01"),
    ]
    assert due(plan, closed, goal, *others) == [("goal", goal.id, "2026-03-01", 9)]


def test_support_is_owed_from_the_day_it_was_accepted() -> None:
    answered = {"offered_on": "2026-02-01", "answered_on": "2026-02-08"}
    owed = about(Support, what="Coach", answer="accepted", **answered)
    others = [
        about(Support, what="Mentor", offered_on="2026-02-01"),
        about(Support, what="Course", answer="declined", **answered),
        about(Support, what="Time", answer="accepted", delivered_on="2026-03-01", **answered),
    ]
    assert due(owed, *others) == [("support", owed.id, "2026-02-08", 30)]


def test_a_reflection_that_was_asked_for_is_due_on_its_day_until_it_comes() -> None:
    asked = {"asked_on": "2026-03-01", "by_day": "2026-03-08"}
    waits = about(Issue, title="Interrupts", self_reflections=(asked,))
    came = about(Issue, title="Late", self_reflections=(asked | {"came_on": "2026-03-08"},))
    resolved = about(Issue, title="Loud", status="resolved", self_reflections=(asked,))
    assert due(waits, came, resolved) == [("self_reflection", waits.id, "2026-03-08", 2)]
    later = about(Issue, title="Late", self_reflections=(asked | {"by_day": TOMORROW},))
    assert due(later) == []


def test_expectations_and_commitments_wait_to_be_told_without_a_day() -> None:
    expectation = about(Expectation, text="Name the customer's cost")
    case = about(Case, title="Dispatch", opened_on="2026-01-05")
    commitment = about(Commitment, case_id=case.id, leader_id=ADA, affected="Cy")
    told = [
        about(Expectation, text="Done", told_on="2026-03-01"),
        about(Commitment, case_id=case.id, leader_id=ADA, affected="Di", told_on="2026-03-01"),
    ]
    assert due(expectation, case, commitment, *told) == [
        ("commitment", commitment.id, None, 0),
        ("expectation", expectation.id, None, 0),
    ]


def test_nothing_is_due_of_a_plan_or_a_case_that_was_withdrawn() -> None:
    plan = about(Plan, started="2026-01-01")
    case = about(Case, title="Dispatch", opened_on="2026-01-05")
    theirs = [
        meeting("2026-03-01", of_id=plan.id),
        about(Goal, plan_id=plan.id, title="Answer first", due="2026-03-01"),
        meeting("2026-03-01", of_id=case.id),
        about(Commitment, case_id=case.id, leader_id=ADA, affected="Cy"),
    ]
    assert len(due(plan, case, *theirs)) == 4
    assert due(*theirs) == []


def test_a_formal_consequence_that_was_said_and_a_pip_are_handed_over_in_writing() -> None:
    said = about(Consequence, what="Another role", formal=True, said_on="2026-03-01")
    pip = about(Plan, kind="pip", started="2026-03-02")
    others = [
        about(Consequence, what="Informal", said_on="2026-03-01"),
        about(Consequence, what="Not said", formal=True),
        about(Plan, kind="pip", started="2026-03-02", status="closed"),
    ]
    assert due(said, pip, *others) == [
        ("letter", said.id, "2026-03-01", 9),
        ("letter", pip.id, "2026-03-02", 8),
    ]
    letters = [
        about(Letter, kind=kind, of_id=of.id, handed_on="2026-03-03", to="Ada", digest="0" * 64)
        for kind, of in (("consequence", said), ("pip", pip))
    ]
    assert due(said, pip, *letters) == []


def test_a_decision_is_looked_at_again_unless_another_was_made_since() -> None:
    first = about(Decision, title="Go on", decided_on="2026-01-01", review_on="2026-03-01")
    assert due(first) == [("decision_review", first.id, "2026-03-01", 9)]
    second = about(Decision, title="Extend", decided_on="2026-03-02", review_on="2026-04-01")
    assert due(first, second) == []
    of_another = Decision.make(leader_ids=(BO,), title="Extend", decided_on="2026-03-02")
    assert due(first, of_another) == [("decision_review", first.id, "2026-03-01", 9)]
    assert due(about(Decision, title="For good", decided_on="2026-01-01")) == []


def test_a_leader_without_a_note_for_long_is_due_from_the_twenty_first_day() -> None:
    ada = Leader.make(name="Ada", id=ADA)
    quiet = {"kind": "conversation"}
    assert due(ada) == [("no_note", ADA, None, 0)]
    assert due(ada, note("2026-02-17", **quiet)) == [("no_note", ADA, "2026-03-10", 0)]
    assert due(ada, note("2026-02-18", **quiet)) == []
    assert due(ada, note("2026-03-10", **quiet)) == []
    assert due(ada, note("2026-02-01", **quiet), note("2026-02-10", **quiet), no_note_days=14) == [
        ("no_note", ADA, "2026-02-24", 14)
    ]
    assert due(ada, note("2026-03-09", lane="reflection", **quiet)) == [("no_note", ADA, None, 0)]
    assert due(ada, note("2026-03-19", **quiet)) == [("no_note", ADA, None, 0)]


def test_nothing_is_due_of_leaders_who_left_but_what_is_about_others_too() -> None:
    left, bo = Leader.make(name="Ada", id=ADA, archived=True), Leader.make(name="Bo", id=BO)
    of_both = Meeting.make(leader_ids=(ADA, BO), at={"local": "2026-03-01T15:00"})
    answered = {"offered_on": "2026-02-01", "answered_on": "2026-02-08"}
    records = (
        left,
        bo,
        of_both,
        about(Support, what="Coach", answer="accepted", **answered),
        note(YESTERDAY),
    )
    assert [one[:2] for one in due(*records)] == [("meeting", of_both.id), ("no_note", BO)]


def test_one_leaders_list_is_what_names_them() -> None:
    of_bo, of_both = note("2026-03-01", BO), note("2026-03-02", ADA, BO)
    assert [one[1] for one in due(of_bo, of_both, leader_id=ADA)] == [of_both.id]
    assert [one[1] for one in due(of_bo, of_both, leader_id=BO)] == [of_bo.id, of_both.id]


@given(notes, st.integers(0, 60))
def test_lines_come_in_order_and_those_to_come_only_if_asked(entries: list[Entry], ahead: int) -> None:
    items = due_items(entries, TODAY, ahead_days=ahead)
    assert list(items) == sorted(items, key=lambda item: -item.overdue_days)
    last = (TODAY + dt.timedelta(days=ahead)).isoformat()
    assert all(item.day is None or item.day <= last for item in items)
    assert set(due_items(entries, TODAY)) <= set(items)
    assert len(set(items)) == len(items)


@pytest.mark.parametrize("leader_id", [ADA, BO])
@given(notes)
def test_the_lines_are_those_that_the_list_of_leaders_counts(leader_id: str, entries: list[Entry]) -> None:
    """But for closed lanes: nobody is told of those, and what is dated ahead is not due yet."""
    counted = NOTHING
    for one in entries:
        if leader_id in one.leader_ids and one.lane == "ordinary" and one.occurred.day <= TODAY.isoformat():
            days = [point.due for point in one.action_points if point.done is None]
            untold = is_untold(one.kind, one.told.state if one.told else None)
            counted += due_of(days, TODAY, untold=untold)
    past = [one for one in entries if one.lane == "ordinary" and one.occurred.day <= TODAY.isoformat()]
    items = due_items(past, TODAY, leader_id)
    kinds = Counter((item.kind, item.overdue_days > 0) for item in items)
    assert kinds["action_point", True] == counted.overdue
    assert kinds["action_point", False] == counted.open
    assert kinds["example", True] + kinds["example", False] == counted.untold


@given(notes)
def test_no_line_names_a_reflection(entries: list[Entry]) -> None:
    own = {one.id for one in entries if one.lane == "reflection"}
    assert not own & {item.record_id for item in due_items(entries, TODAY, ahead_days=999)}


def test_a_line_is_a_plain_value() -> None:
    one = note("2026-03-10")
    assert due_items([one], TODAY) == (DueItem("example", one.id, (ADA,), "2026-03-10", 0),)
