"""The readiness check (F46, features.md 5.8): the questions that the other side's counsel would ask, computed.

Each line says how it stands and names the records behind it. It prepares the manager; it is never printed.
"""

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from types import MappingProxyType

from coachdesk.coaching import readiness_entries as by_entry
from coachdesk.coaching import readiness_records as by_record
from coachdesk.coaching.on_file import in_order, those
from coachdesk.coaching.readiness_line import Asked, Line
from coachdesk.records.base import Record
from coachdesk.records.entry import Entry, Lane

QUESTIONS: Mapping[str, Callable[[Asked], Line]] = MappingProxyType(
    {
        "after_decision": by_entry.after_decision,
        "late": by_entry.late,
        "untold": by_entry.untold,
        "gap": by_entry.gap,
        "positive_share": by_entry.positive_share,
        "before_protected": by_entry.before_protected,
        "clustered": by_entry.clustered,
        "wording": by_entry.wording,
        "goals": by_record.goals,
        "support": by_record.support,
        "account": by_record.account,
        "hearsay": by_entry.hearsay,
        "comparators": by_entry.comparators,
        "team": by_record.team,
    }
)
"""The fourteen questions: those of features.md 5.8 in their order, and what it did to the team (seed B10)."""


def readiness(
    records: Collection[Record],
    leader_id: str,
    today: dt.date,
    recorded: Mapping[str, dt.datetime],
    *,
    findings: Mapping[str, int] | None = None,
    lanes: Collection[Lane] = (),
) -> tuple[Line, ...]:
    """The fourteen lines for a leader. See :class:`Asked` for what is given.

    ``lanes`` are those released besides the ordinary one. Reflections never count: nobody gets to read them.
    """
    read = {"ordinary", *lanes} - {"reflection"}
    entries = in_order(one for one in those(records, Entry, leader_id) if one.lane in read)
    asked = Asked(
        leader_id=leader_id,
        today=today,
        entries=entries,
        records=records,
        recorded=recorded,
        findings=findings,
    )
    return tuple(question(asked) for question in QUESTIONS.values())
