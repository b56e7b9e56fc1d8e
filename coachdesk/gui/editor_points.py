"""The action points of a note: what was agreed, whose it is, by when, and whether it is done."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from coachdesk.gui import wording
from coachdesk.gui.choice import QuietCombo
from coachdesk.gui.flow import FlowLayout
from coachdesk.gui.note import Point
from coachdesk.gui.texts import _
from coachdesk.gui.theme import Look
from coachdesk.gui.tokens import XS, S
from coachdesk.gui.when import DayField
from coachdesk.gui.widgets import column, row, tool_button
from coachdesk.records.base import clean_line

_DAY_WIDTH = 118


class PointRow(QWidget):
    """One action point: what, whose, by when, and whether it is done."""

    changed = Signal()
    removed = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._text = QLineEdit(placeholderText=_("What was agreed"))
        self._text.setAccessibleName(_("What was agreed"))
        self._owner = QuietCombo(_("Whose it is"))
        for key, words in wording.OWNERS.items():
            self._owner.addItem(_(words), key)
        self._due = DayField(_("By when"), "day_ahead")
        self._due.setPlaceholderText(_("by when"))
        self._done = QCheckBox(_("done"))
        self._done_on = DayField(_("Done on which day"), "day_past")
        for day in (self._due, self._done_on):
            day.setFixedWidth(_DAY_WIDTH)
        self._remove = tool_button(_("Take out"), look.icon("x", "quiet"), self.removed.emit)
        self.controls = (self._text, self._owner, self._due, self._done, self._done_on, self._remove)
        first = row(gap=S)
        first.addWidget(self._text, 1)
        first.addWidget(self._remove)
        self._more = QWidget()
        flow = FlowLayout(S)
        for widget in (self._owner, self._due, self._done, self._done_on):
            flow.addWidget(widget)
        self._more.setLayout(flow)
        within = column(gap=XS)
        within.addLayout(first)
        within.addWidget(self._more)
        self.setLayout(within)
        self._text.textChanged.connect(self._on_changed)
        self._owner.activated.connect(lambda _at: self.changed.emit())
        self._done.toggled.connect(self._on_done)
        for day in (self._due, self._done_on):
            day.changed.connect(self.changed)
        self._on_changed()

    def _on_changed(self) -> None:
        for widget in (self._more, self._remove):
            widget.setVisible(not self.is_blank)
        self._done_on.setVisible(self._done.isChecked())
        self.changed.emit()

    def _on_done(self, is_done: bool) -> None:  # noqa: FBT001  # Qt's signal
        if is_done and not self._done_on.kept:
            self._done_on.show_kept("today")
        self._on_changed()

    @property
    def is_blank(self) -> bool:
        return not self._text.text().strip()

    @property
    def value(self) -> Point:
        done = self._done_on.kept if self._done.isChecked() else ""
        return Point(clean_line(self._text.text()), self._owner.currentData(), self._due.kept, done)

    def show_value(self, point: Point) -> None:
        self._owner.setCurrentIndex(self._owner.findData(point.owner))
        self._due.show_kept(point.due)
        self._done_on.show_kept(point.done)
        self._done.setChecked(bool(point.done))
        self._text.setText(point.text)

    def begin(self) -> None:
        self._text.setFocus(Qt.FocusReason.OtherFocusReason)
