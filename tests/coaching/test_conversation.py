"""The next conversation: what is on file for it, what it lacks, and what it leaves behind."""

from typing import Any

import pytest
from hypothesis import given

from coachdesk.coaching.conversation import Talked, entry_of, lacking, offer, talked
from coachdesk.coaching.told import waits
from coachdesk.journal.journal import Journal
from coachdesk.records.base import InvalidRecord, Record
from coachdesk.records.entry import Entry, Told
from coachdesk.records.issue import Link
from coachdesk.records.occurred import Occurred
from coachdesk.records.people import Leader
from coachdesk.records.plan import Expectation, Goal, Plan
from coachdesk.records.support import Support
from coachdesk.records.talk import Preparation
from tests.coaching.notes import ADA, BO, TODAY, about, note, notes

TOLD = {"state": "told", "day": "2026-03-03"}
WHEN = Occurred(day="2026-03-10", time="15:00", zone="Europe/London")


def test_successes_come_newest_first_and_examples_that_were_not_told_before_the_others() -> None:
    old_praise, praise = note("2025-06-01", kind="praise"), note("2026-02-01", kind="praise")
    told, old, new = note("2026-03-10", told=TOLD), note("2026-01-01"), note("2026-03-01")
    others = [note("2026-03-01", BO), note("2026-03-11"), note("2026-03-01", kind="conversation")]
    found = offer([old_praise, praise, told, old, new, *others], ADA, TODAY)
    assert [one.entry_id for one in found.successes] == [praise.id, old_praise.id]
    assert [(one.entry_id, one.is_untold, one.age.days, one.age.is_old) for one in found.examples] == [
        (new.id, True, 9, False),
        (old.id, True, 68, True),
        (told.id, False, 0, False),
    ]
    assert found.reminders == ("power_distance",)


def test_support_that_is_on_offer_and_expectations_that_are_open() -> None:
    answered = {"offered_on": "2026-01-01", "answered_on": "2026-01-02"}
    on_offer = [
        about(Support, what="a", offered_on="2026-01-01"),
        about(Support, what="b", answer="accepted", **answered),
    ]
    settled = [
        about(Support, what="c", answer="declined", **answered),
        about(Support, what="d", answer="accepted", delivered_on="2026-02-01", **answered),
    ]
    untold = about(Expectation, text="a")
    not_restated = about(Expectation, text="b", told_on="2026-01-01")
    restated = about(Expectation, text="c", told_on="2026-01-01", restated="d", restated_on="2026-01-01")
    found = offer([*on_offer, *settled, untold, not_restated, restated], ADA, TODAY)
    assert found.support_ids == tuple(one.id for one in on_offer)
    assert found.expectation_ids == (untold.id, not_restated.id)
    assert (found.successes, found.examples) == ((), ())


def goals() -> tuple[Plan, Goal, list[Record]]:
    """An open plan with an open goal, and goals that nobody works towards any more."""
    plan, closed = (about(Plan, started="2026-01-05", status=status) for status in ("open", "closed"))
    goal = about(Goal, plan_id=plan.id, title="Answers first")
    met = about(Goal, plan_id=plan.id, title="Met", status="met")
    return plan, goal, [closed, met, about(Goal, plan_id=closed.id, title="Of old")]


def test_goals_that_are_worked_on_can_be_served() -> None:
    plan, goal, past = goals()
    assert offer([plan, *past, goal], ADA, TODAY).goal_ids == (goal.id,)
    assert offer([plan, *past, goal], BO, TODAY).goal_ids == ()


def test_the_entry_is_linked_to_the_goals_that_the_talk_was_to_serve() -> None:
    plan, goal, past = goals()
    sheet = about(Preparation, goal_ids=(goal.id, "gone"))
    entry, left = talk(sheet, plan, goal, *past)
    prepared, link, last = left.put
    assert (prepared, last) == (sheet.changed(talked_entry_id=entry.id), entry)
    assert isinstance(link, Link)
    assert (link.leader_ids, link.entry_id, link.target_id) == ((ADA,), entry.id, goal.id)
    of_another = about(Goal, leader_ids=(BO,), plan_id=plan.id, title="Listens")
    assert len(talk(about(Preparation, goal_ids=(of_another.id,)), of_another)[1].put) == len((sheet, entry))


@given(notes)
def test_nothing_from_a_closed_lane_is_offered(entries: list[Entry]) -> None:
    open_ones = {one.id for one in entries if one.lane == "ordinary" and ADA in one.leader_ids}
    found = offer(entries, ADA, TODAY)
    offered = [*found.successes, *found.examples]
    assert {one.entry_id for one in offered} <= open_ones
    assert all(one.age.days >= 0 for one in offered)
    untold = [one.is_untold for one in found.examples]
    assert untold == sorted(untold, reverse=True)


def test_a_sheet_with_nothing_on_it_lacks_everything() -> None:
    assert lacking(about(Preparation), (), TODAY) == (
        "no_success",
        "no_example",
        "not_private",
        "no_next_day",
    )


def test_a_sheet_with_everything_and_a_fresh_example_lacks_nothing() -> None:
    praise, fresh, old = note(kind="praise"), note("2026-02-08"), note("2026-02-07")
    values: dict[str, Any] = {"success_entry_id": praise.id, "is_private": True, "next_on": "2026-03-24"}
    whole = about(Preparation, example_ids=(fresh.id,), **values)
    assert lacking(whole, [praise, fresh, old], TODAY) == ()
    stale = about(Preparation, example_ids=(fresh.id, old.id), **values)
    assert lacking(stale, [praise, fresh, old], TODAY) == ("old_example",)
    assert lacking(about(Preparation, example_ids=("gone",), **values), [praise], TODAY) == ("no_example",)


def test_the_entry_is_filled_in_with_what_was_prepared() -> None:
    sheet = about(
        Preparation,
        place="The garden room",
        present=({"name": "Cy Dane", "role": "HR"},),
        opening="The migration went well. ",
        questions=("What got in the way?", " ", "What would help?"),
        impact="The board waited two weeks.",
        support_offer="An hour with Finance",
        expectation="Figures first",
        next_on="2026-03-24",
    )
    entry = entry_of(sheet, WHEN)
    assert (entry.leader_ids, entry.kind, entry.occurred, entry.place) == (
        (ADA,),
        "conversation",
        WHEN,
        "The garden room",
    )
    assert [(one.name, one.role) for one in entry.present] == [("Cy Dane", "HR")]
    assert entry.text == "The migration went well.\n\nWhat got in the way?\n\nWhat would help?"
    assert entry.impact == "The board waited two weeks."
    assert [(one.text, one.owner, one.due) for one in entry.action_points] == [
        ("An hour with Finance", "me", "2026-03-24"),
        ("Figures first", "leader", "2026-03-24"),
    ]
    assert entry_of(about(Preparation), WHEN).action_points == ()


def talk(sheet: Preparation, *records: Record) -> tuple[Entry, Talked]:
    entry = entry_of(sheet, WHEN)
    return entry, talked(sheet, entry, records, "in person")


def test_what_was_spoken_of_is_told_in_that_entry() -> None:
    praise, example = note(kind="praise"), note("2026-03-01", told={"state": "not_yet"})
    sheet = about(Preparation, success_entry_id=praise.id, example_ids=(example.id,))
    entry, left = talk(sheet, praise, example, note())
    assert left.put == (sheet.changed(talked_entry_id=entry.id), entry)
    assert [one.id for one in left.told] == [example.id, praise.id]
    for one, before in zip(left.told, (example, praise), strict=True):
        assert one.told == Told(state="told", day="2026-03-10", how="in person", entry_id=entry.id)
        assert one.changed(told=before.told) == before


def test_a_journal_takes_what_a_conversation_leaves(journal: Journal, ada: Leader) -> None:
    example = note("2026-03-01", ada.id)
    sheet = Preparation.make(leader_ids=(ada.id,), example_ids=(example.id,))
    journal.put(example, sheet)
    entry, left = talk(sheet, example)
    journal.put(*left.put)
    for one in left.told:
        journal.correct(one, "Told in the conversation")
    on_file = [journal.view.get(one).record for one in (example.id, sheet.id, entry.id)]
    assert not any(waits(one) for one in on_file if isinstance(one, Entry))
    assert on_file[1:] == list(left.put)


@pytest.mark.parametrize(
    "example",
    [
        note(told=TOLD),
        note(told={"state": "in_writing", "day": "2026-03-03"}),
        note(lane="medical"),
        note("2026-03-02", ADA, BO),
    ],
    ids=["told before", "in writing", "a closed lane", "about another too"],
)
def test_what_was_told_before_is_closed_or_about_others_too_stays_as_it_was(example: Entry) -> None:
    _, left = talk(about(Preparation, example_ids=(example.id,)), example)
    assert left.told == ()


def test_a_conversation_with_both_tells_both() -> None:
    example = note("2026-03-02", ADA, BO)
    sheet = about(Preparation, leader_ids=(BO, ADA), example_ids=(example.id,))
    assert [one.id for one in talk(sheet, example)[1].told] == [example.id]


def test_a_preparation_leads_to_one_entry() -> None:
    sheet = about(Preparation)
    entry, left = talk(sheet)
    prepared, _ = left.put
    assert isinstance(prepared, Preparation)
    assert talked(prepared, entry, ()) == left
    with pytest.raises(InvalidRecord) as refused:
        talk(prepared)
    assert refused.value.problem == "talked_already"
