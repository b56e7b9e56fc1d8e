"""What is on file in outline, read once before an erasure: whom each record is about, and what hangs on what."""

from collections.abc import Collection, Iterator
from typing import Any

import msgspec

from coachdesk.journal.stored import Stored
from coachdesk.journal.view import View
from coachdesk.ledger.clock import day_of
from coachdesk.ledger.event import decode_payload
from coachdesk.records.forms import COACHING


class _OnFile(msgspec.Struct, kw_only=True):
    """A record: whom it is about now and whom it ever was, on which days, when written, and what it names."""

    type: str
    about: tuple[str, ...] = ()
    ever_about: set[str] = msgspec.field(default_factory=set)
    days: set[str] = msgspec.field(default_factory=set)
    recorded: set[str] = msgspec.field(default_factory=set)
    attached: set[str] = msgspec.field(default_factory=set)
    ends: set[str] = msgspec.field(default_factory=set)
    """Of a link."""


Survey = dict[str, _OnFile]
"""By the id of the record."""


def survey(view: View) -> Survey:
    """All that is on file and was not erased whole. It reads the whole journal."""
    found: Survey = {}
    for stored in view.every():
        if not stored.is_tombstone:
            _take_down(found, stored)
    return found


def _take_down(found: Survey, stored: Stored) -> None:
    event, payload = stored.event, decode_payload(stored.body)
    one = found.setdefault(event.record_id, _OnFile(type=event.record_type))
    one.recorded.add(day_of(event))
    one.ever_about.update(payload.leaders)
    record = payload.record
    if event.record_type == "entry" or event.record_type in COACHING:
        one.about = tuple(record["leader_ids"])
    if event.record_type == "retention":
        one.about = (record["leader_id"],)
        one.ever_about.update(one.about)
    if event.record_type == "leader":
        one.ever_about.add(event.record_id)
    if event.record_type == "hold" and record["leader_id"]:  # its words say why things are kept
        one.ever_about.add(record["leader_id"])
    if event.record_type == "export":
        one.ever_about.update(record["leader_ids"])
    if event.record_type == "link":
        one.ends.update((record["entry_id"], record["target_id"]))
    if event.record_type == "entry":
        one.days.add(record["occurred"]["day"])
        one.attached.update(attached_in(record))


def attached_in(record: dict[str, Any]) -> Iterator[str]:
    """The attachments that an entry, as it is stored, names."""
    yield from record.get("attachment_ids", ())
    for addition in record.get("additions", ()):
        yield from addition.get("attachment_ids", ())


def with_what_hangs_on(on_file: Survey, whole: Collection[str]) -> set[str]:
    """Those records, the links to them, and the attachments that only they name."""
    found = set(whole)
    found |= {record_id for record_id, one in on_file.items() if one.ends & found}
    named = {name for record_id in found & on_file.keys() for name in on_file[record_id].attached}
    kept = {name for record_id, one in on_file.items() if record_id not in found for name in one.attached}
    return found | (named - kept)


def leaders_of(on_file: Survey, record_ids: Collection[str]) -> set[str]:
    """Whom these records are or ever were about; those that name an attachment are asked for it."""
    found: set[str] = set()
    for record_id, one in on_file.items():
        if record_id in record_ids or not one.attached.isdisjoint(record_ids):
            found |= one.ever_about
    return found
