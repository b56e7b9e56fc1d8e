"""What was copied out of the journal is marked as a secret, and soon off the clipboard again."""

from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QTextEdit, QWidget
from pytestqt.qtbot import QtBot

from coachdesk.gui import clipboard as module
from coachdesk.gui.clipboard import STAYS_MINUTES, ClipboardWatch, copy_open, copy_secret
from coachdesk.gui.main_window import MainWindow
from coachdesk.gui.tools import Tools

HINT = "x-kde-passwordManagerHint"
WORDS = "She asked the team before she answered."


@pytest.fixture
def watch(tools: Tools, qapp: QApplication) -> Iterator[ClipboardWatch]:
    made = ClipboardWatch(tools.session, qapp)
    yield made
    shiboken6.delete(made)
    QGuiApplication.clipboard().clear()


@pytest.fixture
def board() -> QClipboard:
    return QGuiApplication.clipboard()


def field(kind: str, qtbot: QtBot) -> QWidget:
    made = {"line": QLineEdit, "text": QTextEdit, "label": QLabel}[kind](WORDS)
    if isinstance(made, QLabel):
        made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByKeyboard)
        made.setSelection(0, len(WORDS))
    else:
        made.selectAll()
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.mark.usefixtures("watch")
@pytest.mark.parametrize("kind", ["line", "text", "label"])
def test_whatever_is_copied_by_key_is_marked_as_a_secret(kind: str, board: QClipboard, qtbot: QtBot) -> None:
    qtbot.keyClick(field(kind, qtbot), Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    data = board.mimeData()
    assert data.text() == WORDS
    assert {name for name in module._HINTS if not data.hasFormat(name)} == set()
    assert bytes(data.data(HINT).data()) == b"secret"


def test_a_picture_stays_one(watch: ClipboardWatch, board: QClipboard, unlocked: MainWindow) -> None:
    picture = unlocked.grab().toImage()
    board.setImage(picture)
    assert board.image().size() == picture.size()
    assert board.mimeData().hasFormat(HINT)
    assert watch.timer.isActive()


def test_it_is_gone_after_its_time(watch: ClipboardWatch, board: QClipboard) -> None:
    copy_secret(WORDS)
    assert watch.timer.isActive()
    assert watch.timer.interval() == STAYS_MINUTES * 60_000
    watch.timer.timeout.emit()
    assert board.text() == ""
    assert not watch.timer.isActive()


@pytest.mark.usefixtures("watch", "unlocked")
def test_it_is_gone_with_the_lock(tools: Tools, board: QClipboard) -> None:
    board.setText(WORDS)
    tools.session.lock("hand")
    assert board.text() == ""
    assert not board.mimeData() or board.mimeData().formats() == []


@pytest.mark.usefixtures("unlocked")
@pytest.mark.parametrize("others", ["", "Somebody else’s words", WORDS])
def test_what_another_program_has_there_is_left_unless_it_is_our_text(
    watch: ClipboardWatch, tools: Tools, board: QClipboard, others: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    board.setText(WORDS)
    monkeypatch.setattr(module, "_WITHOUT_OTHERS", frozenset())  # from now on what comes is somebody else’s
    data = QMimeData()
    data.setText(others)
    board.setMimeData(data)
    assert not board.mimeData().hasFormat(HINT)
    tools.session.lock("hand")
    assert board.text() == ("" if others == WORDS else others)
    assert not watch.timer.isActive()


@pytest.mark.usefixtures("unlocked")
def test_what_is_no_secret_may_stay(watch: ClipboardWatch, tools: Tools, board: QClipboard) -> None:
    copy_secret(WORDS)
    copy_open("a receipt")
    assert not watch.timer.isActive()
    tools.session.lock("hand")
    assert board.text() == "a receipt"


def test_the_text_itself_is_not_kept(watch: ClipboardWatch) -> None:
    copy_secret(WORDS)
    assert WORDS.encode() not in repr(vars(watch)).encode()
    assert len(watch._digest) == 32


@pytest.mark.usefixtures("watch", "unlocked")
def test_it_is_gone_before_something_is_erased(tools: Tools, board: QClipboard) -> None:
    copy_secret(WORDS)
    tools.session.set_aside.emit()
    assert board.text() == ""
