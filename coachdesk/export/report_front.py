"""The first pages of a report: the cover, and how to read what follows."""

import datetime as dt
from collections.abc import Iterator

from coachdesk.export import phrases, report_coaching, report_pair, report_redaction
from coachdesk.export.blocks import Block, Facts, Heading, Notice, Paragraph, plain
from coachdesk.export.coaching_file import CoachingFile
from coachdesk.export.evidence import Cover
from coachdesk.export.proof import Proved
from coachdesk.export.story import LATE, VERY_LATE, Story
from coachdesk.records.kinds import KINDS

TITLE = "Timeline of documented conversations and observations"

CONFIDENTIAL = (
    "Confidential. This document contains personal data about its subject and about others. "
    "It is for the recipient named below and for the purpose stated. Keep it apart from general personnel "
    "files, do not copy or forward it further than that purpose requires, and return or destroy it when the "
    "purpose has ended."
)

NATURE = (
    "These are working notes made by the manager: what the manager saw, heard or was told, with the leader’s own "
    "account where it was given. They are one person’s record, not a finding of fact, and not the employer’s "
    "personnel record."
)

_LOOKED_THROUGH = (
    "Looked through was what is filed under {whom}; notes filed under others that mention them are not in this "
    "file."
)
_ARCHIVE_BANNER = (
    "A PDF reader may show a banner saying that the file is opened read-only because it claims to be an archive "
    "file (PDF/A): that is intended."
)
_PROTECTED_BANNER = (
    "This file opens with a password only and is therefore no archive file (PDF/A); a PDF reader may say that it is "
    "secured."
)
_SIGNER_BANNER = (
    "It may also say that the signer’s identity is unknown: compare the fingerprint under “Integrity” with one that the "
    "author gives you in another way."
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
            "The time between the two is printed with every entry, in whole days where only the day is known."
        ),
    ),
    (
        "Late entry",
        (
            f"Recorded more than {LATE.days * 24} hours after it happened or, where only the day is known, more than "
            f"{LATE.days} days after that day. After {VERY_LATE.days} days the author is asked for the reason."
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
    (
        "Hearsay",
        (
            "What somebody else told the author is marked “Reported by … (hearsay)”. What the author saw or heard is marked "
            "so too, and what comes from a document."
        ),
    ),
    (
        "Numbers",
        (
            "Entries are numbered by the ledger in the order in which they were written, and printed in the order in "
            "which they happened. A number that is missing is listed under “Withheld items” with its category."
        ),
    ),
    (
        "Exhibits",
        (
            "Files that entries name are E1, E2 and so on. Each is attached to this PDF as it was taken in; pictures and PDF "
            "files are also shown on the last pages."
        ),
    ),
    (
        "Who can check it",
        (
            "Anybody who has this file, with “coachdesk verify”: neither the journal nor the author is needed. "
            "See “Integrity”."
        ),
    ),
)


def how_to_read(proved: Proved, file: CoachingFile) -> Iterator[Block]:
    """The words of this report, and what was left out of it."""
    yield Heading("How to read this", 1, "how-to-read", new_page=True)
    yield Paragraph(plain(NATURE))
    how = [*HOW_TO_READ, *report_pair.how_to_read(file)]
    how += [report_coaching.HOW_TO_READ] if is_coached(file.story) else []
    how += report_redaction.how_to_read(proved)
    how += _narrowed(proved.evidence.cover)
    how.append(("Times", _times(proved.evidence.cover)))
    yield Facts(tuple((name, plain(text)) for name, text in how))
    yield Paragraph(plain(_left_out(file)), "body")


def _narrowed(cover: Cover) -> Iterator[tuple[str, str]]:
    """What narrowing the dates does not take away."""
    if not (cover.from_day or cover.to_day):
        return
    since = f" from {phrases.day(cover.from_day)}" if cover.from_day else ""
    until = f" up to {phrases.day(cover.to_day)}" if cover.to_day else ""
    yield (
        "Period",
        (
            f"Only entries about what happened{since}{until}, and coaching records that were in force in that time, are "
            "shown. What is shown stands as it was on the day of this report, with what was added, corrected or changed "
            "in it after the period; coaching records also with what lies before it."
        ),
    )


def _times(cover: Cover) -> str:
    return (
        "Each entry names the zone its time is said in. In tables a time without a zone is that of "
        f"{cover.zone}; what was recorded has its distance from UTC."
    )


def is_coached(story: Story) -> bool:
    """Whether there is anything on file besides entries."""
    return bool(story.coaching or story.closed)


def cover_page(proved: Proved, file: CoachingFile) -> Iterator[Block]:
    """The cover: what this is, about whom, for whom and why, and how much of it there is."""
    cover, story = proved.evidence.cover, file.story
    created = dt.datetime.fromisoformat(cover.created_at)
    yield Paragraph(plain(TITLE), "title")
    for leader in file.leaders:
        yield Paragraph(plain(phrases.joined((leader.name, leader.role))), "subtitle")
    yield Notice(plain(CONFIDENTIAL))
    rows = [
        *report_pair.subjects(file),
        ("Employer", cover.manager.employer),
        ("Prepared by", phrases.joined((cover.manager.name, cover.manager.role))),
        ("Prepared for", cover.recipient),
        ("Purpose", cover.purpose),
        ("Case reference", cover.case_reference),
        ("Period covered", _period(cover, story)),
        ("Prepared on", f"{phrases.moment(created, utc_minutes(created))} {cover.zone}"),
        ("Export", cover.number),
        ("Copy", cover.copy),
        ("Distribution", _distribution(cover)),
    ]
    yield Facts(tuple((name, plain(value)) for name, value in rows if value))
    yield Facts(tuple((name, plain(value)) for name, value in _tally(proved, file)))
    yield Paragraph(plain(NATURE), "small")
    yield Paragraph(plain(banners(cover)), "small")


def _distribution(cover: Cover) -> str:
    """Who gets which copy, each on a line; the one at hand is marked."""
    own = cover.copy.split(" ")[0]
    return "\n".join(
        f"{number}  {name}" + ("  (this copy)" if str(number) == own else "")
        for number, name in enumerate(cover.distribution, start=1)
    )


def banners(cover: Cover) -> str:
    """What it means that a PDF reader shows a bar above the pages."""
    first = _PROTECTED_BANNER if cover.protected else _ARCHIVE_BANNER
    return f"{first} {_SIGNER_BANNER}" if cover.fingerprint else first


def _period(cover: Cover, story: Story) -> str:
    days = [entry.occurred.day for entry in story.entries]
    start = cover.from_day or min(days, default="")
    end = cover.to_day or max(days, default="")
    if not start or not end:
        return ""
    return f"{phrases.day(start)} to {phrases.day(end)}"


def _tally(proved: Proved, file: CoachingFile) -> Iterator[tuple[str, str]]:
    story = file.story
    yield from report_pair.on_file(file)
    withheld = phrases.entries(gap.numbers for gap in story.gaps)
    yield (
        "Shown, withheld",
        f"{len(story.entries)} shown; {len(story.gaps)} withheld" + (f" ({withheld})" if withheld else ""),
    )
    late = sum(entry.lag > LATE for entry in story.entries)
    changed = sum(bool(entry.changes) for entry in story.entries)
    positive = sum(KINDS[entry.current.kind].tone == "positive" for entry in story.entries)
    yield "Of those shown", f"{positive} record praise; {late} late; {changed} changed or added to later"
    if is_coached(story):
        yield "Coaching records", report_coaching.count(file)
    yield (
        "Exhibits",
        phrases.joined(
            (
                f"{len(proved.evidence.exhibits)}, attached to this file" if proved.evidence.exhibits else "",
                f"{len(proved.evidence.dropped)} withheld" if proved.evidence.dropped else "",
            )
        )
        or "None",
    )


def _left_out(file: CoachingFile) -> str:
    story = file.story
    looked_through = _LOOKED_THROUGH.format(whom=file.whom)
    why = [gap.why for gap in story.gaps] + [closed.why for closed in story.closed]
    if not why:
        return f"Nothing filed under {file.whom} was left out of this report. {looked_through}"
    reasons = dict.fromkeys(phrases.REASONS_WITHHELD[one].lower() for one in why)
    counted = ((len(story.gaps), "entry"), (len(story.closed), "coaching record"))
    many = " and ".join(phrases.count(number, what) for number, what in counted if number)
    left_out = f"{many} on file left out of this report, for these reasons: {'; '.join(reasons)}."
    return f"{left_out} See “Withheld items”. {looked_through}"


def utc_minutes(at: dt.datetime) -> int:
    """The distance of an aware time from UTC."""
    return int((at.utcoffset() or dt.timedelta()).total_seconds() // 60)
