"""``coachdesk leaders``: the people the notes are about, and adding or changing one."""

from argparse import ArgumentParser, Namespace
from typing import Any

import msgspec

from coachdesk import sentences
from coachdesk.cli import finding
from coachdesk.cli.access import opened
from coachdesk.cli.desk import Desk
from coachdesk.cli.parsing import add_json
from coachdesk.cli.refusals import NotUnderstood, Refused
from coachdesk.cli.text import table
from coachdesk.export import phrases
from coachdesk.journal.journal import Journal
from coachdesk.journal.view import View
from coachdesk.records.base import clean_line
from coachdesk.records.people import Leader

_FIELDS = ("role", "team", "employee_id", "started")


def arguments(parser: ArgumentParser) -> None:
    """What the command takes."""
    add_json(parser)
    either = parser.add_mutually_exclusive_group()
    either.add_argument("--add", metavar="NAME", help="add a leader")
    either.add_argument("--edit", metavar="LEADER", help="change what is known of a leader")
    parser.add_argument("--name", help="with --edit: the name as it should be")
    parser.add_argument("--role", help="with --add or --edit")
    parser.add_argument("--team", help="with --add or --edit")
    parser.add_argument("--employee-id", metavar="ID", help="with --add or --edit")
    parser.add_argument("--started", metavar="DAY", help="with --add or --edit: the day they took the role")
    parser.add_argument("--new-leader", action="store_true", help="with --add: somebody else of a known name")


def run(desk: Desk, options: Namespace) -> int:
    """Adds, changes or lists."""
    values = {name: getattr(options, name) for name in _FIELDS if getattr(options, name) is not None}
    if (values or options.name) and not (options.add or options.edit):
        raise NotUnderstood("leader_not_named")
    with opened(desk, options) as journal:
        if options.add:
            _add(desk, journal, options, values)
        elif options.edit:
            _edit(desk, journal, options, values)
        else:
            _list(desk, journal.view, as_json=options.json)
    return 0


def _add(desk: Desk, journal: Journal, options: Namespace, values: dict[str, Any]) -> None:
    name = clean_line(options.add)
    known = [leader for leader in journal.view.leaders() if finding.plain(leader.name) == finding.plain(name)]
    if known and not options.new_leader:
        raise Refused("leader_known", name=known[0].name)
    leader = Leader.make(name=name, **values)
    journal.put(leader)
    desk.terminal.say(sentences.said("new_leader", name=leader.name) + f" ({finding.short_id(leader.id)})")


def _edit(desk: Desk, journal: Journal, options: Namespace, values: dict[str, Any]) -> None:
    leader = finding.leader_of(journal.view, options.edit)
    if options.name is not None:
        values["name"] = clean_line(options.name)
    changed = leader.changed(**values)
    if changed == leader:
        raise NotUnderstood("correction_empty")
    journal.put(changed)
    desk.terminal.say(f"Changed: {_described(changed)}")


def _list(desk: Desk, view: View, *, as_json: bool) -> None:
    leaders = view.leaders()
    shown = [view.outlines(leader.id, limit=1) for leader in leaders]
    if as_json:
        desk.terminal.say_json(
            [
                msgspec.to_builtins(leader)
                | {
                    "entries": found.total,
                    "last": found.entries[0].occurred.day if found.entries else None,
                }
                for leader, found in zip(leaders, shown, strict=True)
            ]
        )
        return
    if not leaders:
        desk.terminal.say(sentences.said("no_leaders"))
        return
    rows = [
        (
            finding.short_id(leader.id),
            phrases.count(found.total, "entry"),
            f"last {phrases.short_day(found.entries[0].occurred.day)}" if found.entries else "",
            _described(leader),
        )
        for leader, found in zip(leaders, shown, strict=True)
    ]
    desk.terminal.say(*table(rows))


def _described(leader: Leader) -> str:
    return phrases.joined((leader.name, leader.role, leader.team, leader.employee_id))
