"""``coachdesk verify``: an exported PDF, which needs no journal, or a whole journal."""

import datetime as dt
import importlib
from argparse import ArgumentParser, Namespace
from pathlib import Path

from coachdesk.cli.desk import Desk, read_file
from coachdesk.cli.new_files import check_new, write_new
from coachdesk.cli.parsing import add_json
from coachdesk.cli.pdf_files import read_pdf
from coachdesk.cli.refusals import NotUnderstood
from coachdesk.cli.verdict_page import Checked, page_of
from coachdesk.cli.verdicts import say_found
from coachdesk.export.anchors import Kept
from coachdesk.export.verify import verify_pdf

_PAGES = (".html", ".htm")
"""How the name of a page ends; under another it would not be opened as one."""


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
        "--receipt",
        metavar="FILE.txt",
        type=Path,
        help="of a file: compare it with the receipt that came apart from it, as text or as a saved e-mail",
    )
    parser.add_argument(
        "--report",
        metavar="FILE.html",
        type=Path,
        help="of a file: write what was found on one page, to be kept or printed",
    )
    parser.add_argument(
        "--password-file",
        metavar="FILE",
        help="of a protected file: the first line of FILE is its password (-: of standard input)",
    )
    parser.add_argument(
        "--accept",
        action="store_true",
        help="of a journal: this copy is the one to go on with, though another was last seen on this computer",
    )
    add_json(parser)


def run(desk: Desk, options: Namespace) -> int:
    """Verifies; the exit code is 0 if nothing is wrong, 1 if something is or nothing could be checked."""
    path = options.path.expanduser()
    if path.is_dir():
        if options.receipt or options.report:
            raise NotUnderstood("verify_no_file")
        # Only a journal needs the database: a stranger's check of a PDF must not.
        return int(importlib.import_module("coachdesk.cli.journal_check").run(desk, options, path))
    if options.accept:
        raise NotUnderstood("accept_no_journal")
    report = options.report.expanduser() if options.report else None
    if report:
        if report.suffix.lower() not in _PAGES:
            raise NotUnderstood("report_no_page", path=str(report))
        check_new(report)
    data, password = read_pdf(desk, path, options.password_file)
    verdict = verify_pdf(data, _kept(desk, options, password), password)
    if report:
        at = dt.datetime.now(dt.UTC).astimezone().isoformat(" ", "seconds")
        checked = Checked(verdict, path.name, data, at, _compared_with(options))
        write_new(report, page_of(checked))
    return say_found(desk, path, verdict.findings, verdict.missing, as_json=options.json)


def _kept(desk: Desk, options: Namespace, password: str) -> Kept:
    """What the person has from before; an earlier export may have the same password. Raises Refused."""
    receipt = read_file(options.receipt.expanduser()) if options.receipt else None
    if options.against is None:
        return Kept(receipt=receipt)
    earlier, its_own = read_pdf(desk, options.against.expanduser(), known=password)
    return Kept(earlier=earlier, password=its_own, receipt=receipt)


def _compared_with(options: Namespace) -> tuple[str, ...]:
    return tuple(path.name for path in (options.against, options.receipt) if path)
