"""``coachdesk today``: what is due for one leader, or for all, as the window's Today shows it."""

import datetime as dt
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator, Mapping
from typing import Any, get_args

from coachdesk import sentences
from coachdesk.cli import coached, finding
from coachdesk.cli.access import opened
from coachdesk.cli.desk import Desk
from coachdesk.cli.parsing import add_json
from coachdesk.cli.showing import may_be_listed
from coachdesk.cli.text import on_one_line, shortened, table
from coachdesk.cli.when import local_zone, today_in
from coachdesk.coaching.due_items import DueItem, due_items
from coachdesk.export import phrases
from coachdesk.export import phrases_coaching as words
from coachdesk.journal.filters import Filter
from coachdesk.journal.outline import headline_of
from coachdesk.journal.view import View
from coachdesk.records.base import Record
from coachdesk.records.entry import Entry, Lane
from coachdesk.records.forms import COACHING, type_name
from coachdesk.records.people import Leader

AHEAD_DAYS = 7
_NO_LIMIT = -1

GROUPS: Mapping[str, str] = {
    "overdue": "Overdue",
    "today": "Today",
    "soon": "In the next seven days",
    "tell": "Not told yet",
    "open": "Open, without a day",
    "quiet": "No note for a while",
}
"""The groups in their order, as in the window."""

_OF_OTHERS = tuple(lane for lane in get_args(Lane) if lane != "reflection")
_TO_TELL = ("example", "expectation", "commitment")


def arguments(parser: ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("leader", metavar="LEADER", nargs="?", help="due for whom; for everybody without")
    add_json(parser)


def run(desk: Desk, options: Namespace) -> int:
    """Lists what is due, the longest overdue first in each group."""
    today = today_in(local_zone())
    with opened(desk, options) as journal:
        view = journal.view
        leaders = view.leaders()
        wanted = finding.leader_of(view, options.leader).id if options.leader else ""
        records = {one.id: one for one in _records(view, leaders, wanted, today)}
        found = due_items(records.values(), today, wanted, AHEAD_DAYS)
        names = {
            leader.id: leader.name for leader in leaders if not leader.archived or _is_asked(found, leader)
        }
        if options.json:
            listed = [item for item in found if may_be_listed(view, item.record_id)]
            desk.terminal.say_json([_as_json(item, records[item.record_id], names) for item in listed])
        elif not found:
            desk.terminal.say(sentences.said("nothing_due"))
        else:
            desk.terminal.say(phrases.day(today.isoformat()))
            for group in GROUPS:
                own = [item for item in found if _group(item) == group]
                _say(desk, group, own, records, names)
    return 0


def _is_asked(found: tuple[DueItem, ...], leader: Leader) -> bool:
    """Whether it is asked of a leader who was archived if what is kept is still needed."""
    return any(item.kind == "retention" and leader.id in item.leader_ids for item in found)


def _records(view: View, leaders: tuple[Leader, ...], wanted: str, today: dt.date) -> Iterator[Record]:
    """What something may be due of, and each leader's last note."""
    yield from leaders
    for name in (*COACHING, "retention", "hold"):
        yield from view.records(name)
    last = (today + dt.timedelta(days=AHEAD_DAYS)).isoformat()
    newest = Filter(to_day=today.isoformat(), lanes=_OF_OTHERS)
    for leader in leaders:
        if leader.archived or (wanted and leader.id != wanted):
            continue
        due = view.timeline(leader.id, Filter(due=last), _NO_LIMIT).entries
        listed = next((one for one in view.timeline(leader.id, newest).entries if not one.withdrawn), None)
        yield from (one.entry for one in (*due, *([listed] if listed else [])) if not one.withdrawn)


def _say(
    desk: Desk, group: str, items: list[DueItem], records: Mapping[str, Record], names: Mapping[str, str]
) -> None:
    rows = [
        (
            f"  {finding.short_id(item.record_id)}",
            _when(item),
            ", ".join(_about(item, names)),
            _what(item, records[item.record_id]),
        )
        for item in items
    ]
    if rows:
        desk.terminal.say("", GROUPS[group])
        desk.terminal.say(*(shortened(line, desk.terminal.width) for line in table(rows)))


def _as_json(item: DueItem, record: Record, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "group": _group(item),
        "kind": item.kind,
        "what": _what(item, record),
        "day": item.day,
        "overdue_days": item.overdue_days,
        "leaders": [{"id": one, "name": names[one]} for one in item.leader_ids if one in names],
        "type": type_name(record),
        "id": item.record_id,
        "point": item.point,
    }


def _about(item: DueItem, names: Mapping[str, str]) -> list[str]:
    return [names[one] for one in item.leader_ids if one in names]


def _group(item: DueItem) -> str:
    if item.kind == "no_note":
        return "quiet"
    if item.kind in _TO_TELL:
        return "tell"
    if item.day is None:
        return "open"
    return "overdue" if item.overdue_days > 0 else "today" if item.overdue_days == 0 else "soon"


def _when(item: DueItem) -> str:
    if item.day is None:
        return ""
    day = phrases.short_day(item.day)
    if item.kind == "example":
        return f"of {day}"
    return f"{day}, {phrases.count(item.overdue_days, 'day')} late" if item.overdue_days > 0 else day


def _what(item: DueItem, record: Record) -> str:
    said = _WHAT[item.kind](record)
    if isinstance(record, Entry):
        text = headline_of(record) if item.point is None else record.action_points[item.point].text
        said = f"{said}{text}"
    return on_one_line(said)


def _field(before: str, field: str) -> Callable[[Record], str]:
    return lambda record: f"{before}{getattr(record, field)}"


def _fixed(said: str) -> Callable[[Record], str]:
    return lambda _record: said


_WHAT: Mapping[str, Callable[[Record], str]] = {
    "meeting": lambda record: words.MEETINGS[getattr(record, "kind", "check_in")],
    "check_in": _fixed("Plan the next check-in"),
    "action_point": _fixed(""),
    "goal": _field("Goal: ", "title"),
    "support": _field("Support that was accepted: ", "what"),
    "self_reflection": _field("Their reflection: ", "title"),
    "example": _fixed("Tell them: "),
    "expectation": _field("Say what is expected: ", "text"),
    "commitment": _field("Commitment to change, not told yet: ", "affected"),
    "letter": lambda record: f"Hand over the letter: {coached.called(record)}",
    "decision_review": _field("Look again at the decision: ", "title"),
    "retention": _fixed("Is what is kept about them still needed?"),
    "no_note": _fixed("Write a note"),
}
"""What is to be done; of an entry its own words follow."""
