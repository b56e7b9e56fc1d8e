"""What is left to go back to, beside a sentence about damage: the newest backup in the journal's own folder."""

import contextlib

from coachdesk import sentences
from coachdesk.journal import backup, header
from coachdesk.journal.errors import DamagedDatabase, DamagedHeader, JournalError


def ways_back(error: Exception) -> list[str]:
    """The newest backup with its day; where the keys are lost, the newest that has keys. Nothing where there is none."""
    if not isinstance(error, DamagedDatabase | DamagedHeader):
        return []
    folder = error.path.parent
    with contextlib.suppress(JournalError):
        for one in backup.own_backups(folder):
            day = one.made_at.astimezone().date().isoformat()
            if isinstance(error, DamagedDatabase):
                return [sentences.said("newest_backup", day=day, path=one.path)]
            with contextlib.suppress(JournalError):
                header.read_header(one.path)
                keys, target = one.path / header.NAME, folder / header.NAME
                return [sentences.said("keys_in_backup", day=day, path=keys, target=target)]
    return []
