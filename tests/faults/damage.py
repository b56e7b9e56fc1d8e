"""Damage is found: nothing wrong is ever shown as right.

    python -m tests.faults.damage [--cases 10000] [--first N] [--seed 7] [--sabotage NAME]

A journal grows through several states, each of them kept. Then its database, or the log beside it, is damaged: bits
fall over, bytes and pages become zeros or noise, pages are exchanged, or replaced by what stood there in an earlier
state (they decrypt, and no check of SQLite's or SQLCipher's finds them), the end is missing, an older state comes
back whole, or somebody who has the key changes a value, and leaves everything else as it was: that only the ledger, and
the index that is checked against it, can tell. CoachDesk opens it, checks it and reads everything. Either an error or a
notice says that something is wrong, or everything that is read is as it was. Drafts and settings are in no ledger: that
a page of theirs is an older one, nothing says, nor is it promised. The program succeeds if nothing is wrong or, with
``--sabotage`` (a protection left out), if that is what it finds.
"""

import contextlib
import functools
import hashlib
import io
import os
import random
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest import mock

import msgspec

from coachdesk.journal import check, head_seen
from coachdesk.journal.connection import Connection, connect
from coachdesk.journal.files import DATABASE
from coachdesk.journal.journal import Journal
from coachdesk.journal.opening import create_journal, open_journal
from coachdesk.records.people import Leader
from tests.faults import trying
from tests.faults.looking import TYPED
from tests.faults.trying import Sabotages, Wrong
from tests.faults.writer import swiftly
from tests.making import COST, PASSPHRASE, Clock, entry, leader

PAGE, FRAME, LOG_HEADER = 4096, 4096 + 24, 32
_STATES, _NOTES = 6, 9
LOG = f"{DATABASE}-wal"


class State(msgspec.Struct, frozen=True):
    """A journal at one time: its database and its log, and what CoachDesk remembered of its head."""

    database: bytes
    log: bytes
    remembered: bytes


class Grown(msgspec.Struct, frozen=True):
    """A journal's folder without its database, its states in order, and what is read from the last."""

    folder: Path
    code: str
    key: bytes
    id: str
    states: tuple[State, ...]
    content: str
    sealed: str


def grow(top: Path) -> Grown:
    """A journal that is written to, corrected, coached and added to, over several sittings."""
    rng, folder = random.Random(1), top / "Grown.coachdesk"
    states: list[State] = []
    with mock.patch.dict(os.environ, XDG_STATE_HOME=str(top / "state")):
        journal, code = create_journal(folder, PASSPHRASE, COST, clock=Clock())
        journal.close()
        people = [leader("Ada Marsh"), leader("Bo Will")]
        for number in range(_STATES):
            journal = open_journal(folder, code, "recovery", clock=Clock())
            _write(journal, people, number, rng)
            is_last = number == _STATES - 1
            # Of the last sitting the log is still there, as a journal is found that was not closed.
            log = (folder / LOG).read_bytes() if is_last else b""
            database = (folder / DATABASE).read_bytes() if is_last else b""
            remembered = (head_seen.state_folder() / f"{journal.id}.json").read_bytes()
            sealed, beside, key = sealed_in(journal), beside_it(journal), bytes(journal.store.key)
            journal.close()
            states.append(State(database or (folder / DATABASE).read_bytes(), log, remembered))
        states.append(State((folder / DATABASE).read_bytes(), b"", remembered))
    (folder / DATABASE).unlink()
    return Grown(folder, code, key, journal.id, tuple(states), sealed + beside, sealed)


def _write(journal: Journal, people: list[Leader], number: int, rng: random.Random) -> None:
    if not journal.head.size:
        journal.put(*people)
    # First: no ledger tells of a draft that is lost with the end of the log.
    journal.keep_draft("typing", {"text": f"draft {number}"})
    journal.change_setting("a setting", str(number).encode())
    for _ in range(_NOTES):
        text = " ".join(f"word{rng.randrange(300)}" for _ in range(rng.choice((5, 80, 300))))
        journal.put(entry(rng.choice(people), text=text, themes=[f"theme{number}"]))
    file = journal.take_in("minutes.txt", io.BytesIO(rng.randbytes(9000)))
    journal.put(file, entry(people[0], attachment_ids=(file.id,)))
    shown = journal.view.timeline(people[number % 2].id).entries
    journal.correct(shown[-1].entry.changed(text=f"It was otherwise, {number}."), "a slip")
    journal.add(shown[0].entry.id, "and more", "remembered")
    if number > 1:
        journal.withdraw(shown[1].entry.id, "not so")


def sealed_in(journal: Journal) -> str:
    """A digest of all that is sealed: every state of every record, lists, search, files."""
    view = journal.view
    shown: list[object] = [journal.head]
    shown += [(one.event, one.body, one.left) for one in view.every()]
    for person in view.leaders():
        shown += [person, view.timeline(person.id, limit=-1), view.outlines(person.id)]
    shown += [b"".join(view.content(file)) for file in view.records("attachment")]
    shown += [view.search(f"word{number}") for number in range(0, 300, 60)]
    return hashlib.blake2b(repr(shown).encode(), digest_size=16).hexdigest()


def beside_it(journal: Journal) -> str:
    """A digest of drafts and settings."""
    drafts = [one.values for one in journal.view.drafts()]
    shown = [drafts, sorted(journal.view.settings().items())]
    return hashlib.blake2b(repr(shown).encode(), digest_size=16).hexdigest()


@functools.cache
def grown() -> Grown:
    """One for all cases."""
    top = tempfile.mkdtemp(prefix="coachdesk-damage-", dir=trying.fast_folder())
    return grow(Path(top))


# Damage


def _flip(data: bytearray, rng: random.Random, _old: bytes) -> str:
    at, bit = rng.randrange(len(data)), rng.randrange(8)
    data[at] ^= 1 << bit
    return f"bit {bit} of byte {at} flipped"


def _burst(data: bytearray, rng: random.Random, _old: bytes) -> str:
    at, count = rng.randrange(len(data)), rng.choice((2, 16, 512))
    count = min(count, len(data) - at)
    data[at : at + count] = rng.randbytes(count)
    return f"{count} bytes of noise at {at}"


def _zero_bytes(data: bytearray, rng: random.Random, _old: bytes) -> str:
    at, count = rng.randrange(len(data)), rng.choice((1, 16, 512))
    count = min(count, len(data) - at)
    data[at : at + count] = bytes(count)
    return f"{count} bytes at {at} zeroed"


def _zero_pages(data: bytearray, rng: random.Random, _old: bytes) -> str:
    first = rng.randrange(len(data) // PAGE)
    count = min(rng.choice((1, 1, 4)), len(data) // PAGE - first)
    data[first * PAGE : (first + count) * PAGE] = bytes(count * PAGE)
    return f"{count} pages from {first} zeroed"


def _truncate(data: bytearray, rng: random.Random, _old: bytes) -> str:
    size = rng.choice((rng.randrange(len(data)), rng.randrange(len(data) // PAGE) * PAGE))
    del data[size:]
    return f"cut to {size} bytes"


def _swap(data: bytearray, rng: random.Random, _old: bytes) -> str:
    one, other = sorted(rng.sample(range(len(data) // PAGE), 2))
    of_one, of_other = slice(one * PAGE, (one + 1) * PAGE), slice(other * PAGE, (other + 1) * PAGE)
    data[of_one], data[of_other] = data[of_other], data[of_one]
    return f"pages {one} and {other} swapped"


def _copy_over(data: bytearray, rng: random.Random, _old: bytes) -> str:
    one, other = rng.sample(range(len(data) // PAGE), 2)
    data[other * PAGE : (other + 1) * PAGE] = data[one * PAGE : (one + 1) * PAGE]
    return f"page {one} over {other}"


def _replay(data: bytearray, rng: random.Random, old: bytes) -> str:
    """Pages as they were at an earlier time, in their own places: one, some, or all but a few."""
    count = min(len(data), len(old)) // PAGE
    chosen = rng.sample(range(count), rng.choice((1, 2, 3, count // 2, count - 1)))
    for page in chosen:
        data[page * PAGE : (page + 1) * PAGE] = old[page * PAGE : (page + 1) * PAGE]
    return f"pages {sorted(chosen)} of {hashlib.sha256(old).hexdigest()[:6]}"


def _replay_one(data: bytearray, rng: random.Random, old: bytes) -> str:
    """One page as it was, of those that are not as they were."""
    count = min(len(data), len(old)) // PAGE
    pages = [slice(page * PAGE, (page + 1) * PAGE) for page in range(count)]
    chosen = rng.choice([page for page in pages if data[page] != old[page]] or pages)
    data[chosen] = old[chosen]
    return f"page {chosen.start // PAGE} of {hashlib.sha256(old).hexdigest()[:6]}"


def _grow_tail(data: bytearray, rng: random.Random, _old: bytes) -> str:
    count = rng.choice((1, 100, PAGE, 3 * PAGE))
    data += rng.randbytes(count) if rng.random() < 0.5 else bytes(count)
    return f"{count} bytes more, ending {data[-1]}"


DAMAGES: tuple[Callable[[bytearray, random.Random, bytes], str], ...] = (
    _flip,
    _burst,
    _zero_bytes,
    _zero_pages,
    _truncate,
    _swap,
    _copy_over,
    _replay,
    _replay,
    _replay_one,
    _replay_one,
    _grow_tail,
)


def damaged(number: int, rng: random.Random, states: tuple[State, ...]) -> tuple[State, str, bool]:
    """One state, damaged, how, and whether by older pages; every thirteenth is an older one, put back whole."""
    *before, unclosed, closed = states
    if number % 13 == 12:
        at = rng.randrange(len(before))
        return before[at], f"state {at} put back", True
    state = rng.choice((closed, closed, unclosed))
    damage = DAMAGES[number % len(DAMAGES)]
    is_of_log = bool(state.log) and damage not in (_replay, _replay_one) and rng.random() < 0.5
    data = bytearray(state.log if is_of_log else state.database)
    how = damage(data, rng, rng.choice(before).database)
    where = "log" if is_of_log else "database beside a log" if state.log else "database"
    changed = {"log" if is_of_log else "database": bytes(data)}
    return msgspec.structs.replace(state, **changed), f"{where}: {how}", damage in (_replay, _replay_one)


# Changes by somebody who has the key: pages and hashes of pages are right

_COLUMNS = (
    ("event", "recorded_at", "seq"),
    ("event", "action", "seq"),
    ("record", "headline", "number"),
    ("record", "withdrawn", "number"),
    ("record", "recorded_at", "number"),
    ("record_leader", "occurred", "record"),
    ("record_leader", "entry_number", "record"),
    ("record_leader", "kind", "record"),
    ("record_theme", "theme", "record"),
    ("search", "body", "rowid"),
    ("search", "title", "rowid"),
)
"""What is read, in which table, and what names its rows."""


def _take_anothers(connection: Connection, rng: random.Random) -> str:
    """One row is given the value of another."""
    table, column, key = rng.choice(_COLUMNS)
    rows = connection.execute(f"SELECT {key}, {column} FROM {table} ORDER BY {key}").fetchall()
    (one, before), (other, value) = rng.choice(rows), rng.choice(rows)
    if value == before:
        return _payload_of_another(connection, rng)
    connection.execute(f"UPDATE {table} SET {column} = ? WHERE {key} = ?", (value, one))
    return f"{table}.{column} of {one} from {other}"


def _payload_of_another(connection: Connection, rng: random.Random) -> str:
    """An entry is given the payload of another, with its salt: they fit each other."""
    of_entries = "SELECT seq FROM event WHERE record_type = 'entry' ORDER BY seq"
    one, other = rng.sample([seq for (seq,) in connection.execute(of_entries)], 2)
    connection.execute(
        "UPDATE payload SET (salt, body) = (SELECT salt, body FROM payload WHERE seq = ?) WHERE seq = ?",
        (other, one),
    )
    return f"payload of {one} from {other}"


def _word_of_payload(connection: Connection, rng: random.Random) -> str:
    """One letter of what was written is another."""
    rows = connection.execute("SELECT seq, body FROM payload ORDER BY seq").fetchall()
    seq, body = rng.choice([(seq, bytes(body)) for seq, body in rows if b"word" in body])
    at = body.index(b"word", rng.randrange(body.rindex(b"word") + 1))
    connection.execute(
        "UPDATE payload SET body = ? WHERE seq = ?", (body[:at] + b"ward" + body[at + 4 :], seq)
    )
    return f"payload of {seq} at {at}"


def change_with_key(path: Path, key: bytes, rng: random.Random) -> str:
    """A value is another one, and the triggers that would not have it are as they were."""
    with contextlib.closing(connect(path, bytearray(key))) as connection:
        triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        connection.execute("BEGIN")
        for name, _sql in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        how = rng.choice((_take_anothers, _payload_of_another, _word_of_payload))(connection, rng)
        for _name, sql in triggers:
            connection.execute(sql)
        connection.execute("COMMIT")
    return f"with the key: {how}"


# One case


def case(number: int, rng: random.Random, folder: Path) -> str:
    """Damages, opens, checks, reads. Raises Wrong."""
    made = grown()
    is_by_key = number % 7 == 6
    state, how, is_older = (made.states[-1], "", False) if is_by_key else damaged(number, rng, made.states)
    path = folder / "Damaged.coachdesk"
    shutil.copytree(made.folder, path)
    (path / DATABASE).write_bytes(state.database)
    if state.log:
        (path / LOG).write_bytes(state.log)
    if is_by_key:
        how = change_with_key(path / DATABASE, made.key, rng)
    remembered = head_seen.state_folder()
    remembered.mkdir(parents=True)
    # It is outside the journal's folder, and as it was at the last save.
    (remembered / f"{made.id}.json").write_bytes(made.states[-2].remembered)
    with swiftly():
        said = _said(path, made, is_older=is_older)
    if said == "nothing":
        raise Wrong(f"{how}: something else is read, and nothing says so")
    return how


def _said(path: Path, made: Grown, *, is_older: bool) -> str:
    """What says that something is wrong: an error, a notice, or that all is as it was."""
    try:
        with open_journal(path, made.code, "recovery", clock=Clock()) as journal:
            if any(notice.kind in head_seen.DIFFERENCES for notice in journal.notices):
                return "a notice"
            journal.check()
            sealed = sealed_in(journal)
            is_so = sealed == made.sealed if is_older else sealed + beside_it(journal) == made.content
            return "all is well" if is_so else "nothing"
    except TYPED as error:
        return type(error).__name__


# Protections left out


def _no_head() -> contextlib.AbstractContextManager[object]:
    return mock.patch.object(head_seen, "read_head", return_value=None)


@contextlib.contextmanager
def _no_ledger() -> Iterator[None]:
    """Only pages are checked, as SQLite and SQLCipher can, and the last head: all in between is none of their business."""
    with (
        mock.patch.object(check, "_check_content"),
        mock.patch.object(check, "_check_search_index"),
        mock.patch.object(check, "_check_ways_into_search_index"),
    ):
        yield


SABOTAGES: Sabotages = {"no_ledger": _no_ledger, "no_head": _no_head}
FINDINGS = {"no_ledger": "with the key", "no_head": "put back: something else is read"}

if __name__ == "__main__":
    trying.run("damage", case, 10_000, SABOTAGES, FINDINGS)
