"""Files as a journal wants them: private, one's own, durable, and one writer."""

import errno
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from coachdesk.journal import files
from coachdesk.journal.errors import (
    AlreadyOpen,
    JournalError,
    JournalMissing,
    NotAJournal,
    NotWritable,
    StorageFailed,
    StorageFull,
    UnsafePath,
)


@pytest.fixture(params=[0o000, 0o022, 0o077], ids="umask{:03o}".format)
def any_umask(request: pytest.FixtureRequest) -> Iterator[int]:
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.lstat().st_mode)


@pytest.mark.usefixtures("any_umask")
def test_what_is_made_is_the_owners_alone_whatever_the_umask(tmp_path: Path) -> None:
    folder = tmp_path / "above" / "below"
    files.make_private_folder(folder)
    files.create_private_file(folder / "made")
    files.write_private(folder / "written", b"data")
    files.replace_private(folder / "written", b"newer data")
    files.WriterLock(folder / "LOCK").release()
    assert {mode_of(one) for one in (folder, folder.parent)} == {0o700}
    assert {mode_of(one) for one in folder.iterdir()} == {0o600}
    assert (folder / "written").read_bytes() == b"newer data"


def test_making_a_folder_that_is_there_changes_nothing(tmp_path: Path) -> None:
    before = mode_of(tmp_path)
    files.make_private_folder(tmp_path)
    assert mode_of(tmp_path) == before


@pytest.mark.parametrize("make", [files.create_private_file, lambda path: files.write_private(path, b"x")])
def test_a_new_file_never_goes_over_an_old_one_nor_through_a_link(make: object, tmp_path: Path) -> None:
    old, link = tmp_path / "old", tmp_path / "link"
    old.write_bytes(b"old")
    link.symlink_to(tmp_path / "elsewhere")
    for path in (old, link):
        with pytest.raises(FileExistsError):
            make(path)  # type: ignore[operator]
    assert old.read_bytes() == b"old"
    assert not (tmp_path / "elsewhere").exists()


def test_a_replacement_that_fails_leaves_the_old_file_and_nothing_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "target"
    target.write_bytes(b"old")

    def fail(*_args: object) -> None:
        raise OSError(errno.EIO, "no more")

    for name in ("fsync", "replace"):
        with monkeypatch.context() as patch:
            patch.setattr(os, name, fail)
            with pytest.raises(OSError, match="no more"):
                files.replace_private(target, b"new")
        assert [file.name for file in tmp_path.iterdir()] == ["target"]
        assert target.read_bytes() == b"old"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (errno.EROFS, NotWritable),
        (errno.EACCES, NotWritable),
        (errno.EPERM, NotWritable),
        (errno.ENOSPC, StorageFull),
        (errno.EDQUOT, StorageFull),
        (errno.EIO, StorageFailed),
        (errno.ENAMETOOLONG, StorageFailed),
        (None, StorageFailed),
    ],
)
def test_an_error_of_the_disk_is_told_by_what_can_be_done_about_it(
    code: int | None, expected: type[JournalError], tmp_path: Path
) -> None:
    cause = OSError(code, "x") if code else OSError("x")
    with pytest.raises(expected) as told, files.storage_errors(tmp_path):
        raise cause
    assert told.value.__cause__ is cause
    assert told.value.path == tmp_path  # type: ignore[attr-defined]


def test_an_error_that_is_typed_already_passes_through(tmp_path: Path) -> None:
    with pytest.raises(AlreadyOpen), files.storage_errors(tmp_path):
        raise AlreadyOpen(tmp_path)


def test_a_folder_of_ones_own_is_accepted(tmp_path: Path) -> None:
    files.check_own_folder(tmp_path)


def test_a_folder_is_missing_something_else_or_behind_a_link(tmp_path: Path) -> None:
    file, link, dangling = tmp_path / "file", tmp_path / "link", tmp_path / "dangling"
    file.touch()
    link.symlink_to(tmp_path)
    dangling.symlink_to(tmp_path / "nowhere")
    expected = {
        tmp_path / "missing": (JournalMissing, ""),
        file: (NotAJournal, ""),
        file / "below": (NotAJournal, ""),
        tmp_path / ("x" * 5000): (NotAJournal, ""),
        tmp_path / "a\x00b": (NotAJournal, ""),
        link: (UnsafePath, "symlink"),
        dangling: (UnsafePath, "symlink"),
    }
    for path, (error, problem) in expected.items():
        with pytest.raises(error) as told:
            files.check_own_folder(path)
        assert (told.value.path, told.value.problem) == (path, problem)


def test_a_file_is_there_or_not_or_not_to_be_trusted(tmp_path: Path) -> None:
    file, link, pipe = tmp_path / "file", tmp_path / "link", tmp_path / "pipe"
    assert not files.check_own_file(file)
    file.touch()
    assert files.check_own_file(file)
    link.symlink_to(file)
    os.mkfifo(pipe)
    for path, problem in ((link, "symlink"), (pipe, "not_a_file"), (tmp_path, "not_a_file")):
        with pytest.raises(UnsafePath) as told:
            files.check_own_file(path)
        assert told.value.problem == problem


def test_what_belongs_to_somebody_else_is_not_touched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "file"
    file.touch()
    monkeypatch.setattr(os, "getuid", lambda: file.stat().st_uid + 1)
    for check, path in ((files.check_own_file, file), (files.check_own_folder, tmp_path)):
        with pytest.raises(UnsafePath) as told:
            check(path)
        assert told.value.problem == "other_owner"


def test_a_folder_that_may_not_be_looked_into_is_somebody_elses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_path: Path) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "lstat", refuse)
    with pytest.raises(UnsafePath) as told:
        files.check_own_folder(tmp_path)
    assert told.value.problem == "other_owner"


def test_there_is_one_writer_at_a_time(tmp_path: Path) -> None:
    first = files.WriterLock(tmp_path / "LOCK")
    with pytest.raises(AlreadyOpen) as told:
        files.WriterLock(tmp_path / "LOCK")
    assert told.value.path == tmp_path
    first.release()
    files.WriterLock(tmp_path / "LOCK").release()


def test_a_lock_file_that_another_program_replaces_lets_nobody_in(tmp_path: Path) -> None:
    held = files.WriterLock(tmp_path / "LOCK")
    (tmp_path / "LOCK").unlink()
    for content in (None, b"of another computer"):
        if content is not None:
            (tmp_path / "LOCK").write_bytes(content)
        with pytest.raises(AlreadyOpen):
            files.WriterLock(tmp_path / "LOCK")
    assert not files.ReaderLock(tmp_path / "LOCK").is_alone
    held.release()
    files.WriterLock(tmp_path / "LOCK").release()


def test_a_lock_released_twice_closes_nobody_elses_file(tmp_path: Path) -> None:
    lock = files.WriterLock(tmp_path / "LOCK")
    lock.release()
    with (tmp_path / "other").open("wb") as other:
        lock.release()
        other.write(b"still open")
    assert (tmp_path / "other").read_bytes() == b"still open"


def test_the_lock_is_not_taken_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "LOCK").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(UnsafePath):
        files.WriterLock(tmp_path / "LOCK")
    assert not (tmp_path / "elsewhere").exists()


def test_a_lock_ends_with_its_process_however_that_ends(tmp_path: Path) -> None:
    program = (
        "import sys, pathlib; from coachdesk.journal.files import WriterLock;"
        "held = WriterLock(pathlib.Path(sys.argv[1])); print('held', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", program, str(tmp_path / "LOCK")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=Path.cwd()) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(AlreadyOpen):
            files.WriterLock(tmp_path / "LOCK")
        holder.kill()
    files.WriterLock(tmp_path / "LOCK").release()
