"""``coachdesk today``: what is due, in the groups of the window."""

import re
from pathlib import Path

import pytest

from coachdesk.coaching.due_items import Kind as DueKind
from coachdesk.records.case import Case, Commitment
from coachdesk.records.consequence import Consequence
from coachdesk.records.decision import Decision
from coachdesk.records.issue import Issue
from coachdesk.records.meeting import Meeting
from coachdesk.records.people import Leader
from coachdesk.records.plan import Expectation, Goal, Plan
from coachdesk.records.retention import Retention
from coachdesk.records.support import Support
from tests.cli.filing import OWN, Filed, day
from tests.making import entry


@pytest.fixture
def desk(journal_folder: Path, ada: Leader) -> Filed:
    return Filed(journal_folder, ada)


def due_of_every_kind(desk: Filed) -> None:
    slot = {"local": f"{day(-3)}T10:00", "zone": "UTC"}
    plan = Plan.make(
        leader_ids=desk.about,
        purpose="Finish sentences",
        started=day(-60),
        cadence={"every_weeks": 1, "weekday": 0, "time": "10:00", "zone": "UTC"},
    )
    case = Case.make(leader_ids=desk.about, title="Dispatch", opened_on=day(-60))
    desk.put(
        entry(
            desk.ada,
            kind="conversation",
            action_points=[
                {"text": "Bring the cost", "owner": "leader", "due": day(2)},
                {"text": "Ask Finance", "owner": "me"},
                {"text": "Call Bo", "owner": "me", "due": day(0)},
            ],
        ),
        plan,
        case,
        Meeting.make(leader_ids=desk.about, kind="three_way", at=slot),
        Goal.make(leader_ids=desk.about, plan_id=plan.id, title="Lets others finish", due=day(-1)),
        Goal.make(leader_ids=desk.about, plan_id=plan.id, title="Far away", due=day(30)),
        Support.make(
            leader_ids=desk.about,
            what="A mentor",
            offered_on=day(-9),
            answer="accepted",
            answered_on=day(-8),
        ),
        Issue.make(
            leader_ids=desk.about,
            title="Interrupts",
            self_reflections=[{"asked_on": day(-5), "by_day": day(1)}],
        ),
        Expectation.make(leader_ids=desk.about, text="Own the cost"),
        Commitment.make(leader_ids=desk.about, case_id=case.id, leader_id=desk.ada.id, affected="Night lead"),
        Consequence.make(leader_ids=desk.about, what="Another director", formal=True, said_on=day(-4)),
        Retention.make(leader_id=desk.ada.id, review_on=day(-1)),
        Decision.make(
            leader_ids=desk.about,
            title="Go on",
            decided_on=day(-40),
            review_on=day(-2),
            options=[{"kind": "continue", "chosen": True}],
        ),
    )


def test_everything_that_is_due_is_listed_in_the_groups_of_the_window(desk: Filed) -> None:
    due_of_every_kind(desk)
    out = desk.done("today").out
    groups = [line for line in out.splitlines()[1:] if line and not line.startswith(" ")]
    assert groups == [
        "Overdue",
        "Today",
        "In the next seven days",
        "Not told yet",
        "Open, without a day",
        "No note for a while",
    ]
    found = {one["kind"]: one for one in desk.json("today")}
    assert set(found) == set(DueKind.__args__)
    for kind, group, what in (
        ("meeting", "overdue", "Three-way call"),
        ("check_in", "overdue", "Plan the next check-in"),
        ("goal", "overdue", "Goal: Lets others finish"),
        ("support", "overdue", "Support that was accepted: A mentor"),
        ("self_reflection", "soon", "Their reflection: Interrupts"),
        ("letter", "overdue", "Hand over the letter: Consequence “Another director”"),
        ("decision_review", "overdue", "Look again at the decision: Go on"),
        ("retention", "overdue", "Is what is kept about them still needed?"),
        ("expectation", "tell", "Say what is expected: Own the cost"),
        ("commitment", "tell", "Commitment to change, not told yet: Night lead"),
        ("no_note", "quiet", "Write a note"),
    ):
        assert (found[kind]["group"], found[kind]["what"]) == (group, what)
        assert what in out
    assert "Far away" not in out
    assert re.search(r"2 days late +Ada Marsh +Look again", out)


def test_action_points_and_examples_are_due_with_their_own_words(desk: Filed) -> None:
    due_of_every_kind(desk)
    points = [one for one in desk.json("today", "ada") if one["kind"] == "action_point"]
    assert {(one["what"], one["group"], one["point"]) for one in points} == {
        ("Bring the cost", "soon", 0),
        ("Ask Finance", "open", 1),
        ("Call Bo", "today", 2),
    }
    assert re.search(
        rf"{desk.first.id[:8]}  of 5 Feb 2026 +Ada Marsh +Tell them: Planning", desk.done("today").out
    )


def test_what_two_share_is_due_once_and_one_leader_can_be_asked_for(desk: Filed) -> None:
    shared = entry(desk.ada, desk.grace, action_points=[{"text": "Agree the rota", "owner": "leader"}])
    desk.put(shared)
    out = desk.done("today").out
    assert out.count("Agree the rota") == 1
    assert "Ada Marsh, Grace Hopper  Agree the rota" in out
    of_grace = desk.done("today", "grace").out
    assert "Agree the rota" in of_grace
    assert "Planning" not in of_grace


def test_a_leader_noted_today_is_not_quiet_and_one_who_left_has_nothing_due(desk: Filed) -> None:
    desk.noted("Well said.", "--kind", "praise", "--told", "today")
    kinds = {one["kind"] for one in desk.json("today", "ada")}
    assert "no_note" not in kinds
    assert "example" in kinds
    desk.put(desk.ada.changed(archived=True), desk.grace.changed(archived=True))
    assert desk.done("today").out.startswith("Nothing is due.")
    assert desk.json("today") == []


def test_a_reflection_is_no_note_and_hides_none(desk: Filed) -> None:
    on = {"day": day(0), "precision": "day"}
    reflection = {"lane": "reflection", "text": OWN, "action_points": [{"text": OWN, "owner": "me"}]}
    desk.put(entry(desk.grace, occurred=on, **reflection))
    assert "no_note" in {one["kind"] for one in desk.json("today", "grace")}
    told = {"state": "told", "day": day(-1)}
    desk.put(entry(desk.grace, occurred={"day": day(-1), "precision": "day"}, told=told))
    assert "no_note" not in {one["kind"] for one in desk.json("today", "grace")}
    assert OWN not in desk.done("today").out
