"""Driving the command line: in this process with a desk of the test's own, as a program, on a terminal."""

import io
import os
import pty
import re
import select
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from coachdesk.cli.desk import Desk
from coachdesk.cli.running import run
from coachdesk.cli.terminal import Terminal
from coachdesk.journal.opening import open_journal
from coachdesk.journal.view import Listed
from coachdesk.records.entry import Entry
from coachdesk.records.people import Leader
from tests.making import COST, PASSPHRASE

ROOT = Path(__file__).parents[2]

# Root may write anywhere; without these two capabilities it is refused like everybody else.
WITHOUT_PRIVILEGES = """
import ctypes, os, sys
for capability in (1, 2) if sys.platform == "linux" else ():  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
    ctypes.CDLL(None).prctl(24, capability, 0, 0, 0)  # PR_CAPBSET_DROP
os.execv(sys.executable, [sys.executable, "-m", "coachdesk", *sys.argv[1:]])
"""
ON_TERMINAL = """
import fcntl, os, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execv(sys.executable, [sys.executable, "-m", "coachdesk", *sys.argv[1:]])
"""


class Ran(NamedTuple):
    """How a run ended and what it said."""

    code: int
    out: str
    err: str


class Keyboard:
    """Standard input of a run in this process, at which somebody sits if ``is_terminal``."""

    def __init__(self, *answers: str, is_terminal: bool = False) -> None:
        self._data = io.BytesIO(
            "".join(f"{answer}\n" for answer in answers).encode("utf-8", "surrogateescape")
        )
        self._is_terminal = is_terminal

    def isatty(self) -> bool:
        return self._is_terminal

    def read(self) -> bytes:
        return self._data.read()

    def readline(self) -> bytes:
        return self._data.readline()


def typed(
    *arguments: str, keyboard: Keyboard | None = None, secrets: Sequence[str] = (PASSPHRASE,), **environ: str
) -> Ran:
    """One run in this process; ``secrets`` are typed at the prompts that do not show them."""
    out, err, waiting = io.StringIO(), io.StringIO(), list(secrets)

    def ask_secret(question: str) -> str:
        err.write(question + "\n")
        if not waiting:
            raise EOFError
        return waiting.pop(0)

    terminal = Terminal(keyboard or Keyboard(), out, err, ask_secret)  # type: ignore[arg-type]
    code = run(arguments, Desk(terminal, environ, cost=lambda: COST))
    return Ran(code, out.getvalue(), err.getvalue())


class Writing:
    """A journal of the test's own, written in by commands in this process and read by the core."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def done(self, *arguments: str, keyboard: Keyboard | None = None) -> Ran:
        """A command that must succeed."""
        ran = self.tried(*arguments, keyboard=keyboard)
        assert ran.code == 0, ran.err
        return ran

    def tried(self, *arguments: str, keyboard: Keyboard | None = None) -> Ran:
        return typed(*arguments, keyboard=keyboard, COACHDESK_JOURNAL=str(self.folder))

    def noted(self, *arguments: str, keyboard: Keyboard | None = None) -> Entry:
        """The entry that a note about Ada makes."""
        said = self.done("note", "Ada", *arguments, keyboard=keyboard)
        found = re.search(r": ([0-9a-f]{8}), ", said.out)
        assert found is not None
        return self.entry(found[1])

    def entry(self, beginning: str) -> Entry:
        with open_journal(self.folder, PASSPHRASE) as journal:
            record = journal.view.get(journal.view.find_id(beginning)).record
            assert isinstance(record, Entry)
            return record

    def leaders(self) -> list[Leader]:
        with open_journal(self.folder, PASSPHRASE) as journal:
            return list(journal.view.leaders())

    def listed(self, leader_id: str) -> list[Listed]:
        with open_journal(self.folder, PASSPHRASE) as journal:
            return list(journal.view.timeline(leader_id).entries)

    def size(self) -> int:
        with open_journal(self.folder, PASSPHRASE) as journal:
            return journal.head.size


def environment(**changes: str) -> dict[str, str]:
    """What a program started by a test gets: the test's home, and this checkout."""
    return {**os.environ, "PYTHONPATH": str(ROOT), "TZ": "Europe/London", **changes}


def coachdesk(
    *arguments: str | Path,
    stdin: bytes = b"",
    environ: Mapping[str, str] | None = None,
    folder: Path | None = None,
    umask: int = -1,
    launcher: str = "",
) -> Ran:
    """One run of the real program, away from any terminal."""
    start = ["-c", launcher] if launcher else ["-m", "coachdesk"]
    ended = subprocess.run(
        [sys.executable, *start, *map(str, arguments)],
        input=stdin,
        capture_output=True,
        env=environ or environment(),
        cwd=folder,
        umask=umask,
        start_new_session=True,
        timeout=100,
        check=False,
    )
    return Ran(ended.returncode, ended.stdout.decode(), ended.stderr.decode())


class OnTerminal:
    """The real program on a terminal of its own, with somebody who waits for its questions."""

    def __init__(self, *arguments: str | Path, environ: Mapping[str, str] | None = None) -> None:
        self._master, slave = pty.openpty()
        self._process = subprocess.Popen(
            [sys.executable, "-c", ON_TERMINAL, *map(str, arguments)],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=environ or environment(),
            start_new_session=True,
        )
        os.close(slave)
        self.screen = ""

    def wait_for(self, text: str, seconds: float = 60) -> None:
        """Reads the screen until ``text`` is on it."""
        until = time.monotonic() + seconds
        while text not in self.screen:
            assert time.monotonic() < until, f"“{text}” never came; the screen: {self.screen!r}"
            if not self._read(1.0):
                break
        assert text in self.screen, f"“{text}” never came; the screen: {self.screen!r}"

    def answer(self, question: str, answer: str, end: str = "\n") -> None:
        """Waits for a question and types the answer to it; the screen so far is forgotten."""
        self.wait_for(question)
        self.screen = ""
        os.write(self._master, answer.encode() + end.encode())

    def interrupt(self) -> None:
        """Ctrl+C."""
        os.write(self._master, b"\x03")

    def end(self) -> int:
        """Reads to the end and returns the exit code."""
        while self._read(60.0):
            pass
        code = self._process.wait(60)
        os.close(self._master)
        return code

    def _read(self, seconds: float) -> bool:
        """Whether there may be more to come."""
        if not select.select([self._master], [], [], seconds)[0]:
            return self._process.poll() is None
        try:
            data = os.read(self._master, 4096)
        except OSError:  # the other side is gone
            return False
        self.screen += data.decode("utf-8", "replace")
        return bool(data)
