"""What is typed into the search box: words, and filters such as ``leader:ana kind:praise after:2026-03 told:no``."""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from coachdesk.gui import wording
from coachdesk.gui.periods import day_before, period_of
from coachdesk.gui.texts import _
from coachdesk.journal.filters import Filter
from coachdesk.records.kinds import KINDS
from coachdesk.records.people import Leader

_TOKEN = re.compile(r'(?P<key>leader|kind|after|before|told|due|lane):(?P<value>"[^"]*"?|\S*)', re.IGNORECASE)
_YES, _NO = "yes", "no"


class Query(NamedTuple):
    """What is asked for. ``leaders`` are those meant, () is everybody.

    ``problem`` is a sentence about a filter that means nothing; then there is nothing to look for.
    """

    words: str
    wanted: Filter
    leaders: tuple[Leader, ...]
    problem: str

    @property
    def is_narrowed(self) -> bool:
        """Whether there is any filter."""
        return bool(self.leaders) or self.wanted != Filter(words=self.words)


class Part(NamedTuple):
    """One filter as typed: its key, its value without quotes, and where it stands."""

    key: str
    value: str
    start: int
    end: int


def parts_of(typed: str) -> list[Part]:
    """The filters in what was typed, in their order."""
    return [
        Part(found["key"].lower(), found["value"].strip('"').strip(), found.start(), found.end())
        for found in _TOKEN.finditer(typed)
    ]


def parse(typed: str, leaders: Sequence[Leader], today: dt.date) -> Query:
    """What ``typed`` asks for. A filter without a value yet narrows nothing."""
    parts = [part for part in parts_of(typed) if part.value]
    words = " ".join(_TOKEN.sub(" ", typed).split())
    fields: dict[str, object] = {"words": words}
    meant: tuple[Leader, ...] = ()
    for part in parts:
        if part.key == "leader":
            meant = tuple(leader for leader in leaders if begins(leader.name, part.value))
            if not meant:
                return _nonsense(_("Nobody here is called “{name}”.").format(name=part.value))
            continue
        found = _field(part, today)
        if found is None:
            return _nonsense(_PROBLEMS[part.key]().format(value=part.value))
        fields.update(found)
    return Query(words, Filter(**fields), meant, "")  # type: ignore[arg-type]  # the names are the fields'


def _nonsense(sentence: str) -> Query:
    return Query("", Filter(), (), sentence)


_PROBLEMS = {
    "kind": lambda: _("There is no kind of entry called “{value}”."),
    "lane": lambda: _("There is no lane called “{value}”."),
    "told": lambda: _("“told:” is followed by “no” or “yes”."),
    "due": lambda: _("“due:” is followed by “yes”."),
    "after": lambda: _("“{value}” is not a day, a month or a year. Write it like 2026-03-02."),
    "before": lambda: _("“{value}” is not a day, a month or a year. Write it like 2026-03-02."),
}


def _field(part: Part, today: dt.date) -> dict[str, object] | None:
    """What a filter means to the journal; None if nothing."""
    if part.key == "told":
        return {"told": part.value.lower()} if part.value.lower() in (_YES, _NO) else None
    if part.key == "due":
        return {"due": today.isoformat()} if part.value.lower() == _YES else None
    if part.key in ("kind", "lane"):
        values = [
            value for value, words in named(part.key) if begins(words, part.value) or value == part.value
        ]
        return {f"{part.key}s": tuple(values)} if values else None
    period = period_of(part.value, today)
    if period is None:
        return None
    return {"from_day": period.first} if part.key == "after" else {"to_day": day_before(period.first)}


def named(key: str) -> list[tuple[str, str]]:
    """The values of a filter and what they are called."""
    if key == "kind":
        return [(kind, wording.kind(kind)) for kind in KINDS]
    if key == "lane":
        return [(lane, _(words)) for lane, words in wording.LANES.items()]
    return []


def begins(words: str, typed: str) -> bool:
    """Whether every word typed is the beginning of another one of ``words``; accents do not matter."""
    left = plain(words).split()
    for beginning in plain(typed).split():
        word = next((word for word in left if word.startswith(beginning)), None)
        if word is None:
            return False
        left.remove(word)
    return True


def plain(words: str) -> str:
    """``words`` for comparing: no capitals, no accents, no punctuation but within a word."""
    letters = unicodedata.normalize("NFKD", words.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).replace("-", " ")


def completions(typed: str, leaders: Iterable[Leader]) -> list[str]:
    """What the filter at the end of ``typed`` may become: whole lines, each ready to go on from."""
    parts = parts_of(typed)
    if not parts or parts[-1].end != len(typed) or typed.endswith('"'):
        return []
    part = parts[-1]
    values = {
        "leader": [leader.name for leader in leaders],
        "told": [_NO, _YES],
        "due": [_YES],
        "kind": [words for _value, words in named("kind")],
        "lane": [words for _value, words in named("lane")],
    }.get(part.key, [])
    fitting = [value for value in values if begins(value, part.value) and plain(value) != plain(part.value)]
    return [f"{typed[: part.start]}{part.key}:{_quoted(value)} " for value in fitting]


def _quoted(value: str) -> str:
    return f'"{value}"' if " " in value else value
