"""The icons: every one that is asked for is in the font, and takes its colour from the theme."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon

from coachdesk.gui.actions import COMMANDS
from coachdesk.gui.first_run import PROMISES
from coachdesk.gui.theme import Look

GUI = Path(__file__).parents[2] / "coachdesk" / "gui"
ASKED = re.compile(
    r'\.icon\(\s*"([a-z-]+)"|Sign\([\w.]+, "([a-z-]+)"|"(?:danger|warning|note|good)": "([a-z-]+)"'
)


def names() -> set[str]:
    found = {
        name
        for module in GUI.glob("*.py")
        for match in ASKED.findall(module.read_text(encoding="utf-8"))
        for name in match
        if name
    }
    return found | {command.icon for command in COMMANDS if command.icon} | {icon for icon, _ in PROMISES}


def test_every_icon_is_in_the_font(look: Look) -> None:
    asked = names()
    assert len(asked) > 10
    for name in asked:
        assert not look.icon(name).pixmap(QSize(16, 16)).toImage().isNull()


def test_an_icon_that_is_not_is_a_mistake(look: Look) -> None:
    with pytest.raises(KeyError):
        look.icon("no-such-icon")


def ink(icon: QIcon, mode: QIcon.Mode = QIcon.Mode.Normal) -> set[str]:
    image = icon.pixmap(QSize(64, 64), 1.0, mode).toImage()
    return {
        image.pixelColor(x, y).name().upper()
        for x in range(64)
        for y in range(64)
        if image.pixelColor(x, y).alpha() == 255
    }


def test_an_icon_is_drawn_in_its_colour_and_follows_the_theme(look: Look) -> None:
    icon = look.icon("lock-simple", "danger")
    assert ink(icon) == {look.colours.danger}
    assert ink(icon, QIcon.Mode.Disabled) == {look.colours.faint}
    look.choose("dark")
    try:
        assert ink(icon) == {look.colours.danger}
    finally:
        look.choose("light")


def test_an_icon_is_sharp_at_every_scale(look: Look) -> None:
    assert look.icon("plus").pixmap(QSize(16, 16), 2.0).size() == QSize(32, 32)
