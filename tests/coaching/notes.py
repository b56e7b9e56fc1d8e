"""Entries for the rules to judge, made up by Hypothesis or in one line."""

import datetime as dt
from typing import Any

from hypothesis import strategies as st

from coachdesk.records.entry import Entry
from coachdesk.records.kinds import KINDS

ADA, BO = "ada", "bo"
TODAY = dt.date(2026, 3, 10)
THEMES = ("Interrupts", "interrupts ", "Answers a different question", "Late news", " ")

days = st.dates(dt.date(2025, 1, 1), dt.date(2026, 6, 30)).map(dt.date.isoformat)


def note(day: str = "2026-03-02", *leader_ids: str, **values: Any) -> Entry:
    """An observation about Ada, with what a test cares about changed."""
    plain: dict[str, Any] = {
        "leader_ids": leader_ids or (ADA,),
        "kind": "observation",
        "occurred": {"day": day, "time": "09:30", "zone": "Europe/London"},
    }
    return Entry.make(**plain | values)


def about(record_type: type[Any], /, **values: Any) -> Any:
    """A coaching record about Ada."""
    return record_type.make(**{"leader_ids": (ADA,)} | values)


@st.composite
def _points(draw: st.DrawFn) -> dict[str, Any]:
    owner = draw(st.sampled_from(["me", "leader", "hr"]))
    return {
        "text": "Ask",
        "owner": owner,
        "due": draw(st.none() | days),
        "done": draw(st.sampled_from([None, "2026-03-01"])),
    }


@st.composite
def _notes(draw: st.DrawFn) -> Entry:
    lane = draw(st.sampled_from(["ordinary", "ordinary", "reflection", "counsel", "medical", "intake"]))
    told = draw(st.sampled_from([None, {"state": "not_yet"}, {"state": "told", "day": "2026-03-01"}]))
    about = draw(st.sampled_from([(ADA,), (BO,), (ADA, BO)]))
    return note(
        draw(days),
        *about,
        kind=draw(st.sampled_from(sorted(KINDS))),
        lane=lane,
        counsel={"lawyer": "L", "purpose": "P"} if lane == "counsel" else None,
        told=told,
        account=draw(st.sampled_from(["", "I was tired."])),
        source=draw(st.sampled_from([None, {"how": "saw"}, {"how": "reported", "by": "Cy"}])),
        themes=draw(st.lists(st.sampled_from(THEMES), max_size=3)),
        action_points=draw(st.lists(_points(), max_size=2)),
    )


notes = st.lists(_notes(), max_size=12)
