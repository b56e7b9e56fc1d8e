"""Checking a whole journal: the ledger, what is shown from it, and the heads known outside it."""

from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

from coachdesk.cli.access import opened
from coachdesk.cli.desk import Desk
from coachdesk.cli.pdf_files import read_pdf
from coachdesk.cli.refusals import Refused
from coachdesk.cli.verdicts import Found, say_found
from coachdesk.export import evidence as evidence_format
from coachdesk.export.attached import attachments_in, evidence_in
from coachdesk.export.verify import verify_pdf
from coachdesk.journal import head_seen
from coachdesk.journal.journal import Journal
from coachdesk.ledger import tree

_ALARMING = ("older_header", "older_copy", "another_history")


def run(desk: Desk, options: Namespace, path: Path) -> int:
    """Checks the journal at ``path``. Raises IndexFault, LedgerFault, DamagedContent for the first fault."""
    against = options.against.expanduser() if options.against else None
    earlier = _earlier(desk, against) if against else None
    with opened(desk, options, path, remarks=False) as journal:
        found = list(_findings(desk, journal, earlier, accept=options.accept))
    return say_found(desk, path, found, as_json=options.json)


def _earlier(desk: Desk, path: Path) -> evidence_format.Evidence:
    data, password = read_pdf(desk, path)
    if not verify_pdf(data, password=password).accepted:
        raise Refused("earlier_wrong", path=str(path))
    return evidence_in(attachments_in(data, password))


def _findings(
    desk: Desk, journal: Journal, earlier: evidence_format.Evidence | None, *, accept: bool
) -> Iterator[Found]:
    if earlier:
        yield _compared(journal, earlier)
    with desk.terminal.progress("Checking") as progress:
        checked = journal.check(lambda done: progress(done / max(journal.head.size, 1)))
    facts = {name: str(getattr(checked, name)) for name in ("events", "records", "entries", "attachments")}
    yield Found("journal_checked", "proved", facts | {"root": checked.head.root})
    for moved in checked.anomalies:
        yield Found("clock_moved", "note", {"seconds": str(moved.seconds), "seq": str(moved.seq)})
    if accept and _differs(journal):
        journal.accept_history()
        yield Found("history_accepted", "note", {})
    for notice in journal.notices:
        yield Found(notice.kind, "wrong" if notice.kind in _ALARMING else "note", {"detail": notice.detail})
    if not _differs(journal):
        yield _seen(journal)


def _differs(journal: Journal) -> bool:
    """Whether this is not the journal that was last seen on this computer."""
    return any(notice.kind in head_seen.DIFFERENCES for notice in journal.notices)


def _compared(journal: Journal, earlier: evidence_format.Evidence) -> Found:
    """Whether the journal still holds, unchanged, everything that an earlier export proved."""
    head = earlier.head
    facts = {
        "number": earlier.cover.number,
        "created_at": earlier.cover.created_at,
        "size": str(head.size),
        "now": str(journal.head.size),
    }
    grew = head.size <= journal.head.size
    if grew and tree.subtree(journal.view.nodes(), 0, head.size).hex() == head.root:
        return Found("anchored", "proved", facts)
    return Found("earlier_not_covered", "wrong", facts)


def _seen(journal: Journal) -> Found:
    seen = head_seen.read_head(head_seen.state_folder(), journal.id)
    if seen is None:
        return Found("head_not_seen", "note", {})
    return Found("head_seen", "proved", {"size": str(seen.size)})
