"""What an erasure would destroy, worked out before anything is: at every grain from a word to a leader (F48, F49).

A record goes with the links to it and the attachments that only it names. An entry about two leaders goes only if
it is asked for itself, or for both; if one of them is erased it loses its link to them and their name. A coaching
record about two keeps the random id, which names nobody any more, and loses the name. A period of one leader leaves
what is about others too as it is: the ledger counts it for somebody who is still on file.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence

import msgspec

from coachdesk.journal.errors import CannotErase, NoSuchRecord
from coachdesk.journal.sought import (
    NOTHING,
    Sought,
    bare,
    core_of,
    names_sought,
    unaccented,
    words_sought,
)
from coachdesk.journal.stored import Stored
from coachdesk.journal.survey import Survey, leaders_of, survey, with_what_hangs_on
from coachdesk.journal.view import View
from coachdesk.ledger import canonical, erased
from coachdesk.ledger.commitment import Disclosure, Leaf, OpenLeaf, disclose, is_below, leaves
from coachdesk.ledger.event import decode_payload, record_of
from coachdesk.records.base import InvalidRecord
from coachdesk.records.erasure import Erased, Grain
from coachdesk.records.forms import COACHING, RECORD_TYPES
from coachdesk.records.people import Leader
from coachdesk.records.written import is_written

_KEPT = ("erasure", "hold", "export", "clock_change", "restore")
"""What says how the journal was kept: only words of it can be erased."""

_FIXED = ("id", "leader_ids", "kind", "occurred", "lane")
_ATTACHED = ("record/attachment_ids", "record/additions")
_EMPTY: tuple[object, ...] = ("", None, [])

Paths = Callable[[Stored], Iterable[str]]
"""Which places of a payload that is not erased whole are."""


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be erased of a ledger of ``size`` events: their places, and what they belong to.

    ``whole`` are the ids of records of which a tombstone stays, ``part`` of those that lose something;
    ``leader_ids`` are all whom it touches. ``sought`` is replaced in drafts, in those that name a record of
    ``part`` or, if it is sought ``everywhere``, in all, and then in settings too. ``words`` counts single words.
    """

    grain: Grain
    size: int
    erased: tuple[Erased, ...]
    whole: frozenset[str]
    part: frozenset[str]
    leader_ids: frozenset[str]
    sought: Sought = NOTHING
    everywhere: bool = False
    words: int = 0
    left_alone: frozenset[str] = frozenset()
    """Of a period: what is about others too."""


def plan_words(view: View, words: Sequence[str], record_id: str = "") -> Plan:
    """Words, or several in a row, in all states of a record; in the whole journal without one. Raises CannotErase."""
    sought = words_sought(words)
    on_file = _surveyed(view, record_id)

    def paths(stored: Stored) -> Iterable[str]:
        return _words(stored, sought) if record_id in ("", stored.event.record_id) else ()

    return _planned(view, on_file, "word", (), paths, sought, everywhere=not record_id)


def plan_field(view: View, record_id: str, field: str) -> Plan:
    """A field, in all states of a record; ``reason`` is why each change was made. Raises CannotErase, NoSuchRecord."""
    on_file = _surveyed(view, record_id)
    names = {one.name for one in msgspec.structs.fields(RECORD_TYPES[on_file[record_id].type])}
    path = "reason" if field == "reason" else f"record/{field}"
    if path != "reason" and (field not in names or field in _FIXED or field.endswith(("_id", "_ids"))):
        raise CannotErase(record_id, "no_such_field")

    def paths(stored: Stored) -> Iterable[str]:
        if stored.event.record_id != record_id:
            return ()
        has_content = any(value not in _EMPTY for at, value in _leaves(stored) if is_below(at, (path,)))
        return [path] if has_content else ()

    return _planned(view, on_file, "field", (), paths)


def plan_record(view: View, record_id: str) -> Plan:
    """A whole entry, attachment, contact or coaching record. Raises CannotErase, NoSuchRecord."""
    on_file = _surveyed(view, record_id)
    if on_file[record_id].type == "leader":
        raise CannotErase(record_id, "a_leader")
    return _planned(view, on_file, "record", [record_id])


def plan_leader(
    view: View, leader_ids: Collection[str], also: Sequence[str] = (), *, elsewhere: bool = True
) -> Plan:
    """Leaders, and all that is about nobody else. Raises CannotErase, NoSuchRecord.

    Their names, and the words that stand for them ``also``, go from what is about others too; from what is about
    others alone only if they are to go ``elsewhere``.
    """
    for leader_id in leader_ids:
        if not isinstance(view.get(leader_id).record, Leader):
            raise NoSuchRecord(leader_id)
    gone, on_file = set(leader_ids), survey(view)
    sought = _names_of(view, leader_ids, also)
    whole = [
        record_id
        for record_id, one in on_file.items()
        if record_id in gone or (one.about and gone.issuperset(one.about))
    ]
    shared = {record_id for record_id, one in on_file.items() if one.ever_about & gone}
    paths = _without(on_file, gone, sought, None if elsewhere else shared)
    return _planned(view, on_file, "leader", whole, paths, sought, everywhere=elsewhere)


def plan_period(view: View, first: str, last: str, leader_id: str = "") -> Plan:
    """What happened from one day to another (ISO 8601), about a leader or about everybody. Raises CannotErase.

    Of entries it is the day on which they happened that counts, in any of their states; coaching records go if all
    of their states were recorded on those days.
    """
    on_file = survey(view)
    inside = {
        record_id
        for record_id, one in on_file.items()
        if (leader_id in one.about if leader_id else one.about)
        and (
            any(first <= day <= last for day in one.days)
            or (one.type in COACHING and all(first <= day <= last for day in one.recorded))
        )
    }
    whole = [one for one in inside if not leader_id or set(on_file[one].about) == {leader_id}]
    plan = _planned(view, on_file, "period", whole)
    return msgspec.structs.replace(plan, left_alone=frozenset(inside.difference(whole)))


def _surveyed(view: View, record_id: str) -> Survey:
    on_file = survey(view)
    if record_id and record_id not in on_file:
        view.get(record_id)  # says that it is not there, or was erased
        raise CannotErase(record_id, "nothing_found")
    return on_file


def _names_of(view: View, leader_ids: Iterable[str], also: Sequence[str]) -> Sought:
    states = [one.record for leader_id in leader_ids for one in view.history(leader_id)]
    return names_sought([one.name for one in states if isinstance(one, Leader)], also)


def _without(on_file: Survey, gone: Collection[str], sought: Sought, among: Collection[str] | None) -> Paths:
    """In records of ``among`` (None is all): the link to leaders who are gone, where another is left, and their names."""

    def paths(stored: Stored) -> Iterable[str]:
        record_id = stored.event.record_id
        if among is not None and record_id not in among:
            return
        if on_file[record_id].type == "entry":
            ids = decode_payload(stored.body).record["leader_ids"]
            if not set(ids) <= set(gone):
                yield from _ids(stored, ("record/leader_ids",), gone)
        yield from _words(stored, sought)

    return paths


def _leaves(stored: Stored) -> list[Leaf]:
    """What is there of a payload, without what proves it."""
    if stored.left is None:
        return leaves(canonical.decode(stored.body))
    return [(leaf.path, leaf.value) for leaf in stored.left if isinstance(leaf, OpenLeaf)]


def _ids(stored: Stored, below: Sequence[str], ids: Collection[str]) -> Iterable[str]:
    for path, value in _leaves(stored):
        if is_below(path, below) and str(value) in ids:
            yield path.rpartition("/")[0]


def _words(stored: Stored, sought: Sought) -> Iterable[str]:
    """The paths of the words of written texts that are sought."""
    if not sought.may_be_in(stored.body):
        return
    for words in _texts(stored):
        paths = list(words)
        yield from (paths[place] for place in sorted(sought.places(list(words.values()))))


def _texts(stored: Stored) -> Iterable[dict[str, str]]:
    """The written texts of a payload: the words of each, by their paths."""
    texts: dict[str, dict[str, str]] = {}
    for path, value in _leaves(stored):
        if isinstance(value, str):
            texts.setdefault(path.rpartition("/")[0], {})[path] = value
    return [words for words in texts.values() if is_written(stored.event.record_type, next(iter(words)))]


def spelled_otherwise(
    view: View, sought: Sought, record_id: str = "", whole: Collection[str] = ()
) -> tuple[str, ...]:
    """What differs in its accents alone from what is sought, as it is written, the most frequent first: it stays.

    In all states of a record, or in the whole journal without one; not in those that go as a ``whole``.
    """
    if sought.is_empty:
        return ()
    plain, counted, written = sought.unaccented(), Counter[str](), dict[str, str]()
    for stored in view.every():
        at = stored.event.record_id
        if stored.is_tombstone or at in whole or record_id not in ("", at):
            continue
        if plain.may_be_in(unaccented(stored.body.decode()).encode()):
            for words in _texts(stored):
                for found in _only_plainly(sought, plain, list(words.values())):
                    counted[core_of(found)] += 1
                    written.setdefault(core_of(found), bare(found))
    return tuple(written[core] for core, _count in counted.most_common())


def _only_plainly(sought: Sought, plain: Sought, words: Sequence[str]) -> Iterable[str]:
    """What is meant once nobody looks at accents, and not before."""
    meant = sought.places(words)
    for row in plain.rows(list(map(unaccented, words))):
        if not meant.issuperset(row):
            yield "".join(words[place] for place in row)


def _nothing(_stored: Stored) -> Iterable[str]:
    return ()


def _planned(
    view: View,
    on_file: Survey,
    grain: Grain,
    asked: Collection[str],
    paths: Paths = _nothing,
    sought: Sought = NOTHING,
    *,
    everywhere: bool = False,
) -> Plan:
    whole = with_what_hangs_on(on_file, asked)
    for record_id in whole:
        if on_file[record_id].type in _KEPT:
            raise CannotErase(record_id, "kept")
    found, part, words = [], set[str](), 0
    for stored in view.every():
        if stored.is_tombstone:
            continue
        if stored.event.record_id in whole:
            found.append(Erased(seq=stored.event.seq))
            continue
        is_named = not on_file[stored.event.record_id].attached.isdisjoint(whole)
        attached = _ids(stored, _ATTACHED, whole) if is_named else ()
        named = tuple(dict.fromkeys([*paths(stored), *attached]))
        if named:
            _check_readable(stored, open_of(stored), named)
            found.append(Erased(seq=stored.event.seq, paths=named))
            part.add(stored.event.record_id)
            words += len(named)
    if not found:
        raise CannotErase("", "nothing_found")
    touched = leaders_of(on_file, whole | part)
    return Plan(
        grain=grain,
        size=view.head().size,
        erased=tuple(found),
        whole=frozenset(whole),
        part=frozenset(part),
        leader_ids=frozenset(touched),
        sought=sought,
        everywhere=everywhere,
        words=words,
    )


def open_of(stored: Stored) -> Disclosure:
    """What there is of a payload, leaf by leaf."""
    if stored.left is not None:
        return stored.left
    payload = canonical.decode(stored.body)
    return disclose(payload, stored.salt, list(payload))


def _check_readable(stored: Stored, left: Disclosure, paths: Sequence[str]) -> None:
    """Raises CannotErase where without that there would be no such record."""
    body = erased.body_of(stored.event.record_type, erased.erased(left, paths))
    try:
        record_of(stored.event, decode_payload(body))
    except InvalidRecord:
        raise CannotErase(stored.event.record_id, "needed") from None
