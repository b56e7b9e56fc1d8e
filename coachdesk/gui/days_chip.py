"""The chip for dates: the usual periods, and any other."""

import datetime as dt
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu

from coachdesk.gui import wording
from coachdesk.gui.chip_menu import Chip, popup_under
from coachdesk.gui.days_dialog import DaysDialog
from coachdesk.gui.texts import _
from coachdesk.gui.theme import Look

_MONTH, _QUARTER = 30, 91

Days = tuple[str, str]
"""From which day to which, both included, in ISO 8601; "" is open."""


class DaysChip(Chip):
    """Narrows to a period. ``changed``: :attr:`days` are others."""

    changed = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look, _("Dates"))
        self._look, self._days = look, ("", "")
        self.clicked.connect(self._open)

    @property
    def days(self) -> Days:
        """What it narrows to."""
        return self._days

    def set_days(self, from_day: str, to_day: str) -> None:
        """Narrows to these days; "" is open."""
        self._days = (from_day, to_day)
        self.say(in_words(self._days))
        self.changed.emit()

    def _open(self) -> None:
        menu = QMenu(self.window())
        menu.aboutToHide.connect(menu.deleteLater)
        for words, days in _usual(dt.date.today()):  # noqa: DTZ011  # the day on the manager's wall
            menu.addAction(words, partial(self.set_days, *days))
        menu.addSeparator()
        menu.addAction(_("Other dates…"), self.ask)
        if any(self._days):
            menu.addAction(_("All dates"), partial(self.set_days, "", ""))
        popup_under(self, menu)

    def ask(self) -> None:
        """Asks for any other dates."""
        dialog = DaysDialog(self._look, self._days, self.window())
        try:
            if dialog.exec():
                self.set_days(*dialog.days)
        finally:
            dialog.deleteLater()


def _usual(today: dt.date) -> list[tuple[str, Days]]:
    year, last = today.year, today.year - 1
    return [
        (_("Last 30 days"), ((today - dt.timedelta(days=_MONTH)).isoformat(), "")),
        (_("Last three months"), ((today - dt.timedelta(days=_QUARTER)).isoformat(), "")),
        (_("This year"), (f"{year}-01-01", f"{year}-12-31")),
        (_("Last year"), (f"{last}-01-01", f"{last}-12-31")),
    ]


def in_words(days: Days) -> str:
    """A period as it is said; "" for all of time."""
    first, last = (wording.short_day(day) if day else "" for day in days)
    if first and last:
        return first if first == last else _("{first} to {last}").format(first=first, last=last)
    return _("From {day}").format(day=first) if first else _("Until {day}").format(day=last) if last else ""
