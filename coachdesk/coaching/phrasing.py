"""The I-statement workshop (feature F18, seed 001 list C): a blunt sentence becomes something that can be heard.

It takes apart, it never makes up: what the example does not say stays a blank for the manager to fill.
"""

import datetime as dt
import tomllib
from collections.abc import Callable
from functools import cache
from typing import Literal

import msgspec

from coachdesk import resources
from coachdesk.coaching.wording import Checker, Finding
from coachdesk.records.entry import Entry

PartKey = Literal["noticed", "when", "effect", "question"]
VariantKey = Literal["direct", "soft"]
Caution = Literal[
    "power_distance", "others_speak", "label", "absolute", "no_example", "old_example", "no_impact"
]

Say = Callable[[str], str]
"""How a text of the workshop is said: as it is written, or translated."""

RECENT_DAYS = 30
"""Up to this age an example is recent (seed 001-C4: "specific, recent examples")."""

_AT_SOMEBODY = ("L1", "L2", "L9", "L12", "L13")
"""Rules whose finding makes a sentence blunt enough to weigh who says it."""


class Piece(msgspec.Struct, frozen=True):
    """One part of the message; an empty ``text`` is a blank that the manager has to fill."""

    key: PartKey
    text: str


class Variant(msgspec.Struct, frozen=True):
    """One way to say it, line by line, with the blanks still in it."""

    key: VariantKey
    lines: tuple[str, ...]
    blanks: tuple[PartKey, ...]


class Workshop(msgspec.Struct, frozen=True):
    """Everything the workshop shows: the sentence as it was, its parts, two ways to say it, and warnings."""

    blunt: str
    pieces: tuple[Piece, ...]
    variants: tuple[Variant, ...]
    warnings: tuple[Caution, ...]
    findings: tuple[Finding, ...]


class _Texts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    blank: str
    months: str
    parts: dict[PartKey, str]
    when: dict[str, str]
    variants: dict[VariantKey, tuple[str, ...]]
    questions: dict[str, str]
    warnings: dict[Caution, str]


@cache
def _texts() -> _Texts:
    return msgspec.convert(
        tomllib.loads(resources.path("wording", "phrasing.toml").read_text("utf-8")), _Texts
    )


def part_name(key: PartKey) -> str:
    """What a part is called on the screen."""
    return _texts().parts[key]


def warning_text(key: Caution) -> str:
    """What a warning says."""
    return _texts().warnings[key]


def workshop(
    blunt: str,
    example: Entry | None = None,
    *,
    today: dt.date | None = None,
    checker: Checker | None = None,
    say: Say = str,
    say_day: Say | None = None,
) -> Workshop:
    """``blunt`` taken apart with the help of ``example``. Without ``today`` no example is called old.

    ``say_day`` says a day (ISO 8601) as the reader would; without it, in English.
    """
    findings = (checker or Checker.load()).check(blunt)
    pieces = (
        Piece("noticed", _sentence(example.behaviour) if example else ""),
        Piece("when", _when(example, say_day or _english) if example else ""),
        Piece("effect", _sentence(example.impact) if example else ""),
        Piece("question", _question(findings, say)),
    )
    return Workshop(
        blunt=blunt,
        pieces=pieces,
        variants=variants(pieces, say),
        warnings=_warnings(findings, example, today),
        findings=findings,
    )


def variants(pieces: tuple[Piece, ...], say: Say = str) -> tuple[Variant, ...]:
    """The ways to say it, from parts as they are now (the manager may have filled or changed them)."""
    texts = _texts()
    said = {piece.key: piece.text.strip() for piece in pieces}
    words: dict[str, str] = {key: text or texts.blank for key, text in said.items()}
    blanks = tuple(key for key, text in said.items() if not text)
    return tuple(
        Variant(key, tuple(say(line).format_map(words) for line in lines), blanks)
        for key, lines in texts.variants.items()
    )


def _question(findings: tuple[Finding, ...], say: Say) -> str:
    """An open question: about the word that was used, if it is a label, or else about what happened."""
    label = next((finding.found for finding in findings if finding.rule == "L1"), None)
    texts = _texts().questions
    if label is None or " " in label:  # a phrase would not fit the sentence
        return say(texts["plain"])
    return say(texts["about_label"]).format(label=label.lower())


def _when(example: Entry, say_day: Say) -> str:
    day, situation = say_day(example.occurred.day), example.situation.strip()
    return _texts().when["both" if situation else "day"].format(day=day, situation=situation)


def _english(day: str) -> str:
    date = dt.date.fromisoformat(day)
    return f"{date.day} {_texts().months.split()[date.month - 1]} {date.year}"


def _sentence(text: str) -> str:
    """The manager's words, ended with a full stop if nothing ends them."""
    text = text.strip()
    return f"{text}." if text and text[-1].isalnum() else text


def _warnings(
    findings: tuple[Finding, ...], example: Entry | None, today: dt.date | None
) -> tuple[Caution, ...]:
    rules = {finding.rule for finding in findings}
    found: dict[Caution, bool] = {
        "power_distance": bool(rules & set(_AT_SOMEBODY)),
        "others_speak": "L5" in rules,
        "label": "L1" in rules,
        "absolute": "L2" in rules,
        "no_example": example is None,
        "old_example": example is not None and _is_old(example, today),
        "no_impact": example is not None and not example.impact.strip(),
    }
    return tuple(key for key, holds in found.items() if holds)


def _is_old(example: Entry, today: dt.date | None) -> bool:
    return today is not None and (today - dt.date.fromisoformat(example.occurred.day)).days > RECENT_DAYS
