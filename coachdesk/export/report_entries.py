"""The parts of a report that go entry by entry: chronology, full entries, the log of changes, the gaps."""

from collections.abc import Iterable, Iterator

from coachdesk.export import phrases
from coachdesk.export.blocks import Block, Facts, Group, Heading, Paragraph, Span, Table, Text
from coachdesk.export.differences import (
    FIELDS,
    action_point,
    changed_facts,
    changed_narrative,
    facts,
)
from coachdesk.export.proof import Proved
from coachdesk.export.story import LATE, Change, Gap, Reported, Story
from coachdesk.ledger.event import Event
from coachdesk.records.attachment import Attachment
from coachdesk.records.base import Record
from coachdesk.records.entry import NARRATIVE, Entry
from coachdesk.records.forms import read
from coachdesk.records.kinds import KINDS

_SUMMARY_LETTERS = 150

Row = tuple[Text, Text, Text, Text]
"""A line of the chronology."""


def anchor(number: int) -> str:
    """The place in the document where an entry stands."""
    return f"entry-{number}"


def numbers_by_id(story: Story) -> dict[str, str]:
    """What an entry's id is called in the text: ``entry 14``."""
    told = {one.events[0].record_id: f"entry {one.number}" for one in story.entries}
    return told | {gap.events[0].record_id: f"entry {gap.number}" for gap in story.gaps}


def chronology(story: Story, milestones: Iterable[tuple[str, Row]] = ()) -> Table:
    """Date, what happened, and where it stands: no commentary.

    ``milestones`` are moments of coaching records, each with what it is sorted by among the entries.
    """
    found = [(entry.occurred.sort_key, _row(entry)) for entry in story.entries]
    rows = sorted([*found, *milestones], key=lambda one: one[0])
    return Table(("Date", "Event", "Entry", "Page"), (0.23, 0.59, 0.09, 0.09), tuple(row for _, row in rows))


def _row(entry: Reported) -> Row:
    return (
        _plain(phrases.occurred_briefly(entry.occurred)),
        (
            Span(KINDS[entry.current.kind].name + "  ", "quiet"),
            Span(summary(entry.current)),
            *_marks(entry),
        ),
        (Span(str(entry.number), "", anchor(entry.number)),),
        (Span("", "", anchor(entry.number), page=True),),
    )


def _marks(entry: Reported) -> Text:
    notes = [phrases.LABELS[change.label].lower() for change in entry.changes]
    if entry.lag > LATE:
        notes.insert(0, "late entry")
    return (Span("  [" + ", ".join(dict.fromkeys(notes)) + "]", "quiet"),) if notes else ()


def summary(entry: Entry) -> str:
    """The title, or the first line of what was written, cut at a word."""
    written = (
        getattr(entry, field) for field in ("title", "behaviour", "text", "account", "situation", "impact")
    )
    first = next((text.strip().splitlines()[0] for text in written if text.strip()), "")
    return cut(first)


def cut(first: str) -> str:
    """A line, cut at a word if it is long."""
    if len(first) <= _SUMMARY_LETTERS:
        return first
    return first[:_SUMMARY_LETTERS].rpartition(" ")[0].rstrip(",.;:") + " …"


def full_entries(proved: Proved, story: Story) -> Iterator[Block]:
    """Every shown entry, month by month."""
    names, exhibits, month = numbers_by_id(story), exhibits_of(proved), ""
    for entry in story.entries:
        if (this := phrases.month(entry.occurred.day)) != month:
            month = this
            yield Heading(month, 2, f"month-{entry.occurred.day[:7]}")
        yield Group(
            str(entry.number), f"Entry {entry.number} continued", tuple(_entry(entry, names, exhibits))
        )


def exhibits_of(proved: Proved) -> dict[str, str]:
    """Each attachment's line: exhibit number, name, size, digest."""
    found = {}
    for exhibit in proved.evidence.exhibits:
        record = attachment_of(proved, exhibit.attachment_id)
        found[record.id] = (
            f"{exhibit.number} – {record.name} ({phrases.size(record.size)}, SHA-256 {record.digest[:16]}…)"
        )
    return found


def attachment_of(proved: Proved, attachment_id: str) -> Attachment:
    """The record of an attachment in the evidence."""
    known = proved.others[attachment_id]
    record: Record = read(known.event.record_type, known.event.schema, known.values["record"])
    assert isinstance(record, Attachment)
    return record


def _entry(entry: Reported, names: dict[str, str], exhibits: dict[str, str]) -> Iterator[Block]:
    original, first = entry.original, entry.events[0]
    title = f"{phrases.occurred_briefly(entry.occurred)} · {KINDS[entry.current.kind].name}"
    if entry.current.title:
        title += f" · {entry.current.title}"
    yield Heading(title, 3, anchor(entry.number))
    if entry.changes:
        yield Paragraph(_status(entry), "note")
    listed = [row for row in facts(original, names) if row[0] not in ("Title", "Kind", "Action points")]
    listed.insert(1, ("Recorded", f"{phrases.recorded(first)}, {phrases.lag(entry.lag)}"))
    if entry.reason:
        listed.append(("Reason given", entry.reason))
    attached = [exhibits[found] for found in original.attachment_ids if found in exhibits]
    listed += [("Exhibits", "\n".join(attached))] if attached else []
    yield Facts(tuple((name, _plain(value)) for name, value in listed))
    yield from _narrative(original)
    if original.action_points:
        yield Paragraph(_plain("Action points"), "label")
        yield Paragraph(_plain("\n".join(f"– {action_point(point)}" for point in original.action_points)))
    for change in entry.changes:
        yield from _change(change, names, exhibits)
    yield Paragraph(_plain(_ledger_line(entry.events)), "mono")


def _status(entry: Reported) -> Text:
    labels = dict.fromkeys(phrases.LABELS[change.label].lower() for change in entry.changes)
    said = f"As first recorded; see below for what was changed since: {', '.join(labels)}."
    if entry.withdrawn:
        return (Span("Withdrawn by the author. ", "bold"), Span(said))
    return _plain(said)


def _narrative(entry: Entry) -> Iterator[Block]:
    for field in NARRATIVE:
        text = getattr(entry, field)
        if text:
            yield Paragraph(_plain(FIELDS[field]), "label")
            yield Paragraph(_plain(text), "quote" if field == "account" else "body")


def _change(change: Change, names: dict[str, str], exhibits: dict[str, str]) -> Iterator[Block]:
    when = phrases.recorded(change.events[0])
    if len(change.events) > 1:
        when += f", {len(change.events)} corrections in one sitting, the last at {phrases.recorded(change.events[-1])}"
    yield Paragraph(_plain(f"{phrases.LABELS[change.label]}, recorded {when}"), "change")
    rows = [("Reason", _plain(change.reason)), *changed_facts(change.before, change.after, names)]
    yield Facts(tuple(rows))
    for label, text in changed_narrative(change.before, change.after):
        yield Paragraph(_plain(label), "label")
        yield Paragraph(text)
    for addition in change.after.additions[len(change.before.additions) :]:
        yield Paragraph(_plain("Added"), "label")
        yield Paragraph((Span(addition.text),))
        attached = [exhibits[found] for found in addition.attachment_ids if found in exhibits]
        if attached:
            yield Facts((("Exhibits", _plain("\n".join(attached))),))


def _ledger_line(events: tuple[Event, ...]) -> str:
    said = "; ".join(f"event {event.seq}, {event.action}, {event.commitment[:16]}" for event in events)
    return f"Ledger: {said}"


def changes_log(story: Story) -> Table:
    """Every change in the order in which it was written."""
    found = [(change, entry.number) for entry in story.entries for change in entry.changes]
    found.sort(key=lambda pair: pair[0].events[0].seq)
    rows = tuple(
        (
            (Span(str(number), "", anchor(number)),),
            _plain(phrases.recorded_briefly(change.events[0])),
            _plain(phrases.LABELS[change.label]),
            _plain(change.reason),
        )
        for change, number in found
    )
    return Table(("Entry", "Recorded", "Change", "Reason given"), (0.1, 0.2, 0.15, 0.55), rows)


def gaps_table(gaps: Iterable[Gap]) -> Table:
    """The withheld entries: number, dates, category and commitment. Titles are not shown."""
    rows = tuple(
        (
            _plain(str(gap.number)),
            _plain(phrases.occurred_briefly(gap.occurred)),
            _plain(phrases.recorded_briefly(gap.events[0])),
            _plain(phrases.REASONS_WITHHELD[gap.why]),
            (Span(gap.events[-1].commitment[:16], "quiet"),),
        )
        for gap in gaps
    )
    return Table(
        ("Entry", "Occurred", "Recorded", "Category", "Commitment"), (0.09, 0.18, 0.2, 0.31, 0.22), rows
    )


def _plain(text: str) -> Text:
    return (Span(text),) if text else ()
