"""One measurement beside its limit: taken in turn in the same run, so that a busy machine slows both."""

import time
from collections.abc import Callable, Sequence
from statistics import median

import msgspec

Work = Callable[[int], object]
"""What is measured; it is told the number of the run."""


class Required(msgspec.Struct, frozen=True, kw_only=True):
    """What a measurement must stay under: seconds, times its limit, or both; memory under bytes."""

    seconds: float | None = None
    ratio: float | None = None
    bytes: int | None = None


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the result: the median of ``runs``, beside ``limit``, measured in the same run.

    Memory is in ``bytes``, everything else in seconds. ``met`` is None where nothing is required.
    """

    name: str
    size: int
    seconds: float | None = None
    limit_seconds: float | None = None
    ratio: float
    limit: str
    runs: int
    required: Required | None = None
    met: bool | None = None
    bytes: int | None = None
    limit_bytes: int | None = None


def in_turn(runs: int, *works: Work) -> tuple[list[float], ...]:
    """The seconds of every run of each work, one after the other, each once unmeasured before."""
    for work in works:
        work(0)
    return timed(range(1, runs + 1), *works)


def timed(numbers: Sequence[int], *works: Work) -> tuple[list[float], ...]:
    """As :func:`in_turn`, without a first time that does not count: what cannot be repeated, or takes long."""
    taken: tuple[list[float], ...] = tuple([] for _ in works)
    for number in numbers:
        for work, seconds in zip(works, taken, strict=True):
            started = time.perf_counter()
            work(number)
            seconds.append(time.perf_counter() - started)
    return taken


def row(
    name: str,
    size: int,
    own: Sequence[float],
    limit: tuple[str, Sequence[float]],
    required: Required | None = None,
) -> Row:
    """The medians of ``own`` and of the limit, which is named."""
    seconds, limit_seconds = median(own), median(limit[1])
    ratio = seconds / limit_seconds
    return Row(
        name=name,
        size=size,
        seconds=seconds,
        limit_seconds=limit_seconds,
        ratio=ratio,
        limit=limit[0],
        runs=len(own),
        required=required,
        met=_is_met(required, seconds, ratio),
    )


def row_of_bytes(
    name: str, size: int, own: int, limit: tuple[str, int], required: Required | None = None
) -> Row:
    """Memory, measured once, beside the limit, which is named."""
    met = None if required is None or required.bytes is None else own < required.bytes
    return Row(
        name=name,
        size=size,
        ratio=own / limit[1],
        limit=limit[0],
        runs=1,
        required=required,
        met=met,
        bytes=own,
        limit_bytes=limit[1],
    )


def _is_met(required: Required | None, seconds: float, ratio: float) -> bool | None:
    if required is None:
        return None
    fast = required.seconds is None or seconds < required.seconds
    return fast and (required.ratio is None or ratio <= required.ratio)
