"""What the window's surroundings keep of it: nothing of file dialogs, no picture where the system allows that."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QSettings, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from coachdesk.gui import capture
from coachdesk.gui.capture import CaptureGuard
from coachdesk.gui.prompts import Dialogs
from coachdesk.gui.settings import SettingsFile

NATIVE, USER = QSettings.Format.NativeFormat, QSettings.Scope.UserScope


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Path]:
    """Where Qt's own settings would be, if they were kept; they go nowhere again afterwards."""
    QSettings.setPath(NATIVE, USER, str(tmp_path / "qt"))
    yield tmp_path / "qt"
    QSettings.setPath(NATIVE, USER, os.devnull)


def leave_soon(left: list[str]) -> None:
    """Goes back from the file dialog that comes."""

    def look() -> None:
        for one in QApplication.topLevelWidgets():
            if isinstance(one, QFileDialog) and one.isVisible():
                left.append(one.directory().path())
                one.reject()
                return
        QTimer.singleShot(10, look)

    QTimer.singleShot(0, look)


@pytest.mark.parametrize("which", ["choose_file", "choose_files", "choose_folder", "choose_target"])
def test_a_file_dialog_leaves_no_folder_behind(kept: Path, qtbot: QtBot, tmp_path: Path, which: str) -> None:
    parent, folder, left = QWidget(), tmp_path / "Kanarien", list[str]()
    qtbot.addWidget(parent)
    folder.mkdir()
    leave_soon(left)
    getattr(Dialogs(), which)(parent, "Which?", folder / "x" if which == "choose_target" else folder)
    assert left == [str(folder)]
    QSettings(USER, "QtProject").sync()
    written = [path for path in kept.rglob("*") if path.is_file()]
    assert [path for path in written if b"Kanarien" in path.read_bytes()] == []


def test_without_forgetting_the_folder_would_be_written_down(
    kept: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    parent, folder = QWidget(), tmp_path / "Kanarien"
    qtbot.addWidget(parent)
    folder.mkdir()
    leave_soon([])
    QFileDialog.getExistingDirectory(parent, "Which?", str(folder))
    assert any(b"Kanarien" in path.read_bytes() for path in kept.rglob("*") if path.is_file())


def test_every_window_is_kept_out_of_pictures_until_they_are_allowed(
    settings: SettingsFile, qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[int, bool]] = []
    monkeypatch.setattr(capture, "exclude", lambda window, *, is_excluded: told.append((window, is_excluded)))
    guard, first, second = CaptureGuard(qapp, settings), QWidget(), QWidget()
    for one in (first, second):
        qtbot.addWidget(one)
        one.show()
    handles = [int(first.winId()), int(second.winId())]
    assert told == [(handle, True) for handle in handles]
    settings.change(allow_screen_capture=True)
    assert sorted(told[2:]) == sorted((handle, False) for handle in handles)
    shiboken6.delete(guard)


def test_on_a_system_that_cannot_nothing_is_offered(qapp: QApplication, settings: SettingsFile) -> None:
    assert (capture.guard(qapp, settings) is not None) == capture.CAN_EXCLUDE
    capture.exclude(0, is_excluded=True)
