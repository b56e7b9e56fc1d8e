"""The look as values: one spacing grid, one type scale, and the colours of each theme by what they mean."""

import colorsys
from collections.abc import Mapping
from functools import cache
from typing import Literal

import msgspec

XS, S, M, L, XL, XXL = 4, 8, 12, 16, 24, 32
"""The spacing grid, in device-independent pixels. Every margin and gap is one of these."""

RADIUS = 6
HIT = 32
"""The height of everything that can be clicked or typed into."""

TextStyle = Literal["caption", "body", "strong", "lead", "title", "display", "mono"]


class Type(msgspec.Struct, frozen=True):
    """One step of the type scale: points, whether it is bold, and the family (``sans`` or ``mono``)."""

    points: float
    bold: bool = False
    family: str = "sans"


TYPE: Mapping[TextStyle, Type] = {
    "caption": Type(9),
    "body": Type(10.5),
    "strong": Type(10.5, bold=True),
    "lead": Type(12),
    "title": Type(15, bold=True),
    "display": Type(21, bold=True),
    "mono": Type(15, family="mono"),
}


class Colours(msgspec.Struct, frozen=True, kw_only=True):
    """The colours of one theme, named after what they are for.

    Text and quiet text reach 4.5:1 on every ground, surface and soft colour; edges of controls and the
    focus ring 3:1 (WCAG 2.2, 1.4.3 and 1.4.11).
    """

    ground: str  # behind everything: the side pane, bars
    surface: str  # what is read and written on
    raised: str  # menus, cards, buttons
    sunken: str  # wells: a code to be copied, a track
    hover: str  # under the mouse
    text: str
    quiet: str  # labels, dates, hints
    faint: str  # what is switched off
    hairline: str  # between things
    edge: str  # around what can be typed into or pressed
    accent: str  # the one thing to do next
    on_accent: str
    accent_text: str  # links, what is chosen
    selected: str  # behind what is chosen
    focus: str
    danger: str
    danger_soft: str
    warning: str
    warning_soft: str
    good: str
    good_soft: str
    found: str  # behind a word that was looked for


LIGHT = Colours(
    ground="#F3F4F6",
    surface="#FFFFFF",
    raised="#FFFFFF",
    sunken="#EBEDF0",
    hover="#E9ECF0",
    text="#1B222A",
    quiet="#55606C",
    faint="#8D96A1",
    hairline="#DEE2E7",
    edge="#848D99",
    accent="#1D4F82",
    on_accent="#FFFFFF",
    accent_text="#1A4A7A",
    selected="#DCE7F2",
    focus="#2E74BD",
    danger="#A8261D",
    danger_soft="#FBEAE8",
    warning="#7A4F00",
    warning_soft="#FDF3DC",
    good="#1B6332",
    good_soft="#E4F2E8",
    found="#FBEDB8",
)

DARK = Colours(
    ground="#15181C",
    surface="#1C2025",
    raised="#252A31",
    sunken="#111417",
    hover="#262C33",
    text="#E4E7EB",
    quiet="#A2ACB8",
    faint="#69737F",
    hairline="#2C323A",
    edge="#747F8C",
    accent="#2F6CAB",
    on_accent="#FFFFFF",
    accent_text="#8DBBEB",
    selected="#24364A",
    focus="#6AA5E3",
    danger="#F18E85",
    danger_soft="#3A2122",
    warning="#E6B65C",
    warning_soft="#362B17",
    good="#7EC592",
    good_soft="#1A3023",
    found="#45391A",
)

CONTRAST = Colours(
    ground="#000000",
    surface="#000000",
    raised="#000000",
    sunken="#000000",
    hover="#1F1F1F",
    text="#FFFFFF",
    quiet="#FFFFFF",
    faint="#BFBFBF",
    hairline="#FFFFFF",
    edge="#FFFFFF",
    accent="#FFE04D",
    on_accent="#000000",
    accent_text="#FFE04D",
    selected="#303000",
    focus="#00E5FF",
    danger="#FF9C94",
    danger_soft="#000000",
    warning="#FFD166",
    warning_soft="#000000",
    good="#8CFF9E",
    good_soft="#000000",
    found="#5A4A00",
)

THEMES: Mapping[str, Colours] = {"light": LIGHT, "dark": DARK, "contrast": CONTRAST}


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@cache  # every row of a list asks for it each time it is painted
def readable(colour: str, ground: str, ratio: float) -> str:
    """``colour``, made lighter or darker until it reaches ``ratio`` on ``ground``; its hue stays."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*_channels(colour))
    step = 0.01 if _luminance(ground) < 0.18 else -0.01  # noqa: PLR2004  # where black and white contrast alike
    found = colour
    while contrast(found, ground) < ratio and 0 <= lightness + step <= 1:
        lightness += step
        found = _hex(colorsys.hls_to_rgb(hue, lightness, saturation))
    return found


def mixed(colour: str, ground: str, share: float) -> str:
    """``share`` (0 to 1) of ``colour`` over ``ground``."""
    pairs = zip(_channels(colour), _channels(ground), strict=True)
    return _hex(tuple(top * share + bottom * (1 - share) for top, bottom in pairs))


def _channels(colour: str) -> tuple[float, ...]:
    return tuple(int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))


def _hex(channels: tuple[float, ...]) -> str:
    return "#" + "".join(f"{round(channel * 255):02X}" for channel in channels)


def _luminance(colour: str) -> float:
    red, green, blue = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4  # noqa: PLR2004  # sRGB
        for channel in _channels(colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
