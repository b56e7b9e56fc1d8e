"""Opened for reading only: wherever a journal lies and whoever has it, all of it is read and nothing is written."""

import errno
import hashlib
import io
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from coachdesk.journal import backup, header, restoring, schema
from coachdesk.journal.errors import AlreadyOpen, DamagedDatabase, ReadOnly, StorageFull, WrongPassphrase
from coachdesk.journal.files import DATABASE
from coachdesk.journal.journal import Journal
from coachdesk.journal.opening import create_journal, open_journal, open_reading
from coachdesk.journal.rotation import rotate_key
from coachdesk.records.people import Leader
from tests.journal.spoiling import overwrite_page, run_sql
from tests.making import COST, PASSPHRASE, entry, leader


def state_of(folder: Path) -> dict[str, str]:
    return {
        one.name: hashlib.sha256(one.read_bytes()).hexdigest()
        for one in sorted(folder.rglob("*"))
        if one.is_file()
    }


def kinds(journal: Journal) -> list[str]:
    return [one.kind for one in journal.notices]


@pytest.fixture
def noted(journal_folder: Path, ada: Leader) -> Path:
    with open_journal(journal_folder, PASSPHRASE) as journal:
        journal.put(entry(ada, text="read me"))
    return journal_folder


WRITES: dict[str, Callable[[Journal, Leader], object]] = {
    "put": lambda journal, ada: journal.put(entry(ada)),
    "a draft": lambda journal, _ada: journal.keep_draft("d", {"text": "x"}),
    "a setting": lambda journal, _ada: journal.change_setting("x", b"y"),
    "the passphrase": lambda journal, _ada: journal.change_passphrase("new one", COST),
    "the code": lambda journal, _ada: journal.change_recovery_code(),
    "the key": lambda journal, _ada: rotate_key(journal, PASSPHRASE, COST),
    "an attachment": lambda journal, _ada: journal.take_in("a", io.BytesIO(b"content")),
    "scrubbing": lambda journal, _ada: journal.store.scrub(),
}


@pytest.mark.parametrize("write", WRITES)
def test_nothing_that_writes_is_done(write: str, noted: Path, ada: Leader) -> None:
    before = state_of(noted)
    with open_reading(noted, PASSPHRASE) as journal:
        with pytest.raises(ReadOnly):
            WRITES[write](journal, ada)
        assert [one.entry.text for one in journal.view.timeline(ada.id).entries] == ["read me"]
        assert journal.view.search("read")
        assert journal.check().entries == 1
        assert kinds(journal) == ["read_only"]
    assert state_of(noted) == before


def test_a_restore_into_a_journal_that_is_only_read_is_refused(noted: Path, tmp_path: Path) -> None:
    with open_journal(noted, PASSPHRASE) as journal:
        journal.back_up(tmp_path / "copy.coachdesk")
    before = state_of(noted)
    with open_reading(noted, PASSPHRASE) as journal, pytest.raises(ReadOnly):
        restoring.restore(journal, tmp_path / "copy.coachdesk")
    assert state_of(noted) == before


def test_a_backup_in_another_folder_is_made(noted: Path, tmp_path: Path) -> None:
    with open_reading(noted, PASSPHRASE) as journal:
        head = journal.back_up(tmp_path / "copy.coachdesk")
    with open_journal(tmp_path / "copy.coachdesk", PASSPHRASE) as copy:
        assert copy.head == head


def test_a_journal_that_another_process_writes_in_is_read_beside_it(noted: Path, ada: Leader) -> None:
    program = (
        "import sys, pathlib; from coachdesk.journal.opening import open_journal;"
        "held = open_journal(pathlib.Path(sys.argv[1]), sys.argv[2]);"
        "held.change_setting('beside', b'1'); print('open', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", program, str(noted), PASSPHRASE]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=Path.cwd()) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"open\n"
        with pytest.raises(AlreadyOpen):
            open_journal(noted, PASSPHRASE)
        with open_reading(noted, PASSPHRASE) as journal:
            assert journal.view.setting("beside") == b"1"
            assert len(journal.view.timeline(ada.id).entries) == 1
        holder.kill()
    # The log that the killed process left is read too, in a copy.
    before = state_of(noted)
    assert f"{DATABASE}-wal" in before
    with open_reading(noted, PASSPHRASE) as journal:
        copied = journal.store.database.parent
        assert copied != noted
        assert journal.view.setting("beside") == b"1"
    assert not copied.exists()
    assert state_of(noted) == before


def test_two_may_read_and_a_writer_waits_for_them(noted: Path) -> None:
    with open_reading(noted, PASSPHRASE), open_reading(noted, PASSPHRASE), pytest.raises(AlreadyOpen):
        open_journal(noted, PASSPHRASE)
    open_journal(noted, PASSPHRASE).close()


@pytest.mark.skipif(os.geteuid() != 0, reason="needs a mount")
def test_a_journal_on_a_read_only_medium_is_read(noted: Path, tmp_path: Path, ada: Leader) -> None:
    medium = tmp_path / "medium"
    medium.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=8m,mode=0700", "coachdesk-test", str(medium)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("may not mount")
    try:
        folder = shutil.copytree(noted, medium / "Team.coachdesk")
        subprocess.run(["mount", "-o", "remount,ro", str(medium)], check=True)
        with open_reading(folder, PASSPHRASE) as journal:
            assert len(journal.view.timeline(ada.id).entries) == 1
            journal.check()
    finally:
        subprocess.run(["umount", str(medium)], check=True)


def test_a_journal_of_an_older_version_is_read_from_a_copy_and_left_as_it_is(
    noted: Path, ada: Leader, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = [*schema.migrations(), "CREATE TABLE later (x INTEGER) STRICT;"]
    monkeypatch.setattr(schema, "migrations", lambda: later)
    before = state_of(noted)
    with open_reading(noted, PASSPHRASE) as journal:
        assert len(journal.view.timeline(ada.id).entries) == 1
        copied = journal.store.database.parent
        view = journal.open_view()
        assert schema.is_newest(view._connection)
        view.close()
    assert not copied.exists()
    assert state_of(noted) == before


def test_where_even_a_copy_finds_no_room_that_is_said(noted: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_args: object, **_kwargs: object) -> str:
        raise OSError(errno.ENOSPC, "full")

    later = [*schema.migrations(), "CREATE TABLE later (x INTEGER) STRICT;"]
    monkeypatch.setattr(schema, "migrations", lambda: later)
    monkeypatch.setattr(tempfile, "mkdtemp", full)
    with pytest.raises(StorageFull):
        open_reading(noted, PASSPHRASE)


def test_what_is_not_damaged_of_a_damaged_journal_is_read(noted: Path, ada: Leader) -> None:
    run_sql(noted, "DELETE FROM setting WHERE name = 'counts_key'")
    with open_reading(noted, PASSPHRASE) as journal:
        assert kinds(journal) == ["read_only", "read_only_damaged"]
        assert len(journal.view.timeline(ada.id).entries) == 1


def test_destroyed_salt_is_taken_from_the_header_and_left_for_a_writer_to_mend(
    noted: Path, ada: Leader
) -> None:
    database = noted / DATABASE
    whole = database.read_bytes()
    database.write_bytes(bytes(16) + whole[16:])
    with open_reading(noted, PASSPHRASE) as journal:
        assert len(journal.view.timeline(ada.id).entries) == 1
    assert database.read_bytes()[:16] == bytes(16)
    with pytest.raises(WrongPassphrase):
        open_journal(noted, "not it")
    assert database.read_bytes()[:16] == bytes(16)
    with open_journal(noted, PASSPHRASE) as journal:
        assert kinds(journal) == ["salt_from_header"]
        journal.check()
    assert database.read_bytes()[:16] == whole[:16]


def test_a_salt_is_not_written_over_what_is_more_than_a_destroyed_salt(noted: Path) -> None:
    overwrite_page(noted / DATABASE, 0)
    before = state_of(noted)
    with pytest.raises(DamagedDatabase):
        open_journal(noted, PASSPHRASE)
    assert state_of(noted) == before


def test_a_rotation_cut_short_is_read_with_whichever_key_fits(
    noted: Path, tmp_path: Path, ada: Leader
) -> None:
    after = shutil.copytree(noted, tmp_path / "after.coachdesk")
    with open_journal(after, PASSPHRASE) as rotated:
        rotate_key(rotated, PASSPHRASE, COST)
    shutil.copy(after / "keys.json", noted / header.NEXT_NAME)
    for database in (None, after / DATABASE):
        if database:
            shutil.copy(database, noted / DATABASE)
        before = state_of(noted)
        with open_reading(noted, PASSPHRASE) as journal:
            assert len(journal.view.timeline(ada.id).entries) == 1
        assert state_of(noted) == before


def test_other_copies_beside_it_are_named(noted: Path, tmp_path: Path) -> None:
    shutil.copy(noted / DATABASE, noted / "journal (Ada's conflicted copy 2026-03-02).db")
    shutil.copytree(noted, tmp_path / "Team (1).coachdesk")
    shutil.copytree(noted, tmp_path / "Team.sync-conflict-20260302-090000-ABCDEF.coachdesk")
    (tmp_path / "Team (2).coachdesk").mkdir()
    with open_journal(noted, PASSPHRASE) as journal:
        journal.back_up(backup.place_for(noted, journal.now(), tmp_path))
        journal.back_up(backup.place_for(noted, journal.now()))
    with open_journal(noted, PASSPHRASE) as journal:
        [notice] = journal.notices
    assert notice.kind == "copies_beside"
    for name in ("conflicted copy", "Team (1).coachdesk", "sync-conflict"):
        assert name in notice.detail
    assert notice.detail.count(",") == 2


def test_a_journal_of_somebody_else_with_such_a_name_is_none_of_its_copies(
    noted: Path, tmp_path: Path
) -> None:
    create_journal(tmp_path / "Team (1).coachdesk", PASSPHRASE, COST)[0].close()
    with open_journal(noted, PASSPHRASE) as journal:
        assert journal.notices == ()
        journal.put(leader("Bo"))
