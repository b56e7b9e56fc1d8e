"""``rescue`` and ``restore --damaged``: what is saved and what is lost is said in words, and nothing is overwritten."""

import json
from pathlib import Path

import pytest

from coachdesk.journal.files import DATABASE
from coachdesk.journal.opening import open_journal
from tests.cli.driving import Keyboard, Ran, typed
from tests.journal.spoiling import overwrite_page
from tests.making import PASSPHRASE, entry


@pytest.fixture
def damaged(journal_folder: Path, tmp_path: Path) -> Path:
    """A journal with a backup elsewhere, and three of its pages destroyed since."""
    with open_journal(journal_folder, PASSPHRASE) as journal:
        [ada] = journal.view.leaders()
        journal.put(*(entry(ada, text=f"number {number} " * 150) for number in range(30)))
        journal.back_up(tmp_path / "copy.coachdesk")
    pages = (journal_folder / DATABASE).stat().st_size // 4096
    for page in (0, pages // 3, pages // 2, pages - 4):
        overwrite_page(journal_folder / DATABASE, page)
    return journal_folder


def rescue(folder: Path, *arguments: str, secrets: tuple[str, ...] = (PASSPHRASE,)) -> Ran:
    return typed("rescue", str(folder), str(folder.parent / "Saved.coachdesk"), *arguments, secrets=secrets)


def test_what_was_saved_and_what_was_lost_is_said(damaged: Path, tmp_path: Path) -> None:
    refused = typed("list", "Ada", "--journal", str(damaged))
    assert refused.code == 1
    assert "coachdesk rescue" in refused.err
    ran = rescue(damaged, "--json")
    said = json.loads(ran.out)
    assert ran.code == int(bool(said["lost"] or said["attachments_lost"]))
    assert len(said["damaged_pages"]) == 4
    assert said["events"] + len(said["lost"]) == 31
    with open_journal(tmp_path / "Saved.coachdesk", said["recovery_code"], "recovery") as saved:
        saved.check()
    again = rescue(damaged)
    assert again.code == 1
    assert "Saved.coachdesk" in again.err


def test_of_a_whole_journal_nothing_is_said_to_be_lost(journal_folder: Path) -> None:
    ran = rescue(journal_folder)
    assert ran.code == 0, ran.err
    assert "1 events are saved" in ran.out
    assert "Lost" not in ran.out


def test_a_journal_is_rescued_with_its_recovery_code(
    damaged: Path, recovery_code: str, tmp_path: Path
) -> None:
    (tmp_path / "code").write_text(recovery_code)
    new = "four words nobody else has"
    ran = rescue(damaged, "--recovery-code-file", str(tmp_path / "code"), secrets=(new, new))
    assert "events are saved" in ran.out, ran.err
    open_journal(tmp_path / "Saved.coachdesk", new).close()


def test_a_backup_takes_the_damaged_journals_place_once_that_is_confirmed(
    damaged: Path, tmp_path: Path
) -> None:
    arguments = ("restore", str(tmp_path / "copy.coachdesk"), "--damaged", "--journal", str(damaged))
    before = (damaged / DATABASE).read_bytes()
    refused = typed(*arguments)
    assert refused.code == 1
    assert (damaged / DATABASE).read_bytes() == before
    done = typed(*arguments, keyboard=Keyboard("y", is_terminal=True))
    assert done.code == 0, done.err
    [kept] = damaged.glob("damaged-*.db")
    assert kept.read_bytes() == before
    assert str(kept) in done.out
    with open_journal(damaged, PASSPHRASE) as journal:
        journal.check()
