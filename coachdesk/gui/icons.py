"""Icons: glyphs of QtAwesome's Phosphor font, drawn as outlines in a colour of the theme.

QtAwesome itself is not imported: it brings OpenGL and a quarter of a second along. Only its font and the
list of its glyphs are used. An icon asks for its colour each time it is painted, so that it follows a
change of theme by itself and is sharp at every scale.
"""

import importlib.util
import json
from collections.abc import Callable
from functools import cached_property
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPainterPath, QPixmap, QRawFont

from coachdesk import resources

_DRAWN_AT = 256.0
APP_SIZES = (16, 24, 32, 48, 64, 128, 256)


class Glyphs:
    """The outlines of one icon font, each read when it is first asked for."""

    def __init__(self) -> None:
        self._paths: dict[str, QPainterPath] = {}

    @cached_property
    def _folder(self) -> Path:
        found = importlib.util.find_spec("qtawesome")
        assert found is not None
        assert found.origin is not None
        return Path(found.origin).parent / "fonts"

    @cached_property
    def _codes(self) -> dict[str, str]:
        (file,) = self._folder.glob("phosphor-charmap-*.json")
        return dict(json.loads(file.read_bytes()))

    @cached_property
    def _font(self) -> QRawFont:
        (file,) = self._folder.glob("phosphor-[0-9]*.ttf")
        return QRawFont(str(file), _DRAWN_AT)

    def path(self, name: str) -> QPainterPath:
        """The outline of icon ``name`` in a square of one by one. Raises KeyError for an unknown name."""
        if name not in self._paths:
            code = chr(int(self._codes[name].removeprefix("0x"), 16))
            outline = self._font.pathForGlyph(self._font.glyphIndexesForString(code)[0])
            self._paths[name] = outline
        return self._paths[name]


class _Engine(QIconEngine):
    def __init__(self, path: QPainterPath, colour: Callable[[QIcon.Mode], QColor]) -> None:
        super().__init__()
        self._path, self._colour = path, colour

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, _state: QIcon.State) -> None:
        draw(painter, QRectF(rect), self._path, self._colour(mode))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return pixmap


def draw(painter: QPainter, rect: QRectF, path: QPainterPath, colour: QColor) -> None:
    """Draws an icon's outline into ``rect``."""
    scale = min(rect.width(), rect.height()) / _DRAWN_AT
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(rect.center())
    painter.scale(scale, scale)
    box = path.boundingRect().center()
    painter.translate(-box.x(), -box.y())
    painter.fillPath(path, colour)
    painter.restore()


def icon_of(path: QPainterPath, colour: Callable[[QIcon.Mode], QColor]) -> QIcon:
    """An icon that draws ``path`` in the colour it is told each time."""
    return QIcon(_Engine(path, colour))


def app_icon() -> QIcon:
    """The icon of the app, in every size that was drawn (``packaging/draw_icons.py``)."""
    made = QIcon()
    for size in APP_SIZES:
        made.addFile(str(resources.path("icons", f"coachdesk-{size}.png")), QSize(size, size))
    return made
