"""The scenes of coaching: Today and a leader's pages, empty and full."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coachdesk.gui.coaching import contact_forms, issue_forms, issue_reflections, plan_forms
from coachdesk.records.issue import Acknowledgement, Issue, Link, SelfReflection, Step
from coachdesk.records.meeting import Meeting, MeetingNotes, Rating, Slot
from coachdesk.records.plan import Cadence, Expectation, Goal, Plan
from coachdesk.records.support import Support

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from tests.gui.scenes import Stage


def today(stage: Stage) -> QWidget:
    window = stage.open_demo()
    window.desk.show_today()
    stage.settle()
    return window


def today_nothing(stage: Stage) -> QWidget:
    window = stage.open_empty()
    window.desk.show_today()
    stage.settle()
    return window


def page(stage: Stage, key: str) -> QWidget:
    """The window with a page in front, of the demo's leader about whom there are nothing but notes."""
    window = stage.open_demo()
    only_notes = next(one for one in stage.session.view.leaders() if one.name == "Dafydd Prys")
    window.desk.show_leader(only_notes.id)
    window.desk.area.refresh()
    window.desk.area.show_key(key)
    stage.settle()
    return window


def issues_empty(stage: Stage) -> QWidget:
    return page(stage, "issues")


def put_issues(stage: Stage) -> tuple[Any, ...]:
    """Four issues with the demo's leader, of which one is denied."""
    demo = stage.journals.demo
    shown = stage.session.view.timeline(demo.leader_id).entries
    about: dict[str, Any] = {"leader_ids": (demo.leader_id,)}
    denied = Issue.make(
        **about,
        title="Answers a different question from the one that was asked",
        theme="answers a different question",
        noticed="2025-11-04",
        acknowledgements=(
            Acknowledgement(state="raised", day="2026-03-02"),
            Acknowledgement(
                state="denied", day="2026-03-02", words="I answered everything that was put to me."
            ),
        ),
        steps=(Step(key="listening", state="done", day="2026-03-09"),),
        causes="Two projects ended in the week of the committee, and nobody had told me which of them it was about.",
        causes_on="2026-03-09",
        self_reflections=(
            SelfReflection(
                asked_on="2026-03-09", by_day="2026-03-16", came_on="2026-03-18", entry_id=shown[3].entry.id
            ),
            SelfReflection(
                asked_on="2026-04-20",
                by_day="2026-05-04",
                questions=(
                    "What would the people who asked say they got from the answer?",
                    "What has changed since the time when this went well?",
                ),
            ),
        ),
    )
    seen = Issue.make(
        **about,
        title="The figures for Finance come after the deadline",
        segment="operational",
        status="improving",
        acknowledgements=(
            Acknowledgement(state="raised", day="2026-04-02"),
            Acknowledgement(
                state="acknowledged", day="2026-04-20", words="That is fair, I left it too late."
            ),
        ),
    )
    new = Issue.make(**about, title="Product hears of a slip from somebody else", segment="process")
    links = [
        Link.make(**about, entry_id=shown[at].entry.id, target_id=denied.id, stance=stance)
        for at, stance in ((5, "supports"), (9, "contradicts"))
    ]
    stage.session.put(new, seen, *links, denied)
    return denied, seen, new


def issues_full(stage: Stage) -> QWidget:
    window = stage.open_demo()
    put_issues(stage)
    window.desk.area.refresh()
    window.desk.area.show_key("issues")
    stage.settle()
    return window


def issue_new(stage: Stage) -> QWidget:
    window, leader_id = stage.open_demo(), stage.journals.demo.leader_id
    return stage.dialog(issue_forms.issue_form(stage.tools, (leader_id,), None, "", window))


def issue_unfinished(stage: Stage) -> QWidget:
    """The form, opened again after it was closed in mid-word."""
    window, leader_id = stage.open_demo(), stage.journals.demo.leader_id
    _begun(stage, window, leader_id).reject()
    return stage.dialog(issue_forms.issue_form(stage.tools, (leader_id,), None, "", window))


def _begun(stage: Stage, window: QWidget, leader_id: str) -> Any:
    form = issue_forms.issue_form(stage.tools, (leader_id,), None, "", window)
    form.answers["title"].setText("Answers another quest")
    return form


def today_drafts(stage: Stage) -> QWidget:
    """Today, with what was begun and not finished."""
    window, leader_id = stage.open_demo(), stage.journals.demo.leader_id
    begun = _begun(stage, window, leader_id)
    begun.reject()
    begun.deleteLater()
    window.desk.show_today()
    stage.settle()
    return window


def issue_said(stage: Stage) -> QWidget:
    window = stage.open_demo()
    denied, *_others = put_issues(stage)
    return stage.dialog(issue_forms.said_form(stage.tools, denied, window))


def issue_change(stage: Stage) -> QWidget:
    window = stage.open_demo()
    denied, *_others = put_issues(stage)
    return stage.dialog(issue_forms.issue_form(stage.tools, denied.leader_ids, denied, "", window))


def reflection_asked(stage: Stage) -> QWidget:
    window = stage.open_demo()
    _denied, seen, *_others = put_issues(stage)
    return stage.dialog(issue_reflections.ask_form(stage.tools, seen, window))


def reflection_otherwise(stage: Stage) -> QWidget:
    window = stage.open_demo()
    denied, *_others = put_issues(stage)
    return stage.dialog(issue_reflections.otherwise_form(stage.tools, denied, window))


def reflection_came(stage: Stage) -> QWidget:
    window = stage.open_demo()
    denied, *_others = put_issues(stage)
    return stage.dialog(issue_reflections.came_form(stage.tools, denied, window))


def plan_full(stage: Stage) -> QWidget:
    window = stage.open_demo()
    demo = stage.journals.demo
    about: dict[str, Any] = {"leader_ids": (demo.leader_id,)}
    shown = stage.session.view.timeline(demo.leader_id).entries
    plan = Plan.make(
        **about,
        purpose="He was successful in his first year and can be again: the technical answer and the business one.",
        started="2026-03-02",
        ends="2026-12-18",
        cadence=Cadence(weekday=3, time="15:00", zone="Europe/London"),
    )
    goal = Goal.make(
        **about,
        plan_id=plan.id,
        title="Answers the question that was asked, first",
        type="communication",
        measure="Of ten questions in the steering committee, nine are answered before anything else is said.",
        baseline="four of ten in February",
        target="nine of ten",
        due="2026-09-30",
        company_objective="Decisions within one meeting",
    )
    vague = Goal.make(**about, plan_id=plan.id, title="Owns the customer's problem", type="business")
    told = Expectation.make(
        **about,
        text="Names the cost to the customer with every fault.",
        aspect="business",
        source="job_description",
        told_on="2026-03-05",
        restated="I say what it costs them before I say why.",
        restated_on="2026-03-05",
    )
    untold = Expectation.make(**about, text="Reports a slip on the day it is known.", aspect="behaviour")
    coach = Support.make(
        **about,
        type="coach",
        what="Six hours with an executive coach",
        cause="behaviour",
        counterpart="R. Adair",
        offered_on="2026-03-05",
        answer="accepted",
        answered_on="2026-03-09",
    )
    at = Slot(local="2026-04-02T15:00", zone="Europe/London", minutes=30)
    held = Meeting.make(
        **about,
        of_id=plan.id,
        at=at,
        state="held",
        notes=MeetingNotes(progress="Two of three questions.", successes="The May forecast came first."),
        ratings=(Rating(goal_id=goal.id, rating=1),),
    )
    link = Link.make(**about, entry_id=shown[6].entry.id, target_id=goal.id, stance="supports")
    stage.session.put(plan, goal, vague, told, untold, coach, held, link)
    window.desk.area.refresh()
    window.desk.area.show_key("plan")
    stage.settle()
    return window


def plan_meeting(stage: Stage) -> QWidget:
    """Led to from Today: the meeting is marked, far down on its page."""
    window = plan_full(stage)
    (meeting,) = (one for one in stage.session.view.records("meeting") if _is_in_april(one))
    window.desk.show_page(stage.journals.demo.leader_id, "plan", meeting.id)
    stage.settle()
    return window


def _is_in_april(meeting: Any) -> bool:
    return bool(meeting.at.local == "2026-04-02T15:00")


def issues_of_one_kind(stage: Stage) -> QWidget:
    window = issues_full(stage)
    window.desk.area.page("issues")._show_only("process")
    stage.settle()
    return window


def contact_new(stage: Stage) -> QWidget:
    return stage.dialog(contact_forms.contact_form(stage.tools, stage.open_demo(), name="Omar Reyes"))


def plan_new(stage: Stage) -> QWidget:
    window, leader_id = stage.open_demo(), stage.journals.demo.leader_id
    return stage.dialog(plan_forms.plan_form(stage.tools, (leader_id,), None, window))


def support_new(stage: Stage) -> QWidget:
    window, leader_id = stage.open_demo(), stage.journals.demo.leader_id
    return stage.dialog(plan_forms.support_form(stage.tools, (leader_id,), None, None, window))


COACHING: dict[str, Callable[[Stage], QWidget]] = {
    "today": today,
    "today-nothing": today_nothing,
    "issues-empty": issues_empty,
    "issues-full": issues_full,
    "issue-new": issue_new,
    "issue-said": issue_said,
    "issue-unfinished": issue_unfinished,
    "issue-change": issue_change,
    "reflection-asked": reflection_asked,
    "reflection-otherwise": reflection_otherwise,
    "reflection-came": reflection_came,
    "today-drafts": today_drafts,
    "plan-empty": lambda stage: page(stage, "plan"),
    "plan-full": plan_full,
    "plan-new": plan_new,
    "plan-meeting": plan_meeting,
    "issues-of-one-kind": issues_of_one_kind,
    "contact-new": contact_new,
    "support-new": support_new,
}
