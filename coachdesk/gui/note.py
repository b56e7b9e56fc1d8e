"""What the editor holds, as one plain value: what a draft keeps, and what an entry is made of.

Days stay as they were typed until the note is sealed: half a day typed is no reason to lose the rest.
"""

from collections.abc import Callable, Mapping
from typing import Any, Literal, NamedTuple

import msgspec

from coachdesk.records.attachment import Attachment
from coachdesk.records.base import InvalidRecord
from coachdesk.records.entry import (
    NARRATIVE,
    ActionPoint,
    Counsel,
    Entry,
    Lane,
    Owner,
    Presence,
    Source,
    Told,
)
from coachdesk.records.kinds import KINDS
from coachdesk.records.occurred import Occurred
from coachdesk.records.spoken_days import NotADay

Mode = Literal["new", "addition", "correction"]

LANE_OF_KIND: dict[str, Lane] = {"counsel_note": "counsel", "intake_interview": "intake"}
"""The lane that a kind suggests; ordinary for all others."""


class Point(msgspec.Struct, frozen=True):
    """An action point as typed: ``due`` and ``done`` are days in any words."""

    text: str = ""
    owner: Owner = "me"
    due: str = ""
    done: str = ""


class Note(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A note being written. ``entry_id`` is the sealed entry that it adds to or corrects, if it does.

    ``when`` is what was typed, with its zone where it could be understood. ``on_screen`` says that it was
    being written when it was kept: it is taken up again after a lock. ``preparation_id`` is the prepared talk that
    it tells of, ``issue_id`` the issue on which the leader was asked for the reflection that it holds, ``begun_with``
    the text of what they were asked, which is no answer yet; ``dismissed`` are the findings of the language checker that shall not be shown again.
    """

    mode: Mode = "new"
    entry_id: str = ""
    on_screen: bool = True
    leader_ids: tuple[str, ...] = ()
    kind: str = "conversation"
    when: str = ""
    title: str = ""
    text: str = ""
    situation: str = ""
    behaviour: str = ""
    impact: str = ""
    account: str = ""
    intent: str = ""
    place: str = ""
    source: str = ""
    source_by: str = ""
    present: tuple[Presence, ...] = ()
    themes: tuple[str, ...] = ()
    lane: Lane = "ordinary"
    lawyer: str = ""
    purpose: str = ""
    formal: bool = False
    told: str = ""
    told_day: str = ""
    told_how: str = ""
    told_entry_id: str = ""
    action_points: tuple[Point, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    late_reason: str = ""
    reason: str = ""
    preparation_id: str = ""
    issue_id: str = ""
    begun_with: str = ""
    dismissed: tuple[str, ...] = ()


class WrongField(Exception):
    """What stands in one field makes no record; ``error`` says why."""

    def __init__(self, field: str, error: Exception) -> None:
        super().__init__(field)
        self.field, self.error = field, error


class Listener(NamedTuple):
    """Who understands days as they are typed; each raises NotADay or InvalidRecord.

    ``day`` takes "Friday" for the last one, ``day_ahead`` for the next, and ``day_past`` refuses one to come.
    """

    moment: Callable[[str], Occurred]
    day: Callable[[str], str]
    day_ahead: Callable[[str], str]
    day_past: Callable[[str], str]


def to_draft(note: Note) -> dict[str, Any]:
    """The note as the values of a draft."""
    values: dict[str, Any] = msgspec.to_builtins(note)
    return values


def from_draft(values: dict[str, Any]) -> Note:
    """The note that a draft holds; one that a newer version wrote loses what this one does not know."""
    return msgspec.convert(values, Note)


def is_begun(note: Note, values: Mapping[str, Any]) -> bool:
    """Whether a draft is the note already that tells of the same prepared talk, or holds the same reflection."""
    joined = (("preparation_id", note.preparation_id), ("issue_id", note.issue_id))
    return any(own and values.get(name) == own for name, own in joined)


_SAYING = (
    "title",
    *NARRATIVE,
    "place",
    "source_by",
    "lawyer",
    "purpose",
    "told_how",
    "late_reason",
    "reason",
)


def says_nothing(note: Note) -> bool:
    """Whether nobody would miss it: what was only chosen (a kind, a day) does not count."""
    texts = (getattr(note, field) for field in _SAYING)
    lists = (note.present, note.themes, note.action_points, note.attachments)
    return not (any(text.strip() for text in texts) or any(lists))


def is_empty(note: Note) -> bool:
    """Whether it tells of nothing that happened: then it cannot be sealed."""
    return not (
        note.attachments or note.title.strip() or any(getattr(note, field).strip() for field in NARRATIVE)
    )


def note_of(entry: Entry, when: str, attachments: tuple[Attachment, ...]) -> Note:
    """A sealed entry, to be corrected. ``when`` is its moment in the words of the field for it."""
    source, told, counsel = entry.source, entry.told, entry.counsel
    return Note(
        mode="correction",
        entry_id=entry.id,
        leader_ids=entry.leader_ids,
        kind=entry.kind,
        when=when,
        **{
            field: getattr(entry, field)
            for field in ("title", *NARRATIVE, "place", "themes", "lane", "formal")
        },
        present=entry.present,
        late_reason=entry.late_reason,
        source=source.how if source else "",
        source_by=source.by if source else "",
        lawyer=counsel.lawyer if counsel else "",
        purpose=counsel.purpose if counsel else "",
        told=told.state if told else "",
        told_day=(told.day or "") if told else "",
        told_how=told.how if told else "",
        told_entry_id=(told.entry_id or "") if told else "",
        action_points=tuple(
            Point(point.text, point.owner, point.due or "", point.done or "") for point in entry.action_points
        ),
        attachments=attachments,
    )


def entry_of(note: Note, hear: Listener, corrected: Entry | None = None) -> Entry:
    """The entry that the note makes: a new one, or the corrected state of one. Raises :class:`WrongField`."""
    values = {
        "kind": note.kind,
        "occurred": _in_field("when", lambda: hear.moment(note.when)),
        **{
            field: getattr(note, field)
            for field in ("title", *NARRATIVE, "place", "themes", "lane", "formal")
        },
        "present": tuple(person for person in note.present if person.name.strip()),
        "late_reason": note.late_reason,
        "source": _in_field("source", lambda: _source(note)),
        "told": _in_field("told", lambda: _told(note, hear)),
        "action_points": _in_field("action_points", lambda: _points(note, hear)),
        "attachment_ids": tuple(attachment.id for attachment in note.attachments),
        "counsel": _counsel(note),
    }
    try:
        if corrected is not None:
            return corrected.changed(**values)
        return Entry.make(leader_ids=note.leader_ids, **values)
    except InvalidRecord as error:
        raise WrongField(_FIELD_OF.get(error.field.partition(".")[0], ""), error) from None


_FIELD_OF = {"leader_ids": "about", "occurred": "when", "counsel": "lane", "told": "told", "source": "source"}


def _in_field(field: str, make: Callable[[], Any]) -> Any:
    try:
        return make()
    except (InvalidRecord, NotADay) as error:
        raise WrongField(field, error) from None


def _source(note: Note) -> Source | None:
    return Source(how=note.source, by=note.source_by.strip()) if note.source else None  # type: ignore[arg-type]  # one of the field's choices


def _told(note: Note, hear: Listener) -> Told | None:
    if not note.told:
        return None
    if note.told == "not_yet":
        return Told(state="not_yet")
    day = hear.day_past(note.told_day) if note.told_day.strip() else None
    return Told(
        state=note.told,  # type: ignore[arg-type]  # one of the field's choices
        day=day,
        how=note.told_how.strip(),
        entry_id=note.told_entry_id or None,
    )


def _points(note: Note, hear: Listener) -> tuple[ActionPoint, ...]:
    return tuple(
        ActionPoint(
            text=point.text,
            owner=point.owner,
            due=hear.day_ahead(point.due) if point.due.strip() else None,
            done=hear.day_past(point.done) if point.done.strip() else None,
        )
        for point in note.action_points
        if point.text.strip()
    )


def _counsel(note: Note) -> Counsel | None:
    lawyer, purpose = note.lawyer.strip(), note.purpose.strip()
    return Counsel(lawyer=lawyer, purpose=purpose) if note.lane == "counsel" and lawyer and purpose else None


NEXT_STEP = "action_points"
_ESSENTIALS = ("situation", "behaviour", "impact")


def missing_parts(note: Note) -> tuple[str, ...]:
    """Of situation, behaviour and impact, those not said yet, where the kind asks for them and one is said.

    Where it asks for action points too, as feedback does, a next step is one of them.
    """
    asked = KINDS[note.kind].fields
    if not set(_ESSENTIALS) <= set(asked):
        return ()
    missing = tuple(field for field in _ESSENTIALS if not getattr(note, field).strip())
    if len(missing) == len(_ESSENTIALS):
        return ()
    has_step = any(point.text.strip() for point in note.action_points)
    return missing if has_step or NEXT_STEP not in asked else (*missing, NEXT_STEP)
