"""A manager's whole day in the real window, every word of it a canary: for test_privacy.py to look for traces of.

    python -m tests.gui.privacy_session day PAPERS      # from first run to quitting
    python -m tests.gui.privacy_session scenes FOLDER   # every screen and dialog, whatever can be typed in typed in

It runs where HOME, TMPDIR and the XDG folders say. What it prints is JSON for the test: the titles of all
windows, recovery codes that were made on the way, names that were shown, and what went wrong.
"""

import json
import os
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QEvent, QMimeData, QObject, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QColor, QDropEvent, QImage, QInputMethodEvent, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from coachdesk.gui.main_window import MainWindow
from coachdesk.gui.session import Session
from tests.gui.canaries import PASSPHRASES, canary

PATIENCE = 20.0
Shown = TypeVar("Shown", bound=QWidget)


class Titles(QObject):
    """Remembers the title of every window."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self.seen = {one.windowTitle() for one in app.topLevelWidgets()}
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  # the name is Qt’s
        if event.type() in (QEvent.Type.Show, QEvent.Type.WindowTitleChange) and isinstance(watched, QWidget):
            handle = watched.windowHandle() if watched.isWindow() else None
            self.seen |= {watched.windowTitle()} | ({handle.title()} if handle else set())
        return False


# A hand


def wait(done: Callable[[], Any]) -> None:
    """Waits until something is so."""
    until = time.monotonic() + PATIENCE
    while not done():
        assert time.monotonic() < until, "waited in vain"
        QTest.qWait(5)


def type_in(widget: QWidget, text: str) -> None:
    """Types as an input method does, which knows all letters; what was there is typed over."""
    widget.setFocus()
    if isinstance(widget, QLineEdit | QPlainTextEdit):
        widget.selectAll()
    typed = QInputMethodEvent()
    typed.setCommitString(text)
    QApplication.sendEvent(widget, typed)
    QApplication.processEvents()


def fields(root: QWidget) -> Iterator[QWidget]:
    """What can be typed in and is seen."""
    for kind in (QLineEdit, QPlainTextEdit):
        for field in root.findChildren(kind):
            if field.isVisibleTo(root) and field.isEnabled() and not field.isReadOnly():
                yield field


def fill(root: QWidget) -> None:
    """A canary into whatever can be typed in."""
    for field in list(fields(root)):
        if not (isinstance(field.parentWidget(), QComboBox) or field.accessibleName() in PASSPHRASES):
            type_in(field, canary(field.accessibleName()))


def copy_all(root: QWidget) -> None:
    """To the clipboard, out of whatever lets one."""
    for kind in (QLineEdit, QPlainTextEdit, QTextEdit):
        for field in root.findChildren(kind):
            if field.isVisibleTo(root):
                field.selectAll()
                field.copy()
    selectable = Qt.TextInteractionFlag.TextSelectableByMouse
    for said in root.findChildren(QLabel):
        if said.textInteractionFlags() & selectable and said.text():
            said.setSelection(0, len(said.text()))
            QApplication.clipboard().setText(said.selectedText())


def shown(kind: type[Shown]) -> Shown | None:
    """The window of a kind that is seen, if any."""
    seen = [one for one in QApplication.topLevelWidgets() if isinstance(one, kind) and one.isVisible()]
    return seen[-1] if seen else None


def soon(kind: type[Shown], act: Callable[[Shown], object]) -> Callable[[], None]:
    """Does something in a dialog that is still to come, and closes it; what is returned waits for that."""
    timer, troubles = QTimer(interval=10), list[BaseException]()

    def look() -> None:
        dialog = shown(kind)
        if dialog is None:
            return
        timer.stop()
        try:
            act(dialog)
        except BaseException as error:  # noqa: BLE001  # raised where it is waited for
            troubles.append(error)
        if isinstance(dialog, QDialog) and dialog.isVisible():
            dialog.reject()

    def over() -> None:
        wait(lambda: not timer.isActive())
        if troubles:
            raise troubles[0]

    timer.timeout.connect(look)
    timer.start()
    return over


def during(kind: type[Shown], act: Callable[[Shown], object], begin: Callable[[], object]) -> None:
    """Begins something that does not come back before its dialog is closed, and does ``act`` in that dialog."""
    over = soon(kind, act)
    begin()
    over()


def chosen(path: Path) -> Callable[[QFileDialog], None]:
    """Chooses a path in Qt's own file dialog."""

    def choose(dialog: QFileDialog) -> None:
        name = dialog.findChild(QLineEdit, "fileNameEdit")
        assert name is not None
        name.setText(str(path))
        dialog.accept()

    return choose


def drop(paths: list[Path], over: Any) -> None:
    """Lets files go over something."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    buttons, modifiers = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    over.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, buttons, modifiers))


# The day


class Day:
    """From the first run to quitting, in one window."""

    def __init__(self, papers: Path) -> None:
        self.papers = papers
        window = shown(MainWindow)
        assert window is not None
        self.window, self.codes = window, list[str]()
        self.session: Session = window._tools.session

    @property
    def desk(self) -> Any:
        return self.window.desk

    def whole(self) -> None:
        """Everything, in the order of a day."""
        self.begin()
        self.add_people()
        self.write()
        self.look_at_files()
        self.break_something()
        self.lock_in_the_middle()
        self.come_back_by_code()
        self.seal()
        self.change()
        self.find()
        self.export()
        self.put_the_code_on_paper()
        self.look_around()
        self.leave_drafts()
        self.unlock()
        self.back_up()
        self.window.close()

    def begin(self) -> None:
        first = self.window.first_run
        QTest.mouseClick(first.begin_button, Qt.MouseButton.LeftButton)
        during(QFileDialog, chosen(Path.home()), first.choose_place)
        type_in(first.new.first, PASSPHRASES["New passphrase"])
        first.new.judge()
        first.create_journal()  # refused: typed only once
        type_in(first.new.second, PASSPHRASES["New passphrase"])
        first.create_journal()
        wait(lambda: self.session.is_open)
        self.codes.append(self.session.recovery_code)

    def add_people(self) -> None:
        def one(form: Any) -> None:
            fill(form)
            form.save()  # refused: no date
            assert form.isVisible()
            type_in(form.fields["started"], "2025-01-06")
            copy_all(form)
            form.save()

        from coachdesk.gui.leader_form import LeaderForm
        from coachdesk.records.people import Contact, Leader

        during(LeaderForm, one, self.window.commands["add_leader"].trigger)
        for number in range(12):
            self.session.put(Leader.make(name=canary(f"Leader {number}")))
        self.session.put(Contact.make(name=canary("Contact"), role=canary("Contact’s role")))
        type_in(self.desk.leaders.search, canary("Find a leader"))
        type_in(self.desk.leaders.search, canary("Name")[:12])
        self.desk.leaders.search.setText("")
        self.desk.leaders.search.textEdited.emit("")

    def write(self) -> None:
        self.window.commands["new_note"].trigger()
        editor = self.desk.editor
        page = editor.page
        editor.head.kind.setCurrentIndex(editor.head.kind.findData("feedback"))
        editor.head.kind.activated.emit(editor.head.kind.currentIndex())
        for key in page.fields:
            page.unfold(key)
        for key, chosen in (("source", "reported"), ("told", "told"), ("lane", "counsel")):
            QTest.mouseClick(page.fields[key]._choice.chips[chosen], Qt.MouseButton.LeftButton)
        for _twice in range(2):  # a row that is begun brings the next
            fill(editor)
        type_in(editor.head.when.line, canary("when"))
        editor.seal()
        assert editor.is_writing, "a canary is no date"
        self.attach()
        copy_all(editor)
        QTest.qWait(700)  # the draft is kept

    def attach(self) -> None:
        files = self.desk.editor.page.files
        mine = sorted(self.papers.iterdir())
        during(QFileDialog, chosen(mine[0]), files.choose)
        drop(mine[1:], self.desk.editor.page)
        picture = QImage(40, 30, QImage.Format.Format_RGB32)
        picture.fill(QColor("teal"))
        picture.setText("Comment", canary("picture"))
        data = QMimeData()
        data.setImageData(picture)
        self.desk.editor.text.insertFromMimeData(data)
        rich = QMimeData()
        rich.setHtml(f"<b>{canary('rich text')}</b>")
        QApplication.clipboard().setMimeData(rich)
        self.desk.editor.text.moveCursor(QTextCursor.MoveOperation.End)
        self.desk.editor.text.paste()
        wait(lambda: not files.is_busy)
        assert len(files.attachments) == len(mine) + 1

    def look_at_files(self) -> None:
        from coachdesk.gui.preview import PreviewDialog

        for number, attachment in enumerate(self.desk.editor.page.files.attachments):

            def look(dialog: Any, number: int = number) -> None:
                wait(lambda: dialog.content.currentWidget() is not dialog._wait)
                QTest.qWait(100)
                dialog.grab()
                copy_all(dialog)
                if number == 0:
                    self.save_a_copy(dialog)

            during(PreviewDialog, look, lambda attachment=attachment: self.desk.look_at(attachment))

    def save_a_copy(self, dialog: Any) -> None:
        from coachdesk.gui.question import Question

        over = soon(QFileDialog, chosen(self.papers / "copy"))
        during(Question, lambda question: question.accept(), dialog.save_copy)
        over()
        wait((self.papers / "copy").exists)

    def break_something(self) -> None:
        def mistake() -> None:
            raise RuntimeError(canary("error"))

        threading.Thread(target=mistake).start()
        wait(self.desk.message.isVisible)

    def lock_in_the_middle(self) -> None:
        self.window.commands["lock"].trigger()
        assert not self.session.is_open

    def come_back_by_code(self) -> None:
        from coachdesk.gui.change_passphrase import ChangePassphraseDialog

        unlock = self.window.unlock
        type_in(unlock.secret, canary("wrong passphrase"))
        unlock.unlock()
        wait(lambda: not unlock.is_busy)
        assert not self.session.is_open
        QTest.mouseClick(unlock.other_way, Qt.MouseButton.LeftButton)
        for typed in (canary("wrong code"), self.codes[0].lower().replace("-", " ")):
            type_in(unlock.code, typed)
            unlock.unlock()
            wait(lambda: not unlock.is_busy)
        wait(lambda: shown(ChangePassphraseDialog))
        self.change_passphrase("second")

    def change_passphrase(self, which: str) -> None:
        from coachdesk.gui.change_passphrase import ChangePassphraseDialog

        dialog = shown(ChangePassphraseDialog)
        assert dialog is not None
        type_in(dialog.new.first, PASSPHRASES[which])
        type_in(dialog.new.second, PASSPHRASES[which])
        dialog.change()
        wait(lambda: shown(ChangePassphraseDialog) is None)
        self.passphrase = PASSPHRASES[which]

    def seal(self) -> None:
        editor = self.desk.editor
        assert canary("Behaviour") in editor.note.behaviour, "the draft is back"
        type_in(editor.head.when.line, "2 January 2026")
        for day in (editor.page.fields["told"].day, *self.due_days()):
            type_in(day, "3 January 2026")
        fill_reason(editor)
        editor.seal()
        assert not editor.is_writing, editor.message.text
        copy_all(self.desk.reading)
        self.desk.reading.grab()

    def due_days(self) -> list[QLineEdit]:
        points = self.desk.editor.page.fields["action_points"].rows.filled
        return [one._due for one in points]

    def change(self) -> None:
        from coachdesk.gui.change_dialogs import RefileDialog, ToldDialog, WithdrawDialog

        for begin in (self.desk.add_to_entry, self.desk.correct_entry):
            begin()
            editor = self.desk.editor
            for key, words in (("text", "changed text"), ("reason", "reason")):
                if editor.page.fields[key].isVisible():
                    type_in(editor.page.fields[key].edit, canary(words))
            editor.seal()
            assert not editor.is_writing, editor.message.text
        self.desk.reading.show_history()
        copy_all(self.desk.reading)

        def act(dialog: Any) -> None:
            fill(dialog)
            if isinstance(dialog, ToldDialog):
                type_in(dialog.day, "5 January 2026")
            if isinstance(dialog, RefileDialog):
                for box in list(dialog.boxes.values())[:3]:
                    box.setChecked(True)
            dialog.act()
            assert not dialog.isVisible(), dialog.message.text

        during(ToldDialog, act, self.desk.reading.mark_as_told)
        during(RefileDialog, act, self.desk.reading.refile)
        self.short_note("to be withdrawn")
        during(WithdrawDialog, act, self.desk.reading.withdraw)

    def short_note(self, words: str) -> None:
        self.desk.new_note()
        type_in(self.desk.editor.text, canary(words))
        self.desk.editor.seal()
        assert not self.desk.editor.is_writing

    def find(self) -> None:
        from coachdesk.gui.days_dialog import DaysDialog
        from coachdesk.gui.palette import PaletteDialog

        timeline = self.desk.timeline
        type_in(timeline.filters.words, canary("filter"))
        QTest.qWait(300)
        type_in(timeline.filters.words, canary("to be withdrawn"))
        QTest.qWait(300)

        def days(dialog: Any) -> None:
            fill(dialog)
            dialog.answer()

        during(DaysDialog, days, timeline.filters.days.ask)
        timeline.clear_filters()

        def look(dialog: Any) -> None:
            for typed in (canary("search"), f"leader:{canary('Leader 3')}", canary("to be withdrawn")):
                type_in(dialog.field, typed)
                wait(lambda: not dialog.is_looking)
            dialog.grab()
            QTest.keyClick(dialog.field, Qt.Key.Key_Return)

        during(PaletteDialog, look, self.window.commands["search"].trigger)
        self.desk.timeline.strip.grab()

    def export(self) -> None:
        from coachdesk.gui.export_window import DONE, PROTECT, REDACT, ExportWindow

        def go(dialog: Any) -> None:
            wait(lambda: dialog.steps.review.rows)
            dialog.steps.scope.lanes["counsel"].setChecked(True)
            fill(dialog.steps.scope)
            while dialog.at < PROTECT:
                wait(lambda: dialog.reading.is_current and dialog.onward.isEnabled())
                dialog.grab()
                if dialog.at == REDACT:
                    dialog.steps.redact.replace.click()
                dialog.go_on()
            # Refused: the name that is replaced stands in attached files too.
            wait(lambda: dialog.at == REDACT)
            dialog.steps.redact.keep.click()
            wait(lambda: dialog.reading.is_current and dialog.onward.isEnabled())
            dialog.go_on()
            wait(lambda: dialog.drawing.made)
            dialog.steps.protect.pages.view.grab()
            QTest.qWait(300)
            during(QFileDialog, chosen(self.papers / "export.pdf"), dialog.go_on)
            wait(lambda: dialog.at == DONE)
            copy_all(dialog)
            dialog.steps.handed.check()
            wait(dialog.steps.handed.verify.isEnabled)

        during(ExportWindow, go, self.window.commands["export"].trigger)

    def put_the_code_on_paper(self) -> None:
        from coachdesk.gui.recovery import RecoveryDialog

        self.window.commands["recovery"].trigger()
        dialog = shown(RecoveryDialog)
        assert dialog is not None
        dialog.renew()
        self.codes.append(self.session.recovery_code)
        during(QFileDialog, chosen(self.papers / "recovery.pdf"), dialog.save_sheet)
        dialog.ask_back()
        fill(dialog)
        dialog.prove()  # refused: that is not the code
        for place, answer in zip(dialog.asked, dialog.answers, strict=True):
            type_in(answer, self.codes[-1].split("-")[place])
        dialog.prove()
        wait(lambda: shown(RecoveryDialog) is None)

    def look_around(self) -> None:
        from coachdesk.gui.help_window import HelpWindow
        from coachdesk.gui.preferences import PreferencesDialog
        from coachdesk.gui.question import Question

        during(HelpWindow, copy_all, self.window.commands["help"].trigger)
        during(Question, copy_all, self.window.commands["about"].trigger)
        self.window.commands["preferences"].trigger()
        dialog = shown(PreferencesDialog)
        assert dialog is not None
        dialog.accept()
        self.window.commands["change_passphrase"].trigger()
        self.change_passphrase("third")

    def leave_drafts(self) -> None:
        self.desk.new_note()
        type_in(self.desk.editor.text, canary("draft"))
        self.desk.editor.put_away()
        self.desk.drafts.open()
        self.desk.new_note()
        type_in(self.desk.editor.text, canary("second draft"))
        self.session.lock("idle")

    def unlock(self) -> None:
        type_in(self.window.unlock.secret, self.passphrase)
        QTest.keyClick(self.window.unlock.secret, Qt.Key.Key_Return)
        wait(lambda: self.session.is_open)
        assert self.desk.editor.is_writing, "the draft is back"

    def back_up(self) -> None:
        """The copy of the day, which else is made when the desk has been quiet for a while."""
        from coachdesk.gui.backup_watch import BackupWatch
        from coachdesk.journal.backup import own_backups

        watch = QApplication.instance().findChild(BackupWatch)
        watch.look()
        wait(lambda: own_backups(self.session.journal.path))


def fill_reason(editor: Any) -> None:
    """Why only now, if that is asked."""
    field = editor.page.fields["late_reason"]
    if field.isVisible():
        type_in(field.edit, canary("late reason"))


def day(papers: Path) -> dict[str, Any]:
    """The program as it always is, but for its loop, which the day stands in for."""
    from coachdesk.__main__ import main

    found: dict[str, Any] = {"titles": [], "secrets": [], "troubles": []}

    def loop(app: QApplication) -> int:
        titles, today = Titles(app), Day(papers)
        try:
            today.whole()
        except BaseException:  # noqa: BLE001  # the test says what went wrong
            found["troubles"].append(traceback.format_exc())
        found["titles"], found["secrets"] = sorted(titles.seen), today.codes
        return 0

    QApplication.exec = loop
    os.environ.setdefault("DISPLAY", "offscreen")
    code = main([])
    if code:
        found["troubles"].append(f"ended with {code}")
    return found


def scenes(folder: Path) -> dict[str, Any]:
    """One in three of all screens and dialogs: looked at, typed into, copied from, locked. ``tests.faults.plaintext``
    goes through them all.
    """
    from coachdesk.gui.app import make_application
    from coachdesk.gui.theme import Look
    from tests.gui.scenes import SCENES, Stage, make_journals

    app = make_application()
    titles, look = Titles(app), Look(app, "light", own_fonts=True)
    journals = make_journals(folder)
    troubles, names = [], set[str]()
    for name, build in [*SCENES.items()][::3]:
        place = folder / name
        place.mkdir()
        stage = Stage(look, journals, place, is_looked_at=False)
        stage.window.show()
        try:
            root = build(stage)
            stage.settle()
            fill(root)
            stage.settle()
            root.grab()
            copy_all(root)
            if stage.session.is_open:
                names |= {one.name for one in stage.session.view.leaders()}
                names |= {one.name for one in stage.session.view.records("attachment")}
            stage.session.lock("hand")
        except BaseException:  # noqa: BLE001  # the test says what went wrong
            troubles.append(f"{name}: {traceback.format_exc()}")
        stage.clear()
    return {"titles": sorted(titles.seen), "secrets": [], "names": sorted(names), "troubles": troubles}


if __name__ == "__main__":
    done = {"day": day, "scenes": scenes}[sys.argv[1]](Path(sys.argv[2]))
    print(json.dumps(done))
