"""What the database remembers of the header in force: an older one put back is noticed, an older sheet refused."""

import contextlib

from coachdesk.journal import sheet
from coachdesk.journal.errors import NoRecoverySlot, StorageFailed, StorageFull
from coachdesk.journal.header import Header
from coachdesk.journal.store import UNSEEN, Store
from coachdesk.journal.view import View

SEQUENCE, RECOVERY = "header_sequence", "recovery_slot"
"""Settings: the sequence of the last header, and the mark of its recovery slot."""


def compare(store: Store, view: View) -> str:
    """How the header is older than the last one, or nothing.

    A newer one means that a change was cut short before it was noted: that is done now, unless this only reads.
    """
    known = int(view.setting(SEQUENCE) or b"0")
    if store.header.sequence < known:
        return f"{store.header.sequence} < {known}"
    if store.header.sequence > known or view.setting(RECOVERY) != _mark(store.header):
        note(store)
    return ""


def note(store: Store) -> None:
    """The header is in force whether the database can note it now or at the next opening."""
    if store.is_read_only:
        return
    values = {SEQUENCE: str(store.header.sequence).encode(), RECOVERY: _mark(store.header)}
    with contextlib.suppress(StorageFull, StorageFailed), store.transaction():
        store.connection.executemany("INSERT OR REPLACE INTO setting VALUES (?, ?)", values.items())


def note_seen(store: Store) -> None:
    """There is a recovery code that somebody was shown."""
    with contextlib.suppress(StorageFull, StorageFailed), store.transaction():
        store.connection.execute("DELETE FROM setting WHERE name = ?", (UNSEEN,))


def is_revoked(view: View, header: Header) -> bool:
    """Whether the recovery slot of ``header`` is from before the one in force."""
    return view.setting(RECOVERY) not in (None, _mark(header))


def _mark(header: Header) -> bytes:
    try:
        return sheet.mark_of(sheet.recovery_slot_of(header))
    except NoRecoverySlot:
        return b""
