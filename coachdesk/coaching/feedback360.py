"""Which cells of a 360 round may be shown (F31). What is not in a view is shown nowhere: window, search, report.

What a group under the threshold said is not stored at all; this is the second wall, and it names who is behind it.
"""

import msgspec

from coachdesk.records.feedback360 import RaterGroup, Round


class Cell(msgspec.Struct, frozen=True):
    """The mean of a group's answers to a question (numbered from 1)."""

    question: int
    mean: float


class GroupView(msgspec.Struct, frozen=True):
    """What a group may show. A group of one is a named person, not an anonymous one."""

    relation: str
    invited: int
    answered: int
    is_one: bool
    cells: tuple[Cell, ...]
    themes: tuple[str, ...]


class RoundView(msgspec.Struct, frozen=True):
    """A round as it may be seen. Of a ``suppressed`` group only its name is said, not even how many answered.

    There is no mean over all groups: with it a group that is hidden could be worked out from the others.
    """

    round_id: str
    threshold: int
    groups: tuple[GroupView, ...]
    suppressed: tuple[str, ...]

    def cell(self, relation: str, question: int) -> float | None:
        """The mean to show for a group and a question; None if there is none, or it is hidden."""
        return next(
            (
                cell.mean
                for group in self.groups
                if group.relation == relation
                for cell in group.cells
                if cell.question == question
            ),
            None,
        )


def view_of(feedback: Round) -> RoundView:
    """What may be shown of a round. Groups of which nobody answered say nothing and are not suppressed."""
    answered = [group for group in feedback.groups if group.answered]
    seen = [group for group in answered if group.may_be_seen(feedback.threshold)]
    return RoundView(
        feedback.id,
        feedback.threshold,
        tuple(_shown(group) for group in seen),
        tuple(group.relation for group in answered if group not in seen),
    )


def _shown(group: RaterGroup) -> GroupView:
    cells = tuple(Cell(score.question, score.mean) for score in group.scores)
    return GroupView(group.relation, group.invited, group.answered, group.is_one, cells, group.themes)
