"""The key of the aliases: who is ``Peer A``. It is a setting inside the encrypted journal and nowhere else."""

import re
from collections.abc import Collection, Iterable

import msgspec

from coachdesk.export.names import Alias, fold
from coachdesk.journal.journal import Journal
from coachdesk.journal.view import View

ALIASES = "aliases"
_LETTERS = 26

Role = str
"""What people are called by: ``Peer``, ``HR``."""


def alias_key(view: View) -> tuple[Alias, ...]:
    """Everybody who was ever given an alias in this journal."""
    kept = view.setting(ALIASES)
    return msgspec.json.decode(kept, type=tuple[Alias, ...]) if kept else ()


def keep_aliases(journal: Journal, aliases: Iterable[Alias]) -> None:
    """Adds people to the key, so that each is called the same in every report. Raises a storage error."""
    before = alias_key(journal.view)
    after = merged(before, aliases)
    if after != before:
        journal.change_setting(ALIASES, msgspec.json.encode(after))


def merged(key: Iterable[Alias], aliases: Iterable[Alias]) -> tuple[Alias, ...]:
    """The key with those people: what stood there under the same alias has their names besides its own."""
    found = {one.shown: one for one in key}
    for alias in aliases:
        before = found.get(alias.shown)
        names = dict.fromkeys([*alias.names, *(before.names if before else ())])
        found[alias.shown] = Alias(names=tuple(names), shown=alias.shown)
    return tuple(found.values())


def alias_of(key: Iterable[Alias], names: Iterable[str]) -> str:
    """What somebody is called who is in the key under the first of these names: the one that is theirs alone."""
    first = next(iter(names), "")
    return next((one.shown for one in key if fold(first) in map(fold, one.names)), "")


def next_alias(role: Role, taken: Collection[str]) -> str:
    """The first free alias for that role: ``Peer A`` to ``Peer Z``, then ``Peer AA``."""
    used = {match[1] for one in taken if (match := re.fullmatch(rf"{re.escape(role)} ([A-Z]+)", one))}
    number = 0
    while (letters := _letters(number)) in used:
        number += 1
    return f"{role} {letters}"


def _letters(number: int) -> str:
    letters = chr(ord("A") + number % _LETTERS)
    return _letters(number // _LETTERS - 1) + letters if number >= _LETTERS else letters
