"""``coachdesk list``: the newest entries of one leader, or of all, with what the filters hide."""

from argparse import ArgumentParser, Namespace
from typing import Any, get_args

import msgspec

from coachdesk import sentences
from coachdesk.cli import entry_options, finding
from coachdesk.cli.access import opened
from coachdesk.cli.desk import Desk
from coachdesk.cli.parsing import add_json
from coachdesk.cli.showing import entry_lines
from coachdesk.cli.when import day_of, local_zone, today_in
from coachdesk.journal.view import Filter, Listed, Shown
from coachdesk.records.entry import Lane
from coachdesk.records.people import Leader

_OF_ONE, _OF_ALL = 50, 10
_NO_LIMIT = -1


def arguments(parser: ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("leader", metavar="LEADER", nargs="?", help="whose entries; everybody's without")
    parser.add_argument("--from", dest="from_day", metavar="DAY", help="from this day on")
    parser.add_argument("--to", dest="to_day", metavar="DAY", help="up to this day, itself included")
    parser.add_argument("--kind", action="append", default=[], help="only this kind (again for more)")
    parser.add_argument("--theme", action="append", default=[], help="only this theme (again for more)")
    parser.add_argument(
        "--lane", action="append", default=[], choices=get_args(Lane), help="only this lane (again for more)"
    )
    parser.add_argument("--words", metavar="TEXT", default="", help="only entries in which these words stand")
    parser.add_argument(
        "--limit",
        type=int,
        metavar="N",
        help=f"at most N of each leader (default {_OF_ONE}, {_OF_ALL} of everybody's; 0: all)",
    )
    add_json(parser)


def run(desk: Desk, options: Namespace) -> int:
    """Lists, the newest first."""
    wanted = _filter(options)
    limit = options.limit if options.limit is not None else _OF_ONE if options.leader else _OF_ALL
    with opened(desk, options) as journal:
        view = journal.view
        leaders = [finding.leader_of(view, options.leader)] if options.leader else view.leaders()
        found = [
            (leader, view.timeline(leader.id, wanted, limit if limit > 0 else _NO_LIMIT))
            for leader in leaders
        ]
        if options.json:
            desk.terminal.say_json([_as_json(leader, shown) for leader, shown in found])
        elif not leaders:
            desk.terminal.say(sentences.said("no_leaders"))
        else:
            _say(desk, found)
    return 0


def _filter(options: Namespace) -> Filter:
    today = today_in(local_zone())
    return Filter(
        from_day=day_of(options.from_day, today) if options.from_day else "",
        to_day=day_of(options.to_day, today) if options.to_day else "",
        kinds=tuple(entry_options.kind_of(kind) for kind in options.kind),
        themes=tuple(options.theme),
        lanes=tuple(options.lane),
        words=options.words,
    )


def _say(desk: Desk, found: list[tuple[Leader, Shown]]) -> None:
    for place, (leader, shown) in enumerate(found):
        passing = shown.total - shown.hidden
        desk.terminal.say(
            *([""] if place else []),
            f"{leader.name}: {sentences.how_many(len(shown.entries), passing, shown.hidden)}",
        )
        desk.terminal.say(*entry_lines(shown.entries, desk.terminal.width))


def _as_json(leader: Leader, shown: Shown) -> dict[str, Any]:
    return {
        "leader": {"id": leader.id, "name": leader.name},
        "total": shown.total,
        "hidden": shown.hidden,
        "entries": [_entry_as_json(listed) for listed in shown.entries],
    }


def _entry_as_json(listed: Listed) -> Any:
    return msgspec.to_builtins(listed)
