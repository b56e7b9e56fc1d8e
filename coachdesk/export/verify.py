"""Verifying a report without the journal: what is proved, what is wrong, and what nobody can prove from it.

Everything is recomputed from the file alone. The printed text is laid out again from the evidence and
compared with what another library reads from the pages.
"""

import hashlib
import io
import zlib
from collections.abc import Callable, Iterator
from typing import Literal

import msgspec
import pikepdf
import pypdfium2

from coachdesk.export import evidence as evidence_format
from coachdesk.export import redrawn, seal
from coachdesk.export.evidence import FILE_NAME, Evidence, Exhibit, UnreadableEvidence
from coachdesk.export.pdf import text_check
from coachdesk.export.pdf.draw import Drawing, draw
from coachdesk.export.proof import EvidenceFault, Proved, prove
from coachdesk.export.report import document_of
from coachdesk.export.report_entries import attachment_of
from coachdesk.export.story import story_of
from coachdesk.records.forms import NewerRecord

_MOST_BYTES = 512 * 1024 * 1024
_PACKED = (pikepdf.Name.FlateDecode, pikepdf.Array([pikepdf.Name.ASCIIHexDecode, pikepdf.Name.FlateDecode]))

Pages = tuple[tuple[str, ...], ...]
Compare = Callable[[bytes, Pages], list[text_check.Mismatch]]

Kind = Literal[
    "anchored",
    "not_anchored",
    "signature_intact",
    "signature_wrong",
    "signer_wrong",
    "not_signed",
    "revision_added",
    "evidence_proved",
    "evidence_missing",
    "evidence_unreadable",
    "evidence_wrong",
    "counts_proved",
    "counts_not_proved",
    "coaching_proved",
    "text_matches",
    "text_differs",
    "text_unreadable",
    "redrawn",
    "redrawn_wrong",
    "exhibits_match",
    "exhibit_wrong",
    "attachment_unexpected",
    "earlier_consistent",
    "earlier_not_covered",
    "earlier_unreadable",
    "earlier_not_earlier",
    "clock_changed",
    "not_a_pdf",
    "limits",
]


class Finding(msgspec.Struct, frozen=True):
    """One thing found. ``facts`` are what a sentence about it needs."""

    kind: Kind
    state: Literal["proved", "wrong", "note"]
    facts: dict[str, str] = {}


class Verdict(msgspec.Struct, frozen=True):
    """All that was found, the anchor first."""

    findings: tuple[Finding, ...]

    @property
    def accepted(self) -> bool:
        """Whether nothing is wrong."""
        return not any(finding.state == "wrong" for finding in self.findings)


def verify_pdf(data: bytes, against: bytes | None = None) -> Verdict:
    """What can be said about the report in ``data``; ``against`` is an earlier export of the same journal."""
    findings = list(_findings(data, against))
    findings.sort(key=lambda finding: finding.kind not in ("anchored", "not_anchored"))
    return Verdict(tuple(findings))


def _findings(data: bytes, against: bytes | None) -> Iterator[Finding]:
    try:
        attached = attachments_in(data)
    except (pikepdf.PdfError, ValueError):
        yield Finding("not_a_pdf", "wrong")
        return
    yield from signature_findings(data)
    try:
        evidence = _evidence_in(attached)
        proved = prove(evidence)
        document = document_of(proved)
    except UnreadableEvidence as error:
        kind: Kind = "evidence_missing" if error.problem == "missing" else "evidence_unreadable"
        yield Finding(kind, "wrong", {"problem": error.problem})
        return
    except EvidenceFault as fault:
        yield Finding("evidence_wrong", "wrong", {"problem": fault.problem, "where": fault.where})
        return
    except (NewerRecord, KeyError, ValueError) as error:
        yield Finding("evidence_wrong", "wrong", {"problem": "content_unreadable", "where": str(error)})
        return
    drawing = draw(document)
    yield from findings_of(data, proved, drawing.pages, attached)
    yield from _signer(data, evidence)
    yield from _redrawn(data, drawing, proved, attached)
    yield from _earlier(evidence, against)
    yield Finding("limits", "note")


def findings_of(
    data: bytes,
    proved: Proved,
    pages: Pages,
    attached: dict[str, bytes],
    compare: Compare = text_check.compare,
) -> Iterator[Finding]:
    """What the file says beyond its evidence: counts, printed text on ``pages``, exhibits."""
    yield from _proved(proved)
    yield from _text(data, pages, compare)
    yield from _exhibits(proved, attached)


def attachments_in(data: bytes) -> dict[str, bytes]:
    """The files attached to a PDF. Raises ``pikepdf.PdfError``, and ValueError for one that is absurdly large."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return {name: _content(spec.get_file().obj) for name, spec in pdf.attachments.items()}


def _content(stream: pikepdf.Object) -> bytes:
    """An attachment's content, unpacked only as far as it may go: a small file can be made to fill the memory."""
    if not isinstance(stream, pikepdf.Stream):
        raise ValueError("damaged")
    packed, raw = stream.get("/Filter"), stream.read_raw_bytes()
    if packed is None:
        return raw
    if packed not in _PACKED or "/DecodeParms" in stream:
        raise ValueError("packed_oddly")
    unpacker = zlib.decompressobj()
    try:
        if packed == _PACKED[1]:
            raw = bytes.fromhex(raw.removesuffix(b">").decode("ascii"))
        content = unpacker.decompress(raw, _MOST_BYTES)
    except (zlib.error, ValueError):
        raise ValueError("damaged") from None
    if not unpacker.eof:
        raise ValueError("too_large")
    return content


def _evidence_in(attached: dict[str, bytes]) -> Evidence:
    if FILE_NAME not in attached:
        raise UnreadableEvidence("missing")
    return evidence_format.decode(attached[FILE_NAME])


def signature_findings(data: bytes) -> Iterator[Finding]:
    """Whether the file is signed, and whole under its signature."""
    report = seal.check_signature(data)
    if report.problem:
        kind: Kind = "signature_wrong" if report.present else "revision_added"
        yield Finding(kind, "wrong", {"problem": report.problem})
    elif report.present:
        facts = {"subject": report.subject, "fingerprint": report.fingerprint, "signed_at": report.signed_at}
        yield Finding("signature_intact", "proved", facts)
    else:
        yield Finding("not_signed", "note")


def _signer(data: bytes, evidence: Evidence) -> Iterator[Finding]:
    """A report that names the certificate it is signed with is signed with that one."""
    named = evidence.cover.fingerprint
    if named and seal.check_signature(data).fingerprint != named:
        yield Finding("signer_wrong", "wrong", {"fingerprint": named})


def _redrawn(data: bytes, drawing: Drawing, proved: Proved, attached: dict[str, bytes]) -> Iterator[Finding]:
    if not {exhibit.file_name for exhibit in proved.evidence.exhibits} <= attached.keys():
        return
    files = redrawn.files_of(proved, attached[FILE_NAME], attached)
    try:
        found = redrawn.difference(data, drawing, files, signed=bool(proved.evidence.cover.fingerprint))
    except (pikepdf.PdfError, ValueError, AttributeError, KeyError, IndexError):
        found = "unreadable"
    if found:
        yield Finding("redrawn_wrong", "wrong", {"object": found})
    else:
        yield Finding("redrawn", "proved")


def _proved(proved: Proved) -> Iterator[Finding]:
    evidence, story = proved.evidence, story_of(proved)
    facts = {"entries": str(len(story.entries)), "size": str(evidence.head.size), "root": evidence.head.root}
    yield Finding("evidence_proved", "proved", facts)
    gaps = [str(gap.number) for gap in story.gaps]
    counted = {
        "entries": str(len(proved.entries)),
        "shown": str(len(story.entries)),
        "withheld": ", ".join(gaps),
        "size": str(evidence.head.size),
        "recorded_at": evidence.last.event.recorded_at,
    }
    if evidence.counts is None:
        yield Finding("counts_not_proved", "note")
    else:
        yield Finding("counts_proved", "proved", counted)
    if proved.coaching:
        kept = {
            "records": str(len(proved.coaching)),
            "shown": str(len(story.coaching)),
            "withheld": str(len(story.closed)),
            "size": str(evidence.head.size),
        }
        yield Finding("coaching_proved", "proved", kept)
    for known in proved.others.values():
        if known.event.record_type == "clock_change":
            values = known.values["record"]
            moved = {"seconds": str(values["seconds"]), "before": values["before"], "after": values["after"]}
            yield Finding("clock_changed", "note", moved)


def _text(data: bytes, pages: Pages, compare: Compare) -> Iterator[Finding]:
    try:
        mismatches = compare(data, pages)
    except pypdfium2.PdfiumError as error:
        yield Finding("text_unreadable", "wrong", {"problem": str(error)})
        return
    for mismatch in mismatches:
        facts = {"page": str(mismatch.page), "expected": mismatch.expected, "found": mismatch.found}
        yield Finding("text_differs", "wrong", facts)
    if not mismatches:
        yield Finding("text_matches", "proved", {"pages": str(len(pages))})


def _exhibits(proved: Proved, attached: dict[str, bytes]) -> Iterator[Finding]:
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


def _earlier(evidence: Evidence, against: bytes | None) -> Iterator[Finding]:
    if against is None:
        yield Finding("not_anchored", "note")
        return
    try:
        earlier = _evidence_in(attachments_in(against))
        prove(earlier)
    except (ValueError, EvidenceFault, pikepdf.PdfError) as error:
        yield Finding("not_anchored", "note")
        yield Finding("earlier_unreadable", "wrong", {"problem": str(error)})
        return
    if earlier.head.size > evidence.head.size or earlier.cover.number == evidence.cover.number:
        yield Finding("not_anchored", "note")
        yield Finding("earlier_not_earlier", "wrong", {"number": earlier.cover.number})
        return
    facts = {
        "number": earlier.cover.number,
        "created_at": earlier.cover.created_at,
        "size": str(earlier.head.size),
        "now": str(evidence.head.size),
    }
    if _covers(evidence, earlier):
        yield Finding("anchored", "proved", facts)
        yield Finding("earlier_consistent", "proved", facts)
    else:
        yield Finding("not_anchored", "note")
        yield Finding("earlier_not_covered", "wrong", facts)


def _covers(evidence: Evidence, earlier: Evidence) -> bool:
    """Whether the evidence proves growth from the earlier head; :func:`prove` has checked its proofs."""
    heads: set[tuple[int, str]] = {(known.size, known.root) for known in evidence.earlier}
    heads.add((evidence.head.size, evidence.head.root))
    return (earlier.head.size, earlier.head.root) in heads
