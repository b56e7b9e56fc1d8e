"""What stands in a field, understood or not, as a plain value: what a draft keeps, and shows again."""

from collections.abc import Callable
from typing import Any

import msgspec
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QSpinBox

from coachdesk.gui.choice import Choice
from coachdesk.gui.editor_text import GrowingText
from coachdesk.gui.when import DayField

_FIELDS: tuple[tuple[type, Callable[[Any], Any], Callable[[Any, Any], object]], ...] = (
    (DayField, lambda field: field.kept, lambda field, typed: field.show_kept(typed)),
    (QLineEdit, QLineEdit.text, QLineEdit.setText),
    (GrowingText, lambda field: field.words, QPlainTextEdit.setPlainText),
    (QPlainTextEdit, QPlainTextEdit.toPlainText, QPlainTextEdit.setPlainText),
    (QCheckBox, QCheckBox.isChecked, QCheckBox.setChecked),
    (QSpinBox, QSpinBox.value, QSpinBox.setValue),
    (QComboBox, QComboBox.currentData, lambda field, typed: _choose(field, typed)),
    (Choice, lambda field: field.current, lambda field, typed: _press(field, typed)),
)


def typed_in(field: Any) -> Any:
    """What stands in a field. One that is none of Qt's own says it itself."""
    for kind, read, _write in _FIELDS:
        if isinstance(field, kind):
            return read(field)
    return field.typed() if hasattr(field, "typed") else msgspec.to_builtins(field.value(), str_keys=True)


def show_typed(field: Any, typed: Any) -> None:
    """Shows what stood in a field. What can no longer be chosen is not."""
    for kind, _read, write in _FIELDS:
        if isinstance(field, kind):
            write(field, typed)
            return
    (field.show_typed if hasattr(field, "show_typed") else field.show_value)(typed)


def words_in(field: Any) -> str:
    """The words that stand in a field for text, on one line; "" for any other."""
    is_text = isinstance(field, QLineEdit | QPlainTextEdit) and not isinstance(field, DayField)
    return " ".join(str(typed_in(field)).split()) if is_text else ""


def _choose(field: QComboBox, typed: Any) -> None:
    at = field.findData(typed)
    if at >= 0:
        field.setCurrentIndex(at)


def _press(field: Choice, typed: str) -> None:
    if not typed or typed in field.chips:
        field.choose(typed)
