"""Drawing an export in memory, and drawing it again only where something else was chosen."""

import msgspec
from PySide6.QtCore import QObject, Signal

from coachdesk.export import releasing
from coachdesk.export.releasing import MANAGER, Choices, begin
from coachdesk.gui.background import Task
from coachdesk.gui.export_making import Made, Making
from coachdesk.gui.export_wish import Wish, choices_of
from coachdesk.gui.session import Session
from coachdesk.journal.errors import JournalError
from coachdesk.records.base import InvalidRecord


class Drawing(QObject):
    """``came`` (Made): the pages are there; ``progressed`` (share); ``failed`` (error): there will be none."""

    came = Signal(object)
    progressed = Signal(float)
    failed = Signal(object)

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._choices: Choices | None = None
        self._making: Making | None = None
        self._task: Task | None = None
        self.made: Made | None = None

    @property
    def is_busy(self) -> bool:
        """Whether pages are being drawn."""
        return self._task is not None

    def is_of(self, wish: Wish, password: str) -> bool:
        """Whether what is drawn, or being drawn, is what these choices say."""
        return self._choices is not None and self._choices == choices_of(wish, password)

    def start(self, wish: Wish, password: str) -> None:
        """Draws it, unless that is what is drawn."""
        if self.is_of(wish, password) and wish.manager == releasing.manager_of(self._session.view):
            return
        self.stop()
        session, choices = self._session, choices_of(wish, password)
        try:
            if wish.manager != releasing.manager_of(session.view):
                session.change_setting(MANAGER, msgspec.json.encode(wish.manager))
            begun = begin(session.journal, choices)
        except (JournalError, InvalidRecord) as error:
            self.failed.emit(error)
            return
        self._choices, self._making = choices, Making(session.journal, begun)
        self._task = session.background.run(
            self, self._making, self._on_made, failed=self._on_failed, progressed=self.progressed.emit
        )

    def stop(self) -> None:
        """Nobody wants it any more; nothing of it is kept."""
        if self._task is not None:
            self._task.cancel()
        if self._making is not None:
            self._making.stop()
        self._choices = self._making = self._task = self.made = None

    def _on_made(self, made: Made) -> None:
        self._making = self._task = None
        self.made = made
        self.came.emit(made)

    def _on_failed(self, error: Exception) -> None:
        self.stop()
        self.failed.emit(error)
