"""The forms of the decision page: a review of fit, a decision."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from coachdesk.gui.coaching.inputs import Input, entry_options
from coachdesk.gui.coaching.record_form import RecordForm
from coachdesk.gui.coaching.words import MET, OPTIONS
from coachdesk.gui.texts import N_, _
from coachdesk.gui.tools import Tools
from coachdesk.gui.unfinished import reopens
from coachdesk.records.base import InvalidRecord, Record, clean_line
from coachdesk.records.decision import Decision, FitReview, Option, Requirement
from coachdesk.records.entry import Presence
from coachdesk.records.plan import Expectation

_CONSIDERED = "considered_"

_FIT = (
    Input("day", N_("Reviewed on"), "day_past"),
    Input(
        "team_wellbeing",
        N_("How does the team fare? (apart from the person)"),
        "prose",
        N_("Load, leavers, what the team itself says: not whose fault it is"),
    ),
    Input("conclusion", N_("What do you conclude?"), "prose"),
)
_REQUIREMENTS = Input(
    "requirements",
    N_("What does the role require? (one on each line)"),
    "lines",
    N_("From the job description, not from the person"),
)
_DECISION = (
    Input("title", N_("What is decided?"), "line", N_("How the role goes on after the summer")),
    Input("decided_on", N_("Decided on"), "day_past"),
)
_CHOSEN = Input("chosen", N_("Which one is chosen?"), "choice", options=OPTIONS)
_GROUNDS = (
    Input("reason", N_("Why this one?"), "prose"),
    Input("entry_ids", N_("Which entries does it rely on?"), "many_of"),
    Input(
        "consulted",
        N_("Who was consulted? (a name, a comma and as what, on each line)"),
        "lines",
        N_("R. Adair, HR"),
    ),
    Input("review_on", N_("When will you look at it again?"), "day_ahead"),
)


@reopens
def fit_form(
    tools: Tools, leader_ids: Sequence[str], review: FitReview | None, parent: QWidget
) -> RecordForm:
    """A new review of fit, begun with what is expected of the role; or one changed."""
    inputs = _FIT if review else (_FIT[0], _REQUIREMENTS, *_FIT[1:])

    def make(values: dict[str, Any]) -> Sequence[Record]:
        values["day"] = values["day"] or _today()
        if review is not None:
            changed = review.changed(**values)
            return [changed] if changed != review else []
        values["requirements"] = tuple(Requirement(text=text) for text in values["requirements"])
        return [FitReview.make(leader_ids=leader_ids, **values)]

    before: dict[str, Any] = {"day": "today", "requirements": _expected(tools, leader_ids)}
    if review is not None:
        before = {one.key: getattr(review, one.key) for one in _FIT}
    return RecordForm(
        tools,
        _("Change the review of fit") if review else _("Review the fit"),
        inputs,
        make,
        parent,
        values=before,
        why=review is not None,
        explanation=_(
            "What the role requires against what is on file. Each requirement is weighed afterwards."
        ),
    )


def _expected(tools: Tools, leader_ids: Sequence[str]) -> list[str]:
    found = [one for each in leader_ids for one in tools.session.view.about(each, "expectation")]
    return [clean_line(one.text) for one in found if isinstance(one, Expectation)]


@reopens
def requirement_form(tools: Tools, review: FitReview, at: int | None, parent: QWidget) -> RecordForm:
    """Weighs the requirement at a place of a review against what is on file, or adds one."""
    requirement = None if at is None else review.requirements[at]
    relied = requirement.entry_ids if requirement else ()
    met = {key: words for key, (words, _voice) in MET.items()}
    inputs = (
        Input("text", N_("What does the role require?"), "line"),
        Input("met", N_("Is it met?"), "choice", options=met, needed=True),
        Input(
            "entry_ids",
            N_("Which entries show it?"),
            "many_of",
            options=_options(tools, review.leader_ids, relied),
        ),
    )

    def make(values: dict[str, Any]) -> Sequence[Record]:
        made = Requirement(**values)
        kept = [made if number == at else one for number, one in enumerate(review.requirements)]
        changed = review.changed(requirements=[*kept, made] if at is None else kept)
        return [changed] if changed != review else []

    before = {one.key: getattr(requirement, one.key) for one in inputs} if requirement else {"met": "unclear"}
    title = _("Weigh a requirement") if requirement else _("Add a requirement")
    return RecordForm(tools, title, inputs, make, parent, values=before)


@reopens
def decision_form(
    tools: Tools, leader_ids: Sequence[str], decision: Decision | None, parent: QWidget
) -> RecordForm:
    """A new decision, or one whose review came to something else."""
    considered = tuple(
        Input(f"{_CONSIDERED}{key}", words, "prose", N_("What speaks for it, what against it?"))
        for key, words in OPTIONS.items()
    )
    relied = decision.entry_ids if decision else ()
    entries = _options(tools, leader_ids, relied)
    grounds = [one._replace(options=entries) if one.key == "entry_ids" else one for one in _GROUNDS]

    def make(values: dict[str, Any]) -> Sequence[Record]:
        fields = {
            "title": values["title"],
            "decided_on": values["decided_on"] or _today(),
            "options": _chosen(values),
            "reason": values["reason"],
            "entry_ids": values["entry_ids"],
            "consulted": tuple(_person(line) for line in values["consulted"]),
            "review_on": values["review_on"],
        }
        if decision is None:
            return [Decision.make(leader_ids=leader_ids, **fields)]
        changed = decision.changed(**fields)
        return [changed] if changed != decision else []

    return RecordForm(
        tools,
        _("Change the decision") if decision else _("Record a decision"),
        (*_DECISION, *considered, _CHOSEN, *grounds),
        make,
        parent,
        values=_values(decision),
        why=decision is not None,
        explanation=_(
            "Leave empty what was not considered. The journal seals when this was recorded; what is written later "
            "about earlier days shows as written later."
        ),
    )


def _chosen(values: dict[str, Any]) -> tuple[Option, ...]:
    """The options that were thought about; exactly one of them is chosen."""
    if values["chosen"] is None:
        raise InvalidRecord("chosen", "one_option_is_chosen")
    return tuple(
        Option(kind=key, considered=words, chosen=values["chosen"] == key)  # type: ignore[arg-type]  # a key of OPTIONS
        for key in OPTIONS
        if (words := values[f"{_CONSIDERED}{key}"]) or values["chosen"] == key
    )


def _person(line: str) -> Presence:
    name, _comma, role = line.partition(",")
    return Presence(name=clean_line(name), role=clean_line(role))


def _values(decision: Decision | None) -> dict[str, Any]:
    if decision is None:
        return {"decided_on": "today"}
    options = {f"{_CONSIDERED}{one.kind}": one.considered for one in decision.options}
    chosen = next((one.kind for one in decision.options if one.chosen), None)
    consulted = [f"{one.name}, {one.role}" if one.role else one.name for one in decision.consulted]
    plain = {
        key: getattr(decision, key) for key in ("title", "decided_on", "reason", "entry_ids", "review_on")
    }
    return {**plain, **options, "chosen": chosen, "consulted": consulted}


def _options(tools: Tools, leader_ids: Sequence[str], named: Sequence[str | None]) -> dict[str, str]:
    """The entries that can be named, those that are named already among them, however old."""
    return entry_options(tools.session.view, leader_ids, named=named)


def _today() -> str:
    return dt.date.today().isoformat()  # noqa: DTZ011  # the day on the manager's wall
