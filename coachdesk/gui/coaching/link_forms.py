"""Linking the entry that is read to what it speaks to: a goal, an expectation, an issue, a piece of feedback."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from coachdesk.coaching.links import linked
from coachdesk.gui.coaching.inputs import Input
from coachdesk.gui.coaching.record_form import RecordForm
from coachdesk.gui.coaching.words import STANCES
from coachdesk.gui.texts import N_, _
from coachdesk.gui.tools import Tools
from coachdesk.gui.unfinished import reopens
from coachdesk.records.base import Record, clean_line
from coachdesk.records.entry import Entry
from coachdesk.records.issue import Link

TARGETS = {
    "goal": N_("Goal: {title}"),
    "expectation": N_("Expectation: {title}"),
    "issue": N_("Issue: {title}"),
    "feedback_item": N_("Feedback: {title}"),
}
"""What an entry can be linked to, in the order it is offered."""


def targets(view: Any, leader_ids: Sequence[str], kinds: Sequence[str] = tuple(TARGETS)) -> dict[str, str]:
    """What there is to link to about these leaders: by id, in words."""
    return {
        one.id: _(TARGETS[name]).format(
            title=clean_line(getattr(one, "title", "") or getattr(one, "text", ""))
        )
        for name in kinds
        for leader_id in leader_ids
        for one in view.about(leader_id, name)
    }


def links(view: Any, leader_ids: Sequence[str], values: Mapping[str, Any]) -> Sequence[Record]:
    """A new link, or the one that joins the two already with what is said now; its note stays if none is given."""
    before = linked(view.records("link"), values["entry_id"], values["target_id"])
    if before is None:
        return [Link.make(leader_ids=leader_ids, **values)]
    after = before.changed(stance=values["stance"], note=values["note"] or before.note)
    return [after] if after != before else []


def shared(view: Any, leader_ids: Sequence[str], entry_id: str) -> tuple[str, ...]:
    """Those of the leaders whom the entry is about too: the link is about them alone. All, if none is named."""
    about = getattr(view.get(entry_id).record, "leader_ids", ()) if entry_id else ()
    return tuple(one for one in leader_ids if one in about) or tuple(leader_ids)


@reopens
def link_to_form(tools: Tools, entry: Entry, kinds: Sequence[str], parent: QWidget) -> RecordForm:
    """Links ``entry`` to one of the things of ``kinds`` that are on file about its leaders."""
    options = targets(tools.session.view, entry.leader_ids, kinds)
    inputs = (
        Input("target_id", N_("To what?"), "one_of", options=options, needed=True),
        Input("stance", N_("What does it say to it?"), "choice", options=STANCES, needed=True),
        Input("note", N_("In a word (if you like)"), "line"),
    )

    def make(values: dict[str, Any]) -> Sequence[Record]:
        target = tools.session.view.get(values["target_id"]).record
        about = shared(tools.session.view, getattr(target, "leader_ids", ()), entry.id)
        return links(tools.session.view, about, {**values, "entry_id": entry.id})

    title = _("Link to a goal") if tuple(kinds) == ("goal",) else _("Link this entry")
    return RecordForm(tools, title, inputs, make, parent)
