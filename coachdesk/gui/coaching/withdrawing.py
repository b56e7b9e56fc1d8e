"""Taking a coaching record back: one act, the same on every card, that asks why."""

from functools import partial

from PySide6.QtWidgets import QWidget

from coachdesk.gui.change_dialogs import WithdrawDialog
from coachdesk.gui.coaching.record_card import Act
from coachdesk.gui.record_words import called
from coachdesk.gui.texts import _
from coachdesk.gui.tools import Tools
from coachdesk.gui.unfinished import reopens
from coachdesk.records.base import Record

_LETTERS = 120


def act(tools: Tools, parent: QWidget, record_id: str) -> Act:
    """What takes a record back, for its card."""
    return Act(_("Withdraw…"), partial(ask, tools, parent, record_id), "prohibit")


def beside(tools: Tools, parent: QWidget, record_id: str, what: str) -> Act:
    """The same as an icon beside a line, which says ``what`` it takes back."""
    return act(tools, parent, record_id)._replace(words=_("Withdraw: {what}").format(what=what))


def ask(tools: Tools, parent: QWidget, record_id: str) -> None:
    """Asks why, and withdraws the record; a page that leads to an erasure offers that too."""
    dialog = withdraw_record(tools, tools.session.view.get(record_id).record, parent)
    erase = getattr(parent, "erase_wanted", None)
    if erase is not None:
        dialog.offer_erasure()
    try:
        dialog.exec()
        wants_erasure = dialog.wants_erasure
    finally:
        dialog.deleteLater()
    if wants_erasure and erase is not None and tools.session.is_open:
        erase.emit(record_id)


def _begins(words: str) -> str:
    return words if len(words) <= _LETTERS else words[:_LETTERS].rstrip() + "…"


@reopens
def withdraw_record(tools: Tools, record: Record, parent: QWidget) -> WithdrawDialog:
    """Asks why a coaching record is withdrawn."""
    explanation = _(
        "{record}\n\n"
        "It stays on file, marked as withdrawn, with its text and your reason, and takes no more changes. "
        "This page no longer shows it, nor what belongs to it."
    ).format(record=_begins(called(record)))
    return WithdrawDialog(tools, record.id, parent, _("Withdraw this record"), explanation)
