"""A legal hold: from a day on, nothing of what it covers is erased (F48)."""

from coachdesk.records.about import check_dates, check_written
from coachdesk.records.base import InvalidRecord, Record


class Hold(Record, frozen=True, kw_only=True):
    """Placed ``since`` a day ``by`` somebody, and why; lifted on a day by somebody, and why.

    It covers everything about the leader, or the whole journal where ``leader_id`` is empty.
    """

    leader_id: str = ""
    since: str
    by: str
    why: str
    lifted_on: str | None = None
    lifted_by: str = ""
    lifted_why: str = ""

    def __post_init__(self) -> None:
        check_dates(since=self.since, lifted_on=self.lifted_on)
        check_written("by", self.by)
        check_written("why", self.why)
        if self.lifted_on is not None:
            check_written("lifted_by", self.lifted_by)
            check_written("lifted_why", self.lifted_why)
        elif self.lifted_by or self.lifted_why:
            raise InvalidRecord("lifted_on", "empty")

    @property
    def in_force(self) -> bool:
        """Whether it was not lifted."""
        return self.lifted_on is None
