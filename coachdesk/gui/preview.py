"""Looking at a kept file inside the window, and saving a copy of it after a warning."""

import os
import secrets
from functools import partial
from pathlib import Path

from PySide6.QtCore import QMargins, QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QDialog,
    QLayout,
    QPlainTextEdit,
    QProgressBar,
    QScrollArea,
    QStackedWidget,
    QWidget,
)

from coachdesk.gui.background import Task
from coachdesk.gui.file_words import icon_of, size_of
from coachdesk.gui.page_view import PageView
from coachdesk.gui.preview_content import Content, Nothing, Pages, Picture, Words, look_into
from coachdesk.gui.texts import N_, _
from coachdesk.gui.tokens import L, M, S
from coachdesk.gui.tools import Tools
from coachdesk.gui.widgets import (
    Elided,
    Empty,
    MessageBar,
    Sign,
    button,
    chip,
    column,
    frame,
    label,
    line,
    row,
)
from coachdesk.journal import files
from coachdesk.journal.errors import JournalError
from coachdesk.journal.view import View
from coachdesk.records.attachment import Attachment

_SHARE_OF_WINDOW, _LEAST_SIZE = 0.85, QSize(520, 400)
_ICON = 20

WHY_NOT = {
    "too_large": N_("It is too large to be looked at here."),
    "too_many_pixels": N_("The picture is too large to be unpacked here."),
    "unreadable": N_("It is damaged, or not what its name says."),
    "protected": N_("It is protected by a password."),
    "unknown": N_("Files of this sort cannot be shown here."),
}


_AROUND = QMargins(L, L, L, L)
"""Between a picture and the edges, so that a white one does not run into the bars."""


class PictureView(QScrollArea):
    """A picture, fitted into the room there is, or at its own size."""

    def __init__(self, image: QImage) -> None:
        super().__init__(widgetResizable=True)
        self._inner = _Painted(image)
        self.setWidget(self._inner)
        self.setAccessibleName(_("The picture"))

    def show_own_size(self, is_on: bool) -> None:  # noqa: FBT001  # Qt's signal
        """Shows it pixel by pixel, or fitted again."""
        own = self._inner.image.deviceIndependentSize().toSize().grownBy(_AROUND)
        self._inner.setMinimumSize(own if is_on else QSize())


class _Painted(QWidget):
    def __init__(self, image: QImage) -> None:
        super().__init__()
        self.image = image

    def paintEvent(self, _event: QPaintEvent) -> None:
        size, room = QSize(self.image.size()), self.size().shrunkBy(_AROUND)
        if size.width() > room.width() or size.height() > room.height():
            size.scale(room, Qt.AspectRatioMode.KeepAspectRatio)
        place = QRect(0, 0, size.width(), size.height())
        place.moveCenter(self.rect().center())
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(place, self.image)


class PreviewDialog(QDialog):
    """One file. What it holds is read in the background and lives in memory only."""

    def __init__(self, tools: Tools, attachment: Attachment, parent: QWidget) -> None:
        super().__init__(parent)
        self._tools, self._attachment = tools, attachment
        self.setWindowTitle(_("Attached file"))
        self.message = MessageBar(tools.look)
        self._bar = QProgressBar(maximum=0, textVisible=False)
        self._bar.setAccessibleName(_("Reading the file"))
        self.content = QStackedWidget()
        self._wait = QWidget()
        self.content.addWidget(self._wait)
        self.save = button(_("Save a copy…"), self.save_copy, icon=tools.look.icon("download-simple"))
        self.own_size = chip(_("Own size"), checkable=True)
        self.own_size.hide()
        self._where = label("", "caption")
        self._close = button(_("Close"), self.accept)
        self._close.setDefault(True)
        self._arrange()
        self.resize((parent.window().size() * _SHARE_OF_WINDOW).expandedTo(_LEAST_SIZE))
        tools.session.ask(self, partial(look_into, attachment), self._show, self._on_failed)
        tools.session.locked.connect(self._forget)

    def _arrange(self) -> None:
        head = row(gap=S)
        head.addWidget(Sign(self._tools.look, icon_of(self._attachment), _ICON, "quiet"))
        head.addWidget(Elided(self._attachment.name, "strong"), 1)
        head.addWidget(label(size_of(self._attachment), "caption"))
        head.setContentsMargins(L, M, L, M)
        below = row(gap=S)
        for widget in (self.save, self.own_size, self._where):
            below.addWidget(widget)
        below.addStretch(1)
        below.addWidget(self._close)
        below.setContentsMargins(L, S, L, S)
        within = column(gap=0)
        within.addLayout(head)
        within.addWidget(self.message)
        within.addWidget(line())
        within.addWidget(self._bar)
        within.addWidget(self.content, 1)
        within.addWidget(line())
        within.addLayout(below)
        self.setLayout(within)

    def _show(self, content: Content) -> None:
        self._bar.hide()
        shown: QWidget
        if isinstance(content, Picture):
            shown = picture = PictureView(content.image)
            self.own_size.show()
            self.own_size.toggled.connect(picture.show_own_size)
        elif isinstance(content, Pages):
            shown = self._page_view(content)
        elif isinstance(content, Words):
            shown = self._word_view(content)
        else:
            shown = self._nothing(content)
        self.content.addWidget(shown)
        self.content.setCurrentWidget(shown)
        shown.setFocus()

    def _page_view(self, pages: Pages) -> PageView:
        made = PageView(self._tools.look, self._tools.session.background)
        count = len(pages.sizes)
        made.turned.connect(
            lambda number: self._where.setText(
                _("Page {number} of {count}").format(number=number, count=count)
            )
        )
        made.show_pages(pages.data, pages.sizes)
        return made

    def _word_view(self, words: Words) -> QWidget:
        text = QPlainTextEdit(readOnly=True)
        text.setProperty("role", "file")
        text.setUndoRedoEnabled(False)
        text.document().setDocumentMargin(L)
        text.setAccessibleName(_("The text"))
        text.setPlainText(words.text)
        if words.is_cut:
            self.message.show_sentence(_("Only the beginning is shown; a saved copy has all of it."), "note")
        if not words.headers and not words.files:
            return text
        held = column(gap=0)
        held.addWidget(frame("ground", self._mail_head(words)))
        held.addWidget(text, 1)
        made = QWidget()
        made.setLayout(held)
        made.setFocusProxy(text)
        return made

    def _mail_head(self, words: Words) -> QLayout:
        head = column(gap=0)
        head.setContentsMargins(L, S, L, S)
        for name, value in words.headers:
            said = label(_("{name}: {value}").format(name=name, value=value), "body", wraps=True)
            said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            head.addWidget(said)
        if words.files:
            attached = _("Attached to it, not shown here: {files}").format(files=", ".join(words.files))
            head.addWidget(label(attached, "caption", wraps=True))
        return head

    def _nothing(self, nothing: Nothing) -> QWidget:
        return Empty(
            self._tools.look,
            icon_of(self._attachment),
            _("This cannot be shown here"),
            _(WHY_NOT[nothing.why]),
        )

    def _on_failed(self, error: Exception) -> None:
        self._bar.hide()
        if not isinstance(error, JournalError):
            raise error
        self.message.show_error(error)

    def _forget(self) -> None:
        while (gone := self.content.widget(0)) is not None:
            self.content.removeWidget(gone)
            gone.deleteLater()

    # A copy outside of the journal

    def save_copy(self) -> None:
        """Writes the file to a place outside of the journal, after saying what that means."""
        question, explanation = (
            _("Save a copy outside of the journal?"),
            _(
                "The copy is not encrypted: whoever can read its folder can read it. Delete it when it is not needed."
            ),
        )
        prompts = self._tools.prompts
        if not prompts.confirm(self, question, explanation, _("Save a copy…")):
            return
        target = prompts.choose_target(
            self, _("Where shall the copy be?"), Path.home() / self._attachment.name
        )
        if target is None or not self._tools.session.is_open:
            return
        self.save.setEnabled(False)
        self._bar.show()
        session = self._tools.session
        session.ask(self, partial(_save, self._attachment, target), self._on_saved, self._on_not_saved)

    def _on_saved(self, target: Path) -> None:
        self._bar.hide()
        self.save.setEnabled(True)
        self.message.show_sentence(_("A copy is at {path}.").format(path=target), "good")

    def _on_not_saved(self, error: Exception) -> None:
        self._bar.hide()
        self.save.setEnabled(True)
        if not isinstance(error, JournalError):
            raise error
        self.message.show_error(error)


def _save(attachment: Attachment, target: Path, view: View, task: Task) -> Path:
    """Writes a file whole or not at all, for the owner alone. Raises DamagedContent and storage errors."""
    unfinished = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    with files.storage_errors(target):
        try:
            with files.new_private(unfinished) as file:
                for chunk in view.content(attachment):
                    task.check()
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(target)
        except BaseException:
            unfinished.unlink(missing_ok=True)
            raise
    return target
