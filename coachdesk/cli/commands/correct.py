"""``coachdesk correct``: other values for a recorded entry; what stood there before stays legible."""

from argparse import ArgumentParser, Namespace

from coachdesk.cli import changing, entry_options, finding
from coachdesk.cli.access import opened
from coachdesk.cli.desk import STANDARD_INPUT, Desk
from coachdesk.cli.refusals import NotUnderstood
from coachdesk.cli.when import local_zone, today_in


def arguments(parser: ArgumentParser) -> None:
    """What the command takes."""
    changing.add_options(parser)
    parser.add_argument(
        "--text", metavar="TEXT", help="the whole text as it should read; - is standard input"
    )
    entry_options.add_options(parser)


def run(desk: Desk, options: Namespace) -> int:
    """Seals the entry as it should read. What is not given stays; an empty value ("") takes one out."""
    today = today_in(options.zone or local_zone())
    with opened(desk, options) as journal:
        entry, _ = finding.entry_of(journal.view, options.id)
        values = entry_options.values_of(options, entry.occurred.zone, today, entry.occurred)
        if options.text is not None:
            values["text"] = desk.terminal.rest() if options.text == STANDARD_INPUT else options.text
        if not values:
            raise NotUnderstood("correction_empty")
        changed = entry.changed(**values)
        journal.correct(changed, changing.reason_of(desk, options))
        changing.say_changed(desk, journal, changed, "Corrected")
    return 0
