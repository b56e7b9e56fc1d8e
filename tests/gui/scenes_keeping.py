"""Scenes of looking after a journal: its backups, and what putting one back would change."""

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from coachdesk.gui.backups import BackupsDialog
from coachdesk.gui.open_copy import OpenCopyDialog
from coachdesk.journal import backup
from tests.making import entry

if TYPE_CHECKING:
    from tests.gui.scenes import Stage

NOW = dt.datetime(2026, 10, 9, 8, 15, tzinfo=dt.UTC)


def backups_none(stage: "Stage") -> QWidget:
    return stage.dialog(BackupsDialog(stage.tools, stage.open_empty()))


def _with_backups(stage: "Stage") -> BackupsDialog:
    window, journal = stage.open_demo(), stage.session.journal
    for days in (0, 1, 8):
        journal.back_up(backup.place_for(journal.path, NOW - dt.timedelta(days=days)))
    return BackupsDialog(stage.tools, window)


def backups_made(stage: "Stage") -> QWidget:
    dialog = _with_backups(stage)
    stage.dialog(dialog)
    dialog.back_up()
    stage.settle()
    return dialog


def backups_compared(stage: "Stage") -> QWidget:
    dialog = _with_backups(stage)
    leader = stage.session.view.leaders()[0]
    for title in ("Asked the team before he answered", "Brought two options to the board"):
        stage.session.put(entry(leader, title=title, kind="praise"))
    stage.dialog(dialog)
    dialog.look()
    return dialog


def open_copy(stage: "Stage") -> QWidget:
    window = stage.open_demo()
    stage.session.keep_draft("a", {"text": "He asked for help."})
    dialog = OpenCopyDialog(stage.tools, window)
    stage.dialog(dialog)
    stage.settle()
    return dialog


KEEPING: dict[str, Callable[["Stage"], QWidget]] = {
    "backups-none": backups_none,
    "backups-made": backups_made,
    "backups-compared": backups_compared,
    "open-copy": open_copy,
}
