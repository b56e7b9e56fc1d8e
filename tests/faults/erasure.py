"""Erasure is real: a canary in every text of a journal, something erased, every page decrypted and looked through.

    python -m tests.faults.erasure [--cases 500] [--seed 7] [--sabotage NAME]

Each case makes a journal of its own (leaders, shared, corrected, refiled and withdrawn entries, attachments, coaching
records, drafts, aliases, backups), erases at one grain, and looks for the canaries of what was to go: in every page of
the database, its log and its backups, decrypted without SQLCipher, in eight encodings, whole and by their endings (FTS5
keeps a term without the beginning it shares with the one before). The canaries of all else must still be there. Ledger,
index, heads and the evidence of a report must hold. The program succeeds if nothing is wrong or, with ``--sabotage``
(a protection left out), if something is.
"""

import argparse
import base64
import contextlib
import io
import json
import random
import string
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any
from unittest import mock
from urllib.parse import quote

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from coachdesk.export.gathering import gather
from coachdesk.export.proof import prove
from coachdesk.export.selection import Selection
from coachdesk.journal import backup, connection, erasable, erasing, schema, scrubbing
from coachdesk.journal.erasable import Plan
from coachdesk.journal.errors import ErasureUnfinished, StorageFull
from coachdesk.journal.journal import Journal
from coachdesk.journal.opening import create_journal, open_journal
from coachdesk.ledger import erased, tree
from coachdesk.ledger.event import Head
from coachdesk.records.base import Record
from coachdesk.records.case import Case
from coachdesk.records.entry import Entry
from coachdesk.records.issue import Link
from coachdesk.records.people import Contact, Leader
from coachdesk.records.plan import Plan as GoalPlan
from tests.export.conftest import COVER
from tests.making import COST, PASSPHRASE, Clock, entry, leader

PAGE, RESERVE, SALT, FRAME_HEADER, LOG_HEADER = 4096, 80, 16, 24, 32
GRAINS = ("word", "everywhere", "field", "record", "attachment", "leader", "period", "period of one")
DAYS = ("2026-01-05", "2026-02-02", "2026-03-02")
RECORDED = DAYS[-1]
"""The day on which, by its clock, all of a journal is written."""

_LETTERS, _SHARED = 14, 4
_CUT_SHORT = 0.25
"""The share of cases in which the erasure is cut short, and finished later."""
_TEXTS = ("place", "title", "text", "situation", "behaviour", "impact", "account", "intent")


class Wrong(Exception):
    """Something that was erased is there, or something else is not."""


# What is in the files


def pages(path: Path, key: bytes) -> Iterator[bytes]:
    """Every page of a database or of its log, decrypted; also one that is in use no more."""
    data = path.read_bytes()
    if path.name.endswith("-wal"):
        frames = range(LOG_HEADER, len(data) - FRAME_HEADER - PAGE + 1, FRAME_HEADER + PAGE)
        for at in frames:
            number = int.from_bytes(data[at : at + 4], "big")
            yield _decrypted(data[at + FRAME_HEADER : at + FRAME_HEADER + PAGE], key, is_first=number == 1)
        return
    for at in range(0, len(data), PAGE):
        yield _decrypted(data[at : at + PAGE], key, is_first=at == 0)


def _decrypted(page: bytes, key: bytes, *, is_first: bool) -> bytes:
    body, vector = page[SALT if is_first else 0 : PAGE - RESERVE], page[PAGE - RESERVE :][:16]
    decryptor = Cipher(algorithms.AES(key), modes.CBC(vector)).decryptor()
    return decryptor.update(body) + decryptor.finalize()


def everything_in(folder: Path, key: bytes) -> bytes:
    """All that is in the folder of a journal: databases and logs decrypted, other files as they are."""
    found = []
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name.endswith((".db", "-wal")) and path.stat().st_size:
            whole = b"".join(pages(path, key))
            found.append(whole)
        elif path.is_file():
            found.append(path.read_bytes())
    return b"\0".join(found)


def spellings(word: str) -> list[bytes]:
    """Eight encodings of a word, as it is, in small letters, and by its ending alone."""
    found: list[bytes] = []
    for form in (word, word.lower(), word.lower()[_SHARED:]):
        plain = form.encode()
        found += [plain, *(form.encode(name) for name in ("utf-16-le", "utf-16-be", "utf-32-le"))]
        found += [plain.hex().encode(), plain.hex().upper().encode(), quote(form).encode()]
        found.append(json.dumps("é" + form).encode()[7:-1])
        for shift in range(3):
            packed = base64.b64encode(bytes(shift) + plain + bytes(3))
            found.append(packed[-(-shift * 4 // 3) + 1 : (shift + len(plain)) * 4 // 3 - 1])
    return found


def is_in(word: str, whole: bytes) -> bool:
    return any(form in whole for form in spellings(word))


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
        found = "Zyxw"[:_SHARED] + "".join(self.chance.choices(string.ascii_lowercase, k=_LETTERS))
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

    def plan(self, grain: str) -> tuple[Plan, set[str]]:
        """What is erased, and the canaries that must be gone after it."""
        view, note = self.journal.view, self.chance.choice(self.entries)
        if grain in ("word", "everywhere"):
            word = self.chance.choice(
                [w for w, (of, f) in self.canaries.items() if of == note.id and f != "draft"]
            )
            asked = [word.upper() if self.chance.random() < 0.3 else word]
            return erasable.plan_words(view, asked, note.id if grain == "word" else ""), {word}
        if grain == "field":
            fields = sorted({f for of, f in self.canaries.values() if of == note.id and f != "draft"})
            field = self.chance.choice(fields)
            gone = {
                w for w, place in self.canaries.items() if place in ((note.id, field), (note.id, "draft"))
            }
            return erasable.plan_field(view, note.id, field), gone
        if grain == "record":
            return erasable.plan_record(view, note.id), self.of_records({note.id} | self.linked_to({note.id}))
        if grain == "attachment" and self.attached:
            file = self.chance.choice(sorted(self.attached))
            return erasable.plan_record(view, file), self.of_records({file})
        if grain in ("leader", "attachment"):
            one = self.chance.choice(self.leaders)
            return erasable.plan_leader(view, [one.id]), self.of_leader(one)
        day = self.days[note.id]
        of = "" if grain == "period" else note.leader_ids[0]
        on_day = {one for one, at in self.days.items() if at == day}
        if day == RECORDED:
            on_day |= self.about.keys() - self.days.keys() - {one.id for one in self.leaders}
        whole = {one for one in on_day if not of or self.about[one] == {of}}
        if not whole:  # all of that day is about somebody else too
            of, whole = "", on_day
        return erasable.plan_period(view, day, day, of), self.of_records(whole | self.linked_to(whole))


# One case


def case(number: int, seed: int, folder: Path) -> str:
    """Makes, erases, looks. Returns the grain; raises Wrong."""
    chance = random.Random(f"{seed}:{number}")  # what is drawn is no secret
    grain = GRAINS[number % len(GRAINS)]
    made = Made(folder, chance)
    with contextlib.closing(made.journal) as journal:
        made.fill()
        key = connection.raw_key(journal.store.key)
        raw = bytes.fromhex(key[2:-1].decode())
        for moment in range(chance.randint(0, 2)):
            journal.back_up(backup.place_for(journal.path, journal.now()))
            journal.put(made.leaders[moment].changed(team=f"team {moment}"))
        is_cut_short = chance.random() < _CUT_SHORT
        if is_cut_short or chance.random() < 0.3:
            journal.store.connection.execute("ANALYZE")
        plan, gone = made.plan(grain)
        if not all(is_in(word, everything_in(made.folder, raw)) for word in gone):
            raise Wrong("a canary was never there")
        before = journal.head
        if is_cut_short:
            stick = folder / "stick.coachdesk"
            erase_cut_short(journal, plan, stick)
            look_at_stick(stick, gone, raw)
        else:
            erasing.erase(journal, plan, "Robin Vale", "It had to go.")
        look(made, gone, raw)
        hold_together(journal, before)
    look(made, gone, raw)
    with open_journal(made.folder, PASSPHRASE, clock=Clock()) as journal:
        journal.check()
        if not erasing.is_finished(journal):
            raise Wrong("not finished")
    return grain


def erase_cut_short(journal: Journal, plan: Plan, stick: Path) -> None:
    """There is no room to write the pages anew; then there is room again, a copy is made, and it is finished."""
    full = mock.patch.object(scrubbing, "scrub", side_effect=StorageFull(journal.path))
    with full, contextlib.suppress(ErasureUnfinished):
        erasing.erase(journal, plan, "Robin Vale", "It had to go.")
        raise Wrong("it was finished though there was no room")
    journal.back_up(stick)
    erasing.finish(journal)


def look_at_stick(stick: Path, gone: set[str], key: bytes) -> None:
    whole = everything_in(stick, key)
    if any(is_in(word, whole) for word in gone):
        raise Wrong("still there: in a copy that was made before the erasure was finished")


def look(made: Made, gone: set[str], key: bytes) -> None:
    whole = everything_in(made.folder, key)
    found = sorted(made.canaries[word] for word in gone if is_in(word, whole))
    if found:
        raise Wrong(f"still there: {found}")
    fields = {made.canaries[word] for word in gone}
    drafts = {of for of, field in fields} if fields else set[str]()
    kept = [
        w
        for w, (of, field) in made.canaries.items()
        if w not in gone and of not in drafts and field != "draft"
    ]
    lost = [made.canaries[word] for word in kept if not is_in(word, whole)]
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


@contextlib.contextmanager
def sabotaged(name: str) -> Iterator[None]:
    """Inside, one protection is missing."""
    with contextlib.ExitStack() as stack:

        def patch(owner: object, attribute: str, new: object) -> None:
            stack.enter_context(mock.patch.object(owner, attribute, new))

        if name == "scrub":
            kept = tuple(pragma for pragma in connection._AFTER_KEY if "secure_delete" not in pragma)
            patch(connection, "_AFTER_KEY", (*kept, "secure_delete = OFF"))
            steps = [sql.replace("'secure-delete', 1", "'secure-delete', 0") for sql in schema.migrations()]
            patch(schema, "migrations", lambda: steps)
            patch(scrubbing, "scrub", _not_scrubbed)
        elif name == "fts":
            steps = [sql.replace("'secure-delete', 1", "'secure-delete', 0") for sql in schema.migrations()]
            patch(schema, "migrations", lambda: steps)
            patch(scrubbing, "scrub", _only_vacuum)
        elif name == "log":
            patch(scrubbing, "scrub", _not_scrubbed)
        elif name == "backups":
            patch(erasing.backup, "drop", lambda backups: [None for _ in backups])
        elif name == "drafts":
            patch(erasing, "_clear_drafts", lambda *_of: None)
        elif name == "cut_short":
            patch(scrubbing, "is_needed", lambda _copy: False)
            patch(sys.modules[__name__], "_CUT_SHORT", 1.0)
        elif name == "salt":
            patch(erased, "NO_SALT", b"not gone")
        yield


def _only_vacuum(open_connection: connection.Connection, _path: Path) -> None:
    open_connection.execute("VACUUM")
    open_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()


SABOTAGES = ("scrub", "fts", "log", "backups", "drafts", "salt", "cut_short")


class Summary(Counter[str]):
    """How many cases of each grain, and what went wrong in which."""

    def __init__(self) -> None:
        super().__init__()
        self.problems: list[str] = []

    def __str__(self) -> str:
        grains = ", ".join(f"{grain} {count}" for grain, count in sorted(self.items()))
        return f"erasure: {self.total()} distinct cases, {len(self.problems)} failures ({grains})"


def run(
    cases: int, seed: int, sabotage: str = "", told: Callable[[int], None] = lambda _done: None
) -> Summary:
    summary = Summary()
    for number in range(cases):
        with tempfile.TemporaryDirectory(prefix="erasure-") as folder, sabotaged(sabotage):
            try:
                case(number, seed, Path(folder))
            except Exception as error:  # noqa: BLE001  # whatever is wrong is counted
                summary.problems.append(
                    f"{number} {GRAINS[number % len(GRAINS)]}: {type(error).__name__} {error}"
                )
        summary[GRAINS[number % len(GRAINS)]] += 1
        told(number)
    return summary


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, default=500)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--sabotage", choices=SABOTAGES, default="")
    given = parser.parse_args(arguments)
    summary = run(given.cases, given.seed, given.sabotage)
    print(f"{summary}, seed {given.seed}{given.sabotage and ', sabotage ' + given.sabotage}")
    for problem in summary.problems[:12]:
        print(f"  {problem}")
    return int(bool(summary.problems) != bool(given.sabotage))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
