"""The pages of a PDF under each other, drawn as they come into sight."""

from collections import OrderedDict
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QAccessible, QImage, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame

from coachdesk.gui.announcing import announce
from coachdesk.gui.background import Background, Task
from coachdesk.gui.pdf_pages import PageSize, page_picture
from coachdesk.gui.texts import _
from coachdesk.gui.theme import Look
from coachdesk.gui.tokens import L, M

_KEPT = 12
_WIDEST = 760


class PageView(QAbstractScrollArea):
    """Pages to be read. ``turned`` (number, the first is 1): another page is in the middle of what is seen."""

    turned = Signal(int)
    accessible_role = QAccessible.Role.Document

    def __init__(self, look: Look, background: Background) -> None:
        super().__init__()
        self._look, self._background = look, background
        self._data, self._password = b"", ""
        self._sizes: Sequence[PageSize] = ()
        self._pictures: OrderedDict[tuple[int, int], QImage] = OrderedDict()
        self._asked: dict[tuple[int, int], Task] = {}
        self._page = 1
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(_("The pages"))
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        look.changed.connect(self.viewport().update)

    def show_pages(self, data: bytes, sizes: Sequence[PageSize], password: str = "") -> None:
        """Shows a PDF, which ``password`` opens, from its first page on."""
        self.clear()
        self._data, self._sizes, self._password = data, sizes, password
        self._fit()
        self._say_page()

    def clear(self) -> None:
        """Forgets everything."""
        for task in self._asked.values():
            task.cancel()
        self._asked.clear()
        self._pictures.clear()
        self._data, self._password, self._sizes, self._page = b"", "", (), 1
        self.setAccessibleDescription("")
        self.verticalScrollBar().setValue(0)
        self.viewport().update()

    @property
    def pages(self) -> int:
        """How many there are."""
        return len(self._sizes)

    def go_to(self, number: int) -> None:
        """Brings a page (the first is 1) to the top."""
        if self._sizes:
            number = min(max(number, 1), self.pages)
            self.verticalScrollBar().setValue(self._tops()[number - 1] - M)

    # Places

    @property
    def _width(self) -> int:
        return min(self.viewport().width() - 2 * L, _WIDEST)

    def _tops(self) -> list[int]:
        """Where each page begins, and where all end, before scrolling."""
        tops, y = [], M
        for size in self._sizes:
            tops.append(y)
            y += round(self._width * size.height / size.width) + M
        return [*tops, y]

    def _fit(self) -> None:
        bar = self.verticalScrollBar()
        total = self._tops()[-1] if self._sizes else 0
        bar.setPageStep(self.viewport().height())
        bar.setSingleStep(40)
        bar.setRange(0, max(total - self.viewport().height(), 0))
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        page = self._page
        self._fit()
        self.go_to(page)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        ends = {Qt.Key.Key_Home: 1, Qt.Key.Key_End: self.pages}
        key = Qt.Key(event.key())
        if key in ends:
            self.go_to(ends[key])
        else:
            super().keyPressEvent(event)

    def _on_scrolled(self, value: int) -> None:
        self.viewport().update()
        middle = value + self.viewport().height() // 2
        page = sum(top <= middle for top in self._tops()[:-1])
        if page != self._page and page:
            self._page = page
            self._say_page()
            announce(self, self.accessibleDescription())

    def accessible_value(self) -> str:
        """Which page is seen, for a screen reader."""
        said = _("Page {number} of {count}").format(number=self._page, count=self.pages)
        return said if self._sizes else ""

    def _say_page(self) -> None:
        self.setAccessibleDescription(self.accessible_value())
        self.turned.emit(self._page)

    # Painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self.viewport()) as painter:
            painter.fillRect(self.viewport().rect(), self._look.colour("sunken"))
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            tops = self._tops()
            left = (self.viewport().width() - self._width) // 2
            for number in range(self.pages):
                top = tops[number] - self.verticalScrollBar().value()
                paper = QRect(left, top, self._width, tops[number + 1] - tops[number] - M)
                if paper.intersects(self.viewport().rect()):
                    self._paint_page(painter, paper, number)
            if self.hasFocus():
                painter.setPen(self._look.colour("focus"))
                painter.drawRect(self.viewport().rect().adjusted(0, 0, -1, -1))

    def _paint_page(self, painter: QPainter, paper: QRect, number: int) -> None:
        key = (number, round(paper.width() * self.devicePixelRatioF()))
        painter.fillRect(paper, Qt.GlobalColor.white)
        if key in self._pictures:
            self._pictures.move_to_end(key)
            painter.drawImage(paper, self._pictures[key])
        elif key not in self._asked:
            work = partial(_picture, self._data, self._password, *key)
            self._asked[key] = self._background.run(self, work, partial(self._on_picture, key))
        painter.setPen(self._look.colour("hairline"))
        painter.drawRect(paper.adjusted(0, 0, -1, -1))

    def _on_picture(self, key: tuple[int, int], picture: QImage) -> None:
        self._asked.pop(key, None)
        self._pictures[key] = picture
        while len(self._pictures) > _KEPT:
            self._pictures.popitem(last=False)
        self.viewport().update()


def _picture(data: bytes, password: str, number: int, width: int, _task: Task) -> QImage:
    return page_picture(data, number, width, password)
