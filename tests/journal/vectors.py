"""The test vectors of the journal's format: a small journal, what opens it, and what is in it.

``python -m tests.journal.vectors`` makes them anew, with other random keys; there is no need to, unless the format changes.
"""

import json
import shutil
import sqlite3
from pathlib import Path
from typing import Any

from coachdesk.journal.opening import create_journal, open_journal
from tests.making import COST, PASSPHRASE, Clock, entry, leader

FOLDER = Path(__file__).parents[2] / "packaging" / "docs" / "journal-vectors"
JOURNAL, SAID = FOLDER / "small", FOLDER / "small.json"
TEXT = "Said that she would ask before she answers. Tat es: dreimal, höflich."


def said() -> dict[str, Any]:
    """What stands in ``small.json``."""
    values: dict[str, Any] = json.loads(SAID.read_text("utf-8"))
    return values


def rows_in(plain: Path) -> list[list[Any]]:
    """The events with their contents, read with Python's own library."""
    connection = sqlite3.connect(plain)
    try:
        found = connection.execute(
            "SELECT e.seq, e.record_type, e.action, e.recorded_at, p.body FROM event e JOIN payload p USING (seq) ORDER BY 1"
        ).fetchall()
    finally:
        connection.close()
    return [[seq, kind, action, at, json.loads(body)] for seq, kind, action, at, body in found]


def make() -> None:
    """Writes the folder anew."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    journal, code = create_journal(JOURNAL, PASSPHRASE, COST, clock=Clock())
    with journal:
        ada = leader()
        journal.put(ada)
        journal.put(entry(ada, text=TEXT))
    with open_journal(JOURNAL, PASSPHRASE, clock=Clock()) as journal:
        key, raw, sheet = bytes(journal.store.key).hex(), journal.raw_key(), journal.recovery_sheet()
        rows = [
            [one.event.seq, one.event.record_type, one.event.action, one.event.recorded_at]
            for one in reversed(journal.view.written_after(0, 100))
        ]
    for name in ("LOCK", "keys.json.bak"):
        (JOURNAL / name).unlink()
    values = {
        "passphrase": PASSPHRASE,
        "recovery_code": code,
        "recovery_sheet": sheet,
        "journal_key": key,
        "sqlcipher_key": raw,
        "events": rows,
        "text": TEXT,
    }
    SAID.write_text(json.dumps(values, indent=1, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    make()
