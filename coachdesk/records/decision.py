"""What was decided and on what grounds (F43), and whether person and role fit (F44)."""

from typing import Literal

from coachdesk.records.about import AboutLeaders, check_dates, check_once, check_written
from coachdesk.records.base import InvalidRecord, Part
from coachdesk.records.entry import Presence


class Option(Part, frozen=True, kw_only=True):
    """One way to go on: what was ``considered`` about it, and whether it was chosen."""

    kind: Literal["continue", "extend", "pip", "role_change", "transfer", "part_ways"]
    considered: str = ""
    chosen: bool = False


class Decision(AboutLeaders, frozen=True, kw_only=True):
    """A decision, the entries it relies on, who was asked, and when it is looked at again."""

    title: str
    decided_on: str
    options: tuple[Option, ...] = ()
    reason: str = ""
    entry_ids: tuple[str, ...] = ()
    consulted: tuple[Presence, ...] = ()
    review_on: str | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        check_written("title", self.title)
        check_dates(decided_on=self.decided_on, review_on=self.review_on)
        check_once("options", tuple(option.kind for option in self.options))
        check_once("entry_ids", self.entry_ids)
        if self.options and sum(option.chosen for option in self.options) != 1:
            raise InvalidRecord("options", "one_option_is_chosen")


class Requirement(Part, frozen=True, kw_only=True):
    """One thing the role requires, whether it is met, and the entries that show it."""

    text: str
    met: Literal["yes", "partly", "no", "unclear"] = "unclear"
    entry_ids: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        check_written("requirements.text", self.text)
        check_once("requirements.entry_ids", self.entry_ids)


class FitReview(AboutLeaders, frozen=True, kw_only=True):
    """The role against the evidence; how the team fares is kept apart from the person."""

    day: str
    requirements: tuple[Requirement, ...] = ()
    team_wellbeing: str = ""
    conclusion: str = ""

    def __post_init__(self) -> None:
        super().__post_init__()
        check_dates(day=self.day)
