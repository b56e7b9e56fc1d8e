"""The sheet on paper: one page whatever is in it, and it leaves the journal only after a warning."""

from pathlib import Path

import pikepdf
import pypdfium2 as pdfium
import pytest
from PySide6.QtCore import QLocale
from PySide6.QtGui import QPdfWriter
from PySide6.QtWidgets import QPushButton

from coachdesk.gui.coaching import prepare_print
from coachdesk.gui.coaching.prepare_sheet import Part
from coachdesk.gui.main_window import MainWindow
from tests.gui.answers import Answers
from tests.gui.coaching.preparing import begin, page_of, said

MARGIN = 18 * 72 / 25.4

LONG = [
    Part(f"Part {number}", tuple(f"{number} " + "word " * 300 for _line in range(3))) for number in range(8)
]


@pytest.mark.parametrize("parts", [[Part("Setting", ("Room 4",))], LONG], ids=["short", "long"])
@pytest.mark.parametrize(("locale", "width"), [("en_GB", 595), ("en_US", 612)])
def test_it_is_one_page_whatever_is_in_it(parts: list[Part], locale: str, width: int) -> None:
    before = QLocale()
    QLocale.setDefault(QLocale(locale))
    made = prepare_print.pdf("Talk with Ada <b>Marsh</b>", parts, "Sans Serif")
    QLocale.setDefault(before)
    document = pdfium.PdfDocument(made)
    assert len(document) == 1
    assert round(document[0].get_width()) == width
    text = document[0].get_textpage()
    assert "<b>Marsh</b>" in text.get_text_range()
    for part in parts:
        found = text.search(part.title).get_next()
        assert found is not None
        assert text.get_charbox(found[0])[1] > MARGIN


def test_it_is_saved_as_a_pdf_after_a_warning(unlocked: MainWindow, answers: Answers, tmp_path: Path) -> None:
    form = begin(unlocked)
    form.answers["opening"].setPlainText("The migration was yours.")
    answers.will(True, tmp_path / "talk.pdf")
    next(one for one in page_of(unlocked).findChildren(QPushButton) if one.text() == "Save as PDF…").click()
    assert answers.asked[0] == "Save the sheet outside of the journal?"
    with pikepdf.open(tmp_path / "talk.pdf") as saved:
        assert len(saved.pages) == 1
    assert (tmp_path / "talk.pdf").stat().st_mode & 0o077 == 0
    assert "talk.pdf" in said(page_of(unlocked))


def test_it_is_printed_after_a_warning(unlocked: MainWindow, answers: Answers, tmp_path: Path) -> None:
    form = begin(unlocked)
    form.answers["opening"].setPlainText("The migration was yours.")
    paper = QPdfWriter(str(tmp_path / "paper.pdf"))
    answers.will(True, paper)
    next(one for one in page_of(unlocked).findChildren(QPushButton) if one.text() == "Print…").click()
    assert "on its way" in said(page_of(unlocked))
    assert (
        "The migration was yours."
        in pdfium.PdfDocument(tmp_path / "paper.pdf")[0].get_textpage().get_text_range()
    )


def test_what_cannot_be_written_is_said(unlocked: MainWindow, answers: Answers, tmp_path: Path) -> None:
    begin(unlocked)
    answers.will(True, tmp_path / "nowhere" / "talk.pdf")
    next(one for one in page_of(unlocked).findChildren(QPushButton) if one.text() == "Save as PDF…").click()
    assert page_of(unlocked).message.text
