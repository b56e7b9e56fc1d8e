"""Every screen and dialog, walked: nothing cut off, nothing nameless, nothing that only a mouse can reach."""

from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtCore import QEvent, QLocale, QObject
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QMenu, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from coachdesk.gui.main_window import LEAST_SIZE, MainWindow
from coachdesk.gui.theme import Look
from tests.gui import walking
from tests.gui.scenes import SCENES, Journals, staged


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    yield
    QLocale.setDefault(before)


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
def test_a_screen_is_whole_named_within_reach_of_tab_and_gone_after_the_lock(
    scene: str, look: Look, journals: Journals, qapp: QApplication
) -> None:
    """One walk for all, at the least size: making the screen is what takes the time."""
    windows = Windows()
    qapp.installEventFilter(windows)
    with staged(look, journals, LEAST_SIZE) as stage:
        root = SCENES[scene](stage)
        stage.settle()
        qapp.removeEventFilter(windows)
        assert windows.seen == [], "it flashes up while the screen is made"
        assert walking.clipped(root) == []
        assert walking.nameless(root) == []
        assert walking.out_of_reach(root) == []
        stage.session.lock("hand")
    assert not shiboken6.isValid(root)
    assert QApplication.topLevelWidgets() == []


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
