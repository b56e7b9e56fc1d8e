"""The sheet on paper: one page, A4 or Letter, to a printer or as a PDF. Nothing in it is read as markup."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QLocale, QMarginsF, QRectF, QSizeF
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QBrush,
    QColor,
    QFont,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPalette,
    QPdfWriter,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)

from coachdesk.gui.coaching.prepare_sheet import Part
from coachdesk.gui.texts import _
from coachdesk.journal import files

_MARGIN_MM, _RESOLUTION = 18, 1200
_SIZES = (11.0, 10.0, 9.0, 8.0)
_CUTS = (None, 900, 450, 220, 110)
"""A sheet that is too long even in small print has its longest lines cut, so that all of its parts stay on it."""

_TITLE, _HEADING, _ABOVE, _GAP = 1.7, 0.9, 1.5, 0.4
"""How large things are beside the print, and how much room is above them."""

_GREY, _BLACK = "#55606C", "#000000"


def paper() -> QPageSize:
    """Letter where people use inches, A4 elsewhere."""
    is_letter = QLocale().measurementSystem() == QLocale.MeasurementSystem.ImperialUSSystem
    return QPageSize(QPageSize.PageSizeId.Letter if is_letter else QPageSize.PageSizeId.A4)


def save_pdf(target: Path, title: str, parts: Sequence[Part], family: str) -> None:
    """Writes the page as a private file. Raises NotWritable, StorageFull or StorageFailed."""
    page = pdf(title, parts, family)
    with files.storage_errors(target):
        files.replace_private(target, page)


def pdf(title: str, parts: Sequence[Part], family: str) -> bytes:
    """The page as a PDF. It is made in memory: nothing of it comes to disk here."""
    made = QBuffer()
    made.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(made)
    writer.setTitle(title)
    writer.setCreator("CoachDesk")
    writer.setResolution(_RESOLUTION)
    margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
    writer.setPageLayout(
        QPageLayout(paper(), QPageLayout.Orientation.Portrait, margins, QPageLayout.Unit.Millimeter)
    )
    draw(writer, title, parts, family)
    return bytes(made.data().data())


def draw(device: QPagedPaintDevice, title: str, parts: Sequence[Part], family: str) -> bool:
    """Paints the sheet on the one page of a printer or a PDF. Whether it took it."""
    painter = QPainter()
    if not painter.begin(device):
        return False
    try:
        room = QRectF(painter.viewport())
        document = _fitted(device, room.size(), title, parts, family)
        painter.setClipRect(QRectF(0, 0, room.width(), room.height()))
        look = QAbstractTextDocumentLayout.PaintContext()
        look.palette.setColor(QPalette.ColorRole.Text, QColor(_BLACK))
        document.documentLayout().draw(painter, look)
    finally:
        painter.end()
    return True


def _fitted(
    device: QPagedPaintDevice, room: QSizeF, title: str, parts: Sequence[Part], family: str
) -> QTextDocument:
    """The sheet in the largest print in which it has room on the page."""
    document = QTextDocument()
    for most in _CUTS:
        for points in _SIZES if most is None else _SIZES[-1:]:
            document = QTextDocument()
            document.documentLayout().setPaintDevice(device)
            document.setDocumentMargin(0)
            document.setDefaultFont(QFont(family, round(points)))
            document.setTextWidth(room.width())
            _write(document, points, title, _shortened(parts, most))
            if document.size().height() <= room.height():
                return document
    return document


def _shortened(parts: Sequence[Part], most: int | None) -> list[Part]:
    if most is None:
        return list(parts)
    return [
        part._replace(
            lines=tuple(line if len(line) <= most else line[:most].rstrip() + "…" for line in part.lines)
        )
        for part in parts
    ]


def _write(document: QTextDocument, points: float, title: str, parts: Sequence[Part]) -> None:
    cursor = QTextCursor(document)
    _add(cursor, title, points * _TITLE, bold=True)
    _add(
        cursor, _("Confidential. Take it with you, and destroy it afterwards."), points * _HEADING, grey=True
    )
    for part in parts:
        _add(cursor, part.title, points * _HEADING, bold=True, grey=True, above=points * _ABOVE)
        for said in part.lines:
            _add(cursor, said, points, above=points * _GAP)


def _add(  # how a line looks
    cursor: QTextCursor,
    words: str,
    points: float,
    *,
    bold: bool = False,
    grey: bool = False,
    above: float = 0,
) -> None:
    look, block = QTextCharFormat(), QTextBlockFormat()
    look.setFontPointSize(points)
    look.setFontWeight(QFont.Weight.Bold if bold else QFont.Weight.Normal)
    look.setForeground(QBrush(QColor(_GREY if grey else _BLACK)))
    block.setTopMargin(above)
    if cursor.position():
        cursor.insertBlock(block, look)
    cursor.insertText(words, look)
