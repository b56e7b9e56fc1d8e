"""Events with their payloads as they are stored: what proofs are made of, and erasures look through."""

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from coachdesk.journal.append import EVENT_COLUMNS, event_of
from coachdesk.journal.connection import Connection
from coachdesk.ledger import erased
from coachdesk.ledger.commitment import Disclosure
from coachdesk.ledger.event import Event

STORED = f"SELECT {EVENT_COLUMNS}, body, salt, leaves FROM event JOIN payload USING (seq)"


class Stored(msgspec.Struct, frozen=True, kw_only=True):
    """An event with the very bytes of its payload and their salt.

    Of a payload of which something was erased: what it now reads like, no salt, and in ``left`` what proves it.
    """

    event: Event
    body: bytes
    salt: bytes
    left: Disclosure | None = None

    @property
    def is_tombstone(self) -> bool:
        """Whether all of its content was erased."""
        return self.left is not None and erased.is_whole(self.left)


def stored_in(row: Sequence[Any]) -> Stored:
    """What is in a row of :data:`STORED`."""
    *columns, body, salt, leaves = row
    left = None if leaves is None else erased.decode(bytes(leaves))
    return Stored(event=event_of(columns), body=bytes(body), salt=bytes(salt), left=left)


def written_after(connection: Connection, seq: int, limit: int) -> Iterator[Stored]:
    """What was written after event ``seq``, the newest first, but for tombstones. An older schema will do."""
    rows = connection.execute(
        f"SELECT {EVENT_COLUMNS}, payload.* FROM event JOIN payload USING (seq) WHERE seq > ?"
        " ORDER BY seq DESC LIMIT ?",
        (seq, limit),
    )
    width = len(Event.__struct_fields__)
    for row in rows:
        _seq, salt, body, *left = row[width:]  # ``leaves`` is there from schema 3 on
        stored = stored_in((*row[:width], body, salt, *(left or (None,))))
        if not stored.is_tombstone:
            yield stored
