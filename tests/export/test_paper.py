"""How a report is made up: copies and marks, the privilege log, room to sign, the reader's dates, the password."""

import io
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from msgspec.structs import replace

from coachdesk.export import evidence as evidence_format
from coachdesk.export import phrases
from coachdesk.export.blocks import Document, Facts, Group, Heading, Notice, Paragraph, Table
from coachdesk.export.evidence import Evidence
from coachdesk.export.pdf.draw import draw
from coachdesk.export.pdf.text_check import compare_all
from coachdesk.export.proof import prove
from coachdesk.export.releasing import Choices, begin, export_timeline, gathered
from coachdesk.export.report import document_of
from coachdesk.export.selection import Selection
from coachdesk.export.verify import verify_pdf
from coachdesk.records.base import InvalidRecord
from tests.export.conftest import File
from tests.export.test_verify import found, wrong
from tests.making import entry

Make = Callable[..., Evidence]


@pytest.fixture
def paper(file: File) -> Make:
    """Evidence as choices with these values give it."""

    def make(**values: object) -> Evidence:
        choices = Choices(selection=Selection(leader_ids=(file.ada.id,)), **values)
        return gathered(file.journal.view, begin(file.journal, choices)).evidence

    return make


def text_of(document: Document) -> str:
    """Everything that is said, a line for each cell."""
    lines: list[str] = []

    def read(blocks: tuple[object, ...]) -> None:
        for block in blocks:
            match block:
                case Group():
                    read(block.blocks)
                case Heading():
                    lines.append(block.text)
                case Paragraph() | Notice():
                    lines.append("".join(span.text for span in block.text))
                case Facts():
                    lines.extend(
                        f"{name}: " + "".join(span.text for span in value) for name, value in block.rows
                    )
                case Table():
                    lines.extend(
                        " | ".join("".join(span.text for span in cell) for cell in row) for row in block.rows
                    )

    read(document.blocks)
    return "\n".join(lines)


def said(evidence: Evidence) -> str:
    return text_of(document_of(prove(evidence)))


def test_the_cover_says_which_copy_this_is_and_who_has_the_others(paper: Make) -> None:
    text = said(paper(copy="2 of 3", distribution=("HR, A. Okafor", "Counsel, L. Pryce", "The author")))
    assert "Copy: 2 of 3" in text
    assert "Distribution: 1  HR, A. Okafor\n2  Counsel, L. Pryce  (this copy)\n3  The author\n" in text
    assert "Copy 2 of 3." in text
    plain = said(paper())
    assert "Distribution" not in plain
    assert "Copy:" not in plain


@pytest.mark.parametrize("size", ["A4", "Letter"])
def test_a_mark_runs_up_the_margin_of_every_page_and_covers_nothing(paper: Make, size: str) -> None:
    mark = "DRAFT · COPY 2 of 3 · HR, A. Okafor"
    drawing = draw(document_of(prove(paper(watermark=mark, page_size=size))))
    assert all(mark in page for page in drawing.pages)
    assert compare_all(drawing.data, drawing.pages) == []
    for page in pypdfium2.PdfDocument(drawing.data):
        text = page.get_textpage()
        places = range(text.count_chars())
        at_margin = [text.get_text_range(one, 1) for one in places if text.get_charbox(one)[2] < 50]
        assert "".join("".join(at_margin).split()) == "".join(mark.split())


def test_a_long_mark_is_smaller_and_whole(paper: Make) -> None:
    mark = (
        "For A. Okafor, Head of People Operations, and nobody else; to be returned when the review has ended"
    )
    drawing = draw(document_of(prove(paper(watermark=mark))))
    assert all(mark in page for page in drawing.pages)
    assert compare_all(drawing.data, drawing.pages) == []


def test_the_privilege_log_has_lawyer_and_basis_and_no_content(paper: Make) -> None:
    logged, plain = paper(privilege_log=True), paper()
    assert "L. Pryce | advice" in said(logged)
    assert "Privilege log" not in said(plain)
    assert b"L. Pryce" not in evidence_format.encode(plain)
    assert b"PRIVILEGED" not in evidence_format.encode(logged)


def test_a_report_with_a_privilege_log_is_released(file: File, tmp_path: Path) -> None:
    counsel = {"lawyer": "Lucinda Pryce of Pryce and Partners", "purpose": "advice on ending the contract"}
    file.journal.put(entry(file.ada, lane="counsel", counsel=counsel, text="SETTLE BEFORE THE SUMMER ENDS"))
    choices = Choices(selection=Selection(leader_ids=(file.ada.id,)), privilege_log=True)
    data = export_timeline(file.journal, choices, tmp_path / "t.pdf").path.read_bytes()
    assert verify_pdf(data).accepted
    with pypdfium2.PdfDocument(data) as document:
        text = " ".join(page.get_textpage().get_text_range() for page in document)
    assert "Pryce and" in text
    assert "SUMMER" not in text


def test_there_is_room_to_sign_and_it_is_no_legal_advice(paper: Make) -> None:
    text = said(paper(recipient="A. Okafor"))
    assert "For counsel to adapt; not legal advice." in text
    for line in ("Custodian", "Author’s statement", "Received by | \n\nA. Okafor"):
        assert line in text


def test_what_banners_mean_fits_the_file(paper: Make) -> None:
    assert "archive file (PDF/A): that is intended" in said(paper())
    protected = said(paper(protected="secret"))
    assert "opens with a password only" in protected
    assert "signer’s identity is unknown" in protected
    assert "signer’s identity" not in said(paper(signed=False))


@pytest.mark.parametrize(
    ("locale", "day", "moment"),
    [
        ("en-GB", "2 Mar 2026", "Mon 2 March 2026, 12:01:06 ("),
        ("de-DE", "2 Mar 2026", "Mon 2 March 2026, 12:01:06 ("),
        ("en-US", "Mar 2, 2026", "Mon March 2, 2026, 12:01:06 PM ("),
        ("sv-SE", "2026-03-02", "Mon 2026-03-02, 12:01:06 ("),
        ("nonsense", "2 Mar 2026", "Mon 2 March 2026, 12:01:06 ("),
    ],
)
def test_days_and_times_are_as_the_reader_writes_them(
    paper: Make, locale: str, day: str, moment: str
) -> None:
    evidence = paper(locale=locale)
    text = said(evidence)
    assert day in text
    assert moment in text, [line for line in text.splitlines() if "Recorded" in line][:4]
    assert document_of(prove(evidence)).language == (locale if locale == "en-US" else "en-GB")
    assert phrases.short_day("2026-03-02") == "2 Mar 2026", "only while it was said"


def test_noon_and_midnight_have_their_names_on_a_clock_of_twelve_hours() -> None:
    with phrases.said_for("en-US", "UTC"):
        assert [phrases.clock(time) for time in ("00:05", "12:00", "13:30:09", "09:00")] == [
            "12:05 AM",
            "12:00 PM",
            "1:30:09 PM",
            "9:00 AM",
        ]


def test_in_a_table_a_time_names_its_zone_unless_it_is_the_one_of_the_report(paper: Make) -> None:
    assert "(Europe/London)\n" not in chronology(paper(zone="Europe/London"))
    assert "(Europe/London) |" in chronology(paper(zone="America/New_York"))
    assert "a time without a zone is that of America/New_York" in said(paper(zone="America/New_York"))


def chronology(evidence: Evidence) -> str:
    text = said(evidence)
    return text[text.index("Chronology") : text.index("\nEntries\n")]


def test_what_was_not_chosen_is_not_in_the_evidence_so_earlier_files_still_read(paper: Make) -> None:
    cover = evidence_format.canonical.encode(paper().cover)
    for name in (b"copy", b"distribution", b"watermark", b"privilege_log", b"protected", b"locale"):
        assert b'"%s"' % name not in cover


def test_a_protected_export_is_made_verified_and_needs_its_password(file: File, tmp_path: Path) -> None:
    choices = Choices(selection=Selection(leader_ids=(file.ada.id,)), protected="Grüße 3", copy="1 of 1")
    data = export_timeline(file.journal, choices, tmp_path / "t.pdf").path.read_bytes()
    assert verify_pdf(data, password="Gru\u0308ße 3").accepted
    assert wrong(verify_pdf(data)) == {"password_needed"}
    assert wrong(verify_pdf(data, password="guess")) == {"password_wrong"}
    assert "redrawn" in found(verify_pdf(data, password="Grüße 3"))


def test_a_protected_file_without_its_protection_is_found_out(file: File, tmp_path: Path) -> None:
    selection = Selection(leader_ids=(file.ada.id,))
    choices = Choices(selection=selection, protected="secret", signed=False)
    data = export_timeline(file.journal, choices, tmp_path / "t.pdf").path.read_bytes()
    assert verify_pdf(data, password="secret").accepted
    output = io.BytesIO()
    with pikepdf.open(io.BytesIO(data), password="secret") as pdf:
        pdf.save(output, encryption=False)
    assert "redrawn_wrong" in wrong(verify_pdf(output.getvalue()))


def test_a_password_of_which_not_all_would_count_is_refused(file: File) -> None:
    choices = Choices(selection=Selection(leader_ids=(file.ada.id,)), protected="ü" * 64)
    with pytest.raises(InvalidRecord, match="too_long"):
        begin(file.journal, choices)
    begin(file.journal, replace(choices, protected="ü" * 63))
