"""What is known about names in general: which are ordinary words too, and how first names are shortened. Data."""

import tomllib
from functools import cache

import msgspec

from coachdesk import resources


class KnownNames(msgspec.Struct, frozen=True):
    """All in small letters without accents. ``short`` are the short forms of a first name."""

    words: frozenset[str]
    no_names: frozenset[str]
    particles: frozenset[str]
    short: dict[str, frozenset[str]]


@cache
def known_names() -> KnownNames:
    """What ``resources/names.toml`` says."""
    found = tomllib.loads(resources.path("names.toml").read_text("utf-8"))
    return KnownNames(
        words=frozenset(found["words"].split()),
        no_names=frozenset(found["no_names"].split()),
        particles=frozenset(found["particles"].split()),
        short={name: frozenset(short.split()) for name, short in found["short"].items()},
    )
