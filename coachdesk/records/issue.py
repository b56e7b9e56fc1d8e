"""Issues and what the leader says to them (F28, F29, F37), and links from entries to anything (F24)."""

from typing import Literal

from coachdesk.records.about import AboutLeaders, check_dates, check_in_order, check_once, check_written
from coachdesk.records.base import InvalidRecord, Part
from coachdesk.records.entry import Presence

Segment = Literal["operational", "process", "personal"]
Acknowledged = Literal["raised", "acknowledged", "partly", "disputed", "denied", "withdrawn"]


class Acknowledgement(Part, frozen=True, kw_only=True):
    """Where the leader stood on an issue from ``day`` on; ``words`` are their own.

    ``entry_id`` is the entry of the conversation in which it was said.
    """

    state: Acknowledged
    day: str
    words: str = ""
    present: tuple[Presence, ...] = ()
    entry_id: str | None = None

    def __post_init__(self) -> None:
        check_dates("acknowledgements", day=self.day)


class Step(Part, frozen=True, kw_only=True):
    """A step of the denial playbook that was done, or skipped for a ``reason``; any other is open."""

    key: str
    state: Literal["done", "skipped"]
    day: str
    reason: str = ""
    entry_id: str | None = None

    def __post_init__(self) -> None:
        check_written("steps.key", self.key)
        check_dates("steps", day=self.day)
        if self.state == "skipped" and not self.reason.strip():
            raise InvalidRecord("steps.reason", "skipped_needs_its_reason")


class Issue(AboutLeaders, frozen=True, kw_only=True):
    """A behaviour that is worked on. ``noticed`` is the day on which the manager first saw it."""

    title: str
    segment: Segment = "personal"
    theme: str = ""
    noticed: str | None = None
    status: Literal["open", "improving", "resolved"] = "open"
    acknowledgements: tuple[Acknowledgement, ...] = ()
    steps: tuple[Step, ...] = ()

    def __post_init__(self) -> None:
        super().__post_init__()
        check_written("title", self.title)
        check_dates(noticed=self.noticed)
        check_in_order("acknowledgements", [self.noticed or "", *(one.day for one in self.acknowledgements)])
        check_once("steps", tuple(step.key for step in self.steps))


class Link(AboutLeaders, frozen=True, kw_only=True):
    """What a sealed entry says to an issue, a goal, an expectation or anything else."""

    entry_id: str
    target_id: str
    stance: Literal["supports", "contradicts", "neutral"] = "neutral"
    note: str = ""

    def __post_init__(self) -> None:
        super().__post_init__()
        check_written("entry_id", self.entry_id)
        check_written("target_id", self.target_id)
