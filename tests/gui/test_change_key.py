"""Another key in the window: the passphrase is asked for, and the new code and sheet are shown and proved."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from coachdesk.gui.backups import BackupsDialog
from coachdesk.gui.change_key import ChangeKeyDialog
from coachdesk.gui.main_window import MainWindow
from coachdesk.gui.recovery import RecoveryDialog
from coachdesk.gui.tools import Tools
from coachdesk.journal import backup, keys, rotation
from coachdesk.journal.errors import DamagedDatabase, WrongRecoveryCode
from coachdesk.journal.opening import open_journal, open_with_sheet
from tests.gui.answers import Answers
from tests.gui.conftest import PATIENCE_MS, settle
from tests.making import PASSPHRASE, entry

Kind = TypeVar("Kind", bound=QWidget)


def found(kind: type[Kind]) -> list[Kind]:
    return [one for one in QApplication.topLevelWidgets() if isinstance(one, kind) and one.isVisible()]


def wait_for(tools: Tools, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not tools.session.background.is_busy, timeout=PATIENCE_MS)
    settle()


@pytest.fixture
def looked_at(unlocked: MainWindow, tools: Tools, qtbot: QtBot) -> MainWindow:
    """The window after reading and searching: connections beside the writer's are open."""
    [ada] = tools.session.view.leaders()
    tools.session.put(entry(ada, title="Before the key was changed"))
    unlocked.desk.show_today()
    unlocked.desk.timeline.filters.words.setText("key")
    wait_for(tools, qtbot)
    return unlocked


def test_the_key_is_changed_and_the_new_code_is_shown_and_proved(
    looked_at: MainWindow, tools: Tools, journal_folder: Path, recovery_code: str, qtbot: QtBot
) -> None:
    old_sheet = "\n".join(tools.session.journal.recovery_sheet())
    looked_at.commands["change_key"].trigger()
    (dialog,) = found(ChangeKeyDialog)
    qtbot.keyClicks(dialog.secret, "not this one")
    qtbot.keyClick(dialog.secret, Qt.Key.Key_Return)
    wait_for(tools, qtbot)
    assert "passphrase does not open" in dialog.message.text
    assert dialog.secret.selectedText()
    qtbot.keyClicks(dialog.secret, PASSPHRASE)
    qtbot.keyClick(dialog.secret, Qt.Key.Key_Return)
    assert dialog.progress.isVisible()
    wait_for(tools, qtbot)
    assert not found(ChangeKeyDialog)
    (recovery,) = found(RecoveryDialog)
    code = tools.session.recovery_code
    assert code not in ("", recovery_code)
    assert not tools.session.is_recovery_proved
    recovery.ask_back()
    for field, place in zip(recovery.answers, recovery.asked, strict=True):
        field.setText(code.split("-")[place])
    recovery.prove()
    assert tools.session.is_recovery_proved
    [ada] = tools.session.view.leaders()
    tools.session.put(entry(ada, title="After it"))
    new_sheet = "\n".join(tools.session.journal.recovery_sheet())
    tools.session.lock("hand")
    with pytest.raises(WrongRecoveryCode):
        open_journal(journal_folder, recovery_code, "recovery")
    with open_journal(journal_folder, PASSPHRASE) as again:
        assert again.notices == ()
    for name in ("keys.json", "keys.json.bak"):
        (journal_folder / name).unlink()
    with pytest.raises(WrongRecoveryCode):
        open_with_sheet(journal_folder, new_sheet, recovery_code)
    with pytest.raises(DamagedDatabase, match="another_key"):
        open_with_sheet(journal_folder, old_sheet, recovery_code)
    open_with_sheet(journal_folder, new_sheet, code).close()


def test_a_cancel_before_the_exchange_leaves_the_key(
    looked_at: MainWindow, tools: Tools, journal_folder: Path, recovery_code: str, qtbot: QtBot
) -> None:
    dialog = ChangeKeyDialog(tools, looked_at)
    dialog.open()
    dialog.secret.setText(PASSPHRASE)
    dialog.change()
    dialog.cancel.click()
    wait_for(tools, qtbot)
    assert not found(ChangeKeyDialog)
    assert tools.session.recovery_code == ""
    tools.session.lock("hand")
    with open_journal(journal_folder, recovery_code, "recovery") as again:
        assert again.notices == ()


def test_a_lock_in_the_midst_leaves_a_journal_that_says_at_opening_what_is_missing(
    looked_at: MainWindow,
    tools: Tools,
    journal_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The lock comes when the key is exchanged already: nobody sees the code, and the next opening says so."""
    real: Callable[..., str] = rotation.rotate_key

    def locked_meanwhile(*args: object, **kwargs: object) -> str:
        code = real(*args, **kwargs)
        tools.session.background.cancel_all()
        return code

    monkeypatch.setattr(rotation, "rotate_key", locked_meanwhile)
    dialog = ChangeKeyDialog(tools, looked_at)
    dialog.open()
    dialog.secret.setText(PASSPHRASE)
    dialog.change()
    tools.session.background.wait()
    tools.session.lock("screen")
    settle()
    tools.session.adopt(open_journal(journal_folder, PASSPHRASE))
    settle()
    notices = looked_at.desk.banners.notices
    assert list(notices) == ["recovery_code_unseen"]
    notices["recovery_code_unseen"].acted.emit()
    (recovery,) = found(RecoveryDialog)
    recovery.renew()
    for_paper = tools.session.recovery_code
    recovery.ask_back()
    for field, place in zip(recovery.answers, recovery.asked, strict=True):
        field.setText(for_paper.split("-")[place])
    recovery.prove()
    settle()
    assert notices == {}
    assert keys.recovery_bytes(for_paper)


def test_a_restore_works_though_the_desk_reads(
    looked_at: MainWindow, tools: Tools, answers: Answers, qtbot: QtBot
) -> None:
    journal = tools.session.journal
    journal.back_up(backup.place_for(journal.path, journal.now()))
    [ada] = tools.session.view.leaders()
    tools.session.put(entry(ada, title="After the backup"))
    wait_for(tools, qtbot)
    dialog = BackupsDialog(tools, looked_at)
    dialog.open()
    dialog.look()
    answers.will(True)
    with qtbot.waitSignal(tools.session.locked, timeout=PATIENCE_MS) as locked:
        dialog.restore()
    assert locked.args == ["restored"]
