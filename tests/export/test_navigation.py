"""A reader's test: in a long report every line of the contents, bookmark and cross-reference lands where it says.

Looked at with pdfium, and the text of the pages with poppler where that is installed.
"""

import io
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pikepdf
import pypdfium2
import pytest

from coachdesk.export.releasing import Choices, export_timeline
from coachdesk.export.selection import Selection
from coachdesk.journal.journal import Journal
from coachdesk.records.people import Leader
from tests.export.pdf.documents import prose
from tests.export.pdf.test_pictures import chart, packed, pdf_of
from tests.making import Clock, entry

_ENTRIES = 500
_LEAST_PAGES = 300


class Report(NamedTuple):
    path: Path
    texts: list[str]
    """Of each page, as pdfium reads it."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("navigation")


@pytest.fixture
def report(journal: Journal, ada: Leader, clock: Clock, folder: Path) -> Report:
    """Some three hundred pages: entries over two years, some corrected, some withheld, some with exhibits."""
    target = folder / "long.pdf"
    if not target.exists():
        _write(journal, ada, clock)
        export_timeline(journal, Choices(selection=Selection(leader_ids=(ada.id,))), target)
    with pypdfium2.PdfDocument(target) as document:
        texts = [" ".join(page.get_textpage().get_text_range().split()) for page in document]
    return Report(target, texts)


def _write(journal: Journal, ada: Leader, clock: Clock) -> None:
    for number in range(_ENTRIES):
        clock.pass_time(40 * 3600)
        names = {0: "chart.png", 70: "plan.pdf"}.get(number % 140)
        content = packed(chart(), "PNG") if names == "chart.png" else pdf_of((595, 842), (842, 595))
        taken = [journal.take_in(names, io.BytesIO(content))] if names else []
        lane = "reflection" if number % 29 == 5 else "ordinary"
        day = clock.reading.at.date().isoformat()
        one = entry(
            ada,
            title=f"Marker {number} stands here",
            behaviour=prose(230, number),
            lane=lane,
            attachment_ids=tuple(attachment.id for attachment in taken),
            occurred={"day": day, "time": None, "zone": "Europe/London", "precision": "day"},
        )
        journal.put(*taken, one)
        if number % 17 == 3:
            journal.correct(one.changed(impact="Nobody answered."), "Left out at first")


class Jump(NamedTuple):
    """Something to click: the words that say where it leads, and the page (from 0) on which it lands."""

    words: str
    page: int
    top: float


def bookmarks(document: pypdfium2.PdfDocument) -> Iterator[Jump]:
    for one in document.get_toc():
        target = one.get_dest()
        assert target is not None
        _, place = target.get_view()
        yield Jump(one.get_title(), target.get_index(), place[1])


def links(document: pypdfium2.PdfDocument, index: int) -> Iterator[Jump]:
    """Every link of a page with the words under it."""
    page = document[index]
    text = page.get_textpage()
    with pikepdf.open(io.BytesIO(document._input)) as pdf:
        numbers = {one.objgen: place for place, one in enumerate(pdf.pages)}
        for annotation in pdf.pages[index].get("/Annots", ()):
            if annotation.Subtype == pikepdf.Name.Link:
                left, bottom, right, top = map(float, annotation.Rect)
                words = text.get_text_bounded(left - 1, bottom - 1, right + 1, top + 1)
                dest = annotation.Dest
                yield Jump(" ".join(words.split()), numbers[dest[0].objgen], float(dest[3]))


def near(document: pypdfium2.PdfDocument, jump: Jump) -> str:
    """The words just below where a jump lands."""
    page = document[jump.page]
    text = page.get_textpage().get_text_bounded(0, jump.top - 60, page.get_width(), jump.top + 1)
    return " ".join(text.split())


@pytest.fixture
def document(report: Report) -> Iterator[pypdfium2.PdfDocument]:
    with pypdfium2.PdfDocument(report.path.read_bytes()) as opened:
        yield opened


def test_the_printed_page_is_the_page_of_the_file(report: Report) -> None:
    count = len(report.texts)
    assert count >= _LEAST_PAGES
    for number, text in enumerate(report.texts, start=1):
        assert f"Page {number} of {count}" in text


def test_every_bookmark_says_its_page_and_lands_on_its_heading(document: pypdfium2.PdfDocument) -> None:
    found = list(bookmarks(document))
    assert len(found) > 30
    for jump in found:
        title, _, page = jump.words.rpartition(" · ")
        assert int(page) == jump.page + 1
        assert title in near(document, jump), jump


def test_every_line_of_the_contents_says_its_page_and_lands_on_its_heading(
    document: pypdfium2.PdfDocument, report: Report
) -> None:
    first = next(number for number, text in enumerate(report.texts) if "Contents How to read" in text)
    last = next(
        number
        for number, text in enumerate(report.texts)
        if "The period at a glance" in text and number > first
    )
    lines = [jump for index in range(first, last) for jump in links(document, index)]
    assert len(lines) == len(list(bookmarks(document))) - 1
    for jump in lines:
        title, _, page = jump.words.rpartition(" ")
        assert int(page) == jump.page + 1, jump
        assert title in near(document, jump), jump


def test_every_line_of_the_chronology_lands_on_its_entry(
    document: pypdfium2.PdfDocument, report: Report
) -> None:
    pages = [number for number, text in enumerate(report.texts) if "Date Event Entry Page" in text]
    seen = set()
    for index in pages:
        jumps = list(links(document, index))
        for number, page in zip(jumps[::2], jumps[1::2], strict=True):
            assert int(page.words) == page.page + 1
            assert number.page == page.page
            assert re.search(rf"^{number.words} .*Marker {int(number.words) - 1} ", near(document, number))
            seen.add(int(number.words))
    assert len(seen) == _ENTRIES - len(range(5, _ENTRIES, 29))


def test_every_other_cross_reference_lands_on_what_it_names(
    document: pypdfium2.PdfDocument, report: Report
) -> None:
    counted = {"exhibit": 0, "entry": 0}
    after = next(
        number
        for number, text in enumerate(report.texts)
        if "Entries" in text[:400] and "Marker 0 " in text and "Date Event" not in text
    )
    for index in range(after, len(document)):
        for jump in links(document, index):
            if re.fullmatch(r"E\d+", jump.words):
                assert f"Exhibit {jump.words} " in near(document, jump)
                counted["exhibit"] += 1
            elif jump.words in report.texts[jump.page] and re.fullmatch(r"\d+", jump.words):
                counted["entry"] += 1
            else:
                raise AssertionError(jump)
    assert counted["exhibit"] >= 6
    assert counted["entry"] >= 20


def test_an_entry_that_runs_over_says_so_on_the_next_page(report: Report) -> None:
    assert sum(bool(re.search(r"Entry \d+ continued", text)) for text in report.texts) > 50


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler is not installed")
def test_poppler_reads_the_same_pages(report: Report) -> None:
    said = subprocess.run(["pdftotext", "-layout", report.path, "-"], capture_output=True, check=True).stdout
    pages = said.decode().split("\f")[:-1]
    assert len(pages) == len(report.texts)
    for number, text in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in text
    with pypdfium2.PdfDocument(report.path.read_bytes()) as document:
        for jump in bookmarks(document):
            title = jump.words.rpartition(" · ")[0]
            assert title in " ".join(pages[jump.page].split())
