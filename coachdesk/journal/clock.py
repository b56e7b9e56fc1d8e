"""The clocks of this machine, as the ledger reads them."""

import datetime as dt
import hashlib
import time
from pathlib import Path

import msgspec

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


def of_journal(reading: Reading, journal_id: str) -> Reading:
    """The same with the boot id hashed with the journal's, so that two journals share no mark."""
    if not reading.boot:
        return reading
    boot = hashlib.sha256(f"{journal_id}:{reading.boot}".encode()).hexdigest()[:16]
    return msgspec.structs.replace(reading, boot=boot)
