"""The archive form, judged by validators and read back by other programs."""

import datetime as dt
import hashlib
import re
import subprocess
import zlib
from functools import cache
from itertools import count
from pathlib import Path

import page as validator
import pikepdf
import pytest
from msgspec.structs import replace
from pikepdf import Name

from coachdesk.export.attached import attachments_in, digests_in
from coachdesk.export.blocks import Heading, Paragraph
from coachdesk.export.pdf.archive import AttachedFile, Packed, finish
from coachdesk.export.pdf.draw import Drawing, draw
from coachdesk.export.pdf.text_check import compare
from tests.export.pdf.documents import document, entry, opened, rich_document, text

PROFILES = ["3a", "ua1"]
FILES = (
    AttachedFile("evidence.json", b'{"a": 1}\n' * 500, "application/json", "Data", "Evidence"),
    AttachedFile(
        "E1 Protokoll ü.bin", bytes(range(256)) * 40, "application/octet-stream", "Supplement", "E1"
    ),
)


@cache
def drawing() -> Drawing:
    return draw(rich_document())


@cache
def finished(*, signed: bool = False) -> bytes:
    return finish(drawing(), attachments=FILES, signed=signed)


def failures(data: bytes, profile: str) -> list[tuple[str, str]]:
    report = validator.validate_pdf_bytes(data, profile=profile)
    return [(failure.rule_id, failure.message) for failure in report.failures]


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("signed", [False, True], ids=["unsigned", "with a field"])
def test_a_document_with_everything_in_it_conforms(profile: str, signed: bool) -> None:
    assert failures(finished(signed=signed), profile) == []


@pytest.mark.parametrize("profile", PROFILES)
def test_the_least_document_conforms(profile: str) -> None:
    least = document(header=(), footer=(), page_label="", title="-")
    assert failures(finish(draw(least), attachments=(), signed=True), profile) == []


@pytest.mark.parametrize("profile", PROFILES)
def test_a_document_conforms_whose_headings_begin_anywhere(profile: str) -> None:
    odd = document(Heading("Third", 3, "a"), entry(1), Heading("First", 1, "b"), Heading("Third", 3, "c"))
    assert failures(finish(draw(odd), attachments=(), signed=False), profile) == []


def test_the_validator_finds_what_is_wrong() -> None:
    assert failures(drawing().data, "3a")
    assert failures(drawing().data, "ua1")


def test_qpdf_finds_nothing_wrong(tmp_path: Path) -> None:
    target = tmp_path / "report.pdf"
    target.write_bytes(finished(signed=True))
    checked = subprocess.run(["qpdf", "--check", target], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert "WARNING" not in checked.stdout + checked.stderr


def test_attached_files_are_listed_and_come_out_unchanged(tmp_path: Path) -> None:
    target = tmp_path / "report.pdf"
    target.write_bytes(finished())
    listed = subprocess.run(["pdfdetach", "-list", target], capture_output=True, text=True, check=True).stdout
    assert "2 embedded files" in listed
    for number, file in enumerate(sorted(FILES, key=lambda file: file.name), 1):
        saved = tmp_path / str(number)
        subprocess.run(["pdfdetach", "-save", str(number), "-o", saved, target], check=True)
        assert saved.read_bytes() == file.data
    with opened(finished()) as pdf:
        kinds = {str(spec.UF): spec.AFRelationship for spec in pdf.Root.AF}
    assert kinds == {FILES[0].name: Name.Data, FILES[1].name: Name.Supplement}


def test_equal_input_gives_equal_bytes() -> None:
    assert finish(draw(rich_document()), attachments=FILES, signed=False) == finished()
    assert finish(draw(rich_document()), attachments=FILES, signed=True) == finished(signed=True)


def test_a_file_that_is_packed_already_gives_the_same_bytes() -> None:
    packed = [
        replace(file, data=Packed(zlib.compress(file.data), len(file.data), hashlib.md5(file.data).digest()))
        for file in FILES
        if isinstance(file.data, bytes)
    ]
    assert len(packed) == len(FILES)
    assert finish(drawing(), attachments=packed, signed=False) == finished()
    assert attachments_in(finished()) == {file.name: file.data for file in FILES}
    digests = {name: hashlib.sha256(content).digest() for name, content in attachments_in(finished()).items()}
    assert digests_in(finished()) == digests


def test_the_pages_show_the_same_as_before() -> None:
    assert compare(finished(signed=True), drawing().pages) == []


def test_there_is_one_revision() -> None:
    assert finished().count(b"%%EOF") == finished().count(b"startxref") == 1


def test_metadata_say_who_what_and_when_but_not_where() -> None:
    with opened(finished()) as pdf:
        info = {name: str(value) for name, value in pdf.docinfo.items()}
        xmp = pdf.Root.Metadata.read_bytes().decode()
    assert info == {
        "/Title": "Record of notes",
        "/Author": "Robin Sample",
        "/Creator": "CoachDesk",
        "/Producer": "CoachDesk",
        "/CreationDate": "D:20260504100000+01'00'",
        "/ModDate": "D:20260504100000+01'00'",
    }
    assert "Record of notes" in xmp
    assert "2026-05-04T10:00:00+01:00" in xmp
    for trace in (b"ReportLab", b"pikepdf", b"resources/fonts", str(Path.home()).encode()):
        assert trace not in finished()


def test_markup_in_a_title_is_a_title() -> None:
    strange = draw(document(title="<b>&\x00\ud800 ü", author="]]>"))
    data = finish(strange, attachments=(), signed=False)
    assert failures(data, "3a") == []
    with opened(data) as pdf:
        assert str(pdf.docinfo["/Title"]) == "<b>& ü"


def test_the_text_read_aloud_is_the_text_printed_without_the_frame(tmp_path: Path) -> None:
    shown = draw(document(Heading("One", 1, "one"), Paragraph(text("Two words.")), entry(3, words=5)))
    target = tmp_path / "report.pdf"
    target.write_bytes(finish(shown, attachments=(), signed=False))
    said = subprocess.run(
        ["pdfinfo", "-struct-text", target], capture_output=True, text=True, check=True
    ).stdout
    tags = [line.strip() for line in said.splitlines() if line.strip() and '"' not in line]
    words = re.findall(r'"([^"]*)"', said)
    assert [word.strip() for word in words][:5] == [
        "One",
        "Two words.",
        "3",
        "3 May 2026, conversation",
        "Occurred",
    ]
    assert not any("CONFIDENTIAL" in word or "Page" in word for word in words)
    assert [tag.split()[0] for tag in tags][:5] == ["Document", "Sect", "H1", "P", "Sect"]


def test_every_link_is_in_the_tree_and_every_mark_has_an_element() -> None:
    with opened(finished(signed=True)) as pdf:
        tree = pdf.Root.StructTreeRoot
        numbers = list(tree.ParentTree.Nums)
        parents = {int(key): value for key, value in zip(numbers[::2], numbers[1::2], strict=True)}
        assert int(tree.ParentTreeNextKey) == len(parents)
        for found in pdf.pages:
            marks = set(re.findall(rb"/MCID (\d+)", found.Contents.read_bytes()))
            assert len(parents[int(found.obj.StructParents)]) == len(marks)
            for annotation in found.obj.get("/Annots", ()):
                element = parents[int(annotation.StructParent)]
                assert str(element.S) == ("/Form" if annotation.Subtype == Name.Widget else "/Link")
                kids = element.K if isinstance(element.K, pikepdf.Array) else [element.K]
                assert any(
                    getattr(kid, "Obj", None) == annotation for kid in kids if not isinstance(kid, int)
                )


def test_no_compressed_stream_ends_with_a_carriage_return() -> None:
    texts = (f"file {number}\n".encode() for number in count())
    awkward = next(data for data in texts if zlib.compress(data).endswith(b"\r"))
    files = [AttachedFile("a.txt", awkward, "text/plain", "Data", "")]
    data = finish(drawing(), attachments=files, signed=False)
    assert re.findall(rb"\r\n?endstream", data) == []
    assert failures(data, "3a") == []
    with opened(data) as pdf:
        assert pdf.attachments["a.txt"].get_file().read_bytes() == awkward


def test_two_files_of_one_name_and_a_date_without_an_offset_are_refused() -> None:
    with pytest.raises(ValueError, match="evidence"):
        finish(drawing(), attachments=(FILES[0], FILES[0]), signed=False)
    local = dt.datetime(2026, 5, 4, 10, 0).isoformat()  # noqa: DTZ001 (that is the point)
    with pytest.raises(ValueError, match="2026"):
        finish(draw(document(created=local)), attachments=(), signed=False)
