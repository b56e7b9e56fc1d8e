"""Opening the journal that is meant, with the secret that opens it."""

from argparse import Namespace
from pathlib import Path

from coachdesk import sentences
from coachdesk.cli.desk import Desk, read_file
from coachdesk.cli.refusals import NotUnderstood
from coachdesk.cli.terminal import first_line
from coachdesk.journal import files, header
from coachdesk.journal.errors import WrongPassphrase
from coachdesk.journal.journal import Journal
from coachdesk.journal.opening import open_journal

JOURNAL = "COACHDESK_JOURNAL"
STANDARD_INPUT = "-"
_TRIES = 3


def journal_path(desk: Desk, options: Namespace) -> Path:
    """The journal that is meant. Raises NotUnderstood if none is named."""
    named = options.journal or desk.environ.get(JOURNAL)
    if not named:
        raise NotUnderstood("journal_not_named")
    return Path(named).expanduser()


def opened(desk: Desk, options: Namespace, path: Path | None = None, *, remarks: bool = True) -> Journal:
    """The journal that is meant, open; what should be known of it is remarked, unless the caller does.

    Raises the errors of ``journal.errors``: those that need no passphrase before it is asked for.
    """
    path = path or journal_path(desk, options)
    files.check_own_folder(path)
    header.read_header(path)
    journal = _opened(desk, path, options.passphrase_file)
    for notice in journal.notices if remarks else ():
        desk.terminal.remark(sentences.notice(notice.kind))
    return journal


def _opened(desk: Desk, path: Path, file: str | None) -> Journal:
    """A passphrase from a file is tried once, a typed one may be typed again."""
    question = f"Passphrase for {path.name}: "
    for _ in range(_TRIES - 1 if file is None else 0):
        try:
            return open_journal(path, secret(desk, file, question))
        except WrongPassphrase:
            desk.terminal.remark(sentences.said("try_again"))
    return open_journal(path, secret(desk, file, question))


def secret(desk: Desk, file: str | None, question: str) -> str:
    """A passphrase or a code: typed, or the first line of ``file`` (``-``: of standard input)."""
    if file is None:
        return desk.terminal.secret(question)
    if file == STANDARD_INPUT:
        return desk.terminal.line()
    return first_line(read_file(Path(file)), file)
