"""A 360 round: only what may be seen is kept (F31). There is no field for the name of a rater."""

from typing import Annotated, Literal

from msgspec import Meta

from coachdesk.records.about import AboutLeaders, check_dates, check_once, check_written
from coachdesk.records.base import InvalidRecord, Part

_GROUPS_OF_ONE = ("self", "own_manager")


class Score(Part, frozen=True, kw_only=True):
    """The mean of a group's answers to a question; questions are numbered from 1."""

    question: Annotated[int, Meta(ge=1)]
    mean: Annotated[float, Meta(ge=0, le=100)]


class RaterGroup(Part, frozen=True, kw_only=True):
    """How many of a group were asked and answered, their mean scores, and what they wrote, paraphrased.

    ``self`` and ``own_manager`` are one person each: named as such, since nobody could be fooled.
    """

    relation: Literal["self", "own_manager", "peers", "reports", "superiors", "others"]
    invited: Annotated[int, Meta(ge=0)]
    answered: Annotated[int, Meta(ge=0)]
    scores: tuple[Score, ...] = ()
    themes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.answered > self.invited:
            raise InvalidRecord("groups.answered", "more_answered_than_invited", self.answered)
        if self.is_one and self.invited > 1:
            raise InvalidRecord("groups.invited", "group_of_one", self.invited)
        check_once("groups.scores", tuple(score.question for score in self.scores))

    @property
    def is_one(self) -> bool:
        """Whether the group is one named person, whom no threshold can hide."""
        return self.relation in _GROUPS_OF_ONE

    def may_be_seen(self, threshold: int) -> bool:
        """Whether so many answered that what they said can be shown without showing who said it."""
        return self.answered >= (1 if self.is_one else threshold)


class Round(AboutLeaders, frozen=True, kw_only=True):
    """One round of feedback. What a group under the ``threshold`` said is never stored, so it never shows."""

    title: str
    opened_on: str
    closed_on: str | None = None
    threshold: Annotated[int, Meta(ge=3)] = 5
    questions: tuple[str, ...] = ()
    groups: tuple[RaterGroup, ...] = ()

    def __post_init__(self) -> None:
        super().__post_init__()
        check_written("title", self.title)
        check_dates(opened_on=self.opened_on, closed_on=self.closed_on)
        check_once("groups", tuple(group.relation for group in self.groups))
        for group in self.groups:
            if (group.scores or group.themes) and not group.may_be_seen(self.threshold):
                raise InvalidRecord("groups", "group_under_the_threshold", self.threshold)
            if any(score.question > len(self.questions) for score in group.scores):
                raise InvalidRecord("groups.scores", "no_such_question", len(self.questions))
