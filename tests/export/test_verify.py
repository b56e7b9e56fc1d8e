"""A stranger's verdict on a real file, and on every way in which it could have been changed."""

import hashlib
import io
import zlib
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from msgspec.structs import replace

from coachdesk import sentences
from coachdesk.export import evidence as evidence_format
from coachdesk.export.anchors import Kept
from coachdesk.export.attached import attachments_in
from coachdesk.export.evidence import FILE_NAME, Evidence
from coachdesk.export.releasing import Choices, Released, export_timeline
from coachdesk.export.selection import Selection
from coachdesk.export.verdict import Verdict
from coachdesk.export.verify import verify_pdf
from tests.export.conftest import File
from tests.making import entry


@pytest.fixture
def export(file: File, tmp_path: Path) -> Callable[..., Released]:
    def make(name: str = "timeline.pdf", *, signed: bool = True, **values: object) -> Released:
        selection = Selection(leader_ids=(file.ada.id,), **values)
        return export_timeline(file.journal, Choices(selection=selection, signed=signed), tmp_path / name)

    return make


@pytest.fixture
def signed(export: Callable[..., Released]) -> bytes:
    return export().path.read_bytes()


@pytest.fixture
def unsigned(export: Callable[..., Released]) -> bytes:
    return export("unsigned.pdf", signed=False).path.read_bytes()


def wrong(verdict: Verdict) -> set[str]:
    return {finding.kind for finding in verdict.findings if finding.state == "wrong"}


def found(verdict: Verdict) -> set[str]:
    return {finding.kind for finding in verdict.findings}


def resaved(data: bytes, change: Callable[[pikepdf.Pdf], None]) -> bytes:
    """The file changed by somebody who can write PDF, and saved as a new whole."""
    output = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        change(pdf)
        pdf.save(output)
    return output.getvalue()


def with_evidence(data: bytes, change: Callable[[Evidence], Evidence]) -> bytes:
    """The file with other evidence in it, encoded as it should be."""

    def put(pdf: pikepdf.Pdf) -> None:
        evidence = evidence_format.decode(pdf.attachments[FILE_NAME].get_file().read_bytes())
        put_attachment(pdf, FILE_NAME, evidence_format.encode(change(evidence)))

    return resaved(data, put)


def put_attachment(pdf: pikepdf.Pdf, name: str, content: bytes) -> None:
    if name in pdf.attachments:
        del pdf.attachments[name]
    pdf.attachments[name] = pikepdf.AttachedFileSpec(pdf, content, filename=name)


def test_a_signed_export_is_accepted_and_says_what_is_proved(signed: bytes) -> None:
    verdict = verify_pdf(signed)
    assert verdict.accepted
    assert found(verdict) >= {
        "not_anchored",
        "signature_intact",
        "evidence_proved",
        "counts_proved",
        "text_matches",
        "redrawn",
        "exhibits_match",
        "limits",
    }
    assert verdict.findings[0].kind == "not_anchored"


def test_an_unsigned_export_is_accepted_and_said_to_be_unsigned(unsigned: bytes) -> None:
    verdict = verify_pdf(unsigned)
    assert verdict.accepted
    assert "not_signed" in found(verdict)


def test_one_changed_byte_of_evidence_is_rejected(unsigned: bytes) -> None:
    def flip(pdf: pikepdf.Pdf) -> None:
        content = bytearray(pdf.attachments[FILE_NAME].get_file().read_bytes())
        place = content.index(b"Thanked")
        content[place] ^= 1
        put_attachment(pdf, FILE_NAME, bytes(content))

    assert wrong(verify_pdf(resaved(unsigned, flip))) == {"evidence_wrong"}


def test_one_changed_visible_word_is_rejected(unsigned: bytes) -> None:
    """Each page in turn: two glyphs of some line trade places."""
    pages = len(pikepdf.open(io.BytesIO(unsigned)).pages)
    for number in range(pages):

        def swap(pdf: pikepdf.Pdf, number: int = number) -> None:
            page = pdf.pages[number]
            operators = list(pikepdf.parse_content_stream(page))
            changed = []
            done = False
            for operands, operator in operators:
                if not done and str(operator) == "Tj" and len(set(bytes(operands[0]))) > 3:
                    text = bytes(operands[0])
                    changed.append(([pikepdf.String(text[::-1].decode("latin-1"))], operator))
                    done = text[::-1] != text
                    continue
                changed.append((operands, operator))
            assert done
            page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(changed))

        assert "text_differs" in wrong(verify_pdf(resaved(unsigned, swap))), number


def test_a_page_removed_added_or_moved_is_rejected(unsigned: bytes) -> None:
    def remove(pdf: pikepdf.Pdf) -> None:
        del pdf.pages[2]

    def add(pdf: pikepdf.Pdf) -> None:
        pdf.add_blank_page()

    def move(pdf: pikepdf.Pdf) -> None:
        pdf.pages.reverse()

    for change in (remove, add, move):
        assert "text_differs" in wrong(verify_pdf(resaved(unsigned, change)))


def test_an_incremental_update_is_rejected(signed: bytes, unsigned: bytes) -> None:
    assert wrong(verify_pdf(with_update(signed))) & {"signature_wrong", "revision_added"}
    assert "revision_added" in wrong(verify_pdf(with_update(unsigned)))


def with_update(data: bytes) -> bytes:
    """A second revision: the same trailer again, one object replaced."""
    from pyhanko.pdf_utils.generic import NameObject, pdf_string
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    writer.root[NameObject("/Added")] = pdf_string("later")
    writer.update_root()
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def test_the_newest_entry_left_out_and_the_numbers_closed_up_is_rejected(unsigned: bytes) -> None:
    def leave_out(evidence: Evidence) -> Evidence:
        newest = max(
            (one.event.seq, one.event.record_id) for one in evidence.entries if one.event.revision == 1
        )[1]
        entries = tuple(one for one in evidence.entries if one.event.record_id != newest)
        (subject,) = evidence.subjects
        assert subject.counts is not None
        lower = replace(subject.counts, entries=subject.counts.entries - 1, events=len(entries))
        return replace(evidence, entries=entries, subjects=(replace(subject, counts=lower),))

    assert wrong(verify_pdf(with_evidence(unsigned, leave_out))) == {"evidence_wrong"}


def test_a_cover_that_says_something_else_is_rejected(unsigned: bytes) -> None:
    """The cover is not in the ledger, but it is printed: the page gives it away."""

    def other_purpose(evidence: Evidence) -> Evidence:
        return replace(evidence, cover=replace(evidence.cover, purpose="Promotion"))

    assert "text_differs" in wrong(verify_pdf(with_evidence(unsigned, other_purpose)))


def test_a_report_of_another_version_is_neither_accepted_nor_called_changed(unsigned: bytes) -> None:
    """Its words may be other ones; a file that only claims to be of another version gains nothing by it."""

    def older(evidence: Evidence) -> Evidence:
        return replace(evidence, cover=replace(evidence.cover, app_version="0.0.9"))

    verdict = verify_pdf(with_evidence(unsigned, older))
    assert wrong(verdict) == {"version_differs"}
    assert "evidence_proved" in found(verdict)
    (said,) = [one for one in verdict.findings if one.kind == "version_differs"]
    assert "0.0.9" in sentences.finding(said.kind, said.facts)


def test_an_exhibit_changed_missing_or_planted_is_rejected(unsigned: bytes) -> None:
    name = next(name for name in attachments_in(unsigned) if name.startswith("E1"))

    def change(pdf: pikepdf.Pdf) -> None:
        put_attachment(pdf, name, b"something else")

    def remove(pdf: pikepdf.Pdf) -> None:
        del pdf.attachments[name]

    def plant(pdf: pikepdf.Pdf) -> None:
        put_attachment(pdf, "E9 planted.txt", b"x")

    assert "exhibit_wrong" in wrong(verify_pdf(resaved(unsigned, change)))
    assert "exhibit_wrong" in wrong(verify_pdf(resaved(unsigned, remove)))
    assert "attachment_unexpected" in wrong(verify_pdf(resaved(unsigned, plant)))


def test_an_attachment_whose_packed_form_ends_in_a_carriage_return_is_exported_and_read_back(
    file: File, export: Callable[..., Released]
) -> None:
    """One file in 256 does; strict readers need it packed otherwise."""
    content = next(text for n in range(256) if zlib.compress(text := b"a" * n).endswith(b"\r"))
    attached = file.journal.take_in("odd.txt", io.BytesIO(content))
    file.journal.put(attached, entry(file.ada, text="With minutes.", attachment_ids=(attached.id,)))
    data = export().path.read_bytes()
    assert b"/ASCIIHexDecode" in data
    assert content in attachments_in(data).values()
    assert not wrong(verify_pdf(data))


def test_a_file_without_evidence_or_that_is_no_pdf_is_rejected(unsigned: bytes) -> None:
    def remove(pdf: pikepdf.Pdf) -> None:
        del pdf.attachments[FILE_NAME]

    def hollow(pdf: pikepdf.Pdf) -> None:
        pdf.attachments[FILE_NAME].obj.EF = pikepdf.Dictionary(F=pikepdf.Dictionary())

    assert wrong(verify_pdf(resaved(unsigned, remove))) == {"evidence_missing"}
    assert wrong(verify_pdf(resaved(unsigned, hollow))) == {"not_a_pdf"}
    assert wrong(verify_pdf(b"not a pdf")) == {"not_a_pdf"}
    assert not verify_pdf(unsigned[: len(unsigned) // 2]).accepted


def test_every_hundredth_byte_of_a_signed_file_is_guarded(signed: bytes) -> None:
    for place in range(0, len(signed), max(len(signed) // 60, 1)):
        changed = bytearray(signed)
        changed[place] ^= 0x10
        assert not verify_pdf(bytes(changed)).accepted, place


def covered(pdf: pikepdf.Pdf) -> None:
    """A black box behind the text of the first page."""
    page = pdf.pages[0]
    page.Contents = pdf.make_stream(b"0 g 0 0 600 850 re f\n" + page.Contents.read_bytes())


def annotated(pdf: pikepdf.Pdf) -> None:
    """A link that leads out of the file."""
    action = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String("x:"))
    box = pikepdf.Array([10, 10, 90, 90])
    link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=box, A=action)
    pdf.pages[1].obj.Annots = pikepdf.Array([pdf.make_indirect(link)])


def titled(pdf: pikepdf.Pdf) -> None:
    """Another title."""
    pdf.docinfo["/Title"] = "Something else"


def acting(pdf: pikepdf.Pdf) -> None:
    """A script that runs on opening."""
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("1"))


@pytest.mark.parametrize("change", [covered, annotated, titled, acting])
def test_what_the_text_does_not_show_is_rejected_all_the_same(
    unsigned: bytes, change: Callable[[pikepdf.Pdf], None]
) -> None:
    assert "redrawn_wrong" in wrong(verify_pdf(resaved(unsigned, change)))


def test_a_signed_file_without_its_signature_or_with_another_is_rejected(signed: bytes) -> None:
    def strip(pdf: pikepdf.Pdf) -> None:
        del pdf.Root.AcroForm
        del pdf.pages[0].obj.Annots

    assert "signer_wrong" in wrong(verify_pdf(resaved(signed, strip)))


def test_a_file_is_no_anchor_for_itself_and_the_order_matters(signed: bytes) -> None:
    assert "earlier_not_earlier" in wrong(verify_pdf(signed, Kept(earlier=signed)))


def test_a_later_export_proves_that_the_journal_only_grew(
    export: Callable[..., Released], file: File
) -> None:
    earlier = export("first.pdf").path.read_bytes()
    file.journal.put(entry(file.ada, text="Another one."))
    later = export("second.pdf").path.read_bytes()
    verdict = verify_pdf(later, Kept(earlier=earlier))
    assert verdict.accepted
    assert verdict.findings[0].kind == "anchored"
    assert "earlier_not_earlier" in wrong(verify_pdf(earlier, Kept(earlier=later)))
    assert "earlier_unreadable" in wrong(verify_pdf(later, Kept(earlier=b"not a pdf")))


def test_an_export_is_two_events_with_the_files_digest(export: Callable[..., Released], file: File) -> None:
    before = file.journal.head.size
    released = export()
    (record,) = file.journal.view.records("export")
    states = [revision.record.state for revision in file.journal.view.history(record.id)]
    assert states == ["prepared", "released"]
    assert file.journal.head.size == before + 2
    assert record.digest == hashlib.sha256(released.path.read_bytes()).hexdigest() == released.digest
    file.journal.check()
