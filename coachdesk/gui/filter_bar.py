"""What the timeline is narrowed to: words, kinds, themes, lanes, dates, told, due, milestones. It is always seen."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import cast, get_args

from PySide6.QtCore import QSignalBlocker, QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from coachdesk.gui import wording
from coachdesk.gui.chip_menu import TickChip
from coachdesk.gui.days_chip import DaysChip
from coachdesk.gui.flow import FlowLayout
from coachdesk.gui.texts import _, ngettext
from coachdesk.gui.theme import Look
from coachdesk.gui.tokens import S
from coachdesk.gui.widgets import chip, column, row
from coachdesk.journal.filters import Filter
from coachdesk.records.entry import Lane

_PAUSE_MS = 120
"""So long after the last letter the words are looked for."""


class FilterBar(QWidget):
    """The chips above a timeline. ``changed``: :attr:`wanted` is another."""

    changed = Signal()

    def __init__(self, look: Look, counts: Callable[[str], Mapping[str, int]]) -> None:
        """``counts`` says which values of ``kinds``, ``themes`` and ``lanes`` there are, and how often."""
        super().__init__()
        self.words = QLineEdit(placeholderText=_("Find in this timeline"), clearButtonEnabled=True)
        self.words.setProperty("role", "search")
        self.words.setAccessibleName(_("Find in this timeline"))
        self.words.setMaxLength(200)
        self.words.addAction(look.icon("magnifying-glass", "quiet"), QLineEdit.ActionPosition.LeadingPosition)
        self.untold = chip(_("Not told"), checkable=True)
        self.untold.setToolTip(_("Only what the leader has not been told yet"))
        self.due = chip(_("Due"), checkable=True)
        self.due.setToolTip(_("Only what has an action point due, or is not told yet"))
        self.milestones = chip(_("Milestones"), checkable=True)
        self.milestones.setToolTip(
            _("Only what happened besides notes: issues, plan, support, talks, decisions")
        )
        self.milestones.hide()
        self.kinds = TickChip(look, _("Kinds"), lambda: counts("kinds"), wording.kind, _kinds)
        self.themes = TickChip(look, _("Themes"), lambda: counts("themes"), str, _themes)
        self.lanes = TickChip(look, _("Lanes"), lambda: counts("lanes"), _lane, _lanes)
        self.days = DaysChip(look)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        chips = FlowLayout()
        for widget in (self.kinds, self.themes, self.lanes, self.days, self.due, self.milestones):
            chips.addWidget(widget)
        first = row(gap=S)
        first.addWidget(self.words, 1)
        first.addWidget(self.untold)
        within = column(gap=S)
        within.addLayout(first)
        within.addLayout(chips)
        self.setLayout(within)

    def _connect(self) -> None:
        self._pause.timeout.connect(self.changed)
        self.words.textChanged.connect(self._on_typed)
        self.words.returnPressed.connect(self._now)
        for narrowing in (self.kinds, self.themes, self.lanes, self.days):
            narrowing.changed.connect(self.changed)
        for switch in (self.untold, self.due, self.milestones):
            switch.toggled.connect(self._now)

    @property
    def wanted(self) -> Filter:
        """What is to be shown."""
        return Filter(
            from_day=self.days.days[0],
            to_day=self.days.days[1],
            kinds=self.kinds.chosen,
            themes=self.themes.chosen,
            lanes=self.lanes.chosen,
            words=" ".join(self.words.text().split()),
            told="no" if self.untold.isChecked() else "",
            due=dt.date.today().isoformat() if self.due.isChecked() else "",  # noqa: DTZ011  # the day on the wall
        )

    @property
    def only_milestones(self) -> bool:
        """Whether entries are to be left out."""
        return self.milestones.isChecked()

    def clear(self) -> None:
        """Nothing is narrowed any more. Tells nobody."""
        quiet = QSignalBlocker(self)
        self.words.setText("")
        for narrowing in (self.kinds, self.themes, self.lanes):
            narrowing.forget()
        for switch in (self.untold, self.due, self.milestones):
            switch.setChecked(False)
        self.days.set_days("", "")
        self._pause.stop()
        quiet.unblock()

    def _on_typed(self) -> None:
        self._pause.start()

    def _now(self) -> None:
        self._pause.stop()
        self.changed.emit()


def _lane(lane: str) -> str:
    assert lane in get_args(Lane)
    return _(wording.LANES[cast("Lane", lane)])


def _kinds(count: int) -> str:
    return ngettext("{count} kind", "{count} kinds", count).format(count=count)


def _themes(count: int) -> str:
    return ngettext("{count} theme", "{count} themes", count).format(count=count)


def _lanes(count: int) -> str:
    return ngettext("{count} lane", "{count} lanes", count).format(count=count)
