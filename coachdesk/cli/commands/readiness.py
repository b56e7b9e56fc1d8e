"""``coachdesk readiness``: the fourteen questions that somebody who doubts the notes would ask."""

import datetime as dt
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from typing import Any

import msgspec

from coachdesk import sentences
from coachdesk.cli import coached, finding
from coachdesk.cli.access import opened
from coachdesk.cli.cards import width_of
from coachdesk.cli.desk import Desk
from coachdesk.cli.parsing import add_json
from coachdesk.cli.readiness_words import QUESTIONS, STATES, said
from coachdesk.cli.text import wrapped
from coachdesk.cli.when import local_zone, today_in
from coachdesk.coaching import own_rules
from coachdesk.coaching.readiness import readiness
from coachdesk.coaching.readiness_line import Line
from coachdesk.journal.view import Listed, View
from coachdesk.records.entry import Entry
from coachdesk.records.forms import COACHING
from coachdesk.records.people import Contact, Leader

_NO_LIMIT = -1
_INDENT = " " * 4


def arguments(parser: ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("leader", metavar="LEADER", help="about whom")
    add_json(parser)


def run(desk: Desk, options: Namespace) -> int:
    """Asks the questions of what is on file."""
    today = today_in(local_zone())
    with opened(desk, options) as journal:
        view = journal.view
        leader = finding.leader_of(view, options.leader)
        lines = _lines(desk, view, leader, today)
        behind = {line.key: _behind(view, leader, line) for line in lines}
    if options.json:
        desk.terminal.say_json(_as_json(leader, lines, behind))
        return 0
    width = width_of(desk.terminal.width)
    desk.terminal.say(leader.name, wrapped(sentences.said("readiness_own"), width))
    for number, line in enumerate(lines, 1):
        desk.terminal.say(
            "",
            wrapped(f"{number:>2}. {QUESTIONS[line.key]} [{STATES[line.state]}]", width),
            wrapped(said(line), width, _INDENT),
        )
        if behind[line.key]["cited"]:
            desk.terminal.say(wrapped(f"See {behind[line.key]['cited']}.", width, _INDENT))
    return 0


def _lines(desk: Desk, view: View, leader: Leader, today: dt.date) -> tuple[Line, ...]:
    listed: dict[str, Listed] = {}
    for one in view.leaders():
        shown = view.timeline(one.id, limit=_NO_LIMIT).entries
        listed |= {each.entry.id: each for each in shown if not each.withdrawn}
    entries = [one.entry for one in listed.values()]
    records = [*(one for name in COACHING for one in view.records(name)), *entries]
    recorded = {key: dt.datetime.fromisoformat(one.recorded_at) for key, one in listed.items()}
    own = [one for one in entries if leader.id in one.leader_ids and one.lane == "ordinary"]
    return readiness(records, leader.id, today, recorded, findings=_findings(desk, view, own))


def _findings(desk: Desk, view: View, entries: list[Entry]) -> dict[str, int]:
    """How many findings the wording of each entry has."""
    people = (*view.records("leader"), *view.records("contact"))
    names = tuple(one.name for one in people if isinstance(one, Leader | Contact))
    checker, found = own_rules.checker_with(view.setting(own_rules.SETTING)), {}
    with desk.terminal.progress("Reading the wording") as progress:
        for done, entry in enumerate(entries, 1):
            found[entry.id] = len(checker.check_entry(entry, names))
            progress(done / len(entries))
    return found


def _behind(view: View, leader: Leader, line: Line) -> dict[str, Any]:
    """The records behind a line: entries by their numbers, others by what they are called."""
    entries = coached.entries_of(view, leader.id, line.record_ids)
    others = (view.get(one).record for one in line.record_ids if one not in entries)
    named = [
        f"{coached.called(one)} ({finding.short_id(one.id)})" for one in others if not isinstance(one, Entry)
    ]
    cited = coached.cited(line.record_ids, entries)
    return {
        "cited": "; ".join(filter(None, (cited, *named))),
        "entries": sorted(one.number for one in entries.values()),
        "record_ids": list(line.record_ids),
    }


def _as_json(
    leader: Leader, lines: tuple[Line, ...], behind: Mapping[str, Mapping[str, Any]]
) -> dict[str, Any]:
    return {
        "leader": coached.leader_values(leader),
        "note": sentences.said("readiness_own"),
        "questions": [
            {
                "question": QUESTIONS[line.key],
                "answer": said(line),
                "entries": behind[line.key]["entries"],
                **msgspec.to_builtins(line),
            }
            for line in lines
        ],
    }
