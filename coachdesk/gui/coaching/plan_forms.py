"""The forms of the plan page: plan, goal, expectation, support, check-in."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from coachdesk.coaching.meetings import moved
from coachdesk.coaching.rhythm import coming
from coachdesk.gui.coaching import contact_forms, still_open
from coachdesk.gui.coaching.inputs import Input, entry_options
from coachdesk.gui.coaching.record_form import RecordForm, record_form
from coachdesk.gui.coaching.words import (
    ASPECTS,
    GOAL_STATUS,
    GOAL_TYPES,
    PLAN_KINDS,
    RATINGS,
    SOURCES,
    SUPPORT_ANSWERS,
    SUPPORT_CAUSES,
    SUPPORTS,
)
from coachdesk.gui.texts import N_, _
from coachdesk.gui.tools import Tools
from coachdesk.gui.unfinished import reopens
from coachdesk.records.base import Record
from coachdesk.records.meeting import Meeting, MeetingNotes, Rating, Slot
from coachdesk.records.plan import Cadence, Expectation, Goal, Plan
from coachdesk.records.support import Support

_PLAN = (
    Input("kind", N_("What kind of plan?"), "choice", options=PLAN_KINDS, needed=True),
    Input("purpose", N_("What is it for?"), "prose", N_("Why you believe that they can be successful again")),
    Input("started", N_("Begins on"), "day_ahead"),
    Input("ends", N_("Ends on (if you know)"), "day_ahead"),
    Input("first", N_("First check-in (day, time, minutes)"), "slot"),
    Input("every_weeks", N_("A check-in every so many weeks"), "number", least=1, most=12),
)
_GOAL = (
    Input("title", N_("What shall be different?"), "line", N_("Answers the question that was asked, first")),
    Input("type", N_("What kind of goal?"), "choice", options=GOAL_TYPES, needed=True),
    Input(
        "measure", N_("How will you both see it?"), "prose", N_("What is counted or seen, by whom, how often")
    ),
    Input("baseline", N_("How is it today?"), "line"),
    Input("target", N_("How shall it be?"), "line"),
    Input("due", N_("By when?"), "day_ahead"),
    Input("company_objective", N_("Which objective of the company does it serve?"), "line"),
)
_GOAL_STATUS = Input(
    "status",
    N_("How does it stand?"),
    "choice",
    options={key: words for key, (words, _voice) in GOAL_STATUS.items()},
    needed=True,
)
_EXPECTATION = (
    Input("text", N_("What is expected?"), "prose", N_("Owns the customer's problem, not only the fault")),
    Input("aspect", N_("Which side of the role?"), "choice", options=ASPECTS, needed=True),
    Input("source", N_("Where is it laid down?"), "choice", options=SOURCES, needed=True),
    Input("source_detail", N_("Where exactly?"), "line"),
    Input("told_on", N_("Told on (empty: not yet)"), "day_past"),
    Input("told_how", N_("How?"), "line"),
    Input("restated", N_("In their own words, when asked to say it back"), "prose"),
    Input("restated_on", N_("Said back on"), "day_past"),
)
_OFFER = (
    Input("type", N_("What kind of support?"), "choice", options=SUPPORTS, needed=True),
    Input("cause", N_("What is it for? (if it is clear)"), "choice", options=SUPPORT_CAUSES),
    Input("what", N_("What is offered?"), "line"),
    Input("counterpart", N_("With whom?"), "line", N_("The mentor, coach, team or department")),
    Input("cost", N_("What does it cost? (if you like)"), "line"),
    Input("offered_on", N_("Offered on"), "day_past", needed=True),
)
_ANSWERED = (
    Input("answer", N_("Did they accept it?"), "choice", options=SUPPORT_ANSWERS),
    Input("answered_on", N_("Answered on"), "day_past"),
    Input("answer_words", N_("In their words"), "line"),
    Input("delivered_on", N_("Delivered on"), "day_past"),
    Input("outcome", N_("What came of it?"), "prose"),
    Input("outcome_on", N_("Seen on"), "day_past"),
)
_DONE = "agreed_done"
_NOTES = (
    Input("progress", N_("How does it go?"), "prose"),
    Input("challenges", N_("What is hard?"), "prose"),
    Input("successes", N_("What went well?"), "prose"),
    Input("raised", N_("New issues (if any)"), "line"),
    Input("entry_id", N_("Noted in"), "one_of"),
)


@reopens
def plan_form(tools: Tools, leader_ids: Sequence[str], plan: Plan | None, parent: QWidget) -> RecordForm:
    """A new plan, or ``plan`` adjusted: each change is a version."""

    def make(values: dict[str, Any]) -> Sequence[Record]:
        first, weeks = values.pop("first"), values.pop("every_weeks")
        values["cadence"] = _cadence(first, weeks, plan)
        values["started"] = values["started"] or _today()
        if plan is None:
            return [Plan.make(leader_ids=leader_ids, **values)]
        changed = plan.changed(**values)
        return [changed] if changed != plan else []

    before: dict[str, Any] = {"started": "today", "every_weeks": 2}
    if plan is not None:
        before = {one.key: getattr(plan, one.key) for one in _PLAN if hasattr(plan, one.key)}
        before["every_weeks"] = plan.cadence.every_weeks if plan.cadence else 2
    return RecordForm(
        tools,
        _("Adjust the plan") if plan else _("Start a plan"),
        _PLAN,
        make,
        parent,
        values=before,
        why=plan is not None,
        explanation=_("Goals, expectations and support are added to it afterwards."),
    )


def _cadence(first: dict[str, Any] | None, weeks: int, plan: Plan | None) -> Cadence | None:
    """From the first check-in on; without one, as it was."""
    if first is None:
        kept = plan.cadence if plan else None
        return None if kept is None else Cadence(**{**_fields(kept), "every_weeks": weeks})
    day, _separator, time = first["local"].partition("T")
    weekday = dt.date.fromisoformat(day).weekday()
    return Cadence(
        every_weeks=weeks, weekday=weekday, time=time, zone=first["zone"], minutes=first["minutes"]
    )


def _fields(cadence: Cadence) -> dict[str, Any]:
    return {name: getattr(cadence, name) for name in cadence.__struct_fields__}


@reopens
def goal_form(tools: Tools, plan: Plan, goal: Goal | None, parent: QWidget) -> RecordForm:
    """A new goal of a plan, or ``goal`` changed."""
    title = _("Change the goal") if goal else _("Add a goal")
    inputs = (*_GOAL, _GOAL_STATUS) if goal else _GOAL
    return record_form(
        tools, parent, title, inputs, kind=Goal, record=goal, plan_id=plan.id, leader_ids=plan.leader_ids
    )


@reopens
def expectation_form(
    tools: Tools, leader_ids: Sequence[str], expectation: Expectation | None, parent: QWidget
) -> RecordForm:
    """A new expectation, or one told and said back."""
    title = _("Change the expectation") if expectation else _("Add an expectation")
    return record_form(
        tools,
        parent,
        title,
        _EXPECTATION,
        kind=Expectation,
        record=expectation,
        leader_ids=expectation.leader_ids if expectation else leader_ids,
    )


@reopens
def support_form(
    tools: Tools, leader_ids: Sequence[str], plan_id: str | None, support: Support | None, parent: QWidget
) -> RecordForm:
    """Support that is offered, or what came of it."""
    form = record_form(
        tools,
        parent,
        _("Support") if support else _("Offer support"),
        (*_OFFER, *_ANSWERED) if support else _OFFER,
        kind=Support,
        record=support,
        values={"offered_on": "today"},
        leader_ids=support.leader_ids if support else leader_ids,
        plan_id=support.plan_id if support else plan_id,
    )
    contact_forms.offer_for(tools, form, "counterpart")
    return form


@reopens
def meeting_form(tools: Tools, plan: Plan, parent: QWidget) -> RecordForm:
    """Plans a check-in of a plan, on the day on which its rhythm has the next one."""
    asked = (Input("at", N_("When? (day, time, minutes)"), "slot", needed=True),)
    kind = "pip" if plan.kind == "pip" else "check_in"
    about = tools.session.view.about(plan.leader_ids[0], "meeting")
    meetings = [one for one in about if isinstance(one, Meeting) and one.of_id == plan.id]
    at = next(iter(coming(plan, meetings, _day())), None)

    def make(values: dict[str, Any]) -> Sequence[Record]:
        return [Meeting.make(leader_ids=plan.leader_ids, of_id=plan.id, kind=kind, **values)]

    return RecordForm(tools, _("Plan a check-in"), asked, make, parent, values={"at": at})


@reopens
def move_form(tools: Tools, meeting: Meeting, parent: QWidget) -> RecordForm:
    """Moves a meeting."""
    asked = (
        Input("at", N_("To when? (day, time, minutes)"), "slot", needed=True),
        Input("reason", N_("Why?"), "line"),
    )

    def make(values: dict[str, Any]) -> Sequence[Record]:
        to = Slot(**(values["at"] or {"local": ""}))
        return [moved(meeting, to, dt.date.fromisoformat(_today()), values["reason"])]

    return RecordForm(tools, _("Move the meeting"), asked, make, parent, values={"at": meeting.at})


@reopens
def held_form(tools: Tools, meeting: Meeting, parent: QWidget) -> RecordForm:
    """What was said in a meeting, how each goal of its plan stands, and what of the things agreed before is done."""
    about = tools.session.view.about(meeting.leader_ids[0], "goal")
    goals = [one for one in about if isinstance(one, Goal) and one.plan_id == meeting.of_id]
    listed = tools.session.view.timeline(meeting.leader_ids[0])
    entries = entry_options(tools.session.view, meeting.leader_ids, named=(meeting.entry_id,))
    notes = [one._replace(options=entries) if one.key == "entry_id" else one for one in _NOTES]
    stand = [one.entry for one in listed.entries if not one.withdrawn]
    agreed = still_open.options(stand, meeting.leader_ids[:1])
    done = [Input(_DONE, still_open.TICK, "many_of", options=agreed)] if agreed else []
    rated = [
        Input(goal.id, goal.title, "choice", options=RATINGS, own=True)
        for goal in goals
        if goal.status == "open"
    ]

    def make(values: dict[str, Any]) -> Sequence[Record]:
        # A goal that is no longer open is not asked about, and keeps its rating.
        rates: dict[str, Any] = {one.goal_id: one.rating for one in meeting.ratings}
        rates |= {one.key: values[one.key] for one in rated}
        ratings = tuple(
            Rating(goal_id=goal_id, rating=int(rate)) for goal_id, rate in rates.items() if rate is not None
        )
        said = {one.key: values[one.key] for one in _NOTES if one.key != "entry_id"}
        changed = meeting.changed(
            state="held", notes=MeetingNotes(**said), ratings=ratings, entry_id=values["entry_id"]
        )
        return [changed] if changed != meeting else []

    before: dict[str, Any] = {"entry_id": meeting.entry_id}
    if meeting.notes is not None:
        before |= {one.key: getattr(meeting.notes, one.key) for one in _NOTES if one.key != "entry_id"}
    before |= {rating.goal_id: str(rating.rating) for rating in meeting.ratings}
    return RecordForm(
        tools,
        _("The meeting was held"),
        (*rated, *done, *notes),
        make,
        parent,
        values=before,
        before_it=lambda values: still_open.finish_ticked(tools.session, values.get(_DONE, ())),
    )


def _today() -> str:
    return _day().isoformat()


def _day() -> dt.date:
    return dt.date.today()  # noqa: DTZ011  # the day on the manager's wall
