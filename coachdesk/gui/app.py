"""Starting the window: the application, its look, one window per journal, and what to do in trouble."""

import os
import secrets
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QLocale, QSettings, Qt
from PySide6.QtWidgets import QApplication

from coachdesk.gui import accessible, capture, icons, qt_texts, texts
from coachdesk.gui.away import AwayWatch
from coachdesk.gui.background import Background
from coachdesk.gui.backup_watch import BackupWatch
from coachdesk.gui.clipboard import ClipboardWatch
from coachdesk.gui.first_run import default_path
from coachdesk.gui.idle import IdleWatch
from coachdesk.gui.instance import Instance
from coachdesk.gui.latin_keys import LatinKeys
from coachdesk.gui.main_window import MainWindow
from coachdesk.gui.prompts import Dialogs
from coachdesk.gui.session import Session
from coachdesk.gui.settings import SettingsFile, settings_path
from coachdesk.gui.theme import Look
from coachdesk.gui.tools import Tools
from coachdesk.gui.trouble import Trouble

_KEY_BYTES = 16


def main(argv: Sequence[str] = ()) -> int:
    """Runs the window until it is closed. ``argv`` may hold the path of a journal. Returns the exit code."""
    app = make_application()
    settings = SettingsFile(settings_path(), app)
    if not settings.current.instance_key:
        settings.change(instance_key=secrets.token_hex(_KEY_BYTES))
    texts.speak(settings.current.language)
    qt_texts.install(app)
    path = Path(argv[0]).expanduser() if argv else Path(settings.current.journal or default_path())
    instance = Instance(settings.current.instance_key, app)
    if not instance.claim(path):
        return 0
    running = start(app, settings)
    instance.called.connect(running.window.come_to_front)
    trouble = Trouble(app)
    trouble.struck.connect(running.window.show_trouble)
    backups = BackupWatch(running.tools.session, app)
    backups.failed.connect(running.window.say_no_backup)
    stop_watching = trouble.watch()
    running.window.begin(path if argv or settings.current.journal else None)
    running.window.show()
    try:
        return app.exec()
    finally:
        running.tools.session.lock("closing")
        running.tools.session.background.wait()
        stop_watching()


@dataclass(frozen=True)
class Running:
    """What a start made."""

    tools: Tools
    window: MainWindow


def make_application() -> QApplication:
    """The application object. Qt's own settings, which keep the folders of file dialogs, go nowhere."""
    QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, os.devnull)
    QApplication.setAttribute(
        Qt.ApplicationAttribute.AA_DontUseNativeDialogs
    )  # the system's keep lists of their own
    app = QApplication(sys.argv[:1])
    accessible.install()
    app.setApplicationName("coachdesk")
    app.setApplicationDisplayName("CoachDesk")
    app.setDesktopFileName("coachdesk")
    app.setWindowIcon(icons.app_icon())
    QLocale.setDefault(QLocale.system())
    return app


def start(app: QApplication, settings: SettingsFile) -> Running:
    """The window and all it stands on."""
    LatinKeys(app)
    background = Background(app)
    session = Session(background, app)
    look = Look(app, settings.current.theme)
    tools = Tools(session=session, look=look, settings=settings, prompts=Dialogs())
    AwayWatch(session, app)
    ClipboardWatch(session, app)
    capture.guard(app, settings)
    return Running(tools, MainWindow(tools, IdleWatch(app, parent=app)))
