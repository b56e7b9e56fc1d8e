"""The signature of a report: PAdES B-B (ETSI EN 319 142), certifying, no changes allowed, invisible.

The certificate is the journal's own. It shows that nothing was changed since it was made; whose it is
only its fingerprint can show, compared by other means. Nothing here reaches for the network.
"""

import hashlib
import io
import logging

import msgspec
from asn1crypto import cms, keys
from asn1crypto import x509 as certificates
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.validation import EmbeddedPdfSignature, validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from coachdesk.export.certificate import SigningKey

FIELD = "Signature1"
_SHA_256 = {"algorithm": "sha256", "parameters": None}
_END = b"%%EOF"
_REVISIONS_WHEN_SIGNED = 2


class SignatureReport(msgspec.Struct, frozen=True, kw_only=True):
    """What the signature of a file says. ``problem`` is empty where nothing is wrong.

    Problems: ``unreadable``, ``broken`` (the content was changed), ``not_whole`` (it does not cover the
    whole file), ``several`` signatures, ``revision_added`` (there are revisions that no export makes).
    """

    present: bool
    problem: str = ""
    subject: str = ""
    fingerprint: str = ""
    signed_at: str = ""


def sign(pdf: bytes, key: SigningKey, reason: str, password: str = "") -> bytes:
    """``pdf`` signed, now, in the tagged field that ``archive`` made."""
    file = io.BytesIO(pdf)
    sign_in_place(file, key, reason, password)
    return file.getvalue()


def sign_in_place(file: io.BytesIO, key: SigningKey, reason: str, password: str = "") -> None:
    """As :func:`sign`: what is signed is behind what was there, of which no second copy is made."""
    writer = IncrementalPdfFileWriter(file)
    if password:
        writer.encrypt(password)  # type: ignore[no-untyped-call]
    # It would write the XMP anew and lose the PDF/UA part of it (pyHanko 0.38, private, pinned).
    writer._update_meta = lambda: None  # type: ignore[method-assign]  # noqa: SLF001
    signer = signers.SimpleSigner(
        signing_cert=certificates.Certificate.load(key.certificate),
        signing_key=keys.PrivateKeyInfo.load(key.private_key),
        cert_registry=SimpleCertificateStore(),  # type: ignore[no-untyped-call]
    )
    details = signers.PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
        reason=reason,
    )
    signers.PdfSigner(details, signer=signer).sign_pdf(writer, in_place=True)


def check_signature(pdf: bytes, password: str = "") -> SignatureReport:
    """What the signature in ``pdf`` proves; a file without one must have one revision only."""
    logging.getLogger("pyhanko").setLevel(logging.CRITICAL)
    logging.getLogger("pyhanko_certvalidator").setLevel(logging.CRITICAL)
    try:
        reader = PdfFileReader(io.BytesIO(pdf), strict=False)
        if reader.encrypted:
            reader.decrypt(password)
        signatures = reader.embedded_signatures
        if not signatures:
            one = reader.xrefs.total_revisions == 1 and pdf.count(_END) == 1 and pdf.rstrip().endswith(_END)
            return SignatureReport(present=False, problem="" if one else "revision_added")
        if len(signatures) > 1:
            return SignatureReport(present=True, problem="several")
        report = _checked(pdf, signatures[0])
        if not report.problem and reader.xrefs.total_revisions > _REVISIONS_WHEN_SIGNED:
            return msgspec.structs.replace(report, problem="revision_added")
        return report
    except Exception:  # noqa: BLE001  # a hostile file can make the library fail in any way
        return SignatureReport(present=b"/ByteRange" in pdf, problem="unreadable")


def _checked(pdf: bytes, signature: EmbeddedPdfSignature) -> SignatureReport:
    certificate = signature.signer_cert
    trusted = ValidationContext(trust_roots=[certificate], allow_fetching=False)
    status = validate_pdf_signature(signature, signer_validation_context=trusted)
    problem = ""
    if not (status.intact and status.valid and _is_all_signature(pdf, signature)):
        problem = "broken"
    elif status.coverage != SignatureCoverageLevel.ENTIRE_FILE:
        problem = "not_whole"
    at = status.signer_reported_dt
    return SignatureReport(
        present=True,
        problem=problem,
        subject=str(certificate.subject.native.get("common_name", "")),
        fingerprint=hashlib.sha256(certificate.dump()).hexdigest(),
        signed_at=at.isoformat() if at else "",
    )


def _is_all_signature(pdf: bytes, signature: EmbeddedPdfSignature) -> bool:
    """Whether the one place that a signature cannot cover holds nothing but what :func:`sign` puts there."""
    _, start, end, _ = signature.byte_range
    content = cms.ContentInfo.load(signature.pkcs7_content)
    digits: bytes = content.dump(force=True).hex().upper().encode()
    if pdf[start:end] != b"<" + digits.ljust(end - start - 2, b"0") + b">":
        return False
    signed, signer = content["content"], content["content"]["signer_infos"][0]
    algorithms = [*signed["digest_algorithms"].native, signer["digest_algorithm"].native]
    versions = {signed["version"].native, signer["version"].native}
    return versions == {"v1"} and all(dict(algorithm) == _SHA_256 for algorithm in algorithms)
