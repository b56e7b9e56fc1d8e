"""Entries and files, looked at beside an export without leaving it."""

from PySide6.QtWidgets import QDialog, QTextEdit, QWidget

from coachdesk.gui.found_words import found_in
from coachdesk.gui.preview import PreviewDialog
from coachdesk.gui.read_entry import read_entry
from coachdesk.gui.reading_page import write_page
from coachdesk.gui.texts import _
from coachdesk.gui.tokens import XL, M, S
from coachdesk.gui.tools import Tools
from coachdesk.gui.widgets import button, column, line, row, text_to_read
from coachdesk.records.attachment import Attachment

_SHARE = 0.85
_WIDEST = 720


class EntryPeek(QDialog):
    """An entry to be read. It is accepted if it shall be shown in its place on the timeline instead."""

    def __init__(self, tools: Tools, entry_id: str, parent: QWidget, words: str = "") -> None:
        """``words`` are marked in it."""
        super().__init__(parent)
        self.setWindowTitle(_("Entry"))
        self._tools = tools
        self.text = text_to_read(_("The entry"))
        self._close = button(_("Close"), self.reject)
        self._close.setDefault(True)
        buttons = row(gap=S)
        buttons.addWidget(button(_("Show on the timeline"), self.accept, role="link"))
        buttons.addStretch(1)
        buttons.addWidget(self._close)
        within = column(margin=XL, gap=M)
        within.addWidget(self.text, 1)
        within.addWidget(line())
        within.addLayout(buttons)
        self.setLayout(within)
        size = parent.window().size() * _SHARE
        self.resize(min(size.width(), _WIDEST), size.height())
        self._write(entry_id, words)
        self.text.setFocus()

    def _write(self, entry_id: str, words: str) -> None:
        read = read_entry(self._tools.session.view, entry_id)
        if read is None:
            return
        look = self._tools.look
        write_page(look, self.text, read, with_history=bool(read.story.changes))
        marks = []
        for start, end in found_in(self.text.document().toPlainText(), words) if words else ():
            mark = QTextEdit.ExtraSelection()
            mark.cursor = self.text.textCursor()
            mark.cursor.setPosition(start)
            mark.cursor.setPosition(end, mark.cursor.MoveMode.KeepAnchor)
            mark.format.setBackground(look.colour("found"))
            mark.format.setForeground(look.colour("text"))
            marks.append(mark)
        self.text.setExtraSelections(marks)

    def done(self, result: int) -> None:
        """Closes, and forgets what was read."""
        self.text.setPlainText("")
        super().done(result)


def peek(tools: Tools, entry_id: str, parent: QWidget, words: str = "") -> bool:
    """Shows an entry until it is closed; whether it shall be shown on the timeline instead."""
    dialog = EntryPeek(tools, entry_id, parent, words)
    try:
        return dialog.exec() == QDialog.DialogCode.Accepted
    finally:
        dialog.deleteLater()


def look_at(tools: Tools, attachment: Attachment, parent: QWidget) -> None:
    """Shows a file until it is closed."""
    dialog = PreviewDialog(tools, attachment, parent)
    try:
        dialog.exec()
    finally:
        dialog.deleteLater()
