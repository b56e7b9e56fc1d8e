"""Exporting: the four steps by keyboard, the very pages, and nothing on the disk before it is handed over."""

from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from coachdesk.export import rendering
from coachdesk.export.evidence import Manager
from coachdesk.export.receipt import read_receipt
from coachdesk.export.releasing import manager_of
from coachdesk.export.verify import verify_pdf
from coachdesk.gui.export_window import DONE, PROTECT, REDACT, REVIEW, SCOPE, ExportWindow
from coachdesk.gui.main_window import MainWindow
from coachdesk.records.entry import Entry
from coachdesk.records.people import Leader
from tests.gui.answers import Answers
from tests.gui.conftest import settle
from tests.gui.exporting import (
    DOWN,
    ENTER,
    SPACE,
    draw,
    go_to,
    opened,
    press,
    reasons,
    rest,
    tab_to,
    type_words,
)
from tests.gui.finding import wait_for, write_notes

CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def notes(unlocked: MainWindow, ada: Leader) -> list[Entry]:
    return write_notes(unlocked, ada)


@pytest.fixture
def export(unlocked: MainWindow, notes: list[Entry], ada: Leader, qtbot: QtBot) -> Iterator[ExportWindow]:
    made = opened(unlocked, ada.id, qtbot, len(notes))
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


# By keyboard alone


def test_all_four_steps_by_keyboard_alone(
    export: ExportWindow, answers: Answers, folder: Path, qtbot: QtBot
) -> None:
    press(qtbot, Qt.Key.Key_Right, SPACE)
    assert export.steps.scope.presets.current == "counsel"
    tab_to(qtbot, export.steps.scope.purpose)
    press(qtbot, Qt.Key.Key_A, held=CTRL)
    type_words(qtbot, "Role review")
    press(qtbot, ENTER)
    assert export.at == REVIEW
    rest(export, qtbot)
    press(qtbot, DOWN, SPACE)
    assert reasons(export)[1] == "Left out by hand"
    rest(export, qtbot)
    press(qtbot, ENTER, held=CTRL)
    assert export.at == REDACT
    wait_for(qtbot, export.onward.isEnabled)
    press(qtbot, ENTER, held=CTRL)
    assert export.at == PROTECT
    press(qtbot, Qt.Key.Key_Left, SPACE)
    assert export.steps.protect.with_choices(export.wish).is_protected is False
    wait_for(qtbot, lambda: export.drawing.made is not None)
    answers.will(folder / "for counsel.pdf")
    press(qtbot, ENTER, held=CTRL)
    wait_for(qtbot, lambda: export.at == DONE)
    assert [path.name for path in folder.iterdir()] == ["for counsel.pdf"]
    evidence = verify_pdf((folder / "for counsel.pdf").read_bytes())
    assert evidence.accepted
    press(qtbot, ENTER, held=CTRL)
    assert not export.isVisible()


def test_alt_left_and_escape_go_back_and_lose_nothing(export: ExportWindow, qtbot: QtBot) -> None:
    export.steps.scope.purpose.setText("Role review")
    export.steps.scope.purpose.textEdited.emit("Role review")
    go_to(export, PROTECT, qtbot)
    press(qtbot, Qt.Key.Key_Left, held=ALT)
    assert export.at == REDACT
    for wanted in (REVIEW, SCOPE):
        qtbot.keyClick(export, Qt.Key.Key_Escape)
        assert (export.at, export.isVisible()) == (wanted, True)
    assert export.steps.scope.purpose.text() == "Role review"
    qtbot.keyClick(export, Qt.Key.Key_Escape)
    assert not export.isVisible()


def test_nothing_goes_on_that_has_nothing_in_it(export: ExportWindow, qtbot: QtBot) -> None:
    go_to(export, REVIEW, qtbot)
    export.steps.review.none.click()
    assert not export.onward.isEnabled()
    press(qtbot, ENTER, held=CTRL)
    assert export.at == REVIEW
    export.steps.review.all.click()
    assert export.onward.isEnabled()


def test_how_long_it_will_be_is_an_estimate_until_it_is_drawn(export: ExportWindow, qtbot: QtBot) -> None:
    rest(export, qtbot)
    assert "an estimate" in export.count.text()
    assert export.count.text().startswith("5 entries go in; 2 withheld, as numbered gaps. About")
    about = int(export.count.text().split("About ")[1].split()[0])
    draw(export, qtbot)
    assert about == pytest.approx(export.steps.protect.pages.view.pages, rel=0.3)
    assert export.count.text().endswith(f"{export.steps.protect.pages.view.pages} pages, as drawn.")


# The cover


def test_who_makes_it_is_asked_once_and_kept_in_the_journal(
    export: ExportWindow, unlocked: MainWindow, ada: Leader, notes: list[Entry], qtbot: QtBot
) -> None:
    export.steps.scope.name.setText("  Judith   Fairclough ")
    export.steps.scope.role.setText("VP")
    draw(export, qtbot)
    kept = Manager(name="Judith Fairclough", role="VP")
    assert manager_of(unlocked._tools.session.view) == kept
    export.begin_afresh()
    export.reject()
    other = opened(unlocked, ada.id, qtbot, len(notes))
    assert other.steps.scope.manager == kept
    other.reject()


def test_what_is_written_stands_on_the_cover(export: ExportWindow, qtbot: QtBot) -> None:
    export.steps.scope.purpose.setText("Role review")
    export.steps.scope.recipient.setText("A. Okafor, HR")
    export.steps.scope.copy_number.setText("2 of 3")
    export.steps.scope.distribution.setText("A. Okafor, HR ; L. Pryce")
    export.steps.scope.case_reference.setText("HR-7")
    export.steps.scope.formal.click()
    export.steps.protect.paper.setCurrentText("Letter")
    draw(export, qtbot)
    assert export.drawing.made is not None
    cover = export.drawing.made.prepared.evidence.cover
    assert (cover.purpose, cover.recipient, cover.case_reference) == ("Role review", "A. Okafor, HR", "HR-7")
    assert (cover.copy, cover.distribution) == ("2 of 3", ("A. Okafor, HR", "L. Pryce"))
    assert (cover.formal, cover.page_size) == (True, "Letter")
    assert round(export.drawing.made.sizes[0].width) == 612


# The pages


def test_the_pages_are_those_of_the_file_and_nothing_is_on_the_disk(
    export: ExportWindow, folder: Path, qtbot: QtBot
) -> None:
    draw(export, qtbot)
    made, view = export.drawing.made, export.steps.protect.pages.view
    assert made is not None
    assert verify_pdf(made.data).accepted
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
    view = export.steps.protect.pages.view
    assert view.accessibleDescription() == f"Page 1 of {view.pages}"
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_End)
    assert view.accessibleDescription() == f"Page {view.pages} of {view.pages}"
    qtbot.keyClick(view, Qt.Key.Key_Home)
    qtbot.keyClick(view, Qt.Key.Key_PageDown)
    assert view.verticalScrollBar().value() > 0


def test_what_is_drawn_is_drawn_once_and_again_only_where_something_else_is_chosen(
    export: ExportWindow, qtbot: QtBot
) -> None:
    draw(export, qtbot)
    before = export.drawing.made
    assert before is not None
    export.steps.protect.paper.setCurrentText("Letter")
    assert not export.onward.isEnabled()
    wait_for(qtbot, lambda: export.drawing.made not in (None, before))
    export.steps.protect.paper.setCurrentText("A4")
    export.go_back()
    assert export.drawing.made is None
    go_to(export, REDACT, qtbot)
    export.go_back()
    export.go_back()
    export.steps.scope.days.set_days("2026-01-01", "")
    draw(export, qtbot)
    assert export.drawing.made is not None
    assert len(export.drawing.made.prepared.evidence.withheld) > len(before.prepared.evidence.withheld)


def test_a_passphrase_is_typed_twice_and_opens_the_file(
    export: ExportWindow, answers: Answers, folder: Path, qtbot: QtBot
) -> None:
    draw(export, qtbot)
    export.steps.protect.profile.chips["protected"].click()
    assert export.drawing.made is None
    assert not export.onward.isEnabled()
    type_words(qtbot, "fern ladder onion")
    press(qtbot, ENTER)
    type_words(qtbot, "fern ladder onlon")
    press(qtbot, ENTER)
    assert export.drawing.made is None
    press(qtbot, Qt.Key.Key_A, held=CTRL)
    type_words(qtbot, "fern ladder onion")
    press(qtbot, ENTER)
    wait_for(qtbot, lambda: export.drawing.made is not None)
    answers.will(folder / "t.pdf")
    export.go_on()
    wait_for(qtbot, lambda: export.at == DONE)
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(folder / "t.pdf")
    with pikepdf.open(folder / "t.pdf", password="fern ladder onion") as pdf:
        assert pdf.encryption.R == 6
    export.steps.handed.verify.click()
    wait_for(qtbot, lambda: bool(export.steps.handed.message.text))
    assert export.steps.handed.message.text == "Nothing is wrong with it."
    export.reject()
    assert export.steps.protect.password.text == ""


def test_progress_is_shown_while_it_draws(export: ExportWindow, qtbot: QtBot) -> None:
    seen: list[int] = []
    export.steps.protect.pages.progress.valueChanged.connect(seen.append)
    draw(export, qtbot)
    growing = seen[: seen.index(max(seen)) + 1]
    assert growing == sorted(growing)
    assert max(seen) >= 90


def test_cancel_stops_the_drawing_and_goes_back(export: ExportWindow, folder: Path, qtbot: QtBot) -> None:
    go_to(export, PROTECT, qtbot)
    assert not export.onward.isEnabled()
    export.steps.protect.pages.cancel.click()
    assert (export.at, export.drawing.made) == (REDACT, None)
    wait_for(qtbot, lambda: not export._tools.session.background.is_busy)
    assert export.message.text == ""
    assert list(folder.iterdir()) == []


def test_a_renderer_that_dies_is_said_and_can_be_tried_again(
    export: ExportWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = rendering.start

    def start_and_kill(hidden: str = "_render") -> object:
        process = real(hidden)
        process.kill()
        return process

    monkeypatch.setattr(rendering, "start", start_and_kill)
    go_to(export, PROTECT, qtbot)
    wait_for(qtbot, lambda: bool(export.message.text))
    assert "No file was made" in export.message.text
    assert not export.onward.isEnabled()
    monkeypatch.setattr(rendering, "start", real)
    export.go_back()
    draw(export, qtbot)


# Handing over


def test_what_was_looked_at_is_handed_over_and_recorded(
    export: ExportWindow, unlocked: MainWindow, answers: Answers, folder: Path, qtbot: QtBot
) -> None:
    draw(export, qtbot)
    assert export.drawing.made is not None
    data = export.drawing.made.data
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
    done = export.steps.handed
    assert done.path.text() == str(target)
    assert done.digest.text().replace(" ", "") == records[0].digest  # type: ignore[attr-defined]
    assert len(done.fingerprint.text().replace(" ", "")) == 64
    assert "5 shown, 2 withheld" in done.counts.text()
    with pikepdf.open(target) as pdf:
        assert "evidence.json" in pdf.attachments


def test_the_receipt_is_copied_and_names_the_file(
    export: ExportWindow, answers: Answers, folder: Path, qtbot: QtBot
) -> None:
    draw(export, qtbot)
    answers.will(folder / "t.pdf")
    export.go_on()
    wait_for(qtbot, lambda: export.at == DONE)
    export.steps.handed.copy_receipt.click()
    receipt = read_receipt(QGuiApplication.clipboard().text().encode())
    assert receipt.digest == export.steps.handed.digest.text().replace(" ", "")
    assert receipt.fingerprint == export.steps.handed.fingerprint.text().replace(" ", "")


def test_the_handed_over_file_is_verified_from_the_window(
    export: ExportWindow, answers: Answers, folder: Path, qtbot: QtBot
) -> None:
    draw(export, qtbot)
    answers.will(folder / "t.pdf")
    export.go_on()
    wait_for(qtbot, lambda: export.at == DONE)
    done = export.steps.handed
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


def test_after_handing_over_nothing_is_unfinished(
    export: ExportWindow,
    unlocked: MainWindow,
    ada: Leader,
    notes: list[Entry],
    answers: Answers,
    folder: Path,
    qtbot: QtBot,
) -> None:
    export.steps.scope.purpose.setText("Role review")
    export.steps.scope.purpose.textEdited.emit("Role review")
    draw(export, qtbot)
    answers.will(folder / "t.pdf")
    export.go_on()
    wait_for(qtbot, lambda: export.at == DONE)
    export.go_on()
    other = opened(unlocked, ada.id, qtbot, len(notes))
    assert (other.at, other.steps.scope.purpose.text(), other.afresh.isVisible()) == (SCOPE, "", False)
    other.reject()


def test_ctrl_e_exports_the_leader_who_is_chosen(
    unlocked: MainWindow, notes: list[Entry], ada: Leader, qtbot: QtBot
) -> None:
    assert notes
    unlocked.commands["export"].trigger()
    wait_for(qtbot, lambda: bool(unlocked.findChildren(ExportWindow)))
    (export,) = unlocked.findChildren(ExportWindow)
    wait_for(qtbot, export.isVisible)
    assert export.steps.scope.leader.currentData() == ada.id
    qtbot.keyClick(export, Qt.Key.Key_Escape)
    settle()
    assert unlocked.findChildren(ExportWindow) == []
