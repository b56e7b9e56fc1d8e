"""Sessions with a third party: their outcomes are shown, what was said in them stays there (F32).

Of their notes only what was resolved is open in the evidence; everything else about them is. Nothing open
stands between their moves and the notes, so that a move left out would not show: their moves are not told.
"""

from collections.abc import Sequence
from typing import Any

import msgspec

from coachdesk.ledger.commitment import ClosedLeaf, Disclosure, OpenLeaf, leaves
from coachdesk.records.about import AboutLeaders
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
    notes = payload["record"]["notes"]
    outcomes = tuple(f"{_NOTES}{name}/" for name in OUTCOMES if _shows_its_end(notes[name]))
    return [path for path, _ in leaves(payload) if not path.startswith(_NOTES) or path.startswith(outcomes)]


def closes_only_notes(disclosure: Disclosure, values: dict[str, Any]) -> bool:
    """Whether nothing but notes of a session is closed; ``values`` are what is open.

    Leaves stand in the order of their paths, so what is closed can only belong between its open neighbours.
    That an outcome is closed as a whole, or the last moves before the notes, does not show here: of such a session
    the report says that no outcome is shown, and tells no moves at all (:func:`without_moves`).
    """
    record = with_notes("meeting", values.get("record", {}))
    if "reason" not in values or not is_session("meeting", record) or set(record) != _FIELDS:
        return False
    if not all(name in OUTCOMES and _shows_its_end(text) for name, text in record["notes"].items()):
        return False
    if [(leaf.path, leaf.value) for leaf in disclosure if isinstance(leaf, OpenLeaf)] != leaves(values):
        return False
    return all(
        _is_beside_notes(disclosure[:place], disclosure[place + 1 :])
        for place, leaf in enumerate(disclosure)
        if isinstance(leaf, ClosedLeaf)
    )


def with_notes(record_type: str, record: dict[str, Any]) -> dict[str, Any]:
    """A record as far as it is open; a meeting of whose notes nothing is open has notes all the same."""
    return {"notes": {}, **record} if record_type == "meeting" else record


def without_moves(versions: Sequence[AboutLeaders]) -> list[AboutLeaders]:
    """The versions of a record, those of a session with a third party as if it had never been moved."""
    if not any(isinstance(one, Meeting) and has_closed_notes(one) for one in versions):
        return list(versions)
    return [msgspec.structs.replace(one, moves=()) if isinstance(one, Meeting) else one for one in versions]


def has_closed_notes(meeting: Meeting) -> bool:
    """Whether a meeting is a session with a third party that has notes."""
    return meeting.notes is not None and meeting.kind not in _WITH_THE_MANAGER


def _shows_its_end(text: str) -> bool:
    """Whether the last word shows that none follows: words keep the white space behind them."""
    return not text.endswith((" ", "\t", "\n"))


def _is_beside_notes(before: Disclosure, after: Disclosure) -> bool:
    last, following = _first_open(before[::-1]), _first_open(after)
    return last.startswith(("record/moves", _NOTES)) and following.startswith((_NOTES, "record/of_id"))


def _first_open(among: Disclosure) -> str:
    return next((leaf.path for leaf in among if isinstance(leaf, OpenLeaf)), "")
