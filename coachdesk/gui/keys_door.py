"""What the window does about keys and about what was found at opening: each in a dialog that is loaded when it is wanted."""

from functools import partial
from typing import TYPE_CHECKING

from coachdesk.gui.texts import _
from coachdesk.gui.tools import Tools
from coachdesk.journal.errors import JournalError

if TYPE_CHECKING:
    from coachdesk.gui.main_window import MainWindow


class KeysDoor:
    """The dialogs about the passphrase, the key and the recovery sheet, over a window."""

    def __init__(self, window: "MainWindow", tools: Tools) -> None:
        self._window, self._tools = window, tools
        window.on("change_passphrase", self.change_passphrase)
        window.on("change_key", self.change_key)
        window.on("recovery", self.show_recovery)

    def change_passphrase(self, *, was_lost: bool = False) -> None:
        """Another passphrase."""
        from coachdesk.gui.change_passphrase import ChangePassphraseDialog  # noqa: PLC0415  # seldom

        if self._tools.session.is_open:
            dialog = ChangePassphraseDialog(self._tools, self._window, was_lost=was_lost)
            dialog.accepted.connect(lambda: self._window.desk.banners.drop_notice("header_from_sheet"))
            self._window.show_dialog(dialog)

    def change_key(self) -> None:
        """Another key; then its recovery code and sheet are shown."""
        from coachdesk.gui.change_key import ChangeKeyDialog  # noqa: PLC0415  # seldom

        dialog = ChangeKeyDialog(self._tools, self._window)
        dialog.accepted.connect(self.show_recovery)
        self._window.show_dialog(dialog)

    def show_recovery(self) -> None:
        """The recovery code and its sheet."""
        from coachdesk.gui.recovery import RecoveryDialog  # noqa: PLC0415  # seldom

        if not self._tools.session.is_open:
            return
        dialog = RecoveryDialog(self._tools, self._window)
        dialog.finished.connect(self._after_recovery)
        self._window.show_dialog(dialog)

    def _after_recovery(self) -> None:
        if self._tools.session.is_open:
            self._window.desk.refresh()
            if self._tools.session.is_recovery_proved:
                self._window.desk.banners.drop_notice("recovery_code_unseen")

    def act_on(self, kind: str) -> None:
        """Does what a notice asks for."""
        if kind == "recovery_code_unseen":
            self.show_recovery()
        elif kind == "header_from_sheet":
            self.change_passphrase(was_lost=True)
        elif kind == "copies_beside":
            self._compare_copies()
        else:
            self._accept_history()

    def _accept_history(self) -> None:
        """Goes on with a copy that is older, or another, than the one last seen."""
        window, session = self._window, self._tools.session
        if not self._tools.prompts.confirm(
            window,
            _("Go on with this one?"),
            _(
                "What is only in the other copy is not in this one. From here on an older copy, or one with another history, is noticed again."
            ),
            _("Go on with this one"),
        ):
            return
        if session.is_open:
            try:
                session.journal.accept_history()
            except JournalError as error:
                window.desk.message.show_error(error)
                return
            for kind in ("older_copy", "another_history"):
                window.desk.banners.drop_notice(kind)

    def _compare_copies(self) -> None:
        from coachdesk.gui.backups import BackupsDialog  # noqa: PLC0415  # seldom

        dialog = BackupsDialog(self._tools, self._window)
        self._window.show_dialog(dialog)
        dialog.look_beside()

    @property
    def change_lost_passphrase(self) -> partial[None]:
        """What follows for whoever came in without the passphrase."""
        return partial(self.change_passphrase, was_lost=True)
