"""A question in the middle of the work, in the same look as everything else."""

from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from coachdesk.gui.texts import _
from coachdesk.gui.tokens import L
from coachdesk.gui.widgets import button, closing_row, dialog_column, label

_WIDTH = 440


class Question(QDialog):
    """A title, a sentence, and one thing to do; ``field``, if there is one, is where the answer is typed.

    Without ``can_refuse`` it only tells something.
    """

    def __init__(
        self, parent: QWidget | None, title: str, sentence: str, action: str, *, can_refuse: bool = True
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self._column = dialog_column(self, _WIDTH)
        self._column.addWidget(label(title, "title", wraps=True))
        self._sentence = label(sentence, wraps=True)
        if not sentence:
            self._sentence.hide()
        self._column.addWidget(self._sentence)
        self.field: QLineEdit | None = None
        self._go = button(action, self.accept, role="primary")
        self._go.setDefault(True)
        self._cancel = button(_("Cancel"), self.reject)
        self._column.addSpacing(L)
        self._column.addLayout(closing_row(self._cancel, self._go))
        if not can_refuse:
            self._cancel.hide()
        self._go.setFocus()

    def be_careful(self) -> None:
        """Something may be lost: Enter, pressed without reading, goes back."""
        self._cancel.setFocus()

    def ask_for_line(self, before: str) -> None:
        """Has a line typed; ``before`` is there already."""
        self.field = QLineEdit(before)
        self.field.setAccessibleName(self._sentence.text())
        self._sentence.setBuddy(self.field)
        self._column.insertWidget(self._column.indexOf(self._sentence) + 1, self.field)
        self.field.setFocus()
