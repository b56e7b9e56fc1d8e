"""What is written down when an older copy is put back: never hidden, whoever reads the journal later."""

from coachdesk.records.base import Record


class Restore(Record, frozen=True, kw_only=True):
    """A backup took the place of the journal as it was.

    ``size`` and ``root`` are the head that was put back, ``replaced_size`` and ``replaced_root`` the one it
    replaced; ``shared`` is how many events both have, from the first on.
    """

    size: int
    root: str
    replaced_size: int
    replaced_root: str
    shared: int
