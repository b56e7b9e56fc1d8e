"""The parts of a report that go entry by entry: chronology, full entries, the log of changes, the gaps."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from coachdesk.export import phrases
from coachdesk.export.blocks import Block, Facts, Group, Heading, Paragraph, Span, Table, Text, plain
from coachdesk.export.counted import Numbers
from coachdesk.export.differences import (
    FIELDS,
    action_point,
    changed_facts,
    changed_narrative,
    facts,
    replaced,
)
from coachdesk.export.proof import Proved
from coachdesk.export.story import LATE, Change, Gap, Reported, Story
from coachdesk.ledger.clock import parse
from coachdesk.ledger.event import Event
from coachdesk.records.attachment import Attachment
from coachdesk.records.base import Record
from coachdesk.records.entry import NARRATIVE, Entry
from coachdesk.records.forms import read
from coachdesk.records.kinds import KINDS

_SUMMARY_LETTERS = 150

Row = tuple[Text, Text, Text, Text]
"""A line of the chronology."""


def anchor(numbers: Numbers) -> str:
    """The place in the document where an entry stands."""
    return "-".join(("entry", *(str(number or 0) for number in numbers)))


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
        plain(phrases.occurred_briefly(entry.occurred)),
        (
            Span(KINDS[entry.current.kind].name + "  ", "quiet"),
            Span(summary(entry.current)),
            *_marks(entry),
        ),
        (Span(entry.number, "", anchor(entry.numbers)),),
        (Span("", "", anchor(entry.numbers), page=True),),
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


def full_entries(
    proved: Proved, story: Story, links: Mapping[str, Text], on_pages: Collection[str]
) -> Iterator[Block]:
    """Every shown entry, month by month; ``links`` are the records each says something to, by its id, ``on_pages``
    the numbers of the exhibits that are shown on pages.
    """
    names, exhibits, month = numbers_by_id(story), exhibits_of(proved, on_pages), ""
    people = people_of(proved)
    for entry in story.entries:
        if (this := phrases.month(entry.occurred.day)) != month:
            month = this
            yield Heading(month, 2, f"month-{entry.occurred.day[:7]}")
        yield Group(
            entry.number,
            f"Entry {entry.number} continued",
            tuple(_entry(entry, names, exhibits, people, links.get(entry.current.id, ()))),
        )


def people_of(proved: Proved) -> dict[str, str]:
    """The names of the two that a report is about, by their ids; of one alone it is said on every page anyway."""
    if len(proved.leaders) == 1:
        return {}
    return {known.event.record_id: str(known.values["record"]["name"]) for known in proved.leaders}


def about(entry: Entry, people: Mapping[str, str]) -> str:
    """Whom of these people an entry is about."""
    return " and ".join(name for leader_id, name in people.items() if leader_id in entry.leader_ids)


def exhibits_of(proved: Proved, on_pages: Collection[str]) -> dict[str, Text]:
    """Each attachment's line: exhibit number, name, size, digest; the number leads to its pages, or to the list."""
    found: dict[str, Text] = {}
    for exhibit in proved.evidence.exhibits:
        record = attachment_of(proved, exhibit.attachment_id)
        is_on_pages = exhibit.number in on_pages
        found[record.id] = (
            Span(exhibit.number, "", exhibit_anchor(exhibit.number) if is_on_pages else EXHIBITS),
            Span(f" – {record.name} ({phrases.size(record.size)}, SHA-256 {record.digest[:16]}…)"),
        )
    for gap in proved.evidence.dropped:
        found[gap.attachment_id] = (Span(f"{gap.number} – withheld", "quiet"),)
    return found


EXHIBITS = "exhibits"
"""Where the exhibits are listed."""


def exhibit_anchor(number: str) -> str:
    """Where the pages of an exhibit begin, if it is shown on pages."""
    return f"exhibit-{number}"


def attachment_of(proved: Proved, attachment_id: str) -> Attachment:
    """The record of an attachment in the evidence."""
    known = proved.others[attachment_id]
    record: Record = read(known.event.record_type, known.event.schema, known.values["record"])
    assert isinstance(record, Attachment)
    return record


def _entry(
    entry: Reported,
    names: dict[str, str],
    exhibits: dict[str, Text],
    people: Mapping[str, str],
    linked: Text,
) -> Iterator[Block]:
    original, first = entry.original, entry.events[0]
    title = f"{phrases.occurred_briefly(entry.occurred)} · {KINDS[entry.current.kind].name}"
    if entry.current.title:
        title += f" · {entry.current.title}"
    yield Heading(title, 3, anchor(entry.numbers))
    if entry.changes:
        yield Paragraph(_status(entry), "note")
    listed = [
        (name, plain(value))
        for name, value in facts(original, names)
        if name not in ("Title", "Kind", "Action points")
    ]
    listed = [("About", plain(about(original, people))), *listed] if people else listed
    lag = phrases.lag(original.occurred, parse(first.recorded_at))
    listed.insert(1 + bool(people), ("Recorded", plain(f"{phrases.recorded(first)}, {lag}")))
    if entry.reason:
        listed.append(("Reason given", plain(entry.reason)))
    listed += [("Speaks to", linked)] if linked else []
    yield Facts((*listed, *_exhibits(original.attachment_ids, exhibits)))
    yield from _narrative(original)
    if original.action_points:
        yield Paragraph(plain("Action points"), "label")
        yield Paragraph(plain("\n".join(f"– {action_point(point)}" for point in original.action_points)))
    for change in entry.changes:
        yield from _change(change, names, exhibits, people)
    yield Paragraph(plain(_ledger_line(entry.events)), "mono")


def _status(entry: Reported) -> Text:
    labels = dict.fromkeys(phrases.LABELS[change.label].lower() for change in entry.changes)
    said = f"As first recorded; see below for what was changed since: {', '.join(labels)}."
    if entry.withdrawn:
        return (Span("Withdrawn by the author. ", "bold"), Span(said))
    return plain(said)


def _narrative(entry: Entry) -> Iterator[Block]:
    for field in NARRATIVE:
        text = getattr(entry, field)
        if text:
            yield Paragraph(plain(FIELDS[field]), "label")
            yield Paragraph(plain(text), "quote" if field == "account" else "body")


def _change(
    change: Change, names: dict[str, str], exhibits: dict[str, Text], people: Mapping[str, str]
) -> Iterator[Block]:
    when = phrases.recorded(change.events[0])
    if len(change.events) > 1:
        when += f", {len(change.events)} corrections in one sitting, the last at {phrases.recorded(change.events[-1])}"
    yield Paragraph(plain(f"{phrases.LABELS[change.label]}, recorded {when}"), "change")
    rows = [("Reason", plain(change.reason)), *changed_facts(change.before, change.after, names)]
    if (old := about(change.before, people)) != (new := about(change.after, people)):
        rows.append(("About", replaced(old, new)))
    yield Facts(tuple(rows))
    for label, text in changed_narrative(change.before, change.after):
        yield Paragraph(plain(label), "label")
        yield Paragraph(text)
    for addition in change.after.additions[len(change.before.additions) :]:
        yield Paragraph(plain("Added"), "label")
        yield Paragraph((Span(addition.text),))
        if attached := _exhibits(addition.attachment_ids, exhibits):
            yield Facts(attached)


def _exhibits(attachment_ids: Iterable[str], exhibits: dict[str, Text]) -> tuple[tuple[str, Text], ...]:
    """The exhibits among some attachments, each on a line, as a row."""
    found: list[Span] = []
    for one in (exhibits[one] for one in attachment_ids if one in exhibits):
        found += [Span("\n"), *one] if found else one
    return (("Exhibits", tuple(found)),) if found else ()


def _ledger_line(events: tuple[Event, ...]) -> str:
    said = "; ".join(f"event {event.seq}, {event.action}, {event.commitment[:16]}" for event in events)
    return f"Ledger: {said}"


def changes_log(story: Story) -> Table:
    """Every change in the order in which it was written."""
    found = [(change, entry) for entry in story.entries for change in entry.changes]
    found.sort(key=lambda pair: pair[0].events[0].seq)
    rows = tuple(
        (
            (Span(entry.number, "", anchor(entry.numbers)),),
            plain(phrases.recorded_briefly(change.events[0])),
            plain(phrases.LABELS[change.label]),
            plain(change.reason),
        )
        for change, entry in found
    )
    return Table(("Entry", "Recorded", "Change", "Reason given"), (0.09, 0.36, 0.13, 0.42), rows)


def gaps_table(gaps: Iterable[Gap]) -> Table:
    """The withheld entries: number, dates, category and commitment. Titles are not shown."""
    rows = tuple(
        (
            plain(gap.number),
            plain(phrases.occurred_briefly(gap.occurred)),
            plain(phrases.recorded_briefly(gap.events[0])),
            plain(phrases.REASONS_WITHHELD[gap.why]),
            (Span(gap.events[-1].commitment[:16], "quiet"),),
        )
        for gap in gaps
    )
    return Table(
        ("Entry", "Occurred", "Recorded", "Category", "Commitment"), (0.09, 0.18, 0.2, 0.31, 0.22), rows
    )
