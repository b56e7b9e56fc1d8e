"""How a finding of the language checker looks in a text: underlined with dots, as by a pencil."""

from collections.abc import Sequence

from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit

from coachdesk.coaching.wording import Finding
from coachdesk.gui.editor_text import GrowingText
from coachdesk.gui.theme import Look
from coachdesk.gui.wording_check import Places

_COLOURS = {"ask": "edge", "look": "warning", "stop": "warning"}


def underline(look: Look, edit: GrowingText, findings: Sequence[Finding]) -> None:
    """Underlines these findings in a text, and nothing else."""
    places = Places(edit.words if findings else "")
    marks = [_mark_of(look, edit, places, one) for one in findings]
    if marks or edit.extraSelections():
        edit.setExtraSelections(marks)


def _mark_of(look: Look, edit: GrowingText, places: Places, finding: Finding) -> QTextEdit.ExtraSelection:
    made, style = QTextEdit.ExtraSelection(), QTextCharFormat()
    style.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
    style.setUnderlineColor(look.colour(_COLOURS[finding.severity]))
    made.cursor = cursor_at(edit, places, finding.start, finding.end)
    made.format = style
    return made


def cursor_at(edit: GrowingText, places: Places, start: int, end: int) -> QTextCursor:
    """The text from ``start`` to ``end``, chosen."""
    cursor = QTextCursor(edit.document())
    cursor.setPosition(places.of(start))
    cursor.setPosition(places.of(end), QTextCursor.MoveMode.KeepAnchor)
    return cursor
