"""The ledger catches edits: every column of every event, and events dropped, swapped and inserted.

    python -m tests.faults.ledger_edits [--step 1] [--events 1000] [--sabotage NAME]

A journal of a thousand events of every kind is read, and each of its lines is edited in memory, column by column: as
somebody would who can write to the database; as somebody would who also makes the line's own hash right; and as
somebody would who makes every hash after it right as well. The first two are found by the ledger itself, the third by
the head that was remembered. A sample is edited in the database, through SQL with the key, and opened and checked by
CoachDesk. The program succeeds if every edit is found or, with ``--sabotage`` (a part of the check left out), if one is
not.
"""

import argparse
import contextlib
import copy
import itertools
import os
import random
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any
from unittest import mock

import msgspec
from sqlcipher3 import dbapi2

from coachdesk.journal import erasable, erasing, head_seen
from coachdesk.journal.connection import Connection
from coachdesk.journal.opening import create_journal, open_journal
from coachdesk.ledger import verify
from coachdesk.ledger.event import Event, Head
from coachdesk.ledger.tree import Frontier
from coachdesk.ledger.verify import Checker, LedgerFault, Line
from coachdesk.records.forms import NewerRecord
from coachdesk.records.plan import Plan
from tests.faults.looking import TYPED
from tests.faults.trying import fast_folder
from tests.faults.writer import swiftly
from tests.journal.spoiling import raw
from tests.making import COST, PASSPHRASE, Clock, entry, leader

SECRET = "canaryword"
_A_SITTING = 100
AS_IT_IS, LEAF_RIGHT, ALL_RIGHT = "as it is", "its own hash right", "every hash right"
_SHOWN = 12


class Ledger(msgspec.Struct, frozen=True):
    """A ledger as it was written, and the head that was remembered."""

    folder: Path
    lines: tuple[Line, ...]
    counts_key: bytes
    head: Head


class Summary(msgspec.Struct):
    """How many distinct edits were tried, and which were not found."""

    cases: int = 0
    problems: Counter[str] = msgspec.field(default_factory=Counter)


def written(events: int, folder: Path) -> Ledger:
    """A journal of so many events of every kind."""
    path = folder / "Thousand.coachdesk"
    clock = Clock()
    journal, _ = create_journal(path, PASSPHRASE, COST, clock=clock)
    with journal:
        people = [leader(f"Person {number}") for number in range(5)]
        journal.put(*people)
        rng = random.Random(1)
        while journal.head.size < events - 1:
            few = [
                entry(*rng.sample(people, rng.choice((1, 1, 2))), text=f"{SECRET} {rng.randrange(10**6)}")
                for _ in range(min(_A_SITTING, events - 1 - journal.head.size))
            ]
            if journal.head.size + len(few) + 10 > events:
                journal.put(*few)
                continue
            journal.put(*few[:-6])
            journal.correct(few[0].changed(text="otherwise"), "a slip")
            journal.withdraw(few[1].id, "not so")
            other = next(one for one in people if one.id not in few[2].leader_ids)
            journal.refile(few[2].id, (other.id,), "the wrong leader")
            journal.add(few[3].id, "and more", "remembered")
            journal.put(Plan.make(leader_ids=(people[0].id,), started="2026-01-05", purpose=SECRET))
            clock.set_by(-7200)
            journal.put(people[0].changed(team=f"team {rng.randrange(1000)}"))
        erasing.erase(
            journal, erasable.plan_words(journal.view, [SECRET], few[0].id), "Robin Vale", "It had to go."
        )
        view = journal.view
        return Ledger(path, tuple(view.lines()), view.setting("counts_key") or b"", journal.head)


# Edits of one line


def _other_texts(value: str) -> Iterator[str]:
    yield value + "0"
    yield value[:-1]
    if value:
        yield ("0" if value[0] != "0" else "1") + value[1:]


def _other_numbers(value: int) -> Iterator[int]:
    yield from (value + 1, value - 1, -value - 1, 2**60)


def _other_bytes(value: bytes) -> Iterator[bytes]:
    yield b""
    if value:
        yield value[:-1]
        yield value[:-1] + bytes([value[-1] ^ 1])
        yield bytes([value[0] ^ 0x80]) + value[1:]
    yield value + b" "


def _others(value: Any) -> Iterator[Any]:
    if isinstance(value, int):
        yield from _other_numbers(value)
    elif isinstance(value, str):
        yield from _other_texts(value)
    elif isinstance(value, bytes):
        yield from _other_bytes(value)


COLUMNS = (*Event.__struct_fields__, "leaf_hash", "head", "payload", "salt", "leaves")


def edits(lines: Sequence[Line], at: int) -> Iterator[tuple[str, Line]]:
    """Each column of a line, changed in several ways; with the same column of another line too."""
    line, other = lines[at], lines[at - 1]
    for column in COLUMNS:
        of_event = column in Event.__struct_fields__
        value = getattr(line.event if of_event else line, column)
        news = [*_others(value), getattr(other.event if of_event else other, column)]
        if not of_event and column in ("payload", "salt", "leaves"):
            news += [None, b"", b"{}"]
        tried: list[Any] = [value]
        for new in news:
            if new in tried:
                continue
            tried.append(new)
            if of_event:
                event = msgspec.structs.replace(line.event, **{column: new})
                yield column, msgspec.structs.replace(line, event=event)
            else:
                yield column, msgspec.structs.replace(line, **{column: new})


def with_leaf(line: Line) -> Line | None:
    """The line with its own hash made right; None if it cannot be."""
    try:
        return msgspec.structs.replace(line, leaf_hash=line.event.leaf_hash)
    except (ValueError, TypeError):
        return None


def sealed_again(lines: Sequence[Line], frontier: Frontier) -> list[Line]:
    """Lines with every hash made right, from a place in the tree on."""
    again = []
    for line in lines:
        frontier, _ = frontier.append(line.leaf_hash)
        again.append(msgspec.structs.replace(line, head=frontier.root))
    return again


def is_found(checker: Checker, lines: Sequence[Line], ledger: Ledger) -> bool:
    """Whether anything says that these lines, from the checker's place to the end, are not what was written."""
    last = None
    try:
        for line in lines:
            last = checker.after(line)
        checker.end()
    except (LedgerFault, NewerRecord):
        return True
    head = last.head if last else Head(len(ledger.lines) - len(lines), "")
    return _difference(ledger.head, head) is not None


def _difference(seen: Head, head: Head) -> str | None:
    """As ``head_seen.difference`` has it; that one reads nodes, of which there are none here."""
    if seen.size > head.size:
        return "older_copy"
    return None if seen == head else "another_history"


# All of them


def edit_all(ledger: Ledger, step: int) -> Summary:
    """Every ``step``-th line, in every column and every strength; then dropped, swapped and inserted lines."""
    summary, checker, frontier = Summary(), Checker(ledger.counts_key), Frontier()
    lines = ledger.lines
    for at, line in enumerate(lines):
        if at % step == 0:
            for column, edited in edits(lines, at):
                _try_edit(ledger, at, checker, frontier, column, edited, summary)
            for what, rest in moves(lines, at, frontier):
                summary.cases += 1
                if not is_found(copy.copy(checker), rest, ledger):
                    summary.problems[what] += 1
        checker.after(line)
        frontier, _ = frontier.append(line.leaf_hash)
    return summary


def _try_edit(
    ledger: Ledger,
    at: int,
    checker: Checker,
    frontier: Frontier,
    column: str,
    edited: Line,
    summary: Summary,
) -> None:
    rest = ledger.lines[at + 1 :]
    strengths: list[tuple[str, Sequence[Line]]] = [(AS_IT_IS, [edited, *rest])]
    if (right := with_leaf(edited)) is not None and column in Event.__struct_fields__:
        strengths.append((LEAF_RIGHT, [right, *rest]))
        strengths.append((ALL_RIGHT, sealed_again([right, *rest], frontier)))
    for strength, whole in strengths:
        summary.cases += 1
        if not is_found(copy.copy(checker), whole, ledger):
            summary.problems[f"{column}, {strength}"] += 1


def moves(lines: Sequence[Line], at: int, frontier: Frontier) -> Iterator[tuple[str, Sequence[Line]]]:
    """The line dropped, swapped with the next, and another inserted before it: as it is, and with every hash right."""
    rest = lines[at + 1 :]
    moved = {
        "dropped": list(rest),
        "swapped": [*rest[:1], lines[at], *rest[1:]],
        "said twice": [lines[at], *lines[at:]],
        "another inserted": [lines[at - 1], *lines[at:]],
    }
    if len(rest) < 1:
        del moved["swapped"]
    for what, whole in moved.items():
        yield what, whole
        numbered = []
        for seq, line in enumerate(whole, start=at + 1):
            event = msgspec.structs.replace(line.event, seq=seq)
            numbered.append(msgspec.structs.replace(line, event=event, leaf_hash=event.leaf_hash))
        yield f"{what}, {ALL_RIGHT}", sealed_again(numbered, frontier)


# Through the database


_SQL = (
    "UPDATE event SET {column} = {column} || '0' WHERE seq = {seq}",
    "UPDATE event SET {column} = {column} + 1 WHERE seq = {seq}",
    "UPDATE event SET {column} = (SELECT {column} FROM event WHERE seq = {seq} - 1) WHERE seq = {seq}",
    "UPDATE event SET {column} = zeroblob(32) WHERE seq = {seq}",
)
_TEXT = ("record_id", "record_type", "action", "recorded_at", "boot")
_NUMBER = ("schema", "revision", "offset", "boottime")
_BLOB = ("commitment", "counts", "leaf_hash", "head")
_INSERT = (
    "INSERT INTO event SELECT (SELECT max(seq) + 1 FROM event), 'ffffffffffffffffffffffff', record_type, schema, 1,"
    " action, recorded_at, offset, boot, boottime, commitment, counts, leaf_hash, head FROM event WHERE seq = {seq}"
)
_OTHER_SQL = (
    "DELETE FROM event WHERE seq = {seq}",
    "DELETE FROM payload WHERE seq = {seq}",
    "UPDATE payload SET body = zeroblob(40) WHERE seq = {seq}",
    "UPDATE payload SET body = (SELECT body FROM payload WHERE seq = {seq} - 1) WHERE seq = {seq}",
    "UPDATE payload SET salt = zeroblob(16) WHERE seq = {seq}",
    "UPDATE payload SET leaves = x'5b5d' WHERE seq = {seq}",
    "UPDATE event SET seq = seq + 100000 WHERE seq = {seq}",
    "UPDATE payload SET seq = seq + 100000 WHERE seq = {seq}",
    _INSERT,
)


def statements(seq: int) -> list[str]:
    """What may be done to an event by somebody with the key."""
    found = [_SQL[0].format(column=column, seq=seq) for column in _TEXT]
    found += [_SQL[1].format(column=column, seq=seq) for column in _NUMBER]
    found += [sql.format(column=column, seq=seq) for column in _BLOB for sql in (_SQL[2], _SQL[3])]
    return found + [sql.format(seq=seq) for sql in _OTHER_SQL]


def edit_database(ledger: Ledger, cases: int, scratch: Path) -> Summary:
    """A sample of such edits in the database itself: triggers are taken away for it, and put back."""
    summary, rng = Summary(), random.Random(1)
    wanted = list(itertools.product(range(2, len(ledger.lines), 7), range(len(statements(2)))))
    for seq, kind in sorted(rng.sample(wanted, cases), key=lambda one: one[1]):
        sql = statements(seq)[kind]
        folder = scratch / "edited.coachdesk"
        shutil.copytree(ledger.folder, folder)
        with contextlib.closing(raw(folder)) as connection:
            is_done = _run_without_triggers(connection, sql)
        summary.cases += is_done
        if is_done and not _is_told(folder):
            summary.problems[f"in the database: {sql.replace(str(seq), 'N')}"] += 1
        shutil.rmtree(folder)
    return summary


def _run_without_triggers(connection: Connection, sql: str) -> bool:
    """Whether it changed anything: some of it the database refuses to anybody."""
    triggers = list(connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
    connection.execute("PRAGMA foreign_keys = OFF")
    for name, _ in triggers:
        connection.execute(f"DROP TRIGGER {name}")
    changed = 0
    with contextlib.suppress(dbapi2.IntegrityError):
        changed = connection.execute(sql).rowcount
    for _, definition in triggers:
        connection.execute(definition)
    return changed > 0


def _is_told(folder: Path) -> bool:
    try:
        with open_journal(folder, PASSPHRASE) as journal:
            if any(notice.kind in head_seen.DIFFERENCES for notice in journal.notices):
                return True
            journal.check()
    except (*TYPED, NewerRecord):
        return True
    return False


# Parts of the check left out

SABOTAGES: dict[str, Callable[[], contextlib.AbstractContextManager[object]]] = {
    "no_leaf": lambda: mock.patch.object(verify, "_is_leaf", return_value=True),
    "no_commitment": lambda: mock.patch.object(verify, "_is_committed", return_value=True),
    "no_head": lambda: mock.patch.object(sys.modules[__name__], "_difference", return_value=None),
}
FINDINGS = {
    "no_leaf": "boot, as it is",
    "no_commitment": "salt, as it is",
    "no_head": "boot, every hash right",
}
"""What must be found without each of them."""


def run(events: int, step: int, in_database: int, sabotage: str = "") -> Summary:
    """Writes a ledger, and edits it."""
    with (
        tempfile.TemporaryDirectory(prefix="coachdesk-ledger-", dir=fast_folder()) as folder,
        mock.patch.dict(os.environ, XDG_STATE_HOME=f"{folder}/state"),
        swiftly(),
    ):
        ledger = written(events, Path(folder))
        with SABOTAGES[sabotage]() if sabotage else contextlib.nullcontext():
            summary = edit_all(ledger, step)
            other = edit_database(ledger, in_database, Path(folder))
    summary.cases += other.cases
    summary.problems += other.problems
    return summary


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--step", type=int, default=1, help="try only every so many-th event")
    parser.add_argument("--events", type=int, default=1000)
    parser.add_argument("--sabotage", choices=SABOTAGES, default="")
    given = parser.parse_args(arguments)
    summary = run(given.events, given.step, 2000 // given.step, given.sabotage)
    said = given.sabotage and f", sabotage {given.sabotage}"
    print(f"ledger edits: {summary.cases} distinct cases, {summary.problems.total()} failures{said}")
    for problem, count in summary.problems.most_common(_SHOWN):
        print(f"  {count:6} {problem}")
    if given.sabotage:
        return int(not summary.problems[FINDINGS[given.sabotage]])
    return int(bool(summary.problems))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
