"""That what is missing is what erasures name, and that what they name is missing."""

from coachdesk.ledger.commitment import Disclosure
from coachdesk.ledger.erased import is_named
from coachdesk.records.erasure import Erasure


class Erasures:
    """The erased payloads met so far, and what the erasures met so far name."""

    def __init__(self) -> None:
        self._left: dict[int, Disclosure] = {}
        self._paths: dict[int, set[str]] = {}
        self._whole: set[int] = set()

    def __copy__(self) -> "Erasures":
        other = Erasures()
        other._left, other._whole = dict(self._left), set(self._whole)
        other._paths = {seq: set(paths) for seq, paths in self._paths.items()}
        return other

    def met(self, seq: int, left: Disclosure) -> None:
        """The payload of event ``seq`` was erased, and this is left of it."""
        self._left[seq] = left

    def named_by(self, erasure: Erasure, before: int) -> int | None:
        """Takes down what an erasure at ``before`` names; returns the event of which it names more than is missing."""
        for one in erasure.erased:
            if one.seq >= before or one.seq not in self._left:
                return one.seq
            self._paths.setdefault(one.seq, set()).update(one.paths)
            if not one.paths:
                self._whole.add(one.seq)
        return None

    def unaccounted(self) -> int | None:
        """The first event of which another part is missing than erasures name."""
        for seq, left in self._left.items():
            if not is_named(left, self._paths.get(seq, ()), whole=seq in self._whole):
                return seq
        return None
