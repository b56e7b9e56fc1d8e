"""The forms of an intervention's meetings: planned, held with its notes, missed or cancelled with the reason."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

import msgspec

from coachdesk.coaching.meetings import moved
from coachdesk.gui.coaching.case_forms import if_changed, today
from coachdesk.gui.coaching.case_shown import OneCase, meeting_name, slot
from coachdesk.gui.coaching.inputs import Input, entry_options
from coachdesk.gui.coaching.record_form import RecordForm
from coachdesk.gui.coaching.words import MEETINGS
from coachdesk.gui.texts import N_, _
from coachdesk.gui.unfinished import reopens
from coachdesk.records.base import Record
from coachdesk.records.meeting import Meeting, Slot
from coachdesk.records.meeting import MeetingNotes as Notes

NOTES = (
    Input("progress", N_("Progress"), "prose"),
    Input("feedback", N_("Feedback given and received"), "prose"),
    Input("raised", N_("Issues raised"), "prose"),
    Input("resolved", N_("Issues resolved"), "prose"),
    Input("successes", N_("What went well"), "prose"),
    Input("challenges", N_("What is hard"), "prose"),
)
"""What is noted of a session (F42), in the order of seed 002."""

_LENGTHS = {"feedback_session": 480, "alignment": 90}
"""So many minutes are offered for a meeting: a feedback session takes a day of work. An hour for all others."""

_HOUR = 60


@reopens
def plan_form(one: OneCase, kind: str) -> RecordForm:
    """Plans a meeting with all leaders of the case."""
    asked = (Input("at", N_("When? (day, time, minutes)"), "slot", needed=True),)

    def make(values: dict[str, Any]) -> Sequence[Record]:
        at = values["at"] or {"local": ""}
        return [Meeting.make(leader_ids=one.case.leader_ids, of_id=one.case.id, kind=kind, at=at)]

    form = RecordForm(one.tools, _(MEETINGS[kind]), asked, make, one.page)
    form.answers["at"].minutes.setValue(_LENGTHS.get(kind, _HOUR))
    return form


@reopens
def held_form(one: OneCase, meeting: Meeting) -> RecordForm:
    """A meeting was held: what was said in it."""
    entries = entry_options(one.tools.session.view, meeting.leader_ids, named=(meeting.entry_id,))
    inputs = (*NOTES, Input("entry_id", N_("Noted in (if you wrote an entry)"), "one_of", options=entries))

    def make(values: dict[str, Any]) -> Sequence[Record]:
        entry_id = values.pop("entry_id")
        notes = values if any(values.values()) else None
        return if_changed(meeting, meeting.changed(state="held", notes=notes, entry_id=entry_id))

    before: dict[str, Any] = msgspec.structs.asdict(meeting.notes or Notes())
    return RecordForm(
        one.tools,
        meeting_name(one, meeting),
        inputs,
        make,
        one.page,
        values={**before, "entry_id": meeting.entry_id},
        why=meeting.state == "held",
        explanation=slot(meeting.at),
        action=_("Save") if meeting.state == "held" else _("It was held"),
    )


@reopens
def not_held_form(one: OneCase, meeting: Meeting) -> RecordForm:
    """A meeting was missed, or is called off; the reason is kept beside the change."""
    inputs = (
        Input(
            "state",
            N_("What became of it? (choose one)"),
            "choice",
            options={"missed": N_("Missed"), "cancelled": N_("Called off")},
            needed=True,
            unchosen=True,
        ),
        Input("why", N_("Why?"), "line", N_("Who did not come, and what they said")),
    )

    def make(values: dict[str, Any]) -> Sequence[Record]:
        values.pop("why", "")
        return if_changed(meeting, meeting.changed(**values))

    return RecordForm(
        one.tools, meeting_name(one, meeting), inputs, make, one.page, explanation=slot(meeting.at)
    )


@reopens
def move_form(one: OneCase, meeting: Meeting) -> RecordForm:
    """Moves a meeting. Where it stood before, and why, stays on file."""
    inputs = (
        Input("at", N_("To when? (day, time, minutes)"), "slot", needed=True),
        Input("reason", N_("Why?"), "line"),
    )

    def make(values: dict[str, Any]) -> Sequence[Record]:
        to = Slot(**(values["at"] or {"local": ""}))
        return [moved(meeting, to, dt.date.fromisoformat(today()), values["reason"])]

    return RecordForm(
        one.tools,
        _("Move the meeting"),
        inputs,
        make,
        one.page,
        values={"at": meeting.at},
        explanation=_("{meeting}, {when}").format(meeting=meeting_name(one, meeting), when=slot(meeting.at)),
    )
