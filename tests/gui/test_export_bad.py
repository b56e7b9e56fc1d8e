"""Handing over where it cannot be: a sentence that says so, nothing left behind, and another place can be chosen."""

import errno
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from coachdesk.gui.export_window import DONE, PROTECT, ExportWindow
from coachdesk.gui.main_window import MainWindow
from coachdesk.journal import files
from coachdesk.records.people import Leader
from tests.gui.answers import Answers
from tests.gui.exporting import draw, opened
from tests.gui.finding import wait_for, write_notes


@pytest.fixture
def export(unlocked: MainWindow, ada: Leader, qtbot: QtBot) -> Iterator[ExportWindow]:
    made = opened(unlocked, ada.id, qtbot, len(write_notes(unlocked, ada)))
    draw(made, qtbot)
    yield made
    made.reject()
    made.deleteLater()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "out"
    made.mkdir()
    return made


def hand_over(export: ExportWindow, answers: Answers, target: Path | None, qtbot: QtBot) -> None:
    """To a place, until it is there or refused."""
    answers.will(target)
    export.go_on()
    wait_for(qtbot, lambda: export.at == DONE or bool(export.message.text) or target is None)


def is_refused(export: ExportWindow) -> bool:
    """Whether nothing happened, and another place can be chosen."""
    records = export._tools.session.view.records("export")
    return export.at == PROTECT and export.onward.isEnabled() and records == ()


def test_the_name_gets_its_ending_and_nothing_is_overwritten_unasked(
    export: ExportWindow, answers: Answers, folder: Path, qtbot: QtBot
) -> None:
    (folder / "mine.pdf").write_bytes(b"%PDF-1.7 an earlier one")
    hand_over(export, answers, folder / "mine", qtbot)
    assert "is at" in export.message.text
    assert (folder / "mine.pdf").read_bytes() == b"%PDF-1.7 an earlier one"
    hand_over(export, answers, folder / "mine.pdf", qtbot)
    assert export.at == DONE
    assert len((folder / "mine.pdf").read_bytes()) > 10_000


@pytest.mark.parametrize("name", ["letter.pdf", "keys.pdf"])
def test_what_is_no_earlier_pdf_and_the_journal_itself_are_left_alone(
    export: ExportWindow, answers: Answers, folder: Path, journal_folder: Path, name: str, qtbot: QtBot
) -> None:
    (folder / "letter.pdf").write_bytes(b"Dear Ada")
    before = sorted(path.name for path in journal_folder.iterdir())
    hand_over(export, answers, (folder if name == "letter.pdf" else journal_folder) / name, qtbot)
    assert is_refused(export)
    assert (folder / "letter.pdf").read_bytes() == b"Dear Ada"
    assert sorted(path.name for path in journal_folder.iterdir()) == before


def test_nowhere_is_an_answer_too(export: ExportWindow, answers: Answers, qtbot: QtBot) -> None:
    hand_over(export, answers, None, qtbot)
    assert is_refused(export)
    assert export.message.text == ""


def test_a_folder_that_is_gone_is_said_and_another_can_be_chosen(
    export: ExportWindow, answers: Answers, folder: Path, qtbot: QtBot
) -> None:
    hand_over(export, answers, folder / "gone" / "t.pdf", qtbot)
    assert "There is no folder" in export.message.text
    assert is_refused(export)
    hand_over(export, answers, folder / "t.pdf", qtbot)
    assert export.at == DONE


def test_a_place_that_cannot_be_written_to_is_said_and_leaves_nothing(
    export: ExportWindow, answers: Answers, qtbot: QtBot
) -> None:
    hand_over(export, answers, Path("/proc/t.pdf"), qtbot)
    assert is_refused(export)


def _no_room(_path: Path, _data: bytes) -> None:
    """A disk that fills up half-way, as the real one does: what came before is there."""
    files.create_private_file(_path)
    with _path.open("wb") as file:
        file.write(_data[:1000])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _read_only(_path: Path, _data: bytes) -> None:
    raise OSError(errno.EROFS, os.strerror(errno.EROFS))


@pytest.mark.parametrize("fail", [_no_room, _read_only], ids=["full", "read-only"])
def test_a_disk_that_is_full_or_read_only_is_said_and_nothing_stays_on_it(
    export: ExportWindow,
    answers: Answers,
    folder: Path,
    fail: Callable[[Path, bytes], None],
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(files, "write_private", fail)
    hand_over(export, answers, folder / "t.pdf", qtbot)
    assert export.message.text
    assert is_refused(export)
    assert list(folder.iterdir()) == []
    monkeypatch.undo()
    export.message.clear()
    hand_over(export, answers, folder / "t.pdf", qtbot)
    assert [path.name for path in folder.iterdir()] == ["t.pdf"]


def test_going_back_while_a_file_is_written_leaves_nothing_of_it(
    export: ExportWindow, answers: Answers, folder: Path, qtbot: QtBot
) -> None:
    answers.will(folder / "t.pdf")
    export.go_on()
    export.go_back()
    wait_for(qtbot, lambda: not export._tools.session.background.is_busy)
    assert list(folder.iterdir()) == []
    assert export._tools.session.view.records("export") == ()


def test_where_there_is_no_folder_for_documents_the_home_folder_is_suggested(
    export: ExportWindow, answers: Answers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    suggested: list[Path] = []

    def choose(_parent: object, _title: str, suggestion: Path, _pattern: str = "") -> None:
        suggested.append(suggestion.parent)

    monkeypatch.setattr(answers, "choose_target", choose)
    for home in (tmp_path / "bare", tmp_path / "usual"):
        home.mkdir()
        monkeypatch.setenv("HOME", str(home))
        if home.name == "usual":
            (home / "Documents").mkdir()
        export.hand_over()
    assert suggested == [tmp_path / "bare", tmp_path / "usual" / "Documents"]
