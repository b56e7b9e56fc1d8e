"""``coachdesk show`` of coaching records, all their versions; what is the manager’s own is shown nowhere."""

import re
from pathlib import Path

import pytest

from coachdesk.journal import erasable, erasing
from coachdesk.journal.opening import open_journal
from coachdesk.records.case import Case, Intake
from coachdesk.records.entry import Entry
from coachdesk.records.feedback360 import Round
from coachdesk.records.issue import Issue, Link
from coachdesk.records.people import Contact, Leader
from coachdesk.records.plan import Goal, Plan
from coachdesk.records.talk import Preparation
from tests.cli.driving import Keyboard
from tests.cli.filing import OWN, Filed, day, own
from tests.making import PASSPHRASE, entry


@pytest.fixture
def desk(journal_folder: Path, ada: Leader) -> Filed:
    return Filed(journal_folder, ada)


def test_every_type_of_coaching_record_can_be_shown(desk: Filed) -> None:
    made = desk.put_one_of_each()
    for name, record in made.items():
        if name == "preparation":
            continue
        out = desk.done("show", record.id[:8]).out
        assert (
            f"about Ada Marsh{' and Grace Hopper' if len(record.leader_ids) > 1 else ''}   id {record.id}\n"
            in out
        )
        assert "History   1 version\n  1  recorded " in out
        found = desk.json("show", record.id)
        assert (found["type"], found["withdrawn"]) == (name, False)
        assert found["record"]["id"] == record.id
        assert not re.search(r"\b(not_met|three_way|role_change|own_manager)\b|: None|\{|\[\]|\(\)", out)


def test_a_record_is_shown_with_its_versions_and_what_changed(desk: Filed) -> None:
    made = desk.put_one_of_each()
    goal = made["goal"]
    desk.put(goal.changed(due="2026-01-15", status="met"), reason="Two more weeks")
    with open_journal(desk.folder, PASSPHRASE) as journal:
        journal.withdraw(goal.id, "Written for somebody else")
    out = desk.done("show", goal.id).out
    for line in (
        f"Goal about Ada Marsh   id {goal.id}   WITHDRAWN",
        "Due                Thu 15 January 2026",
        "Plan               Plan “I believe she can be successful again.” (b21b2c3d)",
        "History   3 versions   [-taken out-] {+put in+}",
        "because: Two more weeks",
        "Due: [-Mon 15 December 2025-]  {+Thu 15 January 2026+}",
        "Status: [-Partly met-]  {+Met+}",
        "because: Written for somebody else",
    ):
        assert line in out
    found = desk.json("show", goal.id)
    assert found["withdrawn"] is True
    assert [(one["action"], one["record"]["due"]) for one in found["history"]] == [
        ("create", "2025-12-15"),
        ("update", "2026-01-15"),
        ("withdraw", "2026-01-15"),
    ]


def test_any_record_that_may_be_shown_is_withdrawn_with_a_reason(desk: Filed) -> None:
    made = desk.put_one_of_each()
    for name, record in made.items():
        if name != "preparation":
            out = desk.done("withdraw", record.id[:8], "--reason", "Written for somebody else").out
            assert out.startswith(f"Withdrawn: {record.id[:8]}, ")
            assert desk.json("show", record.id)["withdrawn"] is True
    assert "takes no more changes" in desk.tried("withdraw", made["goal"].id, "--reason", "x").err


def test_a_record_is_withdrawn_only_if_it_is_meant_and_if_it_may_be_shown(desk: Filed) -> None:
    _case, intake, sheet, issue, *_others = own(desk)
    no = desk.tried("withdraw", issue.id, "--reason", "x", keyboard=Keyboard("", is_terminal=True))
    assert (no.code, "Issue “Interrupts”" in no.err) == (1, True)
    assert desk.json("show", issue.id)["withdrawn"] is False
    for hidden in (intake, sheet):
        refused = desk.tried("withdraw", hidden.id, "--reason", "x")
        assert (refused.code, "your own" in refused.err) == (1, True)
    assert desk.tried("withdraw", desk.ada.id, "--reason", "x").code == 1


def test_a_record_names_others_by_number_name_and_title(desk: Filed) -> None:
    made = desk.put_one_of_each()
    assert "Entry   entry 1 " in desk.done("show", made["link"].id).out
    assert "Answers another" in desk.done("show", made["issue"].id).out
    shown = desk.done("show", made["issue"].id).out
    assert "State: Denied; Day: Mon 15 September 2025; Words: “I answered it.”; Present: Björn" in shown
    assert "Bring in a neutral third party" in shown
    assert "Expected by  Ada Marsh" in desk.done("show", made["mutual_expectation"].id).out
    assert "Every weeks: 3; Weekday: Wednesday" in desk.done("show", made["plan"].id).out


def test_a_record_that_names_what_was_erased_is_shown(desk: Filed) -> None:
    made = desk.put_one_of_each()
    with open_journal(desk.folder, PASSPHRASE) as journal:
        erasing.erase(journal, erasable.plan_record(journal.view, made["plan"].id), "Robin", "It had to go.")
    out = desk.done("show", made["goal"].id).out
    assert f"erased ({made['plan'].id[:8]})" in out


def test_a_group_under_the_threshold_is_shown_in_no_version(desk: Filed) -> None:
    group = {
        "relation": "peers",
        "invited": 6,
        "answered": 4,
        "scores": [{"question": 1, "mean": 2.5}],
        "themes": [OWN],
    }
    feedback = Round.make(
        leader_ids=desk.about,
        title="Spring",
        opened_on="2026-01-05",
        threshold=3,
        questions=["Listens"],
        groups=[group],
    )
    desk.put(feedback)
    assert OWN in desk.done("show", feedback.id).out
    desk.put(feedback.changed(threshold=5, groups=[group | {"scores": (), "themes": ()}]), reason="Too few")
    for form in ((), ("--json",)):
        out = desk.done("show", feedback.id, *form).out
        assert OWN not in out
        assert "2.5" not in out
        assert "uppressed" in out
    groups = [one["record"]["groups"] for one in desk.json("show", feedback.id)["history"]]
    assert groups == [[{"relation": "peers", "suppressed": True}]] * 2


@pytest.mark.parametrize("beginning", ["leader", "contact"])
def test_what_is_neither_an_entry_nor_a_coaching_record_is_not_shown(desk: Filed, beginning: str) -> None:
    contact = Contact.make(name="Bo")
    desk.put(contact)
    refused = desk.tried("show", {"leader": desk.ada.id, "contact": contact.id}[beginning])
    assert (refused.code, "Nothing in this journal has an id" in refused.err) == (1, True)


# What is the manager's own


def test_what_is_the_managers_own_is_nowhere(desk: Filed) -> None:
    made = own(desk)
    for command in ("issues", "plan", "case", "readiness", "today"):
        for form in ((), ("--json",)):
            assert OWN not in desk.done(command, "ada", *form).out
    for record in made:
        ran = desk.tried("show", record.id)
        if isinstance(record, Intake | Preparation | Link):
            assert (ran.code, OWN in ran.out + ran.err, "in the window" in ran.err) == (1, False, True)
        elif not isinstance(record, Entry):
            assert OWN not in ran.out
    linked = desk.json("issues", "ada")["issues"][0]["entries"]
    assert linked == []


def test_what_once_was_a_reflection_stays_one(desk: Filed) -> None:
    issue = Issue.make(leader_ids=desk.about, title="Interrupts")
    was = entry(desk.ada, lane="reflection", text=OWN)
    desk.put(issue, was)
    desk.put(Link.make(leader_ids=desk.about, entry_id=was.id, target_id=issue.id, note=OWN))
    desk.done("correct", was.id, "--lane", "ordinary", "--reason", "Of use to others")
    for command in (("issues", "ada"), ("readiness", "ada"), ("today",)):
        assert OWN not in desk.done(*command, "--json").out
    for command in (("issues", "ada"), ("readiness", "ada")):
        assert OWN not in desk.done(*command).out
    cited = [one["entries"] for one in desk.json("readiness", "ada")["questions"]]
    assert [1, 2] in cited
    assert not any(3 in numbers for numbers in cited)


def test_an_interview_is_shown_once_it_was_released(desk: Filed) -> None:
    intake = own(desk)[1]
    assert isinstance(intake, Intake)
    desk.put(intake.changed(released=True), reason="Bo agreed")
    assert f"Background   {OWN}" in desk.done("show", intake.id).out


def test_odd_text_in_coaching_records_never_steers_the_terminal(desk: Filed) -> None:
    odd = "\u202eEvil\u2066 <b>&amp;</b> %s {0}"
    issue = Issue.make(
        leader_ids=desk.about,
        title=odd,
        theme=odd,
        acknowledgements=[{"state": "denied", "day": "2026-01-05", "words": odd}],
    )
    plan = Plan.make(leader_ids=desk.about, purpose=odd, started="2026-01-05")
    goal = Goal.make(leader_ids=desk.about, plan_id=plan.id, title=odd, due=day(0))
    case = Case.make(leader_ids=desk.about, title=odd, opened_on="2026-01-05")
    desk.put(issue, plan, goal, case)
    for command in (
        ("today",),
        ("issues", "ada"),
        ("plan", "ada"),
        ("case", "ada"),
        ("show", issue.id),
        ("readiness", "ada"),
    ):
        for form in ((), ("--json",)):
            out = desk.done(*command, *form).out
            assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", out)
            if command[0] != "readiness":
                assert "Evil" in out
                assert "<b>&amp;</b> %s {0}" in out
