"""A passage with its found words emphasised, painted. Whatever the passage says, it is never read as markup."""

from typing import NamedTuple

from PySide6.QtCore import QPointF, QRect
from PySide6.QtGui import QColor, QFont, QPainter, QTextCharFormat, QTextLayout, QTextOption

from coachdesk.journal.search import CLOSE, OPEN

_ELLIPSIS = "…"
_SHORTER = 0.92


class Passage(NamedTuple):
    """A text and the places in it that were found: from where, how long."""

    text: str
    found: tuple[tuple[int, int], ...]


def passage_of(marked: str) -> Passage:
    """The passage in a snippet of the journal's search."""
    text, found = "", []
    for at, piece in enumerate(marked.split(OPEN)):
        inside, mark, after = piece.partition(CLOSE)
        if mark and at:
            found.append((len(text), len(inside)))
        text += inside + after
    return Passage(text, tuple(found))


def paint_passage(
    painter: QPainter, area: QRect, passage: Passage, font: QFont, colours: tuple[QColor, QColor]
) -> None:
    """Paints as much on one line as there is room for; ``colours`` are the plain words' and the found ones'."""
    text = passage.text
    layout = _laid_out(text, passage, font, colours)
    while layout.lineAt(0).naturalTextWidth() > area.width() and len(text) > 1:
        text = text.removesuffix(_ELLIPSIS)
        text = text[: int(len(text) * _SHORTER)].rstrip() + _ELLIPSIS
        layout = _laid_out(text, passage, font, colours)
    height = layout.lineAt(0).height()
    layout.draw(painter, QPointF(area.left(), area.top() + (area.height() - height) / 2))


def _laid_out(text: str, passage: Passage, font: QFont, colours: tuple[QColor, QColor]) -> QTextLayout:
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.NoWrap)
    layout.setTextOption(option)
    plain, strong = QTextCharFormat(), QTextCharFormat()
    plain.setForeground(colours[0])
    strong.setForeground(colours[1])
    strong.setFontWeight(QFont.Weight.Bold)
    layout.setFormats(
        [_range(0, len(text), plain), *(_range(start, length, strong) for start, length in passage.found)]
    )
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    return layout


def _range(start: int, length: int, look: QTextCharFormat) -> QTextLayout.FormatRange:
    made = QTextLayout.FormatRange()
    made.start, made.length, made.format = start, length, look
    return made
