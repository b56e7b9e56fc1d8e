"""A layout that goes on in the next line where there is no more room: for chips, whose number nobody knows."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

from coachdesk.gui.tokens import XS


class FlowLayout(QLayout):
    """Items one beside the other in the direction of reading, as many lines of them as it takes."""

    def __init__(self, gap: int = XS) -> None:
        super().__init__()
        self.setContentsMargins(0, 0, 0, 0)
        self._gap, self._items = gap, list[QLayoutItem]()

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._arrange(QRect(0, 0, width, 0), is_real=False)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size.grownBy(self.contentsMargins())

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._arrange(rect, is_real=True)

    def _arrange(self, rect: QRect, *, is_real: bool) -> int:
        """Puts every item in its place, if it is real; returns the height."""
        margins = self.contentsMargins()
        outer, rect = rect, rect.marginsRemoved(margins)
        x, y, line = rect.x(), rect.y(), 0
        for item in self._items:
            if item.isEmpty():
                continue
            size = item.sizeHint()
            width = min(size.width(), rect.width())
            if x > rect.x() and x + width > rect.right() + 1:
                x, y, line = rect.x(), y + line + self._gap, 0
            if is_real:
                item.setGeometry(self._mirrored(QRect(QPoint(x, y), QSize(width, size.height())), rect))
            x, line = x + width + self._gap, max(line, size.height())
        return y + line + margins.bottom() - outer.y()

    def _mirrored(self, place: QRect, within: QRect) -> QRect:
        """Where reading goes from right to left, so do the items."""
        owner = self.parentWidget()
        if isinstance(owner, QWidget) and owner.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            place.moveLeft(within.left() + within.right() - place.right())
        return place
