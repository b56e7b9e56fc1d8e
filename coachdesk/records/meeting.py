"""Meetings with a date of their own: check-ins and the sessions of an intervention (F26, F41, F42)."""

from typing import Annotated, Literal

from msgspec import Meta

from coachdesk.records.about import AboutLeaders, check_dates, check_in_order, check_once
from coachdesk.records.base import InvalidRecord, Part
from coachdesk.records.occurred import check_moment


class Slot(Part, frozen=True, kw_only=True):
    """A time to come as the clock on the wall in ``zone`` (IANA) will show it: no change of clocks moves it.

    ``local`` is ``2026-03-02T15:00``. Raises :class:`InvalidRecord` for a time that will never be.
    """

    local: str
    zone: str = "UTC"
    minutes: Annotated[int, Meta(ge=1, le=1440)] = 60

    def __post_init__(self) -> None:
        day, _, time = self.local.partition("T")
        check_moment("at", day, time, self.zone)

    @property
    def day(self) -> str:
        """The calendar day (ISO 8601)."""
        return self.local.partition("T")[0]

    @property
    def time(self) -> str:
        """The time of day, ``15:00``."""
        return self.local.partition("T")[2]


class Move(Part, frozen=True, kw_only=True):
    """A meeting was put off or brought forward: from where to where, said on which day, and why."""

    at: Slot
    to: Slot
    moved_on: str
    reason: str = ""

    def __post_init__(self) -> None:
        check_dates("moves", moved_on=self.moved_on)
        if self.is_late and not self.reason.strip():
            raise InvalidRecord("moves.reason", "moved_late_needs_its_reason", self.at.day)

    @property
    def is_late(self) -> bool:
        """Whether it was moved only after the day on which it should have been."""
        return self.moved_on > self.at.day


class MeetingNotes(Part, frozen=True, kw_only=True):
    """What was said: how it goes, what is hard, what went well; feedback, issues raised and resolved."""

    progress: str = ""
    challenges: str = ""
    successes: str = ""
    feedback: str = ""
    raised: str = ""
    resolved: str = ""


class Rating(Part, frozen=True, kw_only=True):
    """How a goal stands: from -2 (much worse) over 0 (as before) to 2 (much better)."""

    goal_id: str
    rating: Annotated[int, Meta(ge=-2, le=2)]


class Meeting(AboutLeaders, frozen=True, kw_only=True):
    """A meeting of a plan or a case (``of_id``), planned, held, missed or cancelled.

    ``at`` is where it stands now; ``moves`` say where it stood before, the oldest first.
    """

    of_id: str | None = None
    kind: Literal[
        "check_in", "individual", "three_way", "alignment", "feedback_session", "closing", "pip"
    ] = "check_in"
    at: Slot
    moves: tuple[Move, ...] = ()
    state: Literal["planned", "held", "missed", "cancelled"] = "planned"
    entry_id: str | None = None
    notes: MeetingNotes | None = None
    ratings: tuple[Rating, ...] = ()

    def __post_init__(self) -> None:
        super().__post_init__()
        check_in_order("moves", [move.moved_on for move in self.moves])
        stood = [*(move.at for move in self.moves), self.at]
        if [move.to for move in self.moves] != stood[1:]:
            raise InvalidRecord("moves", "moves_do_not_lead_here")
        if self.ratings and self.state != "held":
            raise InvalidRecord("ratings", "only_a_meeting_held_is_rated")
        check_once("ratings", tuple(rating.goal_id for rating in self.ratings))
