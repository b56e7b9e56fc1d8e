"""Issues and what the leader says to them (F20, F21, F28, F29, F37), and links from entries to anything (F24)."""

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


class SelfReflection(Part, frozen=True, kw_only=True):
    """The leader was asked on a day to look at their own behaviour by another, with these questions.

    ``came_on`` is the day on which their reflection came, ``entry_id`` the entry that holds it, text or file.
    """

    asked_on: str
    by_day: str
    questions: tuple[str, ...] = ()
    came_on: str | None = None
    entry_id: str | None = None

    def __post_init__(self) -> None:
        check_dates("self_reflections", asked_on=self.asked_on, by_day=self.by_day)
        check_dates("self_reflections", asked_on=self.asked_on, came_on=self.came_on)


class Issue(AboutLeaders, frozen=True, kw_only=True):
    """A behaviour that is worked on. ``noticed`` is the day on which the manager first saw it.

    ``causes`` is what may lie behind it as the leader told it, ``causes_on`` the day they did.
    """

    title: str
    segment: Segment = "personal"
    theme: str = ""
    noticed: str | None = None
    status: Literal["open", "improving", "resolved"] = "open"
    causes: str = ""
    causes_on: str | None = None
    acknowledgements: tuple[Acknowledgement, ...] = ()
    steps: tuple[Step, ...] = ()
    self_reflections: tuple[SelfReflection, ...] = ()

    def __post_init__(self) -> None:
        super().__post_init__()
        check_written("title", self.title)
        check_dates(noticed=self.noticed)
        check_dates(causes_on=self.causes_on)
        if bool(self.causes) != (self.causes_on is not None):
            raise InvalidRecord("causes_on", "words_and_day_go_together", self.causes_on)
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
