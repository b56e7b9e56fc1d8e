"""Entries, coaching records and files, looked at beside an export without leaving it."""

from PySide6.QtWidgets import QDialog, QTextEdit, QWidget

from coachdesk.gui.found_words import found_in
from coachdesk.gui.milestone_rows import page_for
from coachdesk.gui.preview import PreviewDialog
from coachdesk.gui.read_entry import read_entry
from coachdesk.gui.read_record import read_record
from coachdesk.gui.reading_page import write_page, write_record
from coachdesk.gui.texts import _
from coachdesk.gui.tokens import XL, M, S
from coachdesk.gui.tools import Tools
from coachdesk.gui.widgets import button, column, line, row, text_to_read
from coachdesk.journal.errors import NoSuchRecord
from coachdesk.records.attachment import Attachment

_SHARE = 0.85
_WIDEST = 720


class EntryPeek(QDialog):
    """An entry or a coaching record to be read. It is accepted if it shall be shown in its place instead: on the
    timeline, or on the page of its leader with the key :attr:`page`.
    """

    def __init__(self, tools: Tools, record_id: str, parent: QWidget, words: str = "") -> None:
        """``words`` are marked in it."""
        super().__init__(parent)
        self.page, entry_id = _place_of(tools, record_id)
        self.setWindowTitle(_("Entry") if entry_id else _("Record"))
        self._tools = tools
        self.text = text_to_read(_("The entry") if entry_id else _("The record"))
        self._close = button(_("Close"), self.reject)
        self._close.setDefault(True)
        buttons = row(gap=S)
        if self.page or entry_id == record_id:
            place = _("Show on its page") if self.page else _("Show on the timeline")
            buttons.addWidget(button(place, self.accept, role="link"))
        buttons.addStretch(1)
        buttons.addWidget(self._close)
        within = column(margin=XL, gap=M)
        within.addWidget(self.text, 1)
        within.addWidget(line())
        within.addLayout(buttons)
        self.setLayout(within)
        size = parent.window().size() * _SHARE
        self.resize(min(size.width(), _WIDEST), size.height())
        self._write(record_id, words)
        self.text.setFocus()

    def _write(self, record_id: str, words: str) -> None:
        look, view = self._tools.look, self._tools.session.view
        read = read_entry(view, record_id)
        if read is None:
            write_record(look, self.text, read_record(view, record_id))
        else:
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


def peek(tools: Tools, record_id: str, parent: QWidget, words: str = "") -> str | None:
    """Shows an entry or a record until it is closed; None, or the key of the page on which it shall be shown
    instead, "" being the timeline.
    """
    dialog = EntryPeek(tools, record_id, parent, words)
    try:
        return dialog.page if dialog.exec() == QDialog.DialogCode.Accepted else None
    finally:
        dialog.deleteLater()


def _place_of(tools: Tools, record_id: str) -> tuple[str, str]:
    """As ``page_for``; nowhere if what it belonged to was erased."""
    try:
        return page_for(tools.session.view, record_id)
    except NoSuchRecord:
        return "", ""


def look_at(tools: Tools, attachment: Attachment, parent: QWidget) -> None:
    """Shows a file until it is closed."""
    dialog = PreviewDialog(tools, attachment, parent)
    try:
        dialog.exec()
    finally:
        dialog.deleteLater()
