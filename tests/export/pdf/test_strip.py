"""The period at a glance."""

from itertools import pairwise

import pytest

from coachdesk.export.blocks import Paragraph, Strip, StripKind
from coachdesk.export.pdf.draw import draw, printed_pages
from coachdesk.export.pdf.layout import lay_out
from coachdesk.export.pdf.page import Page, Shape
from tests.export.pdf.documents import body, document, text

BLUE, RED = "#4477aa", "#aa3377"
STRIP = Strip(
    "2025-02-24",
    (StripKind("Conversation", BLUE, (0, 2, 1, 0) * 10), StripKind("Praise", RED, (4,))),
    "Thirty conversations and four times praise.",
)


def page_of(strip: Strip) -> Page:
    (page,) = lay_out(document(strip), lambda _: None).pages
    return page


def bars(page: Page, colour: str) -> list[Shape]:
    """The bars of one kind, without the sample beside its name."""
    return [shape for shape, _ in page.shapes if shape.colour == colour][1:]


def test_it_names_kinds_with_their_totals_and_months() -> None:
    (lines,) = body(printed_pages(document(STRIP)))
    assert lines[:2] == ["Conversation 30", "Praise 4"]
    assert lines[2].startswith("Mar 2025")


def test_each_week_with_entries_has_a_bar_as_high_as_their_number() -> None:
    page = page_of(STRIP)
    blue, (red,) = bars(page, BLUE), bars(page, RED)
    assert len(blue) == 20
    assert blue[0].height == pytest.approx(2 * blue[1].height)
    assert red.height == pytest.approx(2 * blue[0].height)
    assert red.x < blue[0].x
    weeks = [blue[place + 2].x - blue[place].x for place in range(18)]
    assert weeks == pytest.approx([weeks[0]] * 18)


def test_a_figure_says_in_words_what_it_shows() -> None:
    found = [node for node in draw(document(STRIP)).placed.structure.nodes() if node.tag == "Figure"]
    assert found
    assert {element.alt for element in found} == {"Thirty conversations and four times praise."}
    assert all("/BBox[" in element.attributes for element in found)


@pytest.mark.parametrize("weeks", [0, 1, 52, 520, 2_000])
def test_any_period_has_room_for_its_months(weeks: int) -> None:
    page = page_of(Strip("2000-01-03", (StripKind("Note", BLUE, (1,) * weeks),), "Notes."))
    labels = sorted((piece for piece, _ in page.pieces if piece.ink.size == 6.5), key=lambda piece: piece.x)
    assert all(one.x + 25 < other.x for one, other in pairwise(labels))
    assert len(labels) <= 10
    assert len(bars(page, BLUE)) == weeks


def test_more_kinds_than_a_page_has_lines_still_fit_on_one() -> None:
    kinds = tuple(StripKind(f"Kind {number}", BLUE, (1,)) for number in range(60))
    pages = printed_pages(document(Paragraph(text("before")), Strip("2025-02-24", kinds, "Many.")))
    assert len(pages) == 1


def test_a_strip_without_kinds_is_only_a_scale() -> None:
    assert body(printed_pages(document(Strip("2025-02-24", (), "Nothing.")))) == [["Mar 2025"]]
