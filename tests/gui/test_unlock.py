"""The way in: by passphrase or by code, and each thing that can be wrong in a sentence of its own."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from coachdesk.demo import KEPT_IN, NAME
from coachdesk.gui.change_passphrase import ChangePassphraseDialog
from coachdesk.gui.main_window import MainWindow
from coachdesk.gui.tools import Tools
from coachdesk.gui.unlock import UnlockScreen
from coachdesk.journal.errors import WrongPassphrase
from coachdesk.journal.files import WriterLock
from coachdesk.journal.opening import open_journal
from tests.gui.conftest import PATIENCE_MS, settle
from tests.making import PASSPHRASE


@pytest.fixture
def screen(window: MainWindow, journal_folder: Path) -> UnlockScreen:
    window.show_unlock(journal_folder)
    window.activateWindow()
    settle()
    return window.unlock


def refused(screen: UnlockScreen, secret: str, qtbot: QtBot) -> str:
    """What is said when ``secret`` is tried."""
    screen.secret.setText(secret)
    qtbot.keyClick(screen.secret, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(screen.message.text), timeout=PATIENCE_MS)
    return screen.message.text


def test_the_cursor_waits_in_the_passphrase_and_enter_opens(
    screen: UnlockScreen, tools: Tools, window: MainWindow, qtbot: QtBot
) -> None:
    assert QApplication.focusWidget() is screen.secret
    with qtbot.waitSignal(tools.session.opened, timeout=PATIENCE_MS):
        qtbot.keyClicks(QApplication.focusWidget(), PASSPHRASE)
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert window.stack.currentWidget() is window.desk
    assert screen.secret.text() == ""
    assert not screen.secret.isUndoAvailable()


def test_while_the_key_is_derived_nothing_can_be_pressed_twice(
    screen: UnlockScreen, tools: Tools, qtbot: QtBot
) -> None:
    screen.secret.setText(PASSPHRASE)
    with qtbot.waitSignal(tools.session.opened, timeout=PATIENCE_MS):
        screen.go.click()
        assert not screen.secret.isEnabled()
        assert not screen.go.isEnabled()
        assert screen.is_busy
    assert screen.go.isEnabled()
    assert not screen.is_busy


def test_nothing_is_tried_with_nothing_typed(screen: UnlockScreen) -> None:
    screen.go.click()
    assert not screen.is_busy
    assert screen.go.isEnabled()


def test_a_wrong_passphrase_can_be_typed_over_at_once(screen: UnlockScreen, qtbot: QtBot) -> None:
    said = refused(screen, "not this one", qtbot)
    assert "passphrase does not open" in said
    assert QApplication.focusWidget() is screen.secret
    assert screen.secret.selectedText()
    qtbot.keyClicks(screen.secret, "next")
    assert screen.secret.text() == "next"


def damage_header(folder: Path) -> None:
    for name in ("keys.json", "keys.json.bak"):
        (folder / name).write_text("{")


def damage_database(folder: Path) -> None:
    content = bytearray((folder / "journal.db").read_bytes())
    content[200:300] = bytes(100)
    (folder / "journal.db").write_bytes(content)


def make_newer(folder: Path) -> None:
    for name in ("keys.json", "keys.json.bak"):
        header = json.loads((folder / name).read_text())
        (folder / name).write_text(json.dumps(header | {"version": 99}))


def make_another_thing(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.mkdir()


SABOTAGE: dict[str, Callable[[Path], object]] = {
    "wrong passphrase": lambda _folder: None,
    "damaged header": damage_header,
    "damaged database": damage_database,
    "newer format": make_newer,
    "not a journal": make_another_thing,
    "missing": shutil.rmtree,
    "open elsewhere": lambda folder: WriterLock(folder / "LOCK"),
}


def test_each_thing_that_can_be_wrong_has_a_sentence_of_its_own(
    screen: UnlockScreen, journal_folder: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    said = {}
    kept = []
    for name, sabotage in SABOTAGE.items():
        screen.path = tmp_path / name / "Team.coachdesk"
        shutil.copytree(journal_folder, screen.path)
        kept.append(sabotage(screen.path))
        screen.message.clear()
        secret = "not this one" if name == "wrong passphrase" else PASSPHRASE
        said[name] = refused(screen, secret, qtbot)
    assert len(set(said.values())) == len(SABOTAGE)
    for sentence in said.values():
        assert sentence.endswith(".")
        assert "coachdesk passphrase" not in sentence
        assert "--" not in sentence


def test_the_recovery_code_is_the_other_way_in(
    screen: UnlockScreen, tools: Tools, recovery_code: str, qtbot: QtBot
) -> None:
    screen.other_way.click()
    assert screen.code.isVisible()
    assert not screen.secret.isVisible()
    qtbot.keyClicks(screen.code, recovery_code.lower().replace("-", " "))
    with qtbot.waitSignal(tools.session.opened, timeout=PATIENCE_MS):
        qtbot.keyClick(screen.code, Qt.Key.Key_Return)
    assert screen.code.text() == ""


def test_a_slip_in_the_code_is_told_from_a_wrong_code(
    screen: UnlockScreen, recovery_code: str, qtbot: QtBot
) -> None:
    screen.other_way.click()
    screen.code.setText(recovery_code[:-1] + ("A" if recovery_code[-1] != "A" else "B"))
    screen.unlock()
    qtbot.waitUntil(lambda: bool(screen.message.text), timeout=PATIENCE_MS)
    assert "slip" in screen.message.text


@pytest.mark.parametrize(
    ("why", "word"), [("hand", "Locked."), ("idle", "a while"), ("minimised", "minimised")]
)
def test_it_says_why_it_was_locked(unlocked: MainWindow, tools: Tools, why: str, word: str) -> None:
    tools.session.lock(why)  # type: ignore[arg-type]
    assert word in unlocked.unlock.message.text
    assert unlocked.stack.currentWidget() is unlocked.unlock


def test_the_eye_shows_what_is_typed_and_hides_it_again(screen: UnlockScreen) -> None:
    (eye,) = screen.secret.actions()
    eye.trigger()
    assert screen.secret.echoMode() == QLineEdit.EchoMode.Normal
    eye.trigger()
    assert screen.secret.echoMode() == QLineEdit.EchoMode.Password


def test_a_new_passphrase_that_differs_from_itself_is_refused(
    unlocked: MainWindow, tools: Tools, qtbot: QtBot
) -> None:
    dialog = ChangePassphraseDialog(tools, unlocked)
    qtbot.addWidget(dialog)
    dialog.new.first.setText("one")
    dialog.new.second.setText("two")
    qtbot.waitUntil(lambda: not tools.session.background.is_busy, timeout=PATIENCE_MS)
    dialog.go.click()
    assert "not the same" in dialog.message.text
    assert not tools.session.background.is_busy


def test_the_passphrase_is_changed_and_forgotten(
    unlocked: MainWindow, tools: Tools, journal_folder: Path, qtbot: QtBot
) -> None:
    dialog = ChangePassphraseDialog(tools, unlocked)
    qtbot.addWidget(dialog)
    dialog.open()
    qtbot.keyClicks(dialog.new.first, "four unrelated words here")
    qtbot.keyClicks(dialog.new.second, "four unrelated words here")
    with qtbot.waitSignal(dialog.accepted, timeout=60_000):
        dialog.go.click()
        assert not dialog.new.isEnabled()
    assert dialog.new.text == ""
    tools.session.lock("hand")
    with pytest.raises(WrongPassphrase):
        open_journal(journal_folder, PASSPHRASE)
    open_journal(journal_folder, "four unrelated words here").close()


def test_whoever_came_in_by_the_code_is_asked_for_a_new_passphrase(
    screen: UnlockScreen, tools: Tools, recovery_code: str, qtbot: QtBot
) -> None:
    screen.other_way.click()
    screen.code.setText(recovery_code)
    with qtbot.waitSignal(tools.session.opened, timeout=PATIENCE_MS):
        screen.unlock()
    settle()
    (asked,) = [one for one in QApplication.topLevelWidgets() if isinstance(one, ChangePassphraseDialog)]
    asked.reject()
    settle()
    assert not shiboken6.isValid(asked)
    assert tools.session.is_open


def test_a_demo_that_the_command_made_says_where_its_passphrase_is(
    window: MainWindow, journal_folder: Path
) -> None:
    demo = journal_folder.rename(journal_folder.with_name(NAME))
    window.show_unlock(demo)
    assert "“demo”" in window.unlock.message.text
    kept = demo.with_name(KEPT_IN)
    kept.write_text(PASSPHRASE)
    window.show_unlock(demo)
    assert str(kept) in window.unlock.message.text
