"""The clocks of this machine, as the ledger reads them."""

import datetime as dt
import time
from pathlib import Path

from coachdesk.ledger.clock import Reading

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


def system_clock() -> Reading:
    """Now. Where the system does not tell one boot from another, ``boot`` is empty."""
    now = dt.datetime.now().astimezone()
    offset = now.utcoffset() or dt.timedelta()
    boot = _boot_id()
    boottime = time.clock_gettime_ns(time.CLOCK_BOOTTIME) // 1_000_000 if boot else 0
    return Reading(
        at=now.astimezone(dt.UTC), offset=int(offset.total_seconds() // 60), boot=boot, boottime=boottime
    )


def _boot_id() -> str:
    try:
        return _BOOT_ID.read_text("ascii").strip()
    except OSError:
        return ""
