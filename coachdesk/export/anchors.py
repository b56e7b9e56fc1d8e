"""What outside a report vouches for since when it stands: an earlier export, or a receipt, in other hands."""

from collections.abc import Iterator

import msgspec
import pikepdf

from coachdesk.export.attached import attachments_in, evidence_in
from coachdesk.export.evidence import Evidence
from coachdesk.export.fault import EvidenceFault
from coachdesk.export.proof import prove
from coachdesk.export.receipt import Receipt, UnreadableReceipt, read_receipt
from coachdesk.export.verdict import ANCHORED, Finding


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody kept: an earlier export of the same journal with its password, a receipt; either may be None."""

    earlier: bytes | None = None
    password: str = ""
    receipt: bytes | None = None


NOTHING = Kept()


def anchor_findings(evidence: Evidence, digest: str, kept: Kept) -> Iterator[Finding]:
    """What ``kept`` says about a report with this evidence, whose file has this SHA-256."""
    found: list[Finding] = []
    if kept.earlier is not None:
        found += _earlier(evidence, kept.earlier, kept.password)
    if kept.receipt is not None:
        found += _received(evidence, digest, kept.receipt)
    if not any(finding.kind in ANCHORED for finding in found):
        yield Finding("not_anchored", "note")
    yield from found


def _earlier(evidence: Evidence, kept: bytes, password: str) -> Iterator[Finding]:
    try:
        earlier = evidence_in(attachments_in(kept, password))
        prove(earlier)
    except (ValueError, EvidenceFault, pikepdf.PdfError) as error:
        yield Finding("earlier_unreadable", "wrong", {"problem": str(error)})
        return
    if earlier.head.size > evidence.head.size or earlier.cover.number == evidence.cover.number:
        yield Finding("earlier_not_earlier", "wrong", {"number": earlier.cover.number})
        return
    facts = {
        "number": earlier.cover.number,
        "created_at": earlier.cover.created_at,
        "size": str(earlier.head.size),
        "now": str(evidence.head.size),
    }
    if _covers(evidence, earlier.head.size, earlier.head.root):
        yield Finding("anchored", "proved", facts)
        yield Finding("earlier_consistent", "proved", facts)
    else:
        yield Finding("earlier_not_covered", "wrong", facts)


def _covers(evidence: Evidence, size: int, root: str) -> bool:
    """Whether the evidence proves growth from an earlier head; :func:`prove` has checked its proofs."""
    heads: set[tuple[int, str]] = {(known.size, known.root) for known in evidence.earlier}
    heads.add((evidence.head.size, evidence.head.root))
    return (size, root) in heads


def _received(evidence: Evidence, digest: str, kept: bytes) -> Iterator[Finding]:
    """A receipt for this file must fit it in all it says; one for an earlier export, by its head. One for a later
    export names events that this file knows nothing of: it speaks neither for the file nor against it.
    """
    try:
        receipt = read_receipt(kept)
    except UnreadableReceipt as unreadable:
        yield Finding("receipt_unreadable", "wrong", {"problem": unreadable.problem})
        return
    facts = {
        "number": receipt.number,
        "size": str(receipt.size),
        "now": str(evidence.head.size),
        "created_at": evidence.cover.created_at,
    }
    if receipt.number == evidence.cover.number:
        differs = list(_differences(receipt, evidence, digest))
        for problem in differs:
            yield Finding("receipt_differs", "wrong", {"problem": problem, **facts})
        if not differs:
            yield Finding("anchored_receipt", "proved", facts)
        return
    known = {one.number: one for one in evidence.earlier}.get(receipt.number)
    if receipt.size > evidence.head.size and known is None:
        yield Finding("receipt_later", "note", facts)
    elif known and (known.size, known.root) == (receipt.size, receipt.root):
        yield Finding("anchored_earlier_receipt", "proved", {**facts, "created_at": known.released_at})
    else:
        yield Finding("receipt_not_covered", "wrong", facts)


def _differences(receipt: Receipt, evidence: Evidence, digest: str) -> Iterator[str]:
    """In what a receipt differs from the file it is for."""
    if receipt.digest != digest:
        yield "digest"
    if (receipt.size, receipt.root) != (evidence.head.size, evidence.head.root):
        yield "head"
    if " ".join(receipt.recipient.split()) != evidence.cover.recipient:
        yield "recipient"
    if receipt.fingerprint is not None and receipt.fingerprint != evidence.cover.fingerprint:
        yield "fingerprint"
