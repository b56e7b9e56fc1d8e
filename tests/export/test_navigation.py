"""A reader's test: in a long report every line of the contents, bookmark and cross-reference lands where it says.

Looked at with pdfium, and the text of the pages with poppler where that is installed.
"""

import datetime as dt
import io
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pikepdf
import pypdfium2
import pytest

from coachdesk.export import phrases
from coachdesk.export.releasing import Choices, export_timeline
from coachdesk.export.selection import Selection
from coachdesk.journal.journal import Journal
from coachdesk.records.issue import Issue, Link
from coachdesk.records.meeting import Meeting
from coachdesk.records.people import Leader
from coachdesk.records.plan import Expectation, Goal, Plan
from coachdesk.records.support import Support
from tests.export.pdf.documents import prose
from tests.export.pdf.test_pictures import chart, packed, pdf_of
from tests.making import Clock, entry

_ENTRIES = 500
_MEETINGS = 60
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
    _coach(journal, ada)


def _coach(journal: Journal, ada: Leader) -> None:
    """An issue, a plan with goals and more than a page of check-ins, expectations, support; links from entries."""
    about = {"leader_ids": (ada.id,)}
    shown = {
        one.number: one.entry.id
        for one in journal.view.timeline(ada.id, limit=-1).entries
        if one.entry.lane == "ordinary"
    }
    said = ({"state": "acknowledged", "day": "2025-01-10"},)
    issues = [Issue.make(**about, title=f"Sign {number}", acknowledgements=said) for number in range(1, 4)]
    plan = Plan.make(**about, purpose="To be heard", started="2025-01-06")
    goals = [Goal.make(**about, plan_id=plan.id, title=f"Mark {number}") for number in range(1, 6)]
    told = [
        Expectation.make(**about, text=f"Wish {number}", told_on=f"2025-02-{number:02}")
        for number in range(1, 21)
    ]
    help_offered = [
        Support.make(**about, plan_id=plan.id, what=f"Help {number}", offered_on=f"2025-03-{number:02}")
        for number in range(1, 21)
    ]
    journal.put(*issues, plan, *goals, *told, *help_offered)
    for number in range(_MEETINGS):
        day = dt.date(2025, 1, 6) + dt.timedelta(days=5 * number)
        journal.put(
            Meeting.make(
                **about,
                of_id=plan.id,
                at={"local": f"{day}T10:00"},
                state="held",
                entry_id=shown.get(number + 100),
                ratings=[{"goal_id": goals[number % 5].id, "rating": 1}],
            )
        )
    for place, record in enumerate((*issues, *goals, *told, *help_offered)):
        entries = [entry_id for number, entry_id in shown.items() if number % 50 == place]
        journal.put(*(Link.make(**about, entry_id=one, target_id=record.id) for one in entries))


class Jump(NamedTuple):
    """Something to click: the words that say where it leads, and the page (from 0) on which it lands.

    ``row`` is the whole line that the words stand in, ``at`` its place on the page.
    """

    words: str
    page: int
    top: float
    row: str = ""
    at: float = 0


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
                row = text.get_text_bounded(0, bottom - 1, page.get_width(), top + 1)
                dest = annotation.Dest
                said, around = " ".join(words.split()), " ".join(row.split())
                yield Jump(said, numbers[dest[0].objgen], float(dest[3]), around, top)


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


def chronology(document: pypdfium2.PdfDocument) -> list[Jump]:
    """The links of the chronology, which may begin in the middle of a page and ends with one."""
    places = {jump.words.rpartition(" · ")[0]: jump for jump in bookmarks(document)}
    first, end = places["Chronology"], places["Entries"].page
    return [
        jump
        for index in range(first.page, end)
        for jump in links(document, index)
        if index > first.page or jump.at < first.top
    ]


def elsewhere(document: pypdfium2.PdfDocument) -> list[Jump]:
    """The links of the report that stand neither in the contents nor in the chronology."""
    places = {jump.words.rpartition(" · ")[0]: jump for jump in bookmarks(document)}
    first, end = places["Chronology"], places["Entries"].page
    begin = places["The period at a glance"].page
    return [
        jump
        for index in range(begin, len(document))
        for jump in links(document, index)
        if not first.page <= index < end or (index == first.page and jump.at > first.top)
    ]


def is_entry(document: pypdfium2.PdfDocument, jump: Jump, number: str) -> bool:
    """Whether a jump lands on the entry of that number."""
    return re.search(rf"^{number} .*Marker {int(number) - 1} ", near(document, jump)) is not None


def is_record(document: pypdfium2.PdfDocument, jump: Jump, name: str) -> bool:
    """Whether a jump lands on the heading, or on the row, of the coaching record of that name."""
    record_type, number = name.split()
    place = int(number) - 1
    said = {
        "Issue": f"Issue {number}: Sign {number}",
        "Plan": f"Plan {number}: Development plan",
        "Goal": f"Goal {number}: Mark {number}",
        "Expectation": f"{number} Wish {number} ",
        "Support": f"{number} Help {number} ",
        "Meeting": phrases.short_day(str(dt.date(2025, 1, 6) + dt.timedelta(days=5 * place))),
    }
    return near(document, jump).startswith(said[record_type]) or f" {said[record_type]}" in near(
        document, jump
    )


def test_every_line_of_the_chronology_lands_on_its_entry_or_record(document: pypdfium2.PdfDocument) -> None:
    entries, records = set(), set()
    jumps = chronology(document)
    while jumps:
        jump = jumps.pop(0)
        name = re.search(r"(Issue|Plan|Goal|Expectation|Support|Meeting) \d+", jump.row)
        if name:
            assert int(jump.words) == jump.page + 1
            assert is_record(document, jump, name[0]), jump
            records.add(name[0])
            continue
        page = jumps.pop(0)
        assert (int(page.words), page.at) == (page.page + 1, jump.at)
        assert jump.page == page.page
        assert is_entry(document, jump, jump.words), jump
        entries.add(int(jump.words))
    assert len(entries) == _ENTRIES - len(range(5, _ENTRIES, 29))
    assert {name.split()[0] for name in records} == {"Issue", "Plan", "Expectation", "Support", "Meeting"}
    assert len(records) > _MEETINGS


def test_every_other_cross_reference_lands_on_what_it_names(document: pypdfium2.PdfDocument) -> None:
    counted = Counter[str]()
    for jump in elsewhere(document):
        # A letter of the line above, or the comma behind it, may reach into the place of a link.
        found = re.search(r"(?:[A-Za-z]+ )?E?\d+(?=\W*$)", jump.words)
        assert found, jump
        words = found[0]
        if re.fullmatch(r"E\d+", words):
            assert f"Exhibit {words} " in near(document, jump)
            counted["exhibit"] += 1
        elif named := re.fullmatch(r"entry (\d+)", words):
            assert is_entry(document, jump, named[1]), jump
            counted["entry"] += 1
        elif re.fullmatch(r"[A-Z][a-z]+ \d+", words):
            assert is_record(document, jump, words), jump
            counted[words.split()[0]] += 1
        else:
            number = int(words)
            assert number == jump.page + 1 or is_entry(document, jump, words), jump
            counted["number"] += 1
    assert counted["exhibit"] >= 6
    assert counted["number"] >= 20
    assert counted["entry"] > _MEETINGS
    assert {"Issue", "Plan", "Goal", "Expectation", "Support"} <= counted.keys()


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
