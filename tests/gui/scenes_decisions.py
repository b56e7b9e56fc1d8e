"""The scenes of a decision: the 360 round, consequences, fit, decision and readiness, and the patterns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QPushButton

from coachdesk.gui.coaching import consequence_forms, decision_forms, round_forms
from coachdesk.gui.coaching.month_picture import MonthPicture
from coachdesk.gui.coaching.readiness_view import ReadinessView
from coachdesk.records.case import Case
from coachdesk.records.consequence import Consequence
from coachdesk.records.decision import Decision, FitReview, Option, Requirement
from coachdesk.records.entry import Presence
from coachdesk.records.feedback360 import RaterGroup, Round, Score
from coachdesk.records.people import Leader
from coachdesk.records.plan import Plan
from coachdesk.records.talk import Preparation
from tests.gui.scenes_coaching import put_issues

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from tests.gui.scenes import Stage


def scores(*means: float) -> tuple[Score, ...]:
    return tuple(Score(question=number, mean=mean) for number, mean in enumerate(means, 1))


def put_round(stage: Stage) -> Round:
    """A round in which the reports are too few to be seen."""
    feedback = Round.make(
        leader_ids=(stage.journals.demo.leader_id,),
        title="Spring feedback",
        opened_on="2026-03-02",
        closed_on="2026-03-27",
        questions=("Answers the question that was asked", "Lets others speak to the end"),
        groups=(
            RaterGroup(relation="self", invited=1, answered=1, scores=scores(4.5, 4.0)),
            RaterGroup(relation="own_manager", invited=1, answered=1, scores=scores(2.5, 3.0)),
            RaterGroup(
                relation="peers",
                invited=9,
                answered=7,
                scores=scores(2.3, 3.1),
                themes=("Knows the platform better than anybody", "Questions in meetings go unanswered"),
            ),
            RaterGroup(relation="reports", invited=3, answered=2),
            RaterGroup(relation="superiors", invited=5, answered=0),
        ),
    )
    stage.session.put(feedback)
    return feedback


def rounds_full(stage: Stage) -> QWidget:
    stage.open_demo()
    put_round(stage)
    return in_front(stage, "rounds")


def in_front(stage: Stage, key: str) -> QWidget:
    stage.window.desk.area.refresh()
    stage.window.desk.area.show_key(key)
    stage.settle()
    return stage.window


def round_new(stage: Stage) -> QWidget:
    window = stage.open_demo()
    return stage.dialog(round_forms.round_form(stage.tools, (stage.journals.demo.leader_id,), None, window))


def round_group(stage: Stage) -> QWidget:
    window = stage.open_demo()
    form = round_forms.group_form(stage.tools, put_round(stage), "", window)
    made: Any = stage.dialog(form)
    form.answers["invited"].show_value(3)
    form.answers["answered"].show_value(2)
    form.answers["score_1"].show_value(3.5)
    form.save()
    return made


def put_decision(stage: Stage) -> Decision:
    """A consequence that was said and one that reads as a threat, a review of fit, and a decision."""
    demo = stage.journals.demo
    about: dict[str, Any] = {"leader_ids": (demo.leader_id,)}
    ids = [one.entry.id for one in stage.session.view.timeline(demo.leader_id).entries]
    said = Consequence.make(
        **about,
        what="The customers’ calls go to the operations team, and the role becomes a technical one.",
        change_expected="The cost to the customer is named with every fault.",
        measured="The ten fault reports of each month",
        by_day="2026-06-30",
        areas=("team", "career"),
        said_on="2026-04-20",
        said_to=("Tomáš Révész",),
        how="in the fortnightly meeting, and in writing the same day",
        entry_id=ids[4],
    )
    threat = Consequence.make(**about, what="If this happens again you are out.")
    fit = FitReview.make(
        **about,
        day="2026-05-11",
        requirements=(
            Requirement(text="Answers for the platform’s availability", met="yes", entry_ids=(ids[8],)),
            Requirement(text="Names the cost to the customer", met="partly", entry_ids=(ids[3], ids[6])),
            Requirement(text="Grows his successors"),
        ),
        team_wellbeing="Two of nine have asked to move. On-call load is twice that of last year.",
        conclusion="The technical half of the role fits; the other half was never his.",
    )
    made = Decision.make(
        **about,
        title="The role is divided after the summer",
        decided_on="2026-05-18",
        options=(
            Option(
                kind="extend",
                considered="Three more months would help him, and cost the team another two people.",
            ),
            Option(
                kind="role_change",
                considered="Keeps what he does best. Needs somebody for the customers.",
                chosen=True,
            ),
            Option(kind="part_ways", considered="Not before the support that was promised is given."),
        ),
        reason="It is what the notes show he does well, and the team sees an end.",
        entry_ids=tuple(ids[at] for at in (6, 3)),
        consulted=(Presence(name="Ruth Adair", role="HR"), Presence(name="M. Osei", role="CTO")),
        review_on="2026-09-01",
    )
    stage.session.put(said, threat, fit, made)
    return made


def decision_full(stage: Stage) -> QWidget:
    stage.open_demo()
    put_decision(stage)
    return in_front(stage, "decision")


def readiness(stage: Stage) -> QWidget:
    """The fourteen questions, one of them opened."""
    window = decision_full(stage)
    found = stage.window.desk.area.page("decision")
    found.ask()
    stage.settle()
    stage.settle()
    shown = found.findChild(ReadinessView)
    shown.findChildren(QPushButton)[0].click()
    stage.settle()
    return window


def consequence_new(stage: Stage) -> QWidget:
    window = stage.open_demo()
    leader_ids = (stage.journals.demo.leader_id,)
    form = consequence_forms.consequence_form(stage.tools, leader_ids, None, window)
    form.answers["what"].setPlainText("If this happens again you are out.")
    return stage.dialog(form)


def fit_new(stage: Stage) -> QWidget:
    window = stage.open_demo()
    return stage.dialog(decision_forms.fit_form(stage.tools, (stage.journals.demo.leader_id,), None, window))


def decision_again(stage: Stage) -> QWidget:
    window = stage.open_demo()
    made = put_decision(stage)
    return stage.dialog(decision_forms.decision_form(stage.tools, made.leader_ids, made, window))


def patterns_full(stage: Stage) -> QWidget:
    """The demo's themes, a mark of them opened."""
    stage.open_demo()
    window = in_front(stage, "patterns")
    picture = stage.window.desk.area.page("patterns").findChildren(MonthPicture)[0]
    picture.choose()
    stage.settle()
    return window


def nothing_yet(stage: Stage, key: str) -> QWidget:
    """The page of a leader about whom nothing is on file."""
    stage.open_empty()
    stage.session.put(Leader.make(name="Ada Marsh"))
    return in_front(stage, key)


def all_tabs(stage: Stage) -> QWidget:
    """A leader with whom everything was started."""
    stage.open_demo()
    put_issues(stage)
    put_round(stage)
    put_decision(stage)
    about: dict[str, Any] = {"leader_ids": (stage.journals.demo.leader_id,)}
    stage.session.put(
        Plan.make(**about, started="2026-03-02"),
        Case.make(**about, title="Two halves of a role", opened_on="2026-03-02"),
        Preparation.make(**about),
    )
    return in_front(stage, "timeline")


DECISIONS: dict[str, Callable[[Stage], QWidget]] = {
    "rounds-empty": lambda stage: nothing_yet(stage, "rounds"),
    "rounds-full": rounds_full,
    "round-new": round_new,
    "round-group-of-two": round_group,
    "decision-empty": lambda stage: nothing_yet(stage, "decision"),
    "decision-full": decision_full,
    "decision-readiness": readiness,
    "decision-again": decision_again,
    "consequence-threat": consequence_new,
    "fit-new": fit_new,
    "patterns-empty": lambda stage: nothing_yet(stage, "patterns"),
    "patterns-full": patterns_full,
    "tabs-all": all_tabs,
}
