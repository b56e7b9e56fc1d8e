"""Several of many, each with a tick."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyledItemDelegate

from coachdesk.gui.tokens import S
from coachdesk.gui.widgets import is_enter

if TYPE_CHECKING:
    from coachdesk.gui.coaching.inputs import Input

_LIST_HEIGHT, _TICK_HEIGHT = 168, 28


class ManyOf(QListWidget):
    """Several of many, each with a tick."""

    def __init__(self, asked: "Input") -> None:
        super().__init__()
        self.setProperty("role", "ticks")
        self.setItemDelegate(QStyledItemDelegate(self))
        for key, words in asked.options.items():
            item = QListWidgetItem(words, self)
            item.setData(Qt.ItemDataRole.UserRole, key)
            item.setFlags(
                Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsSelectable
            )
            item.setCheckState(Qt.CheckState.Unchecked)
        self.setFixedHeight(min(max(self.count(), 1) * _TICK_HEIGHT + 2 * S, _LIST_HEIGHT))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter ticks, as Space does; left to itself it would press the form's button too."""
        if is_enter(event) and self.currentItem() is not None:
            _turn(self.currentItem())
        else:
            super().keyPressEvent(event)

    def _items(self) -> Sequence[QListWidgetItem]:
        return [self.item(at) for at in range(self.count())]

    def value(self) -> tuple[str, ...]:
        """As :class:`Answer`."""
        ticked = Qt.CheckState.Checked
        return tuple(
            item.data(Qt.ItemDataRole.UserRole) for item in self._items() if item.checkState() == ticked
        )

    def show_value(self, value: Any) -> None:
        """As :class:`Answer`."""
        for item in self._items():
            is_in = item.data(Qt.ItemDataRole.UserRole) in (value or ())
            item.setCheckState(Qt.CheckState.Checked if is_in else Qt.CheckState.Unchecked)

    def begin(self) -> None:
        """As :class:`Answer`."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)


def _turn(item: QListWidgetItem) -> None:
    is_on = item.checkState() == Qt.CheckState.Checked
    item.setCheckState(Qt.CheckState.Unchecked if is_on else Qt.CheckState.Checked)
