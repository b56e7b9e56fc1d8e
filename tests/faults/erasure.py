"""Erasure is real: a canary in every text of a journal, something erased, every page decrypted and looked through.

    python -m tests.faults.erasure [--cases 500] [--first N] [--seed 7] [--sabotage NAME]

Each case makes a journal of its own (leaders, shared, corrected, refiled and withdrawn entries, attachments, coaching
records, drafts, aliases, backups), erases at one grain, and looks for the canaries of what was to go: in every page of
the database, its log and its backups, decrypted without SQLCipher, in eight encodings, whole and by the endings of
their terms in the index; and for the salts of what went. Every other canary, of the same records too, must still be
there, in the journal and in its backup. Ledger, index, heads and the evidence of a report must hold. A case is counted
by what was done in it. The program succeeds if nothing is wrong or, with ``--sabotage`` (a protection left out), if that
is what it finds.
"""

import contextlib
import functools
import io
import json
import random
import string
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock

from coachdesk.export.gathering import gather
from coachdesk.export.proof import prove
from coachdesk.export.selection import Selection
from coachdesk.journal import backup, connection, erasable, erasing, schema, scrubbing
from coachdesk.journal.erasable import Plan
from coachdesk.journal.errors import ErasureUnfinished, StorageFull
from coachdesk.journal.journal import Journal
from coachdesk.journal.opening import create_journal, open_journal
from coachdesk.journal.stored import STORED, stored_in
from coachdesk.journal.view import View
from coachdesk.ledger import erased, tree, verify
from coachdesk.ledger.commitment import OpenLeaf, is_below
from coachdesk.ledger.event import Head
from coachdesk.records.base import Record
from coachdesk.records.case import Case
from coachdesk.records.entry import Entry
from coachdesk.records.erasure import Erased
from coachdesk.records.issue import Link
from coachdesk.records.people import Contact, Leader
from coachdesk.records.plan import Plan as GoalPlan
from tests.export.conftest import COVER
from tests.faults import trying
from tests.faults.pages import databases_in, encodings, everything_in, is_in, values_in
from tests.faults.trying import Sabotages, Wrong
from tests.making import COST, PASSPHRASE, Clock, entry, leader

GRAINS = ("word", "everywhere", "field", "record", "attachment", "leader", "period", "period of one")
DAYS = ("2026-01-05", "2026-02-02", "2026-03-02")
RECORDED = DAYS[-1]
"""The day on which, by its clock, all of a journal is written."""

_BEGINNING, _BEFORE_QUOTE, _AFTER_QUOTE = "Zyxw", "éß", '"𐐨'
"""What every canary has, so that no two of the eight encodings are alike. A word has no space in it."""
_LETTERS = 8
_LEAF_SALTS = 24
_CUT_SHORT = 0.25
"""The share of cases in which the erasure is cut short, and finished later."""
_TEXTS = ("place", "title", "text", "situation", "behaviour", "impact", "account", "intent")


# What is made


class Made:
    """A journal full of canaries, and whose they are: ``(record id, field)``."""

    def __init__(self, folder: Path, chance: random.Random) -> None:
        self.chance, self.folder = chance, folder / "C.coachdesk"
        self.journal, _ = create_journal(self.folder, PASSPHRASE, COST, clock=Clock())
        self.canaries: dict[str, tuple[str, str]] = {}
        self.about: dict[str, set[str]] = {}
        self.days: dict[str, str] = {}
        self.attached: dict[str, set[str]] = {}
        self.drafted: dict[str, str] = {}
        self.leaders: list[Leader] = []
        self.entries: list[Entry] = []

    def word(self, record_id: str, field: str) -> str:
        """A new canary; its first letters are those of every other, as terms of an index share theirs."""
        one, two, three = ("".join(self.chance.choices(string.ascii_lowercase, k=_LETTERS)) for _ in range(3))
        found = f"{_BEGINNING}{one}{_BEFORE_QUOTE}{two}{_AFTER_QUOTE}{three}"
        forms = encodings(found)
        if len({form for many in forms.values() for form in many}) < sum(map(len, forms.values())):
            raise Wrong("two encodings are alike")
        self.canaries[found] = (record_id, field)
        return found

    def words(self, record_id: str, field: str) -> str:
        return " ".join(self.word(record_id, field) for _ in range(self.chance.randint(1, 3)))

    def fill(self) -> None:
        put = self.journal.put
        for number in range(self.chance.randint(2, 3)):
            one = leader(f"Name{number}", role="Head")
            one = one.changed(name=f"{self.word(one.id, 'name')} {self.word(one.id, 'name')}")
            put(one)
            self.leaders.append(one)
            self.about[one.id] = {one.id}
        contact = Contact.make(name="x")
        put(contact.changed(name=self.word(contact.id, "name"), role=self.word(contact.id, "role")))
        for _ in range(self.chance.randint(3, 6)):
            self.note()
        self.revise()
        self.coach()
        for one in self.chance.sample(self.entries, 2):
            self.draft(one)

    def note(self) -> None:
        about = self.chance.sample(self.leaders, self.chance.choice((1, 1, 2)))
        day = self.chance.choice(DAYS)
        one = entry(*about, occurred={"day": day, "time": "09:30", "zone": "Europe/London"})
        values: dict[str, Any] = {
            field: self.words(one.id, field)
            for field in _TEXTS
            if self.chance.random() < 0.6 or field == "text"
        }
        values["themes"] = [self.word(one.id, "themes")]
        values["present"] = [{"name": self.word(one.id, "present"), "role": "peer"}]
        values["action_points"] = [{"text": self.word(one.id, "action_points")}]
        taken: list[Record] = []
        if self.chance.random() < 0.5:
            name, content = self.word("file", "name"), self.word("file", "content")
            file = self.journal.take_in(f"{name}.txt", io.BytesIO(f"{content} {'.' * 9000}".encode()))
            for word, field in ((name, "name"), (content, "content")):
                self.canaries[word] = (file.id, field)
            values["attachment_ids"] = (file.id,)
            self.attached[file.id] = {one.id}
            taken.append(file)
        one = one.changed(**values)
        if taken:
            self.journal.put(*taken)
        self.journal.put(one, reason=self.word(one.id, "reason"))
        self.entries.append(one)
        self.about[one.id], self.days[one.id] = set(one.leader_ids), day

    def revise(self) -> None:
        """Names of leaders stand in texts about others; entries are corrected, added to, withdrawn."""
        for one in self.chance.sample(self.entries, 2):
            named = self.chance.choice(self.leaders)
            changed = one.changed(intent=f"{self.word(one.id, 'intent')} said {named.name}’s {named.name}.")
            self.journal.correct(changed, self.word(one.id, "reason"))
            self.journal.add(one.id, self.word(one.id, "additions"), self.word(one.id, "reason"))
        self.journal.withdraw(self.chance.choice(self.entries).id, "why")

    def coach(self) -> None:
        one, other = self.leaders[:2]
        plan = GoalPlan.make(leader_ids=(one.id,), started="2026-01-05")
        plan = plan.changed(purpose=self.words(plan.id, "purpose"))
        case = Case.make(leader_ids=(one.id, other.id), title="x", opened_on="2026-01-05")
        case = case.changed(
            title=self.word(case.id, "title"), common_goal=f"{self.word(case.id, 'common_goal')} {one.name}"
        )
        about = next((note for note in self.entries if one.id in note.leader_ids), None)
        self.journal.put(plan, case)
        self.about[plan.id], self.about[case.id] = {one.id}, {one.id, other.id}
        if about is not None:
            link = Link.make(leader_ids=(one.id,), entry_id=about.id, target_id=plan.id)
            self.journal.put(link.changed(note=self.word(link.id, "note")))
            self.about[link.id] = {one.id}
        self.journal.put(
            plan.changed(purpose=self.words(plan.id, "purpose")), reason=self.word(plan.id, "reason")
        )
        aliases = [{"names": [one.name], "shown": "Peer A"}]
        self.journal.change_setting("aliases", json.dumps(aliases).encode())

    def draft(self, one: Entry) -> None:
        text = self.word(one.id, "draft")
        self.drafted[text] = one.id
        self.journal.keep_draft(
            f"draft-{one.id}", {"entry_id": one.id, "leader_ids": list(one.leader_ids), "text": text}
        )

    # What is to go

    def of_records(self, ids: set[str]) -> set[str]:
        """The canaries of these records and of what hangs on them."""
        gone = ids | {file for file, notes in self.attached.items() if notes <= ids}
        return {word for word, (record_id, _field) in self.canaries.items() if record_id in gone}

    def linked_to(self, ids: set[str]) -> set[str]:
        links = self.journal.view.records("link")
        return {one.id for one in links if isinstance(one, Link) and {one.entry_id, one.target_id} & ids}

    def of_leader(self, one: Leader) -> set[str]:
        ids = {record_id for record_id, about in self.about.items() if about == {one.id}}
        return self.of_records(ids | self.linked_to(ids)) | set(one.name.split())

    def drafts_of(self, ids: set[str]) -> set[str]:
        """The canaries of the drafts of these entries."""
        return {word for word, record_id in self.drafted.items() if record_id in ids}

    def plan(self, grain: str) -> tuple[Plan, set[str], str]:
        """What is erased, the canaries that must be gone after it and no other, and what it is in a few words."""
        view, note = self.journal.view, self.chance.choice(self.entries)
        of_note = {w: f for w, (of, f) in self.canaries.items() if of == note.id and f != "draft"}
        if grain in ("word", "everywhere"):
            word = self.chance.choice(list(of_note))
            asked = word.upper() if self.chance.random() < 0.3 else word
            plan = erasable.plan_words(view, [asked], note.id if grain == "word" else "")
            return (
                plan,
                {word},
                f"{of_note[word]}{' in capitals' if asked != word else ''}, {self.state(note)}",
            )
        if grain == "field":
            field = self.chance.choice(sorted(set(of_note.values())))
            gone = {word for word, of in of_note.items() if of == field}
            what = f"{field}, {self.state(note)}"
            return erasable.plan_field(view, note.id, field), gone | self.drafts_of({note.id}), what
        if grain == "record":
            ids = {note.id} | self.linked_to({note.id})
            return erasable.plan_record(view, note.id), self.of_records(ids), self.state(note)
        if grain == "attachment" and self.attached:
            file = self.chance.choice(sorted(self.attached))
            gone = self.of_records({file}) | self.drafts_of(self.attached[file])
            [about] = (one for one in self.entries if one.id in self.attached[file])
            return erasable.plan_record(view, file), gone, self.state(about)
        if grain in ("leader", "attachment"):
            one = self.chance.choice(self.leaders)
            shared = {entry.id for entry in self.entries if one.id in entry.leader_ids}
            what = f"{len(self.leaders)} leaders, in {len(shared)} of {len(self.entries)} entries"
            return erasable.plan_leader(view, [one.id]), self.of_leader(one) | self.drafts_of(shared), what
        return self.plan_period(self.days[note.id], "" if grain == "period" else note.leader_ids[0])

    def plan_period(self, day: str, of: str) -> tuple[Plan, set[str], str]:
        """All of a day, of a leader or of everybody."""
        on_day = {one for one, at in self.days.items() if at == day}
        if day == RECORDED:
            on_day |= self.about.keys() - self.days.keys() - {one.id for one in self.leaders}
        whole = {one for one in on_day if not of or self.about[one] == {of}}
        if not whole:  # all of that day is about somebody else too
            of, whole = "", on_day
        gone = self.of_records(whole | self.linked_to(whole))
        what = f"{day}, {len(whole)} of {len(self.about)}"
        return erasable.plan_period(self.journal.view, day, day, of), gone, what

    def state(self, note: Entry) -> str:
        """What was done to an entry before."""
        states = self.journal.view.history(note.id)
        files = sum(note.id in notes for notes in self.attached.values())
        drafts = len(self.drafts_of({note.id}))
        return (
            f"{'/'.join(one.event.action for one in states)} about {len(note.leader_ids)},"
            f" {files} files, {drafts} drafts"
        )


# One case


def case(number: int, chance: random.Random, folder: Path) -> str:
    """Makes, erases, looks. Returns what was done; raises Wrong."""
    grain = GRAINS[number % len(GRAINS)]
    made = Made(folder, chance)
    with contextlib.closing(made.journal) as journal:
        made.fill()
        key = bytearray(journal.store.key)
        raw = bytes.fromhex(connection.raw_key(key)[2:-1].decode())
        copies = chance.randint(0, 2)
        for moment in range(copies):
            journal.back_up(backup.place_for(journal.path, journal.now()))
            journal.put(made.leaders[moment].changed(team=f"team {moment}"))
        is_cut_short = chance.random() < _CUT_SHORT
        is_analysed = is_cut_short or chance.random() < 0.3
        if is_analysed:
            journal.store.connection.execute("ANALYZE")
        plan, words, what = made.plan(grain)
        gone = Gone(words, salts_of(journal, plan, chance))
        check_there(made, gone, raw)
        before = journal.head
        if is_cut_short:
            stick = folder / "stick.coachdesk"
            erase_cut_short(journal, plan, stick)
            if gone.found_in(everything_in(stick, raw)):
                raise Wrong("still there: in a copy that was made before the erasure was finished")
        else:
            erasing.erase(journal, plan, "Robin Vale", "It had to go.")
        look(made, gone, raw, key)
        hold_together(journal, before)
    look(made, gone, raw, key)
    with open_journal(made.folder, PASSPHRASE, clock=Clock()) as journal:
        journal.check()
        if not erasing.is_finished(journal):
            raise Wrong("not finished")
    how = f"{copies} backups{', analysed' * is_analysed}{', cut short' * is_cut_short}"
    return f"{grain}: {what}; {len(words)} words of {len(made.canaries)}; {how}"


class Gone(NamedTuple):
    """What must be gone: canaries, and salts by which somebody could try what stood there."""

    words: set[str]
    salts: tuple[bytes, ...]

    def found_in(self, whole: bytes) -> list[str]:
        """Which of it is there."""
        salts = [one for one in self.salts if any(form in whole for form in (one, *_in_hex(one)))]
        return sorted(word for word in self.words if is_in(word, whole)) + ["salt"] * len(salts)


def _in_hex(salt: bytes) -> tuple[bytes, bytes]:
    return salt.hex().encode(), salt.hex().upper().encode()


def salts_of(journal: Journal, plan: Plan, chance: random.Random) -> tuple[bytes, ...]:
    """The salts of the events, which go with the least part of one, and some of the leaves that go."""
    events, of_leaves = [], list[bytes]()
    for one in plan.erased:
        stored = stored_in(journal.store.connection.execute(f"{STORED} WHERE seq = ?", (one.seq,)).fetchone())
        events.append(stored.salt)
        for leaf in erasable.open_of(stored):
            path = leaf.path if isinstance(leaf, OpenLeaf) else ""
            if is_below(path, one.paths) if one.paths else not is_below(path, erased.TOMBSTONE):
                of_leaves.append(bytes.fromhex(leaf.salt))
    return (*events, *chance.sample(of_leaves, min(len(of_leaves), _LEAF_SALTS)))


def check_there(made: Made, gone: Gone, raw: bytes) -> None:
    """What is looked for afterwards can be found before. Raises Wrong."""
    whole = everything_in(made.folder, raw)
    if not all(is_in(word, whole) for word in gone.words):
        raise Wrong("a canary was never there")
    if not any(salt in whole for salt in gone.salts):
        raise Wrong("no salt was ever there")


def erase_cut_short(journal: Journal, plan: Plan, stick: Path) -> None:
    """There is no room to write the pages anew; then there is room again, a copy is made, and it is finished."""
    full = mock.patch.object(scrubbing, "scrub", side_effect=StorageFull(journal.path))
    with full, contextlib.suppress(ErasureUnfinished):
        erasing.erase(journal, plan, "Robin Vale", "It had to go.")
        raise Wrong("it was finished though there was no room")
    journal.back_up(stick)
    erasing.finish(journal)


def look(made: Made, gone: Gone, raw: bytes, key: bytearray) -> None:
    """What was to go is in no page; all else is in the journal and in its backup. Raises Wrong."""
    found = gone.found_in(everything_in(made.folder, raw))
    if found:
        raise Wrong(f"still there: {[made.canaries.get(one, one) for one in found]}")
    for database in databases_in(made.folder):
        values = values_in(database, key)
        lost = [
            of for word, of in made.canaries.items() if word not in gone.words and not is_in(word, values)
        ]
        if lost:
            raise Wrong(f"gone too: {lost}")
    copies = backup.own_backups(made.folder)
    if len(copies) != 1:
        raise Wrong(f"{len(copies)} backups")


def hold_together(journal: Journal, before: Head) -> None:
    """Ledger, index, the way from the head before, and the evidence about every leader who is left."""
    checked = journal.check()
    proof = tree.consistency(journal.view.nodes(), before.size, checked.head.size)
    roots = bytes.fromhex(before.root), bytes.fromhex(checked.head.root)
    if not tree.verify_consistency(before.size, roots[0], checked.head.size, roots[1], proof):
        raise Wrong("the ledger did not grow from what it was")
    for one in journal.view.leaders():
        about = (one.id,)
        prove(
            gather(
                journal.view, journal.head, journal.counts.proofs(about), Selection(leader_ids=about), COVER
            )
        )


# Protections left out


def _not_scrubbed(_connection: Any, _path: Path) -> None:
    pass


def _only_vacuum(open_connection: connection.Connection, _path: Path) -> None:
    open_connection.execute("VACUUM")
    open_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()


def _but_the_salt(open_connection: connection.Connection, one: Erased) -> None:
    """What is erased goes, and its salt stays where it is; neither trigger nor ledger says so."""
    stored = stored_in(open_connection.execute(f"{STORED} WHERE seq = ?", (one.seq,)).fetchone())
    left = erased.erased(erasable.open_of(stored), one.paths)
    open_connection.execute(
        "UPDATE payload SET body = ?, leaves = ? WHERE seq = ?",
        (erased.body_of(stored.event.record_type, left), erased.encode(left), one.seq),
    )


def _whole_records(view: View, words: Sequence[str], record_id: str = "") -> Plan:
    """Where a word of a record is asked for, the record goes."""
    return erasable.plan_record(view, record_id) if record_id else _plan_words(view, words)


_plan_words = erasable.plan_words


def _schema(before: str, after: str) -> Any:
    """The schema with something else in it."""
    steps = [sql.replace(before, after) for sql in schema.migrations()]
    assert steps != schema.migrations(), before
    return mock.patch.object(schema, "migrations", return_value=steps)


def _index_as_it_grows() -> Any:
    return _schema("'secure-delete', 1", "'secure-delete', 0")


def _pages_as_they_grow() -> Any:
    kept = tuple(pragma for pragma in connection._AFTER_KEY if "secure_delete" not in pragma)
    return mock.patch.object(connection, "_AFTER_KEY", (*kept, "secure_delete = OFF"))


_patch = mock.patch.object
_LEFT_OUT: dict[str, Callable[[], Sequence[Any]]] = {
    "scrub": lambda: (
        _index_as_it_grows(),
        _pages_as_they_grow(),
        _patch(scrubbing, "scrub", _not_scrubbed),
    ),
    "fts": lambda: (_index_as_it_grows(), _patch(scrubbing, "scrub", _only_vacuum)),
    "log": lambda: (_patch(scrubbing, "scrub", _not_scrubbed),),
    "backups": lambda: (_patch(erasing.backup, "drop", lambda backups: [None for _ in backups]),),
    "drafts": lambda: (_patch(erasing, "_clear_drafts", lambda *_of: None),),
    "salt": lambda: (
        _schema("NEW.salt <> x'' OR ", ""),
        _patch(verify, "_is_committed", return_value=True),
        _patch(erasing, "_erase_payload", _but_the_salt),
    ),
    "cut_short": lambda: (
        _patch(scrubbing, "is_needed", lambda _copy: False),
        _patch(sys.modules[__name__], "_CUT_SHORT", 1.0),
    ),
    "too_much": lambda: (_patch(erasable, "plan_words", _whole_records),),
}


@contextlib.contextmanager
def sabotaged(name: str) -> Iterator[None]:
    """Inside, one protection is missing."""
    with contextlib.ExitStack() as stack:
        for patch in _LEFT_OUT[name]():
            stack.enter_context(patch)
        yield


FINDINGS = {
    "scrub": "still there",
    "fts": "still there",
    "log": "still there",
    "backups": "still there",
    "drafts": "'draft')",
    "salt": "'salt'",
    "cut_short": "in a copy that was made before",
    "too_much": "gone too",
}
"""Each protection, and what must be found without it."""

SABOTAGES: Sabotages = {name: functools.partial(sabotaged, name) for name in _LEFT_OUT}

if __name__ == "__main__":
    trying.run("erasure", case, 500, SABOTAGES, FINDINGS)
