"""What a performance improvement plan says (F45), gathered from what is on file. Letters are drawn elsewhere."""

import datetime as dt
from collections.abc import Collection
from typing import Literal

import msgspec

from coachdesk.coaching.acknowledgement import State, state_of
from coachdesk.coaching.meetings import Standing, standing
from coachdesk.coaching.on_file import days_since, is_shared, those
from coachdesk.coaching.rhythm import coming
from coachdesk.coaching.slots import day_in
from coachdesk.records.base import Record
from coachdesk.records.consequence import Consequence, Letter
from coachdesk.records.entry import Entry
from coachdesk.records.issue import Issue, Link
from coachdesk.records.meeting import Meeting, Slot
from coachdesk.records.plan import Expectation, Goal, Plan
from coachdesk.records.support import Support

Missing = Literal[
    "no_purpose",
    "no_end",
    "no_expectation",
    "expectation_untold",
    "no_evidence",
    "no_goal",
    "no_measure",
    "no_date",
    "no_support",
    "no_checkpoint",
    "no_consequence",
]


BEFORE_DAYS = 90
"""A consequence said so long before a plan may be what led to it."""


class Evidence(msgspec.Struct, frozen=True):
    """An entry that is linked to a point of the plan, and what it says to it."""

    entry_id: str
    day: str
    stance: Literal["supports", "contradicts", "neutral"]
    link_id: str


class Point(msgspec.Struct, frozen=True):
    """An expectation or a goal and its evidence, the oldest first."""

    record_id: str
    evidence: tuple[Evidence, ...]


class Signature(msgspec.Struct, frozen=True):
    """A line of the acknowledgement block. It says that the plan was received, not that the leader agrees.

    ``leader_id`` is empty for the manager and the witness; ``letter_id`` is the copy that was handed over.
    """

    role: Literal["leader", "manager", "witness"]
    leader_id: str = ""
    letter_id: str | None = None


class Pip(msgspec.Struct, frozen=True, kw_only=True):
    """The plan in the order it is read. ``missing`` names what a reader would look for and not find.

    ``checkpoints`` are its meetings; ``coming`` those that its cadence asks for and nobody has planned yet.
    ``issues`` are where the leader stands on each issue.
    """

    plan_id: str
    leader_ids: tuple[str, ...]
    expectations: tuple[Point, ...]
    goals: tuple[Point, ...]
    support_ids: tuple[str, ...]
    checkpoints: tuple[Standing, ...]
    coming: tuple[Slot, ...]
    consequence_ids: tuple[str, ...]
    issues: tuple[tuple[str, State], ...]
    signatures: tuple[Signature, ...]
    missing: tuple[Missing, ...]


def pip_of(plan: Plan, records: Collection[Record], now: dt.datetime) -> Pip:
    """The plan at a moment (aware). Only entries of the ordinary lane are evidence: the leader will read it.

    Consequences are those that the leader was told in the :data:`BEFORE_DAYS` before the plan started or since,
    up to its end: what was said about something else years ago, and what was never said, is no part of it.
    Expectations are those told up to its end, and those not told yet, which are then ``missing``.
    """
    about = [one for one in records if one.id != plan.id]
    expectations = [
        one for one in those(about, Expectation) if is_shared(one, plan) and _is_by_end(one.told_on, plan)
    ]
    goals = [one for one in those(about, Goal) if one.plan_id == plan.id and one.status != "dropped"]
    supports = _supports(plan, about)
    meetings = [one for one in those(about, Meeting) if one.of_id == plan.id and one.state != "cancelled"]
    consequences = [one for one in those(about, Consequence) if is_shared(one, plan) and _was_said(one, plan)]
    points = tuple(_point(one.id, about) for one in expectations)
    made = Pip(
        plan_id=plan.id,
        leader_ids=plan.leader_ids,
        expectations=points,
        goals=tuple(_point(one.id, about) for one in goals),
        support_ids=tuple(one.id for one in supports),
        checkpoints=tuple(sorted((standing(one, now) for one in meetings), key=lambda one: one.begins)),
        coming=_coming(plan, meetings, now),
        consequence_ids=tuple(one.id for one in consequences),
        issues=tuple((one.id, state_of(one)) for one in those(about, Issue) if is_shared(one, plan)),
        signatures=_signatures(plan, those(about, Letter)),
        missing=(),
    )
    return msgspec.structs.replace(made, missing=_missing(plan, made, expectations, goals))


def _is_by_end(day: str | None, plan: Plan) -> bool:
    return day is None or plan.ends is None or day <= plan.ends


def _was_said(one: Consequence, plan: Plan) -> bool:
    """Whether it was said in time to be what this plan is about."""
    if one.said_on is None:
        return False
    days_before = days_since(one.said_on, dt.date.fromisoformat(plan.started))
    return days_before <= BEFORE_DAYS and _is_by_end(one.said_on, plan)


def _point(record_id: str, records: Collection[Record]) -> Point:
    entries = {one.id: one for one in those(records, Entry) if one.lane == "ordinary"}
    found = [
        Evidence(link.entry_id, entries[link.entry_id].occurred.day, link.stance, link.id)
        for link in those(records, Link)
        if link.target_id == record_id and link.entry_id in entries
    ]
    return Point(record_id, tuple(sorted(found, key=lambda one: (one.day, one.entry_id, one.link_id))))


def _supports(plan: Plan, records: Collection[Record]) -> list[Support]:
    """What was offered under this plan, or under none, and was not declined."""
    found = [
        one
        for one in those(records, Support)
        if is_shared(one, plan) and one.plan_id in (plan.id, None) and one.answer != "declined"
    ]
    return sorted(found, key=lambda one: (one.offered_on, one.id))


def _coming(plan: Plan, meetings: Collection[Meeting], now: dt.datetime) -> tuple[Slot, ...]:
    """All check-ins to come that are not planned yet, up to the plan's end; the next one if it has none."""
    if plan.cadence is None:
        return ()
    today = day_in(plan.cadence.zone, now)
    many = (dt.date.fromisoformat(plan.ends) - today).days // 7 + 1 if plan.ends else 1
    return coming(plan, meetings, today, max(many, 0))


def _signatures(plan: Plan, letters: Collection[Letter]) -> tuple[Signature, ...]:
    handed = sorted(
        (one for one in letters if one.kind == "pip" and one.of_id == plan.id),
        key=lambda one: (one.handed_on, one.id),
    )
    copies = {leader_id: one.id for one in handed for leader_id in one.leader_ids}
    leaders = (Signature("leader", leader_id, copies.get(leader_id)) for leader_id in plan.leader_ids)
    return (*leaders, Signature("manager"), Signature("witness"))


def _missing(
    plan: Plan, made: Pip, expectations: Collection[Expectation], goals: Collection[Goal]
) -> tuple[Missing, ...]:
    found: dict[Missing, bool] = {
        "no_purpose": not plan.purpose.strip(),
        "no_end": plan.ends is None,
        "no_expectation": not expectations,
        "expectation_untold": any(one.told_on is None for one in expectations),
        "no_evidence": any(not point.evidence for point in made.expectations),
        "no_goal": not goals,
        "no_measure": any(not one.measure.strip() for one in goals),
        "no_date": any(one.due is None for one in goals),
        "no_support": not made.support_ids,
        "no_checkpoint": not made.checkpoints and not made.coming,
        "no_consequence": not made.consequence_ids,
    }
    return tuple(key for key, is_missing in found.items() if is_missing)
