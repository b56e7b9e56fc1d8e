"""What Today shows: everything that is due, as rows in a few groups. Asked off the GUI thread; no widget in here."""

import datetime as dt
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, get_args

from coachdesk.coaching.due_items import DueItem, due_items
from coachdesk.coaching.reflection import own_commitments
from coachdesk.gui import wording
from coachdesk.gui.background import Task
from coachdesk.gui.coaching.pages import page_of
from coachdesk.gui.coaching.words import MEETINGS
from coachdesk.gui.draft_words import draft_line
from coachdesk.gui.texts import N_, _, ngettext
from coachdesk.gui.when import home_zone
from coachdesk.journal.drafts import Draft
from coachdesk.journal.filters import Filter
from coachdesk.records.base import Record
from coachdesk.records.entry import Entry, Lane
from coachdesk.records.forms import COACHING, type_name
from coachdesk.records.meeting import Meeting, Slot
from coachdesk.records.people import Leader

if TYPE_CHECKING:
    from coachdesk.journal.view import View

AHEAD_DAYS = 7
_LETTERS, _MOST_DUE, _AT_ONCE = 120, 500, 100
_TIMELINE = "timeline"
_OWN: tuple[Lane, ...] = ("reflection",)
_OF_OTHERS = tuple(lane for lane in get_args(Lane) if lane not in _OWN)

GROUPS = (
    ("overdue", N_("Overdue")),
    ("today", N_("Today")),
    ("draft", N_("Begun and not finished")),
    ("soon", N_("In the next seven days")),
    ("own", N_("What I promised myself")),
    ("tell", N_("Not told yet")),
    ("open", N_("Open, without a day")),
    ("quiet", N_("No note for a while")),
)
"""The groups in their order."""


class Row(NamedTuple):
    """One thing to do. ``entry_id`` or ``page`` (and the record on it) is where it is done; without either, by a new
    note. ``draft_id`` is one that waits.

    ``point`` is the number of the action point in its entry, from 0; -1 for anything else. ``letter`` names the
    record of which a letter is to be handed over; ``is_talk``: it is done by talking with them; ``is_review``: by looking at what is kept about them.
    """

    group: str
    title: str
    leaders: str
    when: str
    leader_id: str
    entry_id: str = ""
    page: str = ""
    point: int = -1
    letter: str = ""
    is_talk: bool = False
    draft_id: str = ""
    record_id: str = ""
    is_review: bool = False


def ask(today: dt.date, view: "View", task: Task) -> tuple[Row, ...]:
    """All rows, in order. The entries of one leader after the other are read, and let go again."""
    leaders = [leader for leader in view.leaders() if not leader.archived]
    names = {leader.id: leader.name for leader in leaders}
    coaching = [one for name in COACHING for one in view.records(name)]
    found = dict(_rows_of(coaching, today, names))
    found.update(_retentions(view, today))
    for leader in leaders:
        task.check()
        found.update(_rows_of([leader, *_last_note(view, leader.id, today)], today, names))
        due = _due(view, leader.id, today)
        for entries in _read(view, leader.id, due[:_MOST_DUE], task):
            found.update(_rows_of(entries, today, names))
        own = [mark.record for mark in view.marks(leader.id, Filter(lanes=_OWN))]
        for entries in _read(view, leader.id, own, task):
            found.update(_promises(entries, today, names))
        if len(due) > _MOST_DUE:
            found[(-sys.maxsize, "more", leader.id, 0)] = _more(leader, len(due) - _MOST_DUE)
    everybody = {leader.id: leader.name for leader in view.leaders()}
    return (*(found[key] for key in sorted(found)), *(_draft(one, everybody) for one in view.drafts()))


def _read(view: "View", leader_id: str, numbers: Sequence[int], task: Task) -> Iterator[list[Entry]]:
    """The entries with these numbers, some at a time; none that was withdrawn."""
    for at in range(0, len(numbers), _AT_ONCE):
        task.check()
        listed = view.listed(leader_id, numbers[at : at + _AT_ONCE])
        yield [one.entry for one in listed if not one.withdrawn]


def _promises(
    entries: Sequence[Entry], today: dt.date, names: Mapping[str, str]
) -> Iterator[tuple["_Key", Row]]:
    """What the manager promised themselves in a reflection: shown here, and nowhere that others may read."""
    by_id = {entry.id: entry for entry in entries}
    for one in own_commitments(entries, today):
        if one.overdue_days >= -AHEAD_DAYS:
            item = DueItem(
                "action_point",
                one.entry_id,
                by_id[one.entry_id].leader_ids,
                one.day,
                one.overdue_days,
                one.point,
            )
            yield (
                (-one.overdue_days, item.kind, one.entry_id, one.point),
                _row(item, by_id, names)._replace(group="own"),
            )


def _retentions(view: "View", today: dt.date) -> Iterator[tuple["_Key", Row]]:
    """Whose file is to be looked through again: of leaders who were archived too, of those above all."""
    everybody = {leader.id: leader.name for leader in view.leaders()}
    kept = [*view.records("leader"), *view.records("retention"), *view.records("hold")]
    return ((key, row) for key, row in _rows_of(kept, today, everybody) if key[1] == "retention")


def _draft(draft: Draft, names: Mapping[str, str]) -> Row:
    when = wording.recorded(draft.updated_at)
    return Row("draft", draft_line(draft, names), "", when, leader_id="", draft_id=draft.id)


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
            at = getattr(by_id[item.record_id], "at", None)  # those of one day in the order of the day
            begins = at.local if isinstance(at, Slot) else ""
            key = (-item.overdue_days, item.kind, begins + item.record_id, item.point or 0)
            yield key, _row(item, by_id, names)


def _row(item: DueItem, records: Mapping[str, Record], names: Mapping[str, str]) -> Row:
    record = records[item.record_id]
    leader_id = next(one for one in item.leader_ids if one in names)
    is_entry = isinstance(record, Entry)
    return Row(
        group=_group(item),
        title=_TITLES[item.kind](item, record)[:_LETTERS],
        leaders=", ".join(names[one] for one in item.leader_ids if one in names),
        when=_when(item, record),
        leader_id=leader_id,
        entry_id=item.record_id if is_entry else "",
        page="" if is_entry else _page(record, records),
        point=-1 if item.point is None else item.point,
        letter=item.record_id if item.kind == "letter" else "",
        record_id="" if is_entry else item.record_id,
        is_review=item.kind == "retention",
        is_talk=item.kind in ("example", "expectation", "meeting", "check_in"),
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


def _when(item: DueItem, record: Record) -> str:
    if item.day is None:
        return ""
    if item.kind == "example":
        return _("happened on {day}").format(day=wording.short_day(item.day))
    if item.overdue_days > 0:
        count = item.overdue_days
        late = ngettext("{count} day late", "{count} days late", count).format(count=wording.number(count))
        return _("{day}, {late}").format(day=wording.short_day(item.day), late=late)
    if isinstance(record, Meeting) and record.at.zone == home_zone():
        return _("{day}, {time}").format(day=wording.short_day(item.day), time=wording.time(record.at.time))
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
    "self_reflection": _field(N_("Their reflection: {what}"), "title"),
    "example": _example,
    "expectation": _field(N_("Say what is expected: {what}"), "text"),
    "commitment": _field(N_("Commitment to change: {what} has not been told"), "affected"),
    "letter": _fixed(N_("Hand over the letter")),
    "decision_review": _field(N_("Look again at the decision: {what}"), "title"),
    "retention": _fixed(N_("Is what is kept about them still needed?")),
    "no_note": _fixed(N_("Write a note")),
}


def grouped(rows: Sequence[Row]) -> list[tuple[str, list[Row]]]:
    """The rows by group; groups without any are left out."""
    found = [(title, [row for row in rows if row.group == key]) for key, title in GROUPS]
    return [(title, own) for title, own in found if own]
