"""Reading what the readiness check asks about: every record, and the wording of the leader's entries. Off the GUI thread."""

import datetime as dt

from coachdesk.coaching import own_rules
from coachdesk.coaching.readiness import readiness
from coachdesk.coaching.readiness_line import Line
from coachdesk.gui.background import Task
from coachdesk.journal.view import Listed, View
from coachdesk.records.base import Record
from coachdesk.records.forms import COACHING


def lines_of(leader_id: str, today: dt.date, with_wording: bool, view: View, task: Task) -> tuple[Line, ...]:  # noqa: FBT001  # given by partial
    """The fourteen lines. The wording of ten thousand entries takes a while; without it, that line is missing."""
    records: list[Record] = [one for name in COACHING for one in view.records(name)]
    entries: dict[str, Listed] = {}
    for leader in view.leaders():
        task.check()
        shown = view.timeline(leader.id, limit=-1).entries
        entries |= {one.entry.id: one for one in shown if not one.withdrawn}
    records.extend(one.entry for one in entries.values())
    recorded = {key: dt.datetime.fromisoformat(one.recorded_at) for key, one in entries.items()}
    findings = _findings(leader_id, list(entries.values()), view, task) if with_wording else None
    return readiness(records, leader_id, today, recorded, findings=findings)


def _findings(leader_id: str, entries: list[Listed], view: View, task: Task) -> dict[str, int]:
    """How many findings the wording of each entry about a leader has."""
    names = tuple(
        name
        for kind in ("leader", "contact")
        for one in view.records(kind)
        if (name := getattr(one, "name", ""))
    )
    checker, found = own_rules.checker_with(view.setting(own_rules.SETTING)), {}
    for listed in entries:
        if leader_id in listed.entry.leader_ids and listed.entry.lane == "ordinary":
            task.check()
            found[listed.entry.id] = len(checker.check_entry(listed.entry, names))
    return found
