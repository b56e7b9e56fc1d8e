"""``coachdesk list``: the newest entries of one leader, or of all, with what the filters hide."""

from argparse import ArgumentParser, Namespace
from typing import Any, get_args

import msgspec

from coachdesk import sentences
from coachdesk.cli import entry_options, finding, holds
from coachdesk.cli.access import opened
from coachdesk.cli.desk import Desk
from coachdesk.cli.parsing import add_json
from coachdesk.cli.showing import entry_lines, may_be_listed
from coachdesk.cli.when import local_zone, period_of, today_in
from coachdesk.journal.filters import Filter
from coachdesk.journal.view import Outlined, Shown, View
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
    parser.add_argument(
        "--told", choices=("no", "yes"), help="only what the leader was told, or still has to be"
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
    limit = limit if limit > 0 else _NO_LIMIT
    with opened(desk, options) as journal:
        view = journal.view
        leaders = [finding.leader_of(view, options.leader)] if options.leader else view.leaders()
        if options.json:
            found = [_as_json(view, leader, view.timeline(leader.id, wanted, limit)) for leader in leaders]
            desk.terminal.say_json(found)
        elif not leaders:
            desk.terminal.say(sentences.said("no_leaders"))
        else:
            _say(desk, view, [(leader, view.outlines(leader.id, wanted, limit)) for leader in leaders])
    return 0


def _filter(options: Namespace) -> Filter:
    first, last = period_of(options.from_day, options.to_day, today_in(local_zone()))
    return Filter(
        from_day=first,
        to_day=last,
        kinds=tuple(entry_options.kind_of(kind) for kind in options.kind),
        themes=tuple(options.theme),
        lanes=tuple(options.lane),
        words=options.words,
        told=options.told or "",
    )


def _say(desk: Desk, view: View, found: list[tuple[Leader, Outlined]]) -> None:
    for place, (leader, shown) in enumerate(found):
        passing = shown.total - shown.hidden
        desk.terminal.say(
            *([""] if place else []),
            f"{leader.name}: {sentences.how_many(len(shown.entries), passing, shown.hidden)}",
            *holds.lines_about(view, leader.id),
        )
        desk.terminal.say(*entry_lines(shown.entries, desk.terminal.width))


def _as_json(view: View, leader: Leader, shown: Shown) -> dict[str, Any]:
    """For other programs: what is or once was a reflection is hidden from them, whatever the filters say."""
    entries = [listed for listed in shown.entries if may_be_listed(view, listed.entry.id)]
    return {
        "leader": {"id": leader.id, "name": leader.name},
        "total": shown.total,
        "hidden": shown.hidden + len(shown.entries) - len(entries),
        "entries": msgspec.to_builtins(entries),
    }
