"""The evidence: everything a report says, in a form a machine can check (``evidence.json`` in the PDF).

Hashes, salts and roots are lower-case hex. The file is canonical JSON (RFC 8785), so it has exactly one
byte form, and a single changed byte shows.
"""

from typing import Any, Literal

import msgspec

from coachdesk.ledger import canonical
from coachdesk.ledger.commitment import Disclosure
from coachdesk.ledger.counts import CountProof
from coachdesk.ledger.event import Event, Head

FORMAT = "coachdesk-evidence"
VERSION = 2
"""The newest form that is read. Version 1 was written before there were coaching records."""

FILE_NAME = "evidence.json"

Withheld = Literal[
    "",
    "reflection",
    "counsel",
    "medical",
    "intake",
    "preparation",
    "linked",
    "threshold",
    "outside_scope",
    "refiled",
]
"""Why an entry is only a numbered gap, or a coaching record only a line; empty where it is shown."""


class _Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A part of the evidence."""


class Whole(_Part, frozen=True, kw_only=True, tag="whole"):
    """A payload shown in full, with the event's salt."""

    salt: str
    payload: dict[str, Any]


class Partial(_Part, frozen=True, kw_only=True, tag="partial"):
    """A payload of which only some leaves are open."""

    leaves: Disclosure


class ProvedEvent(_Part, frozen=True, kw_only=True):
    """An event, its inclusion proof in the ledger, and as much of its payload as is shown."""

    event: Event
    path: tuple[str, ...]
    content: Whole | Partial | None = None


class Exhibit(_Part, frozen=True, kw_only=True):
    """A file attached to the PDF. ``attachment_id`` is its record, whose payload holds the digest."""

    number: str
    attachment_id: str
    file_name: str


class EarlierHead(_Part, frozen=True, kw_only=True):
    """The head that an earlier export proved, and the proof that this ledger grew from it."""

    number: str
    released_at: str
    size: int
    root: str
    proof: tuple[str, ...]


class Manager(_Part, frozen=True, kw_only=True):
    """Who keeps the journal."""

    name: str = ""
    role: str = ""
    employer: str = ""


class Cover(_Part, frozen=True, kw_only=True):
    """What the author says about the report itself; it is printed, not proved.

    ``created_at`` is ISO 8601 with offset, ``zone`` the zone it is said in. Days of the period are
    empty where it is not limited.
    """

    number: str
    created_at: str
    zone: str
    manager: Manager
    purpose: str
    recipient: str
    case_reference: str
    formal: bool
    from_day: str
    to_day: str
    page_size: Literal["A4", "Letter"]
    fingerprint: str
    app_version: str


class Evidence(_Part, frozen=True, kw_only=True):
    """All of it. ``leader`` is the last event of the leader's record, ``last`` the event at the head.

    ``entries`` are all events counted in the leader's file, on entries and on coaching records, in the
    order of the ledger; ``others`` are the records they name (attachments, changes of the clock).
    """

    format: str = FORMAT
    version: int = VERSION
    cover: Cover
    head: Head
    last: ProvedEvent
    counts: CountProof | None
    leader: ProvedEvent
    entries: tuple[ProvedEvent, ...]
    withheld: dict[str, Withheld]
    others: tuple[ProvedEvent, ...]
    exhibits: tuple[Exhibit, ...]
    earlier: tuple[EarlierHead, ...]


class UnreadableEvidence(ValueError):
    """These bytes are no evidence: ``problem`` is ``not_json``, ``newer``, ``wrong_shape`` or ``not_canonical``."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


def encode(evidence: Evidence) -> bytes:
    """The one byte form of ``evidence``."""
    return canonical.encode(evidence)


def decode(data: bytes) -> Evidence:
    """The evidence in ``data``. Raises :class:`UnreadableEvidence`."""
    try:
        found = msgspec.json.decode(data)
    except (ValueError, RecursionError):
        raise UnreadableEvidence("not_json") from None
    if isinstance(found, dict) and isinstance(found.get("version"), int) and found["version"] > VERSION:
        raise UnreadableEvidence("newer")
    try:
        evidence = msgspec.convert(found, Evidence)
    except msgspec.ValidationError:
        raise UnreadableEvidence("wrong_shape") from None
    if evidence.format != FORMAT or not _is_canonical(evidence, data):
        raise UnreadableEvidence("not_canonical")
    return evidence


def _is_canonical(evidence: Evidence, data: bytes) -> bool:
    try:
        return encode(evidence) == data
    except ValueError:  # a number that canonical JSON cannot hold
        return False
