"""An entry in outline: what a list shows of it, kept in the index so that the entry itself is not read.

What an entry is filtered by stands there too: whether the leader was told, and the themes.
"""

from collections.abc import Sequence
from typing import Any

import msgspec

from coachdesk.journal.connection import Connection
from coachdesk.records.base import clean
from coachdesk.records.entry import NARRATIVE, Entry
from coachdesk.records.kinds import KINDS
from coachdesk.records.occurred import Occurred, Precision

_LETTERS = 200
_BLANK = " \t\n"
_BETWEEN = "\x1f"
"""Stands before, between and after themes; no text of a record has it."""

OUTLINES = (
    "SELECT l.entry_number, r.id, l.kind, l.lane, l.occurred, r.zone, r.precision, r.withdrawn, r.headline, r.erased"
    " FROM record_leader l JOIN record r ON r.number = l.record"
    " WHERE {where} ORDER BY l.occurred DESC, l.record DESC LIMIT ?"
)
_COUNT = "SELECT count(*) FROM record_leader l WHERE {where}"


class Outline(msgspec.Struct, frozen=True, gc=False):
    """What a list shows of an entry; ``number`` is its number in this leader's file.

    ``erased`` is 1 where something of it was erased, 2 where a tombstone is all that is left.
    """

    number: int
    id: str
    kind: str
    lane: str
    sort_key: str
    zone: str
    precision: Precision
    withdrawn: bool
    headline: str
    erased: int = 0

    @property
    def occurred(self) -> Occurred:
        """When it happened."""
        day, _, time = self.sort_key.partition("T")
        return Occurred(day=day, time=time or None, zone=self.zone, precision=self.precision)


def outlines(
    connection: Connection, conditions: Sequence[str], values: Sequence[Any], limit: int
) -> tuple[Outline, ...]:
    """The newest ``limit`` entries that meet the conditions; all of them if it is below 0."""
    rows = connection.execute(OUTLINES.format(where=" AND ".join(conditions)), (*values, limit)).fetchall()
    return tuple([
        Outline(number, entry_id, kind, lane, sort_key, zone, precision, withdrawn != 0, headline, is_erased)
        for number, entry_id, kind, lane, sort_key, zone, precision, withdrawn, headline, is_erased in rows
    ])  # fmt: skip


def count(connection: Connection, conditions: Sequence[str], values: Sequence[Any]) -> int:
    """How many entries meet the conditions."""
    return int(connection.execute(_COUNT.format(where=" AND ".join(conditions)), values).fetchone()[0])


def theme_conditions(themes: Sequence[str]) -> tuple[str, list[str]]:
    """The condition over ``record_leader l`` that one of ``themes`` is among an entry's, and its values."""
    values = [_BETWEEN + clean(theme) + _BETWEEN for theme in themes]
    return " OR ".join(["instr(l.themes, ?)"] * len(themes)), values


def headline_of(entry: Entry) -> str:
    """The title, or how the text begins, as it was written."""
    texts = (getattr(entry, field) for field in ("title", *NARRATIVE))
    return next((text[:_LETTERS] for text in texts if text.strip(_BLANK)), "")


def of_record(record: object) -> tuple[str, str, str]:
    """``zone``, ``precision`` and ``headline`` in the index; nothing for what is no entry."""
    if not isinstance(record, Entry):
        return "", "", ""
    return record.occurred.zone, record.occurred.precision, headline_of(record)


def of_leader(entry: Entry, *, withdrawn: bool) -> tuple[str, str]:
    """``told`` and ``themes`` in the index."""
    themes = sorted(set(entry.themes))
    listed = _BETWEEN.join(("", *themes, "")) if themes else ""
    return "" if withdrawn else _told(entry), listed


def _told(entry: Entry) -> str:
    """An entry that says nothing of being told counts as not told where its kind is there to be told."""
    if entry.told is None:
        return "no" if KINDS[entry.kind].told else ""
    return "no" if entry.told.state == "not_yet" else "yes"
