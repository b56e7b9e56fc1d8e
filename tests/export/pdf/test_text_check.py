"""A PDF that shows anything but what it should is found out, whatever was done to it."""

import io
import re
from collections.abc import Callable
from functools import cache

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, Pdf

from coachdesk.export.blocks import Paragraph, Span
from coachdesk.export.pdf.draw import Drawing, draw
from coachdesk.export.pdf.glyph_text import ForeignContent, glyph_text
from coachdesk.export.pdf.text_check import Mismatch, compare
from tests.export.pdf.documents import document, opened, prose, rich_document, text

HEBREW = "שלום, שיחה עם אלכס (Alex) בתאריך 14/09/2025 בנושא “לוחות זמנים” ®."


@cache
def rich() -> Drawing:
    return draw(rich_document(entries=3))


@cache
def hebrew() -> Drawing:
    return draw(
        document(Paragraph(text("Notes on her work.")), Paragraph(text(HEBREW)), Paragraph(text(prose(30))))
    )


def resaved(drawing: Drawing, change: Callable[[Pdf], None]) -> bytes:
    with opened(drawing.data) as pdf:
        change(pdf)
        output = io.BytesIO()
        pdf.save(output)
    return output.getvalue()


def rewritten(drawing: Drawing, page: int, change: Callable[[bytes], bytes]) -> list[Mismatch]:
    """What is found after the content stream of one page was rewritten."""

    def rewrite(pdf: Pdf) -> None:
        contents = pdf.pages[page].Contents
        before = contents.read_bytes()
        after = change(before)
        assert after != before
        contents.write(after)

    return compare(resaved(drawing, rewrite), drawing.pages)


def test_an_untouched_file_shows_what_it_should_even_saved_by_another_program() -> None:
    assert compare(rich().data, rich().pages) == []
    assert compare(resaved(rich(), lambda _: None), rich().pages) == []


def test_one_changed_word_is_found_with_its_page() -> None:
    page = next(n for n, lines in enumerate(rich().pages) if any("Behaviour" in line for line in lines))
    (mismatch,) = rewritten(rich(), page, lambda stream: stream.replace(b"Behaviour", b"Misbehave", 1))
    assert mismatch.page == page + 1
    assert mismatch.expected.startswith("Behaviour")
    assert mismatch.found.startswith("Misbehave")


@given(st.data())
def test_any_changed_letter_digit_or_mark_is_found(data: st.DataObject) -> None:
    page = data.draw(st.integers(0, len(rich().pages) - 1))
    with opened(rich().data) as pdf:
        stream = pdf.pages[page].Contents.read_bytes()
    shown = [m.start(1) + k for m in re.finditer(rb"\(([ -\[\]-~]+)\) Tj", stream) for k in range(len(m[1]))]
    place = data.draw(
        st.sampled_from([place for place in shown if stream[place : place + 1] not in b" \\()"])
    )
    old = stream[place : place + 1]
    new = data.draw(
        st.sampled_from([bytes([code]) for code in range(33, 127)]).filter(lambda c: c not in b"\\()" + old)
    )
    before = stream[max(place - 4, 0) : place]
    if b"\\" not in before:  # inside an octal escape it would be another character, or none
        assert rewritten(rich(), page, lambda s: s[:place] + new + s[place + 1 :])


def test_added_and_removed_text_is_found() -> None:
    added = rewritten(
        rich(), 0, lambda s: s.replace(b"ET\nEMC", b"ET\nEMC BT /F1+0 9 Tf 1 0 0 1 200 200 Tm (not) Tj ET", 1)
    )
    removed = rewritten(rich(), 0, lambda s: re.sub(rb"\([^)]*agreed[^)]*\) Tj", b"", s, count=1))
    assert len(added) == len(removed) == 1


@pytest.mark.parametrize(
    ("operators", "what"),
    [
        (b"3 Tr", "hidden"),
        (b"1 1 1 rg", "hidden"),
        (b"/F1+0 0.5 Tf", "hidden"),
        (b"1 0 0 1 900 400 Tm", "outside"),
        (b"1 0 0 1 60 -50 Tm", "outside"),
    ],
)
def test_text_that_cannot_be_seen_is_found(operators: bytes, what: str) -> None:
    found = rewritten(
        rich(), 0, lambda s: re.sub(rb"(\([^)]*Record of notes\) Tj)", operators + rb" \1", s, count=1)
    )
    assert Mismatch(1, "", what) in found


@pytest.mark.parametrize(
    "operators", [b"1 g 0 0 600 800 re f", b"1 G 300 w 0 400 m 600 400 l S"], ids=["fill", "line"]
)
def test_a_shape_over_text_is_found(operators: bytes) -> None:
    assert Mismatch(1, "", "shape") in rewritten(rich(), 0, lambda s: s + b"\n" + operators)


def test_a_picture_and_a_form_are_found() -> None:
    def draw_on(pdf: Pdf, name: str, stream: pikepdf.Stream) -> None:
        page = pdf.pages[0]
        page.Resources.XObject = Dictionary({f"/{name}": stream})
        page.Contents.write(page.Contents.read_bytes() + f"\nq 99 0 0 99 9 9 cm /{name} Do Q".encode())

    def image(pdf: Pdf) -> None:
        pixel = pdf.make_stream(b"\xff", Type=Name.XObject, Subtype=Name.Image, Width=1, Height=1)
        pixel.ColorSpace, pixel.BitsPerComponent = Name.DeviceGray, 8
        draw_on(pdf, "Im", pixel)

    def form(pdf: Pdf) -> None:
        box = Array([0, 0, 1, 1])
        draw_on(pdf, "Fm", pdf.make_stream(b"0 0 1 1 re f", Type=Name.XObject, Subtype=Name.Form, BBox=box))

    assert compare(resaved(rich(), image), rich().pages) == [Mismatch(1, "", "image")]
    assert compare(resaved(rich(), form), rich().pages) == [Mismatch(1, "", "form")]


@pytest.mark.parametrize("kind", ["FreeText", "Stamp", "Square", "Highlight", "Text"])
def test_an_annotation_that_is_no_link_is_found(kind: str) -> None:
    def annotate(pdf: Pdf) -> None:
        annotation = Dictionary(Type=Name.Annot, Subtype=Name(f"/{kind}"), Rect=Array([50, 50, 300, 300]))
        pdf.pages[1].Annots = Array([*pdf.pages[1].get("/Annots", ()), annotation])

    assert compare(resaved(rich(), annotate), rich().pages) == [Mismatch(2, "", "annotation")]


def test_a_page_too_many_or_too_few_is_found() -> None:
    fewer = resaved(rich(), lambda pdf: pdf.pages.__delitem__(-1))
    more = resaved(rich(), lambda pdf: pdf.pages.append(pdf.pages[0]))
    count = len(rich().pages)
    assert compare(fewer, rich().pages) == [Mismatch(0, str(count), f"pages {count - 1}")]
    assert compare(more, rich().pages) == [Mismatch(0, str(count), f"pages {count + 1}")]


def test_two_pages_put_in_each_others_place_are_found() -> None:
    def swap(pdf: Pdf) -> None:
        pdf.pages[3], pdf.pages[4] = pdf.pages[4], pdf.pages[3]

    assert {mismatch.page for mismatch in compare(resaved(rich(), swap), rich().pages)} == {4, 5}


def test_right_to_left_text_is_compared_in_its_order_too() -> None:
    assert compare(hebrew().data, hebrew().pages) == []

    def swap(stream: bytes) -> bytes:
        """Two neighbouring letters of a Hebrew word change places."""
        return re.sub(rb"\((\\\d{3})(\\\d{3})(\\\d{3})", rb"(\2\1\3", stream, count=1)

    (mismatch,) = rewritten(hebrew(), 0, swap)
    assert mismatch.page == 1
    assert rewritten(hebrew(), 0, lambda s: s.replace(b"Notes on her work", b"Notes on his work"))


def test_what_is_never_drawn_is_not_understood_on_a_page_with_right_to_left_text() -> None:
    (mismatch,) = rewritten(hebrew(), 0, lambda s: s.replace(b"BT", b"BT 0 Tc", 1))
    assert mismatch.found == "operator Tc"
    with opened(hebrew().data) as pdf:
        del pdf.pages[0].Resources.Font
        with pytest.raises(ForeignContent):
            glyph_text(pdf.pages[0])


def test_a_hyphen_at_the_end_of_a_line_counts() -> None:
    drawing = draw(document(Paragraph((Span("well-\nknown"),))))
    assert compare(drawing.data, drawing.pages) == []
    assert rewritten(drawing, 0, lambda s: s.replace(b"(well- )", b"(well)"))
