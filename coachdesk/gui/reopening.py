"""Opening a form again from its draft, where it was opened before, with what was typed into it."""

from collections.abc import Mapping
from importlib import import_module
from inspect import signature
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from coachdesk.gui.errors import sentence
from coachdesk.gui.texts import _
from coachdesk.gui.tools import Tools
from coachdesk.gui.unfinished import FORMS, Form
from coachdesk.journal.drafts import Draft
from coachdesk.journal.errors import JournalError, NoSuchRecord

if TYPE_CHECKING:
    from coachdesk.gui.desk_pane import DeskPane

MODULES = (
    "leader_form",
    "change_dialogs",
    "coaching.case_forms",
    "coaching.case_meeting_forms",
    "coaching.case_series",
    "coaching.case_talk_forms",
    "coaching.consequence_forms",
    "coaching.contact_forms",
    "coaching.decision_forms",
    "coaching.issue_forms",
    "coaching.letter_handing",
    "coaching.link_forms",
    "coaching.plan_forms",
    "coaching.round_forms",
    "coaching.withdrawing",
    "coaching.workshop",
    "keeping.holds",
    "keeping.review",
)
"""Where the forms are: each is loaded when one of its own is wanted."""


class _Gone(Exception):
    """What a form was about is not there any more."""


def reopen(desk: "DeskPane", tools: Tools, draft: Draft) -> None:
    """Opens the form of a draft over the page it belongs to. What it is about may be gone: then the words are shown."""
    values = draft.values
    leader_id = next(iter(values["leader_ids"]), "")
    parent = _place(desk, leader_id, values)
    try:
        form = _made(tools, parent, values)
    except (_Gone, NoSuchRecord, IndexError):
        _show_words(desk, tools, draft)
        return
    form.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    form.open()


def _place(desk: "DeskPane", leader_id: str, values: Mapping[str, Any]) -> QWidget:
    """What the form is shown over: a page of the leader, or the desk with the entry that it is about."""
    if values["page"]:
        desk.show_page(leader_id, values["page"])
        page: QWidget = desk.area.page(values["page"])
        return page
    if "entry" in values["asked"]:
        desk.show_entry(leader_id, values["asked"]["entry"]["record"])
    elif leader_id:
        desk.leaders.pick(leader_id)
    return desk


def _made(tools: Tools, parent: QWidget, values: Mapping[str, Any]) -> Form:
    for module in MODULES:
        if module.rpartition(".")[2] == values["form"].partition(".")[0]:
            import_module(f"coachdesk.gui.{module}")
    form = FORMS.get(values["form"])
    if form is None:
        raise _Gone

    def again(value: Any) -> Any:
        if isinstance(value, dict):
            return _case(parent, value["case"]) if "case" in value else _record(tools, value["record"])
        return tuple(again(one) for one in value) if isinstance(value, list) else value

    asked = {key: again(value) for key, value in values["asked"].items()}
    given = {"tools": tools, "parent": parent}
    return form(**asked, **{key: one for key, one in given.items() if key in signature(form).parameters})


def _record(tools: Tools, record_id: str) -> Any:
    last = tools.session.view.get(record_id)
    if last.event.action == "withdraw":
        raise _Gone
    return last.record


def _case(page: Any, case_id: str) -> Any:
    found = page.one_case(case_id)
    if found is None:
        raise _Gone
    return found


def _show_words(desk: "DeskPane", tools: Tools, draft: Draft) -> None:
    """Nothing that was typed is lost before somebody has seen it and agreed."""
    typed = [words for words in draft.values["typed"].values() if isinstance(words, str) and words]
    is_agreed = tools.prompts.confirm(
        desk,
        _("What this was about is no longer there"),
        _("It was withdrawn or changed meanwhile. You had typed: {words}").format(words="\n".join(typed)),
        _("Throw away"),
    )
    if not tools.session.is_open:
        return
    try:
        if is_agreed:
            tools.session.drop_draft(draft.id)
        else:
            tools.session.keep_draft(draft.id, {**draft.values, "on_screen": False})
    except JournalError as error:
        desk.message.show_sentence(sentence(error))
