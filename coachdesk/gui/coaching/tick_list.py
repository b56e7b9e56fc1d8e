"""Several of many, each with a tick."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyledItemDelegate, QStyleOptionViewItem

from coachdesk.gui.tips import plain_tip
from coachdesk.gui.tokens import S
from coachdesk.gui.widgets import is_enter

if TYPE_CHECKING:
    from coachdesk.gui.coaching.inputs import Input

_LIST_HEIGHT, _TICK_HEIGHT = 168, 28


class _Narrow(QStyledItemDelegate):
    """Rows as wide as the list: what does not fit ends in dots, and no bar moves it sideways."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, super().sizeHint(option, index).height())


class ManyOf(QListWidget):
    """Several of many, each with a tick."""

    def __init__(self, asked: "Input") -> None:
        super().__init__()
        self.setProperty("role", "ticks")
        self.setItemDelegate(_Narrow(self))
        for key, words in asked.options.items():
            item = QListWidgetItem(words, self)
            item.setData(Qt.ItemDataRole.UserRole, key)
            item.setToolTip(plain_tip(words))
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
