"""Every screen and dialog, walked: nothing cut off, nothing nameless, nothing that only a mouse can reach."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QEvent, QLocale, QObject
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QMenu, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from coachdesk.gui import texts
from coachdesk.gui.main_window import LEAST_SIZE, MainWindow
from coachdesk.gui.theme import Look
from tests.gui import walking
from tests.gui.scenes import SCENES, Journals, Stage, make_journals, staged

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def journals(tmp_path_factory: pytest.TempPathFactory) -> Journals:
    return make_journals(tmp_path_factory.mktemp("scenes"))


@pytest.fixture
def stage(look: Look, journals: Journals) -> Iterator[Stage]:
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    with staged(look, journals, LEAST_SIZE) as made:
        yield made
    QLocale.setDefault(before)


def seen(scene: str, stage: Stage) -> QWidget:
    root = SCENES[scene](stage)
    stage.settle()
    return root


@pytest.mark.parametrize("scene", SCENES)
def test_nothing_is_cut_off_at_the_least_size(scene: str, stage: Stage) -> None:
    assert walking.clipped(seen(scene, stage)) == []


@pytest.mark.parametrize("scene", SCENES)
def test_every_control_has_a_name_and_is_reached_by_tab(scene: str, stage: Stage) -> None:
    root = seen(scene, stage)
    assert walking.nameless(root) == []
    assert walking.out_of_reach(root) == []


class Windows(QObject):
    """Remembers every window that is shown and is neither the window itself nor a dialog or menu over it."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, shown: QObject, event: QEvent) -> bool:  # noqa: N802  # the name is Qt’s
        wanted = MainWindow | QDialog | QMenu
        is_window = event.type() == QEvent.Type.Show and isinstance(shown, QWidget) and shown.isWindow()
        if is_window and not isinstance(shown, wanted):
            self.seen.append(type(shown).__name__)
        return False


@pytest.mark.parametrize("scene", SCENES)
def test_nothing_flashes_up_while_a_screen_is_made(
    scene: str, look: Look, journals: Journals, qapp: QApplication
) -> None:
    windows = Windows()
    qapp.installEventFilter(windows)
    with staged(look, journals, LEAST_SIZE) as stage:
        seen(scene, stage)
    qapp.removeEventFilter(windows)
    assert windows.seen == []


@pytest.mark.parametrize("scene", SCENES)
def test_no_text_was_forgotten_for_translation(scene: str, look: Look, journals: Journals) -> None:
    with texts.speaking(texts.PSEUDO), staged(look, journals, LEAST_SIZE) as stage:
        root = seen(scene, stage)
        left = [
            widget.text()
            for widget in walking.visible(root)
            if isinstance(widget, QPushButton) and widget.text() and not widget.text().startswith("[")
        ]
    assert left == []


@pytest.mark.parametrize("scene", SCENES)
def test_no_widget_is_left_alive_after_the_lock(scene: str, look: Look, journals: Journals) -> None:
    with staged(look, journals, LEAST_SIZE) as stage:
        root = seen(scene, stage)
        stage.session.lock("hand")
    assert not shiboken6.isValid(root)
    assert QApplication.topLevelWidgets() == []


def test_nothing_is_cut_off_in_the_longer_language_at_150_per_cent() -> None:
    environment = os.environ | {"QT_SCALE_FACTOR": "1.5", "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-m", "tests.gui.walking"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == ""
    assert done.returncode == 0, done.stderr


@pytest.mark.usefixtures("look")
def test_the_walk_finds_what_is_wrong(qtbot: QtBot) -> None:
    root = QWidget()
    qtbot.addWidget(root)
    within = QVBoxLayout(root)
    label, button, hidden = QLabel("a long line that has no room"), QPushButton(""), QPushButton("Out")
    button.setFocusPolicy(walking.Qt.FocusPolicy.NoFocus)
    label.setFixedWidth(20)
    for widget in (label, button):
        within.addWidget(widget)
    hidden.setParent(root)
    hidden.move(4000, 0)
    root.show()
    assert walking.clipped(root) == ["QLabel “a long line that has no room”", "QPushButton “Out”"]
    assert walking.nameless(root) == ["QPushButton “”"]
