"""The forms of an intervention itself: its start, and all that its briefing, its session and its end lay down."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from PySide6.QtWidgets import QWidget

from coachdesk.coaching.intervention import STAGES
from coachdesk.gui.coaching import contact_forms
from coachdesk.gui.coaching.case_shown import OneCase
from coachdesk.gui.coaching.inputs import Input
from coachdesk.gui.coaching.record_form import RecordForm
from coachdesk.gui.coaching.words import IMPACTS, ROLES
from coachdesk.gui.coaching.words import STAGES as STAGE_NAMES
from coachdesk.gui.texts import N_, _
from coachdesk.gui.tools import Tools
from coachdesk.gui.unfinished import reopens
from coachdesk.records.base import InvalidRecord, Record
from coachdesk.records.case import Case

_TITLE = Input("title", N_("What is it about?"), "line", N_("How the two work together on releases"))
_PARTY_ROLES: Mapping[str, str] = {role: words for role, words in ROLES.items() if role != "leader"}
_IMPACT = tuple(
    Input(field, words, "prose", hint)
    for (field, words), hint in zip(
        IMPACTS.items(),
        (
            N_("What comes late, is done twice, is left undone"),
            N_("How it limits what each of them can lead"),
            N_("Whom else it costs time, trust or customers"),
        ),
        strict=True,
    )
)
_AGREEMENT = (
    Input(
        "sponsor_may_hear",
        N_("What may the sponsor hear?"),
        "prose",
        N_("Sessions kept and missed, the goal, what came of it"),
    ),
    Input("not_shared", N_("What stays between coach and leader?"), "prose", N_("What is said in a session")),
    Input("agreed_on", N_("Agreed on (empty: not yet)"), "day_past"),
)
_BRIEFING = (
    Input("day", N_("On"), "day_past"),
    Input("by", N_("By whom?"), "line", N_("The sponsor sets the expectations")),
    Input("how", N_("How?"), "line", N_("In person, with both together")),
    Input("words", N_("What was said about the process"), "prose"),
)
_SKILL = (
    Input("what", N_("Which skill?"), "line", N_("Giving corrective feedback on a behaviour")),
    Input("taught_on", N_("Taught on (empty: not yet)"), "day_past"),
    Input("practised_on", N_("Practised on (empty: not yet)"), "day_past"),
)
_BARRIER = (
    Input("what", N_("What stands in the way?"), "line", N_("Two ticket systems for one release")),
    Input("removed_on", N_("Removed on (empty: not yet)"), "day_past"),
)
_GOAL = Input(
    "common_goal",
    N_("What do they want to reach together?"),
    "prose",
    N_("A productive working relationship, seen in …"),
)
_CLOSING = (
    Input("review", N_("How did it end?"), "prose", N_("What changed, what did not, who saw it")),
    Input("closed_on", N_("Closed on"), "day_past"),
)
_CALL_OFF = Input("call_off", N_("Call off the meetings that are still planned"), "yes")
_GONE = Input("gone", N_("Take it off the list"), "yes")


@reopens
def start_form(tools: Tools, leader_id: str, parent: QWidget) -> RecordForm:
    """Starts an intervention: with the leader alone, or for the relationship with another."""
    others = {
        one.id: one.name for one in tools.session.view.leaders() if one.id != leader_id and not one.archived
    }
    inputs = (
        _TITLE,
        Input("other", N_("With which other leader?"), "one_of", options=others),
        Input("sponsor", N_("Who is the sponsor? (if you know)"), "line"),
        Input("coach", N_("Who coaches? (if you know)"), "line"),
        Input("opened_on", N_("Begins on"), "day"),
    )

    def make(values: dict[str, Any]) -> Sequence[Record]:
        return [
            Case.make(
                leader_ids=[leader_id, *filter(None, (values["other"],))],
                title=values["title"],
                opened_on=values["opened_on"] or today(),
                parties=[
                    {"role": role, "name": values[role]} for role in ("sponsor", "coach") if values[role]
                ],
            )
        ]

    return RecordForm(
        tools,
        _("Start an intervention"),
        inputs,
        make,
        parent,
        explanation=_(
            "For a relationship that does not work: briefing, interviews, feedback, alignment, three months of coaching."
        ),
        values={"opened_on": "today"},
        action=_("Start"),
    )


@reopens
def change_form(one: OneCase) -> RecordForm:
    """Changes what the case is called, when it began, and its stage. A case that is closed is opened by this."""
    stages: dict[str, str] = {stage: STAGE_NAMES[stage] for stage in STAGES}
    inputs = (
        _TITLE,
        Input("opened_on", N_("Began on"), "day"),
        Input("stage", N_("Where does it stand?"), "choice", options=stages, needed=True),
    )
    case = one.case
    stage = "review" if case.stage == "closed" else case.stage

    def make(values: dict[str, Any]) -> Sequence[Record]:
        values["opened_on"] = values["opened_on"] or case.opened_on
        if case.stage == "closed":
            values["closed_on"] = None
        return if_changed(case, case.changed(**values))

    title = _("Open the intervention again") if case.stage == "closed" else _("Change the intervention")
    before = {"title": case.title, "opened_on": case.opened_on, "stage": stage}
    return RecordForm(one.tools, title, inputs, make, one.page, values=before, why=True)


def _fields_form(one: OneCase, title: str, inputs: Sequence[Input], explanation: str = "") -> RecordForm:
    """Asks for fields of the case."""
    case = one.case

    def make(values: dict[str, Any]) -> Sequence[Record]:
        return if_changed(case, case.changed(**values))

    before = {asked.key: getattr(case, asked.key) for asked in inputs}
    return RecordForm(one.tools, title, inputs, make, one.page, values=before, explanation=explanation)


@reopens
def goal_form(one: OneCase) -> RecordForm:
    """The goal that the leaders have in common."""
    return _fields_form(one, _("The common goal"), (_GOAL,))


@reopens
def impact_form(one: OneCase) -> RecordForm:
    """The three impacts of the conflict."""
    case = one.case

    def make(values: dict[str, Any]) -> Sequence[Record]:
        return if_changed(case, case.changed(impact=values))

    explanation = _("The leaders have to know it before anything else can work.")
    before = msgspec.structs.asdict(case.impact)
    return RecordForm(
        one.tools,
        _("What the conflict does"),
        _IMPACT,
        make,
        one.page,
        values=before,
        explanation=explanation,
    )


@reopens
def agreement_form(one: OneCase) -> RecordForm:
    """What the coach may tell the sponsor."""
    case = one.case

    def make(values: dict[str, Any]) -> Sequence[Record]:
        return if_changed(case, case.changed(agreement=values))

    before = msgspec.structs.asdict(case.agreement) if case.agreement else {}
    return RecordForm(
        one.tools,
        _("What the sponsor may hear"),
        _AGREEMENT,
        make,
        one.page,
        values=before,
        explanation=_("Agreed between leaders, coach and sponsor before the first session."),
    )


@reopens
def close_form(one: OneCase) -> RecordForm:
    """The closing words; the case is closed with them. What is still planned would be due for ever."""
    case = one.case
    planned = [meeting for meeting in one.file.meetings if meeting.state == "planned"]

    def make(values: dict[str, Any]) -> Sequence[Record]:
        off = planned if values.get("call_off") else ()
        return [
            *(meeting.changed(state="cancelled") for meeting in off),
            case.changed(review=values["review"], stage="closed", closed_on=values["closed_on"] or today()),
        ]

    before = {"review": case.review, "closed_on": case.closed_on or "today", "call_off": True}
    return RecordForm(
        one.tools,
        _("Close the intervention"),
        (*_CLOSING, _CALL_OFF) if planned else _CLOSING,
        make,
        one.page,
        values=before,
        action=_("Close it"),
        explanation=_("It stays on file with everything in it."),
    )


# Lists of the case: its parties, briefings, skills and barriers


def _listed_form(
    one: OneCase,
    field: str,
    title: str,
    inputs: Sequence[Input],
    at: int | None,
    values: Mapping[str, Any],
) -> RecordForm:
    """Adds something to a list of the case, or changes what stands at ``at``, or takes it off."""
    case = one.case
    before = [msgspec.structs.asdict(part) for part in getattr(case, field)]

    def make(answers: dict[str, Any]) -> Sequence[Record]:
        now, is_gone = list(before), answers.pop("gone", False)
        if at is None:
            now.append(answers)
        elif is_gone:
            del now[at]
        else:
            now[at] = {**now[at], **answers}
        return if_changed(case, case.changed(**{field: now}))

    asked = inputs if at is None else (*inputs, _GONE)
    return RecordForm(
        one.tools,
        title,
        asked,
        make,
        one.page,
        values=values if at is None else before[at],
        why=at is not None,
    )


@reopens
def party_form(one: OneCase, at: int | None = None, role: str = "") -> RecordForm:
    """Somebody with a part in the case."""
    options = {contact.id: contact_forms.in_a_line(contact) for contact in contact_forms.contacts(one.tools)}
    inputs = (
        Input("role", N_("As what?"), "choice", options=_PARTY_ROLES, needed=True),
        Input("contact_id", N_("Among your contacts"), "one_of", options=options),
        Input("name", N_("Name"), "line"),
    )
    title = _("Somebody with a part in it")
    form = _listed_form(one, "parties", title, inputs, at, {"role": role or "sponsor"})
    contact_forms.choose_for(one.tools, form, "contact_id", "name", "role")
    return form


@reopens
def briefing_form(one: OneCase, missing: Sequence[str] = ()) -> RecordForm:
    """The process was explained, to one or several at once; ``missing`` are those who still wait for it."""
    case = one.case
    who = Input("who", N_("To whom?"), "many_of", options={name: name for name in one.people})

    def make(values: dict[str, Any]) -> Sequence[Record]:
        people = values.pop("who")
        if not people:
            raise InvalidRecord("who", "empty")
        values["day"] = values["day"] or today()
        return [case.changed(briefings=[*case.briefings, *({**values, "to": name} for name in people)])]

    return RecordForm(
        one.tools,
        _("The process was explained"),
        (who, *_BRIEFING),
        make,
        one.page,
        values={"who": tuple(missing), "day": "today", "by": one.named("sponsor")},
    )


@reopens
def change_briefing_form(one: OneCase, at: int) -> RecordForm:
    """Changes a briefing."""
    inputs = (Input("to", N_("To whom?"), "line"), *_BRIEFING)
    return _listed_form(one, "briefings", _("The process was explained"), inputs, at, {})


@reopens
def skill_form(one: OneCase, at: int | None = None) -> RecordForm:
    """Giving or receiving feedback, as it is taught and practised."""
    return _listed_form(one, "skills", _("A skill of giving and receiving feedback"), _SKILL, at, {})


@reopens
def barrier_form(one: OneCase, at: int | None = None) -> RecordForm:
    """What stands in the way of the relationship."""
    return _listed_form(one, "barriers", _("A barrier between them"), _BARRIER, at, {})


def if_changed(before: Record, after: Record) -> Sequence[Record]:
    """The changed record, if anything was changed at all."""
    return [after] if after != before else []


def today() -> str:
    """The day on the manager's wall."""
    return dt.date.today().isoformat()  # noqa: DTZ011  # the day on the manager's wall
