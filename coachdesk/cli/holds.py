"""Legal holds in a terminal: on one line, and who places, lifts or erases."""

from argparse import ArgumentParser, Namespace

from coachdesk import sentences
from coachdesk.cli.desk import Desk
from coachdesk.cli.refusals import Refused
from coachdesk.export import phrases
from coachdesk.export.releasing import manager_of
from coachdesk.journal import holding
from coachdesk.journal.view import View
from coachdesk.records.hold import Hold


def add_who_and_why(parser: ArgumentParser) -> None:
    """Who does it, and why: both are kept."""
    parser.add_argument("--reason", metavar="TEXT", help="why; it is kept")
    parser.add_argument(
        "--by", metavar="NAME", help="who decided it; without, the manager who keeps the journal"
    )


def who(desk: Desk, view: View, options: Namespace) -> str:
    """Who does it; asked for where the journal does not say. Raises Refused."""
    name = (
        options.by
        or manager_of(view).name
        or (desk.terminal.ask("By whom? ") if desk.terminal.can_ask else "")
    )
    if not name.strip():
        raise Refused("who_missing")
    return str(name)


def why(desk: Desk, options: Namespace) -> str:
    """The reason; asked for where somebody can answer. Raises Refused."""
    reason = options.reason or (desk.terminal.ask("Why? ") if desk.terminal.can_ask else "")
    if not reason.strip():
        raise Refused("why_missing")
    return str(reason)


def line(hold: Hold) -> str:
    """A hold as it is said beside what it covers."""
    scope = "" if hold.leader_id else " of the whole journal"
    said = sentences.said("on_hold", scope=scope, since=phrases.day(hold.since), by=hold.by, why=hold.why)
    if hold.lifted_on is None:
        return said
    lifted = sentences.said(
        "hold_lifted", day=phrases.day(hold.lifted_on), by=hold.lifted_by, why=hold.lifted_why
    )
    return f"{said} {lifted}"


def lines_about(view: View, *leader_ids: str) -> list[str]:
    """The holds in force on one of these leaders, or on the whole journal."""
    return [line(one) for one in holding.in_force(view, leader_ids)]
