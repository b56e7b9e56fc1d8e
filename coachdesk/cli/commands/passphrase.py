"""``coachdesk passphrase``: another passphrase for the journal, let in by the old one or the recovery code."""

from argparse import ArgumentParser, Namespace

from coachdesk import sentences
from coachdesk.cli.access import journal_path, opened, secret
from coachdesk.cli.desk import Desk
from coachdesk.cli.passphrases import new_cost, new_passphrase
from coachdesk.journal.journal import Journal
from coachdesk.journal.opening import open_journal


def arguments(parser: ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument(
        "--new-passphrase-file",
        metavar="FILE",
        help="read the new passphrase from FILE (- is standard input)",
    )
    parser.add_argument(
        "--recovery", action="store_true", help="ask for the recovery code instead of the old passphrase"
    )
    parser.add_argument(
        "--recovery-code-file", metavar="FILE", help="read the recovery code from FILE (- is standard input)"
    )


def run(desk: Desk, options: Namespace) -> int:
    """Changes the passphrase. The old one opens the journal until the new one is proved to."""
    with _opened(desk, options) as journal:
        journal.change_passphrase(new_passphrase(desk, options.new_passphrase_file), new_cost(desk))
    desk.terminal.say(sentences.said("passphrase_changed"))
    return 0


def _opened(desk: Desk, options: Namespace) -> Journal:
    if not (options.recovery or options.recovery_code_file):
        return opened(desk, options)
    path = journal_path(desk, options)
    code = secret(desk, options.recovery_code_file, f"Recovery code of {path.name}: ")
    return open_journal(path, code, by="recovery")
