"""What was agreed before and is still open: shown in the next preparation and the next check-in, and ticked there."""

import datetime as dt
from collections.abc import Collection, Iterable
from functools import partial

from PySide6.QtWidgets import QWidget

from coachdesk.coaching.agreed import Agreed, carried, finished
from coachdesk.gui import entry_words
from coachdesk.gui.errors import sentence
from coachdesk.gui.sealing import sealed_entry
from coachdesk.gui.session import Session
from coachdesk.gui.texts import N_, _
from coachdesk.gui.tokens import XS, M, S
from coachdesk.gui.tools import Tools
from coachdesk.gui.widgets import column, label, row, section, tool_button
from coachdesk.journal.errors import JournalError
from coachdesk.records.entry import Entry

TITLE = N_("Agreed before, and still open")
TICK = N_("Agreed before, and still open: tick what is done")


def finish(session: Session, entry_id: str, numbers: Collection[int]) -> None:
    """These action points of an entry were done today: it says so, and what it said before. Raises as ``Journal.correct`` does."""
    entry = sealed_entry(session.view, entry_id)
    done = finished(entry, numbers, _today())
    if done != entry:
        what = "; ".join(entry.action_points[number].text for number in sorted(numbers))
        session.correct(done, _("Done: {what}").format(what=what))


def words_of(one: Agreed) -> str:
    """What was agreed, whose it is, and by when."""
    return entry_words.action_point(one.point)


def options(entries: Iterable[Entry], leader_ids: Iterable[str]) -> dict[str, str]:
    """What a form offers to be ticked as done: what was agreed, by a key that :func:`finish_ticked` understands."""
    kept = tuple(entries)
    return {_key(one): words_of(one) for leader_id in leader_ids for one in carried(kept, leader_id)}


def finish_ticked(session: Session, keys: Iterable[str]) -> None:
    """What was ticked in a form is done. Raises as ``Journal.correct`` does."""
    numbers: dict[str, list[int]] = {}
    for key in keys:
        entry_id, _colon, number = key.rpartition(":")
        numbers.setdefault(entry_id, []).append(int(number))
    for entry_id, ticked in numbers.items():
        finish(session, entry_id, ticked)


def paragraph(entries: Iterable[Entry], leader_id: str) -> str:
    """For the note about a talk: what was agreed before, and what of it is done by today."""
    said = {True: N_("Agreed before, done: {what}"), False: N_("Agreed before, still open: {what}")}
    found = carried(entries, leader_id, _today())
    return "\n".join(_(said[one.point.done is not None]).format(what=one.point.text) for one in found)


class StillOpen(QWidget):
    """What is still open, line by line, each with what marks it as done at once; hidden if there is nothing."""

    def __init__(self, tools: Tools, entries: Iterable[Entry], leader_id: str) -> None:
        super().__init__()
        self._tools = tools
        within, found = column(gap=XS), carried(entries, leader_id)
        within.addWidget(section(_(TITLE)))
        for one in found:
            line = row(gap=S)
            line.addWidget(label(words_of(one), wraps=True), 1)
            line.addWidget(
                tool_button(
                    _("Mark as done: {what}").format(what=one.point.text),
                    tools.look.icon("check", "quiet"),
                    partial(self._finish, one),
                )
            )
            within.addLayout(line)
        within.addSpacing(M)
        self.setLayout(within)
        if not found:
            self.hide()

    def _finish(self, one: Agreed) -> None:
        try:
            finish(self._tools.session, one.entry_id, (one.number,))
        except JournalError as error:
            self._tools.prompts.tell(self, _(TITLE), sentence(error))


def _key(one: Agreed) -> str:
    return f"{one.entry_id}:{one.number}"


def _today() -> str:
    return dt.date.today().isoformat()  # noqa: DTZ011  # the day on the manager's wall
