"""The few widgets that every screen shares: labels, buttons, headings, empty states, banners, chips."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleEvent, QIcon, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QTextEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from coachdesk.gui.errors import sentence
from coachdesk.gui.texts import _
from coachdesk.gui.theme import Look
from coachdesk.gui.tips import plain_tip
from coachdesk.gui.tokens import HIT, XL, XS, L, M, S

_BIG_ICON, _SMALL_ICON = 40, 20
_SENTENCE_WIDTH = 320
_PASSING_MS = 12_000
"""So long it is said that something was done: twice what reading it takes."""


def label(text: str, style: str = "body", *, wraps: bool = False) -> QLabel:
    """Text that is read, in a style of the sheet; always plain, whatever it looks like."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("voice", style)
    made.setWordWrap(wraps)
    return made


def say(where: QLabel, words: str) -> None:
    """Words that take no room while there are none."""
    where.setText(words)
    where.setVisible(bool(words))


def restyle(widget: QWidget, **properties: object) -> None:
    """Changes what the sheet tells widgets apart by, and has the sheet look again."""
    for name, value in properties.items():
        widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


@contextmanager
def busy_cursor() -> Iterator[None]:
    """Shows that the window is at work, where it cannot answer meanwhile."""
    QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
    try:
        yield
    finally:
        QApplication.restoreOverrideCursor()


def is_enter(event: QKeyEvent) -> bool:
    """Whether it is Enter, on either side of the keyboard, and nothing held down with it."""
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not held


class Button(QPushButton):
    """A button that Enter presses while it has the focus, as the space bar does.

    Qt leaves Enter to a dialog's default button, even where Cancel has the focus, and to nobody elsewhere.
    """

    def __init__(self, text: str = "") -> None:
        super().__init__(text)
        self.setAutoDefault(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not is_enter(event):
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            self.click()


class ToolButton(QToolButton):
    """A tool button that Enter presses too."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not is_enter(event):
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            self.click()


def button(
    text: str, on_click: Callable[[], object], *, role: str = "", icon: QIcon | None = None
) -> QPushButton:
    """A button; ``role`` is ``primary``, ``quiet``, ``link``, ``danger`` or nothing."""
    made = Button(text)
    made.setProperty("role", role)
    if icon is not None:
        made.setIcon(icon)
        made.setIconSize(QSize(20, 16))
    made.clicked.connect(lambda: on_click())
    return made


def tool_button(name: str, icon: QIcon, on_click: Callable[[], object] | None = None) -> QToolButton:
    """A button that is only an icon; ``name`` is its tool tip and what a screen reader says."""
    made = ToolButton()
    made.setIcon(icon)
    made.setIconSize(QSize(18, 18))
    made.setToolTip(plain_tip(name))
    made.setAccessibleName(name)
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    made.setFixedSize(HIT, HIT)
    if on_click is not None:
        made.clicked.connect(lambda: on_click())
    return made


def frame(surface: str, layout: QLayout | None = None) -> QFrame:
    """An area of one colour: ``ground``, ``page``, ``card``, ``well``, ``line``, ``note``, ``warning`` ..."""
    made = QFrame()
    made.setProperty("surface", surface)
    if layout is not None:
        made.setLayout(layout)
    return made


def text_to_read(name: str) -> QTextEdit:
    """Text that is read, chosen and copied, never changed; ``name`` is what a screen reader says."""
    made = QTextEdit(readOnly=True)
    made.setProperty("role", "reading")
    made.setFrameShape(QFrame.Shape.NoFrame)
    made.setAccessibleName(name)
    made.setUndoRedoEnabled(False)
    made.setTabChangesFocus(True)
    made.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    return made


def line() -> QFrame:
    """A hairline between things."""
    made = frame("line")
    made.setFixedHeight(1)
    return made


class Sign(QWidget):
    """An icon that only says something; it takes its colour from the theme each time it is painted."""

    def __init__(self, look: Look, icon: str, size: int, colour: str = "quiet") -> None:
        super().__init__()
        self._look = look
        self.show_icon(icon, colour)
        self.setFixedSize(size, size)

    def show_icon(self, icon: str, colour: str) -> None:
        """Shows another icon."""
        self._icon = self._look.icon(icon, colour)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._icon.paint(painter, self.rect())


def centred(card: QLayout, width: int, below: QLayout | None = None) -> QScrollArea:
    """A card in the middle of a screen, which scrolls where the window is too low for it."""
    held = frame("card", card)
    held.setFixedWidth(width)
    middle = row(gap=0)
    middle.addStretch(1)
    middle.addWidget(held)
    middle.addStretch(1)
    within = column(margin=XL, gap=L)
    within.addStretch(2)
    within.addLayout(middle)
    if below is not None:
        within.addLayout(below)
    within.addStretch(3)
    inner = QWidget()
    inner.setLayout(within)
    made = QScrollArea(widgetResizable=True)
    made.setWidget(inner)
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return made


def dialog_column(dialog: QDialog, width: int, *, gap: int = S) -> QVBoxLayout:
    """The layout of a small dialog: always ``width`` wide and as high as what it says, whatever that is.

    Left to itself Qt makes a dialog no higher than two thirds of the screen, and cuts the rest off.
    """
    inner, around = QWidget(), column()
    inner.setFixedWidth(width)
    within = column(margin=XL, gap=gap)
    inner.setLayout(within)
    around.addWidget(inner)
    around.setSizeConstraint(QLayout.SizeConstraint.SetFixedSize)
    dialog.setLayout(around)
    return within


def column(*, margin: int = 0, gap: int = S) -> QVBoxLayout:
    """A vertical layout on the grid."""
    made = QVBoxLayout()
    made.setContentsMargins(margin, margin, margin, margin)
    made.setSpacing(gap)
    return made


def row(*, margin: int = 0, gap: int = S) -> QHBoxLayout:
    """A horizontal layout on the grid."""
    made = QHBoxLayout()
    made.setContentsMargins(margin, margin, margin, margin)
    made.setSpacing(gap)
    return made


def closing_row(*right: QWidget, left: QWidget | None = None) -> QHBoxLayout:
    """The last row of a dialog: at the right what it does, the main thing last; ``left`` stands apart from that."""
    made = row(gap=S)
    if left is not None:
        made.addWidget(left)
    made.addStretch(1)
    for one in right:
        made.addWidget(one)
    return made


def section(text: str) -> QLabel:
    """The heading of a group of fields."""
    return label(text, "section")


class Empty(QWidget):
    """What an area says when there is nothing in it: an icon, a sentence, and the one thing to do."""

    def __init__(
        self,
        look: Look,
        icon: str,
        title: str,
        sentence: str,
        action: str = "",
        on_action: Callable[[], object] | None = None,
        *,
        role: str = "",
    ) -> None:
        super().__init__()
        self._title, self._sentence = label(title, "strong", wraps=True), label(sentence, "quiet", wraps=True)
        self.action = button(action, on_action or (lambda: None), role=role)
        if not action:
            self.action.hide()
        within = column(margin=XL, gap=S)
        within.addStretch(2)
        within.addWidget(Sign(look, icon, _BIG_ICON, "faint"), 0, Qt.AlignmentFlag.AlignHCenter)
        within.addSpacing(XS)
        for text in (self._title, self._sentence):
            text.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
            text.setMaximumWidth(_SENTENCE_WIDTH)
            text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
            held = row()
            held.addStretch(1)
            held.addWidget(text, 100)
            held.addStretch(1)
            within.addLayout(held)
        within.addSpacing(S)
        within.addWidget(self.action, 0, Qt.AlignmentFlag.AlignHCenter)
        within.addStretch(3)
        self.setLayout(within)

    def say(self, title: str, sentence: str) -> None:
        """Changes the words."""
        self._title.setText(title)
        self._sentence.setText(sentence)


class MessageBar(QWidget):
    """Where a screen says that something went wrong, in a sentence, beside where it happened.

    It takes no room while it says nothing. A ``wide`` one runs from edge to edge above everything.
    """

    def __init__(self, look: Look, *, wide: bool = False) -> None:
        super().__init__()
        self._wide = wide
        self._sign, self._text = Sign(look, "info", _SMALL_ICON), label("", wraps=True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._close = tool_button(_("Close this message"), look.icon("x"), self.clear)
        within = row(gap=S)
        within.setContentsMargins(L if wide else M, S, S, S)
        within.addWidget(self._sign)
        within.addWidget(self._text, 1)
        within.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        self._frame = frame("danger", within)
        around = column()
        around.setContentsMargins(0, 0, 0, 0 if wide else M)
        around.addWidget(self._frame)
        self.setLayout(around)
        self._passing = QTimer(self, singleShot=True, interval=_PASSING_MS)
        self._passing.timeout.connect(self._pass)
        self.hide()

    @property
    def text(self) -> str:
        """What it says now."""
        return self._text.text()

    def show_error(self, error: Exception) -> None:
        """Says in a sentence what went wrong."""
        self.show_sentence(sentence(error))

    def show_sentence(self, sentence: str, kind: str = "danger") -> None:
        """Says ``sentence``; ``kind`` is ``danger``, ``warning``, ``note`` or ``good``."""
        self._passing.stop()
        icons = {"danger": "warning-circle", "warning": "warning", "note": "info", "good": "check-circle"}
        self._sign.show_icon(icons[kind], "accent_text" if kind == "note" else kind)
        restyle(self._frame, surface=f"{kind}_banner" if self._wide else kind)
        self._text.setText(sentence)
        self.setAccessibleName(sentence)
        self.show()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def show_passing(self, sentence: str) -> None:
        """Says that something was done. It goes away by itself: nothing depends on it."""
        self.show_sentence(sentence, "good")
        self._passing.start()

    def _pass(self) -> None:
        """Whoever is at its button closes it themselves."""
        if not self._close.hasFocus():
            self.clear()

    def clear(self) -> None:
        """Says nothing."""
        self._passing.stop()
        self._text.setText("")
        self.setAccessibleName("")
        self.hide()


def chip(text: str, *, checkable: bool = False) -> QPushButton:
    """A small rounded word: a filter that is on or off, a theme, a state."""
    made = Button(text)
    made.setProperty("role", "chip")
    made.setCheckable(checkable)
    return made


class Elided(QLabel):
    """A label on one line that ends in an ellipsis where there is no room; the whole text is its tool tip."""

    def __init__(self, text: str, voice: str = "body") -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("voice", voice)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def setText(self, text: str) -> None:
        super().setText(text)
        self.setAccessibleName(text)
        self.setToolTip(plain_tip(text))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        self.style().drawItemText(
            painter,
            self.contentsRect(),
            int(self.alignment()),
            self.palette(),
            self.isEnabled(),
            shown,
            self.foregroundRole(),
        )
