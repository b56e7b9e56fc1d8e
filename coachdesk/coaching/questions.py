"""The question bank (feature F17), and what tells an open question from a closed or a leading one."""

import re
import tomllib
from functools import cache
from typing import Literal

import msgspec

from coachdesk import resources
from coachdesk.coaching.wording import Checker
from coachdesk.coaching.wording_phrases import any_of
from coachdesk.coaching.wording_vocabulary import load_vocabulary

Kind = Literal["open", "closed", "leading", "none"]
Why = Literal["", "invites", "yes_or_no", "one_fact", "expects_an_answer", "presumes", "asks_nothing"]

_ASKED = re.compile(r"[^.!?\n]*\?")
_PRESUMING = ("L1", "L2", "L12", "L13")
"""Rules of the checker whose finding in a question means that the answer is presumed in it."""


class Question(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One question of the bank. ``source`` is the place in the seeds it is taken from."""

    text: str
    purposes: tuple[str, ...]
    source: str = ""

    @property
    def needs_label(self) -> bool:
        """Whether it can be asked only about a word that somebody used."""
        return "{label}" in self.text


class Verdict(msgspec.Struct, frozen=True):
    """What sort of question it is, why, and the words that show it."""

    kind: Kind
    why: Why
    found: str = ""


class _Bank(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    purposes: tuple[str, ...]
    kinds: dict[str, tuple[str, ...]]
    question: tuple[Question, ...]


@cache
def _bank() -> _Bank:
    return msgspec.convert(
        tomllib.loads(resources.path("wording", "questions.toml").read_text("utf-8")), _Bank
    )


@cache
def _signs() -> dict[str, re.Pattern[str]]:
    vocabulary = load_vocabulary()
    return {name: any_of(phrases, vocabulary) for name, phrases in _bank().kinds.items()}


def purposes() -> tuple[str, ...]:
    """What questions are asked for, in the order of a conversation."""
    return _bank().purposes


def bank(purpose: str | None = None) -> tuple[Question, ...]:
    """The questions of the bank, or those for one purpose; the seeds' own come first."""
    return tuple(question for question in _bank().question if purpose is None or purpose in question.purposes)


def kind_of(text: str) -> Verdict:
    """Whether ``text`` asks openly. Several questions in one are as open as the openest, unless one leads."""
    asked = [question.strip() for question in _ASKED.findall(text)]
    verdicts = [_kind_of_one(question) for question in asked]
    for wanted in ("leading", "open", "closed"):
        for verdict in verdicts:
            if verdict.kind == wanted:
                return verdict
    return Verdict("none", "asks_nothing")


def _kind_of_one(question: str) -> Verdict:
    signs, plain = _signs(), question.replace("’", "'").removesuffix("?").rstrip()
    if found := signs["leading"].search(plain):
        return Verdict("leading", "expects_an_answer", found[0])
    for finding in Checker.load().check(question):
        if finding.rule in _PRESUMING:
            return Verdict("leading", "presumes", finding.found)
    if found := signs["inviting"].match(plain):
        return Verdict("open", "invites", found[0])
    if found := signs["one_fact"].match(plain):
        return Verdict("closed", "one_fact", found[0])
    if found := signs["yes_or_no"].match(plain):
        return Verdict("closed", "yes_or_no", found[0])
    return Verdict("open", "")
