"""A coaching record's fields in words, whatever its type: labels and values from tables, parts on lines of their own.

It works on the plain values that ``shown_states`` gives, so that a page and a listing for programs hide the same.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, get_args

import msgspec

from coachdesk.coaching.playbook import load_steps
from coachdesk.export import phrases
from coachdesk.export import phrases_coaching as words
from coachdesk.records.base import Part, Record
from coachdesk.records.feedback360 import Round
from coachdesk.records.forms import COACHING, RECORD_TYPES
from coachdesk.records.spoken_days import ENGLISH

Values = Mapping[str, Any]


class Telling(NamedTuple):
    """How a record is told. ``refer`` says what a record or a leader is called, by id; empty for what is not to be
    named. ``say`` gives words in the reader's language, ``day`` a day (ISO 8601).
    """

    refer: Callable[[str], str]
    say: Callable[[str], str] = str
    day: Callable[[str], str] = phrases.day


_NAMED = ("id", "leader_ids")
"""Fields that the page says in its first lines."""

_LABELS = {
    "of_id": "Of",
    "to": "To",
    "by": "By",
    "by_id": "Expected by",
    "entry_ids": "Entries",
    "example_ids": "Observations",
    "goal_ids": "Goals",
    "aspect": "Aspect",
    "mean": "Mean",
    "at": "When",
}
_DAYS = ("day", "noticed", "started", "ends", "due")
_PIECES = ("_on", "_day")

WORDS: Mapping[tuple[str, str], Mapping[Any, str]] = {
    ("issue", "segment"): words.SEGMENTS,
    ("feedback_item", "segment"): words.SEGMENTS,
    ("issue", "status"): words.STATUS,
    ("plan", "status"): words.STATUS,
    ("goal", "status"): words.STATUS,
    ("acknowledgements", "state"): words.ACKNOWLEDGED,
    ("answers", "state"): words.ANSWERED,
    ("link", "stance"): words.STANCES,
    ("plan", "kind"): words.PLANS,
    ("goal", "type"): words.GOALS,
    ("cadence", "weekday"): dict(enumerate(ENGLISH.weekdays)),
    ("steps", "key"): {step.key: step.title for step in load_steps()},
    ("support", "type"): words.SUPPORTS,
    ("support", "cause"): words.CAUSES,
    ("support", "answer"): words.ANSWERED,
    ("expectation", "aspect"): words.EXPECTED,
    ("expectation", "source"): words.LAID_DOWN,
    ("meeting", "kind"): words.MEETINGS,
    ("meeting", "state"): words.STANDS,
    ("ratings", "rating"): words.RATINGS,
    ("letter", "kind"): words.LETTERS,
    ("letter", "signature"): words.SIGNED,
    ("consequence", "areas"): words.AREAS,
    ("groups", "relation"): words.RATERS,
    ("parties", "role"): words.ROLES,
    ("sign_offs", "role"): words.ROLES,
    ("case", "stage"): words.STAGES,
    ("options", "kind"): words.OPTIONS,
    ("requirements", "met"): words.MET,
    ("protected_event", "type"): words.PROTECTED,
}
"""What a value of a field is called, by the record or the part that the field is in."""

_SHORT = ("present", "consulted")
"""Parts that need no labels."""

_SLOTS = ("at", "to")
"""Fields that hold a time to come where they are no text."""

_SLOT = "{day}, {time} ({zone}), {minutes} minutes"
_YES, _NO = "yes", "no"
_SUPPRESSED = "suppressed"


def texts() -> Iterator[str]:
    """Every label and word that may be said, for translators."""
    yield from (_SLOT, _YES, _NO, _label(_SUPPRESSED))
    names = {name for kind in COACHING for name in _fields_in(RECORD_TYPES[kind])} - set(_NAMED)
    yield from sorted(map(_label, names))
    for named in WORDS.values():
        yield from filter(None, named.values())


def _fields_in(kind: Any) -> Iterator[str]:
    """The names of the fields of a record, and of its parts."""
    if isinstance(kind, type) and issubclass(kind, Part):
        for field in msgspec.structs.fields(kind):
            yield field.name
            yield from _fields_in(field.type)
    for within in get_args(kind):
        yield from _fields_in(within)


def shown_states(states: Sequence[Record]) -> list[dict[str, Any]]:
    """All states of a record, the oldest first, as plain values. Of a 360 group that may not be seen as the round
    stands now, its name alone is left in every one of them.
    """
    plain = [msgspec.to_builtins(state) for state in states]
    last = states[-1]
    if isinstance(last, Round):
        seen = {group.relation for group in last.groups if group.may_be_seen(last.threshold)}
        for state, values in zip(states, plain, strict=True):
            assert isinstance(state, Round)
            values["groups"] = [
                group
                if group["relation"] in seen and was.may_be_seen(state.threshold)
                else {"relation": group["relation"], _SUPPRESSED: True}
                for group, was in zip(values["groups"], state.groups, strict=True)
            ]
    return plain


def fields_of(record_type: str, values: Values, how: Telling) -> dict[str, str]:
    """What a record says, by label; what is empty is left out."""
    found = (
        (how.say(_label(name)), _value(record_type, name, value, how))
        for name, value in values.items()
        if name not in _NAMED
    )
    return {label: value for label, value in found if value}


def _label(name: str) -> str:
    plain = name.removesuffix("_id").replace("_", " ")
    return _LABELS.get(name) or plain[:1].upper() + plain[1:]


def _value(within: str, name: str, value: Any, how: Telling) -> str:
    """A value in words. ``within`` is the record, or the field that holds the part, whose field it is."""
    if value is None or value in ("", (), [], {}):
        return ""
    if isinstance(value, list | tuple):
        return "\n".join(_each(within, name, value, how))
    if isinstance(value, dict):
        return _slot(value, how) if name in _SLOTS else _part(name, value, how)
    return _word(within, name, value, how)


def _word(within: str, name: str, value: Any, how: Telling) -> str:
    """As :func:`_value`, of what is neither a list nor a part."""
    if isinstance(value, bool):
        return how.say(_YES if value else _NO)
    if known := WORDS.get((within, name)):
        return how.say(known[value]) if value in known else str(value)
    if name.endswith(("_id", "_ids")):
        return how.refer(value)
    is_day = name in _DAYS or name.endswith(_PIECES)
    return how.day(value) if is_day else str(value)


def _each(within: str, name: str, values: Iterable[Any], how: Telling) -> Iterator[str]:
    for one in values:
        if told := _value(within, name, one, how):
            yield told


def _part(name: str, part: Values, how: Telling) -> str:
    """A part of a record on one line, unless its own texts have more."""
    found = {
        how.say(_label(field)): ", ".join(_each(name, field, value, how))
        if isinstance(value, list | tuple)
        else _value(name, field, value, how)
        for field, value in part.items()
    }
    if name in _SHORT:
        return ", ".join(filter(None, found.values()))
    return "; ".join(f"{label}: {value}" for label, value in found.items() if value)


def _slot(at: Values, how: Telling) -> str:
    day, _, time = at["local"].partition("T")
    return how.say(_SLOT).format(day=how.day(day), time=time, zone=at["zone"], minutes=at["minutes"])
