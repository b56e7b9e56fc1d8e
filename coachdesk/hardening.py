"""What a process does before it has anything to hide: private files, no memory dump, no look into it from beside."""

import contextlib
import ctypes
import os
import sys

_SET_DUMPABLE = 4
"""``PR_SET_DUMPABLE`` of Linux's prctl."""


def harden() -> None:
    """New files are for the owner alone; a crash leaves no picture of the memory behind, and where the system can
    (Linux), other programs of the same user may not look into it. What a system refuses is done without.
    """
    os.umask(0o077)
    _leave_no_dump()
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_SET_DUMPABLE, 0, 0, 0, 0)


def _leave_no_dump() -> None:
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource  # noqa: PLC0415  # Windows has none

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
