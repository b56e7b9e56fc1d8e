"""The recovery code: shown, put on paper, proved, forgotten."""

import datetime as dt
import stat
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from coachdesk.gui.recovery import RecoveryDialog, as_printed
from coachdesk.gui.recovery_sheet import recovery_sheet
from coachdesk.gui.tools import Tools
from coachdesk.journal.errors import WrongRecoveryCode
from coachdesk.journal.keys import new_recovery_code
from coachdesk.journal.opening import open_journal
from tests.gui.answers import Answers
from tests.making import PASSPHRASE


@pytest.fixture
def parent(tools: Tools, journal_folder: Path, qtbot: QtBot) -> QWidget:
    tools.session.adopt(open_journal(journal_folder, PASSPHRASE))
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def dialog(tools: Tools, parent: QWidget) -> RecoveryDialog:
    """The dialog, with a fresh code to show."""
    tools.session.renew_recovery_code()
    made = RecoveryDialog(tools, parent)
    made.open()
    return made


def answer(dialog: RecoveryDialog, code: str) -> None:
    """Types what is asked for, as it stands in ``code``."""
    groups = code.split("-")
    for field, place in zip(dialog.answers, dialog.asked, strict=True):
        field.setText(groups[place].lower())


def test_every_group_is_shown_with_its_number(dialog: RecoveryDialog, tools: Tools) -> None:
    shown = [label.text() for label in dialog.findChildren(QLabel)]
    for number, group in enumerate(tools.session.recovery_code.split("-"), start=1):
        assert shown[shown.index(group) - 1] == str(number)


def test_two_groups_typed_back_prove_the_code_and_it_is_forgotten(
    dialog: RecoveryDialog, tools: Tools, qtbot: QtBot
) -> None:
    dialog.ask_back()
    assert len(set(dialog.asked)) == 2
    answer(dialog, tools.session.recovery_code)
    with qtbot.waitSignal(dialog.accepted):
        qtbot.keyClick(dialog.answers[-1], Qt.Key.Key_Return)
    assert tools.session.is_recovery_proved
    assert tools.session.recovery_code == ""


def test_a_slip_is_said_and_nothing_is_proved(dialog: RecoveryDialog, tools: Tools) -> None:
    dialog.ask_back()
    answer(dialog, new_recovery_code())
    dialog.prove()
    assert "letter by letter" in dialog.message.text
    assert not tools.session.is_recovery_proved
    assert tools.session.recovery_code


def test_letters_that_could_be_taken_for_digits_are_taken_so() -> None:
    assert as_printed(" oil-8 ") == "0118"


def test_a_code_that_is_kept_nowhere_can_only_be_renewed(
    tools: Tools, parent: QWidget, recovery_code: str, journal_folder: Path
) -> None:
    dialog = RecoveryDialog(tools, parent)
    assert not any(recovery_code[:4] in label.text() for label in dialog.findChildren(QLabel))
    dialog.renew()
    new = tools.session.recovery_code
    assert new
    assert not tools.session.is_recovery_proved
    tools.session.lock("hand")
    with pytest.raises(WrongRecoveryCode):
        open_journal(journal_folder, recovery_code, "recovery")
    open_journal(journal_folder, new, "recovery").close()


def test_the_page_to_print_is_a_private_file_where_the_manager_wants_it(
    dialog: RecoveryDialog, tools: Tools, answers: Answers, tmp_path: Path
) -> None:
    answers.will(tmp_path / "code.pdf")
    dialog.save_sheet()
    assert "delete the file" in dialog.message.text
    assert stat.S_IMODE((tmp_path / "code.pdf").stat().st_mode) == 0o600
    text = pypdfium2.PdfDocument(tmp_path / "code.pdf")[0].get_textpage().get_text_bounded()
    for group in tools.session.recovery_code.split("-"):
        assert group in text


def test_a_page_that_cannot_be_saved_says_why(
    dialog: RecoveryDialog, answers: Answers, tmp_path: Path
) -> None:
    answers.will(tmp_path / "no" / "such" / "folder" / "code.pdf", None)
    dialog.save_sheet()
    assert "code.pdf" in dialog.message.text
    dialog.message.clear()
    dialog.save_sheet()
    assert dialog.message.text == ""


def test_the_page_fits_on_one_sheet_and_holds_a_code_for_a_camera() -> None:
    data = recovery_sheet(
        new_recovery_code(), "Notes", dt.date(2026, 3, 2), ["ABCD-EFGH-JKMN-PQRS-TVWX-YZ01"] * 8
    )
    document = pypdfium2.PdfDocument(data)
    assert len(document) == 1
    image = document[0].render(scale=2).to_pil().convert("L")
    corner = image.crop((820, 640, 1060, 900))
    dark = sum(corner.histogram()[:64])
    assert 0.2 < dark / (corner.width * corner.height) < 0.6
