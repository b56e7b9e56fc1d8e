"""Where a leader stands on an issue (F28): the latest dated transition, and what may follow it."""

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

import msgspec

from coachdesk.coaching.on_file import days_since
from coachdesk.records.base import InvalidRecord
from coachdesk.records.issue import Acknowledged, Acknowledgement, Issue

State = Literal["not_raised", "raised", "acknowledged", "partly", "disputed", "denied", "withdrawn"]

CONTESTED: tuple[State, ...] = ("disputed", "denied")
"""The leader says that it is not so; the playbook is offered."""

_ANSWERS: tuple[Acknowledged, ...] = ("acknowledged", "partly", "disputed", "denied")

NEXT: Mapping[State, tuple[Acknowledged, ...]] = MappingProxyType(
    {
        "not_raised": ("raised", *_ANSWERS),  # raised and answered in one conversation
        "raised": ("raised", *_ANSWERS, "withdrawn"),
        "acknowledged": ("raised", *_ANSWERS, "withdrawn"),
        "partly": ("raised", *_ANSWERS, "withdrawn"),
        "disputed": ("raised", *_ANSWERS, "withdrawn"),
        "denied": ("raised", *_ANSWERS, "withdrawn"),  # denied once more is worth a line of its own
        "withdrawn": ("raised",),
    }
)
"""What may follow each state. An issue that was withdrawn must be raised again before anything is said to it."""


class Transition(msgspec.Struct, frozen=True):
    """From one state to the next on ``day``, ``days`` after the transition before it (0 for the first)."""

    before: State
    after: State
    day: str
    days: int
    entry_id: str | None


def state_of(issue: Issue, day: str = "9999-12-31") -> State:
    """Where the leader stood at the end of ``day`` (ISO 8601), now if none is given."""
    past = [one.state for one in issue.acknowledgements if one.day <= day]
    return past[-1] if past else "not_raised"


def contested_since(issue: Issue) -> str | None:
    """The day from which the leader has disputed or denied it without a break; None if they do not."""
    since = None
    for one in issue.acknowledgements:
        since = (since or one.day) if one.state in CONTESTED else None
    return since


def transitions(issue: Issue) -> tuple[Transition, ...]:
    """All that was said to the issue, in order."""
    found: list[Transition] = []
    before: State = "not_raised"
    for one in issue.acknowledgements:
        days = days_since(found[-1].day, dt.date.fromisoformat(one.day)) if found else 0
        found.append(Transition(before, one.state, one.day, days, one.entry_id))
        before = one.state
    return tuple(found)


def acknowledged(issue: Issue, said: Acknowledgement, today: dt.date) -> Issue:
    """The issue with one more transition.

    Raises :class:`InvalidRecord` for a state that cannot follow, a day to come, and one before the last.
    """
    if said.state not in NEXT[state_of(issue)]:
        raise InvalidRecord("acknowledgements.state", "cannot_follow", said.state)
    if days_since(said.day, today) < 0:
        raise InvalidRecord("acknowledgements.day", "not_yet_past", said.day)
    return issue.changed(acknowledgements=(*issue.acknowledgements, said))
