"""Help (F1): the guide, and a sheet of all the keys, made from the table of commands."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QKeySequence, QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QDialog, QFrame, QGridLayout, QScrollArea, QTabWidget, QTextEdit, QWidget

from coachdesk.gui.actions import COMMANDS, MENUS
from coachdesk.gui.guide import Block, Form, Span, blocks_of, guide_text
from coachdesk.gui.texts import N_, _
from coachdesk.gui.theme import Look
from coachdesk.gui.tokens import XL, XS, XXL, L, M, S, TextStyle
from coachdesk.gui.widgets import button, column, label, row, section

_SIZE, _LEAST = (760, 720), (560, 420)
_AIRY = 125
_BEFORE: dict[Form, int] = {"title": 0, "heading": L, "paragraph": 0, "item": 0}
_STYLES: dict[Form, TextStyle] = {"title": "title", "heading": "strong", "paragraph": "body", "item": "body"}

IN_PLACES = (
    (
        N_("Everywhere"),
        (("Tab", N_("The next field or button")), ("Shift+Tab", N_("The one before")), ("Esc", N_("Back"))),
    ),
    (
        N_("On the strip of weeks"),
        (
            ("Left", N_("The week before")),
            ("Right", N_("The week after")),
            ("Shift+Left", N_("Mark weeks")),
            ("Enter", N_("Show only these weeks")),
            ("Space", N_("Open an entry of the week, then the next")),
            ("Esc", N_("Show all weeks again")),
        ),
    ),
    (
        N_("In the search"),
        (
            ("Down", N_("The next thing found")),
            ("Up", N_("The one before")),
            ("Enter", N_("Open it")),
            ("Esc", N_("Back to where you were")),
        ),
    ),
)
"""The keys that are no commands, by where they do what."""


class HelpWindow(QDialog):
    """The guide and the keys."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self.setWindowTitle(_("Help"))
        self.setMinimumSize(*_LEAST)
        self.resize(
            *(min(most, size - XXL) for most, size in zip(_SIZE, parent.size().toTuple(), strict=True))
        )
        self.guide = QTextEdit(readOnly=True)
        self.guide.setProperty("role", "reading")
        self.guide.setFrameShape(QFrame.Shape.NoFrame)
        self.guide.setAccessibleName(_("Guide"))
        self.guide.setTabChangesFocus(True)
        self.guide.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.addTab(self.guide, _("Guide"))
        self.tabs.addTab(self._keys(), _("Keys"))
        close = button(_("Close"), self.reject)
        buttons = row()
        buttons.addStretch(1)
        buttons.addWidget(close)
        within = column(margin=L, gap=M)
        within.addWidget(self.tabs, 1)
        within.addLayout(buttons)
        self.setLayout(within)
        self._write()
        self.guide.setFocus()
        look.changed.connect(self._write)

    # The guide

    def _write(self) -> None:
        self.guide.setPlainText("")
        self.guide.setViewportMargins(S, L, S, 0)
        cursor = QTextCursor(self.guide.document())
        for number, block in enumerate(blocks_of(guide_text())):
            self._write_block(cursor, block, is_first=number == 0)
        self.guide.moveCursor(QTextCursor.MoveOperation.Start)

    def _write_block(self, cursor: QTextCursor, block: Block, *, is_first: bool) -> None:
        shape = QTextBlockFormat()
        shape.setTopMargin(_BEFORE[block.form])
        shape.setBottomMargin(S)
        shape.setLeftMargin(L if block.form == "item" else 0)
        shape.setLineHeight(_AIRY, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        if is_first:
            cursor.setBlockFormat(shape)
        else:
            cursor.insertBlock(shape)
        if block.form == "item":
            cursor.insertText("•  ", self._ink(block.form, Span("plain", "")))
        for span in block.spans:
            cursor.insertText(span.words, self._ink(block.form, span))

    def _ink(self, form: Form, span: Span) -> QTextCharFormat:
        made, font = QTextCharFormat(), QFont(self._look.font(_STYLES[form]))
        if span.voice == "typed":
            font.setFamilies(self._look.font("mono").families())
        font.setBold(font.bold() or span.voice == "strong")
        font.setItalic(span.voice == "stressed")
        made.setFont(font)
        made.setForeground(self._look.colour("text"))
        return made

    # The keys

    def _keys(self) -> QWidget:
        within = QGridLayout()
        within.setContentsMargins(L, L, L, L)
        within.setHorizontalSpacing(XL)
        within.setVerticalSpacing(XS)
        within.setColumnStretch(1, 1)
        for words, keys in sheet_of_keys():
            if within.count():
                within.setRowMinimumHeight(within.rowCount(), M)
            within.addWidget(section(words), within.rowCount(), 0, 1, 2)
            for key, meaning in keys:
                line = within.rowCount()
                within.addWidget(label(key, "strong"), line, 0)
                within.addWidget(label(meaning, wraps=True), line, 1)
        within.setRowStretch(within.rowCount(), 1)
        inner = QWidget()
        inner.setLayout(within)
        made = QScrollArea(widgetResizable=True)
        made.setWidget(inner)
        made.setProperty("role", "reading")
        made.setAccessibleName(_("Keys"))
        return made


def sheet_of_keys() -> list[tuple[str, list[tuple[str, str]]]]:
    """Every key and what it does, under where it does it."""
    sheet = [
        (
            _bare(_(menu)),
            [(_native(c.shortcut), _bare(_(c.text))) for c in COMMANDS if c.menu == menu and c.shortcut],
        )
        for menu in MENUS
    ]
    sheet += [(_(place), [(_native(keys), _(words)) for keys, words in known]) for place, known in IN_PLACES]
    return [(words, keys) for words, keys in sheet if keys]


def _native(keys: str) -> str:
    """A shortcut as its keys are labelled: both Return and Enter do what one of them does."""
    enter = keys.replace("Return", "Enter")
    return QKeySequence(enter).toString(QKeySequence.SequenceFormat.NativeText)


def _bare(words: str) -> str:
    return words.replace("&", "").rstrip("…")
