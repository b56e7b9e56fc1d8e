"""What the index still has of notes and people whose content is lost: the words by which they are found, and where they stand.

It vouches for no event, and fields that search runs together stay together; it is better than nothing.
"""

import contextlib
from collections.abc import Iterator
from typing import Any

import msgspec

from coachdesk.journal.append import WHOLE
from coachdesk.journal.pages import Pages, Value
from coachdesk.records.base import InvalidRecord, Record
from coachdesk.records.entry import Counsel, Entry
from coachdesk.records.people import Contact, Leader

_RECORD, _WORDS, _LINE = (str, str, int, int, str, int, str, str), (str, str), (str, str, int, int, str, str)
_ERASED = 10
_UNKNOWN = "?"


class Outline(msgspec.Struct, frozen=True):
    """What a row of the index says of a record."""

    id: str
    type: str
    seq: int
    withdrawn: bool
    zone: str
    precision: str


class Index(msgspec.Struct, frozen=True):
    """The rows of the index that were come upon, by the number that a record has in it."""

    outlines: dict[int, Outline] = {}
    words: dict[int, tuple[str, str]] = {}

    def take(self, number: int, values: tuple[Value, ...]) -> None:
        """Takes down a row if it is one of the index."""
        if not values or values[0] is not None:
            return
        kinds = tuple(type(value) for value in values[1:])
        erased = values[_ERASED] if len(values) > _ERASED else 0
        plain: Any = values
        if kinds == _WORDS:
            self.words[number] = plain[1:3]
        elif kinds[: len(_RECORD)] == _RECORD and erased != WHOLE:
            _none, record_id, kind, seq, _revision, _at, withdrawn, zone, precision = plain[:9]
            self.outlines[number] = Outline(record_id, kind, seq, bool(withdrawn), zone, precision)

    def records(self, pages: Pages, seqs: set[int]) -> Iterator[tuple[int, Record]]:
        """What can be made of those whose last event is one of ``seqs``; nothing of what was withdrawn."""
        wanted = {
            number: one
            for number, one in self.outlines.items()
            if one.seq in seqs and not one.withdrawn and number in self.words
        }
        lines = _lines(pages, {number for number, one in wanted.items() if one.type == "entry"})
        for number, one in sorted(wanted.items()):
            with contextlib.suppress(InvalidRecord):
                if record := _made(one, *self.words[number], lines.get(number, [])):
                    yield one.seq, record


def _lines(pages: Pages, numbers: set[int]) -> dict[int, list[tuple[Any, ...]]]:
    """Under whom these entries stand: leader, moment, and so on."""
    found: dict[int, list[tuple[Any, ...]]] = {}
    for values in pages.index_rows() if numbers else ():
        plain: Any = values
        if tuple(type(value) for value in values[: len(_LINE)]) == _LINE and plain[2] in numbers:
            of_one = found.setdefault(plain[2], [])
            if all(line[0] != plain[0] for line in of_one):
                of_one.append(plain)
    return found


def _made(one: Outline, title: str, body: str, lines: list[tuple[Any, ...]]) -> Record | None:
    if one.type == "leader":
        return Leader.make(id=one.id, name=title, role=body)
    if one.type == "contact":
        return Contact.make(id=one.id, name=title, role=body)
    if one.type != "entry" or not lines:
        return None
    _leader, moment, _number, _entry_number, kind, lane = lines[0][: len(_LINE)]
    day, _, time = moment.partition("T")
    return Entry.make(
        id=one.id,
        leader_ids=tuple(line[0] for line in lines),
        kind=kind,
        occurred={"day": day, "time": time or None, "zone": one.zone, "precision": one.precision},
        title=title,
        text=body,
        lane=lane,
        counsel=Counsel(lawyer=_UNKNOWN, purpose=_UNKNOWN) if lane == "counsel" else None,
    )
