"""What Today shows: everything that is due, as rows in a few groups. Asked off the GUI thread; no widget in here."""

import datetime as dt
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, get_args

from coachdesk.coaching.due_items import DueItem, due_items
from coachdesk.gui import wording
from coachdesk.gui.background import Task
from coachdesk.gui.coaching.pages import page_of
from coachdesk.gui.coaching.words import MEETINGS
from coachdesk.gui.texts import N_, _, ngettext
from coachdesk.journal.filters import Filter
from coachdesk.records.base import Record
from coachdesk.records.entry import Entry, Lane
from coachdesk.records.forms import COACHING, type_name
from coachdesk.records.meeting import Meeting
from coachdesk.records.people import Leader

if TYPE_CHECKING:
    from coachdesk.journal.view import View

AHEAD_DAYS = 7
_LETTERS, _MOST_DUE, _AT_ONCE = 120, 500, 100
_TIMELINE = "timeline"
_OF_OTHERS = tuple(lane for lane in get_args(Lane) if lane != "reflection")

GROUPS = (
    ("overdue", N_("Overdue")),
    ("today", N_("Today")),
    ("soon", N_("In the next seven days")),
    ("tell", N_("Not told yet")),
    ("open", N_("Open, without a day")),
    ("quiet", N_("No note for a while")),
)
"""The groups in their order."""


class Row(NamedTuple):
    """One thing to do. ``entry_id`` or ``page`` is where it is done; without either, by a new note.

    ``point`` is the number of the action point in its entry, from 0; -1 for anything else.
    """

    group: str
    title: str
    leaders: str
    when: str
    leader_id: str
    entry_id: str = ""
    page: str = ""
    point: int = -1


def ask(today: dt.date, view: "View", task: Task) -> tuple[Row, ...]:
    """All rows, in order. The entries of one leader after the other are read, and let go again."""
    leaders = [leader for leader in view.leaders() if not leader.archived]
    names = {leader.id: leader.name for leader in leaders}
    coaching = [one for name in COACHING for one in view.records(name)]
    found = dict(_rows_of(coaching, today, names))
    for leader in leaders:
        task.check()
        found.update(_rows_of([leader, *_last_note(view, leader.id, today)], today, names))
        due = _due(view, leader.id, today)
        for at in range(0, min(len(due), _MOST_DUE), _AT_ONCE):
            task.check()
            entries = view.listed(leader.id, due[at : min(at + _AT_ONCE, _MOST_DUE)])
            found.update(_rows_of([one.entry for one in entries if not one.withdrawn], today, names))
        if len(due) > _MOST_DUE:
            found[(-sys.maxsize, "more", leader.id, 0)] = _more(leader, len(due) - _MOST_DUE)
    return tuple(found[key] for key in sorted(found))


_Key = tuple[int, str, str, int]
"""Where a row stands: the longest overdue first. What two leaders share has one row."""


def _due(view: "View", leader_id: str, today: dt.date) -> list[int]:
    """The numbers of all entries of which something is due, the oldest first."""
    last = (today + dt.timedelta(days=AHEAD_DAYS)).isoformat()
    return [mark.record for mark in reversed(view.marks(leader_id, Filter(due=last)))]


def _last_note(view: "View", leader_id: str, today: dt.date) -> Iterator[Record]:
    """The newest entry that counts as a note, as ``due_items.last_days`` has it: it tells when that was."""
    noted = view.outlines(leader_id, Filter(to_day=today.isoformat(), lanes=_OF_OTHERS)).entries
    newest = next((one for one in noted if not one.withdrawn), None)
    if newest is not None:
        yield view.get(newest.id).record


def _more(leader: Leader, count: int) -> Row:
    """What is not listed of a leader with more open than anybody can do is said, and is in their timeline."""
    title = ngettext(
        "{count} more note with something open", "{count} more notes with something open", count
    ).format(count=wording.number(count))
    return Row(group="open", title=title, leaders=leader.name, when="", leader_id=leader.id, page=_TIMELINE)


def _rows_of(
    records: Sequence[Record], today: dt.date, names: Mapping[str, str]
) -> Iterator[tuple[_Key, Row]]:
    by_id = {record.id: record for record in records}
    for item in due_items(records, today, ahead_days=AHEAD_DAYS):
        if set(item.leader_ids) & set(names):
            key = (-item.overdue_days, item.kind, item.record_id, item.point or 0)
            yield key, _row(item, by_id, names)


def _row(item: DueItem, records: Mapping[str, Record], names: Mapping[str, str]) -> Row:
    record = records[item.record_id]
    leader_id = next(one for one in item.leader_ids if one in names)
    is_entry = isinstance(record, Entry)
    return Row(
        group=_group(item),
        title=_TITLES[item.kind](item, record)[:_LETTERS],
        leaders=", ".join(names[one] for one in item.leader_ids if one in names),
        when=_when(item),
        leader_id=leader_id,
        entry_id=item.record_id if is_entry else "",
        page="" if is_entry else _page(record, records),
        point=-1 if item.point is None else item.point,
    )


def _page(record: Record, records: Mapping[str, Record]) -> str:
    """Where a record is shown: a meeting is on the page of the plan or the case that it belongs to."""
    owner = records.get(record.of_id or "", record) if isinstance(record, Meeting) else record
    return page_of(type_name(owner))


def _group(item: DueItem) -> str:
    if item.kind == "no_note":
        return "quiet"
    if item.kind in ("example", "expectation", "commitment"):
        return "tell"
    if item.day is None:
        return "open"
    return "overdue" if item.overdue_days > 0 else "today" if item.overdue_days == 0 else "soon"


def _when(item: DueItem) -> str:
    if item.day is None:
        return ""
    if item.kind == "example":
        return _("happened on {day}").format(day=wording.short_day(item.day))
    if item.overdue_days > 0:
        count = item.overdue_days
        late = ngettext("{count} day late", "{count} days late", count).format(count=wording.number(count))
        return _("{day}, {late}").format(day=wording.short_day(item.day), late=late)
    return wording.short_day(item.day)


def _point(item: DueItem, record: Record) -> str:
    assert isinstance(record, Entry)
    assert item.point is not None
    return record.action_points[item.point].text


def _example(_item: DueItem, record: Record) -> str:
    assert isinstance(record, Entry)
    title = record.title or record.behaviour or record.text
    return _("Tell them: {example}").format(example=" ".join(title.split()))


def _field(words: str, field: str) -> Callable[[DueItem, Record], str]:
    return lambda _item, record: _(words).format(what=" ".join(str(getattr(record, field, "")).split()))


def _fixed(words: str) -> Callable[[DueItem, Record], str]:
    return lambda _item, _record: _(words)


_TITLES: Mapping[str, Callable[[DueItem, Record], str]] = {
    "meeting": lambda _item, record: _(MEETINGS[getattr(record, "kind", "check_in")]),
    "check_in": _fixed(N_("Plan the next check-in")),
    "action_point": _point,
    "goal": _field(N_("Goal: {what}"), "title"),
    "support": _field(N_("Support that was accepted: {what}"), "what"),
    "example": _example,
    "expectation": _field(N_("Say what is expected: {what}"), "text"),
    "commitment": _field(N_("Commitment to change: {what} has not been told"), "affected"),
    "letter": _fixed(N_("Hand over the letter")),
    "decision_review": _field(N_("Look again at the decision: {what}"), "title"),
    "no_note": _fixed(N_("Write a note")),
}


def grouped(rows: Sequence[Row]) -> list[tuple[str, list[Row]]]:
    """The rows by group; groups without any are left out."""
    found = [(title, [row for row in rows if row.group == key]) for key, title in GROUPS]
    return [(title, own) for title, own in found if own]
