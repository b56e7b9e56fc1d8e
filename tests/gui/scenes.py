"""Every screen and dialog of the window, by name, each ready to be looked at.

``screens.py`` renders them; tests walk them. Whoever adds a screen adds a row to SCENES: a name, and a
function that brings a fresh Stage to where the screen is seen and returns the widget to look at.
"""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QDialog, QListView, QWidget

from coachdesk.demo import DemoBuilt, build_demo
from coachdesk.gui.background import Background
from coachdesk.gui.change_passphrase import ChangePassphraseDialog
from coachdesk.gui.idle import IdleWatch
from coachdesk.gui.leader_form import LeaderForm
from coachdesk.gui.main_window import MainWindow
from coachdesk.gui.preferences import PreferencesDialog
from coachdesk.gui.question import Question
from coachdesk.gui.recovery import RecoveryDialog
from coachdesk.gui.session import Session
from coachdesk.gui.settings import SettingsFile
from coachdesk.gui.texts import _
from coachdesk.gui.theme import Look
from coachdesk.gui.tools import Tools
from coachdesk.journal.files import WriterLock
from coachdesk.journal.keys import FLOOR
from coachdesk.journal.opening import create_journal, open_journal
from tests.gui.answers import Answers
from tests.gui.bare import undressed
from tests.gui.finding_scenes import FINDING
from tests.gui.scenes_case import CASES
from tests.gui.scenes_coaching import COACHING
from tests.gui.scenes_decisions import DECISIONS
from tests.gui.scenes_erasing import ERASING
from tests.gui.scenes_export import EXPORT
from tests.gui.scenes_keeping import KEEPING
from tests.gui.scenes_letters import LETTERS
from tests.gui.scenes_prepare import PREPARE
from tests.gui.scenes_trouble import TROUBLE
from tests.gui.scenes_writing import WRITING

PASSPHRASE = "an open secret of the screens"


@dataclass(frozen=True)
class Journals:
    """What the scenes open: an empty journal and the demo, by their recovery codes (which cost nothing)."""

    empty: Path
    empty_code: str
    demo: DemoBuilt


def make_journals(folder: Path) -> Journals:
    """Makes both."""
    empty, code = create_journal(folder / "Notes.coachdesk", PASSPHRASE, FLOOR)
    empty.close()
    return Journals(folder / "Notes.coachdesk", code, build_demo(folder, PASSPHRASE, FLOOR))


class Stage:
    """A fresh window with nothing open yet."""

    def __init__(self, look: Look, journals: Journals, folder: Path, *, is_looked_at: bool = True) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        self.journals, self.background, self.folder = journals, Background(), folder
        self.held: WriterLock | None = None
        self.session = Session(self.background)
        settings = SettingsFile(folder / "settings.json")
        settings.change(theme=look.choice)
        self.tools = Tools(session=self.session, look=look, settings=settings, prompts=Answers())
        self._idle, self._app = IdleWatch(app), app
        with nullcontext() if is_looked_at else undressed(app):
            self.window = MainWindow(self.tools, self._idle)
            assert is_looked_at or self.window.desk is not None

    def open_empty(self) -> MainWindow:
        """The window with a journal that nobody has written in."""
        self._open(self.journals.empty, self.journals.empty_code)
        return self.window

    def open_demo(self, entry: int = 0) -> MainWindow:
        """The window with the demo, an entry chosen (the first is 0)."""
        demo = self.journals.demo
        self._open(demo.journal_path, demo.recovery_code)
        shown = self.session.view.timeline(demo.leader_id).entries
        self.window.desk.show_entry(demo.leader_id, shown[entry].entry.id)
        return self.window

    def _open(self, journal: Path, code: str) -> None:
        """Opens a copy: what a scene writes is no other scene's business."""
        copy = self.folder / journal.name
        shutil.copytree(journal, copy)
        self.session.adopt(open_journal(copy, code, "recovery"))

    def dialog(self, dialog: QDialog) -> QDialog:
        """A dialog, open."""
        dialog.open()
        return dialog

    def type_into(self, passphrase: str) -> None:
        """Types a new passphrase on the first screen and has it judged."""
        new = self.window.first_run.new
        new.first.setText(passphrase)
        new.judge()
        self.settle()

    def settle(self) -> None:
        """Waits for what runs in the background and delivers it."""
        self.background.wait()
        QApplication.processEvents()
        QApplication.processEvents()

    def clear(self) -> None:
        """Takes everything away again."""
        if self.held is not None:
            self.held.release()
        self.session.lock("closing")
        self._app.removeEventFilter(self._idle)
        for widget in QApplication.topLevelWidgets():
            if not isinstance(widget, QListView):  # a list of offers is its completer's, who deletes it
                widget.close()
                widget.deleteLater()
        self.settle()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        for thing in (self._idle, self.session, self.background):
            shiboken6.delete(thing)


@contextmanager
def staged(look: Look, journals: Journals, size: tuple[int, int]) -> Iterator[Stage]:
    """A stage for one scene."""
    with tempfile.TemporaryDirectory() as folder, patch.dict(os.environ, XDG_STATE_HOME=folder):
        stage = Stage(look, journals, Path(folder))
        stage.window.resize(*size)
        stage.window.show()
        stage.settle()  # a window is active before anybody opens a journal in it
        try:
            yield stage
        finally:
            stage.clear()


def first_welcome(stage: Stage) -> QWidget:
    stage.window.show_first_run()
    return stage.window


def first_form(stage: Stage) -> QWidget:
    stage.window.show_first_run()
    stage.window.first_run.show_form()
    return stage.window


def first_form_filled(stage: Stage) -> QWidget:
    first_form(stage)
    stage.type_into("fern ladder onion quartz")
    stage.window.first_run.place.setText(str(Path.home() / "Dropbox" / "Notes.coachdesk"))
    stage.window.first_run.create_journal()
    return stage.window


def unlock(stage: Stage) -> QWidget:
    stage.window.show_unlock(stage.journals.empty)
    return stage.window


def unlock_refused(stage: Stage) -> QWidget:
    unlock(stage)
    stage.window.unlock.secret.setText("not this one")
    stage.window.unlock.unlock()
    stage.settle()
    return stage.window


def unlock_busy(stage: Stage) -> QWidget:
    unlock(stage)
    stage.window.unlock.show_busy()
    return stage.window


def locked_idle(stage: Stage) -> QWidget:
    stage.open_empty()
    stage.session.lock("idle")
    return stage.window


def desk_empty(stage: Stage) -> QWidget:
    return stage.open_empty()


def desk_full(stage: Stage) -> QWidget:
    return stage.open_demo(entry=4)


def desk_counting(stage: Stage) -> QWidget:
    window = stage.open_demo()
    window.show_countdown(42)
    return window


def desk_recovery_banner(stage: Stage) -> QWidget:
    stage.open_empty()
    stage.session.renew_recovery_code()
    stage.window.desk.refresh()
    return stage.window


def desk_trouble(stage: Stage) -> QWidget:
    window = stage.open_demo()
    window.show_trouble("ValueError")
    return window


def writing(stage: Stage) -> QWidget:
    window = stage.open_demo()
    window.desk.new_note()
    return window


def leader_new(stage: Stage) -> QWidget:
    window = stage.open_empty()
    return stage.dialog(LeaderForm(stage.tools, None, window))


def leader_refused(stage: Stage) -> QWidget:
    form = LeaderForm(stage.tools, None, stage.open_empty())
    form.save()
    return stage.dialog(form)


def preferences(stage: Stage) -> QWidget:
    return stage.dialog(PreferencesDialog(stage.tools, stage.open_empty()))


def change_passphrase(stage: Stage) -> QWidget:
    return stage.dialog(ChangePassphraseDialog(stage.tools, stage.open_empty()))


def recovery_code(stage: Stage) -> QWidget:
    window = stage.open_empty()
    stage.session.renew_recovery_code()
    return stage.dialog(RecoveryDialog(stage.tools, window))


def recovery_proof(stage: Stage) -> QWidget:
    window = stage.open_empty()
    stage.session.renew_recovery_code()
    dialog = RecoveryDialog(stage.tools, window)
    dialog.ask_back()
    return stage.dialog(dialog)


def question(stage: Stage) -> QWidget:
    return stage.dialog(
        Question(
            stage.open_demo(), _("Withdraw this entry?"), _("It stays visible as withdrawn."), _("Withdraw")
        )
    )


def question_line(stage: Stage) -> QWidget:
    asked = Question(stage.open_demo(), _("Correct this entry"), _("Why is it corrected?"), _("Correct"))
    asked.ask_for_line("")
    return stage.dialog(asked)


def recovery_renew(stage: Stage) -> QWidget:
    return stage.dialog(RecoveryDialog(stage.tools, stage.open_empty()))


SCENES: dict[str, Callable[[Stage], QWidget]] = {
    "first-welcome": first_welcome,
    "first-form": first_form,
    "first-form-refused": first_form_filled,
    "unlock": unlock,
    "unlock-refused": unlock_refused,
    "unlock-busy": unlock_busy,
    "locked-idle": locked_idle,
    "desk-empty": desk_empty,
    "desk-full": desk_full,
    "desk-counting": desk_counting,
    "desk-recovery-banner": desk_recovery_banner,
    "desk-trouble": desk_trouble,
    "writing": writing,
    "leader-new": leader_new,
    "leader-refused": leader_refused,
    "preferences": preferences,
    "change-passphrase": change_passphrase,
    "question": question,
    "question-line": question_line,
    "recovery-code": recovery_code,
    "recovery-proof": recovery_proof,
    "recovery-renew": recovery_renew,
    **FINDING,
    **WRITING,
    **COACHING,
    **CASES,
    **PREPARE,
    **DECISIONS,
    **EXPORT,
    **LETTERS,
    **KEEPING,
    **ERASING,
    **TROUBLE,
}
