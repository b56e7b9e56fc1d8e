"""``rescue`` and ``restore --damaged``: what is saved and what is lost is said in words, and nothing is overwritten."""

import json
import shutil
from pathlib import Path

import pytest

from coachdesk.journal import backup, header
from coachdesk.journal.files import DATABASE
from coachdesk.journal.opening import open_journal
from coachdesk.journal.pages import Pages
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


def without_events(folder: Path) -> None:
    """The pages on which the ledger's events stand are destroyed; their contents stand on others."""
    head = header.read_header(folder)[0]
    pages = Pages(folder / DATABASE, header.unlock(head, PASSPHRASE, "passphrase", folder), head)
    wide = {place[0] for place in pages.places() if len((pages.row(*place) or (0, ()))[1]) > 12}
    pages.close()
    for page in wide:
        overwrite_page(folder / DATABASE, page - 1)


def test_what_has_lost_its_event_is_saved_counted_apart_and_says_why_it_is_there(
    journal_folder: Path,
) -> None:
    with open_journal(journal_folder, PASSPHRASE) as journal:
        [ada] = journal.view.leaders()
        journal.put(entry(ada, text="whole all the same"))
    without_events(journal_folder)
    ran = rescue(journal_folder)
    assert ran.code == 1, ran.err
    assert "0 events are saved" in ran.out
    assert "Saved without their event (2)" in ran.out
    assert "Lost" not in ran.out
    saved = journal_folder.with_name("Saved.coachdesk")
    with open_journal(saved, PASSPHRASE) as journal:
        [note] = journal.view.timeline(ada.id).entries
    shown = typed("show", note.entry.id[:8], "--journal", str(saved))
    assert "whole all the same" in shown.out
    assert "without its event" in shown.out
    shutil.rmtree(saved)
    assert json.loads(rescue(journal_folder, "--json").out)["without_event"] == 2


def test_a_hold_goes_on_and_what_may_be_missing_is_said(damaged: Path, tmp_path: Path) -> None:
    shutil.rmtree(damaged)
    shutil.copytree(tmp_path / "copy.coachdesk", damaged)
    here = ("--journal", str(damaged))
    placed = typed("hold", "--place", "Ada", "--by", "Counsel", "--reason", "a claim", *here)
    assert placed.code == 0, placed.err
    overwrite_page(damaged / DATABASE, 0)
    restore = ("restore", str(tmp_path / "copy.coachdesk"), "--damaged", *here)
    done = typed(*restore, keyboard=Keyboard("y", is_terminal=True))
    assert done.code == 0, done.err
    assert "holds must be placed again" in done.out + done.err
    assert "in force in it too (1)" in done.out
    assert "Not all that was written" not in done.out
    assert "a claim" in typed("hold", *here).out
    overwrite_page(damaged / DATABASE, 0)
    (damaged / DATABASE).write_bytes((damaged / DATABASE).read_bytes()[: 2 * 4096])
    done = typed(*restore, "--yes")
    assert "in force in it too" not in done.out
    assert "perhaps not in force any more" in done.out


def test_the_damage_is_named_and_the_newest_backup_with_its_day(journal_folder: Path) -> None:
    with open_journal(journal_folder, PASSPHRASE) as journal:
        journal.back_up(backup.place_for(journal_folder, journal.now()))
    [own] = backup.own_backups(journal_folder)
    whole = (journal_folder / DATABASE).read_bytes()
    here = ("list", "Ada", "--journal", str(journal_folder))

    def said() -> str:
        ran = typed(*here)
        assert ran.code == 1
        return ran.err

    for data, words in (
        (whole[:-5000], "is cut short"),
        (bytes(4096) + whole[4096:], "not the database that this key belongs to, or its first page"),
        (whole[:4096] + bytes(10 * 4096) + whole[11 * 4096 :], "single pages"),
    ):
        (journal_folder / DATABASE).write_bytes(data)
        told = said()
        assert words in told
        assert "coachdesk rescue" in told
        assert "restore BACKUP --damaged" in told
        assert f"of {own.made_at.astimezone().date()}: {own.path}" in told
    (journal_folder / DATABASE).unlink()
    assert str(own.path) in said()
    shutil.rmtree(own.path)
    assert "newest backup" not in said()


def test_keys_that_are_lost_are_found_in_a_backup(journal_folder: Path) -> None:
    with open_journal(journal_folder, PASSPHRASE) as journal:
        journal.back_up(backup.place_for(journal_folder, journal.now()))
    [own] = backup.own_backups(journal_folder)
    for name in (header.NAME, header.BACKUP_NAME):
        (journal_folder / name).unlink()
    told = typed("list", "Ada", "--journal", str(journal_folder))
    assert told.code == 1
    assert f"{own.path / header.NAME}. Copy that file to {journal_folder / header.NAME}" in told.err
    ran = rescue(journal_folder)
    assert ran.code == 0, ran.err
    shutil.copy(own.path / header.NAME, journal_folder / header.NAME)
    assert typed("list", "Ada", "--journal", str(journal_folder)).code == 0
