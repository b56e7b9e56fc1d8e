"""What a timeline is narrowed to, and how SQL says it."""

from collections.abc import Sequence
from typing import Any, Literal

import msgspec

from coachdesk.journal.marks import Narrowing
from coachdesk.journal.outline import theme_conditions
from coachdesk.journal.outstanding import DUE
from coachdesk.journal.search import match_query

# The plus keeps FTS5 from being asked for each of the leader's records on its own.
_WORDS_ABOUT_LEADER = (
    "SELECT s.rowid FROM search s WHERE search MATCH ?"
    " AND +s.rowid IN (SELECT record FROM record_leader WHERE leader_id = ?)"
)


class Filter(msgspec.Struct, frozen=True, kw_only=True):
    """What a timeline is narrowed to; empty means no narrowing. Days are ISO 8601, both included.

    ``told`` is ``no`` for what the leader has not been told yet, ``yes`` for what they were. ``due`` is the day
    on which something of the entry is due: an action point, or that the leader is told.
    """

    from_day: str = ""
    to_day: str = ""
    kinds: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    lanes: tuple[str, ...] = ()
    words: str = ""
    told: Literal["", "no", "yes"] = ""
    due: str = ""


EVERYTHING = Filter()


def conditions_of(leader_id: str, wanted: Filter) -> tuple[list[str], list[Any]]:
    """The filter as SQL conditions over ``record_leader l`` and their values: user text is only ever a value."""
    conditions, values = ["l.leader_id = ?"], [leader_id]

    def add(condition: str, *given: str) -> None:
        conditions.append(condition)
        values.extend(given)

    if wanted.from_day:
        add("l.occurred >= ?", wanted.from_day)
    if wanted.to_day:
        add("l.occurred < ?", wanted.to_day + "U")
    for column, chosen in (("kind", wanted.kinds), ("lane", wanted.lanes)):
        if chosen:
            add(f"l.{column} IN ({', '.join('?' * len(chosen))})", *chosen)
    if wanted.themes:
        condition, themes = theme_conditions(wanted.themes)
        add(f"({condition})", *themes)
    if wanted.words.strip():
        add(f"l.record IN ({_WORDS_ABOUT_LEADER})", match_query(wanted.words), leader_id)
    if wanted.told:
        add("l.told = ?", wanted.told)
    if wanted.due:
        add(DUE, wanted.due)
    return conditions, values


def narrowing(wanted: Filter, leader_ids: Sequence[str]) -> Narrowing:
    """The filter for finding across leaders; the words stay out of it."""
    cheap = msgspec.structs.replace(wanted, words="", due="")
    (_, *conditions), (_, *values) = conditions_of("", cheap)
    if leader_ids:
        conditions.append(f"l.leader_id IN ({', '.join('?' * len(leader_ids))})")
        values.extend(leader_ids)
    if not wanted.due:
        return Narrowing(tuple(conditions), tuple(values))
    return Narrowing(tuple(conditions), tuple(values), DUE, (wanted.due,))
