"""A report that is looked at before it is handed over: the same bytes, and nothing on the disk until then."""

import errno
import hashlib
import os
import stat
from pathlib import Path

import pytest
from msgspec.structs import replace

from coachdesk.export import rendering
from coachdesk.export.releasing import (
    Choices,
    Prepared,
    aimed,
    begin,
    drop_part,
    gathered,
    release,
    write_part,
)
from coachdesk.export.rendering import ExportFailed, Rendering
from coachdesk.export.selection import Selection
from coachdesk.export.verify import verify_pdf
from coachdesk.journal import files
from coachdesk.journal.errors import StorageFull
from tests.export.conftest import File


@pytest.fixture
def prepared(file: File) -> Prepared:
    choices = Choices(selection=Selection(leader_ids=(file.ada.id,)), recipient="HR")
    view = file.journal.open_view()
    try:
        return gathered(view, begin(file.journal, choices))
    finally:
        view.close()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder anything could be written to: temporary files would be here, too."""
    made = tmp_path / "out"
    made.mkdir()
    monkeypatch.setenv("TMPDIR", str(made))
    monkeypatch.chdir(made)
    return made


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_the_file_comes_back_as_bytes_and_none_of_it_is_on_the_disk(prepared: Prepared, folder: Path) -> None:
    run = Rendering(prepared.job)
    said = run.run(lambda _share: None)
    assert run.data.startswith(b"%PDF-")
    assert (said.size, said.digest) == (len(run.data), hashlib.sha256(run.data).hexdigest())
    assert verify_pdf(run.data).accepted
    assert names_in(folder) == []


def test_what_was_looked_at_is_what_is_handed_over(file: File, prepared: Prepared, folder: Path) -> None:
    run = Rendering(prepared.job)
    said = run.run(lambda _share: None)
    ready = aimed(prepared, folder / "t.pdf")
    write_part(ready, run.data)
    assert [name.endswith(".part") for name in names_in(folder)] == [True]
    released = release(file.journal, ready, said)
    assert released.path.read_bytes() == run.data
    assert (released.digest, names_in(folder)) == (said.digest, ["t.pdf"])
    assert stat.S_IMODE(released.path.stat().st_mode) == 0o600
    assert [record.state for record in file.journal.view.records("export")] == ["released"]


def test_what_is_not_handed_over_after_all_leaves_nothing(prepared: Prepared, folder: Path) -> None:
    ready = aimed(prepared, folder / "t.pdf")
    write_part(ready, b"%PDF-")
    drop_part(ready)
    assert names_in(folder) == []


def test_a_full_disk_is_said_and_leaves_nothing(
    prepared: Prepared, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, _data: bytes) -> None:
        path.write_bytes(b"%P")
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(files, "write_private", full)
    with pytest.raises(StorageFull):
        write_part(aimed(prepared, folder / "t.pdf"), b"%PDF-")
    assert names_in(folder) == []


def test_a_file_that_comes_back_short_is_no_file(prepared: Prepared, monkeypatch: pytest.MonkeyPatch) -> None:
    real = rendering.talk

    def cut_short(*of: object) -> object:
        for said in real(*of):  # type: ignore[arg-type]
            yield replace(said, size=said.size + 1) if said.size else said

    monkeypatch.setattr(rendering, "talk", cut_short)
    with pytest.raises(ExportFailed) as failed:
        Rendering(prepared.job).run(lambda _share: None)
    assert failed.value.problem == "crashed"


def test_a_cancelled_look_leaves_nothing(prepared: Prepared, folder: Path) -> None:
    run = Rendering(prepared.job)
    with pytest.raises(ExportFailed) as failed:
        run.run(lambda _share: run.cancel())
    assert failed.value.problem == "stopped"
    assert names_in(folder) == []
