"""Documents laid out and drawn, read back with other libraries."""

import re
import subprocess
import sys
from functools import cache

import msgspec
import pikepdf
import pypdfium2
import pytest
from bidi.mirror import MIRRORED
from hypothesis import given, settings

from coachdesk.export.blocks import (
    Contents,
    Document,
    Facts,
    Group,
    Heading,
    Notice,
    PageBreak,
    Paragraph,
    Span,
    Table,
)
from coachdesk.export.pdf.archive import finish
from coachdesk.export.pdf.draw import Drawing, draw, printed_pages
from coachdesk.export.pdf.fonts import Fonts
from coachdesk.export.pdf.layout import lay_out
from coachdesk.export.pdf.page import Element, Page, Piece, Shape
from coachdesk.export.pdf.style import PAGE_SIZES, Ink
from coachdesk.export.pdf.text_check import compare
from tests.export.pdf.documents import (
    DOCUMENTS,
    HEADER,
    RUNS,
    body,
    document,
    entry,
    opened,
    outline,
    prose,
    rich_document,
    text,
)


@cache
def rich() -> Drawing:
    return draw(rich_document())


def squeezed(words: str) -> str:
    return re.sub(r"\s", "", words)


def unmirrored(words: str) -> list[str]:
    """The visible characters in no order; right-to-left text turns its brackets round."""
    return sorted(min(char, MIRRORED.get(char, char)) for char in squeezed(words))


@settings(max_examples=25)  # each is drawn and laid out anew, fonts and all
@given(DOCUMENTS)
def test_any_document_is_drawn_as_it_is_laid_out_and_another_library_reads_the_same(given: Document) -> None:
    drawing = draw(given)
    assert drawing.pages == printed_pages(given)
    assert compare(drawing.data, drawing.pages) == []


@settings(max_examples=25)
@given(RUNS)
def test_the_visible_characters_of_a_paragraph_are_exactly_those_printed(runs: tuple[Span, ...]) -> None:
    runs = tuple(Span(span.text, span.mark) for span in runs)
    faces = Fonts().faces()
    printed = "".join(line for page in body(printed_pages(document(Paragraph(runs)))) for line in page)
    expected = "".join(faces["sans"].printable(span.text) for span in runs)
    assert unmirrored(printed) == unmirrored(expected)


def test_every_page_has_header_footer_and_its_own_number() -> None:
    pages = printed_pages(rich_document())
    for number, page in enumerate(pages, 1):
        assert [squeezed(line) for line in page[:2]] == [squeezed("".join(sides)) for sides in HEADER]
        assert f"Page {number} of {len(pages)}" in page[-1]


def test_the_number_printed_is_the_number_of_the_pdf_page() -> None:
    pdf = pypdfium2.PdfDocument(rich().data)
    for index in range(len(pdf)):
        assert f"Page {index + 1} of {len(pdf)}" in pdf[index].get_textpage().get_text_range()


def test_a_page_that_was_put_away_is_as_it_was() -> None:
    page, inks = Page(0), dict[Ink, int]()
    element = Element("P", Element("Document", None))
    plain, struck = Ink("sans", 9), Ink("bold", 8.5, "#123456", "struck")
    pieces = [
        Piece(1.0, 2.5, "a", plain, element),
        Piece(-0.0, 7.1, "ő\u200f", struck, page_of=3),
        Piece(4.0, 5.0, "", plain, upwards=True),
    ]
    shapes = [
        Shape(1.0, 2.0, 3.25, 4.0, "#000000", 0.5, dots=True, element=element),
        Shape(0.0, 0.0, 1.0, 1.0, "#ffffff", 0.0),
    ]
    for piece in pieces:
        page.write(piece)
    for shape in shapes:
        page.draw(shape)
    before = repr([page.pieces, page.shapes]).replace(repr(element), "None")
    marks = list(page.marks)
    page.put_away(inks)
    finished: list[Page] = []
    page.finish = finished.append
    assert repr([page.pieces, page.shapes]) == before
    assert (page.marks, finished) == (marks, [page])


def test_a_document_may_be_packed_and_drawn_from_that() -> None:
    again = msgspec.msgpack.decode(msgspec.msgpack.encode(rich_document()), type=Document)
    assert again == rich_document()
    assert draw(again).data == rich().data


def test_equal_documents_give_equal_bytes() -> None:
    assert draw(rich_document()).data == rich().data


def test_progress_grows_from_nothing_to_all() -> None:
    told: list[float] = []
    draw(rich_document(), told.append)
    assert told == sorted(told)
    assert told[0] == 0
    assert told[-1] == 1
    assert len(told) > 10


@pytest.mark.parametrize("page_size", ["A4", "Letter"])
def test_everything_drawn_is_on_the_page_and_the_body_between_its_margins(page_size: str) -> None:
    width, height = PAGE_SIZES[page_size]
    layout = lay_out(rich_document(page_size=page_size), lambda _: None)
    for page in layout.pages:
        for piece, _ in page.pieces:
            right = piece.x + layout.faces[piece.ink.face].widths[piece.text] * piece.ink.size
            assert 50 < piece.x <= right < width - 50
            assert 25 < piece.y < height - 30
        for shape, _ in page.shapes:
            assert 50 < shape.x <= shape.x + shape.width < width - 50
            assert 25 < shape.y <= shape.y + shape.height < height - 30
    with opened(draw(rich_document(page_size=page_size)).data) as pdf:
        assert [float(side) for side in pdf.pages[0].mediabox] == pytest.approx([0, 0, width, height])


def finished(drawing: Drawing) -> bytes:
    return finish(drawing, attachments=(), signed=False)


def test_the_contents_lead_where_they_say() -> None:
    with opened(finished(rich())) as pdf:
        pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
        place = next(n for n, page in enumerate(rich().pages) if any(line == "Contents" for line in page))
        annotations = list(pdf.pages[place].Annots)
        lines = [line for line in body(rich().pages)[place] if re.search(r" \d+$", line)]
        assert len(annotations) == len(lines) > 8
        for annotation, line in zip(annotations, lines, strict=True):
            title, number = line.rsplit(" ", 1)
            assert str(annotation.Contents) == title.strip()
            assert pages[annotation.Dest[0].objgen] == int(number)
            assert any(shown.strip().endswith(title.strip()) for shown in rich().pages[int(number) - 1])
            left, _, right, _ = map(float, annotation.Rect)
            assert right - left > 400


def test_the_contents_leave_out_their_own_title_only() -> None:
    shown = body(
        printed_pages(
            document(
                Heading("Before", 1, "b"),
                Heading("Contents", 1, "c"),
                Contents(),
                Heading("Third", 3, "t"),
                Heading("After", 2, "a"),
            )
        )
    )
    assert shown == [["Before", "Contents", "Before 1", "After 1", "Third", "After"]]


def test_bookmarks_mirror_the_headings_and_name_their_pages() -> None:
    with opened(rich().data) as pdf:
        found = list(outline(pdf))
    assert [(depth, title.split(" · ")[0]) for depth, title, _ in found[:5]] == [
        (0, "Contents"),
        (0, "The period at a glance"),
        (1, "Chronology"),
        (0, "Entries"),
        (1, "1 May 2026, conversation"),
    ]
    for _, title, page in found:
        name, number = title.rsplit(" · ", 1)
        assert int(number) == page + 1
        assert any(line.endswith(name) for line in rich().pages[page])


def test_bookmarks_begin_at_the_top_even_if_headings_do_not() -> None:
    with opened(draw(document(Heading("B", 2, "b"), Heading("", 1, ""), Heading("C", 2, "c"))).data) as pdf:
        assert list(outline(pdf)) == [(0, "B · 1", 0), (0, "· 1", 0), (1, "C · 1", 0)]


def test_a_link_is_clickable_and_one_that_leads_nowhere_is_text() -> None:
    paragraph = Paragraph((Span("to", link="here"), Span(" or "), Span("lost", link="nowhere")))
    with opened(finished(draw(document(paragraph, PageBreak(), Heading("Here", 1, "here"))))) as pdf:
        (link,) = pdf.pages[0].Annots
        assert link.Dest[0].objgen == pdf.pages[1].obj.objgen
        assert str(link.Contents) == "to"


def test_a_span_can_stand_for_a_page_number() -> None:
    paragraph = Paragraph((Span("see page "), Span("", link="here", page=True)))
    drawing = draw(document(paragraph, PageBreak(), Heading("Here", 1, "here")))
    assert [squeezed(line) for line in body(drawing.pages)[0]] == ["seepage2"]
    with opened(finished(drawing)) as pdf:
        assert [str(link.Contents) for link in pdf.pages[0].Annots] == ["2"]


def test_a_link_may_lead_to_a_row_of_a_table_which_is_no_bookmark_and_in_no_contents() -> None:
    seen = (*text("row 90 on page "), Span("", link="row90", page=True))
    rows = tuple((text(f"cell {number}"),) for number in range(120))
    long = Table(("Column",), (1.0,), rows, tuple(f"row{number}" for number in range(120)))
    before, after = Heading("Before", 1, "b"), Heading("After", 1, "a")
    drawing = draw(document(Heading("Contents", 1, "c"), Contents(), Paragraph(seen), before, long, after))
    shown = next(number for number, page in enumerate(drawing.pages) if "cell 90" in page)
    assert shown > 1
    assert f"row 90 on page {shown + 1}" in drawing.pages[0]
    with opened(finished(drawing)) as pdf:
        found = {str(one.Contents): one.Dest for one in pdf.pages[0].Annots}
        assert [title.split(" · ")[0] for _, title, _ in outline(pdf)] == ["Contents", "Before", "After"]
        assert found[str(shown + 1)][0].objgen == pdf.pages[shown].obj.objgen
        assert {*found} == {"Before", "After", str(shown + 1)}
    with pypdfium2.PdfDocument(drawing.data) as file:
        page, top = file[shown], float(found[str(shown + 1)][3])
        below = page.get_textpage().get_text_bounded(0, top - 25, page.get_width(), top)
    assert below.strip() == "cell 90"


def test_a_heading_is_never_the_last_thing_on_a_page() -> None:
    for lines in range(40, 60):
        filler = Paragraph(text("\n".join(f"line {n}" for n in range(lines))))
        for page in body(
            printed_pages(document(filler, Heading("Heading", 2, "h"), Paragraph(text("text"))))
        ):
            assert page[-1] != "Heading"


def test_no_line_of_a_paragraph_stands_alone_at_either_end_of_a_page() -> None:
    long = Paragraph(text(prose(70)))
    for lines in range(40, 52):
        filler = Paragraph(text("\n".join(f"filler {n}" for n in range(lines))))
        first, *others = body(printed_pages(document(filler, long)))
        if others:
            assert len([line for line in first if not line.startswith("filler")]) != 1
            assert len([line for line in others[0] if not line.startswith("filler")]) != 1


def test_empty_lines_are_kept_but_not_at_the_top_of_a_page() -> None:
    layout = lay_out(document(Paragraph(text("a\n\n\nb"))), lambda _: None)
    a, b = (piece.y for piece, _ in layout.pages[0].pieces if piece.text.strip() in {"a", "b"})
    assert a - b == pytest.approx(3 * 13.8)
    tall = Paragraph(text("\n".join(["x"] * 45 + [""] * 20 + ["last"])))
    layout = lay_out(document(tall), lambda _: None)
    firsts = [next(p.y for p, _ in page.pieces if p.text.strip() in {"x", "last"}) for page in layout.pages]
    assert len(set(firsts)) == 1


def test_fifty_pages_fit_into_one_paragraph_and_no_word_of_it_is_lost() -> None:
    words = " ".join(f"word{number}" for number in range(24_000))
    pages = body(printed_pages(document(Paragraph(text(words)))))
    assert len(pages) > 50
    assert " ".join(line for page in pages for line in page) == words


def test_a_group_has_its_number_beside_its_first_line_and_says_where_it_goes_on() -> None:
    pages = body(printed_pages(document(entry(14, words=2_000))))
    assert pages[0][0] == "14 14 May 2026, conversation"
    assert len(pages) > 2
    assert all(page[0] == "Entry 14 continued" for page in pages[1:])


def test_a_group_that_ends_with_its_page_is_not_continued() -> None:
    pages = body(printed_pages(document(*(entry(number) for number in range(1, 60)))))
    numbered = [line for page in pages for line in page if line.endswith("continued")]
    for page in pages:
        if page[0].endswith("continued"):
            assert re.fullmatch(r"Entry \d+ continued", page[0])
            assert not re.match(r"\d+ \d+ May", page[1])
    assert len(numbered) == len(set(numbered))


def test_the_header_of_a_table_is_repeated_where_it_goes_on() -> None:
    rows = tuple((text(f"row {number}"), text(prose(12, number))) for number in range(100))
    pages = body(printed_pages(document(Table(("No.", "What"), (1, 5), rows))))
    assert len(pages) > 2
    assert all(page[0] == "No. What" for page in pages)
    assert all(len(page) > 3 for page in pages)
    assert sum(line.startswith("row") for page in pages for line in page) == 100


def test_a_cell_taller_than_a_page_runs_over_pages() -> None:
    words = " ".join(f"w{number}" for number in range(1_500))
    pages = body(printed_pages(document(Table(("A", "B"), (1, 1), ((text(words), text("b")),)))))
    assert len(pages) > 3
    shown = " ".join(line for page in pages for line in page if line != "A B")
    assert shown.replace(" b ", " ") == words


def test_a_row_with_more_cells_than_columns_loses_nothing() -> None:
    table = Table(("A",), (), ((text("one"), text("two"), text("three")), ()))
    assert body(printed_pages(document(table))) == [["A", "one two three"]]


def test_a_short_row_stays_on_one_page() -> None:
    rows = tuple((text("a\nb\nc"),) for _ in range(60))
    for page in body(printed_pages(document(Table(("T",), (1,), rows)))):
        assert page[1:] == ["a", "b", "c"] * ((len(page) - 1) // 3)


def test_struck_text_has_a_line_through_it_and_added_text_one_under_it() -> None:
    paragraph = Paragraph((Span("old", "struck"), Span(" "), Span("new", "added"), Span(" plain")))
    layout = lay_out(document(paragraph), lambda _: None)
    pieces = {piece.text: piece for piece, _ in layout.pages[0].pieces}
    with opened(draw(document(paragraph)).data) as pdf:
        stream = pdf.pages[0].Contents.read_bytes().decode()
    lines = [tuple(map(float, found)) for found in re.findall(r"w (\S+) (\S+) m \S+ (\S+) l S", stream)]
    heights = {round(x): y for x, y, _ in lines}
    old, new = pieces["old"], pieces["new"]
    assert 0 < heights[round(old.x)] - old.y < old.ink.size / 2
    assert -old.ink.size / 3 < heights[round(new.x)] - new.y < 0


def test_a_notice_is_boxed_on_each_page_it_runs_over() -> None:
    layout = lay_out(document(Notice(text(prose(1_200)))), lambda _: None)
    assert len(layout.pages) > 1
    for page in layout.pages:
        shade, bar = (shape for shape, _ in page.shapes if not shape.line)
        inside = [piece.y for piece, _ in page.pieces if piece.x == shade.x + 16]
        assert shade.y < min(inside) < max(inside) < shade.y + shade.height
        assert (bar.y, bar.height) == (shade.y, shade.height)


def test_facts_are_two_columns() -> None:
    layout = lay_out(document(Facts((("Occurred", text("today")), ("Empty", ())))), lambda _: None)
    left = {piece.text: piece.x for piece, _ in layout.pages[0].pieces}
    assert left["Empty"] == left["Occurred"] < left["today"]


def test_a_font_with_more_letters_than_a_subset_holds_is_read_back_right() -> None:
    letters = "".join(map(chr, (*range(0xC0, 0x180), *range(0x391, 0x3A2), *range(0x400, 0x530))))
    drawing = draw(document(Paragraph(text(letters)), Paragraph((Span(letters[::-1], "bold"),))))
    assert compare(drawing.data, drawing.pages) == []
    with opened(drawing.data) as pdf:
        assert len(pdf.pages[0].Resources.Font) > 4


def test_drawing_needs_neither_pikepdf_nor_pyhanko_nor_pdfium() -> None:
    program = (
        "import sys, coachdesk.export.pdf.draw\n"
        "print([name for name in ('pikepdf', 'pyhanko', 'pypdfium2', 'bidi', 'arabic_reshaper')"
        " if name in sys.modules])"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert said.stdout == "[]\n"


def test_text_is_set_in_embedded_fonts_only() -> None:
    with opened(rich().data) as pdf:
        fonts = pdf.pages[0].Resources.Font
        assert len(fonts) > 5
        for name in fonts:
            assert "/FontFile2" in fonts[name].FontDescriptor
            assert isinstance(fonts[name].ToUnicode, pikepdf.Stream)


def test_a_group_may_hold_anything_even_nothing() -> None:
    shown = body(printed_pages(document(Group("7", "", ()), Group("", "", (Paragraph(()),)))))
    assert shown == [["7"]]


def test_what_is_behind_a_quotation_ends_with_it() -> None:
    quote = Paragraph(text("one\n\ntwo"), "quote")
    layout = lay_out(document(quote, Paragraph(text("after"), "label")), lambda _: None)
    (page,) = layout.pages
    (bar,) = (shape for shape, _ in page.shapes if not shape.line)
    one, two, after = (piece.y for piece, _ in page.pieces if piece.text.strip() in {"one", "two", "after"})
    assert bar.y < two < one < bar.y + bar.height
    assert after + 8 < bar.y
