"""The colours: legible on everything they are put on, in every theme (WCAG 2.2)."""

import itertools

import pytest
from PySide6.QtGui import QColor, QPalette

from coachdesk.gui import tokens
from coachdesk.gui.theme import Look, palette
from coachdesk.gui.tokens import THEMES, TYPE, contrast, mixed, readable
from coachdesk.records.kinds import KINDS

GROUNDS = ("ground", "surface", "raised", "sunken", "hover", "selected")
INKS = ("text", "quiet", "accent_text")


@pytest.mark.parametrize(
    ("theme", "ink", "ground"), [(*parts,) for parts in itertools.product(THEMES, INKS, GROUNDS)]
)
def test_text_is_legible_on_every_ground(theme: str, ink: str, ground: str) -> None:
    colours = THEMES[theme]
    assert contrast(getattr(colours, ink), getattr(colours, ground)) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("meaning", ["danger", "warning", "good"])
def test_a_warning_is_legible_on_its_own_colour_and_on_a_page(theme: str, meaning: str) -> None:
    colours = THEMES[theme]
    for ground in (f"{meaning}_soft", "surface", "raised"):
        assert contrast(getattr(colours, meaning), getattr(colours, ground)) >= 4.5
    assert contrast(colours.text, getattr(colours, f"{meaning}_soft")) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
def test_a_found_word_is_legible_and_seen_to_be_marked(theme: str) -> None:
    colours = THEMES[theme]
    assert contrast(colours.text, colours.found) >= 4.5
    assert colours.found not in (colours.surface, colours.selected)


@pytest.mark.parametrize("theme", THEMES)
def test_what_is_on_the_accent_is_legible(theme: str) -> None:
    assert contrast(THEMES[theme].on_accent, THEMES[theme].accent) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
def test_the_edges_of_controls_and_the_focus_are_seen(theme: str) -> None:
    colours = THEMES[theme]
    for ground in ("surface", "raised", "ground"):
        assert contrast(colours.edge, getattr(colours, ground)) >= 3
        assert contrast(colours.focus, getattr(colours, ground)) >= 3


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
@pytest.mark.parametrize("ground", ["surface", "selected", "hover"])
def test_every_kind_is_told_by_its_colour_in_every_theme(
    look: Look, theme: str, kind: str, ground: str
) -> None:
    look.choose(theme)  # type: ignore[arg-type]
    try:
        behind = look.colour(ground).name()
        assert contrast(look.kind_colour(kind, ground).name(), behind) >= 3
        assert contrast(look.kind_ink(kind, ground).name(), behind) >= 4.5
        assert contrast(look.colour("text").name(), behind) >= 4.5
    finally:
        look.choose("light")


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#FFFFFF", "#FFFFFF") == pytest.approx(1)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


def test_a_colour_that_is_legible_already_stays_as_it_is() -> None:
    assert readable("#003366", "#FFFFFF", 4.5) == "#003366"
    assert contrast(readable("#88BBEE", "#FFFFFF", 4.5), "#FFFFFF") >= 4.5
    assert contrast(readable("#883333", "#101010", 4.5), "#101010") >= 4.5


def test_colours_are_mixed_channel_by_channel() -> None:
    assert mixed("#FFFFFF", "#000000", 0.5) == "#808080"
    assert mixed("#FF0000", "#0000FF", 0) == "#0000FF"


def test_all_spaces_are_on_the_grid_and_the_type_scale_only_grows() -> None:
    assert [tokens.XS, tokens.S, tokens.M, tokens.L, tokens.XL, tokens.XXL] == [4, 8, 12, 16, 24, 32]
    steps = [TYPE[name].points for name in ("caption", "body", "lead", "title", "display")]  # type: ignore[index]
    assert steps == sorted(set(steps))


def test_another_theme_is_told_once_and_reaches_the_palette(look: Look) -> None:
    heard: list[str] = []
    look.changed.connect(lambda: heard.append(look.name))
    look.choose("dark")
    look.choose("dark")
    look.choose("light")
    assert heard == ["dark", "light"]
    assert palette(THEMES["dark"]).color(QPalette.ColorRole.Window) == QColor(THEMES["dark"].ground)


def test_the_system_is_followed_if_nobody_chose(look: Look) -> None:
    look.choose("system")
    assert look.name in ("light", "dark", "contrast")
    look.choose("light")
