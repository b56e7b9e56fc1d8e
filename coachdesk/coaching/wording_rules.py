"""The language checker's rules and word lists, read from TOML: those that come with CoachDesk and the user's own.

A list is some ``words`` that belong to one rule, with what must hold around them (see ``rules.toml``). A phrase
is written as plain words; in it ``(a|b)`` is either, ``*`` any ending, ``?`` after a word makes it optional,
``..`` up to three words, ``...`` up to eight, ``#`` a number, ``{list}`` a word of the vocabulary, ``{word}`` any word, ``{Name}`` and
``{Name's}`` one with a capital, ``{doing}`` one in -ing, ``not`` any contraction with it too, and ``^`` at the front the beginning of the sentence.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from itertools import chain, pairwise
from typing import Any, Literal, get_args

import msgspec

from coachdesk import resources
from coachdesk.coaching.wording_phrases import BadPhrase, any_spelled, inflected, spellings, together
from coachdesk.coaching.wording_vocabulary import Vocabulary

RuleKey = Literal["L1", "L2", "L3", "L4", "L5", "L6", "L7", "L8", "L9", "L10", "L11", "L12", "L13"]
Severity = Literal["ask", "look", "stop"]
Reason = Literal[
    "not_utf8", "too_large", "syntax", "unknown_table", "wrong_value", "unknown_rule", "bad_phrase"
]

LARGEST = 256 * 1024
"""Bytes that a rule file of the user's may have."""

_BLOCK = re.compile(r"^[ \t]*\[", re.MULTILINE)
_LINE_OF = re.compile(r"\(at line (\d+)")
_FIELD = re.compile(r"`\$\.(\w+)|field `(\w+)`")
_ASKS = {"@act", "@quote", "@report", "@detail"}


class RuleProblem(msgspec.Struct, frozen=True):
    """What is wrong in a rule file: the line (from 1), the reason, and the word or phrase it is about."""

    line: int
    reason: Reason
    value: str = ""


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One rule: how grave, whether it looks into quoted speech, and whether a negation lifts it."""

    severity: Severity
    text: str
    in_quotes: bool = False
    negatable: bool = True
    deniable: bool = True
    """Whether "I am not saying that ..." before it lifts it."""


class WordList(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words of one rule and what must hold around them. All fields but the first two narrow it."""

    rule: RuleKey
    words: tuple[str, ...]
    forms: Literal["", "verb", "noun"] = ""
    label: bool = False
    """An adjective that must describe a person or what they do."""
    adverb: bool = False
    """It may stand behind its verb, so that the nearest noun need not be its subject."""
    anyone: bool = False
    """It says why or what for, so that any person named before may be who is meant."""
    about: tuple[str, ...] = ()
    """The classes its subject may have; ``none`` for nobody named. Empty: anything."""
    describes: tuple[str, ...] = ("person", "conduct")
    """For labels: the classes of what it may stand before."""
    not_described: tuple[str, ...] = ()
    """It must not stand before such words: "harassment training"."""
    not_after_class: tuple[str, ...] = ()
    """It must not stand directly behind such words: "cache age"."""
    only_after: tuple[str, ...] = ()
    """One of these must stand right before, or before a colon: "my read on Ana: lazy"."""
    unless: tuple[str, ...] = ()
    """Phrases that, where one of the words is found, mean something else."""
    unless_before: tuple[str, ...] = ()
    unless_after: tuple[str, ...] = ()
    unless_near: tuple[str, ...] = ()
    """Phrases anywhere in the sentence; ``@act``, ``@quote``, ``@report`` and ``@detail`` ask the grammar."""
    negatable: bool | None = None


class Allowance(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Phrases of the user's that are never a finding, of one rule or of all."""

    words: tuple[str, ...]
    rule: RuleKey | None = None


class Phrase(msgspec.Struct, frozen=True):
    """Phrases of one list that begin with the same word, ready to be looked for behind it."""

    spelled: str
    of: int
    """The list they come from, by its place."""
    at_start: bool = False
    """Whether they stand only at the beginning of a sentence."""


class Group(msgspec.Struct, frozen=True):
    """All phrases that begin with one word."""

    phrases: tuple[Phrase, ...]
    any: str
    """What finds any of them, so that most words cost one look."""


class Contexts(msgspec.Struct, frozen=True):
    """A list's conditions as patterns, which are compiled when one is first needed."""

    instead: tuple[tuple[str, bool], ...]
    only_after: str | None
    before: str | None
    after: str | None
    near: str | None
    asks: frozenset[str]


class RuleBook(msgspec.Struct, frozen=True):
    """Everything the checker walks: rules, lists, and phrases by what they begin with."""

    rules: Mapping[str, Rule]
    lists: tuple[WordList, ...]
    contexts: tuple[Contexts, ...]
    by_word: Mapping[str, Group]
    allowed: tuple[tuple[RuleKey | None, str], ...]
    denials: str
    mentions: str


def load_rules(vocabulary: Vocabulary, extra: bytes | None) -> tuple[RuleBook, tuple[RuleProblem, ...]]:
    """The rules that come with CoachDesk and those of ``extra``, with what is wrong in the latter.

    A block of ``extra`` with a mistake is left out; every other one works. Never raises for the user's file.
    """
    own = tomllib.loads(resources.path("wording", "rules.toml").read_text("utf-8"))
    rules = msgspec.convert(own["rule"], dict[str, Rule])
    lists = list(msgspec.convert(own["list"], tuple[WordList, ...]))
    allowed: list[Allowance] = []
    problems: list[RuleProblem] = []
    for found in _blocks(extra, vocabulary) if extra is not None else ():
        if isinstance(found, WordList):
            lists.append(found)
        elif isinstance(found, Allowance):
            allowed.append(found)
        else:
            problems.append(found)
    lists_read = tuple(lists)
    book = RuleBook(
        rules=rules,
        lists=lists_read,
        contexts=tuple(_contexts(one, vocabulary) for one in lists_read),
        by_word=_index(lists_read, vocabulary),
        allowed=tuple((one.rule, any_spelled(one.words, vocabulary)) for one in allowed),
        denials=any_spelled(tuple(own["denials"]), vocabulary),
        mentions=any_spelled(tuple(own["mentions"]), vocabulary, r"[\s\"'”’)-]*{}"),
    )
    return book, tuple(problems)


def _blocks(extra: bytes, vocabulary: Vocabulary) -> Iterator[WordList | Allowance | RuleProblem]:
    """The tables of a user's file one by one, so that a slip in one costs no other."""
    if len(extra) > LARGEST:
        yield RuleProblem(1, "too_large")
        return
    try:
        text = extra.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        yield RuleProblem(extra.count(b"\n", 0, error.start) + 1, "not_utf8")
        return
    starts = [0, *(found.start() for found in _BLOCK.finditer(text)), len(text)]
    for start, end in pairwise(starts):
        yield from _block(text[start:end], text.count("\n", 0, start) + 1, vocabulary)


def _block(block: str, line: int, vocabulary: Vocabulary) -> Iterator[WordList | Allowance | RuleProblem]:
    try:
        tables = tomllib.loads(block)
    except tomllib.TOMLDecodeError as error:
        place = _LINE_OF.search(str(error))
        lines = len(block.rstrip().splitlines())
        yield RuleProblem(line + (int(place[1]) if place else max(lines, 1)) - 1, "syntax")
        return
    for name, content in tables.items():
        if name not in ("list", "allow") or not isinstance(content, list):
            yield RuleProblem(line, "unknown_table", name)
            continue
        for table in content:
            yield _table(name, table, block, line, vocabulary)


def _table(
    name: str, table: dict[str, Any], block: str, line: int, vocabulary: Vocabulary
) -> WordList | Allowance | RuleProblem:
    rule = table.get("rule")
    if rule is not None and rule not in get_args(RuleKey):
        return RuleProblem(_line_of(block, "rule", line), "unknown_rule", str(rule))
    try:
        made: WordList | Allowance = (
            msgspec.convert(table, WordList) if name == "list" else msgspec.convert(table, Allowance)
        )
    except msgspec.ValidationError as error:
        field = _FIELD.search(str(error))
        value = field[field.lastindex or 0] if field else ""
        return RuleProblem(_line_of(block, value, line), "wrong_value", value)
    try:
        if isinstance(made, WordList):
            _contexts(made, vocabulary)
        for word in made.words:
            list(spellings(word.removeprefix("^"), vocabulary))
    except BadPhrase as error:
        return RuleProblem(_line_of(block, str(error), line), "bad_phrase", str(error))
    return made


def _line_of(block: str, value: str, first: int) -> int:
    """The line of the file on which ``value`` stands in the block, or the block's own."""
    place = block.find(value) if value else 0
    return first + block.count("\n", 0, max(place, 0))


def _index(lists: tuple[WordList, ...], vocabulary: Vocabulary) -> dict[str, Group]:
    """The phrases of all lists by the word they begin with; those of one list in one pattern, longest first."""
    found: dict[str, dict[tuple[int, bool], list[str]]] = {}
    for place, one in enumerate(lists):
        for word in one.words:
            for form in inflected(word.removeprefix("^"), one.forms, vocabulary):
                for key, spelled in spellings(form, vocabulary):
                    found.setdefault(key, {}).setdefault((place, word.startswith("^")), []).append(spelled)
    return {
        key: Group(
            tuple(
                Phrase("|".join(sorted(spelled, key=len, reverse=True)), place, at_start)
                for (place, at_start), spelled in groups.items()
            ),
            together(chain.from_iterable(groups.values())),
        )
        for key, groups in found.items()
    }


def _contexts(one: WordList, vocabulary: Vocabulary) -> Contexts:
    """The list's conditions as patterns; raises BadPhrase."""
    asks = frozenset(phrase for phrase in one.unless_near if phrase.startswith("@"))
    if unknown := asks - _ASKS:
        raise BadPhrase(min(unknown))
    near = tuple(phrase for phrase in one.unless_near if not phrase.startswith("@"))
    return Contexts(
        instead=tuple(
            (spelled, phrase.startswith("^"))
            for phrase in one.unless
            for _, spelled in spellings(phrase.removeprefix("^"), vocabulary)
        ),
        only_after=any_spelled(one.only_after, vocabulary, r"{}[\s:,-]*\Z") if one.only_after else None,
        before=any_spelled(one.unless_before, vocabulary, r"{}[\s-]*\Z") if one.unless_before else None,
        after=any_spelled(one.unless_after, vocabulary, r"[\s-]*{}") if one.unless_after else None,
        near=any_spelled(near, vocabulary) if near else None,
        asks=asks,
    )
