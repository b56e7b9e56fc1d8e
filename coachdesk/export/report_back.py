"""The last pages of a report: what was changed, what is withheld, what is proved and what is not, room to sign."""

from collections.abc import Iterable, Iterator

from coachdesk.export import (
    phrases,
    report_coaching,
    report_entries,
    report_kept,
    report_pair,
    report_redaction,
)
from coachdesk.export.blocks import Block, Facts, Heading, Paragraph, plain
from coachdesk.export.coaching_file import CoachingFile
from coachdesk.export.evidence import Cover, Evidence
from coachdesk.export.fault import Known
from coachdesk.export.proof import Proved
from coachdesk.export.report_parts import signatures, table
from coachdesk.export.story import Gap
from coachdesk.records.clock_change import ClockChange
from coachdesk.records.forms import read

LIMITS = (
    (
        "What this proves: every word of the entries shown is what was recorded in the ledger under the head above; the "
        "ledger is one tree in which these events stand in this order; and up to the last event of this head there are "
        "exactly as many entries about each subject as stated, so that none up to there was left out without a trace."
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
        "What is shown of exhibits: pages with pictures were drawn from the attached files. What is proved is that those "
        "files are the ones taken into the journal when the ledger says so, not where they came from."
    ),
    (
        "What remains visible: the size of the whole ledger, which also counts events about other people and the "
        "journal’s own housekeeping."
    ),
)

_CUSTODIAN = (
    "I am the person who kept the records in this document, or am otherwise qualified to make this statement. (a) The "
    "entries were made at or near the times shown under “Recorded”, by somebody with knowledge of what they say or "
    "from what such a person told. (b) They were kept in the course of a regular activity. (c) Making them was a "
    "regular practice of that activity. (d) This document was made from them by an electronic process that gives an "
    "accurate result; its hash values and its digital signature identify it. (Compare U.S. Federal Rules of Evidence "
    "902(11), (13) and (14).)"
)
_TRUTH = (
    "I made these entries. I believe that the facts stated in them are true, and that what is marked as reported by "
    "others was so reported to me."
)
_RECEIPT = "I received this document. Signing says that it was received; it does not say that anybody agrees with it."


def log(proved: Proved, file: CoachingFile) -> Iterator[Block]:
    """Corrections and changes, and what is withheld."""
    story = file.story
    yield Heading("Corrections and changes", 1, "changes", new_page=True)
    changed = report_entries.changes_log(story)
    if changed.rows:
        yield changed
    else:
        yield Paragraph(plain("No entry shown was changed after it was first recorded."))
    for known in proved.others.values():
        if known.event.record_type == "clock_change":
            yield Paragraph(plain(_clock_line(known)))
    yield from report_kept.kept(proved)
    yield from report_coaching.changes(file)
    yield Heading("Withheld items", 1, "withheld")
    if story.gaps:
        yield Paragraph(
            plain(
                "These entries are on file and not shown. Their numbers, dates and lanes are proved by the evidence; that "
                "one is left out as outside the scope, or as other people’s data, is the author’s word. Their content is not in this file in any form."
            )
        )
        yield report_entries.gaps_table(story.gaps)
        yield from _privilege_log(proved.evidence.cover, story.gaps)
    yield from report_coaching.withheld(file)
    yield from report_redaction.dropped(proved)
    if not (story.gaps or story.closed or proved.evidence.dropped):
        yield Paragraph(plain("Nothing was withheld."))


def _clock_line(known: Known) -> str:
    change = read(known.event.record_type, known.event.schema, known.values["record"])
    assert isinstance(change, ClockChange)
    way = "back" if change.seconds < 0 else "forward"
    return (
        f"The clock of the author’s computer moved {way} by {phrases.count(abs(change.seconds), 'second')} more than time "
        f"passed, between {change.before} and {change.after} (ledger event {known.event.seq})."
    )


def integrity(proved: Proved, file: CoachingFile) -> Iterator[Block]:
    """The head, the counts, how to check them, and the limits in plain words."""
    evidence, known = proved.evidence, [one.event for one in proved.evidence.entries]
    yield Heading("Integrity", 1, "integrity", new_page=True)
    rows = [
        ("Ledger head", f"{evidence.head.size} events, root {evidence.head.root}"),
        *report_pair.counted(proved, file),
        ("First, last hash", f"{known[0].leaf_hash.hex()}, {known[-1].leaf_hash.hex()}" if known else ""),
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
    yield Facts(tuple((name, plain(value)) for name, value in rows if value))
    yield Heading("How to verify", 2, "verify")
    yield Paragraph(
        plain(
            "With CoachDesk installed, on any computer and without the journal, run the command below. It recomputes "
            "every hash, compares the printed text with the evidence, and says what is proved and what is not. With an "
            "earlier export of the same journal it also proves that the journal only grew."
        )
    )
    yield Paragraph(plain("coachdesk verify FILE.pdf --against EARLIER.pdf"), "mono")
    yield Heading("Limits", 2, "limits")
    for text in LIMITS:
        yield Paragraph(plain(text), "small")
    yield from _anchors(evidence)


def _anchors(evidence: Evidence) -> Iterator[Block]:
    """Last, because they become more with every export."""
    yield Heading("Anchors", 2, "anchors")
    if evidence.earlier:
        said = "This ledger is proved to have grown from the heads of these earlier exports, all that the journal records:"
        yield Paragraph(plain(said))
        for earlier in evidence.earlier:
            yield Paragraph(
                plain(f"{earlier.number}, {earlier.released_at}, {earlier.size} events, {earlier.root}"),
                "mono",
            )
    else:
        yield Paragraph(plain("No earlier export is named in this file."))


def _privilege_log(cover: Cover, gaps: Iterable[Gap]) -> Iterator[Block]:
    """Of what is withheld as legal advice: when, by whom, to whom, on what basis; nothing of what it says."""
    privileged = [gap for gap in gaps if gap.why == "counsel"]
    if not cover.privilege_log or not privileged:
        return
    yield Heading("Privilege log", 2, "privilege-log")
    rows = (
        (
            gap.number,
            phrases.occurred_briefly(gap.occurred),
            cover.manager.name or "The manager",
            gap.counsel.lawyer if gap.counsel else "Not stated",
            gap.counsel.purpose if gap.counsel else "Not stated",
        )
        for gap in privileged
    )
    yield table(("Entry", "Date", "Author", "Lawyer", "Basis claimed"), (0.1, 0.2, 0.22, 0.22, 0.26), rows)


def certification(proved: Proved) -> Iterator[Block]:
    """Blanks to be signed by hand."""
    cover = proved.evidence.cover
    yield Heading("Certification", 1, "certification", new_page=True)
    yield Paragraph(
        plain("For counsel to adapt; not legal advice. Unless it is signed by hand, nobody has made it.")
    )
    yield Heading("Statement of the custodian", 2, "custodian")
    yield Paragraph(plain(_CUSTODIAN))
    yield signatures((("Custodian", ""),))
    yield Heading("Author’s statement", 2, "truth")
    yield Paragraph(plain(_TRUTH))
    yield signatures((("Author", cover.manager.name),))
    yield Heading("Receipt", 2, "receipt")
    copy = f" Copy {cover.copy}." if cover.copy else ""
    yield Paragraph(plain(f"{_RECEIPT} {cover.number}.{copy}"))
    yield signatures((("Received by", cover.recipient),))
