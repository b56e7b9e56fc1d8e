"""Rotating the key: everything written anew, nobody locked out wherever it is cut short, the old key worth nothing."""

import errno
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from coachdesk.journal import backup, files, header, keeping, restoring
from coachdesk.journal.connection import connect
from coachdesk.journal.errors import (
    AlreadyOpen,
    BackupWrong,
    DamagedDatabase,
    StorageFailed,
    StorageFull,
    WrongPassphrase,
    WrongRecoveryCode,
)
from coachdesk.journal.files import DATABASE
from coachdesk.journal.journal import Journal
from coachdesk.journal.opening import create_journal, open_journal
from coachdesk.journal.rotation import rotate_key
from coachdesk.records.people import Leader
from tests.making import COST, PASSPHRASE, Clock, entry, leader


@pytest.fixture
def made(tmp_path: Path) -> Iterator[tuple[Journal, Leader, str]]:
    journal, code = create_journal(tmp_path / "Small.coachdesk", PASSPHRASE, COST, clock=Clock())
    with journal:
        ada = leader()
        journal.put(ada)
        journal.put(entry(ada, text="before the rotation"))
        yield journal, ada, code


def state_of(path: Path) -> dict[str, bytes]:
    return {one.name: one.read_bytes() for one in path.iterdir() if one.is_file()}


def test_after_a_rotation_the_journal_goes_on_and_the_old_key_opens_nothing(
    made: tuple[Journal, Leader, str],
) -> None:
    journal, ada, old_code = made
    old_key, head, path = bytearray(journal.store.key), journal.head, journal.path
    shares: list[float] = []
    code = rotate_key(journal, PASSPHRASE, COST, shares.append)
    assert journal.head == head
    assert shares == sorted(shares)
    journal.put(entry(ada, text="after the rotation"))
    assert journal.check().head == journal.head
    journal.close()
    with pytest.raises(DamagedDatabase):
        connect(path / DATABASE, old_key)
    with pytest.raises(WrongRecoveryCode):
        open_journal(path, old_code, "recovery")
    for secret, by in ((PASSPHRASE, "passphrase"), (code, "recovery")):
        with open_journal(path, secret, by) as again:  # type: ignore[arg-type]
            assert (again.head.size, again.notices) == (head.size + 1, ())
    assert {one.name for one in path.iterdir()} == {"LOCK", "backups", DATABASE, "keys.json", "keys.json.bak"}


def test_a_wrong_passphrase_rotates_nothing(made: tuple[Journal, Leader, str]) -> None:
    journal, _, code = made
    before = state_of(journal.path)
    with pytest.raises(WrongPassphrase):
        rotate_key(journal, "not the passphrase", COST)
    assert state_of(journal.path).keys() == before.keys()
    journal.close()
    open_journal(journal.path, code, "recovery").close()


def test_the_backups_of_the_old_key_give_way_to_one_of_the_new(made: tuple[Journal, Leader, str]) -> None:
    journal, _, _ = made
    elsewhere = journal.path.parent / "stick.coachdesk"
    journal.back_up(elsewhere)
    journal.back_up(backup.place_for(journal.path, journal.now()))
    [old] = backup.own_backups(journal.path)
    rotate_key(journal, PASSPHRASE, COST)
    [new] = backup.own_backups(journal.path)
    assert new.path != old.path
    assert restoring.compare(journal, new.path).lost == 0
    with pytest.raises(BackupWrong, match="another_key"):
        restoring.compare(journal, elsewhere)


def test_what_is_saved_during_a_rotation_is_in_the_journal_afterwards(
    made: tuple[Journal, Leader, str],
) -> None:
    journal, ada, _ = made
    saved = 0

    def save(share: float) -> None:
        nonlocal saved
        if 0.1 < share < 1 and saved < 3:
            saved += 1
            journal.put(entry(ada, text=f"meanwhile {saved}"))

    rotate_key(journal, PASSPHRASE, COST, save)
    assert saved == 3
    shown = {one.entry.text for one in journal.view.timeline(ada.id).entries}
    assert {f"meanwhile {number}" for number in (1, 2, 3)} < shown


def test_nothing_is_rotated_while_somebody_reads(made: tuple[Journal, Leader, str]) -> None:
    journal, ada, _ = made
    reader = journal.open_view()
    journal.put(entry(ada))
    with pytest.raises(AlreadyOpen):
        rotate_key(journal, PASSPHRASE, COST)
    reader.close()
    journal.put(entry(ada, text="nothing was lost"))
    assert journal.check().head == journal.head
    assert not (journal.path / header.NEXT_NAME).exists()


@pytest.mark.parametrize(
    "cut",
    ["the next header lies ready", "the new database is written", "the databases are exchanged"],
)
def test_wherever_a_rotation_is_cut_short_the_passphrase_opens_the_journal(
    made: tuple[Journal, Leader, str], tmp_path: Path, cut: str
) -> None:
    journal, _, _ = made
    path, head = journal.path, journal.head
    journal.close()
    after = tmp_path / "after.coachdesk"
    shutil.copytree(path, after)
    with open_journal(after, PASSPHRASE) as rotated:
        rotate_key(rotated, PASSPHRASE, COST)
    shutil.copy(after / "keys.json", path / header.NEXT_NAME)
    if cut == "the new database is written":
        shutil.copy(after / DATABASE, path / f"{DATABASE}.new")
    if cut == "the databases are exchanged":
        shutil.copy(after / DATABASE, path / DATABASE)
    for _time in range(2):
        with open_journal(path, PASSPHRASE) as opened:
            assert opened.head == head
            assert opened.check().head == head
    assert {one.name for one in path.iterdir()} == {"LOCK", DATABASE, "keys.json", "keys.json.bak"}


def test_a_next_header_that_is_spoilt_is_in_nobodys_way(made: tuple[Journal, Leader, str]) -> None:
    journal, _, _ = made
    (journal.path / header.NEXT_NAME).write_bytes(b"{}")
    journal.close()
    open_journal(journal.path, PASSPHRASE).close()


def test_an_error_once_the_databases_are_exchanged_locks_nobody_out_and_the_unseen_code_is_told(
    made: tuple[Journal, Leader, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    journal, _, old_code = made
    path, head, before = journal.path, journal.head, files.identity(journal.path / DATABASE)
    real = files.sync_folder

    def fail(folder: Path) -> None:
        if files.identity(path / DATABASE) != before:
            raise OSError(errno.EIO, "no")
        real(folder)

    with monkeypatch.context() as patch:
        patch.setattr(files, "sync_folder", fail)
        with pytest.raises(StorageFailed):
            rotate_key(journal, PASSPHRASE, COST)
    journal.close()
    assert (path / header.NEXT_NAME).exists()
    with pytest.raises(WrongRecoveryCode):
        open_journal(path, old_code, "recovery")
    for _time in range(2):
        with open_journal(path, PASSPHRASE) as opened:
            assert opened.head == head
            assert [one.kind for one in opened.notices] == ["recovery_code_unseen"]
    with open_journal(path, PASSPHRASE) as opened:
        code = opened.change_recovery_code()
    with open_journal(path, code, "recovery") as opened:
        assert opened.notices == ()


def test_under_a_hold_backups_of_the_old_key_stay_and_go_on_opening_as_they_did(
    made: tuple[Journal, Leader, str],
) -> None:
    journal, _, _ = made
    journal.back_up(backup.place_for(journal.path, journal.now()))
    [old] = backup.own_backups(journal.path)
    keeping.place_hold(journal, "", "Counsel", "A claim is expected")
    rotate_key(journal, PASSPHRASE, COST)
    assert len(backup.own_backups(journal.path)) == 2
    journal.change_passphrase("another one entirely", COST)
    with open_journal(old.path, PASSPHRASE) as copy:
        assert copy.view.leaders()
    with pytest.raises(WrongPassphrase):
        open_journal(backup.own_backups(journal.path)[0].path, PASSPHRASE)


def test_the_new_code_is_told_even_where_no_backup_can_be_made_now(
    made: tuple[Journal, Leader, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    journal, _, old_code = made
    journal.back_up(backup.place_for(journal.path, journal.now()))
    [old] = backup.own_backups(journal.path)

    def full(*_anything: object) -> None:
        raise StorageFull(journal.path)

    monkeypatch.setattr(backup, "write_copy", full)
    code = rotate_key(journal, PASSPHRASE, COST)
    assert backup.own_backups(journal.path) == [old]
    path = journal.path
    journal.close()
    monkeypatch.undo()
    with pytest.raises(WrongRecoveryCode):
        open_journal(path, old_code, "recovery")
    with open_journal(path, code, "recovery"):
        [renewed] = backup.own_backups(path)
    assert renewed.path != old.path
