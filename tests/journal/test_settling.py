"""A backup becomes the journal of another computer; lost keys come from one; a chosen stick is searched for it."""

import datetime as dt
import os
import shutil
import stat
from pathlib import Path

import pytest

from coachdesk.journal import backup, settling
from coachdesk.journal.errors import (
    AlreadyExists,
    AlreadyOpen,
    DamagedDatabase,
    DamagedHeader,
    NotAJournal,
    StorageFailed,
    WrongPassphrase,
)
from coachdesk.journal.files import WriterLock
from coachdesk.journal.opening import create_journal, open_journal, open_with_keys_of
from tests.making import COST, PASSPHRASE

NOW = dt.datetime(2026, 10, 9, 8, 15, tzinfo=dt.UTC)


@pytest.fixture
def stick(journal_folder: Path, tmp_path: Path) -> Path:
    """A stick with two backups on it."""
    place = tmp_path / "stick"
    place.mkdir()
    with open_journal(journal_folder, PASSPHRASE) as journal:
        for days in (1, 0):
            journal.back_up(backup.place_for(journal.path, NOW - dt.timedelta(days=days), place))
    return place


def test_a_backup_is_copied_whole_and_opens(stick: Path, tmp_path: Path) -> None:
    place, target, shares = backup.copy_in(stick), tmp_path / "Here.coachdesk", []
    settling.settle(place, target, shares.append)
    for name in ("keys.json", "keys.json.bak", "journal.db"):
        assert (target / name).read_bytes() == (place / name).read_bytes()
        assert (target / name).stat().st_mode & 0o777 == 0o600
    assert shares[-1] == 1
    with open_journal(target, PASSPHRASE) as journal:
        assert journal.notices == ()
        journal.check()


def test_nothing_is_made_where_something_is_or_while_somebody_writes_or_of_no_journal(
    stick: Path, tmp_path: Path
) -> None:
    place, target = backup.copy_in(stick), tmp_path / "Here.coachdesk"
    held = WriterLock(place / "LOCK")
    with pytest.raises(AlreadyOpen):
        settling.settle(place, target)
    held.release()
    with pytest.raises(NotAJournal):
        settling.settle(stick, target)
    target.mkdir()
    with pytest.raises(AlreadyExists):
        settling.settle(place, target)
    assert list(target.iterdir()) == []
    assert not list(tmp_path.glob(".*"))


def test_a_copy_that_is_not_what_was_read_is_no_journal(
    stick: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The stick fails between reading and the look at what was written."""

    def lose(handle: int) -> None:
        if stat.S_ISREG(os.fstat(handle).st_mode):
            os.ftruncate(handle, 8)

    monkeypatch.setattr(settling.os, "fsync", lose)
    with pytest.raises(StorageFailed, match="copy_differs"):
        settling.settle(backup.copy_in(stick), tmp_path / "Here.coachdesk")
    assert not list(tmp_path.glob("*Here*")) + list(tmp_path.glob(".*"))


def test_a_cancel_leaves_nothing(stick: Path, tmp_path: Path) -> None:
    def stop(_share: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        settling.settle(backup.copy_in(stick), tmp_path / "Here.coachdesk", stop)
    assert not list(tmp_path.glob("*Here*")) + list(tmp_path.glob(".*"))


def test_whoever_chooses_the_stick_means_its_newest_backup(
    stick: Path, journal_folder: Path, tmp_path: Path
) -> None:
    assert backup.copy_in(stick).name == "Team 2026-10-09T081500Z.coachdesk"
    assert backup.name_of(backup.copy_in(stick)) == "Team"
    assert backup.copy_in(journal_folder) == journal_folder
    assert backup.name_of(journal_folder) is None
    alone = tmp_path / "alone"
    shutil.copytree(journal_folder, alone / "Team.coachdesk")
    assert backup.copy_in(alone) == alone, "a journal is no backup of itself"
    assert backup.copy_in(tmp_path / "nothing here") == tmp_path / "nothing here"


def test_lost_keys_come_from_a_copy_with_the_passphrase_of_its_time_and_are_then_the_journals_own(
    stick: Path, journal_folder: Path
) -> None:
    with open_journal(journal_folder, PASSPHRASE) as journal:
        journal.change_passphrase("a newer one", COST)
        head = journal.head
    for name in ("keys.json", "keys.json.bak"):
        (journal_folder / name).unlink()
    place = backup.copy_in(stick)
    with pytest.raises(WrongPassphrase):
        open_with_keys_of(journal_folder, place, "a newer one")
    with pytest.raises(DamagedHeader):
        open_journal(journal_folder, PASSPHRASE)
    with open_with_keys_of(journal_folder, place, PASSPHRASE) as journal:
        assert [one.kind for one in journal.notices] == ["header_from_backup"]
        assert journal.head == head
    with open_journal(journal_folder, PASSPHRASE) as again:
        assert again.notices == ()


def test_keys_of_another_journal_are_not_taken(journal_folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "Other.coachdesk"
    create_journal(other, PASSPHRASE, COST)[0].close()
    for name in ("keys.json", "keys.json.bak"):
        (journal_folder / name).unlink()
    with pytest.raises(DamagedDatabase):
        open_with_keys_of(journal_folder, other, PASSPHRASE)
    assert not (journal_folder / "keys.json").exists()


def test_what_is_no_journal_is_passed_over_on_a_stick(stick: Path) -> None:
    (stick / "Holiday.coachdesk").mkdir()
    (stick / "Team 2027-01-01T000000Z.coachdesk").mkdir()
    assert backup.copy_in(stick).name == "Team 2026-10-09T081500Z.coachdesk"
