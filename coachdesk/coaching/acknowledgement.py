"""Where a leader stands on an issue (F28): the latest dated transition, and what may follow it."""

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from coachdesk.records.base import InvalidRecord
from coachdesk.records.issue import Acknowledged, Acknowledgement, Issue
from coachdesk.records.spoken_days import past

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


def acknowledged(issue: Issue, said: Acknowledgement, today: dt.date) -> Issue:
    """The issue with one more transition.

    Raises :class:`InvalidRecord` for a state that cannot follow, a day to come, and one before the last.
    """
    if said.state not in NEXT[state_of(issue)]:
        raise InvalidRecord("acknowledgements.state", "cannot_follow", said.state)
    past(said.day, today, "acknowledgements.day")
    return issue.changed(acknowledgements=(*issue.acknowledgements, said))
