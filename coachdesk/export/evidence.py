"""The evidence: everything a report says, in a form a machine can check (``evidence.json`` in the PDF).

Hashes, salts and roots are lower-case hex. The file is canonical JSON (RFC 8785), so it has exactly one
byte form, and a single changed byte shows.
"""

from collections.abc import Iterator
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from coachdesk.ledger import canonical
from coachdesk.ledger.commitment import Disclosure
from coachdesk.ledger.counts import CountProof
from coachdesk.ledger.event import Event, Head

FORMAT = "coachdesk-evidence"
VERSION = 4
"""The newest form that is read. Version 1 was written before there were coaching records; it and version 2
are about one leader, whose record and counts stand beside the rest instead of under ``subjects``. Version 4 is version
3 with erased content or legal holds in it; where there are none, 3 is written."""

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
    "others_data",
    "under_review",
    "refiled",
    "erased",
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


class Dropped(_Part, frozen=True, kw_only=True):
    """A file that is named and not attached, since it is other people's data: its number stays, its name does not.

    Of the record of ``attachment_id`` nothing is open: the digest alone would say which file it is.
    """

    number: str
    attachment_id: str


class EarlierHead(_Part, frozen=True, kw_only=True):
    """The head that an earlier export proved, and the proof that this ledger grew from it.

    ``released_at`` is when it was handed over, or begun where that is all that is known.
    """

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


class Cover(_Part, frozen=True, kw_only=True, omit_defaults=True):
    """What the author says about the report itself; it is printed, not proved.

    ``created_at`` is ISO 8601 with offset, ``zone`` the zone it is said in. Days of the period are
    empty where it is not limited. What has a default is not written where it has that: earlier versions
    did not know it.
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
    locale: str = ""
    """How days and times are written: a BCP 47 tag, British without one. The words are English."""
    copy: str = ""
    """Which copy this is: ``2 of 3``."""
    distribution: tuple[str, ...] = ()
    """Who gets a copy, the first one being copy 1."""
    watermark: str = ""
    """What stands in the margin of every page."""
    privilege_log: bool = False
    """Whether lawyer and purpose of what is withheld as legal advice are listed."""
    protected: bool = False
    """Whether the file opens with a password only, and therefore is no archive file."""


class Subject(_Part, frozen=True, kw_only=True):
    """Whom a report is about: the last event of their record, and the proof of what is counted about them.

    ``counts`` is None for somebody about whom nothing was ever written.
    """

    leader: ProvedEvent
    counts: CountProof | None


class Evidence(_Part, frozen=True, kw_only=True):
    """All of it. ``subjects`` are the leader, or the two of a relationship; ``last`` is the event at the head.

    ``entries`` are all events counted in their files, on entries and on coaching records, each once and in
    the order of the ledger; ``others`` are the records they name (attachments, changes of the clock).
    """

    format: str = FORMAT
    version: int = 3
    cover: Cover
    head: Head
    last: ProvedEvent
    subjects: Annotated[tuple[Subject, ...], Meta(min_length=1, max_length=2)]
    entries: tuple[ProvedEvent, ...]
    withheld: dict[str, Withheld]
    others: tuple[ProvedEvent, ...]
    exhibits: tuple[Exhibit, ...]
    earlier: tuple[EarlierHead, ...]
    dropped: tuple[Dropped, ...] = ()


class _Before(_Part, frozen=True, kw_only=True):
    """Evidence of versions 1 and 2."""

    format: str
    version: Literal[1, 2]
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

    def today(self) -> Evidence:
        """The same as it is written today; the version tells that it was not."""
        kept = msgspec.structs.asdict(self)
        subject = Subject(leader=kept.pop("leader"), counts=kept.pop("counts"))
        return Evidence(subjects=(subject,), **kept)


class Version(msgspec.Struct, frozen=True):
    """The one thing that is read before the form of the rest is known."""

    version: Any = None


class UnreadableEvidence(ValueError):
    """These bytes are no evidence: ``problem`` is ``not_json``, ``newer``, ``wrong_shape`` or ``not_canonical``."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


def encode(evidence: Evidence) -> bytes:
    """The one byte form of ``evidence``."""
    return b"".join(_pieces(evidence))


def _pieces(evidence: "Evidence | _Before") -> Iterator[bytes]:
    """The byte form, one event at a time: all of them as plain values would take several times its memory."""
    front = msgspec.to_builtins(msgspec.structs.replace(evidence, entries=(), others=()))
    for place, name in enumerate(sorted(front)):
        yield b"%b%b:" % (b"," if place else b"{", canonical.encode(name))
        if name in ("entries", "others"):
            yield b"["
            for number, proved in enumerate(getattr(evidence, name)):
                yield (b"," if number else b"") + canonical.encode(proved)
            yield b"]"
        else:
            yield canonical.encode(front[name])
    yield b"}"


def decode(data: bytes) -> Evidence:
    """The evidence in ``data``, which may be of an earlier version. Raises :class:`UnreadableEvidence`."""
    try:
        version = msgspec.json.decode(data, type=Version).version
    except msgspec.ValidationError:
        version = None
    except (ValueError, RecursionError):
        raise UnreadableEvidence("not_json") from None
    if isinstance(version, int) and version > VERSION:
        raise UnreadableEvidence("newer")
    try:
        # At once into its form: as plain values first, a large file would take several times its memory.
        form: type[Evidence | _Before] = Evidence if version in (3, VERSION) else _Before
        evidence: Evidence | _Before = msgspec.json.decode(data, type=form)
    except msgspec.ValidationError:
        raise UnreadableEvidence("wrong_shape") from None
    except (ValueError, RecursionError):
        raise UnreadableEvidence("not_json") from None
    if evidence.format != FORMAT or not _is_canonical(evidence, data):
        raise UnreadableEvidence("not_canonical")
    return evidence.today() if isinstance(evidence, _Before) else evidence


def _is_canonical(evidence: Evidence | _Before, data: bytes) -> bool:
    place = 0
    try:
        for piece in _pieces(evidence):
            if not data.startswith(piece, place):
                return False
            place += len(piece)
    except ValueError:  # a number that canonical JSON cannot hold
        return False
    return place == len(data)
