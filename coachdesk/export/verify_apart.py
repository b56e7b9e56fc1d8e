"""Verifying a file in a process of its own, so that whoever waits for it is not held up: a file may be large."""

import contextlib
import subprocess
import sys
from collections.abc import Callable
from typing import IO

import msgspec

from coachdesk.export.rendering import start
from coachdesk.export.verdict import Verdict

_A_MOMENT = 0.1
"""Seconds after which it is asked again whether anybody still waits."""


class VerifyingFailed(Exception):
    """The other process did not come to an end; nothing is said about the file."""


class _File(msgspec.Struct, frozen=True):
    data: bytes
    password: str


def verify_apart(data: bytes, password: str, check: Callable[[], None]) -> Verdict:
    """As :func:`verify_pdf`. ``check`` raises once nobody waits any more, which ends the process.

    Raises :class:`VerifyingFailed` or OSError.
    """
    with start("_verify") as process:
        said = None
        try:
            _tell(process, msgspec.msgpack.encode(_File(data, password)))
            while said is None:
                check()
                with contextlib.suppress(subprocess.TimeoutExpired):
                    said, _nothing = process.communicate(timeout=_A_MOMENT)
        except BaseException:
            process.kill()
            raise
    if process.returncode:
        raise VerifyingFailed
    return msgspec.msgpack.decode(said, type=Verdict)


def _tell(process: "subprocess.Popen[bytes]", asked: bytes) -> None:
    """All at once: ``communicate`` does not go on with what it could not write in time."""
    assert process.stdin is not None
    with contextlib.suppress(BrokenPipeError), process.stdin:
        process.stdin.write(asked)
    process.stdin = None


def answer(read: IO[bytes], write: IO[bytes]) -> int:
    """Verifies the file on ``read``, answers on ``write``. Returns the exit code."""
    from coachdesk.export.verify import verify_pdf  # noqa: PLC0415  # only this process needs it, and it loads a lot

    asked = msgspec.msgpack.decode(read.read(), type=_File)
    write.write(msgspec.msgpack.encode(verify_pdf(asked.data, password=asked.password)))
    write.flush()
    return 0


def main() -> int:
    """The process."""
    return answer(sys.stdin.buffer, sys.stdout.buffer)
