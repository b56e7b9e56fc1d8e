"""The letter as one act on a card, and what became of it: the copies that were handed over."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from coachdesk.gui import wording
from coachdesk.gui.coaching.record_card import Act
from coachdesk.gui.coaching.words import SIGNED
from coachdesk.gui.texts import _
from coachdesk.gui.tools import Tools
from coachdesk.records.about import AboutLeaders
from coachdesk.records.consequence import Consequence, Letter
from coachdesk.records.plan import Plan

if TYPE_CHECKING:
    from coachdesk.export.letter_making import Kind


def act(tools: Tools, parent: QWidget, record: AboutLeaders) -> Act:
    """What makes the letter of a record, for its card."""
    return Act(_("Letter…"), partial(open_letter, tools, parent, record), "envelope-simple")


def kind_of(record: AboutLeaders) -> "Kind":
    """Which letter is made of a record."""
    if isinstance(record, Plan):
        return "pip"
    return "consequence" if isinstance(record, Consequence) else "follow_up"


def open_letter(tools: Tools, parent: QWidget, record: AboutLeaders) -> bool:
    """Shows the letter of a record until it is closed. Whether it was handed over."""
    from coachdesk.gui.coaching.letter_dialog import LetterDialog  # noqa: PLC0415  # seldom, and it draws PDFs

    dialog = LetterDialog(tools, kind_of(record), record.id, record.leader_ids, parent)
    try:
        dialog.exec()
        return dialog.is_handed_over
    finally:
        dialog.deleteLater()


def copies(tools: Tools, record: AboutLeaders) -> list[tuple[str, str]]:
    """The copies that were handed over, as lines of a card: what it is called, and how it went."""
    leader_id = record.leader_ids[0]
    found = [
        one
        for one in tools.session.view.about(leader_id, "letter")
        if isinstance(one, Letter) and one.of_id == record.id
    ]
    return [(_("Letter"), said(one)) for one in sorted(found, key=lambda one: one.handed_on)]


def said(letter: Letter) -> str:
    """How a copy was handed over, in one line."""
    words = _("Handed to {to} on {day}. {signed}.")
    if letter.witness:
        words = _("Handed to {to} on {day}. {signed}; witness: {witness}.")
    return words.format(
        to=letter.to,
        day=wording.short_day(letter.handed_on),
        signed=_(SIGNED[letter.signature]),
        witness=letter.witness,
    )
