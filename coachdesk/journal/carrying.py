"""What of a damaged database goes on in the backup that takes its place, as it does where an older copy is put back.

Holds in force, what was erased since, and drafts: as far as they can still be read. Nothing is changed here.
"""

import contextlib
from pathlib import Path

import msgspec

from coachdesk.journal import erasing, files, head_seen, restoring, salvage
from coachdesk.journal.backup import Progress
from coachdesk.journal.errors import JournalError
from coachdesk.journal.header import Header
from coachdesk.journal.pages import Pages
from coachdesk.journal.salvage import Scanned
from coachdesk.ledger.event import record_of
from coachdesk.records.base import InvalidRecord, Record
from coachdesk.records.erasure import Erasure
from coachdesk.records.forms import NewerRecord
from coachdesk.records.hold import Hold


class Carried(msgspec.Struct, frozen=True, kw_only=True):
    """What was found. Where it ``is_complete``, no hold and no erasure after the backup can have been overlooked."""

    holds: tuple[Hold, ...] = ()
    again: tuple[erasing.Again, ...] = ()
    drafts: tuple[tuple[str, str, bytes], ...] = ()
    is_complete: bool = False


def found_in(database: Path, key: bytearray, head: Header, size: int, progress: Progress) -> Carried:
    """What is to go on of a damaged ``database``, where a backup of ``size`` events takes its place.

    A disk that gives errors hides what it hides: the backup is put back all the same.
    """
    with contextlib.suppress(JournalError):
        if files.check_own_file(database):
            pages = Pages(database, key, head)
            try:
                return _carried(salvage.scan(pages, progress), head, size)
            finally:
                pages.close()
    return Carried()


def _carried(found: Scanned, head: Header, size: int) -> Carried:
    holds: dict[str, Hold] = {}
    again = []
    for one in found.sound:
        if one.is_tombstone or one.event.record_type not in ("hold", "erasure"):
            continue
        with contextlib.suppress(InvalidRecord, NewerRecord):
            record: Record = record_of(one.event, one.payload)
            if isinstance(record, Hold):
                holds[record.id] = record
            elif isinstance(record, Erasure) and one.event.seq > size:
                again.append(erasing.Again(erasure=record, reason=one.payload.reason, last=size))
    holds |= {one.record.id: one.record for one in found.alone if isinstance(one.record, Hold)}
    before = _unfinished(found)
    if before is not None:
        holds = {hold.id: hold for hold in before.holds} | holds
        again += [msgspec.structs.replace(one, last=min(one.last, size)) for one in before.again]
    return Carried(
        holds=tuple(hold for hold in holds.values() if hold.in_force),
        again=tuple(again),
        drafts=tuple(found.drafts),
        is_complete=_is_complete(found, head, size),
    )


def _unfinished(found: Scanned) -> restoring.Unfinished | None:
    """What an earlier restore had still to write."""
    value = found.settings.get(restoring.UNFINISHED)
    with contextlib.suppress(msgspec.MsgspecError):
        return msgspec.json.decode(value, type=restoring.Unfinished) if value is not None else None
    return None


def _is_complete(found: Scanned, head: Header, size: int) -> bool:
    """Whether all is there that was written after event ``size``: every page is whole, or what was last seen is."""
    known = set(found.seqs())
    if not found.damaged_pages and not any(one.seq > size for one in found.lost):
        return bool(known)
    seen = head_seen.read_head(head_seen.state_folder(), head.journal_id)
    return seen is not None and known.issuperset(range(size + 1, max(seen.size, *known, size) + 1))
