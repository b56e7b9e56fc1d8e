"""Opening the journal that is meant, with the secret that opens it."""

from argparse import Namespace
from pathlib import Path

from coachdesk import sentences
from coachdesk.cli.desk import Desk, secret
from coachdesk.cli.refusals import NotUnderstood
from coachdesk.journal import files, header
from coachdesk.journal.errors import WrongPassphrase
from coachdesk.journal.journal import Journal
from coachdesk.journal.opening import open_journal, open_reading

JOURNAL = "COACHDESK_JOURNAL"
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
    return opened_with(desk, options, path, remarks=remarks)[0]


def opened_with(
    desk: Desk, options: Namespace, path: Path | None = None, *, remarks: bool = True
) -> tuple[Journal, str]:
    """As :func:`opened`, and the passphrase that opened it."""
    path = path or journal_path(desk, options)
    files.check_own_folder(path)
    header.read_header(path)
    journal, passphrase = _opened(desk, path, options)
    if remarks:
        remark_notices(desk, journal)
    return journal, passphrase


def remark_notices(desk: Desk, journal: Journal) -> None:
    """Says what should be known of a journal that did open."""
    for notice in journal.notices:
        desk.terminal.remark(sentences.notice(notice.kind, detail=notice.detail))


def _opened(desk: Desk, path: Path, options: Namespace) -> tuple[Journal, str]:
    """A passphrase from a file is tried once, a typed one may be typed again."""
    file, question = options.passphrase_file, f"Passphrase for {path.name}: "
    open_it = open_reading if options.read_only else open_journal
    for _ in range(_TRIES - 1 if file is None else 0):
        passphrase = secret(desk, file, question)
        try:
            return open_it(path, passphrase), passphrase
        except WrongPassphrase:
            desk.terminal.remark(sentences.said("try_again"))
    passphrase = secret(desk, file, question)
    return open_it(path, passphrase), passphrase
