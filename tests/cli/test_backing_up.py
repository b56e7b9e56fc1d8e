"""``backup`` and ``restore``: by default in the journal's own folder, said in full, asked before anything is put back."""

import json
from pathlib import Path

import pytest

from coachdesk.journal.backup import own_backups
from coachdesk.journal.opening import create_journal, open_journal
from tests.cli.driving import Keyboard, Ran, typed
from tests.making import COST, PASSPHRASE


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    journal, _ = create_journal(tmp_path / "Notes.coachdesk", PASSPHRASE, COST)
    journal.close()
    assert command(journal.path, "note", "Ada", "Said yes before being asked", "--new-leader").code == 0
    return journal.path


def command(folder: Path, name: str, *arguments: str, keyboard: Keyboard | None = None) -> Ran:
    return typed(name, "--journal", str(folder), *arguments, keyboard=keyboard)


def noted(folder: Path, text: str) -> None:
    assert command(folder, "note", "Ada", text).code == 0


def test_a_backup_is_made_in_the_journals_own_folder_and_listed(folder: Path) -> None:
    assert "No backup" in command(folder, "backup", "--list").out
    made = command(folder, "backup")
    assert made.code == 0
    [copy] = own_backups(folder)
    assert str(copy.path) in made.out
    assert str(copy.path) in command(folder, "backup", "--list").out
    [listed] = json.loads(command(folder, "backup", "--list", "--json").out)
    assert listed["path"] == str(copy.path)


def test_a_backup_elsewhere_is_called_after_the_journal_and_opens(folder: Path, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    made = json.loads(command(folder, "backup", str(stick), "--json").out)
    place = Path(made["path"])
    assert place.parent == stick
    assert place.name.startswith("Notes ")
    with open_journal(place, PASSPHRASE) as copy:
        assert copy.head.root == made["root"]


def test_a_folder_that_is_not_there_is_refused_before_the_passphrase(folder: Path, tmp_path: Path) -> None:
    refused = typed("backup", "--journal", str(folder), str(tmp_path / "stick"), secrets=())
    assert refused.code == 1
    assert "No backup was made" in refused.err


def test_a_backup_in_a_cloud_folder_is_made_with_a_warning(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "Dropbox").mkdir()
    made = command(folder, "backup", str(tmp_path / "Dropbox"))
    assert made.code == 0
    assert "cloud folder" in made.err


def test_restoring_says_what_differs_asks_and_keeps_the_journal_as_it_was(folder: Path) -> None:
    command(folder, "backup")
    [copy] = own_backups(folder)
    noted(folder, "Written after the backup")
    looked = command(folder, "restore", str(copy.path), "--dry-run")
    assert looked.code == 0
    assert "Only in the journal, and gone from it after the restore (1):" in looked.out
    unsure = command(folder, "restore", str(copy.path), keyboard=Keyboard("n", is_terminal=True))
    assert unsure.code == 1
    assert "Written after" in command(folder, "list").out
    done = command(folder, "restore", str(copy.path), keyboard=Keyboard("y", is_terminal=True))
    assert done.code == 0
    assert "Written after" not in command(folder, "list").out
    kept = own_backups(folder)[0]
    assert str(kept.path) in done.out
    assert "Written after" in command(kept.path, "list").out


def test_nothing_is_restored_where_nobody_can_be_asked(folder: Path) -> None:
    command(folder, "backup")
    [copy] = own_backups(folder)
    noted(folder, "Written after the backup")
    assert command(folder, "restore", str(copy.path)).code == 1
    assert command(folder, "restore", str(copy.path), "--yes").code == 0


def test_a_backup_that_holds_the_same_is_not_put_back(folder: Path) -> None:
    command(folder, "backup")
    [copy] = own_backups(folder)
    same = command(folder, "restore", str(copy.path), "--yes")
    assert same.code == 0
    assert "nothing to put back" in same.out
    assert len(own_backups(folder)) == 1
