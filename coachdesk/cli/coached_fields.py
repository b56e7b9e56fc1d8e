"""A coaching record's fields in words, whatever its type: labels and values from tables, parts on lines of their own.

It works on the plain values that ``shown_states`` gives, so that a page and a listing for programs hide the same.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec

from coachdesk.coaching.playbook import load_steps
from coachdesk.export import phrases
from coachdesk.export import phrases_coaching as words
from coachdesk.records.base import Record
from coachdesk.records.feedback360 import Round
from coachdesk.records.spoken_days import ENGLISH

Values = Mapping[str, Any]
Refer = Callable[[str], str]
"""What a record or a leader is called, by id; empty for what is not to be named."""

_NAMED = ("id", "leader_ids")
"""Fields that the page says in its first lines."""

_LABELS = {
    "of_id": "Of",
    "to": "To",
    "by": "By",
    "by_id": "Expected by",
    "entry_ids": "Entries",
    "example_ids": "Observations",
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
                else {"relation": group["relation"], "suppressed": True}
                for group, was in zip(values["groups"], state.groups, strict=True)
            ]
    return plain


def fields_of(record_type: str, values: Values, refer: Refer) -> dict[str, str]:
    """What a record says, by label; what is empty is left out."""
    told = (
        (_label(name), _value(record_type, name, value, refer))
        for name, value in values.items()
        if name not in _NAMED
    )
    return {label: value for label, value in told if value}


def _label(name: str) -> str:
    plain = name.removesuffix("_id").replace("_", " ")
    return _LABELS.get(name) or plain[:1].upper() + plain[1:]


def _value(within: str, name: str, value: Any, refer: Refer) -> str:
    """A value in words. ``within`` is the record, or the field that holds the part, whose field it is."""
    if value is None or value in ("", (), [], {}):
        return ""
    if isinstance(value, list | tuple):
        return "\n".join(_each(within, name, value, refer))
    if isinstance(value, dict):
        return _slot(value) if name in _SLOTS else _part(name, value, refer)
    return _word(within, name, value, refer)


def _word(within: str, name: str, value: Any, refer: Refer) -> str:
    """As :func:`_value`, of what is neither a list nor a part."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if known := WORDS.get((within, name)):
        return known.get(value, str(value))
    if name.endswith(("_id", "_ids")):
        return refer(value)
    is_day = name in _DAYS or name.endswith(_PIECES)
    return phrases.day(value) if is_day else str(value)


def _each(within: str, name: str, values: Iterable[Any], refer: Refer) -> Iterator[str]:
    for one in values:
        if told := _value(within, name, one, refer):
            yield told


def _part(name: str, part: Values, refer: Refer) -> str:
    """A part of a record on one line, unless its own texts have more."""
    told = {
        _label(field): ", ".join(_each(name, field, value, refer))
        if isinstance(value, list | tuple)
        else _value(name, field, value, refer)
        for field, value in part.items()
    }
    if name in _SHORT:
        return ", ".join(filter(None, told.values()))
    return "; ".join(f"{label}: {value}" for label, value in told.items() if value)


def _slot(at: Values) -> str:
    day, _, time = at["local"].partition("T")
    return f"{phrases.day(day)}, {time} ({at['zone']}), {phrases.count(at['minutes'], 'minute')}"
