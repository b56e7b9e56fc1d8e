"""Copies of a journal that a program that copies folders about laid beside it, because two computers had changed it."""

import contextlib
import re
from pathlib import Path

from coachdesk.journal import files, header
from coachdesk.journal.errors import JournalError
from coachdesk.journal.files import DATABASE

_CONFLICT = re.compile(
    r"conflict|\.sync-|\((\d{1,3}|copy|[^()]*\d{4}-\d{2}-\d{2}[^()]*)\)|[ _-](copy|kopie)\b| \d{1,2}(?=\.|$)",
    re.IGNORECASE,
)
"""What Dropbox, OneDrive, Nextcloud, Syncthing, iCloud and Google Drive put into the name of such a copy."""

_PARTS = (DATABASE, header.NAME)


def copies_beside(path: Path, journal_id: str) -> tuple[Path, ...]:
    """Copies of the journal at ``path``, or of its database or keys, that lie beside it or in it."""
    found: list[Path] = []
    with contextlib.suppress(OSError):
        found += [one for one in path.iterdir() if _is_copied_part(one)]
        found += [one for one in path.parent.iterdir() if _is_copied_journal(one, path, journal_id)]
    return tuple(sorted(found))


def as_journal(part: Path, folder: Path) -> Path:
    """A copied database, laid with the keys of the journal it lies in as a journal into the private ``folder``: so it
    can be compared, and put in the journal's place. Encrypted, as it is. Raises a storage error.
    """
    with files.storage_errors(folder):
        for name, source in ((DATABASE, part), (header.NAME, part.with_name(header.NAME))):
            files.write_private(folder / name, source.read_bytes())
    return folder


def _is_copied_part(one: Path) -> bool:
    return any(_differs_by_conflict(one.name, part) for part in _PARTS)


def _is_copied_journal(one: Path, path: Path, journal_id: str) -> bool:
    if one == path or not _differs_by_conflict(one.name, path.name):
        return False
    try:
        return header.read_header(one)[0].journal_id == journal_id
    except (JournalError, OSError):
        return False


def _differs_by_conflict(name: str, original: str) -> bool:
    """Whether ``name`` is ``original`` with something in it that tells of a conflict."""
    stem, suffix = Path(original).stem, Path(original).suffix
    if not name.startswith(stem) or name == original:
        return False
    added = name[len(stem) :].removesuffix(suffix)
    return suffix in name and _CONFLICT.search(added) is not None
