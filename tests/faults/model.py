"""The whole journal against a plain model of it: whatever is done in whatever order, each holds what the other does.

    python -m tests.faults.model [--cases 5000] [--steps 50] [--seed 7] [--sabotage NAME]

A Hypothesis state machine saves, corrects, adds, attaches, withdraws, drafts, searches, locks and unlocks, crashes (the
files as they lie are copied, nothing is closed), backs up, restores, rotates the key, changes the passphrase, erases and
holds; also a restore and an erasure that crash half way. After each step everything that was acknowledged is there and
equal, and the ledger has grown from what it was; at each opening and at the end the whole journal checks out. The cost
of passphrases is less than any journal may have: what is derived is not what is tried here.
"""

import argparse
import contextlib
import copy
import io
import itertools
import os
import random
import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, ClassVar, TypeVar
from unittest import mock

import hypothesis
import msgspec
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from coachdesk.journal import append, backup, erasable, erasing, holding, keeping, keys, restoring, rotation
from coachdesk.journal.errors import (
    AlreadyWithdrawn,
    BackupWrong,
    HoldInForce,
    NothingChanged,
    WrongPassphrase,
    WrongRecoveryCode,
)
from coachdesk.journal.opening import create_journal, open_journal
from coachdesk.journal.view import View
from coachdesk.ledger import tree
from coachdesk.records.attachment import Attachment
from coachdesk.records.base import Record
from coachdesk.records.entry import Entry
from tests.faults import trying
from tests.faults.trying import Tried, Wrong
from tests.making import Clock, entry, leader

CHEAP = keys.Cost(32, 1, 4)
WORDS = ("amber", "ambergris", "basalt", "beryl", "cobalt", "copper", "coral", "dune", "delta", "ember")
_SETTING = "a setting of the machine"
_ALL = 10_000
_LATE = 20
"""Steps from one rotation to the next at least: copies elsewhere are worth nothing after one."""

_ROUNDS, _APART = 6, 1_000_000


Acting = TypeVar("Acting", bound=Callable[..., None])


class Crash(BaseException):
    """The machine stops here."""


class Kept(msgspec.Struct):
    """What the model knows of an entry, or of a leader, which has ``words`` only."""

    words: str
    leader_id: str = ""
    number: int = 0
    born: int = 0
    additions: tuple[str, ...] = ()
    is_withdrawn: bool = False
    content: bytes | None = None


class Held(msgspec.Struct):
    """What a journal holds. ``ledger`` has one number for each event, which no other journal's event has."""

    ledger: list[int] = []
    leaders: dict[str, Kept] = {}
    entries: dict[str, Kept] = {}
    counts: dict[str, int] = {}
    drafts: dict[str, tuple[str, str]] = {}
    setting: bytes | None = None
    holds: dict[str, str] = {}
    erased: set[str] = set()
    erasures: list[tuple[int, frozenset[str]]] = []
    root: str = ""
    """Of the ledger, when it was last looked at."""
    skew: int = 0
    """Seconds by which the clock had been set when the last event was written."""

    @property
    def ids(self) -> set[str]:
        """All that is there and may be erased."""
        return (self.leaders.keys() | self.entries.keys()) - self.erased

    def is_held(self, leader_id: str) -> bool:
        return any(of in ("", leader_id) for of in self.holds.values())

    def leaders_of(self, ids: set[str] | frozenset[str]) -> set[str]:
        return {self.entries[one].leader_id if one in self.entries else one for one in ids}

    def erase(self, ids: set[str] | frozenset[str]) -> None:
        self.erased |= ids
        self.drafts = {name: draft for name, draft in self.drafts.items() if draft[1] not in ids}
        self.erasures.append((len(self.ledger), frozenset(ids)))


class Copy(msgspec.Struct):
    """A backup: what it holds, and under which key."""

    held: Held
    generation: int


def restored(present: Held, old: Held, new: Callable[[], int]) -> Held:
    """What the journal holds once ``old`` was put back: its holds stay, what was erased since is erased again."""
    alike = (a == b for a, b in zip(present.ledger, old.ledger, strict=False))
    shared = sum(1 for _ in itertools.takewhile(bool, alike))
    again = [ids for seq, ids in present.erasures if seq > shared]
    after = copy.deepcopy(old)
    after.drafts = (present.drafts if again else {**old.drafts, **present.drafts}).copy()
    if again or after.setting is None:
        after.setting = present.setting
    after.ledger.append(new())
    if after.skew != present.skew:  # the last event of the copy was written by another clock
        after.ledger.append(new())
        after.skew = present.skew
    for hold, of in present.holds.items():
        if hold not in after.holds:
            after.holds[hold] = of
            after.ledger.append(new())
    for ids in again:
        left = {one for one in ids & after.ids if after_born(after, one) <= shared}
        if left and not any(after.is_held(of) for of in after.leaders_of(left)):
            after.ledger.append(new())
            after.erase(left)
    return after


def after_born(held: Held, record_id: str) -> int:
    return (held.entries.get(record_id) or held.leaders[record_id]).born


Drawn = Callable[[random.Random], Any]
_STEPS: list[tuple[str, dict[str, Drawn]]] = []


def step(times: int = 1, **drawn: Drawn) -> Callable[[Acting], Acting]:
    """One of the things that are done, ``times`` as often as others, with what is drawn for it."""

    def known(act: Acting) -> Acting:
        _STEPS.extend([(act.__name__, drawn)] * times)
        return act

    return known


def whole(least: int, most: int) -> Drawn:
    return lambda chance: chance.randint(least, most)


def one_of(*values: Any) -> Drawn:
    return lambda chance: chance.choice(values)


def words(most: int) -> Drawn:
    return lambda chance: chance.choices(WORDS, k=chance.randint(1, most))


class Machine(RuleBasedStateMachine):
    """One journal and a model of it."""

    stories: ClassVar[set[tuple[str, ...]]] = set()
    broken: ClassVar[list[str]] = []
    """The last story that went wrong."""
    crash_loses_log = False

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="coachdesk-model-", dir=trying.fast_folder()))
        self.numbers, self.generation = itertools.count(), 0
        self._home = mock.patch.dict(os.environ, {"XDG_STATE_HOME": str(self.folder / "state")})
        self._home.start()
        self.clock, self.story, self.is_right = Clock(), list[str](), False
        self.path = self.folder / "0" / "Team.coachdesk"
        self.passphrase = "the first passphrase"
        self.journal, self.code = create_journal(self.path, self.passphrase, CHEAP, clock=self.clock)
        self.held, self.own, self.elsewhere = Held(), dict[str, Copy](), dict[Path, Copy]()
        self.root = self.journal.head
        self.meet()
        for words in WORDS[:3]:
            self._save(words, 0)

    # What is common to the steps

    def event(self, count: int = 1) -> None:
        self.held.ledger += [next(self.numbers) for _ in range(count)]

    def an_entry(self, at: int) -> tuple[str, Kept] | None:
        there = [one for one in self.held.entries if one not in self.held.erased]
        return (there[at % len(there)], self.held.entries[there[at % len(there)]]) if there else None

    def a_leader(self, at: int) -> str:
        there = [one for one in self.held.leaders if one not in self.held.erased]
        if not there:  # of what an older copy had, all was erased again
            self.meet()
            return self.a_leader(at)
        return there[at % len(there)]

    def record(self, entry_id: str) -> Entry:
        found = self.journal.view.get(entry_id).record
        assert isinstance(found, Entry)
        return found

    def look_at_backups(self, *states: Held, gone: set[str] | frozenset[str] = frozenset()) -> None:
        """Takes in which of the journal's own backups went and came: a new one holds one of ``states``, none what is
        ``gone`` by now.
        """
        self.held.root = self.journal.head.root
        there = {one.path.name: one.path for one in backup.own_backups(self.journal.path)}
        self.own = {name: known for name, known in self.own.items() if name in there}
        for name in there.keys() - self.own.keys():
            with contextlib.closing(self.journal.view_of_copy(there[name])) as view:
                head = view.head()
            fit = [one for one in states if one.root == head.root]
            if not fit:
                raise Wrong(f"a backup that holds nothing known: {head.size} events")
            self.own[name] = Copy(copy.deepcopy(fit[0]), self.generation)
        for known in self.own.values():
            if known.held.ids & gone:
                raise Wrong("a backup of the journal's own holds what was erased")

    def die(self) -> None:
        """The files as they lie become another journal's; the one that is open is never heard of again."""
        before = self.path
        self.path = self.folder / f"{next(self.numbers)}" / "Team.coachdesk"
        left_out = "*-wal" if self.crash_loses_log else "*-shm"
        shutil.copytree(before, self.path, ignore=shutil.ignore_patterns(left_out))
        self.journal.store.close()
        shutil.rmtree(before.parent)

    def open(self, by: str = "recovery", may_say: str = "") -> None:
        secret = self.code if by == "recovery" else self.passphrase
        self.journal = open_journal(self.path, secret, by, clock=self.clock)  # type: ignore[arg-type]
        if any(one.kind != may_say for one in self.journal.notices):
            raise Wrong(f"noticed: {self.journal.notices}")
        self.root = self.journal.head
        self.journal.check()

    # Saving

    @step()
    def meet(self) -> None:
        if sum(one not in self.held.erased for one in self.held.leaders) > 3:
            return
        new = leader(f"Somebody{next(self.numbers)}")
        self.journal.put(new)
        self.event()
        self.held.leaders[new.id] = Kept(new.name, born=len(self.held.ledger))

    @step(
        3,
        words=words(4),
        at=whole(0, 3),
        size=one_of(None, None, None, 0, 40, 9000),
    )
    def save(self, words: list[str], at: int, size: int | None) -> None:
        self._save(" ".join(words), at, size)

    def _save(self, words: str, at: int, size: int | None = None, draft_id: str = "") -> None:
        of, taken, values = self.a_leader(at), list[Record](), dict[str, Any]()
        content = None if size is None else bytes(byte % 251 for byte in range(size))
        if content is not None:
            file = self.journal.take_in("file.bin", io.BytesIO(content))
            taken, values = [file], {"attachment_ids": (file.id,)}
        one = entry(self._leader(of), text=words, **values)
        self.journal.put(*taken, one, draft_id=draft_id)
        self.event(1 + len(taken))
        self.held.counts[of] = self.held.counts.get(of, 0) + 1
        self.held.entries[one.id] = Kept(
            words, of, self.held.counts[of], len(self.held.ledger), content=content
        )

    def _leader(self, of: str) -> Any:
        return self.journal.view.get(of).record

    @step(2, at=whole(0, 30), words=words(3))
    def correct(self, at: int, words: list[str]) -> None:
        if (found := self.an_entry(at)) is None:
            return
        (entry_id, known), text = found, " ".join(words)
        changed = self.record(entry_id).changed(text=text)
        try:
            self.journal.correct(changed, "a slip")
        except (AlreadyWithdrawn, NothingChanged) as error:
            if isinstance(error, AlreadyWithdrawn) != known.is_withdrawn or (
                not known.is_withdrawn and text != known.words
            ):
                raise Wrong("a correction was refused") from error
            return
        self.event()
        known.words = text

    @step(2, at=whole(0, 30), word=one_of(*WORDS))
    def add(self, at: int, word: str) -> None:
        found = self.an_entry(at)
        if found is None or found[1].is_withdrawn:
            return
        self.journal.add(found[0], word, "remembered")
        self.event()
        found[1].additions += (word,)

    @step(at=whole(0, 30))
    def withdraw(self, at: int) -> None:
        found = self.an_entry(at)
        if found is None or found[1].is_withdrawn:
            return
        self.journal.withdraw(found[0], "never happened")
        self.event()
        found[1].is_withdrawn = True

    @step(2, name=one_of(*"abc"), word=one_of(*WORDS), at=whole(0, 60))
    def draft(self, name: str, word: str, at: int) -> None:
        found = self.an_entry(at) if at % 2 else None
        entry_id = found[0] if found else ""
        self.journal.keep_draft(name, {"text": word, "entry_id": entry_id})
        self.held.drafts[name] = (word, entry_id)

    @step(at=whole(0, 5), is_sealed=one_of(False, True))
    def end_draft(self, at: int, is_sealed: bool) -> None:  # a step has what it was drawn with
        if not self.held.drafts:
            return
        name = sorted(self.held.drafts)[at % len(self.held.drafts)]
        words, _ = self.held.drafts.pop(name)
        if is_sealed:
            self._save(words, at, draft_id=name)
        else:
            self.journal.drop_draft(name)

    @step(value=one_of(*(bytes([one]) for one in range(9))))
    def change_setting(self, value: bytes) -> None:
        self.journal.change_setting(_SETTING, value)
        self.held.setting = value

    @step(seconds=one_of(-7200, -90, 7200))
    def set_the_clock(self, seconds: int) -> None:
        """It is written down with the next event."""
        self.clock.set_by(seconds)
        self.held.skew += seconds
        self._save("by another clock", 0)
        self.event()

    # Coming and going

    @step(by=one_of("passphrase", "recovery"))
    def lock_and_unlock(self, by: str) -> None:
        self.journal.close()
        self.open(by)

    @step(2)
    def crash(self) -> None:
        self.die()
        self.open()

    @step(number=whole(0, 99))
    def change_passphrase(self, number: int) -> None:
        old, self.passphrase = self.passphrase, f"passphrase number {number} of many"
        self.journal.change_passphrase(self.passphrase, CHEAP)
        self.journal.close()
        if old != self.passphrase:
            with contextlib.suppress(WrongPassphrase):
                open_journal(self.path, old)
                raise Wrong("a passphrase that was changed opens")
        self.open("passphrase")

    @step()
    def change_code(self) -> None:
        old, self.code = self.code, self.journal.change_recovery_code()
        self._code_is_worth_nothing(old)

    @step()
    def rotate(self) -> None:
        if self.generation >= len(self.story) // _LATE:
            return
        is_held = bool(self.held.holds)
        old, self.code = self.code, rotation.rotate_key(self.journal, self.passphrase, CHEAP)
        self.generation += 1
        before = set(self.own)
        self.look_at_backups(self.held)
        if is_held != bool(before & self.own.keys()) and before:
            raise Wrong("after a rotation backups of the old key stay only while there is a hold")
        self._code_is_worth_nothing(old)

    def _code_is_worth_nothing(self, code: str) -> None:
        self.journal.close()
        with contextlib.suppress(WrongRecoveryCode):
            open_journal(self.path, code, "recovery")
            raise Wrong("a recovery code that was changed opens")
        self.open()

    # Backups

    @step(3, is_own=one_of(False, True))
    def back_up(self, is_own: bool) -> None:
        there = None if is_own else self.folder / "stick"
        place = backup.place_for(self.path, self.journal.now(), there)
        self.journal.back_up(place)
        if is_own:
            self.look_at_backups(self.held)
        else:
            self.elsewhere[place] = Copy(copy.deepcopy(self.held), self.generation)

    @step()
    def thin(self) -> None:
        own = backup.own_backups(self.path)
        keeping.thin_backups(self.journal)
        gone = {one.path for one in own} - {one.path for one in backup.own_backups(self.path)}
        if gone & {one.path for one in own[: backup.NEWEST_KEPT]} or (gone and self.held.holds):
            raise Wrong("a backup that is to be kept was thinned out")
        self.look_at_backups()

    @step(4, at=whole(0, 9), crashes=one_of(False, False, True))
    def restore(self, at: int, crashes: bool) -> None:
        places: list[tuple[Path, Copy]] = [
            (backup_path, self.own[backup_path.name])
            for backup_path in sorted(one.path for one in backup.own_backups(self.path))
        ]
        places += sorted(self.elsewhere.items(), key=lambda one: one[0])
        if not places:
            return
        place, known = places[at % len(places)]
        if known.generation != self.generation:
            with contextlib.suppress(BackupWrong):
                restoring.restore(self.journal, place)
                raise Wrong("a copy under another key was put back")
            return
        before, self.held = self.held, restored(self.held, known.held, lambda: next(self.numbers))
        if crashes:
            with contextlib.suppress(Crash), mock.patch.object(restoring, "_finish", side_effect=Crash):
                restoring.restore(self.journal, place)
            self.die()
            self.open(may_say="erasure_finished")
        else:
            restoring.restore(self.journal, place)
        self.root = self.journal.head
        self.look_at_backups(before, self.held, gone=self.held.erased - known.held.erased)

    # Erasing, and what holds

    @step(
        3, at=whole(0, 30), whole_leader=one_of(False, False, True), share=lambda chance: chance.random() * 2
    )
    def erase(self, at: int, whole_leader: bool, share: float) -> None:
        view = self.journal.view
        if whole_leader:
            if sum(one not in self.held.erased for one in self.held.leaders) < 2:
                return
            of = self.a_leader(at)
            ids = {one for one in self.held.ids if one == of or self._is_about(one, of)}
            plan = erasable.plan_leader(view, [of])
        elif found := self.an_entry(at):
            ids, plan = {found[0]}, erasable.plan_record(view, found[0])
        else:
            return
        if any(self.held.is_held(of) for of in self.held.leaders_of(ids)):
            with contextlib.suppress(HoldInForce):
                erasing.erase(self.journal, plan, "Robin", "It had to go.")
                raise Wrong("what is held was erased")
            return
        self._erase(plan, ids, share)

    def _is_about(self, record_id: str, leader_id: str) -> bool:
        return record_id in self.held.entries and self.held.entries[record_id].leader_id == leader_id

    def _erase(self, plan: erasable.Plan, ids: set[str], share: float) -> None:
        """Also with a crash once a ``share`` of it is done: before the erasure itself it is as if never begun."""

        def crash(done: float) -> None:
            if done >= share:
                raise Crash

        size = self.journal.head.size
        try:
            erasing.erase(self.journal, plan, "Robin", "It had to go.", crash)
        except Crash:
            self.die()
            self.open(may_say="erasure_finished")
        if self.journal.head.size > size:
            self.event()
            self.held.erase(ids)
        elif share > 1:
            raise Wrong("nothing was erased")
        self.look_at_backups(self.held, gone=ids & self.held.erased)

    @step(at=whole(0, 7))
    def hold(self, at: int) -> None:
        if self.held.holds:
            return
        of = "" if at == 7 else self.a_leader(at)
        placed = keeping.place_hold(self.journal, of, "Robin", "a claim")
        self.event()
        self.held.holds[placed.id] = of

    @step()
    def lift(self) -> None:
        if not self.held.holds:
            return
        hold = next(iter(self.held.holds))
        keeping.lift_hold(self.journal, hold, "Robin", "settled")
        self.event()
        del self.held.holds[hold]

    # Looking

    @rule(number=st.integers(0, 2**64 - 1))
    def go_on(self, number: int) -> None:
        """The one rule there is, which draws by a number what is done: left to itself, Hypothesis would do a few things
        again and again in a story, and others never together.
        """
        chance = random.Random(f"{len(self.story)}:{number}")
        name, drawn = chance.choice(_STEPS)
        values = {of: draw(chance) for of, draw in drawn.items()}
        self.story.append(f"{name} {values}")
        self.is_right = False
        getattr(self, name)(**values)

    @step(2, word=one_of(*WORDS), letters=whole(1, 6))
    def search(self, word: str, letters: int) -> None:
        self.find(word[:letters])

    def find(self, beginning: str) -> None:
        expected = {
            entry_id
            for entry_id, one in self.held.entries.items()
            if entry_id not in self.held.erased
            and any(word.startswith(beginning) for word in " ".join((one.words, *one.additions)).split())
        }
        found = {hit.record_id for hit in self.journal.view.search(beginning, _ALL)}
        if found != expected:
            raise Wrong(f"{beginning} finds {len(found)}, not {len(expected)}")

    @invariant()
    def everything_is_there(self) -> None:
        size, nodes = self.journal.head.size, self.journal.view.nodes()
        if size != len(self.held.ledger):
            raise Wrong(f"{size} events, not {len(self.held.ledger)}")
        if tree.subtree(nodes, 0, self.root.size).hex() != self.root.root:
            raise Wrong("the ledger did not grow from what it was")
        self.root = self.journal.head
        self.held.root = self.root.root
        compare(self.journal.view, self.held)
        self.is_right = True

    def teardown(self) -> None:
        with contextlib.ExitStack() as stack:
            stack.callback(shutil.rmtree, self.folder)
            stack.callback(self._home.stop)
            stack.callback(lambda: self.journal.store.close())  # noqa: PLW0108  # that of then, not of now
            if self.is_right:
                self.look_at_all()
                type(self).stories.add(tuple(self.story))
            else:
                type(self).broken = self.story

    def look_at_all(self) -> None:
        """Everything once more, and in the copies elsewhere."""
        for word in WORDS:
            self.find(word)
        self.journal.check()
        self.journal.close()
        self.open("passphrase")
        self.everything_is_there()
        for place, known in self.elsewhere.items():
            if known.generation == self.generation:
                with contextlib.closing(self.journal.view_of_copy(place)) as view:
                    compare(view, known.held)


def compare(view: View, held: Held) -> None:
    """Raises Wrong unless the one holds what the other does."""
    leaders = {one.id: one.name for one in view.leaders()}
    expected_leaders = {of: one.words for of, one in held.leaders.items() if of not in held.erased}
    if leaders != expected_leaders:
        raise Wrong(f"other leaders: {leaders} is not {expected_leaders}")
    for of in leaders:
        expected = {
            entry_id: ("", (), 2, one.number) if entry_id in held.erased else told_of(one)
            for entry_id, one in held.entries.items()
            if one.leader_id == of
        }
        listed = view.timeline(of, limit=_ALL).entries
        found = {
            one.entry.id: (
                *(one.entry.text, tuple(addition.text for addition in one.entry.additions)),
                one.erased or (1 if one.withdrawn else 0) * -1,
                one.number,
            )
            for one in listed
        }
        if found != expected:
            raise Wrong(f"another timeline: {found} is not {expected}")
        for one in listed:
            check_content(view, one.entry, held)
    drafts = {one.id: (one.values["text"], one.values["entry_id"]) for one in view.drafts()}
    if drafts != held.drafts:
        raise Wrong(f"other drafts: {drafts} is not {held.drafts}")
    if view.setting(_SETTING) != held.setting:
        raise Wrong("another setting")
    if {one.id: one.leader_id for one in holding.in_force(view)} != held.holds:
        raise Wrong("other holds")


def told_of(one: Kept) -> tuple[str, tuple[str, ...], int, int]:
    return one.words, one.additions, -int(one.is_withdrawn), one.number


def check_content(view: View, one: Entry, held: Held) -> None:
    known = held.entries[one.id]
    if known.content is None or one.id in held.erased:
        return
    (attachment_id,) = one.attachment_ids
    attachment = view.get(attachment_id).record
    assert isinstance(attachment, Attachment)
    if b"".join(view.content(attachment)) != known.content:
        raise Wrong("another content")


# Protections left out

SABOTAGES: trying.Sabotages = {
    "no_log": lambda: mock.patch.object(Machine, "crash_loses_log", new=True),
    "stale_index": lambda: mock.patch.object(append, "drop_from_index"),
    "no_hold": lambda: mock.patch.object(holding, "check"),
    "not_again": lambda: mock.patch.object(erasing, "repeat"),
    "old_backups": lambda: mock.patch.object(erasing.backup, "drop"),
    "no_drafts": lambda: mock.patch.object(restoring, "keep_draft"),
}


def try_all(cases: int, steps: int, seed: int) -> Tried:
    """Plays so many distinct stories of so many steps; the first that goes wrong ends it."""
    tried = Tried()
    machine: Any = type("Played", (Machine,), {"stories": set()})
    with mock.patch.object(keys, "FLOOR", CHEAP):
        # The same story is played twice now and then, and the first of a round always.
        for round_ in range(_ROUNDS):
            left = cases - len(machine.stories)
            if left > 0 and not tried.problems:
                play(hypothesis.seed(seed + round_ * _APART)(machine), left + bool(round_), steps, tried)
    tried.distinct = {" / ".join(story) for story in machine.stories}
    return tried


def play(machine: type[Machine], stories: int, steps: int, tried: Tried) -> None:
    how = settings(
        max_examples=stories,
        stateful_step_count=steps,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(hypothesis.HealthCheck),
        print_blob=False,
    )
    try:
        run_state_machine_as_test(machine, settings=how)
    except Exception as error:  # noqa: BLE001  # whatever is wrong is counted
        tried.problems.append("\n    ".join([f"{type(error).__name__} {error}", *machine.broken]))


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, default=5000)
    parser.add_argument("--steps", type=int, default=50)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--sabotage", choices=sorted(SABOTAGES), default="")
    given = parser.parse_args(arguments)
    with SABOTAGES[given.sabotage]() if given.sabotage else contextlib.nullcontext():
        tried = try_all(given.cases, given.steps, given.seed)
    return trying.told("model", tried, given.seed, given.sabotage, asked=given.cases)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
