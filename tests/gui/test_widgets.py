"""The widgets that every screen shares."""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from coachdesk.gui.theme import Look
from coachdesk.gui.widgets import button, column, frame, label
from tests.gui.conftest import settle


def ink(image: QImage, widget: QWidget, within: QWidget) -> int:
    """How far from the left of ``within`` the first letter of a widget begins, in its middle line of pixels."""
    at = widget.mapTo(within, QPoint(0, 0))
    lines = range(at.y() + widget.height() // 2 - 4, at.y() + widget.height() // 2 + 4)
    ground = image.pixelColor(at.x() + widget.width() - 2, lines[0])
    columns = range(at.x(), at.x() + widget.width())
    return next(x for x in columns if any(_differ(image.pixelColor(x, y), ground) for y in lines))


def _differ(one: object, other: object) -> bool:
    return abs(one.lightness() - other.lightness()) > 60  # type: ignore[attr-defined]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_link_begins_where_the_text_above_it_begins(look: Look, qtbot: QtBot, theme: str) -> None:
    look.choose(theme)  # type: ignore[arg-type]
    within = column(margin=20)
    text = label("He said no.")
    links = [button("He said no.", lambda: None, role="link") for _each in range(2)]
    for one in (text, *links):
        within.addWidget(one)
    card = frame("card", within)
    qtbot.addWidget(card)
    card.resize(300, 200)
    card.show()
    card.activateWindow()
    links[1].setFocus()
    settle()
    image = card.grab().toImage()
    assert card.focusWidget() is links[1]
    assert {ink(image, one, card) for one in (text, *links)} == {ink(image, text, card)}
    look.choose("light")
