"""The scenes of an intervention: none yet, one that begins, and one in its third month, at each stage."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from coachdesk.coaching.meetings import moved
from coachdesk.coaching.schedule import Series, series_of
from coachdesk.gui.coaching import case_forms, case_meeting_forms, case_talk_forms
from coachdesk.gui.coaching.case_series import SeriesForm
from coachdesk.gui.coaching.case_shown import said_form
from coachdesk.records.case import Case, Commitment, FeedbackItem, Intake, MutualExpectation
from coachdesk.records.consequence import Consequence
from coachdesk.records.issue import Link
from coachdesk.records.meeting import Meeting, Slot
from coachdesk.records.people import Contact, Leader

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from coachdesk.gui.coaching.case_shown import OneCase
    from tests.gui.scenes import Stage

_ZONE = "Europe/London"
_DAY = dt.timedelta(days=1)


def _ago(days: int) -> str:
    """So many days ago: what is due must stay due whenever the scenes are looked at."""
    return (dt.date.today() - days * _DAY).isoformat()  # noqa: DTZ011


def show(stage: Stage, case: Case | None = None, shown: str = "") -> QWidget:
    """The page in front, a stage of the case shown."""
    area = stage.window.desk.area
    area.refresh()
    area.show_key("case")
    if case is not None and shown:
        area.page("case").show_stage(case.id, shown)
    stage.settle()
    return stage.window


def empty(stage: Stage) -> QWidget:
    stage.open_demo()
    return show(stage)


def two(stage: Stage) -> tuple[str, str]:
    """The demo's leader and another, whose relationship the case is about."""
    other = Leader.make(name="Ylva Brandt", role="Director of Platform")
    stage.session.put(other)
    return stage.journals.demo.leader_id, other.id


def put_begun(stage: Stage) -> Case:
    """A case that was started this week."""
    case = Case.make(
        leader_ids=two(stage),
        title="How Tomáš and Ylva work together on releases",
        opened_on=_ago(3),
        parties=({"role": "sponsor", "name": "Judith Fairclough"},),
        impact={"work_performance": "Two releases slipped because neither told the other of a freeze."},
        briefings=({"day": _ago(1), "to": "Ylva Brandt", "by": "Judith Fairclough", "how": "in person"},),
    )
    stage.session.put(case)
    return case


def begun(stage: Stage) -> QWidget:
    stage.open_demo()
    return show(stage, put_begun(stage))


def put_full(stage: Stage) -> Case:
    """A case in its second month of coaching, with everything of seed 002 on file."""
    tomas, ingrid = two(stage)
    coach = Contact.make(name="Ruth Abara", role="Executive coach", organisation="Abara & Lund")
    case = _case(tomas, ingrid, coach.id)
    about: dict[str, Any] = {"leader_ids": case.leader_ids, "case_id": case.id}
    consequence = Consequence.make(
        leader_ids=case.leader_ids,
        what="Without a working relationship by the summer neither of them goes on to lead a combined group.",
        said_on=_ago(88),
        areas=("career",),
    )
    said = _said(about, tomas, ingrid)
    shown = stage.session.view.timeline(tomas).entries
    item = next(one for one in said if isinstance(one, FeedbackItem))
    links = [
        Link.make(leader_ids=(tomas,), entry_id=shown[at].entry.id, target_id=item.id, stance=stance)
        for at, stance in ((5, "supports"), (9, "contradicts"))
    ]
    stage.session.put(consequence, coach, *said, *links, case)
    stage.session.put(*_meetings(case))
    return case


def _case(tomas: str, ingrid: str, coach: str) -> Case:
    return Case.make(
        leader_ids=(tomas, ingrid),
        title="How Tomáš and Ylva work together on releases",
        opened_on=_ago(95),
        stage="support",
        parties=(
            {"role": "sponsor", "name": "Judith Fairclough"},
            {"role": "coach", "name": "Ruth Abara", "contact_id": coach},
            {"role": "affected", "name": "Pia Lindqvist"},
            {"role": "affected", "name": "Sam Okafor"},
        ),
        impact={
            "work_performance": "Two releases slipped because neither told the other of a freeze.",
            "leadership_effectiveness": "Their leads decide in pairs without them.",
            "organisation": "Two engineers asked to be moved; Customer Success stopped inviting both.",
        },
        briefings=[
            {
                "day": _ago(92),
                "to": name,
                "by": "Judith Fairclough",
                "how": "in person, both together",
                "words": "Six stages, three months of coaching, and a review with all four of us.",
            }
            for name in ("Tomáš Révész", "Ylva Brandt")
        ],
        agreement={
            "sponsor_may_hear": "Sessions kept and missed, the common goal, what came of it.",
            "not_shared": "What is said in a session.",
            "agreed_on": _ago(90),
        },
        common_goal="One release calendar that both defend in front of others.",
        skills=(
            {
                "what": "Giving corrective feedback on a behaviour",
                "taught_on": _ago(70),
                "practised_on": _ago(42),
            },
            {"what": "Receiving it without an answer for a day", "taught_on": _ago(70)},
        ),
        barriers=(
            {"what": "Two ticket systems for one release", "removed_on": _ago(30)},
            {"what": "The freeze is announced by neither of them"},
        ),
    )


def _said(about: dict[str, Any], tomas: str, ingrid: str) -> list[Any]:
    """Interviews, feedback, expectations and commitments."""
    case_parties = [
        {"role": "leader", "name": "Tomáš Révész", "day": _ago(60)},
        {"role": "leader", "name": "Ylva Brandt", "day": _ago(60)},
        {"role": "sponsor", "name": "Judith Fairclough", "day": _ago(60)},
        {"role": "coach", "name": "Ruth Abara", "day": _ago(60)},
    ]
    return [
        *(
            Intake.make(
                **about,
                interviewee=name,
                relation=relation,
                day=_ago(85 - number),
                background="Works with both each week.",
                history="Since the reorganisation each hears of the other’s plans from third people.",
                untenable="Every plan is made twice.",
                promised=True,
                released=number == 2,
            )
            for number, (name, relation) in enumerate(
                (
                    ("Tomáš Révész", "one of the two"),
                    ("Ylva Brandt", "one of the two"),
                    ("Pia Lindqvist", "leads the team between them"),
                )
            )
        ),
        FeedbackItem.make(
            **about,
            text="In the release meeting each answers for the other’s team.",
            answers=(
                {"leader_id": tomas, "state": "agreed", "words": "Yes, I do that.", "day": _ago(70)},
                {
                    "leader_id": ingrid,
                    "state": "amended",
                    "words": "Only when nobody of his is in the room.",
                    "day": _ago(70),
                },
            ),
        ),
        FeedbackItem.make(
            **about,
            text="The freeze of 3 March was told to Product by mail, two days late.",
            segment="process",
            answers=(
                {
                    "leader_id": tomas,
                    "state": "disputed",
                    "words": "The mail was sent on Friday.",
                    "day": _ago(70),
                },
            ),
        ),
        MutualExpectation.make(
            **about,
            by_id=tomas,
            of_id=ingrid,
            text="Says a freeze to me first, the same day.",
            sign_offs=case_parties,
        ),
        MutualExpectation.make(
            **about,
            by_id=ingrid,
            of_id=tomas,
            text="Asks me before he commits my team.",
            sign_offs=case_parties[:2],
        ),
        Commitment.make(
            **about,
            leader_id=tomas,
            affected="Pia Lindqvist",
            told_on=_ago(55),
            how="in person",
            response="I will believe it when I see the calendar.",
        ),
        Commitment.make(**about, leader_id=ingrid, affected="Sam Okafor"),
    ]


def _meetings(case: Case) -> list[Meeting]:
    """The three months: kept, missed, moved, due and to come; and the days before them."""
    at = {"zone": _ZONE, "minutes": 480}
    about: dict[str, Any] = {"leader_ids": case.leader_ids, "of_id": case.id, "state": "held"}
    first = dt.date.fromisoformat(_ago(42))
    first -= first.weekday() * _DAY
    series = list(series_of(case, Series(starts=first, zone=_ZONE)))
    for number, meeting in enumerate(series):
        if meeting.at.day < _ago(1):
            series[number] = meeting.changed(state="missed" if number == 4 else "held")
    last = max(number for number, meeting in enumerate(series) if meeting.state == "held")
    series[last] = series[last].changed(state="planned")  # nobody has said yet whether it was
    series[0] = series[0].changed(
        notes={"progress": "Named two habits of his own.", "raised": "Who calls a freeze."}
    )
    put_off = next(number for number, meeting in enumerate(series) if meeting.at.day > _ago(0))
    day = dt.date.fromisoformat(series[put_off].at.day) + _DAY
    to = Slot(local=f"{day.isoformat()}T11:00", zone=_ZONE)
    series[put_off] = moved(series[put_off], to, dt.date.fromisoformat(_ago(0)), "On leave that day.")
    return [
        Meeting.make(**about, kind="feedback_session", at={"local": f"{_ago(70)}T09:00", **at}),
        Meeting.make(**about, kind="alignment", at={"local": f"{_ago(60)}T14:00", "zone": _ZONE}),
        *series,
    ]


def full(shown: str) -> Callable[[Stage], QWidget]:
    """The full case, one stage of it shown."""

    def scene(stage: Stage) -> QWidget:
        stage.open_demo()
        return show(stage, put_full(stage), shown)

    return scene


def closed(stage: Stage) -> QWidget:
    stage.open_demo()
    case = put_full(stage)
    stage.session.put(
        case.changed(stage="closed", closed_on=_ago(0), review="Both plan the releases together now.")
    )
    return show(stage, case, "review")


def one_case(stage: Stage, case: Case) -> OneCase:
    """The case as its page has it."""
    show(stage, case)
    page = stage.window.desk.area.page("case")
    return next(one for one in page._cases() if one.case.id == case.id)


def form(build: Callable[[OneCase], Any], *, is_full: bool = True) -> Callable[[Stage], QWidget]:
    """A form of the case."""

    def scene(stage: Stage) -> QWidget:
        stage.open_demo()
        case = put_full(stage) if is_full else put_begun(stage)
        return stage.dialog(build(one_case(stage, case)))

    return scene


def start(stage: Stage) -> QWidget:
    window = stage.open_demo()
    two(stage)
    return stage.dialog(case_forms.start_form(stage.tools, stage.journals.demo.leader_id, window))


CASES: dict[str, Callable[[Stage], QWidget]] = {
    "case-empty": empty,
    "case-begun": begun,
    "case-start": start,
    **{
        f"case-{shown}": full(shown)
        for shown in ("briefing", "intake", "feedback", "alignment", "support", "review")
    },
    "case-closed": closed,
    "case-series": form(SeriesForm, is_full=False),
    "case-form-impact": form(case_forms.impact_form),
    "case-form-party": form(case_forms.party_form),
    "case-form-briefing": form(lambda one: case_forms.briefing_form(one, one.people[:1])),
    "case-form-consequence": form(lambda one: said_form(one, one.case.leader_ids)),
    "case-form-intake": form(lambda one: case_talk_forms.intake_form(one, name="Sam Okafor")),
    "case-form-answer": form(lambda one: case_talk_forms.answer_form(one, one.file.items[1])),
    "case-form-expectation": form(case_talk_forms.expectation_form),
    "case-form-sign": form(lambda one: case_talk_forms.sign_form(one, one.file.expectations)),
    "case-form-held": form(lambda one: case_meeting_forms.held_form(one, one.file.series[0])),
    "case-form-close": form(case_forms.close_form),
    "case-form-missed": form(lambda one: case_meeting_forms.not_held_form(one, one.file.series[-1])),
}
