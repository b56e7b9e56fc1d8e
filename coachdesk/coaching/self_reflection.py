"""What a leader was asked to reflect on by a day, and the reflection that came of it (F21; seed 001, A6).

What the manager reflects on by themselves is in ``reflection``.
"""

from coachdesk.coaching.on_file import is_shared
from coachdesk.records.base import clean_line
from coachdesk.records.entry import NARRATIVE, Entry
from coachdesk.records.issue import Issue, SelfReflection

RESPONSE = "response"
"""The kind of entry that holds what a leader wrote, as text or as a file."""


def waiting(issue: Issue) -> SelfReflection | None:
    """The reflection that was asked for first and has not come."""
    return next((one for one in issue.self_reflections if one.came_on is None), None)


def asked(issue: Issue, request: SelfReflection) -> Issue:
    """The issue with one more reflection asked for. Raises :class:`InvalidRecord`."""
    return issue.changed(self_reflections=(*issue.self_reflections, request))


def came(issue: Issue, day: str, entry_id: str | None) -> Issue:
    """The issue with the reflection that waited: it came on ``day`` (ISO 8601), and is the entry named.

    The issue is as it was if none waited. Raises :class:`InvalidRecord` for a day before it was asked for.
    """
    request = waiting(issue)
    if request is None:
        return issue
    answer = SelfReflection(
        asked_on=request.asked_on,
        by_day=request.by_day,
        questions=request.questions,
        came_on=day,
        entry_id=entry_id,
    )
    return issue.changed(
        self_reflections=tuple(answer if one is request else one for one in issue.self_reflections)
    )


def asked_otherwise(issue: Issue, request: SelfReflection | None) -> Issue:
    """The issue with the reflection that waits asked for as ``request`` says, or not any more if that is None.

    The issue is as it was if none waited.
    """
    before = waiting(issue)
    after = (request if one is before else one for one in issue.self_reflections)
    return issue.changed(self_reflections=tuple(one for one in after if one is not None))


def answered_by(issue: Issue, entry: Entry, begun_with: str = "") -> Issue | None:
    """The issue with the reflection that came in an entry; None if the entry answers nothing that was asked.

    An entry of a closed lane is not named, and the manager's own reflection answers nothing. ``begun_with`` is the
    text that stood in the entry before anybody wrote in it, what was asked: that alone is no answer. Raises
    :class:`InvalidRecord` as :func:`came` does.
    """
    if entry.kind != RESPONSE or entry.lane == "reflection":
        return None
    if begun_with and not _has_more_than(begun_with, entry):
        return None
    if waiting(issue) is None or not is_shared(issue, entry):
        return None
    return came(issue, entry.occurred.day, entry.id if entry.lane == "ordinary" else None)


def _has_more_than(begun_with: str, entry: Entry) -> bool:
    """Whether a line was written that was not there before, or a file attached. A title is none of the answer."""
    lines = (line for field in NARRATIVE for line in getattr(entry, field).splitlines())
    there = {"", *map(clean_line, begun_with.splitlines())}
    return bool(entry.attachment_ids) or not there.issuperset(map(clean_line, lines))
