"""The window: one screen at a time (first run, unlock, desk), the menu, the status bar, and the lock."""

import gc
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QEvent, QSize, Qt, QTimer
from PySide6.QtGui import QAction, QCloseEvent, QDrag
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QStackedWidget, QWidget

from coachdesk.gui import errors, wording
from coachdesk.gui.actions import Needs
from coachdesk.gui.background import Task
from coachdesk.gui.coaching import commands
from coachdesk.gui.export_door import open_export, resume, show_open_copy
from coachdesk.gui.first_run import FirstRunScreen, default_path
from coachdesk.gui.idle import IdleWatch
from coachdesk.gui.keeping import door as keeping_door
from coachdesk.gui.keys_door import KeysDoor
from coachdesk.gui.leaving import Leaving
from coachdesk.gui.menus import Menus
from coachdesk.gui.texts import _
from coachdesk.gui.tips import plain_tip
from coachdesk.gui.tokens import L, S
from coachdesk.gui.tools import Tools
from coachdesk.gui.unlock import UnlockScreen
from coachdesk.gui.widgets import button, label, restyle

if TYPE_CHECKING:
    from coachdesk.gui.desk_pane import DeskPane
    from coachdesk.gui.palette_rows import Found

LEAST_SIZE = (900, 600)
_TURN = 0.0005  # seconds a thread may run while another waits; Python's own are ten times that
_FIRST_SIZE, _MOST_OF_THE_SCREEN = (1240, 800), 0.92


def _load_desk(_task: Task) -> None:
    """While the passphrase is typed the desk is loaded, so that it is there when it is wanted."""


class MainWindow(QMainWindow):
    """Puts screens and panes together. :meth:`on` says who does what the table of commands names."""

    def __init__(self, tools: Tools, idle: IdleWatch) -> None:
        super().__init__()
        self._tools, self.idle, self._leaving = tools, idle, Leaving(tools)
        self.setWindowTitle("CoachDesk")
        self.setMinimumSize(*LEAST_SIZE)
        self.first_run, self.unlock = FirstRunScreen(tools), UnlockScreen(tools)
        self._desk: DeskPane | None = None
        self._path = Path()
        self.stack = QStackedWidget()
        for screen in (self.first_run, self.unlock):
            self.stack.addWidget(screen)
        self.setCentralWidget(self.stack)
        self._menus = Menus(self, tools.look, tools.settings)
        self._journal_label = label("", "caption")
        self.lock_button = button("", self._lock, role="quiet")
        self.lock_button.setIcon(tools.look.icon("lock-simple", "quiet"))
        self._build_status_bar()
        self._connect()
        self._restore_geometry()

    # Putting together

    @property
    def desk(self) -> "DeskPane":
        """The desk, made when it is first asked for: the window is visible before any of it is loaded."""
        if self._desk is None:
            from coachdesk.gui.desk_pane import DeskPane  # noqa: PLC0415

            self._desk = DeskPane(self._tools)
            self._desk.turned.connect(self._update_commands)
            self.keeping = keeping_door.KeepingDoor(self._desk, self._tools)
            self._desk.banners.recovery_wanted.connect(self._keys.show_recovery)
            self._desk.banners.own_wanted.connect(self._leave_demo)
            self._desk.banners.writing_wanted.connect(self._lock)
            self._desk.banners.notice_acted.connect(self._keys.act_on)
            self.stack.addWidget(self._desk)
            # All that was loaded stays. Looking through it for garbage would stop the window for 50 ms at a time.
            gc.freeze()
            # From here on a letter may be typed while a thread works, and has to wait for it several times.
            sys.setswitchinterval(_TURN)
        return self._desk

    def _make_desk(self, _loaded: None) -> None:
        _ = self.desk

    def on(self, key: str, handler: Callable[[], object]) -> None:
        """From now on the command ``key`` is done by ``handler``."""
        self._menus.on(key, handler)

    def does(self, key: str) -> bool:
        """Whether anybody does the command ``key``."""
        return self._menus.does(key)

    @property
    def commands(self) -> dict[str, QAction]:
        """The commands by their keys."""
        return self._menus.commands

    def _build_status_bar(self) -> None:
        self.statusBar().setSizeGripEnabled(False)
        self.statusBar().setContentsMargins(L, 0, S, 0)
        self.statusBar().addWidget(self._journal_label, 1)
        self.statusBar().addPermanentWidget(self.lock_button)

    def _connect(self) -> None:
        session, settings = self._tools.session, self._tools.settings
        session.opened.connect(self._on_opened)
        session.locked.connect(self._on_locked)
        session.locking.connect(self._close_all_above)
        session.noticed.connect(self._on_noticed)
        settings.changed.connect(self._on_settings)
        self.idle.expired.connect(lambda: session.lock("idle"))
        self.idle.lock_pressed.connect(self._lock)
        self.idle.counted.connect(self.show_countdown)
        self.unlock.settled.connect(lambda path: self.show_unlock(path, "settled"))
        self.unlock.afresh.connect(self.show_first_run)
        self.unlock.elsewhere.connect(self._open_another)
        self.first_run.another_wanted.connect(self._open_another)
        self.first_run.demo_found.connect(self.show_unlock)
        for key, handler in {
            "new_note": lambda: self.desk.new_note(),
            "add_leader": lambda: self.desk.leaders.add(),
            "edit_leader": lambda: self.desk.leaders.edit(),
            "archive_leader": lambda: self.desk.leaders.archive(),
            "lock": self._lock,
            "quit": self.close,
            "preferences": self._preferences,
            "backups": self._backups,
            "go_leaders": lambda: self.desk.leaders.list.setFocus(),
            "go_timeline": lambda: self.desk.timeline.list.setFocus(),
            "go_reading": lambda: self.desk.go_to_right(),
            "search": self._search,
            "export": lambda: open_export(self, self._tools, self.desk.leader_id),
            "open_copy": lambda: show_open_copy(self, self._tools),
            "help": self._help,
            "find": lambda: self.desk.timeline.filters.words.setFocus(),
            "show_due": lambda: self.desk.timeline.show_due(),
            "show_all": lambda: self.desk.timeline.clear_filters(),
            "about": self._about,
            "save_note": lambda: self.desk.editor.seal(),
            "note_kind": lambda: self.desk.editor.choose_kind(),
            "note_when": lambda: self.desk.editor.head.go_to("when"),
            "attach": lambda: self.desk.editor.page.files.choose(),
            "drafts": lambda: self.desk.drafts.open(),
            "correct": lambda: self.desk.correct_entry(),
            "add_to_entry": lambda: self.desk.add_to_entry(),
            "mark_told": lambda: self.desk.reading.mark_as_told(),
            "refile": lambda: self.desk.reading.refile(),
            "withdraw": lambda: self.desk.reading.withdraw(),
            "history": lambda: self.desk.reading.show_history(),
        }.items():
            self.on(key, handler)
        commands.connect(self)
        keeping_door.connect(self)
        self._keys = KeysDoor(self, self._tools)
        self._update_commands()

    def _update_commands(self) -> None:
        is_open = self._tools.session.is_open
        has: dict[Needs, bool] = {
            "nothing": True,
            "open": is_open,
            "leader": is_open and bool(self.desk.leader_id),
            "entry": is_open and bool(self.desk.entry_id),
            "change": is_open and self.desk.can_change,
            "note": is_open and self.desk.is_writing,
        }
        self._menus.enable(has, is_read_only=self._tools.session.is_read_only)

    # Screens

    def begin(self, path: Path | None) -> None:
        """The first screen: the way into a journal, or the first run where there is none."""
        path = path or default_path()
        if path.exists():
            self.show_unlock(path)
        else:
            self.show_first_run()

    def show_first_run(self) -> None:
        """What the app is, and a new journal."""
        self._show(self.first_run)
        self.first_run.show_welcome()

    def show_unlock(self, path: Path, why: str = "") -> None:
        """The way into the journal at ``path``."""
        self._show(self.unlock)
        self.unlock.show_for(path, why)
        if self._desk is None:
            self._tools.session.background.run(self, _load_desk, self._make_desk)

    def _show(self, screen: QWidget) -> None:
        self.stack.setCurrentWidget(screen)
        is_desk = screen is self._desk
        self.menuBar().setVisible(is_desk)
        self.statusBar().setVisible(is_desk)

    def _open_another(self) -> None:
        chosen = self._tools.prompts.choose_folder(self, _("Which journal? Choose its folder."), Path.home())
        if chosen is not None:
            from coachdesk.journal import backup  # noqa: PLC0415  # the window is visible before this is loaded

            self.show_unlock(backup.copy_in(chosen))

    def _leave_demo(self) -> None:
        self._tools.session.lock("hand")
        self.show_first_run()
        self.first_run.show_form()

    def _on_opened(self) -> None:
        came_by_code = self.stack.currentWidget() is self.unlock and self.unlock.is_by_code
        path, is_read_only = self._tools.session.journal.path, self._tools.session.is_read_only
        name, self._path = path.name.removesuffix(".coachdesk"), path
        self._journal_label.setText(
            _("{name}, open to read only").format(name=name) if is_read_only else name
        )
        self.setWindowTitle(_("Open to read only") if is_read_only else "CoachDesk")
        self._journal_label.setToolTip(plain_tip(str(path)))
        self.unlock.clear()
        self.first_run.clear()
        self._show(self.desk)
        self.desk.open_desk()
        self._on_settings()
        self._update_commands()
        is_lost = came_by_code and not is_read_only
        after = self._keys.change_lost_passphrase if is_lost else partial(resume, self, self._tools)
        QTimer.singleShot(0, after)

    def _on_locked(self, why: str) -> None:
        self.idle.stop()
        self.setWindowTitle("CoachDesk")
        self._journal_label.setText("")
        self._journal_label.setToolTip("")
        self._update_commands()
        if why != "closing":
            self.show_unlock(self._path, why if self._tools.session.is_kept else "unkept")
            self.repaint()  # at once: closing the journal may have to wait for a job

    def _on_noticed(self, kind: str, detail: str) -> None:
        self.desk.banners.add_notice(kind, detail)

    def show_trouble(self, name: str, words: str = "") -> None:
        """Says what is kept and what to do after a mistake of ours, or ``words`` if it is none."""
        if self._tools.session.is_read_only and name == "DamagedDatabase":
            self.desk.banners.add_notice("read_only_damaged", "")
        elif self._tools.session.is_open:
            is_kept = self._tools.session.keep_drafts()
            self.desk.message.show_sentence(words or errors.unexpected(name, is_kept=is_kept))
        else:
            on_unlock = self.stack.currentWidget() is self.unlock
            bar = self.unlock.message if on_unlock else self.first_run.visible_message
            bar.show_sentence(errors.unexpected(name))

    def say_no_backup(self, error: Exception) -> None:
        """The copy of today could not be made; the notes themselves have nothing to do with it."""
        said = _("No backup could be made: it is tried again in an hour. {why}").format(
            why=errors.sentence(error)
        )
        self.desk.message.show_sentence(said, "warning")

    # Locking

    def _lock(self) -> None:
        if self._leaving.may(self):
            self._tools.session.lock("hand")

    def _close_all_above(self) -> None:
        """Lock wins over every menu, dialog and drag."""
        if QApplication.mouseButtons() != Qt.MouseButton.NoButton:
            QDrag.cancel()
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
        for widget in QApplication.topLevelWidgets():
            if isinstance(widget, QDialog):
                widget.reject()

    def _on_settings(self) -> None:
        current = self._tools.settings.current
        self._tools.look.choose(current.theme)
        self._menus.follow_settings()
        if self._tools.session.is_open:
            self.idle.start(current.lock_minutes)
            self._say_when_it_locks()

    def _say_when_it_locks(self) -> None:
        minutes = self._tools.settings.current.lock_minutes
        self._say_lock(
            _("Locks after {count} min").format(count=minutes) if minutes else _("Locks by hand only")
        )

    def _say_lock(self, words: str, role: str = "quiet") -> None:
        self.lock_button.setText(words)
        self.lock_button.setIcon(self._tools.look.icon("lock-simple", "warning" if role == "alarm" else role))
        restyle(self.lock_button, role=role)
        self.lock_button.setToolTip(_("Lock now (Ctrl+L)"))

    def show_countdown(self, seconds: int) -> None:
        """The last seconds before the journal locks; -1: somebody is there again."""
        if seconds < 0:
            self._say_when_it_locks()
        else:
            self._say_lock(_("Locks in {time}").format(time=wording.minutes_and_seconds(seconds)), "alarm")

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if (
            event.type() == QEvent.Type.WindowStateChange
            and self.windowState() & Qt.WindowState.WindowMinimized
            and self._tools.settings.current.lock_on_minimise
        ):
            self._tools.session.lock("minimised")

    # What the window itself does

    def _preferences(self) -> None:
        from coachdesk.gui.preferences import PreferencesDialog  # noqa: PLC0415  # seldom

        self.show_dialog(PreferencesDialog(self._tools, self))

    def _backups(self) -> None:
        from coachdesk.gui.backups import BackupsDialog  # noqa: PLC0415  # seldom

        self.show_dialog(BackupsDialog(self._tools, self))

    def _search(self) -> None:
        from coachdesk.gui.palette import PaletteDialog  # noqa: PLC0415  # not before it is asked for

        before, palette = QApplication.focusWidget(), PaletteDialog(self._tools, self.commands, self)
        self.run_dialog(palette)
        if self._tools.session.is_open and palette.answer is not None:
            self._go(palette.answer)
        elif before is not None and before.isVisible():
            before.setFocus()

    def _go(self, found: "Found") -> None:
        """Goes where the search box leads."""
        if found.command:
            self.commands[found.command].trigger()
        elif found.entry_id:
            self.desk.show_entry(found.leader_id, found.entry_id, found.words)
        else:
            self.desk.show_leader(found.leader_id)

    def _help(self) -> None:
        from coachdesk.gui.help_window import HelpWindow  # noqa: PLC0415  # seldom

        self.run_dialog(HelpWindow(self._tools.look, self))

    def _about(self) -> None:
        import coachdesk  # noqa: PLC0415

        self._tools.prompts.tell(
            self,
            _("About CoachDesk"),
            _(
                "CoachDesk {version}. A manager’s private, encrypted journal. It never opens a network connection."
            ).format(version=coachdesk.__version__),
        )

    def show_dialog(self, dialog: QDialog) -> None:
        """Shows a dialog over the window and goes on; it is gone once it is answered or the lock closes it."""
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def run_dialog(self, dialog: QDialog) -> int:
        """Shows a dialog and waits until it is answered or the lock closes it; nothing of it lives on."""
        try:
            return dialog.exec()
        finally:
            dialog.deleteLater()

    # Geometry, closing

    def _restore_geometry(self) -> None:
        kept = self._tools.settings.current.geometry
        if not (kept and self.restoreGeometry(QByteArray.fromBase64(kept.encode()))):
            self.resize(QSize(*_FIRST_SIZE).boundedTo(self.screen().availableSize() * _MOST_OF_THE_SCREEN))

    def come_to_front(self) -> None:
        """A second start wants this window."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._leaving.may(self):
            event.ignore()
            return
        self._tools.session.lock("closing")
        geometry = bytes(self.saveGeometry().toBase64().data()).decode()
        self._tools.settings.change(geometry=geometry)
        super().closeEvent(event)
