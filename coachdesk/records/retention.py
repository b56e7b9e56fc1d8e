"""When the manager means to look again at what is kept about a leader (F49). Nothing is ever erased by itself."""

from coachdesk.records.about import check_dates, check_written
from coachdesk.records.base import Record


class Retention(Record, frozen=True, kw_only=True):
    """On ``review_on`` it is asked whether what is on file about the leader is still needed; None asks no more."""

    leader_id: str
    review_on: str | None
    note: str = ""

    def __post_init__(self) -> None:
        check_written("leader_id", self.leader_id)
        check_dates(review_on=self.review_on)
