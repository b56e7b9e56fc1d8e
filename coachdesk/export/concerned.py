"""Whom an entry is about, where some of them are closed: nobody the report is about can pass for somebody else.

The payload names all whom an event concerns (``leaders``), first those the entry is about, in their order
(``record/leader_ids``), then those it was refiled away from. So each of the first has a place in both.
"""

from collections.abc import Collection
from itertools import takewhile

from coachdesk.ledger.commitment import Disclosure, OpenLeaf
from coachdesk.ledger.event import Action

_BEFORE, _AFTER = "record/late_reason/", "record/occurred/"
"""What stands beside ``record/leader_ids`` in the order of the leaves; both are open where an entry is shown."""


def names_all(disclosure: Disclosure, leader_ids: Collection[str], action: Action) -> bool:
    """Whether an entry that is shown says of each of these leaders that it is about them, or was refiled."""
    opened = [place for place, leaf in enumerate(disclosure) if _is_open(leaf, _BEFORE)]
    if not opened:
        return False
    named = list(takewhile(lambda leaf: not _is_open(leaf, _AFTER), disclosure[opened[-1] + 1 :]))
    for place, leaf in enumerate(named):
        if isinstance(leaf, OpenLeaf) and leaf.path != f"record/leader_ids/{place}/0":
            return False
    about = [leaf.value if isinstance(leaf, OpenLeaf) else None for leaf in named]
    for leaf in disclosure:
        if isinstance(leaf, OpenLeaf) and leaf.path.startswith("leaders/") and leaf.value in leader_ids:
            place = int(leaf.path.split("/")[1])
            if (about[place] != leaf.value) if place < len(about) else (action != "refile"):
                return False
    return True


def _is_open(leaf: object, beginning: str) -> bool:
    return isinstance(leaf, OpenLeaf) and leaf.path.startswith(beginning)
