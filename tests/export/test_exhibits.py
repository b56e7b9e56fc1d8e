"""Exhibits on pages: which are shown, how they lie, and that another picture in their place is found out."""

import io
import re
import zlib
from collections.abc import Callable
from pathlib import Path

import page as validator
import pikepdf
import pypdfium2
import pytest
from PIL import Image

from coachdesk.export import exhibits, redrawn
from coachdesk.export.blocks import Table
from coachdesk.export.evidence import decode
from coachdesk.export.gathering import gather
from coachdesk.export.pdf import archive
from coachdesk.export.pdf.draw import draw
from coachdesk.export.pdf.pictures import Picture, sheets_of
from coachdesk.export.proof import prove
from coachdesk.export.releasing import Choices, export_timeline, prepare
from coachdesk.export.report import document_of
from coachdesk.export.selection import Selection
from coachdesk.export.verify import verify_pdf
from tests.export.conftest import COVER, File
from tests.export.pdf.test_pictures import chart, huge_png, packed, pdf_of, pixels
from tests.export.test_verify import found, wrong
from tests.making import entry

Export = Callable[..., bytes]
Drawn = Callable[[Callable[[Image.Image], Image.Image]], bytes]


def locked_pdf() -> bytes:
    output = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf_of((595, 842)))) as pdf:
        pdf.save(output, encryption=pikepdf.Encryption(user="secret", owner="secret"))
    return output.getvalue()


FILES = {
    "chart.png": packed(chart(1200, 700), "PNG"),
    "plan.pdf": pdf_of((595, 842), (842, 595)),
    "damaged.pdf": b"%PDF-1.4 and then nothing",
    "locked.pdf": locked_pdf(),
    "bomb.png": huge_png(),
    "words.txt": b"what was said",
}


@pytest.fixture
def shown(file: File) -> File:
    """The file, an entry in it with every sort of attachment."""
    taken = [file.journal.take_in(name, io.BytesIO(content)) for name, content in FILES.items()]
    ids = tuple(one.id for one in taken)
    file.journal.put(*taken, entry(file.ada, text="See the files.", attachment_ids=ids))
    return file


@pytest.fixture
def export(shown: File, tmp_path: Path) -> Export:
    def make(**values: object) -> bytes:
        choices = Choices(selection=Selection(leader_ids=(shown.ada.id,)), **values)
        return export_timeline(shown.journal, choices, tmp_path / "t.pdf", replace=True).path.read_bytes()

    return make


def text_of(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in document)


def test_pictures_and_pdf_files_are_pages_as_they_lie_and_the_rest_is_said(export: Export) -> None:
    data = export()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        lying = [
            float(page.MediaBox[2]) > float(page.MediaBox[3])
            for page in pdf.pages
            if "/XObject" in page.Resources
        ]
    assert lying == [True, False, True]
    text = text_of(data)
    for said in (
        "Exhibit E2 – chart.png",
        "Exhibit E3, page 2 of 2",
        "damaged,",
        "locked",
        "large",
        "Attached; not",
    ):
        assert said in text, said
    assert verify_pdf(data).accepted


def test_the_list_has_the_title_of_a_file_and_where_it_came_from(file: File) -> None:
    journal = file.journal
    taken = journal.take_in("scan 4.txt", io.BytesIO(b"Minutes")).changed(title="Minutes of the review")
    source = {"how": "document", "by": "the office of the board"}
    journal.put(taken, entry(file.ada, attachment_ids=(taken.id,), source=source))
    selection = Selection(leader_ids=(file.ada.id,))
    proofs = journal.counts.proofs((file.ada.id,))
    document = document_of(prove(gather(journal.view, journal.head, proofs, selection, COVER)))
    listed = next(
        block for block in document.blocks if isinstance(block, Table) and "Taken in" in block.header
    )
    (row,) = (row for row in listed.rows if row[1][0].text == "scan 4.txt")
    assert "".join(span.text for span in row[1]).splitlines()[1:3] == [
        "Minutes of the review",
        "From a document: the office of the board (entry 9)",
    ]


@pytest.mark.parametrize("profile", ["3a", "ua1"])
def test_a_file_with_exhibits_on_pages_conforms(export: Export, profile: str) -> None:
    report = validator.validate_pdf_bytes(export(), profile=profile)
    assert [(failure.rule_id, failure.message) for failure in report.failures] == []


def test_no_picture_is_finer_than_300_to_the_inch(export: Export) -> None:
    with pikepdf.open(io.BytesIO(export())) as pdf:
        for page in pdf.pages:
            for image in page.Resources.get("/XObject", {}).values():
                content = page.Contents.read_bytes().decode("latin-1")
                width = float(re.findall(r"q ([\d.]+) 0 0 [\d.]+ [\d.]+ [\d.]+ cm", content)[0])
                assert int(image.Width) / width * 72 <= 300


def test_the_original_is_attached_byte_for_byte(export: Export) -> None:
    with pikepdf.open(io.BytesIO(export())) as pdf:
        attached = {name: spec.get_file().read_bytes() for name, spec in pdf.attachments.items()}
    for number, (name, content) in enumerate(FILES.items(), start=2):
        assert attached[f"E{number} {name}"] == content


@pytest.fixture
def drawn(shown: File, tmp_path: Path) -> Drawn:
    """An unsigned file with another picture on the page of the first exhibit that is shown."""

    def make(change: Callable[[Image.Image], Image.Image]) -> bytes:
        choices = Choices(selection=Selection(leader_ids=(shown.ada.id,)), signed=False)
        job = prepare(shown.journal, choices, tmp_path / "never.pdf").job
        proved = prove(decode(job.evidence))
        contents = {one.name: one.content for one in job.exhibits}
        sheets = exhibits.sheets_in(proved, contents)
        pictures = exhibits.pictures_of(sheets)
        changed = packed_picture(change(pixels(pictures["E2-1"])))
        return archive.finish(
            draw(document_of(proved, sheets)),
            attachments=redrawn.files_of(proved, job.evidence, contents),
            signed=False,
            pictures=pictures | {"E2-1": changed},
        )

    return make


def packed_picture(image: Image.Image) -> Picture:
    data = zlib.compress(image.tobytes())
    return Picture(image.width, image.height, grey=image.mode == "L", packing="flate", data=data)


def test_another_picture_on_the_page_of_an_exhibit_is_found_out(drawn: Drawn) -> None:
    def paint(image: Image.Image) -> Image.Image:
        image.paste((255, 255, 255), (100, 100, 160, 140))
        return image

    assert wrong(verify_pdf(drawn(paint))) == {"redrawn_wrong"}
    assert wrong(verify_pdf(drawn(lambda image: image.convert("L")))) == {"redrawn_wrong"}
    assert wrong(verify_pdf(drawn(lambda image: image.resize((600, 350))))) == {"redrawn_wrong"}
    same = verify_pdf(drawn(lambda image: image))
    assert same.accepted
    assert "pictures_alike" not in found(same)


def test_a_picture_drawn_by_another_version_is_said_and_proved_only_if_none_could_see_it(
    drawn: Drawn,
) -> None:
    def softened(image: Image.Image) -> Image.Image:
        return image.resize((image.width + 1, image.height + 1)).resize(image.size)

    verdict = verify_pdf(drawn(softened))
    assert verdict.accepted
    assert "pictures_not_proved" in found(verdict)
    assert not {"redrawn", "pictures_alike"} & set(found(verdict))
    verdict = verify_pdf(drawn(lambda image: image.point(lambda value: max(value - 4, 0))))
    assert verdict.accepted
    assert {"redrawn", "pictures_alike"} <= set(found(verdict))
    assert "pictures_not_proved" not in found(verdict)


def test_an_exhibit_that_is_not_the_one_in_the_ledger_is_never_opened(
    shown: File, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choices = Choices(selection=Selection(leader_ids=(shown.ada.id,)))
    proved = prove(prepare(shown.journal, choices, tmp_path / "never.pdf").evidence)
    opened: list[bytes] = []

    def look(media_type: str, content: bytes, most: int) -> object:
        opened.append(content)
        return sheets_of(media_type, content, most)

    monkeypatch.setattr(exhibits, "sheets_of", look)
    names = {exhibit.file_name: b"another" for exhibit in proved.evidence.exhibits}
    assert {one.problem for one in exhibits.sheets_in(proved, names).values()} == {"damaged"}
    assert opened == []


def test_a_long_file_is_shown_in_part_and_its_count_in_full(shown: File, export: Export) -> None:
    taken = shown.journal.take_in("long.pdf", io.BytesIO(pdf_of(*[(200, 200)] * 70)))
    shown.journal.put(taken, entry(shown.ada, attachment_ids=(taken.id,)))
    text = text_of(export())
    assert "Pages 1 to 60" in text
    assert "Exhibit E8, page 60 of 70" in text
    assert "page 61 of 70" not in text


def test_three_hundred_attachments_are_all_listed(file: File, tmp_path: Path) -> None:
    small = packed(chart(40, 30), "PNG")
    taken = [
        file.journal.take_in(f"{number}.{'png' if number % 10 == 0 else 'txt'}", io.BytesIO(content))
        for number in range(300)
        for content in ((small if number % 10 == 0 else f"note {number}".encode()),)
    ]
    file.journal.put(*taken, entry(file.ada, attachment_ids=tuple(one.id for one in taken)))
    choices = Choices(selection=Selection(leader_ids=(file.ada.id,)))
    data = export_timeline(file.journal, choices, tmp_path / "t.pdf").path.read_bytes()
    assert verify_pdf(data).accepted
    text = text_of(data)
    assert "E301 299.txt" in text
    assert "Exhibit E292 – 290.png" in text
