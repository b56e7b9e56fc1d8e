"""Putting a window together in half the time, for tests of what it does."""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtWidgets import QApplication


@contextmanager
def undressed(app: QApplication) -> Iterator[None]:
    """What is made inside gets the style sheet once, at the end: otherwise each widget does with every layout around it.

    How a window looks is tested on windows that are made as the program makes them.
    """
    sheet = app.styleSheet()
    app.setStyleSheet("")
    try:
        yield
    finally:
        app.setStyleSheet(sheet)
