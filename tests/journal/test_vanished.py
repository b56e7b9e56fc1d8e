"""A journal that is moved or deleted while it is open: nothing is written into nowhere."""

import io
import shutil
from pathlib import Path

import pytest

from coachdesk.journal.errors import JournalMissing
from coachdesk.journal.journal import Journal
from coachdesk.records.people import Leader
from tests.making import entry


def test_nothing_is_saved_into_a_journal_that_was_deleted_under_it(journal: Journal, ada: Leader) -> None:
    shutil.rmtree(journal.path)
    size = journal.head.size
    with pytest.raises(JournalMissing) as told:
        journal.put(entry(ada))
    with pytest.raises(JournalMissing):
        journal.keep_draft("a", {"text": "half"})
    assert told.value.path == journal.path
    assert journal.head.size == size


def test_another_file_in_its_place_is_not_the_journal(journal: Journal, tmp_path: Path) -> None:
    shutil.copytree(journal.path, tmp_path / "copy")
    shutil.rmtree(journal.path)
    shutil.copytree(tmp_path / "copy", journal.path)
    with pytest.raises(JournalMissing):
        journal.keep_draft("a", {"text": "half"})


def test_a_journal_that_is_put_back_goes_on(journal: Journal, ada: Leader, tmp_path: Path) -> None:
    place = journal.path
    place.rename(tmp_path / "elsewhere")
    with pytest.raises(JournalMissing):
        journal.put(entry(ada))
    (tmp_path / "elsewhere").rename(place)
    note = entry(ada)
    journal.put(note)
    assert journal.view.get(note.id).record == note


def test_a_file_is_not_taken_into_a_journal_that_is_gone(journal: Journal) -> None:
    shutil.rmtree(journal.path)
    with pytest.raises(JournalMissing):
        journal.put(journal.take_in("a", io.BytesIO(b"a")))


def test_a_job_beside_a_journal_that_is_gone_finds_nothing_and_makes_nothing(journal: Journal) -> None:
    (journal.path / "journal.db").unlink()
    for beside in (journal.open_view, journal.check, lambda: journal.take_in_beside("a", io.BytesIO(b"a"))):
        with pytest.raises(JournalMissing):
            beside()
    assert not (journal.path / "journal.db").exists()
