"""Fields for prose: plain text that grows with what is written, and a name above it."""

import math
from typing import Any

from PySide6.QtCore import QMimeData, QSize, Qt, Signal
from PySide6.QtGui import (
    QDropEvent,
    QGuiApplication,
    QImage,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
    QTextDocumentFragment,
)
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QSizePolicy, QWidget

from coachdesk.gui.note import Note
from coachdesk.gui.tokens import XS
from coachdesk.gui.widgets import column, section

_MOST = 12_000
"""Taller than this (some ten thousand words) a text scrolls within itself: laying out a whole pasted book takes
a while that nobody should wait for.
"""


_PICTURE = "\ufffc"
"""What stands for a picture within text."""


_SLACK = 4


class GrowingText(QPlainTextEdit):
    """Plain text, as tall as what is in it. Whatever is pasted comes in as plain text.

    ``files_given``: files were pasted or dropped. ``picture_given``: a picture was.
    """

    files_given = Signal(list)
    picture_given = Signal(QImage)

    def __init__(self, name: str, placeholder: str = "", *, least_lines: int = 1) -> None:
        super().__init__(placeholderText=placeholder)
        self._least = least_lines
        self.setProperty("role", "writing")
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self._fit())
        self.document().contentsChanged.connect(self._begin_lines_where_they_begin)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _begin_lines_where_they_begin(self) -> None:
        """Text from right to left stands at the right; Qt's plain text has it at the left whatever it is."""
        to_left = self.document().firstBlock().textDirection() == Qt.LayoutDirection.RightToLeft
        side = Qt.AlignmentFlag.AlignRight if to_left else Qt.AlignmentFlag.AlignLeft
        option = self.document().defaultTextOption()
        if option.alignment() != side:
            option.setAlignment(side)
            self.document().setDefaultTextOption(option)

    def _fit(self) -> None:
        wanted = self._wanted_height()
        is_too_tall = wanted > _MOST
        policy = (
            Qt.ScrollBarPolicy.ScrollBarAsNeeded if is_too_tall else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        )
        if self.verticalScrollBarPolicy() != policy:
            self.setVerticalScrollBarPolicy(policy)
        height = min(wanted, _MOST)
        if self.minimumHeight() != height or self.maximumHeight() != height:
            self.setFixedHeight(height)
        if not is_too_tall:
            self.verticalScrollBar().setValue(0)

    def _wanted_height(self) -> int:
        """The height of all lines. They are not all alike: scripts and pictures in the text have their own."""
        line = self.fontMetrics().lineSpacing()
        around = self.document().documentMargin() + self.height() - self.viewport().height() + _SLACK
        if self.document().size().height() * line > _MOST:
            return _MOST + 1
        height, block = 0.0, self.document().begin()
        while block.isValid():
            height += self.blockBoundingRect(block).height()
            block = block.next()
        return math.ceil(max(height, self._least * line) + around)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.maximumHeight())

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasImage() or source.hasUrls() or source.hasHtml() or source.hasText()

    def insertFromMimeData(self, source: QMimeData) -> None:
        if files := files_in(source):
            self.files_given.emit(files)
        elif (picture := picture_in(source)) is not None:
            self.picture_given.emit(picture)
        else:
            self.insertPlainText(_text_of(source))
            self.ensureCursorVisible()

    def dropEvent(self, event: QDropEvent) -> None:
        """A file that is dropped is copied: Qt would agree to a move, and its owner might delete it."""
        if files_in(event.mimeData()) or picture_in(event.mimeData()) is not None:
            self.insertFromMimeData(event.mimeData())
            take_copy(event)
        else:
            super().dropEvent(event)

    @property
    def words(self) -> str:
        """The text as it was written; Qt's own plain text turns fixed spaces into others."""
        return self.document().toRawText().replace("\u2029", "\n").replace("\u2028", "\n")


class TitleLine(QLineEdit):
    """One line of text. Files and pictures that are pasted into it are given on, as :class:`GrowingText` does."""

    files_given = Signal(list)
    picture_given = Signal(QImage)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt's own line would drop a picture without a word."""
        source = QGuiApplication.clipboard().mimeData()
        if not event.matches(QKeySequence.StandardKey.Paste):
            super().keyPressEvent(event)
        elif files := files_in(source):
            self.files_given.emit(files)
        elif (picture := picture_in(source)) is not None:
            self.picture_given.emit(picture)
        else:
            super().keyPressEvent(event)


def take_copy(event: QDropEvent) -> None:
    """Accepts what is dragged, but never that it is moved here."""
    event.setDropAction(Qt.DropAction.CopyAction)
    event.accept()


def files_in(source: QMimeData) -> list[str]:
    """The files on this computer that were copied or dragged."""
    return [url.toLocalFile() for url in source.urls() if url.isLocalFile()]


def picture_in(source: QMimeData) -> QImage | None:
    """The picture that was copied or dragged, unless it comes with text, which is what is meant then."""
    picture = source.imageData() if source.hasImage() and not source.hasText() else None
    return picture if isinstance(picture, QImage) and not picture.isNull() else None


def _text_of(source: QMimeData) -> str:
    if source.hasText() and source.text():
        return source.text()
    return QTextDocumentFragment.fromHtml(source.html()).toPlainText().replace(_PICTURE, "")


class ProseField(QWidget):
    """One of the entry's texts under its name."""

    changed = Signal()

    def __init__(self, key: str, name: str, placeholder: str = "", *, least_lines: int = 1) -> None:
        super().__init__()
        self._key = key
        self.edit = GrowingText(name, placeholder, least_lines=least_lines)
        within = column(gap=XS)
        heading = section(name)
        heading.setBuddy(self.edit)
        within.addWidget(heading)
        within.addWidget(self.edit)
        self.setLayout(within)
        self.edit.textChanged.connect(self.changed)

    def values(self) -> dict[str, Any]:
        """What is in it, by the note's field."""
        return {self._key: self.edit.words}

    def show_note(self, note: Note) -> None:
        """Shows what the note has for it."""
        text = getattr(note, self._key)
        if text != self.edit.words:
            self.edit.setPlainText(text)

    @property
    def is_filled(self) -> bool:
        """Whether there is anything in it."""
        return not self.edit.document().isEmpty()

    def begin(self) -> None:
        """The keyboard goes here."""
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def clear(self) -> None:
        """Forgets everything, what could be undone too."""
        self.edit.setPlainText("")


class LineField(QWidget):
    """One short text under its name."""

    changed = Signal()

    def __init__(self, key: str, name: str, placeholder: str = "") -> None:
        super().__init__()
        self._key = key
        self.line = QLineEdit(placeholderText=placeholder)
        self.line.setAccessibleName(name)
        within = column(gap=XS)
        heading = section(name)
        heading.setBuddy(self.line)
        within.addWidget(heading)
        within.addWidget(self.line)
        self.setLayout(within)
        self.line.textEdited.connect(self.changed)

    def values(self) -> dict[str, Any]:
        """What is in it, by the note's field."""
        return {self._key: self.line.text()}

    def show_note(self, note: Note) -> None:
        """Shows what the note has for it."""
        self.line.setText(getattr(note, self._key))

    @property
    def is_filled(self) -> bool:
        """Whether there is anything in it."""
        return bool(self.line.text().strip())

    def begin(self) -> None:
        """The keyboard goes here."""
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def clear(self) -> None:
        """Forgets everything."""
        self.line.setText("")
