"""Something that the law protects somebody for having done or been (readiness question 6): the day and which it was.

There is no text in it, and there shall be none: what it was about belongs with HR.
"""

from typing import Literal

from coachdesk.records.about import AboutLeaders, check_dates

Protection = Literal["complaint", "leave", "accommodation", "pregnancy", "whistleblowing"]


class ProtectedEvent(AboutLeaders, frozen=True, kw_only=True):
    """On ``day`` one of these became known. It stands in the medical lane: a report shows it only if that is released."""

    day: str
    type: Protection

    def __post_init__(self) -> None:
        super().__post_init__()
        check_dates(day=self.day)
