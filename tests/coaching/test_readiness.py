"""The fourteen questions: each answered by the records it names, none by a reflection."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given

from coachdesk.coaching.readiness import QUESTIONS, readiness
from coachdesk.coaching.readiness_line import Line
from coachdesk.records.base import Record
from coachdesk.records.decision import Decision, FitReview
from coachdesk.records.entry import Entry
from coachdesk.records.issue import Issue, Link
from coachdesk.records.plan import Goal
from coachdesk.records.protected import ProtectedEvent
from coachdesk.records.support import Support
from tests.coaching.notes import ADA, BO, TODAY, about, note, notes


def at(day: str, hour: int = 12) -> dt.datetime:
    return dt.datetime.fromisoformat(f"{day}T{hour:02}:00+00:00")


def line(
    key: str, *records: Record, recorded: Mapping[str, dt.datetime] | None = None, **values: Any
) -> Line:
    lines = readiness(records, ADA, TODAY, recorded or {}, **values)
    return next(one for one in lines if one.key == key)


def test_the_fourteen_questions_are_asked_in_order() -> None:
    assert len(QUESTIONS) == 14
    assert [one.key for one in readiness((), ADA, TODAY, {})] == list(QUESTIONS)


def test_an_empty_file_is_fine_where_nothing_can_be_wrong_and_missing_elsewhere() -> None:
    states = {one.key: one.state for one in readiness((), ADA, TODAY, {})}
    fine = {"late", "untold", "clustered", "account"}
    assert {key for key, state in states.items() if state == "fine"} == fine
    assert {key for key, state in states.items() if state == "missing"} == set(QUESTIONS) - fine
    assert all(one.number == 0 and one.record_ids == () for one in readiness((), ADA, TODAY, {}))


def test_entries_recorded_after_the_last_decision() -> None:
    decisions = [about(Decision, title="Go on", decided_on=day) for day in ("2026-01-01", "2026-02-01")]
    before, backfilled, later = note("2026-01-10"), note("2026-01-20"), note("2026-02-05")
    recorded = {before.id: at("2026-01-10"), backfilled.id: at("2026-02-02"), later.id: at("2026-02-05")}
    found = line("after_decision", *decisions, later, before, backfilled, recorded=recorded)
    assert (found.state, found.number, found.record_ids) == ("look", 2, (backfilled.id, later.id))
    assert found.facts == {"day": "2026-02-01", "about_before": 1}
    assert line("after_decision", *decisions, before).state == "fine"
    assert line("after_decision", before).state == "missing"


def test_the_day_of_recording_is_that_of_the_place_where_it_happened() -> None:
    decision = about(Decision, title="Go on", decided_on="2026-01-10")
    far = note(occurred={"day": "2026-01-10", "time": "09:00", "zone": "Asia/Tokyo"})
    assert line("after_decision", decision, far, recorded={far.id: at("2026-01-10", 14)}).number == 0
    assert line("after_decision", decision, far, recorded={far.id: at("2026-01-10", 16)}).number == 1


def test_entries_recorded_more_than_three_weeks_late() -> None:
    soon, late, unknown = note("2026-01-01"), note("2026-01-01"), note("2026-01-01")
    recorded = {one.id: one.occurred.at + dt.timedelta(days=21) for one in (soon, late)}
    recorded[late.id] += dt.timedelta(minutes=1)
    found = line("late", soon, late, unknown, recorded=recorded)
    assert (found.state, found.record_ids, found.facts) == ("look", (late.id,), {"of": 3})


def test_examples_never_told() -> None:
    told = note(told={"state": "told", "day": "2026-03-03"})
    untold = note()
    assert line("untold", told).state == "fine"
    assert line("untold", told, untold).record_ids == (untold.id,)


@pytest.mark.parametrize(("day", "state"), [("2026-01-09", "fine"), ("2026-01-08", "look")])
def test_the_longest_gap_is_looked_at_after_sixty_days(day: str, state: str) -> None:
    first = note(day)
    found = line("gap", first)
    assert (found.state, found.record_ids) == (state, (first.id,))
    assert found.facts == {"from_day": day, "to_day": "2026-03-10"}


def test_the_longest_gap_names_the_entries_at_both_ends() -> None:
    first, second = note("2025-09-01"), note("2026-03-01")
    assert (line("gap", first, second).number, line("gap", first, second).record_ids) == (
        181,
        (first.id, second.id),
    )


@pytest.mark.parametrize(("praised", "state", "share"), [(0, "look", 0), (1, "fine", 25), (3, "fine", 50)])
def test_the_share_of_praise(praised: int, state: str, share: int) -> None:
    praise = [note(kind="praise") for _ in range(praised)]
    found = line("positive_share", *[note() for _ in range(3)], *praise)
    assert (found.state, found.number, set(found.record_ids)) == (state, share, {one.id for one in praise})
    assert found.facts == {"praise": praised, "of": praised + 3}


def test_a_first_correction_written_after_a_protected_event_is_looked_at() -> None:
    first = note("2026-01-01")
    events = [
        about(ProtectedEvent, day="2026-02-01", type="complaint"),
        about(ProtectedEvent, day="2026-03-01", type="leave"),
    ]
    late = {first.id: at("2026-02-10")}
    found = line("before_protected", first, note("2026-03-02"), *events, recorded=late)
    assert (found.state, found.number, found.record_ids) == ("look", 1, (first.id,))
    assert found.facts == {"day": "2026-02-10", "of": 2}
    assert line("before_protected", first, *events).state == "fine"
    same_day = about(ProtectedEvent, day="2026-01-01", type="complaint")
    assert line("before_protected", first, same_day).state == "look"
    assert line("before_protected", first).state == "missing"
    assert line("before_protected", note(kind="praise"), *events).state == "fine"
    of_another = ProtectedEvent.make(leader_ids=(BO,), day="2025-01-01", type="leave")
    assert line("before_protected", first, of_another).state == "missing"


def test_corrections_that_cluster_in_the_last_month() -> None:
    recent = [note("2026-02-08"), note("2026-02-20"), note("2026-03-10")]
    older = [note("2026-02-07"), note("2025-12-01"), note("2025-11-01")]
    found = line("clustered", *recent, *older[:2])
    assert (found.state, found.number, found.facts) == ("look", 3, {"of": 5})
    assert set(found.record_ids) == {one.id for one in recent}
    assert line("clustered", *recent, *older).state == "fine"
    assert line("clustered", *recent[:2]).state == "fine"


def test_language_findings_that_are_not_resolved() -> None:
    one, clean = note(), note()
    found = line("wording", one, clean, findings={one.id: 3, clean.id: 0, "another": 9})
    assert (found.state, found.number, found.record_ids, found.facts) == (
        "look",
        1,
        (one.id,),
        {"findings": 3},
    )
    assert line("wording", clean, findings={}).state == "fine"
    assert line("wording", one).state == "missing"


def test_goals_without_a_measure_or_a_date() -> None:
    whole = about(Goal, plan_id="p", title="a", measure="Answered first", due="2026-06-01")
    bare = about(Goal, plan_id="p", title="b")
    no_date = about(Goal, plan_id="p", title="c", measure="Counted")
    dropped = about(Goal, plan_id="p", title="d", status="dropped")
    found = line("goals", whole, bare, no_date, dropped)
    assert (found.state, found.record_ids) == ("look", (bare.id, no_date.id))
    assert found.facts == {"no_measure": 1, "no_date": 2, "of": 3}
    assert line("goals", whole).state == "fine"
    assert line("goals", dropped).state == "missing"


def test_support_that_was_offered_and_not_delivered() -> None:
    answered = {"offered_on": "2026-01-01", "answered_on": "2026-01-02"}
    open_offer = about(Support, what="a", offered_on="2026-01-01")
    declined = about(Support, what="b", answer="declined", **answered)
    delivered = about(Support, what="c", answer="accepted", delivered_on="2026-02-01", **answered)
    found = line("support", open_offer, declined, delivered)
    assert (found.state, found.record_ids, found.facts) == ("look", (open_offer.id,), {"of": 3})
    assert line("support", declined, delivered).state == "fine"


def test_contested_issues_without_the_leaders_account() -> None:
    denied = {"state": "denied", "day": "2026-02-01"}
    silent = about(Issue, title="a", acknowledgements=(denied,))
    in_words = about(Issue, title="b", acknowledgements=(denied | {"words": "I did answer"},))
    heard, unheard = note(account="I did answer"), note()
    in_talk = about(Issue, title="c", acknowledgements=(denied | {"entry_id": heard.id},))
    linked = about(Issue, title="d", acknowledgements=(denied,))
    links = [
        about(Link, entry_id=heard.id, target_id=linked.id),
        about(Link, entry_id=unheard.id, target_id=silent.id),
    ]
    agreed = about(Issue, title="e", acknowledgements=({"state": "acknowledged", "day": "2026-02-01"},))
    found = line("account", silent, in_words, in_talk, linked, agreed, heard, unheard, *links)
    assert (found.state, found.record_ids, found.facts) == ("look", (silent.id,), {"of": 4})


@pytest.mark.parametrize(("seen", "state", "share"), [(3, "fine", 25), (2, "look", 33)])
def test_the_share_of_hearsay(seen: int, state: str, share: int) -> None:
    heard = note(source={"how": "reported", "by": "Cy"})
    found = line("hearsay", heard, note(), *[note(source={"how": "saw"}) for _ in range(seen - 1)])
    assert (found.state, found.record_ids) == (state, (heard.id,))
    assert found.facts == {"share": share, "of": seen + 1, "unsaid": 1}


def test_the_same_theme_of_others_is_only_counted() -> None:
    own = note(themes=("Interrupts",))
    others = [
        note("2026-03-01", BO, themes=("interrupts",)),
        note("2026-03-01", ADA, BO, themes=("Interrupts",)),
    ]
    hidden = note("2026-03-01", BO, themes=("Interrupts",), lane="reflection")
    more = [note("2026-03-01", BO, themes=themes) for themes in (("Late news",), ("Late news", "Interrupts"))]
    found = line("comparators", own, *others, hidden, *more, note("2026-03-01", BO))
    assert (found.state, found.facts) == ("fine", {"others": 2})
    assert set(found.record_ids) == {own.id, others[1].id}
    assert line("comparators", own).state == "look"
    assert line("comparators", note()).state == "missing"


def test_what_it_did_to_the_team_is_asked_for() -> None:
    silent, said = note(), note(impact="Two of them stopped asking.")
    praise = note(kind="praise", impact="The team thanked her.")
    fit = about(FitReview, team_wellbeing="Two asked to be moved.", day="2026-03-01")
    assert line("team", praise).state == "missing"
    assert (line("team", silent, praise).state, line("team", silent).number) == ("look", 0)
    found = line("team", silent, said, praise)
    assert (found.state, found.record_ids, found.facts) == ("fine", (said.id,), {"of": 2, "reviews": 0})
    assert (line("team", silent, fit).state, line("team", silent, fit).facts["reviews"]) == ("fine", 1)


def test_a_lane_that_is_released_is_read_too() -> None:
    medical = note(lane="medical", source={"how": "reported", "by": "Cy"})
    assert line("hearsay", medical).state == "missing"
    assert line("hearsay", medical, lanes=("medical",)).record_ids == (medical.id,)


@given(notes)
def test_no_line_names_a_reflection_an_entry_of_another_or_one_that_is_not_there(
    entries: list[Entry],
) -> None:
    own = {one.id for one in entries if ADA in one.leader_ids and one.lane != "reflection"}
    recorded = {one.id: at("2026-03-10") for one in entries}
    lanes: Any = ("reflection", "counsel", "medical", "intake")
    found = readiness(entries, ADA, TODAY, recorded, findings=dict.fromkeys(recorded, 1), lanes=lanes)
    for one in found:
        assert set(one.record_ids) <= own
        assert len(set(one.record_ids)) == len(one.record_ids)
        assert one.state in ("fine", "look", "missing")
        assert one.number == len(one.record_ids) or one.key in ("gap", "positive_share", "before_protected")
