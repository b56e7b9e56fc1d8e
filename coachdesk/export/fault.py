"""What can be wrong with evidence, and what is known of an event once it is proved."""

from typing import Any, Literal

import msgspec

from coachdesk.ledger.event import Event

Problem = Literal[
    "not_in_ledger",
    "content_altered",
    "content_missing",
    "head_altered",
    "counts_altered",
    "entries_missing",
    "numbers_altered",
    "revision_missing",
    "out_of_order",
    "not_about_leader",
    "exhibit_unknown",
    "exhibit_missing",
    "content_withheld",
    "withheld_altered",
    "replaced_oddly",
    "erased_oddly",
    "earlier_head_altered",
    "hash_not_hex",
]


class EvidenceFault(Exception):
    """The evidence is wrong: ``problem`` says how, ``seq`` or ``number`` where."""

    def __init__(self, problem: Problem, where: str = "") -> None:
        super().__init__(f"{problem} {where}".strip())
        self.problem, self.where = problem, where


class Known(msgspec.Struct, frozen=True):
    """A proved event and the values of its payload as far as they are shown."""

    event: Event
    values: dict[str, Any]


def hash_bytes(text: str, length: int | None = None) -> bytes:
    """Strict hex: lower case only, so that a hash has one spelling. Raises ValueError."""
    data = bytes.fromhex(text)
    if data.hex() != text or length not in (None, len(data)):
        raise ValueError(text)
    return data
