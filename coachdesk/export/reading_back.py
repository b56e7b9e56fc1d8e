"""Reading the finished file back in two processes, each some of its pages: it takes a fourth of an export otherwise.

The other process is the program again with the hidden ``_read_back`` argument; it ends when its
standard input does, so it outlives nobody.
"""

import contextlib
import subprocess
import sys
from collections.abc import Collection, Sequence
from typing import IO

import msgspec

from coachdesk.export.pdf.text_check import Mismatch, compare

_SHARE = 0.65
"""Of the pages, for the other process: this one checks the signature besides."""


class _Part(msgspec.Struct, frozen=True):
    """What the pages of a file should show, and the number of pages that the other process reads."""

    pages: Sequence[Sequence[str]]
    end: int
    password: str = ""
    pictures: tuple[int, ...] = ()


class Reader:
    """What the other ``process`` is told and answers. Started early, it is ready when the file is.

    Whoever started the process ends it: it lives until it has answered, or until its input is closed.
    """

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self._process = process
        self._end = 0
        self._pictures: tuple[int, ...] = ()

    def begin(
        self,
        data: bytes,
        pages: Sequence[Sequence[str]],
        password: str = "",
        *,
        pictures: Collection[int] = (),
    ) -> None:
        """Has the other process read its part of ``data``."""
        assert self._process.stdin is not None
        self._end, self._pictures = int(len(pages) * _SHARE), tuple(pictures)
        part = _Part(pages, self._end, password, self._pictures)
        with contextlib.suppress(BrokenPipeError), self._process.stdin as write:
            # The file as it is: in the message there would be another copy of it, on either side.
            write.write(b"%d\n" % len(data))
            write.write(data)
            write.write(msgspec.msgpack.encode(part))

    def compare(self, data: bytes, pages: Sequence[Sequence[str]], password: str = "") -> list[Mismatch]:
        """As :func:`text_check.compare_all`, after :meth:`begin` with the same.

        Raises msgspec.DecodeError if the other process did not come to an end.
        """
        assert self._process.stdout is not None
        own = compare(data, pages, slice(self._end, None), password, pictures=self._pictures)
        return own + msgspec.msgpack.decode(self._process.stdout.read(), type=list[Mismatch])


def answer(read: IO[bytes], write: IO[bytes]) -> int:
    """Reads the part on ``read``, answers on ``write``. Returns the exit code."""
    data = read.read(int(read.readline()))
    part = msgspec.msgpack.decode(read.read(), type=_Part)
    found = compare(data, part.pages, slice(part.end), part.password, pictures=part.pictures)
    write.write(msgspec.msgpack.encode(found))
    write.flush()
    return 0


def main() -> int:
    """The process."""
    return answer(sys.stdin.buffer, sys.stdout.buffer)
