"""A letter made from the journal, as the bytes of a PDF; a copy that was handed over is sealed as an event."""

import datetime as dt
import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

import msgspec

from coachdesk.coaching.pip import pip_of
from coachdesk.export.blocks import Document
from coachdesk.export.letter_pip import pip_letter
from coachdesk.export.letters import Letterhead, consequence, follow_up
from coachdesk.export.pdf import archive
from coachdesk.export.pdf.draw import draw
from coachdesk.export.releasing import check_target, manager_of
from coachdesk.journal import files
from coachdesk.journal.journal import Journal
from coachdesk.journal.view import Revision, View
from coachdesk.records.base import Record
from coachdesk.records.consequence import Consequence, Letter
from coachdesk.records.entry import Entry
from coachdesk.records.forms import COACHING
from coachdesk.records.people import Leader
from coachdesk.records.plan import Plan

Kind = Literal["follow_up", "consequence", "pip"]

_NEVER_TOLD = (
    "intake",
    "preparation",
    "protected_event",
    "round",
    "case",
    "commitment",
    "feedback_item",
    "mutual_expectation",
)
"""What a letter is never made from, whatever it is linked to."""


class LetterRefused(Exception):
    """There is no such letter.

    ``problem`` is ``another_record``, ``not_about_leader``, ``withdrawn``, ``not_ordinary``,
    ``nothing_agreed`` or ``not_a_pip``.
    """

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """The letter that is wanted: made for a leader from a record. ``day`` is its date, in ``zone`` (IANA)."""

    kind: Kind
    leader_id: str
    record_id: str
    day: str
    zone: str = "UTC"
    page_size: Literal["A4", "Letter"] = "A4"


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """A letter as a PDF; ``digest`` is its SHA-256. ``missing`` are keys of what a reader would look for."""

    wanted: Wanted
    leader: Leader
    data: bytes
    pages: int
    missing: tuple[str, ...]

    @property
    def digest(self) -> str:
        """The SHA-256 of the PDF."""
        return hashlib.sha256(self.data).hexdigest()

    @property
    def copy(self) -> "Copy":
        """This very file."""
        wanted = self.wanted
        return Copy(
            kind=wanted.kind,
            leader=self.leader,
            record_id=wanted.record_id,
            day=wanted.day,
            digest=self.digest,
        )


class Copy(msgspec.Struct, frozen=True, kw_only=True):
    """Which copy it was: its letter and its day, and the SHA-256 of the file."""

    kind: Kind
    leader: Leader
    record_id: str
    day: str
    digest: str


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """When, to whom and how a copy was handed over, and whether its receipt was signed.

    Without a ``day`` it was on that of the letter, without ``to`` it was to the leader.
    """

    day: str = ""
    to: str = ""
    how: str = ""
    signature: Literal["signed", "refused", "not_asked"] = "not_asked"
    witness: str = ""


def make_letter(view: View, wanted: Wanted) -> Made:
    """The letter. The same records and day give the same bytes. Raises LetterRefused and NoSuchRecord."""
    leader, revision = view.get(wanted.leader_id).record, view.get(wanted.record_id)
    assert isinstance(leader, Leader)
    if revision.event.action == "withdraw":
        raise LetterRefused("withdrawn")
    if wanted.leader_id not in getattr(revision.record, "leader_ids", ()):
        raise LetterRefused("not_about_leader")
    noon = dt.datetime.fromisoformat(f"{wanted.day}T12:00:00").replace(tzinfo=ZoneInfo(wanted.zone))
    head = Letterhead(
        leader=leader, manager=manager_of(view), created=noon.isoformat(), page_size=wanted.page_size
    )
    document, missing = _MAKERS[wanted.kind](view, head, revision)
    drawing = draw(document)
    data = archive.finish(drawing, attachments=[], signed=False)
    return Made(wanted=wanted, leader=leader, data=data, pages=len(drawing.pages), missing=missing)


def is_there(made: Made, target: Path) -> bool:
    """Whether this very letter is in the file already, not a byte of it changed."""
    with files.storage_errors(target):
        return target.is_file() and target.read_bytes() == made.data


def write_letter(made: Made, target: Path, *, replace: bool = False) -> None:
    """Writes the PDF. Raises what :func:`~coachdesk.export.releasing.check_target` raises, or a storage error."""
    check_target(target, replace=replace)
    with files.storage_errors(target):
        files.replace_private(target, made.data)


def hand_over(journal: Journal, made: Made, told: Told) -> Letter:
    """Seals that this copy was handed to the leader. Raises InvalidRecord and a storage error."""
    letter = handed(made.copy, told)
    journal.put(letter)
    return letter


def handed(copy: Copy, told: Told) -> Letter:
    """What is to be sealed of a copy that was handed over. Raises InvalidRecord."""
    return Letter.make(
        leader_ids=(copy.leader.id,),
        kind=copy.kind,
        of_id=copy.record_id,
        handed_on=told.day or copy.day,
        to=told.to or copy.leader.name,
        how=told.how,
        digest=copy.digest,
        signature=told.signature,
        witness=told.witness,
    )


_Said = tuple[Document, tuple[str, ...]]


def _follow_up(view: View, head: Letterhead, revision: Revision) -> _Said:
    entry = revision.record
    if not isinstance(entry, Entry):
        raise LetterRefused("another_record")
    if not _was_always_ordinary(view, entry.id):
        raise LetterRefused("not_ordinary")
    if not entry.action_points:
        raise LetterRefused("nothing_agreed")
    undated = any(point.due is None and point.done is None for point in entry.action_points)
    return follow_up(head, entry), ("no_date",) if undated else ()


def _consequence(_view: View, head: Letterhead, revision: Revision) -> _Said:
    record = revision.record
    if not isinstance(record, Consequence):
        raise LetterRefused("another_record")
    wanting = (
        ("no_change", record.change_expected.strip()),
        ("no_measure", record.measured.strip()),
        ("no_date", record.by_day),
    )
    return consequence(head, record), tuple(key for key, said in wanting if not said)


def _pip(view: View, head: Letterhead, revision: Revision) -> _Said:
    plan = revision.record
    if not isinstance(plan, Plan):
        raise LetterRefused("another_record")
    if plan.kind != "pip":
        raise LetterRefused("not_a_pip")
    records = _records_for(view, head.leader.id)
    pip = pip_of(plan, tuple(records.values()), dt.datetime.fromisoformat(head.created))
    return pip_letter(head, plan, pip, records), pip.missing


def _records_for(view: View, leader_id: str) -> Mapping[str, Record]:
    """What the leader may read: their own records, and entries about nobody else that were never in a lane."""
    found: dict[str, Record] = {}
    for record_type in COACHING:
        if record_type not in _NEVER_TOLD:
            found |= {record.id: record for record in view.about(leader_id, record_type)}
    named = {getattr(record, "entry_id", None) for record in found.values()}
    for listed in view.timeline(leader_id, limit=-1).entries:
        entry = listed.entry
        is_own = entry.leader_ids == (leader_id,) and not listed.withdrawn
        if entry.id in named and is_own and _was_always_ordinary(view, entry.id):
            found[entry.id] = entry
    return found


def _was_always_ordinary(view: View, entry_id: str) -> bool:
    """Whether no state of an entry ever stood in a lane."""
    states = [revision.record for revision in view.history(entry_id)]
    return all(isinstance(state, Entry) and state.lane == "ordinary" for state in states)


_MAKERS: Mapping[Kind, Callable[[View, Letterhead, Revision], _Said]] = {
    "follow_up": _follow_up,
    "consequence": _consequence,
    "pip": _pip,
}
