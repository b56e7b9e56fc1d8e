"""The files of a note: taken in with progress and cancel, looked at, taken out again."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QProgressBar, QWidget

from coachdesk.gui import errors
from coachdesk.gui.announcing import announce
from coachdesk.gui.file_words import icon_of, size_of
from coachdesk.gui.intake import Intake, NotAFile, Source, file_source, picture_source
from coachdesk.gui.note import Note
from coachdesk.gui.tab_order import put_before
from coachdesk.gui.texts import _
from coachdesk.gui.theme import Look
from coachdesk.gui.tokens import XS, S
from coachdesk.gui.tools import Tools
from coachdesk.gui.widgets import Elided, MessageBar, Sign, button, column, label, row, section, tool_button
from coachdesk.records.attachment import Attachment

_ICON, _PROGRESS_WIDTH, _WHOLE = 18, 90, 1000


class Coming(QWidget):
    """A file on its way in. ``stopped``: it is not wanted any more."""

    stopped = Signal()

    def __init__(self, look: Look, name: str) -> None:
        super().__init__()
        self._bar = QProgressBar(maximum=_WHOLE, textVisible=False)
        self._bar.setFixedWidth(_PROGRESS_WIDTH)
        self._bar.setAccessibleName(_("Taking in {name}").format(name=name))
        self.stop = tool_button(
            _("Stop taking in {name}").format(name=name), look.icon("x", "quiet"), self.stopped.emit
        )
        within = row(gap=S)
        within.addWidget(Sign(look, "file", _ICON, "quiet"))
        within.addWidget(Elided(name), 1)
        within.addWidget(self._bar)
        within.addWidget(self.stop)
        self.setLayout(within)

    def show_share(self, share: float) -> None:
        """How much is in."""
        self._bar.setValue(round(share * _WHOLE))


class Kept(QWidget):
    """A file that is in. ``opened``: somebody wants to look; ``removed``: it does not belong here."""

    opened = Signal()
    removed = Signal()

    def __init__(self, look: Look, attachment: Attachment) -> None:
        super().__init__()
        self.attachment = attachment
        name = attachment.name
        self.look_at = tool_button(
            _("Look at {name}").format(name=name), look.icon("eye", "quiet"), self.opened.emit
        )
        self.take_out = tool_button(
            _("Take out {name}").format(name=name), look.icon("x", "quiet"), self.removed.emit
        )
        within = row(gap=S)
        within.addWidget(Sign(look, icon_of(attachment), _ICON, "quiet"))
        within.addWidget(Elided(name), 1)
        within.addWidget(label(size_of(attachment), "caption"))
        within.addWidget(self.look_at)
        within.addWidget(self.take_out)
        self.setLayout(within)


class FilesField(QWidget):
    """The files of the note. ``changed``: they are others; ``opened`` (attachment): it shall be looked at."""

    changed = Signal()
    opened = Signal(object)

    def __init__(self, tools: Tools) -> None:
        super().__init__()
        self._tools = tools
        self._intake = Intake(tools.session, self)
        self._coming: dict[int, Coming] = {}
        self._kept: list[Kept] = []
        self._said_busy = False
        self._heading = section(_("Files"))
        self.message = MessageBar(tools.look)
        self._rows = column(gap=XS)
        self._attach = button(
            _("Attach files…"), self.choose, role="link", icon=tools.look.icon("paperclip", "accent_text")
        )
        self._attach.setToolTip(_("Or drop them anywhere on the note, or paste a picture"))
        line = row()
        line.addWidget(self._attach)
        line.addStretch(1)
        within = column(gap=XS)
        within.addWidget(self._heading)
        within.addWidget(self.message)
        within.addLayout(self._rows)
        within.addLayout(line)
        self.setLayout(within)
        self._intake.came.connect(self._on_came)
        self._intake.failed.connect(self._on_failed)
        self._intake.progressed.connect(lambda ticket, share: self._coming[ticket].show_share(share))
        self._show()

    def choose(self) -> None:
        """Asks for files and takes them in."""
        paths = self._tools.prompts.choose_files(self, _("Which files belong to this note?"), Path.home())
        if self._tools.session.is_open:
            self.take_in(paths)

    def take_in(self, paths: Sequence[Path]) -> None:
        """Takes files in, off the GUI thread."""
        for path in paths:
            self._begin(file_source(path))

    def take_in_picture(self, picture: QImage) -> None:
        """Takes in a picture out of the clipboard."""
        self._begin(picture_source(picture, _("Pasted picture") + ".png"))

    def _begin(self, source: Source) -> None:
        self.message.clear()
        coming = Coming(self._tools.look, source.name)
        ticket = self._intake.add(source)
        self._coming[ticket] = coming
        coming.stopped.connect(lambda: self._stop(ticket))
        self._rows.addWidget(coming)
        put_before(self._attach, (coming.stop,))
        self._show()

    def _stop(self, ticket: int) -> None:
        self._intake.cancel(ticket)
        self._drop(self._coming.pop(ticket))
        self._attach.setFocus()

    def _on_came(self, ticket: int, attachment: Attachment) -> None:
        self._drop(self._coming.pop(ticket))
        self._keep(attachment)
        announce(self, _("{name} is attached.").format(name=attachment.name))
        self.changed.emit()

    def _on_failed(self, ticket: int, error: Exception) -> None:
        self._drop(self._coming.pop(ticket))
        if isinstance(error, NotAFile):
            self.message.show_sentence(_("Only files can be attached, no folders or devices."), "warning")
        elif isinstance(error, OSError):
            self.message.show_sentence(
                _("The file could not be read ({why}). It was not attached.").format(
                    why=error.strerror or ""
                ),
                "warning",
            )
        elif errors.is_foreseen(error):
            self.message.show_error(error)
        else:
            raise error

    def _keep(self, attachment: Attachment) -> None:
        kept = Kept(self._tools.look, attachment)
        kept.opened.connect(lambda: self.opened.emit(attachment))
        kept.removed.connect(lambda: self._remove(kept))
        self._kept.append(kept)
        self._rows.addWidget(kept)
        put_before(self._attach, (kept.look_at, kept.take_out))
        self._show()

    def _remove(self, kept: Kept) -> None:
        self._kept.remove(kept)
        self._drop(kept)
        self._attach.setFocus()
        self.changed.emit()

    def _drop(self, gone: QWidget) -> None:
        self._rows.removeWidget(gone)
        gone.hide()
        gone.deleteLater()
        self._show()

    def _show(self) -> None:
        self._heading.setVisible(bool(self._kept or self._coming))
        if self._said_busy and not self._coming:
            self._said_busy = False
            self.message.clear()

    def say_busy(self) -> None:
        """Says that a file is still on its way, for as long as it is."""
        self._said_busy = True
        self.message.show_sentence(_("A file is still being taken in. Wait for it, or stop it."), "note")

    @property
    def is_busy(self) -> bool:
        """Whether a file is still on its way."""
        return bool(self._coming)

    @property
    def attachments(self) -> tuple[Attachment, ...]:
        """What is in."""
        return tuple(kept.attachment for kept in self._kept)

    def values(self) -> dict[str, Any]:
        """The files, by the note's field."""
        return {"attachments": self.attachments}

    def show_note(self, note: Note) -> None:
        """Shows what the note has for it."""
        self.clear()
        for attachment in note.attachments:
            self._keep(attachment)

    @property
    def is_filled(self) -> bool:
        """Whether there is any."""
        return bool(self._kept or self._coming)

    def begin(self) -> None:
        """The keyboard goes here."""
        self._attach.setFocus()

    def clear(self) -> None:
        """Forgets everything; what is on its way is stopped."""
        self._intake.clear()
        for gone in (*self._coming.values(), *self._kept):
            self._drop(gone)
        self._coming, self._kept = {}, []
        self.message.clear()
        self._show()
