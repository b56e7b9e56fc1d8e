"""Walks every scene and says what is wrong with it: cut off, nameless, or out of the keyboard's reach.

    python -m tests.gui.walking [--part 0 --of 4] [--journals FILE]

As a program it walks in the pseudo-language at the scale that QT_SCALE_FACTOR asks for, and prints what it finds:
what is cut off, what is left in English or was never marked, and what Qt or we ourselves warn of. Its last line is
how many scenes it walked and how many texts were looked up. Tests import its functions.
"""

import argparse
import logging
import os
import pickle
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from PySide6.QtCore import QLocale, Qt, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QScrollArea,
    QTextEdit,
    QToolButton,
    QWidget,
)

from coachdesk.gui import qt_texts, texts
from coachdesk.gui.app import make_application
from coachdesk.gui.choice import QuietCombo
from coachdesk.gui.main_window import LEAST_SIZE
from coachdesk.gui.theme import Look
from coachdesk.gui.widgets import Elided
from tests.gui.scenes import SCENES, Journals, make_journals, staged
from tests.gui.screens import OFFSCREEN
from tests.gui.untranslated import collected, left_in_english

CONTROLS = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QTextEdit,
)


def visible(root: QWidget) -> Iterator[QWidget]:
    """What is seen of ``root``, itself included; Qt's own parts of its controls are not looked at."""
    for widget in (root, *root.findChildren(QWidget)):
        if widget.isVisibleTo(root) and not widget.objectName().startswith("qt_"):
            yield widget


def said(widget: QWidget) -> str:
    """A widget as a finding names it."""
    text = getattr(widget, "text", lambda: "")() if not isinstance(widget, QLineEdit) else ""
    return f"{type(widget).__name__} “{text or widget.accessibleName() or widget.objectName()}”"


def clipped(root: QWidget) -> list[str]:
    """Words that do not fit into the widget they are in, and widgets that reach out of what holds them."""
    return [said(widget) for widget in visible(root) if _does_not_fit(widget) or _reaches_out(widget, root)]


def _does_not_fit(widget: QWidget) -> bool:
    if isinstance(widget, Elided | QuietCombo) or _is_part(widget):
        return False
    if isinstance(widget, QLabel) and widget.wordWrap():
        return (
            widget.heightForWidth(widget.width()) > widget.height() or _widest_word(widget) > widget.width()
        )
    if isinstance(widget, QToolButton) and not widget.text():
        return widget.iconSize().width() > widget.width() or widget.iconSize().height() > widget.height()
    if isinstance(widget, QLabel | QAbstractButton):
        least = widget.minimumSizeHint() if isinstance(widget, QCheckBox) else widget.sizeHint()
        return least.width() > widget.width() or least.height() > widget.height()
    if isinstance(widget, QComboBox):
        metrics = widget.fontMetrics()
        return metrics.horizontalAdvance(widget.currentText()) > widget.width() - _ARROW
    return False


_ARROW = 34


def _widest_word(label: QLabel) -> int:
    return max((label.fontMetrics().horizontalAdvance(word) for word in label.text().split()), default=0)


def _reaches_out(widget: QWidget, root: QWidget) -> bool:
    """Whether a widget is cut by what it lies in; what can be scrolled is not."""
    above = widget.parentWidget()
    if widget is root or above is None or _is_scrolled(widget, root):
        return False
    return not above.rect().contains(widget.geometry())


def _is_scrolled(widget: QWidget, root: QWidget) -> bool:
    above = widget.parentWidget()
    while above is not None and above is not root:
        if isinstance(above, QScrollArea | QAbstractItemView | QTextEdit | QPlainTextEdit):
            return True
        above = above.parentWidget()
    return False


def nameless(root: QWidget) -> list[str]:
    """Controls that a screen reader could not name."""
    return [
        said(widget)
        for widget in visible(root)
        if isinstance(widget, CONTROLS) and not _is_part(widget) and not _name(widget)
    ]


def _name(widget: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name).strip() if interface is not None else ""


def _is_part(widget: QWidget) -> bool:
    """Whether a widget is a part of a control that has the name: the line of a box, the eye in a line."""
    return isinstance(widget.parentWidget(), QComboBox | QAbstractSpinBox | QLineEdit)


def out_of_reach(root: QWidget) -> list[str]:
    """Controls that Tab never comes to."""
    root.activateWindow()
    QApplication.processEvents()
    wanted = {widget for widget in visible(root) if _takes_tab(widget)}
    reached: set[QWidget] = set()
    for _ in range(3 * len(wanted) + 10):
        focus = QApplication.focusWidget()
        if focus is not None:
            reached.add(focus)
        QTest.keyClick(focus or root, Qt.Key.Key_Tab)
    return [said(widget) for widget in wanted - reached]


def _takes_tab(widget: QWidget) -> bool:
    return (
        isinstance(widget, CONTROLS)
        and not _is_part(widget)
        and widget.isEnabled()
        and widget.focusProxy() is None
        and bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    )


class _Walk(logging.Handler):
    """Everything that is found on the way, each with its scene."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.scene, self.found, self.asked = "", 0, set[str]()

    def find(self, *findings: str) -> None:
        for finding in findings:
            self.found += 1
            print(f"{self.scene}: {finding}")

    def emit(self, record: logging.LogRecord) -> None:
        self.find(f"logged: {record.name}: {record.getMessage()}")

    def qt_says(self, kind: QtMsgType, _context: object, message: str) -> None:
        if kind not in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg) and not message.startswith(OFFSCREEN):
            self.find(f"Qt says: {message}")

    def scenes(self, look: Look, journals: Journals, names: list[str]) -> None:
        for self.scene in names:
            with staged(look, journals, LEAST_SIZE) as stage:
                root = SCENES[self.scene](stage)
                stage.settle()
                if clipped(root):
                    stage.settle()  # something was said just now, and has still to get its room
                self.find(*(f"cut off: {one}" for one in clipped(root)))
                self.find(*(f"left in English: {one}" for one in left_in_english(visible(root))))
            self.find(*(f"never marked: {one}" for one in sorted(self.asked - collected())))
            self.asked &= collected()


@contextmanager
def _overheard(asked: set[str]) -> Iterator[None]:
    """Whatever is looked up inside is kept: a text in a table that nobody marked would never reach a translator."""
    plain, answers = texts._Pseudo.gettext, set[str]()

    def gettext(speech: texts._Pseudo, message: str) -> str:
        if message not in answers:  # what is looked up a second time is marked once
            asked.add(message)
        answers.add(answer := plain(speech, message))
        return answer

    with patch.object(texts._Pseudo, "gettext", gettext):
        yield


def main() -> int:
    """Walks every scene, or a part of them, once."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--part", type=int, default=0)
    parser.add_argument("--of", type=int, default=1)
    parser.add_argument("--journals", type=Path)
    given = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    walk = _Walk()
    logging.getLogger().addHandler(walk)
    qInstallMessageHandler(walk.qt_says)
    app = make_application()
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    texts.speak(texts.PSEUDO)
    qt_texts.install(app)
    look, names = Look(app, "light", own_fonts=True), list(SCENES)[given.part :: given.of]
    with tempfile.TemporaryDirectory() as folder, _overheard(walk.asked):
        for name in ("HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME"):
            os.environ[name] = folder
        made = given.journals and pickle.loads(given.journals.read_bytes())
        walk.scenes(look, made or make_journals(Path(folder)), names)
    qInstallMessageHandler(None)  # what Qt says while the process ends, nobody could hear any more
    print(len(names), len(walk.asked))
    return 1 if walk.found else 0


if __name__ == "__main__":
    sys.exit(main())
