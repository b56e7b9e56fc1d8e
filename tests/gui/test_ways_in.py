"""When a journal does not open: what is offered is what applies, and each way leads in, or says why not."""

import errno
import shutil
from pathlib import Path
from typing import get_args

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from coachdesk.gui.backups import BackupsDialog
from coachdesk.gui.change_passphrase import ChangePassphraseDialog
from coachdesk.gui.main_window import MainWindow
from coachdesk.gui.sheet_entry import SheetDialog
from coachdesk.gui.tools import Tools
from coachdesk.gui.unlock import UnlockScreen
from coachdesk.journal import backup, header, keys, settling, sheet
from coachdesk.journal.files import WriterLock
from coachdesk.journal.notices import Kind
from coachdesk.journal.opening import open_journal
from tests.gui.answers import Answers
from tests.gui.conftest import PATIENCE_MS, settle, state_of
from tests.journal.spoiling import overwrite_page
from tests.making import PASSPHRASE, entry


@pytest.fixture
def screen(window: MainWindow, journal_folder: Path) -> UnlockScreen:
    window.show_unlock(journal_folder)
    window.activateWindow()
    settle()
    return window.unlock


def offered(screen: UnlockScreen) -> list[str]:
    return [key for key, one in screen.ways.buttons.items() if one.isVisible()]


def lose_keys(folder: Path) -> None:
    for name in ("keys.json", "keys.json.bak"):
        (folder / name).unlink()


def show(window: MainWindow, folder: Path, qtbot: QtBot) -> None:
    """The unlock screen, once it has had its look at the journal."""
    window.show_unlock(folder)
    qtbot.waitUntil(lambda: not window.unlock._tools.session.background.is_busy, timeout=PATIENCE_MS)
    settle()


def wait_for(tools: Tools, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not tools.session.background.is_busy, timeout=PATIENCE_MS)
    settle()


def typed(lines: tuple[str, ...], qtbot: QtBot) -> None:
    for line in lines:
        qtbot.keyClicks(QApplication.focusWidget(), line.lower())


def sheet_dialog() -> SheetDialog:
    (dialog,) = [one for one in QApplication.topLevelWidgets() if isinstance(one, SheetDialog)]
    return dialog


def test_a_journal_with_nothing_wrong_offers_nothing_more(
    screen: UnlockScreen, tools: Tools, qtbot: QtBot
) -> None:
    wait_for(tools, qtbot)
    assert not screen.ways.isVisible()
    assert not screen.message.isVisible()
    screen.secret.setText("not this one")
    screen.unlock()
    wait_for(tools, qtbot)
    assert not screen.ways.isVisible()


def test_lost_keys_are_seen_before_a_passphrase_is_typed_in_vain(
    window: MainWindow, journal_folder: Path, qtbot: QtBot
) -> None:
    kept = {name: (journal_folder / name).read_bytes() for name in ("keys.json", "keys.json.bak")}
    lose_keys(journal_folder)
    show(window, journal_folder, qtbot)
    assert "keys" in window.unlock.message.text
    assert offered(window.unlock) == ["sheet"]
    for name, content in kept.items():
        (journal_folder / name).write_bytes(content)
    show(window, journal_folder, qtbot)
    assert offered(window.unlock) == []
    assert not window.unlock.message.isVisible()


def test_the_sheet_typed_line_by_line_opens_a_journal_without_keys_and_a_passphrase_is_asked_for(
    window: MainWindow, tools: Tools, journal_folder: Path, recovery_code: str, qtbot: QtBot
) -> None:
    lines = sheet.sheet_of(header.read_header(journal_folder)[0])
    lose_keys(journal_folder)
    show(window, journal_folder, qtbot)
    window.activateWindow()
    window.unlock.ways.buttons["sheet"].setFocus()
    qtbot.keyClick(window.unlock.ways.buttons["sheet"], Qt.Key.Key_Return)
    dialog = sheet_dialog()
    settle()
    assert QApplication.focusWidget() is dialog.lines[0]
    qtbot.keyClicks(dialog.lines[0], lines[0][:9].lower())
    assert dialog.states[0].text() == "8 of 24 letters"
    qtbot.keyClicks(dialog.lines[0], lines[0][9:].lower())
    assert dialog.states[0].text() == "Right"
    assert dialog.lines[0].accessibleDescription() == "Right"
    assert QApplication.focusWidget() is dialog.lines[1]
    wrong = lines[1][:-1] + ("7" if lines[1][-1] != "7" else "8")
    qtbot.keyClicks(dialog.lines[1], wrong)
    assert dialog.states[1].text() == "Not as on paper"
    dialog.open_journal()
    assert "Line 2" in dialog.message.text
    dialog.lines[1].selectAll()
    typed(lines[1:], qtbot)
    assert QApplication.focusWidget() is dialog.code
    qtbot.keyClicks(dialog.code, keys.new_recovery_code())
    qtbot.keyClick(dialog.code, Qt.Key.Key_Return)
    wait_for(tools, qtbot)
    assert dialog.message.isVisible()
    assert not (journal_folder / "keys.json").exists()
    dialog.code.setText(recovery_code)
    with qtbot.waitSignal(tools.session.opened, timeout=PATIENCE_MS):
        qtbot.keyClick(dialog.code, Qt.Key.Key_Return)
    settle()
    (asked,) = [one for one in QApplication.topLevelWidgets() if isinstance(one, ChangePassphraseDialog)]
    asked.reject()
    assert "header_from_sheet" in window.desk.banners.notices
    assert not [
        one for one in QApplication.topLevelWidgets() if isinstance(one, SheetDialog) and one.isVisible()
    ]


def test_a_sheet_that_is_pasted_whole_finds_its_lines(
    window: MainWindow, tools: Tools, journal_folder: Path
) -> None:
    lines = sheet.sheet_of(header.read_header(journal_folder)[0])
    dialog = SheetDialog(tools, journal_folder, window)
    dialog.open()
    QApplication.clipboard().setText("\n".join(lines))
    dialog.lines[0].paste()
    assert [one.text() for one in dialog.states] == ["Right"] * 8
    dialog.reject()
    assert [one.text() for one in dialog.lines] == [""] * 8
    QApplication.clipboard().clear()


def test_keys_are_taken_from_the_newest_backup_and_nothing_is_lost(
    window: MainWindow, tools: Tools, journal_folder: Path, qtbot: QtBot
) -> None:
    with open_journal(journal_folder, PASSPHRASE) as journal:
        journal.back_up(backup.place_for(journal.path, journal.now()))
        head = journal.head
    lose_keys(journal_folder)
    show(window, journal_folder, qtbot)
    assert offered(window.unlock) == ["keys", "sheet"]
    keys_button = window.unlock.ways.buttons["keys"]
    keys_button.click()
    assert keys_button.isChecked()
    assert not tools.session.background.is_busy, "the passphrase is still to be typed"
    window.unlock.secret.setText(PASSPHRASE)
    with qtbot.waitSignal(tools.session.opened, timeout=PATIENCE_MS):
        qtbot.keyClick(window.unlock.secret, Qt.Key.Key_Return)
    settle()
    assert tools.session.journal.head == head
    assert list(window.desk.banners.notices) == ["header_from_backup"]
    tools.session.lock("hand")
    with open_journal(journal_folder, PASSPHRASE) as again:
        assert again.notices == ()


def test_a_journal_that_another_program_has_is_opened_to_read_only(
    screen: UnlockScreen, tools: Tools, window: MainWindow, journal_folder: Path, qtbot: QtBot
) -> None:
    held = WriterLock(journal_folder / "LOCK")
    screen.secret.setText(PASSPHRASE)
    screen.unlock()
    wait_for(tools, qtbot)
    assert offered(screen) == ["read"]
    with qtbot.waitSignal(tools.session.opened, timeout=PATIENCE_MS):
        qtbot.mouseClick(screen.ways.buttons["read"], Qt.MouseButton.LeftButton)
    settle()
    assert tools.session.is_read_only
    assert "read only" in window.windowTitle()
    assert window.desk.banners.read_only.isVisible()
    window.desk.banners.read_only.acted.emit()
    assert window.stack.currentWidget() is screen
    assert "read only" not in window.windowTitle()
    held.release()
    screen.secret.setText(PASSPHRASE)
    with qtbot.waitSignal(tools.session.opened, timeout=PATIENCE_MS):
        screen.unlock()
    assert not tools.session.is_read_only


@pytest.mark.parametrize(("problem", "ways"), [("damaged", ["read", "damage"]), ("missing", ["damage"])])
def test_a_damaged_database_offers_to_be_read_and_rescued(
    problem: str, ways: list[str], window: MainWindow, tools: Tools, journal_folder: Path, qtbot: QtBot
) -> None:
    if problem == "missing":
        (journal_folder / "journal.db").unlink()
    else:
        overwrite_page(journal_folder / "journal.db", 0)
    show(window, journal_folder, qtbot)
    if problem == "damaged":
        window.unlock.secret.setText(PASSPHRASE)
        window.unlock.unlock()
        wait_for(tools, qtbot)
    assert offered(window.unlock) == ways
    assert "coachdesk " not in window.unlock.message.text


@pytest.fixture
def stick(journal_folder: Path, tmp_path: Path) -> Path:
    """A backup on a stick; nothing else is left of the journal."""
    (tmp_path / "stick").mkdir()
    with open_journal(journal_folder, PASSPHRASE) as journal:
        place = backup.place_for(journal.path, journal.now(), tmp_path / "stick")
        journal.back_up(place)
    shutil.rmtree(journal_folder)
    return place


def test_a_backup_on_a_stick_becomes_the_journal_of_a_new_computer(
    window: MainWindow, tools: Tools, stick: Path, answers: Answers, home: Path, qtbot: QtBot
) -> None:
    before = state_of(stick)
    window.show_first_run()
    answers.will(stick)
    window.first_run.another_wanted.emit()
    wait_for(tools, qtbot)
    assert offered(window.unlock) == ["settle"]
    assert "This is a backup" in window.unlock.message.text
    window.unlock.ways.buttons["settle"].click()
    wait_for(tools, qtbot)
    target = home / "CoachDesk" / "Team.coachdesk"
    assert window.unlock.path == target
    assert "your journal from now on" in window.unlock.message.text
    assert tools.settings.current.journal == str(target)
    assert offered(window.unlock) == []
    window.unlock.secret.setText(PASSPHRASE)
    with qtbot.waitSignal(tools.session.opened, timeout=PATIENCE_MS):
        window.unlock.unlock()
    assert state_of(stick) == before
    assert window.desk.banners.notices == {}
    tools.session.journal.check()


def test_where_a_journal_is_already_another_folder_is_asked_for_and_nothing_is_replaced(
    window: MainWindow, tools: Tools, stick: Path, answers: Answers, home: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    there = home / "CoachDesk" / "Team.coachdesk"
    there.mkdir(parents=True)
    show(window, stick, qtbot)
    answers.will(None, there.parent, tmp_path)
    settle_button = window.unlock.ways.buttons["settle"]
    settle_button.click()
    assert not tools.session.background.is_busy
    settle_button.click()
    wait_for(tools, qtbot)
    assert "already" in window.unlock.message.text
    settle_button.click()
    wait_for(tools, qtbot)
    assert window.unlock.path == tmp_path / "Team.coachdesk"
    assert list(there.iterdir()) == []


def test_a_stick_that_is_pulled_while_it_is_copied_leaves_nothing(
    window: MainWindow, tools: Tools, stick: Path, home: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    def pulled(*_args: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(settling, "_copy_parts", pulled)
    show(window, stick, qtbot)
    window.unlock.ways.buttons["settle"].click()
    wait_for(tools, qtbot)
    assert "disk gave an error" in window.unlock.message.text
    assert window.unlock.go.text() == "Unlock"
    assert list((home / "CoachDesk").iterdir()) == []


def test_notices_are_seen_one_after_the_other_and_each_is_acted_on_or_closed(
    unlocked: MainWindow, tools: Tools, answers: Answers
) -> None:
    banners = unlocked.desk.banners
    for kind in get_args(Kind):
        tools.session.noticed.emit(kind, "Notes (1).coachdesk")
    settle()
    assert set(banners.notices) == set(get_args(Kind)) - {"read_only"}
    for one in banners.notices.values():
        (said,) = [label.text() for label in one.findChildren(QLabel) if label.text()]
        assert "coachdesk " not in said
        assert "{" not in said
    assert [kind for kind, one in banners.notices.items() if one.isVisible()] == [next(iter(banners.notices))]
    first, second, *_others = banners.notices
    banners.drop_notice(first)
    assert banners.notices[second].isVisible()
    banners.notices["older_header"].acted.emit()
    assert "older_header" not in banners.notices
    answers.will(False, True)
    banners.notices["older_copy"].acted.emit()
    assert "older_copy" in banners.notices
    banners.notices["older_copy"].acted.emit()
    assert "older_copy" not in banners.notices
    banners.notices["recovery_code_unseen"].closed.emit()
    assert "recovery_code_unseen" not in banners.notices
    tools.session.lock("hand")
    assert banners.notices == {}


@pytest.mark.parametrize("as_part", [True, False])
def test_a_copy_that_a_synced_folder_laid_beside_is_compared_and_put_in_place(
    as_part: bool, window: MainWindow, tools: Tools, journal_folder: Path, answers: Answers, qtbot: QtBot
) -> None:
    other = journal_folder.with_name("Team (conflicted copy 2026-11-20).coachdesk")
    shutil.copytree(journal_folder, other)
    with open_journal(other, PASSPHRASE) as journal:
        [ada] = journal.view.leaders()
        journal.put(entry(ada, title="Written on the other computer"))
    if as_part:
        shutil.move(other / "journal.db", journal_folder / "journal (conflicted copy 2026-11-20).db")
        shutil.rmtree(other)
    window.show_unlock(journal_folder)
    window.unlock.secret.setText(PASSPHRASE)
    with qtbot.waitSignal(tools.session.opened, timeout=PATIENCE_MS):
        window.unlock.unlock()
    settle()
    window.desk.banners.notices["copies_beside"].acted.emit()
    (dialog,) = [one for one in QApplication.topLevelWidgets() if isinstance(one, BackupsDialog)]
    assert "conflicted copy" in dialog.list.item(0).text()
    dialog.compare.click()
    assert "Written on the other computer" in dialog.back.item(0).text()
    answers.will(True)
    with qtbot.waitSignal(tools.session.locked, timeout=PATIENCE_MS):
        dialog.restore()
    with open_journal(journal_folder, PASSPHRASE) as again:
        titles = [one.entry.title for one in again.view.timeline(ada.id).entries]
    assert titles == ["Written on the other computer"]
