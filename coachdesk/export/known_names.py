"""What is known about names in general: which are ordinary words too, and how first names are shortened. Data."""

import re
import tomllib
from functools import cache

import msgspec

from coachdesk import resources

_OWN_WORDS = (
    ("wording", "vocabulary.toml"), ("wording", "rules.toml"), ("wording", "questions.toml"),
    ("wording", "texts.toml"), ("coaching", "playbook.toml"), ("coaching", "themes.toml"), ("sentences.toml",),
)  # fmt: skip
"""Where CoachDesk itself writes: what stands there in small letters is an ordinary word."""

_SMALL = re.compile(r"(?<![\w\\’'-])[a-z]+(?![\w])")


class KnownNames(msgspec.Struct, frozen=True):
    """All in small letters without accents. ``short`` are the short forms of a first name.

    ``words`` are names that are ordinary words too, ``names`` those and all first names known; ``openers`` begin
    sentences, and ``ordinary`` are all that is known to be a word of the language and no name. ``titles`` are words
    of job titles; of ``no_titles`` alone none is made.
    """

    words: frozenset[str]
    names: frozenset[str]
    no_names: frozenset[str]
    openers: frozenset[str]
    ordinary: frozenset[str]
    titles: frozenset[str]
    no_titles: frozenset[str]
    particles: frozenset[str]
    short: dict[str, frozenset[str]]


@cache
def known_names() -> KnownNames:
    """What ``resources/names.toml`` says, and the words that CoachDesk itself writes."""
    found = tomllib.loads(resources.path("names.toml").read_text("utf-8"))
    vocabulary = tomllib.loads(resources.path("wording", "vocabulary.toml").read_text("utf-8"))
    words, openers = frozenset(found["words"].split()), frozenset(found["openers"].split())
    short = {name: frozenset(short.split()) for name, short in found["short"].items()}
    names = words.union(vocabulary["lists"]["names_in_s"].split(), short, *short.values())
    return KnownNames(
        words=words,
        names=names,
        no_names=frozenset(found["no_names"].split()),
        openers=openers,
        ordinary=openers | (_own_words() - names),
        titles=frozenset(found["titles"].split()),
        no_titles=frozenset(found["no_titles"].split()),
        particles=frozenset(found["particles"].split()),
        short=short,
    )


def _own_words() -> frozenset[str]:
    texts = (resources.path(*parts).read_text("utf-8") for parts in _OWN_WORDS)
    return frozenset(word for text in texts for word in _SMALL.findall(text))
