"""The records behind a number, newest first, each a line that leads to it. A number without them is not shown."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QPushButton, QWidget

from coachdesk.gui import entry_words, wording
from coachdesk.gui.coaching.pages import page_of
from coachdesk.gui.texts import _, ngettext
from coachdesk.gui.tools import Tools
from coachdesk.gui.widgets import button, column, row
from coachdesk.records.base import Record

_AT_ONCE = 12


class RecordList(QWidget):
    """``entry_wanted`` (id): an entry shall be read; ``page_wanted`` (key): the page of another record be shown."""

    entry_wanted = Signal(str)
    page_wanted = Signal(str)

    def __init__(self, tools: Tools, leader_id: str, record_ids: Sequence[str]) -> None:
        """``record_ids`` from the oldest to the newest."""
        super().__init__()
        self._tools, self._leader_id = tools, leader_id
        self._left = list(reversed(record_ids))
        self._lines = column(gap=0)
        self._more = button("", self._unfold, role="link")
        within = column(gap=0)
        within.addLayout(self._lines)
        within.addLayout(_at_the_side(self._more))
        self.setLayout(within)
        self._first = self._show_next()

    def begin(self) -> None:
        """The keyboard goes to the first line. A layout alone would show it only later."""
        self.show()
        if self._first is not None:
            self._first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _unfold(self) -> None:
        first = self._show_next()
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_next(self) -> QPushButton | None:
        """Shows some more; the first of their buttons."""
        ids, self._left = self._left[:_AT_ONCE], self._left[_AT_ONCE:]
        made = [*self._entries(ids), *self._others(ids)]
        for one in made:
            self._lines.addLayout(_at_the_side(one))
            QWidget.setTabOrder(one, self._more)
        self._more.setText(
            ngettext("{count} more", "{count} more", len(self._left)).format(
                count=wording.number(len(self._left))
            )
        )
        self._more.setVisible(bool(self._left))
        return made[0] if made else None

    def _entries(self, ids: Sequence[str]) -> list[QPushButton]:
        view = self._tools.session.view
        numbers = [view.number_of(one) for one in ids if view.type_of(one) == "entry"]
        return [
            button(
                entry_words.one_line(listed), partial(self.entry_wanted.emit, listed.entry.id), role="link"
            )
            for listed in view.listed(self._leader_id, numbers)
        ]

    def _others(self, ids: Sequence[str]) -> list[QPushButton]:
        view = self._tools.session.view
        made = []
        for record_id in ids:
            name = view.type_of(record_id) or "entry"
            if name != "entry":
                record = view.get(record_id).record
                made.append(
                    button(_title(record), partial(self.page_wanted.emit, page_of(name)), role="link")
                )
        return made


def _title(record: Record) -> str:
    """What a coaching record is called: its title, or what it says."""
    found = (getattr(record, field, "") for field in ("title", "what", "text"))
    return next((words for words in found if words), _("without a title"))


def empty(place: QBoxLayout) -> None:
    """Takes everything out of a place; the button that was pressed there may still be at work."""
    while (item := place.takeAt(0)) is not None:
        gone = item.widget()
        if gone is not None:
            gone.hide()
            gone.deleteLater()


def _at_the_side(widget: QWidget) -> QHBoxLayout:
    line = row()
    line.addWidget(widget)
    line.addStretch(1)
    return line
