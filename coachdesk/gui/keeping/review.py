"""Whether what is kept about a leader is still needed: on which day that is asked, and the answer. Nothing goes by itself."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QWidget

from coachdesk.gui import wording
from coachdesk.gui.coaching.inputs import Input
from coachdesk.gui.coaching.record_form import RecordForm, run
from coachdesk.gui.keeping import words
from coachdesk.gui.keeping.holds import show_holds
from coachdesk.gui.texts import N_, _, ngettext
from coachdesk.gui.tokens import L, S
from coachdesk.gui.tools import Tools
from coachdesk.gui.unfinished import reopens
from coachdesk.gui.widgets import button, closing_row, column, dialog_column, frame, label, say
from coachdesk.journal import holding, keeping
from coachdesk.journal.view import View
from coachdesk.records.base import Record
from coachdesk.records.forms import COACHING
from coachdesk.records.people import Leader
from coachdesk.records.retention import Retention

_WIDTH = 600

_DAY = Input(
    "review_on", N_("When shall it be asked again? (empty: not any more)"), "day_ahead", N_("2 March 2029")
)
_NOTE = Input(
    "note",
    N_("Why that day? (if you like)"),
    "prose",
    N_("A rule of the firm, an agreement, the end of a case"),
)


@reopens
def review_form(tools: Tools, leader: Leader, parent: QWidget) -> RecordForm:
    """Asks on which day it shall be asked whether what is kept about a leader is still needed."""
    known = keeping.retention_of(tools.session.view, leader.id)

    def make(answers: dict[str, Any]) -> Sequence[Record]:
        if known is None:
            is_said = answers["review_on"] or answers["note"]
            return [Retention.make(leader_id=leader.id, **answers)] if is_said else []
        changed = known.changed(**answers)
        return [changed] if changed != known else []

    return RecordForm(
        tools,
        _("Review of what is kept: {name}").format(name=leader.name),
        (_DAY, _NOTE),
        make,
        parent,
        explanation=_(
            "On that day “Today” asks whether the notes about them are still needed. Nothing goes by itself."
        ),
        values={"review_on": known.review_on, "note": known.note} if known else None,
    )


class _Kept(NamedTuple):
    entries: int
    others: int
    first: str
    last: str


class ReviewDialog(QDialog):
    """What is kept about a leader, and when it is asked again. ``erase_wanted`` (id): all about them shall go."""

    erase_wanted = Signal(str)

    def __init__(self, tools: Tools, leader: Leader, parent: QWidget) -> None:
        super().__init__(parent)
        self._tools, self._leader = tools, leader
        self.setWindowTitle(_("Review of what is kept"))
        self.name, self.counts, self.when = label("", "title"), label("", wraps=True), label("", wraps=True)
        self.note, self.held = label("", "quiet", wraps=True), label("", wraps=True)
        self.keep = button(_("Keep…"), self._keep, role="primary")
        self.keep.setDefault(True)
        self.erase = button(_("Erase…"), self._erase, role="danger")
        self.holds = button(_("Show the holds…"), self._show_holds)
        around = column(margin=S)
        around.addWidget(self.held)
        self._hold = frame("warning", around)
        within = dialog_column(self, _WIDTH, gap=S)
        for widget in (self.name, self.counts, self.when, self.note, self._hold):
            within.addWidget(widget)
        within.addWidget(
            label(
                _("Still needed? Nothing goes by itself: keep it and say when to ask again, or erase it."),
                "quiet",
                wraps=True,
            )
        )
        within.addSpacing(L)
        within.addLayout(closing_row(self.holds, self.erase, self.keep, left=button(_("Close"), self.reject)))
        tools.session.changed.connect(self._fill)
        self._fill()
        self.keep.setFocus()

    def _fill(self) -> None:
        if not self._tools.session.is_open:
            return
        view, leader = self._tools.session.view, self._leader
        kept, retention = _kept(view, leader.id), keeping.retention_of(view, leader.id)
        self.name.setText(leader.name)
        self.counts.setText(_counts(kept))
        day = retention.review_on if retention else None
        self.when.setText(_when(day))
        say(self.note, retention.note if retention else "")
        holds = holding.in_force(view, [leader.id])
        self.held.setText("\n".join(words.hold(one) for one in holds))
        for widget in (self._hold, self.holds):
            widget.setVisible(bool(holds))
        can_write = not self._tools.session.is_read_only
        self.keep.setEnabled(can_write)
        self.erase.setEnabled(can_write and not holds)

    def _keep(self) -> None:
        if run(review_form(self._tools, self._leader, self)):
            self.accept()

    def _show_holds(self) -> None:
        show_holds(self._tools, self, self._leader.id)

    def _erase(self) -> None:
        self.accept()
        self.erase_wanted.emit(self._leader.id)

    def done(self, result: int) -> None:
        """Closes, and forgets what it showed."""
        for said in (self.name, self.counts, self.when, self.note, self.held):
            said.setText("")
        super().done(result)


def _kept(view: View, leader_id: str) -> _Kept:
    days = sorted(mark.day for mark in view.marks(leader_id))
    others = sum(len(view.about(leader_id, name)) for name in COACHING)
    return _Kept(len(days), others, days[0] if days else "", days[-1] if days else "")


def _counts(kept: _Kept) -> str:
    if not kept.entries:
        entries = _("No entry is on file.")
    else:
        entries = ngettext(
            "{count} entry is on file, of {first}.",
            "{count} entries are on file, from {first} to {last}.",
            kept.entries,
        ).format(
            count=wording.number(kept.entries),
            first=wording.short_day(kept.first),
            last=wording.short_day(kept.last),
        )
    if not kept.others:
        return entries
    others = ngettext("Besides, {count} coaching record.", "Besides, {count} coaching records.", kept.others)
    return _("{entries} {others}").format(
        entries=entries, others=others.format(count=wording.number(kept.others))
    )


def _when(day: str | None) -> str:
    if day is None:
        return _("No day is set on which to ask again.")
    said = wording.day(day)
    is_due = day <= dt.date.today().isoformat()  # noqa: DTZ011  # the day on the manager's wall
    return (
        _("It was to be asked on {day}.").format(day=said)
        if is_due
        else _("It is asked again on {day}.").format(day=said)
    )
