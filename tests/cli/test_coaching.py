"""Reading how the coaching goes: issues, plan, case, readiness."""

import datetime as dt
import re
from pathlib import Path

import pytest

from coachdesk.cli.readiness_words import QUESTIONS, said
from coachdesk.coaching import readiness
from coachdesk.coaching.readiness_line import Line
from coachdesk.records.base import Record
from coachdesk.records.case import Case, Intake
from coachdesk.records.issue import Issue, Link
from coachdesk.records.meeting import Meeting
from coachdesk.records.people import Leader
from coachdesk.records.plan import Goal, Plan
from tests.cli.filing import TODAY, Filed, day


@pytest.fixture
def desk(journal_folder: Path, ada: Leader) -> Filed:
    return Filed(journal_folder, ada)


# Issues


def test_issues_are_listed_by_segment_with_where_the_leader_stands(desk: Filed) -> None:
    issue = Issue.make(
        leader_ids=desk.about,
        title="Answers another question",
        segment="process",
        theme="listening",
        noticed="2026-01-02",
        acknowledgements=[
            {"state": "raised", "day": "2026-01-05", "entry_id": desk.second.id},
            {"state": "denied", "day": "2026-02-01", "words": "I did answer it.", "entry_id": desk.first.id},
        ],
        steps=[{"key": "clarity", "state": "skipped", "day": "2026-02-02", "reason": "Too early."}],
        self_reflections=[
            {
                "asked_on": "2026-02-02",
                "by_day": "2026-02-09",
                "questions": ["What did the others see?"],
                "came_on": "2026-02-10",
                "entry_id": desk.second.id,
            },
            {"asked_on": "2026-03-02", "by_day": "2026-03-09"},
        ],
    )
    other = Issue.make(leader_ids=desk.about, title="Late figures", segment="operational")
    link = Link.make(
        leader_ids=desk.about, entry_id=desk.first.id, target_id=issue.id, stance="supports", note="Twice."
    )
    against = Link.make(
        leader_ids=desk.about, entry_id=desk.second.id, target_id=issue.id, stance="contradicts"
    )
    desk.put(issue, other, link, against)
    out = desk.done("issues", "ada").out
    assert out.startswith("Ada Marsh: 2 issues\n")
    assert out.index("Operational") < out.index("Late figures") < out.index("Process")
    for line in (
        f"Answers another question ({issue.id[:8]})",
        "Stands      Denied; open",
        "5 Jan 2026  Raised (entry 2)",
        "1 Feb 2026  Denied (entry 1): “I did answer it.”",
        "Entries     entry 1, 5 Feb 2026, supports it: Twice.\n                entry 2, 2 Mar 2026, contradicts it",
        "Playbook    since 1 Feb 2026: 1 done, 1 skipped, 7 open",
        "Next step   Ask what lies beneath. ",
        "Reflection  asked for on 2 Feb 2026, by 9 Feb 2026; came on 10 Feb 2026 (entry 2)",
        "What did the others see?",
        "asked for on 2 Mar 2026, by 9 Mar 2026; not come yet",
        "Entries  none linked yet",
    ):
        assert line in out
    found = desk.json("issues", "ada")
    assert found["leader"] == {"id": desk.ada.id, "name": "Ada Marsh"}
    listed = next(one for one in found["issues"] if one["issue"]["id"] == issue.id)
    assert listed["stands"] == "denied"
    assert [(one["number"], one["stance"]) for one in listed["entries"]] == [
        (1, "supports"),
        (2, "contradicts"),
    ]
    assert listed["playbook"]["next_step"] == "causes"
    assert listed["issue"]["acknowledgements"][1]["words"] == "I did answer it."


def test_an_example_that_was_withdrawn_is_cited_no_more(desk: Filed) -> None:
    issue = Issue.make(leader_ids=desk.about, title="Interrupts")
    desk.put(issue, Link.make(leader_ids=desk.about, entry_id=desk.first.id, target_id=issue.id))
    assert "entry 1" in desk.done("issues", "ada").out
    desk.done("withdraw", desk.first.id, "--reason", "Hearsay")
    assert "none linked yet" in desk.done("issues", "ada").out


@pytest.mark.parametrize(
    ("command", "says"),
    [
        ("issues", "coachdesk issue LEADER"),
        ("plan", "No plan yet"),
        ("case", "No intervention is on file"),
    ],
)
def test_where_nothing_was_begun_it_says_how_to(desk: Filed, command: str, says: str) -> None:
    assert says in desk.done(command, "ada").out
    assert set(desk.json(command, "ada")) > {"leader"}


# The plan


def test_a_plan_is_shown_with_its_goals_and_the_next_check_in(desk: Filed) -> None:
    plan = Plan.make(
        leader_ids=desk.about,
        purpose="She can be successful again.",
        started="2026-01-05",
        cadence={"every_weeks": 2, "weekday": 2, "time": "15:30", "zone": "Europe/London"},
    )
    goal = Goal.make(
        leader_ids=desk.about, plan_id=plan.id, title="Lets others finish", measure="Per meeting", due=day(9)
    )
    vague = Goal.make(leader_ids=desk.about, plan_id=plan.id, title="Be nicer")
    rated = [
        Meeting.make(
            leader_ids=desk.about,
            of_id=plan.id,
            at={"local": f"{when}T15:30", "zone": "Europe/London"},
            state="held",
            ratings=[{"goal_id": goal.id, "rating": rating}],
        )
        for when, rating in (("2026-01-21", -1), ("2026-02-04", 2), ("2026-01-07", 0))
    ]
    link = Link.make(leader_ids=desk.about, entry_id=desk.second.id, target_id=goal.id, stance="supports")
    desk.put(plan, goal, vague, link, *rated)
    out = desk.done("plan", "ada").out
    for line in (
        f"Development plan ({plan.id[:8]})",
        "Purpose   She can be successful again.",
        "From, to  Mon 5 January 2026, no end set",
        f"Goal: Lets others finish ({goal.id[:8]})",
        "Measure  Per meeting",
        "Rating   much better (+2), on 4 Feb 2026",
        "Entries  entry 2, 2 Mar 2026, supports it",
        "Measure  none set",
        "Due      no day set",
    ):
        assert line in out
    assert re.search(r"Next      would be Wed .* 15:30 \(Europe/London\); it is not planned yet", out)
    desk.put(
        *(
            Meeting.make(
                leader_ids=desk.about, of_id=plan.id, at={"local": f"{day(days)}T09:00", "zone": "UTC"}
            )
            for days in (20, 6)
        )
    )
    assert re.search(
        rf"Next      \w{{3}} {(TODAY + dt.timedelta(6)).day} \w+ \d+, 09:00 \(UTC\)\n",
        desk.done("plan", "ada").out,
    )
    found = desk.json("plan", "ada")["plans"][0]
    assert found["plan"]["purpose"] == plan.purpose
    assert [one["goal"]["title"] for one in found["goals"]] == ["Lets others finish", "Be nicer"]
    assert [one["rating"] for one in found["goals"]] == [{"day": "2026-02-04", "rating": 2}, None]
    assert len(found["meetings"]) == 5


def test_a_planned_check_in_that_is_past_asks_whether_it_was_held(desk: Filed) -> None:
    plan = Plan.make(leader_ids=desk.about, started=day(-30))
    at = {"local": f"{day(-2)}T09:00", "zone": "UTC"}
    desk.put(plan, Meeting.make(leader_ids=desk.about, of_id=plan.id, at=at))
    assert "09:00 (UTC): was it held?" in desk.done("plan", "ada").out


def test_what_is_expected_and_support_stand_beside_the_plan(desk: Filed) -> None:
    desk.put_one_of_each()
    out = desk.done("plan", "ada").out
    for line in (
        "Laid down in  Job description, Section 2",
        "Told          Mon 15 September 2025, In person",
        "Said back     22 Sep 2025: “I bring the cost with the design.”",
        "Type       Mentor, P. Okafor",
        "Cause      gap in skill",
        "Answer     Accepted on 16 Sep 2025: “Gladly.”",
        "Outcome    3 Nov 2025: Brought the numbers herself.",
    ):
        assert line in out
    found = desk.json("plan", "ada")
    assert found["support"][0]["support"]["cost"] == "€ 600"
    assert found["expectations"][0]["expectation"]["restated_on"] == "2025-09-22"


# The case


def meetings_of(case: Case, desk: Filed) -> list[Record]:
    def at(when: str, zone: str = "Europe/London") -> dict[str, str]:
        return {"local": when, "zone": zone}

    moved = [
        {
            "at": at("2026-01-12T10:00"),
            "to": at("2026-01-14T10:00"),
            "moved_on": "2026-01-09",
            "reason": "Ill",
        }
    ]
    return [
        Meeting.make(leader_ids=desk.about, of_id=case.id, kind="individual", at=at("2026-01-14T10:00"), moves=moved, state="held"),
        Meeting.make(leader_ids=desk.both, of_id=case.id, kind="three_way", at=at("2026-01-12T15:00"), state="held"),
        Meeting.make(leader_ids=desk.both, of_id=case.id, kind="three_way", at=at("2026-01-26T15:00")),
        Meeting.make(leader_ids=desk.both, of_id=case.id, kind="closing", at=at(f"{day(9)}T15:00")),
    ]  # fmt: skip


def test_a_case_shows_its_stages_and_what_was_kept_missed_and_moved(desk: Filed) -> None:
    case = Case.make(
        leader_ids=desk.both, title="Dispatch and Planning", opened_on="2026-01-05", stage="support"
    )
    missed = Meeting.make(
        leader_ids=(desk.grace.id,),
        of_id=case.id,
        kind="individual",
        at={"local": "2026-01-12T11:00", "zone": "Europe/London"},
    )
    desk.put(case, missed, *meetings_of(case, desk))
    desk.put(missed.changed(state="missed"), reason="An incident.")
    for name in ("ada", "grace"):
        out = desk.done("case", name).out
        for line in (
            f"Dispatch and Planning ({case.id[:8]})",
            "About                    Ada Marsh and Grace Hopper",
            "Stage                    Three months of support",
            "Sponsor briefing         0 of 5 done",
            "Meetings                 2 kept, 1 missed, 1 moved, 1 to be answered: were they held?, 1 to come",
            "Time zone                Europe/London",
            (
                "12 Jan 2026, 11:00  Individual session with Grace Hopper: missed\n"
                "                          because: An incident."
            ),
            (
                "14 Jan 2026, 10:00  Individual session with Ada Marsh: kept\n"
                "                          moved from 12 Jan 2026, 10:00, because: Ill"
            ),
            "26 Jan 2026, 15:00  Three-way call: was it held?",
        ):
            assert line in out
    found = desk.json("case", "grace")["cases"][0]
    assert found["case"]["title"] == case.title
    assert found["kept"] == {"kept": 2, "missed": 1, "moved": 1, "due": 1, "planned": 1, "cancelled": 0}
    assert found["stages"][0] == {"stage": "briefing", "done": 0, "of": 5}
    assert [one["reason"] for one in found["meetings"] if one["stands"] == "missed"] == ["An incident."]


def test_a_case_in_two_time_zones_names_them_beside_the_times(desk: Filed) -> None:
    case = Case.make(leader_ids=desk.both, title="Dispatch", opened_on="2026-01-05")
    elsewhere = Meeting.make(
        leader_ids=desk.both,
        of_id=case.id,
        kind="alignment",
        at={"local": "2026-01-20T09:00", "zone": "Asia/Tokyo"},
    )
    desk.put(case, elsewhere, *meetings_of(case, desk))
    out = desk.done("case", "ada").out
    assert "20 Jan 2026, 09:00 (Asia/Tokyo)" in out
    assert "12 Jan 2026, 15:00 (Europe/London)" in out


def test_what_was_said_in_sessions_and_interviews_is_not_with_the_case(desk: Filed) -> None:
    case = Case.make(leader_ids=desk.both, title="Dispatch", opened_on="2026-01-05")
    said_there = Meeting.make(
        leader_ids=desk.both,
        of_id=case.id,
        kind="individual",
        at={"local": "2026-01-20T09:00", "zone": "UTC"},
        state="held",
        notes={"feedback": "Confided."},
    )
    told = Intake.make(
        leader_ids=desk.both,
        case_id=case.id,
        interviewee="Bo",
        day="2026-01-08",
        history="Confided.",
        released=True,
    )
    desk.put(case, said_there, told)
    for form in ((), ("--json",)):
        assert "Confided" not in desk.done("case", "ada", *form).out


# The readiness check


def test_the_readiness_check_asks_fourteen_questions_and_names_what_is_behind_them(desk: Filed) -> None:
    plan = Plan.make(leader_ids=desk.about, started="2026-01-05")
    goal = Goal.make(leader_ids=desk.about, plan_id=plan.id, title="Be nicer")
    desk.put(plan, goal)
    out = desk.done("readiness", "ada").out
    assert "your own preparation" in out
    assert "may have to be disclosed" in " ".join(out.split())
    assert re.findall(r"^ ?(\d+)\. ", out, re.MULTILINE) == [str(number) for number in range(1, 15)]
    assert "Entries not marked as told: 2.\n    See entries 1–2." in out
    assert f"See Goal “Be nicer” ({goal.id[:8]})." in out
    found = desk.json("readiness", "ada")
    assert "disclosed" in found["note"]
    assert [one["key"] for one in found["questions"]] == list(readiness.QUESTIONS)
    untold = next(one for one in found["questions"] if one["key"] == "untold")
    assert (untold["number"], untold["entries"], untold["state"]) == (2, [1, 2], "look")
    wording = next(one for one in found["questions"] if one["key"] == "wording")
    assert wording["state"] != "missing"


def test_every_question_has_words_for_every_way_it_can_stand(desk: Filed) -> None:
    assert list(QUESTIONS) == list(readiness.QUESTIONS)
    facts = {"day": "2026-01-05", "from_day": "2026-01-05", "to_day": "2026-02-05", "of": 3}
    for key in QUESTIONS:
        assert "7" in said(Line(key, "look", 7, (), facts | {"share": 7}))
    out = desk.json("readiness", "grace")
    assert all(one["answer"] for one in out["questions"])
    assert {one["state"] for one in out["questions"]} >= {"missing"}
