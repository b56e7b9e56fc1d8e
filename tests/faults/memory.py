"""Locked means the key is gone: the memory of the process is searched from another process, after the lock.

    python -m tests.faults.memory [--runs 200] [--seed 7] [--sabotage keep_key]

A run starts a process of its own: the window (``window``: unlocked with the passphrase through its real screen,
something written, a backup and a question in the background, then locked by hand, by time, or as it is closed) or the
command line (``cli``: commands that write and read, at their end). Its keys are asked for while it is open, and every
readable page of the process is read through ``/proc`` before and after the lock (as root, or where processes of one user
may be looked into). What is looked for: the journal's key and the database's key, raw and in hexadecimal. While it is
open both must be found, or the search would prove nothing; of the database's key that is a copy of ours, for SQLCipher
masks the one that it works with, and nobody finds that by its bytes before or after. A case is what was done, how it was
locked, and the run. The program succeeds if nothing is left in any run or, with ``--sabotage``, if the database's key is.
"""

import argparse
import contextlib
import json
import os
import random
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO, NamedTuple
from unittest import mock

from coachdesk.journal import keys
from coachdesk.journal.opening import create_journal
from tests.faults.trying import Tried, told
from tests.making import COST, PASSPHRASE

KINDS = ("window", "cli")
SABOTAGES = ("keep_key",)
_SAID = "memory: "
_LONG_AFTER = 10.0**9


class Found(NamedTuple):
    """How often each secret was found while the journal was open and once it was locked, after ``what`` was done."""

    opened: dict[str, int]
    locked: dict[str, int]
    what: str

    @property
    def problems(self) -> list[str]:
        used = ("journal key", "database key")
        nothing = [f"not found while it is in use: {name}" for name in used if not self.opened[name]]
        return nothing + [f"left: {name}" for name, count in self.locked.items() if count]


def needles(secrets: dict[str, str]) -> dict[str, bytes]:
    """How each secret may lie in memory."""
    found = {}
    for name, digits in secrets.items():
        found[name] = bytes.fromhex(digits)
        found[f"{name}, hexadecimal"] = digits.encode()
        found[f"{name}, capital hexadecimal"] = digits.upper().encode()
    return found


def search(pid: int, wanted: dict[str, bytes]) -> dict[str, int]:
    """How often each is in the memory of a process. Mappings without a memory of their own cannot be read."""
    found = dict.fromkeys(wanted, 0)
    with Path(f"/proc/{pid}/mem").open("rb", 0) as memory:
        for line in Path(f"/proc/{pid}/maps").read_text().splitlines():
            place = re.match(r"([0-9a-f]+)-([0-9a-f]+) r", line)
            if place is None or "[v" in line:
                continue
            begin, end = (int(one, 16) for one in place.groups())
            with contextlib.suppress(OSError, OverflowError, ValueError):
                memory.seek(begin)
                data = memory.read(end - begin)
                for name, needle in wanted.items():
                    found[name] += data.count(needle)
    return found


def run(kind: str, seed: int, folder: Path, sabotage: str = "") -> Found:
    """One process from its start to its lock."""
    homes = {name: str(folder) for name in ("HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")}
    with mock.patch.dict(os.environ, homes):
        journal, _code = create_journal(folder / "Ada.coachdesk", PASSPHRASE, COST)
        journal.close()
    (folder / "passphrase").write_text(PASSPHRASE + "\n")
    command = [sys.executable, "-m", "tests.faults.memory", "--child", kind, "--seed", str(seed), str(folder)]
    child = subprocess.Popen(
        [*command, *(["--sabotage", sabotage] if sabotage else [])],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | homes | {"QT_QPA_PLATFORM": "offscreen"},
    )
    assert child.stdin is not None
    assert child.stdout is not None
    with child:
        try:
            wanted = needles(json.loads(_hear(child.stdout)))
            opened = search(child.pid, wanted)
            print("go on", file=child.stdin, flush=True)
            what = _hear(child.stdout).strip()
            return Found(opened, search(child.pid, wanted), what)
        finally:
            child.kill()


def _hear(said: IO[str]) -> str:
    for line in said:
        if line.startswith(_SAID):
            return str(line.removeprefix(_SAID))
    raise AssertionError("it ended before its time")


# In the process that is searched


def hand_over(journal_key: bytearray) -> None:
    """Tells the secrets to the process that searches, past all strings and buffers, which nobody could wipe.

    Both lie in the memory until it has searched: the database key here, for SQLCipher keeps its own masked.
    """
    database_key = keys.subkey(journal_key, "sqlcipher")
    line = bytearray(
        _SAID.encode() + b'{"journal key":"' + bytes(64) + b'","database key":"' + bytes(64) + b'"}\n'
    )
    for name, key in ((b"journal key", journal_key), (b"database key", database_key)):
        place = line.index(name) + len(name) + 3
        for number, byte in enumerate(key):
            line[place + 2 * number : place + 2 * number + 2] = b"%02x" % byte
    sys.stdout.flush()
    os.write(sys.stdout.fileno(), line)
    keys.wipe(line)
    sys.stdin.readline()
    keys.wipe(database_key)


def window(folder: Path, rng: random.Random) -> str:
    """The window, by its own screens. Returns what was done, and how it was locked."""
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from coachdesk.gui.app import make_application, start
    from coachdesk.gui.settings import SettingsFile
    from tests.making import entry, leader

    app = make_application()
    running = start(app, SettingsFile(folder / "settings.json"))
    session, shown = running.tools.session, running.window
    shown.begin(folder / "Ada.coachdesk")
    shown.show()
    QTest.keyClicks(shown.unlock.secret, PASSPHRASE)
    shown.unlock.unlock()
    while not session.is_open:
        QApplication.processEvents()
    ada = leader()
    steps: list[Callable[[], object]] = [
        lambda: session.put(ada),
        lambda: [session.put(entry(ada)) for _each in range(rng.randrange(1, 6))],
        lambda: session.back_up(shown, None, lambda _head: None, lambda _error: None),
        lambda: session.ask(shown, lambda view, _task: view.leaders(), lambda _answer: None),
        shown.desk.new_note,
    ]
    done, how = rng.randrange(1, len(steps) + 1), rng.choice(("hand", "time", "closing"))
    for step in steps[:done]:
        step()
        for _turn in range(rng.randrange(1, 20)):
            QApplication.processEvents()
    hand_over(session.journal.store.key)
    if how == "time":
        shown.idle._clock = lambda: _LONG_AFTER
        shown.idle.look()
    elif how == "closing":
        shown.close()
    else:
        session.lock(how)
    for _turn in range(20):
        QApplication.processEvents()
    assert not session.is_open, how
    return f"{done} steps in the window, locked by {how}"


def cli(folder: Path, rng: random.Random) -> str:
    """Commands of the command line, one process for all of them: what they leave is left in it. Returns which."""
    from coachdesk.cli.running import run as do
    from coachdesk.journal.journal import Journal

    close, first = Journal.close, list[bool]()

    def close_after_a_look(journal: Journal) -> None:
        if not first:
            first.append(True)
            hand_over(journal.store.key)
        close(journal)

    options = ["--journal", str(folder / "Ada.coachdesk"), "--passphrase-file", str(folder / "passphrase")]
    commands = [
        ["list"],
        ["leaders"],
        ["leaders", "--add", "Ada Marsh"],
        ["search", "Ada"],
        ["list", "--json"],
    ]
    Journal.close = close_after_a_look  # type: ignore[method-assign]
    chosen = rng.sample(commands, rng.randrange(1, 4))
    for command in chosen:
        code = do([*command, *options])
        assert code == 0, command
    return f"{', '.join(' '.join(command) for command in chosen)}, at its end"


def child(kind: str, folder: Path, seed: int, sabotage: str) -> int:
    """Lives until it is killed."""
    spoiled = (
        mock.patch.object(keys, "wipe", return_value=None)
        if sabotage == "keep_key"
        else contextlib.nullcontext()
    )
    with spoiled:
        what = {"window": window, "cli": cli}[kind](folder, random.Random(seed))
        print(f"{_SAID}{what}", flush=True)
        sys.stdin.readline()
    return 0


def try_all(runs: int, seed: int, sabotage: str = "", kinds: Sequence[str] = KINDS) -> Tried:
    """What was left, and in which runs."""
    rng, tried = random.Random(seed), Tried()
    for number in range(runs):
        kind = kinds[number % len(kinds)]
        with tempfile.TemporaryDirectory(prefix="coachdesk-memory-") as folder:
            found = run(kind, rng.randrange(2**31), Path(folder), sabotage)
        tried.distinct.add(f"{found.what}, run {number}")
        tried.problems += [f"{found.what}: {problem}" for problem in found.problems]
    return tried


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--sabotage", choices=SABOTAGES, default="")
    parser.add_argument("--child", choices=KINDS, default="", help=argparse.SUPPRESS)
    parser.add_argument("folder", nargs="?", type=Path, default=Path(), help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    if given.child:
        return child(given.child, given.folder, given.seed, given.sabotage)
    tried = try_all(given.runs, given.seed, given.sabotage)
    finding = "left: database key" if given.sabotage else ""
    return told("memory", tried, given.seed, given.sabotage, asked=given.runs, finding=finding)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
