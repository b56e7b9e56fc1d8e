"""Sessions with a third party: their outcomes are shown, what was said in them stays there (F32).

Of their notes only what was resolved is open in the evidence; everything else about them is.
"""

from collections.abc import Sequence
from typing import Any

import msgspec

from coachdesk.ledger.commitment import ClosedLeaf, Disclosure, OpenLeaf, leaves
from coachdesk.records.meeting import Meeting

OUTCOMES = ("resolved",)
"""The notes of a session that are outcomes."""

_WITH_THE_MANAGER = ("check_in", "pip")
"""Only these are between manager and leader alone."""

_NOTES = "record/notes/"
_FIELDS = {field.name for field in msgspec.structs.fields(Meeting)}


def is_session(record_type: str, record: dict[str, Any]) -> bool:
    """Whether a record, as it is stored, is a session with a third party that has notes."""
    if record_type != "meeting" or record.get("notes") is None:
        return False
    return record.get("kind") not in _WITH_THE_MANAGER


def shown_notes(kind: str) -> tuple[str, ...]:
    """The notes of a meeting of this kind that may be shown, in the order they are read."""
    every = ("progress", "challenges", "successes", "feedback", "raised", "resolved")
    return every if kind in _WITH_THE_MANAGER else OUTCOMES


def open_paths(payload: dict[str, Any]) -> list[str]:
    """Where a session's payload is open: everywhere but in the notes that are no outcomes."""
    outcomes = tuple(f"{_NOTES}{name}/" for name in OUTCOMES)
    return [path for path, _ in leaves(payload) if not path.startswith(_NOTES) or path.startswith(outcomes)]


def closes_only_notes(disclosure: Disclosure, values: dict[str, Any]) -> bool:
    """Whether nothing but notes of a session is closed; ``values`` are what is open.

    Leaves stand in the order of their paths, so what is closed can only belong between its open neighbours.
    A move that is closed before the notes shows too: those that are left do not lead to where the meeting stands.
    """
    record = values.get("record", {})
    if "reason" not in values or not is_session("meeting", record) or set(record) != _FIELDS:
        return False
    if [(leaf.path, leaf.value) for leaf in disclosure if isinstance(leaf, OpenLeaf)] != leaves(values):
        return False
    return all(
        _is_beside_notes(disclosure[:place], disclosure[place + 1 :])
        for place, leaf in enumerate(disclosure)
        if isinstance(leaf, ClosedLeaf)
    )


def _is_beside_notes(before: Disclosure, after: Disclosure) -> bool:
    last, following = _first_open(before[::-1]), _first_open(after)
    return last.startswith(("record/moves", _NOTES)) and following.startswith((_NOTES, "record/of_id"))


def _first_open(among: Sequence[OpenLeaf | ClosedLeaf]) -> str:
    return next((leaf.path for leaf in among if isinstance(leaf, OpenLeaf)), "")
