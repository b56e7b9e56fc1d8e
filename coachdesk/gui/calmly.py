"""Heavy work beside the window without a look through everything for garbage.

Such a look stops every thread for as long as it takes: a tenth of a second in a large export.
"""

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class _Calm:
    """How many heavy jobs there are now."""

    lock = threading.Lock()
    jobs = 0


@contextmanager
def calmly() -> Iterator[None]:
    """Inside, heavy work is done in a thread of the pool. What it leaves is never looked through again."""
    with _Calm.lock:
        _Calm.jobs += 1
        gc.disable()
    try:
        yield
    finally:
        with _Calm.lock:
            _Calm.jobs -= 1
            if not _Calm.jobs:
                gc.freeze()
                gc.enable()
