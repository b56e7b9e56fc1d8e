"""The one seam for every question that stops the work: tests answer it with values, nothing is patched."""

from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QSettings
from PySide6.QtGui import QPagedPaintDevice
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from coachdesk.gui.question import Question
from coachdesk.gui.texts import _


class Prompts(Protocol):
    """What may be asked. An answer of None or False means that the person went back."""

    def confirm(self, parent: QWidget, question: str, explanation: str, action: str) -> bool:
        """Whether to do ``action`` (the words on the button)."""
        ...

    def ask(self, parent: QWidget, title: str, question: str, before: str = "") -> str | None:
        """One line of text."""
        ...

    def tell(self, parent: QWidget, title: str, sentence: str) -> None:
        """Something that has to be read before going on."""
        ...

    def choose_file(self, parent: QWidget, title: str, folder: Path, pattern: str = "") -> Path | None:
        """A file that exists."""
        ...

    def choose_files(self, parent: QWidget, title: str, folder: Path, pattern: str = "") -> list[Path]:
        """Files that exist."""
        ...

    def choose_folder(self, parent: QWidget, title: str, folder: Path) -> Path | None:
        """A folder that exists."""
        ...

    def choose_target(self, parent: QWidget, title: str, suggestion: Path, pattern: str = "") -> Path | None:
        """Where a new file shall be."""
        ...

    def choose_printer(self, parent: QWidget) -> QPagedPaintDevice | None:
        """A printer, ready to be painted on."""
        ...


class Dialogs:
    """The questions as dialogs on the screen."""

    def confirm(self, parent: QWidget, question: str, explanation: str, action: str) -> bool:
        """As :meth:`Prompts.confirm`."""
        dialog = Question(parent, question, explanation, action)
        dialog.be_careful()
        return _is_accepted(dialog)

    def ask(self, parent: QWidget, title: str, question: str, before: str = "") -> str | None:
        """As :meth:`Prompts.ask`."""
        dialog = Question(parent, title, question, _("OK"))
        dialog.ask_for_line(before)
        field = dialog.field
        assert field is not None
        return field.text() if _is_accepted(dialog) else None

    def tell(self, parent: QWidget, title: str, sentence: str) -> None:
        """As :meth:`Prompts.tell`."""
        _is_accepted(Question(parent, title, sentence, _("OK"), can_refuse=False))

    def choose_file(self, parent: QWidget, title: str, folder: Path, pattern: str = "") -> Path | None:
        """As :meth:`Prompts.choose_file`."""
        return _chosen(QFileDialog.getOpenFileName(parent, title, str(folder), pattern)[0])

    def choose_files(self, parent: QWidget, title: str, folder: Path, pattern: str = "") -> list[Path]:
        """As :meth:`Prompts.choose_files`."""
        names = QFileDialog.getOpenFileNames(parent, title, str(folder), pattern)[0]
        _forget_folders()
        return [Path(name) for name in names]

    def choose_folder(self, parent: QWidget, title: str, folder: Path) -> Path | None:
        """As :meth:`Prompts.choose_folder`."""
        return _chosen(QFileDialog.getExistingDirectory(parent, title, str(folder)))

    def choose_target(self, parent: QWidget, title: str, suggestion: Path, pattern: str = "") -> Path | None:
        """As :meth:`Prompts.choose_target`."""
        return _chosen(QFileDialog.getSaveFileName(parent, title, str(suggestion), pattern)[0])

    def choose_printer(self, parent: QWidget) -> QPagedPaintDevice | None:
        """As :meth:`Prompts.choose_printer`."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter  # noqa: PLC0415  # seldom, and it looks for printers

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        return printer if _is_accepted(QPrintDialog(printer, parent)) else None


def _chosen(name: str) -> Path | None:
    _forget_folders()
    return Path(name) if name else None


def _forget_folders() -> None:
    """Qt's file dialog writes down the folders that were looked at: not here."""
    QSettings(QSettings.Scope.UserScope, "QtProject").remove("FileDialog")


def _is_accepted(dialog: QDialog) -> bool:
    """Whether the answer was yes. The dialog is gone once Qt comes to it."""
    try:
        return dialog.exec() == QDialog.DialogCode.Accepted
    finally:
        dialog.deleteLater()
