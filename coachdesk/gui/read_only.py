"""A journal that is open to read only: whatever would write in it is switched off, and says why."""

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QTextEdit,
    QToolButton,
    QWidget,
)

from coachdesk.gui.actions import COMMANDS
from coachdesk.gui.texts import N_, _
from coachdesk.gui.tips import plain_tip
from coachdesk.journal.errors import DamagedDatabase

if TYPE_CHECKING:
    from coachdesk.gui.desk_pane import DeskPane

READING = frozenset(
    (
        "backups",
        "open_copy",
        "holds",
        "lock",
        "quit",
        "preferences",
        "history",
        "go_today",
        "search",
        "find",
        "show_due",
        "show_all",
        "go_leaders",
        "go_timeline",
        "go_reading",
        "show_archived",
        "help",
        "about",
    )
)
"""The commands that write nothing. A new command counts as one that writes until it stands here."""

WHY = N_("The journal is open to read only.")

_LOOKED_AT = (QEvent.Type.Polish, QEvent.Type.Show, QEvent.Type.EnabledChange)
_READING_ROLES = ("link", "row", "chip")
"""Buttons that only lead somewhere, by their role."""


def stops(key: str) -> bool:
    """Whether the command ``key`` is not there for a journal that is only read."""
    return key not in READING


assert {command.key for command in COMMANDS} >= READING


class ReadOnlyDesk(QObject):
    """Switches off what writes on a desk, also what is made while it looks; :meth:`end` switches it on again."""

    def __init__(self, desk: "DeskPane") -> None:
        super().__init__(desk)
        self._desk = desk
        self._stopped: dict[QWidget, str] = {}
        self._is_on = False

    def begin(self) -> None:
        """From now on nothing here writes."""
        if self._is_on:
            return
        self._is_on = True
        application().installEventFilter(self)
        for widget in self._desk.findChildren(QWidget):
            self._look_at(widget)

    def end(self) -> None:
        """As it was."""
        if not self._is_on:
            return
        self._is_on = False
        application().removeEventFilter(self)
        for widget, tip in self._stopped.items():
            if shiboken6.isValid(widget):
                widget.setEnabled(True)
                widget.setProperty("toolTip", tip)  # as it was
        self._stopped.clear()

    @contextlib.contextmanager
    def as_far_as_it_goes(self) -> Iterator[None]:
        """Inside, what cannot be read of a journal that only is read is left out, and a notice says so."""
        try:
            yield
        except DamagedDatabase:
            if not self._is_on:
                raise
            self._desk.banners.add_notice("read_only_damaged", "")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _LOOKED_AT and isinstance(watched, QWidget):
            self._look_at(watched)
        return False

    def _look_at(self, widget: QWidget) -> None:
        if self._is_on and widget.isEnabledTo(self._desk) and self._writes(widget):
            self._stopped.setdefault(widget, widget.toolTip())
            widget.setEnabled(False)
            widget.setToolTip(plain_tip(_(WHY)))

    def _writes(self, widget: QWidget) -> bool:
        desk = self._desk
        if widget in desk.writing:
            return True
        is_on_a_page = desk.area.isAncestorOf(widget) and not desk.is_timeline(widget)
        return is_on_a_page and (_is_field(widget) or _is_act(widget))


def _is_field(widget: QWidget) -> bool:
    return isinstance(widget, QLineEdit | QPlainTextEdit | QTextEdit) and not widget.isReadOnly()


def _is_act(widget: QWidget) -> bool:
    if isinstance(widget, QPushButton):
        return widget.property("role") not in _READING_ROLES
    return isinstance(widget, QToolButton) or (isinstance(widget, QAbstractButton) and widget.isCheckable())


def application() -> QCoreApplication:
    """The one there is."""
    found = QApplication.instance()
    assert found is not None
    return found
