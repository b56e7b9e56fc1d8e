"""Who and what is meant: a leader by part of a name, an entry by the beginning of its id."""

import difflib
import re
import unicodedata
from collections.abc import Sequence

from coachdesk.cli.refusals import Refused
from coachdesk.journal.errors import AmbiguousId, NoSuchRecord
from coachdesk.journal.view import Revision, View
from coachdesk.records.entry import Entry
from coachdesk.records.people import Leader

SHOWN_LETTERS = 8
"""An id is shown by this many of its letters."""

_FEWEST_LETTERS = 4
_CLOSE = 0.75
_ID = re.compile(f"[0-9a-f]{{{_FEWEST_LETTERS},24}}")
_PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})


def leader_of(view: View, meant: str) -> Leader:
    """The one leader that is meant. Raises Refused if there is none, or more than one."""
    found = leaders_meant(view.leaders(), meant)
    if not found:
        close = ", ".join(leader.name for leader in close_leaders(view.leaders(), meant))
        if close:
            raise Refused("leader_unknown_but_close", name=meant, close=close)
        raise Refused("leader_unknown", name=meant)
    return the_only(found, meant)


def the_only(found: Sequence[Leader], meant: str) -> Leader:
    """The leader of a list of one. Raises Refused for a longer one."""
    if len(found) > 1:
        named = "; ".join(f"{leader.name} ({short_id(leader.id)})" for leader in found)
        raise Refused("leader_ambiguous", name=meant, found=named)
    return found[0]


def leaders_meant(leaders: Sequence[Leader], meant: str) -> list[Leader]:
    """Whom a name may mean: that very name, or beginnings of its words in any order, or an id."""
    name = plain(meant)
    exact = [leader for leader in leaders if leader.name.casefold() == meant.strip().casefold()]
    return (
        exact
        or [leader for leader in leaders if plain(leader.name) == name]
        or [leader for leader in leaders if name and begins_words(name, plain(leader.name))]
        or [leader for leader in leaders if _ID.fullmatch(name) and leader.id.startswith(name)]
    )


def begins_words(meant: str, name: str) -> bool:
    """Whether every word of ``meant`` begins a word of ``name``, each another one; both are made plain."""
    words = name.split()
    for beginning in meant.split():
        word = next((word for word in words if word.startswith(beginning)), None)
        if word is None:
            return False
        words.remove(word)
    return True


def close_leaders(leaders: Sequence[Leader], meant: str) -> list[Leader]:
    """Whose name ``meant`` may be a slip of: much alike, one within the other, or word by word."""
    name = plain(meant)
    return [leader for leader in leaders if name and _is_close(name, plain(leader.name))]


def _is_close(meant: str, name: str) -> bool:
    if meant in name or name in meant or _is_alike(meant, name):
        return True
    words = name.split()
    return all(any(_is_alike(word, other) for other in words) for word in meant.split())


def _is_alike(one: str, other: str) -> bool:
    return difflib.SequenceMatcher(None, one, other, autojunk=False).ratio() >= _CLOSE


def looks_like_id(meant: str) -> bool:
    """Whether this is an id rather than a name: its letters, and a digit among them."""
    return bool(_ID.fullmatch(meant)) and any(letter.isdigit() for letter in meant)


def may_be_id(meant: str) -> bool:
    """Whether an id may begin so."""
    return bool(_ID.fullmatch(meant))


def plain(name: str) -> str:
    """A name for comparing: no capitals, no accents, one space between words."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    kept = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(kept.translate(_PLAIN).split())


def entry_of(view: View, beginning: str) -> tuple[Entry, Revision]:
    """The entry whose id begins so, and its last revision. Raises NoSuchRecord, AmbiguousId."""
    revision = view.get(id_of(view, beginning))
    if not isinstance(revision.record, Entry):
        raise NoSuchRecord(beginning)
    return revision.record, revision


def id_of(view: View, beginning: str) -> str:
    """The id of any record, from its beginning. Raises NoSuchRecord, AmbiguousId."""
    letters = beginning.strip().lower()
    if len(letters) < _FEWEST_LETTERS:
        raise AmbiguousId(beginning) if letters else NoSuchRecord(beginning)
    try:
        return view.find_id(letters)
    except NoSuchRecord:
        raise NoSuchRecord(beginning) from None


def short_id(record_id: str) -> str:
    """The beginning of an id, as it is shown."""
    return record_id[:SHOWN_LETTERS]
