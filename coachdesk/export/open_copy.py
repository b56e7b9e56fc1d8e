"""An open copy of a whole journal: JSON and the attached files for programs, Markdown for people. Not encrypted.

Nobody is locked in: everything that was ever recorded is in ``journal.json`` with its salts, so that even
the ledger can be computed anew from it. What lies in a lane that was not asked for is left out, and said to be.
"""

import re
import shutil
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Any, get_args

import msgspec

from coachdesk.export.open_pages import Told, leader_page
from coachdesk.export.releasing import check_target
from coachdesk.journal import files
from coachdesk.journal.errors import AlreadyExists
from coachdesk.journal.view import View
from coachdesk.ledger import erased
from coachdesk.ledger.event import decode_payload, record_of
from coachdesk.ledger.verify import Line
from coachdesk.records.attachment import Attachment
from coachdesk.records.base import Record
from coachdesk.records.case import Intake
from coachdesk.records.entry import Entry, Lane
from coachdesk.records.issue import Link
from coachdesk.records.people import Leader
from coachdesk.records.talk import Preparation

FORMAT, VERSION = "coachdesk-open-copy", 1
FILES, PAGES = "files", "pages"
EVERY_LANE: frozenset[Lane] = frozenset(get_args(Lane))

_NOT_IN_A_FILE_NAME = re.compile(r'[\\/:*?"<>|\x00-\x1f]')
_LONGEST_NAME = 80

_README = """\
An open copy of a CoachDesk journal. It is NOT encrypted: whoever can read this folder can read it all.

journal.json   everything that was recorded, in order, one event on a line; then drafts; UTF-8
files/         the attached files
pages/         one page for each leader, as Markdown

Left out, because these lanes were not asked for: {left_out}.
The journal itself was not changed and is still encrypted. Delete this folder when you no longer need it.
"""


class Copied(msgspec.Struct, frozen=True, kw_only=True):
    """A copy that was made: how much is in it, and how many records were left out."""

    path: Path
    events: int
    attachments: int
    leaders: int
    left_out: int


def records_by_lane(view: View) -> dict[Lane, int]:
    """How many records lie in each lane, to be told before they are copied in the open."""
    found: dict[Lane, int] = {}
    for states in _states(view).values():
        for lane in _lanes(states):
            found[lane] = found.get(lane, 0) + 1
    return found


def copy_openly(
    view: View,
    target: Path,
    lanes: Collection[Lane],
    progress: Callable[[float], None] = lambda _share: None,
    *,
    drafts: bool,
) -> Copied:
    """Writes the copy as the new folder ``target``: whole, or not at all. A draft's lane may not be said yet.

    Raises AlreadyExists, JournalMissing, UnsafePath, DamagedContent, a storage error.
    """
    check_target(target)
    if target.exists():
        raise AlreadyExists(target)
    part = target.with_name(f".{target.name}.part")
    with files.storage_errors(target):
        try:
            part.mkdir(mode=files.PRIVATE_FOLDER)
            copied = _Copying(view, part, lanes, drafts=drafts).run(target, progress)
            part.rename(target)
            files.sync_folder(target.parent)
        except BaseException:
            shutil.rmtree(part, ignore_errors=True)
            raise
    return copied


class _Copying:
    """One copy on its way into the folder ``part``."""

    def __init__(self, view: View, part: Path, lanes: Collection[Lane], *, drafts: bool) -> None:
        self._view, self._part, self._lanes = view, part, {*lanes, "ordinary"}
        self._has_drafts = drafts
        states = _states(view)
        self._closed = {record_id for record_id, one in states.items() if not _lanes(one) <= self._lanes}
        self._closed |= {record_id for record_id, one in states.items() if self._tells_of_closed(one)}
        named = {
            record_id: {one for state in states if isinstance(state, Entry) for one in _attached(state)}
            for record_id, states in states.items()
        }
        shown = {one for record_id, ids in named.items() if record_id not in self._closed for one in ids}
        closed = {one for record_id, ids in named.items() if record_id in self._closed for one in ids}
        self._closed |= closed - shown

    def _tells_of_closed(self, states: list[Record]) -> bool:
        ends = {end for one in states if isinstance(one, Link) for end in (one.entry_id, one.target_id)}
        return not ends.isdisjoint(self._closed)

    def run(self, target: Path, progress: Callable[[float], None]) -> Copied:
        left_out = ", ".join(sorted(EVERY_LANE - self._lanes)) or "nothing"
        self._write("README.txt", _README.format(left_out=left_out).encode())
        events = self._write_events(progress)
        (self._part / FILES).mkdir(mode=files.PRIVATE_FOLDER)
        (self._part / PAGES).mkdir(mode=files.PRIVATE_FOLDER)
        attached = self._write_files()
        leaders = self._view.leaders()
        for number, leader in enumerate(leaders, start=1):
            name = f"{PAGES}/{number:03} {_file_name(leader.name)}.md"
            self._write(name, leader_page(leader, self._told(leader), attached).encode())
            progress(0.5 + number / len(leaders) / 2)
        return Copied(
            path=target,
            events=events,
            attachments=len(attached),
            leaders=len(leaders),
            left_out=len(self._closed),
        )

    def _write(self, name: str, data: bytes) -> None:
        files.write_private(self._part / name, data)

    def _write_events(self, progress: Callable[[float], None]) -> int:
        """Written as they are read: a journal may be larger than the memory."""
        path, count = self._part / "journal.json", 0
        files.create_private_file(path)
        with path.open("wb") as file:
            head = {"format": FORMAT, "version": VERSION}
            file.write(msgspec.json.encode(head)[:-1] + b',"events":[')
            for count, line in enumerate(self._view.lines(), start=1):
                file.write((b",\n" if count > 1 else b"\n") + msgspec.json.encode(self._event(line)))
                progress(min(count / 100_000, 0.5))
            file.write(b'\n],"drafts":' + msgspec.json.encode(self._drafts()) + b"}\n")
        return count

    def _drafts(self) -> list[dict[str, Any]]:
        """What is not recorded yet, if it was asked for."""
        return [msgspec.to_builtins(draft) for draft in self._view.drafts()] if self._has_drafts else []

    def _event(self, line: Line) -> dict[str, Any]:
        """An event; of one that is left out only what the ledger itself shows."""
        found: dict[str, Any] = {"event": line.event}
        if line.event.record_id in self._closed:
            return found | {"left_out": True}
        found["payload"] = msgspec.Raw(line.payload or b"null")
        if line.leaves is not None:
            return found | {"erased": True, "left": msgspec.Raw(line.leaves)}
        return found | {"salt": (line.salt or b"").hex()}

    def _write_files(self) -> dict[str, str]:
        """The attached files; the name of each in the copy, by its id."""
        found: dict[str, str] = {}
        for record in self._view.records("attachment"):
            if not isinstance(record, Attachment) or record.id in self._closed:
                continue
            name = f"{FILES}/{len(found) + 1:04} {_file_name(record.name)}"
            files.create_private_file(self._part / name)
            with (self._part / name).open("wb") as file:
                file.writelines(self._view.content(record))
            found[record.id] = name
        return found

    def _told(self, leader: Leader) -> Iterator[Told]:
        """What is in the leader's file and goes into the copy, each record with its events and states."""
        found: dict[str, Told] = {}
        for stored in self._view.file_of(leader.id):
            if stored.event.record_id in self._closed or stored.is_tombstone:
                continue
            payload = decode_payload(stored.body)
            number = dict(zip(payload.leaders, payload.numbers, strict=True)).get(leader.id, 0)
            told = found.setdefault(stored.event.record_id, Told(number=number, states=[]))
            told.states.append((stored.event, payload.reason, record_of(stored.event, payload)))
        yield from found.values()


def _states(view: View) -> dict[str, list[Record]]:
    """All states of each record whose content is there."""
    found: dict[str, list[Record]] = {}
    for line in view.lines():
        if line.payload is None or (line.leaves is not None and erased.is_whole(erased.decode(line.leaves))):
            continue
        record = record_of(line.event, decode_payload(line.payload))
        found.setdefault(line.event.record_id, []).append(record)
    return found


def _lanes(states: list[Record]) -> set[Lane]:
    """The lanes in which a record lies or ever lay: what is the author's own counts as a reflection."""
    record = states[-1]
    if isinstance(record, Preparation):
        return {"reflection"}
    if isinstance(record, Intake):
        return set() if record.released else {"intake"}
    return {state.lane for state in states if isinstance(state, Entry) and state.lane != "ordinary"}


def _attached(entry: Entry) -> Iterator[str]:
    yield from entry.attachment_ids
    for addition in entry.additions:
        yield from addition.attachment_ids


def _file_name(name: str) -> str:
    """A name for a file, with nothing in it that leads elsewhere."""
    return _NOT_IN_A_FILE_NAME.sub("_", name).strip(" .")[:_LONGEST_NAME] or "_"
