"""How a phrase of the word lists is written, and how it is found (the syntax is told in wording_rules)."""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from coachdesk.coaching.wording_vocabulary import Vocabulary

LETTERS = 4
"""How many letters a phrase with an open ending is indexed under, and has at least."""

_MOST_GAPS = 3
"""More open places in one phrase could make looking for it slow."""

_SEPARATOR = r"(?:[,%]?[\s-]+)"
_GAPS = {"..": 3, "...": 8}
_ELEMENT = re.compile(r"\{[A-Za-z_']+\}|\((?:[\w'|\- ]|\{[A-Za-z_']+\})+\)|\.\.\.?|#|[\w'\-]+\*?")
_PLACEHOLDERS = {
    "#": r"\d+",
    "{years}": r"(?:2[5-9]|[3-7]\d)",
    "{word}": r"[\w']+",
    "{doing}": r"\w{2,}ing",
    "{Name}": r"(?-i:[A-Z])[\w']*",
    "{Name's}": r"(?-i:[A-Z])\w*(?:'s|s')",
}
"""What stands for no fixed words. All but ``{word}`` and ``{doing}`` may begin a phrase: they are indexed under themselves."""

_NOT = re.compile(r"(?<![^(|])not(?![^|)?])")
"""Where a list says "not", "isn't" and "didn't" are meant too: a contraction is no other word."""

_SHORT = {"is": "'s", "has": "'s", "are": "'re", "have": "'ve", "will": "'ll", "would": "'d", "had": "'d"}
"""How a verb is written behind a pronoun, so that a phrase with "is" is found in "he's" too; "Ana's" may own."""

_PRONOUN = "(?:he|she|it|they|you|we|i|who|that|there)"

_MACRO = re.compile(r"\{[A-Za-z_']+\}")
_CONSONANT_Y = re.compile(r"[^aeiou]y$")


class BadPhrase(ValueError):
    """A phrase that cannot be read; only its list is left out."""


def inflected(phrase: str, forms: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The phrase with its verb (the first word) or its noun (the last) in every form."""
    if not forms or "*" in phrase:
        return (phrase,)
    if forms == "noun":
        return (phrase, phrase + ("es" if phrase.endswith(("s", "x", "ch", "sh")) else "s"))
    verb, space, rest = phrase.partition(" ")
    return tuple(f"{form}{space}{rest}" for form in verb_forms(verb, vocabulary))


def verb_forms(verb: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """``dodge`` as dodge, dodges, dodged, dodging; irregular ones by the vocabulary's table."""
    stem, ends_in_y = verb.removesuffix("e"), _CONSONANT_Y.search(verb)
    third = verb + ("es" if verb.endswith(("s", "x", "ch", "sh", "o")) else "s")
    past = stem + "ed"
    if ends_in_y:
        third, past = verb[:-1] + "ies", verb[:-1] + "ied"
    return (verb, third, *vocabulary.irregular.get(verb, (past,)), stem + "ing")


def spellings(phrase: str, vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    """For each word that ``phrase`` may begin with: the key to index it under, and its pattern from there.

    A key is a word in small letters, the first letters and ``*``, or a placeholder. Raises BadPhrase.
    """
    elements = _elements(phrase, vocabulary)
    rest = _rest(elements[1:], vocabulary)
    for first in _alternatives(elements[0], vocabulary):
        spelled = _pattern(first, vocabulary) + rest
        for key in _keys(first):
            yield key, spelled
        verb, *others = first.split()
        if verb in _SHORT:
            yield (
                _SHORT[verb],
                _PRONOUN
                + _SHORT[verb]
                + "".join(_SEPARATOR + _pattern(one, vocabulary) for one in others)
                + rest,
            )


def any_of(phrases: tuple[str, ...], vocabulary: Vocabulary) -> re.Pattern[str]:
    """What finds any of ``phrases`` as whole words; raises BadPhrase."""
    return compiled(any_spelled(phrases, vocabulary))


def any_spelled(phrases: tuple[str, ...], vocabulary: Vocabulary, around: str = "{}") -> str:
    """The pattern of any of ``phrases`` as whole words; raises BadPhrase."""
    parsed = [_elements(phrase, vocabulary) for phrase in phrases]
    joined = "|".join(_pattern(first, vocabulary) + _rest(rest, vocabulary) for first, *rest in parsed)
    return around.format(rf"(?<![\w'])(?:{joined})")


def together(patterns: Iterable[str]) -> str:
    """What finds any of ``patterns``; where they begin with the same word, it is looked at once."""
    heads: dict[str, list[str]] = {}
    for pattern in patterns:
        head, separator, rest = pattern.partition(_SEPARATOR)
        if head.count("(") != head.count(")"):  # what follows the word may be missing
            head, separator, rest = pattern, "", ""
        heads.setdefault(head + separator, []).append(rest)
    return "|".join(f"{head}(?:{'|'.join(rests)})" for head, rests in heads.items())


@cache
def compiled(spelled: str) -> re.Pattern[str]:
    """The pattern, made when it is first needed: most words of the lists never occur."""
    return re.compile(spelled, re.IGNORECASE)


def _elements(phrase: str, vocabulary: Vocabulary) -> list[str]:
    """The parts of a phrase. Raises BadPhrase if it cannot be read, or begins with what may be missing."""
    elements = [_NOT.sub("{nots}", one) for one in re.findall(r"(?:\([^()]*\)|[^\s()])+", phrase)]
    if not elements or elements[0].endswith("?") or elements[0] in (*_GAPS, "{word}", "{doing}"):
        raise BadPhrase(phrase)
    if sum(element in _GAPS for element in elements) > _MOST_GAPS:
        raise BadPhrase(phrase)
    for element in elements:
        bare = element.removesuffix("?")
        macros = [macro for macro in _MACRO.findall(bare) if macro not in _PLACEHOLDERS]
        if not _ELEMENT.fullmatch(bare) or any(macro[1:-1] not in vocabulary.lists for macro in macros):
            raise BadPhrase(phrase)
    if elements[0].endswith("*") and len(elements[0]) <= LETTERS:
        raise BadPhrase(phrase)
    return elements


def _alternatives(element: str, vocabulary: Vocabulary) -> Iterator[str]:
    """Each of the words that an element stands for."""
    if element in _PLACEHOLDERS:
        yield element
    elif element.startswith("{"):
        yield from sorted(vocabulary.lists[element[1:-1]])
    elif element.startswith("("):
        for one in element[1:-1].split("|"):
            yield from _alternatives(one, vocabulary)
    else:
        yield element


def _keys(first: str) -> tuple[str, ...]:
    if first in _PLACEHOLDERS:
        return (first,)
    word = (first.lower().split() or [""])[0]
    if word.endswith("*"):
        return (word[:LETTERS] + "*",)
    return (word.split("-")[0], word.replace("-", "")) if "-" in word else (word,)


def _rest(elements: list[str], vocabulary: Vocabulary) -> str:
    parts = []
    for element in elements:
        if element in _GAPS:
            parts.append(rf"(?:{_SEPARATOR}[\w']+){{0,{_GAPS[element]}}}?")
        elif element.endswith("?"):
            parts.append(f"(?:{_SEPARATOR}{_pattern(element[:-1], vocabulary)})?")
        else:
            parts.append(_SEPARATOR + _pattern(element, vocabulary))
    return "".join(parts) + r"(?:'s)?(?!\w|'\w)"


def _pattern(element: str, vocabulary: Vocabulary) -> str:
    if element.startswith("{Name"):
        others = "|".join(map(re.escape, sorted(vocabulary.lists["not_names"])))
        return rf"(?!(?:{others})\b(?!')){_PLACEHOLDERS[element]}"
    if element in _PLACEHOLDERS:
        return _PLACEHOLDERS[element]
    if element.startswith(("{", "(")):
        either = sorted(_alternatives(element, vocabulary), key=len, reverse=True)
        return f"(?:{'|'.join(_pattern(one, vocabulary) for one in either)})"
    words = [re.escape(word).replace(r"\-", "[- ]?").replace(r"\*", r"[\w']*") for word in element.split()]
    return _SEPARATOR.join(words)
