"""The recovery page: the code in large letters and as a QR code, to be printed and put away."""

import datetime as dt
import io
from collections.abc import Sequence
from pathlib import Path

from reportlab.graphics import renderPDF
from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from coachdesk.export.pdf.fonts import Fonts
from coachdesk.export.pdf.style import ACCENT, GREY, HAIRLINE, PAGE_SIZES, SHADE, TEXT
from coachdesk.gui.texts import N_, _
from coachdesk.journal import files

_MARGIN, _ROW, _COLUMNS, _QR_SIDE = 64, 46, 3, 132
_SHEET_TOP = 262
_FACES = {"sans": "coachdesk-sans", "bold": "coachdesk-bold", "mono": "coachdesk-mono"}

SENTENCES = (
    N_("This code opens the journal when the passphrase is lost. There is no third way."),
    N_(
        "Keep the paper where you keep your passport, not beside the computer. Whoever has it and the journal can read everything."
    ),
    N_(
        "On the unlock screen choose “Use the recovery code instead” and type it; capitals and hyphens do not matter."
    ),
    N_(
        "A new code, made in CoachDesk, makes this page worthless there. If somebody else has seen it, change the key too."
    ),
)
SHEET_TITLE = N_("If keys.json is lost")
SHEET_SENTENCE = N_(
    "With these letters and the code, journal.db alone is enough. On the unlock screen choose “Type the recovery sheet…”, and type them and the code there."
)


def save_recovery_sheet(target: Path, code: str, journal: str, sheet: Sequence[str]) -> None:
    """Writes the page as a private file. Raises NotWritable, StorageFull or StorageFailed."""
    page = recovery_sheet(code, journal, dt.datetime.now(dt.UTC).astimezone().date(), sheet)
    with files.storage_errors(target):
        files.replace_private(target, page)


def recovery_sheet(code: str, journal: str, made: dt.date, sheet: Sequence[str]) -> bytes:
    """A PDF of one A4 page. ``journal`` is the name the manager knows the journal by, ``sheet`` its recovery slot."""
    fonts = Fonts()
    for name in _FACES:
        pdfmetrics.registerFont(fonts.font(name))
    width, height = PAGE_SIZES["A4"]
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(width, height), initialFontName=_FACES["sans"], invariant=1)
    canvas.setTitle(_("CoachDesk recovery code"))
    canvas.setAuthor("")
    top = _draw_heading(canvas, height - _MARGIN - 24, journal, made)
    top = _draw_code(canvas, code, top - 24, width - 2 * _MARGIN)
    _draw_advice(canvas, code, top - 32, width - 2 * _MARGIN)
    _draw_sheet(canvas, sheet, width - 2 * _MARGIN)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def _draw_heading(canvas: Canvas, top: float, journal: str, made: dt.date) -> float:
    canvas.setFillColor(ACCENT)
    canvas.setFont(_FACES["bold"], 24)
    canvas.drawString(_MARGIN, top, _("Recovery code"))
    canvas.setFillColor(GREY)
    canvas.setFont(_FACES["sans"], 11)
    said = _("For the CoachDesk journal “{journal}”, made on {day}.").format(
        journal=journal, day=made.isoformat()
    )
    canvas.drawString(_MARGIN, top - 22, said)
    return top - 22


def _draw_code(canvas: Canvas, code: str, top: float, width: float) -> float:
    """The groups in a shaded box, numbered, as they are asked for again."""
    groups = code.split("-")
    rows = -(-len(groups) // _COLUMNS)
    canvas.setFillColor(SHADE)
    canvas.setStrokeColor(HAIRLINE)
    canvas.roundRect(_MARGIN, top - rows * _ROW - 24, width, rows * _ROW + 24, 6, stroke=1, fill=1)
    for place, group in enumerate(groups):
        left = _MARGIN + 28 + place % _COLUMNS * (width - 28) / _COLUMNS
        base = top - 40 - place // _COLUMNS * _ROW
        canvas.setFillColor(GREY)
        canvas.setFont(_FACES["sans"], 9)
        canvas.drawString(left, base, str(place + 1))
        canvas.setFillColor(TEXT)
        canvas.setFont(_FACES["mono"], 22)
        canvas.drawString(left + 18, base - 2, group)
    return top - rows * _ROW - 24


def _draw_advice(canvas: Canvas, code: str, top: float, width: float) -> None:
    """What the code is for, beside the same code for a camera."""
    _draw_for_camera(canvas, code, _MARGIN + width - _QR_SIDE, top - _QR_SIDE + 10)
    canvas.setFillColor(TEXT)
    canvas.setFont(_FACES["sans"], 10.5)
    for sentence in SENTENCES:
        for text in _wrapped(_(sentence), width - _QR_SIDE - 24):
            canvas.drawString(_MARGIN, top, text)
            top -= 15.5
        top -= 6


def _draw_sheet(canvas: Canvas, sheet: Sequence[str], width: float) -> None:
    """The recovery slot in letters, to be typed if the file with the keys is lost, beside the same for a camera."""
    top: float = _SHEET_TOP
    canvas.setFillColor(TEXT)
    canvas.setFont(_FACES["bold"], 12)
    canvas.drawString(_MARGIN, top, _(SHEET_TITLE))
    canvas.setFont(_FACES["sans"], 10.5)
    top -= 18
    for text in _wrapped(_(SHEET_SENTENCE), width - _QR_SIDE - 24):
        canvas.drawString(_MARGIN, top, text)
        top -= 15.5
    canvas.setFont(_FACES["mono"], 10.5)
    for number, line in enumerate(sheet, start=1):
        canvas.drawString(_MARGIN, top - 6, f"{number}  {line}")
        top -= 15
    _draw_for_camera(canvas, "-".join(sheet), _MARGIN + width - _QR_SIDE, _SHEET_TOP - _QR_SIDE - 6)


def _draw_for_camera(canvas: Canvas, text: str, left: float, bottom: float) -> None:
    drawing = Drawing(_QR_SIDE, _QR_SIDE)
    drawing.add(QrCodeWidget(text, barLevel="M", barWidth=_QR_SIDE, barHeight=_QR_SIDE))
    renderPDF.draw(drawing, canvas, left, bottom)


def _wrapped(text: str, width: float) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if pdfmetrics.stringWidth(longer, _FACES["sans"], 10.5) > width and lines[-1]:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines
