"""The last head seen: kept outside the journal, so that an older complete copy put back is noticed.

One small file per journal in the app's state folder: its id, the size and the root of its ledger. It
holds no names and no text. An unreadable or missing file means only that nothing is known.
"""

from pathlib import Path
from typing import Literal

import msgspec
import platformdirs

from coachdesk.journal import files
from coachdesk.ledger import tree
from coachdesk.ledger.event import Head

DIFFERENCES = ("older_copy", "another_history")
"""How a journal can differ from the one that was last seen."""


def state_folder() -> Path:
    """Where the app keeps what it remembers outside journals (XDG state folder or its equivalent)."""
    return platformdirs.user_state_path("coachdesk", appauthor=False)


def read_head(folder: Path, journal_id: str) -> Head | None:
    """The last head seen of a journal, if any is known."""
    try:
        head = msgspec.json.decode((folder / f"{journal_id}.json").read_bytes(), type=Head)
    except (OSError, ValueError):  # not there, not JSON, not UTF-8
        return None
    return head if head.size > 0 else None


def difference(
    seen: Head | None, head: Head, node: tree.Nodes
) -> tuple[Literal["older_copy", "another_history"], str] | None:
    """How a journal with this head and these nodes differs from the one seen, and its sizes; None if it only grew."""
    if seen is None:
        return None
    if seen.size > head.size:
        return "older_copy", f"{head.size} < {seen.size}"
    is_the_same = tree.subtree(node, 0, seen.size).hex() == seen.root
    return None if is_the_same else ("another_history", str(seen.size))


def write_head(folder: Path, journal_id: str, head: Head) -> None:
    """Remembers a head. A full or read-only disk is no reason to refuse work: then it stays as it was."""
    try:
        files.make_private_folder(folder)
        files.replace_private(folder / f"{journal_id}.json", msgspec.json.encode(head))
    except OSError:
        return


def note_head(folder: Path, journal_id: str, head: Head) -> None:
    """As :func:`write_head`, for each save: nobody waits for it. It is never ahead of a journal whose saves are durable."""
    try:
        files.overwrite(folder / f"{journal_id}.json", msgspec.json.encode(head))
    except FileNotFoundError:
        write_head(folder, journal_id, head)
    except OSError:
        return
