"""The search for leaks: each kind of leak is planted and found, and nothing that is none stops an export."""

import base64
import hashlib
import io
import tempfile
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from coachdesk.export.forbidden import Forbidden, words_of
from coachdesk.export.leaks import Leak, find_leaks
from coachdesk.export.pdf.all_text import Text
from coachdesk.export.redaction import Alias, Redaction
from coachdesk.export.releasing import Choices, begin, export_timeline, gathered
from coachdesk.export.rendering import ExportFailed, Rendering
from coachdesk.export.selection import Selection
from tests.export import leaks as harness
from tests.export.conftest import File
from tests.making import entry

SECRET = "Zelquist Brannow"
SENTENCE = "she left the room in tears"
FORBIDDEN = Forbidden(
    names=frozenset({("zelquist", "brannow"), ("zelquist",), ("brannow",)}),
    runs=frozenset(
        {("she", "left", "the", "room"), ("left", "the", "room", "in"), ("the", "room", "in", "tears")}
    ),
)

Plant = Callable[[pikepdf.Pdf], None]


@pytest.fixture(scope="module")
def clean() -> bytes:
    """A PDF with a page on which nothing is said that may not be."""
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(595, 842))
        page = pdf.pages[0]
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=_font(pdf), F2=_coded(pdf)))
        page.Contents = pdf.make_stream(_line("Nothing is said here of anybody"))
        return _saved(pdf)


def _font(pdf: pikepdf.Pdf) -> pikepdf.Object:
    return pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica,
            Encoding=pikepdf.Name.WinAnsiEncoding,
        )
    )  # fmt: skip


def _coded(pdf: pikepdf.Pdf) -> pikepdf.Object:
    """A font whose code 1 is a Z, and so on: its strings say nothing to whoever does not read its map."""
    pairs = "".join(f"<{code:02X}> <{ord(char):04X}>\n" for code, char in enumerate(SECRET, start=1))
    cmap = f"begincmap\n{len(SECRET)} beginbfchar\n{pairs}endbfchar\nendcmap"
    font = _font(pdf)
    font.ToUnicode = pdf.make_stream(cmap.encode())
    return font


def _saved(pdf: pikepdf.Pdf) -> bytes:
    output = io.BytesIO()
    pdf.save(output, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return output.getvalue()


def _line(text: str) -> bytes:
    return f"BT /F1 12 Tf 50 700 Td ({text}) Tj ET".encode()


def planted(clean: bytes, plant: Plant) -> bytes:
    with pikepdf.open(io.BytesIO(clean)) as pdf:
        plant(pdf)
        return _saved(pdf)


def drawn(content: bytes) -> Plant:
    def plant(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].contents_add(pdf.make_stream(b"\n" + content))

    return plant


def _structure(pdf: pikepdf.Pdf) -> None:
    element = pikepdf.Dictionary(
        Type=pikepdf.Name.StructElem, S=pikepdf.Name.P, ActualText=pikepdf.String(SECRET)
    )
    pdf.Root.StructTreeRoot = pdf.make_indirect(pikepdf.Dictionary(K=pdf.make_indirect(element)))


def _annotation(pdf: pikepdf.Pdf) -> None:
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=pikepdf.Array([0, 0, 9, 9]), Contents=pikepdf.String(SENTENCE)
    )  # fmt: skip
    pdf.pages[0].Annots = pikepdf.Array([pdf.make_indirect(note)])


def _outline(pdf: pikepdf.Pdf) -> None:
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(f"Talk with {SECRET} · 3", 0))


def _information(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/Subject"] = f"About {SECRET}"


def _xmp(pdf: pikepdf.Pdf) -> None:
    with pdf.open_metadata() as metadata:
        metadata["dc:description"] = SENTENCE


def attached(content: bytes, name: str = "notes.txt") -> Plant:
    def plant(pdf: pikepdf.Pdf) -> None:
        pdf.attachments[name] = pikepdf.AttachedFileSpec(pdf, content, filename=name)

    return plant


def _nested() -> bytes:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.pages[0].Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=_font(pdf)))
        pdf.pages[0].Contents = pdf.make_stream(_line(SENTENCE))
        output = io.BytesIO()
        pdf.save(output)
        return output.getvalue()


def _twice_nested() -> bytes:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        attached(_nested(), "inner.pdf")(pdf)
        output = io.BytesIO()
        pdf.save(output)
        return output.getvalue()


def _packed() -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", f"<?xml version='1.0'?><w:p><w:t>{SECRET}</w:t></w:p>")
    return output.getvalue()


_MAIL = (
    "From: somebody@firm.example\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n"
    "Content-Transfer-Encoding: base64\n\n" + base64.b64encode(SENTENCE.encode()).decode()
).encode()  # fmt: skip

_CODES = "".join(f"{code:02X}" for code in range(1, len(SECRET) + 1)).encode()

PLANTED: dict[str, tuple[Plant, str]] = {
    "text": (drawn(_line(f"It was {SECRET} who")), "page 1"),
    "withheld text": (drawn(_line(SENTENCE)), "page 1"),
    "upper case": (drawn(_line(SECRET.upper())), "page 1"),
    "pieces of one run": (drawn(b"BT /F1 12 Tf 50 600 Td [(Zel) -20 (quist Bran) 15 (now)] TJ ET"), "page 1"),
    "letter by letter": (
        drawn(b"BT /F1 12 Tf 50 600 Td " + b" ".join(b"(%c) Tj" % char for char in SECRET.encode()) + b" ET"),
        "page 1",
    ),
    "hexadecimal": (drawn(b"BT /F1 12 Tf <%s> Tj ET" % SECRET.encode().hex().encode()), "page 1"),
    "escaped": (drawn(b"BT /F1 12 Tf (\\132elquist) Tj ET"), "page 1"),
    "codes of a font": (drawn(b"BT /F2 12 Tf <%s> Tj ET" % _CODES), "page 1"),
    "actual text of a run": (
        drawn(b"/Span <</ActualText (%s)>> BDC BT /F1 12 Tf (Peer A) Tj ET EMC" % SECRET.encode()),
        "page 1",
    ),
    "actual text": (_structure, "alternative text"),
    "annotation": (_annotation, "annotation"),
    "outline": (_outline, "outline"),
    "information": (_information, "metadata"),
    "metadata": (_xmp, "metadata"),
    "attachment": (attached(f"About {SECRET}.".encode()), "attachment 1"),
    "attachment in UTF-16": (attached(SECRET.encode("utf-16")), "attachment 1"),
    "name of an attachment": (attached(b"nothing", f"{SECRET}.txt"), "file name"),
    "nested PDF": (attached(_nested(), "inner.pdf"), "attachment 1, page 1"),
    "PDF in a nested PDF": (attached(_twice_nested(), "outer.pdf"), "attachment 1, attachment 1, page 1"),
    "packed file": (attached(_packed(), "notes.docx"), "attachment 1, inside"),
    "mail": (attached(_MAIL, "mail.eml"), "attachment 1, inside"),
}


@pytest.mark.parametrize("seen", [None, ()], ids=["with pdfium", "without pdfium"])
@pytest.mark.parametrize("kind", PLANTED)
def test_what_is_planted_is_found(clean: bytes, kind: str, seen: tuple[Text, ...] | None) -> None:
    plant, where = PLANTED[kind]
    assert where in {leak.where for leak in find_leaks(planted(clean, plant), FORBIDDEN, seen=seen)}


def test_nothing_is_found_where_nothing_is(clean: bytes) -> None:
    assert find_leaks(clean, FORBIDDEN) == ()


@pytest.mark.parametrize(
    "junk",
    [
        b"99 0 obj\n(%s)\nendobj\n" % SECRET.encode(),
        b"99 0 obj\n<%s>\nendobj\n" % ("\ufeff" + SECRET).encode("utf-16-be").hex().encode(),
        b"99 0 obj\n<</Filter /FlateDecode>>\nstream\n%s\nendstream\nendobj\n"
        % zlib.compress(SENTENCE.encode()),
    ],
    ids=["string", "UTF-16 in hexadecimal", "stream"],
)
def test_what_nothing_refers_to_is_found_in_the_bytes(clean: bytes, junk: bytes) -> None:
    """As an earlier version of a file leaves it behind."""
    assert find_leaks(clean + junk, FORBIDDEN, seen=()) != ()


def test_a_file_with_packed_objects_and_one_with_a_password_are_laid_open(clean: bytes) -> None:
    with pikepdf.open(io.BytesIO(clean)) as pdf:
        _structure(pdf)
        output = io.BytesIO()
        pdf.save(
            output,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            encryption=pikepdf.Encryption(user="secret", owner="owner", R=6),
        )
    found = find_leaks(output.getvalue(), FORBIDDEN, password="secret", seen=())
    assert Leak("alternative text", "name") in found


def test_a_leak_never_holds_the_words(clean: bytes) -> None:
    data = planted(clean, PLANTED["name of an attachment"][0])
    assert "elquist" not in str(find_leaks(data, FORBIDDEN))


def test_a_name_inside_another_word_is_none(clean: bytes) -> None:
    forbidden = Forbidden(names=frozenset({("ann",)}))
    assert find_leaks(planted(clean, drawn(_line("The annual plan, and Annabel"))), forbidden) == ()
    assert find_leaks(planted(clean, drawn(_line("The plan of Ann"))), forbidden) != ()


def test_what_the_report_says_itself_is_no_leak(clean: bytes) -> None:
    text = "Nothing is said here of anybody"
    forbidden = Forbidden(runs=frozenset({tuple(words_of(text)[:4])}))
    assert find_leaks(clean, forbidden) != ()
    assert find_leaks(clean, forbidden, said=[text]) == ()


def test_in_a_file_attached_by_choice_only_names_are_looked_for(clean: bytes) -> None:
    originals = {"notes.txt": "Exhibit E1"}
    quoted = planted(clean, attached(SENTENCE.encode()))
    assert find_leaks(quoted, FORBIDDEN, originals=originals) == ()
    named = planted(clean, attached(SECRET.encode()))
    assert find_leaks(named, FORBIDDEN, originals=originals) == (Leak("Exhibit E1", "name"),)


def test_a_file_that_is_not_attached_is_known_by_its_digest(clean: bytes) -> None:
    digest = hashlib.sha256(b"a picture").hexdigest()
    forbidden = Forbidden(digests=frozenset({digest}))
    for plant in (attached(b"a picture"), drawn(_line(f"SHA-256 {digest}"))):
        assert {leak.what for leak in find_leaks(planted(clean, plant), forbidden)} == {"attachment"}


def redacting(file: File, *names: str) -> Choices:
    aliases = (Alias(names=names, shown="Peer A"),)
    return Choices(selection=Selection(leader_ids=(file.ada.id,)), redaction=Redaction(aliases=aliases))


def test_a_hit_stops_the_export_names_the_place_and_leaves_nothing(file: File, tmp_path: Path) -> None:
    attachment = file.journal.take_in("mail.txt", io.BytesIO(f"{SECRET} wrote".encode()))
    note = entry(file.ada, text="See the mail.", attachment_ids=(attachment.id,))
    file.journal.put(attachment, note)
    size = file.journal.head.size
    folder = tmp_path / "out"
    folder.mkdir()
    with pytest.raises(ExportFailed) as failed:
        export_timeline(file.journal, redacting(file, SECRET), folder / "r.pdf")
    assert (failed.value.problem, failed.value.detail) == ("leaked", "Exhibit E2")
    assert list(folder.iterdir()) == []
    assert file.journal.head.size == size
    choices = redacting(file, SECRET)
    dropped = replace(choices, redaction=replace(choices.redaction, dropped_attachments=(attachment.id,)))
    assert export_timeline(file.journal, dropped, folder / "r.pdf").path.exists()


def test_a_sentence_that_is_shown_too_does_not_stop_an_export(file: File, tmp_path: Path) -> None:
    """Nor does a withheld title that is a heading of the report, or the leader's own name."""
    same = "He said that the release was his to decide"
    file.journal.put(
        entry(file.ada, text=same),
        entry(file.ada, lane="reflection", text=same, title="Corrections and changes", place="Ada Marsh"),
        entry(
            file.ada,
            lane="medical",
            text="Not signed",
            themes=("Integrity", "trust", "schema", "Integer"),
            title="Digital signature",
        ),
        entry(file.ada, lane="reflection", text="1 1", title="1:1", themes=("CoachDesk",)),
    )
    choices = Choices(selection=Selection(leader_ids=(file.ada.id,)))
    assert export_timeline(file.journal, choices, tmp_path / "r.pdf").withheld


def test_what_gathering_would_let_through_is_found(file: File) -> None:
    """The renderer is given evidence in which a withheld text stands in the clear."""
    text = "The neighbours of the fourth floor complained"
    file.journal.put(entry(file.ada, lane="reflection", text=text), entry(file.ada, title="Placeholder"))
    choices = Choices(selection=Selection(leader_ids=(file.ada.id,)), purpose=text)
    prepared = gathered(file.journal.view, begin(file.journal, choices))
    assert ("neighbours", "of", "the", "fourth") not in prepared.job.forbidden.runs
    honest = gathered(file.journal.view, begin(file.journal, replace(choices, purpose="")))
    assert ("neighbours", "of", "the", "fourth") in honest.job.forbidden.runs
    with pytest.raises(ExportFailed) as failed:
        Rendering(replace(prepared.job, forbidden=honest.job.forbidden)).run(lambda _share: None)
    assert (failed.value.problem, failed.value.detail) == ("leaked", "cover")


@settings(
    max_examples=10, deadline=None, database=None, phases=(Phase.generate,),
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
@given(number=st.integers(0, 2**64))
def _journals(folder: Path, number: int) -> None:
    assert harness.check(number, Path(tempfile.mkdtemp(dir=folder))) > 0  # a number may be drawn twice


@pytest.mark.timeout(600)
def test_no_canary_of_a_generated_journal_is_found(tmp_path_factory: pytest.TempPathFactory) -> None:
    """The long form is ``python -m tests.export.leaks --journals 300 --seed 7``."""
    _journals(tmp_path_factory.mktemp("journals"))
