"""The demo: a year with invented leaders, played through the journal as it would have been written.

The stories are data (``resources/demo``). Every act is recorded at its own time, by a clock that the stories
set, so that lateness, corrections and labels are those of a journal kept for a year.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Literal

import msgspec

from coachdesk import resources
from coachdesk.coaching.meetings import moved
from coachdesk.coaching.schedule import Series, series_of
from coachdesk.export.evidence import Manager
from coachdesk.export.letter_making import Told, Wanted, hand_over, make_letter
from coachdesk.export.releasing import MANAGER
from coachdesk.journal.journal import Journal
from coachdesk.journal.keys import Cost
from coachdesk.journal.opening import create_journal
from coachdesk.ledger.clock import Reading
from coachdesk.records.about import AboutLeaders
from coachdesk.records.attachment import Attachment
from coachdesk.records.base import Record
from coachdesk.records.case import Case
from coachdesk.records.entry import Entry
from coachdesk.records.forms import RECORD_TYPES
from coachdesk.records.meeting import Meeting, Slot
from coachdesk.records.people import Contact, Leader

NAME = "Demo.coachdesk"
KEPT_IN = "passphrase.txt"
"""Beside it, where the command made it: its passphrase."""

_STORIES = ("releases.json", "recovery.json", "departure.json", "tenancy.json")
"""What is told besides ``case.json``: a relationship case, a happy end, one that is none, and just notes."""

_REF = "@"
"""What the name of a record begins with where its id is meant: ``@e16``."""


class ToExport(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A document that the demo exports: ``name`` is what it is called by, the next three stand on its cover.

    ``about`` is the leader of ``case.json`` or the two of the relationship case. Where it is ``aliased``,
    nobody on the manager's lists is named but those ``kept``, and the files ``dropped``, by their names, are left out.
    """

    name: str
    purpose: str
    recipient: str
    case_reference: str
    about: Literal["leader", "case"] = "leader"
    protected: bool = False
    aliased: bool = False
    kept: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()


class DemoBuilt(msgspec.Struct, frozen=True, kw_only=True):
    """A demo journal, closed: where it is, its recovery code, whom it is about, and what to export of it."""

    journal_path: Path
    recovery_code: str
    leader_id: str
    leader: str
    exports: tuple[ToExport, ...]
    entries: int


class _Story(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A file of ``resources/demo``: people and acts, each under the ``ref`` by which others name it."""

    leaders: list[dict[str, Any]]
    contacts: list[dict[str, Any]] = []
    acts: list[dict[str, Any]]


class _Case(_Story, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``case.json``: the story that is exported, whose journal it is, and all that is exported of it."""

    manager: Manager
    exports: tuple[ToExport, ...]


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
    acts = _in_order([case, *(_read(name) for name in _STORIES)])
    clock = _SetClock(acts[0][1]["recorded"])
    journal, code = create_journal(folder / NAME, passphrase, cost, clock=clock)
    with journal:
        journal.change_setting(MANAGER, msgspec.json.encode(case.manager))
        player = _Player(journal)
        for done, (story, act) in enumerate(acts, start=1):
            clock.set(act["recorded"])
            player.play(story, act)
            progress(done / len(acts))
        leader = journal.view.get(player.id_of(case.leaders[0]["ref"])).record
        assert isinstance(leader, Leader)
        entries = journal.counts.of[leader.id].entries
    return DemoBuilt(
        journal_path=folder / NAME,
        recovery_code=code,
        leader_id=leader.id,
        leader=leader.name,
        exports=case.exports,
        entries=entries,
    )


def _read(name: str) -> _Story:
    return msgspec.json.decode(resources.path("demo", name).read_bytes(), type=_Story)


def _in_order(stories: list[_Story]) -> list[tuple[_Story, dict[str, Any]]]:
    """The acts of all stories, each with its own, in the order in which they were recorded."""
    acts = [(story, act) for story in stories for act in story.acts]
    return sorted(acts, key=lambda pair: dt.datetime.fromisoformat(pair[1]["recorded"]))


class _Player:
    """Plays the acts of the stories; knows which record each ref stands for."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._ids: dict[str, str] = {}
        self._about: tuple[str, ...] = ()
        self._acts: Mapping[str, Callable[[dict[str, Any]], object]] = {
            "note": self._note,
            "add": lambda act: journal.add(self._ids[act["ref"]], act["text"], act["reason"]),
            "correct": lambda act: self._correct(act, act["changes"]),
            "told": lambda act: self._correct(act, {"told": act["told"]}),
            "done": self._done,
            "withdraw": lambda act: journal.withdraw(self._ids[act["ref"]], act["reason"]),
            "put": self._put,
            "change": self._change,
            "series": self._series,
            "move": self._move,
            "letter": self._letter,
        }

    def id_of(self, ref: str) -> str:
        """The id of the record that was made under a ref."""
        return self._ids[ref]

    def play(self, story: _Story, act: dict[str, Any]) -> None:
        """Does one act; before a story's first, its people are put on file."""
        if act is story.acts[0]:
            self._put_people(story)
        self._about = tuple(self._ids[one["ref"]] for one in story.leaders)
        self._acts[act["do"]](act)

    def _put_people(self, story: _Story) -> None:
        people: list[Record] = []
        for kind, listed in ((Leader, story.leaders), (Contact, story.contacts)):
            for one in listed:
                made = kind.make(**{name: value for name, value in one.items() if name != "ref"})
                self._ids[one["ref"]] = made.id
                people.append(made)
        self._journal.put(*people)

    def _note(self, act: dict[str, Any]) -> None:
        values = self._values(act["entry"])
        attachments = [self._taken_in(name) for name in values.pop("attachments", ())]
        entry = Entry.make(attachment_ids=[one.id for one in attachments], **values)
        self._journal.put(*attachments, entry)
        self._ids[act["ref"]] = entry.id

    def _correct(self, act: dict[str, Any], changes: dict[str, Any]) -> None:
        entry = self._entry(act["ref"])
        self._journal.correct(entry.changed(**self._resolved(changes)), act["reason"])

    def _done(self, act: dict[str, Any]) -> None:
        """Action points, counted from 0, were done on a day."""
        points = self._entry(act["ref"]).action_points
        marked = [
            msgspec.structs.replace(point, done=act["day"]) if number in act["points"] else point
            for number, point in enumerate(points)
        ]
        reason = "Done: " + "; ".join(points[number].text for number in act["points"])
        self._correct({**act, "reason": reason}, {"action_points": marked})

    def _put(self, act: dict[str, Any]) -> None:
        made = RECORD_TYPES[act["record"]].make(**self._values(act["values"]))
        self._journal.put(made)
        self._ids[act["ref"]] = made.id

    def _change(self, act: dict[str, Any]) -> None:
        """A coaching record gets other values, or one more of what it has several of."""
        record = self._journal.view.get(self._ids[act["ref"]]).record
        assert isinstance(record, AboutLeaders)
        more = {name: (*getattr(record, name), item) for name, item in act.get("one_more", {}).items()}
        changes = self._resolved({**act.get("changes", {}), **more})
        self._journal.put(record.changed(**changes), reason=act.get("reason", ""))

    def _series(self, act: dict[str, Any]) -> None:
        """The meetings of a case are planned; they are called ``ref`` and their number, from 1."""
        case = self._journal.view.get(self._ids[act["case"]]).record
        assert isinstance(case, Case)
        meetings = series_of(case, msgspec.convert(act["series"], Series))
        self._journal.put(*meetings)
        self._ids |= {f"{act['ref']}{number}": one.id for number, one in enumerate(meetings, start=1)}

    def _move(self, act: dict[str, Any]) -> None:
        meeting = self._journal.view.get(self._ids[act["ref"]]).record
        assert isinstance(meeting, Meeting)
        moved_on = dt.datetime.fromisoformat(act["recorded"]).date()
        self._journal.put(moved(meeting, msgspec.convert(act["to"], Slot), moved_on, act["reason"]))

    def _letter(self, act: dict[str, Any]) -> None:
        """A letter is made from a record and handed over."""
        wanted = Wanted(
            kind=act["kind"],
            leader_id=self._ids[act["leader"]],
            record_id=self._ids[act["of"]],
            day=act["recorded"][:10],
        )
        made = make_letter(self._journal.view, wanted)
        self._ids[act["ref"]] = hand_over(self._journal, made, msgspec.convert(act["told"], Told)).id

    def _entry(self, ref: str) -> Entry:
        entry = self._journal.view.get(self._ids[ref]).record
        assert isinstance(entry, Entry)
        return entry

    def _values(self, values: dict[str, Any]) -> dict[str, Any]:
        """Of a new record: about the leaders of its story, unless it says about whom."""
        return {"leader_ids": self._about, **self._resolved(values)}

    def _resolved(self, value: Any) -> Any:
        """``value`` with ids in the place of refs, wherever they stand in it."""
        if isinstance(value, dict):
            return {name: self._resolved(item) for name, item in value.items()}
        if isinstance(value, list | tuple):
            return [self._resolved(item) for item in value]
        is_ref = isinstance(value, str) and value.startswith(_REF)
        return self._ids[value.removeprefix(_REF)] if is_ref else value

    def _taken_in(self, name: str) -> Attachment:
        with resources.path("demo", "attachments", name).open("rb") as file:
            return self._journal.take_in(name, file)
