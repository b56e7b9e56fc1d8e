"""``coachdesk withdraw``: an entry marked as withdrawn, visibly, with its text kept."""

from argparse import ArgumentParser, Namespace

from coachdesk import sentences
from coachdesk.cli import changing, finding
from coachdesk.cli.access import opened
from coachdesk.cli.desk import Desk
from coachdesk.cli.refusals import Refused
from coachdesk.cli.showing import headline, when


def arguments(parser: ArgumentParser) -> None:
    """What the command takes."""
    changing.add_options(parser)
    parser.add_argument("--yes", action="store_true", help="do not ask whether it is meant")


def run(desk: Desk, options: Namespace) -> int:
    """Withdraws the entry, once it is certain that this one is meant."""
    with opened(desk, options) as journal:
        entry, _ = finding.entry_of(journal.view, options.id)
        if desk.terminal.can_ask and not options.yes:
            desk.terminal.remark(f"{finding.short_id(entry.id)}, {when(entry)}: {headline(entry)}")
            if not desk.terminal.confirm(sentences.said("sure_to_withdraw")):
                raise Refused("not_confirmed")
        journal.withdraw(entry.id, changing.reason_of(desk, options))
        changing.say_changed(desk, journal, entry, "Withdrawn")
    return 0
