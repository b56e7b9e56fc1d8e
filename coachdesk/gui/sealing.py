"""Sealing what was written: a new entry, an addition, a correction. No widget comes in here."""

import datetime as dt
from typing import NamedTuple

from coachdesk.coaching.conversation import Talked, talked
from coachdesk.coaching.self_reflection import answered_by
from coachdesk.gui import wording
from coachdesk.gui.note import Mode, Note, WrongField, entry_of, is_empty, note_of
from coachdesk.gui.session import Session
from coachdesk.gui.texts import _
from coachdesk.gui.when import listener
from coachdesk.journal.errors import JournalError, NothingChanged, ReasonMissing
from coachdesk.journal.view import View
from coachdesk.ledger.clock import parse
from coachdesk.records.attachment import Attachment
from coachdesk.records.base import InvalidRecord
from coachdesk.records.entry import NARRATIVE, Entry
from coachdesk.records.issue import Issue
from coachdesk.records.spoken import said
from coachdesk.records.talk import Preparation

_ORIGINAL_LETTERS = 240


class NothingInIt(Exception):
    """There is nothing to seal yet."""


class Sealed(NamedTuple):
    """What was sealed, and what the manager should know of it, as sentences."""

    entry_id: str
    remarks: tuple[str, ...] = ()


def seal(session: Session, note: Note, entry: Entry | None, draft_id: str) -> Sealed:
    """Seals a note and drops its draft; ``entry`` is the sealed one that it belongs to, if it does.

    Raises NothingInIt, ``note.WrongField``, and as ``Journal.put``, ``add`` and ``correct`` do.
    """
    if is_empty(note):
        raise NothingInIt
    if entry is None:
        return _seal_new(session, note, draft_id)
    if not note.reason.strip():
        raise ReasonMissing(entry.id)
    if note.mode == "addition":
        _seal_addition(session, note, entry)
    else:
        _seal_correction(session, note, entry)
    session.drop_draft(draft_id)
    return Sealed(entry.id)


def _seal_new(session: Session, note: Note, draft_id: str) -> Sealed:
    entry = entry_of(note, listener())
    left = _talked(session.view, note, entry)
    records = (*note.attachments, *_reflected(session.view, note, entry), *(left.put if left else (entry,)))
    before = session.journal.head.size
    session.put(*records, draft_id=draft_id)
    remarks = []
    if session.journal.head.size > before + len(records):
        remarks.append(
            _("This computer’s clock was changed since the last save; the journal notes it. Is it right now?")
        )
    try:
        for told in left.told if left else ():
            session.correct(
                told, _("They were told of it in the conversation of {day}.").format(day=entry.occurred.day)
            )
    except (JournalError, InvalidRecord):  # the talk is on file: sealing it again would file it twice
        remarks.append(
            _(
                "The note is saved, but not every entry it speaks of could be marked as told. Please correct them by hand."
            )
        )
    return Sealed(entry.id, tuple(remarks))


def _reflected(view: View, note: Note, entry: Entry) -> tuple[Issue, ...]:
    """The issue on which the leader was asked for the reflection that a note holds, if it is still waited for."""
    found = view.get(note.issue_id) if note.issue_id else None
    if found is None or found.event.action == "withdraw":
        return ()
    assert isinstance(found.record, Issue)
    try:
        answered = answered_by(found.record, entry, note.begun_with)
    except InvalidRecord as error:
        raise WrongField("when", error) from None
    return (answered,) if answered else ()


def _talked(view: View, note: Note, entry: Entry) -> Talked | None:
    """What a prepared talk leaves besides its entry: None if it was not prepared, or was written down before."""
    found = view.get(note.preparation_id) if note.preparation_id else None
    if found is None or found.event.action == "withdraw":
        return None
    prepared = found.record
    assert isinstance(prepared, Preparation)
    if prepared.talked_entry_id is not None:
        return None
    named = (prepared.success_entry_id, *prepared.example_ids, *prepared.goal_ids)
    spoken_of = [view.get(one) for one in named if one]
    return talked(prepared, entry, [one.record for one in spoken_of if one.event.action != "withdraw"])


def _seal_addition(session: Session, note: Note, entry: Entry) -> None:
    session.add(entry.id, note.text, note.reason, note.attachments)


def _seal_correction(session: Session, note: Note, entry: Entry) -> None:
    corrected = entry_of(note, listener(), entry)
    if corrected == entry:
        raise NothingChanged(entry.id)
    new = [one for one in note.attachments if one.id not in entry.attachment_ids]
    if new:
        session.put(*new)
    session.correct(corrected, note.reason)


def sealed_entry(view: View, entry_id: str) -> Entry:
    """An entry as it stands. Raises NoSuchRecord."""
    found = view.get(entry_id).record
    assert isinstance(found, Entry)
    return found


def number_of(view: View, entry_id: str) -> int:
    """An entry's number in the file of the (first) leader it is about."""
    return view.get(entry_id).payload.numbers[0]


def heading(view: View, entry: Entry, mode: Mode) -> str:
    """What is being written about a sealed entry."""
    templates = {
        "addition": _("Addition to entry {number}"),
        "correction": _("Correction of entry {number}: the original stays legible beside it"),
    }
    return templates[mode].format(number=wording.number(number_of(view, entry.id)))


def recorded_at(view: View, entry_id: str) -> dt.datetime:
    """When an entry was first written."""
    return parse(view.history(entry_id)[0].event.recorded_at)


def attachments_of(view: View, attachment_ids: tuple[str, ...]) -> tuple[Attachment, ...]:
    """What is known of the files with these ids."""
    found = (view.get(attachment_id).record for attachment_id in attachment_ids)
    return tuple(one for one in found if isinstance(one, Attachment))


def note_to_correct(view: View, entry: Entry) -> Note:
    """A sealed entry as the editor takes it."""
    return note_of(entry, said(entry.occurred, ""), attachments_of(view, entry.attachment_ids))


def beginning_of(entry: Entry) -> str:
    """What an entry says, cut short: for whoever writes something under it."""
    texts = (entry.title, *(str(getattr(entry, field)) for field in NARRATIVE))
    whole = " ".join(" ".join(text.split()) for text in texts if text)
    return whole if len(whole) <= _ORIGINAL_LETTERS else whole[:_ORIGINAL_LETTERS].rstrip() + " …"
