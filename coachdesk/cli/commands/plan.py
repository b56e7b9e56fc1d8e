"""``coachdesk plan``: a leader's plans with their goals, what is expected, support, and the next check-in."""

import datetime as dt
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from coachdesk import sentences
from coachdesk.cli import coached, finding
from coachdesk.cli.access import opened
from coachdesk.cli.cards import card, quoted, slot, width_of
from coachdesk.cli.coached import Entries
from coachdesk.cli.desk import Desk
from coachdesk.cli.parsing import add_json
from coachdesk.cli.when import local_zone, today_in
from coachdesk.coaching.meetings import standing
from coachdesk.coaching.on_file import those
from coachdesk.coaching.rhythm import coming
from coachdesk.coaching.slots import begins
from coachdesk.export import phrases
from coachdesk.export import phrases_coaching as words
from coachdesk.records.about import AboutLeaders
from coachdesk.records.base import Record
from coachdesk.records.issue import Link
from coachdesk.records.meeting import Meeting
from coachdesk.records.people import Leader
from coachdesk.records.plan import Expectation, Goal, Plan
from coachdesk.records.support import Support


class _File(msgspec.Struct, frozen=True):
    """What is read of a leader: all records that may be shown, the entries linked to them, and the day it is."""

    records: Sequence[Record]
    entries: Entries
    today: dt.date

    def linked(self, record: Record) -> str:
        return coached.linked(record.id, self.records, self.entries)


def arguments(parser: ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("leader", metavar="LEADER", help="whose plan")
    add_json(parser)


def run(desk: Desk, options: Namespace) -> int:
    """Shows the plans, those that are closed last."""
    today = today_in(local_zone())
    with opened(desk, options) as journal:
        view = journal.view
        leader = finding.leader_of(view, options.leader)
        records = coached.about(view, leader.id)
        entries = coached.entries_of(view, leader.id, (link.entry_id for link in those(records, Link)))
    file = _File(records, entries, today)
    plans = sorted(those(records, Plan), key=lambda one: (one.status == "closed", one.started))
    if options.json:
        desk.terminal.say_json(_as_json(leader, plans, file))
    else:
        _say(desk, leader, plans, file)
    return 0


def _say(desk: Desk, leader: Leader, plans: Sequence[Plan], file: _File) -> None:
    width = width_of(desk.terminal.width)
    expectations, supports = those(file.records, Expectation), those(file.records, Support)
    desk.terminal.say(leader.name)
    if not (plans or expectations or supports):
        desk.terminal.say(sentences.said("no_plan"))
    for plan in plans:
        desk.terminal.say("", *card(_named(words.PLANS[plan.kind], plan), list(_plan(plan, file)), width))
        for goal in _goals(plan, file):
            rows = list(_goal(goal, file))
            desk.terminal.say(*card(_named(f"Goal: {goal.title}", goal), rows, width, depth=2))
    if expectations:
        desk.terminal.say("", "What is expected")
    for expectation in expectations:
        rows = list(_expectation(expectation, file))
        desk.terminal.say(*card(_named(expectation.text, expectation), rows, width))
    if supports:
        desk.terminal.say("", "Support")
    for support in supports:
        desk.terminal.say(*card(_named(support.what, support), list(_support(support, file)), width))


def _named(title: str, record: AboutLeaders) -> str:
    return f"{title} ({finding.short_id(record.id)})"


def _goals(plan: Plan, file: _File) -> list[Goal]:
    return [one for one in those(file.records, Goal) if one.plan_id == plan.id]


def _meetings(plan: Plan, file: _File) -> list[Meeting]:
    return [one for one in those(file.records, Meeting) if one.of_id == plan.id]


def _plan(plan: Plan, file: _File) -> Iterator[tuple[str, str]]:
    yield "Status", words.STATUS[plan.status]
    yield "Purpose", plan.purpose
    yield "From, to", f"{phrases.day(plan.started)}, {phrases.day(plan.ends) if plan.ends else 'no end set'}"
    yield "Adjusted", plan.adjusted
    yield "Entries", file.linked(plan)
    yield "Next", _next(plan, file)


def _next(plan: Plan, file: _File) -> str:
    """The next check-in: the one that is planned, or when it would come."""
    meetings = _meetings(plan, file)
    planned = min(
        (one for one in meetings if one.state == "planned"), key=lambda one: begins(one.at), default=None
    )
    if planned is not None:
        is_due = standing(planned, dt.datetime.now(dt.UTC)).state == "due"
        return slot(planned.at) + (": was it held?" if is_due else "")
    at = next(iter(coming(plan, meetings, file.today)), None)
    return f"would be {slot(at)}; it is not planned yet" if at else ""


def _goal(goal: Goal, file: _File) -> Iterator[tuple[str, str]]:
    yield "Status", words.STATUS[goal.status]
    yield "Type", words.GOALS[goal.type]
    yield "Measure", goal.measure or "none set"
    yield "Baseline", goal.baseline
    yield "Target", goal.target
    yield "Due", phrases.day(goal.due) if goal.due else "no day set"
    yield "Objective", goal.company_objective
    rated = _last_rating(goal, file)
    yield "Rating", f"{words.RATINGS[rated[1]]}, on {phrases.short_day(rated[0])}" if rated else ""
    yield "Entries", file.linked(goal)


def _last_rating(goal: Goal, file: _File) -> tuple[str, int] | None:
    """The day and the rating of the last meeting at which a goal was rated."""
    rated = [
        (begins(meeting.at), meeting.at.day, rating.rating)
        for meeting in those(file.records, Meeting)
        for rating in meeting.ratings
        if rating.goal_id == goal.id
    ]
    return max(rated)[1:] if rated else None


def _expectation(one: Expectation, file: _File) -> Iterator[tuple[str, str]]:
    yield "Aspect", words.EXPECTED[one.aspect]
    yield "Laid down in", phrases.joined((words.LAID_DOWN[one.source], one.source_detail))
    yield "Told", phrases.joined((phrases.day(one.told_on) if one.told_on else "not yet", one.told_how))
    yield (
        "Said back",
        f"{phrases.short_day(one.restated_on)}: {quoted(one.restated)}" if one.restated_on else "",
    )
    yield "Entries", file.linked(one)


def _support(one: Support, file: _File) -> Iterator[tuple[str, str]]:
    yield "Type", phrases.joined((words.SUPPORTS[one.type], one.counterpart))
    yield "Cause", words.CAUSES[one.cause] if one.cause else ""
    yield "Cost", one.cost
    yield "Offered", phrases.day(one.offered_on)
    if one.answer and one.answered_on:
        answer = f"{words.ANSWERED[one.answer]} on {phrases.short_day(one.answered_on)}"
        yield "Answer", f"{answer}: {quoted(one.answer_words)}" if one.answer_words else answer
    yield "Delivered", phrases.day(one.delivered_on) if one.delivered_on else ""
    yield "Outcome", f"{phrases.short_day(one.outcome_on)}: {one.outcome}" if one.outcome_on else ""
    yield "Entries", file.linked(one)


def _as_json(leader: Leader, plans: Sequence[Plan], file: _File) -> dict[str, Any]:
    return {
        "leader": coached.leader_values(leader),
        "plans": [
            {
                "plan": msgspec.to_builtins(plan),
                "entries": _links(plan, file),
                "next": _next(plan, file),
                "goals": [
                    {
                        "goal": msgspec.to_builtins(goal),
                        "rating": _rating_values(_last_rating(goal, file)),
                        "entries": _links(goal, file),
                    }
                    for goal in _goals(plan, file)
                ],
                "meetings": [_meeting_values(one) for one in _meetings(plan, file)],
            }
            for plan in plans
        ],
        "expectations": [
            {"expectation": msgspec.to_builtins(one), "entries": _links(one, file)}
            for one in those(file.records, Expectation)
        ],
        "support": [
            {"support": msgspec.to_builtins(one), "entries": _links(one, file)}
            for one in those(file.records, Support)
        ],
    }


def _links(record: Record, file: _File) -> list[dict[str, object]]:
    return coached.linked_values(record.id, file.records, file.entries)


def _rating_values(rated: tuple[str, int] | None) -> dict[str, Any] | None:
    return {"day": rated[0], "rating": rated[1]} if rated else None


def _meeting_values(one: Meeting) -> dict[str, Any]:
    return {"id": one.id, "kind": one.kind, "state": one.state, "at": msgspec.to_builtins(one.at)}
