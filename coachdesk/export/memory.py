"""Giving memory back to the system: its allocator would keep most of what an export takes.

Elsewhere than on Linux with its usual C library nothing is done.
"""

import ctypes
import sys

_MMAP_THRESHOLD = -3  # M_MMAP_THRESHOLD of malloc.h
_LARGE = 1024 * 1024


def keep_large_apart() -> None:
    """What is larger than a megabyte goes back as soon as it is free, and grows without a copy, for this process."""
    _call("mallopt", _MMAP_THRESHOLD, _LARGE)


def give_back() -> None:
    """All that is free."""
    _call("malloc_trim", 0)


def _call(name: str, *arguments: int) -> None:
    function = getattr(ctypes.CDLL(None), name, None) if sys.platform == "linux" else None
    if function is not None:
        function(*arguments)
