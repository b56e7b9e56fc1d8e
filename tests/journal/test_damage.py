"""A damaged journal: whatever is missing, cut short or overwritten is told as damage, or mended from its copy."""

import errno
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from coachdesk.journal import header, schema
from coachdesk.journal.check import IndexFault
from coachdesk.journal.errors import DamagedDatabase, NewerFormat
from coachdesk.journal.journal import Notice
from coachdesk.journal.opening import create_journal, open_journal
from coachdesk.ledger.verify import LedgerFault
from tests.journal.spoiling import PAGE, overwrite_page, run_sql
from tests.making import COST, PASSPHRASE, entry


@pytest.fixture
def well_filled(journal_folder: Path) -> Path:
    """A journal of some dozens of pages, closed."""
    with open_journal(journal_folder, PASSPHRASE) as journal:
        (ada,) = journal.view.leaders()
        journal.put(*(entry(ada, text=f"number {number} " * 60) for number in range(20)))
    return journal_folder


def trouble_with(folder: Path, recovery_code: str) -> str:
    """Where the damage shows: at opening or when checked. It never goes by another name than a typed one."""
    try:
        journal = open_journal(folder, recovery_code, "recovery")
    except DamagedDatabase as damage:
        return "opening" if damage.path == folder / "journal.db" else "another path"
    with journal:
        try:
            journal.check()
        except (DamagedDatabase, IndexFault, LedgerFault):
            return "check"
    return "none"


def test_a_database_cut_short_anywhere_is_damaged(well_filled: Path, recovery_code: str) -> None:
    database = well_filled / "journal.db"
    whole = database.read_bytes()
    pages = len(whole) // PAGE
    assert trouble_with(well_filled, recovery_code) == "none"
    for size in (0, 1, 15, 16, 100, PAGE - 1, PAGE, PAGE + 1, 2 * PAGE, pages // 2 * PAGE, len(whole) - PAGE):
        database.write_bytes(whole[:size])
        assert trouble_with(well_filled, recovery_code) == "opening"
        assert database.stat().st_size == size
    database.write_bytes(whole[:-1])
    assert trouble_with(well_filled, recovery_code) == "check"


def test_an_overwritten_page_is_damage(well_filled: Path, recovery_code: str) -> None:
    database = well_filled / "journal.db"
    whole = database.read_bytes()
    found = set()
    for number in range(0, len(whole) // PAGE, 2):
        database.write_bytes(whole)
        overwrite_page(database, number)
        found.add(trouble_with(well_filled, recovery_code))
    assert found == {"opening", "check"}


@pytest.mark.parametrize(
    "spoil",
    [
        lambda database: database.unlink(),
        lambda database: database.write_bytes(b""),
        lambda database: database.write_bytes(b"SQLite format 3\x00" + bytes(PAGE)),
        lambda database: database.write_bytes(os.urandom(3 * PAGE)),
    ],
    ids=["missing", "empty", "plain", "noise"],
)
def test_what_is_not_the_database_is_a_damaged_database(
    spoil: Callable[[Path], object], journal_folder: Path
) -> None:
    spoil(journal_folder / "journal.db")
    left = sorted(one.name for one in journal_folder.iterdir())
    with pytest.raises(DamagedDatabase):
        open_journal(journal_folder, PASSPHRASE)
    assert sorted(one.name for one in journal_folder.iterdir()) == left


def test_the_database_of_another_journal_does_not_open_here(journal_folder: Path, tmp_path: Path) -> None:
    other, _ = create_journal(tmp_path / "other", PASSPHRASE, COST)
    other.close()
    shutil.copy(tmp_path / "other" / "journal.db", journal_folder / "journal.db")
    with pytest.raises(DamagedDatabase):
        open_journal(journal_folder, PASSPHRASE)


@pytest.mark.parametrize(
    ("statements", "problem"),
    [
        (["DELETE FROM setting WHERE name = 'counts_key'"], "settings_missing"),
        (["DELETE FROM setting WHERE name = 'header_sequence'"], "settings_missing"),
        (["DROP TRIGGER event_keeps_updates", "DROP TRIGGER event_keeps_deletes", "PRAGMA foreign_keys = OFF",
          "UPDATE event SET seq = 3"], "tree_node_missing"),
    ],
    ids=["counts_key", "header_sequence", "tree_node"],
)  # fmt: skip
def test_a_database_without_what_every_journal_has_is_damaged(
    statements: list[str], problem: str, journal_folder: Path
) -> None:
    run_sql(journal_folder, *statements)
    with pytest.raises(DamagedDatabase) as told:
        open_journal(journal_folder, PASSPHRASE)
    assert told.value.problem == problem


def test_a_newer_database_is_refused_before_anything_is_written(journal_folder: Path) -> None:
    run_sql(journal_folder, "PRAGMA user_version = 99")
    before = (journal_folder / "journal.db").read_bytes()
    with pytest.raises(NewerFormat) as told:
        open_journal(journal_folder, PASSPHRASE)
    assert (told.value.found, told.value.known) == (99, len(schema.migrations()))
    assert (journal_folder / "journal.db").read_bytes() == before


def test_a_header_read_from_its_second_copy_is_a_notice_each_time(journal_folder: Path) -> None:
    (journal_folder / "keys.json").write_text("damaged")
    for _ in range(2):
        with open_journal(journal_folder, PASSPHRASE) as journal:
            assert journal.notices == (Notice("header_from_copy"),)


def test_a_damaged_second_copy_is_made_again_from_the_first(journal_folder: Path) -> None:
    (journal_folder / "keys.json.bak").write_text("damaged")
    with open_journal(journal_folder, PASSPHRASE) as journal:
        assert journal.notices == ()
    assert (journal_folder / "keys.json.bak").read_bytes() == (journal_folder / "keys.json").read_bytes()


def test_a_disk_too_full_for_a_second_copy_is_no_reason_not_to_open(
    journal_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    (journal_folder / "keys.json.bak").unlink()
    monkeypatch.setattr(header.files, "replace_private", fail)
    with open_journal(journal_folder, PASSPHRASE) as journal:
        assert journal.notices == ()
