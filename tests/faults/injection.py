"""An act done in a process of its own, in which one system call fails or is the last: strace sees to that.

The process is forked with everything imported and the journal open, strace is attached, and then the act begins, so
that calls are counted from its beginning.
"""

import contextlib
import ctypes
import os
import re
import select
import shutil
import signal
import socket
import subprocess
import time
import traceback
import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from unittest import mock

import msgspec

from coachdesk.journal.opening import open_journal
from tests.faults.acts import ACTS, MAKES, NEW, Prepared, same_ids
from tests.faults.looking import (
    JOURNAL,
    STATE,
    TYPED,
    Broken,
    Found,
    Looker,
    check,
    in_short,
    misfit,
)
from tests.faults.sabotage import SABOTAGES
from tests.faults.writer import PASSPHRASES, Held, Writer, small_chunks, swiftly

CALLS = {
    "openat": ("EMFILE", "ENOSPC", "EROFS", "EIO"),
    "pread64": ("EIO",),
    "pwrite64": ("EIO", "ENOSPC", "EROFS"),
    "write": ("EIO", "ENOSPC", "EROFS"),
    "ftruncate": ("EIO", "EROFS"),
    "fsync": ("EIO", "ENOSPC"),
    "fdatasync": ("EIO", "ENOSPC"),
    "rename": ("EIO", "ENOSPC", "EROFS"),
    "unlink": ("EIO", "EROFS"),
    "unlinkat": ("EIO", "EROFS"),
    "rmdir": ("EIO", "EROFS"),
    "mkdir": ("EIO", "ENOSPC", "EROFS"),
}
"""System calls by which a journal is read and written, and what may go wrong with each."""

KILL = "KILL"
_AT_CALLS = {"renameat", "renameat2", "mkdirat"}
_TRACED = ",".join([*(f"?{name}" for name in CALLS), *(f"?{name}" for name in sorted(_AT_CALLS))])
_CALL = re.compile(r"(?:\d+ +)?(\w+)\(", re.ASCII)
_PATIENCE_S = 60.0
_PR_SET_PTRACER = 0x59616D61
_FIRST, _ANOTHER, _NOW = "the first code", "another code", "now"


class Point(msgspec.Struct, frozen=True):
    """The ``number``-th call of a name within an act: it fails with an error, ``lasting`` or once, or is never done."""

    act: str
    call: str
    number: int
    effect: str = KILL
    lasting: bool = False

    def __str__(self) -> str:
        return f"{self.act}: {self.effect} at {self.call} {self.number}{'+' if self.lasting else ''}"

    @property
    def injection(self) -> str:
        """The place and the effect in strace's words."""
        effect = "signal=SIGKILL" if self.effect == KILL else f"error={self.effect}"
        return f"inject={self.call}:{effect}:when={self.number}{'+' if self.lasting else ''}"


class Outcome(msgspec.Struct, frozen=True):
    """What came of a fault: ``where`` it really came, by strace's own record, if it did, and what is ``wrong``."""

    where: str
    wrong: str


class Ended(msgspec.Struct, frozen=True):
    """How an act ended: ``acknowledged``, or with an ``error`` that has a name, or with something ``bad``."""

    acknowledged: bool
    code: str = ""
    error: str = ""
    bad: str = ""
    seconds: float = 0


class Bench:
    """Does acts in copies of what is prepared, and knows what is there before each and is to be there after it."""

    def __init__(self, scratch: Path, names: Sequence[str] = tuple(ACTS), sabotage: str = "") -> None:
        self._scratch, self._sabotage = scratch, sabotage
        self.prepared = Prepared(scratch / "prepared")
        self._looker = Looker([self.prepared.code], scratch)
        self._before: dict[str, Held] = {}
        self._after: dict[str, Held] = {}
        self._seconds: dict[str, float] = {}
        self.calls: dict[str, Counter[str]] = {}
        for name in names:
            self._try_out(name)

    def _try_out(self, name: str) -> None:
        tree = ACTS[name].tree
        if tree not in self._before:
            with self._copy(tree) as top:
                self._before[tree] = self._found(top, "")
        with self._copy(tree) as top:
            lines = self._scratch / "calls"
            ended = self._do(name, top, ("-o", str(lines), "-e", f"trace={_TRACED}"))
            assert ended.acknowledged, ended
            called = (_CALL.match(line) for line in lines.read_text(errors="replace").splitlines())
            self.calls[name] = Counter(call[1] for call in called if call)
            self._after[name] = self._found(top, ended.code)
            self._seconds[name] = ended.seconds

    def seconds(self, name: str) -> float:
        """How long an act takes when nobody but strace is in its way."""
        return self._seconds[name]

    def points(self, name: str) -> Iterator[tuple[str, int]]:
        """Every call of an act, by its name and number."""
        for call in CALLS:
            for number in range(1, self.calls[name][call] + 1):
                yield call, number

    def try_point(self, point: Point) -> Outcome:
        """Does an act with this fault and looks at what is there."""
        lines = self._scratch / "calls"
        watch = ("-o", str(lines), "-e", f"trace={point.call}", "-e", point.injection)
        wrong, _ended = self._try(
            point.act, lambda top: self._do(point.act, top, watch), kills=point.effect == KILL
        )
        mark = "killed by SIGKILL" if point.effect == KILL else "(INJECTED)"
        return Outcome(str(point) if mark in lines.read_text(errors="replace") else "", wrong)

    def try_kill(self, name: str, seconds: float) -> Outcome:
        """Does an act and kills it after a time, and looks. Where is after how many calls, if it had not ended."""
        lines = self._scratch / "calls"
        watch = ("-o", str(lines), "-e", f"trace={_TRACED}")
        wrong, ended = self._try(name, lambda top: self._do(name, top, watch, seconds), kills=True)
        called = sum(bool(_CALL.match(line)) for line in lines.read_text(errors="replace").splitlines())
        has_ended = ended.acknowledged or ended.error
        return Outcome("" if has_ended else f"{name}: killed at random after {called} calls", wrong)

    def _try(self, name: str, do: Callable[[Path], Ended], *, kills: bool) -> tuple[str, Ended]:
        tree = ACTS[name].tree
        with self._copy(tree) as top:
            ended = do(top)
            if ended.bad or not (kills or ended.acknowledged or ended.error):
                return ended.bad or "it ended without a word", ended
            wrong = _wrong_with_new(top, is_promised=ended.acknowledged and name == MAKES)
            found = self._looker.knowing(ended.code).look_at(top)
            history = [self._before[tree], self._after[name]]
            wrong = wrong or found.problem or misfit(history, int(ended.acknowledged), self._normal(found))
            return wrong, ended

    @contextlib.contextmanager
    def _copy(self, tree: str) -> Iterator[Path]:
        top = self._scratch / "case"
        self.prepared.copy(tree, top)
        try:
            yield top
        finally:
            shutil.rmtree(top)

    def _found(self, top: Path, code: str) -> Held:
        """What is there. Raises Broken."""
        found = self._looker.knowing(code).look_at(top)
        normal = self._normal(found)
        if normal is None:
            raise Broken(found.problem or "nothing is there")
        return normal

    def _normal(self, found: Found) -> Held | None:
        """What was found, without what differs from run to run: roots of now, and codes."""
        if found.held is None:
            return None
        passphrase, code = found.held.opened_by
        return msgspec.structs.replace(
            found.held,
            root=_NOW,
            backups=tuple(sorted(_NOW if one == found.held.root else one for one in found.held.backups)),
            opened_by=(passphrase, _FIRST if code == self.prepared.code else _ANOTHER),
        )

    def _do(self, name: str, top: Path, strace: Sequence[str] = (), kill_after: float | None = None) -> Ended:
        ours, its = socket.socketpair()
        with ours, its:
            with warnings.catch_warnings():
                # Of a process that has threads, as tests run in; the child touches nothing of theirs.
                warnings.simplefilter("ignore", DeprecationWarning)
                child = os.fork()
            if child == 0:
                ours.close()
                _live(name, self.prepared, top / JOURNAL, its, self._sabotage)
            its.close()
            try:
                return self._watch(child, ours, strace, kill_after)
            finally:
                with contextlib.suppress(ProcessLookupError, ChildProcessError):
                    os.kill(child, signal.SIGKILL)
                    os.waitpid(child, 0)

    def _watch(
        self, child: int, line: socket.socket, strace: Sequence[str], kill_after: float | None
    ) -> Ended:
        line.settimeout(_PATIENCE_S)
        said = line.recv(64)
        assert said == b"READY\n", said
        tracer = _attach(child, strace) if strace else None
        began = time.monotonic()
        line.send(b"go")
        if kill_after is not None:
            select.select([line], [], [], kill_after)
            os.kill(child, signal.SIGKILL)
        words = b""
        with contextlib.suppress(ConnectionResetError):
            while part := line.recv(65536):
                words += part
        taken = time.monotonic() - began
        os.waitpid(child, 0)
        if tracer:
            tracer.wait(_PATIENCE_S)
        told = dict(one.partition(" ")[::2] for one in words.decode().splitlines())
        return Ended(
            acknowledged="ACK" in told,
            code=told.get("CODE", ""),
            error=told.get("ERROR", ""),
            bad=told.get("BAD", ""),
            seconds=taken,
        )


def _wrong_with_new(top: Path, *, is_promised: bool) -> str:
    """The journal that is made by the act that makes one: there and right, or not there and not promised."""
    path = top / NEW
    if not path.exists():
        return "a new journal is lost" if is_promised else ""
    try:
        with (
            mock.patch.dict(os.environ, XDG_STATE_HOME=str(top / STATE)),
            open_journal(path, PASSPHRASES[0]) as journal,
        ):
            check(journal)
    except Exception as error:  # noqa: BLE001  # whatever it is, it is wrong
        return f"a new journal: {in_short(error)}"
    return ""


def _attach(child: int, options: Sequence[str]) -> "subprocess.Popen[str]":
    tracer = subprocess.Popen(
        ["strace", "-f", "-p", str(child), *options],
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
    )
    assert tracer.stderr is not None
    first = tracer.stderr.readline()
    assert "attached" in first, first
    tracer.stderr.close()
    return tracer


def _live(name: str, prepared: Prepared, path: Path, line: socket.socket, sabotage: str) -> None:
    """What the process does: it never returns."""
    with contextlib.suppress(OSError):
        # Where only a parent may look at its child: anybody may at this one.
        ctypes.CDLL(None).prctl(_PR_SET_PTRACER, ctypes.c_ulong(-1), 0, 0, 0)
    try:
        os.environ["XDG_STATE_HOME"] = str(path.parents[1] / STATE)
        if sabotage:
            SABOTAGES[sabotage]()
        with same_ids(name), small_chunks(), swiftly():
            _act(name, prepared, path, line)
    except BaseException:  # noqa: BLE001  # it is told, and the process ends
        line.send(f"BAD {_last_line()}\n".encode())
    finally:
        os._exit(0)


def _act(name: str, prepared: Prepared, path: Path, line: socket.socket) -> None:
    act = ACTS[name]
    writer: Writer | None = None if act.opens else prepared.writer(path)
    line.send(b"READY\n")
    line.recv(2)
    try:
        try:
            writer = writer or prepared.writer(path)
            act.do(writer)
            code = writer.code if writer.code != prepared.code else ""
            line.send(f"{code and 'CODE ' + code}\nACK\n".encode())
        finally:
            if writer is not None:
                writer.journal.close()
    except TYPED as error:
        line.send(f"ERROR {type(error).__name__}\n".encode())


def _last_line() -> str:
    last = traceback.format_exc().splitlines()
    return " ".join(one.strip() for one in [*last[-3:-1], last[-1]])[:300]
