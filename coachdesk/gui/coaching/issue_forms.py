"""The forms of the issues page: an issue, what the leader said to it, a step of the playbook, a link to an entry."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from coachdesk.coaching import acknowledgement
from coachdesk.gui import wording
from coachdesk.gui.coaching.inputs import Input, entry_options
from coachdesk.gui.coaching.link_forms import links, shared
from coachdesk.gui.coaching.record_form import RecordForm
from coachdesk.gui.coaching.words import ACKNOWLEDGED, ISSUE_STATUS, SEGMENTS, STANCES
from coachdesk.gui.texts import N_, _
from coachdesk.gui.tools import Tools
from coachdesk.gui.unfinished import reopens
from coachdesk.records.base import Record
from coachdesk.records.entry import Presence
from coachdesk.records.issue import Acknowledgement, Issue, Link, Step

_ISSUE = (
    Input("title", N_("What is it about?"), "line", N_("A behaviour that can be seen, not what somebody is")),
    Input("segment", N_("What kind of issue?"), "choice", options=SEGMENTS, needed=True),
    Input("theme", N_("Theme (if you like)"), "line", N_("as among the themes of your notes")),
    Input("noticed", N_("First noticed on (if you know)"), "day_past"),
)
_CAUSES = Input(
    "causes",
    N_("What may lie behind it, in their words"),
    "prose",
    N_("What stands in their way. Health and family are not for a note"),
)
_CAUSES_ON = Input("causes_on", N_("Told you on"), "day_past")
_STATUS = Input("status", N_("How does it stand?"), "choice", options=ISSUE_STATUS, needed=True)
MEETING_KINDS = (
    "conversation",
    "feedback",
    "check_in",
    "coaching_session",
    "three_way_call",
    "response",
)


@reopens
def issue_form(
    tools: Tools, leader_ids: Sequence[str], issue: Issue | None, entry_id: str, parent: QWidget
) -> RecordForm:
    """Asks for a new issue (begun from an entry if ``entry_id`` names one), or changes ``issue``."""

    def make(values: dict[str, Any]) -> Sequence[Record]:
        if issue is not None:
            return _if_changed(issue, issue.changed(**_with_day(values)))
        made = Issue.make(leader_ids=leader_ids, **values)
        if not entry_id:
            return [made]
        link = Link.make(leader_ids=leader_ids, entry_id=entry_id, target_id=made.id, stance="supports")
        return [link, made]

    return RecordForm(
        tools,
        _("Change the issue") if issue else _("Raise an issue"),
        (*_ISSUE, _CAUSES, _CAUSES_ON, _STATUS) if issue else _ISSUE,
        make,
        parent,
        explanation=""
        if issue
        else _("One behaviour that you and the leader will work on. Entries can be linked later."),
        values=_values(issue, ("title", "segment", "theme", "noticed", "causes", "causes_on", "status")),
        why=issue is not None,
    )


@reopens
def said_form(tools: Tools, issue: Issue, parent: QWidget) -> RecordForm:
    """Asks what the leader said to an issue, in their own words."""
    now = acknowledgement.state_of(issue)
    options: dict[str, str] = {state: ACKNOWLEDGED[state][0] for state in acknowledgement.NEXT[now]}
    talks = entry_options(tools.session.view, issue.leader_ids, MEETING_KINDS)
    inputs = (
        Input(
            "state",
            N_("Where do they stand on it? (choose one)"),
            "choice",
            options=options,
            needed=True,
            unchosen=True,
        ),
        Input("day", N_("Said on"), "day_past"),
        Input("words", N_("In their own words"), "prose", N_("What they said, as they said it")),
        Input("present", N_("Who was there"), "lines", N_("One on each line: name, as what")),
        Input("entry_id", N_("Noted in"), "one_of", options=talks),
    )

    def make(values: dict[str, Any]) -> Sequence[Record]:
        day = values["day"] or _today().isoformat()
        present = tuple(one for one in map(Presence.of_words, values["present"]) if one.name)
        said = Acknowledgement(**{**values, "day": day, "present": present})
        return [acknowledgement.acknowledged(issue, said, _today())]

    return RecordForm(
        tools,
        _("What did they say?"),
        inputs,
        make,
        parent,
        explanation=f"{issue.title}\n{_stands(issue)}",
        values={"day": "today"},
    )


def _stands(issue: Issue) -> str:
    """Where the leader stands on it now, and since when."""
    words = _(ACKNOWLEDGED[acknowledgement.state_of(issue)][0])
    if not issue.acknowledgements:
        return _("Now: {state}.").format(state=words)
    day = wording.short_day(issue.acknowledgements[-1].day)
    return _("Now: {state}, {day}.").format(state=words, day=day)


@reopens
def step_form(tools: Tools, issue: Issue, key: str, *, skipped: bool, parent: QWidget) -> RecordForm:
    """Marks a step of the playbook as done, or as skipped for a reason."""
    inputs = [Input("day", N_("On"), "day_past")]
    if key == _CAUSES.key and not skipped:
        inputs.append(_CAUSES)
    if skipped:
        inputs.append(Input("reason", N_("Why is it skipped?"), "prose"))
    else:
        inputs.append(
            Input(
                "entry_id",
                N_("Noted in"),
                "one_of",
                options=entry_options(tools.session.view, issue.leader_ids),
            )
        )

    def make(values: dict[str, Any]) -> Sequence[Record]:
        values["day"] = values["day"] or _today().isoformat()
        causes = values.pop(_CAUSES.key, "")
        told = {"causes": causes, "causes_on": values["day"]} if causes not in ("", issue.causes) else {}
        step = Step(key=key, state="skipped" if skipped else "done", **values)
        return [issue.changed(steps=(*(one for one in issue.steps if one.key != key), step), **told)]

    title = _("Skip this step") if skipped else _("This step was done")
    return RecordForm(tools, title, inputs, make, parent, values={"day": "today", "causes": issue.causes})


@reopens
def link_form(tools: Tools, leader_ids: Sequence[str], target_id: str, parent: QWidget) -> RecordForm:
    """Links an entry to anything, with what it says to it."""
    options = entry_options(tools.session.view, leader_ids)
    inputs = (
        Input("entry_id", N_("Which entry?"), "one_of", options=options, needed=True),
        Input("stance", N_("What does it say to it?"), "choice", options=STANCES, needed=True),
        Input("note", N_("In a word (if you like)"), "line"),
    )

    def make(values: dict[str, Any]) -> Sequence[Record]:
        found = {**values, "entry_id": values["entry_id"] or "", "target_id": target_id}
        return links(tools.session.view, shared(tools.session.view, leader_ids, found["entry_id"]), found)

    return RecordForm(tools, _("Link an entry"), inputs, make, parent)


def _values(record: Record | None, keys: Sequence[str]) -> dict[str, Any]:
    return {key: getattr(record, key) for key in keys} if record is not None else {}


def _with_day(values: dict[str, Any]) -> dict[str, Any]:
    """What was told has its day, today if none is given; without words there is none."""
    day = values["causes_on"] or _today().isoformat()
    return {**values, "causes_on": day if values["causes"] else None}


def _if_changed(before: Record, after: Record) -> Sequence[Record]:
    return [after] if after != before else []


def _today() -> dt.date:
    return dt.date.today()  # noqa: DTZ011  # the day on the manager's wall
