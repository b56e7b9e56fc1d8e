"""Taking a coaching record back: one act, the same on every card, that asks why."""

from functools import partial

from PySide6.QtWidgets import QWidget

from coachdesk.gui.change_dialogs import WithdrawDialog
from coachdesk.gui.coaching.record_card import Act
from coachdesk.gui.texts import _
from coachdesk.gui.tools import Tools


def act(tools: Tools, parent: QWidget, record_id: str) -> Act:
    """What takes a record back, for its card."""
    return Act(_("Withdraw…"), partial(ask, tools, parent, record_id), "prohibit")


def beside(tools: Tools, parent: QWidget, record_id: str, what: str) -> Act:
    """The same as an icon beside a line, which says ``what`` it takes back."""
    return act(tools, parent, record_id)._replace(words=_("Withdraw: {what}").format(what=what))


def ask(tools: Tools, parent: QWidget, record_id: str) -> None:
    """Asks why, and withdraws the record."""
    explanation = _(
        "It stays on file, marked as withdrawn, with its text and your reason, and takes no more changes. "
        "This page no longer shows it, nor what belongs to it."
    )
    dialog = WithdrawDialog(tools, record_id, parent, _("Withdraw this record"), explanation)
    try:
        dialog.exec()
    finally:
        dialog.deleteLater()
