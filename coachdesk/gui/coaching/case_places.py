"""Where on the page of an intervention a record is shown: in which stage, and in which round of the sessions."""

from coachdesk.coaching.schedule import rounds_of
from coachdesk.gui.coaching.case_shown import OneCase

_STAGES = {"feedback_session": "feedback", "alignment": "alignment", "closing": "review"}
"""The stages in which meetings of these kinds are shown; all others belong to the three months."""


def stage_of(one: OneCase, record_id: str) -> str:
    """The stage that shows a record, or "" if it is none of the case's, or the case itself."""
    file = one.file
    for stage, records in (
        ("intake", file.intakes),
        ("feedback", file.items),
        ("alignment", (*file.expectations, *file.commitments)),
    ):
        if any(found.id == record_id for found in records):
            return stage
    kind = next((meeting.kind for meeting in file.meetings if meeting.id == record_id), "")
    return _STAGES.get(kind, "support") if kind else ""


def round_of(one: OneCase, record_id: str) -> str:
    """The day of the round that a session belongs to, or ""."""
    rounds = rounds_of(one.file.series)
    return next((found.day for found in rounds if record_id in found.meeting_ids), "")
