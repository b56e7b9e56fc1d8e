"""The planner's sheet for the next conversation (F15 to F17)."""

from coachdesk.records.about import AboutLeaders, check_dates, check_once
from coachdesk.records.entry import Presence
from coachdesk.records.meeting import Slot


class Preparation(AboutLeaders, frozen=True, kw_only=True):
    """What to say and ask: a past success, the examples, their impact, open questions, support, what is next.

    ``present`` are those who will be there besides the two of them; ``is_neutral`` is whether it is nobody's own room.
    ``goal_ids`` are the goals of a plan that it helps them grow towards. ``talked_entry_id`` is the entry of the
    conversation, once it was held.
    """

    at: Slot | None = None
    place: str = ""
    is_private: bool = False
    is_neutral: bool = False
    present: tuple[Presence, ...] = ()
    success_entry_id: str | None = None
    opening: str = ""
    example_ids: tuple[str, ...] = ()
    impact: str = ""
    questions: tuple[str, ...] = ()
    support_offer: str = ""
    goal_ids: tuple[str, ...] = ()
    expectation: str = ""
    next_on: str | None = None
    talked_entry_id: str | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        check_once("example_ids", self.example_ids)
        check_once("goal_ids", self.goal_ids)
        check_dates(next_on=self.next_on)
