"""Making and opening a journal: what can go wrong has its own error each, and a journal is whole or not there."""

import errno
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from coachdesk.journal import backup, header, opening, schema
from coachdesk.journal.errors import (
    AlreadyExists,
    AlreadyOpen,
    DamagedDatabase,
    DamagedHeader,
    JournalError,
    JournalMissing,
    MistypedRecoveryCode,
    NewerFormat,
    NotAJournal,
    StorageFailed,
    StorageFull,
    UnsafePath,
    WrongPassphrase,
    WrongRecoveryCode,
)
from coachdesk.journal.journal import Journal
from coachdesk.journal.opening import create_journal, open_journal
from tests.journal.spoiling import cut, overwrite_page, run_sql
from tests.making import COST, PASSPHRASE, entry, leader

KEYS = ("keys.json", "keys.json.bak")


@pytest.fixture
def _no_umask() -> object:
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.mark.usefixtures("_no_umask")
def test_a_new_journal_is_the_owners_alone_even_while_it_is_open(tmp_path: Path) -> None:
    folder = tmp_path / "above" / "New.coachdesk"
    journal, _ = create_journal(folder, PASSPHRASE, COST)
    with journal:
        ada = leader()
        journal.put(ada)
        journal.put(entry(ada))
        modes = {one.name: stat.S_IMODE(one.lstat().st_mode) for one in folder.iterdir()}
        assert set(modes) == {"LOCK", "journal.db", "journal.db-wal", "journal.db-shm", *KEYS}
        assert set(modes.values()) == {0o600}
        assert stat.S_IMODE(folder.stat().st_mode) == stat.S_IMODE(folder.parent.stat().st_mode) == 0o700
    assert {one.name for one in folder.iterdir()} == {"LOCK", "journal.db", *KEYS}
    assert list(folder.parent.iterdir()) == [folder]


def test_what_others_were_let_do_with_its_files_is_taken_back_when_it_is_opened(tmp_path: Path) -> None:
    folder = tmp_path / "Open.coachdesk"
    journal, _ = create_journal(folder, PASSPHRASE, COST)
    with journal:
        journal.put(leader())
        journal.back_up(backup.place_for(folder, journal.now()))
    outside = tmp_path / "outside"
    outside.write_text("not ours")
    (folder / "link").symlink_to(outside)
    for one in (folder, *folder.rglob("*"), outside):
        one.chmod(0o777 if one.is_dir() else 0o666)
    open_journal(folder, PASSPHRASE).close()
    found = [one for one in (folder, *folder.rglob("*")) if not one.is_symlink()]
    assert len(found) >= 6
    for one in found:
        assert stat.S_IMODE(one.stat().st_mode) == (0o700 if one.is_dir() else 0o600), one
    assert stat.S_IMODE(outside.stat().st_mode) == 0o666


def test_a_new_journal_is_empty_and_opens_with_its_passphrase_and_with_its_code(tmp_path: Path) -> None:
    journal, code = create_journal(tmp_path / "New.coachdesk", PASSPHRASE, COST)
    with journal:
        assert (journal.head.size, journal.notices, journal.view.leaders()) == (0, (), ())
        assert journal.check().events == 0
    for secret, by in ((PASSPHRASE, "passphrase"), (code, "recovery"), (code.lower(), "recovery")):
        with open_journal(tmp_path / "New.coachdesk", secret, by) as opened:  # type: ignore[arg-type]
            assert opened.notices == ()


def test_two_journals_of_one_passphrase_share_nothing(tmp_path: Path) -> None:
    raw_keys, ids = set(), set()
    for name in ("one", "two"):
        journal, _ = create_journal(tmp_path / name, PASSPHRASE, COST)
        with journal:
            raw_keys.add(journal.raw_key())
            ids.add(journal.id)
    assert len(raw_keys) == len(ids) == 2


def test_nothing_that_is_there_is_made_over(tmp_path: Path) -> None:
    folder, file, dangling = tmp_path / "folder", tmp_path / "file", tmp_path / "dangling"
    folder.mkdir()
    file.touch()
    dangling.symlink_to(tmp_path / "nowhere")
    for path in (folder, file, dangling):
        with pytest.raises(AlreadyExists) as told:
            create_journal(path, PASSPHRASE, COST)
        assert told.value.path == path
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    ("cause", "expected"),
    [(OSError(errno.ENOSPC, "x"), StorageFull), (OSError(errno.EIO, "x"), StorageFailed), (KeyboardInterrupt(), KeyboardInterrupt)],
    ids=["full", "broken", "interrupted"],
)  # fmt: skip
def test_a_journal_that_cannot_be_finished_leaves_nothing_behind(
    cause: BaseException, expected: type[BaseException], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object) -> None:
        raise cause

    monkeypatch.setattr(header, "create_header", fail)
    with pytest.raises(expected):
        create_journal(tmp_path / "New.coachdesk", PASSPHRASE, COST)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["file/below", "x" * 5000])
def test_a_journal_cannot_be_made_where_nothing_can_be(name: str, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StorageFailed):
        create_journal(tmp_path / name, PASSPHRASE, COST)


FAILURES: dict[str, tuple[Callable[[Path], object], type[JournalError]]] = {
    "damaged header": (lambda folder: [cut(folder / name, 40) for name in KEYS], DamagedHeader),
    "damaged database": (lambda folder: overwrite_page(folder / "journal.db", 0), DamagedDatabase),
    "newer format": (lambda folder: run_sql(folder, "PRAGMA user_version = 99"), NewerFormat),
    "not a journal": (lambda folder: [file.unlink() for file in folder.iterdir()], NotAJournal),
    "missing": (shutil.rmtree, JournalMissing),
}


@pytest.mark.parametrize("case", FAILURES)
def test_each_failure_has_its_own_error_and_names_the_journal(case: str, journal_folder: Path) -> None:
    spoil, error = FAILURES[case]
    spoil(journal_folder)
    with pytest.raises(JournalError) as told:
        open_journal(journal_folder, PASSPHRASE)
    assert type(told.value) is error
    assert told.value.path in (
        journal_folder,
        *(journal_folder / name for name in ("journal.db", "keys.json")),
    )  # type: ignore[attr-defined]


def test_a_wrong_passphrase_is_nothing_but_that(journal_folder: Path) -> None:
    for wrong in ("", PASSPHRASE + " ", PASSPHRASE.upper(), "\ud800"):
        with pytest.raises(WrongPassphrase):
            open_journal(journal_folder, wrong)
    open_journal(journal_folder, PASSPHRASE).close()


def test_a_wrong_recovery_code_is_told_from_a_mistyped_one(journal_folder: Path, recovery_code: str) -> None:
    with pytest.raises(WrongRecoveryCode):
        open_journal(journal_folder, "0" * 32 + opening.keys._check_group("0" * 32), "recovery")
    wrong_letter = "1" if recovery_code[0] != "1" else "2"
    for mistyped in (recovery_code[:-1], wrong_letter + recovery_code[1:], PASSPHRASE):
        with pytest.raises(MistypedRecoveryCode):
            open_journal(journal_folder, mistyped, "recovery")


def test_a_journal_open_in_this_process_is_already_open(journal_folder: Path) -> None:
    with open_journal(journal_folder, PASSPHRASE), pytest.raises(AlreadyOpen) as told:
        open_journal(journal_folder, PASSPHRASE)
    assert told.value.path == journal_folder
    open_journal(journal_folder, PASSPHRASE).close()


def test_a_journal_open_in_another_process_is_already_open_until_that_ends(journal_folder: Path) -> None:
    program = (
        "import sys, pathlib; from coachdesk.journal.opening import open_journal;"
        "held = open_journal(pathlib.Path(sys.argv[1]), sys.argv[2]); print('open', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", program, str(journal_folder), PASSPHRASE]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=Path.cwd()) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"open\n"
        with pytest.raises(AlreadyOpen):
            open_journal(journal_folder, PASSPHRASE)
        holder.kill()
    open_journal(journal_folder, PASSPHRASE).close()


@pytest.mark.parametrize("secret", ["wrong", PASSPHRASE])
def test_an_opening_that_failed_lets_the_next_one_in(
    secret: str, journal_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(schema, "migrate", lambda *_args: 1 / 0)
        with pytest.raises((WrongPassphrase, ZeroDivisionError)):
            open_journal(journal_folder, secret)
    open_journal(journal_folder, PASSPHRASE).close()


def test_the_key_of_an_opening_that_failed_is_wiped(
    journal_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[bytearray] = []
    real = header.unlock

    def unlock(*args: object) -> bytearray:
        seen.append(real(*args))  # type: ignore[arg-type]
        return seen[-1]

    monkeypatch.setattr(header, "unlock", unlock)
    monkeypatch.setattr(schema, "migrate", lambda *_args: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        open_journal(journal_folder, PASSPHRASE)
    assert seen == [bytearray(32)]


def test_a_closed_journal_keeps_no_key_and_closing_it_again_is_harmless(journal_folder: Path) -> None:
    journal = open_journal(journal_folder, PASSPHRASE)
    key = journal.store.key
    assert any(key)
    with journal:
        journal.close()
        assert key == bytearray(32)
    with open_journal(journal_folder, PASSPHRASE):
        journal.close()
        with pytest.raises(AlreadyOpen):
            open_journal(journal_folder, PASSPHRASE)


def test_a_journal_whose_connection_will_not_close_is_locked_all_the_same(journal: Journal) -> None:
    class Stuck:
        def close(self) -> None:
            raise OSError("stuck")

    real, journal.store.connection = journal.store.connection, Stuck()  # type: ignore[assignment]
    with pytest.raises(OSError, match="stuck"):
        journal.close()
    assert journal.store.key == bytearray(32)
    real.close()
    journal.store.connection = real
    open_journal(journal.path, PASSPHRASE).close()


@pytest.mark.parametrize("name", ["journal.db", "LOCK"])
def test_a_link_inside_the_folder_is_not_followed(name: str, journal_folder: Path, tmp_path: Path) -> None:
    (journal_folder / name).rename(tmp_path / "elsewhere")
    (journal_folder / name).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(UnsafePath) as told:
        open_journal(journal_folder, PASSPHRASE)
    assert told.value.problem == "symlink"


def test_a_linked_folder_and_somebody_elses_are_refused(
    journal_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "link").symlink_to(journal_folder)
    with pytest.raises(UnsafePath, match="symlink"):
        open_journal(tmp_path / "link", PASSPHRASE)
    monkeypatch.setattr(os, "getuid", lambda: journal_folder.stat().st_uid + 1)
    with pytest.raises(UnsafePath, match="other_owner"):
        open_journal(journal_folder, PASSPHRASE)


def test_a_missing_lock_file_is_made_again(journal_folder: Path) -> None:
    (journal_folder / "LOCK").unlink()
    open_journal(journal_folder, PASSPHRASE).close()
    assert (journal_folder / "LOCK").exists()
