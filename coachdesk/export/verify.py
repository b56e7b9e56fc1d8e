"""Verifying a report without the journal: what is proved, what is wrong, and what nobody can prove from it.

Everything is recomputed from the file alone. The printed text is laid out again from the evidence and
compared with what another library reads from the pages.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from functools import partial

import pikepdf
import pypdfium2

import coachdesk
from coachdesk.export import redrawn, seal
from coachdesk.export.anchors import NOTHING, Kept, anchor_findings
from coachdesk.export.attached import attachments_in, evidence_in
from coachdesk.export.evidence import FILE_NAME, Evidence, Exhibit, UnreadableEvidence
from coachdesk.export.exhibits import pictures_of, sheets_in
from coachdesk.export.fault import EvidenceFault
from coachdesk.export.pdf import text_check
from coachdesk.export.pdf.draw import Drawing, draw
from coachdesk.export.pdf.pictures import Picture
from coachdesk.export.pdf.protection import Locked, normal
from coachdesk.export.proof import Proved, prove
from coachdesk.export.report import document_of
from coachdesk.export.report_entries import attachment_of
from coachdesk.export.report_redaction import replaced
from coachdesk.export.story import Story, story_of
from coachdesk.export.verdict import ANCHORED, Finding, Kind, Missing, Verdict
from coachdesk.records.forms import NewerRecord

Pages = tuple[tuple[str, ...], ...]
Compare = Callable[[bytes, Pages, str], list[text_check.Mismatch]]

_HOSTILE = (ValueError, TypeError, AttributeError, LookupError, RuntimeError, AssertionError)
"""What a file that somebody made on purpose can raise where it is taken apart."""

_FIRST = (*ANCHORED, "not_anchored")
_DRAWN = ("text_differs", "redrawn_wrong")


def verify_pdf(data: bytes, kept: Kept = NOTHING, password: str = "") -> Verdict:
    """What can be said about the report in ``data``.

    ``kept`` is what somebody has of the same journal from before; ``password`` opens a protected file.
    """
    password = normal(password)
    try:
        attached = attachments_in(data, password)
    except Locked as locked:
        kind: Kind = "password_wrong" if locked.problem == "wrong_password" else "password_needed"
        return _broken(Finding(kind, "wrong"))
    except (pikepdf.PdfError, *_HOSTILE):
        return _broken(Finding("not_a_pdf", "wrong"))
    signature = tuple(signature_findings(data, password))
    try:
        evidence = evidence_in(attached)
        proved = prove(evidence)
        sheets = sheets_in(proved, attached)
        document, story = document_of(proved, sheets), story_of(proved)
    except UnreadableEvidence as error:
        kind = "evidence_missing" if error.problem == "missing" else "evidence_unreadable"
        return _broken(*signature, Finding(kind, "wrong", {"problem": error.problem}))
    except EvidenceFault as fault:
        facts = {"problem": fault.problem, "where": fault.where}
        return _broken(*signature, Finding("evidence_wrong", "wrong", facts))
    except (NewerRecord, *_HOSTILE) as error:
        facts = {"problem": "content_unreadable", "where": str(error)}
        return _broken(*signature, Finding("evidence_wrong", "wrong", facts))
    drawing = draw(document)
    findings = [
        *anchor_findings(evidence, hashlib.sha256(data).hexdigest(), kept),
        *signature,
        *findings_of(
            data,
            proved,
            drawing.pages,
            attached,
            partial(text_check.compare_all, pictures=drawing.pictured),
            password,
        ),
        *_signer(data, evidence, password),
        *_redrawn(data, drawing, proved, attached, password, pictures_of(sheets)),
        Finding("limits", "note"),
    ]
    findings = _by_version(findings, evidence.cover.app_version)
    findings.sort(key=lambda finding: finding.kind not in _FIRST)
    return Verdict(tuple(findings), tuple(_missing(story)))


def _by_version(findings: list[Finding], made_by: str) -> list[Finding]:
    """What another version of CoachDesk worded or drew otherwise is not called changed.

    It is not accepted either: which version made a file is only its own word.
    """
    if made_by == coachdesk.__version__ or not any(one.kind in _DRAWN for one in findings):
        return findings
    facts = {"made_by": made_by, "this": coachdesk.__version__}
    others = [one for one in findings if one.kind not in _DRAWN]
    return [*others, Finding("version_differs", "wrong", facts)]


def _broken(*findings: Finding) -> Verdict:
    """Of a file that holds nothing to go by."""
    return Verdict((Finding("not_anchored", "note"), *findings))


def findings_of(
    data: bytes,
    proved: Proved,
    pages: Pages,
    attached: dict[str, bytes],
    compare: Compare = text_check.compare_all,
    password: str = "",
) -> Iterator[Finding]:
    """What the file says beyond its evidence: counts, printed text on ``pages``, exhibits."""
    yield from _proved(proved)
    yield from text_findings(data, pages, compare, password)
    yield from exhibit_findings(proved, attached)


def signature_findings(data: bytes, password: str = "") -> Iterator[Finding]:
    """Whether the file is signed, and whole under its signature."""
    report = seal.check_signature(data, password)
    if report.problem:
        kind: Kind = "signature_wrong" if report.present else "revision_added"
        yield Finding(kind, "wrong", {"problem": report.problem})
    elif report.present:
        facts = {"subject": report.subject, "fingerprint": report.fingerprint, "signed_at": report.signed_at}
        yield Finding("signature_intact", "proved", facts)
    else:
        yield Finding("not_signed", "note")


def _signer(data: bytes, evidence: Evidence, password: str) -> Iterator[Finding]:
    """A report that names the certificate it is signed with is signed with that one."""
    named = evidence.cover.fingerprint
    if named and seal.check_signature(data, password).fingerprint != named:
        yield Finding("signer_wrong", "wrong", {"fingerprint": named})


def _redrawn(
    data: bytes,
    drawing: Drawing,
    proved: Proved,
    attached: dict[str, bytes],
    password: str,
    pictures: Mapping[str, Picture],
) -> Iterator[Finding]:
    if not {exhibit.file_name for exhibit in proved.evidence.exhibits} <= attached.keys():
        return
    files = redrawn.files_of(proved, attached[FILE_NAME], attached)
    try:
        found = redrawn.compared(
            data, drawing, files, pictures=pictures, cover=proved.evidence.cover, password=password
        )
    except (pikepdf.PdfError, ValueError, AttributeError, KeyError, IndexError):
        found = redrawn.Compared("unreadable")
    if found.different:
        yield Finding("redrawn_wrong", "wrong", {"object": found.different})
        return
    if found.similar:
        yield Finding("pictures_not_proved", "note", {"count": str(found.similar)})
    else:
        yield Finding("redrawn", "proved")
    if found.alike:
        yield Finding("pictures_alike", "note", {"count": str(found.alike)})


def _proved(proved: Proved) -> Iterator[Finding]:
    evidence, story = proved.evidence, story_of(proved)
    facts = {"entries": str(len(story.entries)), "size": str(evidence.head.size), "root": evidence.head.root}
    yield Finding("evidence_proved", "proved", facts)
    yield from _counts(proved, story)
    if proved.coaching:
        kept = {
            "whom": "this person" if len(proved.leaders) == 1 else "these two people",
            "records": str(len(proved.coaching)),
            "shown": str(len(story.coaching)),
            "withheld": str(len(story.closed)),
            "size": str(evidence.head.size),
        }
        yield Finding("coaching_proved", "proved", kept)
    yield from _redacted(evidence)
    for known in proved.others.values():
        if known.event.record_type == "clock_change":
            values = known.values["record"]
            moved = {"seconds": str(values["seconds"]), "before": values["before"], "after": values["after"]}
            yield Finding("clock_changed", "note", moved)


def _redacted(evidence: Evidence) -> Iterator[Finding]:
    """What was left out inside of what is shown."""
    words = replaced(evidence)
    if words:
        yield Finding("names_replaced", "note", {"words": str(sum(words.values())), "names": str(len(words))})
    if evidence.dropped:
        numbers = ", ".join(one.number for one in evidence.dropped)
        yield Finding("files_dropped", "note", {"count": str(len(evidence.dropped)), "numbers": numbers})


def _counts(proved: Proved, story: Story) -> Iterator[Finding]:
    """How many entries there are about each of those whom the report is about."""
    evidence = proved.evidence
    for place, (subject, known) in enumerate(zip(evidence.subjects, proved.leaders, strict=True)):
        whom = "this person" if len(proved.leaders) == 1 else str(known.values["record"]["name"])
        if subject.counts is None:
            yield Finding("counts_not_proved", "note", {"whom": whom})
            continue
        gaps = [str(gap.numbers[place]) for gap in story.gaps if gap.numbers[place] is not None]
        shown = sum(one.numbers[place] is not None for one in story.entries)
        facts = {
            "whom": whom,
            "entries": str(shown + len(gaps)),
            "shown": str(shown),
            "withheld": ", ".join(gaps),
            "size": str(evidence.head.size),
            "recorded_at": evidence.last.event.recorded_at,
        }
        yield Finding("counts_proved", "proved", facts)


def text_findings(data: bytes, pages: Pages, compare: Compare, password: str) -> Iterator[Finding]:
    """Whether what is printed is what should be on ``pages``."""
    try:
        mismatches = compare(data, pages, password)
    except pypdfium2.PdfiumError as error:
        yield Finding("text_unreadable", "wrong", {"problem": str(error)})
        return
    for mismatch in mismatches:
        facts = {"page": str(mismatch.page), "expected": mismatch.expected, "found": mismatch.found}
        yield Finding("text_differs", "wrong", facts)
    if not mismatches:
        yield Finding("text_matches", "proved", {"pages": str(len(pages))})


def exhibit_findings(proved: Proved, attached: dict[str, bytes]) -> Iterator[Finding]:
    """Whether the files are those that the evidence names."""
    expected = {exhibit.file_name: exhibit for exhibit in proved.evidence.exhibits}
    problems = {name: _exhibit_problem(proved, exhibit, attached) for name, exhibit in expected.items()}
    for name, problem in problems.items():
        if problem:
            facts = {"number": expected[name].number, "name": name, "problem": problem}
            yield Finding("exhibit_wrong", "wrong", facts)
    for name in sorted(attached.keys() - expected.keys() - {FILE_NAME}):
        yield Finding("attachment_unexpected", "wrong", {"name": name})
    if expected and not any(problems.values()):
        yield Finding("exhibits_match", "proved", {"count": str(len(expected))})


def _exhibit_problem(proved: Proved, exhibit: Exhibit, attached: dict[str, bytes]) -> str:
    if exhibit.file_name not in attached:
        return "missing"
    digest = hashlib.sha256(attached[exhibit.file_name]).hexdigest()
    return "" if digest == attachment_of(proved, exhibit.attachment_id).digest else "altered"


def _missing(story: Story) -> Iterator[Missing]:
    """What is on file and not shown, the entries first."""
    for gap in story.gaps:
        yield Missing(
            number=gap.number,
            record_type="entry",
            day=gap.occurred.day,
            recorded_at=gap.events[0].recorded_at,
            why=gap.why,
            commitment=gap.events[-1].commitment,
        )
    for closed in story.closed:
        yield Missing(
            number="",
            record_type=closed.record_type,
            day="",
            recorded_at=closed.events[0].recorded_at,
            why=closed.why,
            commitment=closed.events[-1].commitment,
        )
