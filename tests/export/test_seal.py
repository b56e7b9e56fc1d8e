"""Signatures: made, judged by other programs, and found out where anything was done to the file after."""

import datetime as dt
import io
import re
import socket
import subprocess
from functools import cache
from pathlib import Path

import page as validator
import pikepdf
import pytest
from cryptography import x509
from hypothesis import given
from hypothesis import strategies as st

from coachdesk.export import seal
from coachdesk.export.certificate import SigningKey, fingerprint, make_certificate
from coachdesk.export.pdf.archive import AttachedFile, finish
from coachdesk.export.pdf.draw import draw
from coachdesk.export.pdf.text_check import compare
from coachdesk.export.seal import check_signature
from tests.export.pdf.documents import rich_document

NOW = dt.datetime.now(dt.UTC)


@cache
def key() -> SigningKey:
    return make_certificate("Robin Sample", NOW)


@cache
def unsigned(*, field: bool = True) -> bytes:
    files = [AttachedFile("evidence.json", b"{}\n", "application/json", "Data", "Evidence")]
    return finish(draw(rich_document(entries=3)), attachments=files, signed=field)


@cache
def signed() -> bytes:
    return seal.sign(unsigned(), key(), "Export of a record")


def with_added_revision(data: bytes) -> bytes:
    """``data`` with a second first page's annotation list, as an editor appends it."""
    from pyhanko.pdf_utils.generic import ArrayObject, pdf_name
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    page = writer.root["/Pages"]["/Kids"].raw_get(0).get_object()
    page[pdf_name("/Annots")] = ArrayObject()
    writer.update_container(page)
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def test_a_signed_file_says_by_whom_and_when() -> None:
    report = check_signature(signed())
    assert report.present
    assert report.problem == ""
    assert report.subject == "Robin Sample"
    assert report.fingerprint == fingerprint(key())
    assert abs(dt.datetime.fromisoformat(report.signed_at) - dt.datetime.now(dt.UTC)) < dt.timedelta(
        minutes=10
    )


def test_poppler_finds_the_signature_valid_and_the_whole_file_signed(tmp_path: Path) -> None:
    target = tmp_path / "signed.pdf"
    target.write_bytes(signed())
    said = subprocess.run(["pdfsig", target], capture_output=True, text=True, check=False).stdout
    assert "Signature is Valid." in said
    assert "Total document signed" in said
    assert "Signature Type: ETSI.CAdES.detached" in said
    assert "Signer Certificate Common Name: Robin Sample" in said


def test_the_certificate_is_the_one_made_and_lasts_ten_years() -> None:
    certificate = x509.load_der_x509_certificate(key().certificate)
    assert certificate.not_valid_before_utc <= NOW
    assert certificate.not_valid_after_utc > NOW + dt.timedelta(days=3650)
    assert certificate.public_key().public_numbers().curve.name == "secp256r1"  # type: ignore[union-attr]
    assert certificate.issuer == certificate.subject
    assert make_certificate("x" * 200, NOW).certificate


@pytest.mark.parametrize("profile", ["3a", "ua1"])
def test_a_signed_file_still_conforms(profile: str) -> None:
    report = validator.validate_pdf_bytes(signed(), profile=profile)
    assert [(failure.rule_id, failure.message) for failure in report.failures] == []


def test_the_signature_forbids_changes_and_cannot_be_seen() -> None:
    with pikepdf.open(io.BytesIO(signed())) as pdf:
        (field,) = pdf.Root.AcroForm.Fields
        assert field.V.SubFilter == pikepdf.Name("/ETSI.CAdES.detached")
        assert int(pdf.Root.Perms.DocMDP.Reference[0].TransformParams.P) == 1
        assert [float(side) for side in field.Rect] == [0, 0, 0, 0]
        assert str(field.V.Reason) == "Export of a record"
    assert compare(signed(), draw(rich_document(entries=3)).pages) == []


def test_signing_only_adds_to_the_file() -> None:
    assert signed().startswith(unsigned())


def test_an_unsigned_file_is_none_and_nothing_else_is_said_of_it() -> None:
    for data in (unsigned(), unsigned(field=False)):
        assert check_signature(data) == seal.SignatureReport(present=False)


@given(st.data())
def test_a_byte_changed_anywhere_is_found(data: st.DataObject) -> None:
    changed = bytearray(signed())
    place = data.draw(st.integers(0, len(changed) - 1))
    changed[place] ^= data.draw(st.integers(1, 255))
    report = check_signature(bytes(changed))
    assert report.problem or not report.present


@given(st.data())
def test_a_byte_changed_where_the_signature_itself_is_is_found(data: st.DataObject) -> None:
    found = re.search(rb"/Contents (<[0-9A-F]+>)", signed())
    assert found
    changed = bytearray(signed())
    changed[data.draw(st.integers(found.start(1), found.end(1) - 1))] ^= data.draw(
        st.sampled_from([1, 16, 32])
    )
    report = check_signature(bytes(changed))
    assert report.problem or not report.present


def test_a_revision_added_to_a_signed_file_is_found() -> None:
    report = check_signature(with_added_revision(signed()))
    assert (report.present, report.problem) == (True, "not_whole")


def test_a_revision_added_before_signing_is_found() -> None:
    report = check_signature(seal.sign(with_added_revision(unsigned()), key(), "x"))
    assert (report.present, report.problem) == (True, "revision_added")


def test_a_revision_added_to_an_unsigned_file_is_found() -> None:
    for data in (with_added_revision(unsigned()), unsigned() + b"more", unsigned() + unsigned()):
        assert check_signature(data).problem == "revision_added"


def test_bytes_after_the_end_of_a_signed_file_are_found() -> None:
    assert check_signature(signed() + b"\n% more").problem


def test_a_file_cut_off_or_none_at_all_is_unreadable_not_unsigned() -> None:
    assert check_signature(b"").problem == "unreadable"
    assert check_signature(b"not a pdf").problem == "unreadable"
    cut = check_signature(signed()[: len(signed()) * 9 // 10])
    assert cut.problem


def test_a_second_signature_by_somebody_else_has_their_fingerprint() -> None:
    other = make_certificate("Robin Sample", NOW)
    report = check_signature(seal.sign(unsigned(), other, "x"))
    assert report.problem == ""
    assert report.fingerprint == fingerprint(other) != fingerprint(key())


def test_nothing_reaches_for_the_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert check_signature(seal.sign(unsigned(), key(), "x")).problem == ""
