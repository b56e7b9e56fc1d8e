"""The forms of what is said in an intervention: interviews, feedback and answers, expectations, commitments."""

from collections.abc import Iterator, Sequence
from typing import Any

from coachdesk.coaching.intervention import signers, unanswered, unsigned
from coachdesk.gui.coaching.case_forms import if_changed, today
from coachdesk.gui.coaching.case_shown import OneCase, signer_name
from coachdesk.gui.coaching.inputs import Input
from coachdesk.gui.coaching.record_form import RecordForm, record_form
from coachdesk.gui.coaching.words import ANSWERS, SEGMENTS
from coachdesk.gui.texts import N_, _
from coachdesk.gui.unfinished import reopens
from coachdesk.records.base import InvalidRecord, Record
from coachdesk.records.case import Commitment, FeedbackItem, Intake, MutualExpectation

_INTAKE = (
    Input("interviewee", N_("Who was interviewed?"), "line"),
    Input("relation", N_("What are they to the leaders?"), "line", N_("Reports to both, peer, customer …")),
    Input("day", N_("On"), "day_past"),
    Input("background", N_("Background"), "prose", N_("What they see, and from where")),
    Input("history", N_("How it came to this"), "prose"),
    Input("untenable", N_("Why it cannot go on so, as they see it"), "prose"),
    Input("promised", N_("They were promised that it stays in confidence"), "yes"),
    Input("released", N_("They agreed that it may appear in a report"), "yes"),
)
_ITEM = (
    Input("text", N_("What is the feedback?"), "prose", N_("A behaviour, when it was seen, and what it did")),
    Input("segment", N_("What kind?"), "choice", options=SEGMENTS, needed=True),
)
_NOBODY = "-"
"""Stands for the sponsor and the coach where a leader could stand."""


@reopens
def intake_form(one: OneCase, intake: Intake | None = None, name: str = "") -> RecordForm:
    """An intake interview, told in confidence."""

    def make(values: dict[str, Any]) -> Sequence[Record]:
        values["day"] = values["day"] or today()
        if intake is not None:
            return if_changed(intake, intake.changed(**values))
        return [Intake.make(leader_ids=one.case.leader_ids, case_id=one.case.id, **values)]

    before: dict[str, Any] = {"interviewee": name, "day": "today", "promised": True}
    if name in one.leaders.values():
        before["relation"] = _("one of the leaders themselves")
    if intake is not None:
        before = {asked.key: getattr(intake, asked.key) for asked in _INTAKE}
    return RecordForm(
        one.tools,
        _("Intake interview"),
        _INTAKE,
        make,
        one.page,
        values=before,
        why=intake is not None,
        explanation=_(
            "Told in confidence. It is shown on this page only, and in no report unless you release it."
        ),
    )


@reopens
def item_form(one: OneCase, item: FeedbackItem | None = None) -> RecordForm:
    """A piece of feedback for the session."""
    return record_form(
        one.tools,
        one.page,
        _("Change the feedback") if item else _("Feedback for the session"),
        _ITEM,
        kind=FeedbackItem,
        record=item,
        leader_ids=one.case.leader_ids,
        case_id=one.case.id,
    )


@reopens
def answer_form(one: OneCase, item: FeedbackItem) -> RecordForm:
    """What a leader said to a piece of feedback, in their own words. Who was not heard yet comes first."""
    waiting = unanswered(item)
    order = [*waiting, *(leader_id for leader_id in item.leader_ids if leader_id not in waiting)]
    inputs = (
        Input(
            "leader_id",
            N_("Who said it?"),
            "one_of",
            options={leader_id: one.name(leader_id) for leader_id in order},
            needed=True,
        ),
        Input(
            "state",
            N_("What do they say to it? (choose one)"),
            "choice",
            options={key: words for key, (words, _voice) in ANSWERS.items()},
            needed=True,
            unchosen=True,
        ),
        Input("words", N_("In their own words"), "prose"),
        Input("day", N_("On"), "day_past"),
    )

    def make(values: dict[str, Any]) -> Sequence[Record]:
        values["day"] = values["day"] or today()
        return [item.changed(answers=[*item.answers, values])]

    return RecordForm(
        one.tools,
        _("What did they say to it?"),
        inputs,
        make,
        one.page,
        values={"day": "today"},
        explanation="\n".join((item.text, *_answered(one, item))),
    )


def _answered(one: OneCase, item: FeedbackItem) -> Iterator[str]:
    """What each leader said last, or that they said nothing yet."""
    last = {answer.leader_id: _(ANSWERS[answer.state][0]) for answer in item.answers}
    for leader_id in item.leader_ids:
        state = last.get(leader_id, _("No answer yet"))
        yield _("{name}: {state}").format(name=one.name(leader_id), state=state)


@reopens
def expectation_form(
    one: OneCase, expectation: MutualExpectation | None = None, of_id: str = ""
) -> RecordForm:
    """What one side expects of the other. What was signed off stands only for the words as they then were."""
    sides = {**one.leaders, _NOBODY: _("the sponsor and the coach")}
    inputs = (
        Input("by_id", N_("Who expects it?"), "one_of", options=sides, needed=True),
        Input("of_id", N_("Of whom?"), "one_of", options=sides, needed=True),
        Input("text", N_("What is expected?"), "prose", N_("Says it to the other first, the same day")),
    )

    def make(values: dict[str, Any]) -> Sequence[Record]:
        sided = {key: values[key] if values[key] != _NOBODY else "" for key in ("by_id", "of_id")}
        values |= sided
        if expectation is None:
            return [MutualExpectation.make(leader_ids=one.case.leader_ids, case_id=one.case.id, **values)]
        if any(getattr(expectation, key) != value for key, value in values.items()):
            values["sign_offs"] = ()
        return if_changed(expectation, expectation.changed(**values))

    first, *others = one.case.leader_ids
    of = of_id or (others[0] if others else first)
    by = next((leader_id for leader_id in one.case.leader_ids if leader_id != of), _NOBODY)
    before = {"by_id": by, "of_id": of}
    explanation = ""
    if expectation is not None:
        before = {asked.key: getattr(expectation, asked.key) or _NOBODY for asked in inputs}
        explanation = _("Other words have to be signed off anew.") if expectation.sign_offs else ""
    title = _("Change the expectation") if expectation else _("A mutual expectation")
    return RecordForm(
        one.tools,
        title,
        inputs,
        make,
        one.page,
        values=before,
        why=expectation is not None,
        explanation=explanation,
    )


@reopens
def sign_form(one: OneCase, expectations: Sequence[MutualExpectation]) -> RecordForm:
    """Some of the parties sign off these expectations. Who is not named yet cannot."""
    case, names = one.case, one.names
    missing = {signer for expectation in expectations for signer in unsigned(expectation, case, names)}
    waiting = [signer for signer in signers(case, names) if signer in missing]
    named = [signer for signer in waiting if signer[1]]
    options = {str(at): signer_name(*signer) for at, signer in enumerate(named)}
    inputs = (
        Input("who", N_("Who signs off?"), "many_of", options=options),
        Input("day", N_("On"), "day_past"),
    )

    def make(values: dict[str, Any]) -> Sequence[Record]:
        if not values["who"]:
            raise InvalidRecord("who", "empty")
        day = values["day"] or today()
        chosen = [named[int(at)] for at in values["who"]]
        return [made for expectation in expectations for made in _signed(one, expectation, chosen, day)]

    explanation = _("Each of them heard it and agrees: the leaders, the sponsor, the coach.")
    if len(named) < len(waiting):
        explanation = _("The sponsor and the coach can sign off once they are named, in the briefing.")
    return RecordForm(
        one.tools,
        _("Sign off"),
        inputs,
        make,
        one.page,
        values={"day": "today"},
        explanation=explanation,
        action=_("Signed off"),
    )


def _signed(
    one: OneCase, expectation: MutualExpectation, chosen: Sequence[tuple[str, str]], day: str
) -> Sequence[Record]:
    """The expectation with the signatures that it has not yet."""
    missing = unsigned(expectation, one.case, one.names)
    new = [{"role": role, "name": name, "day": day} for role, name in chosen if (role, name) in missing]
    return [expectation.changed(sign_offs=[*expectation.sign_offs, *new])] if new else []


@reopens
def commitment_form(
    one: OneCase, commitment: Commitment | None = None, leader_id: str = "", *, is_told: bool = False
) -> RecordForm:
    """Whom a leader tells of the commitment to change; ``is_told`` begins with today."""
    told = (
        Input("told_on", N_("Told on (empty: not yet)"), "day_past"),
        Input("how", N_("How?"), "line", N_("In person, alone")),
        Input("response", N_("What did they answer?"), "prose"),
    )
    inputs = (
        Input("leader_id", N_("Who commits to change?"), "one_of", options=one.leaders, needed=True),
        Input("affected", N_("Who was affected, and is told?"), "line"),
        *told,
    )
    form = record_form(
        one.tools,
        one.page,
        _("Commitment to change"),
        inputs,
        kind=Commitment,
        record=commitment,
        values={"leader_id": leader_id or one.case.leader_ids[0]},
        leader_ids=one.case.leader_ids,
        case_id=one.case.id,
    )
    if is_told:
        form.answers["told_on"].show_value("today")
        form.answers["told_on"].begin()
    return form
