"""What every change of a recorded entry needs: its entry, a reason, and a line that says what was done."""

from argparse import ArgumentParser, Namespace

from coachdesk.cli import finding
from coachdesk.cli.desk import Desk
from coachdesk.cli.showing import kind_name, when_in_full
from coachdesk.journal.errors import AlreadyWithdrawn, ReasonMissing
from coachdesk.journal.journal import Journal
from coachdesk.journal.view import Revision
from coachdesk.records.entry import Entry


def add_options(
    parser: ArgumentParser, what: str = "the entry: the beginning of its id, as “list” shows it"
) -> None:
    """The entry, or ``what`` else is changed, and the reason."""
    parser.add_argument("id", metavar="ID", help=what)
    parser.add_argument("--reason", metavar="TEXT", help="why; it is kept with the change")


def reason_of(desk: Desk, options: Namespace) -> str:
    """The reason given; asked for where somebody can answer."""
    if options.reason is None and desk.terminal.can_ask:
        return desk.terminal.ask("Why? ")
    return options.reason or ""


def check_changeable(entry: Entry, last: Revision, reason: str) -> None:
    """Raises ReasonMissing or AlreadyWithdrawn before anything is taken in for the change."""
    if not reason.strip():
        raise ReasonMissing(entry.id)
    if last.event.action == "withdraw":
        raise AlreadyWithdrawn(entry.id)


def say_changed(desk: Desk, journal: Journal, entry: Entry, done: str) -> None:
    """One line about a change that is durable."""
    revision = journal.view.get(entry.id).event.revision
    short = finding.short_id(entry.id)
    desk.terminal.say(f"{done}: {short}, {kind_name(entry)}, {when_in_full(entry)}; revision {revision}")
