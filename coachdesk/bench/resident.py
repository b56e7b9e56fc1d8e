"""A process that opens a journal, or only the bare database, and says how much memory it has then.

What is not needed is not imported: it would be measured too.
"""

import sys
from pathlib import Path

_STATUS = Path("/proc/self/status")


def resident_bytes() -> int | None:
    """The resident set of this process; None where the system does not tell it this way (not Linux)."""
    if not _STATUS.exists():
        return None
    line = next(line for line in _STATUS.read_text("ascii").splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1]) * 1024


def _journal(path: str, code: str) -> int | None:
    """Opened, every leader's timeline looked at, and searched."""
    from coachdesk.journal.opening import open_journal  # noqa: PLC0415

    with open_journal(Path(path), code, "recovery") as journal:
        for leader in journal.view.leaders():
            journal.view.timeline(leader.id)
        for letters in ("d", "di", "dis", "disc"):
            journal.view.search(letters)
        return resident_bytes()


def _bare(path: str, raw_key: str) -> int | None:
    """The library and an open connection."""
    from sqlcipher3 import dbapi2  # noqa: PLC0415

    connection = dbapi2.connect(path)
    connection.set_key(bytearray(raw_key.encode()))
    connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    return resident_bytes()


if __name__ == "__main__":
    target, secret = sys.stdin.read().splitlines()
    measured = _journal(target, secret) if sys.argv[1] == "journal" else _bare(target, secret)
    sys.stdout.write(str(measured or 0))
