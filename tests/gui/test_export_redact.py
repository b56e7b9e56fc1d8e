"""The third step of an export: who is named, what stands there instead, and which files are left out."""

from collections.abc import Iterator
from io import BytesIO

import pikepdf
import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from coachdesk.gui.export_names import Person
from coachdesk.gui.export_peek import EntryPeek
from coachdesk.gui.export_redact import FILES, NAMES, WHERE
from coachdesk.gui.export_window import PROTECT, REDACT, REVIEW, ExportWindow
from coachdesk.gui.main_window import MainWindow
from coachdesk.gui.preview import PreviewDialog
from coachdesk.records.entry import Entry
from coachdesk.records.people import Leader
from tests.gui.answers import Answers
from tests.gui.exporting import ENTER, SPACE, TAB, come_back, draw, go_to, opened, press, rest, type_words
from tests.gui.finding import note, wait_for

NOTES = (
    {
        "behaviour": "Priya Shah asked twice, and Priya’s question stood.",
        "title": "With Priya Shah",
        "present": [{"name": "Priya Shah", "role": "Peer"}],
    },
    {"behaviour": "Write to priya.shah@example.com, said Tom Bell. Tom Bell nodded."},
)


@pytest.fixture
def notes(unlocked: MainWindow, ada: Leader) -> list[Entry]:
    session = unlocked._tools.session
    attached = session.journal.take_in("for Priya.txt", BytesIO(b"Dear Priya"))
    made = [
        note(ada, kind="observation", day=f"2026-01-1{at}", told={"state": "not_yet"}, **values)
        for at, values in enumerate(NOTES)
    ]
    made.append(note(ada, kind="praise", day="2026-01-20", text="Fine.", attachment_ids=(attached.id,)))
    session.journal.put(attached, *made)
    return made


@pytest.fixture
def export(unlocked: MainWindow, notes: list[Entry], ada: Leader, qtbot: QtBot) -> Iterator[ExportWindow]:
    made = opened(unlocked, ada.id, qtbot, len(notes))
    go_to(made, REDACT, qtbot)
    rest(made, qtbot)
    yield made
    made.reject()
    made.deleteLater()


def persons(export: ExportWindow) -> dict[str, Person]:
    return {one.decision.names[0]: one for one in export.steps.redact.people.rows}


def text_of(export: ExportWindow) -> str:
    """All that can be read on the pages that were drawn."""
    import pypdfium2

    assert export.drawing.made is not None
    document = pypdfium2.PdfDocument(export.drawing.made.data)
    try:
        return "\n".join(document[at].get_textpage().get_text_bounded() for at in range(len(document)))
    finally:
        document.close()


def test_whoever_is_named_is_proposed_and_stays_until_it_is_decided(export: ExportWindow) -> None:
    found = persons(export)
    assert {"Priya Shah", "Tom Bell"} <= found.keys()
    assert "priya.shah@example.com" in found["Priya Shah"].decision.names
    assert not any(one.is_in for one in found.values())
    assert export.steps.redact.summary.text().startswith("0 of ")


def test_what_was_just_found_stands_apart_under_its_own_heading(
    export: ExportWindow, answers: Answers
) -> None:
    redact = export.steps.redact
    answers.will("Fine", "Word Z")
    redact.add.click()
    rows = redact.people.rows
    assert [(one.decision.names[0], one.heading) for one in rows] == [
        ("Priya Shah", ""),
        ("Tom Bell", "Just found in the text – some may be places or products"),
        ("Fine", "Added by you"),
    ]
    assert rows[1].spoken.startswith("Just found in the text")
    redact.replace.click()
    assert all(one.is_in for one in redact.people.rows)


def test_below_a_heading_the_tick_and_the_line_are_where_they_are_drawn(
    export: ExportWindow, qtbot: QtBot
) -> None:
    names = export.steps.redact.names_list
    first, second = (names.visualRect(names.model().index(at, 0)) for at in (0, 1))
    assert second.height() > first.height()
    middle = first.height() // 2
    for y, is_in in ((middle - first.height() + second.height(), True), (2, True)):
        place = QPoint(second.left() + 16, second.top() + y)
        qtbot.mouseClick(names.viewport(), Qt.MouseButton.LeftButton, pos=place)
        assert persons(export)["Tom Bell"].is_in == is_in
    names.setCurrentIndex(names.model().index(1, 0))
    names.setFocus()
    press(qtbot, ENTER)
    (line,) = names.findChildren(QLineEdit)
    assert line.geometry().top() > second.top() + second.height() - first.height() - 8


def test_it_is_said_that_names_may_have_been_missed(export: ExportWindow) -> None:
    said = [one.text() for one in export.steps.redact.findChildren(QLabel) if one.isVisible()]
    assert any("Names may have been missed" in one for one in said)


def test_space_replaces_enter_renames_and_every_place_is_listed(export: ExportWindow, qtbot: QtBot) -> None:
    redact = export.steps.redact
    at = [one.decision.names[0] for one in redact.people.rows].index("Priya Shah")
    redact.names_list.setCurrentIndex(redact.people.index(at, 0))
    redact.names_list.setFocus()
    press(qtbot, SPACE)
    assert persons(export)["Priya Shah"].is_in
    press(qtbot, ENTER)
    type_words(qtbot, "Colleague X")
    press(qtbot, TAB)
    assert persons(export)["Priya Shah"].outcome == "Colleague X"
    assert export.at == REDACT
    rest(export, qtbot)
    said = [row.spoken for row in redact.places.rows]
    assert any(one.startswith("Entry 1, Title: Priya Shah becomes [Colleague X]") for one in said)
    assert all("Tom" not in one for one in said)
    assert redact.tabs.tabText(WHERE) == f"What is replaced where ({len(said)})"
    press(qtbot, SPACE)
    rest(export, qtbot)
    assert len(redact.places.rows) == 0


def test_the_place_opens_its_entry(export: ExportWindow, qtbot: QtBot) -> None:
    redact = export.steps.redact
    redact.replace.click()
    rest(export, qtbot)
    redact.tabs.setCurrentIndex(WHERE)
    redact.places_list.begin()
    seen: list[tuple[str, int]] = []

    def look() -> None:
        (peek,) = export.findChildren(EntryPeek)
        seen.append((peek.text.toPlainText(), len(peek.text.extraSelections())))
        peek.reject()

    QTimer.singleShot(0, look)
    press(qtbot, ENTER)
    text, marks = seen[0]
    assert "Priya Shah" in text
    assert marks


def test_a_dropped_name_stands_nowhere_in_the_file(export: ExportWindow, qtbot: QtBot) -> None:
    export.steps.redact.replace.click()
    export.steps.redact.files.ticked.emit(export.steps.redact.files.rows[0].key, False)
    draw(export, qtbot)
    made = export.drawing.made
    assert made is not None
    text = text_of(export)
    shown = persons(export)["Priya Shah"].decision.shown
    assert f"[{shown}]" in text
    for name in ("Priya", "Shah", "priya.shah", "Tom Bell"):
        assert name not in text
        assert name.encode() not in made.prepared.job.evidence
    export.go_back()
    export.steps.redact.keep.click()
    draw(export, qtbot)
    assert "Priya Shah" in text_of(export)


def test_a_file_that_says_a_dropped_name_stops_the_export_and_is_left_out(
    export: ExportWindow, qtbot: QtBot
) -> None:
    redact = export.steps.redact
    redact.replace.click()
    go_to(export, PROTECT, qtbot)
    wait_for(qtbot, lambda: bool(export.message.text))
    assert "(Exhibit E1)" in export.message.text
    assert "Priya" not in export.message.text
    assert (export.at, redact.tabs.currentIndex(), export.drawing.made) == (REDACT, FILES, None)
    redact.files.ticked.emit(redact.files.rows[0].key, False)
    export.message.clear()
    draw(export, qtbot)


def test_a_name_that_was_not_found_is_added_by_hand(
    export: ExportWindow, answers: Answers, qtbot: QtBot
) -> None:
    redact = export.steps.redact
    answers.will("Fine, the fine one", "Word Z")
    redact.add.click()
    assert persons(export)["Fine"].outcome == "Word Z"
    assert redact.names_list.currentIndex().row() == len(redact.people.rows) - 1
    rest(export, qtbot)
    assert any("Word Z" in row.spoken for row in redact.places.rows)
    for answer in ((None,), ("",), ("Some", None)):
        answers.will(*answer)
        redact.add.click()
    assert "Some" not in persons(export)


def test_of_a_name_added_by_hand_its_parts_are_replaced_too(export: ExportWindow, answers: Answers) -> None:
    answers.will("Quentin Finefellow", "Word Q")
    export.steps.redact.add.click()
    assert persons(export)["Quentin Finefellow"].decision.names == (
        "Quentin Finefellow",
        "Quentin",
        "Finefellow",
    )
    answers.will("Priya Finefellow", "Word R")
    export.steps.redact.add.click()
    names = persons(export)["Priya Finefellow"].decision.names
    assert names == ("Priya Finefellow",), "the rest is somebody else’s name, or was added before"


def test_what_cannot_be_a_label_is_refused_and_said(export: ExportWindow) -> None:
    redact = export.steps.redact
    key, before = redact.people.rows[0].key, redact.people.rows[0].outcome
    redact.people.renamed.emit(key, "[x]")
    assert export.message.text
    assert redact.people.rows[0].outcome == before


def test_two_people_under_one_name_are_warned_of(export: ExportWindow) -> None:
    redact = export.steps.redact
    for row in redact.people.rows[:2]:
        redact.people.renamed.emit(row.key, "Peer Z")
    assert redact.warning.text() == "“Peer Z” would be two people at once."
    redact.keep.click()
    assert redact.warning.text() == ""


def test_what_was_decided_by_hand_outlives_another_preset(export: ExportWindow, qtbot: QtBot) -> None:
    redact = export.steps.redact
    redact.people.ticked.emit(persons(export)["Tom Bell"].key, False)
    export.go_back()
    export.go_back()
    export.steps.scope.presets.chips.chips["leader"].click()
    go_to(export, REDACT, qtbot)
    rest(export, qtbot)
    found = {name: one.is_in for name, one in persons(export).items()}
    assert found["Priya Shah"]


def test_files_are_kept_or_left_out_and_looked_at(export: ExportWindow, qtbot: QtBot) -> None:
    redact = export.steps.redact
    redact.tabs.setCurrentIndex(FILES)
    redact.files_list.begin()
    (row,) = redact.files.rows
    assert row.spoken == "for Priya.txt, Entry 3, goes in"
    seen: list[int] = []

    def look() -> None:
        found = export.findChildren(PreviewDialog)
        seen.append(len(found))
        found[0].reject()

    QTimer.singleShot(0, look)
    press(qtbot, ENTER)
    assert seen == [1]
    come_back(export)
    redact.files_list.begin()
    press(qtbot, SPACE)
    assert export.wish.dropped_attachments == (row.key,)
    draw(export, qtbot)
    assert export.drawing.made is not None
    with pikepdf.open(BytesIO(export.drawing.made.data)) as pdf:
        assert all("Priya" not in name for name in pdf.attachments)
    assert b"Dear Priya" not in export.drawing.made.data


def test_what_is_left_out_names_nobody(export: ExportWindow, notes: list[Entry], qtbot: QtBot) -> None:
    export.go_back()
    assert export.at == REVIEW
    for one in notes[:2]:
        export.steps.review.model.ticked.emit(one.id, False)
    go_to(export, REDACT, qtbot)
    rest(export, qtbot)
    assert persons(export).keys().isdisjoint({"Priya Shah", "Tom Bell"})
    assert export.steps.redact.tabs.currentIndex() == NAMES
    assert export.onward.isEnabled()


def test_escape_in_the_line_leaves_the_name_and_the_step_as_they_were(
    export: ExportWindow, qtbot: QtBot
) -> None:
    redact = export.steps.redact
    redact.names_list.begin()
    before = redact.people.rows[0]
    press(qtbot, ENTER)
    assert redact.names_list.findChildren(QLineEdit)
    type_words(qtbot, "Nobody")
    press(qtbot, Qt.Key.Key_Escape)
    assert (export.at, redact.people.rows[0]) == (REDACT, before)
    wait_for(qtbot, lambda: not redact.names_list.findChildren(QLineEdit))
