"""The open copy's pages: everything about one leader as Markdown, which any editor shows.

What was written is text, never markup: whatever would mean something to Markdown has a backslash before it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from coachdesk.export import phrases
from coachdesk.export.differences import FIELDS, facts
from coachdesk.ledger.event import Event
from coachdesk.records.base import Record
from coachdesk.records.entry import NARRATIVE, Entry
from coachdesk.records.kinds import KINDS
from coachdesk.records.people import Leader

State = tuple[Event, str, Record]
"""An event, the reason given for it, and the record as it then stood."""

_MARKUP = re.compile(r"([\\`*_\[\]<>#|~&])")
_BEGINS = re.compile(r"^(\s*)([-+=]|\d+[.)])", re.MULTILINE)
_CHANGES = {
    "add": "Added to",
    "correct": "Corrected",
    "withdraw": "Withdrawn",
    "refile": "Refiled",
    "update": "Changed",
}


class Told(msgspec.Struct, frozen=True):
    """A record of the leader's file: an entry's number (0 for a coaching record), its states, the oldest first."""

    number: int
    states: list[State]


def leader_page(leader: Leader, told: Iterable[Told], attached: Mapping[str, str]) -> str:
    """The page; ``attached`` are the names of the files by their ids."""
    known = list(told)
    entries = [one for one in known if isinstance(one.states[-1][2], Entry)]
    entries.sort(key=_day)
    parts = [
        f"# {escaped(leader.name)}",
        escaped(", ".join(filter(None, (leader.role, leader.team)))),
        "## Entries",
    ]
    for one in entries:
        parts += _entry(one, attached)
    coaching = [one for one in known if not isinstance(one.states[-1][2], Entry)]
    if coaching:
        parts.append("## Coaching records")
    for one in coaching:
        parts += _record(one)
    return "\n\n".join(part for part in parts if part) + "\n"


def escaped(text: str) -> str:
    """``text`` as Markdown that shows it as it is, its lines kept."""
    safe = _BEGINS.sub(r"\1\\\2", _MARKUP.sub(r"\\\1", text))
    return safe.replace("\n", "\\\n")


def _day(told: Told) -> tuple[Any, int]:
    entry = told.states[-1][2]
    assert isinstance(entry, Entry)
    return entry.occurred.sort_key, told.number


def _entry(told: Told, attached: Mapping[str, str]) -> Iterator[str]:
    entry = told.states[-1][2]
    assert isinstance(entry, Entry)
    title = f" · {escaped(entry.title)}" if entry.title else ""
    yield f"### {told.number}. {phrases.occurred_briefly(entry.occurred)} · {KINDS[entry.kind].name}{title}"
    said = [("Recorded", phrases.recorded(told.states[0][0])), *facts(entry, {})]
    yield "\n".join(f"- {name}: {escaped(value)}" for name, value in said if name not in ("Title", "Kind"))
    yield from _narrative(entry)
    for addition in entry.additions:
        yield f"**Added later:** {escaped(addition.text)}"
        yield from _links(addition.attachment_ids, attached)
    yield from _links(entry.attachment_ids, attached)
    for (_, _, before), (event, reason, _) in zip(told.states, told.states[1:], strict=False):
        yield f"*{_CHANGES.get(event.action, 'Changed')} on {phrases.recorded(event)}:* {escaped(reason)}"
        if event.action == "correct" and isinstance(before, Entry):
            yield "Before this it read:"
            yield from (f"> {part}" for part in _narrative(before))


def _narrative(entry: Entry) -> Iterator[str]:
    for field in NARRATIVE:
        if text := getattr(entry, field):
            yield f"**{FIELDS[field]}:** {escaped(text)}"


def _links(ids: Iterable[str], attached: Mapping[str, str]) -> Iterator[str]:
    for attachment_id in ids:
        if name := attached.get(attachment_id):
            yield f"Attached: [{escaped(name.partition('/')[2])}](<../{name}>)"


def _record(told: Told) -> Iterator[str]:
    event, _, record = told.states[-1]
    yield f"### {phrases.COACHING[event.record_type]} · {phrases.recorded(told.states[0][0])}"
    yield "\n".join(f"- {name}: {escaped(value)}" for name, value in _values(msgspec.to_builtins(record), ""))
    for changed, reason, _ in told.states[1:]:
        yield f"*{_CHANGES.get(changed.action, 'Changed')} on {phrases.recorded(changed)}:* {escaped(reason)}"


def _values(value: Any, name: str) -> Iterator[tuple[str, str]]:
    """The values of a record that say something, each with its way to it; ids mean nothing to a reader."""
    if isinstance(value, dict):
        for key, item in value.items():
            if key != "id" and not key.endswith(("_id", "_ids")):
                yield from _values(item, f"{name}, {key}" if name else key.replace("_", " "))
    elif isinstance(value, list | tuple):
        for index, item in enumerate(value, start=1):
            yield from _values(item, f"{name} {index}")
    elif value not in ("", None):
        yield name, str(value)
