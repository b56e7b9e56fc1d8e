"""Checking a journal: nothing that was written can be changed, dropped, swapped or put back unnoticed."""

import io
import shutil
from pathlib import Path
from typing import Any

import pytest

from coachdesk.journal import check as checking
from coachdesk.journal.append import search_text
from coachdesk.journal.check import IndexFault, JournalChecked, check_journal
from coachdesk.journal.connection import Connection, connect, database_errors
from coachdesk.journal.errors import AlreadyOpen, DamagedContent, DamagedDatabase
from coachdesk.journal.journal import Journal
from coachdesk.journal.opening import open_journal
from coachdesk.journal.view import View
from coachdesk.ledger.clock import Anomaly
from coachdesk.ledger.verify import LedgerFault
from coachdesk.records.people import Leader
from tests.journal.conftest import Filled
from tests.making import PASSPHRASE, entry, leader

KEYS = {
    "event": "seq",
    "payload": "seq",
    "tree_node": "level, position",
    "record": "number",
    "record_leader": "leader_id, occurred, record",
    "record_theme": "theme, record",
    "leader_count": "position",
    "search": "rowid",
    "attachment": "record_id, position",
}
"""The tables that a check answers for, and what a row of each goes by."""


class Vault:
    """The filled journal's database without the journal around it, to be spoiled and checked."""

    def __init__(self, filled: Filled, path: Path) -> None:
        self.path, self._key, self._whole = path, filled.key, (filled.folder / "journal.db").read_bytes()
        self.restore()

    def restore(self) -> None:
        self.path.write_bytes(self._whole)

    def open(self) -> Connection:
        return connect(self.path, bytearray(self._key))

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        connection = self.open()
        try:
            return connection.execute(sql, values).fetchall()
        finally:
            connection.close()

    def spoil(self, *statements: tuple[str, tuple[Any, ...]]) -> None:
        """Does what somebody with the key and a database tool can do: the triggers are there again after."""
        connection = self.open()
        triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        connection.execute("PRAGMA foreign_keys = OFF")
        for name, _ in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        for sql, values in statements:
            assert connection.execute(sql, values).rowcount, sql
        for _, sql in triggers:
            connection.execute(sql)
        connection.close()

    def check(self) -> JournalChecked:
        with database_errors(self.path):
            connection = self.open()
            try:
                return check_journal(View(connection), connection)
            finally:
                connection.close()

    def found(self) -> str:
        """What the check names, or nothing."""
        try:
            self.check()
        except IndexFault as fault:
            return fault.table
        except LedgerFault as fault:
            return f"event {fault.seq}"
        except (DamagedContent, DamagedDatabase) as fault:
            return type(fault).__name__
        return ""


@pytest.fixture
def vault(filled: Filled, tmp_path: Path) -> Vault:
    return Vault(filled, tmp_path / "journal.db")


def other(value: Any) -> Any:
    if value is None:
        return b"[]"
    if isinstance(value, int):
        return value + 1000
    if isinstance(value, bytes):
        return value[:-1] + bytes([value[-1] ^ 1]) if value else b"\x00"
    return value + "x"


def columns_of(table: str) -> list[str]:
    sql = "SELECT name FROM pragma_table_xinfo(?) WHERE hidden = 0"
    connection = checking.dbapi2.connect(":memory:")
    for script in checking.schema.migrations():
        connection.executescript(script)
    names = [name for (name,) in connection.execute(sql, (table,))]
    connection.close()
    return names


def where(table: str) -> str:
    return " AND ".join(f"{name} = ?" for name in KEYS[table].split(", "))


def some_rows(vault: Vault, table: str) -> list[tuple[Any, ...]]:
    """The keys of the first, a middle and a late row: each check costs a reading of everything.

    The very last chunk of a file may have any later number: the content is the same.
    """
    keys = vault.rows(f"SELECT {KEYS[table]} FROM {table} ORDER BY {KEYS[table]}")
    late = keys[-2] if table == "attachment" else keys[-1]
    return sorted({keys[0], keys[len(keys) // 2], late})


def test_a_journal_that_nobody_touched_is_found_right(filled_folder: Path) -> None:
    with open_journal(filled_folder, PASSPHRASE) as journal:
        checked = journal.check()
        assert checked.head == journal.head
        assert (checked.events, checked.records, checked.entries, checked.attachments) == (19, 12, 3, 1)
        assert checked.anomalies == (Anomaly(8, "back", -3600),)


COLUMNS = [(table, column) for table in KEYS for column in columns_of(table)]


@pytest.mark.parametrize(("table", "column"), COLUMNS, ids=[f"{table}.{column}" for table, column in COLUMNS])
def test_an_edited_value_is_found_in_every_column(table: str, column: str, vault: Vault) -> None:
    for key in some_rows(vault, table):
        vault.restore()
        ((value,),) = vault.rows(f"SELECT {column} FROM {table} WHERE {where(table)}", *key)
        vault.spoil((f"UPDATE {table} SET {column} = ? WHERE {where(table)}", (other(value), *key)))
        found = vault.found()
        assert found, (key, value)
        if table == "event" and column != "seq":
            assert found == f"event {key[0]}"


@pytest.mark.parametrize("table", KEYS)
def test_a_dropped_row_is_found_in_every_table(table: str, vault: Vault) -> None:
    for key in some_rows(vault, table):
        vault.restore()
        vault.spoil((f"DELETE FROM {table} WHERE {where(table)}", key))
        assert vault.found(), key


@pytest.mark.parametrize("table", KEYS)
def test_two_rows_that_changed_places_are_found_in_every_table(table: str, vault: Vault) -> None:
    name = KEYS[table].rsplit(", ", maxsplit=1)[-1]
    keys = vault.rows(f"SELECT {KEYS[table]} FROM {table} ORDER BY {KEYS[table]}")
    all_is_key = len(columns_of(table)) == len(keys[0])
    pairs = [(one, two) for one in keys for two in keys if one[-1] != two[-1]]
    one, two = next((one, two) for one, two in pairs if (*one[:-1], two[-1]) not in keys or not all_is_key)
    vault.spoil(
        (f"UPDATE {table} SET {name} = -1 WHERE {where(table)}", one),
        (f"UPDATE {table} SET {name} = ? WHERE {where(table)}", (one[-1], *two)),
        (f"UPDATE {table} SET {name} = ? WHERE {where(table)}", (two[-1], *one[:-1], -1)),
    )
    assert vault.found()


@pytest.mark.parametrize(
    ("table", "values"),
    [
        ("event", "seq + 1, 'new', record_type, schema, 1, action, recorded_at, offset, boot, boottime, commitment, counts, leaf_hash, head"),
        ("payload", "seq + 1, salt, body, leaves"),
        ("tree_node", "9, 9, hash"),
        ("record", "number + 1, 'new', type, seq, revision, recorded_at, 0, zone, precision, headline, erased"),
        ("record_leader", "'somebody', occurred, record, entry_number, kind, lane, told, themes"),
        ("record_theme", "'theme', record"),
        ("leader_count", "position + 1, 'somebody', entries, events"),
        ("attachment", "record_id, 99, content"),
    ],
)  # fmt: skip
def test_a_row_that_no_event_put_there_is_found(table: str, values: str, vault: Vault) -> None:
    last = f"SELECT {values} FROM {table} ORDER BY {KEYS[table]} DESC LIMIT 1"
    vault.spoil((f"INSERT INTO {table} {last}", ()))
    assert vault.found()


@pytest.mark.parametrize(
    ("insert", "table"),
    [
        ("INSERT INTO search (rowid, title, body) VALUES (?, 'x', 'x')", "search"),
        ("INSERT INTO record_leader SELECT leader_id, occurred, ?, 1, kind, lane, told, themes FROM record_leader LIMIT 1", "record_leader"),
        ("INSERT INTO record_theme VALUES ('theme', ?)", "record_theme"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["attachment", "export", "nothing"])
def test_what_is_not_an_entry_is_in_no_timeline(insert: str, table: str, kind: str, vault: Vault) -> None:
    numbers = vault.rows("SELECT number FROM record WHERE type = ?", kind) or [(77,)]
    vault.spoil((insert, numbers[0]))
    assert vault.found() == table


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM search_data WHERE id = (SELECT max(id) FROM search_data)",
        "DELETE FROM search_docsize WHERE id = 1",
        "DELETE FROM search_content WHERE id = 1",
        "UPDATE search_content SET c0 = 'another title' WHERE id = 1",
        "DELETE FROM search_idx",
    ],
)
def test_an_index_of_words_that_does_not_fit_the_texts_is_found(sql: str, vault: Vault) -> None:
    vault.spoil((sql, ()))
    assert vault.found() in ("pages", "search", "DamagedDatabase")


def test_a_page_that_was_not_written_with_the_key_is_found(vault: Vault) -> None:
    """Behind the last page SQLite has no reason to look; SQLCipher does."""
    vault.path.write_bytes(vault.path.read_bytes() + bytes(4096))
    assert vault.found() == "pages"


def test_an_index_of_rows_that_does_not_fit_its_table_is_found(vault: Vault) -> None:
    """The definition is taken away while the table is changed, and put back."""
    ((*definition,),) = vault.rows("SELECT * FROM sqlite_master WHERE name = 'record_leader_by_record'")
    for statement, values in (
        ("DELETE FROM sqlite_master WHERE name = 'record_leader_by_record'", ()),
        ("UPDATE record_leader SET record = 99 WHERE record = (SELECT max(record) FROM record_leader)", ()),
        ("INSERT INTO sqlite_master VALUES (?, ?, ?, ?, ?)", definition),
    ):
        connection = vault.open()
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute(statement, values)
        connection.close()
    assert vault.found() == "pages"


def test_an_index_that_shows_an_earlier_state_is_found(vault: Vault) -> None:
    vault.spoil(("UPDATE record SET seq = seq - 1, revision = 1 WHERE type = 'export'", ()))
    assert vault.found() == "record"


@pytest.mark.parametrize(
    "sql",
    [
        "DROP TRIGGER event_keeps_deletes",
        "DROP INDEX record_by_type",
        "ALTER TABLE draft ADD COLUMN mood TEXT",
        "CREATE TABLE shadow (x)",
        "CREATE TRIGGER quiet AFTER INSERT ON event BEGIN DELETE FROM draft; END",
    ],
)
def test_a_changed_schema_is_found(sql: str, vault: Vault) -> None:
    connection = vault.open()
    connection.execute(sql)
    connection.close()
    assert vault.found() == "schema"


def test_another_counts_key_is_found(vault: Vault) -> None:
    vault.spoil(("UPDATE setting SET value = ? WHERE name = 'counts_key'", (bytes(32),)))
    assert vault.found() == "event 5"


def test_a_record_that_makes_no_sense_is_found_though_every_hash_is_right(
    journal: Journal, ada: Leader
) -> None:
    """Somebody with the key sealed what is no entry: the ledger is whole and the journal cannot show it."""
    journal.put(entry(ada))
    journal.put(nonsense := Leader(name="Ada", role=5))  # type: ignore[arg-type]
    with pytest.raises(IndexFault) as told:
        journal.check()
    assert (told.value.table, told.value.record_id) == ("record", nonsense.id)


def test_an_old_page_put_back_is_found(filled_folder: Path, filled: Filled, tmp_path: Path) -> None:
    """No check of SQLite or SQLCipher sees it: each page is genuine, encrypted and authenticated."""
    database = filled_folder / "journal.db"
    older = database.read_bytes()
    with open_journal(filled_folder, PASSPHRASE) as journal:
        (ada, bo), (listed, *_) = (
            journal.view.leaders(),
            journal.view.timeline(journal.view.leaders()[1].id).entries,
        )
        journal.correct(listed.entry.changed(text="Nothing happened.", themes=["calm"]), "second thoughts")
        journal.put(entry(ada, bo, themes=["calm"]))
        attachment = journal.take_in("new.txt", io.BytesIO(b"new"))
        journal.put(attachment)
    newer = database.read_bytes()
    vault = Vault(filled, tmp_path / "spoiled.db")
    changed = [at for at in range(0, len(older), 4096) if older[at : at + 4096] != newer[at : at + 4096]]
    assert len(changed) > 8
    unnoticed = []
    for at in changed:
        vault.path.write_bytes(newer[:at] + older[at : at + 4096] + newer[at + 4096 :])
        if not vault.found():
            unnoticed.append((at // 4096 + 1,))
    vault.path.write_bytes(newer)
    assert unnoticed == []


def test_progress_is_told_and_may_cancel(
    journal: Journal, ada: Leader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking, "_EVERY", 2)
    journal.put(*(entry(ada) for _ in range(4)))
    told: list[int] = []
    journal.check(told.append)
    assert told == [2, 4]

    def cancel(_done: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        journal.check(cancel)
    journal.put(entry(ada))
    assert journal.check().entries == 5


def test_what_is_saved_during_a_check_is_no_false_alarm(
    journal: Journal, ada: Leader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking, "_EVERY", 1)
    journal.put(entry(ada))

    def save(_done: int) -> None:
        journal.put(entry(ada, themes=["new"]), leader("Somebody new"))

    assert journal.check(save).events == 2
    monkeypatch.setattr(checking, "_EVERY", 200)
    assert journal.check().events == journal.head.size == 6


def test_what_has_no_words_is_in_no_index_of_words(filled_folder: Path) -> None:
    with open_journal(filled_folder, PASSPHRASE) as journal:
        for record_type in ("attachment", "export", "clock_change"):
            (record,) = journal.view.records(record_type)
            assert search_text(record) is None


def test_the_tables_checked_are_all_that_are_derived_or_sealed(vault: Vault) -> None:
    names = {name for (name,) in vault.rows("SELECT name FROM sqlite_master WHERE type = 'table'")}
    ours = {name for name in names if not name.startswith("search_")}
    assert ours - set(KEYS) == {"draft", "setting"}


def test_a_copy_of_the_folder_checks_out_like_the_journal(filled_folder: Path, tmp_path: Path) -> None:
    shutil.copytree(filled_folder, tmp_path / "copy")
    with (
        open_journal(tmp_path / "copy", PASSPHRASE) as copied,
        open_journal(filled_folder, PASSPHRASE) as journal,
    ):
        assert copied.check() == journal.check()


def test_words_that_are_not_those_of_the_texts_are_found_without_the_pages_being_read(vault: Vault) -> None:
    vault.spoil(("UPDATE search_content SET c0 = 'another title' WHERE id = 1", ()))
    connection = vault.open()
    with pytest.raises(IndexFault) as told:
        checking._check_search_index(connection)
    assert told.value.table == "search"
    connection.close()


def test_somebody_who_writes_during_a_check_is_no_damage(vault: Vault) -> None:
    """A job in the way for longer than one waits ends the check; it says nothing of the journal."""
    writer, reader = vault.open(), vault.open()
    writer.execute("BEGIN IMMEDIATE")
    reader.execute("PRAGMA busy_timeout = 0")
    with pytest.raises(AlreadyOpen), database_errors(vault.path):
        check_journal(View(reader), reader)
    writer.close()
    assert check_journal(View(reader), reader) == vault.check()
    reader.close()


def test_a_check_leaves_no_transaction_behind(vault: Vault) -> None:
    connection = vault.open()
    assert check_journal(View(connection), connection) == vault.check()
    assert not connection.in_transaction
    connection.close()
