"""A journal in a folder that is copied to other computers: it is said when it is opened, once for each place."""

from pathlib import Path

import pytest

from coachdesk.journal.opening import create_journal, open_journal, open_reading
from coachdesk.journal.places import is_synced
from tests.making import COST, PASSPHRASE


def kinds(path: Path, *, reading: bool = False) -> list[str]:
    with (open_reading if reading else open_journal)(path, PASSPHRASE) as journal:
        return [one.kind for one in journal.notices]


def test_it_is_said_once_for_each_place_and_wherever_nothing_can_be_noted(tmp_path: Path) -> None:
    cloud = tmp_path / "Dropbox"
    cloud.mkdir()
    path = cloud / "Notes.coachdesk"
    journal, _ = create_journal(path, PASSPHRASE, COST)
    journal.close()
    assert [one.kind for one in journal.notices] == ["synced_folder"]
    assert "synced_folder" not in kinds(path)
    moved = tmp_path / "OneDrive - Calderquay"
    moved.mkdir()
    path = path.rename(moved / path.name)
    assert "synced_folder" in kinds(path, reading=True)
    assert "synced_folder" in kinds(path)
    assert "synced_folder" not in kinds(path)
    own = path.rename(tmp_path / path.name)
    assert "synced_folder" not in kinds(own)


@pytest.mark.parametrize("mark", [".stfolder", ".dropbox"])
def test_a_link_into_such_a_folder_is_one_and_so_is_a_place_said_from_within(
    tmp_path: Path, mark: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_after = tmp_path / "shared"
    (looked_after / "inner").mkdir(parents=True)
    (looked_after / mark).touch()
    (tmp_path / "link").symlink_to(looked_after / "inner")
    monkeypatch.chdir(looked_after / "inner")
    assert is_synced(tmp_path / "link" / "Notes.coachdesk")
    assert is_synced(Path("Notes.coachdesk"))
    assert not is_synced(tmp_path / "Notes.coachdesk")
