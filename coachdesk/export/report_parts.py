"""What the sections about coaching records are put together from."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from msgspec.structs import replace

from coachdesk.export import phrases
from coachdesk.export import phrases_coaching as words
from coachdesk.export.blocks import Block, Facts, Group, Heading, Paragraph, Span, Table, Text, plain
from coachdesk.export.coaching_file import About, CoachingFile, Item
from coachdesk.records.entry import Presence
from coachdesk.records.issue import Link
from coachdesk.records.plan import Cadence

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def facts(*rows: tuple[str, str | Text]) -> Facts:
    """Label and value pairs; those without a value are left out."""
    told = ((label, plain(value) if isinstance(value, str) else value) for label, value in rows)
    return Facts(tuple((label, value) for label, value in told if value))


def lines(*parts: str | Text) -> Text:
    """The parts that are not empty, each on a line of its own."""
    found: list[Span] = []
    for part in parts:
        spans = plain(part) if isinstance(part, str) else part
        if spans:
            found += [Span("\n"), *spans] if found else spans
    return tuple(found)


def table(header: Sequence[str], widths: Sequence[float], rows: Iterable[Sequence[str | Text]]) -> Table:
    """A table of short texts."""
    told = (tuple(plain(cell) if isinstance(cell, str) else cell for cell in row) for row in rows)
    return Table(tuple(header), tuple(widths), tuple(told))


def table_of(
    items: Sequence[Item[About]],
    header: Sequence[str],
    widths: Sequence[float],
    row: Callable[[Item[About]], Sequence[str | Text]],
) -> Table:
    """A table with a row for each record: it has no other place in the file, so that links to it lead there."""
    made = table(header, widths, map(row, items))
    return replace(made, anchors=tuple(item.anchor for item in items))


def signatures(rows: Iterable[tuple[str, str]]) -> Table:
    """Room to sign: as what, and the name where it is known."""
    return table(
        ("", "Name", "Date", "Signature"),
        (0.25, 0.27, 0.16, 0.32),
        ((f"\n\n{role}", f"\n\n{name}", "", "") for role, name in rows),
    )


def capital(text: str) -> str:
    """Text that begins with a capital, the rest of it as it is."""
    return text[:1].upper() + text[1:]


def day(iso: str | None, otherwise: str = "") -> str:
    """A day as tables have it."""
    return phrases.short_day(iso) if iso else otherwise


def present(people: Iterable[Presence]) -> str:
    """Who was there, and as what."""
    return "; ".join(phrases.joined((person.name, person.role)) for person in people)


def group(item: Item[About], title: str, blocks: Iterable[Block]) -> Group:
    """A record with a heading and a number of its own, how it came to be last."""
    heading = Heading(title, 3, item.anchor)
    about = (Paragraph(plain("About " + " and ".join(item.about)), "note"),) if item.about else ()
    inside = (heading, *about, *withdrawn(item), *blocks, Paragraph(plain(ledger_line(item)), "mono"))
    return Group(item.number, f"{item.name} continued", inside)


def withdrawn(item: Item[About]) -> Iterator[Block]:
    """That the author no longer stands by it, and why; nothing of one that stands."""
    if item.coached.withdrawn:
        last = item.coached.versions[-1]
        said = f"on {phrases.recorded(last.event)}. Reason: {last.reason}"
        yield Paragraph((Span("Withdrawn by the author ", "bold"), Span(said)), "note")


def marked(item: Item[About], text: str | Text) -> Text:
    """What stands in a table, with whom it is about where that is one of two, and the mark of one that was withdrawn."""
    spans = plain(text) if isinstance(text, str) else text
    spans = (*spans, Span(f"  ({item.about[0]})", "quiet")) if len(item.about) == 1 else spans
    return (*spans, Span("  [withdrawn]", "quiet")) if item.coached.withdrawn else spans


def named(item: Item[About]) -> Text:
    """The number in the first column of a table."""
    return plain(item.number)


def ledger_line(item: Item[About]) -> str:
    """Where the record stands in the ledger."""
    events = (version.event for version in item.coached.versions)
    return "Ledger: " + "; ".join(
        f"event {event.seq}, {event.action}, {event.commitment[:16]}" for event in events
    )


def recorded(item: Item[About]) -> str:
    """When it was first written."""
    return phrases.recorded(item.coached.versions[0].event)


def linked(file: CoachingFile, record_id: str) -> Text:
    """The entries that say something to a record, each on a line with what and on which day."""
    return lines(*(_link(file, item.record) for item in file.links_to(record_id)))


def links_withheld(file: CoachingFile) -> Iterator[Block]:
    """That entries which are linked may be missing beside the records of a section; nothing if no link is withheld."""
    if number := file.withheld_links:
        many = (
            "1 link between an entry and a coaching record is"
            if number == 1
            else f"{number} links between entries and coaching records are"
        )
        said = f"{many} withheld, and to which records is not shown: more entries may be linked to these than are named."
        yield Paragraph(plain(said), "note")


def _link(file: CoachingFile, link: Link) -> Text:
    entry = file.entry(link.entry_id)
    on = f", {phrases.short_day(entry.occurred.day)}" if entry else ""
    note = f": {link.note}" if link.note else ""
    return (*file.reference(link.entry_id), Span(f"{on}, {words.STANCES[link.stance]}{note}"))


def cadence(said: Cadence) -> str:
    """How often there is a check-in, and when."""
    often = "Every week" if said.every_weeks == 1 else f"Every {said.every_weeks} weeks"
    at = f"{_WEEKDAYS[said.weekday]}, {phrases.clock(said.time)} ({said.zone})"
    return f"{often}, {at}, {phrases.count(said.minutes, 'minute')}"
