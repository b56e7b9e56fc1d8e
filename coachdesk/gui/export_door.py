"""The way from the desk into an export and back. It loads nothing of it before it is wanted."""

import sys
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from coachdesk.gui.background import Task
from coachdesk.gui.calmly import calmly
from coachdesk.gui.tools import Tools

if TYPE_CHECKING:
    from coachdesk.gui.main_window import MainWindow

ON_SCREEN = "export_on_screen"
"""The setting that names the leader for whom an export was on the screen when the lock came; else it is empty."""

_WINDOW = "coachdesk.gui.export_window"


def open_export(window: "MainWindow", tools: Tools, leader_id: str) -> None:
    """The export window over the desk, where what was begun for this leader goes on.

    The first time it is loaded beside the desk, which takes half a second.
    """
    show = partial(_show, window, tools, leader_id)
    if _WINDOW in sys.modules:
        show(None)
    else:
        tools.session.background.run(window, _load, show)


def _load(_task: Task) -> None:
    with calmly():
        import_module(_WINDOW)


def _show(window: "MainWindow", tools: Tools, leader_id: str, _loaded: None) -> None:
    from coachdesk.gui.export_window import ExportWindow  # noqa: PLC0415  # see above

    if tools.session.is_open and not window.findChildren(ExportWindow):
        made = ExportWindow(tools, leader_id, window)
        made.entry_wanted.connect(window.desk.show_entry)
        made.page_wanted.connect(window.desk.show_page)
        # In two turns, so that neither is long: the window is not held up.
        QTimer.singleShot(0, made, partial(window.show_dialog, made))


def show_open_copy(window: "MainWindow", tools: Tools) -> None:
    """Asks what goes into an open copy of the journal."""
    from coachdesk.gui.open_copy import OpenCopyDialog  # noqa: PLC0415  # seldom

    window.show_dialog(OpenCopyDialog(tools, window))


def resume(window: "MainWindow", tools: Tools) -> None:
    """An export that was on the screen when the journal was locked is there again."""
    if not tools.session.is_open or tools.session.is_read_only:
        return
    leader_id = (tools.session.view.setting(ON_SCREEN) or b"").decode()
    if leader_id:
        tools.session.change_setting(ON_SCREEN, b"")
        window.desk.leaders.pick(leader_id)
        open_export(window, tools, leader_id)
