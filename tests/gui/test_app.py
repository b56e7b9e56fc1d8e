"""Starting: one window per journal, quickly, and no file but its own."""

import os
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
STARTED = "import sys; from coachdesk.gui import app; sys.exit(app.main(sys.argv[1:]))"


def start(program: str, *arguments: str) -> subprocess.Popen[str]:
    """A program of ours in a process of its own, without a screen, at home where the test is."""
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-c", program, *arguments],
        cwd=ROOT,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def written(home: Path) -> set[str]:
    return {str(path.relative_to(home)) for path in home.rglob("*") if path.is_file()}


def wait_for(path: Path) -> None:
    until = time.monotonic() + 20
    while not path.exists():
        assert time.monotonic() < until
        time.sleep(0.05)


@pytest.fixture
def first(home: Path, tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    process = start(STARTED, str(tmp_path / "A.coachdesk"))
    wait_for(home / "xdg_config_home" / "coachdesk" / "settings.json")
    yield process
    process.kill()
    process.communicate()


def test_a_second_start_with_the_same_journal_ends_at_once_and_well(
    first: subprocess.Popen[str], tmp_path: Path
) -> None:
    time.sleep(1)
    second = start(STARTED, str(tmp_path / "A.coachdesk"))
    said, warned = second.communicate(timeout=20)
    assert second.returncode == 0
    assert said == warned == ""
    assert first.poll() is None


@pytest.mark.usefixtures("first")
def test_a_start_writes_its_own_settings_and_nothing_else(home: Path) -> None:
    time.sleep(1)
    assert written(home) == {"xdg_config_home/coachdesk/settings.json"}
    kept = home / "xdg_config_home" / "coachdesk" / "settings.json"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert "A.coachdesk" not in kept.read_text()


def test_every_window_has_the_icon_of_the_app() -> None:
    program = (
        "from coachdesk.gui.app import make_application; app = make_application(); "
        "from PySide6.QtWidgets import QDialog; "
        "print(sorted(size.width() for size in QDialog().windowIcon().availableSizes()))"
    )
    said, warned = start(program).communicate(timeout=20)
    assert (said.strip(), warned) == ("[16, 24, 32, 48, 64, 128, 256]", "")


def test_nothing_of_the_journal_is_loaded_before_the_window_is_seen() -> None:
    program = (
        "import sys; import coachdesk.gui.app; "
        "print([name for name in sys.modules if name.split('.')[0] in "
        "('sqlcipher3', 'cryptography', 'reportlab', 'pikepdf', 'zxcvbn', 'qtawesome', 'pyhanko')])"
    )
    said, warned = start(program).communicate(timeout=20)
    assert (said.strip(), warned) == ("[]", "")


CHOOSES = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QFileDialog
from coachdesk.gui.app import make_application
from coachdesk.gui.prompts import Dialogs
from pathlib import Path

ours = sys.argv[2] == "ours"
app = make_application() if ours else QApplication([])
target = Path(sys.argv[1]) / "Xanthippe" / "file.pdf"

def accept():
    for widget in app.topLevelWidgets():
        if isinstance(widget, QFileDialog):
            widget.accept()

QTimer.singleShot(200, accept)
ask = Dialogs().choose_target if ours else lambda *asked: QFileDialog.getSaveFileName(None, "Where?", str(target))[0]
print(ask(None, "Where?", target))
app.closeAllWindows()
app.processEvents()
del app
"""


@pytest.mark.parametrize(("whose", "left"), [("ours", False), ("qt", True)])
def test_the_folder_of_a_file_dialog_is_remembered_nowhere(
    home: Path, tmp_path: Path, whose: str, left: bool
) -> None:
    (tmp_path / "Xanthippe").mkdir()
    said, _ = start(CHOOSES, str(tmp_path), whose).communicate(timeout=30)
    assert said.strip().endswith("Xanthippe/file.pdf")
    traces = [name for name in written(home) if "Xanthippe" in (home / name).read_text(errors="replace")]
    assert bool(traces) is left
