"""``coachdesk verify``: what an exported file proves, without any journal; or a whole journal."""

import importlib
from argparse import ArgumentParser, Namespace
from pathlib import Path

from coachdesk.cli.desk import Desk, read_file
from coachdesk.cli.parsing import add_json
from coachdesk.cli.refusals import NotUnderstood
from coachdesk.cli.verdicts import say_found
from coachdesk.export.verify import verify_pdf


def arguments(parser: ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("path", metavar="FILE.pdf|JOURNAL", type=Path, help="an exported file, or a journal")
    parser.add_argument(
        "--against",
        metavar="EARLIER.pdf",
        type=Path,
        help="prove that the journal only grew since this earlier export of it",
    )
    parser.add_argument(
        "--accept",
        action="store_true",
        help="of a journal: this copy is the one to go on with, though another was last seen on this computer",
    )
    add_json(parser)


def run(desk: Desk, options: Namespace) -> int:
    """Verifies; the exit code is 0 if nothing is wrong."""
    path = options.path.expanduser()
    if path.is_dir():
        # Only a journal needs the database: a stranger's check of a PDF must not.
        return int(importlib.import_module("coachdesk.cli.journal_check").run(desk, options, path))
    if options.accept:
        raise NotUnderstood("accept_no_journal")
    against = read_file(options.against.expanduser()) if options.against else None
    found = verify_pdf(read_file(path), against).findings
    return say_found(desk, path, found, as_json=options.json)
