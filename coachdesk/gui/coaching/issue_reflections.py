"""What a leader is asked to reflect on: asked for by a day, shown on the card of its issue, and taken in when it comes."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

import msgspec
from PySide6.QtWidgets import QWidget

from coachdesk.coaching import questions
from coachdesk.coaching.self_reflection import RESPONSE, asked, asked_otherwise, came, waiting
from coachdesk.gui import wording
from coachdesk.gui.coaching.inputs import Input, entry_options
from coachdesk.gui.coaching.leader_page import LeaderPage
from coachdesk.gui.coaching.record_card import Act, Card
from coachdesk.gui.coaching.record_form import RecordForm, run
from coachdesk.gui.note import Note
from coachdesk.gui.texts import N_, _
from coachdesk.gui.tools import Tools
from coachdesk.gui.unfinished import reopens
from coachdesk.records.base import Record
from coachdesk.records.issue import Issue, SelfReflection

_DAYS, _FIRST = 7, 3
"""In how many days it is asked for to begin with, and with how many questions of the bank."""

_ASKED = (
    Input("questions", N_("What are they asked?"), "lines", N_("One question on each line")),
    Input("by_day", N_("By when?"), "day_ahead", needed=True),
    Input("asked_on", N_("Asked on"), "day_past"),
)
_BY_OR_NOT = Input("by_day", N_("By when? (empty: it is not waited for any more)"), "day_ahead")


@reopens
def ask_form(tools: Tools, issue: Issue, parent: QWidget) -> RecordForm:
    """Asks the leader for a reflection on an issue by a day."""

    def make(values: dict[str, Any]) -> Sequence[Record]:
        values["asked_on"] = values["asked_on"] or _today().isoformat()
        return [asked(issue, SelfReflection(**{**values, "by_day": values["by_day"] or ""}))]

    offered = [_(one.text) for one in questions.bank("reflect") if not one.needs_label]
    return RecordForm(
        tools,
        _("Ask for a reflection"),
        _ASKED,
        make,
        parent,
        explanation=issue.title,
        values={
            "questions": offered[:_FIRST],
            "by_day": (_today() + dt.timedelta(days=_DAYS)).isoformat(),
            "asked_on": "today",
        },
    )


@reopens
def otherwise_form(tools: Tools, issue: Issue, parent: QWidget) -> RecordForm:
    """Asks for the reflection that is waited for by another day or with other questions, or not any more."""
    request = waiting(issue)

    def make(values: dict[str, Any]) -> Sequence[Record]:
        values["asked_on"] = values["asked_on"] or _today().isoformat()
        changed = asked_otherwise(issue, SelfReflection(**values) if values["by_day"] else None)
        return [changed] if changed != issue else []

    return RecordForm(
        tools,
        _("Change what they are asked"),
        (_ASKED[0], _BY_OR_NOT, _ASKED[2]),
        make,
        parent,
        explanation=issue.title,
        values=msgspec.structs.asdict(request) if request else None,
        why=True,
    )


@reopens
def came_form(tools: Tools, issue: Issue, parent: QWidget) -> RecordForm:
    """Says when the reflection that was asked for came, and which entry holds it."""
    inputs = (
        Input("day", N_("It came on"), "day_past"),
        Input(
            "entry_id",
            N_("Noted in"),
            "one_of",
            options=entry_options(tools.session.view, issue.leader_ids, (RESPONSE,)),
        ),
    )

    def make(values: dict[str, Any]) -> Sequence[Record]:
        answered = came(issue, values["day"] or _today().isoformat(), values["entry_id"])
        return [answered] if answered != issue else []

    return RecordForm(
        tools,
        _("Their reflection came"),
        inputs,
        make,
        parent,
        explanation=issue.title,
        values={"day": "today"},
    )


def show(page: LeaderPage, card: Card, issue: Issue) -> None:
    """Adds what was asked for, with its questions while it is waited for, and what came of it."""
    if issue.self_reflections:
        card.head(_("Their own reflection"))
    for one in issue.self_reflections:
        by, asked_on = wording.short_day(one.by_day), wording.short_day(one.asked_on)
        if one.came_on is None:
            late = one.by_day < _today().isoformat()
            said = _("Asked for on {day}, to come by {by}").format(day=asked_on, by=by)
            card.say(said, "warning" if late else "body")
            for question in one.questions:
                card.say(question, "quiet")
            continue
        said = _("Asked for on {day}, came on {came}").format(
            day=asked_on, came=wording.short_day(one.came_on)
        )
        if one.entry_id:
            page.entry_link(card, one.entry_id, said)
        else:
            card.say(said, "quiet")


def acts(
    tools: Tools, page: LeaderPage, issue: Issue, begin_note: Callable[[Note], object], leader_id: str
) -> Sequence[Act]:
    """What can be done: asking for one, or taking in the one that is waited for."""
    request = waiting(issue)
    if request is None and issue.status == "resolved":
        return ()
    if request is None:
        return (Act(_("Ask for a reflection…"), lambda: run(ask_form(tools, issue, page)), "question"),)
    note = _note_of(issue, request, leader_id)
    return (
        Act(_("Write their reflection down…"), lambda: begin_note(note), "note-pencil", is_due=True),
        Act(_("Their reflection is noted…"), lambda: run(came_form(tools, issue, page)), "check"),
        Act(_("Change what is asked…"), lambda: run(otherwise_form(tools, issue, page)), "calendar"),
    )


def _note_of(issue: Issue, request: SelfReflection, leader_id: str) -> Note:
    """The beginning of the entry that will hold it: it names the issue, and what was asked on which day."""
    asked_on = _("Asked for on {day}, to come by {by}").format(
        day=wording.day(request.asked_on), by=wording.day(request.by_day)
    )
    what_was_asked = "\n".join((asked_on, *request.questions))
    return Note(
        leader_ids=(leader_id,),
        kind=RESPONSE,
        title=_("Reflection: {issue}").format(issue=issue.title),
        text=what_was_asked,
        issue_id=issue.id,
        begun_with=what_was_asked,
    )


def _today() -> dt.date:
    return dt.date.today()  # noqa: DTZ011  # the day on the manager's wall
