"""Reading what the patterns are made of, and whether there is enough of it for a picture."""

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

from coachdesk.coaching.on_file import those
from coachdesk.journal.filters import Filter
from coachdesk.records.issue import Issue
from coachdesk.records.kinds import KINDS

if TYPE_CHECKING:
    from coachdesk.coaching.balance import Balance
    from coachdesk.coaching.baseline import Baseline
    from coachdesk.coaching.gaps import Gap
    from coachdesk.coaching.patterns import Pattern
    from coachdesk.gui.background import Task
    from coachdesk.journal.view import View

_TONED = tuple(key for key, kind in KINDS.items() if kind.tone != "neutral")
_LANES = ("ordinary", "counsel", "medical", "intake")


class Picture(NamedTuple):
    """What the page shows."""

    patterns: "tuple[Pattern, ...]"
    balance: "tuple[Balance, ...]"
    gap: "Gap | None"
    baseline: "Baseline | None"


def has_enough(view: "View", leader_id: str, enough: int) -> bool:
    """Whether so many entries about a leader praise, correct or have a theme. Quick, however many there are."""
    toned = Filter(kinds=_TONED, lanes=_LANES)
    outlined = view.outlines(leader_id, toned, 0)
    if outlined.total - outlined.hidden >= enough:
        return True
    themes = tuple(view.themes(leader_id))
    if not themes or outlined.total < enough:
        return False
    themed = view.marks(leader_id, Filter(themes=themes, lanes=_LANES))
    return len({mark.record for mark in (*themed, *view.marks(leader_id, toned))}) >= enough


def picture_of(leader_id: str, today: dt.date, view: "View", _task: "Task") -> Picture:
    """Reads every entry about a leader. Off the GUI thread."""
    from coachdesk.coaching.balance import balance_by_month  # noqa: PLC0415  # only when the page is wanted
    from coachdesk.coaching.baseline import baseline  # noqa: PLC0415
    from coachdesk.coaching.gaps import longest_gap  # noqa: PLC0415
    from coachdesk.coaching.patterns import patterns  # noqa: PLC0415

    shown = view.timeline(leader_id, limit=-1).entries
    entries = [one.entry for one in shown if not one.withdrawn and one.entry.lane != "reflection"]
    issues = those(view.about(leader_id, "issue"), Issue)
    return Picture(
        patterns(entries), balance_by_month(entries), longest_gap(entries, today), baseline(entries, issues)
    )
