"""The recovery sheet, typed from paper: each line says whether it is right while it is typed."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QGridLayout, QLabel, QLineEdit, QWidget

from coachdesk.gui import session_work
from coachdesk.gui.announcing import announce
from coachdesk.gui.texts import N_, _
from coachdesk.gui.tokens import XS, M, S
from coachdesk.gui.tools import Tools
from coachdesk.gui.widgets import MessageBar, button, closing_row, dialog_column, label, restyle
from coachdesk.journal import keys, sheet

_WIDTH, _STATE_WIDTH = 600, 160
_LETTERS = 24

STATES: dict[sheet.Typed, tuple[str, str]] = {
    "empty": ("", "caption"),
    "begun": ("", "caption"),
    "right": (N_("Right"), "good"),
    "wrong": (N_("Not as on paper"), "danger"),
}
"""What is said of a line, and in which voice."""


class SheetDialog(QDialog):
    """Eight lines and the recovery code. ``opening``: all is typed, and the journal is tried with it."""

    opening = Signal()

    def __init__(self, tools: Tools, path: Path, parent: QWidget) -> None:
        super().__init__(parent)
        self._tools, self._path = tools, path
        self.setWindowTitle(_("Recovery sheet"))
        self.message = MessageBar(tools.look)
        self.lines = [QLineEdit() for _line in range(sheet.LINES)]
        self.states = [label("", "caption") for _line in range(sheet.LINES)]
        self.code = QLineEdit(placeholderText="XXXX-XXXX-XXXX-…")
        self.code.setAccessibleName(_("Recovery code"))
        self.go = button(_("Open the journal"), self.open_journal, role="primary")
        self.go.setDefault(True)
        self._cancel = button(_("Cancel"), self.reject)
        within = dialog_column(self, _WIDTH, gap=S)
        within.addWidget(label(_("Recovery sheet"), "title"))
        said = _(
            "Type the eight lines as they stand on the paper, and the recovery code above them. Capitals and hyphens do not matter."
        )
        within.addWidget(label(said, "quiet", wraps=True))
        within.addSpacing(S)
        within.addWidget(self.message)
        within.addLayout(self._grid())
        within.addSpacing(S)
        code_label = label(_("&Recovery code"), "strong")
        code_label.setBuddy(self.code)
        within.addWidget(code_label)
        within.addWidget(self.code)
        within.addSpacing(M)
        within.addLayout(closing_row(self._cancel, self.go))
        self.code.returnPressed.connect(self.open_journal)
        tools.session.opened.connect(self.accept)
        self.lines[0].setFocus()

    def _grid(self) -> QGridLayout:
        """Each line between its number and what is said of it."""
        made = QGridLayout()
        made.setHorizontalSpacing(S)
        made.setVerticalSpacing(XS)
        for at, (field, state) in enumerate(zip(self.lines, self.states, strict=True)):
            number = QLabel(str(at + 1))
            number.setProperty("voice", "caption")
            state.setFixedWidth(_STATE_WIDTH)
            field.setAccessibleName(_("Line {number}").format(number=at + 1))
            field.setProperty("role", "mono")
            field.textEdited.connect(partial(self._on_typed, at))
            field.returnPressed.connect(partial(self._go_on, at))
            made.addWidget(number, at, 0)
            made.addWidget(field, at, 1)
            made.addWidget(state, at, 2)
        return made

    def _on_typed(self, at: int, typed: str) -> None:
        """Says what the line is; what is too long for it (several lines at once) goes on in the next."""
        letters = keys.plain_letters(typed)
        if len(letters) > _LETTERS and at + 1 < len(self.lines):
            self.lines[at].setText(letters[:_LETTERS])
            self.lines[at + 1].setText(letters[_LETTERS:])
            self._on_typed(at + 1, letters[_LETTERS:])
        state = self._say(at)
        field = self.lines[at]
        if state == "right" and field.hasFocus() and field.cursorPosition() == len(field.text()):
            self._go_on(at)

    def _say(self, at: int) -> sheet.Typed:
        state = sheet.state_of(at + 1, self.lines[at].text())
        words, voice = STATES[state]
        said = _(words) if words else ""
        if state == "begun":
            typed = len(keys.plain_letters(self.lines[at].text()))
            said = _("{typed} of {count} letters").format(typed=typed, count=_LETTERS)
        self.states[at].setText(said)
        restyle(self.states[at], voice=voice)
        self.lines[at].setAccessibleDescription(said)
        if state in ("right", "wrong"):
            announce(self.lines[at], said)
        return state

    def _go_on(self, at: int) -> None:
        """To the next line that is not right yet, or to the code."""
        left = [
            field for number, field in enumerate(self.lines) if number > at and not self._is_right(number)
        ]
        (left[0] if left else self.code).setFocus()

    def _is_right(self, at: int) -> bool:
        return sheet.state_of(at + 1, self.lines[at].text()) == "right"

    def open_journal(self) -> None:
        """Tries what was typed; a line that cannot be right is named first."""
        for at, field in enumerate(self.lines):
            if not self._is_right(at):
                self._say(at)
                said = _("Line {number} is not what the paper has. Please compare it letter by letter.")
                self.message.show_sentence(said.format(number=at + 1))
                field.setFocus()
                return
        if not self.code.text().strip():
            self.code.setFocus()
            return
        self.message.clear()
        self._set_busy(busy=True)
        self.opening.emit()
        lines = "\n".join(field.text() for field in self.lines)
        way = partial(session_work.open_with_sheet, self._path, lines, self.code.text())
        self._tools.session.open_by(self, way, self._on_refused)

    def _on_refused(self, error: Exception) -> None:
        self._set_busy(busy=False)
        self.message.show_error(error)
        self.code.setFocus()
        self.code.selectAll()

    def _set_busy(self, *, busy: bool) -> None:
        for widget in (*self.lines, self.code, self.go):
            widget.setEnabled(not busy)

    def done(self, result: int) -> None:
        """Closes; what was typed is forgotten, and what is being opened is not waited for."""
        if not self._tools.session.is_open:
            self._tools.session.stop_opening()
        for field in (*self.lines, self.code):
            field.setText("")
        super().done(result)
