"""Drafts: text being written. Encrypted, outside the ledger, there again after a lock or a crash."""

from typing import Any

import msgspec

from coachdesk.journal.connection import Connection
from coachdesk.records.base import cleaned


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """What was typed so far: any JSON values, as the editor keeps them."""

    id: str
    updated_at: str
    values: dict[str, Any]


def keep_draft(connection: Connection, draft: Draft) -> None:
    """Writes a draft over its earlier state."""
    connection.execute(
        "INSERT INTO draft (id, updated_at, body) VALUES (?, ?, ?)"
        " ON CONFLICT (id) DO UPDATE SET updated_at = excluded.updated_at, body = excluded.body",
        (draft.id, draft.updated_at, msgspec.json.encode(cleaned(draft.values))),
    )


def drop_draft(connection: Connection, draft_id: str) -> None:
    """Removes a draft: thrown away, or sealed."""
    connection.execute("DELETE FROM draft WHERE id = ?", (draft_id,))


def drafts(connection: Connection) -> tuple[Draft, ...]:
    """All drafts, the newest first."""
    rows = connection.execute("SELECT id, updated_at, body FROM draft ORDER BY updated_at DESC, id")
    return tuple(
        Draft(id=draft_id, updated_at=updated_at, values=msgspec.json.decode(body))
        for draft_id, updated_at, body in rows
    )
