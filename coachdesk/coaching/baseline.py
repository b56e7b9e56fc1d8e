"""How it began with a leader, and what changed: the strengths on file before the first correction (seed 000)."""

from collections.abc import Iterable

import msgspec

from coachdesk.coaching.balance import tone
from coachdesk.coaching.on_file import in_order
from coachdesk.records.entry import Entry
from coachdesk.records.issue import Issue


class Baseline(msgspec.Struct, frozen=True):
    """``day`` is the first on which something was corrected or an issue was noticed: then it changed.

    ``strengths`` are the ids of the praise before it, ``praise`` and ``corrections`` those of that day and after it,
    the oldest first. ``issue`` is the title of the issue that was noticed on that day, if it was by an issue.
    """

    day: str
    strengths: tuple[str, ...]
    praise: tuple[str, ...]
    corrections: tuple[str, ...]
    issue: str = ""


def baseline(entries: Iterable[Entry], issues: Iterable[Issue]) -> Baseline | None:
    """Where the change began; None while nothing was corrected and no issue has a day on which it was noticed."""
    ordered = in_order(entries)
    corrected = [one.occurred.day for one in ordered if tone(one) == "corrective"]
    noticed = sorted((one.noticed, one.title) for one in issues if one.noticed)
    days = [*corrected[:1], *(day for day, _title in noticed[:1])]
    if not days:
        return None
    first = min(days)

    def those(wanted: str, *, before: bool) -> tuple[str, ...]:
        return tuple(
            one.id for one in ordered if tone(one) == wanted and (one.occurred.day < first) == before
        )

    return Baseline(
        first,
        strengths=those("positive", before=True),
        praise=those("positive", before=False),
        corrections=those("corrective", before=False),
        issue=next((title for day, title in noticed if day == first), ""),
    )
