"""Files taken into the journal beside an entry."""

import stat
from collections.abc import Sequence
from pathlib import Path

from coachdesk.cli.desk import Desk, unreadable
from coachdesk.cli.refusals import Refused
from coachdesk.journal.journal import Journal
from coachdesk.records.attachment import Attachment


def check_attachable(paths: Sequence[Path]) -> None:
    """Raises Refused unless each is an ordinary file: a device or a pipe may never end."""
    for path in paths:
        try:
            is_file = stat.S_ISREG(path.stat().st_mode)
        except (OSError, ValueError) as error:
            raise unreadable(path, error) from None
        if not is_file:
            raise Refused("attachment_not_a_file", path=str(path))


def taken_in(desk: Desk, journal: Journal, paths: Sequence[Path]) -> list[Attachment]:
    """The files' descriptions, to be sealed with their entry. Raises Refused and storage errors."""
    return [_taken_in(desk, journal, path) for path in paths]


def _taken_in(desk: Desk, journal: Journal, path: Path) -> Attachment:
    try:
        with path.open("rb") as file, desk.terminal.progress(f"Taking in {path.name}") as progress:
            size = max(path.stat().st_size, 1)
            return journal.take_in(path.name, file, lambda done: progress(min(done / size, 1.0)))
    except OSError as error:
        raise unreadable(path, error) from None
