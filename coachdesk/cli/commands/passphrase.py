"""``coachdesk passphrase``: another passphrase for the journal, let in by the old one or the recovery code."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from coachdesk import sentences
from coachdesk.cli.access import journal_path, opened, remark_notices
from coachdesk.cli.desk import Desk, read_file, secret
from coachdesk.cli.passphrases import new_cost, new_passphrase
from coachdesk.journal.journal import Journal
from coachdesk.journal.opening import open_journal, open_with_sheet


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
    parser.add_argument(
        "--sheet",
        metavar="FILE",
        type=Path,
        help="with the recovery code: the letters of the recovery sheet, typed into FILE, where keys.json is lost",
    )


def run(desk: Desk, options: Namespace) -> int:
    """Changes the passphrase. The old one opens the journal until the new one is proved to."""
    with _opened(desk, options) as journal:
        passphrase = new_passphrase(desk, options.new_passphrase_file, option="--new-passphrase-file")
        journal.change_passphrase(passphrase, new_cost(desk))
    desk.terminal.say(sentences.said("passphrase_changed"))
    return 0


def _opened(desk: Desk, options: Namespace) -> Journal:
    if not (options.recovery or options.recovery_code_file or options.sheet):
        return opened(desk, options)
    path = journal_path(desk, options)
    lines = read_file(options.sheet.expanduser()).decode("utf-8", "replace") if options.sheet else ""
    question = f"Recovery code of {path.name}: "
    code = secret(desk, options.recovery_code_file, question, "--recovery-code-file")
    if options.sheet is None:
        return open_journal(path, code, by="recovery")
    journal = open_with_sheet(path, lines, code)
    remark_notices(desk, journal)
    return journal
