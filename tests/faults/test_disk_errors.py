"""The disk gives an error somewhere in a save: the error has a name, and nothing acknowledged is lost."""

import errno
from pathlib import Path

import pytest

from coachdesk.journal import files
from coachdesk.journal.errors import StorageFailed
from coachdesk.journal.journal import Journal
from coachdesk.journal.opening import create_journal, open_journal
from tests.making import COST, PASSPHRASE


def test_a_journal_that_was_made_and_cannot_be_opened_is_taken_away_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Or it would stay, with a recovery code that nobody was told."""

    def fail(path: Path) -> None:
        if path == tmp_path:
            raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(files, "sync_folder", fail)
    with pytest.raises(StorageFailed):
        create_journal(tmp_path / "New.coachdesk", PASSPHRASE, COST)
    assert list(tmp_path.iterdir()) == []


def test_a_changed_passphrase_is_no_failure_because_its_second_copy_had_to_wait(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace = files.replace_private

    def fail(path: Path, data: bytes) -> None:
        if path.suffix == ".bak":
            raise OSError(errno.ENOSPC, "No space left on device")
        replace(path, data)

    with monkeypatch.context() as patch:
        patch.setattr(files, "replace_private", fail)
        journal.change_passphrase("another one", COST)
    journal.close()
    open_journal(journal.path, "another one").close()
    assert (journal.path / "keys.json.bak").read_bytes() == (journal.path / "keys.json").read_bytes()
