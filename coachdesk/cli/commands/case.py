"""``coachdesk case``: where an intervention stands: its stages, and which meetings were kept, missed or moved.

What was said in interviews and sessions is not here.
"""

import datetime as dt
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from coachdesk import sentences
from coachdesk.cli import coached, finding
from coachdesk.cli.access import opened
from coachdesk.cli.cards import card, of_leaders, width_of
from coachdesk.cli.desk import Desk
from coachdesk.cli.parsing import add_json
from coachdesk.coaching.intervention import STAGES, CaseFile, case_file, steps
from coachdesk.coaching.meetings import Kept, kept, standing
from coachdesk.coaching.on_file import those
from coachdesk.export import phrases
from coachdesk.export import phrases_coaching as words
from coachdesk.journal.view import View
from coachdesk.records.case import Case
from coachdesk.records.meeting import Meeting, Slot
from coachdesk.records.people import Leader

_PARTS = ("intake", "feedback_item", "mutual_expectation", "commitment", "meeting", "consequence")
_STANDS = {
    "kept": "kept",
    "missed": "missed",
    "moved": "moved",
    "due": "to be answered: were they held?",
    "planned": "to come",
    "cancelled": "called off",
}
_NOW = {"due": "was it held?", "planned": "to come", "cancelled": "called off"}


class _Seen(msgspec.Struct, frozen=True):
    """A case with all that is on file of it, names of leaders by id, why meetings were last changed, and now."""

    file: CaseFile
    names: dict[str, str]
    reasons: Mapping[str, str]
    now: dt.datetime

    @property
    def kept(self) -> Kept:
        return kept(self.file.meetings, self.now)

    @property
    def zones(self) -> list[str]:
        return sorted(
            {at.zone for one in self.file.meetings for at in (one.at, *(move.at for move in one.moves))}
        )

    def stages(self) -> list[tuple[str, int, int]]:
        """Each stage, how much of it is done, and how much there is."""
        every = steps(self.file, self.names)
        own = [(stage, [step for step in every if step.stage == stage]) for stage in STAGES]
        return [(stage, sum(step.is_done for step in found), len(found)) for stage, found in own]


def arguments(parser: ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("leader", metavar="LEADER", help="one of the leaders whom the case is about")
    add_json(parser)


def run(desk: Desk, options: Namespace) -> int:
    """Shows the cases, those that are open first."""
    with opened(desk, options) as journal:
        view = journal.view
        leader = finding.leader_of(view, options.leader)
        seen = _cases(view, leader)
    if options.json:
        found = [_as_json(one) for one in seen]
        desk.terminal.say_json({"leader": coached.leader_values(leader), "cases": found})
        return 0
    desk.terminal.say(leader.name)
    for one in seen:
        desk.terminal.say("", *_lines(one, width_of(desk.terminal.width)))
    if not seen:
        desk.terminal.say(sentences.said("no_case"))
    return 0


def _cases(view: View, leader: Leader) -> list[_Seen]:
    found = sorted(those(view.about(leader.id, "case"), Case), key=lambda one: one.opened_on, reverse=True)
    found.sort(key=lambda one: one.stage == "closed")
    records = [one for name in _PARTS for one in view.records(name)] if found else []
    names = {one.id: one.name for one in view.leaders()}
    files = [case_file(case, records) for case in found]
    now = dt.datetime.now(dt.UTC)
    return [_Seen(file, names, _reasons(view, file.meetings), now) for file in files]


def _reasons(view: View, meetings: Sequence[Meeting]) -> dict[str, str]:
    """Why each meeting that did not take place did not."""
    return {
        one.id: view.get(one.id).payload.reason for one in meetings if one.state in ("missed", "cancelled")
    }


def _lines(seen: _Seen, width: int) -> Iterator[str]:
    case = seen.file.case
    yield from card(f"{case.title} ({finding.short_id(case.id)})", list(_rows(seen)), width)
    if seen.file.meetings:
        yield from card("One by one", [_meeting(one, seen) for one in seen.file.meetings], width, depth=2)


def _rows(seen: _Seen) -> Iterator[tuple[str, str]]:
    case, meetings = seen.file.case, seen.kept
    yield "About", of_leaders(case.leader_ids, seen.names)
    yield "Stage", words.STAGES[case.stage]
    yield "Opened", phrases.day(case.opened_on)
    yield "Closed", phrases.day(case.closed_on) if case.closed_on else ""
    for stage, done, every in seen.stages():
        yield words.STAGES[stage], f"{done} of {every} done"
    counted = ((len(getattr(meetings, name)), said) for name, said in _STANDS.items())
    yield "Meetings", ", ".join(f"{number} {said}" for number, said in counted if number)
    yield "Time zone", ", ".join(seen.zones)


def _meeting(meeting: Meeting, seen: _Seen) -> tuple[str, str]:
    state = standing(meeting, seen.now).state
    whom = f" with {of_leaders(meeting.leader_ids, seen.names)}" if meeting.kind == "individual" else ""
    said = [f"{words.MEETINGS[meeting.kind]}{whom}: {_NOW.get(state, state)}"]
    said += [f"because: {seen.reasons[meeting.id]}"] if seen.reasons.get(meeting.id) else []
    for move in meeting.moves:
        said.append(f"moved from {_when(move.at, seen)}{f', because: {move.reason}' if move.reason else ''}")
    return _when(meeting.at, seen), "\n".join(said)


def _when(at: Slot, seen: _Seen) -> str:
    """When it is; the zone is named where there are several."""
    zone = f" ({at.zone})" if len(seen.zones) > 1 else ""
    return f"{phrases.short_day(at.day)}, {at.time}{zone}"


def _as_json(seen: _Seen) -> dict[str, Any]:
    case = seen.file.case
    return {
        "case": {
            "id": case.id,
            "title": case.title,
            "leaders": [{"id": one, "name": seen.names.get(one, "")} for one in case.leader_ids],
            "stage": case.stage,
            "opened_on": case.opened_on,
            "closed_on": case.closed_on,
        },
        "stages": [{"stage": stage, "done": done, "of": every} for stage, done, every in seen.stages()],
        "kept": {name: len(getattr(seen.kept, name)) for name in _STANDS},
        "meetings": [
            {
                "id": one.id,
                "kind": one.kind,
                "leader_ids": list(one.leader_ids),
                "at": msgspec.to_builtins(one.at),
                "stands": standing(one, seen.now).state,
                "reason": seen.reasons.get(one.id, ""),
                "moves": msgspec.to_builtins(one.moves),
            }
            for one in seen.file.meetings
        ],
    }
