"""The form of a consequence: what follows if nothing changes. It is the same for one leader and for a relationship."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from coachdesk.coaching.wording import Checker
from coachdesk.gui.coaching.inputs import Input, entry_options
from coachdesk.gui.coaching.record_form import RecordForm
from coachdesk.gui.coaching.words import AREAS
from coachdesk.gui.texts import N_, _
from coachdesk.gui.tools import Tools
from coachdesk.gui.unfinished import reopens
from coachdesk.records.base import Record
from coachdesk.records.consequence import Consequence

THREAT = N_(
    "This reads as a threat. Say what naturally follows, by when, and how the change is measured: that is a help."
)
_THREAT_RULE = "L9"

_WHOM = Input("leader_ids", N_("Said to"), "many_of")
_WHO_ELSE = Input("said_to", N_("Said to (one name on each line)"), "lines")
_WHAT = (
    Input(
        "what",
        N_("What follows if nothing changes?"),
        "prose",
        N_("What naturally comes of it: “Without it the customers’ calls go to another team.”"),
    ),
    Input("change_expected", N_("Which change is expected?"), "prose"),
    Input("measured", N_("How will both of you see it?"), "line"),
    Input("by_day", N_("By when?"), "day_ahead"),
    Input("areas", N_("What does it touch?"), "many_of"),
    Input("said_on", N_("Said on (empty: not yet)"), "day_past"),
)
_HOW = (
    Input("how", N_("How?"), "line", N_("In the meeting on Monday, and in writing after it")),
    Input("entry_id", N_("Noted in"), "one_of"),
    Input("formal", N_("It is part of a formal process, and they know that."), "yes"),
)


def is_threat(words: str) -> bool:
    """Whether a text reads as a threat or an ultimatum."""
    return any(finding.rule == _THREAT_RULE for finding in Checker.load().check(words))


@reopens
def consequence_form(
    tools: Tools,
    leader_ids: Sequence[str],
    consequence: Consequence | None,
    parent: QWidget,
    said_now_to: Sequence[str] = (),
) -> RecordForm:
    """What follows if nothing changes: a new one, or one that was said.

    In a relationship it was just said to some of the leaders, ``said_now_to``: then it is asked to which of them.
    """
    about = consequence.leader_ids if consequence else leader_ids
    named = [consequence.entry_id] if consequence else []
    names = {one.id: one.name for one in tools.session.view.leaders() if one.id in about}
    options = {
        "leader_ids": names,
        "areas": {key: _(words) for key, words in AREAS.items()},
        "entry_id": entry_options(tools.session.view, about, named=named),
    }
    asked = [*((_WHOM,) if said_now_to else ()), *_WHAT, *(() if said_now_to else (_WHO_ELSE,)), *_HOW]

    def make(values: dict[str, Any]) -> Sequence[Record]:
        if said_now_to:
            values["said_to"] = tuple(names[one] for one in values["leader_ids"])
        else:
            values["leader_ids"] = about
        if consequence is None:
            return [Consequence.make(**values)]
        changed = consequence.changed(**values)
        return [changed] if changed != consequence else []

    before: dict[str, Any] = {}
    if consequence is not None:
        before = {one.key: getattr(consequence, one.key) for one in asked}
    elif said_now_to:
        before = {"leader_ids": tuple(said_now_to), "said_on": "today", "areas": ("career",)}
    form = RecordForm(
        tools,
        _title(consequence, is_of_case=bool(said_now_to)),
        [one._replace(options=options.get(one.key, one.options)) for one in asked],
        make,
        parent,
        values=before,
        why=consequence is not None,
        explanation=_("Both need to know it: on this course their career is in danger.")
        if said_now_to
        else _("A natural outcome of a choice, said in time and calmly. It is never a threat."),
    )
    for key in ("what", "change_expected"):
        form.advise(key, lambda words: _(THREAT) if is_threat(words) else "")
    return form


def _title(consequence: Consequence | None, *, is_of_case: bool) -> str:
    if is_of_case:
        return _("What follows if the relationship does not work")
    return _("Change the consequence") if consequence else _("State a consequence")
