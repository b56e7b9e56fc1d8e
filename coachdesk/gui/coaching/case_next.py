"""What is next in an intervention, and what came last: in words, with the one act that does it."""

import datetime as dt
from collections.abc import Callable, Mapping
from functools import partial
from typing import NamedTuple

from coachdesk.coaching.intervention import Step, came_last, next_step, stage_after
from coachdesk.coaching.meetings import standing
from coachdesk.gui import wording
from coachdesk.gui.coaching import case_forms, case_meeting_forms, case_talk_forms
from coachdesk.gui.coaching.case_meetings import meeting_acts
from coachdesk.gui.coaching.case_series import series_form
from coachdesk.gui.coaching.case_shown import OneCase, meeting_name, said_form, show, slot
from coachdesk.gui.coaching.record_card import Act
from coachdesk.gui.coaching.record_form import RecordForm
from coachdesk.gui.coaching.words import MEETINGS, ROLES
from coachdesk.gui.texts import N_, _
from coachdesk.records.base import Record
from coachdesk.records.meeting import Meeting


class Next(NamedTuple):
    """What is next: a sentence, and what can be done about it, the first of it being the one to do.

    A meeting to come is only waited for: ``is_ahead``. One of which nobody said whether it was held ``is_late``.
    """

    words: str
    acts: tuple[Act, ...]
    is_late: bool = False
    is_ahead: bool = False


class _Row(NamedTuple):
    words: str
    button: str
    form: Callable[[OneCase, Step], RecordForm]


def _of(records: tuple[Record, ...], step: Step) -> Record:
    """The first record that a step misses."""
    return next(one for one in records if one.id == step.missing[0])


_STEPS: Mapping[str, _Row] = {
    "impact": _Row(
        N_("Write down what the conflict does to the work, to leadership and to the organisation"),
        N_("Write it down…"),
        lambda one, _step: case_forms.impact_form(one),
    ),
    "parties": _Row(
        N_("Name the {who}"),
        N_("Add somebody…"),
        lambda one, step: case_forms.party_form(one, role=step.missing[0]),
    ),
    "agreement": _Row(
        N_("Agree with all what the sponsor may hear"),
        N_("Agree it…"),
        lambda one, _step: case_forms.agreement_form(one),
    ),
    "brief": _Row(
        N_("Have the process explained to {who}"),
        N_("It was explained…"),
        lambda one, step: case_forms.briefing_form(one, step.missing),
    ),
    "consequence": _Row(
        N_("Say to {who} what follows if the relationship does not work"),
        N_("It was said…"),
        lambda one, step: said_form(one, step.missing),
    ),
    "interview": _Row(
        N_("Interview {who}"),
        N_("Interview…"),
        lambda one, step: case_talk_forms.intake_form(one, name=step.missing[0]),
    ),
    "plan_feedback": _Row(
        N_("Plan the feedback session"),
        N_("Plan it…"),
        lambda one, _step: case_meeting_forms.plan_form(one, "feedback_session"),
    ),
    "items": _Row(
        N_("Lay out the feedback for the session, point by point"),
        N_("Add feedback…"),
        lambda one, _step: case_talk_forms.item_form(one),
    ),
    "answers": _Row(
        N_("Take down what each leader says to the feedback"),
        N_("What did they say?"),
        lambda one, step: case_talk_forms.answer_form(one, _of(one.file.items, step)),  # type: ignore[arg-type]
    ),
    "common_goal": _Row(
        N_("Set the goal that they have in common"),
        N_("Set the goal…"),
        lambda one, _step: case_forms.goal_form(one),
    ),
    "skills": _Row(
        N_("Teach them to give and to receive feedback"),
        N_("Add a skill…"),
        lambda one, _step: case_forms.skill_form(one, 0 if one.case.skills else None),
    ),
    "plan_alignment": _Row(
        N_("Plan the alignment meeting of leaders, sponsor and coach"),
        N_("Plan it…"),
        lambda one, _step: case_meeting_forms.plan_form(one, "alignment"),
    ),
    "expect": _Row(
        N_("Lay down what is expected of {who}"),
        N_("Add an expectation…"),
        lambda one, step: case_talk_forms.expectation_form(one, of_id=step.missing[0]),
    ),
    "sign": _Row(
        N_("Have the expectations signed off by the leaders, the sponsor and the coach"),
        N_("Sign off…"),
        lambda one, step: case_talk_forms.sign_form(
            one, [found for found in one.file.expectations if found.id in step.missing]
        ),
    ),
    "commit": _Row(
        N_("Say whom {who} will tell of the commitment to change"),
        N_("Add somebody…"),
        lambda one, step: case_talk_forms.commitment_form(one, leader_id=step.missing[0]),
    ),
    "tell": _Row(
        N_("Have {who} told of the commitment to change"),
        N_("Told…"),
        lambda one, step: case_talk_forms.commitment_form(
            one,
            _of(one.file.commitments, step),  # type: ignore[arg-type]
            is_told=True,
        ),
    ),
    "series": _Row(
        N_("Plan three months of sessions and calls, one round every two weeks"),
        N_("Plan the sessions…"),
        lambda one, _step: series_form(one),
    ),
    "plan_closing": _Row(
        N_("Plan the closing review"),
        N_("Plan it…"),
        lambda one, _step: case_meeting_forms.plan_form(one, "closing"),
    ),
    "close": _Row(
        N_("Write down how it ended, and close the intervention"),
        N_("Close it…"),
        lambda one, _step: case_forms.close_form(one),
    ),
}
_MEETING_OF = {"hold_feedback": "feedback_session", "hold_alignment": "alignment", "hold_closing": "closing"}


def what_is_next(one: OneCase) -> Next | None:
    """The first thing of the present stage that is open; None if nothing is."""
    step = next_step(one.file, one.names)
    if step is None:
        return None
    meeting = next((found for found in one.file.meetings if found.id in step.missing), None)
    if meeting is not None:
        return _meeting(one, meeting)
    if step.key in _MEETING_OF:
        kind = _MEETING_OF[step.key]
        return Next(
            _(MEETINGS[kind]), (Act(_("Plan it…"), partial(show, case_meeting_forms.plan_form, one, kind)),)
        )
    row = _STEPS[step.key]
    act = Act(_(row.button), partial(show, row.form, one, step))
    return Next(_(row.words).format(who=_who(one, step)), (act,))


def _meeting(one: OneCase, meeting: Meeting) -> Next:
    is_late = standing(meeting, dt.datetime.now(dt.UTC)).state == "due"
    words = _("{meeting}, {when}: was it held?") if is_late else _("{meeting}, {when}")
    said = words.format(meeting=meeting_name(one, meeting), when=slot(meeting.at))
    return Next(said, tuple(meeting_acts(one, meeting)), is_late, not is_late)


def _who(one: OneCase, step: Step) -> str:
    """Those whom a step misses, by name: of a step that misses roles or commitments, whose they are."""
    if step.key == "parties":
        return ", ".join(_(ROLES[role]) for role in step.missing)
    if step.key == "tell":
        return ", ".join(found.affected for found in one.file.commitments if found.id in step.missing)
    return ", ".join(one.names.get(each, each) for each in step.missing)


def stage_that_follows(one: OneCase) -> str:
    """The stage to go on to, or ""."""
    return stage_after(one.case) or ""


_HAPPENED: Mapping[str, str] = {
    "case_opened": N_("the intervention began"),
    "case_closed": N_("the intervention was closed"),
    "briefing": N_("the process was explained to {to}"),
    "intake_held": N_("{interviewee} was interviewed"),
    "feedback_agreed": N_("{name} agreed: {text}"),
    "feedback_amended": N_("{name} agreed with a change: {text}"),
    "feedback_disputed": N_("{name} disputed: {text}"),
    "alignment_signed_off": N_("{name} signed off: {text}"),
    "commitment_told": N_("{affected} was told of the commitment to change"),
    "meeting_held": N_("{meeting} was held"),
    "meeting_missed": N_("{meeting} was missed"),
    "meeting_moved": N_("{meeting} was moved"),
    "consequence_said": N_("it was said what follows if the relationship does not work"),
}


def what_came_last(one: OneCase) -> str:
    """What happened last and when, or ""."""
    found = came_last(one.file, dt.date.today())  # noqa: DTZ011  # the day on the manager's wall
    if found is None:
        return ""
    facts = dict(found.facts)
    if "leader_id" in facts:
        facts["name"] = one.name(facts["leader_id"])
    if found.record_type == "meeting":
        meeting = next(each for each in one.file.meetings if each.id == found.record_id)
        facts["meeting"] = meeting_name(one, meeting)
    return _("{day}: {what}").format(
        day=wording.short_day(found.day), what=_(_HAPPENED[found.key]).format(**facts)
    )
