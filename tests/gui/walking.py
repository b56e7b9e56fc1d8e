"""Walks every scene and says what is wrong with it: cut off, nameless, or out of the keyboard's reach.

    python -m tests.gui.walking

As a program it walks in the pseudo-language at the scale that QT_SCALE_FACTOR asks for, and prints what it
finds; tests import its functions.
"""

import os
import sys
import tempfile
from collections.abc import Iterator

from PySide6.QtCore import QLocale, Qt
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
from tests.gui.scenes import SCENES, make_journals, staged

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


def main() -> int:
    """Walks everything once."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = make_application()
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    texts.speak(texts.PSEUDO)
    qt_texts.install(app)
    look, found = Look(app, "light", own_fonts=True), 0
    with tempfile.TemporaryDirectory() as folder:
        for name in ("HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME"):
            os.environ[name] = folder
        from pathlib import Path  # the home has to be set before anybody asks for it

        journals = make_journals(Path(folder))
        for scene, build in SCENES.items():
            with staged(look, journals, LEAST_SIZE) as stage:
                root = build(stage)
                stage.settle()
                for finding in clipped(root):
                    found += 1
                    print(f"{scene}: cut off: {finding}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
