"""The forms of a 360 round: the round itself, and what a group of raters said, if enough of them did."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from coachdesk.gui.coaching.inputs import Input
from coachdesk.gui.coaching.record_form import RecordForm
from coachdesk.gui.coaching.words import RELATIONS
from coachdesk.gui.texts import N_, _
from coachdesk.gui.tools import Tools
from coachdesk.gui.unfinished import reopens
from coachdesk.records.base import InvalidRecord, Record
from coachdesk.records.feedback360 import RaterGroup, Round, Score

_SCORE = "score_"
_LEAST_THRESHOLD, _MOST_ASKED, _HIGHEST = 3, 500, 100

_ROUND = (
    Input("title", N_("What is the round called?"), "line", N_("Spring feedback")),
    Input("opened_on", N_("People were asked on"), "day_past"),
    Input(
        "threshold",
        N_("So many of a group must answer before anything they said is kept"),
        "number",
        least=_LEAST_THRESHOLD,
        most=20,
    ),
)
_QUESTIONS = Input(
    "questions", N_("What were they asked? (one question on each line)"), "lines", N_("Listens to the end")
)
_CLOSED = Input("closed_on", N_("Closed on (empty: still open)"), "day_past")


@reopens
def round_form(
    tools: Tools, leader_ids: Sequence[str], feedback: Round | None, parent: QWidget
) -> RecordForm:
    """A new round, or ``feedback`` changed. Once there are scores, the questions stay as they were asked."""
    has_scores = feedback is not None and any(group.scores for group in feedback.groups)
    inputs = (*_ROUND, *(() if has_scores else (_QUESTIONS,)), *((_CLOSED,) if feedback else ()))

    def make(values: dict[str, Any]) -> Sequence[Record]:
        values["opened_on"] = values["opened_on"] or dt.date.today().isoformat()  # noqa: DTZ011  # on the wall
        try:
            if feedback is None:
                return [Round.make(leader_ids=leader_ids, **values)]
            changed = feedback.changed(**values)
        except InvalidRecord as error:
            # What the groups said was there before: it is the new threshold that does not go with it.
            field = "threshold" if error.field == "groups" else error.field
            raise InvalidRecord(field, error.problem, error.value) from None
        return [changed] if changed != feedback else []

    before: dict[str, Any] = {"opened_on": "today", "threshold": 5}
    if feedback is not None:
        before = {one.key: getattr(feedback, one.key) for one in inputs}
    return RecordForm(
        tools,
        _("Change the round") if feedback else _("Start a 360 round"),
        inputs,
        make,
        parent,
        values=before,
        why=feedback is not None,
        explanation=_("Only means of whole groups and paraphrased themes are kept, never who said what."),
    )


@reopens
def group_form(tools: Tools, feedback: Round, relation: str, parent: QWidget) -> RecordForm:
    """What a group said, or that too few of it answered: one that is there already, or a new one ("")."""
    group = next((one for one in feedback.groups if one.relation == relation), None)
    there = {one.relation for one in feedback.groups}
    options = {key: words for key, words in RELATIONS.items() if key not in there}
    who = () if group else (Input("relation", N_("Which group?"), "choice", options=options, needed=True),)
    scores = tuple(
        Input(
            f"{_SCORE}{number}",
            words,
            "decimal",
            N_("the mean of the group; empty if not asked"),
            most=_HIGHEST,
            own=True,
        )
        for number, words in enumerate(feedback.questions, 1)
    )
    inputs = (
        *who,
        Input("invited", N_("How many were asked?"), "number", most=_MOST_ASKED),
        Input("answered", N_("How many answered?"), "number", most=_MOST_ASKED),
        *scores,
        Input(
            "themes",
            N_("What came up (one theme on each line)"),
            "lines",
            N_("In your own words: nothing quoted, nobody to be recognised"),
        ),
    )

    def make(values: dict[str, Any]) -> Sequence[Record]:
        of = group.relation if group else values["relation"]
        made = _group(feedback, of, values)
        others = tuple(one for one in feedback.groups if one.relation != of)
        order = list(RELATIONS)
        groups = sorted((*others, made), key=lambda one: order.index(one.relation))
        changed = feedback.changed(groups=tuple(groups))
        return [changed] if changed != feedback else []

    return RecordForm(
        tools,
        _(RELATIONS[group.relation]) if group else _("Add the results of a group"),
        inputs,
        make,
        parent,
        values=_values(group),
        explanation=_(
            "If fewer than {count} of a group answered, leave its scores and themes empty: they are stored nowhere, "
            "and the group is named as suppressed. You and the leader are one person each, and are named as such."
        ).format(count=feedback.threshold),
    )


def _group(feedback: Round, relation: str, values: dict[str, Any]) -> RaterGroup:
    scores = tuple(
        Score(question=number, mean=values[f"{_SCORE}{number}"])
        for number in range(1, len(feedback.questions) + 1)
        if values[f"{_SCORE}{number}"] is not None
    )
    made = RaterGroup(
        relation=relation,  # type: ignore[arg-type]  # one of the options
        invited=values["invited"],
        answered=values["answered"],
        scores=scores,
        themes=values["themes"],
    )
    if (scores or made.themes) and not made.may_be_seen(feedback.threshold):
        raise InvalidRecord("answered", "group_under_the_threshold", feedback.threshold)
    return made


def _values(group: RaterGroup | None) -> dict[str, Any]:
    if group is None:
        return {}
    scores = {f"{_SCORE}{score.question}": score.mean for score in group.scores}
    return {"invited": group.invited, "answered": group.answered, "themes": group.themes, **scores}
