"""Handing an export over: the very bytes that were looked at get a name, or nothing stays behind."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Signal
from PySide6.QtWidgets import QWidget

from coachdesk.export.releasing import Prepared, aimed, check_target, drop_part, write_part
from coachdesk.gui.background import Cancelled, Task
from coachdesk.gui.export_making import Made
from coachdesk.gui.texts import _
from coachdesk.gui.tools import Tools
from coachdesk.journal.errors import JournalError

SUFFIX = ".pdf"


class Handing(QObject):
    """One file on its way out. ``released`` (Released): it is there; ``failed`` (error): it is not, and nothing of it is."""

    released = Signal(object)
    failed = Signal(object)

    def __init__(self, tools: Tools, parent: QObject) -> None:
        super().__init__(parent)
        self._tools = tools
        self._task: Task | None = None
        self._prepared: Prepared | None = None

    @property
    def is_busy(self) -> bool:
        """Whether a file is being written."""
        return self._task is not None

    def ask(self, parent: QWidget, made: Made) -> tuple[Path, bool] | None:
        """Where it shall be, and whether what is there was asked about; None if nowhere."""
        chosen = self._tools.prompts.choose_target(
            parent, _("Hand over as"), _suggestion(made), _("PDF ({pattern})").format(pattern="*.pdf")
        )
        if chosen is None:
            return None
        has_suffix = chosen.suffix.lower() == SUFFIX
        return (chosen if has_suffix else chosen.with_name(chosen.name + SUFFIX)), has_suffix

    def begin(self, made: Made, target: Path, *, replace: bool) -> None:
        """Writes and releases it; ``replace`` takes the place of an earlier PDF."""
        try:
            check_target(target, replace=replace)
        except JournalError as error:
            self.failed.emit(error)
            return
        self._prepared = prepared = aimed(made.prepared, target)
        self._task = self._tools.session.background.run(
            self,
            partial(_written, prepared, made.data),
            partial(self._release, made),
            failed=self._on_failed,
            dropped=drop_part,
        )

    def stop(self) -> None:
        """Nobody wants it any more. What was written so far is taken away again."""
        if self._task is not None and self._prepared is not None:
            self._task.cancel()
            drop_part(self._prepared)
        self._task = self._prepared = None

    def _release(self, made: Made, prepared: Prepared) -> None:
        self._task = self._prepared = None
        try:
            released = self._tools.session.release(prepared, made.said)
        except JournalError as error:
            self.failed.emit(error)
            return
        self.released.emit(released)

    def _on_failed(self, error: Exception) -> None:
        self._task = self._prepared = None
        self.failed.emit(error)


def _suggestion(made: Made) -> Path:
    folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
    return (folder if folder.is_dir() else Path.home()) / f"{made.prepared.evidence.cover.number}{SUFFIX}"


def _written(prepared: Prepared, data: bytes, task: Task) -> Prepared:
    write_part(prepared, data)
    try:
        task.check()
    except Cancelled:
        drop_part(prepared)
        raise
    return prepared
