"""Running the renderer: what it is told, what it answers, and how it is started, heard and stopped."""

import contextlib
import os
import subprocess
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from coachdesk.export.forbidden import Forbidden
from coachdesk.journal import files
from coachdesk.program import program


class ExportFailed(Exception):
    """No file was made. ``problem`` is ``check_failed``, ``leaked``, ``stopped``, ``mistake`` or ``crashed``.

    ``detail`` says which check, in which places of the file something was that should not, or where the mistake is.
    """

    def __init__(self, problem: str, detail: str = "") -> None:
        super().__init__(f"{problem} {detail}".strip())
        self.problem, self.detail = problem, detail


class ExhibitFile(msgspec.Struct, frozen=True):
    """An attachment's content under the name it has in the PDF."""

    name: str
    media_type: str
    description: str
    content: bytes


class Job(msgspec.Struct, frozen=True):
    """What the process is given. ``signing_key`` is empty for an unsigned file, ``password`` for one that
    everybody can open. ``forbidden`` is what the file is searched for when it is finished.

    ``target`` is empty where the file is to come back as bytes: what is only looked at touches no disk.
    ``packed`` is the evidence in zlib's form, as it will be in the file: it stays in memory to the end.
    """

    packed: bytes
    exhibits: tuple[ExhibitFile, ...]
    signing_key: bytes
    target: str
    password: str = ""
    forbidden: Forbidden = Forbidden()

    @property
    def evidence(self) -> bytes:
        """Its byte form, unpacked each time."""
        return zlib.decompress(self.packed)


class Said(msgspec.Struct, frozen=True, omit_defaults=True):
    """One line of answer: how far (0 to 1), or that it is done, or what went wrong.

    ``size`` is how many bytes of the file follow the line, where it comes back as bytes.
    """

    share: float = 0.0
    digest: str = ""
    pages: int = 0
    problem: str = ""
    detail: str = ""
    size: int = 0


class Rendering:
    """One run of the renderer; :meth:`cancel` may be called from another thread.

    :attr:`data` is the file after a run without a target. ``process`` is a renderer started before. ``asked`` is the
    file that was asked for, which errors name: the job's target is another name beside it.
    """

    def __init__(
        self, job: Job, process: "subprocess.Popen[bytes] | None" = None, asked: Path | None = None
    ) -> None:
        self._job, self.data = job, b""
        self._asked = asked or Path(job.target)
        self._process = process
        self._cancelled = False

    def cancel(self) -> None:
        """Ends the run; nothing is left behind."""
        self._cancelled = True
        if self._process is not None:
            self._process.kill()

    def run(self, progress: Callable[[float], None]) -> Said:
        """The renderer's last word. Raises :class:`ExportFailed` or a storage error; leaves no half file."""
        last = Said()
        try:
            with files.storage_errors(self._asked):
                self._process = self._process or start()
                for said in talk(self._process, self._job):
                    last = said
                    if said.size and self._process.stdout is not None:
                        self.data = self._process.stdout.read(said.size)
                    progress(said.share)
                    if self._cancelled:
                        self._process.kill()
                self._process.wait()
            self._check(last)
        except BaseException:
            if self._process is not None:
                self._process.kill()
                self._process.wait()
            if self._job.target:
                Path(self._job.target).unlink(missing_ok=True)
            raise
        finally:
            if self._process is not None and self._process.stdout is not None:
                self._process.stdout.close()
        return last

    def _check(self, last: Said) -> None:
        if self._cancelled:
            raise ExportFailed("stopped")
        if last.problem == "storage":
            with files.storage_errors(self._asked):
                raise OSError(int(last.detail), os.strerror(int(last.detail)))
        if last.problem:
            raise ExportFailed(last.problem, last.detail)
        if not last.digest or len(self.data) != last.size:
            raise ExportFailed("crashed")


def start(hidden: str = "_render") -> "subprocess.Popen[bytes]":
    """The program again with a hidden argument."""
    command, environment = program(hidden)
    return subprocess.Popen(  # noqa: S603  # our own program, no word of the user's in it
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
    )


@contextlib.contextmanager
def started(hidden: str = "_render") -> Iterator["subprocess.Popen[bytes]"]:
    """As :func:`start`, for as long as the block lasts: it gets ready while something else is done."""
    process = start(hidden)
    try:
        yield process
    finally:
        process.kill()
        with process:  # closes its pipes and waits for it
            pass


def talk(process: "subprocess.Popen[bytes]", job: Job) -> Iterator[Said]:
    """Tells the renderer its job, and what it answers, line by line."""
    assert process.stdin is not None
    assert process.stdout is not None
    with contextlib.suppress(BrokenPipeError), process.stdin:
        process.stdin.write(msgspec.msgpack.encode(job))
    for line in process.stdout:
        yield msgspec.json.decode(line, type=Said)
