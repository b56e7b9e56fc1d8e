"""The further fields of a note, behind one button: a chip for each that is not there yet."""

from collections.abc import Collection

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from coachdesk.gui.editor_fields import FIELDS, offered
from coachdesk.gui.flow import FlowLayout
from coachdesk.gui.texts import _
from coachdesk.gui.theme import Look
from coachdesk.gui.widgets import chip


class More(QWidget):
    """The button and its chips. ``wanted`` (key): a field shall be there."""

    wanted = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._hidden: Collection[str] = ()
        self.button = chip(_("More…"), checkable=True)
        self.button.setToolTip(_("Further fields for this note"))
        self.chips: dict[str, QPushButton] = {}
        flow = FlowLayout()
        flow.addWidget(self.button)
        for field in FIELDS:
            if offered(field):
                made = chip(_(field.name))
                made.setIcon(look.icon("plus", "quiet"))
                made.setAccessibleName(_("Add the field {name}").format(name=_(field.name)))
                made.clicked.connect(lambda _checked, key=field.key: self.wanted.emit(key))
                self.chips[field.key] = made
                flow.addWidget(made)
        self.setLayout(flow)
        self.button.toggled.connect(lambda _is_on: self._show())
        self.offer(())

    def offer(self, keys: Collection[str]) -> None:
        """These fields are not there yet."""
        self._hidden = [key for key in self.chips if key in keys]
        self.setVisible(bool(self._hidden))
        self._show()

    def _show(self) -> None:
        for key, made in self.chips.items():
            made.setVisible(self.button.isChecked() and key in self._hidden)
