"""Content that was erased: what evidence shows of it is only what an erasure in the same ledger names."""

from collections.abc import Collection, Iterable, Iterator, Mapping

import msgspec

from coachdesk.export.evidence import Partial, ProvedEvent
from coachdesk.export.fault import EvidenceFault, Known
from coachdesk.ledger.commitment import ErasedLeaf, is_below
from coachdesk.ledger.erased import BLANK, MARK, is_id
from coachdesk.records.erasure import Erasure
from coachdesk.records.forms import read


class Named(msgspec.Struct, frozen=True):
    """Of one event: whether all of its content was erased, and else which places of it."""

    whole: bool = False
    paths: tuple[str, ...] = ()


def erasures_in(others: Iterable[Known]) -> Iterator[tuple[Known, Erasure]]:
    """The erasures among the records that evidence names."""
    for known in others:
        if known.event.action == "erase" and known.event.record_type == "erasure":
            record = read("erasure", known.event.schema, known.values["record"])
            assert isinstance(record, Erasure)
            yield known, record


def named_in(others: Iterable[Known]) -> Mapping[int, Named]:
    """What erasures name, by the number of the event it was erased from. An erasure names only earlier events."""
    found: dict[int, Named] = {}
    for known, record in erasures_in(others):
        for one in record.erased:
            if one.seq < known.event.seq:
                before = found.get(one.seq, Named())
                found[one.seq] = Named(before.whole or not one.paths, (*before.paths, *one.paths))
    return found


def check_erased(proved: Iterable[ProvedEvent], named: Mapping[int, Named]) -> None:
    """Every leaf that is shown as erased is one that an erasure names, and what is shown for it follows from that.

    Raises EvidenceFault.
    """
    for one in proved:
        paths = named.get(one.event.seq, Named()).paths
        for leaf in one.content.leaves if isinstance(one.content, Partial) else ():
            if isinstance(leaf, ErasedLeaf) and not (is_below(leaf.path, paths) and _is_marked(leaf, paths)):
                raise EvidenceFault("erased_oddly", str(one.event.seq))


def _is_marked(leaf: ErasedLeaf, paths: Collection[str]) -> bool:
    """Whether what is shown for a leaf is what erasing these paths leaves there: a mark for each word that is named
    itself, and one at the first word of a text that is. A mark left out would join the words around it.
    """
    text, _, place = leaf.path.rpartition("/")
    if is_id(leaf.path) or not place.isdecimal():
        return not leaf.shown
    if is_below(text, paths):
        return leaf.shown == (MARK if text in paths and place == "0" else "")
    return leaf.shown.rstrip(BLANK) == MARK


def is_erased_whole(events: Iterable[Known], named: Mapping[int, Named]) -> bool:
    """Whether erasures name all of the content of every one of these events."""
    return all(named.get(known.event.seq, Named()).whole for known in events)
