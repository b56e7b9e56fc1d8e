"""What is written down when a report leaves the journal: the export itself is part of the record."""

from typing import Literal

from coachdesk.records.base import Record


class Export(Record, frozen=True, kw_only=True):
    """A report handed over. It is recorded twice: *prepared* before the file gets its final name,
    *released* after. ``digest`` is the file's SHA-256; ``size`` and ``root`` are the head it proves;
    ``fingerprint`` is that of the certificate it is signed with, empty if it is not, None where it was not kept.
    """

    number: str
    state: Literal["prepared", "released"]
    leader_ids: tuple[str, ...]
    purpose: str
    recipient: str
    digest: str
    size: int
    root: str
    entries: int
    withheld: int
    fingerprint: str | None = None
