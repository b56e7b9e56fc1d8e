"""``coachdesk hold``: legal holds listed, placed and lifted. While one is in force nothing that it covers is erased."""

from argparse import ArgumentParser, Namespace

import msgspec

from coachdesk import sentences
from coachdesk.cli import finding, holds
from coachdesk.cli.access import opened
from coachdesk.cli.desk import Desk
from coachdesk.cli.parsing import add_json
from coachdesk.cli.text import WIDEST, wrapped
from coachdesk.cli.when import local_zone, period_of, today_in
from coachdesk.journal import holding, keeping
from coachdesk.journal.journal import Journal


def arguments(parser: ArgumentParser) -> None:
    """What the command takes."""
    does = parser.add_mutually_exclusive_group()
    does.add_argument(
        "--place", action="store_true", help="place a hold; on the whole journal without LEADER"
    )
    does.add_argument("--lift", metavar="ID", help="lift the hold whose id begins so")
    parser.add_argument("leader", metavar="LEADER", nargs="?", help="the leader whom the hold is about")
    parser.add_argument(
        "--since", metavar="DAY", help="the day since which things must be kept; today without"
    )
    holds.add_who_and_why(parser)
    add_json(parser)


def run(desk: Desk, options: Namespace) -> int:
    """Places one, lifts one, or lists all."""
    with opened(desk, options) as journal:
        if options.lift:
            hold_id = finding.id_of(journal.view, options.lift)
            reason = holds.why(desk, options)
            hold = keeping.lift_hold(journal, hold_id, holds.who(desk, journal.view, options), reason)
            desk.terminal.say(holds.line(hold))
        elif options.place:
            _place(desk, journal, options)
        else:
            _list(desk, journal, options)
    return 0


def _place(desk: Desk, journal: Journal, options: Namespace) -> None:
    leader_id = finding.leader_of(journal.view, options.leader).id if options.leader else ""
    since, _ = period_of(options.since, None, today_in(local_zone()))
    reason = holds.why(desk, options)
    hold = keeping.place_hold(journal, leader_id, holds.who(desk, journal.view, options), reason, since)
    desk.terminal.say(f"{finding.short_id(hold.id)}  {holds.line(hold)}", sentences.said("hold_means"))


def _list(desk: Desk, journal: Journal, options: Namespace) -> None:
    view = journal.view
    wanted = finding.leader_of(view, options.leader).id if options.leader else ""
    found = [one for one in holding.holds(view) if not wanted or one.leader_id in ("", wanted)]
    if options.json:
        desk.terminal.say_json([{**msgspec.structs.asdict(one), "in_force": one.in_force} for one in found])
        return
    names = {leader.id: leader.name for leader in view.leaders()}
    width = min(desk.terminal.width, WIDEST)
    for one in found:
        whom = f"{names.get(one.leader_id, '?')}: " if one.leader_id else ""
        desk.terminal.say(wrapped(f"{finding.short_id(one.id)}  {whom}{holds.line(one)}", width, "  "))
    if not found:
        desk.terminal.say(sentences.said("no_holds"))
