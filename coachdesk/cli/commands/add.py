"""``coachdesk add``: an addition under a recorded entry; the text above it stays as it was."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from coachdesk.cli import changing, finding
from coachdesk.cli.access import opened
from coachdesk.cli.attaching import check_attachable, taken_in
from coachdesk.cli.desk import STANDARD_INPUT, Desk
from coachdesk.cli.refusals import Refused


def arguments(parser: ArgumentParser) -> None:
    """What the command takes."""
    changing.add_options(parser)
    parser.add_argument(
        "text", metavar="TEXT", nargs="*", help="what is added; - or none: from standard input"
    )
    parser.add_argument(
        "--attach",
        metavar="FILE",
        type=Path,
        action="append",
        default=[],
        help="keep a copy of FILE with it (again for more)",
    )


def run(desk: Desk, options: Namespace) -> int:
    """Seals the addition."""
    check_attachable(options.attach)
    with opened(desk, options) as journal:
        entry, last = finding.entry_of(journal.view, options.id)
        is_given = options.text and options.text != [STANDARD_INPUT]
        text = " ".join(options.text) if is_given else desk.terminal.rest()
        if not text.strip() and not options.attach:
            raise Refused("note_empty")
        reason = changing.reason_of(desk, options)
        changing.check_changeable(entry, last, reason)
        attachments = taken_in(desk, journal, options.attach)
        journal.add(entry.id, text, reason, taken_in=attachments)
        changing.say_changed(desk, journal, entry, "Added to")
    return 0
