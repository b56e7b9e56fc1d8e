"""What is written down when content is destroyed: who did it, and which places of which events it was."""

from typing import Literal

from coachdesk.records.about import check_written
from coachdesk.records.base import InvalidRecord, Part, Record

Grain = Literal["word", "field", "record", "leader", "period"]
"""How much was asked for at once."""


class Erased(Part, frozen=True, kw_only=True):
    """The places of one event's payload that were destroyed; no ``paths`` are all of its content."""

    seq: int
    paths: tuple[str, ...] = ()


class Erasure(Record, frozen=True, kw_only=True):
    """One erasure, done ``by`` somebody; why is the reason of its event. It never says what was erased."""

    grain: Grain
    by: str
    erased: tuple[Erased, ...]

    def __post_init__(self) -> None:
        check_written("by", self.by)
        if not self.erased:
            raise InvalidRecord("erased", "empty")
