"""The note about a talk that was prepared: filled in with what was prepared, for the manager to finish."""

import datetime as dt
from collections.abc import Iterable

import msgspec

from coachdesk.coaching.conversation import entry_of
from coachdesk.coaching.slots import begins
from coachdesk.gui.coaching.prepare_sheet import where
from coachdesk.gui.coaching.still_open import paragraph
from coachdesk.gui.note import Note, note_of
from coachdesk.gui.when import home_zone
from coachdesk.records.entry import Entry
from coachdesk.records.occurred import Occurred, occurred_now
from coachdesk.records.spoken import said
from coachdesk.records.talk import Preparation


def note_about(prepared: Preparation, entries: Iterable[Entry]) -> Note:
    """A new note about the talk, which was when it was planned, or is now if that is still to come.

    The place says whether it was private and on neutral ground. Of what was agreed in ``entries`` before, it says what is done and what is still open.
    """
    now, at = dt.datetime.now(dt.UTC), prepared.at
    occurred = occurred_now(now, home_zone())
    if at is not None and begins(at) <= now:
        occurred = Occurred(day=at.day, time=at.time, zone=at.zone)
    note = note_of(entry_of(prepared, occurred), said(occurred, ""), ())
    agreed = paragraph(entries, prepared.leader_ids[0])
    text = "\n\n".join(part for part in (note.text, agreed) if part)
    return msgspec.structs.replace(
        note, mode="new", entry_id="", preparation_id=prepared.id, text=text, place=where(prepared)
    )
