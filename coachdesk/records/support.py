"""What was offered to help, and what came of it (F25)."""

from typing import Literal

from coachdesk.records.about import AboutLeaders, check_dates, check_written
from coachdesk.records.base import InvalidRecord


class Support(AboutLeaders, frozen=True, kw_only=True):
    """Help that was offered, accepted or declined (in the leader's words), delivered, and its outcome.

    ``counterpart`` is the mentor, coach or team; ``cost`` is as the manager writes it. ``cause`` is what the help is for:
    they do not know how yet (a skill), or know and do otherwise (a behaviour); None where that is not clear.
    """

    plan_id: str | None = None
    type: Literal["training", "mentor", "coach", "workshop", "workload", "cross_team", "other"] = "other"
    what: str
    cause: Literal["skill", "behaviour"] | None = None
    counterpart: str = ""
    cost: str = ""
    offered_on: str
    answer: Literal["accepted", "declined"] | None = None
    answered_on: str | None = None
    answer_words: str = ""
    delivered_on: str | None = None
    outcome: str = ""
    outcome_on: str | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        check_written("what", self.what)
        check_dates(
            offered_on=self.offered_on,
            answered_on=self.answered_on,
            delivered_on=self.delivered_on,
            outcome_on=self.outcome_on,
        )
        if (self.answer is None) != (self.answered_on is None):
            raise InvalidRecord("answered_on", "answer_needs_its_day", self.answered_on)
        if self.answer == "declined" and self.delivered_on is not None:
            raise InvalidRecord("delivered_on", "declined_and_delivered", self.delivered_on)
        if bool(self.outcome) != (self.outcome_on is not None):
            raise InvalidRecord("outcome_on", "words_and_day_go_together", self.outcome_on)
