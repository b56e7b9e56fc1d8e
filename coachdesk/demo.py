"""The demo: a year with an invented leader, played through the journal as it would have been written.

The case is data (``resources/demo``). Every act is recorded at its own time, by a clock that the case
sets, so that lateness, corrections and labels are those of a journal kept for a year.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import msgspec

from coachdesk import resources
from coachdesk.export.evidence import Manager
from coachdesk.export.releasing import MANAGER
from coachdesk.journal.journal import Journal
from coachdesk.journal.keys import Cost
from coachdesk.journal.opening import create_journal
from coachdesk.ledger.clock import Reading
from coachdesk.records.attachment import Attachment
from coachdesk.records.entry import Entry
from coachdesk.records.people import Contact, Leader

NAME = "Demo.coachdesk"


class Purpose(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the cover of the demo's export says."""

    purpose: str
    recipient: str
    case_reference: str


class DemoBuilt(msgspec.Struct, frozen=True, kw_only=True):
    """A demo journal, closed: where it is, its recovery code, whom it is about, and what to export it for."""

    journal_path: Path
    recovery_code: str
    leader_id: str
    leader: str
    export: Purpose
    entries: int


class _Case(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``resources/demo/case.json``. Entries name each other by the ``ref`` of the act that wrote them."""

    manager: Manager
    leader: dict[str, Any]
    contacts: list[dict[str, Any]]
    acts: list[dict[str, Any]]
    export: Purpose


class _SetClock:
    """A clock that shows what it is set to."""

    def __init__(self, recorded: str) -> None:
        self.set(recorded)

    def set(self, recorded: str) -> None:
        """Shows this moment (ISO 8601 with offset) from now on."""
        self._at = dt.datetime.fromisoformat(recorded)

    def __call__(self) -> Reading:
        """The reading of a machine that does not tell one start from another."""
        offset = self._at.utcoffset() or dt.timedelta()
        at = self._at.astimezone(dt.UTC)
        return Reading(at=at, offset=int(offset.total_seconds() // 60), boot="", boottime=0)


def build_demo(
    folder: Path, passphrase: str, cost: Cost, progress: Callable[[float], None] = lambda _share: None
) -> DemoBuilt:
    """Makes ``Demo.coachdesk`` in ``folder``. Raises AlreadyExists or a storage error."""
    case = msgspec.json.decode(resources.path("demo", "case.json").read_bytes(), type=_Case)
    clock = _SetClock(case.acts[0]["recorded"])
    journal, code = create_journal(folder / NAME, passphrase, cost, clock=clock)
    with journal:
        journal.change_setting(MANAGER, msgspec.json.encode(case.manager))
        leader = Leader.make(**case.leader)
        contacts = [
            Contact.make(**{name: value for name, value in one.items() if name != "ref"})
            for one in case.contacts
        ]
        journal.put(leader, *contacts)
        player = _Player(journal, leader)
        for done, act in enumerate(case.acts, start=1):
            clock.set(act["recorded"])
            player.play(act)
            progress(done / len(case.acts))
        entries = journal.counts.of[leader.id].entries
    return DemoBuilt(
        journal_path=folder / NAME,
        recovery_code=code,
        leader_id=leader.id,
        leader=leader.name,
        export=case.export,
        entries=entries,
    )


class _Player:
    """Plays the acts of a case; knows which entry each ref stands for."""

    def __init__(self, journal: Journal, leader: Leader) -> None:
        self._journal, self._leader = journal, leader
        self._ids: dict[str, str] = {}
        self._acts: Mapping[str, Callable[[dict[str, Any]], object]] = {
            "note": self._note,
            "add": lambda act: journal.add(self._ids[act["ref"]], act["text"], act["reason"]),
            "correct": lambda act: self._correct(act, act["changes"]),
            "told": lambda act: self._correct(act, {"told": act["told"]}),
            "withdraw": lambda act: journal.withdraw(self._ids[act["ref"]], act["reason"]),
        }

    def play(self, act: dict[str, Any]) -> None:
        """Does one act."""
        self._acts[act["do"]](act)

    def _note(self, act: dict[str, Any]) -> None:
        values = self._resolved(act["entry"])
        attachments = [self._taken_in(name) for name in values.pop("attachments", ())]
        ids = [attachment.id for attachment in attachments]
        entry = Entry.make(leader_ids=(self._leader.id,), attachment_ids=ids, **values)
        self._journal.put(*attachments, entry)
        self._ids[act["ref"]] = entry.id

    def _correct(self, act: dict[str, Any], changes: dict[str, Any]) -> None:
        entry = self._journal.view.get(self._ids[act["ref"]]).record
        assert isinstance(entry, Entry)
        self._journal.correct(entry.changed(**self._resolved(changes)), act["reason"])

    def _resolved(self, values: dict[str, Any]) -> dict[str, Any]:
        """``values`` with the ref of the conversation in which the leader was told as that entry's id."""
        told = values.get("told")
        if not told or not told["entry_id"]:
            return dict(values)
        return values | {"told": told | {"entry_id": self._ids[told["entry_id"]]}}

    def _taken_in(self, name: str) -> Attachment:
        with resources.path("demo", "attachments", name).open("rb") as file:
            return self._journal.take_in(name, file)
