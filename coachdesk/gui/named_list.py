"""A plain list to choose from, or to read: its name, what stands in it, and nothing else."""

from collections.abc import Iterable

from PySide6.QtWidgets import QLabel, QListWidget

from coachdesk.gui import wording

_HEIGHT = 150


def named_list(name: str) -> QListWidget:
    """An empty list; ``name`` is what a screen reader says."""
    made = QListWidget()
    made.setAccessibleName(name)
    made.setMinimumHeight(_HEIGHT)
    made.setUniformItemSizes(True)
    made.setProperty("role", "ticks")
    return made


def show_lines(said: QLabel, words: str, count: int, where: QListWidget, lines: Iterable[str]) -> None:
    """What a list holds, under how many there are (``words`` with a place for it); nothing where there is none."""
    said.setText(words.format(count=wording.number(count)))
    for widget in (said, where):
        widget.setVisible(bool(count))
    where.clear()
    where.addItems(list(lines))
