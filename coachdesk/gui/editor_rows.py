"""A field of the editor that holds several of one sort, each in a row of its own."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from coachdesk.gui.note import Note
from coachdesk.gui.row_list import RowList
from coachdesk.gui.tokens import XS
from coachdesk.gui.widgets import column, section


class RowsField(QWidget):
    """Who was there, or what was agreed: ``name`` is the note's field, ``make`` makes a blank row of it."""

    changed = Signal()

    def __init__(self, name: str, title: str, make: Callable[[], QWidget]) -> None:
        super().__init__()
        self._name = name
        self.rows = RowList(make)
        within = column(gap=XS)
        within.addWidget(section(title))
        within.addWidget(self.rows)
        self.setLayout(within)
        self.rows.changed.connect(self.changed)

    def values(self) -> dict[str, Any]:
        """What is filled in, by the note's field."""
        return {self._name: tuple(one.value for one in self.rows.filled)}

    def show_note(self, note: Note) -> None:
        """Shows what the note has for it."""
        self.rows.fill(getattr(note, self._name))

    @property
    def is_filled(self) -> bool:
        """Whether there is any."""
        return bool(self.rows.filled)

    def begin(self) -> None:
        """The keyboard goes here."""
        self.rows.begin()

    def clear(self) -> None:
        """Forgets everything."""
        self.rows.fill(())
