"""The protected form: what opens it, what it claims, and what other programs say of it."""

import datetime as dt
import io
import subprocess
from functools import cache
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from coachdesk.export import seal
from coachdesk.export.certificate import make_certificate
from coachdesk.export.pdf.archive import AttachedFile, finish
from coachdesk.export.pdf.draw import draw
from coachdesk.export.pdf.protection import Locked, normal, opened
from coachdesk.export.pdf.text_check import compare_all
from tests.export.pdf.documents import rich_document

PASSWORD = "Grüße, 3 Büros"


@cache
def unsigned() -> bytes:
    files = [AttachedFile("evidence.json", b"{}\n", "application/json", "Data", "Evidence")]
    return finish(draw(rich_document(entries=3)), attachments=files, signed=True, password=PASSWORD)


@cache
def signed() -> bytes:
    key = make_certificate("Robin Sample", dt.datetime.now(dt.UTC))
    return seal.sign(unsigned(), key, "Export of a record", PASSWORD)


def run(*command: str | Path) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


def test_it_opens_with_its_password_only() -> None:
    with opened(signed(), PASSWORD) as pdf:
        assert len(pdf.pages) == len(draw(rich_document(entries=3)).pages)
    for password, problem in (("", "no_password"), ("guessed", "wrong_password")):
        with pytest.raises(Locked) as locked:
            opened(signed(), password)
        assert locked.value.problem == problem
    opened(finish(draw(rich_document(entries=1)), attachments=[], signed=False)).close()


def test_it_is_encrypted_with_aes_256_and_says_what_it_is_for(tmp_path: Path) -> None:
    target = tmp_path / "protected.pdf"
    target.write_bytes(signed())
    said = run("qpdf", f"--password={PASSWORD}", "--show-encryption", target)
    for part in ("R = 6", "stream encryption method: AESv3", "string encryption method: AESv3"):
        assert part in said
    assert "modify anything: not allowed" in said
    assert "No syntax or stream encoding errors" in run("qpdf", f"--password={PASSWORD}", "--check", target)


def test_no_word_and_no_title_stands_in_it_readable() -> None:
    with opened(signed(), PASSWORD) as pdf:
        metadata = pdf.Root.Metadata.read_bytes()
    assert b"Record of notes" in metadata
    for secret in (b"Record of notes", b"Robin Sample</", b"evidence.json", b"xmpmeta"):
        assert secret not in unsigned()


def test_it_does_not_claim_to_be_an_archive_file() -> None:
    with opened(signed(), PASSWORD) as pdf:
        metadata = pdf.Root.Metadata.read_bytes()
    assert b"<pdfaid:" not in metadata
    assert b"<pdfuaid:part>1" in metadata


def test_it_is_signed_after_it_was_encrypted(tmp_path: Path) -> None:
    assert signed().startswith(unsigned())
    report = seal.check_signature(signed(), PASSWORD)
    assert (report.present, report.problem, report.subject) == (True, "", "Robin Sample")
    target = tmp_path / "protected.pdf"
    target.write_bytes(signed())
    said = run("pdfsig", "-upw", PASSWORD, target)
    assert "Signature is Valid." in said
    assert "Total document signed" in said


def test_a_changed_byte_breaks_its_signature() -> None:
    place = len(unsigned()) // 2
    changed = signed()[:place] + bytes([signed()[place] ^ 1]) + signed()[place + 1 :]
    assert seal.check_signature(changed, PASSWORD).problem in ("broken", "unreadable")


def test_its_text_is_what_was_drawn() -> None:
    pages = draw(rich_document(entries=3)).pages
    assert compare_all(signed(), pages, PASSWORD) == []
    with pytest.raises(pypdfium2.PdfiumError):
        compare_all(signed(), pages, "guessed")


def test_its_key_is_new_each_time() -> None:
    again = finish(draw(rich_document(entries=1)), attachments=[], signed=False, password=PASSWORD)
    assert again != finish(draw(rich_document(entries=1)), attachments=[], signed=False, password=PASSWORD)


def test_a_password_typed_otherwise_is_the_same() -> None:
    assert normal("e\u0301clair") == normal("\u00e9clair")
    with pikepdf.open(io.BytesIO(signed()), password=normal("Gru\u0308ße, 3 Bu\u0308ros")) as pdf:
        assert pdf.is_encrypted
