"""Plans, goals and expectations (F22 to F24, F26, F45). The revisions of a record are its versions."""

from typing import Annotated, Literal

from msgspec import Meta

from coachdesk.records.about import AboutLeaders, check_dates, check_written
from coachdesk.records.base import InvalidRecord, Part
from coachdesk.records.occurred import check_moment

_ANY_DAY = "2000-01-01"
"""A day on which no clocks were changed anywhere."""


class Cadence(Part, frozen=True, kw_only=True):
    """How often there is a check-in: every so many weeks on a weekday (0 is Monday), on the clock of ``zone``.

    ``time`` is ``15:00``; ``zone`` is an IANA name; ``minutes`` is how long one takes.
    """

    every_weeks: Annotated[int, Meta(ge=1, le=52)] = 2
    weekday: Annotated[int, Meta(ge=0, le=6)] = 0
    time: str = "10:00"
    zone: str = "UTC"
    minutes: Annotated[int, Meta(ge=1, le=1440)] = 30

    def __post_init__(self) -> None:
        check_moment("cadence", _ANY_DAY, self.time, self.zone)


class Plan(AboutLeaders, frozen=True, kw_only=True):
    """A development plan, or a performance improvement plan (PIP), with the days it runs from and to.

    ``purpose`` is why there is one; ``adjusted`` says why it was last changed.
    """

    kind: Literal["development", "pip"] = "development"
    purpose: str = ""
    started: str
    ends: str | None = None
    cadence: Cadence | None = None
    status: Literal["open", "closed"] = "open"
    adjusted: str = ""

    def __post_init__(self) -> None:
        super().__post_init__()
        check_dates(started=self.started, ends=self.ends)


class Goal(AboutLeaders, frozen=True, kw_only=True):
    """What is to be different, and how it will be seen. Without a ``measure`` it is kept all the same."""

    plan_id: str
    title: str
    type: Literal[
        "behaviour", "communication", "leadership_coaching", "emotional_intelligence", "business", "other"
    ] = "behaviour"
    measure: str = ""
    baseline: str = ""
    target: str = ""
    due: str | None = None
    status: Literal["open", "met", "partly", "not_met", "dropped"] = "open"
    company_objective: str = ""

    def __post_init__(self) -> None:
        super().__post_init__()
        check_written("plan_id", self.plan_id)
        check_written("title", self.title)
        check_dates(due=self.due)


class Expectation(AboutLeaders, frozen=True, kw_only=True):
    """What the role asks, where that is laid down, and when the leader was told.

    ``restated`` is the expectation in the leader's own words, said on ``restated_on``.
    """

    text: str
    aspect: Literal["technical", "business", "behaviour", "other"] = "other"
    source: Literal["job_description", "policy", "goal", "other"] = "other"
    source_detail: str = ""
    told_on: str | None = None
    told_how: str = ""
    restated: str = ""
    restated_on: str | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        check_written("text", self.text)
        check_dates(told_on=self.told_on, restated_on=self.restated_on)
        if bool(self.restated) != (self.restated_on is not None):
            raise InvalidRecord("restated_on", "words_and_day_go_together", self.restated_on)
