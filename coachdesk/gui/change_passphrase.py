"""Changing the passphrase of the open journal."""

from PySide6.QtWidgets import QDialog, QProgressBar, QWidget

from coachdesk.gui.passphrase import NewPassphrase
from coachdesk.gui.texts import _
from coachdesk.gui.tokens import M, S
from coachdesk.gui.tools import Tools
from coachdesk.gui.widgets import MessageBar, button, closing_row, dialog_column, label

_WIDTH = 460


class ChangePassphraseDialog(QDialog):
    """Asks for the new passphrase twice and wraps the journal's key anew, with progress."""

    def __init__(self, tools: Tools, parent: QWidget, *, was_lost: bool = False) -> None:
        super().__init__(parent)
        self._tools = tools
        self.setWindowTitle(_("Change passphrase"))
        self.message = MessageBar(tools.look)
        self.new = NewPassphrase(tools.look, tools.session.background)
        self._progress = QProgressBar(minimum=0, maximum=0, textVisible=False)
        self._progress.setAccessibleName(_("Changing the passphrase"))
        self._progress.hide()
        self.go = button(_("Change passphrase"), self.change, role="primary")
        self.go.setDefault(True)
        self._cancel = button(_("Cancel"), self.reject)
        within = dialog_column(self, _WIDTH, gap=S)
        within.addWidget(label(_("Change passphrase"), "title"))
        said = _(
            "Copies of the journal made before today still open with the old passphrase. The recovery code stays "
            "the same."
        )
        if was_lost:
            said = _("You came in with the recovery code. Choose a passphrase that you will remember.")
        within.addWidget(label(said, "quiet", wraps=True))
        within.addSpacing(M)
        within.addWidget(self.message)
        within.addWidget(self.new)
        within.addWidget(self._progress)
        within.addSpacing(M)
        within.addLayout(closing_row(self._cancel, self.go))
        self.new.finished.connect(self.change)

    def change(self) -> None:
        """Changes it, or says why not."""
        if self.new.text and not self.new.second.text():
            self.new.second.setFocus()  # Enter in the first line goes on to the second
            return
        if self.new.problem:
            self.message.show_sentence(self.new.problem)
            return
        self.message.clear()
        self._set_busy(busy=True)
        self._tools.session.change_passphrase(self, self.new.text, self.accept, self._on_failed)

    def _on_failed(self, error: Exception) -> None:
        self._set_busy(busy=False)
        self.message.show_error(error)

    def _set_busy(self, *, busy: bool) -> None:
        self._progress.setVisible(busy)
        for widget in (self.new, self.go, self._cancel):
            widget.setEnabled(not busy)

    def done(self, result: int) -> None:
        self.new.clear()
        super().done(result)
