"""Another key for the open journal: everything is written anew under it, and then there is another recovery sheet."""

from PySide6.QtWidgets import QDialog, QProgressBar, QWidget

from coachdesk.gui.background import Task
from coachdesk.gui.passphrase import secret_line
from coachdesk.gui.texts import _
from coachdesk.gui.tokens import M, S
from coachdesk.gui.tools import Tools
from coachdesk.gui.widgets import MessageBar, button, closing_row, dialog_column, label

_WIDTH = 500
_WHOLE = 100


class ChangeKeyDialog(QDialog):
    """Asks for the passphrase, which stays, and writes the journal anew, with progress. Accepted: the code is to be shown."""

    def __init__(self, tools: Tools, parent: QWidget) -> None:
        super().__init__(parent)
        self._tools = tools
        self._task: Task | None = None
        self._is_past_stopping = False
        self.setWindowTitle(_("Change the key"))
        self.message = MessageBar(tools.look)
        self.secret = secret_line(tools.look, _("Passphrase"))
        self.progress = QProgressBar(minimum=0, maximum=_WHOLE, textVisible=False)
        self.progress.setAccessibleName(_("Writing the journal anew"))
        self.progress.hide()
        self.go = button(_("Change the key"), self.change, role="primary")
        self.go.setDefault(True)
        self.cancel = button(_("Cancel"), self.reject)
        within = dialog_column(self, _WIDTH, gap=S)
        within.addWidget(label(_("Change the key"), "title"))
        for said in (
            _(
                "Do this if somebody else may have seen the recovery code, the sheet or the passphrase. The whole journal is written anew under another key. The passphrase stays the same; change it too if it is known."
            ),
            _(
                "The recovery code and the sheet that you have on paper open it no more; you get new ones. The backups in the journal’s folder are replaced by one under the new key. Copies elsewhere still open as before: see to those yourself."
            ),
        ):
            within.addWidget(label(said, "quiet", wraps=True))
        within.addSpacing(M)
        within.addWidget(self.message)
        said_above = label(_("Your &passphrase"), "strong")
        said_above.setBuddy(self.secret)
        within.addWidget(said_above)
        within.addWidget(self.secret)
        within.addWidget(self.progress)
        within.addSpacing(M)
        within.addLayout(closing_row(self.cancel, self.go))
        self.secret.returnPressed.connect(self.change)

    def change(self) -> None:
        """Changes it, or says why not."""
        if not self.secret.text():
            self.secret.setFocus()
            return
        self.message.clear()
        self._set_busy(busy=True)
        self._task = self._tools.session.rotate_key(
            self, self.secret.text(), self.accept, self._on_failed, self._on_progress
        )

    def _on_progress(self, share: float) -> None:
        self.progress.setValue(round(share * _WHOLE))
        self._is_past_stopping = share >= 1
        self.cancel.setEnabled(not self._is_past_stopping)

    def _on_failed(self, error: Exception) -> None:
        self._task = None
        self._set_busy(busy=False)
        self.message.show_error(error)
        self.secret.setFocus()
        self.secret.selectAll()

    def _set_busy(self, *, busy: bool) -> None:
        self._is_past_stopping = False
        self.progress.setVisible(busy)
        self.progress.setValue(0)
        self.cancel.setEnabled(True)
        for widget in (self.secret, self.go):
            widget.setEnabled(not busy)

    def reject(self) -> None:
        """Closes. The key stays as it is, unless it is changed already: then its code is waited for, but a lock wins."""
        session = self._tools.session
        if self._is_past_stopping and session.is_open and not session.is_locking:
            return
        super().reject()

    def done(self, result: int) -> None:
        if self._task is not None and result != QDialog.DialogCode.Accepted:
            self._task.cancel()
        self.secret.setText("")
        super().done(result)
