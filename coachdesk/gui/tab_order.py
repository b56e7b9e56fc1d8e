"""Tab goes from control to control in the order of reading, also where some of them are made later."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def put_before(anchor: QWidget, controls: Iterable[QWidget]) -> None:
    """Tab comes to ``controls`` one after the other, then to ``anchor``. All are in the same window."""
    for control in controls:
        QWidget.setTabOrder(anchor, control)
        QWidget.setTabOrder(control, anchor)


def put_after(anchor: QWidget, controls: Iterable[QWidget]) -> None:
    """Tab comes to ``anchor``, then to ``controls`` one after the other."""
    for control in controls:
        QWidget.setTabOrder(anchor, control)
        anchor = control


def place_for_tab(parent: QWidget) -> QWidget:
    """A place in the order of Tab that is never seen and never stopped at, to put others before."""
    made = QWidget(parent)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    made.hide()
    return made
