"""``coachdesk withdraw``: an entry or a coaching record marked as withdrawn, with its text kept."""

from argparse import ArgumentParser, Namespace

from coachdesk import sentences
from coachdesk.cli import changing, coached, finding
from coachdesk.cli.access import opened
from coachdesk.cli.desk import Desk
from coachdesk.cli.refusals import Refused
from coachdesk.cli.showing import headline, when
from coachdesk.records.entry import Entry


def arguments(parser: ArgumentParser) -> None:
    """What the command takes."""
    changing.add_options(parser, "the beginning of its id, as “list” and the others show it")
    parser.add_argument("--yes", action="store_true", help="do not ask whether it is meant")


def run(desk: Desk, options: Namespace) -> int:
    """Withdraws it, once it is certain that this one is meant."""
    with opened(desk, options) as journal:
        record = coached.any_of(journal.view, options.id).record
        short = finding.short_id(record.id)
        if desk.terminal.can_ask and not options.yes:
            said = coached.called(record)
            if isinstance(record, Entry):
                said = f"{when(record)}: {headline(record)}"
            desk.terminal.remark(f"{short}, {said}")
            if not desk.terminal.confirm(sentences.said("sure_to_withdraw")):
                raise Refused("not_confirmed")
        event = journal.withdraw(record.id, changing.reason_of(desk, options))
        if isinstance(record, Entry):
            changing.say_changed(desk, journal, record, "Withdrawn")
        else:
            desk.terminal.say(f"Withdrawn: {short}, {coached.called(record)}; revision {event.revision}")
    return 0
