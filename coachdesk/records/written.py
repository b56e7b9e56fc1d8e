"""Where somebody writes text in a record: what may hold a name, and of which single words can be erased."""

import re
from collections.abc import Iterator
from functools import cache

from msgspec import inspect

from coachdesk.records.forms import RECORD_TYPES
from coachdesk.records.kinds import KINDS

NO_TEXT = re.compile(
    r"(.+_)?(id|ids|on|day)|time|zone|local|digest|fingerprint|root|replaced_root|media_type|due|done"
    r"|started|ends|noticed|key|kind|number|since|paths"
)
"""Fields of text that nobody writes in: ids, days, keys."""


def is_written(record_type: str, path: str) -> bool:
    """Whether somebody writes text at this place of a payload: ``path`` is that of a word."""
    steps = path.split("/")
    if steps[0] == "reason":
        return True
    if steps[0] != "record":
        return False
    return place_of(path.rpartition("/")[0]) in places(record_type)


def place_of(path: str) -> tuple[str, ...]:
    """The place of a text in any record of its type: ``record/present/0/name`` is ``("present", "*", "name")``."""
    return tuple("*" if step.isdecimal() else step for step in path.split("/")[1:])


@cache
def places(record_type: str) -> frozenset[tuple[str, ...]]:
    """The places of all texts in records of a type."""
    kind = RECORD_TYPES.get(record_type)
    return frozenset(_texts(inspect.type_info(kind), ())) if kind else frozenset()


@cache
def choices() -> frozenset[str]:
    """CoachDesk’s own words for what can be chosen in a record: whatever consists of one of them is nobody’s text."""
    found = {*RECORD_TYPES, *KINDS}
    for kind in inspect.multi_type_info(RECORD_TYPES.values()):
        found.update(_choices(kind))
    return frozenset(found)


def _choices(kind: inspect.Type) -> Iterator[str]:
    if isinstance(kind, inspect.StructType):
        for field in kind.fields:
            yield from _choices(field.type)
    elif isinstance(kind, inspect.VarTupleType):
        yield from _choices(kind.item_type)
    elif isinstance(kind, inspect.UnionType):
        for one in kind.types:
            yield from _choices(one)
    elif isinstance(kind, inspect.LiteralType):
        yield from (one for one in kind.values if isinstance(one, str))


def _texts(kind: inspect.Type, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    if isinstance(kind, inspect.StructType):
        for field in kind.fields:
            if not NO_TEXT.fullmatch(field.encode_name):
                yield from _texts(field.type, (*path, field.encode_name))
    elif isinstance(kind, inspect.VarTupleType):
        yield from _texts(kind.item_type, (*path, "*"))
    elif isinstance(kind, inspect.UnionType):
        for one in kind.types:
            yield from _texts(one, path)
    elif isinstance(kind, inspect.StrType):
        yield path
