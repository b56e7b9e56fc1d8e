"""A damaged journal: whatever is missing, cut short or overwritten is told as damage, or mended from its copy."""

import errno
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from coachdesk.journal import header, schema
from coachdesk.journal.check import IndexFault
from coachdesk.journal.errors import DamagedDatabase, NewerFormat, WrongPassphrase
from coachdesk.journal.filters import EVERYTHING
from coachdesk.journal.journal import Journal, Notice
from coachdesk.journal.opening import create_journal, open_journal, open_reading
from coachdesk.journal.view import View
from coachdesk.ledger.verify import LedgerFault
from coachdesk.records.attachment import Attachment
from coachdesk.records.entry import Entry
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


@pytest.mark.parametrize(
    "damage",
    [lambda path: path.write_text("damaged"), lambda path: path.unlink()],
    ids=["unreadable", "missing"],
)
def test_a_header_is_mended_from_its_second_copy_and_that_is_told_once(
    damage: Callable[[Path], object], journal_folder: Path
) -> None:
    header_file = journal_folder / "keys.json"
    whole = header_file.read_bytes()
    damage(header_file)
    with open_journal(journal_folder, PASSPHRASE) as journal:
        assert journal.notices == (Notice("header_from_copy"),)
    assert header_file.read_bytes() == whole
    with open_journal(journal_folder, PASSPHRASE) as journal:
        assert journal.notices == ()


def test_a_damaged_header_is_left_alone_by_a_wrong_passphrase(journal_folder: Path) -> None:
    (journal_folder / "keys.json").write_text("damaged")
    with pytest.raises(WrongPassphrase):
        open_journal(journal_folder, "not it")
    assert (journal_folder / "keys.json").read_text() == "damaged"


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


READINGS: dict[str, Callable[[View, Entry], object]] = {
    "find_id": lambda view, note: view.find_id(note.id),
    "is_known": lambda view, note: view.is_known(note.id),
    "get": lambda view, note: view.get(note.id),
    "history": lambda view, note: view.history(note.id),
    "leaders": lambda view, _note: view.leaders(),
    "timeline": lambda view, note: view.timeline(note.leader_ids[0]),
    "outlines": lambda view, note: view.outlines(note.leader_ids[0]),
    "marks": lambda view, note: view.marks(note.leader_ids[0]),
    "find": lambda view, _note: view.find(EVERYTHING),
    "search": lambda view, _note: view.search("number"),
    "drafts": lambda view, _note: view.drafts(),
    "setting": lambda view, _note: view.setting("counts_key"),
    "lines": lambda view, _note: list(view.lines()),
    "nodes": lambda view, _note: view.nodes()(0, 0),
    "content": lambda view, _note: list(
        view.content(Attachment.make(name="a", media_type="b", size=0, digest=""))
    ),
}


@pytest.mark.parametrize("reading", READINGS)
def test_whatever_is_read_of_a_damaged_database_raises_a_typed_error(
    reading: str, well_filled: Path, recovery_code: str
) -> None:
    """The schema is read and kept before the damage is done; every page after the first is noise then."""
    database = well_filled / "journal.db"
    with open_journal(well_filled, recovery_code, "recovery") as journal:
        (ada,) = journal.view.leaders()
        note = journal.view.timeline(ada.id).entries[0].entry
        view = journal.open_view()
        with database.open("r+b") as file:
            for number in range(1, database.stat().st_size // PAGE):
                file.seek(number * PAGE)
                file.write(os.urandom(PAGE))
        with pytest.raises(DamagedDatabase) as told:
            READINGS[reading](view, note)
        assert told.value.path == database
        view.close()


def cut_off(database: Path, pages: int) -> None:
    database.write_bytes(database.read_bytes()[: -pages * PAGE])


def another_journals(database: Path) -> None:
    other, _ = create_journal(database.parent.with_name("other"), PASSPHRASE, COST)
    other.close()
    shutil.copy(database.parent.with_name("other") / "journal.db", database)


@pytest.mark.parametrize("way", [open_journal, open_reading], ids=["write", "read"])
@pytest.mark.parametrize(
    ("spoil", "problem"),
    [
        (lambda database: database.write_bytes(database.read_bytes()[: 5 * PAGE + 7]), "truncated"),
        (lambda database: cut_off(database, 1), "truncated"),
        (lambda database: database.write_bytes(database.read_bytes()[: 3 * PAGE]), "truncated"),
        (lambda database: overwrite_page(database, 0), "first_page"),
        (lambda database: database.write_bytes(os.urandom(3 * PAGE)), "first_page"),
        (another_journals, "first_page"),
        (lambda database: [overwrite_page(database, number) for number in range(1, 12)], "pages"),
    ],
    ids=["in a page", "one page short", "most", "first page", "noise", "another journal", "pages"],
)
def test_kinds_of_damage_are_told_apart(
    spoil: Callable[[Path], object], problem: str, way: Callable[[Path, str], Journal], well_filled: Path
) -> None:
    spoil(well_filled / "journal.db")
    with pytest.raises(DamagedDatabase) as told:
        way(well_filled, PASSPHRASE).close()
    assert (told.value.problem, told.value.path) == (problem, well_filled / "journal.db")
