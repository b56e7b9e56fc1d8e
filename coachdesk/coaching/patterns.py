"""Themes by month, each number with the entries behind it (F14), and the catalogue of themes to begin with."""

import tomllib
from collections.abc import Iterable, Sequence
from functools import cache

import msgspec

from coachdesk import resources
from coachdesk.coaching.balance import tone
from coachdesk.coaching.on_file import in_order
from coachdesk.records.base import clean_line
from coachdesk.records.entry import Entry


class Theme(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A behaviour that recurs, named for what is seen, with an example of how to note it.

    ``name`` is what is written among an entry's themes. ``tone`` is positive for what should be seen more often.
    """

    key: str
    name: str
    tone: str
    situation: str
    behaviour: str
    impact: str


class Mark(msgspec.Struct, frozen=True):
    """The entries with a theme in a month (``2026-03``), the oldest first, and those of them that correct."""

    month: str
    entry_ids: tuple[str, ...]
    corrective: tuple[str, ...]


class Pattern(msgspec.Struct, frozen=True):
    """A theme, written as it was first, and its marks in order; months without an entry have no mark."""

    theme: str
    marks: tuple[Mark, ...]

    @property
    def entry_ids(self) -> tuple[str, ...]:
        """All entries with the theme, the oldest first."""
        return tuple(entry_id for mark in self.marks for entry_id in mark.entry_ids)


def load_themes() -> tuple[Theme, ...]:
    """The themes that come with CoachDesk, in the order they are offered."""
    raw = tomllib.loads(resources.path("coaching", "themes.toml").read_text("utf-8"))
    return msgspec.convert(raw["theme"], tuple[Theme, ...])


@cache
def example_of(theme: str) -> Theme | None:
    """How a theme that comes with CoachDesk is noted, however it is spelt; None of any other."""
    return next((one for one in load_themes() if theme_key(one.name) == theme_key(theme)), None)


def theme_key(theme: str) -> str:
    """What makes two spellings of a theme the same: neither case nor spaces count."""
    return clean_line(theme).casefold()


def patterns(entries: Iterable[Entry]) -> tuple[Pattern, ...]:
    """Every theme of the entries, the most frequent first. Reflections, about oneself, are no pattern of a leader."""
    names: dict[str, str] = {}
    found: dict[str, list[Entry]] = {}
    for entry in in_order(one for one in entries if one.lane != "reflection"):
        themes = {theme_key(theme): clean_line(theme) for theme in reversed(entry.themes)}
        for key, name in themes.items():
            if key:
                names.setdefault(key, name)
                found.setdefault(key, []).append(entry)
    all_of_them = [Pattern(names[key], _marks(of_theme)) for key, of_theme in found.items()]
    return tuple(sorted(all_of_them, key=lambda one: (-len(one.entry_ids), theme_key(one.theme))))


def _marks(entries: Sequence[Entry]) -> tuple[Mark, ...]:
    by_month: dict[str, list[Entry]] = {}
    for entry in entries:
        by_month.setdefault(entry.occurred.day[:7], []).append(entry)
    return tuple(
        Mark(
            month,
            tuple(one.id for one in noted),
            tuple(one.id for one in noted if tone(one) == "corrective"),
        )
        for month, noted in by_month.items()
    )
