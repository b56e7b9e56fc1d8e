"""The language checker (features F19, section 8): what a reader in a hearing would stumble over.

Offline and deterministic. It never blocks, never rewrites: a finding says where, by which rule, and which
explanation and question belong to it (``resources/wording/texts.toml``); the manager decides.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import chain
from types import MappingProxyType
from typing import NamedTuple

import msgspec

from coachdesk.coaching.wording_grammar import Grammar
from coachdesk.coaching.wording_phrases import LETTERS, compiled
from coachdesk.coaching.wording_rules import (
    Contexts,
    Phrase,
    Rule,
    RuleBook,
    RuleKey,
    RuleProblem,
    Severity,
    WordList,
    load_rules,
)
from coachdesk.coaching.wording_text import Passage, Sentence, Word, passage
from coachdesk.coaching.wording_vocabulary import Vocabulary, base, load_vocabulary, nouns_of
from coachdesk.records.entry import NARRATIVE, Entry
from coachdesk.records.kinds import KINDS

_CONTEXT = 80
"""Characters before a hit in which a phrase that lifts it may stand."""

_SPOKEN_BY_LEADER = ("account", "intent")
"""Fields that hold the leader's words: quoted speech from end to end."""

_GUARDED: Mapping[str, tuple[RuleKey, ...]] = MappingProxyType({"causes": ("L7", "L8")})
"""Fields that are the leader's words too, but ask for what easily is protected or medical: the rules that look at them."""

_PARTS = ("situation", "behaviour", "impact")
_NEXT_STEP = "action_points"
_DETAIL = re.compile(
    r"\b\d|\b(?:instead|rather than|because|who (?:needed|expected|asked|had to))\b", re.IGNORECASE
)
_EXPLAINED = re.compile(r":\s*\w")


class Finding(NamedTuple):
    """One place a reader may stumble over. ``found`` is the text from ``start`` to ``end``; the last two name texts."""

    rule: RuleKey
    field: str
    start: int
    end: int
    found: str
    severity: Severity
    explanation: str
    question: str


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """What is known around a text: people's names, whether it is a formal notice, whether the source is named
    (who reported it), and whether it is in the medical lane already.
    """

    names: tuple[str, ...] = ()
    formal: bool = False
    source_named: bool = False
    medical_lane: bool = False


NOTHING_KNOWN = Facts()


class Checker:
    """The rules, loaded once. ``problems`` says what was wrong in the user's own rule file."""

    def __init__(self, vocabulary: Vocabulary, book: RuleBook, problems: tuple[RuleProblem, ...]) -> None:
        self.problems = problems
        self._vocabulary, self._book = vocabulary, book

    @classmethod
    def load(cls, extra: bytes | None = None) -> "Checker":
        """The rules that come with CoachDesk and those of ``extra``, the content of a user's rule file."""
        vocabulary = _vocabulary()
        if extra is None:
            return cls(vocabulary, _own_rules(), ())
        book, problems = load_rules(vocabulary, extra)
        return cls(vocabulary, book, problems)

    def check(self, text: str, field: str = "text", facts: Facts = NOTHING_KNOWN) -> tuple[Finding, ...]:
        """The findings in ``text``, in its order; of two of one rule that overlap, the longer."""
        read = passage(text)
        grammar = Grammar(self._vocabulary, frozenset(nouns_of(facts.names)))
        reading = _Reading(self._book, grammar, read, facts, field in _SPOKEN_BY_LEADER)
        hits: list[tuple[int, int, RuleKey]] = []
        guards = _GUARDED.get(field)
        for sentence in read.sentences:
            found = [reading.hits_at(sentence, index) for index in range(sentence.first, sentence.last)]
            hits += _longest(
                [hit for hit in chain.from_iterable(found) if guards is None or hit[2] in guards]
            )
        return tuple(self._finding(text, field, hit) for hit in hits)

    def check_entry(self, entry: Entry, names: tuple[str, ...] = ()) -> tuple[Finding, ...]:
        """The findings in all prose of ``entry``, and which of its parts are missing."""
        facts = Facts(
            names=names,
            formal=entry.formal,
            source_named=entry.source is not None and bool(entry.source.by),
            medical_lane=entry.lane == "medical",
        )
        found = [
            finding
            for field in NARRATIVE
            if getattr(entry, field)
            for finding in self.check(getattr(entry, field), field, facts)
        ]
        return (*found, *(self._missing(part) for part in missing_parts(entry)))

    def _finding(self, text: str, field: str, hit: tuple[int, int, RuleKey]) -> Finding:
        start, end, rule = hit
        kept = self._book.rules[rule]
        return Finding(rule, field, start, end, text[start:end], kept.severity, kept.text, kept.text)

    def _missing(self, part: str) -> Finding:
        kept = self._book.rules["L10"]
        return Finding("L10", part, 0, 0, "", kept.severity, kept.text, f"{kept.text}_{part}")


def missing_parts(entry: Entry) -> tuple[str, ...]:
    """Which of situation, behaviour, impact and place its kind asks for and the entry has not (L10).

    Feedback, which has action points too, wants a next step as well: that there is none can be one of them.
    """
    fields = KINDS[entry.kind].fields
    asked = [part for part in _PARTS if part in fields]
    if asked or "place" in fields:
        asked.append("place")
    missing = [part for part in asked if not getattr(entry, part).strip()]
    is_feedback = {"behaviour", _NEXT_STEP} <= set(fields)
    if is_feedback and not entry.action_points:
        missing.append(_NEXT_STEP)
    return tuple(missing)


@cache
def _vocabulary() -> Vocabulary:
    return load_vocabulary()


@cache
def _own_rules() -> RuleBook:
    return load_rules(_vocabulary(), None)[0]


def _longest(hits: list[tuple[int, int, RuleKey]]) -> list[tuple[int, int, RuleKey]]:
    kept: list[tuple[int, int, RuleKey]] = []
    for hit in sorted(hits, key=lambda hit: (hit[0] - hit[1], hit[0])):
        if not any(hit[2] == other[2] and hit[0] < other[1] and other[0] < hit[1] for other in kept):
            kept.append(hit)
    return sorted(kept)


class _Reading:
    """One text while it is read: which phrases stand in it, and whether what is around them lifts them."""

    def __init__(self, book: RuleBook, grammar: Grammar, read: Passage, facts: Facts, spoken: bool) -> None:  # noqa: FBT001
        self._book, self._grammar, self._read, self._facts, self._spoken = book, grammar, read, facts, spoken

    def hits_at(self, sentence: Sentence, index: int) -> list[tuple[int, int, RuleKey]]:
        """Where phrases that begin with the word at ``index`` are found, by rule."""
        start = self._read.words[index].start
        hits = []
        for phrase in self._phrases_at(self._read.words[index], sentence):
            end = self._end_of(phrase.spelled, phrase.at_start, sentence, index)
            if end is not None and self._counts(phrase, sentence, index, end):
                hits.append((start, end, self._book.lists[phrase.of].rule))
        return hits

    def _phrases_at(self, word: Word, sentence: Sentence) -> Iterator[Phrase]:
        """The phrases that may begin with a word, where any of them stands there."""
        keys = [word.text, word.text[:LETTERS] + "*"]
        if "'" in word.text and (short := base(word.text)) != word.text:
            keys += (short, word.text[len(short) :])
        if word.is_capital and word.text not in self._grammar.vocabulary.lists["not_names"]:
            keys += ("{Name}", "{Name's}")
        if word.text.isdecimal():
            keys.append("#")
        for key in keys:
            group = self._book.by_word.get(key)
            if group and compiled(group.any).match(self._read.text, word.start, sentence.end):
                yield from group.phrases

    def _end_of(self, spelled: str, at_start: bool, sentence: Sentence, index: int) -> int | None:  # noqa: FBT001
        """Where a phrase ends if it stands at the word at ``index``."""
        if at_start and index != sentence.first:
            return None
        found = compiled(spelled).match(self._read.text, self._read.words[index].start, sentence.end)
        return found.end() if found else None

    def _counts(self, phrase: Phrase, sentence: Sentence, index: int, end: int) -> bool:
        one, contexts = self._book.lists[phrase.of], self._book.contexts[phrase.of]
        rule = self._book.rules[one.rule]
        start = self._read.words[index].start
        if not rule.in_quotes and (self._spoken or self._read.is_quoted(start)):
            return False
        if self._known_otherwise(one.rule) or self._is_denied(one, rule, sentence, index):
            return False
        last = index
        while last + 1 < sentence.last and self._read.words[last + 1].start < end:
            last += 1
        if not self._is_meant(one, sentence, index, last):
            return False
        return not self._is_lifted(one, contexts, sentence, range(index, last + 1), (start, end))

    def _is_denied(self, one: WordList, rule: Rule, sentence: Sentence, index: int) -> bool:
        """Whether it is negated, or said not to be said."""
        negatable = rule.negatable if one.negatable is None else one.negatable
        if negatable and self._grammar.is_negated(self._read, sentence, index):
            return True
        if not rule.deniable:
            return False
        start = self._read.words[index].start
        return compiled(self._book.denials).search(self._read.text, sentence.start, start) is not None

    def _known_otherwise(self, rule: RuleKey) -> bool:
        """Whether the facts answer the rule's question already."""
        facts = self._facts
        return (
            (rule == "L9" and facts.formal)
            or (rule == "L5" and facts.source_named)
            or (rule in ("L7", "L8") and facts.medical_lane)
        )

    def _is_meant(self, one: WordList, sentence: Sentence, index: int, last: int) -> bool:
        """Whether it is said of whom or what the list is about."""
        grammar, read = self._grammar, self._read
        if index == last and grammar.is_title(read, sentence, last):
            return False
        if one.adverb and index == last != sentence.first and grammar.is_proper_name(read, sentence, last):
            return False  # "from Always Fresh"
        if one.label or one.not_described:
            described = grammar.described(read, sentence, last)
            # "medication ordering screen" is about a screen, "medication slows the work" is not
            first = read.words[last + 1].text if described else ""
            is_between = described[:1] == ("doing",) or (
                described[:1] == ("other",) and not first.endswith(("s", "ed"))
            )
            thing = described[1:2] if is_between else described[:1]
            if set(thing) & set(one.not_described) or grammar.is_proper_name(read, sentence, last):
                return False
            if one.label and described:
                return bool(set(described) & set(one.describes))
        if grammar.class_before(read, sentence, index) in one.not_after_class:
            return False
        return not one.about or self._is_about(one, sentence, index, last)

    def _is_about(self, one: WordList, sentence: Sentence, index: int, last: int) -> bool:
        """Whether its subject is of the classes that the list names."""
        grammar, read = self._grammar, self._read
        if one.anyone and grammar.names_anyone(read, sentence, index):
            return True
        if one.adverb:
            return (grammar.subject_of_adverb(read, sentence, index, last) or "none") in one.about
        return (grammar.subject_of(read, sentence, index) or "none") in one.about

    def _is_lifted(
        self, one: WordList, contexts: Contexts, sentence: Sentence, hit: range, span: tuple[int, int]
    ) -> bool:
        text, (start, end) = self._read.text, span
        before = text[max(sentence.start, start - _CONTEXT) : start]
        is_elsewhere = contexts.only_after and not compiled(contexts.only_after).search(before)
        if is_elsewhere or compiled(self._book.mentions).match(text, end, sentence.end):
            return True
        if contexts.before and compiled(contexts.before).search(before):
            return True
        if contexts.after and compiled(contexts.after).match(text, end, sentence.end):
            return True
        if contexts.near and compiled(contexts.near).search(text, sentence.start, sentence.end):
            return True
        if contexts.asks and self._is_answered(contexts.asks, sentence, hit):
            return True
        instead = any(self._end_of(*phrase, sentence, hit.start) is not None for phrase in contexts.instead)
        return instead or any(
            rule in (None, one.rule)
            and any(
                found.start() <= start and end <= found.end()
                for found in compiled(allowed).finditer(text, sentence.start, sentence.end)
            )
            for rule, allowed in self._book.allowed
        )

    def _is_answered(self, asks: frozenset[str], sentence: Sentence, hit: range) -> bool:
        """Whether the sentence itself has what the rule would ask for."""
        return (
            ("@quote" in asks and self._read.has_quote(sentence))
            or ("@act" in asks and self._grammar.has_act(self._read, sentence, hit))
            or ("@report" in asks and self._grammar.has_report(self._read, sentence))
            or ("@detail" in asks and self._has_detail(sentence, hit))
        )

    def _has_detail(self, sentence: Sentence, hit: range) -> bool:
        """Whether the sentence has a figure, says what instead, or goes on after a colon."""
        text, words = self._read.text, self._read.words
        if _DETAIL.search(text, sentence.start, sentence.end) is not None:
            return True
        if _EXPLAINED.search(text, words[hit.stop - 1].end, sentence.end) is not None:
            return True
        return any(
            words[place].text in self._grammar.vocabulary.lists["numbers"] for place in range(*sentence[:2])
        )
