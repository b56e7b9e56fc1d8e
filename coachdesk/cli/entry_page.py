"""One entry on a terminal: everything about it as it stands, then how it came to stand so."""

from collections.abc import Iterator, Mapping, Sequence

from coachdesk.cli import finding, holds
from coachdesk.cli.showing import INDENT, labelled
from coachdesk.cli.text import wrapped
from coachdesk.export import phrases
from coachdesk.export.blocks import Text
from coachdesk.export.differences import FIELDS, changed_facts, changed_narrative, facts, replaced
from coachdesk.journal.view import Revision, View
from coachdesk.ledger.clock import parse
from coachdesk.records.attachment import Attachment
from coachdesk.records.entry import NARRATIVE, Entry

_DONE = {
    "create": "recorded",
    "add": "added to",
    "correct": "corrected",
    "withdraw": "withdrawn",
    "refile": "refiled",
}
_MARKS = {"struck": ("[-", "-]"), "added": ("{+", "+}")}
_DEEPER = " " * 5
_NOBODY = "somebody who was erased"


def page_of(view: View, history: Sequence[Revision], width: int) -> Iterator[str]:
    """The lines of a page about the entry with this history."""
    states = [revision.record for revision in history if isinstance(revision.record, Entry)]
    names = {leader.id: leader.name for leader in view.leaders()}
    entry, last = states[-1], history[-1]
    numbers = dict(zip(last.payload.leaders, last.payload.numbers, strict=True))
    about = " and ".join(f"Entry {numbers[one]} about {names.get(one, _NOBODY)}" for one in entry.leader_ids)
    state = "   ERASED" if last.erased else "   WITHDRAWN" if last.event.action == "withdraw" else ""
    yield from (f"{about}   id {entry.id}{state}", "")
    for line in holds.lines_about(view, *entry.leader_ids):
        yield from (wrapped(line, width), "")
    yield from labelled(_rows(view, history[0], states), width)
    yield from _prose(view, entry, width)
    if len(history) > 1:
        yield from ("", "History   [-taken out-] {+put in+}")
        for before, revision, after in zip([None, *states], history, states, strict=False):
            yield from _revision(revision, before, after, names, width)


def _rows(view: View, first: Revision, states: Sequence[Entry]) -> list[tuple[str, str]]:
    entry = states[-1]
    lag = phrases.lag(states[0].occurred, parse(first.event.recorded_at))
    rows = [
        *facts(entry, _links(entry)),
        ("Recorded", f"{phrases.recorded(first.event)}, {lag}"),
    ]
    if entry.counsel:
        rows.append(("Counsel", _counsel(entry)))
    return rows + [("Attached", _attachment(view, one)) for one in entry.attachment_ids]


def _links(entry: Entry) -> dict[str, str]:
    told = entry.told.entry_id if entry.told else None
    return {told: f"entry {finding.short_id(told)}"} if told else {}


def _attachment(view: View, attachment_id: str) -> str:
    record = view.get(attachment_id).record
    assert isinstance(record, Attachment)
    return f"{record.name}, {phrases.size(record.size)}, SHA-256 {record.digest}"


def _prose(view: View, entry: Entry, width: int) -> Iterator[str]:
    for field in NARRATIVE:
        if text := getattr(entry, field):
            yield from ("", FIELDS[field], wrapped(text, width, INDENT))
    for addition in entry.additions:
        yield from ("", "Added later", wrapped(addition.text, width, INDENT))
        yield from (INDENT + _attachment(view, one) for one in addition.attachment_ids)


def _revision(
    revision: Revision, before: Entry | None, after: Entry, names: Mapping[str, str], width: int
) -> Iterator[str]:
    event = revision.event
    yield f"{event.revision:>3}  {_DONE[event.action]} {phrases.recorded(event)}"
    if revision.payload.reason:
        yield wrapped(f"because: {revision.payload.reason}", width, _DEEPER)
    for name, text in _changes(before, after, names) if before else ():
        yield wrapped(f"{name}: {marked(text)}", width, _DEEPER)


def _changes(before: Entry, after: Entry, names: Mapping[str, str]) -> Iterator[tuple[str, Text]]:
    links = _links(before) | _links(after)
    yield from changed_facts(before, after, links)
    yield from changed_narrative(before, after)
    for name, old, new in (
        ("About", _about(before, names), _about(after, names)),
        ("Counsel", _counsel(before), _counsel(after)),
    ):
        if old != new:
            yield name, replaced(old, new)


def _about(entry: Entry, names: Mapping[str, str]) -> str:
    return " and ".join(names.get(leader_id, _NOBODY) for leader_id in entry.leader_ids)


def _counsel(entry: Entry) -> str:
    return f"{entry.counsel.lawyer}: {entry.counsel.purpose}" if entry.counsel else ""


def marked(text: Text) -> str:
    """Changes as they are marked where there is no colour: ``[-taken out-]`` and ``{+put in+}``."""
    parts = []
    for span in text:
        opened, closed = _MARKS.get(span.mark, ("", ""))
        parts.append(f"{opened}{span.text}{closed}")
    return "".join(parts)
