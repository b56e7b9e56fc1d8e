"""Which words on a screen no translator would ever see: those that nobody marked, and those that are left in English."""

import ast
import importlib.util
import json
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QTabWidget,
    QWidget,
)

from coachdesk.resources import path as resource

ROOT = Path(__file__).parents[2]
WORD = re.compile(r"[^\W\d_]{2,}")
NO_WORDS = re.compile(r"\[.*\]|/\S+|\b[0-9A-Za-f]{4}\b", re.DOTALL)
"""The pseudo-language, folders, and groups of a code."""

NAMES = (
    "CoachDesk Notes Demo coachdesk pdf png eml mp4 kB MB SHA CD EXPORT Ctrl Shift Enter Return Esc Tab Space Left Right "
    "Up Down Etc UTC Europe London now tmp Sept PDF A4 Letter leader kind after before told lane due no yes"
)


def extraction() -> ModuleType:
    """The script that collects the texts."""
    spec = importlib.util.spec_from_file_location("extract_texts", ROOT / "packaging" / "extract_texts.py")
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = made
    spec.loader.exec_module(made)
    return made


@cache
def collected() -> frozenset[str]:
    """Every text that is marked, in the window and in its scenes."""
    script = extraction()
    of_scenes = [text for path in sorted(Path(__file__).parent.glob("*.py")) for text in script.marked(path)]
    return frozenset(
        words for text in (*script.texts(), *of_scenes) for words in (text.one, text.many) if words
    )


@cache
def known_words() -> frozenset[str]:
    """Words that are nobody's to translate: those of the demo, of days and months, of keys, files and forms."""
    stories = sorted(Path(str(resource("demo"))).glob("*.json"))
    said = " ".join(value for path in stories for value in _strings(json.loads(path.read_text("utf-8"))))
    days = " ".join(
        name(at, form)
        for name, count in ((QLocale().monthName, 12), (QLocale().dayName, 7))
        for at in range(1, count + 1)
        for form in (QLocale.FormatType.LongFormat, QLocale.FormatType.ShortFormat)
    )
    return frozenset(WORD.findall(f"{said} {days} {NAMES} {_typed_on_the_screens()}"))


def _typed_on_the_screens() -> str:
    """What the scenes have their user write: every text in them that is not marked."""
    trees = [ast.parse(path.read_text("utf-8")) for path in sorted(Path(__file__).parent.glob("*scenes*.py"))]
    marked = {
        id(part)
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "_"
        for part in node.args
    }
    return " ".join(
        node.value
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in marked
    )


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)


def _shown(widgets: Iterator[QWidget]) -> Iterator[tuple[QWidget, str]]:
    """Every text of the screen that no user wrote, and what is said of it."""
    for widget in widgets:
        yield widget, widget.accessibleName()
        yield widget, widget.accessibleDescription()
        yield widget, re.sub("<[^>]*>", "", widget.toolTip())
        if isinstance(widget, QLabel | QAbstractButton):
            yield widget, widget.text()
        if isinstance(widget, QLineEdit | QPlainTextEdit):
            yield widget, widget.placeholderText()
        if isinstance(widget, QComboBox):
            yield from ((widget, widget.itemText(at)) for at in range(widget.count()))
        if isinstance(widget, QTabWidget):
            yield from ((widget, widget.tabText(at)) for at in range(widget.count()))
        if isinstance(widget, QMenu):
            yield from ((widget, action.text().partition("\t")[0]) for action in widget.actions())
        if widget.isWindow():
            yield widget, widget.windowTitle()


def left_in_english(widgets: Iterator[QWidget]) -> list[str]:
    """Texts with words that are neither in the pseudo-language nor the user's own."""
    return [
        f"{type(widget).__name__}: {text}"
        for widget, text in _shown(widgets)
        if set(WORD.findall(NO_WORDS.sub("", text))) - known_words()
    ]
