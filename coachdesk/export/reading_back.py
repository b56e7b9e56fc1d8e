"""Reading the finished file back in two processes, each some of its pages: it takes a fourth of an export otherwise.

The other process is the program again with the hidden ``_read_back`` argument; it ends when its
standard input does, so it outlives nobody.
"""

import contextlib
import subprocess
import sys
from collections.abc import Sequence
from typing import IO

import msgspec

from coachdesk.export.pdf.text_check import Mismatch, compare

_SHARE = 0.65
"""Of the pages, for the other process: this one checks the signature besides."""


class _Part(msgspec.Struct, frozen=True):
    """A file, what its pages should show, and the number of pages that the other process reads."""

    data: bytes
    pages: Sequence[Sequence[str]]
    end: int


class Reader:
    """What the other ``process`` is told and answers. Started early, it is ready when the file is."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self._process = process
        self._end = 0

    def begin(self, data: bytes, pages: Sequence[Sequence[str]]) -> None:
        """Has the other process read its part of ``data``."""
        assert self._process.stdin is not None
        self._end = int(len(pages) * _SHARE)
        with contextlib.suppress(BrokenPipeError), self._process.stdin:
            self._process.stdin.write(msgspec.msgpack.encode(_Part(data, pages, self._end)))

    def compare(self, data: bytes, pages: Sequence[Sequence[str]]) -> list[Mismatch]:
        """As :func:`text_check.compare`, after :meth:`begin` with the same.

        Raises msgspec.DecodeError if the other process did not come to an end.
        """
        assert self._process.stdout is not None
        own = compare(data, pages, slice(self._end, None))
        return own + msgspec.msgpack.decode(self._process.stdout.read(), type=list[Mismatch])


def answer(read: IO[bytes], write: IO[bytes]) -> int:
    """Reads the part on ``read``, answers on ``write``. Returns the exit code."""
    part = msgspec.msgpack.decode(read.read(), type=_Part)
    write.write(msgspec.msgpack.encode(compare(part.data, part.pages, slice(part.end))))
    write.flush()
    return 0


def main() -> int:
    """The process."""
    return answer(sys.stdin.buffer, sys.stdout.buffer)
