"""The report: what is printed, as a pure function of proved evidence (the anatomy of features 7)."""

import datetime as dt
from collections.abc import Iterator, Mapping

from coachdesk.export import (
    phrases,
    report_back,
    report_coaching,
    report_entries,
    report_exhibits,
    report_front,
)
from coachdesk.export.blocks import Block, Contents, Document, Heading, Paragraph, Strip, StripKind, plain
from coachdesk.export.coaching_file import CoachingFile
from coachdesk.export.evidence import Cover
from coachdesk.export.fault import Known
from coachdesk.export.pdf.pictures import Sheets
from coachdesk.export.proof import Proved
from coachdesk.export.report_baseline import how_it_began
from coachdesk.export.story import Story, story_of
from coachdesk.records.forms import read
from coachdesk.records.kinds import KINDS
from coachdesk.records.people import Leader

_NO_SHEETS: Mapping[str, Sheets] = {}


def document_of(proved: Proved, sheets: Mapping[str, Sheets] = _NO_SHEETS) -> Document:
    """The document that proved evidence gives, its exhibits on ``sheets`` by their numbers.

    Equal evidence and equal exhibits give an equal document.
    """
    with phrases.said_for(proved.evidence.cover.locale, proved.evidence.cover.zone):
        return _document(proved, sheets)


def _document(proved: Proved, sheets: Mapping[str, Sheets]) -> Document:
    story, cover = story_of(proved), proved.evidence.cover
    leaders = [_leader(known) for known in proved.leaders]
    created = dt.datetime.fromisoformat(cover.created_at)
    record = "Formal record" if cover.formal else "Informal manager record"
    subject = " and ".join(phrases.joined((leader.name, leader.employee_id)) for leader in leaders)
    generated = f"{phrases.moment(created, report_front.utc_minutes(created))} {cover.zone}"
    return Document(
        title=report_front.TITLE,
        author=cover.manager.name,
        language=_language(cover),
        page_size=cover.page_size,
        created=cover.created_at,
        header=(("CONFIDENTIAL", f"Manager’s record · {record}"), (subject, cover.case_reference)),
        footer=(
            (
                f"{cover.number} · prepared by {cover.manager.name or 'the manager'}",
                f"CoachDesk {cover.app_version}",
            ),
            (f"Generated {generated}", f"Ledger head {proved.evidence.head.root[:16]}"),
        ),
        page_label="Page {page} of {pages}",
        blocks=tuple(_blocks(proved, CoachingFile(story, leaders), sheets)),
        watermark=cover.watermark,
    )


def _language(cover: Cover) -> str:
    """The words are English, whoever reads them."""
    return cover.locale if cover.locale.startswith("en-") else "en-GB"


def _blocks(proved: Proved, file: CoachingFile, sheets: Mapping[str, Sheets]) -> Iterator[Block]:
    story, cover = file.story, proved.evidence.cover
    yield from report_front.cover_page(proved, file)
    yield from report_front.how_to_read(proved, file)
    yield Heading("Contents", 1, "contents", new_page=True)
    yield Contents()
    yield Heading("The period at a glance", 1, "glance", new_page=True)
    if story.entries:
        yield strip_of(story)
    else:
        yield Paragraph(plain("No entries are shown in this report."))
    yield from how_it_began(file)
    yield from report_coaching.before_entries(file)
    yield Heading("Chronology", 1, "chronology")
    yield report_entries.chronology(story, report_coaching.milestone_rows(file, cover))
    on_pages = {number for number, one in sheets.items() if one.pictures}
    yield Heading("Entries", 1, "entries", new_page=True)
    yield from report_entries.full_entries(proved, story, file.links_of_entries(), on_pages)
    yield from report_coaching.after_entries(file, cover)
    yield from report_exhibits.listed(proved, story, sheets)
    yield from report_back.log(proved, file)
    yield from report_back.integrity(proved, file)
    yield from report_back.certification(proved)
    yield from report_exhibits.pages(proved, sheets)


def strip_of(story: Story) -> Strip:
    """Entries per week by kind over the period."""
    mondays = [_monday(entry.occurred.day) for entry in story.entries]
    first, weeks = min(mondays), (max(mondays) - min(mondays)).days // 7 + 1
    counts = {key: [0] * weeks for key in KINDS}
    for entry, monday in zip(story.entries, mondays, strict=True):
        counts[entry.current.kind][(monday - first).days // 7] += 1
    kinds = [key for key in KINDS if any(counts[key])]
    said = "; ".join(f"{KINDS[key].plural} {sum(counts[key])}" for key in kinds)
    return Strip(
        first.isoformat(),
        tuple(StripKind(KINDS[key].plural, KINDS[key].colour, tuple(counts[key])) for key in kinds),
        f"Entries per week by kind from {phrases.day(first.isoformat())}, {phrases.count(weeks, 'week')}: {said}.",
    )


def _monday(iso: str) -> dt.date:
    day = dt.date.fromisoformat(iso)
    return day - dt.timedelta(days=day.weekday())


def _leader(known: Known) -> Leader:
    leader = read(known.event.record_type, known.event.schema, known.values["record"])
    assert isinstance(leader, Leader)
    return leader
