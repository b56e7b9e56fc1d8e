"""The exhibits of a report (section 13): the list of them, and at the end the pages that show them."""

from collections.abc import Iterator, Mapping

from coachdesk.export import phrases
from coachdesk.export.blocks import Block, Heading, PageBreak, Paragraph, Plate, Span, Text, plain
from coachdesk.export.evidence import Exhibit
from coachdesk.export.exhibits import key
from coachdesk.export.pdf.pictures import Problem, Sheets
from coachdesk.export.proof import Proved
from coachdesk.export.report_entries import EXHIBITS, anchor, attachment_of, exhibit_anchor
from coachdesk.export.report_parts import lines, table
from coachdesk.export.story import Reported, Story

_NOT_SHOWN: Mapping[Problem, str] = {
    "": "Attached",
    "other": "Attached; not a picture or a PDF",
    "damaged": "Attached as taken in; damaged, so no page of it can be drawn",
    "locked": "Attached as taken in; locked with a password of its own, so no page of it can be drawn",
    "too_large": "Attached as taken in; too large for a page of it to be drawn",
}


def listed(proved: Proved, story: Story, sheets: Mapping[str, Sheets]) -> Iterator[Block]:
    """Every exhibit: what it is, which entries name it, when it was taken in, its digest, where it is shown."""
    exhibits = proved.evidence.exhibits
    if not exhibits:
        return
    naming = _naming(story)
    yield Heading("Exhibits", 1, EXHIBITS, new_page=True)
    yield Paragraph(
        plain(
            "Each of these files is attached to this PDF, byte for byte as it was taken into the journal: the SHA-256 "
            "stands in the ledger. “Taken in” is when it came into the journal, not when it was made."
        )
    )
    rows = (
        (
            exhibit.number,
            _described(proved, exhibit, naming.get(exhibit.attachment_id, [])),
            _references(naming.get(exhibit.attachment_id, [])),
            phrases.recorded_briefly(proved.others[exhibit.attachment_id].event),
            _shown(sheets.get(exhibit.number, Sheets())),
            _page(exhibit, sheets),
        )
        for exhibit in exhibits
    )
    header = ("No.", "File", "Entries", "Taken in", "Shown", "Page")
    yield table(header, (0.06, 0.43, 0.09, 0.2, 0.15, 0.07), rows)


def _naming(story: Story) -> dict[str, list[Reported]]:
    """The entries that name each attachment."""
    found: dict[str, list[Reported]] = {}
    for entry in story.entries:
        own = [*entry.original.attachment_ids, *entry.current.attachment_ids]
        own += [one for addition in entry.current.additions for one in addition.attachment_ids]
        for attachment_id in dict.fromkeys(own):
            found.setdefault(attachment_id, []).append(entry)
    return found


def _references(entries: list[Reported]) -> Text:
    spans: list[Span] = []
    for entry in entries:
        spans += [Span(", ")] if spans else []
        spans.append(Span(entry.number, "", anchor(entry.numbers)))
    return tuple(spans)


def _described(proved: Proved, exhibit: Exhibit, naming: list[Reported]) -> Text:
    """Name and title of the file, and where it came from if an entry that names it says that it rests on a document."""
    record = attachment_of(proved, exhibit.attachment_id)
    sources = (
        f"{phrases.source(one.current.source)} (entry {one.number})"
        for one in naming
        if one.current.source and one.current.source.how == "document"
    )
    return lines(
        record.name,
        record.title,
        *sources,
        f"{record.media_type}, {phrases.size(record.size)}",
        (Span(f"SHA-256 {record.digest}", "quiet"),),
    )


def _shown(sheets: Sheets) -> str:
    shown = len(sheets.pictures)
    if not shown:
        return _NOT_SHOWN[sheets.problem]
    if shown < sheets.count:
        return f"Pages 1 to {shown} of {sheets.count}; the file has all"
    return phrases.count(shown, "page")


def _page(exhibit: Exhibit, sheets: Mapping[str, Sheets]) -> Text:
    """The number of the page on which it begins, if it is on pages."""
    if not sheets.get(exhibit.number, Sheets()).pictures:
        return ()
    return (Span("", "", exhibit_anchor(exhibit.number), page=True),)


def pages(proved: Proved, sheets: Mapping[str, Sheets]) -> Iterator[Block]:
    """The pages that show exhibits: each with its number, as it lies, as large as it may be."""
    if not any(one.pictures for one in sheets.values()):
        return
    yield Heading("Exhibits on pages", 1, "exhibit-pages", new_page=True)
    yield Paragraph(
        plain(
            "These pages show pictures and PDF files among the exhibits. They were drawn from the files attached to this "
            "PDF; those are what the evidence proves, and whoever verifies this PDF draws them again and compares."
        )
    )
    drawn = [one for one in proved.evidence.exhibits if _page(one, sheets)]
    rows = ((one.number, attachment_of(proved, one.attachment_id).name, _page(one, sheets)) for one in drawn)
    yield table(("No.", "File", "Page"), (0.1, 0.8, 0.1), rows)
    for exhibit in drawn:
        name = attachment_of(proved, exhibit.attachment_id).name
        yield from _pages_of(exhibit, name, sheets[exhibit.number])


def _pages_of(exhibit: Exhibit, name: str, sheets: Sheets) -> Iterator[Block]:
    title = f"Exhibit {exhibit.number}"
    for page, picture in enumerate(sheets.pictures, start=1):
        yield PageBreak(landscape=picture.width > picture.height)
        if page == 1:
            yield Heading(f"{title} – {name}", 2, exhibit_anchor(exhibit.number))
        where = f"{title}, page {page} of {sheets.count}"
        yield Paragraph(plain(where), "note")
        said = f"{where}: a picture of the attached file {exhibit.file_name}"
        yield Plate(key(exhibit.number, page), picture.width, picture.height, said)
