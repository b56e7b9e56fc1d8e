"""Taking files in beside the desk: in another thread, a few chunks at a time, cancelled or left lying."""

import io
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from coachdesk.journal import attachments
from coachdesk.journal.attachments import Abandoned
from coachdesk.journal.journal import Journal
from coachdesk.journal.opening import open_journal
from coachdesk.records.attachment import Attachment
from tests.making import PASSPHRASE


class Cancelled(Exception):
    """What an intake's progress raises in these tests."""


def chunks(journal: Journal) -> int:
    return int(journal._connection.execute("SELECT count(*) FROM attachment").fetchone()[0])


def in_a_thread(work: Callable[[], object]) -> threading.Thread:
    made = threading.Thread(target=work)
    made.start()
    return made


def test_drafts_are_kept_between_the_chunks_of_a_file_that_another_thread_takes_in(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attachments, "CHUNK_BYTES", 100)
    taken: list[Attachment] = []
    content = bytes(range(256)) * 400
    worker = in_a_thread(lambda: taken.append(journal.take_in_beside("a", io.BytesIO(content))))
    kept = 0
    while worker.is_alive():
        kept += 1
        journal.keep_draft("d", {"text": f"half a sentence {kept}"})
    worker.join()
    assert kept > 1
    assert journal.view.drafts()[0].values == {"text": f"half a sentence {kept}"}
    journal.put(*taken)
    assert b"".join(journal.view.content(taken[0])) == content
    journal.check()


def test_a_cancelled_intake_leaves_nothing_of_many_chunks(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attachments, "CHUNK_BYTES", 10)

    def progress(done: int) -> None:
        if done > 500:
            raise Cancelled

    with pytest.raises(Cancelled):
        journal.take_in_beside("a", io.BytesIO(bytes(1000)), progress)
    assert chunks(journal) == 0


def test_an_abandoned_intake_is_cleared_away_at_the_next_opening(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attachments, "CHUNK_BYTES", 10)

    def progress(done: int) -> None:
        if done > 500:
            raise Abandoned

    with pytest.raises(Abandoned):
        journal.take_in_beside("a", io.BytesIO(bytes(1000)), progress)
    assert chunks(journal) > 10
    journal.close()
    with open_journal(journal.path, PASSPHRASE) as opened:
        assert chunks(opened) == 0


def test_a_file_that_a_draft_names_is_still_there_after_a_crash(
    journal: Journal, journal_folder: Path
) -> None:
    named = journal.take_in_beside("named", io.BytesIO(b"named"))
    journal.take_in_beside("forgotten", io.BytesIO(b"forgotten"))
    journal.keep_draft("d", {"text": "half", "attachments": [{"id": named.id}]})
    journal.keep_draft("other", {"text": "without files"})
    journal.close()
    with open_journal(journal_folder, PASSPHRASE) as opened:
        assert chunks(opened) == 1
        opened.put(named)
        assert b"".join(opened.view.content(named)) == b"named"
        opened.drop_draft("d")
    with open_journal(journal_folder, PASSPHRASE) as opened:
        assert b"".join(opened.view.content(named)) == b"named"
