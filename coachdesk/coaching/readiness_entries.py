"""The readiness check's questions about the entries: their dates, their tone, their sources."""

import datetime as dt
from collections.abc import Sequence

from coachdesk.coaching.balance import balance
from coachdesk.coaching.gaps import longest_gap
from coachdesk.coaching.on_file import those
from coachdesk.coaching.patterns import theme_key
from coachdesk.coaching.readiness_line import Asked, Line, State, line, percent
from coachdesk.coaching.told import waits
from coachdesk.records.decision import Decision
from coachdesk.records.entry import Entry
from coachdesk.records.protected import ProtectedEvent

LATE = dt.timedelta(days=21)
LONG_GAP_DAYS = 60
LITTLE_PRAISE = 25
"""Percent of praise in praise and correction below which it reads as a collection of faults."""
CLUSTER_DAYS = 30
CLUSTER = 3
"""So many corrective entries within ``CLUSTER_DAYS``, and more than half of all, are a cluster."""
MUCH_HEARSAY = 25
"""Percent of entries known from others. Like the other limits here: a choice of ours, nothing more."""

_HALF = 50


def after_decision(asked: Asked) -> Line:
    """Entries recorded after the last decision; ``about_before`` of them tell of what happened before it."""
    decisions = [one.decided_on for one in those(asked.records, Decision, asked.leader_id)]
    if not decisions:
        return line("after_decision", (), "missing")
    decided = max(decisions)
    after = [entry for entry in asked.entries if asked.recorded_day(entry) > decided]
    before = sum(entry.occurred.day <= decided for entry in after)
    return line("after_decision", _ids(after), day=decided, about_before=before)


def late(asked: Asked) -> Line:
    """Entries recorded more than 21 days after what they tell."""
    found = [
        entry
        for entry in asked.entries
        if entry.id in asked.recorded and entry.occurred.until(asked.recorded[entry.id]) > LATE
    ]
    return line("late", _ids(found), of=len(asked.entries))


def untold(asked: Asked) -> Line:
    """Examples that the leader was never told."""
    return line("untold", _ids([entry for entry in asked.entries if waits(entry)]))


def gap(asked: Asked) -> Line:
    """The longest time without an entry, in days; behind it the entries before and after it."""
    longest = longest_gap(asked.entries, asked.today)
    if longest is None:
        return Line("gap", "missing", 0)
    ids = tuple(one for one in (longest.before_id, longest.after_id) if one)
    state: State = "look" if longest.days > LONG_GAP_DAYS else "fine"
    days = {"from_day": longest.from_day, "to_day": longest.to_day}
    return Line("gap", state, longest.days, ids, days)


def positive_share(asked: Asked) -> Line:
    """How much of praise and correction is praise, in percent; behind it the praise."""
    weighed = balance(asked.entries)
    both = len(weighed.praise) + len(weighed.corrective)
    share = percent(len(weighed.praise), both)
    facts = {"praise": len(weighed.praise), "of": both}
    state: State = "missing" if not both else "look" if share < LITTLE_PRAISE else "fine"
    return Line("positive_share", state, share, weighed.praise, facts)


def before_protected(asked: Asked) -> Line:
    """Protected events before the first correction was written down: criticism would seem to answer them."""
    events = those(asked.records, ProtectedEvent, asked.leader_id)
    if not events:
        return line("before_protected", (), "missing")
    first = min(asked.corrective, key=lambda entry: (asked.recorded_day(entry), entry.id), default=None)
    if first is None:
        return Line("before_protected", "fine", 0, (), {"of": len(events)})
    day = asked.recorded_day(first)
    earlier = [event for event in events if event.day <= day]
    state: State = "look" if earlier else "fine"
    return Line("before_protected", state, len(earlier), (first.id,), {"day": day, "of": len(events)})


def clustered(asked: Asked) -> Line:
    """Corrections of what happened in the last 30 days."""
    since = (asked.today - dt.timedelta(days=CLUSTER_DAYS)).isoformat()
    recent = [entry for entry in asked.corrective if since <= entry.occurred.day <= asked.today.isoformat()]
    share = percent(len(recent), len(asked.corrective))
    is_cluster = len(recent) >= CLUSTER and share > _HALF
    return line("clustered", _ids(recent), "look" if is_cluster else "fine", of=len(asked.corrective))


def wording(asked: Asked) -> Line:
    """Entries with language findings that are not resolved; ``findings`` is how many of those."""
    if asked.findings is None:
        return line("wording", (), "missing")
    found = [entry for entry in asked.entries if asked.findings.get(entry.id)]
    return line("wording", _ids(found), findings=sum(asked.findings[entry.id] for entry in found))


def hearsay(asked: Asked) -> Line:
    """Entries known from others only, and their share in percent; of ``unsaid`` ones the source is not given."""
    if not asked.entries:
        return line("hearsay", (), "missing")
    found = [entry for entry in asked.entries if entry.source and entry.source.how == "reported"]
    share = percent(len(found), len(asked.entries))
    unsaid = sum(entry.source is None for entry in asked.entries)
    state: State = "look" if share > MUCH_HEARSAY else "fine"
    return line("hearsay", _ids(found), state, share=share, of=len(asked.entries), unsaid=unsaid)


def comparators(asked: Asked) -> Line:
    """Corrections with a theme, and as ``others`` how many entries note one of these of other leaders.

    Of the others only the number is said. None at all may mean that only one person was watched.
    """
    own = [entry for entry in asked.corrective if entry.themes]
    if not own:
        return line("comparators", (), "missing", others=0)
    themes = {theme_key(theme) for entry in own for theme in entry.themes}
    others = sum(
        asked.leader_id not in entry.leader_ids
        and entry.lane != "reflection"
        and not themes.isdisjoint(theme_key(theme) for theme in entry.themes)
        for entry in those(asked.records, Entry)
    )
    return line("comparators", _ids(own), "fine" if others else "look", others=others)


def _ids(entries: Sequence[Entry]) -> tuple[str, ...]:
    return tuple(entry.id for entry in entries)
