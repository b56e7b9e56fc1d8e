"""What the search box lists: commands, leaders, entries, ways to complete a filter; and where they come from."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from PySide6.QtGui import QAction, QKeySequence

from coachdesk.gui import wording
from coachdesk.gui.background import Task
from coachdesk.gui.query import Query, begins
from coachdesk.gui.texts import _
from coachdesk.gui.timeline_model import headline_of
from coachdesk.journal.search import CLOSE, OPEN, Hit
from coachdesk.journal.view import View
from coachdesk.records.entry import NARRATIVE, Entry
from coachdesk.records.people import Leader

LIMIT = 40
_COMMANDS_AT_MOST, _LEADERS_AT_MOST = 4, 4
_BEGINNING = 160


class Heading(NamedTuple):
    """What the rows under it are."""

    words: str


class CommandRow(NamedTuple):
    """Something that can be done; ``key`` is the command's."""

    key: str
    words: str
    shortcut: str


class LeaderRow(NamedTuple):
    """A leader."""

    leader_id: str
    name: str
    role: str


class EntryRow(NamedTuple):
    """An entry. In ``passage`` the found words stand between ``OPEN`` and ``CLOSE`` of the journal's search."""

    entry_id: str
    leader_id: str
    kind: str
    day: str
    who: str
    title: str
    passage: str


class Completion(NamedTuple):
    """What the line may become."""

    line: str


class Sentence(NamedTuple):
    """Something to be said in place of rows."""

    words: str


class Found(NamedTuple):
    """Where the search box leads: to a command, or to an entry of a leader, found by ``words``, or to the leader."""

    command: str = ""
    leader_id: str = ""
    entry_id: str = ""
    words: str = ""


Row = Heading | CommandRow | LeaderRow | EntryRow | Completion | Sentence


def is_choice(row: Row) -> bool:
    """Whether a row can be chosen."""
    return not isinstance(row, Heading | Sentence)


def commands_for(typed: str, commands: Mapping[str, QAction]) -> list[CommandRow]:
    """The commands that can be given now and whose words begin as typed; all of them if nothing is."""
    found = [
        CommandRow(key, _bare(action.text()), _keys(action))
        for key, action in commands.items()
        if action.isVisible() and action.isEnabled() and key != "search"
    ]
    fitting = [row for row in found if begins(row.words, typed)]
    return fitting[:_COMMANDS_AT_MOST] if typed.strip() else fitting


def leaders_for(typed: str, leaders: Sequence[Leader]) -> list[LeaderRow]:
    """The leaders whose names begin as typed."""
    fitting = [leader for leader in leaders if typed.strip() and begins(leader.name, typed)]
    return [LeaderRow(leader.id, leader.name, leader.role) for leader in fitting[:_LEADERS_AT_MOST]]


def entries_for(query: Query, view: View, task: Task) -> list[EntryRow]:
    """The entries that are asked for; in the background."""
    if query.is_narrowed:
        hits = view.find(query.wanted, [leader.id for leader in query.leaders], LIMIT)
    else:
        hits = view.search(query.words, LIMIT)
    names = {leader.id: leader.name for leader in view.leaders()}
    found = []
    for hit in hits:
        task.check()
        record = view.get(hit.record_id).record
        if isinstance(record, Entry):
            wanted = {leader.id for leader in query.leaders}
            found.append(_entry_row(hit, record, names, wanted))
    return found


def _entry_row(hit: Hit, entry: Entry, names: Mapping[str, str], wanted: set[str]) -> EntryRow:
    return EntryRow(
        entry_id=entry.id,
        leader_id=next((one for one in entry.leader_ids if one in wanted), entry.leader_ids[0]),
        kind=entry.kind,
        day=entry.occurred.day,
        who=", ".join(names[leader_id] for leader_id in entry.leader_ids),
        title=entry.title or ("" if hit.snippet else headline_of(entry)),
        passage=" ".join((hit.snippet or _beginning(entry)).split()),
    )


def _beginning(entry: Entry) -> str:
    texts = (getattr(entry, field)[:_BEGINNING] for field in NARRATIVE)
    return next((text for text in texts if text.strip()), "")


def spoken(row: Row) -> str:
    """A row as a screen reader says it."""
    match row:
        case CommandRow():
            return ", ".join(part for part in (row.words, row.shortcut) if part)
        case LeaderRow():
            return ", ".join(part for part in (row.name, row.role) if part)
        case EntryRow():
            passage = row.passage.replace(OPEN, "").replace(CLOSE, "")
            day = wording.short_day(row.day)
            return ", ".join(
                part for part in (row.title, wording.kind(row.kind), row.who, day, passage) if part
            )
        case Completion():
            return _("Complete: {line}").format(line=row.line)
        case Heading() | Sentence():
            return row.words


def _bare(words: str) -> str:
    """The words of a menu line, without the mark of its letter."""
    return words.replace("&&", "\0").replace("&", "").replace("\0", "&").rstrip("…")


def _keys(action: QAction) -> str:
    return action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
