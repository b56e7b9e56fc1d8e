"""An open copy in the window: nothing closed goes into it unasked, it is whole or not there, and a lock stops it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from coachdesk.gui.open_copy import OpenCopyDialog
from coachdesk.gui.tools import Tools
from coachdesk.journal.opening import open_journal
from tests.gui.answers import Answers
from tests.gui.conftest import PATIENCE_MS
from tests.making import PASSPHRASE, entry

Wait = Callable[[], None]


@pytest.fixture
def wait(tools: Tools, qtbot: QtBot) -> Wait:
    """Until nothing runs in the background."""
    return lambda: qtbot.waitUntil(lambda: not tools.session.background.is_busy, timeout=PATIENCE_MS)


@pytest.fixture
def parent(tools: Tools, journal_folder: Path, qtbot: QtBot) -> QWidget:
    tools.session.adopt(open_journal(journal_folder, PASSPHRASE))
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def dialog(tools: Tools, parent: QWidget, wait: Wait) -> OpenCopyDialog:
    """Over a journal with a note about a lawyer's advice, and a draft."""
    session = tools.session
    ada = session.view.leaders()[0]
    session.put(entry(ada, text="OPENLY SAID"), reason="")
    counsel = {"lawyer": "L. Pryce", "purpose": "advice"}
    session.put(entry(ada, text="PRIVILEGED", lane="counsel", counsel=counsel))
    session.keep_draft("a", {"text": "HALF WRITTEN"})
    made = OpenCopyDialog(tools, parent)
    made.open()
    assert not made.go.isEnabled()
    wait()
    return made


def all_of(folder: Path) -> str:
    return "\n".join(one.read_text("utf-8") for one in folder.rglob("*") if one.is_file())


def test_only_what_there_is_is_offered_and_none_of_it_is_ticked(dialog: OpenCopyDialog) -> None:
    shown = {lane: box.text() for lane, box in dialog.lanes.items() if box.isVisible()}
    assert shown == {"counsel": "Counsel (1)"}
    assert dialog.drafts.text() == "Drafts (1)"
    assert not any(box.isChecked() for box in (dialog.drafts, *dialog.lanes.values()))
    assert dialog.go.hasFocus()


@pytest.mark.parametrize("is_ticked", [False, True])
def test_what_was_ticked_goes_into_it_and_nothing_else(
    dialog: OpenCopyDialog, answers: Answers, wait: Wait, tmp_path: Path, is_ticked: bool, qtbot: QtBot
) -> None:
    for box in (dialog.lanes["counsel"], dialog.drafts):
        box.setChecked(is_ticked)
    answers.will(tmp_path)
    qtbot.keyClick(dialog.go, Qt.Key.Key_Return)
    assert dialog.progress.isVisible()
    wait()
    [copy] = [one for one in tmp_path.iterdir() if one.name.endswith("open copy")]
    assert copy.stat().st_mode & 0o777 == 0o700
    assert json.loads((copy / "journal.json").read_bytes())["format"] == "coachdesk-open-copy"
    said = all_of(copy)
    assert "OPENLY SAID" in said
    assert ("PRIVILEGED" in said, "HALF WRITTEN" in said) == (is_ticked, is_ticked)
    assert str(copy) in dialog.message.text
    assert ("1 record was left out." in dialog.message.text) is not is_ticked
    assert dialog.cancel.text() == "Close"
    assert not dialog.go.isVisible()


def test_a_copy_that_is_there_already_is_never_written_over(
    dialog: OpenCopyDialog, answers: Answers, wait: Wait, tmp_path: Path
) -> None:
    answers.will(tmp_path, tmp_path)
    for _ in range(2):
        dialog.copy()
        wait()
    assert len([one for one in tmp_path.iterdir() if "open copy" in one.name]) == 2


def test_closed_in_the_middle_it_leaves_nothing_behind(
    dialog: OpenCopyDialog, answers: Answers, wait: Wait, tmp_path: Path
) -> None:
    target = tmp_path / "somewhere"
    target.mkdir()
    answers.will(target)
    dialog.copy()
    dialog.reject()
    wait()
    assert list(target.iterdir()) == []


def test_where_nothing_can_be_written_it_says_so_and_can_be_tried_elsewhere(
    dialog: OpenCopyDialog, answers: Answers, wait: Wait, tools: Tools
) -> None:
    answers.will(tools.session.journal.path)
    dialog.copy()
    wait()
    assert "journal" in dialog.message.text
    assert dialog.go.isEnabled()
    assert not dialog.progress.isVisible()


def test_nobody_who_goes_back_copies_anything(dialog: OpenCopyDialog, answers: Answers) -> None:
    answers.will(None)
    dialog.copy()
    assert not dialog.progress.isVisible()
