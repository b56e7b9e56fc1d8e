"""What is whole in a damaged database, found page by page: events that prove themselves, attachments, settings, drafts.

An event counts only if its metadata has the hash that was stored for it and its content is what it was committed to.
Content whose event is lost is vouched for by the encryption of its page alone: that it was written in this journal.
"""

import contextlib
import hashlib
from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from coachdesk.journal.append import event_of
from coachdesk.journal.indexed import Index
from coachdesk.journal.pages import Pages, Value
from coachdesk.ledger import canonical, erased
from coachdesk.ledger.commitment import commit, commitment_of
from coachdesk.ledger.event import Event, Payload, decode_payload
from coachdesk.records.about import AboutLeaders
from coachdesk.records.attachment import Attachment
from coachdesk.records.base import InvalidRecord, Record, build
from coachdesk.records.clock_change import ClockChange
from coachdesk.records.erasure import Erasure
from coachdesk.records.forms import RECORD_TYPES
from coachdesk.records.restore import Restore

_EVENT_COLUMNS, _PAYLOAD_COLUMNS, _ATTACHMENT_COLUMNS, _DRAFT_COLUMNS, _SETTING_COLUMNS = 14, (3, 4), 3, 3, 2


Progress = Callable[[float], None]


class Sound(msgspec.Struct, frozen=True):
    """An event and its content, both proved. ``is_tombstone`` where it was erased whole before."""

    event: Event
    payload: Payload
    is_tombstone: bool = False


class Lost(msgspec.Struct, frozen=True):
    """An event that cannot be saved: its number, and the day it was recorded on if that much is known."""

    seq: int
    day: str = ""


class Alone(msgspec.Struct, frozen=True):
    """Content that is whole while its event is lost: nobody knows when it was recorded, nor what was done."""

    seq: int
    record: Record
    payload: Payload


class Scanned(msgspec.Struct, frozen=True, kw_only=True):
    """What a scan came upon."""

    sound: list[Sound]
    alone: list[Alone]
    """None of a record of which a later state is sound."""
    indexed: list[Alone]
    """Made of the words that the index has, of records of which no state is sound or stands alone. Their events are lost."""
    lost: list[Lost]
    chunks: dict[tuple[str, int], tuple[int, int]]
    """Where each piece of an attachment stands."""
    settings: dict[str, bytes]
    drafts: list[tuple[str, str, bytes]]
    damaged_pages: list[int]

    def seqs(self) -> Iterator[int]:
        """The numbers of the events of which something can be saved."""
        yield from (one.event.seq for one in self.sound)
        yield from (one.seq for one in self.alone)


def scan(pages: Pages, progress: Progress = lambda _share: None) -> Scanned:
    """Reads every page once. Raises a storage error, and what ``progress`` raises to cancel."""
    events: dict[int, Event] = {}
    payloads: dict[int, list[tuple[int, int]]] = {}
    index = Index()
    found = Scanned(
        sound=[],
        alone=[],
        indexed=[],
        lost=[],
        chunks={},
        settings={},
        drafts=[],
        damaged_pages=pages.damaged(),
    )
    for place in pages.places():
        progress(min(max(place[0], 0) / max(pages.count, 1), 1.0))
        row = pages.row(*place)
        if row is None:
            continue
        seq, values = row
        if (event := _event(seq, values)) is not None:
            events[seq] = event
        elif _has_kinds(values, (type(None), bytes, bytes)) and len(values) in _PAYLOAD_COLUMNS:
            payloads.setdefault(seq, []).append(place)
        else:
            _sort(values, place, found)
            index.take(seq, values)
    for seq in range(1, max([*events, *payloads], default=0) + 1):
        _judge(pages, seq, events.get(seq), payloads.get(seq, []), found)
    _drop_what_went_on(found)
    _take_from_index(pages, index, found)
    return found


def content_of(pages: Pages, found: Scanned, attachment: Attachment) -> list[bytes] | None:
    """The pieces of an attachment; None unless they are what was taken in."""
    pieces: list[bytes] = []
    digest = hashlib.sha256()
    while (place := found.chunks.get((attachment.id, len(pieces)))) is not None:
        row = pages.row(*place)
        piece = row[1][2] if row else None
        if not isinstance(piece, bytes):
            return None
        digest.update(piece)
        pieces.append(piece)
    return pieces if digest.hexdigest() == attachment.digest else None


def _judge(
    pages: Pages, seq: int, event: Event | None, places: list[tuple[int, int]], found: Scanned
) -> None:
    rows = [row[1] for place in places if (row := pages.row(*place)) is not None]
    if event is None:
        # Of two states of one content, the one of which something was erased is the newer.
        rows.sort(key=lambda values: isinstance(_parts(values)[2], bytes), reverse=True)
        if rows and (alone := _alone(seq, rows[0])) is not None:
            found.alone.append(alone)
            return
    for values in rows if event else ():
        if event and (sound := _sound(event, values)) is not None:
            found.sound.append(sound)
            return
    found.lost.append(Lost(seq, event.recorded_at[:10] if event else ""))


def _drop_what_went_on(found: Scanned) -> None:
    """Counts as lost, of what stands alone, earlier states of what is sound, and what an erasure names."""
    last = {one.event.record_id: one.event.seq for one in found.sound}
    gone: set[int] = set()
    for one in found.sound:
        if one.event.record_type == "erasure":
            gone.update(erased["seq"] for erased in one.payload.record["erased"] if not erased["paths"])
    left = [one for one in found.alone if last.get(one.record.id, 0) < one.seq and one.seq not in gone]
    kept = {one.seq for one in left}
    found.lost.extend(Lost(one.seq) for one in found.alone if one.seq not in kept)
    found.alone[:] = left


def _take_from_index(pages: Pages, index: Index, found: Scanned) -> None:
    """Of records of which nothing else is there, what the index has."""
    there = {one.event.record_id for one in found.sound} | {one.record.id for one in found.alone}
    for seq, record in index.records(pages, {one.seq for one in found.lost}):
        if record.id not in there:
            leaders = record.leader_ids if isinstance(record, AboutLeaders) else ()
            payload = Payload(leaders=leaders, numbers=(0,) * len(leaders), record={})
            found.indexed.append(Alone(seq, record, payload))


def _alone(seq: int, values: tuple[Value, ...]) -> Alone | None:
    """The content in a row whose event is lost, if it is a record that can stand by itself."""
    _salt, body, leaves = _parts(values)
    try:
        payload = decode_payload(_bytes(body))
        if isinstance(leaves, bytes) and erased.is_whole(erased.decode(leaves)):
            return None
    except (msgspec.MsgspecError, erased.WrongLeaves, RecursionError):
        return None
    record = _record(payload.record)
    if record is None or len(payload.leaders) != len(payload.numbers):
        return None
    if isinstance(record, AboutLeaders) and not set(record.leader_ids) <= set(payload.leaders):
        return None
    return Alone(seq, record, payload)


def _record(values: dict[str, Any]) -> Record | None:
    """The record that is stored as ``values``: its fields tell its type, for no two types have the same.

    None for what is said of the ledger itself, which the new one is not, and for what is of no type.
    """
    found = []
    for kind in RECORD_TYPES.values():
        if values.keys() <= set(kind.__struct_fields__):
            with contextlib.suppress(InvalidRecord):
                found.append(build(kind, values))
    is_one = len(found) == 1 and not isinstance(found[0], ClockChange | Erasure | Restore)
    return found[0] if is_one else None


def _parts(values: tuple[Value, ...]) -> tuple[Value, Value, Value]:
    """Salt, body, and what is left of a content, of its row; the last was added to the table later."""
    salt, body, leaves = (*values[1:4], None)[:3]
    return salt, body, leaves


def _event(seq: int, values: tuple[Value, ...]) -> Event | None:
    """The event in a row that is one and has the hash that was stored with it."""
    if len(values) != _EVENT_COLUMNS or values[0] is not None:
        return None
    try:
        event = event_of((seq, *values[1:12]))
        return event if event.leaf_hash == values[12] else None
    except (AttributeError, TypeError, ValueError):
        return None


def _sound(event: Event, values: tuple[Value, ...]) -> Sound | None:
    """The content in a row if ``event`` is committed to it."""
    salt, body, leaves = _parts(values)
    if not isinstance(salt, bytes) or not isinstance(body, bytes):
        return None
    try:
        plain = canonical.decode(body)
        payload = msgspec.convert(plain, Payload)
        if not isinstance(leaves, bytes):
            return Sound(event, payload) if commit(plain, salt).hex() == event.commitment else None
        left = erased.decode(leaves)
        if commitment_of(left).hex() != event.commitment or erased.body_of(event.record_type, left) != body:
            return None
        return Sound(event, payload, is_tombstone=erased.is_whole(left))
    except (AttributeError, KeyError, TypeError, ValueError, RecursionError):
        return None


def _sort(values: tuple[Value, ...], place: tuple[int, int], found: Scanned) -> None:
    """Puts a row of another table where it belongs, by its shape."""
    if len(values) == _ATTACHMENT_COLUMNS and _has_kinds(values, (str, int, bytes)):
        found.chunks[str(values[0]), _whole(values[1])] = place
    elif len(values) == _DRAFT_COLUMNS and _has_kinds(values, (str, str, bytes)):
        found.drafts.append((str(values[0]), str(values[1]), _bytes(values[2])))
    elif len(values) == _SETTING_COLUMNS and _has_kinds(values, (str, bytes)):
        found.settings[str(values[0])] = _bytes(values[1])


def _has_kinds(values: tuple[Value, ...], kinds: tuple[type, ...]) -> bool:
    return len(values) >= len(kinds) and all(
        isinstance(value, kind) for value, kind in zip(values, kinds, strict=False)
    )


def _whole(value: Value) -> int:
    return value if isinstance(value, int) else 0


def _bytes(value: Value) -> bytes:
    return value if isinstance(value, bytes) else b""
