"""What widgets that we paint ourselves are to a screen reader: Qt takes them for nameless areas."""

from typing import Protocol

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QWidget


class Spoken(Protocol):
    """A widget that says what it is and what it shows now; its name and description are Qt's own properties."""

    accessible_role: QAccessible.Role

    def accessible_value(self) -> str:
        """What it shows now, in words."""
        ...


class _Interface(QAccessibleWidget):
    """Between such a widget and the screen reader. Qt owns it and deletes it with the widget."""

    def __init__(self, widget: QWidget, role: QAccessible.Role) -> None:
        super().__init__(widget, role)

    def text(self, which: QAccessible.Text) -> str:
        if which == QAccessible.Text.Value:
            widget: Spoken = self.object()  # type: ignore[assignment]  # it was made for no other
            return widget.accessible_value()
        return super().text(which)


def _interface_of(_key: str, widget: QObject) -> QAccessibleInterface | None:
    role = getattr(widget, "accessible_role", None)
    return _Interface(widget, role) if role is not None and isinstance(widget, QWidget) else None


def install() -> None:
    """From now on a screen reader is told what every :class:`Spoken` widget is."""
    QAccessible.installFactory(_interface_of)
