"""Heavy work beside the window, so that the window hardly notices: it hands over often, and nothing stops them both.

Python runs one thread at a time. Whoever waits for its turn waits for so long as the other is given at once; and a
look through everything for garbage stops every thread for as long as it takes, a tenth of a second in a large export.
"""

import gc
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_TURN = 0.0005
"""Seconds that a thread is given at once while heavy work goes on; Python's own are ten times that."""


class _Calm:
    """How many heavy jobs there are now, and what was so before the first."""

    lock = threading.Lock()
    jobs = 0
    turn = 0.0


@contextmanager
def calmly() -> Iterator[None]:
    """Inside, heavy work is done in a thread of the pool. What it leaves is never looked through again."""
    with _Calm.lock:
        _Calm.jobs += 1
        if _Calm.jobs == 1:
            _Calm.turn = sys.getswitchinterval()
            sys.setswitchinterval(_TURN)
            gc.disable()
    try:
        yield
    finally:
        with _Calm.lock:
            _Calm.jobs -= 1
            if not _Calm.jobs:
                sys.setswitchinterval(_Calm.turn)
                gc.freeze()
                gc.enable()
