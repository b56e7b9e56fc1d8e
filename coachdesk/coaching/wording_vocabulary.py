"""The words that the language checker knows, read from ``resources/wording/vocabulary.toml``."""

import tomllib
from collections.abc import Iterator, Mapping

import msgspec

from coachdesk import resources

_WITH_PLURALS = ("person", "technical", "person_nouns")
"""Lists that phrases use, so that their plurals are meant there too."""


class Vocabulary(msgspec.Struct, frozen=True):
    """Words by what they are: ``classes`` says whom or what each is about, ``lists`` names the others."""

    classes: Mapping[str, str]
    lists: Mapping[str, frozenset[str]]
    irregular: Mapping[str, tuple[str, ...]]


def load_vocabulary() -> Vocabulary:
    """The vocabulary that comes with CoachDesk."""
    raw = tomllib.loads(resources.path("wording", "vocabulary.toml").read_text("utf-8"))
    singular = {word: name for name, words in raw["classes"].items() for word in words.split()}
    plural = {form: name for word, name in singular.items() for form in _plurals(word)}
    lists = {name: frozenset(words.split()) for name, words in {**raw["classes"], **raw["lists"]}.items()}
    for name in _WITH_PLURALS:
        lists[name] |= {form for word in lists[name] for form in _plurals(word)}
    lists["names_of_kinds"] = lists["capitals"] | lists["nationalities"]
    irregular = {verb: tuple(forms.split()) for verb, forms in raw["irregular"].items()}
    return Vocabulary(plural | singular, lists, irregular)


def _plurals(noun: str) -> tuple[str, ...]:
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return (noun[:-1] + "ies",)
    return (noun + "es",) if noun.endswith(("s", "x", "ch", "sh")) else (noun + "s",)


def base(word: str) -> str:
    """A word without what an apostrophe adds: "he" of "he's"; "don't" stays itself."""
    return word if word.endswith("n't") else word.partition("'")[0]


def nouns_of(names: tuple[str, ...]) -> Iterator[str]:
    """Each part of each name, in small letters."""
    return (part for name in names for part in name.lower().split())
