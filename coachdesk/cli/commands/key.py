"""``coachdesk key``: the key of the database, so that no notes are locked in; another key; a recovery sheet to copy."""

from argparse import ArgumentParser, Namespace

from coachdesk import sentences
from coachdesk.cli.access import opened, opened_with
from coachdesk.cli.desk import Desk
from coachdesk.cli.passphrases import new_cost
from coachdesk.journal.rotation import rotate_key


def arguments(parser: ArgumentParser) -> None:
    """What the command takes."""
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument(
        "--raw",
        action="store_true",
        help="print it as SQLCipher tools take it: x'<64 hex digits>'",
    )
    what.add_argument(
        "--rotate",
        action="store_true",
        help="write the journal anew under another key; old codes, sheets and copies open it no more",
    )
    what.add_argument(
        "--sheet",
        action="store_true",
        help="print the letters that belong on paper beside the recovery code",
    )
    what.add_argument(
        "--new-sheet",
        action="store_true",
        help="make another recovery code and print its sheet; the one before is worthless then",
    )


def run(desk: Desk, options: Namespace) -> int:
    """Does the one thing that is asked for."""
    if options.rotate:
        return _rotate(desk, options)
    with opened(desk, options) as journal:
        if options.raw:
            desk.terminal.remark(sentences.said("key_warning"))
            desk.terminal.say(journal.raw_key())
        elif options.new_sheet:
            code = journal.change_recovery_code()
            desk.terminal.say(sentences.said("new_sheet", code=code), "", *journal.recovery_sheet())
        else:
            desk.terminal.remark(sentences.said("sheet_belongs_to_code"))
            desk.terminal.say(*journal.recovery_sheet())
    return 0


def _rotate(desk: Desk, options: Namespace) -> int:
    journal, passphrase = opened_with(desk, options)
    with journal:
        cost = new_cost(desk)
        with desk.terminal.progress("Writing anew") as progress:
            code = rotate_key(journal, passphrase, cost, progress)
        desk.terminal.say(sentences.said("key_rotated", code=code), "", *journal.recovery_sheet())
    return 0
