"""One of a few, as chips beside each other: quicker than a list that has to be opened."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionComboBox,
    QStylePainter,
    QWidget,
)

from coachdesk.gui.flow import FlowLayout
from coachdesk.gui.texts import _
from coachdesk.gui.widgets import chip

_STEPS = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}


class Choice(QWidget):
    """Chips of which one is chosen; pressing that one again chooses none, where that ``may_be_none``.

    Tab stops once, at the chosen one; the arrow keys go on from there.

    ``options`` are what is shown, by key. ``chosen`` (key, "" for none): somebody chose.
    """

    chosen = Signal(str)

    def __init__(self, name: str, options: Mapping[str, str], *, may_be_none: bool = True) -> None:
        super().__init__()
        self._may_be_none, self._current = may_be_none, ""
        self.chips: dict[str, QPushButton] = {}
        flow = FlowLayout()
        for key, words in options.items():
            made = chip(_(words), checkable=True)
            made.setAccessibleName(_("{field}: {choice}").format(field=name, choice=_(words)))
            made.clicked.connect(lambda _checked, key=key: self._on_clicked(key))
            made.installEventFilter(self)
            self.chips[key] = made
            flow.addWidget(made)
        self.setLayout(flow)
        self.setAccessibleName(name)
        self._stop_at("")

    @property
    def current(self) -> str:
        """The key of what is chosen, or ""."""
        return self._current

    def choose(self, key: str) -> None:
        """Shows ``key`` as chosen; "" is none. Nobody is told."""
        self._current = key
        for name, made in self.chips.items():
            made.setChecked(name == key)
        self._stop_at(key)

    def _stop_at(self, key: str) -> None:
        """Has Tab stop at this chip alone, "" being the first."""
        for name, made in self.chips.items():
            is_stop = name == (key or next(iter(self.chips)))
            made.setFocusPolicy(Qt.FocusPolicy.StrongFocus if is_stop else Qt.FocusPolicy.ClickFocus)

    def _on_clicked(self, key: str) -> None:
        self.choose("" if key == self._current and self._may_be_none else key)
        self._stop_at(key)
        self.chosen.emit(self._current)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The arrow keys go from chip to chip; left to itself Qt would go on to the next field."""
        step = _STEPS.get(Qt.Key(event.key())) if isinstance(event, QKeyEvent) else None
        if step is None or event.type() != QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        order = list(self.chips)
        at = next(number for number, one in enumerate(self.chips.values()) if one is watched)
        key = order[(at + step) % len(order)]
        self._stop_at(key)
        self.chips[key].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def begin(self) -> None:
        """The keyboard goes to what is chosen, or to the first."""
        (self.chips.get(self._current) or next(iter(self.chips.values()))).setFocus(
            Qt.FocusReason.OtherFocusReason
        )


_AROUND = 56
"""Room for the arrow and around icon and words."""
_BESIDE_ICON = 8


class QuietCombo(QComboBox):
    """A list to choose from that the mouse wheel does not change while a page is scrolled over it."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        # The delegate that Qt gives a box draws its list without asking the sheet.
        self.setItemDelegate(QStyledItemDelegate(self))

    def be_as_wide_as_chosen(self) -> None:
        """Takes the room of what is chosen now, not of the longest there is."""
        words = self.fontMetrics().horizontalAdvance(self.currentText())
        self.setFixedWidth(words + self.iconSize().width() + _AROUND)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """What is chosen ends in an ellipsis where there is no room for all of it."""
        painter, option = QStylePainter(self), QStyleOptionComboBox()
        self.initStyleOption(option)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        field = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, self
        )
        icon = self.iconSize().width() + _BESIDE_ICON if not option.currentIcon.isNull() else 0
        option.currentText = self.fontMetrics().elidedText(
            option.currentText, Qt.TextElideMode.ElideRight, field.width() - icon
        )
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()
