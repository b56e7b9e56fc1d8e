"""A meeting moves, and where one stands: kept, missed, or nobody has said yet (F26, F41)."""

import datetime as dt
from collections.abc import Iterable
from typing import Literal

import msgspec

from coachdesk.coaching.slots import begins, day_in
from coachdesk.records.base import InvalidRecord
from coachdesk.records.meeting import Meeting, Move, Slot

State = Literal["planned", "due", "kept", "missed", "cancelled"]


def moved(meeting: Meeting, to: Slot, moved_on: dt.date, reason: str = "") -> Meeting:
    """The meeting at another time, with one more move; one that was missed is planned again.

    Raises :class:`InvalidRecord` for a meeting held or cancelled, a time that is past or that it has already,
    and for one that is moved after its day without a reason.
    """
    if meeting.state not in ("planned", "missed"):
        raise InvalidRecord("state", "cannot_be_moved_any_more", meeting.state)
    if to.day < moved_on.isoformat():
        raise InvalidRecord("at", "moved_into_the_past", to.day)
    if to == meeting.at:
        raise InvalidRecord("at", "stands_there_already", to.local.replace("T", " "))
    move = Move(at=meeting.at, to=to, moved_on=moved_on.isoformat(), reason=reason)
    return meeting.changed(at=to, moves=(*meeting.moves, move), state="planned")


class Standing(msgspec.Struct, frozen=True):
    """Where a meeting stands, and how often it was ``moved``.

    ``due`` is a planned one whose day is here or past: nobody has said yet whether it was kept.
    """

    meeting_id: str
    state: State
    moved: int
    begins: dt.datetime


def standing(meeting: Meeting, now: dt.datetime) -> Standing:
    """Where a meeting stands at a moment (aware), by the calendar of its own zone."""
    state: State
    if meeting.state == "planned":
        is_here = meeting.at.day <= day_in(meeting.at.zone, now).isoformat()
        state = "due" if is_here else "planned"
    else:
        state = "kept" if meeting.state == "held" else meeting.state
    return Standing(meeting.id, state, len(meeting.moves), begins(meeting.at))


class Kept(msgspec.Struct, frozen=True):
    """Meetings by where they stand, as record ids in order of time; ``moved`` names some of them again."""

    kept: tuple[str, ...]
    missed: tuple[str, ...]
    due: tuple[str, ...]
    planned: tuple[str, ...]
    cancelled: tuple[str, ...]
    moved: tuple[str, ...]


def kept(meetings: Iterable[Meeting], now: dt.datetime) -> Kept:
    """How a series or a plan's check-ins are kept at a moment (aware)."""
    all_of_them = sorted(
        (standing(one, now) for one in meetings), key=lambda one: (one.begins, one.meeting_id)
    )

    def those(state: str) -> tuple[str, ...]:
        return tuple(one.meeting_id for one in all_of_them if one.state == state)

    moves = tuple(one.meeting_id for one in all_of_them if one.moved)
    return Kept(those("kept"), those("missed"), those("due"), those("planned"), those("cancelled"), moves)
