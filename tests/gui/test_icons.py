"""The icons: every one that is asked for is in the font, and takes its colour from the theme."""

import configparser
import re
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon, QImage, QImageReader
from PySide6.QtWidgets import QApplication

from coachdesk.gui.actions import COMMANDS
from coachdesk.gui.first_run import PROMISES
from coachdesk.gui.icons import APP_SIZES, app_icon
from coachdesk.gui.theme import Look
from coachdesk.resources import path

ROOT = Path(__file__).parents[2]
GUI = ROOT / "coachdesk" / "gui"
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


def test_the_icon_of_the_app_is_there_in_every_size_as_it_was_drawn(qapp: QApplication) -> None:
    """After a change of the drawing ``packaging/draw_icons.py`` draws the sizes again."""
    assert qapp
    assert {size.width() for size in app_icon().availableSizes()} == set(APP_SIZES)
    for size in APP_SIZES:
        drawing = QImageReader(str(path("icons", "coachdesk.svg")))
        drawing.setScaledSize(QSize(size, size))
        fresh = drawing.read().convertToFormat(QImage.Format.Format_ARGB32)
        assert QImage(str(path("icons", f"coachdesk-{size}.png"))).convertToFormat(fresh.format()) == fresh


def test_the_desktop_entry_names_the_icon_and_no_place() -> None:
    entry = configparser.ConfigParser(interpolation=None)
    entry.optionxform = str  # type: ignore[assignment,method-assign]
    entry.read(ROOT / "packaging" / "coachdesk.desktop", "utf-8")
    found = entry["Desktop Entry"]
    assert (found["Type"], found["Exec"], found["Icon"]) == ("Application", "coachdesk", "coachdesk")
    assert found["StartupWMClass"] == "coachdesk"
    assert not [value for value in found.values() if "/" in value]
