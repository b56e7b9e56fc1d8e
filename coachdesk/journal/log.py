"""Reading SQLite's write-ahead log: where the pages stand that count, and what is left behind the first torn frame.

A frame counts if its checksums go on from those of the frame before; a power cut may tear the last ones, and the library
reads up to there (https://sqlite.org/fileformat2.html#the_write_ahead_log).
"""

import struct
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

import msgspec

_HEAD, _FRAME_HEAD = 32, 24
_CHECKED, _SALTS, _SUMS = slice(0, 24), slice(16, 24), slice(24, 32)
_ORDERS = {b"\x37\x7f\x06\x82": "<", b"\x37\x7f\x06\x83": ">"}
_WORD = 0xFFFFFFFF

Sums = tuple[int, int]


class Log(msgspec.Struct, frozen=True):
    """Where pages stand in a log: ``counted``, the last committed state of each by its number; and ``behind``, number and
    place of what was committed by its own word only, for a frame before it is torn: it may be whole all the same.
    """

    counted: dict[int, int]
    behind: tuple[tuple[int, int], ...] = ()


class _Frame(NamedTuple):
    number: int
    place: int
    commits: bool
    fits: bool


def read(file: BinaryIO, size: int) -> Log:
    """What stands in a log of pages of ``size`` bytes."""
    counted: dict[int, int] = {}
    behind: list[tuple[int, int]] = []
    since: list[tuple[int, int]] = []
    is_torn = False
    for frame in _frames(file, size):
        is_torn = is_torn or not frame.fits
        since.append((frame.number, frame.place))
        if frame.commits:
            if is_torn:
                behind += since
            else:
                counted |= dict(since)
            since = []
    return Log(counted, tuple(behind))


def _frames(file: BinaryIO, size: int) -> Iterator[_Frame]:
    """The frames that are of this use of the log by their salts, and whether the checksums of each fit."""
    head = file.read(_HEAD)
    order = _ORDERS.get(head[:4], "")
    if not order or len(head) < _HEAD:
        return
    sums = _added((0, 0), head[_CHECKED], order)
    fits = struct.pack(">II", *sums) == head[_SUMS]
    while len(frame := file.read(_FRAME_HEAD + size)) == _FRAME_HEAD + size:
        if frame[8:16] != head[_SALTS]:
            return
        if fits:
            sums = _added(sums, frame[:8] + frame[_FRAME_HEAD:], order)
            fits = struct.pack(">II", *sums) == frame[16:_FRAME_HEAD]
        number, commits = struct.unpack(">II", frame[:8])
        yield _Frame(number, file.tell() - size, bool(commits), fits and number > 0)


def _added(sums: Sums, data: bytes, order: str) -> Sums:
    """The checksums carried on over more of the log: words of 32 bits, in pairs."""
    one, two = sums
    words = struct.unpack(f"{order}{len(data) // 4}I", data)
    for first, second in zip(words[::2], words[1::2], strict=True):
        one = one + first + two & _WORD
        two = two + second + one & _WORD
    return one, two
