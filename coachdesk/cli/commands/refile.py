"""``coachdesk refile``: an entry moved to the right leader; it leaves a numbered trace where it was."""

from argparse import ArgumentParser, Namespace

from coachdesk.cli import changing, finding
from coachdesk.cli.access import opened
from coachdesk.cli.desk import Desk


def arguments(parser: ArgumentParser) -> None:
    """What the command takes."""
    changing.add_options(parser)
    parser.add_argument(
        "--leader",
        metavar="NAME",
        action="append",
        required=True,
        help="whom it is about (again for more than one)",
    )


def run(desk: Desk, options: Namespace) -> int:
    """Moves the entry."""
    with opened(desk, options) as journal:
        entry, _ = finding.entry_of(journal.view, options.id)
        leaders = [finding.leader_of(journal.view, name) for name in options.leader]
        ids = list(dict.fromkeys(leader.id for leader in leaders))
        journal.refile(entry.id, ids, changing.reason_of(desk, options))
        names = " and ".join(dict.fromkeys(leader.name for leader in leaders))
        changing.say_changed(desk, journal, entry, f"Now filed under {names}")
    return 0
