"""Pages of a PDF as pictures, in a pool thread. The file is bytes in memory and stays there."""

import threading
from contextlib import closing
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium
from PySide6.QtGui import QImage

PDFIUM = threading.Lock()
"""PDFium has one state for the whole process and may be in one thread only: whoever calls it holds this."""


class PageSize(NamedTuple):
    """The size of a page, in points."""

    width: float
    height: float


def page_sizes(data: bytes, password: str = "") -> list[PageSize]:
    """The pages of a PDF. Raises pypdfium2.PdfiumError if it cannot be read."""
    with PDFIUM, closing(pypdfium2.PdfDocument(data, password or None)) as document:
        return [PageSize(*document.get_page_size(number)) for number in range(len(document))]


def page_picture(data: bytes, number: int, width: int, password: str = "") -> QImage:
    """A page (the first is 0) as a picture so many pixels wide. Raises pypdfium2.PdfiumError."""
    opened = pypdfium2.PdfDocument
    with PDFIUM, closing(opened(data, password or None)) as document, closing(document[number]) as page:
        bitmap = page.render(scale=width / page.get_width(), force_bitmap_format=pdfium.FPDFBitmap_BGRx)
        with closing(bitmap):
            picture = QImage(
                bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGB32
            )
            return picture.copy()
