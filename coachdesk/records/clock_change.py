"""A change of the computer's clock, written down so that every report can show it."""

from typing import Literal

from coachdesk.records.base import Record


class ClockChange(Record, frozen=True, kw_only=True):
    """Between two saves the clock moved by ``seconds`` more (or less) than time passed.

    ``before`` and ``after`` are the recorded times of the two events.
    """

    kind: Literal["back", "drift"]
    before: str
    after: str
    seconds: int
