"""The files of an entry that is read: a chip each, below the page."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QSizePolicy, QWidget

from coachdesk.gui.file_words import icon_of, size_of
from coachdesk.gui.flow import FlowLayout
from coachdesk.gui.texts import _
from coachdesk.gui.theme import Look
from coachdesk.gui.tips import plain_tip
from coachdesk.gui.tokens import XS
from coachdesk.gui.widgets import chip
from coachdesk.records.attachment import Attachment

_WIDEST, _MOST_HEIGHT = 220, 96


class Exhibits(QScrollArea):
    """The chips. ``opened`` (attachment): it shall be looked at."""

    opened = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__(widgetResizable=True)
        self._look, self._flow, self._held = look, FlowLayout(XS), QWidget()
        self._held.setLayout(self._flow)
        self.setWidget(self._held)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("Files"))
        self.show_files(())

    @property
    def chips(self) -> list[QPushButton]:
        """A chip for each file."""
        return self._held.findChildren(QPushButton, options=Qt.FindChildOption.FindDirectChildrenOnly)

    def show_files(self, files: Sequence[Attachment]) -> None:
        """Shows these files."""
        for gone in self.chips:
            self._flow.removeWidget(gone)
            gone.setParent(None)
            gone.deleteLater()
        for attachment in files:
            self._flow.addWidget(self._chip(attachment))
        self.setVisible(bool(files))
        self._fit()

    def _fit(self) -> None:
        self.setFixedHeight(min(self._flow.heightForWidth(self.viewport().width()), _MOST_HEIGHT))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _chip(self, attachment: Attachment) -> QPushButton:
        said = _("{name}, {size}").format(name=attachment.name, size=size_of(attachment))
        made = chip("")
        shown = made.fontMetrics().elidedText(said, Qt.TextElideMode.ElideMiddle, _WIDEST)
        made.setText(shown.replace("&", "&&"))
        made.setToolTip(plain_tip(said))
        made.setAccessibleName(_("Look at {name}").format(name=said))
        made.setIcon(self._look.icon(icon_of(attachment), "quiet"))
        made.clicked.connect(lambda: self.opened.emit(attachment))
        return made
