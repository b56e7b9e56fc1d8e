"""Exporting: what goes in, the very pages, and nothing on the disk before it is handed over."""

from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from coachdesk.export import rendering
from coachdesk.export.evidence import Manager
from coachdesk.export.gathering import Selection
from coachdesk.export.releasing import manager_of
from coachdesk.export.verify import verify_pdf
from coachdesk.gui.export_entries import ROW, Candidate, EntriesModel, candidates
from coachdesk.gui.export_window import CHOICE, COVER, DONE, PAGES, ExportWindow
from coachdesk.gui.main_window import MainWindow
from coachdesk.records.entry import Entry
from coachdesk.records.people import Leader
from tests.gui.answers import Answers
from tests.gui.conftest import settle
from tests.gui.finding import note, wait_for, write_notes

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def notes(unlocked: MainWindow, ada: Leader) -> list[Entry]:
    return write_notes(unlocked, ada)


@pytest.fixture
def export(unlocked: MainWindow, notes: list[Entry], ada: Leader, qtbot: QtBot) -> Iterator[ExportWindow]:
    made = ExportWindow(unlocked._tools, ada.id, unlocked)
    made.open()
    wait_for(qtbot, lambda: len(rows(made)) == len(notes))
    yield made
    made.reject()
    made.deleteLater()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where files are handed over to; temporary files would be seen there, too."""
    made = tmp_path / "out"
    made.mkdir()
    monkeypatch.setenv("TMPDIR", str(made))
    return made


def rows(export: ExportWindow) -> list[Candidate]:
    model = export.choice.list.model()
    return [model.index(row, 0).data(ROW) for row in range(model.rowCount())]


def reasons(export: ExportWindow) -> list[str]:
    return [row.why for row in rows(export)]


def draw(export: ExportWindow, qtbot: QtBot) -> None:
    """From the entries to the pages."""
    export.go_on()
    export.go_on()
    wait_for(qtbot, lambda: export.made is not None or bool(export.message.text))
    assert export.message.text == ""


# What goes in


def test_every_entry_is_listed_in_its_order_with_why_it_is_withheld(
    export: ExportWindow, notes: list[Entry]
) -> None:
    assert [row.listed.entry.id for row in rows(export)] == [one.id for one in notes]
    assert reasons(export) == ["", "", "", "", "", "Your own reflection", "Legal advice"]
    assert export.choice.summary.text() == "5 entries go in; 2 withheld, as numbered gaps."


def test_the_period_and_the_kinds_withhold_and_say_so(export: ExportWindow) -> None:
    export.choice.days.set_days("2025-11-05", "2026-01-31")
    export.choice.kinds.choose(("praise", "observation"))
    export.choice.kinds.changed.emit()
    dates, kind = "Outside the dates", "Of another kind"
    assert reasons(export)[:5] == [kind, "", "", "", kind]
    export.choice.kinds.choose(())
    export.choice.kinds.changed.emit()
    assert reasons(export)[:5] == [dates, "", "", "", dates]
    assert export.choice.selection == Selection(
        leader_id=rows(export)[0].listed.entry.leader_ids[0], from_day="2025-11-05", to_day="2026-01-31"
    )


def test_a_lane_is_offered_where_there_is_something_in_it_and_released_by_hand(export: ExportWindow) -> None:
    lanes = export.choice.lanes
    assert {lane: box.isVisible() for lane, box in lanes.items()} == {
        "counsel": True,
        "medical": False,
        "intake": False,
    }
    assert export.choice.reflections.text() == "1 reflection of your own is never exported."
    lanes["counsel"].click()
    assert reasons(export)[-1] == ""
    assert export.choice.selection.lanes == ("counsel",)


def test_a_tick_leaves_an_entry_out_by_mouse_and_by_space(
    export: ExportWindow, notes: list[Entry], qtbot: QtBot
) -> None:
    list_ = export.choice.list
    row = list_.visualRect(list_.model().index(1, 0))
    qtbot.mouseClick(list_.viewport(), LEFT, pos=row.center())
    assert reasons(export)[1] == ""
    qtbot.mouseClick(list_.viewport(), LEFT, pos=row.topLeft() + QPoint(16, row.height() // 2))
    assert reasons(export)[1] == "Left out by hand"
    list_.setCurrentIndex(list_.model().index(0, 0))
    list_.setFocus()
    qtbot.keyClick(list_, Qt.Key.Key_Space)
    assert reasons(export)[0] == "Left out by hand"
    assert set(export.choice.selection.excluded) == {notes[0].id, notes[1].id}
    qtbot.keyClick(list_, Qt.Key.Key_Space)
    assert export.choice.selection.excluded == (notes[1].id,)


def test_what_is_withheld_anyway_has_no_tick(export: ExportWindow, qtbot: QtBot) -> None:
    list_ = export.choice.list
    list_.setCurrentIndex(list_.model().index(5, 0))
    qtbot.keyClick(list_, Qt.Key.Key_Space)
    assert reasons(export)[5] == "Your own reflection"
    assert not list_.model().index(5, 0).flags() & Qt.ItemFlag.ItemIsUserCheckable


def test_all_and_none_are_one_press_and_none_cannot_go_on(export: ExportWindow) -> None:
    export.choice.none.click()
    assert export.choice.shown == 0
    assert not export.onward.isEnabled()
    export.choice.all.click()
    assert (export.choice.shown, export.onward.isEnabled()) == (5, True)
    assert export.choice.selection.excluded == ()


def test_another_leader_has_other_entries_and_no_old_choice(
    unlocked: MainWindow, notes: list[Entry], ada: Leader, qtbot: QtBot
) -> None:
    bram = Leader.make(name="Bram Visser")
    unlocked._tools.session.put(bram)
    unlocked._tools.session.put(note(bram, kind="praise", day="2026-01-01", text="t"))
    export = ExportWindow(unlocked._tools, ada.id, unlocked)
    qtbot.addWidget(export)
    export.choice.leader.setCurrentText("Bram Visser")
    wait_for(qtbot, lambda: len(rows(export)) == 1)
    assert export.choice.selection.leader_id == bram.id
    assert notes[0].id not in {row.listed.entry.id for row in rows(export)}


def test_the_tick_list_and_the_core_withhold_alike(export: ExportWindow) -> None:
    listed = [row.listed for row in rows(export)]
    selection = Selection(leader_id=listed[0].entry.leader_ids[0], kinds=("praise",), lanes=("counsel",))
    made = candidates(list(reversed(listed)), selection, set())
    assert [bool(row.why) for row in made] == [bool(selection.withholds(one.entry)) for one in listed]


def test_the_model_keeps_qts_contract(export: ExportWindow) -> None:
    model = EntriesModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.set_rows(rows(export))
    model.set_rows(())
    assert tester.model() is model


# The cover


def test_who_makes_it_is_asked_once_and_kept_in_the_journal(
    export: ExportWindow, unlocked: MainWindow, ada: Leader, qtbot: QtBot
) -> None:
    export.go_on()
    export.cover.name.setText("  Judith   Fairclough ")
    export.cover.role.setText("VP")
    export.go_on()
    kept = Manager(name="Judith Fairclough", role="VP")
    assert manager_of(unlocked._tools.session.view) == kept
    again = ExportWindow(unlocked._tools, ada.id, unlocked)
    qtbot.addWidget(again)
    assert again.cover.manager == kept


def test_what_is_written_stands_on_the_cover(export: ExportWindow, qtbot: QtBot) -> None:
    export.cover.purpose.setText("Role review")
    export.cover.recipient.setText("A. Okafor, HR")
    export.cover.case_reference.setText("HR-7")
    export.cover.formal.click()
    export.cover.paper.setCurrentText("Letter")
    draw(export, qtbot)
    assert export.made is not None
    cover = export.made.prepared.evidence.cover
    assert (cover.purpose, cover.recipient, cover.case_reference) == ("Role review", "A. Okafor, HR", "HR-7")
    assert (cover.formal, cover.page_size) == (True, "Letter")
    assert round(export.made.sizes[0].width) == 612


# The pages


def test_the_pages_are_those_of_the_file_and_nothing_is_on_the_disk(
    export: ExportWindow, folder: Path, qtbot: QtBot
) -> None:
    draw(export, qtbot)
    made, view = export.made, export.pages.view
    assert made is not None
    assert verify_pdf(made.data).accepted
    assert export.at == PAGES
    assert view.pages == made.said.pages > 3
    assert list(folder.iterdir()) == []
    wait_for(qtbot, lambda: len(view._pictures) >= 1)
    settle()
    paper = view.viewport().grab().toImage()
    tones = {
        paper.pixelColor(paper.width() // 2 + x, y).lightness()
        for x in range(-150, 150, 2)
        for y in range(0, paper.height(), 2)
    }
    assert min(tones) < 100
    assert max(tones) > 250


def test_pages_are_turned_by_keyboard_and_said(export: ExportWindow, qtbot: QtBot) -> None:
    draw(export, qtbot)
    view = export.pages.view
    assert view.accessibleDescription() == f"Page 1 of {view.pages}"
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_End)
    assert view.accessibleDescription() == f"Page {view.pages} of {view.pages}"
    qtbot.keyClick(view, Qt.Key.Key_Home)
    qtbot.keyClick(view, Qt.Key.Key_PageDown)
    assert view.verticalScrollBar().value() > 0


def test_cancel_stops_the_drawing_and_goes_back(export: ExportWindow, folder: Path, qtbot: QtBot) -> None:
    export.go_on()
    export.go_on()
    assert export.at == PAGES
    assert not export.onward.isEnabled()
    export.pages.cancel.click()
    assert (export.at, export.made) == (COVER, None)
    wait_for(qtbot, lambda: not export._tools.session.background.is_busy)
    assert export.message.text == ""
    assert list(folder.iterdir()) == []


def test_escape_goes_back_as_long_as_there_is_a_page_to_go_back_to(
    export: ExportWindow, qtbot: QtBot
) -> None:
    export.go_on()
    export.cover.purpose.setText("Role review")
    export.draw()
    assert export.at == PAGES
    for wanted in (COVER, CHOICE):
        qtbot.keyClick(export, Qt.Key.Key_Escape)
        assert (export.at, export.isVisible()) == (wanted, True)
    assert export.cover.purpose.text() == "Role review"
    qtbot.keyClick(export, Qt.Key.Key_Escape)
    assert not export.isVisible()


def test_where_there_is_no_folder_for_documents_the_home_folder_is_suggested(
    export: ExportWindow, answers: Answers, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    suggested: list[Path] = []

    def choose(_parent: object, _title: str, suggestion: Path, _pattern: str = "") -> None:
        suggested.append(suggestion.parent)

    monkeypatch.setattr(answers, "choose_target", choose)
    draw(export, qtbot)
    for home in (tmp_path / "bare", tmp_path / "usual"):
        home.mkdir()
        monkeypatch.setenv("HOME", str(home))
        if home.name == "usual":
            (home / "Documents").mkdir()
        export.hand_over()
    assert suggested == [tmp_path / "bare", tmp_path / "usual" / "Documents"]


def test_progress_is_shown_while_it_draws(export: ExportWindow, qtbot: QtBot) -> None:
    seen: list[int] = []
    export.pages.progress.valueChanged.connect(seen.append)
    draw(export, qtbot)
    growing = seen[: seen.index(max(seen)) + 1]
    assert growing == sorted(growing)
    assert max(seen) >= 90


def test_going_back_and_choosing_otherwise_draws_anew(export: ExportWindow, qtbot: QtBot) -> None:
    draw(export, qtbot)
    before = export.made
    export.go_back()
    export.go_back()
    assert (export.at, export.made) == (CHOICE, None)
    export.choice.days.set_days("2026-01-01", "")
    draw(export, qtbot)
    assert export.made is not None
    assert before is not None
    assert len(export.made.prepared.evidence.withheld) > len(before.prepared.evidence.withheld)


def test_a_renderer_that_dies_is_said_and_can_be_tried_again(
    export: ExportWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = rendering.start

    def start_and_kill() -> object:
        process = real()
        process.kill()
        return process

    monkeypatch.setattr(rendering, "start", start_and_kill)
    export.go_on()
    export.go_on()
    wait_for(qtbot, lambda: bool(export.message.text))
    assert export.at == COVER
    assert "No file was made" in export.message.text
    monkeypatch.setattr(rendering, "start", real)
    export.go_on()
    wait_for(qtbot, lambda: export.made is not None)


def test_the_lock_ends_the_drawing_and_forgets_the_pages(
    export: ExportWindow, unlocked: MainWindow, qtbot: QtBot
) -> None:
    draw(export, qtbot)
    export.go_back()
    export.go_on()
    unlocked._tools.session.lock("hand")
    settle()
    assert not export.isVisible()
    assert (export.made, export.pages.view.pages) == (None, 0)
    assert not unlocked._tools.session.background.is_busy


# Handing over


def test_what_was_looked_at_is_handed_over_and_recorded(
    export: ExportWindow, unlocked: MainWindow, answers: Answers, folder: Path, qtbot: QtBot
) -> None:
    draw(export, qtbot)
    assert export.made is not None
    data = export.made.data
    answers.will(folder / "for HR.pdf")
    changed: list[str] = []
    unlocked._tools.session.changed.connect(changed.append)
    export.go_on()
    wait_for(qtbot, lambda: export.at == DONE)
    target = folder / "for HR.pdf"
    assert [path.name for path in folder.iterdir()] == ["for HR.pdf"]
    assert target.read_bytes() == data
    records = unlocked._tools.session.view.records("export")
    assert [record.state for record in records] == ["released"]  # type: ignore[attr-defined]
    assert changed == [records[0].id]
    done = export.handed
    assert done.path.text() == str(target)
    assert done.digest.text().replace(" ", "") == records[0].digest  # type: ignore[attr-defined]
    assert len(done.fingerprint.text().replace(" ", "")) == 64
    assert "5 shown, 2 withheld" in done.counts.text()
    with pikepdf.open(target) as pdf:
        assert "evidence.json" in pdf.attachments


def test_the_name_gets_its_ending_and_nothing_is_overwritten_unasked(
    export: ExportWindow, answers: Answers, folder: Path, qtbot: QtBot
) -> None:
    (folder / "mine.pdf").write_bytes(b"%PDF-1.7 an earlier one")
    draw(export, qtbot)
    answers.will(folder / "mine")
    export.go_on()
    assert "is at" in export.message.text
    assert (folder / "mine.pdf").read_bytes() == b"%PDF-1.7 an earlier one"
    answers.will(folder / "mine.pdf")
    export.go_on()
    wait_for(qtbot, lambda: export.at == DONE)
    assert len((folder / "mine.pdf").read_bytes()) > 10_000


@pytest.mark.parametrize("name", ["letter.pdf", "keys.pdf"])
def test_what_is_no_earlier_pdf_and_the_journal_itself_are_left_alone(
    export: ExportWindow, answers: Answers, folder: Path, journal_folder: Path, name: str, qtbot: QtBot
) -> None:
    (folder / "letter.pdf").write_bytes(b"Dear Ada")
    before = sorted(path.name for path in journal_folder.iterdir())
    draw(export, qtbot)
    answers.will((folder if name == "letter.pdf" else journal_folder) / name)
    export.go_on()
    assert export.message.text
    assert (export.at, export.onward.isEnabled()) == (PAGES, True)
    assert (folder / "letter.pdf").read_bytes() == b"Dear Ada"
    assert sorted(path.name for path in journal_folder.iterdir()) == before


def test_nowhere_is_an_answer_too(export: ExportWindow, answers: Answers, qtbot: QtBot) -> None:
    draw(export, qtbot)
    answers.will(None)
    export.go_on()
    assert export.at == PAGES
    assert export.onward.isEnabled()


def test_a_folder_that_is_gone_is_said_and_another_can_be_chosen(
    export: ExportWindow, answers: Answers, folder: Path, qtbot: QtBot
) -> None:
    draw(export, qtbot)
    answers.will(folder / "gone" / "t.pdf")
    export.go_on()
    assert "There is no folder" in export.message.text
    assert (export.at, export.onward.isEnabled()) == (PAGES, True)


def test_a_place_that_cannot_be_written_to_is_said_and_leaves_nothing(
    export: ExportWindow, answers: Answers, unlocked: MainWindow, qtbot: QtBot
) -> None:
    draw(export, qtbot)
    answers.will(Path("/proc/t.pdf"))
    export.go_on()
    wait_for(qtbot, lambda: bool(export.message.text))
    assert export.at == PAGES
    assert unlocked._tools.session.view.records("export") == ()


def test_the_handed_over_file_is_verified_from_the_window(
    export: ExportWindow, answers: Answers, folder: Path, qtbot: QtBot
) -> None:
    draw(export, qtbot)
    answers.will(folder / "t.pdf")
    export.go_on()
    wait_for(qtbot, lambda: export.at == DONE)
    done = export.handed
    done.verify.click()
    wait_for(qtbot, lambda: bool(done.message.text))
    assert done.message.text == "Nothing is wrong with it."
    said = [one.text() for one in done.findChildren(QLabel)]
    assert any(one.startswith("Not anchored.") and "compare them" in one for one in said)
    assert not any("--" in one for one in said)
    first = done.findings.count()
    (folder / "t.pdf").write_bytes((folder / "t.pdf").read_bytes().replace(b"%%EOF", b"%%eof", 1) + b"more")
    done.verify.click()
    wait_for(qtbot, lambda: "Do not send" in done.message.text)
    assert done.findings.count() <= first
    (folder / "t.pdf").unlink()
    done.verify.click()
    wait_for(qtbot, lambda: "cannot be read any more" in done.message.text)


def test_ctrl_e_exports_the_leader_who_is_chosen(
    unlocked: MainWindow, notes: list[Entry], ada: Leader, qtbot: QtBot
) -> None:
    assert notes
    chosen: list[str] = []

    def act() -> None:
        (export,) = unlocked.findChildren(ExportWindow)
        chosen.append(export.choice.leader.currentData())
        qtbot.keyClick(export, Qt.Key.Key_Escape)

    QTimer.singleShot(0, act)
    unlocked.commands["export"].trigger()
    settle()
    assert chosen == [ada.id]
    assert unlocked.findChildren(ExportWindow) == []
