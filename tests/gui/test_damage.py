"""A damaged journal in the window: looked at, saved into a new one or a backup put in its place, and opened."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QListWidget, QPushButton
from pytestqt.qtbot import QtBot

from coachdesk.gui.change_passphrase import ChangePassphraseDialog
from coachdesk.gui.damage import DamageDialog
from coachdesk.gui.main_window import MainWindow
from coachdesk.gui.tools import Tools
from coachdesk.journal import backup, head_seen, header, holding, keeping
from coachdesk.journal.opening import open_journal
from coachdesk.journal.pages import Pages, Value
from tests.gui.answers import Answers
from tests.gui.conftest import PATIENCE_MS, settle, state_of
from tests.journal.spoiling import overwrite_page
from tests.making import PASSPHRASE, entry


@pytest.fixture
def noted(journal_folder: Path) -> Path:
    """A journal with notes, a backup among them, and one note after it; its first page is damaged, and one more."""
    with open_journal(journal_folder, PASSPHRASE) as journal:
        [ada] = journal.view.leaders()
        for number in range(20):
            journal.put(entry(ada, title=f"Note {number}", text=f"{number} " + "words " * 500))
        journal.back_up(backup.place_for(journal.path, journal.now()))
        journal.put(entry(ada, title="After the backup"))
    for number in (0, (journal_folder / "journal.db").stat().st_size // 4096 // 2):
        overwrite_page(journal_folder / "journal.db", number)
    return journal_folder


def opened_dialog(
    window: MainWindow, tools: Tools, folder: Path, qtbot: QtBot, secret: str = PASSPHRASE
) -> DamageDialog:
    """What the unlock screen opens after the passphrase was tried."""
    window.show_unlock(folder)
    if secret != PASSPHRASE:
        window.unlock.other_way.click()
        window.unlock.code.setText(secret)
    else:
        window.unlock.secret.setText(secret)
    window.unlock.unlock()
    wait_for(tools, qtbot)
    qtbot.mouseClick(window.unlock.ways.buttons["damage"], Qt.MouseButton.LeftButton)
    wait_for(tools, qtbot)
    (dialog,) = [one for one in QApplication.topLevelWidgets() if isinstance(one, DamageDialog)]
    return dialog


def wait_for(tools: Tools, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not tools.session.background.is_busy, timeout=PATIENCE_MS)
    settle()


def press(dialog: DamageDialog, words: str) -> None:
    settle()
    next(one for one in dialog.findChildren(QPushButton) if one.isVisible() and one.text() == words).click()


def shown(dialog: DamageDialog) -> str:
    lists = [one for one in dialog.findChildren(QListWidget) if one.isVisible()]
    said = [one.text() for one in dialog.findChildren(QLabel) if one.isVisible()]
    return "\n".join([*said, *(one.item(at).text() for one in lists for at in range(one.count()))])


def test_what_is_whole_goes_into_a_new_journal_which_opens_and_its_code_is_still_to_be_put_on_paper(
    window: MainWindow, tools: Tools, noted: Path, qtbot: QtBot
) -> None:
    before = state_of(noted)
    dialog = opened_dialog(window, tools, noted, qtbot)
    said = shown(dialog)
    assert "are whole" in said
    assert "The newest good backup" in said
    assert "After the backup" in said
    press(dialog, "Save what is whole…")
    target = noted.with_name("Team saved.coachdesk")
    assert dialog.target.text() == str(target)
    qtbot.keyClick(dialog.target, Qt.Key.Key_Tab)
    press(dialog, "Save into it")
    wait_for(tools, qtbot)
    assert "saved in" in dialog.message.text
    assert state_of(noted) == before
    dialog.reject()
    assert dialog.isVisible(), "the recovery code is known here only"
    with qtbot.waitSignal(tools.session.opened, timeout=PATIENCE_MS):
        press(dialog, "Open the new journal")
    settle()
    assert tools.session.journal.path == target
    assert tools.settings.current.journal == str(target)
    assert tools.session.recovery_code
    assert window.desk.banners.recovery.isVisible()
    [ada] = tools.session.view.leaders()
    titles = {one.entry.title for one in tools.session.view.timeline(ada.id).entries}
    assert "After the backup" in titles
    assert len(titles) >= 18
    assert not [one for one in QApplication.topLevelWidgets() if isinstance(one, ChangePassphraseDialog)]


def test_a_backup_takes_its_place_after_a_question_and_the_damaged_file_is_kept(
    window: MainWindow, tools: Tools, noted: Path, answers: Answers, qtbot: QtBot
) -> None:
    dialog = opened_dialog(window, tools, noted, qtbot)
    answers.will(False, True)
    press(dialog, "Put the backup back…")
    assert not tools.session.background.is_busy
    press(dialog, "Put the backup back…")
    wait_for(tools, qtbot)
    assert "goes on after event 21" in dialog.message.text
    [kept] = noted.glob("damaged-*.db")
    assert str(kept) in shown(dialog)
    with qtbot.waitSignal(tools.session.opened, timeout=PATIENCE_MS):
        press(dialog, "Open the journal")
    settle()
    [ada] = tools.session.view.leaders()
    assert len(tools.session.view.timeline(ada.id).entries) == 20
    assert not tools.session.is_read_only


def test_a_hold_placed_after_the_backup_goes_on_and_what_may_be_missing_is_said(
    window: MainWindow, tools: Tools, journal_folder: Path, answers: Answers, qtbot: QtBot
) -> None:
    with open_journal(journal_folder, PASSPHRASE) as journal:
        [ada] = journal.view.leaders()
        journal.put(*(entry(ada, text=f"{number} " * 300) for number in range(20)))
        journal.back_up(backup.place_for(journal.path, journal.now()))
        keeping.place_hold(journal, ada.id, "Counsel", "a claim")
    overwrite_page(journal_folder / "journal.db", 0)
    overwrite_page(journal_folder / "journal.db", 7)
    (head_seen.state_folder() / f"{journal.id}.json").unlink()
    dialog = opened_dialog(window, tools, journal_folder, qtbot)
    answers.will(True)
    press(dialog, "Put the backup back…")
    wait_for(tools, qtbot)
    assert "1 legal hold that the backup lacked is in force in it too." in shown(dialog)
    assert "place such holds again, and erase again" in shown(dialog)
    with qtbot.waitSignal(tools.session.opened, timeout=PATIENCE_MS):
        press(dialog, "Open the journal")
    settle()
    assert [one.why for one in holding.in_force(tools.session.view)] == ["a claim"]


@pytest.mark.parametrize(
    ("is_hit", "there", "saved"),
    [
        (lambda row: len(row) > 12, "Of 2 more the content is whole", "2 are saved without their event"),
        (
            lambda row: len(row) > 2 and isinstance(row[1], bytes),
            "Of 2 that are lost the words can still",
            "Of 2 that are lost the words are saved",
        ),
    ],
    ids=["events", "contents"],
)
def test_what_is_there_without_its_event_or_by_its_words_is_named_and_saved(
    is_hit: Callable[[tuple[Value, ...]], bool],
    there: str,
    saved: str,
    window: MainWindow,
    tools: Tools,
    journal_folder: Path,
    qtbot: QtBot,
) -> None:
    """The pages of one table are destroyed, which is told by the rows on them."""
    with open_journal(journal_folder, PASSPHRASE) as journal:
        [ada] = journal.view.leaders()
        journal.put(entry(ada, title="Whole all the same"))
    head = header.read_header(journal_folder)[0]
    key = header.unlock(head, PASSPHRASE, "passphrase", journal_folder)
    pages = Pages(journal_folder / "journal.db", key, head)
    hit = {place[0] for place in pages.places() if (row := pages.row(*place)) and is_hit(row[1])}
    pages.close()
    overwrite_page(journal_folder / "journal.db", 0)
    for page in hit:
        overwrite_page(journal_folder / "journal.db", page - 1)
    dialog = opened_dialog(window, tools, journal_folder, qtbot)
    assert there in shown(dialog)
    press(dialog, "Save what is whole…")
    press(dialog, "Save into it")
    wait_for(tools, qtbot)
    assert saved in shown(dialog)
    with qtbot.waitSignal(tools.session.opened, timeout=PATIENCE_MS):
        press(dialog, "Open the new journal")
    settle()
    [listed] = tools.session.view.timeline(ada.id).entries
    assert listed.entry.title == "Whole all the same"


def test_with_the_recovery_code_the_new_journal_gets_a_passphrase_of_its_own(
    window: MainWindow, tools: Tools, noted: Path, recovery_code: str, qtbot: QtBot
) -> None:
    dialog = opened_dialog(window, tools, noted, qtbot, recovery_code)
    press(dialog, "Save what is whole…")
    press(dialog, "Save into it")
    assert "choose a passphrase" in dialog.message.text
    for field in (dialog.new.first, dialog.new.second):
        qtbot.keyClicks(field, "another one")
    wait_for(tools, qtbot)
    press(dialog, "Save into it")
    wait_for(tools, qtbot)
    with qtbot.waitSignal(tools.session.opened, timeout=PATIENCE_MS):
        press(dialog, "Open the new journal")
    path = tools.session.journal.path
    settle()
    assert not [one for one in QApplication.topLevelWidgets() if isinstance(one, ChangePassphraseDialog)]
    tools.session.lock("hand")
    open_journal(path, "another one").close()


def test_a_missing_database_leaves_the_backup(
    window: MainWindow, tools: Tools, noted: Path, answers: Answers, qtbot: QtBot
) -> None:
    (noted / "journal.db").unlink()
    dialog = opened_dialog(window, tools, noted, qtbot)
    saves = next(one for one in dialog.findChildren(QPushButton) if one.text() == "Save what is whole…")
    assert not saves.isEnabled()
    answers.will(True)
    press(dialog, "Put the backup back…")
    wait_for(tools, qtbot)
    with qtbot.waitSignal(tools.session.opened, timeout=PATIENCE_MS):
        press(dialog, "Open the journal")


def test_a_place_that_is_taken_and_a_backup_that_is_none_are_said(
    window: MainWindow, tools: Tools, noted: Path, answers: Answers, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog = opened_dialog(window, tools, noted, qtbot)
    answers.will(tmp_path, True)
    press(dialog, "Choose a backup elsewhere…")
    wait_for(tools, qtbot)
    assert dialog.message.isVisible()
    press(dialog, "Save what is whole…")
    dialog.target.setText(str(noted))
    press(dialog, "Save into it")
    wait_for(tools, qtbot)
    assert "it was left as it is" in dialog.message.text
    before = set(tmp_path.iterdir())
    press(dialog, "Back")
    dialog.reject()
    wait_for(tools, qtbot)
    assert set(tmp_path.iterdir()) == before


def test_looking_is_stopped_and_leaves_nothing(
    window: MainWindow, tools: Tools, noted: Path, qtbot: QtBot
) -> None:
    dialog = opened_dialog(window, tools, noted, qtbot)
    dialog.look()
    dialog.cancel.click()
    wait_for(tools, qtbot)
    assert not [one for one in QApplication.topLevelWidgets() if isinstance(one, DamageDialog)]
    assert not list(noted.parent.glob(".*"))
