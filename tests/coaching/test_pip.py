"""A performance improvement plan is what is on file, in the order it is read, and says what is not."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given

from coachdesk.coaching.pip import Pip, pip_of
from coachdesk.records.base import Record
from coachdesk.records.consequence import Consequence, Letter
from coachdesk.records.entry import Entry
from coachdesk.records.issue import Issue, Link
from coachdesk.records.meeting import Meeting
from coachdesk.records.plan import Expectation, Goal, Plan
from coachdesk.records.support import Support
from tests.coaching.notes import ADA, BO, about, note, notes

NOW = dt.datetime(2026, 3, 10, 12, tzinfo=dt.UTC)
CADENCE = {"every_weeks": 1, "weekday": 1, "time": "14:00", "zone": "UTC", "minutes": 30}
PLAN = about(
    Plan,
    kind="pip",
    purpose="Answer for the business",
    started="2026-03-03",
    ends="2026-03-31",
    cadence=CADENCE,
)


def pip(*records: Record, plan: Plan = PLAN) -> Pip:
    return pip_of(plan, [plan, *records], NOW)


def link(entry: Entry, target: Record, **values: Any) -> Link:
    return about(Link, entry_id=entry.id, target_id=target.id, **values)


def test_an_empty_plan_says_everything_that_a_reader_would_look_for() -> None:
    found = pip(plan=about(Plan, kind="pip", started="2026-03-03"))
    assert found.missing == (
        "no_purpose",
        "no_end",
        "no_expectation",
        "no_goal",
        "no_support",
        "no_checkpoint",
        "no_consequence",
    )


def test_a_whole_plan_lacks_nothing_and_names_what_it_is_made_of() -> None:
    expectation = about(Expectation, text="Name the cost", told_on="2026-03-03")
    goal = about(Goal, plan_id=PLAN.id, title="a", measure="Counted", due="2026-03-31")
    support = about(Support, plan_id=PLAN.id, what="Coach", offered_on="2026-03-03")
    meeting = about(Meeting, of_id=PLAN.id, kind="pip", at={"local": "2026-03-03T14:00"}, state="held")
    consequence = about(Consequence, what="Another role", by_day="2026-03-31", said_on="2026-03-03")
    issue = about(Issue, title="a", acknowledgements=({"state": "denied", "day": "2026-02-01"},))
    later, earlier = note("2026-02-20"), note("2026-02-01")
    links = [link(later, expectation, stance="contradicts"), link(earlier, expectation, stance="supports")]
    found = pip(expectation, goal, support, meeting, consequence, issue, later, earlier, *links)
    assert found.missing == ()
    (point,) = found.expectations
    assert [(one.entry_id, one.day, one.stance, one.link_id) for one in point.evidence] == [
        (earlier.id, "2026-02-01", "supports", links[1].id),
        (later.id, "2026-02-20", "contradicts", links[0].id),
    ]
    assert (found.plan_id, found.leader_ids) == (PLAN.id, (ADA,))
    assert [one.record_id for one in found.goals] == [goal.id]
    assert found.support_ids == (support.id,)
    assert [(one.meeting_id, one.state) for one in found.checkpoints] == [(meeting.id, "kept")]
    assert [slot.day for slot in found.coming] == ["2026-03-10", "2026-03-17", "2026-03-24", "2026-03-31"]
    assert found.consequence_ids == (consequence.id,)
    assert found.issues == ((issue.id, "denied"),)


@pytest.mark.parametrize(
    ("record", "missing"),
    [
        (about(Expectation, text="a", told_on="2026-03-01"), "no_evidence"),
        (about(Expectation, text="a"), "expectation_untold"),
        (about(Goal, plan_id=PLAN.id, title="a", due="2026-03-31"), "no_measure"),
        (about(Goal, plan_id=PLAN.id, title="a", measure="Counted"), "no_date"),
    ],
)
def test_what_a_part_of_it_lacks_is_said(record: Record, missing: str) -> None:
    assert missing in pip(record).missing


def test_what_belongs_elsewhere_stays_out() -> None:
    declined = {"offered_on": "2026-03-01", "answer": "declined", "answered_on": "2026-03-02"}
    found = pip(
        about(Goal, plan_id="another", title="a"),
        about(Goal, plan_id=PLAN.id, title="a", status="dropped"),
        about(Support, plan_id="another", what="a", offered_on="2026-03-01"),
        about(Support, what="a", **declined),
        about(Meeting, of_id="another", at={"local": "2026-03-03T14:00"}),
        about(Meeting, of_id=PLAN.id, at={"local": "2026-03-03T14:00"}, state="cancelled"),
        about(Consequence, leader_ids=(BO,), what="a", said_on="2026-03-03"),
        about(Expectation, leader_ids=(BO,), text="a"),
        about(Issue, leader_ids=(BO,), title="a"),
    )
    assert (found.expectations, found.goals, found.support_ids) == ((), (), ())
    assert (found.checkpoints, found.consequence_ids, found.issues) == ((), (), ())


@pytest.mark.parametrize(
    ("said_on", "is_part"),
    [
        (None, False),
        ("2025-12-02", False),  # 91 days before
        ("2025-12-03", True),
        ("2026-03-03", True),
        ("2026-03-31", True),
        ("2026-04-01", False),  # the plan is over
    ],
)
def test_a_consequence_is_part_of_it_that_was_said_shortly_before_or_since(
    said_on: str | None, is_part: bool
) -> None:
    found = pip(said := about(Consequence, what="Another role", by_day="2026-05-29", said_on=said_on))
    assert found.consequence_ids == ((said.id,) if is_part else ())
    assert ("no_consequence" in found.missing) == (not is_part)


def test_without_an_end_what_is_said_ever_after_is_part_of_it() -> None:
    later = (
        about(Consequence, what="a", said_on="2027-01-01"),
        about(Expectation, text="a", told_on="2027-01-01"),
    )
    found = pip(*later, plan=PLAN.changed(ends=None))
    assert (found.consequence_ids, len(found.expectations)) == ((later[0].id,), 1)


@pytest.mark.parametrize(
    ("told_on", "is_part"),
    [(None, True), ("2020-01-01", True), ("2026-03-31", True), ("2026-04-01", False)],
)
def test_an_expectation_told_once_it_is_over_is_no_part_of_it(told_on: str | None, is_part: bool) -> None:
    found = pip(one := about(Expectation, text="a", told_on=told_on))
    assert [point.record_id for point in found.expectations] == ([one.id] if is_part else [])


def test_support_under_no_plan_counts_and_comes_in_order() -> None:
    supports = [about(Support, what="a", offered_on=day) for day in ("2026-03-02", "2026-03-01")]
    assert pip(*supports).support_ids == (supports[1].id, supports[0].id)


def test_each_leader_signs_their_last_copy_and_the_manager_and_a_witness_sign_too() -> None:
    plain = {"kind": "pip", "of_id": PLAN.id, "to": "Ada", "digest": "0" * 64}
    last = about(Letter, handed_on="2026-03-05", **plain)
    letters = [
        last,
        about(Letter, handed_on="2026-03-03", **plain),
        about(Letter, handed_on="2026-03-09", **plain | {"kind": "follow_up"}),
    ]
    assert [(one.role, one.leader_id, one.letter_id) for one in pip(*letters).signatures] == [
        ("leader", ADA, last.id),
        ("manager", "", None),
        ("witness", "", None),
    ]
    assert pip().signatures[0].letter_id is None


@pytest.mark.parametrize(
    ("values", "coming"),
    [({"ends": None}, 1), ({"ends": "2026-03-09"}, 0), ({"cadence": None}, 0), ({"status": "closed"}, 0)],
)
def test_check_ins_to_come_go_up_to_the_end(values: dict[str, Any], coming: int) -> None:
    assert len(pip(plan=PLAN.changed(**values)).coming) == coming


@given(notes)
def test_only_entries_that_the_leader_may_read_are_evidence(entries: list[Entry]) -> None:
    expectation = about(Expectation, text="a")
    links = [link(entry, expectation) for entry in entries]
    (point,) = pip(expectation, *entries, *links).expectations
    assert {one.entry_id for one in point.evidence} == {one.id for one in entries if one.lane == "ordinary"}
    assert [one.day for one in point.evidence] == sorted(one.day for one in point.evidence)
