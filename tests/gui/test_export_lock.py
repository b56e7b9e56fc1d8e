"""The lock comes at any step of an export: nothing of it stays in sight or on the disk, and it goes on afterwards."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import Qt, QTimer
from pytestqt.qtbot import QtBot

from coachdesk.gui.export_peek import EntryPeek
from coachdesk.gui.export_window import DONE, PROTECT, REDACT, REVIEW, SCOPE, ExportWindow
from coachdesk.gui.main_window import MainWindow
from coachdesk.gui.tools import Tools
from coachdesk.journal.errors import StorageFull
from coachdesk.journal.opening import open_journal
from coachdesk.records.entry import Entry
from coachdesk.records.people import Leader
from tests.gui.answers import Answers
from tests.gui.conftest import open_in, settle
from tests.gui.exporting import again, draw, go_to, opened, rest
from tests.gui.finding import note, wait_for, write_notes
from tests.making import PASSPHRASE

CANARY = "canaryQxZ"


@pytest.fixture
def notes(unlocked: MainWindow, ada: Leader) -> list[Entry]:
    made = write_notes(unlocked, ada)
    named = note(ada, kind="observation", day="2026-02-01", text="Priya Shah asked. Priya Shah waited.")
    unlocked._tools.session.journal.put(named)
    return [*made, named]


@pytest.fixture
def export(unlocked: MainWindow, notes: list[Entry], ada: Leader, qtbot: QtBot) -> Iterator[ExportWindow]:
    made = opened(unlocked, ada.id, qtbot, len(notes))
    made.steps.scope.purpose.setText(CANARY)
    made.steps.scope.purpose.textEdited.emit(CANARY)
    yield made
    if shiboken6.isValid(made):
        made.reject()
        made.deleteLater()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    made = tmp_path / "out"
    made.mkdir()
    monkeypatch.setenv("TMPDIR", str(made))
    return made


@pytest.mark.parametrize("step", [SCOPE, REVIEW, REDACT, PROTECT])
def test_the_lock_closes_each_step_and_unlocking_opens_it_where_it_was(
    export: ExportWindow,
    unlocked: MainWindow,
    tools: Tools,
    journal_folder: Path,
    folder: Path,
    step: int,
    qtbot: QtBot,
) -> None:
    go_to(export, step, qtbot)
    if step == REVIEW:
        export.steps.review.model.ticked.emit(export.steps.review.rows[0].key, False)
    if step == REDACT:
        rest(export, qtbot)
        export.steps.redact.replace.click()
    tools.session.lock("idle")
    settle()
    assert not export.isVisible()
    assert (export.drawing.made, list(export.steps.review.model.rows)) == (None, [])
    assert not tools.session.background.is_busy
    assert list(folder.iterdir()) == []
    for path in journal_folder.parent.rglob("*"):
        assert not path.is_file() or CANARY.encode() not in path.read_bytes()
    export.deleteLater()
    settle()
    open_in(unlocked, tools, journal_folder, qtbot)
    resumed = again(unlocked, qtbot)
    rest(resumed, qtbot)
    assert (resumed.at, resumed.steps.scope.purpose.text()) == (step, CANARY)
    assert resumed.wish.excluded == ((resumed.steps.review.rows[0].key,) if step == REVIEW else ())
    decided = {REDACT: [True], PROTECT: [False]}
    assert [one.is_replaced for one in resumed.wish.decisions] == decided.get(step, [])
    if step == PROTECT:
        wait_for(qtbot, lambda: resumed.drawing.made is not None)


def test_the_password_is_forgotten_by_the_lock(
    export: ExportWindow, unlocked: MainWindow, tools: Tools, journal_folder: Path, qtbot: QtBot
) -> None:
    draw(export, qtbot)
    export.steps.protect.profile.chips["protected"].click()
    for field in (export.steps.protect.password.first, export.steps.protect.password.second):
        field.setText("fern ladder onion")
    tools.session.lock("hand")
    settle()
    assert export.steps.protect.password.text == ""
    export.deleteLater()
    settle()
    open_in(unlocked, tools, journal_folder, qtbot)
    resumed = again(unlocked, qtbot)
    rest(resumed, qtbot)
    assert resumed.at == PROTECT
    assert (resumed.wish.is_protected, resumed.steps.protect.password.text) == (True, "")
    assert resumed.drawing.made is None


def test_the_lock_closes_what_is_read_beside_a_step(
    export: ExportWindow, tools: Tools, notes: list[Entry], qtbot: QtBot
) -> None:
    go_to(export, REVIEW, qtbot)
    seen: list[bool] = []

    def lock() -> None:
        seen.append(any("First talk" in one.text.toPlainText() for one in export.findChildren(EntryPeek)))
        tools.session.lock("idle")

    QTimer.singleShot(0, lock)
    export.look_at_entry(notes[0].id)
    assert seen == [True]
    settle()
    assert export.findChildren(EntryPeek) == []
    assert not export.isVisible()


def test_the_lock_while_a_file_is_written_leaves_nothing_of_it(
    export: ExportWindow, tools: Tools, answers: Answers, folder: Path, qtbot: QtBot
) -> None:
    draw(export, qtbot)
    answers.will(folder / "t.pdf")
    export.go_on()
    tools.session.lock("idle")
    settle()
    assert list(folder.iterdir()) == []


def test_after_handing_over_the_lock_brings_nothing_back(
    export: ExportWindow,
    unlocked: MainWindow,
    tools: Tools,
    answers: Answers,
    folder: Path,
    journal_folder: Path,
    qtbot: QtBot,
) -> None:
    draw(export, qtbot)
    answers.will(folder / "t.pdf")
    export.go_on()
    wait_for(qtbot, lambda: export.at == DONE)
    tools.session.lock("idle")
    settle()
    assert export.steps.handed.receipt.toPlainText() == ""
    export.deleteLater()
    settle()
    open_in(unlocked, tools, journal_folder, qtbot)
    settle()
    assert unlocked.findChildren(ExportWindow) == []


def test_what_is_closed_by_hand_goes_on_for_the_same_leader_and_can_be_begun_afresh(
    export: ExportWindow, unlocked: MainWindow, ada: Leader, notes: list[Entry], qtbot: QtBot
) -> None:
    bram = Leader.make(name="Bram Visser")
    unlocked._tools.session.put(bram)
    unlocked._tools.session.put(note(bram, kind="praise", day="2026-01-01", text="t"))
    go_to(export, REVIEW, qtbot)
    export.reject()
    other = opened(unlocked, bram.id, qtbot, 1)
    assert (other.at, other.steps.scope.purpose.text()) == (SCOPE, "")
    other.reject()
    resumed = opened(unlocked, ada.id, qtbot, len(notes))
    assert (resumed.at, resumed.steps.scope.purpose.text()) == (REVIEW, CANARY)
    assert "as you left them" in resumed.message.text
    resumed.afresh.click()
    assert (resumed.at, resumed.steps.scope.purpose.text(), resumed.message.text) == (SCOPE, "", "")
    resumed.reject()


def test_what_was_never_changed_is_not_kept(
    unlocked: MainWindow, ada: Leader, notes: list[Entry], qtbot: QtBot
) -> None:
    untouched = opened(unlocked, ada.id, qtbot, len(notes))
    qtbot.keyClick(untouched, Qt.Key.Key_Escape)
    later = opened(unlocked, ada.id, qtbot, len(notes))
    assert not later.afresh.isVisible()
    later.reject()


@pytest.mark.usefixtures("folder")
def test_choices_that_cannot_be_kept_are_not_lost_unsaid(
    export: ExportWindow, tools: Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_name: str, _value: bytes) -> None:
        raise StorageFull(Path("/there"))

    monkeypatch.setattr(tools.session, "change_setting", fail)
    assert not tools.session.keep_drafts()
    assert export.message.text
    monkeypatch.undo()


def test_names_that_came_since_are_looked_at_before_it_is_drawn(
    export: ExportWindow,
    unlocked: MainWindow,
    tools: Tools,
    ada: Leader,
    journal_folder: Path,
    qtbot: QtBot,
) -> None:
    draw(export, qtbot)
    tools.session.lock("idle")
    export.deleteLater()
    settle()
    with open_journal(journal_folder, PASSPHRASE) as journal:
        journal.put(note(ada, kind="observation", day="2026-02-03", text="Tom Bell came. Tom Bell left."))
    open_in(unlocked, tools, journal_folder, qtbot)
    resumed = again(unlocked, qtbot)
    wait_for(qtbot, lambda: resumed.at == REDACT)
    assert "Others are named here than before" in resumed.message.text
