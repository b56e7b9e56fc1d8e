"""Which moments of coaching records a reader expects on the timeline and in the chronology.

A milestone names its record and a key; the words for it are elsewhere. Moments that no record dates (a goal
was set, a plan closed) are dated by the revision that first said so. What is to come is no milestone, and what
never leaves the manager's window has none: the planner's sheet, an intake interview that was not released.
"""

import datetime as dt
from collections.abc import Iterable, Iterator

from coachdesk.coaching.milestone import History, Milestone
from coachdesk.coaching.milestone_rules import RULES
from coachdesk.records.forms import type_name


def milestones(histories: Iterable[History], today: dt.date) -> tuple[Milestone, ...]:
    """The moments up to ``today`` of records that were not withdrawn, in order of time.

    Those of one time stand in the order of their records in ``histories``, and in a record in its own: what was raised
    on a day stands before what was answered on it.
    """
    found = [one for history in histories for one in milestones_of(history) if one.day <= today.isoformat()]
    return tuple(sorted(found, key=lambda one: one.sort_key))


def milestones_of(history: History) -> Iterator[Milestone]:
    """The moments of one record; none if its type has no place on the timeline."""
    record = history[-1].record
    if (rule := RULES.get(type(record))) is not None:
        for moment in rule(record, history):
            yield Milestone(
                record_type=type_name(record),
                record_id=record.id,
                leader_ids=record.leader_ids,
                **moment._asdict(),
            )
