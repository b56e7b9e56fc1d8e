"""Rows of one sort of field, the last always blank, so that there is no button to press for another."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from coachdesk.gui.tab_order import place_for_tab, put_before
from coachdesk.gui.tokens import S
from coachdesk.gui.widgets import column


class RowList(QWidget):
    """The rows. ``make`` makes a blank one: a widget with the signals ``changed`` and ``removed``, with
    ``is_blank``, ``show_value`` and ``begin``, and with its ``controls`` in the order of Tab.
    """

    changed = Signal()

    def __init__(self, make: Callable[[], Any]) -> None:
        super().__init__()
        self._make = make
        self._within = column(gap=S)
        self.setLayout(self._within)
        self.rows: list[Any] = []
        self._place = place_for_tab(self)
        self._add()

    def _add(self) -> Any:
        made = self._make()
        made.changed.connect(self._on_changed)
        made.removed.connect(lambda: self._remove(made))
        self._within.addWidget(made)
        put_before(self._place, made.controls)
        self.rows.append(made)
        return made

    def _on_changed(self) -> None:
        if not self.rows[-1].is_blank:
            self._add()
        self.changed.emit()

    def _remove(self, gone: Any) -> None:
        at = self.rows.index(gone)
        self._take(gone)
        if not self.rows or not self.rows[-1].is_blank:
            self._add()
        self.rows[min(at, len(self.rows) - 1)].begin()
        self.changed.emit()

    def _take(self, gone: Any) -> None:
        self.rows.remove(gone)
        self._within.removeWidget(gone)
        gone.hide()
        gone.deleteLater()

    def fill(self, values: Sequence[Any]) -> None:
        """Shows these values, one in each row, and a blank row after them."""
        for gone in tuple(self.rows):
            self._take(gone)
        self._add()
        for value in values:
            self.rows[-1].show_value(value)
            if not self.rows[-1].is_blank:
                self._add()

    @property
    def filled(self) -> list[Any]:
        """The rows in which something was typed."""
        return [one for one in self.rows if not one.is_blank]

    def begin(self) -> None:
        """The keyboard goes to the blank row."""
        self.rows[-1].begin()
