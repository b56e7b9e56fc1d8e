"""The report: what is printed, as a pure function of proved evidence (the anatomy of features 7)."""

import datetime as dt
from collections.abc import Iterator

from coachdesk.export import phrases, report_coaching, report_entries
from coachdesk.export.blocks import (
    Block,
    Contents,
    Document,
    Facts,
    Heading,
    Notice,
    Paragraph,
    Span,
    Strip,
    StripKind,
    Text,
)
from coachdesk.export.coaching_file import CoachingFile
from coachdesk.export.evidence import Cover
from coachdesk.export.proof import Known, Proved
from coachdesk.export.story import LATE, VERY_LATE, Story, story_of
from coachdesk.records.clock_change import ClockChange
from coachdesk.records.forms import read
from coachdesk.records.kinds import KINDS
from coachdesk.records.people import Leader

TITLE = "Timeline of documented conversations and observations"

CONFIDENTIAL = (
    "Confidential. This document contains personal data about the person named in it and about others. "
    "It is for the recipient named below and for the purpose stated. Keep it apart from general personnel "
    "files, do not copy or forward it further than that purpose requires, and return or destroy it when the "
    "purpose has ended."
)

NATURE = (
    "These are working notes made by the manager: what the manager saw, heard or was told, with the leader’s own "
    "account where it was given. They are one person’s record, not a finding of fact, and not the employer’s "
    "personnel record."
)

BANNERS = (
    "A PDF reader may show a banner saying that the file is opened read-only because it claims to be an archive "
    "file (PDF/A): that is intended. It may also say that the signer’s identity is unknown: the signature shows that "
    "nothing was changed since it was made; whose it is you confirm by comparing the fingerprint under “Integrity” "
    "with one the author gives you in another way."
)

HOW_TO_READ = (
    (
        "Occurred",
        "When it happened, as the author says, in the zone named. “About” means an approximate time.",
    ),
    (
        "Recorded",
        (
            "When it was written, by the clock of the author’s computer. It is set by the program and cannot be edited. "
            "The time between the two is printed with every entry."
        ),
    ),
    (
        "Late entry",
        (
            f"Recorded more than {LATE.days * 24} hours after it happened. After {VERY_LATE.days} days the author is "
            "asked for the reason."
        ),
    ),
    ("Addendum", "Something added under an entry later. The entry above it stays as it was."),
    (
        "Correction, amendment",
        (
            f"A change to an entry: a correction within {LATE.days * 24} hours of the original, an amendment after that. "
            "The original is printed as it was first recorded; beneath it, words taken out are struck through and words "
            "put in are underlined. Corrections within a quarter of an hour of each other are shown as one."
        ),
    ),
    ("Withdrawn", "The author no longer stands by the entry. It stays legible, with the reason."),
    (
        "Informal, formal",
        "An informal note is for the author’s own use; a formal record was meant as one when made.",
    ),
    ("Hearsay", "What somebody else told the author is marked “Reported by …”."),
    (
        "Numbers",
        (
            "Entries are numbered by the ledger in the order in which they were written, and printed in the order in "
            "which they happened. A number that is missing is listed under “Withheld items” with its category."
        ),
    ),
)

LIMITS = (
    (
        "What this proves: every word of the entries shown is what was recorded in the ledger under the head above; the "
        "ledger is one tree in which these events stand in this order; and up to the last event of this head there are "
        "exactly as many entries about this person as stated, so that none up to there was left out without a trace."
    ),
    (
        "What this does not prove: the clock and the computer were under the author’s control, so times are the author’s; "
        "whoever holds the journal could have built a whole new ledger with a new head. Against that stand only things "
        "outside the journal: an earlier export in somebody else’s hands, or a fingerprint given at the time. "
        "Without such an anchor, the evidence shows consistency, not age; an older head could have been used; and changes "
        "of the clock or earlier exports could have been left unnamed. The cover is the author’s statement. Nothing here "
        "shows whether what is written is true."
    ),
    (
        "What remains visible: the size of the whole ledger, which also counts events about other people and the "
        "journal’s own housekeeping."
    ),
)


def document_of(proved: Proved) -> Document:
    """The document that proved evidence gives. Equal evidence gives an equal document."""
    story, cover = story_of(proved), proved.evidence.cover
    leader = _leader(proved.leader)
    created = dt.datetime.fromisoformat(cover.created_at)
    record = "Formal record" if cover.formal else "Informal manager record"
    subject = phrases.joined((leader.name, leader.employee_id))
    generated = f"{phrases.moment(created, _offset(created))} {cover.zone}"
    return Document(
        title=TITLE,
        author=cover.manager.name,
        language="en-GB",
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
        blocks=tuple(_blocks(proved, story, leader)),
    )


def _blocks(proved: Proved, story: Story, leader: Leader) -> Iterator[Block]:
    file = CoachingFile(story, leader)
    yield from _cover(proved, file)
    yield Heading("How to read this", 1, "how-to-read", new_page=True)
    yield Paragraph(_plain(NATURE))
    how = (*HOW_TO_READ, report_coaching.HOW_TO_READ) if _coached(story) else HOW_TO_READ
    yield Facts(tuple((name, _plain(text)) for name, text in how))
    yield Paragraph(_plain(_left_out(story)), "body")
    yield Heading("Contents", 1, "contents", new_page=True)
    yield Contents()
    yield Heading("The period at a glance", 1, "glance", new_page=True)
    if story.entries:
        yield strip_of(story)
    else:
        yield Paragraph(_plain("No entries are shown in this report."))
    yield from report_coaching.before_entries(file)
    yield Heading("Chronology", 1, "chronology")
    yield report_entries.chronology(story, report_coaching.milestone_rows(file, proved.evidence.cover))
    yield Heading("Entries", 1, "entries", new_page=True)
    yield from report_entries.full_entries(proved, story)
    yield from report_coaching.after_entries(file, proved.evidence.cover)
    yield from _log(proved, file)
    yield from _integrity(proved)


def _coached(story: Story) -> bool:
    return bool(story.coaching or story.closed)


def _cover(proved: Proved, file: CoachingFile) -> Iterator[Block]:
    cover, story, leader = proved.evidence.cover, file.story, file.leader
    created = dt.datetime.fromisoformat(cover.created_at)
    yield Paragraph(_plain(TITLE), "title")
    yield Paragraph(_plain(phrases.joined((leader.name, leader.role))), "subtitle")
    yield Notice(_plain(CONFIDENTIAL))
    rows = [
        ("Subject", leader.name),
        ("Role", phrases.joined((leader.role, leader.team))),
        ("Employee number", leader.employee_id),
        ("In role since", phrases.day(leader.started) if leader.started else ""),
        ("Employer", cover.manager.employer),
        ("Prepared by", phrases.joined((cover.manager.name, cover.manager.role))),
        ("Prepared for", cover.recipient),
        ("Purpose", cover.purpose),
        ("Case reference", cover.case_reference),
        ("Period covered", _period(cover, story)),
        ("Prepared on", f"{phrases.moment(created, _offset(created))} {cover.zone}"),
        ("Export", cover.number),
    ]
    yield Facts(tuple((name, _plain(value)) for name, value in rows if value))
    yield Facts(tuple((name, _plain(value)) for name, value in _tally(proved, file)))
    yield Paragraph(_plain(NATURE), "small")
    yield Paragraph(_plain(BANNERS), "small")


def _period(cover: Cover, story: Story) -> str:
    days = [entry.occurred.day for entry in story.entries]
    start = cover.from_day or min(days, default="")
    end = cover.to_day or max(days, default="")
    if not start or not end:
        return ""
    return f"{phrases.day(start)} to {phrases.day(end)}"


def _tally(proved: Proved, file: CoachingFile) -> Iterator[tuple[str, str]]:
    story = file.story
    total = len(story.entries) + len(story.gaps)
    yield "Entries on file", f"{total}, numbered 1 to {total}" if total else "None"
    withheld = phrases.numbers(gap.number for gap in story.gaps)
    yield (
        "Shown, withheld",
        f"{len(story.entries)} shown; {len(story.gaps)} withheld" + (f" ({withheld})" if withheld else ""),
    )
    late = sum(entry.lag > LATE for entry in story.entries)
    changed = sum(bool(entry.changes) for entry in story.entries)
    positive = sum(KINDS[entry.current.kind].tone == "positive" for entry in story.entries)
    yield "Of those shown", f"{positive} record praise; {late} late; {changed} changed or added to later"
    if _coached(story):
        yield "Coaching records", report_coaching.count(file)
    yield (
        "Exhibits",
        f"{len(proved.evidence.exhibits)}, attached to this file" if proved.evidence.exhibits else "None",
    )


def _left_out(story: Story) -> str:
    why = [gap.why for gap in story.gaps] + [closed.why for closed in story.closed]
    if not why:
        return "Nothing on file about this person was left out of this report."
    reasons = dict.fromkeys(phrases.REASONS_WITHHELD[one].lower() for one in why)
    counted = ((len(story.gaps), "entry"), (len(story.closed), "coaching record"))
    many = " and ".join(phrases.count(number, what) for number, what in counted if number)
    return f"{many} on file left out of this report, for these reasons: {', '.join(reasons)}. See “Withheld items”."


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


def _log(proved: Proved, file: CoachingFile) -> Iterator[Block]:
    story = file.story
    yield Heading("Corrections and changes", 1, "changes", new_page=True)
    log = report_entries.changes_log(story)
    if log.rows:
        yield log
    else:
        yield Paragraph(_plain("No entry shown was changed after it was first recorded."))
    for known in proved.others.values():
        if known.event.record_type == "clock_change":
            yield Paragraph(_plain(_clock_line(known)))
    yield from report_coaching.changes(file)
    yield Heading("Withheld items", 1, "withheld")
    if story.gaps:
        yield Paragraph(
            _plain(
                "These entries are on file and not shown. Their numbers, dates and lanes are proved by the evidence; that "
                "one is left out as outside the scope is the author’s choice. Their content is not in this file in any form."
            )
        )
        yield report_entries.gaps_table(story.gaps)
    yield from report_coaching.withheld(file)
    if not (story.gaps or story.closed):
        yield Paragraph(_plain("Nothing was withheld."))


def _clock_line(known: Known) -> str:
    change = read(known.event.record_type, known.event.schema, known.values["record"])
    assert isinstance(change, ClockChange)
    way = "back" if change.seconds < 0 else "forward"
    return (
        f"The clock of the author’s computer moved {way} by {phrases.count(abs(change.seconds), 'second')} more than time "
        f"passed, between {change.before} and {change.after} (ledger event {known.event.seq})."
    )


def _integrity(proved: Proved) -> Iterator[Block]:
    evidence = proved.evidence
    yield Heading("Integrity", 1, "integrity", new_page=True)
    file = [one.event.seq for one in evidence.entries]
    first, last = min(file, default=0), max(file, default=0)
    count = evidence.counts
    rows = [
        ("Ledger head", f"{evidence.head.size} events, root {evidence.head.root}"),
        (
            "About this person",
            f"{count.entries} entries, {count.events} events, {first} to {last}" if count else "None",
        ),
        ("Counts root", evidence.last.event.counts),
        (
            "Method",
            "Hash tree of RFC 9162 with SHA-256 over RFC 8785 JSON; salted commitments per field and word",
        ),
        (
            "Signed with",
            f"Certificate SHA-256 {evidence.cover.fingerprint}"
            if evidence.cover.fingerprint
            else "Not signed",
        ),
        ("Evidence", "evidence.json, attached to this file"),
    ]
    yield Facts(tuple((name, _plain(value)) for name, value in rows))
    yield Heading("How to verify", 2, "verify")
    yield Paragraph(
        _plain(
            "With CoachDesk installed, on any computer and without the journal, run the command below. It recomputes "
            "every hash, compares the printed text with the evidence, and says what is proved and what is not. With an "
            "earlier export of the same journal it also proves that the journal only grew."
        )
    )
    yield Paragraph(_plain("coachdesk verify FILE.pdf --against EARLIER.pdf"), "mono")
    yield Heading("Anchors", 2, "anchors")
    if evidence.earlier:
        yield Paragraph(
            _plain("This ledger is proved to have grown from the heads of these earlier exports:")
        )
        for earlier in evidence.earlier:
            yield Paragraph(
                _plain(f"{earlier.number}, {earlier.released_at}, {earlier.size} events, {earlier.root}"),
                "mono",
            )
    else:
        yield Paragraph(_plain("No earlier export is named in this file."))
    yield Heading("Limits", 2, "limits")
    for text in LIMITS:
        yield Paragraph(_plain(text))


def _leader(known: Known) -> Leader:
    leader = read(known.event.record_type, known.event.schema, known.values["record"])
    assert isinstance(leader, Leader)
    return leader


def _offset(at: dt.datetime) -> int:
    return int((at.utcoffset() or dt.timedelta()).total_seconds() // 60)


def _plain(text: str) -> Text:
    return (Span(text),) if text else ()
