"""``coachdesk key --raw``: the key of the database, so that no notes are locked into this program."""

from argparse import ArgumentParser, Namespace

from coachdesk import sentences
from coachdesk.cli.access import opened
from coachdesk.cli.desk import Desk


def arguments(parser: ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument(
        "--raw",
        action="store_true",
        required=True,
        help="print it as SQLCipher tools take it: x'<64 hex digits>'",
    )


def run(desk: Desk, options: Namespace) -> int:
    """Prints the key and nothing else; the warning goes beside it."""
    with opened(desk, options) as journal:
        desk.terminal.remark(sentences.said("key_warning"))
        desk.terminal.say(journal.raw_key())
    return 0
